"""Trains the models from the corpus: statement labels (CRF) and topics (logistic regression). Deterministic.

The CRF is trained by L-BFGS without randomness; the topic model has a fixed seed. Nothing but `corpora/` is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vanban.classify.trained import CRF_FILE, TOPICS_FILE
from vanban.classify.vectorize import sparse_features, with_neighbours
from vanban.extract.indicator_model import MODEL_FILE as INDICATORS_FILE
from vanban.learn.align import Example, make_example
from vanban.learn.corpus import GoldDocument, load_corpus
from vanban.learn.indicator_model import train_indicator_model
from vanban.learn.topic_model import SEED, topic_rows, train_topics

CARD_FILE = "card.json"
CRF_OPTIONS: dict[str, Any] = {
    "c1": 0.0,
    "c2": 1.0,
    "max_iterations": 160,
    "feature.possible_transitions": True,
    "feature.minfreq": 2,
}


def document_rows(example: Example) -> tuple[list[list[str]], list[str]]:
    """Give the features and gold labels of a document; sentences without a gold line count as other."""
    rows = with_neighbours([sparse_features(c) for c in example.contexts], example.contexts)
    return rows, [line.label if line else "other" for line in example.lines]


def train_labels(examples: Sequence[Example], path: Path) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(CRF_OPTIONS)
    for example in examples:
        rows, labels = document_rows(example)
        if rows:
            trainer.append(rows, labels)
    trainer.train(str(path))


def train_all(
    corpus: Path, out: Path, *, splits: Sequence[str] = ("train", "dev"), also: Path | None = None
) -> dict[str, Any]:
    """Train every model from the documents of some splits and write models and card into `out`.

    `also` is a folder of further documents in the corpus's format, whatever their split: an office's own.
    """
    gold: list[GoldDocument] = [g for split in splits for g in load_corpus(corpus, split=split)]
    further = load_corpus(also) if also is not None else []
    examples = [make_example(g) for g in (*gold, *further)]
    out.mkdir(parents=True, exist_ok=True)
    train_labels(examples, out / CRF_FILE)
    texts, topics = topic_rows(examples)
    train_topics(texts, topics, out / TOPICS_FILE)
    train_indicator_model(examples, out / INDICATORS_FILE)
    card: dict[str, Any] = {
        "models": {
            CRF_FILE: "labels of statements",
            TOPICS_FILE: "topics of difficulties, causes and proposals",
            INDICATORS_FILE: "names of figures",
        },
        "documents": len(gold),
        "further_documents": len(further),
        "splits": list(splits),
        "sentences": sum(len(e.contexts) for e in examples),
        "corpus_sha256": corpus_hash((*gold, *further)),
        "seed": SEED,
    }
    (out / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return card


def corpus_hash(gold: Sequence[GoldDocument]) -> str:
    digest = hashlib.sha256()
    for document in sorted(gold, key=lambda g: g.path.name):
        digest.update(document.path.name.encode() + b"\0" + document.path.read_bytes())
    return digest.hexdigest()
