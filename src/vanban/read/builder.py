"""Collects blocks and tables from a reader and lays them down as one text with spans.

Blocks are separated by a newline, table rows by a newline, cells of a row by a tab. Pieces of one block (the lines that
a page shows) are joined by a space, or by nothing where a word was broken by a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from vanban.model import Block, BlockKind, Box, Cell, Document, Line, Notice, Page, Span, Style, Table
from vanban.read.glued_words import part_glued_words
from vanban.read.split_words import join_split_words
from vanban.text import is_syllable, nfc, squeeze

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000\r\n\f\v]+")
_OPEN_SYMBOL = re.compile(r"(?:[^\W_]/|\d|[A-ZĐƯ]{2}|/[\w-]{0,20}[A-ZĐƯ])[-/]\Z")
_DROPPED = re.compile("[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f]")


class Piece(NamedTuple):
    """Text that stands on one line of one page; page and box None where the format has none."""

    text: str
    page: int | None = None
    box: Box | None = None
    goes_on: bool = False  # with the last word of the piece before


@dataclass(frozen=True, slots=True)
class GridCell:
    pieces: tuple[Piece, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    value: Decimal | None = None  # of a sheet's number
    text: str = field(init=False, repr=False, compare=False)  # of all pieces, on one line

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", squeeze("".join([p.text if p.goes_on else f" {p.text}" for p in self.pieces])))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader sees it, before joining over pages; merged cells once, at their top left."""

    cells: tuple[GridCell, ...]  # sorted by row, column
    n_rows: int
    n_columns: int
    header_rows: int | None = None  # None: not known, to be guessed
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None


def clean(text: str) -> str:
    """Give NFC text with white space folded and invisible characters gone (tabs and newlines too)."""
    if text.isprintable():  # nothing to drop, and no white space but U+0020
        text = nfc(text)
        return " ".join(text.split()) if "  " in text else text.strip()
    return _SPACES.sub(" ", nfc(_DROPPED.sub("", text))).strip()


def is_broken_word(left: str, right: str) -> bool:
    """Tell whether a line ends in a hyphen that only breaks a word; syllables are written apart, so this is rare."""
    if not left.endswith("-") or not right[:1].islower():
        return False
    head = re.split(r"[\s(]", left[:-1])[-1]
    tail = re.match(r"\w*", right)
    return bool(head) and tail is not None and is_syllable(head + tail.group()) and not is_syllable(head)


def is_split_symbol(left: str, right: str) -> bool:
    """Tell whether a line ends inside a symbol or a range: "57-" before "NQ/TW", "2021-" before "2025"."""
    if not left.endswith(("-", "/")):
        return False
    return _OPEN_SYMBOL.search(left) is not None and (right[:1].isdigit() or right[:1].isupper())


