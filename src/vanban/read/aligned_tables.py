"""Tables that a page sets without ruling lines: rows of cells that stand under each other in columns.

Taken are only tables that leave little doubt: three columns or more, three rows or more, and a column of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vanban.model import Box
from vanban.read.builder import Grid, GridCell, Piece
from vanban.read.page_lines import PageLine, share_row

_MIN_COLUMNS, _MIN_ROWS = 3, 3
_FAR = 2.6  # line heights: rows farther apart are not of one table
_NEAR = 1.7  # line heights: a row no farther below goes on with the one above, where its first column is empty
_NUMBER = re.compile(r"[-+(]?\d[\d.,/%]{0,20}\)?\s?%?")
_NUMERIC = 0.6  # of the cells of a column of numbers
_FULL = 0.5  # of the rows have a cell in three columns or more
_MAX_LINES = 6_000  # of a page that is looked at


class _Column(NamedTuple):
    x0: float
    x1: float


Row = list[PageLine]


def find_aligned(lines: Sequence[PageLine], page: int) -> tuple[list[Grid], list[PageLine]]:
    """Find the tables among a page's lines; give their grids from top to bottom, and the lines that are in none."""
    if len(lines) > _MAX_LINES:
        return [], list(lines)
    rows = _part_rows([line for line in lines if not line.turned])
    if sum(len(row) >= _MIN_COLUMNS for row in rows) < _MIN_ROWS:
        return [], list(lines)
    grids: list[Grid] = []
    used: set[int] = set()
    for start, end in _runs(rows):
        found = _make_grid(rows[start:end], page)
        if found is not None:
            grids.append(found)
            used.update(id(line) for row in rows[start:end] for line in row)
    return grids, [line for line in lines if id(line) not in used]


def _part_rows(lines: Sequence[PageLine]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=lambda ln: ((ln.top + ln.bottom) / 2, ln.x0)):
        if rows and share_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda ln: ln.x0)
    return rows


def _runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Give the runs of rows that may be tables: they begin and end with full rows and nothing in them is far apart."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    last = 0  # the last full row
    for place, row in enumerate(rows):
        if start is not None and (_apart(rows[place - 1], row) or place - last > 3):
            runs.append((start, last + 1))
            start = None
        if len(row) >= _MIN_COLUMNS:
            start, last = place if start is None else start, place
    if start is not None:
        runs.append((start, last + 1))
    return [(start, _with_tail(rows, start, end)) for start, end in runs if end - start >= _MIN_ROWS]


def _apart(above: Row, below: Row) -> bool:
    height = max(above[0].bottom - above[0].top, 1.0)
    return min(ln.top for ln in below) - max(ln.bottom for ln in above) > _FAR * height


def _with_tail(rows: Sequence[Row], start: int, end: int) -> int:
    """Take in the row below the last one, where it goes on with a cell of that."""
    columns = _columns(rows[start:end])
    while end < len(rows) and columns and _goes_on(rows[end - 1], rows[end], columns):
        end += 1
    return end


def _columns(rows: Sequence[Row]) -> list[_Column]:
    """Give the columns in which the cells of full rows stand; empty where they do not stand in columns."""
    full = [row for row in rows if len(row) >= _MIN_COLUMNS]
    if not full:
        return []
    for skipped in range(min(3, len(full))):  # a header may reach over several columns
        merged: list[_Column] = []
        for x0, x1 in sorted((ln.x0, ln.x1) for row in full[skipped:] for ln in row):
            if merged and x0 < merged[-1].x1:
                merged[-1] = _Column(merged[-1].x0, max(merged[-1].x1, x1))
            else:
                merged.append(_Column(x0, x1))
        if len(merged) >= max(_MIN_COLUMNS, max(map(len, full[skipped:]), default=0)):
            return merged
    return []


def _places(line: PageLine, columns: Sequence[_Column]) -> tuple[int, int]:
    """Give the first and the last column that a cell stands in: those it overlaps, else the nearest."""
    over = [place for place, column in enumerate(columns) if min(line.x1, column.x1) - max(line.x0, column.x0) > 1]
    if over:
        return over[0], over[-1]
    nearest = min(range(len(columns)), key=lambda n: max(columns[n].x0 - line.x1, line.x0 - columns[n].x1))
    return nearest, nearest


def _goes_on(above: Row, row: Row, columns: Sequence[_Column]) -> bool:
    """Tell whether a row only goes on with cells of the row above it."""
    if len(row) >= len(columns) or row[0].top - above[0].top > _NEAR * (above[0].bottom - above[0].top):
        return False
    places = [_places(line, columns) for line in row]
    return all(0 < first == last for first, last in places)


def _make_grid(rows: Sequence[Row], page: int) -> Grid | None:
    columns = _columns(rows)
    if not columns:
        return None
    cells: dict[tuple[int, int], list[PageLine]] = {}
    spans: dict[tuple[int, int], int] = {}
    number, full = -1, 0
    for place, row in enumerate(rows):
        if place == 0 or not _goes_on(rows[place - 1], row, columns):
            number += 1
            full += len(row) >= _MIN_COLUMNS
        for line in row:
            first, last = _places(line, columns)
            cells.setdefault((number, first), []).append(line)
            spans[number, first] = max(spans.get((number, first), 1), last - first + 1)
    n_rows = number + 1
    if n_rows < _MIN_ROWS or full < _FULL * n_rows or not _is_clear(cells, spans, len(columns)):
        return None
    made = tuple(
        GridCell(tuple(Piece(ln.text, page, ln.box) for ln in cells[key]), *key, 1, spans[key]) for key in sorted(cells)
    )
    lines = [line for row in rows for line in row]
    box = Box(
        min(ln.x0 for ln in lines),
        min(ln.top for ln in lines),
        max(ln.x1 for ln in lines),
        max(ln.bottom for ln in lines),
    )
    return Grid(made, n_rows, len(columns), page=page, box=Box(*(round(v, 2) for v in box)))


def _is_clear(cells: dict[tuple[int, int], list[PageLine]], spans: dict[tuple[int, int], int], n_columns: int) -> bool:
    """Tell whether no cell lies on another, and whether there is a column of numbers."""
    for (row, column), (row_below, next_column) in pairwise(sorted(cells)):
        if row == row_below and column + spans[row, column] > next_column:
            return False
    texts: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for (row, column), lines in cells.items():
        if row > 0:
            texts[column] += 1
            numbers[column] += _NUMBER.fullmatch(" ".join(ln.text for ln in lines)) is not None
    return any(texts[n] >= 2 and numbers[n] >= _NUMERIC * texts[n] for n in range(n_columns))
