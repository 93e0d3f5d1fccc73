"""The compiled report as a workbook: its first page with the letterhead, then a sheet for each table."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from vanban.export.digest import Digest
from vanban.export.digest_layout import (
    BLANK,
    MOTTO,
    NATION,
    NOTE,
    TYPE_NAME,
    Cell,
    Grid,
    Heading,
    annexes,
    date_line,
    overviews,
    paragraphs,
    subject,
)
from vanban.export.writers import EXCEL_CHARACTERS, EXCEL_ROWS
from vanban.version import __version__

FONT, SIZE_PT = "Times New Roman", 11
_LAST = 10.0  # width of the column beside the tables of the first sheet
SHEET_CHARACTERS = 145  # of all columns together, in widths of a digit
LINE_PT, HIGHEST_PT = 15.0, 409.0  # of a row; Excel has none higher
FITTING = 1.25  # characters of the font in the width of a digit
_SHEETS = (("khó khăn", "Khó khăn"), ("kiến nghị", "Kiến nghị"), ("Chỉ tiêu", "Chỉ tiêu"), ("nguồn", "Văn bản nguồn"))
_COUNTS = ("STT", "Số")  # what the columns of counts are called
_INVISIBLE = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


class _Looks(dict[str, Any]):
    """The formats of a workbook, made when they are first asked for: "bold center" and the like."""

    _WORDS: dict[str, dict[str, Any]] = {  # noqa: RUF012 - read only
        "bold": {"bold": True},
        "italic": {"italic": True},
        "center": {"align": "center"},
        "wrap": {"text_wrap": True, "valign": "top"},
        "border": {"border": 1},
        "shade": {"bg_color": "#EDEDED", "valign": "vcenter"},
        "line": {"bottom": 1},
        "title": {"font_size": 14},
    }

    def __init__(self, book: Any) -> None:
        self._book = book

    def __missing__(self, words: str) -> Any:
        look: dict[str, Any] = {"font_name": FONT, "font_size": SIZE_PT}
        for word in words.split():
            look |= self._WORDS[word]
        self[words] = self._book.add_format(look)
        return self[words]


def write_xlsx(digest: Digest, path: Path, heading: Heading) -> None:
    """Write the report; what the heading does not give stays blank."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {"title": subject(digest), "author": heading.office or "", "comments": f"vanban {__version__}"}
        )
        looks = _Looks(book)
        _write_first_sheet(book.add_worksheet("Tổng hợp"), digest, heading, looks)
        for grid in annexes(digest):
            name = next(name for word, name in _SHEETS if word in grid.title)
            _write_grid_sheet(book.add_worksheet(name), grid, looks)


def _write_first_sheet(sheet: Any, digest: Digest, heading: Heading, looks: _Looks) -> None:
    _set_page(sheet, landscape=False)
    widths = (8.0, 45.0, 14.0, 14.0, 14.0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    left = ((heading.parent_office or BLANK).upper(), (heading.office or BLANK).upper(), "Số:        /BC-………")
    right = (NATION, MOTTO, date_line(heading, digest.made_on))
    for row, (office, nation) in enumerate(zip(left, right, strict=True)):
        bold = ("center", "bold center", "center")[row]
        sheet.merge_range(row, 0, row, 1, office, looks[bold])
        sheet.merge_range(row, 2, row, 5, nation, looks[("bold center", "bold center", "italic center")[row]])
    sheet.set_column(5, 5, _LAST)
    sheet.merge_range(4, 0, 4, 5, TYPE_NAME, looks["title bold center"])
    sheet.merge_range(5, 0, 5, 5, subject(digest), looks["title bold center"])
    row = 7
    for text in (*paragraphs(digest), f"Ghi chú: {NOTE}"):
        sheet.merge_range(row, 0, row, 5, text, looks["wrap"])
        sheet.set_row(row, _height([(text,)], [sum(widths) + _LAST]))
        row += 1
    for grid in overviews(digest):
        sheet.merge_range(row + 1, 0, row + 1, 5, grid.title, looks["bold"])
        row = _write_rows(sheet, grid, row + 2, widths, looks)
        sheet.merge_range(row, 0, row, 5, grid.note, looks["italic wrap"])
        sheet.set_row(row, _height([(grid.note,)], [sum(widths) + _LAST]))
        row += 1


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Estimate the height of a row: neither merged cells nor LibreOffice find it themselves."""
    lines = max(
        sum(max(1, ceil(len(text) / (width * FITTING))) for text in cell or ("",))
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(HIGHEST_PT, LINE_PT * lines + 2)


def _write_grid_sheet(sheet: Any, grid: Grid, looks: _Looks) -> None:
    _set_page(sheet, landscape=True)
    widths = [max(6.0, round(share * SHEET_CHARACTERS)) for share in grid.widths]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.merge_range(0, 0, 0, len(grid.columns) - 1, grid.title.upper(), looks["title bold center"])
    _write_rows(sheet, grid, 2, widths, looks)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)


def _write_rows(sheet: Any, grid: Grid, row: int, widths: Sequence[float], looks: _Looks) -> int:
    """Write a table below a row's top; gives the row after it."""
    for place, name in enumerate(grid.columns):
        sheet.write_string(row, place, name, looks["bold center border shade wrap"])
    sheet.set_row(row, _height([(name,) for name in grid.columns], widths))
    row += 1
    for title, cells in grid.groups:
        if row + len(cells) > EXCEL_ROWS:
            break
        if title:
            sheet.merge_range(row, 0, row, len(grid.columns) - 1, _text((title,)), looks["bold border shade"])
            row += 1
        for line in cells:
            _write_row(sheet, row, line, grid, looks)
            sheet.set_row(row, _height(line, widths))
            row += 1
    return row


def _write_row(sheet: Any, row: int, cells: Sequence[Cell], grid: Grid, looks: _Looks) -> None:
    for place, cell in enumerate(cells):
        text = _text(cell)
        look = looks["border wrap center" if place in grid.centered else "border wrap"]
        digits = text.replace(".", "")
        if grid.columns[place].startswith(_COUNTS) and digits.isdecimal():
            sheet.write_number(row, place, int(digits), look)
        else:
            sheet.write_string(row, place, text, look)


def _text(cell: Cell) -> str:
    text = "\n".join(cell).translate(_INVISIBLE)
    return text if len(text) <= EXCEL_CHARACTERS else text[: EXCEL_CHARACTERS - 1] + "…"


def _set_page(sheet: Any, *, landscape: bool) -> None:
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&P")
    sheet.hide_gridlines(2)
