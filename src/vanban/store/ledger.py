"""The ledger: every path that was to be taken in, with its state, attempts and error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from vanban.errors import FileProblem
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

    def is_current(self, size: int, modified_ns: int) -> bool:
        """Tell whether the file, as it is now, is in the archive, by this or a newer program."""
        return (
            self.state == DONE
            and (self.size, self.modified_ns) == (size, modified_ns)
            and version_order(self.version or "0") >= version_order(__version__)
        )


def stored_path(path: str | os.PathLike[str]) -> str:
    """Give a path as the archive writes it: absolute, links kept; a name that is no UTF-8 as a file:// address."""
    text = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"file://{quote_from_bytes(os.fsencode(text))}"
    return text


def real_path(stored: str) -> Path:
    """Give the path that `stored_path` was made of."""
    if stored.startswith("file://"):
        return Path(os.fsdecode(unquote_to_bytes(stored.removeprefix("file://"))))
    return Path(stored)


def enlist(connection: Connection, found: Iterable[str]) -> None:
    """Write paths that the ledger does not know yet as waiting."""
    rows = [{"path": path, "state": WAITING, "attempts": 0, "updated_at": now()} for path in found]
    if rows:
        connection.execute(insert(paths).on_conflict_do_nothing(), rows)


def find_entries(connection: Connection, wanted: Sequence[str]) -> dict[str, Entry]:
    """Give what the ledger knows of some paths."""
    found: dict[str, Entry] = {}
    for start in range(0, len(wanted), CHUNK):
        chosen = select(*_ENTRY).where(paths.c.path.in_(wanted[start : start + CHUNK]))
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


def mark_running(connection: Connection, path: str, *, size: int | None, modified_ns: int | None) -> None:
    row = {"path": path, "state": RUNNING, "attempts": 1, "size": size, "modified_ns": modified_ns, "updated_at": now()}
    again = {name: value for name, value in row.items() if name not in ("path", "attempts")}
    made = insert(paths).values(**row, version=__version__)
    connection.execute(
        made.on_conflict_do_update(
            index_elements=[paths.c.path],
            set_={**again, "attempts": paths.c.attempts + 1, "version": __version__},
        )
    )


def mark_waiting(connection: Connection, path: str) -> None:
    """Put back a path that was interrupted; not one whose document was stored just before."""
    interrupted = update(paths).where(paths.c.path == path, paths.c.state == RUNNING)
    connection.execute(interrupted.values(state=WAITING, updated_at=now()))


def mark_done(connection: Connection, path: str, document_id: int | None, *, duration_s: float | None = None) -> None:
    """Write that a path leads to a document of the archive, or was a bundle (None); its earlier error is gone."""
    row: dict[str, Any] = {
        "state": DONE,
        "document_id": document_id,
        **dict.fromkeys(("stage", "error", "place", "problem", "remedy")),
        "duration_s": duration_s,
        "version": __version__,
        "updated_at": now(),
    }
    made = insert(paths).values(path=path, attempts=1, **row)
    connection.execute(made.on_conflict_do_update(index_elements=[paths.c.path], set_=row))


def mark_failed(connection: Connection, path: str, problem: FileProblem, *, stage: str, duration_s: float) -> None:
    """Write why a path could not be taken in. A document that it led to before stays in the archive."""
    connection.execute(
        update(paths)
        .where(paths.c.path == path)
        .values(
            state=FAILED,
            stage=stage,
            error=type(problem).__name__,
            place=problem.place,
            problem=problem.problem,
            remedy=problem.remedy,
            duration_s=duration_s,
            version=__version__,
            updated_at=now(),
        )
    )
