"""Trains the label model: a CRF over the sentences of a document, by L-BFGS, without randomness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vanban.classify.vectorize import sparse_features, with_neighbours
from vanban.learn.align import Example

CRF_OPTIONS: dict[str, Any] = {
    "c1": 0.0,
    "c2": 8.0,
    "max_iterations": 160,
    "feature.possible_transitions": True,
    "feature.minfreq": 2,
}


Rows = tuple[list[list[str]], list[str]]  # of a document: features and gold label of each sentence


def document_rows(example: Example) -> Rows:
    """Give the features and gold labels of a document; sentences without a gold line count as other."""
    rows = with_neighbours([sparse_features(c) for c in example.contexts], example.contexts)
    return rows, [line.label if line else "other" for line in example.lines]


def train_labels(examples: Sequence[Example], path: Path) -> None:
    train_rows([document_rows(example) for example in examples], path)


def train_rows(documents: Sequence[Rows], path: Path) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(CRF_OPTIONS)
    for rows, labels in documents:
        if rows:
            trainer.append(rows, labels)
    trainer.train(str(path))
