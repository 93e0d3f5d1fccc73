"""From grids to tables: parts joined over pages.

A reader sees one grid for each page; `join_grids` makes one of all that belong together, drops the headers that a new
page repeats (also where they are cut short or a column is lost) and joins rows that a page break has cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from vanban.read.builder import Grid, GridCell, Piece
from vanban.read.captions import find_title, is_caption, is_label, is_note
from vanban.read.columns import find_places, is_mark, is_number, is_ordinal, profiles_of
from vanban.read.header_rows import (
    MAX_HEADER_ROWS,
    MAX_NAME,
    count_header_rows,
    has_header,
    merge_header,
    names_column,
    numbers_rows,
    texts_of,
)  # fmt: skip
from vanban.text import fold

__all__ = [
    "count_header_rows", "find_title", "grid_of", "has_header", "is_caption", "is_label", "is_note", "join_grids",
    "names_column", "numbers_rows", "texts_of",
]  # fmt: skip

_ALIKE = 0.8  # share of letters that two spellings of one name have in common


def grid_of(rows: Sequence[Sequence[str]], *, page: int | None = None, header_rows: int | None = None) -> Grid:
    """Make a grid of rows of plain texts, without merged cells; a line break within a text parts its pieces."""
    width = max(map(len, rows), default=0)
    cells = [
        GridCell(tuple(Piece(line, page) for line in row[c].split("\n") if line) if c < len(row) else (), r, c)
        for r, row in enumerate(rows)
        for c in range(width)
    ]
    return Grid(tuple(cells), len(rows), width, header_rows, page)


def join_grids(grids: Iterable[Grid]) -> list[Grid]:
    """Join grids that follow each other with nothing but running heads between; each result states its header rows."""
    joined: list[_Joined] = []
    for part in (part for grid in grids for part in _split_at_headers(grid)):
        if not part.n_rows or not part.n_columns:
            continue
        if not joined or not joined[-1].take(part):
            joined.append(_Joined(part))
    return [table.grid() for table in joined]


def _split_at_headers(grid: Grid) -> list[Grid]:
    """Part a grid where its header stands again within it."""
    count = count_header_rows(grid)
    texts = texts_of(grid)
    names = [text for row in texts[:count] for text in row if text]
    cuts = [0]
    for number, row in enumerate(texts):
        filled = [text for text in row if text]
        if number <= count or not names or len(filled) < 3 or is_ordinal(row[0]) or max(map(len, filled)) > MAX_NAME:
            continue
        if _repeats(filled, names, strict=True):
            cuts.append(number)
    if len(cuts) == 1:
        return [grid]
    return [_rows_between(grid, start, end) for start, end in pairwise([*cuts, grid.n_rows])]


def _rows_between(grid: Grid, start: int, end: int) -> Grid:
    cells = tuple(
        replace(cell, row=cell.row - start, row_span=min(cell.row_span, end - cell.row))
        for cell in grid.cells
        if start <= cell.row < end
    )
    return replace(grid, cells=cells, n_rows=end - start, header_rows=grid.header_rows if start == 0 else None)


class _Joined:
    """A table that grows by the parts on the following pages."""

    def __init__(self, grid: Grid) -> None:
        self._first = grid
        self._header_rows = min(count_header_rows(grid), grid.n_rows)
        self._n_columns, self._n_rows = grid.n_columns, grid.n_rows
        self._cells = merge_header(list(grid.cells), self._header_rows, grid.n_columns)
        self._header = [" ".join(c.text.split()) for c in self._cells if c.row < self._header_rows]
        self._body = texts_of(grid)[self._header_rows :]

    def grid(self) -> Grid:
        cells = tuple(sorted(self._cells, key=lambda c: (c.row, c.column)))
        first = self._first
        return Grid(cells, self._n_rows, self._n_columns, self._header_rows, first.page, first.box, first.sheet)

    def take(self, grid: Grid) -> bool:
        """Take in the next part; False where it is a table of its own."""
        texts = texts_of(grid)
        repeated = self._repeated_rows(grid, texts)
        body = texts[repeated:]
        if repeated == 0 and (has_header(grid) or not (self._may_hold(grid.n_columns) or self._counts_on(body))):
            return False
        if self._counts_anew(body):
            return False
        used = [c for c in range(grid.n_columns) if any(row[c] for row in body)]
        if grid.n_columns > self._n_columns and len(used) > self._n_columns:
            return False
        places = self._places(body, grid.n_columns, used)
        cells = [
            replace(cell, row=cell.row - repeated, column=places[cell.column])
            for cell in grid.cells
            if cell.row >= repeated and cell.column in places
        ]
        self._append(cells, grid.n_rows - repeated)
        return True

    def _counts_anew(self, body: list[list[str]]) -> bool:
        """Tell whether a part numbers its rows from the beginning again, though no group of rows is open."""
        if not self._body or not body or not is_ordinal(body[0][0]) or body[0][0] != self._body[0][0]:
            return False
        return len(self._body) > 1 and sum(map(bool, self._body[-1])) > 2

    def _may_hold(self, width: int) -> bool:
        """Tell whether rows of that width may be this table's, empty cells at their ends cut off."""
        return width == self._n_columns or (self._header_rows > 0 and self._n_columns // 2 <= width < self._n_columns)

    def _counts_on(self, body: list[list[str]]) -> bool:
        """Tell whether a part goes on with the numbers of this table's rows."""
        last = next((row[0] for row in reversed(self._body) if row[0].isdecimal()), "")
        first = next((row[0] for row in body if row[0].isdecimal()), "")
        return max(len(first), len(last)) < 6 and bool(last and first) and int(first) == int(last) + 1

    def _places(self, body: list[list[str]], width: int, used: list[int]) -> dict[int, int]:
        if width == self._n_columns:
            return {column: column for column in range(width)}
        kept = list(range(width)) if width < self._n_columns else used
        rows = [[row[column] for column in kept] for row in body]
        places = find_places(rows, profiles_of(self._body, self._n_columns))
        return dict(zip(kept, places, strict=False))

    def _repeated_rows(self, grid: Grid, texts: list[list[str]]) -> int:
        """Count the first rows that repeat this table's header, perhaps cut short."""
        if not self._header:
            return 0
        count = 0
        most = MAX_HEADER_ROWS if grid.box is None else self._header_rows  # ruled lines tell rows for certain
        for row in texts[:most]:
            filled = [text for text in row if text]
            if not filled or not _repeats(filled, self._header, strict=count > 0):
                break
            count += 1
        if grid.header_rows and count:
            count = max(count, grid.header_rows)
        return count

    def _append(self, cells: list[GridCell], n_rows: int) -> None:
        if not n_rows:
            return
        rows: list[list[GridCell]] = [[] for _ in range(n_rows)]
        for cell in cells:
            rows[cell.row].append(cell)
        offset = self._n_rows
        if self._body and self._continues_row(rows[0]):
            self._extend_last_row(rows.pop(0))
            offset -= 1
        for row in rows:
            texts = [""] * self._n_columns
            for cell in row:
                texts[cell.column] = cell.text
                width = min(cell.column_span, self._n_columns - cell.column)
                self._cells.append(replace(cell, row=cell.row + offset, column_span=width))
            self._body.append(texts)
        self._n_rows += len(rows)

    def _continues_row(self, row: list[GridCell]) -> bool:
        last = self._body[-1]
        rest = [(last[cell.column], cell.text) for cell in row if cell.text]
        if not rest or any(cell.column == 0 and is_ordinal(cell.text) for cell in row):
            return False
        numbered = any(is_ordinal(texts[0]) for texts in self._body[-10:])
        if numbered and any(cell.column == 0 and cell.text for cell in row):
            return False
        if any(before and (is_number(after) or is_mark(after)) for before, after in rest):
            return False
        cut = sum(_is_cut(before, after) for before, after in rest)
        return 2 * cut >= len(rest) if numbered else cut == len(rest)

    def _extend_last_row(self, row: list[GridCell]) -> None:
        last = self._n_rows - 1
        for cell in row:
            if not cell.pieces:
                continue
            found = self._cell_at(last, cell.column)
            if found is None:
                self._cells.append(replace(cell, row=last, row_span=1))
            else:
                grown = self._cells[found]
                self._cells[found] = replace(grown, pieces=grown.pieces + cell.pieces)
            before = self._body[-1][cell.column]
            self._body[-1][cell.column] = f"{before} {cell.text}".strip()

    def _cell_at(self, row: int, column: int) -> int | None:
        for index in range(len(self._cells) - 1, -1, -1):
            cell = self._cells[index]
            if cell.row + cell.row_span > row and cell.column <= column < cell.column + cell.column_span:
                return index
            if cell.row < row - 100:
                return None
        return None


def _is_cut(before: str, after: str) -> bool:
    """Tell whether a cell's text goes on in the next part."""
    if not before:
        return False
    return after[:1].islower() or before[-1] not in ".:!?" or before.endswith("...")


def _repeats(filled: list[str], header: list[str], *, strict: bool) -> bool:
    """Tell whether a row's cells are the header's, in its order, words perhaps lost at their ends."""
    if not strict:
        found = _count_common(filled, header)
        return found >= min(2, len(header)) and 3 * found >= 2 * len(filled)
    position = 0
    for text in filled:
        place = next((p for p in range(position, len(header)) if _same_name(text, header[p])), None)
        if place is None:
            return False
        position = place + 1
    return True


def _count_common(filled: list[str], header: list[str]) -> int:
    """Count the cells of the longest run of names that both have in this order, others between them."""
    best = [0] * (len(header) + 1)
    for text in filled:
        before = 0
        for place, name in enumerate(header, 1):
            here = best[place]
            best[place] = max(here, best[place - 1], before + 1 if _same_name(text, name) else 0)
            before = here
    return best[-1]


def _same_name(text: str, name: str) -> bool:
    a, b = fold(text), fold(name)
    if a == b or (min(len(a), len(b)) >= 3 and (b.startswith(a) or a.startswith(b))):
        return True
    if min(len(a), len(b)) < 4:
        return False
    if _common_words(a, b) >= 2:
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _common_words(a: str, b: str) -> int:
    count = 0
    for left, right in zip(a.split(), b.split(), strict=False):
        if left != right:
            break
        count += 1
    return count
