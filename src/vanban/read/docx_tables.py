"""Tables of a DOCX: columns out of grid units, merged cells, header rows, borders. Source: ISO/IEC 29500-1, 17.4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from vanban.read import limits
from vanban.read.docx_package import W
from vanban.read.docx_styles import StyleSheet, is_on, number, value
from vanban.read.nodes import CellNode, Node, TableNode

_MAX_SPAN = 200
_NEAR = 100  # twips (1.8 mm) within which two column edges are one, drawn by hand
_SIDES = frozenset({"top", "bottom", "left", "right", "start", "end", "insideH", "insideV"})


@dataclass(frozen=True, slots=True)
class _RawCell:
    element: etree._Element
    row: int
    start: int  # in grid units
    end: int
    row_span: int = 1


def read_table(
    table: etree._Element, styles: StyleSheet, nodes_of: Callable[[etree._Element], list[Node]]
) -> TableNode:
    """Read a table; `nodes_of` reads the content of a cell."""
    rows = [row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
    raw = _raw_cells(rows)
    columns = _columns_of(table, raw)
    cells: list[CellNode] = []
    for cell in raw:
        start, end = columns[cell.start], columns[cell.end]
        cells.append(CellNode(cell.row, start, cell.row_span, max(end - start, 1), nodes_of(cell.element)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    return TableNode(cells, len(rows), width, _stated_header(rows, cells), _is_bordered(table, styles))


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give rows of a table or cells of a row, out of content controls and tracked insertions."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _children(child, name)


def _raw_cells(rows: list[etree._Element]) -> list[_RawCell]:
    cells: list[_RawCell] = []
    usual = 0  # width of a row, once it is needed
    above: dict[int, int] = {}  # start of a cell that may go on below → its index in cells
    for row_number, row in enumerate(rows):
        position = min(number(value(row.find(f"{W}trPr/{W}gridBefore"))), _MAX_SPAN)
        below: dict[int, int] = {}
        for element in _children(row, "tc"):
            if len(rows) * position > limits.TABLE_CELLS:
                break
            properties = element.find(f"{W}tcPr")
            width = 1
            merge = across = None
            if properties is not None:
                width = max(1, min(number(value(properties.find(f"{W}gridSpan")), 1), _MAX_SPAN))
                merge, across = properties.find(f"{W}vMerge"), properties.find(f"{W}hMerge")
            if across is not None and value(across) != "restart" and cells and cells[-1].row == row_number:
                cells[-1] = replace(cells[-1], end=position + width)
            elif merge is not None and value(merge) != "restart" and position in above and _is_silent(element):
                index = above[position]
                cells[index] = replace(cells[index], row_span=row_number - cells[index].row + 1)
                below[position] = index
            else:
                if merge is not None and value(merge) != "restart" and position in above:
                    usual = usual or Counter(map(_width_of, rows)).most_common(1)[0][0]
                    width = max(1, width - max(_width_of(row) - usual, 0))
                if merge is not None:
                    below[position] = len(cells)
                cells.append(_RawCell(element, row_number, position, position + width))
            position += width
        above = below
    return cells


def _is_silent(element: etree._Element) -> bool:
    """Tell whether a cell that goes on from above holds no text, as it should."""
    return not any((text.text or "").strip() for text in element.iter(f"{W}t"))


def _width_of(row: etree._Element) -> int:
    """Give the grid units of a row.

    LibreOffice may write a cell below a merged one as wide as that one and as its continuation, and push the rest of
    the row into a column that is not there: such a row reaches beyond the others.
    """
    spans = (value(cell.find(f"{W}tcPr/{W}gridSpan")) for cell in _children(row, "tc"))
    return number(value(row.find(f"{W}trPr/{W}gridBefore"))) + sum(max(1, min(number(s, 1), _MAX_SPAN)) for s in spans)


def _columns_of(table: etree._Element, cells: list[_RawCell]) -> dict[int, int]:
    """Number the columns by the cell edges that are used; edges that miss each other by a hair are one."""
    edges = sorted({edge for cell in cells for edge in (cell.start, cell.end)})
    widths = [number(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    place = [0]
    for width in widths:
        place.append(place[-1] + width)
    near = _number_edges(edges, place)
    if any(near[cell.start] == near[cell.end] for cell in cells):
        return {edge: column for column, edge in enumerate(edges)}
    return near


def _number_edges(edges: list[int], place: list[int]) -> dict[int, int]:
    columns: dict[int, int] = {}
    column, anchor = -1, None
    for edge in edges:
        at = place[edge] if edge < len(place) else None
        if column < 0 or at is None or anchor is None or at - anchor > _NEAR:
            column, anchor = column + 1, at
        columns[edge] = column
    return columns


def _stated_header(rows: list[etree._Element], cells: list[CellNode]) -> int | None:
    """Count the rows that are marked to be repeated, with the rows that their merged cells reach into."""
    count = 0
    while count < len(rows) and is_on(rows[count].find(f"{W}trPr/{W}tblHeader")):
        count += 1
    if not 0 < count < len(rows):
        return None
    reach = max((cell.row + cell.row_span for cell in cells if cell.row < count), default=count)
    return reach if reach < len(rows) else count


def _is_bordered(table: etree._Element, styles: StyleSheet) -> bool:
    properties = table.find(f"{W}tblPr")
    own = properties.find(f"{W}tblBorders") if properties is not None else None
    if own is not None:
        drawn = _is_drawn(own)
    else:
        style_id = value(properties.find(f"{W}tblStyle")) if properties is not None else None
        borders = styles.find(style_id, f"{W}tblPr/{W}tblBorders")
        drawn = borders is not None and _is_drawn(borders)
    if drawn:
        return True
    boxed = (borders for borders in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders") if _is_drawn(borders, 2))
    return next(boxed, None) is not None and next(boxed, None) is not None


def _is_drawn(borders: etree._Element, least: int = 1) -> bool:
    drawn = sum(value(side) not in (None, "none", "nil") and str(side.tag)[len(W) :] in _SIDES for side in borders)
    return drawn >= least
