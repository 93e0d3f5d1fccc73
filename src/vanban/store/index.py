"""The full-text index: one row a passage, its words folded and exact.

SQLite: an FTS5 table, contentless: it keeps no copy of the texts, and to take a row out it must be given the same words
again. FTS5 itself never folds đ, so the folded column is of our own making. PostgreSQL: a table of tsvectors of our own
making, too, where each place has the folded word and, after "=", the exact one. A change of `vanban.text.fold` or
`canonical` therefore needs a migration that calls `rebuild`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Dialect, cast, column, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY as _TSQUERY_TYPE

from vanban.store.columns import Numbers, as_numbers
from vanban.store.insert import execute_many
from vanban.store.postgresql import copied_line, copy_lines, copy_rows
from vanban.store.query import FTS5, MAX_WORD, TSQUERY, Language
from vanban.store.schema import SEARCH_INDEX, passages, texts
from vanban.text import canonical, fold

index = table(SEARCH_INDEX, column("rowid"), column("rank"), column("words"))
_INSERT = f"INSERT INTO {SEARCH_INDEX} (rowid, folded, exact) VALUES (?, ?, ?)"
_DELETE = f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}, rowid, folded, exact) VALUES ('delete', ?, ?, ?)"
_WORD = re.compile(r"[^\W_]+")
_ODD = re.compile("[\ue000-\uf8ff\u0300-\u036f]")  # signs of private fonts and lone marks, which FTS5 takes for letters
_LAST_PLACE = 16_383  # of a word in a tsvector

Place = tuple[int, int, int]  # passage id, span start, span end


def language_of(dialect: Dialect) -> Language:
    return TSQUERY if dialect.name == "postgresql" else FTS5


def matches(dialect: Dialect, expression: str) -> ColumnElement[bool]:
    """Give the condition that a row of the index matches an expression in the language of the database."""
    if dialect.name == "postgresql":
        return index.c.words.op("@@")(_tsquery(expression))
    found: ColumnElement[bool] = literal_column(SEARCH_INDEX).op("MATCH")(expression)
    return found


def matching(connection: Connection, expression: str) -> Numbers:
    """Give the ids of the passages that match an expression."""
    condition = "words @@ CAST(%s AS tsquery)" if connection.dialect.name == "postgresql" else f"{SEARCH_INDEX} MATCH ?"
    joined = _JOINED[connection.dialect.name]
    found = connection.exec_driver_sql(f"SELECT {joined} FROM {SEARCH_INDEX} WHERE {condition}", (expression,))
    return as_numbers(found.scalar())


_JOINED = {"sqlite": "group_concat(rowid)", "postgresql": "string_agg(CAST(rowid AS text), ',')"}


def ranked(connection: Connection, expression: str, allowed: Numbers) -> tuple[Numbers, Numbers]:
    """Give the passages that match and that a truth value by id allows, with their ranks, the lower the better."""
    if connection.dialect.name == "postgresql":
        numbers = matching(connection, expression)
        numbers = numbers[numbers < len(allowed)]
        numbers = numbers[allowed[numbers]]
        query = (
            f"SELECT rowid, -ts_rank(words, CAST(%s AS tsquery), 1) FROM {SEARCH_INDEX}"
            " WHERE rowid = ANY(CAST(%s AS bigint[]))"
        )
        chosen = "{" + ",".join(map(str, numbers.tolist())) + "}"
        rows = list(connection.exec_driver_sql(query, (expression, chosen)))
    else:
        query = f"SELECT rowid, rank FROM {SEARCH_INDEX} WHERE {SEARCH_INDEX} MATCH ?"
        cursor: Any = connection.connection.cursor()  # past SQLAlchemy, which looks at each row
        flags, size = allowed.tobytes(), len(allowed)  # a byte is found faster than a number of an array
        rows = [row for row in cursor.execute(query, (expression,)) if row[0] < size and flags[row[0]]]
        cursor.close()
    numbers = np.fromiter((row[0] for row in rows), np.int32, len(rows))
    return numbers, np.fromiter((row[1] for row in rows), np.float64, len(rows))


def _tsquery(expression: str) -> ColumnElement[Any]:
    return cast(literal(expression), _TSQUERY_TYPE)


def _words(text: str, places: Iterable[Place]) -> list[tuple[int, str, str]]:
    exact = canonical(text)  # both forms keep the length of the text, so one pass serves all spans
    folded = fold(exact)
    return [(number, folded[start:end], exact[start:end]) for number, start, end in places]


def insert(connection: Connection, text: str, places: Iterable[Place]) -> None:
    rows = _words(text, places)
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        vectors = [(number, vector(folded, exact)) for number, folded, exact in rows]
        copy_rows(connection, SEARCH_INDEX, ("rowid", "words"), vectors)
    else:
        connection.exec_driver_sql(_INSERT, rows)


def words_of(text: str, places: Iterable[tuple[int, int]], dialect: str) -> list[Any]:
    """Give what the index is to hold of the passages at some places, as `insert_words` takes it."""
    rows = _words(text, ((0, start, end) for start, end in places))
    if dialect == "postgresql":
        return [copied_line([vector(folded, exact)]) for _, folded, exact in rows]
    return [(folded, exact) for _, folded, exact in rows]


def insert_words(connection: Connection, first: int, words: Sequence[Any]) -> None:
    """Put the words of passages that are numbered from `first` into the index."""
    if connection.dialect.name == "postgresql":
        lines = (f"{number}\t{line}" for number, line in enumerate(words, first))
        copy_lines(connection, SEARCH_INDEX, ("rowid", "words"), lines)
    elif words:
        execute_many(connection, _INSERT, [(number, *row) for number, row in enumerate(words, first)])


def vector(folded: str, exact: str) -> str:
    """Write words and their places as PostgreSQL does: 'de':1 '=đề':1 …"""
    parts = []
    for place, match in enumerate(_WORD.finditer(exact), 1):
        start, end = match.span()
        at = min(place, _LAST_PLACE)
        parts.append(f"'{folded[start:end][:MAX_WORD]}':{at} '={match.group()[:MAX_WORD]}':{at}")
    return " ".join(parts)


def delete(connection: Connection, document_id: int) -> None:
    """Take a document's passages out of the index; before they go from their table."""
    if connection.dialect.name == "postgresql":
        return  # they go with the passages
    rows = document_words(connection, document_id)
    if rows:
        connection.exec_driver_sql(_DELETE, rows)


