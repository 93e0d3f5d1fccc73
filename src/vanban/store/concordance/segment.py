"""The words of a stretch of passages with their places."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from vanban.store.columns import Numbers
from vanban.store.concordance.expression import Phrase
from vanban.store.concordance.vocabulary import Vocabulary

REMEMBERED = 512  # words and phrases of a segment, a bit a passage


class Occurrences(NamedTuple):
    """Where words stand: the passage, counted from the first of the segment, and the place among all words."""

    rows: Numbers
    places: Numbers


_NOWHERE = Occurrences(np.zeros(0, np.int32), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class Segment:
    """Passages with ids from `first`; the words of one after those of another, with a 0 before and behind each."""

    first: int
    change: int  # of the archive, when it was read
    starts: Numbers  # of each passage among the words, and the end of the last
    tokens: Numbers  # codes of the vocabulary
    vocabulary: Vocabulary
    rows: Numbers  # of each word: the passage, counted from the first
    # the same by codes; a short segment has no such order and is looked through
    offsets: Numbers | None = None  # of code, in `places` and, then, `rows`
    places: Numbers | None = None
    _known: dict[Phrase, Numbers] = field(default_factory=dict)  # bits of what the last queries asked for
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    def inverted(self) -> Segment:
        """Give the segment with its words by codes."""
        places = _order(self.tokens, len(self.vocabulary.words))
        counts = np.bincount(self.tokens, minlength=len(self.vocabulary.words) + 1)
        return replace(self, offsets=np.concatenate([[0], np.cumsum(counts)]), rows=self.rows[places], places=places)

    def occurrences(self, codes: Numbers, start: int = 0, end: int | None = None) -> Occurrences:
        """Give the places of words, in all passages or in those from `start` to before `end`."""
        if self.offsets is None or self.places is None:
            inside = slice(*(int(self.starts[row]) for row in (start, self.size if end is None else end)))
            places = np.flatnonzero(self._stand(self.tokens[inside], codes)) + inside.start
            return Occurrences(self.rows[places], places)
        slices = [slice(int(self.offsets[code]), int(self.offsets[code + 1])) for code in codes.tolist()]
        if start > 0 or end is not None:
            slices = [self._within(part, start, self.size if end is None else end) for part in slices]
        if len(slices) == 1:
            return Occurrences(self.rows[slices[0]], self.places[slices[0]])
        if not slices:
            return _NOWHERE
        return Occurrences(
            np.concatenate([self.rows[part] for part in slices]), np.concatenate([self.places[part] for part in slices])
        )

    def _within(self, of_code: slice, start: int, end: int) -> slice:
        first, last = np.searchsorted(self.rows[of_code], (start, end)).tolist()
        return slice(of_code.start + first, of_code.start + last)

    def number_of(self, codes: Numbers) -> int:
        """Count the places of words."""
        if self.offsets is None:
            return int(np.count_nonzero(self._stand(self.tokens, codes)))
        return int((self.offsets[codes + 1] - self.offsets[codes]).sum())

    def selected(self, rows: Numbers) -> Segment:
        """Give a segment of some of the passages, in this order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[1], 1 + np.cumsum(lengths)])
        at = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(1, starts[-1])
        tokens = np.concatenate([[0], self.tokens[at]])
        return Segment(0, self.change, starts, tokens, self.vocabulary, _rows_of(starts))

    def codes_of(self, word: Phrase) -> Numbers:
        return self.vocabulary.codes(word.words[0], exact=word.exact, prefix=word.prefix)

    def bits_of(self, phrase: Phrase) -> Numbers:
        """Tell which passages hold words one after another: a bit a passage; nobody may write to them."""
        known = self.known_bits(phrase)
        if known is None:
            flags = np.zeros(self.size, bool)
            flags[self.rows_of(phrase).astype(np.intp)] = True  # numpy is slow with short numbers as places
            known = np.packbits(flags)
            with self._lock:
                while len(self._known) >= REMEMBERED:
                    del self._known[next(iter(self._known))]
                self._known[phrase] = known
        return known

    def known_bits(self, phrase: Phrase) -> Numbers | None:
        """Give what `bits_of` gave before, if it was asked for not long ago."""
        with self._lock:
            known = self._known.pop(phrase, None)
            if known is not None:
                self._known[phrase] = known  # the last one asked for
        return known

    def flags_between(self, phrase: Phrase, start: int, end: int, among: Numbers) -> Numbers:
        """Tell which passages from `start` to before `end` hold words one after another.

        Of several words only where `among` is true.
        """
        bits = self.bits_of(phrase) if len(phrase.words) == 1 else self.known_bits(phrase)
        if bits is not None:
            flags = np.unpackbits(bits[start >> 3 : (end + 7) >> 3])[start & 7 :][: end - start]
            return flags.view(bool)
        flags = np.zeros(end - start, bool)
        flags[self.rows_of(phrase, start, end, among).astype(np.intp) - start] = True
        return flags

    def rows_of(self, phrase: Phrase, start: int = 0, end: int | None = None, among: Numbers | None = None) -> Numbers:
        """Give the passages that hold words one after another, some more than once.

        All, or those from `start` to before `end`; `among`: of these those of a truth value.
        """
        last = len(phrase.words) - 1
        codes = [
            self.vocabulary.codes(word, exact=phrase.exact, prefix=phrase.prefix and place == last)
            for place, word in enumerate(phrase.words)
        ]
        if last == 0:
            return self.occurrences(codes[0], start, end).rows
        numbers = [self.number_of(of_word) for of_word in codes]
        rarest = int(np.argmin(numbers))
        if numbers[rarest] == 0:
            return _NOWHERE.rows
        rows, places = self.occurrences(codes[rarest], start, end)
        if among is not None:
            kept = np.flatnonzero(among.take(rows - start))
            rows, places = rows[kept], places[kept]
        # the rarer words are looked at first: where they differ the others are not looked at
        for place in sorted(range(last + 1), key=lambda place: numbers[place]):
            if place != rarest:
                kept = np.flatnonzero(self._stands(places + (place - rarest), codes[place]))
                rows, places = rows[kept], places[kept]
        return rows

    def _stands(self, at: Numbers, codes: Numbers) -> Numbers:
        """Tell where one of the codes stands; beyond the ends stands a 0, as between passages."""
        return self._stand(self.tokens.take(at, mode="clip"), codes)

    def _stand(self, tokens: Numbers, codes: Numbers) -> Numbers:
        found: Numbers = tokens == codes[0] if len(codes) == 1 else self._is_among(codes).take(tokens)
        return found

    def _is_among(self, codes: Numbers) -> Numbers:
        among = np.zeros(len(self.vocabulary.words) + 1, bool)
        among[codes] = True
        return among


