from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from pdf_files import Sheet

from vanban.model import Document
from vanban.read import read_bytes
from vanban.read.aligned_tables import find_aligned
from vanban.read.page_lines import PageLine

XS = (90, 130, 300, 380, 460)
ROWS = (
    ("STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch", "Thực hiện"),
    ("1", "Tỷ lệ hồ sơ trực tuyến", "%", "80", "72,5"),
    ("2", "Số xã có mạng 5G", "xã", "95", "90"),
    ("3", "Dịch vụ công toàn trình", "thủ tục", "1.200", "1.180"),
)


def draw(sheet: Sheet, rows: Sequence[Sequence[str]], *, top: float = 185, xs: Sequence[float] = XS) -> None:
    for place, row in enumerate(rows):
        for x, word in zip(xs, row, strict=False):
            if word:
                sheet.text(x, top + place * 18, word, size=11)


def page(rows: Sequence[Sequence[str]], *, xs: Sequence[float] = XS) -> Document:
    sheet = Sheet()
    sheet.paragraph(100, "Kết quả thực hiện các chỉ tiêu trong 6 tháng đầu năm 2025 của đơn vị cụ thể như sau:")
    sheet.centre(297, 160, "Bảng 1. Kết quả thực hiện chỉ tiêu", bold=True)
    draw(sheet, rows, xs=xs)
    sheet.paragraph(185 + 18 * len(rows) + 30, "Nhìn chung, các chỉ tiêu cơ bản đạt kế hoạch đề ra trong kỳ báo cáo.")
    return read_bytes(sheet.data(), source="a.pdf")


def test_table_without_rules() -> None:
    document = page(ROWS)
    [table] = document.tables
    assert table.columns(document.text) == list(ROWS[0])
    assert table.rows(document.text) == [list(row) for row in ROWS[1:]]
    assert table.title is not None and table.title.of(document.text) == "Kết quả thực hiện chỉ tiêu"
    cell = table.row_cells()[0][4]
    assert cell is not None and cell.span.of(document.text) == "72,5"
    assert cell.box is not None and cell.box.x0 == pytest.approx(460, abs=1)
    assert document.text.index("cụ thể như sau") < table.span.start < document.text.index("Nhìn chung")


def test_cell_on_two_lines() -> None:
    rows = [*ROWS[:3], ("", "và mạng 4G", "", "", ""), ROWS[3], ("", "trên Cổng dịch vụ công", "", "", "")]
    document = page(rows)
    [table] = document.tables
    assert [row[1] for row in table.rows(document.text)] == [
        "Tỷ lệ hồ sơ trực tuyến",
        "Số xã có mạng 5G và mạng 4G",
        "Dịch vụ công toàn trình trên Cổng dịch vụ công",
    ]


def test_a_row_with_more_gaps_than_spaces_and_one_of_numbers_alone() -> None:
    """Most gaps of such a row part columns, so that its usual gap is none of a justified line."""
    rows = [
        ("STT", "Chỉ tiêu", "Quý I", "Quý II", "Ghi chú"),
        ("1", "Hồ sơ trực tuyến", "1.250", "1.198", "Giảm do bãi bỏ"),
        ("2", "Xã có mạng", "148", "148", "150"),
        ("3", "2024", "3.400", "3.512", "3.600"),
    ]
    document = page(rows, xs=(60, 100, 270, 350, 440))
    [table] = document.tables
    assert table.columns(document.text) == list(rows[0])
    assert table.rows(document.text) == [list(row) for row in rows[1:]]


def test_a_line_stretched_over_the_page_is_no_row() -> None:
    sheet = Sheet()
    for place, words in enumerate(
        (("Nơi", "nhận", "như", "trên"), ("Kính", "gửi", "các", "sở"), ("Để", "thực", "hiện", "ngay"))
    ):
        for x, word in zip((85, 190, 305, 425), words, strict=True):
            sheet.text(x, 100 + 18 * place, word)
    assert not read_bytes(sheet.data(), source="a.pdf").tables


CELLS = (
    (["TT"], ["Nhiệm vụ"], ["Đơn vị", "tính"], ["Kế", "hoạch"]),
    (["1"], ["Số hóa hồ sơ, tài liệu", "lưu trữ của các sở"], ["trang"], ["12.500"]),
    (["2"], ["Cấp chứng thư số cho", "cán bộ, công chức cấp xã", "và người lao động"], ["chứng thư"], ["1.480"]),
    (["3"], ["Kết nối liên thông"], ["hệ thống"], ["12"]),
    (["4"], ["Hoàn thiện hạ tầng", "truyền số liệu", "dùng chung"], ["xã"], ["148"]),
)


@pytest.mark.parametrize("place", [0, 0.5, 1])  # at the top, in the middle, at the foot of the row
def test_cells_of_several_lines_wherever_they_are_set(place: float) -> None:
    sheet = Sheet()
    sheet.paragraph(80, "Kết quả thực hiện các nhiệm vụ được giao trong năm của đơn vị cụ thể như sau:")
    top = 140.0
    for row in CELLS:
        height = max(map(len, row))
        for x, lines in zip((70, 105, 320, 420), row, strict=True):
            for number, line in enumerate(lines):
                sheet.text(x, top + 14 * (number + place * (height - len(lines))), line, size=11)
        top += 14 * height + 7
    document = read_bytes(sheet.data(), source="a.pdf")
    [table] = document.tables
    assert table.columns(document.text) == [" ".join(lines) for lines in CELLS[0]]
    assert table.rows(document.text) == [[" ".join(lines) for lines in row] for row in CELLS[1:]]
    assert "cụ thể như sau" in document.text[: table.span.start]


def test_empty_cells() -> None:
    document = page([*ROWS[:3], ("3", "Dịch vụ công", "", "", "1.180")])
    [table] = document.tables
    assert table.rows(document.text)[2] == ["3", "Dịch vụ công", "", "", "1.180"]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],  # too few rows
        [row[:2] for row in ROWS],  # two columns: a letterhead, signatures
        [
            ("NGƯỜI LẬP", "", "KẾ TOÁN", "", "THỦ TRƯỞNG"),
            ("(Đã ký)", "", "(Đã ký)", "", "(Đã ký)"),
            ("Lê A", "", "Trần B", "", "Vũ C"),
        ],
    ],
)
def test_what_is_no_table(rows: Sequence[Sequence[str]]) -> None:
    document = page(rows)
    assert document.tables == ()
    for row in rows:
        assert all(word in document.text for word in row)


def test_running_text_in_columns_is_no_table() -> None:
    sheet = Sheet()
    for left in (50, 220, 390):
        sheet.paragraph(
            100,
            "Trong năm 2025 các cơ quan đã hoàn thành 12 nhiệm vụ được giao. " * 6,
            left=left,
            right=left + 150,
            indent=0,
            size=9,
            pitch=12,
        )
    assert read_bytes(sheet.data(), source="a.pdf").tables == ()


def test_crowded_pages_end_soon() -> None:
    def line(place: int) -> PageLine:
        x, y = (place % 60) * 10.0, (place // 60) * 8.0
        return PageLine(str(place), 1, x, y, x + 8, y + 7, 7)

    start = time.perf_counter()
    for count in (5_900, 20_000):
        find_aligned([line(n) for n in range(count)], 1)
    assert time.perf_counter() - start < 3
