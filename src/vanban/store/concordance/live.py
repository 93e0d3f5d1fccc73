"""A concordance as it stands beside the columns of a process: long segments from files, and what was written since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection

from vanban.store.columns import Columns, Numbers
from vanban.store.concordance.expression import Node, Phrase, parse_expression
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
            np.flatnonzero(_flags(part.segment.size, _bits(node, part.segment)) & part.holds) + part.segment.first
            for part in self.parts
        ]
        return found[0] if len(found) == 1 else np.concatenate([np.zeros(0, np.intp), *found])

    def matching_between(self, expression: str, start: int, end: int, left: Numbers) -> Numbers:
        """Give the ids from `start` to before `end` of passages that match, of those that a truth value by id marks."""
        node, found = parse_expression(expression), [np.zeros(0, np.intp)]
        for segment, holds in self.parts:
            first, last = max(start, segment.first), min(end, segment.first + segment.size)
            if first < last:
                begin, stop = first - segment.first, last - segment.first
                among = left[first:last] & holds[begin:stop]
                if among.any():
                    found.append(np.flatnonzero(_flags_between(node, segment, begin, stop, among)) + first)
        return found[-1] if len(found) <= 2 else np.sort(np.concatenate(found))


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


def _bits(node: Node, segment: Segment) -> Numbers:
    """Give a bit a passage of a segment; nobody may write to them."""
    if isinstance(node, Phrase):
        return segment.bits_of(node)
    found = _bits(node.parts[0], segment).copy()
    for part in node.parts[1:]:
        _join(node.sign, found, _bits(part, segment))
    return found


def _flags(size: int, bits: Numbers) -> Numbers:
    return np.unpackbits(bits, count=size).view(bool)


def _flags_between(node: Node, segment: Segment, start: int, end: int, among: Numbers) -> Numbers:
    """Tell which passages of a stretch match, of those that `among` marks."""
    if isinstance(node, Phrase):
        return segment.flags_between(node, start, end, among) & among
    # single words first: then the others are looked for in fewer passages
    parts = sorted(node.parts, key=_is_long) if node.sign == "AND" else node.parts
    found = _flags_between(parts[0], segment, start, end, among)
    for part in parts[1:]:
        _join(node.sign, found, _flags_between(part, segment, start, end, among if node.sign == "OR" else found))
    return found


def _is_long(node: Node) -> bool:
    return not isinstance(node, Phrase) or len(node.words) > 1


def _join(sign: str, found: Numbers, other: Numbers) -> None:
    if sign == "OR":
        found |= other
    elif sign == "AND":
        found &= other
    else:
        found &= ~other


class _Rows(NamedTuple):
    """Some of the passages as a segment of their own, and their places in the list of them all."""

    segment: Segment
    places: Numbers


class Matcher:
    """Matches expressions among some passages, and ranks them; their words are looked through."""

    def __init__(self, concordance: Concordance, numbers: Numbers) -> None:
        self._size, self._whole = len(numbers), [part.segment for part in concordance.parts]
        self._passages = sum(segment.size for segment in self._whole)
        self._length = sum(len(segment.tokens) for segment in self._whole) / max(self._passages, 1)
        self._rows = [found for part in concordance.parts for found in _selected(part, numbers)]
        self._times: dict[Phrase, Numbers] = {}

    def matching(self, expression: str) -> Numbers:
        """Tell which of the passages match an expression for FTS5."""
        node = parse_expression(expression)
        found = np.zeros(self._size, bool)
        for segment, places in self._rows:
            found[places] = _flags(segment.size, _bits(node, segment))
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
        for segment, places in self._rows:
            lengths = segment.starts[1:] - segment.starts[:-1]
            norms[places] = K1 * (1 - B + B * lengths / self._length)
        return norms

    def _times_of(self, word: Phrase) -> Numbers:
        """Count a word in each of the passages."""
        known = self._times.get(word)
        if known is None:
            known = np.zeros(self._size)
            for segment, places in self._rows:
                known[places] = np.bincount(segment.rows_of(word), minlength=segment.size)
            self._times[word] = known
        return known


LEAST = 1e-6  # weight of a word that stands everywhere


def _selected(part: Part, numbers: Numbers) -> Iterator[_Rows]:
    segment = part.segment
    inside = np.flatnonzero((numbers >= segment.first) & (numbers < segment.first + segment.size))
    rows = numbers[inside] - segment.first
    kept = np.flatnonzero(part.holds[rows])
    if len(kept):
        yield _Rows(segment.selected(rows[kept]), inside[kept])


def _words(node: Node) -> Iterator[Phrase]:
    """Give the words that should be there, one by one."""
    if isinstance(node, Phrase):
        last = len(node.words) - 1
        for place, word in enumerate(node.words):
            yield Phrase((word,), node.exact, node.prefix and place == last)
    else:
        for part in node.parts[:1] if node.sign == "NOT" else node.parts:
            yield from _words(part)
