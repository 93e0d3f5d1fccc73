"""Search by meaning: statements whose vectors are near that of the query, and both rankings fused into one.

The vectors are made of the statements' texts whenever they are asked for, not kept in the database: a process holds one
byte a dimension and statement in memory, brings them up to date by `documents.change`, and keeps those of a large
archive in a file of the search folder, which may be deleted at any time.
"""

from __future__ import annotations

import threading
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np
from sqlalchemy import Connection, func, select

from vanban.errors import MissingDependencyError, UsageError
from vanban.lexicon.word_vectors import SCALE, VECTORS_FILE, WordVectors, word_vectors
from vanban.store.columns import LABELS, Columns, Numbers
from vanban.store.query import Query
from vanban.store.schema import documents, passages, statements

Mode = Literal["text", "meaning", "both"]
MODES = get_args(Mode)
LEAST = 0.25  # closeness below which statements are not found
PLAIN = 0.8  # what the closeness of headings and the like counts for: short, they are close to much
FUSED = 1000  # first hits of the text's ranking that take part in the fusion
_K = 60  # of reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009
_READ = 20_000  # statements that are read at once
# rows that are multiplied at once: they stay in the processor's cache, and OpenBLAS does not spread so few over its
# threads, which on a busy machine wait for each other in a loop
_CHUNK = 2048
_SMALLEST = 20_000  # statements from which on a file is worth it
_REMEMBERED = 16
Ranked = list[tuple[int, float, bool]]  # passage, rank, whether it stands there as typed


class Near(NamedTuple):
    """Statements by their passages, and how close they are."""

    passages: Numbers
    closeness: Numbers


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of all statements, in the order of their passages."""

    change: int = 0  # of the archive
    passages: Numbers = field(default_factory=lambda: np.zeros(0, np.int32))
    documents: Numbers = field(default_factory=lambda: np.zeros(0, np.int32))
    codes: Numbers = field(default_factory=lambda: np.zeros((0, 0), np.int8))

    def refreshed(self, connection: Connection, columns: Columns, words: WordVectors) -> Vectors:
        """Give the vectors as the columns are: itself, where nothing was written since."""
        if columns.change <= self.change:
            return self
        is_new = columns.of_document["change"] > self.change
        wanted = np.flatnonzero((columns.label > 0) & is_new[columns.document]).astype(np.int32)
        made = [words.encode(texts) for texts in _texts(connection, wanted)]
        codes = [np.rint(part * SCALE).astype(np.int8) for part in made]
        kept = ~is_new[self.documents]
        numbers = np.concatenate([self.passages[kept], wanted])
        order = np.argsort(numbers, kind="stable")
        old = self.codes[kept] if len(self.codes) else np.zeros((0, words.size), np.int8)
        return Vectors(
            columns.change, numbers[order], columns.document[numbers[order]], np.vstack([old, *codes])[order]
        )

    def closeness(self, vector: Numbers) -> Numbers:
        """Give the cosine of each statement's vector with one of length 1."""
        found = np.empty(len(self.codes), np.float32)
        scaled = (vector / SCALE).astype(np.float32)
        part = np.empty((min(_CHUNK, len(self.codes)), len(vector)), np.float32)
        for start in range(0, len(self.codes), _CHUNK):
            codes = self.codes[start : start + _CHUNK]
            part[: len(codes)] = codes
            np.dot(part[: len(codes)], scaled, out=found[start : start + len(codes)])
        return found


def _texts(connection: Connection, wanted: Numbers) -> Iterator[list[str]]:
    """Give the texts of statements in the order of their passages."""
    chosen = select(passages.c.id, statements.c.text).join(statements, statements.c.id == passages.c.statement_id)
    for start in range(0, len(wanted), _READ):
        numbers = wanted[start : start + _READ].tolist()
        rows = connection.execute(chosen.where(passages.c.id.between(numbers[0], numbers[-1])))
        texts = {row.id: row.text for row in rows}
        yield [texts.get(number, "") for number in numbers]


