"""What the indicator model sees: of a word, whether it belongs to a figure's name; of a figure, what it gives.

A word's features come in groups that depend on little each, so that the scorer can add up a group once and keep the sum:
training writes out all groups of a word, scoring looks sums up (see `indicator_model`). Features are plain strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from vanban.extract.indicator_tokens import BORDER_WORDS, FIGURE, Tokens
from vanban.model import Figure
from vanban.text import canonical

REACH = 24  # words to either side of a figure that may belong to its name
LEFT, UNIT, RIGHT = "L", "U", "R"
NOTHING, VALUE, TARGET = "nothing", "value", "target"  # what a figure may give

_KIND = {"percent": "P", "money": "M", "count": "C", "ratio": "R", "range": "G", "measure": "D", "rank": "K"}
KINDS = tuple(sorted(_KIND.values()))
NEAR = 3  # words up to this distance see the figure's neighbours each in their own way
WORD_HEADS = ("w", "p", "n", "b-", "b+", "m", "pw", "wn")  # of the features that `word_features` gives, before "="
_MAX_CROSSED = 12
_MAX_GAP = 4
_SEEN = 8  # words to either side that tell what a figure gives
_NO_WORDS = ("<>",) * _SEEN
_LABEL = "l="


def kind_of(figure: Figure) -> str:
    return _KIND.get(figure.kind, "K")


def _bucket(distance: int) -> int:
    return distance if distance < 6 else 6 if distance < 9 else 9 if distance < 13 else 13 if distance < 19 else 19


def word_features(tokens: Tokens, i: int) -> list[str]:
    """Give what holds of a word on any side of any figure."""
    words = tokens.words
    word = words[i]
    before = words[i - 1] if i else "<>"
    after = words[i + 1] if i + 1 < len(words) else "<>"
    features = [
        f"w={word}", f"pw={before} {word}", f"wn={word} {after}", f"p={before}", f"n={after}",
        f"b-={tokens.borders_before[i]}", f"b+={tokens.borders_after[i]}",
    ]  # fmt: skip
    if tokens.marks[i]:
        features.append(f"m={tokens.marks[i]}")
    return features


def kind_features(kind: str, word: str) -> tuple[str, ...]:
    """Give what holds of a word for a kind of figure."""
    return kind, f"{kind}w={word}"


def mark_features(kind: str, mark: str, unit: str) -> tuple[str, ...]:
    """Give what a word's mark (see Tokens) and its being in a unit, "own" or "other", tell."""
    return (*((f"{kind}m={mark}",) if mark else ()), *((f"{kind}u={unit}",) if unit else ()))


def distance_features(kind: str, distance: int) -> tuple[str, ...]:
    bucket = _bucket(distance)
    return f"d={bucket}", f"{kind}d={bucket}"


def gap_features(kind: str, gap: str) -> tuple[str, ...]:
    """Give what the signs and figures between word and figure tell; `gap` has a letter for each, nearest the figure first."""
    return f"g={gap[:3]}", f"{kind}g={gap[:2]}{'+' if len(gap) > 2 else ''}", f"f={min(gap.count('f'), 3)}"


def crossing_features(kind: str, word: str) -> tuple[str, ...]:
    """Give what a border word between word and figure tells; an empty one: there is none."""
    return f"x={word}", f"{kind}x={word}"


def figure_features(tokens: Tokens, index: int) -> list[str]:
    """Give what the figure's neighbours tell of all words."""
    place = tokens.places[index]
    last = _word(tokens, place - 1)
    return [f"P={last}", f"PP={_word(tokens, place - 2)} {last}", f"N={_word(tokens, tokens.unit_ends[index])}"]


