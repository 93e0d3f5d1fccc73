"""Facets: how many hits of a search each value of a filter would leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from vanban.lexicon.doc_types import doc_types
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import provinces_now
from vanban.lexicon.sectors import sector_names
from vanban.store.columns import ISSUED, LABELS, TOPICS, Columns, Numbers, Pairs, Values
from vanban.store.filters import WHOLE, Filters
from vanban.store.schema import citations
from vanban.store.words import spelling

# facet → the field of Filters that holds its own filter
FACETS = {
    "label": "labels",
    "topic": "topics",
    "province": "provinces",
    "issuer": "issuers",
    "addressee": "addressees",
    "doc_type": "doc_types",
    "sector": "sectors",
    "cites": "cites",
    "year": "years",
}


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a filter, with the hits that it would leave."""

    value: str  # as the filter of the same name takes it
    label: str  # as people read it
    count: int


class Found(NamedTuple):
    """Passages, narrowed by each filter on its own, so that a facet can leave its own out."""

    columns: Columns
    passages: Numbers
    kept: dict[str, Numbers]  # field of Filters → whether each passage holds it

    def narrowed(self, *, without: str = "") -> Numbers:
        """Give the passages that hold all filters, or all but one."""
        wanted = [kept for name, kept in self.kept.items() if name != without]
        return self.passages[np.logical_and.reduce(wanted)] if wanted else self.passages

    def newest(self, passages: Numbers, former: Sequence[str] = (), *, oldest: bool = False) -> Numbers:
        """Give passages by the day of issue, those without a day last, then as they stand in the documents.

        Documents that name one of the former provinces come before all others.
        """
        columns = self.columns
        owners = columns.document[passages]
        days = columns.of_document[ISSUED][owners].astype(np.int64)
        named = columns.values["province_as_named"].among(former)[columns.of_document["province_as_named"][owners]]
        days = np.where(days == 0, np.iinfo(np.int32).max, days if oldest else -days)
        return passages[np.lexsort((passages, owners, days, ~named))]


def narrow(columns: Columns, passages: Numbers, filters: Filters) -> Found:
    """Find which passages hold which filter."""
    if len(passages) and passages.max() >= len(columns.document):
        passages = passages[passages < len(columns.document)]
    owners = columns.document[passages]
    kept: dict[str, Numbers] = {}
    if filters.labels:
        wanted = np.zeros(len(LABELS) + 1, bool)
        wanted[[LABELS[label] for label in filters.labels]] = True
        kept["labels"] = wanted[columns.label[passages]]
    if filters.topics:
        bits = sum({1 << TOPICS[topic] for topic in filters.topics})
        kept["topics"] = (columns.topics[passages] & bits) != 0
    if filters.addressees:
        holders = np.zeros(len(columns.document), bool)
        wanted = _wanted(columns.values["addressee"], filters.addressees)
        holders[columns.addressees.owners[wanted[columns.addressees.codes]]] = True
        kept["addressees"] = holders[passages]
    for name, holding in _documents_holding(columns, filters).items():
        kept[name] = holding[owners]
    return Found(columns, passages, kept)


def count_by_document(columns: Columns, filters: Filters) -> tuple[Numbers, Numbers]:
    """Give the documents of the statements that the filters leave, the newest first, and the number in each."""
    counts = np.bincount(columns.document[_statements_left(columns, filters)])
    numbers = _newest(columns, np.flatnonzero(counts))
    return numbers, counts[numbers]


def _statements_left(columns: Columns, filters: Filters) -> Numbers:
    """Give the statements that the filters leave; those of a label first, for they are few."""
    if not filters.labels:
        return narrow(columns, columns.statements(), filters).narrowed()
    wanted = np.zeros(len(LABELS) + 1, bool)
    wanted[[LABELS[label] for label in filters.labels]] = True
    return narrow(columns, np.flatnonzero(wanted[columns.label]), replace(filters, labels=())).narrowed()