class DocumentBuilder:
    def __init__(self, source: str, media_type: str) -> None:
        self.source, self.media_type = source, media_type
        self._parts: list[str] = []
        self._length = 0
        self._block_parts: list[int] = []  # for each block, the index of its first part
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._lines: list[Line] = []
        self._pages: list[Page] = []
        self._notices: list[Notice] = []
        self._joined, self._joined_page = 0, None  # type: int, int | None
        self._parted, self._parted_page = 0, None  # type: int, int | None
        self.properties: dict[str, str] = {}

    def add_page(self, page: Page) -> None:
        self._pages.append(page)

    def notice(self, code: str, message: str, *, page: int | None = None, span: Span | None = None) -> None:
        self._notices.append(Notice(code, message, page, span))

    def add_block(self, kind: BlockKind, pieces: Iterable[Piece], *, style: Style | None = None) -> int | None:
        """Lay down a block and give its index; None where nothing but white space was in it."""
        start, first_part = self._length, len(self._parts)
        wrote = self._lay(pieces)
        if not wrote:
            return None
        self._block_parts.append(first_part)
        page = wrote[0].page
        box = _box_around(wrote, page)
        self._blocks.append(Block(kind, Span(start, self._length), page, box, style or Style()))
        self._write("\n")
        return len(self._blocks) - 1

    def blocks_above(self, count: int = 6) -> list[tuple[str, Span]]:
        """Give text and span of the last blocks before a table, nearest last; running heads and footnotes left out."""
        found: list[tuple[str, Span]] = []
        end = len(self._parts)
        for block, first_part in zip(reversed(self._blocks), reversed(self._block_parts), strict=True):
            if block.kind is BlockKind.TABLE or len(found) == count:
                break
            if block.kind not in (BlockKind.RUNNING_HEAD, BlockKind.FOOTNOTE):
                found.append(("".join(self._parts[first_part:end]).rstrip("\n"), block.span))
            end = first_part
        return found[::-1]

    def add_table(self, grid: Grid, *, header_rows: int, title: int | Span | None = None) -> int:
        """Lay down a joined grid and give its index; `title` is the caption's span, or its block's index."""
        start = self._length
        self._block_parts.append(len(self._parts))
        cells: list[Cell] = []
        row = 0
        for place, cell in enumerate(grid.cells):
            if place:
                self._write("\t" if cell.row == row else "\n")
            row = cell.row
            cell_start = self._length
            wrote = self._lay(cell.pieces)
            page = wrote[0].page if wrote else grid.page
            span, box = Span(cell_start, self._length), _box_around(wrote, page)
            cells.append(Cell(span, cell.row, cell.column, cell.row_span, cell.column_span, page, box, cell.value))
        span = Span(start, self._length)
        title_span = self._blocks[title].span if isinstance(title, int) else title
        shape = (grid.n_rows, grid.n_columns, header_rows)
        self._tables.append(Table(span, tuple(cells), *shape, title_span, grid.page, grid.box, grid.sheet))
        self._blocks.append(Block(BlockKind.TABLE, span, grid.page, grid.box, Style(), len(self._tables) - 1))
        self._write("\n")
        return len(self._tables) - 1

    def build(self, *, sha256: str | None = None) -> Document:
        if self._joined:
            self.notice("split_words", f"Đã nối {self._joined} chữ bị tách rời vì phông chữ.", page=self._joined_page)
            self._joined = 0
        if self._parted:
            self.notice("glued_words", f"Đã tách {self._parted} chỗ chữ viết dính liền nhau.", page=self._parted_page)
            self._parted = 0
        return Document(
            self.source, self.media_type, "".join(self._parts), tuple(self._blocks), tuple(self._tables),
            tuple(self._lines), tuple(self._pages), tuple(self._notices), sha256, dict(self.properties),
        )  # fmt: skip

    def _lay(self, pieces: Iterable[Piece]) -> list[Piece]:
        wrote: list[Piece] = []
        previous = ""
        for piece in pieces:
            text, joined = join_split_words(clean(piece.text))
            text, parted = part_glued_words(text)
            if not text:
                continue
            if joined:
                self._joined += joined
                self._joined_page = self._joined_page or piece.page
            if parted:
                self._parted += parted
                self._parted_page = self._parted_page or piece.page
            if wrote:
                if is_broken_word(previous, text):
                    self._unwrite_last_char()
                elif not (piece.goes_on or is_split_symbol(previous, text)):
                    self._write(" ")
            start = self._length
            self._write(text)
            if piece.page is not None and piece.box is not None:
                self._lines.append(Line(Span(start, self._length), piece.page, piece.box))
            wrote.append(piece)
            previous = text
        return wrote

    def _unwrite_last_char(self) -> None:
        self._parts[-1] = self._parts[-1][:-1]
        self._length -= 1
        if self._lines and self._lines[-1].span.end > self._length:
            last = self._lines[-1]
            self._lines[-1] = Line(Span(last.span.start, self._length), last.page, last.box)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _box_around(pieces: Sequence[Piece], page: int | None) -> Box | None:
    """Give the box around those pieces that stand on a page; None where none has a box."""
    boxes = [piece.box for piece in pieces if piece.box is not None and piece.page == page]
    if len(boxes) < 2:
        return boxes[0] if boxes else None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def pieces_of(texts: Sequence[str]) -> list[Piece]:
    return [Piece(text) for text in texts]
