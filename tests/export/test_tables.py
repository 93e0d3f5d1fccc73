"""Tables as files: whole, safe in a spreadsheet, with Vietnamese headings."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from samples import full_analysis, make_analysis

from vanban.errors import UsageError
from vanban.export import writers
from vanban.export.columns import DAY, INTEGER, LIST, NUMBER, TEXT, Column
from vanban.export.tables import SHEETS, TABLES, export
from vanban.export.writers import write_csv
from vanban.store import Archive


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.add(full_analysis(paged=True))
    archive.add(make_analysis([("=HYPERLINK(1)", "other"), ("- gạch đầu dòng", "result")], source="@b.txt"))
    return archive


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


COUNTS = {"documents": 2, "statements": 6, "indicators": 2, "citations": 1, "figures": 2, "dates": 2, "tables": 2}


@pytest.mark.parametrize("what", TABLES)
@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx", "parquet"])
def test_every_table_in_every_format(filled: Archive, tmp_path: Path, what: str, format: str) -> None:
    out = tmp_path / "mới" / f"bảng.{format}"
    assert export(filled, what, format=format, out=out) == {out: COUNTS[what]}
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    if format == "csv":
        rows = read_csv(out)
        assert len(rows) == COUNTS[what] + 1
        assert len({len(row) for row in rows}) == 1
    elif format == "jsonl":
        assert len([json.loads(line) for line in out.read_text("utf-8").splitlines()]) == COUNTS[what]
    elif format == "xlsx":
        sheet = openpyxl.load_workbook(out).active
        assert sheet is not None
        assert (sheet.title, sheet.max_row) == (SHEETS[what], COUNTS[what] + 1)
    else:
        parquet = pytest.importorskip("pyarrow.parquet")
        assert parquet.read_table(out).num_rows == COUNTS[what]


def test_csv_of_statements(filled: Archive, tmp_path: Path) -> None:
    export(filled, "statements", format="csv", out=tmp_path / "a.csv")
    rows = [dict(zip(read_csv(tmp_path / "a.csv")[0], row, strict=True)) for row in read_csv(tmp_path / "a.csv")[1:]]
    shown = [(row["Nhãn"], row["Chủ đề"], row["Ngày ban hành"], row["Trang"], row["Nội dung"][:16]) for row in rows]
    assert shown == [
        ("Khác", "", "2025-06-20", "1", "Thực hiện Nghị q"),
        ("Kết quả", "", "2025-06-20", "1", "Tỷ lệ hồ sơ trực"),
        ("Khó khăn, vướng mắc", "Nhân lực; Hạ tầng, trang thiết bị", "2025-06-20", "2", "Cấp xã thiếu nhâ"),
        ("Đề xuất, kiến nghị", "Thể chế, chính sách", "2025-06-20", "2", "Đề nghị Bộ Khoa "),
        ("Khác", "", "", "", "'=HYPERLINK(1)"),
        ("Kết quả", "", "", "", "'- gạch đầu dòng"),
    ]
    assert rows[4]["Tệp"] == "'@b.txt"
    assert rows[0]["Loại văn bản"] == "Báo cáo"


COLUMNS = [
    Column("text", "Chữ", TEXT),
    Column("number", "Số", NUMBER),
    Column("count", "Đếm", INTEGER),
    Column("day", "Ngày", DAY),
    Column("list", "Danh sách", LIST),
]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ({"text": "=1+1"}, "'=1+1,,,,"),
        ({"text": "+84"}, "'+84,,,,"),
        ({"text": "-5"}, "'-5,,,,"),
        ({"text": "@x"}, "'@x,,,,"),
        ({"text": "\t=1"}, "'\t=1,,,,"),
        ({"text": "a=1"}, "a=1,,,,"),
        ({"text": 'hai "dấu", phẩy'}, '"hai ""dấu"", phẩy",,,,'),
        ({"number": Decimal("-72.5"), "count": -3}, ",-72.5,-3,,"),
        ({"number": Decimal("1E+3")}, ",1000,,,"),
        ({"day": dt.date(2025, 6, 20), "list": ["a", "b"]}, ",,,2025-06-20,a; b"),
        ({"list": ["=a", "b"]}, ",,,,'=a; b"),
        ({}, ",,,,"),
    ],
)
def test_csv_cells(row: dict[str, Any], cells: str) -> None:
    file = io.StringIO(newline="")
    assert write_csv([row], COLUMNS, file) == 1
    assert file.getvalue() == f"\ufeffChữ,Số,Đếm,Ngày,Danh sách\r\n{cells}\r\n"


def test_xlsx_cells_are_typed_and_never_formulas(tmp_path: Path) -> None:
    rows = [
        {
            "text": "=SUM(1)",
            "number": Decimal("72.5"),
            "count": 3,
            "day": dt.date(2025, 6, 20),
            "list": ["http://x", "b"],
        },
        {"text": "x" * 40_000, "day": dt.date(1890, 1, 1), "number": Decimal("NaN")},
    ]
    writers.write_xlsx([("Bảng", rows, COLUMNS)], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Bảng"]
    assert [cell.value for cell in sheet[2]] == ["=SUM(1)", 72.5, 3, dt.datetime(2025, 6, 20), "http://x; b"]
    assert sheet["A2"].data_type == "s"
    assert len(str(sheet["A3"].value)) == 32_767
    assert (sheet["D3"].value, sheet["B3"].value) == ("1890-01-01", None)
    assert sheet.freeze_panes == "A2"


def test_more_rows_than_a_sheet_holds_go_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "EXCEL_ROWS", 3)
    rows: Iterator[dict[str, Any]] = ({"count": n} for n in range(7))
    assert writers.write_xlsx([("Bảng", rows, COLUMNS), ("Khác", iter(()), COLUMNS)], tmp_path / "a.xlsx") == 7
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [(sheet.title, sheet.max_row - 1) for sheet in book] == [
        ("Bảng", 3),
        ("Bảng 2", 3),
        ("Bảng 3", 1),
        ("Khác", 0),
    ]


def test_all_tables_are_sheets_or_files(filled: Archive, tmp_path: Path) -> None:
    assert export(filled, "all", format="xlsx", out=tmp_path / "a.xlsx") == {tmp_path / "a.xlsx": sum(COUNTS.values())}
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == list(SHEETS.values())
    written = export(filled, "all", format="csv", out=tmp_path / "csv")
    assert written == {tmp_path / "csv" / f"{name}.csv": COUNTS[name] for name in TABLES}


def test_tables_line_by_line(filled: Archive, tmp_path: Path) -> None:
    export(filled, "tables", format="csv", out=tmp_path / "a.csv")
    rows = read_csv(tmp_path / "a.csv")
    at = rows[0].index("Hàng")
    assert [row[at:] for row in rows] == [
        ["Hàng", "Cột 1", "Cột 2", "Cột 3", "Cột 4"],
        ["0", "STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"],
        ["1", "1", "Hồ sơ trực tuyến (%)", "80", "72,5"],
    ]


def test_filters_narrow_an_export(filled: Archive, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    assert export(filled, "statements", format="jsonl", out=out, label="proposal", province="Yên Bái") == {out: 1}
    (row,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert (row["label"], row["addressee"], row["topics"]) == ("proposal", "Bộ Khoa học và Công nghệ", ["the_che"])
    assert (row["document_issued_on"], row["page"]) == ("2025-06-20", 2)
    assert export(filled, "documents", format="jsonl", out=out, label="proposal") == {out: 1}


@pytest.mark.parametrize(
    ("what", "format", "out"),
    [
        ("names", "csv", "a.csv"),
        ("documents", "pdf", "a.pdf"),
        ("documents", "csv", "."),
        ("documents", "csv", "tệp/a.csv"),
    ],
)
def test_what_cannot_be_written_is_told(filled: Archive, tmp_path: Path, what: str, format: str, out: str) -> None:
    (tmp_path / "tệp").write_text("")
    with pytest.raises(UsageError):
        export(filled, what, format=format, out=tmp_path / out)


def test_a_broken_export_leaves_the_old_file(filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.csv"
    out.write_text("cũ")

    def fail(*_: object) -> None:
        raise RuntimeError("stop")

    monkeypatch.setattr(writers, "_csv_cell", fail)
    with pytest.raises(RuntimeError):
        export(filled, "documents", format="csv", out=out)
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["a.csv"]
    assert out.read_text() == "cũ"


def test_dates_of_an_archive_stay_dates_in_parquet(filled: Archive, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(filled, "indicators", format="parquet", out=tmp_path / "a.parquet")
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.schema.field("period_start").metadata == {b"title": "Từ ngày".encode()}
    first = {row["name"]: row for row in table.to_pylist()}["Tỷ lệ hồ sơ trực tuyến"]
    assert (first["period_start"], first["value"], first["target"]) == (dt.date(2025, 1, 1), 72.5, 80.0)


def test_a_document_that_says_nothing_of_itself_is_exported(archive: Archive, tmp_path: Path) -> None:
    archive.add(replace(make_analysis([("Một.", "other")])))
    assert export(archive, "documents", format="xlsx", out=tmp_path / "a.xlsx") == {tmp_path / "a.xlsx": 1}
