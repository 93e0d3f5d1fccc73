"""A sentence cut into words for the naming of its figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vanban.model import Date, Figure, Name, Span
from vanban.text import canonical

# Function words and verbs at which names tend to end.
BORDER_WORDS = frozenset((
    "để", "nhằm", "từ", "tại", "trong", "trên", "theo", "so", "với", "bằng", "đạt", "là", "và", "của", "cho", "đến",
    "do", "vì", "được", "bị", "có", "gồm", "đã", "đang", "sẽ", "còn", "chiếm", "tăng", "giảm", "qua", "về", "nên",
    "mà", "như", "khi", "sau", "trước", "đối", "phục", "thuộc", "ở", "giữa", "vào", "ra", "lên", "hoặc", "hay",
    "nhưng", "song", "tuy", "bảo", "góp", "tương", "đồng", "trị", "ước", "cả", "chỉ", "mới", "không", "chưa", "đó",
    "này", "nêu", "riêng",
))  # fmt: skip
FIGURE = "<figure>"
_FAR, _BEYOND = 4, "- 4"  # words to a border from which on it is far, and what stands for one
DIGITS = "0"
DATE_MARK = "d"
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a sentence; the number of each figure is one word, its unit's words stand for themselves."""

    text: str  # surface of the sentence
    lowered: str  # the same, canonical
    words: list[str]  # canonical; FIGURE for a figure's number, DIGITS for others
    starts: list[int]  # of each word, in `text`
    ends: list[int]
    unit_of: list[int]  # index of the figure whose unit the word belongs to, -1 = none
    marks: list[str]  # DATE_MARK in a date, "o" "p" "l" in the name of an organisation, person, place; "" else
    places: list[int]  # the word that stands for each figure's number
    unit_ends: list[int]  # for each figure the word after its unit
    figures: Sequence[Figure]
    borders_before: list[str]  # for each word the nearest border word or sign before it, and its distance, at most 4
    borders_after: list[str]
    padded: list[str]  # the words between two "<>", which stand for none

    def surface(self, i: int) -> str:
        """Give word `i` as it stands in the text."""
        return self.text[self.starts[i] : self.ends[i]]


def is_word(word: str) -> bool:
    return word[0].isalnum()


def cut_tokens(
    text: str, span: Span, figures: Sequence[Figure], *, dates: Sequence[Date] = (), names: Sequence[Name] = ()
) -> Tokens:
    """Cut the sentence at `span`; `figures`, `dates` and `names` are those inside it, in order."""
    surface = span.of(text)
    lowered = sentence_words(surface)
    tokens = Tokens(surface, lowered, [], [], [], [], [], [], [], figures, [], [], [])
    position = 0
    for index, figure in enumerate(figures):
        start = max(figure.span.start - span.start, position)
        end = min(figure.span.end - span.start, len(surface))
        _cut(tokens, lowered, position, start, -1)
        unit = _unit_start(surface, start, end, figure.unit)
        tokens.places.append(len(tokens.words))
        _add(tokens, FIGURE, start, unit)
        _cut(tokens, lowered, unit, end, index)
        tokens.unit_ends.append(len(tokens.words))
        position = max(position, end)
    _cut(tokens, lowered, position, len(surface), -1)
    tokens.borders_before.extend(_borders(tokens.words))
    tokens.borders_after.extend(reversed(_borders(tokens.words[::-1])))
    tokens.padded.extend(["<>", *tokens.words, "<>"])
    for name in names:
        kind = name.kind.value
        _mark(tokens, name.span, span, kind[0] if kind[0] == "o" else kind[1])
    for date in dates:
        _mark(tokens, date.span, span, DATE_MARK)
    return tokens


@lru_cache(maxsize=2)  # a sentence is read for its figures and for what compares them
def sentence_words(sentence: str) -> str:
    return canonical(sentence)


@lru_cache(maxsize=1000)
def _border_names(word: str) -> tuple[str, ...]:
    return tuple(f"{word} {distance}" for distance in range(_FAR))


def _borders(words: Sequence[str]) -> list[str]:
    borders: list[str] = []
    names, distance = _border_names("<>"), 0
    for word in words:
        borders.append(names[distance] if distance < _FAR else _BEYOND)
        distance += 1
        if word in BORDER_WORDS or not word[0].isalnum():
            names, distance = _border_names(word), 0
    return borders


def _add(tokens: Tokens, word: str, start: int, end: int) -> None:
    tokens.words.append(word)
    tokens.starts.append(start)
    tokens.ends.append(end)
    tokens.unit_of.append(-1)
    tokens.marks.append("")


def _cut(tokens: Tokens, lowered: str, start: int, end: int, unit_of: int) -> None:
    if start >= end:
        return
    found = list(_WORD.finditer(lowered, start, end))
    tokens.words.extend([DIGITS if (word := match[0])[0].isdigit() else word for match in found])
    tokens.starts.extend([match.start() for match in found])
    tokens.ends.extend([match.end() for match in found])
    tokens.unit_of.extend([unit_of] * len(found))
    tokens.marks.extend([""] * len(found))


def _unit_start(surface: str, start: int, end: int, unit: str | None) -> int:
    """Find where the unit begins inside a figure; its end where the unit is "%" or stands elsewhere."""
    if not unit or unit == "%":
        return end
    place = surface[start:end].lower().rfind(unit.lower())
    return start + place if place > 0 else end


def _mark(tokens: Tokens, span: Span, sentence: Span, mark: str) -> None:
    starts = tokens.starts
    first = max(bisect_right(starts, span.start - sentence.start) - 1, 0)
    for i in range(first, len(starts)):
        if starts[i] >= span.end - sentence.start:
            break
        if starts[i] >= span.start - sentence.start:
            tokens.marks[i] = mark
