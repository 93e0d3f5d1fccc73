"""The lexicon of units, and the longest match in it."""

from __future__ import annotations

import pytest

from vanban.lexicon.units import is_barred, load_units, match_unit


def test_every_unit_is_lower_case_and_sourced() -> None:
    units = load_units()
    assert len(units) > 500
    assert {unit.kind for unit in units.values()} == {"count", "measure", "duration", "money", "percent", "none"}
    for name, unit in units.items():
        assert name == name.lower() == " ".join(name.split())
        assert unit.group
        assert unit.source


@pytest.mark.parametrize(
    ("text", "start", "name", "kind"),
    [
        ("25 dịch vụ công thiết yếu", 3, "dịch vụ công", "count"),
        ("137 chuyên gia chuyển đổi số", 4, "chuyên gia", "count"),
        ("5 km2", 2, "km2", "measure"),
        ("5 km/h", 2, "km/h", "measure"),
        ("97%", 2, "%", "percent"),
        ("25 ngày làm việc", 3, "ngày làm việc", "duration"),
        ("10 usd", 3, "usd", "money"),
        ("25 °c", 3, "°c", "measure"),
        ("2 tổ công nghệ", 2, "tổ", "count"),
    ],
)
def test_match(text: str, start: int, name: str, kind: str) -> None:
    unit = match_unit(text, start)
    assert unit is not None
    assert (unit.name, unit.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "start"),
    [("5 hộp", 3), ("25 được", 3), ("5 hahaha", 2), ("2022 giải ngân", 5), ("5 điều này", 2), ("5", 1), ("5 ", 2)],
)
def test_no_match(text: str, start: int) -> None:
    assert match_unit(text, start) is None


@pytest.mark.parametrize(("word", "barred"), [("của xã", True), ("giải ngân", True), ("xã", False), ("hahaha", False)])
def test_barred_words(word: str, barred: bool) -> None:
    assert is_barred(word, 0) is barred
