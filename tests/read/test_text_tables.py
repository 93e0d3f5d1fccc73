"""Tables in plain text: tabs, pipes, white gaps, one cell a line."""

import pytest

from vanban.read.text_tables import find_pipe_rows, find_spaced_rows, find_stacked_rows, find_tab_rows


def lines_of(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def test_tab_rows_of_unequal_length() -> None:
    found = find_tab_rows(["STT\tTên\tSố\tGhi chú", "A\tNHÓM", "1\tTrạm\t5", "2\tViện\t6\tmới\t", "Hết."], 0)
    assert found is not None
    assert found.end == 4
    assert found.rows == [
        ["STT", "Tên", "Số", "Ghi chú"],
        ["A", "NHÓM", "", ""],
        ["1", "Trạm", "5", ""],
        ["2", "Viện", "6", "mới"],
    ]


def test_line_breaks_within_cells() -> None:
    text = "STT\tNhiệm vụ\tSản phẩm\tHạn\n1\tXây trạm\n- tại xã An\n- tại xã Bình\tBáo cáo\tQuý I\n2\tMua máy\tQuyết định\tQuý II"
    found = find_tab_rows(lines_of(text), 0)
    assert found is not None
    assert found.rows[1:] == [
        ["1", "Xây trạm - tại xã An - tại xã Bình", "Báo cáo", "Quý I"],
        ["2", "Mua máy", "Quyết định", "Quý II"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.\tRà soát các trạm y tế.\n2.\tBáo cáo kết quả.\n3.\tTập huấn.",  # numbered paragraphs
        "Họ và tên:\tNguyễn Văn A\nChức vụ:\tGiám đốc\nĐiện thoại:\t0912",  # a form
        "I. Kết quả chung\t3\nII. Khó khăn còn lại\t7\nIII. Kiến nghị với tỉnh\t9",  # a table of contents
        "Nguyễn Văn A\tTrần Thị B",
    ],
)
def test_tabs_that_make_no_table(text: str) -> None:
    found = find_tab_rows(lines_of(text), 0)
    assert found is not None
    assert found.rows == []


def test_line_with_one_tab_before_it_is_prose() -> None:
    assert find_tab_rows(["\tTrong năm qua tỉnh đã hoàn thành."], 0) is None


def test_pipe_rows() -> None:
    text = "| STT | Tên | Số |\n|:---|---|---:|\n| 1 | **Trạm** y tế | 5 |\n| NHÓM HAI | NHÓM HAI | NHÓM HAI |\n| 2 | a\\|b |  |\nHết"
    found = find_pipe_rows(lines_of(text), 0)
    assert found is not None
    assert (found.end, found.has_header) == (5, True)
    assert found.rows == [["STT", "Tên", "Số"], ["1", "Trạm y tế", "5"], ["NHÓM HAI", "", ""], ["2", "a|b", ""]]


def test_line_breaks_that_a_cell_states_are_kept() -> None:
    found = find_pipe_rows(["| STT | Việc |", "|---|---|", "| 1 | - Một<br>- Hai |"], 0)
    assert found is not None
    assert found.rows[1] == ["1", "- Một\n- Hai"]


def test_header_that_begins_again_parts_the_rows() -> None:
    lines = ["STT\tTên\tSố", "1\tA\t5", "Nguồn: Sở Y tế\t\t", "BIỂU HAI\t\t", "STT\tXã\tHộ", "1\tB\t6"]
    found = find_tab_rows(lines, 0)
    assert found is not None
    assert (found.rows, found.end) == ([["STT", "Tên", "Số"], ["1", "A", "5"]], 2)


def test_pipe_rows_with_an_empty_header_and_without_outer_pipes() -> None:
    found = find_pipe_rows(lines_of("|  |  |\n|---|---|\n| Xã | Số hộ |\n| An | 5 |"), 0)
    assert found is not None
    assert found.rows == [["Xã", "Số hộ"], ["An", "5"]]
    found = find_pipe_rows(lines_of("Xã | Số hộ\n---|---\nAn | 5"), 0)
    assert found is not None
    assert found.rows == [["Xã", "Số hộ"], ["An", "5"]]


def test_grid_ruled_off() -> None:
    text = "+-----+--------+\n| STT | Việc   |\n+=====+========+\n| 1   | Xây    |\n|     | trạm   |\n+-----+--------+\n| 2   | Mua    |\n+-----+--------+\nHết"
    found = find_pipe_rows(lines_of(text), 0)
    assert found is not None
    assert (found.end, found.has_header) == (8, True)
    assert found.rows == [["STT", "Việc"], ["1", "Xây trạm"], ["2", "Mua"]]


def test_a_pipe_in_prose_is_no_table() -> None:
    found = find_pipe_rows(["Đúng | Sai, chọn một.", "Câu sau."], 0)
    assert found is not None
    assert found.rows == []


def test_stacked_rows() -> None:
    text = " \t TT\n \t Tên hóa chất\n \t Số CAS\n \t 1\n \t Axit A\n tên khác\n \t 10-1\n \t 2\n \t Bazơ B\n \t 20-2\n\nHết"
    found = find_stacked_rows(lines_of(text), 0)
    assert found is not None
    assert found.rows == [["TT", "Tên hóa chất", "Số CAS"], ["1", "Axit A tên khác", "10-1"], ["2", "Bazơ B", "20-2"]]


def test_stacked_cells_that_do_not_come_out_even_make_no_table() -> None:
    found = find_stacked_rows(["\tTT", "\tTên", "\tSố", "\t1", "\tA", "\t5", "\t2", "\tB"], 0)
    assert found is not None
    assert found.rows == []


def test_spaced_rows() -> None:
    text = (
        "STT   Nội dung thực hiện        Đơn vị        Kết quả\n"
        "1     Xây dựng trạm y tế        Sở Y tế       5\n"
        "      tại các xã vùng cao       và UBND xã\n"
        "----  ------------------------  ------------  ----\n"
        "2     Mua máy tính              Sở Tài chính  12\n"
        "\nHết"
    )
    found = find_spaced_rows(text.split("\n"), 0)
    assert found is not None
    assert found.rows == [
        ["STT", "Nội dung thực hiện", "Đơn vị", "Kết quả"],
        ["1", "Xây dựng trạm y tế tại các xã vùng cao", "Sở Y tế và UBND xã", "5"],
        ["2", "Mua máy tính", "Sở Tài chính", "12"],
    ]


def test_prose_with_wide_gaps_is_no_table() -> None:
    found = find_spaced_rows(["Trong  năm  qua  tỉnh  đã", "hoàn thành  kế hoạch"], 0)
    assert found is not None
    assert found.rows == []
