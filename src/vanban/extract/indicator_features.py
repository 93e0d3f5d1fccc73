"""What the indicator model sees: of a word, whether it belongs to a figure's name; of a figure, what it gives.

A word's features come in groups that depend on little each, so that the scorer can add up a group once and keep the sum:
training writes out all groups of a word, scoring looks sums up (see `indicator_model`). Features are plain strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vanban.extract.indicator_tokens import FIGURE, Tokens
from vanban.model import Figure

REACH = 32  # words to either side of a figure that may belong to its name
LEFT, UNIT, RIGHT = "L", "U", "R"
NOTHING, VALUE, TARGET = "nothing", "value", "target"  # what a figure may give

_KIND = {"percent": "P", "money": "M", "count": "C", "ratio": "R", "range": "G", "measure": "D", "rank": "K"}
# Function words and verbs at which names tend to end.
_BORDER_WORDS = frozenset((
    "để", "nhằm", "từ", "tại", "trong", "trên", "theo", "so", "với", "bằng", "đạt", "là", "và", "của", "cho", "đến",
    "do", "vì", "được", "bị", "có", "gồm", "đã", "đang", "sẽ", "còn", "chiếm", "tăng", "giảm", "qua", "về", "nên",
    "mà", "như", "khi", "sau", "trước", "đối", "phục", "thuộc", "ở", "giữa", "vào", "ra", "lên", "hoặc", "hay",
    "nhưng", "song", "tuy", "bảo", "góp", "tương", "đồng", "trị", "ước", "cả", "chỉ", "mới", "không", "chưa", "đó",
    "này", "nêu", "riêng",
))  # fmt: skip
_MAX_CROSSED = 12
_MAX_GAP = 4


def kind_of(figure: Figure) -> str:
    return _KIND.get(figure.kind, "K")


def _bucket(distance: int) -> int:
    return distance if distance < 6 else 6 if distance < 9 else 9 if distance < 13 else 13 if distance < 19 else 19


def is_word(word: str) -> bool:
    return word[0].isalnum()


def word_features(tokens: Tokens, i: int, side: str) -> list[str]:
    """Give what holds of a word wherever the figure stands on that side."""
    words = tokens.words
    word = words[i]
    before = words[i - 1] if i else "<s>"
    after = words[i + 1] if i + 1 < len(words) else "</s>"
    features = [
        f"{side}w={word}", f"{side}pw={before} {word}", f"{side}wn={word} {after}", f"{side}p={before}", f"{side}n={after}"
    ]  # fmt: skip
    border, distance = _border(words, i, -1)
    features.append(f"{side}b-={border} {distance}")
    border, distance = _border(words, i, 1)
    features.append(f"{side}b+={border} {distance}")
    if tokens.marks[i]:
        features.append(f"{side}m={tokens.marks[i]}")
    return features


def _border(words: Sequence[str], i: int, step: int) -> tuple[str, int]:
    """Find the nearest border word or sign before or after a word, and how far it is, at most 4."""
    for distance in range(4):
        place = i + step * (distance + 1)
        if not 0 <= place < len(words):
            return "<>", distance
        word = words[place]
        if word in _BORDER_WORDS or not is_word(word):
            return word, distance
    return "-", 4


@lru_cache(maxsize=20_000)
def kind_features(side: str, kind: str, word: str, mark: str, unit: str) -> tuple[str, ...]:
    """Give what holds of a word for a kind of figure; `unit` is "own", "other" or empty."""
    return (
        f"{side}{kind}", f"{side}{kind}w={word}", *([f"{side}{kind}m={mark}"] if mark else []),
        *([f"{side}{kind}u={unit}"] if unit else []),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def distance_features(side: str, kind: str, distance: int) -> tuple[str, ...]:
    bucket = _bucket(distance)
    return f"{side}d={bucket}", f"{side}{kind}d={bucket}"


@lru_cache(maxsize=20_000)
def gap_features(side: str, kind: str, gap: str) -> tuple[str, ...]:
    """Give what the signs and figures between word and figure tell; `gap` has a letter for each, nearest the figure first."""
    return (
        f"{side}g={gap[:3]}",
        f"{side}{kind}g={gap[:2]}{'+' if len(gap) > 2 else ''}",
        f"{side}f={min(gap.count('f'), 3)}",
    )


@lru_cache(maxsize=20_000)
def crossing_features(side: str, kind: str, word: str) -> tuple[str, ...]:
    """Give what a border word between word and figure tells; an empty one: there is none."""
    return f"{side}x={word}", f"{side}{kind}x={word}"


def figure_features(tokens: Tokens, index: int, side: str, distance: int) -> list[str]:
    """Give what the figure and its neighbours tell of all words at that distance."""
    kind = kind_of(tokens.figures[index])
    near = min(distance, 3)
    last, before = _word(tokens, tokens.places[index] - 1), _word(tokens, tokens.places[index] - 2)
    after = _word(tokens, tokens.unit_ends[index])
    unit = (tokens.figures[index].unit or "-").lower().split()[0]
    return [
        f"{side}P={last}", f"{side}PP={before} {last}", f"{side}N={after}", f"{side}{kind}P={last} {near}",
        f"{side}{kind}N={after} {near}", f"{side}u={unit} {near}",
    ]  # fmt: skip


def _word(tokens: Tokens, i: int) -> str:
    return tokens.words[i] if 0 <= i < len(tokens.words) else "<>"


class Walk:
    """The words that may belong to a figure's name, from the figure outwards, with what lies between."""

    __slots__ = ("crossed", "distance", "gap", "place", "side")

    def __init__(self, side: str) -> None:
        self.side = side
        self.place = 0
        self.distance = 0
        self.gap = ""
        self.crossed: list[str] = []  # border words passed, each once