def document_words(connection: Connection, document_id: int) -> list[tuple[int, str, str]]:
    """Give what the index holds of a document's passages: (id, folded words, exact words)."""
    return _words(*_stored(connection, document_id))


def rebuild(connection: Connection) -> None:
    """Make the index anew from the texts."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"TRUNCATE {SEARCH_INDEX}")
    else:
        connection.exec_driver_sql(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('delete-all')")
    for (document_id,) in connection.execute(select(texts.c.document_id)).all():
        insert(connection, *_stored(connection, document_id))


def _stored(connection: Connection, document_id: int) -> tuple[str, list[Place]]:
    text = connection.execute(select(texts.c.text).where(texts.c.document_id == document_id)).scalar() or ""
    columns = (passages.c.id, passages.c.span_start, passages.c.span_end)
    found = connection.execute(select(*columns).where(passages.c.document_id == document_id))
    return text, [(number, start, end) for number, start, end in found]


def holds(connection: Connection, passage_id: int, *, words: int = 8) -> bool:
    """Tell whether the index finds a passage by its own first words."""
    chosen = select(passages.c.document_id, passages.c.span_start, passages.c.span_end)
    document_id, start, end = connection.execute(chosen.where(passages.c.id == passage_id)).one()
    text = connection.execute(select(texts.c.text).where(texts.c.document_id == document_id)).scalar() or ""
    ((_, _, exact),) = _words(text, [(passage_id, start, end)])
    pieces = _ODD.split(exact)
    found = _WORD.findall(max(pieces, key=len))
    found = (found if len(pieces) == 1 else found[1:-1])[:words]
    if not found:
        return True
    dialect = connection.dialect
    condition = matches(dialect, language_of(dialect).phrase(found, True, False))
    return connection.execute(select(index.c.rowid).where(condition, index.c.rowid == passage_id)).first() is not None
