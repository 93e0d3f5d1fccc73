"""An XLSX workbook: sheets with the text of their cells as shown, values, merged cells and borders.

Source: ECMA-376-1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from vanban.errors import LimitError
from vanban.model import Notice
from vanban.read import limits
from vanban.read.docx_package import Package, R
from vanban.read.legacy import Decoder
from vanban.read.number_format import built_in, show
from vanban.read.symbols import symbol

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_SYMBOLS = ("symbol", "wingdings", "webdings")
_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"})
_MAX_COLUMNS = 16_384
_SIDES = ("left", "right", "top", "bottom")


@dataclass(slots=True)
class SheetCell:
    row: int
    column: int
    text: str
    value: Decimal | None = None
    bold: bool = False
    bordered: bool = False  # lines on two sides at least
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Sheet:
    name: str
    hidden: bool
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)  # by merged cells


@dataclass(frozen=True, slots=True)
class _Look:
    """How cells of one style look."""

    font: str | None = None
    bold: bool = False
    bordered: bool = False
    format: str | None = None


_Runs = list[tuple[str, str | None]]  # text and font; None: the cell's


def read_book(package: Package, *, source: str) -> tuple[list[Sheet], list[Notice]]:
    """Read all sheets in order. Raises LimitError where there are too many cells."""
    return _BookReader(package, source).read()


class _BookReader:
    def __init__(self, package: Package, source: str) -> None:
        self._package, self._source = package, source
        self._relations = package.relations(package.main)
        self._looks = self._read_looks()
        self._strings = self._read_strings()
        self._texts: list[tuple[SheetCell, _Runs, str | None]] = []  # cells whose text is not decoded yet
        self._count = 0
        self._since_1904 = False

    def read(self) -> tuple[list[Sheet], list[Notice]]:
        book = self._package.part(self._package.main)
        sheets: list[Sheet] = []
        if book is None:
            return sheets, []
        properties = book.find(f"{S}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        for entry in book.iterfind(f"{S}sheets/{S}sheet"):
            relation = self._relations.get(entry.get(f"{R}id") or "")
            if relation is None or relation.kind != "worksheet":
                continue
            sheet = Sheet((entry.get("name") or "").strip(), entry.get("state") in ("hidden", "veryHidden"))
            self._read_sheet(relation.target, sheet)
            sheets.append(sheet)
        return sheets, self._decode()

    # -- parts that all sheets share -----------------------------------------------------------------------------------

    def _part(self, kind: str) -> etree._Element | None:
        for relation in self._relations.values():
            if relation.kind == kind:
                return self._package.part(relation.target)
        return None

    def _read_strings(self) -> list[_Runs]:
        root = self._part("sharedStrings")
        return [_runs_of(item) for item in root.iterfind(f"{S}si")] if root is not None else []

    def _read_looks(self) -> list[_Look]:
        root = self._part("styles")
        if root is None:
            return []
        formats = {f.get("numFmtId"): f.get("formatCode") for f in root.iterfind(f"{S}numFmts/{S}numFmt")}
        fonts = [_font_of(font) for font in root.iterfind(f"{S}fonts/{S}font")]
        borders = [_is_bordered(border) for border in root.iterfind(f"{S}borders/{S}border")]
        looks = []
        for entry in root.iterfind(f"{S}cellXfs/{S}xf"):
            number = _index(entry.get("numFmtId"))
            code = formats.get(str(number)) or built_in(number)
            font, bold = fonts[i] if (i := _index(entry.get("fontId"))) < len(fonts) else (None, False)
            bordered = borders[i] if (i := _index(entry.get("borderId"))) < len(borders) else False
            looks.append(_Look(font, bold, bordered, code))
        return looks

    # -- one sheet -----------------------------------------------------------------------------------------------------

    def _read_sheet(self, part: str, sheet: Sheet) -> None:
        row = -1
        for element in self._package.elements(part, (f"{S}row", f"{S}mergeCell")):
            if element.tag == f"{S}mergeCell":
                self._merge(sheet, element.get("ref") or "")
                continue
            row = _index(element.get("r"), row + 2) - 1
            column = -1
            for cell in element.iterfind(f"{S}c"):
                place = _place(cell.get("r"))
                column = place[1] if place else column + 1
                self._read_cell(sheet, cell, row, column)

    def _read_cell(self, sheet: Sheet, element: etree._Element, row: int, column: int) -> None:
        style = _index(element.get("s"))
        look = self._looks[style] if style < len(self._looks) else _Look()
        content = element.findtext(f"{S}v")
        kind = element.get("t") or "n"
        if content is None and kind != "inlineStr" and not look.bordered:
            return
        self._count += 1
        if self._count > limits.TABLE_CELLS:
            raise LimitError(
                self._source, f"hơn {limits.TABLE_CELLS} ô", remedy="hãy tách thành nhiều tệp", place=sheet.name
            )
        cell = SheetCell(row, column, "", bold=look.bold, bordered=look.bordered)
        sheet.cells[row, column] = cell
        if kind == "s":
            index = _index(content, -1)
            self._texts.append((cell, self._strings[index] if 0 <= index < len(self._strings) else [], look.font))
        elif kind == "inlineStr":
            inline = element.find(f"{S}is")
            self._texts.append((cell, _runs_of(inline) if inline is not None else [], look.font))
        elif kind == "str":
            self._texts.append((cell, [(content or "", None)], look.font))
        elif kind == "b":
            cell.text = "TRUE" if content == "1" else "FALSE"
        elif kind == "e" or content in _ERRORS:
            cell.text = ""
        elif content:
            self._read_number(cell, content, look)

    def _read_number(self, cell: SheetCell, content: str, look: _Look) -> None:
        try:
            value = Decimal(content.strip())
        except InvalidOperation:
            cell.text = content
            return
        if value.is_finite() and abs(value.adjusted()) < 300:
            cell.value, cell.text = value, show(value, look.format, since_1904=self._since_1904)

    def _merge(self, sheet: Sheet, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last)
        if start is None or end is None or start > end:
            return
        height, width = end[0] - start[0] + 1, end[1] - start[1] + 1
        if height < 1 or width < 1 or len(sheet.covered) + height * width > limits.TABLE_CELLS:
            return
        cell = sheet.cells.get(start)
        if cell is None:
            return
        cell.row_span, cell.column_span = height, width
        for row in range(start[0], end[0] + 1):
            for column in range(start[1], end[1] + 1):
                if (row, column) != start:
                    sheet.covered.add((row, column))
                    other = sheet.cells.get((row, column))
                    if other is not None and other.bordered:
                        cell.bordered = True

    # -- text ----------------------------------------------------------------------------------------------------------

    def _decode(self) -> list[Notice]:
        decoder = Decoder()
        for _, runs, font in self._texts:
            for text, own in runs:
                decoder.see(text, own or font)
        decoder.settle()
        for cell, runs, font in self._texts:
            cell.text = "".join(_show_run(decoder, text, own or font) for text, own in runs).replace("\r\n", "\n")
        return decoder.notices()


def _show_run(decoder: Decoder, text: str, font: str | None) -> str:
    if font and font.lower().startswith(_SYMBOLS):
        return "".join(symbol(char, font) for char in text)
    return decoder.decode(text, font)


def _runs_of(item: etree._Element) -> _Runs:
    """Give the text of a string with the fonts of its runs, without the reading aids of East Asian text."""
    runs: _Runs = []
    for child in item:
        if child.tag == f"{S}t":
            runs.append((child.text or "", None))
        elif child.tag == f"{S}r":
            font = child.find(f"{S}rPr/{S}rFont")
            runs.append((child.findtext(f"{S}t") or "", font.get("val") if font is not None else None))
    return runs


def _font_of(element: etree._Element) -> tuple[str | None, bool]:
    name, bold = element.find(f"{S}name"), element.find(f"{S}b")
    is_bold = bold is not None and bold.get("val", "1") not in ("0", "false")
    return (name.get("val") if name is not None else None), is_bold


def _is_bordered(element: etree._Element) -> bool:
    sides = (element.find(f"{S}{side}") for side in _SIDES)
    return sum(side is not None and side.get("style") not in (None, "none") for side in sides) >= 2


def _index(text: str | None, default: int = 0) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 8 else default


def _place(reference: str | None) -> tuple[int, int] | None:
    """Give row and column, from 0, of a reference such as "B12"."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return (int(match[2]) - 1, column - 1) if int(match[2]) and column <= _MAX_COLUMNS else None


def filled(sheet: Sheet) -> Iterator[SheetCell]:
    """Give the cells with text that no other cell covers, in order."""
    for place in sorted(sheet.cells):
        cell = sheet.cells[place]
        if place not in sheet.covered and cell.text.strip():
            yield cell
