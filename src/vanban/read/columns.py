"""What a table's columns hold, and how rows with lost cells fit into them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

KINDS = ("empty", "mark", "ordinal", "number", "short", "long")
_MARK = re.compile(r"[xXvV✓✔☑☒+*]|\([xX]\)")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}(?:\.\d{1,2}){0,2}|[A-ZĐ]|[a-zđ]\d?)[.)]?|[-–+*•]")
_NUMBER = re.compile(r"[<>≥≤~±]?\s?[-–]?\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?\s?%?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)\d\d)?")
_LONG = 40
_ROWS_SEEN = 60  # rows that a column's profile is made from
_MIN_GAIN = 3.0  # log likelihood by which a row must fit better elsewhere than at the left


def is_mark(text: str) -> bool:
    return _MARK.fullmatch(text) is not None


def is_ordinal(text: str) -> bool:
    """Tell whether a cell only numbers its row: "1", "3.1", "IV", "a)", "-"."""
    return _ORDINAL.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a cell holds nothing but a quantity; a year, or two ("2025/2024"), is none."""
    return _NUMBER.fullmatch(text) is not None and not is_year(text)


def is_year(text: str) -> bool:
    """Tell whether a cell holds nothing but a year, or two that are compared or joined."""
    return _YEAR.fullmatch(text) is not None


def cell_kind(text: str, *, first: bool = False) -> str:
    """Give one of KINDS; `first` is the first column, where "1" numbers the row."""
    if not text:
        return "empty"
    if first and is_ordinal(text):
        return "ordinal"
    if is_mark(text):
        return "mark"
    if is_number(text):
        return "number"
    return "long" if len(text) > _LONG else "short"


class ColumnProfile:
    """How often a column holds each kind of cell, and its words."""

    def __init__(self, cells: Sequence[str], *, first: bool) -> None:
        self.first = first
        counts = Counter(cell_kind(cell, first=first) for cell in cells)
        total = len(cells) + 0.5 * len(KINDS)
        self._weight = {kind: math.log((counts[kind] + 0.5) / total) for kind in KINDS}
        self._words = {word for cell in cells for word in cell.lower().split()}

    def fit(self, cell: str) -> float:
        """Give the log likelihood of a cell in this column, raised where it shares the column's words."""
        score = self._weight[cell_kind(cell, first=self.first)]
        words = cell.lower().split()
        if words and self._words:
            score += sum(word in self._words for word in words) / len(words)
        return score


def profiles_of(rows: Sequence[Sequence[str]], n_columns: int) -> list[ColumnProfile]:
    rows = rows[-_ROWS_SEEN:]
    return [ColumnProfile([row[c] if c < len(row) else "" for row in rows], first=c == 0) for c in range(n_columns)]


def align_columns(rows: Sequence[Sequence[str]], profiles: Sequence[ColumnProfile]) -> list[int]:
    """Find the column that each cell position of `rows` belongs to, in order, leaving out the columns that fit least.

    Give one column index for each position; `rows` are no wider than `profiles`.
    """
    width = max(map(len, rows), default=0)
    n_columns = len(profiles)
    rows = rows[:_ROWS_SEEN]
    skip = [profile.fit("") * len(rows) for profile in profiles]
    best = [[-math.inf] * (n_columns + 1) for _ in range(width + 1)]
    taken = [[False] * (n_columns + 1) for _ in range(width + 1)]
    best[0][0] = 0.0
    for column in range(1, n_columns + 1):
        best[0][column] = best[0][column - 1] + skip[column - 1]
    for position in range(1, width + 1):
        for column in range(position, n_columns + 1):
            profile = profiles[column - 1]
            cells = (row[position - 1] if position <= len(row) else "" for row in rows)
            use = best[position - 1][column - 1] + sum(map(profile.fit, cells))
            leave = best[position][column - 1] + skip[column - 1]
            taken[position][column] = use >= leave
            best[position][column] = max(use, leave)
    return _trace(taken, width, n_columns)


def _trace(taken: list[list[bool]], position: int, column: int) -> list[int]:
    places: list[int] = []
    while position:
        if taken[position][column]:
            places.append(column - 1)
            position -= 1
        column -= 1
    return places[::-1]


def fit_rows(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Give all rows one width: empty ends cut or filled up, lost cells put back where the other rows say."""
    trimmed = [_trim(row, width) for row in rows]
    whole = [row for row, stated in zip(trimmed, rows, strict=True) if len(stated) == width]
    profiles = profiles_of([row + [""] * (width - len(row)) for row in whole], width) if len(whole) >= 3 else []
    return [_fit(row, len(stated), width, profiles) for row, stated in zip(trimmed, rows, strict=True)]


def find_places(rows: Sequence[Sequence[str]], profiles: Sequence[ColumnProfile]) -> list[int]:
    """Find the columns of rows that are too narrow: at the left, unless they plainly fit better elsewhere."""
    rows = rows[:_ROWS_SEEN]
    places = align_columns(rows, profiles)
    gain = 0.0
    for row in rows:
        spread = [""] * len(profiles)
        for cell, column in zip(row, places, strict=False):
            spread[column] = cell
        gain += _fitness(spread, profiles) - _fitness([*row, *[""] * (len(profiles) - len(row))], profiles)
    return places if gain > _MIN_GAIN else list(range(len(places)))


def _fit(row: list[str], stated: int, width: int, profiles: list[ColumnProfile]) -> list[str]:
    if len(row) > width:
        return [*row[: width - 1], " ".join(row[width - 1 :])]
    padded = row + [""] * (width - len(row))
    if not profiles or stated >= width or sum(map(bool, row)) < 3:
        return padded
    spread = [""] * width
    for cell, column in zip(row, align_columns([row], profiles), strict=True):
        spread[column] = cell
    gain = _fitness(spread, profiles) - _fitness(padded, profiles)
    return spread if gain > _MIN_GAIN else padded


def _fitness(row: Sequence[str], profiles: Sequence[ColumnProfile]) -> float:
    return sum(profile.fit(cell) for cell, profile in zip(row, profiles, strict=True))


def _trim(row: Sequence[str], width: int) -> list[str]:
    """Cut empty cells from the end that go beyond the width."""
    end = len(row)
    while end > width and not row[end - 1]:
        end -= 1
    return list(row[:end])
