"""The full-text index of SQLite: one row a passage, its words folded and exact.

FTS5 itself never folds đ, so the folded column is of our own making. The table is contentless: it keeps no copy of the
texts, and to take a row out it must be given the same words again. A change of `vanban.text.fold` or `canonical`
therefore needs a migration that calls `rebuild`.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from vanban.store.schema import SEARCH_INDEX, passages, texts
from vanban.text import canonical, fold

_INSERT = f"INSERT INTO {SEARCH_INDEX} (rowid, folded, exact) VALUES (?, ?, ?)"
_DELETE = f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}, rowid, folded, exact) VALUES ('delete', ?, ?, ?)"

Place = tuple[int, int, int]  # passage id, span start, span end


def _words(text: str, places: Iterable[Place]) -> list[tuple[int, str, str]]:
    exact = canonical(text)  # both forms keep the length of the text, so one pass serves all spans
    folded = fold(exact)
    return [(number, folded[start:end], exact[start:end]) for number, start, end in places]


def insert(connection: Connection, text: str, places: Iterable[Place]) -> None:
    rows = _words(text, places)
    if rows:
        connection.exec_driver_sql(_INSERT, rows)


def delete(connection: Connection, document_id: int) -> None:
    """Take a document's passages out of the index; before they go from their table."""
    rows = _words(*_stored(connection, document_id))
    if rows:
        connection.exec_driver_sql(_DELETE, rows)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the texts."""
    connection.exec_driver_sql(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('delete-all')")
    for (document_id,) in connection.execute(select(texts.c.document_id)).all():
        insert(connection, *_stored(connection, document_id))


def _stored(connection: Connection, document_id: int) -> tuple[str, list[Place]]:
    text = connection.execute(select(texts.c.text).where(texts.c.document_id == document_id)).scalar() or ""
    columns = (passages.c.id, passages.c.span_start, passages.c.span_end)
    found = connection.execute(select(*columns).where(passages.c.document_id == document_id))
    return text, [(number, start, end) for number, start, end in found]
