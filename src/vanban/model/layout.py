"""What a document is laid out in: blocks, lines, tables, pages; and what a reader tells of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from vanban.model.spans import Box, Span

COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s?=.{1,40})?")


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"
    RUNNING_HEAD = "running_head"  # page numbers too


@dataclass(frozen=True, slots=True)
class Style:
    """How a block looks; None where the format does not say."""

    bold: bool | None = None
    italic: bool | None = None
    centered: bool | None = None
    font_size_pt: float | None = None
    level: int | None = None  # outline level that the format states, 1 = topmost


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    span: Span
    page: int | None = None
    box: Box | None = None
    style: Style = Style()
    table: int | None = None  # index into Document.tables, for kind TABLE


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a block that stands on one line of one page."""

    span: Span
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    span: Span
    row: int  # 0-based in the joined grid, header rows first
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    value: Decimal | None = None  # the number that a sheet holds and shows rounded or as a percentage


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; rows broken over pages are joined, repeated headers dropped."""

    span: Span
    cells: tuple[Cell, ...]  # sorted by row, column; a merged cell once, at its top left
    n_rows: int
    n_columns: int
    header_rows: int  # the first rows that name the columns; 0 = none
    title: Span | None = None
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None

    def columns(self, text: str) -> list[str]:
        """Give leaf column names, levels joined by ' / '; empty strings where the table has no header.

        A last header row that only numbers the columns, (1) (2) (3=1+2), names nothing.
        """
        names: list[list[str]] = [[] for _ in range(self.n_columns)]
        last = [c.span.of(text).strip() for c in self.cells if c.row == self.header_rows - 1 > 0]
        numbers = [word for word in last if COLUMN_NUMBER.fullmatch(word)]
        rows = self.header_rows - (2 < len(numbers) == sum(map(bool, last)))
        for cell in self.cells:
            if cell.row >= rows:
                continue
            words = " ".join(cell.span.of(text).split())
            for column in range(cell.column, min(cell.column + cell.column_span, self.n_columns)):
                if words and words not in names[column]:
                    names[column].append(words)
        return [" / ".join(parts) for parts in names]

    def row_cells(self) -> list[list[Cell | None]]:
        """Give the body rows, each with n_columns places; None where no cell starts."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows - self.header_rows)]
        for cell in self.cells:
            if cell.row >= self.header_rows and cell.column < self.n_columns:
                rows[cell.row - self.header_rows][cell.column] = cell
        return rows

    def rows(self, text: str) -> list[list[str]]:
        """Give the body rows as texts, white space folded."""
        return [[" ".join(c.span.of(text).split()) if c else "" for c in row] for row in self.row_cells()]


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width_pt: float
    height_pt: float
    origin: str = "text"  # "text" layer or "ocr"
    confidence: float | None = None  # mean word confidence 0..1 of OCR


class Notice(NamedTuple):
    """Something that a reader repaired, guessed or lost. `code` is stable, `message` is Vietnamese."""

    code: str
    message: str
    page: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature, as the file states it; nobody was asked whether the certificate can be trusted."""

    signer: str | None = None
    organization: str | None = None
    signed_at: dt.datetime | None = None
    issuer: str | None = None  # of the certificate
    unchanged: bool | None = None  # the signed bytes, since signing; None: not checked
    covers_file: bool | None = None  # False where something was appended after signing
    page: int | None = None
