"""Columns are read one after the other, rows of numbers across."""

import pytest
from page_samples import centred, line

from vanban.read.page_lines import PageLine
from vanban.read.reading_order import order_columns


def read(lines: list[PageLine]) -> list[list[str]]:
    return [[ln.text for ln in column.lines] for column in order_columns(lines)]


def test_plain_lines_are_one_column() -> None:
    assert read([line("dưới", 85, 130), line("trên", 85, 100)]) == [["trên", "dưới"]]


def test_columns_whose_lines_do_not_share_baselines() -> None:
    left = [centred(t, 160, 60 + 18 * k) for k, t in enumerate(["UBND TỈNH HÀ TĨNH", "SỞ CÔNG THƯƠNG", "Số: 7/BC-SCT"])]
    right = [
        centred(t, 410, 64 + 15 * k) for k, t in enumerate(["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Hà Tĩnh, ngày 3"])
    ]
    title = [centred("BÁO CÁO", 315, 140)]
    assert read([*right, *title, *left]) == [
        ["UBND TỈNH HÀ TĨNH", "SỞ CÔNG THƯƠNG", "Số: 7/BC-SCT"],
        ["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "Hà Tĩnh, ngày 3"],
        ["BÁO CÁO"],
    ]


def test_three_signatures() -> None:
    names = [("NGƯỜI LẬP", 130), ("KẾ TOÁN", 300), ("THỦ TRƯỞNG", 470)]
    lines = [centred(name, x, 600) for name, x in names]
    lines += [centred(name, x, 680) for name, x in [("Lê An", 130), ("Hồ Bình", 300), ("Võ Chi", 470)]]
    assert read(lines) == [["NGƯỜI LẬP", "Lê An"], ["KẾ TOÁN", "Hồ Bình"], ["THỦ TRƯỞNG", "Võ Chi"]]


def test_the_last_line_of_a_paragraph_stays_with_it() -> None:
    lines = [
        line("Trên đây là báo cáo của Sở, kính trình Ủy ban nhân dân tỉnh xem xét, cho", 85, 500),
        line("ý kiến./.", 85, 518),
        line("Nơi nhận:", 85, 536),
        centred("GIÁM ĐỐC", 430, 536),
        line("- Như trên;", 85, 550),
        line("- Lưu: VT.", 85, 564),
        centred("Trần Văn Cường", 430, 620),
    ]
    assert read(lines) == [
        ["Trên đây là báo cáo của Sở, kính trình Ủy ban nhân dân tỉnh xem xét, cho", "ý kiến./."],
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
        ["GIÁM ĐỐC", "Trần Văn Cường"],
    ]


COPIES = ["Nơi nhận:", "- Bộ Y tế;", "- UBND tỉnh;", "- Lưu: VT."]
SIGNER = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]


@pytest.mark.parametrize(
    ("copies_at", "name_at"),
    [
        pytest.param(500, 620, id="both at the top"),
        pytest.param(578, 620, id="list at the bottom"),
        pytest.param(610, 620, id="name beside the middle of the list"),
        pytest.param(650, 620, id="list under the name"),
        pytest.param(500, 540, id="name beside the list"),
    ],
)
def test_copies_come_before_the_signer_wherever_they_stand(copies_at: int, name_at: int) -> None:
    lines = [line("Trên đây là báo cáo của Sở Y tế về kết quả công tác năm 2025, kính trình xem xét./.", 85, 480)]
    lines += [line(text, 85, copies_at + 14 * k, size=11) for k, text in enumerate(COPIES)]
    lines += [centred(text, 430, 500 + 18 * k) for k, text in enumerate(SIGNER)]
    lines.append(centred("Trần Văn Cường", 430, name_at))
    assert read(lines)[1:] == [COPIES, [*SIGNER, "Trần Văn Cường"]]


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("name_at", [70, 84, 104])
def test_a_list_that_a_page_break_cut_is_read_before_the_name(first: int, name_at: int) -> None:
    rest = [line(text, 85, 60 + 14 * k, size=11) for k, text in enumerate(COPIES[first:])]
    columns = read([*rest, centred("Trần Văn Cường", 430, name_at)])
    assert [text for column in columns for text in column] == [*COPIES[first:], "Trần Văn Cường"]


@pytest.mark.parametrize("numbers", [("12", "7,5%", "1.200"), ("x", "-", "3/50")])
def test_rows_of_numbers_are_read_across(numbers: tuple[str, ...]) -> None:
    names = ("Số xã", "Tỷ lệ", "Thu ngân sách")
    lines = [line(name, 85, 100 + 20 * k) for k, name in enumerate(names)]
    lines += [line(number, 400, 100 + 20 * k) for k, number in enumerate(numbers)]
    assert read(lines) == [[f"{name} {number}" for name, number in zip(names, numbers, strict=True)]]


def test_a_gap_inside_one_line_is_no_column() -> None:
    lines = [line("Số:", 100, 100), line("/KH-UBND", 140, 100)]
    assert read(lines) == [["Số: /KH-UBND"]]


def test_nothing_is_lost_where_lines_lie_on_each_other() -> None:
    lines = [line(f"mẫu {k}", 85 + 3 * k, 100 + 2 * k, width=60 + 40 * (k % 3)) for k in range(30)]
    assert sorted(" ".join(text for column in read(lines) for text in column).split()) == sorted(
        " ".join(ln.text for ln in lines).split()
    )
