"""Trains the models from the corpus, and writes their card. Deterministic; nothing but the corpus is read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from vanban.classify.calibration import CALIBRATION_FILE
from vanban.classify.trained import CRF_FILE, TOPICS_FILE
from vanban.extract.indicator_model import MODEL_FILE as INDICATORS_FILE
from vanban.learn.align import make_example
from vanban.learn.calibrate import fit_calibration, fold_jobs, save_calibration
from vanban.learn.card import MODELS, score_rows, write_card
from vanban.learn.corpus import GoldDocument, load_corpus
from vanban.learn.evaluate import evaluate, find_cases
from vanban.learn.indicator_model import train_indicator_model
from vanban.learn.jobs import Job, run_jobs
from vanban.learn.label_model import learning_rows, train_rows
from vanban.learn.topic_model import SEED, topic_rows, train_topics


def train_all(
    corpus: Path,
    out: Path,
    *,
    splits: Sequence[str] = ("train", "dev"),
    also: Path | None = None,
    folds: int = 0,
    scored: bool = False,
) -> dict[str, Any]:
    """Train every model from the documents of some splits and write models and card into `out`.

    `also` is a folder of further documents in the corpus's format, whatever their split: an office's own. `folds` are
    those over which the calibration is fitted (0: none); `scored` puts the scores on the test split on the card.
    """
    gold: list[GoldDocument] = [g for split in splits for g in load_corpus(corpus, split=split)]
    further = load_corpus(also) if also is not None else []
    examples = [make_example(g) for g in (*gold, *further)]
    out.mkdir(parents=True, exist_ok=True)
    rows = [learning_rows(example) for example in examples]
    texts, topics = topic_rows(examples)
    to_fit = fold_jobs(examples, rows, folds=folds)
    models: list[Job] = [
        partial(train_rows, [r for row in rows for r in row], out / CRF_FILE),
        partial(train_indicator_model, examples, out / INDICATORS_FILE),
        partial(train_topics, texts, topics, out / TOPICS_FILE),
    ]
    judged = run_jobs([*models, *to_fit])[len(models) :]
    fit = fit_calibration(judged)
    save_calibration(fit.calibration, out / CALIBRATION_FILE)
    card: dict[str, Any] = {
        "models": MODELS,
        "documents": len(gold),
        "further_documents": len(further),
        "splits": list(splits),
        "sentences": sum(len(e.contexts) for e in examples),
        "statements_with_topics": len(texts),
        "corpus_sha256": corpus_hash((*gold, *further)),
        "seed": SEED,
        "calibration": fit.report,
        "scores": _scores(corpus, out) if scored and "test" not in splits else {},
        "names": sorted(g.path.stem for g in (*gold, *further)),
    }
    write_card(card, out)
    return card


def _scores(corpus: Path, models: Path) -> dict[str, dict[str, float]]:
    return score_rows(evaluate(find_cases([corpus], split="test", models=models.resolve())).total.counts)


def corpus_hash(gold: Sequence[GoldDocument]) -> str:
    digest = hashlib.sha256()
    for document in sorted(gold, key=lambda g: g.path.name):
        digest.update(document.path.name.encode() + b"\0" + document.path.read_bytes())
    return digest.hexdigest()
