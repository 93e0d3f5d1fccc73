"""Facets: how many hits of a search each value of a filter would leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from sqlalchemy import Connection, select

from vanban.lexicon.doc_types import doc_types
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import provinces_now
from vanban.lexicon.sectors import sector_names
from vanban.store.columns import ISSUED, LABELS, TOPICS, Columns, Numbers
from vanban.store.filters import WHOLE
from vanban.store.narrowing import Found
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


def count_facets(connection: Connection, found: Found, *, limit: int) -> dict[str, list[FacetCount]]:
    """Count the hits by each facet's values, the commonest first; its own filter is left out."""
    counted: dict[str, list[FacetCount]] = {}
    for name, own in FACETS.items():
        counts = _COUNTERS[name](found, own, limit)
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
# of what was found, without the filter of a facet: the values with their counts, the commonest at least
Counter = Callable[[Found, str, int], Counts]


def _counts(counts: Numbers, keys: Sequence[str], limit: int) -> Counts:
    """Give counts by value; of very many values those that may be among the commonest."""
    places = np.flatnonzero(counts)
    if len(places) > 4 * limit:
        wanted = counts[places]
        least = np.partition(wanted, len(wanted) - limit - 1)[len(wanted) - limit - 1]  # one of them may be no value
        places = places[wanted >= least]
    return {keys[code]: int(counts[code]) for code in places.tolist() if keys[code]}


def _labels(found: Found, own: str, limit: int) -> Counts:
    return _counts(np.bincount(found.columns.label[found.narrowed(without=own)]), ["", *LABELS], limit)


def _topics(found: Found, own: str, _limit: int) -> Counts:
    counts = np.bincount(found.columns.topics[found.narrowed(without=own)])
    sets = np.flatnonzero(counts)
    hits = counts[sets]
    by_topic = {topic: int(hits[(sets >> code) & 1 == 1].sum()) for topic, code in TOPICS.items()}
    return {topic: count for topic, count in by_topic.items() if count}


def _of_documents(found: Found, own: str, column: str) -> Numbers:
    documents, hits = found.documents(without=own)
    return np.bincount(found.columns.of_document[column][documents], hits)


def _by_column(column: str) -> Counter:
    return lambda found, own, limit: _counts(
        _of_documents(found, own, column), found.columns.values[column].keys, limit
    )


def _issuers(found: Found, own: str, _limit: int) -> Counts:
    by_body, keys = _of_documents(found, own, "issuer"), found.columns.values["issuer"].keys
    counts: Counts = {}
    for key, count in _counts(by_body, keys, len(keys)).items():
        issuer = key.partition("|")[0]
        counts[issuer] = counts.get(issuer, 0) + count
    return counts


def _years(found: Found, own: str, _limit: int) -> Counts:
    counts = _of_documents(found, own, "year")
    return {str(year): int(counts[year]) for year in np.flatnonzero(counts) if year}


def _addressees(found: Found, own: str, limit: int) -> Counts:
    columns = found.columns
    chosen = np.zeros(len(columns.document), bool)
    chosen[found.narrowed(without=own)] = True
    pairs = columns.addressees
    held = pairs.codes[np.flatnonzero(chosen.take(pairs.owners))]
    return _counts(np.bincount(held), columns.values["addressee"].keys, limit)


def _cited(found: Found, own: str, limit: int) -> Counts:
    documents, hits = found.documents(without=own)
    pairs = found.columns.cited
    by_document = np.bincount(documents, hits, minlength=len(found.columns.of_document[ISSUED]))
    return _counts(np.bincount(pairs.codes, by_document.take(pairs.owners)), found.columns.values["cited"].keys, limit)


_COUNTERS: dict[str, Counter] = {
    "label": _labels,
    "topic": _topics,
    "province": _by_column("province"),
    "issuer": _issuers,
    "addressee": _addressees,
    "doc_type": _by_column("doc_type"),
    "sector": _by_column("sector"),
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
