"""Names of figures in a list: what the first item's name says before its last words holds for the items behind it."""

import pytest

from vanban.extract.figures import find_figures
from vanban.extract.indicator_lists import name_list_items
from vanban.model import Indicator, Span


@pytest.mark.parametrize(
    ("text", "had", "names"),
    [
        (
            "Năng suất lúa đạt 58 tạ/ha, ngô 45 tạ/ha, đậu tương 18 tạ/ha.",
            ["Năng suất lúa", "lúa ngô", "đậu tương"],
            ["Năng suất lúa", "Năng suất ngô", "Năng suất đậu tương"],
        ),
        ("Sản lượng tôm 12 tấn và cá 30 tấn.", ["Sản lượng tôm", "cá"], ["Sản lượng tôm", "Sản lượng cá"]),
        # another measure, a verb or another unit between: no list
        ("Diện tích lúa 58 ha, sản lượng 45 tấn.", ["Diện tích lúa", "sản lượng"], ["Diện tích lúa", "sản lượng"]),
        ("Sản lượng tôm 12 tấn, tăng 3 tấn.", ["Sản lượng tôm", "tôm tăng"], ["Sản lượng tôm", "tôm tăng"]),
        ("Tôm 12 tấn, cá 30 tấn.", ["Tôm", "cá"], ["Tôm", "cá"]),
        ("Số vụ cháy tăng 16 (5%) so với năm trước.", ["Số vụ cháy tăng 16"], ["Số vụ cháy"]),
    ],
)
def test_items_of_a_list(text: str, had: list[str], names: list[str]) -> None:
    figures = [figure for figure in find_figures(text) if figure.unit][: len(had)]
    found = [
        Indicator(span=f.span, name=name, value=f.value, unit=f.unit) for f, name in zip(figures, had, strict=True)
    ]
    assert [i.name for i in name_list_items(text, Span(0, len(text)), figures, found)] == names
