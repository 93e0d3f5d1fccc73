"""From grids to tables: headers, parts joined over pages, titles."""

import pytest

from vanban.model import Span
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.read.tables import count_header_rows, find_title, grid_of, has_header, is_caption, join_grids, texts_of

Rows = list[list[str]]


def split(*rows: str) -> Rows:
    return [row.split("|") for row in rows]


def join(*parts: Rows) -> list[Rows]:
    return [texts_of(grid)[grid.header_rows or 0 :] for grid in join_grids(grid_of(part) for part in parts)]


def columns(rows: Rows) -> list[str]:
    builder = DocumentBuilder("a", "text/plain")
    (grid,) = join_grids([grid_of(rows)])
    builder.add_table(grid, header_rows=grid.header_rows or 0)
    document = builder.build()
    return document.tables[0].columns(document.text)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (split("STT|Nội dung|Kết quả", "1|Trạm|5"), 1),
        (split("TT|Nội dung|Kết quả||Ghi chú", "|  |Đạt|Chưa đạt|", "1|Trạm|x||"), 2),
        (split("Năm|Số xã|Số thôn", "2024|12|90"), 1),
        (split("1|Trạm|5", "2|Viện|6"), 0),
        (split("Sở Y tế|12|5", "Sở Nội vụ|9|4"), 0),
        (split("STT|Tên|KH|TH", "(1)|(2)|(3)|(4)", "1|Trạm|5|4"), 2),
        (split("STT|Tên|KH|TH", "A|B|1|2", "1|Trạm|5|4"), 2),
        (split("STT|Tên|Thu|Chi|Còn", "1|2|3|4|5=3-4", "1|Trạm|5|4|1"), 2),
        (split("STT|Tên|Số", "|Tổng cộng|15", "1|Trạm|15"), 1),
        (split("STT|Tên|Số", "A|NHÓM MỘT|", "1|Trạm|15"), 1),
        (split("TT|Nội dung|Năm 2024||Năm 2025|", "||KH|TH|KH|TH", "1|Trạm|5|4|6|7"), 2),
        (split("BIỂU TỔNG HỢP||", "STT|Tên|Số", "1|Trạm|5"), 2),
        (split("Chỉ tiêu|2023|2024", "Số trạm|5|6"), 1),
        (split("STT|Tên|Kết quả|Kết quả|Ghi chú", "STT|Tên|Đạt|Chưa đạt|Ghi chú", "1|Trạm|x||"), 2),
        (split("STT|Tên|Vốn|Số hộ", "||(tỷ đồng)|(hộ)", "1|Trạm|5|7"), 2),
        (split("TT|Nội dung|Năm||So sánh|", "||2024|2025|2025/2024|KH", "1|Trạm|5|4|80%|6"), 2),
        (split("Chỉ tiêu|Thực hiện||", "|2023|2024|2024/2023 (%)", "Số trạm|5|6|120"), 2),
        (split("Chỉ tiêu|2024|2025|2025/2024", "Số trạm|5|6|120%"), 1),
        (split("STT|Tên|Giai đoạn|", "||2016-2020|2021-2025", "1|Trạm|5|6"), 2),
        (split("STT|Tên|Số trạm|", "|Toàn tỉnh|105|96", "1|Xã A|5|6"), 1),
        (split("một cột"), 0),
    ],
)
def test_count_header_rows(rows: Rows, count: int) -> None:
    assert count_header_rows(grid_of([[cell.strip() for cell in row] for row in rows])) == count


def test_stated_header_rows_outrank_the_guess() -> None:
    assert count_header_rows(grid_of(split("STT|Tên", "1|A"), header_rows=0)) == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (split("STT|Nội dung", "1|Trạm"), True),
        (split("Xã|Số hộ", "Hòa An|120"), True),  # text over numbers
        (split("Sở Y tế|Báo cáo quý", "Sở Nội vụ|Báo cáo năm"), False),
    ],
)
def test_has_header(rows: Rows, expected: bool) -> None:
    assert has_header(grid_of(rows)) is expected


