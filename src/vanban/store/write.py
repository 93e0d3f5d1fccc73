"""Put a document into the archive: everything of it inside one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql

from vanban.model import Analysis
from vanban.store import index
from vanban.store.draft import Draft, Part, make_draft
from vanban.store.insert import insert_converted, insert_rows
from vanban.store.postgresql import stamp_change, take_ids
from vanban.store.schema import FACTS, PARTS, documents, passages, statements
from vanban.version import __version__, version_order

_NUMBERED = (*FACTS, passages.name)  # tables whose rows have ids


class Added(NamedTuple):
    document_id: int
    outcome: str  # new; replaced: rows of an older version; same: nothing but paths was written


def now() -> dt.datetime:
    """Give the time in UTC, without zone, as the archive keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def add_analysis(connection: Connection, analysis: Analysis, *, version: str = __version__) -> Added:
    """Store a document with its facts, unless the same bytes are there from this or a newer version."""
    added = add_draft(connection, make_draft(analysis, connection.dialect.name, version=version))
    end_adding(connection, added)
    return added


def add_draft(connection: Connection, draft: Draft) -> Added:
    """Store a document, unless it is there from this or a newer version; `end_adding` ends its transaction."""
    found = _find(connection, draft)
    if found is not None and version_order(found.version) >= version_order(draft.version):
        return Added(found.id, "same")
    ids = _ids(connection, draft, is_new=found is None)
    row: dict[str, Any] = {**draft.row, "analysed_at": now(), "change": ids["change"]}
    if found is None:
        row |= {"id": ids[documents.name], "added_at": row["analysed_at"]}
        if not _insert_document(connection, row):  # another writer was faster by a moment
            return add_draft(connection, draft)
        added = Added(row["id"], "new")
    else:
        row["source"] = found.source  # the name under which it first came stays
        row["change"] = (
            row["change"] or documents.c.change
        )  # `stamp_change` goes on from the last, which may be this one
        _remove_parts(connection, found.id)
        connection.execute(update(documents).where(documents.c.id == found.id).values(**row))
        added = Added(found.id, "replaced")
    for part in draft.parts:
        insert_converted(connection, part.table, *_numbered(part, added.document_id, ids, connection.dialect.name))
    index.insert_words(connection, ids[passages.name], draft.words)
    return added


def end_adding(connection: Connection, added: Added) -> None:
    """Do what must be the last thing before the transaction is committed."""
    if added.outcome != "same" and connection.dialect.name == "postgresql":
        stamp_change(connection, added.document_id)


def _find(connection: Connection, draft: Draft) -> Any:
    """Find the document; in PostgreSQL it is held, so that two do not make it anew at once."""
    return connection.execute(_BY_SHA256, {"sha256": draft.sha256}).one_or_none()


_BY_SHA256 = (
    select(documents.c.id, documents.c.version, documents.c.source)
    .where(documents.c.sha256 == bindparam("sha256"))
    .with_for_update(key_share=True)
)


def _insert_document(connection: Connection, row: dict[str, Any]) -> bool:
    """Insert the row of a document; tell whether it was not there. Another who inserts it just now is waited for."""
    if connection.dialect.name != "postgresql":
        insert_rows(connection, documents, [row])
        return True
    made = postgresql.insert(documents).on_conflict_do_nothing(index_elements=[documents.c.sha256])
    return connection.execute(made.values(row)).rowcount == 1


def _remove_parts(connection: Connection, document_id: int) -> None:
    index.delete(connection, document_id)
    for table in PARTS:
        connection.execute(delete(table).where(table.c.document_id == document_id))


def _ids(connection: Connection, draft: Draft, *, is_new: bool) -> dict[str, int]:
    """Give the first free id of each table that rows go into, and the number of the change.

    The rows of one document have ids in a row. SQLite has one writer, who counts on; in PostgreSQL the number of the
    change is given by `end_adding`.
    """
    counts = {part.table: len(part.rows) for part in draft.parts if part.table in _NUMBERED}
    counts = {**dict.fromkeys((statements.name, passages.name), 1), **counts}
    if is_new:
        counts[documents.name] = 1
    if connection.dialect.name == "postgresql":
        return {**take_ids(connection, counts), "change": 0}
    columns = [*((table, "id") for table in counts), (documents.name, "change")]
    wanted = ", ".join(f"(SELECT max({column}) FROM {table})" for table, column in columns)
    row = connection.exec_driver_sql(f"SELECT {wanted}").one()
    return {name: (last or 0) + 1 for name, last in zip((*counts, "change"), row, strict=True)}


def _numbered(part: Part, document_id: int, ids: dict[str, int], dialect: str) -> tuple[tuple[str, ...], Iterable[Any]]:
    """Give the columns of a part with the numbers in front, and its rows with them."""
    columns: list[str] = []
    numbers: list[Iterable[int | None]] = []
    count = len(part.rows)
    if part.table in _NUMBERED:
        columns.append("id")
        numbers.append(range(ids[part.table], ids[part.table] + count))
    if part.statements:
        first = ids[statements.name]
        columns.append("statement_id")
        numbers.append([None if number is None else first + number for number in part.statements])
    if part.table in _OF_DOCUMENTS:
        columns.append("document_id")
        numbers.append([document_id] * count)
    if dialect == "postgresql":
        lines = zip(*numbers, part.rows, strict=True)
        return (*columns, *part.columns), ("\t".join(map(_copied, line)) for line in lines)
    return (*columns, *part.columns), [(*given, *row) for *given, row in zip(*numbers, part.rows, strict=True)]


_OF_DOCUMENTS = {table.name for table in PARTS}


def _copied(value: int | str | None) -> str:
    return "\\N" if value is None else str(value)
