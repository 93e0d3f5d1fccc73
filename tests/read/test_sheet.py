"""Sheets: tables and lines of XLSX, XLS, ODS and CSV."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pytest
from legacy_samples import shown
from office_files import converted, make_ole, needs_calc
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from vanban.errors import EncryptedError, LimitError, ReadError, UnsupportedError
from vanban.model import BlockKind, Document
from vanban.read import limits, read_bytes, sheet

LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
Value = str | int | float | dt.date | None


def fill(
    page: Worksheet, rows: Sequence[Sequence[Value]], *, top: int = 1, lined: bool = True, font: str | None = None
) -> None:
    for r, values in enumerate(rows, top):
        for c, value in enumerate(values, 1):
            cell = page.cell(r, c, value)
            if lined:
                cell.border = BOX
            if font:
                cell.font = Font(name=font)


def save(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make(rows: Sequence[Sequence[Value]], **options: object) -> bytes:
    book = Workbook()
    fill(book.active, rows, **options)  # type: ignore[arg-type]
    return save(book)


def read(data: bytes) -> Document:
    return read_bytes(data, source="a.xlsx")


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is not BlockKind.TABLE]


INDICATORS = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện"],
    [1, "Thu ngân sách", "tỷ đồng", 1200, 1250.5],
    [2, "Tỷ lệ hộ nghèo", "%", 3.5, 2.75],
]


def test_table() -> None:
    document = read(make(INDICATORS))
    (table,) = document.tables
    assert table.columns(document.text) == INDICATORS[0]
    assert table.rows(document.text) == [
        ["1", "Thu ngân sách", "tỷ đồng", "1200", "1250,5"],
        ["2", "Tỷ lệ hộ nghèo", "%", "3,5", "2,75"],
    ]
    assert table.sheet == "Sheet"
    assert document.media_type == sheet.XLSX_TYPE


def test_numbers_as_shown_and_as_values() -> None:
    book = Workbook()
    fill(
        book.active,
        [["STT", "Chỉ tiêu", "Số tiền", "Tỷ lệ", "Ngày"], [1, "Thu", 1234567.891, 0.1256, dt.date(2025, 9, 6)]],
    )
    for place, code in (("C2", "#,##0.0"), ("D2", "0.0%"), ("E2", "dd/mm/yyyy")):
        book.active[place].number_format = code
    document = read(save(book))
    (table,) = document.tables
    assert table.rows(document.text) == [["1", "Thu", "1.234.567,9", "12,6%", "06/09/2025"]]
    values = [cell.value for cell in table.cells if cell.row == 1]
    assert values == [Decimal(1), None, Decimal("1234567.891"), Decimal("0.1256"), Decimal(45906)]


def test_merged_header() -> None:
    book = Workbook()
    rows = [
        ["STT", "Chỉ tiêu", "Kết quả", None, "Ghi chú"],
        [None, None, "Năm 2024", "Năm 2025", None],
        [1, "Số xã", 90, 95, None],
    ]
    fill(book.active, rows)
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        book.active.merge_cells(area)
    document = read(save(book))
    (table,) = document.tables
    assert table.columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả / Năm 2024", "Kết quả / Năm 2025", "Ghi chú"]
    assert table.rows(document.text) == [["1", "Số xã", "90", "95", ""]]


def test_letterhead_title_and_signature() -> None:
    book = Workbook()
    page = book.active
    fill(
        page,
        [
            ["UBND TỈNH AN GIANG", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["SỞ NỘI VỤ", None, "Độc lập - Tự do - Hạnh phúc"],
        ],
        lined=False,
    )
    page["A4"] = "BIỂU TỔNG HỢP KẾT QUẢ"
    page.merge_cells("A4:E4")
    page["A5"] = "(Kèm theo Báo cáo số 12/BC-SNV)"
    fill(page, INDICATORS, top=7)
    fill(page, [["NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"]], top=12, lined=False)
    document = read(save(book))
    (table,) = document.tables
    assert texts(document) == [
        "UBND TỈNH AN GIANG", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "BIỂU TỔNG HỢP KẾT QUẢ", "(Kèm theo Báo cáo số 12/BC-SNV)", "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC",
    ]  # fmt: skip
    assert table.title is not None
    assert table.title.of(document.text) == "BIỂU TỔNG HỢP KẾT QUẢ"
    assert table.n_rows == 3


def test_sheet_without_lines() -> None:
    document = read(make([["Tổng hợp tháng 9"], [], *INDICATORS, [], ["Ghi chú: số liệu sơ bộ"]], lined=False))
    (table,) = document.tables
    assert table.columns(document.text) == INDICATORS[0]
    assert len(table.rows(document.text)) == 2
    assert texts(document) == ["Tổng hợp tháng 9", "Ghi chú: số liệu sơ bộ"]


def test_sheets_in_order_and_hidden_ones_named() -> None:
    book = Workbook()
    book.active.title = "Thu"
    fill(book.active, INDICATORS)
    other = book.create_sheet("Chi")
    fill(other, INDICATORS)
    other.sheet_state = "hidden"
    book.create_sheet("Trống")
    document = read(save(book))
    assert [table.sheet for table in document.tables] == ["Thu", "Chi"]
    assert [(n.code, n.message) for n in document.notices] == [
        ("sheet_hidden", "Trang tính “Chi” đang ẩn trong tệp, vẫn được đọc.")
    ]


def test_rows_and_columns_without_text_are_left_out() -> None:
    rows = [["STT", None, "Chỉ tiêu", "Kết quả"], [None, None, None, None], [1, None, "Số xã", 95]]
    document = read(make(rows))
    (table,) = document.tables
    assert (table.n_rows, table.n_columns) == (2, 3)
    assert table.rows(document.text) == [["1", "Số xã", "95"]]


def test_cell_of_several_lines() -> None:
    document = read(make([["STT", "Nội dung", "Số"], [1, "Dòng một\nDòng hai", 5]]))
    assert document.tables[0].rows(document.text) == [["1", "Dòng một Dòng hai", "5"]]


def test_nfd_comes_out_as_nfc(form: Callable[[str], str]) -> None:
    document = read(make([[form(str(v)) for v in INDICATORS[0]], *INDICATORS[1:]]))
    assert document.tables[0].columns(document.text) == INDICATORS[0]


# -- legacy fonts ------------------------------------------------------------------------------------------------------


def legacy_book() -> Workbook:
    book = Workbook()
    page = book.active
    rows = [[shown(str(v), "tcvn3") if isinstance(v, str) else v for v in row] for row in INDICATORS]
    fill(page, rows, font=".VnTime")
    page["B4"] = shown("Tổng số", "tcvn3")
    page["B4"].font = Font(name=".VnTimeH")
    page["C4"] = shown("Ước đạt", "vni")
    page["C4"].font = Font(name="VNI-Times")
    page["D4"] = "Đã rõ"
    page["D4"].font = Font(name="Times New Roman")
    for place in ("A4", "B4", "C4", "D4", "E4"):
        page[place].border = BOX
    return book


def check_legacy(document: Document) -> None:
    (table,) = document.tables
    assert table.columns(document.text) == INDICATORS[0]
    rows = table.rows(document.text)
    assert rows[0][1:3] == ["Thu ngân sách", "tỷ đồng"]
    assert rows[2][1:4] == ["TỔNG SỐ", "Ước đạt", "Đã rõ"]
    assert [notice.code for notice in document.notices] == ["legacy_font_decoded"] * 2


def test_legacy_fonts() -> None:
    check_legacy(read(save(legacy_book())))


@needs_calc
def test_legacy_fonts_in_xls() -> None:
    document = read(converted(save(legacy_book()), "xlsx", "xls"))
    check_legacy(document)
    assert document.media_type == sheet.XLS_TYPE


def test_fonts_within_a_cell() -> None:
    book = Workbook()
    fill(book.active, [["STT", "Nội dung", "Số"], [1, None, 2]])
    book.active["B2"] = CellRichText(
        TextBlock(InlineFont(rFont="Symbol"), "F"), TextBlock(InlineFont(rFont=".VnTime"), shown(": ống dài", "tcvn3"))
    )
    document = read(save(book))
    assert document.tables[0].rows(document.text)[0][1].endswith(": ống dài")


# -- other formats -----------------------------------------------------------------------------------------------------


@needs_calc
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_through_libreoffice(suffix: str) -> None:
    book = Workbook()
    fill(book.active, INDICATORS)
    book.active["D2"].number_format = "#,##0"
    document = read(converted(save(book), "xlsx", suffix))
    (table,) = document.tables
    assert table.columns(document.text) == INDICATORS[0]
    assert table.rows(document.text)[0] == ["1", "Thu ngân sách", "tỷ đồng", "1.200", "1250,5"]


@needs_calc
def test_nothing_comes_out_of_an_old_file() -> None:
    document = read(converted(save(Workbook()), "xlsx", "xls"))
    assert (document.text, [notice.code for notice in document.notices]) == ("", ["office_empty"])


CSV = 'STT;Chỉ tiêu;Kết quả\n1;Thu ngân sách;1.250,5\n2;"Hộ nghèo; cận nghèo";3,5\n'


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_csv(start: bytes, form: Callable[[str], str]) -> None:
    document = read(start + form(CSV).encode())
    (table,) = document.tables
    assert table.columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả"]
    assert table.rows(document.text) == [["1", "Thu ngân sách", "1.250,5"], ["2", "Hộ nghèo; cận nghèo", "3,5"]]
    assert document.media_type == "text/csv"


def test_csv_of_a_legacy_encoding() -> None:
    document = read(shown(CSV * 2, "tcvn3").encode("cp1252"))
    assert document.tables[0].columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả"]


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi: các sở, ngành, địa phương\nTheo chỉ đạo, các đơn vị báo cáo",
        "Một dòng; hai\nKhông có gì",
        "a;b",
        "- Một;\n- Hai;\n- Ba;\n",
    ],
)
def test_prose_is_no_csv(text: str) -> None:
    assert read(text.encode()).tables == ()


# -- what cannot be read -----------------------------------------------------------------------------------------------


def repack(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("part", "content", "kind"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet", ReadError),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', ReadError),
        ("xl/workbook.xml", b"<workbook", ReadError),
        ("xl/worksheets/sheet1.xml", b"<a>" + b" " * 20_000_000 + b"</a>", LimitError),
    ],
)
def test_broken_part(part: str, content: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=part):
        read(repack(make(INDICATORS), {part: content}))


def test_strange_references() -> None:
    spaces = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = '<c r="ZZZZ1"><v>1</v></c><c r="A0"><v>2</v></c><c s="99" t="s"><v>99</v></c><c><v>x</v></c><c><v>1E999</v></c><c t="e"><v>#REF!</v></c>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/><mergeCell ref="?"/></mergeCells>'
    content = f'<worksheet {spaces}><sheetData><row r="x">{cells}</row></sheetData>{merges}</worksheet>'
    document = read(repack(make(INDICATORS), {"xl/worksheets/sheet1.xml": content.encode()}))
    assert "x" in document.text


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_CELLS", 10)
    with pytest.raises(LimitError, match="10 ô"):
        read(make(INDICATORS))


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "can_write", lambda target: False)
    with pytest.raises(UnsupportedError, match="libreoffice-calc"):
        read_bytes(make_ole({"Workbook": b"\x09\x08\x10\x00" + bytes(16)}), source="a.xls")


def test_xls_with_a_password() -> None:
    book = b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00\x06\x00" + bytes(6)
    with pytest.raises(EncryptedError, match="mật khẩu"):
        read_bytes(make_ole({"Workbook": book}), source="a.xls")
