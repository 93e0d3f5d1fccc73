"""Searches kept under a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vanban.errors import UsageError
from vanban.store import Archive


def test_a_search_is_kept_under_its_name_until_it_is_forgotten(archive: Archive) -> None:
    archive.save_search(
        "Nhân lực xã", "thiếu nhân lực", {"label": "difficulty", "since": dt.date(2024, 1, 1), "topic": None}
    )
    archive.save_search(" bác  sĩ ", '"bác sĩ"', {"province": ("Quảng Nam", "Lào Cai")})
    found = {saved.name: (saved.query, saved.filters) for saved in archive.saved_searches()}
    assert found == {
        "bác sĩ": ('"bác sĩ"', {"province": ["Quảng Nam", "Lào Cai"]}),
        "Nhân lực xã": ("thiếu nhân lực", {"label": "difficulty", "since": "2024-01-01"}),
    }
    assert [saved.name for saved in archive.saved_searches()] == ["bác sĩ", "Nhân lực xã"]
    archive.save_search("bác sĩ", "bác sĩ OR y sĩ", {})
    assert {saved.name: saved.query for saved in archive.saved_searches()}["bác sĩ"] == "bác sĩ OR y sĩ"
    assert archive.delete_search("bác sĩ")
    assert not archive.delete_search("bác sĩ")
    assert len(archive.saved_searches()) == 1


@pytest.mark.parametrize(
    ("name", "query", "filters"),
    [
        ("", "x", {}),
        ("a\nb\0", "x", {}),
        ("a" * 201, "x", {}),
        ("a", "NOT x", {}),
        ("a", "x", {"province": "Atlantis"}),
        ("a", "x", {"since": "hôm qua"}),
    ],
)
def test_what_could_not_be_searched_is_not_kept(archive: Archive, name: str, query: str, filters: Any) -> None:
    with pytest.raises(UsageError):
        archive.save_search(name, query, filters)
    assert archive.saved_searches() == []
