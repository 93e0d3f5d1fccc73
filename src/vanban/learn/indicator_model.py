"""Trains the indicator model: which words name a figure, and whether it gives a value, a target or nothing.

Two logistic regressions; deterministic.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from vanban.analyse import analyse_text
from vanban.extract.indicator_features import NOTHING, TARGET, VALUE, decision_features, name_rows, without_label
from vanban.extract.indicator_tokens import FIGURE, Tokens, cut_tokens, is_word
from vanban.learn.align import Example, words
from vanban.model import Analysis, Figure
from vanban.text import canonical

SEED = 20260101
NAME_C, DECISION_C = 0.3, 0.5  # inverse strength of the penalty
SMALLEST_WEIGHT = 0.03  # smaller ones are left out of the file
MIN_PAIRS = 3

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FigureExample:
    """A figure in its sentence, the label of the sentence, and the gold indicator that it gives, if any."""

    document: str
    tokens: Tokens
    index: int
    label: str
    gold: Row | None

    @property
    def gives(self) -> str:
        return NOTHING if self.gold is None else TARGET if self.gold["value"] is None else VALUE


def figure_examples(example: Example) -> list[FigureExample]:
    """Give every figure of a document's sentences with its gold indicator."""
    gold = example.gold
    analysis = analyse_text(gold.render(), source=gold.path.name)
    labels = [line.label if line else "other" for line in example.lines]
    rows = [row for row in gold.facts.get("indicators", []) if row["source"] == "text"]
    found = pair_figures(rows, analysis)
    return [
        FigureExample(gold.path.name, tokens, k, labels[place], found.get(first + k))
        for place, first, tokens in sentence_tokens(analysis)
        for k in range(len(tokens.figures))
    ]


def sentence_tokens(analysis: Analysis) -> Iterator[tuple[int, int, Tokens]]:
    """Give each sentence with figures: its place, the place of its first figure, its words."""
    figures = [figure.span.start for figure in analysis.figures]
    dates = [date.span.start for date in analysis.dates]
    names = [name.span.start for name in analysis.names]
    for place, statement in enumerate(analysis.statements):
        start, end = statement.span
        first, last = bisect_left(figures, start), bisect_left(figures, end)
        if first < last:
            yield place, first, cut_tokens(
                analysis.document.text, statement.span, analysis.figures[first:last],
                dates=analysis.dates[bisect_left(dates, start) : bisect_left(dates, end)],
                names=analysis.names[bisect_left(names, start) : bisect_left(names, end)],
            )  # fmt: skip


def pair_figures(rows: Sequence[Row], analysis: Analysis) -> dict[int, Row]:
    """Pair gold indicators with figures of the same value, by the words of the name in the sentence and by order."""
    starts = [statement.span.start for statement in analysis.statements]
    sentences = [words(s.text) for s in analysis.statements]
    scored: list[tuple[float, int, int]] = []
    for i, row in enumerate(rows):
        name = words(row["name"])
        for k, figure in enumerate(analysis.figures):
            if _same_value(row, figure):
                sentence = sentences[max(bisect_right(starts, figure.span.start) - 1, 0)]
                shared = (name & sentence).total() / max(name.total(), 1)
                scored.append((abs(i / len(rows) - k / len(analysis.figures)) - shared, i, k))
    paired: dict[int, Row] = {}
    used: set[int] = set()
    for _, i, k in sorted(scored):
        if i not in used and k not in paired:
            used.add(i)
            paired[k] = rows[i]
    return paired


def _same_value(row: Row, figure: Figure) -> bool:
    if row["value"] is None:
        return _equal(figure.value, row["target"])
    return _equal(figure.value, row["value"]) and _equal(figure.value2, row["value2"])


def _equal(mine: Decimal | None, gold: float | None) -> bool:
    if mine is None or gold is None:
        return mine is None and gold is None
    return abs(float(mine) - gold) < 1e-6