def near_features(tokens: Tokens, index: int, distance: int) -> list[str]:
    """Give what the figure and its neighbours tell of words at that distance, at most NEAR."""
    kind = kind_of(tokens.figures[index])
    last, after = _word(tokens, tokens.places[index] - 1), _word(tokens, tokens.unit_ends[index])
    unit = (tokens.figures[index].unit or "-").lower().split()[0]
    return [f"{kind}P={last} {distance}", f"{kind}N={after} {distance}", f"u={unit} {distance}"]


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
    """Go through the words around a figure, signs passed over: leftwards, over its unit, rightwards.

    The state given is reused.
    """
    place, unit_end = tokens.places[index], tokens.unit_ends[index]
    return chain(
        _go(tokens.words, LEFT, range(place - 1, max(-1, place - 1 - REACH), -1)),
        _go(tokens.words, UNIT, range(place + 1, unit_end)),
        _go(tokens.words, RIGHT, range(unit_end, min(len(tokens.words), unit_end + REACH))),
    )


def _go(words: Sequence[str], side: str, places: range) -> Iterator[Walk]:
    state = Walk(side)
    crossed = state.crossed
    for distance, i in enumerate(places, 1):
        word = words[i]
        state.place, state.distance = i, distance
        if not word[0].isalnum():
            if side != UNIT and len(state.gap) < _MAX_GAP:
                state.gap += "f" if word == FIGURE else word[0]
            continue
        if side == UNIT or word not in BORDER_WORDS or word in crossed or len(crossed) >= _MAX_CROSSED:
            yield state
        elif side == RIGHT:  # what opens a phrase belongs to it: leftwards it is passed after the word itself
            crossed.append(word)
            yield state
        else:
            yield state
            crossed.append(word)


def unit_mark(tokens: Tokens, i: int, index: int) -> str:
    owner = tokens.unit_of[i]
    return "" if owner < 0 else "own" if owner == index else "other"


def name_rows(tokens: Tokens, index: int) -> list[tuple[int, list[str]]]:
    """Give every word that may belong to a figure's name, as its place and all its features; for training.

    Each feature opens with the letter of its side.
    """
    kind = kind_of(tokens.figures[index])
    rows: list[tuple[int, list[str]]] = []
    for state in walk(tokens, index):
        i = state.place
        features = word_features(tokens, i)
        features += kind_features(kind, tokens.words[i])
        features += mark_features(kind, tokens.marks[i], unit_mark(tokens, i, index))
        features += distance_features(kind, state.distance)
        features += gap_features(kind, state.gap)
        for word in state.crossed or [""]:
            features += crossing_features(kind, word)
        features += figure_features(tokens, index) + near_features(tokens, index, min(state.distance, NEAR))
        rows.append((i, [state.side + feature for feature in features]))
    return rows


def decision_features(tokens: Tokens, index: int, label: str, *, is_table: bool = False) -> list[str]:
    """Give what tells whether a figure gives nothing, a value or a target; `label` is that of its statement."""
    figure = tokens.figures[index]
    kind, place, end = kind_of(figure), tokens.places[index], tokens.unit_ends[index]
    unit = (figure.unit or "-").lower()
    head, _, rest = unit.partition(" ")
    if head in ("ngàn", "vạn") and rest:
        head, unit = "nghìn", f"nghìn {rest}"
    left = [*tokens.words[max(place - _SEEN, 0) : place][::-1], *_NO_WORDS][:_SEEN]
    right = [*tokens.words[end : end + _SEEN], *_NO_WORDS][:_SEEN]
    size = "1" if figure.value < 2 else "s" if figure.value < 10 else "m" if figure.value < 100 else "l"
    number = tokens.surface(place)
    limit = " ".join(word for word in canonical(number).split() if word.isalpha())
    features = [
        kind, f"u={unit}", f"u0={head}", f"l={label}", f"{kind}l={label}", f"c={figure.comparator}", f"cw={limit}", f"{kind}cw={limit}", f"v={size}", f"{kind}v={size}",
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


def without_label(features: Sequence[str]) -> list[str]:
    """Leave out of the features of a decision those that name the label."""
    return [feature for feature in features if _LABEL not in feature]
