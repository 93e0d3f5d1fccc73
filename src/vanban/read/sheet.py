"""Sheets: the tables that lie on them, and the lines of text above, between and below.

A table is where cells have lines around them; on a sheet without lines, where rows have several filled cells.
Letterheads and signatures that stand side by side are read left block, then right block.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vanban.errors import ReadError, UnsupportedError
from vanban.model import Document, Style
from vanban.read import limits
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.read.columns import is_number
from vanban.read.docx_package import Package
from vanban.read.flow import Flow, TextLine
from vanban.read.libreoffice import as_original, can_write, convert
from vanban.read.tables import count_header_rows
from vanban.read.word97 import FLAT_TYPE, is_locked, locked, refuse_entities
from vanban.read.xlsx_book import Sheet, SheetCell, filled, read_book

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS_TYPE = "application/vnd.ms-excel"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MIN_ROWS = 2  # of a table without lines
_MAX_HEADER = 5  # rows
_CSV_SAMPLE = 200  # lines
_DELIMITERS = ";,"


def read_xlsx(data: bytes, *, source: str) -> Document:
    package = Package(data, source=source, kind="XLSX", main="xl/workbook.xml")
    if package.main.endswith(".bin"):  # XLSB, the binary sister
        return _read_converted(data, "xlsb", XLSX_TYPE, source)
    sheets, notices = read_book(package, source=source)
    builder = DocumentBuilder(source, XLSX_TYPE)
    for notice in notices:
        builder.notice(notice.code, notice.message)
    for sheet in sheets:
        if sheet.hidden and sheet.cells:
            builder.notice("sheet_hidden", f"Trang tính “{sheet.name}” đang ẩn trong tệp, vẫn được đọc.")
        lay_sheet(builder, sheet)
    return builder.build()


def read_xls(data: bytes, *, source: str) -> Document:
    """Read a workbook of Excel 97–2003, which LibreOffice makes an XLSX of."""
    if is_locked(data, source):
        return read_locked(data, suffix="xls", media_type=XLS_TYPE, source=source)
    return _read_converted(data, "xls", XLS_TYPE, source)


def read_locked(data: bytes, *, suffix: str, media_type: str, source: str) -> Document:
    """Read an encrypted workbook that opens without asking, with a password that Excel gives to ones it protects.

    LibreOffice knows it. Raises EncryptedError where the password is another. Source: [MS-OFFCRYPTO] 2.4.2.3.
    """
    if not can_write("xlsx"):
        raise locked(source)
    try:
        document = _read_converted(data, suffix, media_type, source)
    except ReadError as error:
        raise locked(source) from error
    if not document.text.strip():
        raise locked(source)
    return document


def read_ods(data: bytes, *, source: str) -> Document:
    return _read_converted(data, "ods", ODS_TYPE, source)


def read_flat_sheet(data: bytes, *, source: str) -> Document:
    """Read a workbook that Excel 2003 or LibreOffice saved as one XML file."""
    refuse_entities(data, source)
    return _read_converted(data, "fods" if b"office:document" in data[:1000] else "xml", FLAT_TYPE, source)


def _read_converted(data: bytes, suffix: str, media_type: str, source: str) -> Document:
    if not can_write("xlsx"):
        raise UnsupportedError(
            source,
            f"cần LibreOffice để đọc bảng tính .{suffix}",
            remedy="hãy cài bằng apt-get install libreoffice-calc-nogui, hoặc lưu lại thành XLSX",
        )
    converted = convert(data, suffix=suffix, target="xlsx", source=source)
    return as_original(read_xlsx(converted, source=source), media_type)


# -- comma-separated values --------------------------------------------------------------------------------------------


def find_delimiter(lines: Sequence[str]) -> str | None:
    """Give the sign that parts the cells of a CSV file; None for other text."""
    sample = [line for line in lines[:_CSV_SAMPLE] if line.strip()]
    for delimiter in _DELIMITERS if len(sample) > 1 else "":
        if any(delimiter not in line and '"' not in line for line in sample[:3]):
            continue
        widths = {len(row) for row in csv.reader(sample, delimiter=delimiter)}
        spaced = sum(line.count(f"{delimiter} ") for line in sample)
        parted = sum(line.count(delimiter) for line in sample)
        if len(widths) == 1 and min(widths) > 1 and 2 * spaced < parted:
            return delimiter
    return None


def lay_csv(builder: DocumentBuilder, lines: Iterable[str], delimiter: str) -> None:
    sheet = Sheet("", False)
    for row, texts in enumerate(csv.reader(lines, delimiter=delimiter)):
        for column, text in enumerate(texts):
            if text.strip():
                sheet.cells[row, column] = SheetCell(row, column, text.strip())
    lay_sheet(builder, sheet)


# -- what lies where ---------------------------------------------------------------------------------------------------


def lay_sheet(builder: DocumentBuilder, sheet: Sheet) -> None:
    """Lay down the tables and lines of a sheet, from top to bottom."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in filled(sheet):
        rows.setdefault(cell.row, []).append(cell)
    if not rows:
        return
    flow = Flow(builder, typed=True)
    aside: list[list[SheetCell]] = []  # rows that stand side by side above or below a table
    tables = _find_tables(sheet, rows)
    done = -1
    for row in sorted(rows):
        if row <= done:
            continue
        if row in tables:
            _lay_rows(flow, aside)
            aside = []
            done = tables[row]
            flow.grid(_grid_of(sheet, rows, row, done))
            continue
        if aside and not _goes_on(aside, rows[row]):
            _lay_rows(flow, aside)
            aside = []
        aside.append(rows[row])
    _lay_rows(flow, aside)
    flow.end()


