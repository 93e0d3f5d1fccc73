"""A concordance as it stands beside the columns of a process: long segments from files, and what was written since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from vanban.store.columns import Columns, Numbers
from vanban.store.concordance.expression import Joined, Node, Phrase, parse_expression
from vanban.store.concordance.reading import words_since
from vanban.store.concordance.segment import Segment, make_segment

K1, B = 1.2, 0.75  # of BM25, as in FTS5
FEW = 5_000  # passages whose words are looked through, rather than all places of a query's words


class Part(NamedTuple):
    """A segment with what still holds in it: passages whose document was written anew since are elsewhere."""

    segment: Segment
    holds: Numbers


class Concordance(NamedTuple):
    """All passages of an archive at one change of it."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, segments: Sequence[Segment], columns: Columns) -> Concordance:
        """Put segments together; a passage that is in several is taken from the last."""
        free = columns.document > 0
        parts = [Part(segment, _holds(segment, columns, free)) for segment in reversed(segments)]
        return cls(tuple(reversed(parts)))

    def matching(self, expression: str) -> Numbers:
        """Give the ids of the passages that match an expression for FTS5."""
        node = parse_expression(expression)
        found = [
            np.flatnonzero(_flags(node, part.segment.size, part.segment.flags_of) & part.holds) + part.segment.first
            for part in self.parts
        ]
        return np.concatenate([np.zeros(0, np.int32), *found]).astype(np.int32)


def _holds(segment: Segment, columns: Columns, free: Numbers) -> Numbers:
    """Tell which passages are taken from a segment, and mark them as taken."""
    inside = slice(segment.first, segment.first + segment.size)
    is_old = columns.of_document["change"][columns.document[inside]] <= segment.change
    holds = np.diff(segment.starts) > 0
    holds[: len(is_old)] &= is_old & free[inside]
    holds[len(is_old) :] = False
    free[inside] &= ~holds[: len(is_old)]
    return holds


def read_tail(connection: Connection, since: int, change: int) -> Segment | None:
    """Read the passages of documents that were written after one change and up to another."""
    found = list(words_since(connection, since))
    return make_segment(found[0][0], change, found) if found else None


def _flags(node: Node, size: int, flags_of: Callable[[Phrase], Numbers]) -> Numbers:
    """Give a truth value by passage of a segment; nobody may write to it."""
    return flags_of(node) if isinstance(node, Phrase) else _flags_of_joined(node, size, flags_of)


def _flags_of_joined(node: Joined, size: int, flags_of: Callable[[Phrase], Numbers]) -> Numbers:
    found = np.zeros(size, bool)
    for place, part in enumerate(node.parts):
        other = _flags(part, size, flags_of)
        if place == 0 or node.sign == "OR":
            found |= other
        elif node.sign == "AND":
            found &= other
        else:
            found &= ~other
    return found


class _Rows(NamedTuple):
    """Some of the passages, where they are in a segment: the rows there, and their places in the list of them all."""

    segment: Segment
    rows: Numbers
    places: Numbers

    def places_of(self) -> Numbers:
        """Give the place among the rows by row of the segment; behind the last where it is none of them."""
        places = np.full(self.segment.size, len(self.rows), np.int32)
        places[self.rows] = np.arange(len(self.rows), dtype=np.int32)
        return places


class Matcher:
    """Matches expressions among some passages, and ranks them."""

    def __init__(self, concordance: Concordance, numbers: Numbers) -> None:
        self._size, self._whole = len(numbers), [part.segment for part in concordance.parts]
        self._passages = sum(segment.size for segment in self._whole)
        self._length = sum(len(segment.tokens) for segment in self._whole) / max(self._passages, 1)
        is_few = len(numbers) <= FEW
        take = _selected if is_few else _placed
        self._rows = [found for part in concordance.parts for found in take(part, numbers)]
        self._place_of = [None if is_few else rows.places_of() for rows in self._rows]
        self._flags_of = [rows.segment.flags_of if is_few else _among(rows) for rows in self._rows]
        self._times: dict[Phrase, Numbers] = {}

    def matching(self, expression: str) -> Numbers:
        """Tell which of the passages match an expression for FTS5."""
        node = parse_expression(expression)
        found = np.zeros(self._size, bool)
        for (segment, rows, places), flags_of in zip(self._rows, self._flags_of, strict=True):
            found[places] = _flags(node, segment.size, flags_of)[rows]
        return found

    def ranks(self, expression: str) -> Numbers:
        """Give BM25 of all the passages for the words of an expression; the higher the better."""
        ranks = np.zeros(self._size)
        norms = self._norms()
        for word in dict.fromkeys(_words(parse_expression(expression))):
            frequency = sum(segment.number_of(segment.codes_of(word)) for segment in self._whole)
            weight = max(np.log((max(self._passages - frequency, 0) + 0.5) / (frequency + 0.5)), LEAST)
            times = self._times_of(word)
            ranks += weight * times * (K1 + 1) / (times + norms)
        return ranks

    def _norms(self) -> Numbers:
        norms = np.ones(self._size)
        for segment, rows, places in self._rows:
            lengths = segment.starts[rows + 1] - segment.starts[rows]
            norms[places] = K1 * (1 - B + B * lengths / self._length)
        return norms

    def _times_of(self, word: Phrase) -> Numbers:
        """Count a word in each of the passages."""
        known = self._times.get(word)
        if known is None:
            known = np.zeros(self._size)
            for (segment, rows, places), place_of in zip(self._rows, self._place_of, strict=True):
                hits = segment.rows_of(word)
                hits = place_of[hits] if place_of is not None else hits
                known[places] = np.bincount(hits, minlength=len(rows) + 1)[: len(rows)]
            self._times[word] = known
        return known


def _among(found: _Rows) -> Callable[[Phrase], Numbers]:
    """Give what tells in which passages words stand; of words one after another only where they are asked for."""
    segment = found.segment
    among = np.zeros(segment.size, bool)
    among[found.rows] = True

    @cache
    def flags_of(phrase: Phrase) -> Numbers:
        if len(phrase.words) == 1:
            return segment.flags_of(phrase)
        flags = np.zeros(segment.size, bool)
        flags[segment.rows_of(phrase, among)] = True
        return flags

    return flags_of


LEAST = 1e-6  # weight of a word that stands everywhere


def _placed(part: Part, numbers: Numbers) -> Iterator[_Rows]:
    segment = part.segment
    inside = np.flatnonzero((numbers >= segment.first) & (numbers < segment.first + segment.size))
    rows = numbers[inside] - segment.first
    kept = part.holds[rows]
    if kept.any():
        yield _Rows(segment, rows[kept], inside[kept])


def _selected(part: Part, numbers: Numbers) -> Iterator[_Rows]:
    for segment, rows, places in _placed(part, numbers):
        yield _Rows(segment.selected(rows), np.arange(len(rows)), places)


def _words(node: Node) -> Iterator[Phrase]:
    """Give the words that should be there, one by one."""
    if isinstance(node, Phrase):
        last = len(node.words) - 1
        for place, word in enumerate(node.words):
            yield Phrase((word,), node.exact, node.prefix and place == last)
    else:
        for part in node.parts[:1] if node.sign == "NOT" else node.parts:
            yield from _words(part)
