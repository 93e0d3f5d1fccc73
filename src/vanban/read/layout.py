"""Lay the pages of a document down as one text: paragraphs, tables, running heads and footnotes as blocks.

A paragraph or table that runs over the end of a page stays one block; what stands in the margins between its parts
comes behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from vanban.model import BlockKind, Box
from vanban.read.builder import DocumentBuilder, Grid, Piece
from vanban.read.captions import find_title
from vanban.read.margins import Margins, PageContent, begins_footnote, part_margins
from vanban.read.page_lines import PageLine
from vanban.read.paragraphs import Frame, Paragraph, find_paragraphs, frame_of, runs_over
from vanban.read.reading_order import order_columns
from vanban.read.tables import join_grids

_FEW_LINES = 8  # too few to tell the edges of the text

Shown = Mapping[int, Callable[[Box], Box]]
Item = Paragraph | list[Grid]


def lay_out(pages: Sequence[PageContent], builder: DocumentBuilder, *, shown: Shown | None = None) -> None:
    """Lay down all pages; `shown` has a function for each page that viewers turn: from upright boxes to those shown."""
    writer = _Writer(builder, shown or {})
    frame: Frame | None = None
    for page, margins in zip(pages, part_margins(pages), strict=True):
        frame = _page_frame(margins.body, frame)
        writer.add_page(margins, _page_items(page, margins, frame), frame)
    writer.flush()


def _page_frame(body: Sequence[PageLine], before: Frame | None) -> Frame:
    lines = [line for line in body if not line.turned]
    if not lines:
        return before or Frame(0, 0, 0)
    frame = frame_of(sorted(lines, key=attrgetter("bottom", "x0")))
    if before is None:
        return frame
    if len(lines) >= _FEW_LINES:
        return frame._replace(pitch=frame.pitch or before.pitch)
    return Frame(min(frame.left, before.left), max(frame.right, before.right), before.pitch, before.starts)


def _page_items(page: PageContent, margins: Margins, frame: Frame) -> list[Item]:
    """Give paragraphs and tables of a page in reading order."""
    items: list[Item] = []
    rest = [line for line in margins.body if not line.turned]
    for grid in page.grids:
        top = grid.box.top if grid.box else 0.0
        items += _paragraphs([line for line in rest if (line.top + line.bottom) / 2 < top], frame)
        rest = [line for line in rest if (line.top + line.bottom) / 2 >= top]
        items.append([grid])
    items += _paragraphs(rest, frame)
    return items


def _paragraphs(lines: Sequence[PageLine], frame: Frame) -> list[Paragraph]:
    found: list[Paragraph] = []
    for column in order_columns(lines):
        own = frame_of(column.lines) if column.beside else frame
        paragraphs = find_paragraphs(column.lines, own, beside=column.beside)
        if column.beside and paragraphs and found and _runs_on(found[-1], paragraphs[0], own):
            found[-1].lines += paragraphs.pop(0).lines
        found += paragraphs
    return found


def _runs_on(last: Paragraph, first: Paragraph, frame: Frame) -> bool:
    """Tell whether a paragraph goes on in the next column: of running text, not of a letterhead."""
    return len(last.lines) > 1 and len(first.lines) > 1 and runs_over(last, first.lines[0], frame)


class _Writer:
    """Writes items; keeps the last one open, for it may run over the end of the page."""

    def __init__(self, builder: DocumentBuilder, shown: Shown) -> None:
        self._builder, self._shown = builder, shown
        self._open: Item | None = None
        self._asides: list[Paragraph] = []  # stand behind the open item

    def add_page(self, margins: Margins, items: list[Item], frame: Frame) -> None:
        turned = [line for line in margins.body if line.turned]
        heads = [*_asides(margins.heads, BlockKind.RUNNING_HEAD)]
        feet = [*_footnotes(margins.footnotes, frame), *_asides(margins.feet, BlockKind.RUNNING_HEAD)]
        feet += _asides(turned, BlockKind.RUNNING_HEAD)
        if self._open is not None and items and not _continue(self._open, items[0], frame):
            self.flush()
        self._asides += heads
        for item in items:
            if self._open is not None and _continue(self._open, item, frame):
                self._extend(item)
            else:
                self.flush()
                self._open = item
        self._asides += feet

    def _extend(self, item: Item) -> None:
        if isinstance(self._open, Paragraph) and isinstance(item, Paragraph):
            self._open.lines += item.lines
            self._open.frame = item.frame
        elif isinstance(self._open, list) and isinstance(item, list):
            self._open += item

    def flush(self) -> None:
        """Write the open item and what stands behind it."""
        if isinstance(self._open, Paragraph):
            self._write_paragraph(self._open)
        elif self._open is not None:
            self._write_tables(self._open)
        self._open = None
        for paragraph in self._asides:
            self._write_paragraph(paragraph)
        self._asides = []

    def _write_paragraph(self, paragraph: Paragraph) -> None:
        pieces = [Piece(line.text, line.page, line.box) for line in paragraph.lines]
        if self._shown:
            pieces = [self._show(piece) for piece in pieces]
        style = paragraph.style
        self._builder.add_block(paragraph.guess_kind(style), pieces, style=style)

    def _show(self, piece: Piece) -> Piece:
        if piece.page is None or piece.box is None or piece.page not in self._shown:
            return piece
        return piece._replace(box=self._shown[piece.page](piece.box))

    def _show_grid(self, grid: Grid) -> Grid:
        if grid.page is None or grid.box is None or grid.page not in self._shown:
            return grid
        cells = tuple(replace(cell, pieces=tuple(map(self._show, cell.pieces))) for cell in grid.cells)
        return replace(grid, cells=cells, box=self._shown[grid.page](grid.box))

    def _write_tables(self, grids: Iterable[Grid]) -> None:
        for grid in join_grids([self._show_grid(grid) for grid in grids]):
            title = find_title(self._builder.blocks_above())
            self._builder.add_table(grid, header_rows=grid.header_rows or 0, title=title)


def _continue(item: Item, following: Item, frame: Frame) -> bool:
    """Tell whether an item goes on with the first item of the next page."""
    if isinstance(item, Paragraph):
        if not isinstance(following, Paragraph) or following.lines[0].page == item.lines[-1].page:
            return False
        return not item.beside and not following.beside and runs_over(item, following.lines[0], frame)
    return isinstance(following, list) and following[0].page != item[-1].page


def _asides(lines: Sequence[PageLine], kind: BlockKind) -> list[Paragraph]:
    ordered = sorted(lines, key=lambda ln: (round(ln.top), ln.x0))
    return [Paragraph([line], Frame(line.x0, line.x1, 0), kind=kind) for line in ordered]


def _footnotes(lines: Sequence[PageLine], frame: Frame) -> list[Paragraph]:
    """Give the footnotes of a page, one block each."""
    notes: list[Paragraph] = []
    for line in lines:
        if notes and not begins_footnote(line, notes[-1].lines[-1], notes[-1].lines[0]):
            notes[-1].lines.append(line)
        else:
            notes.append(Paragraph([line], frame, kind=BlockKind.FOOTNOTE))
    return notes
