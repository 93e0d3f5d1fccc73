"""A document as its rows, all but the numbers that only the archive can give.

Drafts are made where the analysis is made, in a worker process; the one with the archive only numbers and writes them.
Everything is already as the database takes it: values of SQLite, lines of COPY for PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Date, Table
from sqlalchemy.types import TypeEngine

from vanban.lexicon.office_names import full_name
from vanban.model import Analysis, Letterhead, Span
from vanban.store import index, rows
from vanban.store.checksums import CHECKSUMS, stored_form, sum_of
from vanban.store.connect import dump_json
from vanban.store.facts import FACT_KINDS, Places, fact_rows
from vanban.store.insert import Converters, convert_row
from vanban.store.postgresql import copied_line, without_zero
from vanban.store.schema import (
    FACTS,
    Quantity,
    blocks,
    metadata,
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
from vanban.store.summary import page_count
from vanban.store.words import body_words
from vanban.version import __version__

Values = tuple[Any, ...]


class Part(NamedTuple):
    """Rows of one table. SQLite: tuples; PostgreSQL: the rest of each line of COPY."""

    table: str
    columns: tuple[str, ...]  # without those that `write` puts first: numbers of the row, the document, the statement
    rows: Sequence[Any]
    statements: Sequence[int | None] = ()  # by row, the statement of the document, from 0; empty: the table has none


class Draft(NamedTuple):
    """What is to be written of one document."""

    dialect: str
    sha256: str
    version: str
    pages: int  # as they are counted for the user
    row: dict[str, Any]  # of documents
    parts: tuple[Part, ...]
    words: Sequence[Any]  # of the full-text index, by passage


def make_draft(analysis: Analysis, dialect: str, *, version: str = __version__, reader: str | None = None) -> Draft:
    """Lay an analysis down as rows for a database: "sqlite" or "postgresql".

    `reader`: the mark of what read the document, if it can be taken out again just as it was read.
    """
    parts = _parts(analysis, version)
    row = {**rows.document_row(analysis), "version": version}
    if reader is not None:
        row["properties"] = {**row["properties"], rows.READER: reader}
    sums = {part.table: sum_of(*_whole(part)) for part in parts}
    row["properties"] = {**row["properties"], CHECKSUMS: stored_form(row, sums)}
    if dialect == "postgresql":
        row = {name: without_zero(value) if isinstance(value, str) else value for name, value in row.items()}
    places = next(part.rows for part in parts if part.table == passages.name)
    words = index.words_of(analysis.document.text, [(values[1], values[2]) for values in places], dialect)
    return Draft(
        dialect,
        row["sha256"],
        version,
        page_count(analysis.document),
        row,
        tuple(_converted(part, dialect) for part in parts if part.rows),
        words,
    )


def _whole(part: Part) -> tuple[Table, tuple[str, ...], Sequence[Values]]:
    """Give the rows of a part with their statements as one more column."""
    table = metadata.tables[part.table]
    if not part.statements:
        return table, part.columns, part.rows
    joined = [(number, *values) for number, values in zip(part.statements, part.rows, strict=True)]
    return table, ("statement_id", *part.columns), joined


def _parts(analysis: Analysis, version: str) -> list[Part]:
    """Give all rows of a document beside its own, in the order in which they are to be inserted."""
    document = analysis.document
    found = [
        _part(table, made)
        for table, made in (
            (texts, [{"text": document.text}]),
            (pages, rows.page_rows(document)),
            (blocks, rows.block_rows(document, analysis.outline)),
            (sections, rows.section_rows(analysis.outline)),
            (tables, rows.table_rows(document)),
            (notices, rows.notice_rows(document)),
        )
    ]
    places = Places(document)
    for name, table in FACTS.items():
        facts = fact_rows(analysis, name, places, version=version)
        found.append(Part(name, FACT_KINDS[name].columns, facts))
        if table is statements:
            found += [*_topics(analysis), _passages(analysis)]
    return found


def _part(table: Table, made: Sequence[rows.Row]) -> Part:
    columns = tuple(made[0]) if made else ()
    return Part(table.name, columns, [tuple(row.values()) for row in made])


def _topics(analysis: Analysis) -> tuple[Part, Part]:
    topics: list[Values] = []
    addressees: list[Values] = []
    of_topics: list[int] = []
    of_addressees: list[int] = []
    for number, statement in enumerate(analysis.statements):
        different = dict.fromkeys(statement.topics)
        topics += ((topic, ordinal) for ordinal, topic in enumerate(different))
        of_topics += [number] * len(different)
        names = full_names(statement.addressee, analysis.letterhead)
        addressees += ((ordinal, name, body_words(name)) for ordinal, name in enumerate(names))
        of_addressees += [number] * len(names)
    return (
        Part(statement_topics.name, ("topic", "ordinal"), topics, of_topics),
        Part(statement_addressees.name, ("ordinal", "addressee", "folded"), addressees, of_addressees),
    )


def full_names(addressee: str | None, letterhead: Letterhead) -> list[str]:
    """Give who is asked, one body each, by the names under which they are found: of a province's own offices in full.

    What the document says stays in the statement: "UBND tỉnh" there is "UBND tỉnh Gia Lai" here.
    """
    province = letterhead.province or letterhead.province_now
    names = (name.strip() for name in (addressee or "").split(";"))
    return list(dict.fromkeys(full_name(name, province) for name in names if name))


def _passages(analysis: Analysis) -> Part:
    found: list[tuple[str, Span, int | None]] = [("statement", s.span, s.page) for s in analysis.statements]
    found += rows.passages(analysis)
    numbers = [place if place < len(analysis.statements) else None for place in range(len(found))]
    values = [(kind, span.start, span.end, page) for kind, span, page in found]
    return Part(passages.name, ("kind", "span_start", "span_end", "page"), values, numbers)


# -- as the database takes it ------------------------------------------------------------------------------------------


def _converted(part: Part, dialect: str) -> Part:
    found: Sequence[Values] = part.rows
    converters = _converters(part.table, part.columns, dialect)
    if converters:
        found = [convert_row(values, converters) for values in found]
    return part._replace(rows=list(map(copied_line, found)) if dialect == "postgresql" else found)


@lru_cache(maxsize=64)
def _converters(table: str, columns: tuple[str, ...], dialect: str) -> Converters:
    kinds = [metadata.tables[table].c[name].type for name in columns]
    found = ((place, _converter(kind, dialect)) for place, kind in enumerate(kinds))
    return tuple((place, convert) for place, convert in found if convert is not None)


def _converter(kind: TypeEngine[Any], dialect: str) -> Callable[[Any], Any] | None:
    if isinstance(kind, JSON):
        return dump_json
    if dialect == "postgresql":
        return None
    if isinstance(kind, Quantity):
        return float
    if isinstance(kind, Date):
        return dt.date.isoformat
    return int if isinstance(kind, Boolean) else None