def documents_left(columns: Columns, filters: Filters) -> Numbers:
    """Give the documents that the filters leave, the newest first; where statements are asked for, one is there."""
    left = columns.of_document["change"] > 0
    for holding in _documents_holding(columns, filters).values():
        left &= holding
    if filters.of_statements:
        owners = columns.document[_statements_left(columns, filters)]
        left &= np.bincount(owners, minlength=len(left)) > 0
    return _newest(columns, np.flatnonzero(left))


def _newest(columns: Columns, numbers: Numbers) -> Numbers:
    days = columns.of_document[ISSUED][numbers]
    return numbers[np.lexsort((numbers, -days))]  # without a day: 0, the last


def _documents_holding(columns: Columns, filters: Filters) -> dict[str, Numbers]:
    """Give, for each filter of documents, a truth value by document id."""
    of, values = columns.of_document, columns.values
    found: dict[str, Numbers] = {}
    if filters.provinces:
        now = [name for name in filters.provinces if not name.startswith(WHOLE)]
        named = [name.removeprefix(WHOLE) for name in filters.provinces if name.startswith(WHOLE)]
        as_named = values["province_as_named"].among(named)[of["province_as_named"]]
        found["provinces"] = values["province"].among(now)[of["province"]] | as_named
    if filters.issuers:
        found["issuers"] = _wanted(values["issuer"], filters.issuers)[of["issuer"]]
    if filters.doc_types:
        found["doc_types"] = values["doc_type"].among(filters.doc_types)[of["doc_type"]]
    if filters.sectors:
        found["sectors"] = values["sector"].among(filters.sectors)[of["sector"]]
    if filters.years:
        found["years"] = np.isin(of["year"], filters.years)
    if filters.cites:
        holders = np.zeros(len(of[ISSUED]), bool)
        wanted = _wanted(values["cited"], filters.cites)
        holders[columns.cited.owners[wanted[columns.cited.codes]]] = True
        found["cites"] = holders
    if filters.since:
        found["since"] = of[ISSUED] >= filters.since.toordinal()
    if filters.until:
        found["until"] = (of[ISSUED] > 0) & (of[ISSUED] <= filters.until.toordinal())
    return found


def _wanted(values: Values, names: Sequence[str]) -> Numbers:
    """Give a truth value by code: whether a stored name holds the words, or is the whole name."""
    found = values.among([name.removeprefix(WHOLE) for name in names if name.startswith(WHOLE)])
    parts = [name for name in names if not name.startswith(WHOLE)]
    wholes = tuple(f"{name.removeprefix(WHOLE)}|" for name in names if name.startswith(WHOLE))  # before the body above
    if parts or wholes:
        matching = (
            code for code, key in enumerate(values.keys) if key.startswith(wholes) or any(p in key for p in parts)
        )
        found[list(matching)] = True
    return found


def count_facets(connection: Connection, found: Found, *, limit: int) -> dict[str, list[FacetCount]]:
    """Count the hits by each facet's values, the commonest first; its own filter is left out."""
    counted: dict[str, list[FacetCount]] = {}
    narrowed = found.narrowed()
    for name, own in FACETS.items():
        passages = found.narrowed(without=own) if own in found.kept else narrowed
        counts = _COUNTERS[name](found.columns, passages)
        if name == "year":
            ranked = sorted(counts.items(), reverse=True)
        else:
            ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        name_of = _NAMES[name]
        counted[name] = [
            FacetCount(*name_of(connection, found.columns, key), count) for key, count in ranked[:limit] if key
        ]
    return counted


Counts = dict[str, int]


