"""Full-text search over statements, rows of tables and the blocks that no statement covers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from vanban.model import Span
from vanban.store import index as full_text
from vanban.store.columns import LABELS, Numbers
from vanban.store.concordance import FEW, Concordance, Matcher
from vanban.store.narrowing import Found
from vanban.store.query import FTS5, Language, Query, Step, find_marks
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


def search(
    connection: Connection,
    query: Query,
    found: Found,
    *,
    limit: int,
    offset: int,
    concordance: Concordance | None = None,
) -> list[Hit]:
    """Find passages, ranked as `rank` does."""
    ranked = rank(connection, query, found, count=offset + limit, concordance=concordance)
    return hits_in_order(connection, query, ranked[offset:])


def rank(
    connection: Connection, query: Query, found: Found, *, count: int, concordance: Concordance | None = None
) -> list[tuple[int, float, bool]]:
    """Give passages in the order of the query's steps; in each statements of a label first, then the best.

    Each with its rank and whether it stands there as typed. Where very many match in one step, the best of the last
    that were taken in come first (`FEW` of them); without a concordance, of more than `RANKED` the newest.
    """
    ranked: list[tuple[int, float, bool]] = []
    if concordance is not None:
        take = _by_concordance(concordance, found)
    else:
        take = _by_index(connection, found)
    for step in query.steps(_language(connection, concordance)):
        if len(ranked) >= count:
            break
        numbers, ranks = take(step, count - len(ranked))
        top = _best(found, numbers, ranks, count - len(ranked))
        ranked += [(n, rank, step.exact) for n, rank in zip(numbers[top].tolist(), ranks[top].tolist(), strict=True)]
    return ranked


RANKED = 10_000
# of a step, and how many are wanted: the passages in it that no step before had, or those of them that may be among
# the best, and their ranks
Take = Callable[[Step, int], tuple[Numbers, Numbers]]


def _language(connection: Connection, concordance: Concordance | None) -> Language:
    return FTS5 if concordance is not None else full_text.language_of(connection.dialect)


def _by_concordance(concordance: Concordance, found: Found) -> Take:
    numbers = found.narrowed()
    return _among_few(concordance, numbers) if len(numbers) <= FEW else _among_many(concordance, found, numbers)


def _among_few(concordance: Concordance, numbers: Numbers) -> Take:
    matcher, left = Matcher(concordance, numbers), np.ones(len(numbers), bool)

    def take(step: Step, _wanted: int) -> tuple[Numbers, Numbers]:
        places = np.flatnonzero(matcher.matching(step.matching) & left)
        left[places] = False
        return numbers[places], matcher.ranks(step.matching)[places] if len(places) else np.zeros(0)

    return take


def _among_many(concordance: Concordance, found: Found, numbers: Numbers) -> Take:
    left = np.zeros(len(found.columns.document), bool)
    left[numbers] = True
    first = max(len(left) * 2 * FEW // len(numbers), SHORTEST)

    def last_matching(step: Step, wanted: int) -> Numbers:
        """Look from the end until enough are found to rank; where more are wanted than are ranked, for all."""
        parts, told, end, size = [], 0, len(left), first
        while end > 0 and not told >= FEW >= wanted:
            start = max(end - size, 0)
            parts.append(concordance.matching_between(step.matching, start, end, left))
            told += int(np.count_nonzero(TOLD[found.columns.label[parts[-1]]]))
            end, size = start, 2 * size
        return np.concatenate(parts[::-1])

    def take(step: Step, wanted: int) -> tuple[Numbers, Numbers]:
        matching = last_matching(step, wanted)
        left[matching] = False
        ranks = np.full(len(matching), -1.0)
        chosen = _worth_ranking(found, matching)
        ranks[chosen] = Matcher(concordance, matching[chosen]).ranks(step.matching)
        return matching, ranks

    return take


SHORTEST = 1 << 14  # passages that are looked through first


def _worth_ranking(found: Found, numbers: Numbers) -> Numbers:
    """Give the places of the passages to be ranked: of very many those with a label, and of these the last taken in."""
    if len(numbers) <= FEW:
        return np.arange(len(numbers))
    told = TOLD[found.columns.label[numbers]]
    return np.concatenate([np.flatnonzero(~told), np.flatnonzero(told)])[-FEW:]


def _by_index(connection: Connection, found: Found) -> Take:
    size, narrowed = len(found.columns.document), found.narrowed()
    left = np.zeros(size, bool)
    left[narrowed] = True

    def take(step: Step, _wanted: int) -> tuple[Numbers, Numbers]:
        if not left.any():
            return np.zeros(0, np.intp), np.zeros(0)
        if len(found.passages) > RANKED and len(matching := full_text.matching(connection, step.matching)) > RANKED:
            matching = matching[matching < size]
            matching = found.newest(matching[left[matching]])
            ranks = -np.arange(len(matching), dtype=float)
        else:
            matching, costs = full_text.ranked(connection, step.matching, left)
            ranks = -costs
        left[matching] = False
        return matching, ranks

    return take


def _best(found: Found, numbers: Numbers, ranks: Numbers, count: int) -> Numbers:
    """Give the places of the best passages: headings and the like are short, and would be ranked above statements."""
    plain = ~TOLD[found.columns.label[numbers]]
    if len(numbers) > MANY * count:  # those that may be among the best, before they are put in order
        worth = ranks - plain * (np.ptp(ranks) + 1)
        chosen = np.flatnonzero(worth >= np.partition(worth, len(worth) - count)[len(worth) - count])
    else:
        chosen = np.arange(len(numbers))
    order = np.lexsort((numbers[chosen], -ranks[chosen], plain[chosen]))
    return chosen[order[:count]]


MANY = 10
TOLD = np.array([False, *(label != "other" for label in LABELS)])  # by code: whether it says what a statement is


def hits_of(
    connection: Connection, query: Query, numbers: Sequence[int], concordance: Concordance | None = None
) -> list[Hit]:
    """Give hits for passages in this order."""
    exact = set(numbers)
    if query.groups and numbers:
        expression = query.expression(exact=True, language=_language(connection, concordance))
        if concordance is not None:
            of = np.array(numbers)
            exact = set(of[Matcher(concordance, of).matching(expression)].tolist())
        else:
            exact &= set(full_text.matching(connection, expression).tolist())
    return hits_in_order(connection, query, [(number, 0.0, number in exact) for number in numbers])


def all_matching(connection: Connection, query: Query, concordance: Concordance | None = None) -> Numbers:
    """Give the ids of all passages that a search without filters would find."""
    expression = query.widest(_language(connection, concordance))
    return full_text.matching(connection, expression) if concordance is None else concordance.matching(expression)


def hits_in_order(
    connection: Connection,
    query: Query,
    ranked: Sequence[tuple[int, float, bool]],
    *,
    unmarked: Container[int] = (),
) -> list[Hit]:
    """Give hits for passages with their ranks, and whether each stands there as typed.

    In those that are `unmarked` no words are marked: they were not found by them.
    """
    if not ranked:
        return []
    rows = {row.id: row for row in connection.execute(_FOUND, {"numbers": [number for number, _, _ in ranked]})}
    topics = _topics(connection, [row.statement_id for row in rows.values() if row.statement_id is not None])
    return [
        _hit(None if n in unmarked else query, rows[n], topics[rows[n].statement_id], rank, exact)
        for n, rank, exact in ranked
        if n in rows
    ]


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
_FIRST_OF_SOURCE = -1 - len(_SOURCE_COLUMNS)  # the text is the last
_TOPICS = (
    select(statement_topics.c.statement_id, statement_topics.c.topic)
    .where(statement_topics.c.statement_id.in_(bindparam("numbers", expanding=True)))
    .order_by(statement_topics.c.statement_id, statement_topics.c.ordinal)
)


def _hit(query: Query | None, row: Any, topics: tuple[str, ...], rank: float, exact: bool) -> Hit:
    text = row[-1]
    source = Source(*row[_FIRST_OF_SOURCE:-1])
    marks = tuple(find_marks(query, text)) if query is not None else ()
    span = Span(row.span_start, row.span_end)
    facts = (row.key, row.label, topics, row.addressee, row.score)
    return Hit(row.kind, text, marks, span, row.page, source, *facts, exact, rank)


def _topics(connection: Connection, statement_ids: list[int]) -> dict[int | None, tuple[str, ...]]:
    found: dict[int | None, tuple[str, ...]] = defaultdict(tuple)
    for number, topic in connection.execute(_TOPICS, {"numbers": statement_ids}):
        found[number] += (topic,)
    return found
