"""Tables that a page sets without ruling lines: rows of cells that stand under each other in columns.

Taken are only tables that leave little doubt: three columns or more, three rows or more, and a column of numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from vanban.model import Box
from vanban.read.builder import Grid, GridCell, Piece
from vanban.read.page_lines import PageLine, share_row

_MIN_COLUMNS, _MIN_ROWS = 3, 3
_FAR = 2.6  # line heights: rows farther apart are not of one table
_NEAR = 1.7  # line heights: a row no farther below goes on with the one above, where its first column is empty
_OVERLAP = 0.2  # of a line's height: lines of cells beside each other
_CLOSE = 0.35  # line heights between rows of one cell
_CLEARLY = 0.15  # line heights by which a row is nearer to one than to the other
_BESIDE = 40  # lines of a row that are looked at
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
    if sum(len(row) >= _MIN_COLUMNS and _breadth(row) >= _MIN_COLUMNS for row in rows) < _MIN_ROWS:
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
    """Give the rows of a page; lines of cells that are set to the middle of their row overlap those beside them."""
    rows: list[Row] = []
    foot = -math.inf  # of the last row
    for line in sorted(lines, key=lambda ln: ((ln.top + ln.bottom) / 2, ln.x0)):
        row = rows[-1] if line.top < foot else []
        if row and (share_row(row[0], line) or any(_stands_beside(other, line) for other in row[-_BESIDE:])):
            row.append(line)
            foot = max(foot, line.bottom)
        else:
            rows.append([line])
            foot = line.bottom
    for row in rows:
        row.sort(key=attrgetter("x0", "top"))
    return rows


def _stands_beside(a: PageLine, b: PageLine) -> bool:
    return share_row(a, b, share=_OVERLAP) and (a.x1 <= b.x0 or b.x1 <= a.x0)


def _breadth(row: Row) -> int:
    """Count the columns in which the lines of a row stand."""
    count, edge = 0, -math.inf
    for line in sorted(row, key=lambda ln: ln.x0):
        count += line.x0 >= edge
        edge = max(edge, line.x1)
    return count


def _runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Give the runs of rows that may be tables: they begin and end with full rows and nothing in them is far apart."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    last = 0  # the last full row
    for place, row in enumerate(rows):
        if start is not None and (_apart(rows[place - 1], row) or place - last > 3):
            runs.append((start, last + 1))
            start = None
        if _breadth(row) >= _MIN_COLUMNS:
            start, last = place if start is None else start, place
    if start is not None:
        runs.append((start, last + 1))
    wide = [(start, end) for start, end in runs if end - start >= _MIN_ROWS]
    return [(_with_head(rows, start, end), _with_tail(rows, start, end)) for start, end in wide]


def _apart(above: Row, below: Row) -> bool:
    return _gap(above, below) > _FAR * _height(above)


def _gap(above: Row, below: Row) -> float:
    return min(ln.top for ln in below) - max(ln.bottom for ln in above)


def _height(row: Row) -> float:
    return max(row[0].bottom - row[0].top, 1.0)


def _with_head(rows: Sequence[Row], start: int, end: int) -> int:
    """Take in the rows above the first one that begin its cells: those that are not set to the top of their row."""
    columns = _columns(rows[start:end])
    first, widest = start, 0.0
    while first > 0 and columns and _is_part(rows[first - 1], columns):
        gap = _gap(rows[first - 1], rows[first])
        if gap > _CLOSE * _height(rows[start]):
            break
        first, widest = first - 1, max(widest, gap)
    above = _gap(rows[first - 1], rows[first]) if first else math.inf
    return first if above > widest + _CLEARLY * _height(rows[start]) else start


def _with_tail(rows: Sequence[Row], start: int, end: int) -> int:
    """Take in the row below the last one, where it goes on with a cell of that."""
    columns = _columns(rows[start:end])
    while end < len(rows) and columns and _goes_on(rows[end - 1], rows[end], columns):
        end += 1
    return end


def _columns(rows: Sequence[Row]) -> list[_Column]:
    """Give the columns in which the cells of full rows stand; empty where they do not stand in columns."""
    full = [row for row in rows if _breadth(row) >= _MIN_COLUMNS]
    if not full:
        return []
    for skipped in range(min(3, len(full))):  # a header may reach over several columns
        merged: list[_Column] = []
        for x0, x1 in sorted((ln.x0, ln.x1) for row in full[skipped:] for ln in row):
            if merged and x0 < merged[-1].x1:
                merged[-1] = _Column(merged[-1].x0, max(merged[-1].x1, x1))
            else:
                merged.append(_Column(x0, x1))
        if len(merged) >= max(_MIN_COLUMNS, max(map(_breadth, full[skipped:]), default=0)):
            return merged
    return []


def _places(line: PageLine, columns: Sequence[_Column]) -> tuple[int, int]:
    """Give the first and the last column that a cell stands in: those it overlaps, else the nearest."""
    over = [place for place, column in enumerate(columns) if min(line.x1, column.x1) - max(line.x0, column.x0) > 1]
    if over:
        return over[0], over[-1]
    nearest = min(range(len(columns)), key=lambda n: max(columns[n].x0 - line.x1, line.x0 - columns[n].x1))
    return nearest, nearest


def _is_part(row: Row, columns: Sequence[_Column]) -> bool:
    """Tell whether a row holds only lines of some cells, none of the first column."""
    if _breadth(row) >= len(columns):
        return False
    return all(0 < first == last for first, last in (_places(line, columns) for line in row))


def _goes_on(above: Row, row: Row, columns: Sequence[_Column]) -> bool:
    """Tell whether a row only goes on with cells of the row above it."""
    return _is_part(row, columns) and _gap(above, row) <= (_NEAR - 1) * _height(above)


def _number_rows(rows: Sequence[Row], columns: Sequence[_Column]) -> list[int]:
    """Give for each row the number of the table's row that it is of.

    Rows that hold parts of cells are of the whole row above them; those behind a gap clearly wider than the others
    are of the one below.
    """
    whole = [place for place, row in enumerate(rows) if not _is_part(row, columns)]
    opens = set(whole)  # rows that open one of the table's
    for above, below in pairwise([-1, *whole]):
        if below == above + 1:
            continue
        gaps = [_gap(rows[n - 1], rows[n]) if n else math.inf for n in range(above + 1, below + 1)]
        widest = max(range(len(gaps)), key=gaps.__getitem__)
        others = max((gap for n, gap in enumerate(gaps) if n != widest), default=math.inf)
        if gaps[widest] > others + _CLEARLY * _height(rows[below]) and widest < len(gaps) - 1:
            opens.add(above + 1 + widest)
            opens.discard(below)
    for place in range(1, len(rows)):
        if place not in opens and place not in whole and not _goes_on(rows[place - 1], rows[place], columns):
            opens.add(place)
    return [sum(place in opens for place in range(1, last + 1)) for last in range(len(rows))]


def _make_grid(rows: Sequence[Row], page: int) -> Grid | None:
    columns = _columns(rows)
    if not columns:
        return None
    cells: dict[tuple[int, int], list[PageLine]] = {}
    spans: dict[tuple[int, int], int] = {}
    full: set[int] = set()
    numbers = _number_rows(rows, columns)
    for number, row in zip(numbers, rows, strict=True):
        if _breadth(row) >= _MIN_COLUMNS:
            full.add(number)
        for line in row:
            first, last = _places(line, columns)
            cells.setdefault((number, first), []).append(line)
            spans[number, first] = max(spans.get((number, first), 1), last - first + 1)
    n_rows = numbers[-1] + 1
    if n_rows < _MIN_ROWS or len(full) < _FULL * n_rows or not _is_clear(cells, spans, len(columns)):
        return None
    made = tuple(
        GridCell(tuple(Piece(ln.text, page, ln.box) for ln in sorted(cells[key], key=_top)), *key, 1, spans[key])
        for key in sorted(cells)
    )
    lines = [line for row in rows for line in row]
    box = Box(
        min(ln.x0 for ln in lines),
        min(ln.top for ln in lines),
        max(ln.x1 for ln in lines),
        max(ln.bottom for ln in lines),
    )
    return Grid(made, n_rows, len(columns), page=page, box=Box(*(round(v, 2) for v in box)))


def _top(line: PageLine) -> tuple[float, float]:
    return round(line.top), line.x0


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