def test_columns_of_two_levels() -> None:
    rows = split("STT|Tên|Kết quả||Ghi chú", "||Đạt|Chưa đạt|", "1|Trạm|x||")
    assert columns(rows) == ["STT", "Tên", "Kết quả / Đạt", "Kết quả / Chưa đạt", "Ghi chú"]


def test_columns_of_merged_names_that_a_converter_repeats() -> None:
    rows = split("STT|Tên|Kết quả|Kết quả", "STT|Tên|Đạt|Chưa đạt", "1|Trạm|x|")
    assert columns(rows) == ["STT", "Tên", "Kết quả / Đạt", "Kết quả / Chưa đạt"]


def test_column_numbers_name_nothing() -> None:
    assert columns(split("STT|Tên|Số", "(1)|(2)|(3)", "1|Trạm|5")) == ["STT", "Tên", "Số"]


HEADER = "STT|Nhiệm vụ|Cơ quan|Sản phẩm|Thời gian|Đạt|Chưa đạt|Ghi chú"
ROWS = ["1|Xây trạm y tế|Sở Y tế|Báo cáo|Quý I|x||Đã xong", "2|Mua máy tính|Sở Tài chính|Quyết định|Quý II|x||",
        "3|Tập huấn cán bộ|Sở Nội vụ|Kế hoạch|Quý III||x|Đang làm"]  # fmt: skip


def test_repeated_header_is_no_row() -> None:
    assert join(split(HEADER, ROWS[0]), split(HEADER, ROWS[1], ROWS[2])) == [split(*ROWS)]


def test_header_cut_short_and_column_lost() -> None:
    part = split(
        "||Cơ quan|Thời||Đạt|",
        "4|Sửa đường|Sở Xây dựng|Báo cáo|Quý IV|x|Đã xong",
        "5|Trồng cây|Sở Y tế|Kế hoạch|Năm 2025|x|",
    )
    joined = join(split(HEADER, *ROWS), part)
    assert joined == [
        split(*ROWS, "4|Sửa đường|Sở Xây dựng|Báo cáo|Quý IV|x||Đã xong", "5|Trồng cây|Sở Y tế|Kế hoạch|Năm 2025|x||")
    ]


def test_repeated_header_of_which_a_name_reads_like_a_later_one() -> None:
    header = ("STT|Công trình|Đơn vị|Thời hạn bàn giao|Kết quả||Ghi chú", "||||Đã bàn giao|Chưa|")
    misread = ("STT|Gông tnnh|Đơn vị|bàn giao|Kết quả||Ghi chú", "||||Đã bàn giao|Chưa|")
    row, other = "1|Kè suối|Xã Bến Đá|Quý II|x||", "2|Cầu treo|Xã Bến Đá|Quý III||x|"
    assert join(split(*header, row), split(*misread, other)) == [split(row, other)]


def test_header_that_stands_again_within_a_grid_is_no_row() -> None:
    again = "||Cơ quan|Sản|Thời gian|Đạt||"
    assert join(split(HEADER, *ROWS[:2], again, ROWS[2])) == [split(*ROWS)]


def test_row_cut_by_a_page_break_is_one_row() -> None:
    first = split("STT|Nội dung|Đơn vị", "1|Tiếp tục rà soát các|Sở Y tế, Sở")
    second = split("STT|Nội dung|Đơn vị", "|trạm y tế xã|Nội vụ", "2|Báo cáo|Sở Y tế")
    assert join(first, second) == [split("1|Tiếp tục rà soát các trạm y tế xã|Sở Y tế, Sở Nội vụ", "2|Báo cáo|Sở Y tế")]


def test_row_without_number_is_kept_apart_where_nothing_is_cut() -> None:
    first = split("STT|Nội dung|Số", "1|Rà soát trạm.|5")
    assert join(first, split("STT|Nội dung|Số", "|Tổng cộng|5")) == [split("1|Rà soát trạm.|5", "|Tổng cộng|5")]