def _order(tokens: Numbers, largest: int) -> Numbers:
    """Give the places of the tokens by their codes; numpy sorts numbers of 16 bits many times as fast as others."""
    order = np.argsort((tokens & 0xFFFF).astype(np.uint16), kind="stable").astype(np.int32)
    if largest > 0xFFFF:
        order = order[np.argsort((tokens[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def make_segment(first: int, change: int, passages: Iterable[tuple[int, Sequence[str]]]) -> Segment:
    """Make a segment of passages in the order of their ids, which need not follow one another."""
    codes = _Codes()
    tokens, starts = array("i", [0]), array("i")
    for number, words in passages:
        starts.extend([len(tokens)] * (number - first - len(starts) + 1))
        tokens.extend(map(codes.__getitem__, words))
        tokens.append(0)
    starts.append(len(tokens))
    in_order = sorted(codes)
    renamed = np.zeros(len(codes) + 1, np.int32)
    renamed[np.fromiter((codes[word] for word in in_order), np.int32, len(in_order))] = np.arange(1, len(in_order) + 1)
    begin = np.frombuffer(starts, np.int32)
    return Segment(
        first, change, begin, renamed[np.frombuffer(tokens, np.int32)], Vocabulary.of(in_order), _rows_of(begin)
    )


def _rows_of(starts: Numbers) -> Numbers:
    return np.repeat(np.arange(-1, len(starts) - 1, dtype=np.int32), np.diff(starts, prepend=0))


class _Codes(dict[str, int]):
    """Gives each new word the next number, from 1."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self) + 1
        return number
