"""Tables that shading alone draws."""

from __future__ import annotations

from pdf_files import Sheet

from vanban.read.pdf import read_pdf
from vanban.read.shaded_tables import make_grid

ROWS = [["TT", "Chỉ tiêu", "Kết quả"], ["1", "Tỷ lệ hộ nghèo", "3,5%"], ["2", "Số lớp học", "214"], ["3", "Số xã", "9"]]
XS = [85.0, 130.0, 350.0, 500.0]


def shaded_sheet(rows: list[list[str]]) -> Sheet:
    sheet = Sheet()
    sheet.text(85, 100, "Kết quả thực hiện các chỉ tiêu như sau:")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.canvas.setFillGray(0.85 if (r + c) % 2 else 0.95)
            sheet.canvas.rect(XS[c], sheet.height - 150 - 20 * r, XS[c + 1] - XS[c], 20, fill=1, stroke=0)
            sheet.canvas.setFillGray(0)
            sheet.text(XS[c] + 4, 134 + 20 * r, text)
    return sheet


def test_cells_are_told_apart_by_shading() -> None:
    document = read_pdf(shaded_sheet(ROWS).data(), source="a.pdf")
    (table,) = document.tables
    assert table.columns(document.text) == ROWS[0]
    assert table.rows(document.text) == ROWS[1:]
    assert document.text.startswith("Kết quả thực hiện các chỉ tiêu như sau:")


def test_a_few_boxes_make_no_table() -> None:
    document = read_pdf(shaded_sheet([["Lưu ý", "xem phụ lục"]]).data(), source="a.pdf")
    assert document.tables == ()
    assert "xem phụ lục" in document.text


def test_grid_of_cell_boxes() -> None:
    grid = make_grid([(0, 0, 50, 20), (50, 0, 100, 20.5), (0, 20, 100, 40)])
    assert grid is not None
    assert grid.cells == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
    assert grid.owner == [[0, 1], [2, 2]]


def test_boxes_with_a_hole_make_no_grid() -> None:
    assert make_grid([(0, 0, 50, 20), (50, 0, 100, 20), (0, 20, 50, 40)]) is None
    assert make_grid([(0, 0, 50, 20), (0, 20, 50, 40)]) is None
