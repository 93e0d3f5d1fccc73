"""The trained model of indicators: which words name a figure, and whether it gives a value, a target or nothing.

Two sparse linear models, kept as JSON of weights in `vanban/models`; None where the file is missing. Trained by `vanban.learn.indicator_model`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from math import exp
from pathlib import Path
from typing import NamedTuple

from vanban.extract import indicator_features as features
from vanban.extract.indicator_tokens import Tokens

MODEL_FILE = "indicators.json"
_MAX_SUMS = 50_000  # remembered sums of feature groups


class Decision(NamedTuple):
    gives: str  # features.NOTHING, VALUE or TARGET
    probability: float


class IndicatorModel:
    """Scores words and figures. `name` maps a feature to its weight, `decision` to one weight a class."""

    def __init__(
        self, *, name: Mapping[str, float], name_intercept: float, name_threshold: float, classes: Iterable[str],
        decision: Mapping[str, list[float]], decision_intercepts: list[float], compounds: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.compounds = frozenset(compounds)  # pairs of syllables that make a word
        self._name, self._intercept, self.name_threshold = name, name_intercept, name_threshold
        self._classes, self._decision, self._intercepts = list(classes), decision, decision_intercepts
        self._sums: dict[tuple[str, ...] | tuple[str, str, int], float] = {}

    def score_words(self, tokens: Tokens, index: int, known: dict[tuple[int, str], float]) -> dict[int, float]:
        """Give the score of each word around a figure, above `name_threshold` = part of its name.

        `known` keeps sums between the figures of one sentence; start with an empty one.
        """
        kind = features.kind_of(tokens.figures[index])
        scores: dict[int, float] = {}
        near: dict[tuple[str, int], float] = {}
        side, crossed, crossing = "", -1, 0.0
        for state in features.walk(tokens, index):
            i = state.place
            if state.side != side or len(state.crossed) != crossed:
                side, crossed = state.side, len(state.crossed)
                crossing = sum(self._group(features.crossing_features(side, kind, w)) for w in state.crossed or [""])
            own = known.get((i, side))
            if own is None:
                own = known[i, side] = self._sum(features.word_features(tokens, i, side))
            distance = min(state.distance, 3)
            figure = near.get((side, distance))
            if figure is None:
                figure = near[side, distance] = self._sum(features.figure_features(tokens, index, side, distance))
            scores[i] = (
                self._intercept + own + figure + crossing
                + self._group(features.kind_features(side, kind, tokens.words[i], tokens.marks[i], features.unit_mark(tokens, i, index)))
                + self._group(features.distance_features(side, kind, state.distance))
                + self._group(features.gap_features(side, kind, state.gap))
            )  # fmt: skip
        return scores

    def decide(self, tokens: Tokens, index: int, label: str, *, is_table: bool = False) -> Decision:
        """Tell what a figure gives."""
        scores = list(self._intercepts)
        for feature in features.decision_features(tokens, index, label, is_table=is_table):
            for k, weight in enumerate(self._decision.get(feature, ())):
                scores[k] += weight
        odds = [exp(min(score, 50.0)) for score in scores]
        best = max(range(len(odds)), key=odds.__getitem__)
        return Decision(self._classes[best], odds[best] / sum(odds))

    def _sum(self, found: Iterable[str]) -> float:
        weights = self._name
        return sum(weights[feature] for feature in found if feature in weights)

    def _group(self, found: tuple[str, ...]) -> float:
        total = self._sums.get(found)
        if total is None:
            if len(self._sums) >= _MAX_SUMS:
                self._sums.clear()
            total = self._sums[found] = self._sum(found)
        return total


def load_model(path: Path) -> IndicatorModel:
    """Read a model from its JSON file."""
    data = json.loads(path.read_text("utf-8"))
    return IndicatorModel(
        name=data["name"]["weights"], name_intercept=data["name"]["intercept"],
        name_threshold=data["name"]["threshold"], classes=data["decision"]["classes"],
        decision=data["decision"]["weights"], decision_intercepts=data["decision"]["intercepts"],
        compounds=data["compounds"],
    )  # fmt: skip


@cache
def indicator_model(folder: Path | None = None) -> IndicatorModel | None:
    path = (folder or Path(str(resources.files("vanban"))) / "models") / MODEL_FILE
    return load_model(path) if path.is_file() else None
