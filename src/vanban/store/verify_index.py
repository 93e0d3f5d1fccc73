"""Whether the full-text index is in step with the passages: the same rows, as many words in each, and these words."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from vanban.store import index as full_text
from vanban.store.problems import Problem
from vanban.store.schema import SEARCH_INDEX, passages, texts

SAMPLED = 2000  # documents whose index in SQLite is asked for their own words
_OTHER_WORDS = "chỉ mục tìm kiếm giữ câu chữ khác với nội dung"


def index_problems(connection: Connection) -> Iterator[Problem]:
    """Find passages that the index does not know, rows of it without a passage, and other words in it."""
    yield from _lost_rows(connection)
    if connection.dialect.name == "sqlite":
        yield from _other_lengths(connection)
        yield from _other_first_words(connection)
    else:
        yield from _other_vectors(connection)


def _lost_rows(connection: Connection) -> Iterator[Problem]:
    is_sqlite = connection.dialect.name == "sqlite"
    numbers = "id FROM search_index_docsize" if is_sqlite else f"rowid FROM {SEARCH_INDEX}"
    for left, right, message in (
        ("id FROM passages", numbers, "đoạn không có trong chỉ mục tìm kiếm"),
        (numbers, "id FROM passages", "dòng của chỉ mục tìm kiếm không thuộc đoạn nào"),
    ):
        query = f"SELECT count(*), min(id) FROM (SELECT {left} EXCEPT SELECT {right}) AS lost (id)"
        query = query if not is_sqlite else query.replace("AS lost (id)", "").replace("rowid", "rowid AS id")
        count, first = connection.exec_driver_sql(query).one()
        if count:
            yield Problem("index", f"passages {first}", f"{count} {message}; lập lại chỉ mục")


def _other_lengths(connection: Connection) -> Iterator[Problem]:
    """Index each document anew, in memory, and compare how many words its passages have."""
    name = "temp.index_again"
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {name} USING fts5"
        "(folded, exact, content = '', tokenize = 'unicode61 remove_diacritics 0')"
    )
    query = (
        "SELECT count(*), min(a.id) FROM temp.index_again_docsize a JOIN main.search_index_docsize b ON b.id = a.id"
        " WHERE a.sz <> b.sz"
    )
    try:
        for document_id in connection.execute(select(texts.c.document_id)).scalars().all():
            rows = full_text.document_words(connection, document_id)
            if rows:
                connection.exec_driver_sql(f"INSERT INTO {name} (rowid, folded, exact) VALUES (?, ?, ?)", rows)
            count, first = connection.exec_driver_sql(query).one()
            if count:
                yield Problem("index", f"passages {first}", f"{count} đoạn: {_OTHER_WORDS}; lập lại chỉ mục")
            connection.exec_driver_sql(f"INSERT INTO {name} (index_again) VALUES ('delete-all')")
    finally:
        connection.exec_driver_sql(f"DROP TABLE {name}")


def _other_first_words(connection: Connection) -> Iterator[Problem]:
    firsts = select(func.min(passages.c.id)).group_by(passages.c.document_id).order_by(func.min(passages.c.id))
    for (number,) in connection.execute(firsts.limit(SAMPLED)).all():
        if not full_text.holds(connection, number):
            yield Problem("index", f"passages {number}", f"{_OTHER_WORDS}; lập lại chỉ mục")


def _other_vectors(connection: Connection) -> Iterator[Problem]:
    query = (
        f"SELECT count(*), min(s.rowid) FROM unnest(CAST(%s AS bigint[]), CAST(%s AS text[])) AS w (id, words)"
        f" JOIN {SEARCH_INDEX} s ON s.rowid = w.id WHERE s.words <> CAST(w.words AS tsvector)"
    )
    for document_id in connection.execute(select(texts.c.document_id)).scalars().all():
        rows = full_text.document_words(connection, document_id)
        numbers = [number for number, _, _ in rows]
        vectors = [full_text.vector(folded, exact) for _, folded, exact in rows]
        count, first = connection.exec_driver_sql(query, (numbers, vectors)).one()
        if count:
            yield Problem("index", f"passages {first}", f"{count} đoạn: {_OTHER_WORDS}; lập lại chỉ mục")
