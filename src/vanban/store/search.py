"""Full-text search over statements, rows of tables and the blocks that no statement covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select, func, select

from vanban.model import Span
from vanban.store import index as full_text
from vanban.store.columns import Numbers, read_numbers
from vanban.store.filters import Filters, document_conditions, statement_conditions
from vanban.store.query import Query, Step, find_marks
from vanban.store.schema import documents, passages, statement_topics, statements, texts

_index = full_text.index


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a hit stands in."""

    id: int
    source: str
    doc_type: str | None
    number: str | None
    symbol: str | None
    issuer: str | None
    issued_on: dt.date | None
    subject: str | None
    province_now: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str  # statement, row (of a table), block
    text: str  # as in the document; cells of a row are separated by tabs
    marks: tuple[tuple[int, int], ...]  # where the query's words stand in `text`
    span: Span
    page: int | None
    document: Source
    key: str | None = None  # of the statement
    label: str | None = None
    topics: tuple[str, ...] = ()
    addressee: str | None = None
    score: float | None = None  # of the statement's label
    exact: bool = True  # found with its diacritics as typed
    rank: float = 0.0  # higher is better; comparable among hits found in the same way, not over the whole list

    def marked(self, opening: str = "«", closing: str = "»") -> str:
        """Give the text with the match between marks."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], opening, self.text[start:end], closing]
            at = end
        return "".join([*parts, self.text[at:]])


def search(connection: Connection, query: Query, filters: Filters, *, limit: int, offset: int) -> list[Hit]:
    """Find passages: exact diacritics before folded ones, other forms of known words last; in each the best first."""
    ranked: list[tuple[int, float, bool]] = []
    for step in query.steps(full_text.language_of(connection.dialect)):
        wanted = offset + limit - len(ranked)
        if wanted > 0:
            rows = _ids(connection, _matching(connection.dialect, step, filters), wanted)
            ranked += ((number, -rank, step.exact) for number, rank in rows)
    return _hits(connection, query, ranked[offset : offset + limit])


def hits_of(connection: Connection, query: Query, numbers: Sequence[int]) -> list[Hit]:
    """Give hits for passages in this order."""
    exact = set(numbers)
    if query.groups and numbers:
        language = full_text.language_of(connection.dialect)
        exact &= set(_matching_ids(connection, query.expression(exact=True, language=language)).tolist())
    return _hits(connection, query, [(number, 0.0, number in exact) for number in numbers])


def all_matching(connection: Connection, query: Query) -> Numbers:
    """Give the ids of all passages that a search without filters would find."""
    return _matching_ids(connection, query.widest(full_text.language_of(connection.dialect)))


def _matching_ids(connection: Connection, expression: str) -> Numbers:
    found = select(_index.c.rowid).where(full_text.matches(connection.dialect, expression))
    return read_numbers(connection, found)[0]


def _ids(connection: Connection, found: Select[Any], limit: int) -> list[tuple[int, float]]:
    return [(number, rank) for number, rank in connection.execute(found.limit(limit))]


def _matching(dialect: Dialect, step: Step, filters: Filters) -> Select[Any]:
    rank = full_text.rank(dialect, step.matching if dialect.name == "postgresql" else step.expression)
    found = select(_index.c.rowid, rank).where(full_text.matches(dialect, step.expression))
    found = found.order_by(rank, _index.c.rowid)
    if not filters:
        return found
    return _narrowed(found.select_from(_index.join(passages, passages.c.id == _index.c.rowid)), filters)


def _narrowed(found: Select[Any], filters: Filters) -> Select[Any]:
    if of_documents := document_conditions(filters):
        kept = select(documents.c.id).where(*of_documents)
        found = found.where(passages.c.document_id.in_(kept))
    if of_statements := statement_conditions(filters):
        found = found.join(statements, statements.c.id == passages.c.statement_id).where(*of_statements)
    return found


def _hits(connection: Connection, query: Query, ranked: Sequence[tuple[int, float, bool]]) -> list[Hit]:
    numbers = [number for number, _, _ in ranked]
    found = (
        select(passages, statements.c.key, statements.c.label, statements.c.addressee, statements.c.score)
        .add_columns(*(documents.c[name].label(f"in_{name}") for name in _SOURCE_COLUMNS))
        .add_columns(func.substr(texts.c.text, passages.c.span_start + 1, passages.c.span_end - passages.c.span_start))
        .join(documents, documents.c.id == passages.c.document_id)
        .join(texts, texts.c.document_id == passages.c.document_id)
        .outerjoin(statements, statements.c.id == passages.c.statement_id)
        .where(passages.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(found)}
    topics = _topics(connection, [row.statement_id for row in rows.values() if row.statement_id is not None])
    return [_hit(query, rows[n], topics[rows[n].statement_id], rank, exact) for n, rank, exact in ranked if n in rows]


_SOURCE_COLUMNS = tuple(Source.__slots__)


def _hit(query: Query, row: Any, topics: tuple[str, ...], rank: float, exact: bool) -> Hit:
    text = row[-1]
    source = Source(*(getattr(row, f"in_{name}") for name in _SOURCE_COLUMNS))
    marks = tuple(find_marks(query, text))
    span = Span(row.span_start, row.span_end)
    facts = (row.key, row.label, topics, row.addressee, row.score)
    return Hit(row.kind, text, marks, span, row.page, source, *facts, exact, rank)


def _topics(connection: Connection, statement_ids: list[int]) -> dict[int | None, tuple[str, ...]]:
    found: dict[int | None, tuple[str, ...]] = defaultdict(tuple)
    columns = statement_topics.c
    chosen = select(columns.statement_id, columns.topic).where(columns.statement_id.in_(statement_ids))
    for number, topic in connection.execute(chosen.order_by(columns.statement_id, columns.ordinal)):
        found[number] += (topic,)
    return found