def walk(tokens: Tokens, index: int) -> Iterator[Walk]:
    """Go through the words around a figure: leftwards, over its unit, rightwards. The state given is reused."""
    words = tokens.words
    place, unit_end = tokens.places[index], tokens.unit_ends[index]
    state = Walk(LEFT)
    for i in range(place - 1, max(-1, place - 1 - REACH), -1):
        state.place, state.distance = i, place - i
        _pass_sign(state, words[i])
        if words[i] != FIGURE:
            yield state
        if words[i] in _BORDER_WORDS and words[i] not in state.crossed and len(state.crossed) < _MAX_CROSSED:
            state.crossed.append(words[i])
    state = Walk(UNIT)
    for i in range(place + 1, unit_end):
        state.place, state.distance = i, i - place
        yield state
    state = Walk(RIGHT)
    for i in range(unit_end, min(len(words), unit_end + REACH)):
        state.place, state.distance = i, i - unit_end + 1
        _pass_sign(state, words[i])
        if words[i] in _BORDER_WORDS and words[i] not in state.crossed and len(state.crossed) < _MAX_CROSSED:
            state.crossed.append(words[i])
        if words[i] != FIGURE:
            yield state


def _pass_sign(state: Walk, word: str) -> None:
    if len(state.gap) < _MAX_GAP and not is_word(word):
        state.gap += "f" if word == FIGURE else word[0]


def unit_mark(tokens: Tokens, i: int, index: int) -> str:
    owner = tokens.unit_of[i]
    return "" if owner < 0 else "own" if owner == index else "other"


def name_rows(tokens: Tokens, index: int) -> list[tuple[int, list[str]]]:
    """Give every word that may belong to a figure's name, as its place and all its features; for training."""
    kind = kind_of(tokens.figures[index])
    rows: list[tuple[int, list[str]]] = []
    for state in walk(tokens, index):
        i, side = state.place, state.side
        features = word_features(tokens, i, side)
        features += kind_features(side, kind, tokens.words[i], tokens.marks[i], unit_mark(tokens, i, index))
        features += distance_features(side, kind, state.distance)
        features += gap_features(side, kind, state.gap)
        for word in state.crossed or [""]:
            features += crossing_features(side, kind, word)
        features += figure_features(tokens, index, side, state.distance)
        rows.append((i, features))
    return rows


def decision_features(tokens: Tokens, index: int, label: str, *, is_table: bool = False) -> list[str]:
    """Give what tells whether a figure gives nothing, a value or a target; `label` is that of its statement."""
    figure = tokens.figures[index]
    kind, place, end = kind_of(figure), tokens.places[index], tokens.unit_ends[index]
    unit = (figure.unit or "-").lower()
    head = unit.split()[0]
    left = [_word(tokens, place - d) for d in range(1, 9)]
    right = [_word(tokens, end + d) for d in range(8)]
    size = "1" if figure.value < 2 else "s" if figure.value < 10 else "m" if figure.value < 100 else "l"
    number = tokens.spans[place].of(tokens.text)
    features = [
        kind, f"u={unit}", f"u0={head}", f"l={label}", f"{kind}l={label}", f"c={figure.comparator}", f"v={size}", f"{kind}v={size}",
        f"p1={left[0]}", f"p2={left[1]} {left[0]}", f"p3={left[2]} {left[1]} {left[0]}", f"n1={right[0]}", f"n2={right[0]} {right[1]}",
        f"{kind}p1={left[0]}", f"{kind}n1={right[0]}", f"u0={head} p1={left[0]}", f"u0={head} n1={right[0]}", f"u0={head} l={label}",
        f"p1={left[0]} l={label}", f"i={min(index, 4)}", f"#={min(len(tokens.figures), 5)}", f"len={min(len(tokens.words) // 10, 6)}",
        "digits" if number[:1].isdigit() else "words", f"first={' '.join(w for w in tokens.words[:3] if w.isalpha())}",
    ]  # fmt: skip
    features += [f"L={word}" for word in left[:7]] + [f"R={word}" for word in right[:7]]
    features += [f"LL={b} {a}" for a, b in pairwise(left[1:6])]
    features += [f"RR={a} {b}" for a, b in pairwise(right[:5])]
    if is_table:
        features.append("table")
    return features
