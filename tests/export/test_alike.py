"""Statements that say nearly the same are one group; what only shares a subject is not."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.export import alike
from vanban.export.alike import group_alike, similarities, weigh

STAFF = "Công chức phụ trách công nghệ thông tin ở cấp xã còn thiếu, chủ yếu kiêm nhiệm nhiều việc khác."
SAID = [
    STAFF,
    "Đường truyền ở các thôn vùng cao chập chờn, nhiều nơi chưa có điện lưới ổn định.",
    "Công chức phụ trách CNTT ở cấp xã còn thiếu, hầu hết kiêm nhiệm nhiều việc khác;",
    "Kinh phí mua sắm máy tính cho công chức cấp xã còn thiếu, chưa bố trí kịp thời.",
    "Đến nay mới có 12/45 xã bố trí được công chức đúng chuyên ngành, đạt 26,7% yêu cầu đề ra.",
    "Đến nay mới có 13/60 xã bố trí được công chức đúng chuyên ngành, đạt 21,6% yêu cầu đề ra.",
    "Đường truyền ở các thôn vùng cao chập chờn, nhiều nơi chưa có điện lưới ổn định.",
]
GROUPS = [[0, 2], [1, 6], [3], [4, 5]]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("cells", [4_000_000, 1])
def test_groups(form: str, cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_CELLS", cells)  # one row at a time gives the same
    weights = weigh([unicodedata.normalize(form, text) for text in SAID])
    assert group_alike(weights) == GROUPS


def test_a_chain_of_small_changes_is_not_one_group() -> None:
    words = [f"từ{number}" for number in range(40)]
    chain = [" ".join(words[start : start + 16]) for start in range(0, 25, 4)]
    groups = group_alike(weigh(chain))
    assert sorted(row for group in groups for row in group) == list(range(len(chain)))
    assert len(groups) > 1


def test_similarities() -> None:
    weights = weigh(SAID)
    ((same, other),) = similarities(weights, [0], [2, 1])
    assert same > 0.6 > 0.1 > other


@pytest.mark.parametrize(("texts", "groups"), [([], []), (["…"], [[0]]), (["…", "?"], [[0], [1]]), (["một"], [[0]])])
def test_texts_without_words(texts: list[str], groups: list[list[int]]) -> None:
    assert group_alike(weigh(texts)) == groups
