"""From the facts of an Analysis to the rows of their tables; pure."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from functools import reduce
from operator import attrgetter
from typing import Any, NamedTuple

from vanban.model import Analysis, Box, Citation, Document, Indicator, Span
from vanban.store.rows import sha256_of
from vanban.store.words import spelling, words_of


class FactKind(NamedTuple):
    """How one kind of fact is laid down: what it copies, what it derives, and what tells it from its neighbours."""

    name: str
    copied: tuple[str, ...]
    derived: dict[str, Callable[[Any], Any]]
    identity: Callable[[Any], str]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*_FACT_COLUMNS, *self.copied, *self.derived, "version")


_FACT_COLUMNS = (
    "key", "span_start", "span_end", "page", "box_x0", "box_top", "box_x1", "box_bottom", "score", "rule"
)  # fmt: skip


def cited_words(citation: Citation) -> str:
    """Give the words that name the cited document, however the mention is written: " nghi quyet 57 nq tw "."""
    if citation.number is None:
        return words_of(citation.title or citation.text)
    parts = [citation.doc_type.replace("_", " "), citation.number, citation.year, citation.symbol]
    return words_of(" ".join(str(part) for part in parts if part is not None))


def _quoted(fact: Any) -> str:
    return str(fact.text)


def _named(fact: Indicator) -> str:
    return spelling(fact.name)


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FACT_KINDS: dict[str, FactKind] = {
    "citations": FactKind(
        "citation",
        _names("text doc_type number year symbol date issuer title article clause point"),
        {"cited": cited_words},
        _quoted,
    ),
    "dates": FactKind(
        "date",
        _names("text mod relative"),
        {"starts_on": attrgetter("start"), "ends_on": attrgetter("end")},
        _quoted,
    ),
    "figures": FactKind("figure", _names("text kind value value2 unit comparator amount"), {}, _quoted),
    "indicators": FactKind(
        "indicator",
        _names("name value value2 unit comparator target target_unit subject status source indicator_id"),
        {
            "period_start": lambda fact: fact.period[0] if fact.period else None,
            "period_end": lambda fact: fact.period[1] if fact.period else None,
            "name_folded": _named,
        },
        _named,
    ),
    "statements": FactKind("statement", _names("text label second addressee"), {}, _quoted),
    "names": FactKind("name", _names("text kind name title code"), {}, _quoted),
}


def fact_rows(analysis: Analysis, kind: str, places: Places, *, version: str) -> list[tuple[Any, ...]]:
    """Give the rows of one kind of fact in the order of `FACT_KINDS[kind].columns`; `places` are of its document."""
    name, copied, derived, identity = FACT_KINDS[kind]
    give_key, place = Keys(sha256_of(analysis.document), name).give, places.of
    copy, derive = attrgetter(*copied), tuple(derived.values())
    return [
        (
            give_key(fact.span, identity(fact)),
            *fact.span,
            *place(fact.span, fact.page),
            fact.score,
            fact.rule,
            *copy(fact),
            *[find(fact) for find in derive],
            version,
        )
        for fact in getattr(analysis, kind)
    ]


def fact_key(sha256: str, kind: str, span: Span, identity: str) -> str:
    """Give a fact's key: the same whenever the fact is found again in the same bytes."""
    words = f"{sha256}\0{kind}\0{span.start}\0{span.end}\0{identity}"
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Keys:
    """Gives keys to the facts of one kind in one document; the second of two equal facts gets a key of its own."""

    def __init__(self, sha256: str, kind: str) -> None:
        self._sha256, self._kind = sha256, kind
        self._seen: dict[str, int] = {}

    def give(self, span: Span, identity: str) -> str:
        key = fact_key(self._sha256, self._kind, span, identity)
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return key if count == 1 else fact_key(self._sha256, self._kind, span, f"{identity}\0{count}")


class Places:
    """Tells where on the pages the spans of a document stand."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._lines = [(*line.span, line.page, line.box) for line in document.lines]
        self._starts = [line.span.start for line in document.lines]

    def of(self, span: Span, page: int | None) -> tuple[Any, ...]:
        """Give (page, x0, top, x1, bottom) of the part of a span that stands on its first page."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0:
            return page, None, None, None, None
        start, end, number, (x0, top, x1, bottom) = self._lines[index]
        if start < span.end <= end:  # the usual case, on one line
            share = (x1 - x0) / (end - start)
            left = x0 + share * (span.start - start)
            return number, left, top, left + share * (span.end - span.start), bottom
        boxes = self._document.boxes_of(span)
        if not boxes:
            return page, None, None, None, None
        page = boxes[0][0]
        return page, *reduce(Box.union, [box for number, box in boxes if number == page])