def _counts(codes: Numbers, keys: Sequence[str], weights: Numbers | None = None) -> Counts:
    counts = np.bincount(codes, weights)
    return {keys[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist() if keys[code]}


def _labels(columns: Columns, passages: Numbers) -> Counts:
    return _counts(columns.label[passages], ["", *LABELS])


def _topics(columns: Columns, passages: Numbers) -> Counts:
    counts = np.bincount(columns.topics[passages], minlength=1 << len(TOPICS))
    sets = np.arange(len(counts))
    found = {topic: int(counts[(sets >> code) & 1 == 1].sum()) for topic, code in TOPICS.items()}
    return {topic: count for topic, count in found.items() if count}


def _of_documents(column: str, passages: Numbers, columns: Columns) -> Counts:
    codes = columns.of_document[column][columns.document[passages]]
    return _counts(codes, columns.values[column].keys)


def _issuers(columns: Columns, passages: Numbers) -> Counts:
    counts: Counts = {}
    for key, count in _of_documents("issuer", passages, columns).items():
        issuer = key.partition("|")[0]
        counts[issuer] = counts.get(issuer, 0) + count
    return counts


def _years(columns: Columns, passages: Numbers) -> Counts:
    counts = np.bincount(columns.of_document["year"][columns.document[passages]])
    return {str(year): int(counts[year]) for year in np.flatnonzero(counts) if year}


def _addressees(columns: Columns, passages: Numbers) -> Counts:
    chosen = np.zeros(len(columns.document), bool)
    chosen[passages] = True
    pairs = columns.addressees
    return _counts(pairs.codes[chosen[pairs.owners]], columns.values["addressee"].keys)


def _cited(columns: Columns, passages: Numbers) -> Counts:
    pairs: Pairs = columns.cited
    hits = np.bincount(columns.document[passages], minlength=len(columns.of_document[ISSUED]))
    return _counts(pairs.codes, columns.values["cited"].keys, hits[pairs.owners])


_COUNTERS: dict[str, Callable[[Columns, Numbers], Counts]] = {
    "label": _labels,
    "topic": _topics,
    "province": lambda columns, passages: _of_documents("province", passages, columns),
    "issuer": _issuers,
    "addressee": _addressees,
    "doc_type": lambda columns, passages: _of_documents("doc_type", passages, columns),
    "sector": lambda columns, passages: _of_documents("sector", passages, columns),
    "cites": _cited,
    "year": _years,
}

# how a value is written in the filter, and as people read it
Naming = Callable[[Connection, Columns, str], tuple[str, str]]


def _by_code(names: dict[str, str]) -> Naming:
    return lambda _connection, _columns, key: (key, names.get(key, key))


@cache
def _type_names() -> dict[str, str]:
    names = {"bai_bao": "Bài báo"}
    for kind in doc_types():
        names.setdefault(kind.code, kind.name)
    return names


@cache
def _province_names() -> dict[str, str]:
    return {spelling(province.name): province.name for province in provinces_now()}


def _province(_connection: Connection, _columns: Columns, key: str) -> tuple[str, str]:
    name = _province_names().get(key, key)
    return name, name


def _body(values: str) -> Naming:
    def name_of(_connection: Connection, columns: Columns, key: str) -> tuple[str, str]:
        name = columns.values[values].names.get(key, key.strip())
        return WHOLE + name, name

    return name_of


def _cited_name(connection: Connection, columns: Columns, key: str) -> tuple[str, str]:
    names = columns.values["cited"].names
    if key not in names:
        chosen = select(citations.c.doc_type, citations.c.number, citations.c.title, citations.c.text)
        row = connection.execute(chosen.where(citations.c.cited == key).limit(1)).one_or_none()
        names[key] = key.strip() if row is None else _name_of_cited(*row)
    return WHOLE + key.strip(), names[key]


def _name_of_cited(doc_type: str, number: str | None, title: str | None, text: str) -> str:
    """Give the name under which a cited document is known: "Nghị quyết 57-NQ/TW", "Luật Đất đai"."""
    if number is None:
        return " ".join((title or text).split())
    words = (word.strip(",;.()") for word in text.split())
    code = next((word for word in words if word.lstrip("0").startswith(number)), number)
    return f"{_type_names().get(doc_type, '')} {code}".strip()


_NAMES: dict[str, Naming] = {
    "label": _by_code(LABEL_NAMES),
    "topic": _by_code(TOPIC_NAMES),
    "province": _province,
    "issuer": _body("issuer"),
    "addressee": _body("addressee"),
    "doc_type": lambda _connection, _columns, key: (key, _type_names().get(key, key)),
    "sector": lambda _connection, _columns, key: (key, sector_names().get(key, key)),
    "cites": _cited_name,
    "year": _by_code({}),
}
