"""Names of figures that only compare with the figure before them."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.extract.figures import find_figures
from vanban.extract.indicator_comparisons import name_comparisons
from vanban.model import Indicator, Span
from vanban.text import nfc

CASES: list[tuple[str, list[str], list[str]]] = [
    # sentence, names that its figures had, names that they get
    ("Thu phí 12 tỷ đồng, đạt 48% kế hoạch năm, tăng 7% so với cùng kỳ.", ["thu phí", "phí", "kỳ"],
     ["thu phí", "thu phí đạt kế hoạch năm", "thu phí tăng so với cùng kỳ"]),
    ("Thu phí 12 tỷ đồng, bằng 60% dự toán xã giao và tăng 7% so với năm 2021.", ["thu phí", "phí", "phí"],
     ["thu phí", "thu phí bằng dự toán xã giao", "thu phí tăng so với năm 2021"]),
    ("Trồng 30 ha mía, vượt 5% kế hoạch và 2% so cùng kỳ.", ["mía", "mía", "mía"],
     ["mía", "mía vượt kế hoạch", "mía vượt so cùng kỳ"]),
    ("Có 15 hộ thoát nghèo (giảm 3 hộ), chiếm tỷ lệ 4% tổng số hộ.", ["hộ thoát nghèo", "hộ", "hộ"],
     ["hộ thoát nghèo", "hộ thoát nghèo giảm", "hộ thoát nghèo chiếm tỷ lệ tổng số hộ"]),
    ("Xảy ra 9 vụ cháy, so với tháng trước tăng 2 vụ (+28,5%).", ["vụ cháy", "vụ", "vụ"],
     ["vụ cháy", "vụ cháy tăng so với tháng trước", "vụ cháy tăng so với tháng trước"]),
    ("Chi 5 tỷ đồng (đạt 91% so với năm ngoái).", ["chi", "năm"], ["chi", "chi đạt so với năm ngoái"]),
    # the unit tells which of several is meant
    ("Tiếp 40 lượt người, nhận 6 đơn, giảm 3 đơn so với quý trước.", ["lượt người", "đơn nhận", "lượt"],
     ["lượt người", "đơn nhận", "đơn nhận giảm so với quý trước"]),
    ("Kiểm tra 45 hộ và 20 bến (tăng 12 hộ và 3 bến so với cùng kỳ).", ["hộ", "bến", "x", "y"],
     ["hộ", "bến", "hộ tăng", "bến tăng so với cùng kỳ"]),
    ("Đăng ký 38 ô tô, 16 mô tô; giảm 2 ô tô.", ["ô tô", "mô tô", "x"], ["ô tô", "mô tô", "ô tô giảm"]),
    # an act on what was counted before
    ("Xảy ra 52 vụ trộm, khám phá 37 vụ; tiếp nhận 8 đơn.", ["vụ trộm", "khám phá", "đơn"],
     ["vụ trộm", "khám phá vụ trộm", "đơn"]),
    # what names itself keeps its name
    ("Có 12 hộ kinh doanh, đạt 3 giải nhất.", ["hộ kinh doanh", "giải nhất"], ["hộ kinh doanh", "giải nhất"]),
    ("Tổng đàn 900 con, tỷ lệ tiêm phòng đạt 80%.", ["đàn", "tỷ lệ tiêm phòng"], ["đàn", "tỷ lệ tiêm phòng"]),
    ("Có 12 lớp, tăng 5% học sinh giỏi.", ["lớp", "học sinh giỏi"], ["lớp", "học sinh giỏi"]),
]  # fmt: skip


def indicators_of(text: str, names: list[str]) -> list[Indicator]:
    figures = find_figures(text)
    assert len(figures) == len(names)
    return [Indicator(span=f.span, name=name, unit=f.unit) for f, name in zip(figures, names, strict=True)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "had", "names"), CASES)
def test_names_of_comparisons(text: str, had: list[str], names: list[str], form: str) -> None:
    text = nfc(unicodedata.normalize(form, text))
    found = name_comparisons(text, Span(0, len(text)), find_figures(text), indicators_of(text, had))
    assert [indicator.name for indicator in found] == names
    assert [indicator.span for indicator in found] == [figure.span for figure in find_figures(text)]


def test_a_sentence_that_opens_with_a_comparison_goes_on_about_the_one_before() -> None:
    first, second = "Xảy ra 9 vụ cháy.", "So với quý trước, giảm 4 vụ (-30,8%)."
    previous = indicators_of(first, ["vụ cháy"])
    found = name_comparisons(
        second, Span(0, len(second)), find_figures(second), indicators_of(second, ["vụ", "vụ"]), previous
    )
    assert [indicator.name for indicator in found] == ["vụ cháy giảm so với quý trước"] * 2


def test_a_figure_that_gave_nothing_is_passed_over() -> None:
    text = "Thu 12 tỷ đồng, đạt 48% kế hoạch."
    figures = find_figures(text)
    share = Indicator(span=figures[1].span, name="kế hoạch", unit="%")
    assert name_comparisons(text, Span(0, len(text)), figures, [share]) == [share]
