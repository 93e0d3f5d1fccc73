"""Writes rows as CSV, Excel, JSON Lines or Parquet, one row at a time."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from vanban.errors import MissingDependencyError
from vanban.export.annotation import plain_number
from vanban.export.columns import DAY, INTEGER, LIST, NUMBER, TEXT, Column

Row = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
EXCEL_ROWS = 1_048_575  # below the heading
EXCEL_CHARACTERS = 32_767
PARQUET_ROWS = 10_000


def _cell_text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def write_csv(rows: Iterable[Row], columns: Sequence[Column], file: IO[str]) -> int:
    """Write rows to a text file opened with newline=""; gives their number.

    The mark at its start makes Excel read Vietnamese. A text that a spreadsheet would take for a formula gets an
    apostrophe before it.
    """
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([column.title for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(row.get(column.name), column) for column in columns])
        count += 1
    return count


def _csv_cell(value: Any, column: Column) -> Any:
    if value is None:
        return ""
    if column.kind in (TEXT, LIST):
        text = _cell_text(value)
        return f"'{text}" if text.startswith(_FORMULA) else text
    return f"{value:f}" if isinstance(value, Decimal) else value


def write_jsonl(rows: Iterable[Row], columns: Sequence[Column], file: IO[str]) -> int:
    count = 0
    for row in rows:
        found = {column.name: row.get(column.name) for column in columns}
        file.write(json.dumps(found, ensure_ascii=False, default=json_value) + "\n")
        count += 1
    return count


def json_value(value: Any) -> Any:
    """Give what JSON has for the types of a row; for `default=` of json.dumps."""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat() + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_xlsx(sheets: Iterable[tuple[str, Iterable[Row], Sequence[Column]]], path: Path) -> int:
    """Write a workbook of one sheet a table, more where Excel's limit of rows is reached; gives the number of rows."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(path, options) as book:
        formats = {"bold": book.add_format({"bold": True}), DAY: book.add_format({"num_format": "dd/mm/yyyy"})}
        for title, rows, columns in sheets:
            for number, part in enumerate(_parts(rows), 1):
                count += _write_sheet(book, title if number == 1 else f"{title} {number}", part, columns, formats)
    return count


def _parts(rows: Iterable[Row]) -> Iterator[Iterator[Row]]:
    rest = iter(rows)
    yield islice(rest, EXCEL_ROWS)
    while (first := next(rest, None)) is not None:
        yield islice(chain((first,), rest), EXCEL_ROWS)  # a generator here would close `rest` with itself


def _write_sheet(book: Any, title: str, rows: Iterator[Row], columns: Sequence[Column], formats: dict[str, Any]) -> int:
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 60 if column.name in ("text", "subject", "name") else 16)
        sheet.write_string(0, place, column.title, formats["bold"])
    number = 0
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            _write_cell(sheet, number, place, row.get(column.name), column, formats)
    sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)
    return number


def _write_cell(sheet: Any, row: int, place: int, value: Any, column: Column, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if column.kind in (NUMBER, INTEGER):
        number = plain_number(value) if isinstance(value, Decimal) else value
        if number is not None:
            sheet.write_number(row, place, number)
    elif column.kind == DAY and value.year >= 1900:  # Excel has no days before
        sheet.write_datetime(row, place, dt.datetime.combine(value, dt.time()), formats[DAY])
    else:
        text = _cell_text(value)
        sheet.write_string(row, place, text if len(text) <= EXCEL_CHARACTERS else text[: EXCEL_CHARACTERS - 1] + "…")


def write_parquet(rows: Iterable[Row], columns: Sequence[Column], path: Path) -> int:
    """Write a Parquet file with typed columns; gives the number of rows.

    Raises MissingDependencyError without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingDependencyError("xuất parquet cần pyarrow; cài bằng: pip install 'vanban[parquet]'") from error
    kinds = {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        INTEGER: pa.int64(),
        DAY: pa.date32(),
        LIST: pa.list_(pa.string()),
    }
    schema = pa.schema([pa.field(c.name, kinds[c.kind], metadata={"title": c.title}) for c in columns])
    count = 0
    rest = iter(rows)
    with pq.ParquetWriter(path, schema) as writer:
        while part := list(islice(rest, PARQUET_ROWS)):
            arrays = [[_parquet_value(row.get(c.name), c) for row in part] for c in columns]
            writer.write_table(pa.table([pa.array(a, f.type) for a, f in zip(arrays, schema, strict=True)], schema))
            count += len(part)
    return count


def _parquet_value(value: Any, column: Column) -> Any:
    if value is None or column.kind in (INTEGER, DAY, LIST):
        return value
    return float(value) if column.kind == NUMBER else str(value)