class Meaning:
    """Keeps the vectors of an archive; `folder` is where their file is, if there may be any."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._vectors: Vectors | None = None
        self._near: dict[tuple[str, int], Near] = {}
        self._lock = threading.Lock()

    def near(self, connection: Connection, columns: Columns, query: Query, *, required: bool = False) -> Near:
        """Give the statements that are close to a query; remembered, for a page asks three times.

        Raises MissingDependencyError without the vectors of words, UsageError if none of the query's words is known
        and it is `required`.
        """
        words = known_words()
        text = query_text(query)
        vectors = self.vectors(connection, columns, words)
        key = (text, vectors.change)
        with self._lock:
            found = self._near.get(key)
        if found is None:
            vector = words.encode_query(text)
            if not vector.any() and required:
                raise UsageError(
                    "tìm theo nghĩa: không biết từ nào trong câu này; hãy viết cách khác hoặc tìm theo chữ"
                )
            closeness = vectors.closeness(vector)
            closeness[columns.label[vectors.passages] == LABELS["other"]] *= PLAIN
            chosen = np.flatnonzero(closeness >= LEAST)
            found = Near(vectors.passages[chosen], closeness[chosen])
            with self._lock:
                while len(self._near) >= _REMEMBERED:
                    del self._near[next(iter(self._near))]
                self._near[key] = found
        return found

    def vectors(self, connection: Connection, columns: Columns, words: WordVectors) -> Vectors:
        """Give the vectors as the columns are; the first time from the file, if there is one of this archive."""
        with self._lock:
            if self._vectors is None:
                kept = load(self._folder, connection, words) if self._folder is not None else None
                self._vectors = kept or Vectors()
            self._vectors = self._vectors.refreshed(connection, columns, words)
            return self._vectors

    def update(self, connection: Connection, columns: Columns) -> bool:
        """Write the vectors of a large archive into its folder, or what is new; tell whether there was any."""
        words = word_vectors()
        if self._folder is None or words is None:
            return False
        kept = load(self._folder, connection, words) or Vectors()
        vectors = kept.refreshed(connection, columns, words)
        if vectors is kept or len(vectors.passages) < _SMALLEST:
            return False
        save(self._folder, connection, vectors, words)
        return True


def known_words() -> WordVectors:
    words = word_vectors()
    if words is None:
        raise MissingDependencyError(
            f"tìm theo nghĩa: thiếu mô hình models/{VECTORS_FILE}; cài lại vanban, hoặc tìm theo chữ (--mode text)"
        )
    return words


def query_text(query: Query) -> str:
    """Give the words that are looked for; abbreviations that the lexicon knows with what they stand for."""
    typed = [word for group in query.groups for term in group.terms for word in term.words]
    swaps = (swap for group in query.groups for swap in group.swaps if swap.end - swap.start == 1)
    return ", ".join((" ".join(typed), *(" ".join(swap.others[0]) for swap in swaps)))


def fuse(near: Near, by_text: Ranked, allowed: Numbers, *, count: int) -> Ranked:
    """Give the first passages by the sum of 1 / (60 + place) in both orders; only those of `allowed` that are near.

    `by_text` has passages in the order of the text's ranking.
    """
    is_allowed = _flags(allowed, near.passages)[near.passages]
    numbers, closeness = near.passages[is_allowed], near.closeness[is_allowed]
    order = np.lexsort((numbers, -closeness))
    # what is near alone and behind the first `count` has as many before it
    first, places = numbers[order[:count]], np.full(int(numbers.max(initial=0)) + 1, -1)
    places[numbers[order]] = np.arange(len(order))
    scores = {number: 1 / (_K + 1 + place) for place, number in enumerate(first.tolist())}
    exact = {}
    for place, (number, _, is_exact) in enumerate(by_text):
        near_place = int(places[number]) if number < len(places) else -1
        scores[number] = (1 / (_K + 1 + near_place) if near_place >= 0 else 0.0) + 1 / (_K + 1 + place)
        exact[number] = is_exact
    best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count]
    return [(n, score, exact.get(n, False)) for n, score in best]


def union(some: Numbers, others: Numbers) -> Numbers:
    """Give the passages that are among the ones or the others, in order."""
    flags = _flags(some, others)
    flags[others] = True
    return np.flatnonzero(flags)


def _flags(numbers: Numbers, others: Numbers) -> Numbers:
    """Give a truth value by passage: whether it is one of the numbers."""
    flags = np.zeros(1 + max(int(numbers.max(initial=0)), int(others.max(initial=0))), bool)
    flags[numbers] = True
    return flags


def load(folder: Path, connection: Connection, words: WordVectors) -> Vectors | None:
    """Read what is kept of this archive and these vectors of words; None if there is nothing."""
    path = _file(folder, words)
    try:
        with np.load(path, allow_pickle=False) as kept:
            if not np.array_equal(kept["sample"], _sample(connection, int(kept["last"]))):
                return None
            return Vectors(int(kept["change"]), kept["passages"], kept["documents"], kept["codes"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def save(folder: Path, connection: Connection, vectors: Vectors, words: WordVectors) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    last = int(vectors.documents.max(initial=0))
    new = folder / f"vectors.{uuid.uuid4().hex}.npz"
    np.savez(
        new, change=np.array(vectors.change), passages=vectors.passages, documents=vectors.documents,
        codes=vectors.codes, last=np.array(last), sample=_sample(connection, last),
    )  # fmt: skip
    new.replace(_file(folder, words))


def _file(folder: Path, words: WordVectors) -> Path:
    return folder / f"vectors-{words.name}.npz"


def _sample(connection: Connection, last: int) -> Numbers:
    """Give the hashes of the first documents and of the last one, and how many there are: who they belong to."""
    first = select(documents.c.sha256).where(documents.c.id <= last).order_by(documents.c.id).limit(3)
    newest = connection.execute(select(documents.c.sha256).where(documents.c.id == last)).scalar() or ""
    count = connection.execute(select(func.count()).where(documents.c.id <= last)).scalar() or 0
    return np.array([*connection.execute(first).scalars(), newest, str(count)])