def _find_tables(sheet: Sheet, rows: dict[int, list[SheetCell]]) -> dict[int, int]:
    """Give the tables' first rows and, for each, the last one."""
    lined = _lined_rows(sheet)
    found: dict[int, int] = {}
    if lined:
        start = last = -2
        for row in sorted(lined):
            if row > last + 1 or start < 0:
                start = row
            found[start] = last = row
    else:
        found = _find_dense(rows)
    return {start: end for start, end in found.items() if any(start <= row <= end for row in rows)}


def _lined_rows(sheet: Sheet) -> set[int]:
    """Give the rows of which at least two cells have lines around them."""
    counts: dict[int, int] = {}
    for cell in sheet.cells.values():
        if cell.bordered:
            for row in range(cell.row, cell.row + cell.row_span):
                counts[row] = counts.get(row, 0) + cell.column_span
    texts = {place[0] for place, cell in sheet.cells.items() if cell.bordered and cell.text}
    return {row for row, count in counts.items() if count > 1} if len(texts) > 1 else set()


def _find_dense(rows: dict[int, list[SheetCell]]) -> dict[int, int]:
    found: dict[int, int] = {}
    run: list[int] = []
    for row in [*sorted(rows), -1]:
        if row >= 0 and (not run or row - run[-1] <= 2) and (run or len(rows[row]) > 1):
            run.append(row)
            continue
        while run and len(rows[run[-1]]) < 2:  # a lone text at the end stands below the table
            run.pop()
        if len(run) >= _MIN_ROWS and max(len(rows[r]) for r in run) > 2 - (len(run) > 3):
            found[run[0]] = run[-1]
        run = [row] if row >= 0 and len(rows[row]) > 1 else []
    return found


def _grid_of(sheet: Sheet, rows: dict[int, list[SheetCell]], start: int, end: int) -> Grid:
    """Make a grid of the rows from start to end, without rows and columns that hold no text."""
    cells = [cell for row in range(start, end + 1) for cell in rows.get(row, ())]
    used_rows = sorted({cell.row for cell in cells})
    used_columns = sorted({cell.column for cell in cells})
    row_at = {row: place for place, row in enumerate(used_rows)}
    column_at = {column: place for place, column in enumerate(used_columns)}
    taken = {(cell.row, cell.column): cell for cell in cells}
    if len(used_rows) * len(used_columns) > limits.TABLE_CELLS:
        used_columns = used_columns[: max(1, limits.TABLE_CELLS // len(used_rows))]
    made: list[GridCell] = []
    for row in used_rows:
        for column in used_columns:
            cell = taken.get((row, column))
            if cell is None:
                if (row, column) not in sheet.covered:
                    made.append(GridCell((), row_at[row], column_at[column]))
                continue
            height = sum(row <= other < row + cell.row_span for other in used_rows[row_at[row] :][: cell.row_span])
            width = sum(column <= other < column + cell.column_span for other in used_columns)
            pieces = tuple(Piece(line) for line in cell.text.split("\n") if line.strip())
            made.append(GridCell(pieces, row_at[row], column_at[column], height, width, cell.value))
    grid = Grid(tuple(made), len(used_rows), len(used_columns), sheet=sheet.name or None)
    return replace(grid, header_rows=_merged_header(grid))


def _merged_header(grid: Grid) -> int | None:
    """Count the rows of a header that merged cells show plainly, where its words alone do not."""
    first = [cell for cell in grid.cells if cell.row == 0 and cell.pieces]
    across = sum(cell.column_span for cell in first)
    deep = max((cell.row_span for cell in first), default=0)
    if not 1 < deep < min(grid.n_rows, _MAX_HEADER + 1) or 3 * across < 2 * grid.n_columns or count_header_rows(grid):
        return None
    return deep if not any(is_number(cell.text) for cell in first) else None


# -- lines of text -----------------------------------------------------------------------------------------------------


def _goes_on(aside: list[list[SheetCell]], row: list[SheetCell]) -> bool:
    """Tell whether a row still stands side by side with the ones above: in their columns, and not across them."""
    above = max(aside, key=len)
    if len(above) < 2 or row[0].row - aside[-1][0].row > 2:
        return False
    if len(row) > 1:
        return True
    return row[0].column > above[0].column and row[0].column_span < above[-1].column - above[0].column + 1


def _lay_rows(flow: Flow, rows: list[list[SheetCell]]) -> None:
    """Lay down rows of text column by column: what begins in the left half first."""
    cells = [cell for row in rows for cell in row]
    if not cells:
        return
    most = max(rows, key=len)
    starts = [cell.column for cell in most] if len(most) > 1 else []
    columns: dict[int, list[SheetCell]] = {}
    for cell in cells:
        columns.setdefault(sum(start <= cell.column for start in starts[1:]), []).append(cell)
    for place in sorted(columns):
        for cell in columns[place]:
            flow.gap()
            for line in cell.text.split("\n"):
                if line.strip():
                    flow.line(TextLine(" ".join(line.split()), style=Style(bold=cell.bold or None), soft=True))
        if starts:
            flow.end()