def test_part_without_header_goes_on_with_the_table() -> None:
    assert join(split(HEADER, ROWS[0]), split(ROWS[1])) == [split(ROWS[0], ROWS[1])]


@pytest.mark.parametrize(
    "other",
    [
        split("STT|Tên dự án|Vốn", "1|Cầu|50"),  # another header
        split("1|Cầu"),  # other columns
        split("STT|Nội dung|Số", "1|Trường|7"),  # the same header, but counting anew
    ],
)
def test_other_table(other: Rows) -> None:
    assert len(join(split("STT|Nội dung|Số", "1|Trạm|5", "2|Viện|6"), other)) == 2


def test_group_row_at_the_foot_of_a_page_does_not_begin_another_table() -> None:
    first = split("STT|Nội dung|Số", "1|Trạm|5", "II|NHÓM HAI|")
    assert len(join(first, split("STT|Nội dung|Số", "1|Cầu|2"))) == 1


def test_merged_body_cells_move_with_their_row() -> None:
    def cell(text: str, row: int, column: int, down: int = 1, across: int = 1) -> GridCell:
        return GridCell((Piece(text),), row, column, down, across)

    first = grid_of(split("STT|Tên|Số", "1|A|5"))
    second = Grid((cell("2", 0, 0), cell("B", 0, 1, 2, 1), cell("6", 0, 2), cell("3", 1, 0), cell("7", 1, 2)), 2, 3)
    (joined,) = join_grids([first, second])
    assert [(c.text, c.row, c.column, c.row_span) for c in joined.cells if c.row >= 2] == [
        ("2", 2, 0, 1), ("B", 2, 1, 2), ("6", 2, 2, 1), ("3", 3, 0, 1), ("7", 3, 2, 1),
    ]  # fmt: skip


# -- titles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["Phụ lục I", "KẾT QUẢ CÁC CHỈ TIÊU", "(Kèm theo Báo cáo số 5/BC-SYT)"], "KẾT QUẢ CÁC CHỈ TIÊU"),
        (["Phụ lục I. KẾT QUẢ CÁC CHỈ TIÊU", "Đơn vị tính: triệu đồng"], "KẾT QUẢ CÁC CHỈ TIÊU"),
        (["Bảng 2: Số trạm theo huyện"], "Số trạm theo huyện"),
        (["Biểu số 03", "Tình hình thu chi ngân sách"], "Tình hình thu chi ngân sách"),
        (["PHỤ LỤC 2", "DANH MỤC NHIỆM VỤ", "CỦA CÁC SỞ, NGÀNH"], "DANH MỤC NHIỆM VỤ\nCỦA CÁC SỞ, NGÀNH"),
        (["Bảng 3: Kết quả thực hiện:"], "Kết quả thực hiện"),
        (["Biểu 02/BC-SYT", "Số giường bệnh"], "Số giường bệnh"),
        (["Biểu số 1a/BTP-XDPL", "(Ban hành kèm theo Thông tư số 3/2019/TT-BTP)", "SỐ VĂN BẢN"], "SỐ VĂN BẢN"),
        (["Kết quả cụ thể như sau:"], None),
        (["Danh mục các dự án như sau:"], None),
        (["II. KẾT QUẢ THỰC HIỆN"], None),
        (["Đoạn văn thường kể việc đã làm."], None),
        ([], None),
    ],
)
def test_find_title(above: list[str], title: str | None) -> None:
    text, blocks = "", []
    for block in above:
        blocks.append((block, Span(len(text), len(text) + len(block))))
        text += block + "\n"
    found = find_title(blocks)
    assert (found.of(text) if found else None) == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Phụ lục I", True), ("(Ban hành kèm theo Quyết định)", True), ("Bảng 1. Số liệu", True), ("Đoạn văn.", False)],
)
def test_is_caption(text: str, expected: bool) -> None:
    assert is_caption(text) is expected
