"""Put an analysis into the archive: everything of a document inside one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, select, update

from vanban.model import Analysis, Span
from vanban.store import index, rows
from vanban.store.facts import FACT_KINDS, fact_rows
from vanban.store.insert import insert_rows, insert_tuples
from vanban.store.schema import (
    FACTS,
    PARTS,
    blocks,
    documents,
    notices,
    pages,
    passages,
    sections,
    statement_addressees,
    statement_topics,
    statements,
    tables,
    texts,
)
from vanban.store.words import body_words
from vanban.version import __version__, version_order


class Added(NamedTuple):
    document_id: int
    outcome: str  # new; replaced: rows of an older version; same: nothing but paths was written


def now() -> dt.datetime:
    """Give the time in UTC, without zone, as the archive keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def add_analysis(connection: Connection, analysis: Analysis, *, version: str = __version__) -> Added:
    """Store a document with its facts, unless the same bytes are there from this or a newer version."""
    row = rows.document_row(analysis)
    found = connection.execute(
        select(documents.c.id, documents.c.version).where(documents.c.sha256 == row["sha256"])
    ).one_or_none()
    stamp = {"version": version, "analysed_at": now(), "change": _next(connection, "documents", "change")}
    if found is None:
        row |= {**stamp, "added_at": stamp["analysed_at"]}
        row["id"] = next_id(connection, documents)
        insert_rows(connection, documents, [row])
        outcome = Added(row["id"], "new")
    elif version_order(found.version) < version_order(version):
        _remove_parts(connection, found.id)
        row.pop("source")  # the name under which it first came stays
        connection.execute(update(documents).where(documents.c.id == found.id).values(**row, **stamp))
        outcome = Added(found.id, "replaced")
    else:
        return Added(found.id, "same")
    _insert_parts(connection, analysis, outcome.document_id, version)
    return outcome


def _remove_parts(connection: Connection, document_id: int) -> None:
    index.delete(connection, document_id)
    for table in PARTS:
        connection.execute(delete(table).where(table.c.document_id == document_id))


def _insert_parts(connection: Connection, analysis: Analysis, document_id: int, version: str) -> None:
    document = analysis.document
    parts: list[tuple[Table, list[rows.Row]]] = [
        (texts, [{"text": document.text}]),
        (pages, rows.page_rows(document)),
        (blocks, rows.block_rows(document, analysis.outline)),
        (sections, rows.section_rows(analysis.outline)),
        (tables, rows.table_rows(document)),
        (notices, rows.notice_rows(document)),
    ]
    for table, part in parts:
        for row in part:
            row["document_id"] = document_id
        insert_rows(connection, table, part)
    for name, table in FACTS.items():
        first = next_id(connection, table)
        found = fact_rows(analysis, document_id, name, version=version)
        numbered = [(first + place, *row) for place, row in enumerate(found)]
        insert_tuples(connection, table, ("id", *FACT_KINDS[name].columns), numbered)
        if table is statements:
            _insert_topics(connection, analysis, first)
            _insert_passages(connection, analysis, document_id, first)


def next_id(connection: Connection, table: Table) -> int:
    """Give the first free id, so that other rows can point to rows ahead of their insert; the writer's lock is held."""
    return _next(connection, table.name, "id")


def _next(connection: Connection, table: str, column: str) -> int:
    return (connection.exec_driver_sql(f"SELECT max({column}) FROM {table}").scalar() or 0) + 1


def _insert_topics(connection: Connection, analysis: Analysis, first: int) -> None:
    topics: list[tuple[Any, ...]] = []
    addressees: list[tuple[Any, ...]] = []
    for number, statement in enumerate(analysis.statements, first):
        topics += ((number, topic, ordinal) for ordinal, topic in enumerate(dict.fromkeys(statement.topics)))
        names = (name.strip() for name in (statement.addressee or "").split(";"))
        addressees += ((number, ordinal, name, body_words(name)) for ordinal, name in enumerate(filter(None, names)))
    insert_tuples(connection, statement_topics, ("statement_id", "topic", "ordinal"), topics)
    insert_tuples(connection, statement_addressees, ("statement_id", "ordinal", "addressee", "folded"), addressees)


def _insert_passages(connection: Connection, analysis: Analysis, document_id: int, first: int) -> None:
    found: list[tuple[str, Span, int | None, int | None]] = [
        ("statement", statement.span, statement.page, number)
        for number, statement in enumerate(analysis.statements, first)
    ]
    found += ((*passage, None) for passage in rows.passages(analysis))
    numbered = [
        (number, document_id, kind, span.start, span.end, page, statement_id)
        for number, (kind, span, page, statement_id) in enumerate(found, next_id(connection, passages))
    ]
    insert_tuples(connection, passages, _PASSAGE_COLUMNS, numbered)
    index.insert(connection, analysis.document.text, [(row[0], row[3], row[4]) for row in numbered])


_PASSAGE_COLUMNS = ("id", "document_id", "kind", "span_start", "span_end", "page", "statement_id")
