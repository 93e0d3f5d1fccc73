"""Spelling of Vietnamese syllables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.read.syllables import is_spelled, share_of

Form = Callable[[str], str]


SYLLABLES = (
    "nghiêng quyết khuỷu ngoằn giếng gì gìn quốc huỳnh thuở uyên ủy uỷ xoong quýt thuốc tưởng rượu khuya yêu yết đã ưu "
    "Ứng tư a y"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllable(word: str, form: Form) -> None:
    assert is_spelled(form(word))
    assert is_spelled(form(word.upper()))


@pytest.mark.parametrize(
    "word",
    [
        "coâng",
        "ñaõ",
        "té\u0301",
        "quốcc",
        "các\u0300",
        "ngh",
        "tềp",
        "tèt",
        "hwa",
        "zip",
        "café",
        "Sè\xad",
        "đầutư",
        "b",
    ],
)
def test_no_syllable(word: str, form: Form) -> None:
    assert not is_spelled(form(word))


def test_share(form: Form) -> None:
    words = [form(word) for word in ("“Báo", "cáo”", "t¸c", "«Dự", "n­íc")]
    assert share_of(words) == (5, 3)
    assert share_of([]).rate == 0
