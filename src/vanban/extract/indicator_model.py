"""The trained model of indicators: which words name a figure, and whether it gives a value, a target or nothing.

Two sparse linear models, kept as JSON of weights in `vanban/models`; None where the file is missing. Trained by `vanban.learn.indicator_model`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import repeat
from math import exp
from pathlib import Path
from typing import NamedTuple

from vanban.extract import indicator_features as features
from vanban.extract.indicator_tokens import Tokens

MODEL_FILE = "indicators.json"
_ZEROS = repeat(0.0)
_MAX_GAPS = 20_000  # remembered for each side


class Decision(NamedTuple):
    gives: str  # features.NOTHING, VALUE or TARGET
    probability: float


class _Word(NamedTuple):
    """The weights of a word as itself, as the one before and the one after another, and of its pairs."""

    own: float
    as_last: float
    as_following: float
    before: Mapping[str, float]  # by the word before it
    after: Mapping[str, float]


_UNKNOWN = _Word(0.0, 0.0, 0.0, {}, {})


class _Side:
    """The weights of the words to one side of figures, and sums of them that are met again and again."""

    __slots__ = (
        "borders_after",
        "borders_before",
        "crossings",
        "distances",
        "gaps",
        "kinds",
        "marks",
        "weights",
        "word_marks",
        "words",
    )

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights
        tables: dict[str, dict[str, float]] = {head: {} for head in features.WORD_HEADS}
        for feature, weight in weights.items():
            head, _, value = feature.partition("=")
            if head in tables:
                tables[head][value] = weight
        own, last, following, self.borders_before, self.borders_after, self.word_marks, before, after = tables.values()
        before_of: dict[str, dict[str, float]] = {}
        after_of: dict[str, dict[str, float]] = {}
        for pairs, by_word, place in ((before, before_of, 1), (after, after_of, 0)):
            for pair, weight in pairs.items():
                words = pair.split(" ")
                by_word.setdefault(words[place], {})[words[1 - place]] = weight
        self.words = {
            word: _Word(
                own.get(word, 0.0), last.get(word, 0.0), following.get(word, 0.0),
                before_of.get(word, {}), after_of.get(word, {}),
            )
            for word in {*own, *last, *following, *before_of, *after_of}
        }  # fmt: skip
        self.kinds: dict[str, dict[str, float]] = {kind: {} for kind in features.KINDS}  # weights of words
        for feature, weight in weights.items():
            head, _, word = feature.partition("=")
            if head[1:] == "w" and head[0] in self.kinds:
                self.kinds[head[0]][word] = weight
        self.marks: dict[tuple[str, str, str], float] = {}
        self.distances = {
            kind: [self.sum(features.distance_features(kind, distance)) for distance in range(features.REACH + 1)]
            for kind in features.KINDS
        }
        self.gaps: dict[tuple[str, str], float] = {}
        self.crossings: dict[tuple[str, str], float] = {}

    def sum(self, found: Iterable[str]) -> float:
        return sum(map(self.weights.get, found, _ZEROS))

    def sum_word(self, tokens: Tokens, i: int) -> float:
        """Give the sum of a word's `features.word_features`, without writing them out."""
        last, word, following = tokens.padded[i : i + 3]
        weight_of = self.words.get
        own, _, _, before, after = weight_of(word, _UNKNOWN)
        total = (
            own + weight_of(last, _UNKNOWN).as_last + weight_of(following, _UNKNOWN).as_following
            + before.get(last, 0.0) + after.get(following, 0.0)
            + self.borders_before.get(tokens.borders_before[i], 0.0) + self.borders_after.get(tokens.borders_after[i], 0.0)
        )  # fmt: skip
        return total + self.word_marks.get(tokens.marks[i], 0.0) if tokens.marks[i] else total

    def sum_gap(self, kind: str, gap: str) -> float:
        total = self.gaps.get((kind, gap))
        if total is None:
            if len(self.gaps) > _MAX_GAPS:
                self.gaps.clear()
            total = self.gaps[kind, gap] = self.sum(features.gap_features(kind, gap))
        return total

    def sum_crossing(self, kind: str, word: str) -> float:
        total = self.crossings.get((kind, word))
        if total is None:
            total = self.crossings[kind, word] = self.sum(features.crossing_features(kind, word))
        return total