def words_of_name(example: FigureExample) -> set[int]:
    """Find the words of the sentence that make the gold name: of several alike, those next to others of the name."""
    tokens, place = example.tokens, example.tokens.places[example.index]
    need = words(canonical(example.gold["name"])) if example.gold else Counter[str]()
    places: dict[str, list[int]] = {}
    for i, _ in name_rows(tokens, example.index):
        word = canonical(tokens.surface(i))
        if word in need:
            places.setdefault(word, []).append(i)
    chosen = {i for word, found in places.items() if len(found) <= need[word] for i in found}
    unclear = sorted((found, need[word]) for word, found in places.items() if len(found) > need[word])
    for found, count in sorted(unclear, key=lambda pair: len(pair[0])):
        for _ in range(count):
            left = [i for i in found if i not in chosen]
            chosen.add(min(left, key=lambda i: _remoteness(i, chosen, place)))
    return chosen


def _remoteness(i: int, chosen: set[int], place: int) -> tuple[int, float]:
    beside = (i - 1 in chosen) + (i + 1 in chosen)
    return -beside, min((abs(i - j) for j in chosen), default=abs(i - place)) + 0.3 * abs(i - place)


def fit_names(examples: Sequence[FigureExample]) -> dict[str, Any]:
    """Fit which words belong to names; gives weights and intercept."""
    rows: list[list[str]] = []
    answers: list[bool] = []
    for example in examples:
        if example.gold is None:
            continue
        chosen = words_of_name(example)
        for i, features in name_rows(example.tokens, example.index):
            if example.tokens.words[i] != FIGURE and is_word(example.tokens.words[i]):
                rows.append(features)
                answers.append(i in chosen)
    columns, weights, intercepts = _fit(rows, answers, c=NAME_C, solver="liblinear")
    return {
        "intercept": round(float(intercepts[0]), 4),
        "weights": {
            column: round(float(weight), 3)
            for column, weight in zip(columns, weights[0], strict=True)
            if abs(weight) >= SMALLEST_WEIGHT
        },
    }


def fit_decisions(examples: Sequence[FigureExample]) -> dict[str, Any]:
    """Fit what figures give; gives classes, intercepts, and a weight a class for each feature.

    Each figure is learnt with the label of its statement and without: the label found in a new paper may be wrong.
    """
    rows = [decision_features(e.tokens, e.index, e.label) for e in examples]
    rows += [without_label(row) for row in rows]
    classes = [NOTHING, TARGET, VALUE]
    answers = [classes.index(e.gives) for e in examples] * 2
    columns, weights, intercepts = _fit(rows, answers, c=DECISION_C, solver="lbfgs")
    return {
        "classes": classes,
        "intercepts": [round(float(x), 4) for x in intercepts],
        "weights": {
            column: [round(float(x), 3) for x in weights[:, k]]
            for k, column in enumerate(columns)
            if max(abs(weights[:, k])) >= SMALLEST_WEIGHT
        },
    }


def find_compounds(texts: Sequence[str]) -> list[str]:
    """Find pairs of neighbouring syllables that underthesea's segmentation keeps in one word, names left out."""
    from underthesea import word_tokenize

    pairs = Counter[tuple[str, str]]()
    for text in texts:
        for word in word_tokenize(text):
            syllables = canonical(word).split()
            if word[1:].islower() and all(map(str.isalpha, syllables)):
                pairs.update(pairwise(syllables))
    return sorted(f"{first} {second}" for (first, second), count in pairs.items() if count >= MIN_PAIRS)


def _fit(rows: Sequence[Sequence[str]], answers: Sequence[int], *, c: float, solver: str) -> tuple[list[str], Any, Any]:
    """Fit a logistic regression over features as they are written; gives their names, weights and intercepts."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = CountVectorizer(analyzer=list, binary=True, min_df=2)
    data = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=c, solver=solver, max_iter=400, random_state=SEED).fit(data, answers)
    return vectorizer.get_feature_names_out().tolist(), model.coef_, model.intercept_


def train_indicator_model(examples: Sequence[Example], path: Path) -> dict[str, int]:
    """Train on annotated documents and write the model; gives counts for its card."""
    figures = [figure for example in examples for figure in figure_examples(example)]
    model = {
        "name": fit_names(figures),
        "decision": fit_decisions(figures),
        "compounds": find_compounds([line.text for example in examples for line in example.gold.lines]),
    }
    path.write_text(json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8")
    return {"figures": len(figures), "indicators": sum(f.gold is not None for f in figures)}
