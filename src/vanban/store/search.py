"""Full-text search over statements, rows of tables and the blocks that no statement covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from vanban.model import Span
from vanban.store import index as full_text
from vanban.store.columns import Numbers
from vanban.store.facets import Found
from vanban.store.query import Query, find_marks
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


def search(connection: Connection, query: Query, found: Found, *, limit: int, offset: int) -> list[Hit]:
    """Find passages: exact diacritics before folded ones, other forms of known words last; in each the best first.

    Where more than `RANKED` match in one of these ways, the newest of them come first, not the best.
    """
    narrowed = found.narrowed()
    left = np.zeros(len(found.columns.document), bool)
    left[narrowed] = True
    wanted, n_left = offset + limit, len(narrowed)
    ranked: list[tuple[int, float, bool]] = []
    for step in query.steps(full_text.language_of(connection.dialect)):
        if n_left == 0 or len(ranked) >= wanted:
            break
        if len(found.passages) > RANKED and len(all_of := full_text.matching(connection, step.matching)) > RANKED:
            all_of = all_of[all_of < len(left)]
            numbers = found.newest(all_of[left[all_of]])
            ranks = np.zeros(len(numbers))
        else:
            numbers, ranks = full_text.ranked(connection, step.matching, left)
            best = np.lexsort((numbers, ranks))
            numbers, ranks = numbers[best], -ranks[best]
        left[numbers] = False
        n_left -= len(numbers)
        top = slice(wanted - len(ranked))
        ranked += [(n, rank, step.exact) for n, rank in zip(numbers[top].tolist(), ranks[top].tolist(), strict=True)]
    return _hits(connection, query, ranked[offset:wanted])


RANKED = 10_000


def hits_of(connection: Connection, query: Query, numbers: Sequence[int]) -> list[Hit]:
    """Give hits for passages in this order."""
    exact = set(numbers)
    if query.groups and numbers:
        language = full_text.language_of(connection.dialect)
        exact &= set(full_text.matching(connection, query.expression(exact=True, language=language)).tolist())
    return _hits(connection, query, [(number, 0.0, number in exact) for number in numbers])


def all_matching(connection: Connection, query: Query) -> Numbers:
    """Give the ids of all passages that a search without filters would find."""
    return full_text.matching(connection, query.widest(full_text.language_of(connection.dialect)))


def _hits(connection: Connection, query: Query, ranked: Sequence[tuple[int, float, bool]]) -> list[Hit]:
    if not ranked:
        return []
    rows = {row.id: row for row in connection.execute(_FOUND, {"numbers": [number for number, _, _ in ranked]})}
    topics = _topics(connection, [row.statement_id for row in rows.values() if row.statement_id is not None])
    return [_hit(query, rows[n], topics[rows[n].statement_id], rank, exact) for n, rank, exact in ranked if n in rows]


_SOURCE_COLUMNS = tuple(Source.__slots__)
_FOUND = (
    select(passages, statements.c.key, statements.c.label, statements.c.addressee, statements.c.score)
    .add_columns(*(documents.c[name].label(f"in_{name}") for name in _SOURCE_COLUMNS))
    .add_columns(func.substr(texts.c.text, passages.c.span_start + 1, passages.c.span_end - passages.c.span_start))
    .join(documents, documents.c.id == passages.c.document_id)
    .join(texts, texts.c.document_id == passages.c.document_id)
    .outerjoin(statements, statements.c.id == passages.c.statement_id)
    .where(passages.c.id.in_(bindparam("numbers", expanding=True)))
)
_TOPICS = (
    select(statement_topics.c.statement_id, statement_topics.c.topic)
    .where(statement_topics.c.statement_id.in_(bindparam("numbers", expanding=True)))
    .order_by(statement_topics.c.statement_id, statement_topics.c.ordinal)
)


def _hit(query: Query, row: Any, topics: tuple[str, ...], rank: float, exact: bool) -> Hit:
    text = row[-1]
    source = Source(*(getattr(row, f"in_{name}") for name in _SOURCE_COLUMNS))
    marks = tuple(find_marks(query, text))
    span = Span(row.span_start, row.span_end)
    facts = (row.key, row.label, topics, row.addressee, row.score)
    return Hit(row.kind, text, marks, span, row.page, source, *facts, exact, rank)


def _topics(connection: Connection, statement_ids: list[int]) -> dict[int | None, tuple[str, ...]]:
    found: dict[int | None, tuple[str, ...]] = defaultdict(tuple)
    for number, topic in connection.execute(_TOPICS, {"numbers": statement_ids}):
        found[number] += (topic,)
    return found
