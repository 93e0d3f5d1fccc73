"""The ledger: every path that was to be taken in, with its state, attempts and error."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import quote_from_bytes, unquote_to_bytes

from sqlalchemy import Connection, TextClause, bindparam, case, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from vanban import errors
from vanban.errors import FileProblem, ReadError
from vanban.store.schema import documents, paths
from vanban.store.write import now
from vanban.version import __version__, version_order

WAITING, RUNNING, DONE, FAILED, QUARANTINED = "waiting", "running", "done", "failed", "quarantined"
CHUNK = 500


class Entry(NamedTuple):
    """A path as the ledger knows it."""

    path: str
    state: str
    document_id: int | None
    size: int | None
    modified_ns: int | None
    attempts: int
    version: str | None
    deaths: int
    run: str | None

    @property
    def is_taken(self) -> bool:
        """Tell whether a run works on it that was alive when this was read."""
        return self.state == RUNNING and self.run is not None

    def is_quarantined(self, size: int | None, modified_ns: int | None) -> bool:
        """Tell whether the file, as it is now, killed its worker twice under this or a newer program."""
        return self.state == QUARANTINED and self._is_same(size, modified_ns)

    def is_older(self, size: int | None, modified_ns: int | None) -> bool:
        """Tell whether the file, as it is now, is in the archive, by an older program."""
        same = size is not None and (self.size, self.modified_ns) == (size, modified_ns)
        return same and self.state == DONE and not self._is_same(size, modified_ns)

    def _is_same(self, size: int | None, modified_ns: int | None) -> bool:
        return (self.size, self.modified_ns) == (size, modified_ns) and (
            version_order(self.version or "0") >= version_order(__version__)
        )

    def is_current(self, size: int, modified_ns: int) -> bool:
        """Tell whether the file, as it is now, is in the archive, by this or a newer program."""
        return self.state == DONE and self._is_same(size, modified_ns)


MIRROR = "VANBAN_MIRROR"  # names the folder where copies of remote files lie while they are worked on
_NAME_BYTES = 200
_REMOTE = re.compile(r"(?!file:)[a-z][a-z0-9+.-]{1,20}://")


def is_remote(path: str) -> bool:
    """Tell whether a path is an address of a file on other storage, as "s3://kho/2025/a.pdf"."""
    return _REMOTE.match(path) is not None


def stored_path(path: str | os.PathLike[str]) -> str:
    """Give a path as the archive writes it: absolute, links kept; a name that is no UTF-8 as a file:// address."""
    if isinstance(path, str) and is_remote(path):
        return path
    text = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"file://{quote_from_bytes(os.fsencode(text))}"
    return text


def real_path(stored: str) -> Path:
    """Give the path that `stored_path` was made of; of a remote file the place of its copy."""
    if is_remote(stored):
        folder = Path(os.environ.get(MIRROR) or "vanban-remote")
        name = stored.rpartition("/")[2]
        if not name.strip(".") or "\0" in name:
            name = "tep"
        elif len(os.fsencode(name)) > _NAME_BYTES:  # a file system takes 255
            name = f"tep{Path(name).suffix[:20]}"
        return folder / hashlib.sha256(stored.encode()).hexdigest()[:24] / name
    if stored.startswith("file://"):
        return Path(os.fsdecode(unquote_to_bytes(stored.removeprefix("file://"))))
    return Path(stored)


def _insert(dialect: str) -> Any:
    """Begin an insert that may say what to do on conflict."""
    module: Any = postgresql if dialect == "postgresql" else sqlite
    return module.insert(paths)


def enlist(connection: Connection, found: Iterable[str]) -> None:
    """Write paths that the ledger does not know yet as waiting."""
    # in one order, whoever enters them: of two who do so at once, one waits for the other, and never both
    rows = [{"path": path, "state": WAITING, "attempts": 0, "updated_at": now()} for path in sorted(found)]
    if rows:
        connection.execute(_insert(connection.dialect.name).on_conflict_do_nothing(), rows)


