"""What each feature of the statement model buys: mean F1 of the five labels, cross-validated over whole documents.

    python bench/ablate.py [--folds 6] [CORPUS]

Uses the train and dev splits. The baseline is logistic regression on TF-IDF of words and characters.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pycrfsuite

from vanban.classify.rules import score_labels
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
    "verdict of the rules": ("rules=",),
    "neighbours": ("-1", "+1"),
    "place, list and type": ("kind", "marker", "place", "block", "type", "zone", "length", "heading", "upper", "colon"),
}


def crf(rows: Rows) -> Fit:
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


def cross_validate(rows: Rows, fit: Fit, *, folds: int) -> float:
    counts = {label: Count() for label in LABELS}
    for fold in range(folds):
        predict = fit([i for i in range(len(rows)) if i % folds != fold])
        for i in range(fold, len(rows), folds):
            for gold, found in zip(rows[i][1], predict(i), strict=True):
                counts[gold].gold += 1
                counts[found].found += 1
                counts[gold].hits += gold == found
    return sum(counts[label].f1 for label in LABELS if label != "other") / 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpora/documents"))
    parser.add_argument("--folds", type=int, default=6)
    options = parser.parse_args(arguments)
    gold = [g for g in load_corpus(options.corpus) if g.meta["split"] != "test"]
    examples = [make_example(g) for g in gold]
    rows = [document_rows(e) for e in examples]
    print(f"{len(gold)} documents, {sum(len(y) for _, y in rows)} sentences, {options.folds} folds over documents")
    trials: list[tuple[str, Fit]] = [
        ("logistic regression on TF-IDF", baseline(examples, rows)),
        ("cue rules and headings alone", rules(examples)),
        ("CRF, all features (served)", crf(rows)),
        *((f"  without {name}", crf(without(rows, prefixes))) for name, prefixes in GROUPS.items()),
        ("  with underthesea's words", crf(with_words(rows, examples))),
    ]
    for name, fit in trials:
        print(f"{name:40}{cross_validate(rows, fit, folds=options.folds):.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
