"""Lay lines of text down as blocks.

What a line end or a page break has cut is joined again; page numbers, running heads and footnotes become blocks of
their own behind the paragraph that they stand in, so that they cut no sentence in two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from vanban.model import BlockKind, Style
from vanban.read.builder import DocumentBuilder, Grid, Piece
from vanban.read.captions import find_title, is_label
from vanban.read.kinds import guess_kind, is_before_name, is_upper
from vanban.read.tables import join_grids
from vanban.read.text_layout import Wrapping
from vanban.text import leading_marker

_ENDS = (".", "!", "?", ":", ";", "…")
_CLOSERS = "\"'”’»)]* "
# Words that no phrase ends with: where a line does, its sentence goes on.
_OPEN_WORD = re.compile(
    r"(?:^|\s)(?:của|và|các|những|với|cho|về|tại|theo|từ|trong|là|để|được|do|bởi|trên|dưới|giữa|hoặc|như|khi|mà|nhưng|cũng|đã"
    r"|đang|sẽ|không|chưa|cần|một|bằng|nhằm|thì|vào|ra|thuộc|gồm|bị|phải|rằng)\Z"
)
_OPEN_BEFORE_NUMBER = re.compile(
    r"(?:số|ngày|tháng|năm|quý|khoản|điều|điểm|khoảng|gần|hơn|trên|đạt|đến)\Z", re.IGNORECASE
)
_HEAD = re.compile(r"(?:CỘNG H|ĐẢNG CỘNG|Độc lập|Số\s?:|V/v)")
_LABELS = frozenset({"part", "chapter", "section", "annex"})
_MIN_CUT = 30  # characters; a shorter line stands alone more often than it is cut
_MIN_CUT_BY_PAGE = 40
_FULL = 0.86  # of the line width: no word more would have fitted


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text with what is known about it."""

    text: str
    page: int | None = None
    style: Style = field(default_factory=Style)
    indent: int = 0
    soft: bool = False  # stands after a line break within a paragraph
    kind: BlockKind | None = None  # None: to be guessed


