"""The text of a document laid out by its blocks, for formats whose pages cannot be shown as pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vanban.model import Analysis, BlockKind, Span, Table
from vanban.web.marks import Index, Mark, Piece, pieces_of

WINDOW_CHARACTERS = 60_000


class LaidCell(NamedTuple):
    pieces: tuple[Piece, ...]
    is_head: bool
    rows: int
    columns: int


class LaidBlock(NamedTuple):
    """A block as it is shown; `level` is a heading's depth, from 1."""

    number: int
    kind: str
    level: int
    pieces: tuple[Piece, ...]
    rows: tuple[tuple[LaidCell, ...], ...]
    is_centered: bool
    is_bold: bool


def windows(analysis: Analysis) -> list[range]:
    """Cut a long document into parts of whole blocks."""
    found: list[range] = []
    start, began = 0, 0
    for number, block in enumerate(analysis.document.blocks):
        if number > start and block.span.end - began > WINDOW_CHARACTERS:
            found.append(range(start, number))
            start, began = number, block.span.start
    return [*found, range(start, len(analysis.document.blocks))]


def lay_out(analysis: Analysis, blocks: range, marks: Sequence[Mark], found: Span | None) -> list[LaidBlock]:
    document = analysis.document
    levels = {section.block: section.level for section in analysis.outline.sections}
    index, given = Index(marks), set[str]()
    laid: list[LaidBlock] = []

    def cut(span: Span) -> tuple[Piece, ...]:
        return tuple(pieces_of(document.text, span, index.near(span), given, found))

    for number in blocks:
        block = document.blocks[number]
        if block.kind is BlockKind.RUNNING_HEAD:
            continue
        table = document.tables[block.table] if block.table is not None else None
        kind = "heading" if number in levels else block.kind.value
        rows = _rows(table, cut) if table is not None else ()
        pieces = () if table is not None else cut(block.span)
        style = block.style
        laid.append(
            LaidBlock(number, kind, levels.get(number, 0), pieces, rows, bool(style.centered), bool(style.bold))
        )
    return laid


def _rows(table: Table, cut: Callable[[Span], tuple[Piece, ...]]) -> tuple[tuple[LaidCell, ...], ...]:
    rows: list[list[LaidCell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        if cell.row < table.n_rows:
            pieces = cut(cell.span)
            rows[cell.row].append(LaidCell(pieces, cell.row < table.header_rows, cell.row_span, cell.column_span))
    return tuple(tuple(row) for row in rows)