class IndicatorModel:
    """Scores words and figures. `name` maps a feature to its weight, `decision` to one weight a class."""

    def __init__(
        self, *, name: Mapping[str, float], name_intercept: float, classes: Iterable[str],
        decision: Mapping[str, Sequence[float]], decision_intercepts: Sequence[float], compounds: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.compounds = frozenset(compounds)  # pairs of syllables that make a word
        self._intercept = name_intercept
        self._sides = {
            side: _Side({feature[1:]: weight for feature, weight in name.items() if feature[0] == side})
            for side in (features.LEFT, features.UNIT, features.RIGHT)
        }
        self._classes, self._intercepts = list(classes), decision_intercepts
        self._decision = {feature: tuple(weights) for feature, weights in decision.items()}

    def score_words(self, tokens: Tokens, index: int, known: dict[str, dict[int, float]]) -> dict[int, float]:
        """Give the log odds of each word around a figure that it is part of its name.

        `known` keeps sums between the figures of one sentence; start with an empty one.
        """
        kind = features.kind_of(tokens.figures[index])
        scores: dict[int, float] = {}
        letter, n_crossed, crossing, near, gap, between = "", -1, 0.0, 0.0, "", 0.0
        words, marks, unit_of = tokens.words, tokens.marks, tokens.unit_of
        around = features.figure_features(tokens, index)
        nearby = [features.near_features(tokens, index, distance) for distance in range(1, features.NEAR + 1)]
        for state in features.walk(tokens, index):
            i, distance = state.place, state.distance
            if state.side != letter:
                letter, n_crossed, gap = state.side, -1, state.gap
                side, sums = self._sides[letter], known.setdefault(letter, {})
                of_kind, weights, distances = side.weights.get(kind, 0.0), side.kinds[kind], side.distances[kind]
                start, between = self._intercept + side.sum(around), side.sum_gap(kind, gap)
                nearness = 0
            if len(state.crossed) != n_crossed:
                n_crossed = len(state.crossed)
                crossing = start + sum([side.sum_crossing(kind, border) for border in state.crossed or [""]])
            if nearness < features.NEAR and distance > nearness:
                nearness = min(distance, features.NEAR)
                near = side.sum(nearby[nearness - 1])
            if state.gap is not gap:
                gap = state.gap
                between = side.sum_gap(kind, gap)
            own = sums.get(i)
            if own is None:
                own = sums[i] = side.sum_word(tokens, i)
            place = distances[min(distance, features.REACH)] + between
            score = crossing + near + (of_kind + weights.get(words[i], 0.0)) + own + place
            if marks[i] or unit_of[i] >= 0:
                score += self._mark(side, kind, marks[i], features.unit_mark(tokens, i, index))
            scores[i] = score
        return scores

    def decide(self, tokens: Tokens, index: int, label: str, *, is_table: bool = False) -> Decision:
        """Tell what a figure gives."""
        found = features.decision_features(tokens, index, label, is_table=is_table)
        weights = filter(None, map(self._decision.get, found))
        scores = [
            start + sum(column) for start, column in zip(self._intercepts, zip(*weights, strict=True), strict=False)
        ]
        odds = [exp(min(score, 50.0)) for score in scores or self._intercepts]
        best = max(range(len(odds)), key=odds.__getitem__)
        return Decision(self._classes[best], odds[best] / sum(odds))

    @staticmethod
    def _mark(side: _Side, kind: str, mark: str, unit: str) -> float:
        total = side.marks.get((kind, mark, unit))
        if total is None:
            total = side.marks[kind, mark, unit] = side.sum(features.mark_features(kind, mark, unit))
        return total


def load_model(path: Path) -> IndicatorModel:
    """Read a model from its JSON file."""
    data = json.loads(path.read_text("utf-8"))
    return IndicatorModel(
        name=data["name"]["weights"], name_intercept=data["name"]["intercept"],
        classes=data["decision"]["classes"],
        decision=data["decision"]["weights"], decision_intercepts=data["decision"]["intercepts"],
        compounds=data["compounds"],
    )  # fmt: skip


@cache
def indicator_model(folder: Path | None = None) -> IndicatorModel | None:
    path = (folder or Path(str(resources.files("vanban"))) / "models") / MODEL_FILE
    return load_model(path) if path.is_file() else None
