"""Paragraphs and tables as a marked-up format nests them, and the way they are laid down as blocks.

DOCX and HTML readers make nodes; tables that only set text beside text are read cell by cell, all others become tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.model import BlockKind, Style
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.read.flow import Flow, TextLine
from vanban.read.kinds import is_rule, is_upper
from vanban.read.tables import count_header_rows, has_header
from vanban.read.two_columns import find_letterhead, find_signature
from vanban.text import fold

LETTERHEAD = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam|doc lap\s?[-–—]\s?tu do")
SENT_TO = re.compile(r"noi nhan\b|kinh gui\b")
_COLUMN_GAP = re.compile(r"\t|\S {3,}\S")
_MAX_LAYOUT_ROWS = 12
_MAX_FOOT_ROWS = 40
_MAX_FOOT_COLUMNS = 3


@dataclass(slots=True)
class Para:
    """A paragraph, cut at its line breaks; `kind` None: to be guessed."""

    lines: list[str]
    style: Style = field(default_factory=Style)
    kind: BlockKind | None = None
    notes: list[str] = field(default_factory=list)  # its footnotes

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


@dataclass(slots=True)
class CellNode:
    row: int
    column: int
    row_span: int
    column_span: int
    content: list[Node]


@dataclass(slots=True)
class TableNode:
    cells: list[CellNode]  # sorted by row, column
    n_rows: int
    n_columns: int
    header_rows: int | None = None
    bordered: bool | None = None  # None: the format does not say


Node = Para | TableNode


def paragraphs_of(nodes: Sequence[Node]) -> list[Para]:
    """Give the paragraphs that are not in a nested table."""
    return [node for node in nodes if isinstance(node, Para)]


def grid_of_table(table: TableNode) -> Grid:
    cells = tuple(
        GridCell(
            tuple(Piece(line) for line in _lines_of(cell.content) if line.strip()),
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
        )
        for cell in table.cells
    )
    return Grid(cells, table.n_rows, table.n_columns, table.header_rows)


def _lines_of(content: Sequence[Node]) -> Iterator[str]:
    """Give the lines of a cell; a table in it without a header of its own gives one for each of its rows."""
    for node in content:
        if isinstance(node, Para):
            yield from node.lines
            continue
        if _is_data(node):
            continue
        rows: dict[int, list[str]] = {}
        for cell in node.cells:
            text = " ".join(" ".join(_lines_of(cell.content)).split())
            if text:
                rows.setdefault(cell.row, []).append(text)
        yield from ("; ".join(texts) for texts in rows.values())


def _notes_of(content: Sequence[Node]) -> Iterator[str]:
    for node in content:
        if isinstance(node, Para):
            yield from node.notes
        elif not _is_data(node):
            for cell in node.cells:
                yield from _notes_of(cell.content)


def _is_data(table: TableNode) -> bool:
    """Tell whether a table within a cell names its columns: it is a table of its own, not a text of the cell."""
    return table.n_columns > 1 and table.n_rows > 1 and count_header_rows(grid_of_table(table)) > 0


def _tables_in(content: Sequence[Node]) -> Iterator[TableNode]:
    """Give the tables of a cell that stand for themselves."""
    for node in content:
        if isinstance(node, TableNode):
            if _is_data(node):
                yield node
            else:
                for cell in node.cells:
                    yield from _tables_in(cell.content)


class NodeWriter:
    """Lays nodes down in order."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._flow = Flow(builder, typed=True)

    def write(self, nodes: Sequence[Node]) -> None:
        index = 0
        while index < len(nodes):
            node = nodes[index]
            if isinstance(node, TableNode):
                self._write_table(node)
                index += 1
                continue
            index = self._write_columns(nodes, index) or self._write_paragraph(node, index)

    def end(self) -> None:
        self._flow.end()

    def _write_paragraph(self, para: Para, index: int) -> int:
        self._flow.gap()
        soft = False
        for line in para.lines:
            text = " ".join(line.split())
            if not text:
                continue
            kind = BlockKind.RUNNING_HEAD if is_rule(text) else para.kind
            if kind in (BlockKind.RUNNING_HEAD, BlockKind.FOOTNOTE):
                self._flow.aside(kind, TextLine(text, style=para.style))
            else:
                self._flow.line(TextLine(text, style=para.style, soft=soft, kind=kind))
            soft = True
        for note in para.notes:
            self._flow.aside(BlockKind.FOOTNOTE, TextLine(note))
        return index + 1

    def _write_columns(self, nodes: Sequence[Node], index: int) -> int:
        """Write a letterhead or signature block that tabs set in two columns; 0 where none begins here."""
        first = nodes[index]
        if not isinstance(first, Para) or not any(map(_COLUMN_GAP.search, first.lines)):
            return 0
        end = index
        lines: list[str] = []
        owner: list[int] = []
        while end < len(nodes) and end < index + 40 and isinstance(node := nodes[end], Para):
            texts = node.lines or [""]
            lines.extend(texts)
            owner.extend([end] * len(texts))
            end += 1
        columns = find_letterhead(lines, 0) or find_signature(lines, 0)
        if columns is None or (
            columns.end < len(owner) and columns.end and owner[columns.end] == owner[columns.end - 1]
        ):
            return 0
        self._flow.end()
        for side in (columns.left, columns.right):
            for text in side:
                self._write_paragraph(Para([text], first.style), 0)
            self._flow.end()
        return owner[columns.end - 1] + 1

    # -- tables --------------------------------------------------------------------------------------------------------

    def _write_table(self, table: TableNode) -> None:
        grid = grid_of_table(table)
        layout = find_layout(table, grid)
        if layout is not None:
            self._flow.end()
            for cell in layout:
                self.write(cell.content)
                self._flow.end()
            return
        self._flow.grid(grid)
        for cell in table.cells:
            for note in _notes_of(cell.content):
                self._flow.aside(BlockKind.FOOTNOTE, TextLine(note))
        for inner in [node for cell in table.cells for node in _tables_in(cell.content)]:
            self._flow.end()
            self._write_table(inner)


def find_layout(table: TableNode, grid: Grid) -> list[CellNode] | None:
    """Give the cells of a table that only places text on the page, in reading order; None for a table of data."""
    if table.n_columns == 1 or table.n_rows * table.n_columns == 1:
        return table.cells
    texts = [fold(cell.text[:200]) for cell in grid.cells]
    sent_to = any(map(SENT_TO.match, texts[: table.n_columns])) and table.n_columns <= _MAX_FOOT_COLUMNS
    most = _MAX_FOOT_ROWS if sent_to else _MAX_LAYOUT_ROWS  # some give each recipient a row
    if table.n_rows > most or (table.header_rows or 0) > 0:
        return None
    if any(map(LETTERHEAD.search, texts)) or any(map(SENT_TO.match, texts)):
        return sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    if table.bordered is not False or has_header(grid):
        return None
    filled = [cell.text for cell in grid.cells if cell.pieces]
    if table.n_columns <= 3 and table.n_rows <= 4 and filled and all(map(_heads_signature, filled)):
        return sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    return table.cells if table.n_rows <= 2 and table.n_columns <= 3 else None


def _heads_signature(text: str) -> bool:
    return is_upper(text.split("(")[0]) or text.startswith("(") or len(text) <= 40
