"""Grids that ruling lines draw, and the words that stand in their cells.

Lines that cross belong to one grid. Where a border is missing between two places of the grid, a cell reaches over both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vanban.model import Box
from vanban.read.builder import Grid, GridCell, Piece
from vanban.read.narrow_cells import broken_words
from vanban.read.page_lines import PageLine, Word
from vanban.read.pdf_rulings import Ruling, Rulings

_SNAP_PT = 2.0  # lines no farther apart are one
_GAP_PT = 4.0  # pieces of one line may be that far apart
_REACH_PT = 3.0  # lines cross, also where they fall short by this
_NARROW_PT = 6.0  # a narrower column or row comes of borders that do not meet
_OPEN_PT = 10.0  # lines that reach out so far make a cell without an outer border
_COVERED = 0.5  # of a cell's side: a border
_CUT_PT = 0.5  # a line that begins so near to its cell's upper edge was not set into this cell
_PITCH = 0.4  # of the font size: lines no farther apart follow each other
_WIDEST_MARGIN = 8.0
_OVER = 0.6  # of a line's height and of the shorter one's width: one lies over the other
_MAX_LINES = 4_000  # of a page; a drawing has more


@dataclass(slots=True)
class RuledGrid:
    """The places of a grid: their edges, and for each place the cell that holds it."""

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]  # row, column, row span, column span
    owner: list[list[int]]  # cell of each row and column

    @property
    def box(self) -> Box:
        return Box(round(self.xs[0], 2), round(self.ys[0], 2), round(self.xs[-1], 2), round(self.ys[-1], 2))

    def column_at(self, x: float) -> int | None:
        index = bisect_right(self.xs, x) - 1
        return index if 0 <= index < len(self.xs) - 1 else None


def find_grids(rulings: Rulings) -> list[RuledGrid]:
    """Find the grids of at least two columns, from top to bottom."""
    if len(rulings.vertical) < 1 or len(rulings.horizontal) < 2:
        return []
    if len(rulings.vertical) + len(rulings.horizontal) > _MAX_LINES:
        return []
    horizontal, vertical = join_rulings(rulings.horizontal), join_rulings(rulings.vertical)
    grids = []
    for group_h, group_v in _crossing_groups(horizontal, vertical):
        grid = _make_grid(group_h, group_v)
        if grid is not None:
            grids.append(grid)
    grids.sort(key=lambda g: g.ys[0])
    return [g for g in grids if not any(_lies_inside(g, other) for other in grids if other is not g)]


def _lies_inside(inner: RuledGrid, outer: RuledGrid) -> bool:
    a, b = inner.box, outer.box
    return a.x0 > b.x0 and a.x1 < b.x1 and a.top > b.top and a.bottom < b.bottom


def join_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Join pieces that lie on one line."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if groups and ruling.at - groups[-1][-1].at <= _SNAP_PT and ruling.at - groups[-1][0].at <= 2 * _SNAP_PT:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    joined: list[Ruling] = []
    for group in groups:
        at = sum(r.at for r in group) / len(group)
        group.sort(key=lambda r: r.start)
        start, end = group[0].start, group[0].end
        for ruling in group[1:]:
            if ruling.start > end + _GAP_PT:
                joined.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
            end = max(end, ruling.end)
        joined.append(Ruling(at, start, end))
    return joined


def _crossing_groups(horizontal: list[Ruling], vertical: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    starts = [h.at for h in horizontal]
    for index, v in enumerate(vertical, len(horizontal)):
        first = bisect_right(starts, v.start - _REACH_PT)
        for row in range(first, len(horizontal)):
            h = horizontal[row]
            if h.at > v.end + _REACH_PT:
                break
            if h.start - _REACH_PT <= v.at <= h.end + _REACH_PT:
                parent[root(row)] = root(index)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, ruling in enumerate([*horizontal, *vertical]):
        groups[root(index)][index >= len(horizontal)].append(ruling)
    return [(h, v) for h, v in groups.values() if len(h) >= 2 and v]


def _make_grid(horizontal: list[Ruling], vertical: list[Ruling]) -> RuledGrid | None:
    ys = _edges(horizontal, vertical)
    xs = _edges(vertical, horizontal)
    if len(xs) < 3 or len(ys) < 2:
        return None
    grid = RuledGrid(xs, ys, [], [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)])
    _find_cells(grid, _borders(xs, ys, vertical), _borders(ys, xs, horizontal))
    return grid if len(grid.cells) >= 2 else None


def _edges(across: list[Ruling], along: list[Ruling]) -> list[float]:
    """Give the positions of the lines, with the open ends of those that cross them; sorted."""
    length: dict[float, float] = defaultdict(float)
    for ruling in across:
        length[ruling.at] += ruling.end - ruling.start
    edges: list[float] = []
    for at in sorted(length):
        if edges and at - edges[-1] < _NARROW_PT:
            if length[at] > length[edges[-1]]:
                edges[-1] = at
        else:
            edges.append(at)
    starts, ends = sorted(r.start for r in along), sorted(r.end for r in along)
    start, end = starts[len(starts) // 2], ends[len(ends) // 2]
    if start < edges[0] - _OPEN_PT:
        edges.insert(0, start)
    if end > edges[-1] + _OPEN_PT:
        edges.append(end)
    return edges


def _borders(edges: list[float], marks: list[float], rulings: list[Ruling]) -> list[list[bool]]:
    """Tell for each edge, and each stretch between two marks, whether a line runs along it."""
    lines: list[list[Ruling]] = [[] for _ in edges]
    for ruling in rulings:
        index = min(range(len(edges)), key=lambda i: abs(edges[i] - ruling.at))
        lines[index].append(ruling)
    return [
        [
            sum(max(min(r.end, b) - max(r.start, a), 0.0) for r in on_edge) >= _COVERED * (b - a)
            for a, b in pairwise(marks)
        ]
        for on_edge in lines
    ]


def _find_cells(grid: RuledGrid, upright: list[list[bool]], level: list[list[bool]]) -> None:
    """Let each cell reach to the right, then down, as far as no border stops it."""
    n_rows, n_columns = len(grid.ys) - 1, len(grid.xs) - 1
    for row in range(n_rows):
        for column in range(n_columns):
            if grid.owner[row][column] >= 0:
                continue
            width = 1
            while column + width < n_columns and not upright[column + width][row]:
                if grid.owner[row][column + width] >= 0:
                    break
                width += 1
            height = 1
            while row + height < n_rows and _goes_down(row + height, column, width, upright, level):
                height += 1
            for r in range(row, row + height):
                grid.owner[r][column : column + width] = [len(grid.cells)] * width
            grid.cells.append((row, column, height, width))


def _goes_down(row: int, column: int, width: int, upright: list[list[bool]], level: list[list[bool]]) -> bool:
    """Tell whether a cell that ends above this row goes on in it."""
    if any(level[row][column : column + width]):
        return False
    return not any(upright[c][row] for c in range(column + 1, column + width))


# -- words -------------------------------------------------------------------------------------------------------------


def fill_grid(
    grid: RuledGrid, lines: Sequence[PageLine], *, page: int, scanned: bool = False
) -> tuple[Grid | None, list[PageLine]]:
    """Put words into their cells; give the table and the lines outside it, or None and all lines where it is none."""
    held: list[list[PageLine]] = [[] for _ in grid.cells]
    outside: list[PageLine] = []
    for line in lines:
        row = bisect_right(grid.ys, (line.top + line.bottom) / 2) - 1
        if not 0 <= row < len(grid.owner):
            outside.append(line)
            continue
        for column, part in _part_by_columns(grid, line):
            if column is None:
                outside.append(part)
            else:
                held[grid.owner[row][column]].append(part)
    if sum(map(bool, held)) < 2:
        return None, list(lines)
    _lift_cut_lines(grid, held)
    if not scanned:  # a scan does not show what a cell hid
        _lift_lone_lines(grid, held)
    margins = _margins(grid, held)
    cells = [
        GridCell(
            _pieces(parts, page, grid.xs[column + column_span] - margins[column]), row, column, row_span, column_span
        )
        for (row, column, row_span, column_span), parts in zip(grid.cells, held, strict=True)
    ]
    return Grid(tuple(cells), len(grid.ys) - 1, len(grid.xs) - 1, page=page, box=grid.box), outside


def _lift_cut_lines(grid: RuledGrid, held: list[list[PageLine]]) -> None:
    """Move the line that a cell was too low to show, and that lies under the text of the cell below, back up.

    LibreOffice so cuts a header that it repeats on a new page.
    """
    for (row, column, _, _), parts in zip(grid.cells, held, strict=True):
        if row == 0 or len(parts) < 2:
            continue
        for line in [part for part in parts if part.top < grid.ys[row] + _CUT_PT]:
            if any(_lies_under(line, other) for other in parts if other is not line):
                parts.remove(line)
                held[grid.owner[row - 1][column]].append(line)


def _lift_lone_lines(grid: RuledGrid, held: list[list[PageLine]]) -> None:
    """Do the same where nothing stands in the cell below: the line is set higher than its row, under the others."""
    cells = list(zip(grid.cells, held, strict=True))
    set_rows = {row for (row, _, _, _), parts in cells if any(p.top >= grid.ys[row] + _CUT_PT for p in parts)}
    for (row, column, _, _), parts in cells:
        if row in set_rows and row > 0 and len(parts) == 1 and parts[0].top < grid.ys[row]:
            above = held[grid.owner[row - 1][column]]
            if _follows(above, parts[0]):
                above.append(parts.pop())


def _follows(above: Sequence[PageLine], line: PageLine) -> bool:
    """Tell whether a line stands right under the last of others."""
    return bool(above) and abs(line.top - max(other.bottom for other in above)) < _PITCH * line.size


def _lies_under(line: PageLine, other: PageLine) -> bool:
    """Tell whether another line is drawn over one, a little lower."""
    down = min(line.bottom, other.bottom) - max(line.top, other.top)
    across = min(line.x1, other.x1) - max(line.x0, other.x0)
    lower = other.top > line.top
    return (
        lower
        and down > _OVER * (line.bottom - line.top)
        and across > _OVER * min(line.x1 - line.x0, other.x1 - other.x0)
    )


def _part_by_columns(grid: RuledGrid, line: PageLine) -> list[tuple[int | None, PageLine]]:
    """Split a line by the columns that its words stand in; None is outside the grid."""
    first, last = grid.column_at(line.x0 + 1), grid.column_at(line.x1 - 1)
    if first == last or line.exact is None:
        return [(grid.column_at(line.middle), line)]
    parts: list[tuple[int | None, list[Word]]] = []
    for word in line.exact:
        column = grid.column_at((word.x0 + word.x1) / 2)
        if parts and parts[-1][0] == column:
            parts[-1][1].append(word)
        else:
            parts.append((column, [word]))
    return [(column, line.part(words)) for column, words in parts]


def _margins(grid: RuledGrid, held: Sequence[list[PageLine]]) -> list[float]:
    """Give for each column the least distance that text keeps from its left edge."""
    margins = [_WIDEST_MARGIN] * (len(grid.xs) - 1)
    for (_, column, _, _), parts in zip(grid.cells, held, strict=True):
        margins[column] = min([margins[column], *(max(part.x0 - grid.xs[column], 0.0) for part in parts)])
    return margins


def _pieces(lines: list[PageLine], page: int, right: float) -> tuple[Piece, ...]:
    """Give the lines of a cell in their order; `right` is where its text must end."""
    broken: set[int] = set()
    if any(line.turned for line in lines):
        lines = sorted(lines, key=lambda ln: ln.x0)
    elif len(lines) > 1:
        lines = in_rows(lines)
        broken = broken_words(lines, right)
    return tuple(Piece(line.text, page, line.box, index in broken) for index, line in enumerate(lines))


def in_rows(lines: Sequence[PageLine]) -> list[PageLine]:
    """Sort lines into rows from top to bottom, each from left to right."""
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda ln: (ln.top + ln.bottom, ln.x0)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom and not line.turned:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda ln: ln.x0)]
