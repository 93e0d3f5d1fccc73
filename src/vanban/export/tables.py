"""Exports tables of an archive to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Unpack

from vanban.errors import UsageError
from vanban.export.columns import COLUMNS, Column, table_columns, type_names, with_names
from vanban.export.datapackage import Resource, write_package
from vanban.export.files import completed
from vanban.export.writers import write_csv, write_jsonl, write_parquet, write_xlsx
from vanban.store import Archive, FilterOptions

Row = dict[str, Any]
TABLES = ("documents", "statements", "indicators", "citations", "figures", "dates", "tables")
FORMATS = ("csv", "xlsx", "parquet", "jsonl", "datapackage")
SHEETS = {
    "documents": "Văn bản",
    "statements": "Nhận định",
    "indicators": "Chỉ tiêu",
    "citations": "Viện dẫn",
    "figures": "Số liệu",
    "dates": "Thời gian",
    "tables": "Bảng",
}


def export(archive: Archive, what: str, *, format: str, out: Path, **filters: Unpack[FilterOptions]) -> dict[Path, int]:
    """Write one table, or "all", to a file; gives the files with their numbers of rows.

    All tables in one file is possible with xlsx only: the other formats make a folder of files, and datapackage makes
    one always. A file appears only when it is complete.
    """
    if format not in FORMATS:
        raise UsageError(f"--format {format!r}: chọn một trong: {', '.join(FORMATS)}")
    if what not in (*TABLES, "all"):
        raise UsageError(f"{what!r}: không có bảng này; chọn một trong: {', '.join(TABLES)}, all")
    wanted = TABLES if what == "all" else (what,)
    if format == "datapackage":
        return write_package((Resource(name, SHEETS[name], *rows_of(archive, name, **filters)) for name in wanted), out)
    if format == "xlsx":
        with completed(out) as path:
            number = write_xlsx(((SHEETS[name], *rows_of(archive, name, **filters)) for name in wanted), path)
        return {out: number}
    written: dict[Path, int] = {}
    for name in wanted:
        target = out / f"{name}.{format}" if what == "all" else out
        rows, columns = rows_of(archive, name, **filters)
        with completed(target) as path:
            written[target] = _WRITERS[format](rows, columns, path)
    return written


def rows_of(archive: Archive, name: str, **filters: Unpack[FilterOptions]) -> tuple[Iterator[Row], Sequence[Column]]:
    """Give the rows of a table and its columns."""
    names = type_names()
    if name == "tables":
        widest = max((row["n_columns"] for row in archive.rows(name, **filters)), default=0)
        return _table_rows(archive.rows(name, **filters), names), table_columns(widest)
    return (with_names(row, names) for row in archive.rows(name, **filters)), COLUMNS[name]


def _table_rows(tables: Iterator[Row], names: dict[str, str]) -> Iterator[Row]:
    for table in tables:
        with_names(table, names)
        lines = [table["columns"], *table["rows"]] if any(table["columns"]) else table["rows"]
        for number, cells in enumerate(lines, 0 if any(table["columns"]) else 1):
            yield {**table, "row": number, **{f"cell_{place}": words for place, words in enumerate(cells, 1)}}


def _as_text(write: Callable[[Iterator[Row], Sequence[Column], IO[str]], int]) -> Callable[..., int]:
    def write_file(rows: Iterator[Row], columns: Sequence[Column], path: Path) -> int:
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            return write(rows, columns, file)

    return write_file


_WRITERS: dict[str, Callable[..., int]] = {
    "csv": _as_text(write_csv),
    "jsonl": _as_text(write_jsonl),
    "parquet": write_parquet,
}
