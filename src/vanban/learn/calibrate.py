"""Fits the calibration of the label model by cross-validation over whole documents, and measures what it gives.

Sentences are judged by a model that has not seen their document; folds follow from file names, so that a document added
moves no other.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path
from typing import Any

from vanban.classify.calibration import Calibration
from vanban.classify.trained import CRF_FILE, LabelModel
from vanban.learn.align import Example
from vanban.learn.label_model import Rows, train_rows
from vanban.learn.score import Count
from vanban.model import LABELS

FOLDS = 2
TEMPERATURES = [0.8 + 0.05 * step for step in range(45)]
THRESHOLDS = [0.3 + 0.02 * step for step in range(6)]  # above 0.4, labels right on real papers would go
# Weights of labels: about the share of each in real papers, over its mean probability there (docs/design.md).
WEIGHTS = {"other": 1.44, "solution": 1.3}
_BINS = 10

Judged = tuple[str, dict[str, float]]  # gold label, probabilities


@dataclass(frozen=True, slots=True)
class Fit:
    calibration: Calibration
    report: dict[str, Any]  # for the model's card


def fold_of(example: Example, folds: int) -> int:
    return zlib.crc32(example.gold.path.name.encode()) % folds


def fold_jobs(
    examples: Sequence[Example], rows: Sequence[Sequence[Rows]], *, folds: int
) -> list[Callable[[], list[Judged]]]:
    """Give a job for each fold that gives its sentences the probabilities of a model trained without their documents.

    `rows` are the `learning_rows` of each example.
    """
    own = [fold_of(example, folds) for example in examples] if folds else []
    held = [[row[0] for row, f in zip(rows, own, strict=True) if f == fold] for fold in range(folds)]
    others = [[r for row, f in zip(rows, own, strict=True) if f != fold for r in row] for fold in range(folds)]
    return [
        partial(_judge_fold, learnt, unseen) for learnt, unseen in zip(others, held, strict=True) if learnt and unseen
    ]


def _judge_fold(learnt: Sequence[Rows], held: Sequence[Rows]) -> list[Judged]:
    with tempfile.TemporaryDirectory() as folder:
        train_rows(learnt, Path(folder) / CRF_FILE)
        model = LabelModel(Path(folder) / CRF_FILE)
        return [judged for features, labels in held for judged in zip(labels, model.judge(features), strict=True)]


def fit_calibration(folds: Sequence[Sequence[Judged]]) -> Fit:
    """Choose the temperature of the least log loss, then the highest threshold at which the mean F1 does not fall.

    `folds` are what each of `fold_jobs` gave.
    """
    raw = [judged for fold in folds for judged in fold]
    if not raw:
        return Fit(Calibration(), {})
    temperature = min(TEMPERATURES, key=lambda t: log_loss(_tempered(raw, t)))
    judged = _tempered(raw, temperature, weights=WEIGHTS)
    plain = label_counts(judged, 0.0)
    kept = [t for t in THRESHOLDS if mean_f1(label_counts(judged, t)) >= mean_f1(plain)]
    threshold = max(kept, default=THRESHOLDS[0])
    counts = label_counts(judged, threshold)
    report = {
        "folds": len(folds),
        "sentences": len(judged),
        "temperature": round(temperature, 2),
        "threshold": round(threshold, 2),
        "error_before": round(calibration_error(raw), 4),
        "error_after": round(calibration_error(judged), 4),
        "below_threshold": sum(max(p.values()) < threshold for _, p in judged),
        "statements": round(mean_f1(counts), 4),
        "labels": {label: {"f1": round(c.f1, 4), "gold": c.gold, "found": c.found} for label, c in counts.items()},
        "reliability": reliability(judged),
    }
    return Fit(Calibration(round(temperature, 2), round(threshold, 2), WEIGHTS), report)


def save_calibration(calibration: Calibration, path: Path) -> None:
    kept = {"threshold": calibration.threshold, "weights": dict(calibration.weights)}
    values = {"temperature": calibration.temperature, **kept}
    path.write_text(json.dumps(values) + "\n", "utf-8")


def _tempered(
    judged: Sequence[Judged], temperature: float, *, weights: Mapping[str, float] | None = None
) -> list[Judged]:
    calibration = Calibration(temperature, weights=weights or {})
    return [(gold, calibration.apply(p)) for gold, p in judged]


def log_loss(judged: Sequence[Judged]) -> float:
    return -sum(log(max(p.get(gold, 0.0), 1e-9)) for gold, p in judged) / max(len(judged), 1)


def label_counts(judged: Sequence[Judged], threshold: float) -> dict[str, Count]:
    """Count labels where every label below the threshold is `other`."""
    counts = {label: Count() for label in LABELS}
    for gold, p in judged:
        best = max(p, key=lambda label: p[label])
        found = best if p[best] >= threshold else "other"
        counts[gold].gold += 1
        counts[found].found += 1
        counts[gold].hits += gold == found
    return counts


def mean_f1(counts: dict[str, Count]) -> float:
    used = [count.f1 for label, count in counts.items() if label != "other" and count.gold]
    return sum(used) / len(used) if used else 1.0


def reliability(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Give for each tenth of probability how many labels got it, their mean probability, and how many are right."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for gold, p in judged:
        best = max(p, key=lambda label: p[label])
        bins[min(int(p[best] * _BINS), _BINS - 1)].append((p[best], best == gold))
    return [
        {
            "from": i / _BINS,
            "sentences": len(found),
            "probability": round(sum(p for p, _ in found) / len(found), 4),
            "right": round(sum(right for _, right in found) / len(found), 4),
        }
        for i, found in enumerate(bins)
        if found
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Give the mean gap between probability and share of right labels, weighted by sentences, over tenths."""
    rows = reliability(judged)
    total = sum(row["sentences"] for row in rows)
    return sum(row["sentences"] * abs(row["probability"] - row["right"]) for row in rows) / max(total, 1)