class Flow:
    """`typed`: paragraphs are those that somebody typed, so that only what is plainly cut is joined."""

    def __init__(self, builder: DocumentBuilder, wrapping: Wrapping | None = None, *, typed: bool = False) -> None:
        self._builder, self._wrapping, self._typed = builder, wrapping or Wrapping(), typed
        self._open: list[TextLine] = []
        self._asides: list[tuple[BlockKind, TextLine]] = []
        self._grids: list[Grid] = []
        self._gap = False
        self._under_label = False

    def line(self, line: TextLine) -> None:
        """Take a line of running text, which may go on with the paragraph before."""
        self._close_table()
        if self._open and self._goes_on(line):
            self._open.append(line)
        else:
            self._close_paragraph()
            self._open = [line]
        self._gap = False

    def gap(self) -> None:
        """Take a blank line or a page break."""
        self._gap = True

    def aside(self, kind: BlockKind, line: TextLine) -> None:
        """Take a running head or footnote."""
        self._asides.append((kind, line))
        if not self._open and not self._grids:
            self._flush_asides()

    def grid(self, grid: Grid) -> None:
        """Take a table or the next part of one."""
        if not self._grids:
            self._close_paragraph()
        self._grids.append(grid)
        self._gap = False

    @property
    def table_width(self) -> int | None:
        """The number of columns of the table part that came last; None where something else did."""
        return self._grids[-1].n_columns if self._grids else None

    def end(self) -> None:
        """Lay down what is open, so that nothing goes on with it."""
        self._close_table()
        self._close_paragraph()

    def _close_paragraph(self) -> None:
        if self._open:
            first = self._open[0]
            text = " ".join(line.text for line in self._open)
            self._under_label = _is_label(text) or (self._under_label and is_upper(text))
            pieces = [Piece(line.text, line.page) for line in self._open]
            self._builder.add_block(first.kind or guess_kind(text, first.style), pieces, style=first.style)
        self._open = []
        self._flush_asides()

    def _close_table(self) -> None:
        grids, self._grids = self._grids, []
        for grid in join_grids(grids):
            title = find_title(self._builder.blocks_above())
            self._builder.add_table(grid, header_rows=grid.header_rows or 0, title=title)
        if grids:
            self._under_label = False
            self._flush_asides()

    def _flush_asides(self) -> None:
        for kind, line in self._asides:
            self._builder.add_block(kind, [Piece(line.text, line.page)], style=line.style)
        self._asides = []

    # -- does the paragraph go on? -------------------------------------------------------------------------------------

    def _goes_on(self, line: TextLine) -> bool:
        last = self._open[-1]
        before = last.text.rstrip(_CLOSERS) or last.text
        ended = before.endswith(_ENDS)
        lower = line.text[:1].islower() or line.text[:1] in ",;)%”"
        marker = leading_marker(line.text)
        if line.style.level is not None or last.style.level is not None:
            return False
        if bool(last.style.bold) != bool(line.style.bold):
            return False
        if _is_open_note(self._open, last):
            return True
        if marker is not None and not (_opens_number(before) and marker.kind == "number"):
            return False
        if not self._gap and is_before_name(before, line.text):
            return True
        if self._gap:
            return not ended and self._goes_on_after_gap(before, line, lower)
        if line.soft and not ended and not is_upper(before) and (lower or len(before) >= _MIN_CUT_BY_PAGE):
            return True
        if self._open[0].text.startswith("V/v") and not ended:
            return lower
        if ended:
            return self._is_same_indented_paragraph(last, line)
        if is_upper(before):
            return self._is_same_capitals(before, line)
        if lower:
            return len(before) >= _MIN_CUT or self._is_full(last, line)
        if len(before) >= _MIN_CUT and _is_cut(before, line.text):
            return True
        return self._is_full(last, line) and not self._begins_indented(last, line)

    def _goes_on_after_gap(self, before: str, line: TextLine, lower: bool) -> bool:
        if is_upper(before) or _HEAD.match(before) or len(before) < _MIN_CUT_BY_PAGE:
            return False
        return lower or (not self._typed and _is_cut(before, line.text))

    def _is_same_capitals(self, before: str, line: TextLine) -> bool:
        if not is_upper(line.text):
            return False
        if self._under_label and not _is_label(before):
            return True
        return leading_marker(before) is not None and self._is_full(self._open[-1], line)

    def _is_full(self, last: TextLine, line: TextLine) -> bool:
        width = self._wrapping.width
        if not width:
            return False
        word = line.text.split(" ", 1)[0]
        return len(last.text) + last.indent + 1 + len(word) >= _FULL * width

    def _begins_indented(self, last: TextLine, line: TextLine) -> bool:
        return self._wrapping.indented and line.indent > 1 + (last.indent if last is not self._open[0] else 0)

    def _is_same_indented_paragraph(self, last: TextLine, line: TextLine) -> bool:
        if not self._wrapping.indented or last.text.rstrip(_CLOSERS).endswith(":"):
            return False
        return line.indent <= 1 and self._is_full(last, line)


def _is_label(text: str) -> bool:
    """Tell whether a line only numbers what the lines below it name: "Phụ lục I", "Chương II"."""
    marker = leading_marker(text)
    return is_label(text) or (marker is not None and marker.kind in _LABELS and marker.length == len(text))


def _is_open_note(lines: list[TextLine], last: TextLine) -> bool:
    """Tell whether a note in brackets, "(Ban hành kèm theo …", is not closed yet."""
    if len(lines) > 3 or not lines[0].text.startswith("("):
        return False
    text = " ".join(line.text for line in lines)
    return text.count("(") > text.count(")") and not last.text.endswith(_ENDS)


def _is_cut(before: str, after: str) -> bool:
    """Tell whether a line ends in the middle of a phrase."""
    if before.endswith(",") or _OPEN_WORD.search(before.lower()[-12:]):
        return True
    return after[:1].isdigit() and _opens_number(before)


def _opens_number(before: str) -> bool:
    return _OPEN_BEFORE_NUMBER.search(before[-12:]) is not None
