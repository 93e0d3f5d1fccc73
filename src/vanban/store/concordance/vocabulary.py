"""The different words of a stretch of passages, in order, each with the form without case and diacritics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from vanban.store.columns import Numbers
from vanban.text import fold

_LAST = "\U0010ffff"
_NONE = np.zeros(0, np.int64)


class Vocabulary:
    """Words in order; a word's code is its place, from 1. Words with one folded form are found by that form."""

    def __init__(self, words: Sequence[str], folded: Sequence[str], folded_of: Numbers) -> None:
        self.words, self.folded, self.folded_of = words, folded, folded_of  # folded_of: of code - 1
        self._by_folded = np.argsort(folded_of, kind="stable") + 1
        self._starts = np.searchsorted(folded_of[self._by_folded - 1], np.arange(len(folded) + 1))

    @classmethod
    def of(cls, words: Sequence[str]) -> Vocabulary:
        """Make the vocabulary of words that are in order."""
        forms = [fold(word) for word in words]
        folded = sorted(set(forms))
        places = {form: place for place, form in enumerate(folded)}
        return cls(words, folded, np.fromiter((places[form] for form in forms), np.int32, len(forms)))

    def codes(self, word: str, *, exact: bool, prefix: bool) -> Numbers:
        """Give the codes of what is spelled so, or folded so; or begins so."""
        known = self.words if exact else self.folded
        first = bisect_left(known, word)
        last = bisect_left(known, word + _LAST) if prefix else first + (known[first : first + 1] == [word])
        if exact:
            return np.arange(first + 1, last + 1)
        return self._by_folded[self._starts[first] : self._starts[last]] if last > first else _NONE
