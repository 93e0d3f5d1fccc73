"""The archive: a database of analyses that can be searched, listed and shown."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Unpack, get_args

from sqlalchemy import Connection, select

from vanban.errors import UsageError
from vanban.model import Analysis, Document
from vanban.store import ledger, listing, saved, search, summary
from vanban.store.backup import BackedUp, copy_file, copy_originals, copy_rows_between
from vanban.store.connect import MEMORY, connect, sqlite_path, translated, writing
from vanban.store.draft import Draft, make_draft
from vanban.store.facets import FacetCount, count_facets
from vanban.store.filters import FilterOptions, Filters, make_filters
from vanban.store.finding import Finder, State
from vanban.store.ledger import real_path, stored_path
from vanban.store.load import Stored, load, load_read, readers_of
from vanban.store.meaning import FUSED, MODES, Meaning, Mode, Ranked, fuse, union
from vanban.store.narrowing import Found, narrow
from vanban.store.originals import find_original, keep_file, note_kept
from vanban.store.postgresql import is_postgresql, without_password
from vanban.store.problems import Problem
from vanban.store.query import Query, parse_query
from vanban.store.saved import SavedSearch
from vanban.store.schema import FACTS, documents, paths
from vanban.store.search import Hit
from vanban.store.verify import verify
from vanban.store.write import Added, add_draft, end_adding

Row = dict[str, Any]
Order = Literal["relevance", "newest", "oldest"]
ORDERS = get_args(Order)


def open_archive(
    url: str | os.PathLike[str], *, create: bool = True, files: str | os.PathLike[str] | None = None
) -> Archive:
    """Open an archive by its file or URL; make it if it is not there.

    `files` is the folder of the kept originals: by default $VANBAN_FILES, else `<the database's file>.files`.

    Raises UsageError if it is not there and `create` is false, ArchiveError if it cannot be used.
    """
    return Archive(os.fspath(url), create=create, files=files)


class Archive:
    """An open archive. Use it with `with`, or close it."""

    def __init__(self, url: str, *, create: bool = True, files: str | os.PathLike[str] | None = None) -> None:
        self.url = url
        self._files = files or os.environ.get("VANBAN_FILES")
        self._engine = connect(url, create=create)
        self.finder = Finder(self.search_folder)
        self.meaning = Meaning(self.search_folder)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @property
    def files(self) -> frozenset[str]:
        """The files of the database itself, as the ledger would write them."""
        if self._engine.dialect.name != "sqlite" or self.url in (MEMORY, ":memory:"):
            return frozenset()
        name = stored_path(sqlite_path(self.url))
        return frozenset(name + suffix for suffix in ("", "-wal", "-shm", "-journal"))

    @property
    def originals_folder(self) -> Path | None:
        """The folder of the kept originals; None where nobody said which, and the database is no file."""
        if self._files:
            return Path(self._files)
        if self._engine.dialect.name != "sqlite" or self.url in (MEMORY, ":memory:"):
            return None
        path = sqlite_path(self.url)
        return path.with_name(path.name + ".files")

    @property
    def search_folder(self) -> Path | None:
        """The folder of the concordance, which may be deleted: $VANBAN_SEARCH, else beside the database's file."""
        if named := os.environ.get("VANBAN_SEARCH"):
            return Path(named)
        if self._engine.dialect.name != "sqlite":
            address = hashlib.sha256(without_password(self.url).encode()).hexdigest()[:16]
            return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "vanban", f"{address}.search")
        if self.url in (MEMORY, ":memory:"):
            return None
        path = sqlite_path(self.url)
        return path.with_name(path.name + ".search")

    def update_search(self) -> bool:
        """Write the files of search in a large archive, or what is new, where that may be; tell whether any was."""
        with self.reading() as connection, contextlib.suppress(OSError):
            told = self.finder.update(connection)
            return self.meaning.update(connection, self.finder.state(connection).columns) or told
        return False

    def is_search_behind(self) -> bool:
        """Tell whether there is much in the archive that `update_search` would write."""
        with self.reading() as connection, contextlib.suppress(OSError):
            return self.finder.is_behind(connection)
        return False

    @property
    def dialect(self) -> str:
        """The kind of the database: "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    def keep(self, data: bytes | str | os.PathLike[str], sha256: str) -> Path:
        """Keep the bytes that a document is read from, or a copy of a file, beside the database.

        Raises UsageError if there is no folder for them, ArchiveError if they cannot be written or have another hash.
        """
        path, size = self.put_aside(data, sha256)
        with self.writing(shared=True) as connection:
            note_kept(connection, sha256, size)
        return path

    def put_aside(self, data: bytes | str | os.PathLike[str], sha256: str) -> tuple[Path, int]:
        """Put bytes, or a copy of a file, to the originals; `store` or `keep` notes that they are there.

        Gives their file with its size. Raises what `keep` raises.
        """
        folder = self.originals_folder
        if folder is None:
            raise UsageError("chưa có thư mục lưu bản gốc; đặt biến VANBAN_FILES, hoặc dùng ingest --no-keep")
        return keep_file(folder, data, sha256)

    def original(self, document_id: int) -> Path | None:
        """Give the kept file that a document was read from; None if it was not kept, or is not whole."""
        folder = self.originals_folder
        if folder is None:
            return None
        with self.reading() as connection:
            return find_original(connection, folder, document_id)

    def backup(self, target: str | os.PathLike[str]) -> BackedUp:
        """Copy the archive with its originals to a new SQLite file, or into an empty PostgreSQL database.

        Others may read and write meanwhile. The copy is an archive like any other: to restore it, open it, or back it
        up to where it is wanted. Raises UsageError if there is something already.
        """
        address = os.fspath(target)
        if not is_postgresql(address) and sqlite_path(address).exists():
            raise UsageError(f"{address}: đã có tệp này; chọn tên khác cho bản sao lưu")
        if self._engine.dialect.name == "sqlite" and not is_postgresql(address):
            with translated(self.url), self._engine.connect() as connection:
                copy_file(connection.connection.driver_connection, sqlite_path(address))  # type: ignore[arg-type]
        with open_archive(address) as copy, self.reading() as source:
            if self._engine.dialect.name != "sqlite" or is_postgresql(address):
                if copy.status()["paths"] or copy.status()["documents"]:
                    raise UsageError(f"{without_password(address)}: kho này đã có dữ liệu; chọn cơ sở dữ liệu trống")
                with copy.writing() as written:
                    copy_rows_between(source, written)
            count, missing = copy_originals(source, self.originals_folder, copy.originals_folder)
            return BackedUp(copy.status()["documents"], count, missing)

    def verify(self) -> list[Problem]:
        """Give what is not as it was written: rows, spans, the full-text index, originals; nothing if all is well."""
        with self.reading() as connection:
            return list(verify(connection, self.originals_folder))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that sees one state of the archive."""
        with translated(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, shared: bool = False) -> Iterator[Connection]:
        """Begin a transaction that may write: all of it is stored, or nothing.

        `shared`: beside others who say so, where the database has room for several; for what touches single paths and
        documents.
        """
        with translated(self.url), writing(self._engine, shared=shared) as connection:
            yield connection

    def add(
        self, analysis: Analysis, *, paths: Iterable[str | os.PathLike[str]] = (), duration_s: float | None = None
    ) -> Added:
        """Store an analysis with the paths that its bytes were found at, in one transaction.

        The same bytes twice are one document. Rows of an older program version are replaced, those of the same or a
        newer one stay as they are.
        """
        draft = make_draft(analysis, self.dialect)
        with self.writing(shared=True) as connection:
            added = add_draft(connection, draft)
            for path in paths:
                ledger.mark_done(connection, stored_path(path), added.document_id, duration_s=duration_s)
            end_adding(connection, added)
        return added

    def store(self, draft: Draft, path: str, *, duration_s: float | None = None, kept: int | None = None) -> Added:
        """Store a document that was made ready elsewhere, found at a path as the ledger writes it, in one transaction.

        `kept`: the bytes of its original, where they were put into their place.
        """
        with self.writing(shared=True) as connection:
            added = add_draft(connection, draft)
            if kept is not None:
                note_kept(connection, draft.sha256, kept)
            ledger.mark_done(connection, path, added.document_id, duration_s=duration_s)
            end_adding(connection, added)
        return added

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        order: Order = "relevance",
        mode: Mode = "text",
        **filters: Unpack[FilterOptions],
    ) -> list[Hit]:
        """Find statements, rows of tables and other text; exact diacritics first, or by the day of issue.

        `mode` is text, meaning (statements that mean alike, the closest first), or both, fused by reciprocal rank.
        A query without words gives the statements that the filters leave, the newest first, those that name a former
        province as it was asked for before them; without filters too it is a UsageError.
        """
        chosen = make_filters(filters)
        if order not in ORDERS:
            raise UsageError(f"order={order!r}: chọn một trong: {', '.join(ORDERS)}")
        if mode not in MODES:
            raise UsageError(f"mode={mode!r}: chọn một trong: {', '.join(MODES)}")
        parsed = parse_query(query)
        if not chosen and not parsed.groups:
            raise UsageError("câu tìm kiếm không có chữ hay số nào; hãy gõ ít nhất một từ hoặc dùng bộ lọc")
        with self.reading() as connection:
            state, found = self._found(connection, parsed, chosen, mode)
            if parsed.groups and order == "relevance":
                wanted = {"limit": limit, "offset": offset}
                if mode == "text":
                    return search.search(connection, parsed, found, concordance=state.concordance, **wanted)
                by_text, ranked = self._fused(connection, parsed, chosen, mode, offset + limit)
                unmarked = {number for number, _, _ in ranked} - {number for number, _, _ in by_text}
                return search.hits_in_order(connection, parsed, ranked[offset : offset + limit], unmarked=unmarked)
            numbers = found.newest(found.narrowed(), chosen.former, oldest=order == "oldest")[offset : offset + limit]
            return search.hits_of(connection, parsed, numbers.tolist(), state.concordance)

    def count(self, query: str, *, mode: Mode = "text", **filters: Unpack[FilterOptions]) -> int:
        """Count what `search` would find without a limit."""
        chosen, parsed = make_filters(filters), parse_query(query)
        with self.reading() as connection:
            return len(self._found(connection, parsed, chosen, mode)[1].narrowed())

    def facets(
        self, query: str = "", *, limit: int = 50, mode: Mode = "text", **filters: Unpack[FilterOptions]
    ) -> dict[str, list[FacetCount]]:
        """Count what `search` would find by the facets of `store.facets.FACETS`.

        The values of each facet come with the hits that its filter would leave in place of the one it has now; the
        commonest first, of years the last.
        """
        chosen, parsed = make_filters(filters), parse_query(query)
        with self.reading() as connection:
            return count_facets(connection, self._found(connection, parsed, chosen, mode)[1], limit=limit)

    def _found(self, connection: Connection, query: Query, filters: Filters, mode: Mode) -> tuple[State, Found]:
        """Find all that matches or means alike, narrowed."""
        if mode == "text" or not query.groups:
            return self.finder.found(connection, query, filters)
        state, known = self.finder.all_matching(connection, query)
        near = self.meaning.near(connection, state.columns, query, required=mode == "meaning").passages
        return state, narrow(state.columns, near if mode == "meaning" else union(known, near), filters)

    def _fused(
        self, connection: Connection, query: Query, filters: Filters, mode: Mode, count: int
    ) -> tuple[Ranked, Ranked]:
        """Rank by text alone, if it is wanted, and by all that is; of the text's ranking so many take part."""
        state, found = self._found(connection, query, filters, "text")
        near = self.meaning.near(connection, state.columns, query)
        by_text: Ranked = []
        if mode == "both":
            by_text = search.rank(connection, query, found, count=max(count, FUSED), concordance=state.concordance)
        allowed = narrow(state.columns, near.passages, filters).narrowed()
        return by_text, fuse(near, by_text, allowed, count=count)

    def save_search(self, name: str, query: str, filters: FilterOptions) -> None:
        """Keep a search under a name, in place of the one that was there."""
        with self.writing() as connection:
            saved.save_search(connection, name, query, filters)

    def saved_searches(self) -> list[SavedSearch]:
        with self.reading() as connection:
            return saved.list_searches(connection)

    def delete_search(self, name: str) -> bool:
        """Forget a kept search; tell whether it was there."""
        with self.writing() as connection:
            return saved.delete_search(connection, name)

    def documents(self, **filters: Unpack[FilterOptions]) -> list[Row]:
        return list(self.rows("documents", **filters))

    def citations(self, **filters: Unpack[FilterOptions]) -> list[Row]:
        return list(self.rows("citations", **filters))

    def indicators(
        self,
        name: str | None = None,
        *,
        period: str | None = None,
        status: str | None = None,
        limit: int | None = None,
        **filters: Unpack[FilterOptions],
    ) -> list[Row]:
        """Give indicators whose name holds all the words of `name`; `period` is "2025", "2025-06" or "2021..2025"."""
        chosen = make_filters(filters)
        with self.reading() as connection:
            found = listing.list_indicators(connection, chosen, name=name, period=period, status=status, limit=limit)
            return list(found)

    def rows(self, what: str, **filters: Unpack[FilterOptions]) -> Iterator[Row]:
        """Stream the rows of documents, tables or a kind of fact, each with the document that it stands in."""
        chosen = make_filters(filters)
        with self.reading() as connection:
            if what == "documents":
                yield from listing.list_documents(connection, chosen)
            elif what == "tables":
                yield from listing.list_tables(connection, chosen)
            elif what in FACTS:
                yield from listing.list_facts(connection, what, chosen)
            else:
                raise UsageError(f"{what!r}: không có loại này; chọn một trong: documents, tables, {', '.join(FACTS)}")

    def show(self, id: int | str) -> Stored | None:
        """Give a document by its id, the beginning of its SHA-256 (8 digits or more), or a path; None if not found."""
        with self.reading() as connection:
            number = _document_id(connection, str(id))
            return load(connection, number) if number is not None else None

    def find_sha256(self, sha256: str) -> tuple[int, str] | None:
        """Give (document id, version that analysed it) of some bytes; None if they are not here."""
        chosen = select(documents.c.id, documents.c.version).where(documents.c.sha256 == sha256)
        with self.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        return (row.id, row.version) if row else None

    def document_as_read(self, sha256: str, reader: str) -> Document | None:
        """Give a document just as it was read from some bytes, if the reader of that mark did it; see `make_draft`."""
        with self.reading() as connection:
            return load_read(connection, sha256, reader)

    def readers_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Give the marks of what read some documents, of those that `document_as_read` can give."""
        if not ids:
            return {}
        with self.reading() as connection:
            return readers_of(connection, ids)

    def status(self) -> Row:
        """Count what is in, what failed and why, and how fast it went."""
        with self.reading() as connection:
            return summary.status(connection)

    def summary(self, *, limit: int = 10, **filters: Unpack[FilterOptions]) -> Row:
        """Give difficulties by topic, proposals by addressee, indicators with target and result, what is cited most."""
        chosen = make_filters(filters)
        with self.reading() as connection:
            return summary.summarise(connection, chosen, limit=limit)


def _document_id(connection: Connection, word: str) -> int | None:
    number = documents.c.id
    if "\0" in word:  # no path holds it, and PostgreSQL refuses it
        return None
    if word.isdecimal() and len(word) < 8:
        chosen = select(number).where(number == int(word))
    elif len(word) >= 8 and set(word.lower()) <= set("0123456789abcdef"):
        chosen = select(number).where(documents.c.sha256.startswith(word.lower()))
    else:
        wanted = stored_path(real_path(word))
        chosen = select(number).join(paths, paths.c.document_id == number).where(paths.c.path == wanted)
    found = connection.execute(chosen.limit(2)).scalars().all()
    if len(found) > 1:
        raise UsageError(f"{word}: nhiều văn bản có mã băm bắt đầu như vậy; viết dài hơn")
    return found[0] if found else None
