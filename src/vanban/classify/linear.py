"""A linear model over TF-IDF of words and word pairs: fitted by scikit-learn, kept as plain arrays, applied by numpy.

Loading scikit-learn takes longer than reading a report; the arrays (`.npz`, read without pickle) do not need it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vanban.text import split_letters


class LinearModel:
    """One logistic regression a class: `coefficients` of shape (terms, classes), `intercepts` of shape (classes,)."""

    def __init__(
        self,
        terms: Sequence[str],
        idf: NDArray[np.float32],
        coefficients: NDArray[np.float32],
        intercepts: NDArray[np.float32],
    ) -> None:
        self.terms, self.idf = list(terms), idf
        self.coefficients, self.intercepts = coefficients, intercepts
        self._words: dict[str, int] = {}  # places of single words
        self._pairs: dict[str, dict[str, int]] = {}  # places of pairs, by their first word
        for place, term in enumerate(self.terms):
            first, blank, second = term.partition(" ")
            if blank:
                self._pairs.setdefault(first, {})[second] = place
            else:
                self._words[first] = place

    def probabilities(self, text: str) -> NDArray[np.float64]:
        """Give an independent probability for each class."""
        counts = self._count(text)
        scores = self.intercepts.astype(np.float64)
        if counts:
            places = np.fromiter(counts, dtype=np.intp, count=len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self.idf[places]
            scores = scores + (weights / np.linalg.norm(weights)) @ self.coefficients[places]
        result: NDArray[np.float64] = 1 / (1 + np.exp(-scores))
        return result

    def _count(self, text: str) -> dict[int, int]:
        """Count the known words and pairs of neighbouring words of a text, by their place."""
        words, pairs, none = split_letters(text), self._pairs, dict[str, int]()
        places = list(map(self._words.get, words))
        places += [pairs.get(first, none).get(second) for first, second in pairwise(words)]
        counts = Counter([place for place in places if place is not None])
        return dict(counts)

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            terms=np.frombuffer(json.dumps(self.terms, ensure_ascii=False).encode(), dtype=np.uint8),
            idf=self.idf.astype(np.float32),
            coefficients=self.coefficients.astype(np.float16),
            intercepts=self.intercepts.astype(np.float32),
        )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        with np.load(path, allow_pickle=False) as arrays:
            terms = json.loads(arrays["terms"].tobytes().decode())
            coefficients = arrays["coefficients"].astype(np.float32)
            return cls(terms, arrays["idf"], coefficients, arrays["intercepts"])
