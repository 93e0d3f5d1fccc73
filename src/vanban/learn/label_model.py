"""Trains the label model: a CRF over the sentences of a document, by L-BFGS.

It learns from copies of each document that lack some features each, so that it does not rely on few of them: papers of
other offices lack just those. Which are left out follows from a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vanban.classify.features import Context
from vanban.classify.vectorize import sparse_features, with_neighbours
from vanban.learn.align import Example
from vanban.learn.corpus import GoldLine
from vanban.learn.excerpts import cut_excerpts

CRF_OPTIONS: dict[str, Any] = {
    "c1": 0.0,
    "c2": 96.0,
    "max_iterations": 160,
    "feature.possible_transitions": True,
    "feature.minfreq": 8,
}
COPIES, LEFT_OUT = 4, 0.4  # of a document, and the share of its features that each copy lacks
SEED = 20260101

Rows = tuple[list[list[str]], list[str]]  # of a document: features and gold label of each sentence


def document_rows(example: Example) -> Rows:
    """Give the features and gold labels of a document; sentences without a gold line count as other."""
    return _rows(example.contexts, example.lines)


def excerpt_rows(example: Example) -> list[Rows]:
    """Give the same of excerpts of a document."""
    return [_rows(contexts, lines) for contexts, lines in cut_excerpts(example)]


def _rows(contexts: list[Context], lines: Sequence[GoldLine | None]) -> Rows:
    rows = with_neighbours([sparse_features(c) for c in contexts], contexts)
    return rows, [line.label if line else "other" for line in lines]


def learning_rows(example: Example) -> list[Rows]:
    """Give what is learnt of a document: the whole of it first, then excerpts of it."""
    return [document_rows(example), *excerpt_rows(example)]


def train_rows(documents: Sequence[Rows], path: Path) -> None:
    """Fit and save a CRF. Source: S. Wager et al., Dropout Training as Adaptive Regularization, 2013."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(CRF_OPTIONS)
    chance = random.Random(SEED)
    for _ in range(COPIES):
        for rows, labels in documents:
            if rows:
                trainer.append(thin(rows, chance), labels)
    trainer.train(str(path))


def thin(rows: Sequence[Sequence[str]], chance: random.Random) -> list[list[str]]:
    """Leave some features out of each row."""
    return [[name for name in sorted(row) if chance.random() >= LEFT_OUT] for row in rows]
