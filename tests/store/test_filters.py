"""Days, periods and names as people type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from samples import make_analysis

from vanban.errors import UsageError
from vanban.model import Letterhead
from vanban.store import Archive
from vanban.store.filters import make_filters, parse_day
from vanban.store.listing import parse_period
from vanban.store.words import body_words, words_of

DAYS = [
    ("2025-06-20", False, "2025-06-20"),
    ("20/6/2025", True, "2025-06-20"),
    ("20/06/2025", False, "2025-06-20"),
    ("2025-2", False, "2025-02-01"),
    ("2024-02", True, "2024-02-29"),
    ("02/2025", True, "2025-02-28"),
    ("12/2025", True, "2025-12-31"),
    ("2025", False, "2025-01-01"),
    (" 2025 ", True, "2025-12-31"),
    ("9999", True, "9999-12-31"),
]


@pytest.mark.parametrize(("word", "last", "day"), DAYS)
def test_days(word: str, last: bool, day: str) -> None:
    assert parse_day(word, last=last) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("word", ["", "mai", "31/2/2025", "2025-13", "0000", "2025-06-20x", "20.6.2025", "9999-12-32"])
def test_no_days(word: str) -> None:
    with pytest.raises(UsageError):
        parse_day(word, last=False)


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("2021..2025", "2021-01-01", "2025-12-31"),
        ("6/2024..2025-01-15", "2024-06-01", "2025-01-15"),
        ("20/6/2025", "2025-06-20", "2025-06-20"),
    ],
)
def test_periods(word: str, start: str, end: str) -> None:
    assert parse_period(word) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize("word", ["..", "2025..", "..2025", "quý I"])
def test_no_periods(word: str) -> None:
    with pytest.raises(UsageError):
        parse_period(word)


BODIES = [
    ("UBND tỉnh", " uy ban nhan dan tinh "),
    ("Ủy ban nhân dân tỉnh", " uy ban nhan dan tinh "),
    ("Uỷ ban Nhân dân  tỉnh", " uy ban nhan dan tinh "),
    ("Bộ KH&CN", " bo khoa hoc va cong nghe "),
    ("Sở KHCN tỉnh Lào Cai", " so khoa hoc va cong nghe tinh lao cai "),
    ("các bộ, ngành", " cac bo nganh "),
    ("", "  "),
]


@pytest.mark.parametrize(("name", "words"), BODIES)
def test_names_of_bodies_are_written_out(name: str, words: str, form: Callable[[str], str]) -> None:
    assert body_words(form(name)) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Nghị quyết số 57-NQ/TW", " nghi quyet 57 nq tw "),
        ("Quyết định số 06/QĐ-TTg", " quyet dinh 6 qd ttg "),
        ("Luật Đất đai", " luat dat dai "),
        ("000", " 0 "),
    ],
)
def test_words_that_name_a_document(name: str, words: str, form: Callable[[str], str]) -> None:
    assert words_of(form(name)) == words


def test_no_filter_is_false() -> None:
    assert not make_filters({})
    assert not make_filters({"label": None, "topic": [], "since": None})
    assert make_filters({"label": "difficulty"})


def test_a_province_s_own_office_is_found_by_its_full_name(archive: Archive) -> None:
    """What the document says is not changed; of two provinces with the same words each has its own."""
    said = [("Đề nghị UBND tỉnh bố trí kinh phí.", "proposal", "kinh_phi", "UBND tỉnh; Sở Tài chính; Bộ Tài chính")]
    for province in ("Gia Lai", "Quảng Nam"):
        letterhead = Letterhead(province=province, issuer="SỞ Y TẾ")
        archive.add(make_analysis(said, source=f"{province}.txt", letterhead=letterhead))
    for name, count in {
        "UBND tỉnh Gia Lai": 1,
        "Ủy ban nhân dân tỉnh Quảng Nam": 1,
        "UBND tỉnh": 2,
        "=UBND tỉnh Gia Lai": 1,
        "Sở Tài chính tỉnh Gia Lai": 1,
        "Bộ Tài chính": 2,
        "UBND tỉnh Cà Mau": 0,
    }.items():
        assert archive.count("", addressee=name) == count, name
        assert len(list(archive.rows("statements", addressee=name))) == count, name
    (hit,) = archive.search("kinh phí", addressee="UBND tỉnh Gia Lai")
    assert hit.addressee == "UBND tỉnh; Sở Tài chính; Bộ Tài chính"
    facets = {facet.value.removeprefix("="): facet.count for facet in archive.facets("")["addressee"]}
    assert facets == {
        "Bộ Tài chính": 2,
        "UBND tỉnh Gia Lai": 1,
        "UBND tỉnh Quảng Nam": 1,
        "Sở Tài chính tỉnh Gia Lai": 1,
        "Sở Tài chính tỉnh Quảng Nam": 1,
    }
    for value in facets:  # as a page links them
        assert archive.count("", addressee=f"={value}") == facets[value]
