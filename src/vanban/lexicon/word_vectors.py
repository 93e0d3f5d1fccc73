"""Vectors of words, and of sentences made of them: near ones mean alike, whatever the words.

They are distilled from multilingual-e5-small by `scripts/derive_vectors.py` into `models/vectors.npz`: arrays that run
no code on loading. A sentence's vector is the sum of those of its syllables and of the pairs of neighbours among them,
each weighed by how rare it is, brought to length 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vanban.text import canonical, nfc

VECTORS_FILE = "vectors.npz"
SCALE = 127  # a vector of length 1 as whole numbers of one byte
_RUN = re.compile(r"[^\W\d_]+(?:[ \u00a0]+[^\W\d_]+)*")
_CHUNK = 1024  # sentences that are summed at once
Numbers = NDArray[Any]


def find_terms(text: str) -> Iterator[str]:
    """Give the syllables of a text, and the pairs of those with nothing but space between, in canonical spelling."""
    for run in _RUN.findall(canonical(nfc(text))):
        words = run.split()
        yield from words
        for first, second in pairwise(words):
            yield f"{first} {second}"


class WordVectors:
    """The vectors of all known terms, each as long as it weighs; `name` tells one making of them from another."""

    def __init__(self, terms: Sequence[str], vectors: Numbers, name: str) -> None:
        self.name = name
        self.size = vectors.shape[1]
        self._places = {term: place for place, term in enumerate(terms)}
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._places)

    def encode(self, texts: Sequence[str]) -> Numbers:
        """Give a row of length 1 for each text; zeros where it has no known term."""
        found = np.zeros((len(texts), self.size), np.float32)
        for start in range(0, len(texts), _CHUNK):
            self._encode(texts[start : start + _CHUNK], found[start : start + _CHUNK])
        return found

    def _encode(self, texts: Sequence[str], out: Numbers) -> None:
        places: list[int] = []
        starts: list[int] = []
        rows: list[int] = []
        known = self._places
        for row, text in enumerate(texts):
            mine = [known[term] for term in find_terms(text) if term in known]
            if mine:
                rows.append(row)
                starts.append(len(places))
                places += mine
        if rows:
            sums = np.add.reduceat(self._vectors[places], starts, axis=0)
            out[rows] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def load_vectors(path: Path) -> WordVectors:
    """Read a file that `scripts/derive_vectors.py` has made."""
    with np.load(path, allow_pickle=False) as kept:
        vectors = kept["vectors"].astype(np.float32) / SCALE * kept["weights"].astype(np.float32)[:, None]
        return WordVectors(str(kept["terms"]).split("\n"), vectors, str(kept["name"]))


@cache
def word_vectors() -> WordVectors | None:
    """Give the vectors that ship with the program; None where their file is missing."""
    path = Path(str(resources.files("vanban"))) / "models" / VECTORS_FILE
    return load_vectors(path) if path.exists() else None