def find_entries(connection: Connection, wanted: Sequence[str], *, held: bool = False) -> dict[str, Entry]:
    """Give what the ledger knows of some paths. `held`: other writers wait with them until the transaction ends."""
    found: dict[str, Entry] = {}
    for start in range(0, len(wanted), CHUNK):
        chosen = select(*_ENTRY).where(paths.c.path.in_(wanted[start : start + CHUNK]))
        if held:
            chosen = chosen.order_by(paths.c.path).with_for_update()
        found |= {row.path: Entry(*row) for row in connection.execute(chosen)}
    return found


def list_entries(connection: Connection, *, states: Sequence[str] = (), stale: bool = False) -> Iterator[Entry]:
    """Give paths in these states, or (`stale`) those whose document an older program made."""
    chosen = select(*_ENTRY).order_by(paths.c.path)
    if states:
        yield from (Entry(*row) for row in connection.execute(chosen.where(paths.c.state.in_(states))))
    if stale:
        versions = connection.execute(select(documents.c.version).distinct()).scalars()
        old = [version for version in versions if version_order(version) < version_order(__version__)]
        made = chosen.join(documents, documents.c.id == paths.c.document_id).where(documents.c.version.in_(old))
        yield from (Entry(*row) for row in connection.execute(made))


_ENTRY = tuple(paths.c[name] for name in Entry._fields)


def mark_running(
    connection: Connection, path: str, *, size: int | None, modified_ns: int | None, run: str | None = None
) -> None:
    """Write that a path is worked on; what it did to earlier workers is forgotten if the file has changed."""
    row = {"state": RUNNING, "size": size, "modified_ns": modified_ns, "version": __version__, "updated_at": now()}
    connection.execute(_running(connection.dialect.name), {**row, "path": path, "run": run, "attempts": 1, "deaths": 0})


@cache
def _running(dialect: str) -> Any:
    made = _insert(dialect)
    given = made.excluded
    same = paths.c.size.is_not_distinct_from(given.size) & paths.c.modified_ns.is_not_distinct_from(given.modified_ns)
    row = {name: given[name] for name in ("state", "size", "modified_ns", "version", "updated_at", "run")}
    again = {"attempts": paths.c.attempts + 1, "deaths": case((same, paths.c.deaths), else_=0)}
    return made.on_conflict_do_update(index_elements=[paths.c.path], set_={**row, **again})


def mark_waiting(connection: Connection, path: str) -> None:
    """Put back a path that was interrupted; not one whose document was stored just before."""
    interrupted = update(paths).where(paths.c.path == path, paths.c.state == RUNNING)
    connection.execute(interrupted.values(state=WAITING, run=None, updated_at=now()))


def free(connection: Connection, *, alive: Sequence[str]) -> None:
    """Put back all paths that no living run works on."""
    abandoned = or_(paths.c.run.is_(None), paths.c.run.not_in(alive))
    chosen = update(paths).where(paths.c.state == RUNNING, abandoned)
    connection.execute(chosen.values(state=WAITING, run=None, updated_at=now()))


def release(connection: Connection, run: str) -> None:
    """Put back all paths that a run works on."""
    chosen = update(paths).where(paths.c.state == RUNNING, paths.c.run == run)
    connection.execute(chosen.values(state=WAITING, run=None, updated_at=now()))


def has_abandoned(connection: Connection, *, alive: Sequence[str]) -> bool:
    """Tell whether there are paths in work that no living run works on."""
    abandoned = or_(paths.c.run.is_(None), paths.c.run.not_in(alive))
    found = select(paths.c.path).where(paths.c.state == RUNNING, abandoned).limit(1)
    return connection.execute(found).first() is not None


