"""Two columns set by tabs or spaces: left block, then right block."""

import pytest

from vanban.read.two_columns import find_letterhead, find_signature, split_columns

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        (f"UBND TỈNH A\t{NATION}", ("UBND TỈNH A", NATION)),
        (f" BỘ Y TẾ \t {NATION}", ("BỘ Y TẾ", NATION)),
        (f"SỞ Y TẾ          {MOTTO}", ("SỞ Y TẾ", MOTTO)),
        (f"ỦY BAN NHÂN DÂN TỈNH A {NATION}", ("ỦY BAN NHÂN DÂN TỈNH A", NATION)),
        ("TỈNH ỦY LÀO CAI ĐẢNG CỘNG SẢN VIỆT NAM", ("TỈNH ỦY LÀO CAI", "ĐẢNG CỘNG SẢN VIỆT NAM")),
        ("Số: 12/BC-SYT Hà Nam, ngày 5 tháng 6 năm 2025", ("Số: 12/BC-SYT", "Hà Nam, ngày 5 tháng 6 năm 2025")),
        ("Số:    /KH-UBND    Huế, ngày   tháng 7 năm 2025", None),
        (NATION, None),
        ("Một câu văn bình thường về kinh tế.", None),
    ],
)
def test_split_columns(line: str, columns: tuple[str, str] | None) -> None:
    assert split_columns(line) == columns


def test_letterhead_of_tabs_with_rules_and_subject() -> None:
    lines = [
        f"UBND TỈNH A\t{NATION}", f"SỞ Y TẾ\t{MOTTO}", "-------\t-------", "Số: 12/SYT-KH\tA, ngày 5 tháng 6 năm 2025",
        "V/v báo cáo tình hình", "thực hiện kế hoạch", "", "Kính gửi: UBND tỉnh",
    ]  # fmt: skip
    found = find_letterhead(lines, 0)
    assert found is not None
    assert found.left == [
        "UBND TỈNH A",
        "SỞ Y TẾ",
        "-------",
        "Số: 12/SYT-KH",
        "V/v báo cáo tình hình",
        "thực hiện kế hoạch",
    ]
    assert found.right == [NATION, MOTTO, "-------", "A, ngày 5 tháng 6 năm 2025"]
    assert lines[found.end] == ""


def test_letterhead_with_lines_of_one_column_between() -> None:
    lines = [f"BỘ Y TẾ\t{NATION}", "CỤC DÂN SỐ", f"\t{MOTTO}", "Số: 1/BC\tHà Nội, ngày 2 tháng 3 năm 2025", "BÁO CÁO"]
    found = find_letterhead(lines, 0)
    assert found is not None
    assert found.left == ["BỘ Y TẾ", "CỤC DÂN SỐ", "Số: 1/BC"]
    assert found.right == [NATION, MOTTO, "Hà Nội, ngày 2 tháng 3 năm 2025"]
    assert found.end == 4


def test_signature_beside_recipients() -> None:
    lines = [
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN",
        "- Như trên;\tKT. CHỦ TỊCH",
        "- Lưu: VT.",
        "",
        "",
        "\tNguyễn Văn A",
        "Phụ lục",
    ]
    found = find_signature(lines, 0)
    assert found is not None
    assert found.left == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert found.right == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Nguyễn Văn A"]
    assert lines[found.end] == "Phụ lục"


def test_signature_that_begins_under_the_recipients() -> None:
    found = find_signature(["Nơi nhận:", "- Như trên;", "- Lưu: VT, KH.        GIÁM ĐỐC"], 0)
    assert found is not None
    assert (found.left, found.right) == (["Nơi nhận:", "- Như trên;", "- Lưu: VT, KH."], ["GIÁM ĐỐC"])


def test_signature_with_only_a_space_between() -> None:
    found = find_signature(["Nơi nhận: TM. ỦY BAN NHÂN DÂN", "- Như trên; CHỦ TỊCH", "- Lưu: VT, KT.", "Lê Văn C"], 0)
    assert found is not None
    assert (found.left, found.right) == (
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT, KT."],
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
    )


def test_two_signers() -> None:
    found = find_signature(["NGƯỜI LẬP BIỂU\tTHỦ TRƯỞNG ĐƠN VỊ", "(Ký tên)\t(Ký tên, đóng dấu)", "Hết."], 0)
    assert found is not None
    assert (found.left, found.right) == (["NGƯỜI LẬP BIỂU", "(Ký tên)"], ["THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên, đóng dấu)"])


@pytest.mark.parametrize(
    "lines",
    [
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC"],  # one column
        ["NỘI DUNG\tKẾT QUẢ CHUNG", "Xây trạm\tĐã xong"],  # a table's header
        ["DOANH NGHIỆP\tSỐ LAO ĐỘNG", "Công ty A\t120", "Công ty B\t80"],
    ],
)
def test_no_signature(lines: list[str]) -> None:
    assert find_signature(lines, 0) is None
