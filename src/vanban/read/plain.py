"""Plain text, as people save it and as converters leave it: tabs, pipes, white space and Markdown remains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vanban.errors import LimitError
from vanban.model import BlockKind, Document, Style
from vanban.read import limits
from vanban.read.builder import DocumentBuilder
from vanban.read.decode import decode
from vanban.read.flow import Flow, TextLine
from vanban.read.kinds import is_rule
from vanban.read.legacy import decode_all, looks_legacy
from vanban.read.markdown import Marked, split_marks
from vanban.read.nodes import LETTERHEAD, SENT_TO
from vanban.read.symbols import plain_symbols
from vanban.read.tables import count_header_rows, grid_of
from vanban.read.text_layout import find_running_heads, find_wrapping, is_double_spaced
from vanban.read.text_tables import Rows, find_pipe_rows, find_spaced_rows, find_stacked_rows, find_tab_rows
from vanban.read.two_columns import find_letterhead, find_signature
from vanban.text import fold, nfc

_LINE_END = re.compile(r"\r\n?|\n|\u2028|\u2029|\x85|\v")
_VIETNAMESE = re.compile("[ạ-ỹ]")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^?\d{1,3}\]:?\s+\S|\^\d{1,3}\s+\S|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}\s?[^\W\d]")
_ADDRESSED = re.compile(r"(\W{0,3}Kính gửi\s?:)\s*(?:\t| {2,})\s*(?=[-–+•])", re.IGNORECASE)
_FOOTNOTE_UNDER_RULE = re.compile(r"(?:\(?\d{1,3}\)?|\*{1,3})\s{0,3}[A-ZĐ“\"(]")
_COLUMN_WORDS = re.compile(r"C[ỘO]NG H|ĐẢNG C|Độc lập|ĐỘC LẬP|^\W{0,3}(?:Số|Nơi nhận|NƠI NHẬN)")
_HEAD = 20_000
_MAX_COLUMN_LINE = 400
_MAX_LAYOUT_ROWS = 12
_MAX_TABLE_TAG_LINES = 5_000


def read_plain(data: bytes, *, source: str) -> Document:
    """Read a text file of Unicode or windows-1258."""
    decoded = decode(data, source=source)
    builder = DocumentBuilder(source, "text/plain")
    if decoded.encoding == "windows-1258":
        builder.notice("text.encoding_guessed", "Đoán bảng mã là windows-1258")
    if decoded.replaced:
        builder.notice("text.broken_letters", f"{decoded.replaced} ký tự hỏng trong tệp, không khôi phục được")
    return _lay(builder, decoded.text, source)


def read_lines(text: str, *, source: str) -> Document:
    """Read text that is decoded already."""
    return _lay(DocumentBuilder(source, "text/plain"), text, source)


def _lay(builder: DocumentBuilder, text: str, source: str) -> Document:
    text = _decode_legacy(builder, nfc(text.removeprefix("\ufeff")))
    if _VIETNAMESE.search(text):
        text = text.replace("\xad", "")
    pages = plain_symbols(text).split("\f")
    if len(pages) == 1 and _lay_values(builder, text):
        return builder.build()
    lines: list[str] = []
    page_of: list[int | None] = []
    for number, page in enumerate(pages, 1):
        found = _LINE_END.split(page)
        if is_double_spaced(found):
            found = [line for line in found if line.strip()]
        lines.extend(found)
        page_of.extend([number if len(pages) > 1 else None] * len(found))
    _check_lines(lines, source)
    _Reader(builder, lines, page_of).run()
    return builder.build()


def _decode_legacy(builder: DocumentBuilder, text: str) -> str:
    """Put lines in a legacy encoding into Unicode, before soft hyphens go: in TCVN3 they are the letter "ư"."""
    if not looks_legacy(text):
        return text
    lines, notices = decode_all(text.split("\n"))
    for notice in notices:
        builder.notice(notice.code, notice.message)
    return nfc("\n".join(lines))


def _lay_values(builder: DocumentBuilder, text: str) -> bool:
    """Lay down text whose lines are cells parted by commas or semicolons; tell whether it is such text."""
    head = text.lstrip()[:_HEAD].split("\n", 2)
    if len(head) < 2 or not all(";" in line or "," in line for line in head[:2]):
        return False
    from vanban.read.sheet import find_delimiter, lay_csv

    lines = text.splitlines()
    delimiter = find_delimiter(lines)
    if delimiter is not None:
        builder.media_type = "text/csv"
        lay_csv(builder, lines, delimiter)
    return delimiter is not None


def _check_lines(lines: Sequence[str], source: str) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > limits.LINE_CHARS:
            raise LimitError(
                source,
                f"dài {_grouped(len(line))} ký tự, mức cho phép là {_grouped(limits.LINE_CHARS)}",
                remedy="hãy ngắt dòng rồi đưa lại",
                place=f"dòng {number}",
            )


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")


class _Reader:
    """Goes through the lines once, from one thing recognised to the next."""

    def __init__(self, builder: DocumentBuilder, lines: list[str], page_of: list[int | None]) -> None:
        self._lines, self._page_of = lines, page_of
        self._wrapping = find_wrapping(lines)
        self._flow = Flow(builder, self._wrapping)
        self._running = find_running_heads(lines, page_of)
        self._under_rule = False
        self._no_table_until = 0

    def run(self) -> None:
        index = 0
        while index < len(self._lines):
            if index and self._page_of[index] != self._page_of[index - 1]:
                self._flow.gap()
            index = self._take(index)
        self._flow.end()

    def _take(self, index: int) -> int:
        line = self._lines[index]
        if not line.strip():
            self._flow.gap()
            return index + 1
        if index in self._running:
            self._flow.aside(BlockKind.RUNNING_HEAD, TextLine(line.strip(), self._page_of[index]))
            return index + 1
        return self._take_columns(index) or self._take_table(index) or self._take_line(index)

    def _take_table(self, index: int) -> int:
        """Take a table that begins here; 0 where none does."""
        line = self._lines[index]
        if "<" in line and _HTML_TABLE.search(line):
            return self._take_html_table(index)
        if index < self._no_table_until:
            return 0
        found = self._find_rows(index)
        if found is None:
            return 0
        if not found.rows:
            self._no_table_until = found.end
            return 0
        if _is_layout(found.rows):
            self._flow.end()
            for column in zip(*found.rows, strict=True):
                self._lay_column([line for cell in column for line in cell.split("\n")], index)
            return found.end
        grid = grid_of(found.rows, page=self._page_of[index])
        if found.has_header and self._flow.table_width is None and count_header_rows(grid) == 0:
            grid = replace(grid, header_rows=1)
        self._flow.grid(grid)
        return found.end

    def _find_rows(self, index: int) -> Rows | None:
        line = self._lines[index]
        if "|" in line or line.lstrip().startswith("+-"):
            found = find_pipe_rows(self._lines, index)
            if found is not None and (found.rows or "\t" not in line):
                return found
        if "\t" in line:
            found = find_stacked_rows(self._lines, index)
            if found is not None and found.rows:
                return found
            return find_tab_rows(self._lines, index, width=self._flow.table_width) or found
        return find_spaced_rows(self._lines, index) if "   " in line.strip() else None

    def _take_html_table(self, index: int) -> int:
        from vanban.read.html import tables_in
        from vanban.read.nodes import find_layout, grid_of_table, paragraphs_of

        end = index
        while end < min(len(self._lines), index + _MAX_TABLE_TAG_LINES) and "</table>" not in self._lines[end].lower():
            end += 1
        for table in tables_in("\n".join(self._lines[index : end + 1])):
            grid = grid_of_table(table)
            layout = find_layout(table, grid)
            if layout is None:
                self._flow.grid(grid)
                continue
            self._flow.end()
            for cell in layout:
                self._lay_column([line for para in paragraphs_of(cell.content) for line in para.lines], index)
        return end + 1

    def _take_columns(self, index: int) -> int:
        """Take a letterhead or signature block in two columns that begins here; 0 where none does."""
        line = self._lines[index]
        if len(line) > _MAX_COLUMN_LINE or line.lstrip().startswith(("|", "<")):
            return 0
        if not ("\t" in line or "   " in line or _COLUMN_WORDS.search(line)):
            return 0
        columns = find_letterhead(self._lines, index) or find_signature(self._lines, index)
        if columns is None:
            return 0
        self._flow.end()
        self._lay_column(columns.left, index)
        self._lay_column(columns.right, index)
        return columns.end

    def _lay_column(self, texts: Sequence[str], index: int) -> None:
        for text in texts:
            self._lay_text(text, index, indent=0)
        self._flow.end()

    def _take_line(self, index: int) -> int:
        line = self._lines[index]
        indent = max(len(line) - len(line.lstrip(" ")) - self._wrapping.base, 0)
        if line.endswith("\t\t"):  # a spreadsheet's line of one cell
            self._flow.end()
        for part in _parts_of(line):
            self._lay_text(part.strip(), index, indent)
        return index + 1

    def _lay_text(self, text: str, index: int, indent: int) -> None:
        page = self._page_of[index]
        if not text:
            return
        if is_rule(text):
            self._flow.aside(BlockKind.RUNNING_HEAD, TextLine(text, page))
            self._under_rule = True
            return
        if _FOOTNOTE.match(text) or (self._under_rule and _FOOTNOTE_UNDER_RULE.match(text)):
            self._flow.aside(BlockKind.FOOTNOTE, TextLine(split_marks(text)[0].text, page))
            return
        self._under_rule = False
        for part in split_marks(text):
            self._flow.line(TextLine(part.text.strip(), page, _style_of(part), indent))


def _parts_of(line: str) -> list[str]:
    """Cut a line at stated line breaks, and after "Kính gửi:" where a list begins beside it."""
    match = _ADDRESSED.match(line)
    if match:
        return [match.group(1), line[match.end() :]]
    return _BREAK_TAG.split(line) if "<" in line else [line]


def _is_layout(rows: list[list[str]]) -> bool:
    """Tell whether rows only set a letterhead or signature block in columns."""
    if len(rows) > _MAX_LAYOUT_ROWS or len(rows[0]) > 3:
        return False
    texts = [fold(cell[:200]) for row in rows for cell in row]
    return any(map(LETTERHEAD.search, texts)) or any(map(SENT_TO.match, texts))


def _style_of(part: Marked) -> Style:
    return Style(bold=part.bold or None, italic=part.italic or None, level=part.level)
