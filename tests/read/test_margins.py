"""Page numbers, running heads and footnotes are told from running text."""

import pytest
from page_samples import line

from vanban.read.margins import Margins, PageContent, begins_footnote, part_margins
from vanban.read.page_lines import PageLine
from vanban.read.pdf_rulings import Ruling

BODY = "Các đơn vị đã hoàn thành nhiệm vụ được giao trong quý"


def page(number: int, *lines: PageLine, separators: tuple[Ruling, ...] = ()) -> PageContent:
    body = [line(f"{BODY} {number}.{k}", 85, 120 + 18 * k, page=number) for k in range(20)]
    return PageContent(number, 595, 842, [*body, *lines], separators=list(separators))


def texts(lines: list[PageLine]) -> list[str]:
    return [ln.text for ln in lines]


def part(*pages: PageContent) -> list[Margins]:
    return part_margins(list(pages))


@pytest.mark.parametrize("text", ["2", "- 2 -", "Trang 2/7", "trang 2"])
@pytest.mark.parametrize("baseline", [45.0, 805.0])
def test_page_numbers(text: str, baseline: float) -> None:
    (margins,) = part(page(2, line(text, 310, baseline)))
    assert texts(margins.heads + margins.feet) == [text]
    assert len(margins.body) == 20


@pytest.mark.parametrize(
    ("text", "baseline"),
    [("2", 300.0), ("2. Yêu cầu", 45.0), ("Năm 2025", 45.0), ("1.250", 805.0)],
)
def test_not_page_numbers(text: str, baseline: float) -> None:
    (margins,) = part(page(2, line(text, 310, baseline)))
    assert margins.heads == margins.feet == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Công báo số 12 + 13", True),
        ("Báo cáo chuyên đề | Trang {n}", True),
        ("PHỤ LỤC {n}", False),  # each names another annex
        ("- Giao Sở Tài chính chủ trì", False),
        ("Tổng số {n}00 hồ sơ", False),  # numbers that do not count the pages
        ("theo kế hoạch đã được phê duyệt.", False),
    ],
)
def test_running_heads(head: str, expected: bool) -> None:
    pages = [page(n, line(head.format(n=n), 200, 50, size=10)) for n in range(1, 5)]
    assert [bool(m.heads) for m in part(*pages)] == [expected] * 4


def test_lines_at_different_heights_are_no_running_heads() -> None:
    pages = [page(n, line("Ghi chú chung", 200, 40 + 16 * n, size=10)) for n in range(1, 4)]
    assert [bool(m.heads) for m in part(*pages)] == [False] * 3


def test_first_lines_of_paragraphs_are_no_running_heads() -> None:
    pages = [page(n, line("Kính gửi Ủy ban nhân dân tỉnh", 85, 102)) for n in range(1, 4)]
    assert [bool(m.heads) for m in part(*pages)] == [False] * 3


def test_footnotes_under_a_separator() -> None:
    notes = [line("1 Theo Niên giám thống kê", 85, 700, size=10), line("năm 2024.", 85, 712, size=10)]
    (margins,) = part(page(1, *notes, separators=(Ruling(688, 85, 229),)))
    assert texts(margins.footnotes) == ["1 Theo Niên giám thống kê", "năm 2024."]


def test_footnotes_without_a_separator_open_with_a_mark() -> None:
    (margins,) = part(page(1, line("² Số liệu đến ngày 30/9/2025.", 85, 700, size=10)))
    assert texts(margins.footnotes) == ["² Số liệu đến ngày 30/9/2025."]


def test_small_print_is_no_footnote() -> None:
    notes = [line(text, 85, 640 + 14 * k, size=11) for k, text in enumerate(["Nơi nhận:", "- Như trên;", "- Lưu: VT."])]
    (margins,) = part(page(1, *notes))
    assert margins.footnotes == []


def test_a_footnote_goes_on_at_the_foot_of_the_next_page() -> None:
    first = page(1, line("¹ Gồm các xã vùng cao, vùng sâu", 85, 760, size=10))
    second = page(
        2,
        line("và vùng biên giới của tỉnh.", 85, 748, size=10),
        line("² Chưa kể vốn vay.", 85, 760, size=10),
        separators=(Ruling(738, 85, 229),),
    )
    one, two = part(first, second)
    assert texts(one.footnotes) == ["¹ Gồm các xã vùng cao, vùng sâu", "và vùng biên giới của tỉnh."]
    assert texts(two.footnotes) == ["² Chưa kể vốn vay."]


@pytest.mark.parametrize(
    ("first", "before", "text", "begins"),
    [
        ("(*) Số liệu của", "Sở Nội vụ", "(**) Chưa gồm các xã mới", True),
        ("* Số liệu của", "Sở Nội vụ", "** Chưa gồm các xã mới", True),
        ("(1) Số liệu của", "Sở Nội vụ", "(2) Chưa gồm các xã mới", True),
        ("[1] Số liệu của", "Sở Nội vụ", "[2] Chưa gồm các xã mới", True),
        ("(1) Số liệu của", "các xã khu vực", "(3) và khu vực II", False),
        ("1 Số liệu của", "Sở Nội vụ và của", "2 xã khu vực III", False),
        ("1 Số liệu của", "Sở Nội vụ.", "2 Chưa gồm các xã mới", True),
        ("(*) Số liệu của", "Sở Nội vụ", "và của các xã", False),
    ],
)
def test_where_a_footnote_begins(first: str, before: str, text: str, begins: bool) -> None:
    lines = [line(words, 85, 700 + 12 * number, size=10) for number, words in enumerate((first, before, text))]
    assert begins_footnote(lines[2], lines[1], lines[0]) == begins


def test_notes_under_a_star_in_brackets() -> None:
    (margins,) = part(page(1, line("(*) Số liệu đến ngày 30/9/2025.", 85, 700, size=10)))
    assert texts(margins.footnotes) == ["(*) Số liệu đến ngày 30/9/2025."]