def forgive(connection: Connection, wanted: Sequence[str]) -> None:
    """Let quarantined paths be tried again."""
    for start in range(0, len(wanted), CHUNK):
        chosen = update(paths).where(paths.c.path.in_(wanted[start : start + CHUNK]), paths.c.state == QUARANTINED)
        connection.execute(chosen.values(state=WAITING, deaths=0, updated_at=now()))


def find_problem(connection: Connection, path: str) -> FileProblem | None:
    """Give why a path is not in."""
    row = connection.execute(select(paths).where(paths.c.path == path)).one_or_none()
    if row is None or row.problem is None:
        return None
    kind = getattr(errors, row.error or "", ReadError)
    return cast(FileProblem, kind(path, row.problem, remedy=row.remedy or "", place=row.place))


class Failure(NamedTuple):
    """A path that is not in, and why."""

    path: str
    state: str  # failed, quarantined
    attempts: int
    stage: str | None
    error: str | None  # kind of the error
    place: str | None
    problem: str | None
    remedy: str | None
    updated_at: dt.datetime  # UTC


def list_failures(connection: Connection, *, inside: str | None = None) -> Iterator[Failure]:
    """Give the paths that are not in, by path; `inside`: only the members of a bundle."""
    chosen = select(*(paths.c[name] for name in Failure._fields)).where(paths.c.state.in_((FAILED, QUARANTINED)))
    if inside is not None:
        chosen = chosen.where(paths.c.path.startswith(inside + _INSIDE, autoescape=True))
    for row in connection.execute(chosen.order_by(paths.c.path)):
        yield Failure(*row)


def count_members(connection: Connection, bundle: str) -> int:
    """Count the members of a bundle, and of bundles within it, that are in."""
    inside = paths.c.path.startswith(bundle + _INSIDE, autoescape=True)
    return int(connection.execute(select(func.count()).where(inside, paths.c.document_id.is_not(None))).scalar_one())


_INSIDE = "!/"  # between the path of a bundle and the name of its member


def mark_done(connection: Connection, path: str, document_id: int | None, *, duration_s: float | None = None) -> None:
    """Write that a path leads to a document of the archive, or was a bundle (None); its earlier error is gone."""
    row: dict[str, Any] = {"state": DONE, "document_id": document_id, "duration_s": duration_s}
    row |= {"version": __version__, "updated_at": now(), "deaths": 0}
    empty = dict.fromkeys(("stage", "error", "place", "problem", "remedy", "run"))
    connection.execute(_done(), {**row, **empty, "path": path, "attempts": 1})


@cache
def _done() -> TextClause:
    """Write the statement of `mark_done` out: what has a dialect's ON CONFLICT, SQLAlchemy compiles every time."""
    names = ("state", "document_id", "stage", "error", "place", "problem", "remedy", "run", "duration_s", "deaths")
    renewed = (*names, "version", "updated_at")
    columns = (*renewed, "path", "attempts")
    made = text(
        f"INSERT INTO paths ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})"
        f" ON CONFLICT (path) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in renewed)}"
    )
    return made.bindparams(*(bindparam(name, type_=paths.c[name].type) for name in columns))


def mark_failed(
    connection: Connection, path: str, problem: FileProblem, *, stage: str, duration_s: float, state: str = FAILED
) -> None:
    """Write why a path could not be taken in. A document that it led to before stays in the archive."""
    connection.execute(
        update(paths)
        .where(paths.c.path == path)
        .values(
            state=state,
            stage=stage,
            error=type(problem).__name__,
            place=problem.place,
            problem=problem.problem,
            remedy=problem.remedy,
            duration_s=duration_s,
            run=None,
            version=__version__,
            updated_at=now(),
        )
    )


def mark_death(connection: Connection, path: str) -> int:
    """Note that a worker died over a path; gives how often that happened since the file last changed."""
    connection.execute(update(paths).where(paths.c.path == path).values(deaths=paths.c.deaths + 1))
    return int(connection.execute(select(paths.c.deaths).where(paths.c.path == path)).scalar() or 0)
