"""Tables whose cells are told apart by shading alone, without ruling lines: found by pdfplumber.

pdfplumber takes the edges of filled boxes for borders. It is slow, so it is asked only about pages that show several
filled boxes and no ruled grid.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from vanban.read.pdf_rulings import Rulings
from vanban.read.ruled_tables import RuledGrid

MIN_PANELS = 6  # fewer filled boxes make no table
_MAX_PANELS = 2_000  # a drawing has more
_SNAP_PT = 3.0  # edges no farther apart are one

CellBox = tuple[float, float, float, float]  # x0, top, x1, bottom in points


class ShadedTables:
    """Opens the file with pdfplumber when a page first asks for it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file: Any = None

    def find(self, rulings: Rulings, number: int) -> list[RuledGrid]:
        """Find the shaded grids of at least two columns on page `number`, counted from 1."""
        if not MIN_PANELS <= rulings.panels <= _MAX_PANELS:
            return []
        try:
            if self._file is None:
                import pdfplumber

                self._file = pdfplumber.open(io.BytesIO(self._data))
            tables = self._file.pages[number - 1].find_tables()
        except Exception:  # pdfminer raises errors of many kinds on files that PDFium reads; the text is kept anyway
            return []
        grids = [make_grid([cell for cell in table.cells if cell is not None]) for table in tables]
        return [grid for grid in grids if grid is not None]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def make_grid(cells: Sequence[CellBox]) -> RuledGrid | None:
    """Make a grid of cell boxes; None for less than two columns or rows, or where a place has no cell."""
    xs = _edges([x for x0, _, x1, _ in cells for x in (x0, x1)])
    ys = _edges([y for _, top, _, bottom in cells for y in (top, bottom)])
    if len(xs) < 3 or len(ys) < 3:
        return None
    placed: list[tuple[int, int, int, int]] = []
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row, column = _place(ys, top), _place(xs, x0)
        rows, columns = _place(ys, bottom) - row, _place(xs, x1) - column
        for r in range(row, row + rows):
            for c in range(column, column + columns):
                owner[r][c] = len(placed)
        placed.append((row, column, rows, columns))
    if any(-1 in row for row in owner):
        return None
    return RuledGrid(xs, ys, placed, owner)


def _edges(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SNAP_PT:
            found.append(place)
    return found


def _place(edges: Sequence[float], at: float) -> int:
    """Give the index of the edge nearest to a place."""
    right = min(bisect_left(edges, at), len(edges) - 1)
    return right - 1 if right and at - edges[right - 1] < edges[right] - at else right
