"""The central types. Imports only the standard library.

A `Document` is one immutable NFC text; blocks, tables, lines and facts are spans of it.
Offsets count code points of `Document.text`, half-open. Pages count from 1; None means
that the format has no pages. Boxes are in points, origin at the top left of the page as shown.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s?=.{1,40})?")


class Span(NamedTuple):
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )


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


@dataclass(frozen=True)
class Document:
    source: str  # file name or path as given
    media_type: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()  # sorted by span; empty where the format has no pages
    pages: tuple[Page, ...] = ()
    notices: tuple[Notice, ...] = ()
    sha256: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)  # title, author, … as the file states them
    signatures: tuple[Signature, ...] = ()  # in the order of signing
    header: Letterhead | None = None  # as the package states it that the document came in; wins over the page

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def block_at(self, offset: int) -> int | None:
        """Give the index of the block that holds the offset."""
        index = bisect_right(self._block_starts, offset) - 1
        return index if index >= 0 and offset < self.blocks[index].span.end else None

    def page_of(self, span: Span) -> int | None:
        """Give the page on which the span starts."""
        index = bisect_right(self._line_starts, span.start) - 1
        if index >= 0:
            return self.lines[index].page
        block = self.block_at(span.start)
        return self.blocks[block].page if block is not None else None

    def boxes_of(self, span: Span) -> list[tuple[int, Box]]:
        """Give (page, box) for each line that the span touches; a part of a line is cut by its share of characters."""
        found: list[tuple[int, Box]] = []
        first = max(bisect_right(self._line_starts, span.start) - 1, 0)
        for index in range(first, len(self.lines)):
            line = self.lines[index]
            if line.span.start >= span.end:
                break
            if not line.span.overlaps(span):
                continue
            length = line.span.end - line.span.start
            width = line.box.x1 - line.box.x0
            left = max(span.start - line.span.start, 0) / length
            right = min(span.end - line.span.start, length) / length
            found.append(
                (line.page, Box(line.box.x0 + width * left, line.box.top, line.box.x0 + width * right, line.box.bottom))
            )
        return found


# -- structure ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signer:
    name: str | None = None
    title: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Thể thức văn bản. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW for Party documents."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    place: str | None = None
    issued_on: dt.date | None = None
    subject: str | None = None
    recipients: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    signer: Signer | None = None
    province: str | None = None  # as the text names it ("Sơn La")
    province_now: str | None = None  # today's name of it, among the 34
    secrecy: str | None = None  # mat, toi_mat, tuyet_mat
    spans: Mapping[str, Span] = field(default_factory=dict)  # by field name; "signer.name" and the like


class Section(NamedTuple):
    """A heading and what stands under it."""

    block: int  # index of the heading's block
    level: int  # 1 = topmost
    marker: str  # "I", "1.1", "a"; "" where the heading has none
    title: str  # the heading's words without the marker
    parent: int | None  # index into Outline.sections


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]
    section_of: tuple[int | None, ...]  # for each block, the innermost section it stands in (a heading: its own)
    lead_in_of: tuple[int | None, ...]  # for each block, the block that announces its list ("…, cụ thể như sau:")

    def path(self, block: int) -> list[Section]:
        """Give the sections that a block stands in, outermost first."""
        chain: list[Section] = []
        index = self.section_of[block]
        while index is not None:
            chain.append(self.sections[index])
            index = self.sections[index].parent
        return chain[::-1]


class Sentence(NamedTuple):
    """A sentence or list item; the span leaves out bullet, keeps a number."""

    span: Span
    block: int


# -- facts ----------------------------------------------------------------------------------------------------
# Every fact: span and exact surface text, page, score (0..1), and the dotted name of the rule or model that found it.


@dataclass(frozen=True, slots=True)
class Citation:
    span: Span
    text: str
    doc_type: str
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    span: Span
    text: str
    start: dt.date
    end: dt.date  # inclusive
    mod: str | None = None  # before, after, by, approx
    relative: bool = False  # resolved against the reference date
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    span: Span
    text: str
    kind: str  # percent, money, count, ratio, range, measure, rank
    value: Decimal
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None  # > < >= <= ~
    amount: Decimal | None = None  # in base units
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    span: Span  # of the sentence part, or of the table row's cells
    name: str
    value: Decimal | None = None
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    target: Decimal | None = None
    target_unit: str | None = None
    period: tuple[dt.date, dt.date] | None = None
    subject: str | None = None
    status: str | None = None  # met, not_met, in_progress
    source: str = "text"  # text, table
    indicator_id: str | None = None  # the same for the same indicator in other words
    page: int | None = None
    score: float = 1.0
    rule: str = ""


LABELS = ("result", "difficulty", "cause", "proposal", "solution", "other")
TOPICS = (
    "ha_tang", "nhan_luc", "kinh_phi", "the_che", "quy_trinh", "du_lieu", "phan_mem", "nhan_thuc", "phoi_hop",
    "an_toan", "dat_dai", "khac",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    span: Span
    text: str
    label: str  # one of LABELS
    topics: tuple[str, ...] = ()  # of TOPICS; for difficulty, cause, proposal
    addressee: str | None = None  # for proposal
    second: str | None = None  # the next likely label
    page: int | None = None
    score: float = 1.0  # probability of the label
    rule: str = ""


class NameKind(StrEnum):
    ORGANIZATION = "organization"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of an organisation, a person or a place."""

    span: Span
    text: str
    kind: NameKind
    name: str  # the fullest written form in the document
    title: str | None = None  # of a person
    code: str | None = None  # of a place in the lexicon; of a known organisation
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its facts; all sorted by span."""

    document: Document
    letterhead: Letterhead
    outline: Outline
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    dates: tuple[Date, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    statements: tuple[Statement, ...] = ()
    names: tuple[Name, ...] = ()
