"""Marks of Markdown: taken off where they are marks, left where they are text."""

import pytest

from vanban.read.markdown import Marked, plain_marks, split_marks


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Đoạn thường", [Marked("Đoạn thường")]),
        ("**Nơi nhận:**", [Marked("Nơi nhận:", bold=True)]),
        ("Phụ lục II**BẢNG TỔNG HỢP**", [Marked("Phụ lục II"), Marked("BẢNG TỔNG HỢP", bold=True)]),
        (
            "Phụ lục I**BẢNG TỔNG HỢP***(Kèm theo Báo cáo)*",
            [Marked("Phụ lục I"), Marked("BẢNG TỔNG HỢP", bold=True), Marked("(Kèm theo Báo cáo)", italic=True)],
        ),
        ("**I. KẾT QUẢ**Năm qua tỉnh đã", [Marked("I. KẾT QUẢ", bold=True), Marked("Năm qua tỉnh đã")]),
        ("theo **Công văn số 5** và (*chi tiết kèm theo*).", [Marked("theo Công văn số 5 và (chi tiết kèm theo).")]),
        ("số**12/NĐ-CP** ngày", [Marked("số12/NĐ-CP ngày")]),
        ("2*3=6 và 4*5=20", [Marked("2*3=6 và 4*5=20")]),
        ("(*) Số ước, xem (*)", [Marked("(*) Số ước, xem (*)")]),
        ("* Mục đầu", [Marked("* Mục đầu")]),
        ("**mở mà không đóng", [Marked("**mở mà không đóng")]),
        ("## 2. Khó khăn ##", [Marked("2. Khó khăn", level=2)]),
        ("#hashtag", [Marked("#hashtag")]),
        ("1\\. Việc \\- xong", [Marked("1. Việc - xong")]),
        ("Sở KH&amp;CN", [Marked("Sở KH&CN")]),
        ("Sở KH&CN", [Marked("Sở KH&CN")]),
        ("[Nghị định](https://vanban.vn/1) và ![dấu](a.png)", [Marked("Nghị định và ")]),
        ("Điều [1] (mới)", [Marked("Điều [1] (mới)")]),
        ("m<sup>2</sup> <u>đất</u>", [Marked("m2 đất")]),
        ("_nghiêng_ và ten_tep_moi ____", [Marked("nghiêng và ten_tep_moi ____")]),
        ("```python", []),
    ],
)
def test_split_marks(line: str, parts: list[Marked]) -> None:
    assert split_marks(line) == parts


def test_plain_marks_of_a_cell() -> None:
    assert plain_marks("**Đạt** *(vượt)*") == "Đạt (vượt)"


def test_long_line_of_marks_takes_linear_time() -> None:
    assert split_marks("<" * 300_000 + "*" * 300_000 + "[" * 300_000)
