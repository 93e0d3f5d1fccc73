"""Lists and summaries: each row with its document, narrowed and counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from samples import LETTERHEAD, full_analysis, make_analysis, span_of

from vanban.errors import UsageError
from vanban.model import Citation, Date, Indicator, Span
from vanban.store import Archive
from vanban.store.schema import FACTS


def indicator(name: str, **values: Any) -> Indicator:
    return Indicator(Span(0, 3), name, **values)


@pytest.fixture
def measured(archive: Archive) -> Archive:
    archive.add(full_analysis(source="a.txt"))
    year = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    quarter = (dt.date(2025, 4, 1), dt.date(2025, 6, 30))
    plain = make_analysis(
        [("Số liệu.", "other")],
        source="b.txt",
        letterhead=replace(LETTERHEAD, province="Cà Mau", province_now="Cà Mau"),
    )
    archive.add(
        replace(
            plain,
            indicators=(
                indicator("Tỷ lệ giải ngân", value=Decimal("47.25"), unit="%", period=year, status="met"),
                indicator("Số hồ sơ", value=Decimal(12450), unit="hồ sơ", period=quarter),
                indicator("Số trạm", target=Decimal(5), unit=None),
            ),
        )
    )
    return archive


INDICATORS = [
    ({}, ["Hồ sơ trực tuyến", "Số hồ sơ", "Số trạm", "Tỷ lệ giải ngân", "Tỷ lệ hồ sơ trực tuyến"]),
    ({"name": "ho so"}, ["Hồ sơ trực tuyến", "Số hồ sơ", "Tỷ lệ hồ sơ trực tuyến"]),
    ({"name": "trực tuyến tỷ lệ"}, ["Tỷ lệ hồ sơ trực tuyến"]),
    ({"name": "%"}, []),
    ({"name": "TỶ LỆ GIẢI NGÂN"}, ["Tỷ lệ giải ngân"]),
    ({"status": "met"}, ["Tỷ lệ giải ngân"]),
    ({"status": "not_met"}, ["Hồ sơ trực tuyến", "Tỷ lệ hồ sơ trực tuyến"]),
    ({"period": "2024"}, ["Tỷ lệ giải ngân"]),
    ({"period": "2025"}, ["Hồ sơ trực tuyến", "Số hồ sơ", "Số trạm", "Tỷ lệ hồ sơ trực tuyến"]),
    ({"period": "2025-07"}, ["Tỷ lệ hồ sơ trực tuyến"]),
    ({"province": "Cà Mau"}, ["Số hồ sơ", "Số trạm", "Tỷ lệ giải ngân"]),
    ({"province": "Bạc Liêu", "name": "số"}, ["Số hồ sơ", "Số trạm"]),
    ({"label": "difficulty"}, ["Hồ sơ trực tuyến", "Tỷ lệ hồ sơ trực tuyến"]),
    ({"limit": 2}, ["Hồ sơ trực tuyến", "Số hồ sơ"]),
]


@pytest.mark.parametrize(("options", "names"), INDICATORS, ids=[str(o) for o, _ in INDICATORS])
def test_indicators(measured: Archive, options: Any, names: list[str]) -> None:
    assert [row["name"] for row in measured.indicators(**options)] == names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hồ sơ", ["Chỉ tiêu (hồ sơ, %)", "Hồ sơ/văn bản"]),
        ("ho so van ban", ["Hồ sơ/văn bản"]),
        ("phong", ["Số phòng học"]),
        ("ho", ["Chỉ tiêu (hồ sơ, %)", "Hồ sơ/văn bản"]),
        ("hồ sơ/văn bản", ["Hồ sơ/văn bản"]),
    ],
)
def test_names_of_indicators_are_found_by_whole_words(archive: Archive, name: str, found: list[str]) -> None:
    names = ("Số phòng học", "Hồ sơ/văn bản", "Chỉ tiêu (hồ sơ, %)")
    archive.add(replace(make_analysis([("Số liệu.", "other")]), indicators=tuple(map(indicator, names))))
    assert [row["name"] for row in archive.indicators(name)] == found


def test_numbers_come_back_as_they_were(measured: Archive) -> None:
    rows = {row["name"]: row for row in measured.indicators(province="Cà Mau")}
    assert rows["Tỷ lệ giải ngân"]["value"] == Decimal("47.25")
    assert str(rows["Số hồ sơ"]["value"]) == "12450"
    assert rows["Số trạm"]["value"] is None
    assert rows["Số trạm"]["document_source"] == "b.txt"


@pytest.mark.parametrize("options", [{"status": "tốt"}, {"period": "nay"}, {"province": "", "label": "x"}])
def test_what_cannot_be_listed_is_told(measured: Archive, options: Any) -> None:
    with pytest.raises(UsageError):
        measured.indicators(**options)


@pytest.mark.parametrize("what", [*FACTS, "documents", "tables"])
def test_every_list_can_be_narrowed(measured: Archive, what: str) -> None:
    everything = list(measured.rows(what))
    assert list(measured.rows(what, province="Lào Cai", label="proposal", cites="57-NQ/TW")) != []
    assert list(measured.rows(what, province="Hà Giang")) == []
    assert len(everything) > 0


def test_unknown_lists_are_told(archive: Archive) -> None:
    with pytest.raises(UsageError, match="không có loại này"):
        list(archive.rows("paths"))


def test_relative_dates_are_stored_but_not_listed(archive: Archive) -> None:
    analysis = full_analysis()
    text = analysis.document.text
    span = span_of(text, "năm 2025")
    relative = Date(span, span.of(text), dt.date(2025, 1, 1), dt.date(2025, 12, 31), relative=True)
    archive.add(replace(analysis, dates=(*analysis.dates[:1], relative)))
    assert [row["text"] for row in archive.rows("dates")] == ["ngày 22/12/2024"]
    stored = archive.show(1)
    assert stored is not None
    assert [fact.relative for fact in stored.analysis.dates] == [False, True]


def test_the_state_of_an_archive(measured: Archive) -> None:
    status = measured.status()
    assert (status["documents"], status["pages"]) == (2, 2)
    assert status["facts"] == {
        "citations": 1, "dates": 2, "figures": 2, "indicators": 5, "statements": 5, "names": 1,
    }  # fmt: skip
    assert status["labels"] == {"other": 2, "difficulty": 1, "proposal": 1, "result": 1}


def test_the_state_of_an_empty_archive(archive: Archive) -> None:
    status = archive.status()
    assert (status["documents"], status["pages"], status["paths"], status["failures"]) == (0, 0, {}, [])
    assert archive.summary() == {
        "documents": 0, "difficulties": [], "proposals": [], "indicators": [], "citations": [],
    }  # fmt: skip


def cited(text: str, **parts: Any) -> Citation:
    return Citation(Span(0, 2), text, **parts)


@pytest.fixture
def told(archive: Archive) -> Archive:
    letter = replace(LETTERHEAD, province="Cà Mau", province_now="Cà Mau")
    resolution = {"doc_type": "nghi_quyet", "number": "57", "symbol": "NQ/TW"}
    first = make_analysis(
        [
            ("Thiếu người.", "difficulty", "nhan_luc"),
            ("Thiếu tiền, thiếu người.", "difficulty", "kinh_phi nhan_luc"),
            ("Đề nghị một.", "proposal", "kinh_phi", "UBND tỉnh"),
            ("Đề nghị hai.", "proposal", "kinh_phi", "Ủy ban nhân dân tỉnh; Bộ Tài chính"),
            ("Thiếu người nên chậm.", "cause", "nhan_luc"),
        ],
        source="a.txt",
        letterhead=LETTERHEAD,
    )
    second = make_analysis(
        [("Thiếu người.", "difficulty", "nhan_luc"), ("Đề nghị ba.", "proposal", "the_che", "Bộ Tài chính")],
        source="b.txt",
        letterhead=letter,
    )
    archive.add(
        replace(
            first,
            citations=(
                cited("Nghị quyết số 57-NQ/TW ngày 22/12/2024", **resolution),
                cited("Nghị quyết 57-NQ/TW", **resolution),
                cited("Nghị quyết 57-NQ/TW", **resolution),
                cited("Luật Đất đai", doc_type="luat", title="Luật Đất đai"),
            ),
        )
    )
    archive.add(
        replace(
            second,
            citations=(
                cited("nghị quyết số 57/NQ-TW", **{**resolution, "symbol": "NQ-TW"}),
                cited("Nghị định 9/2025/NĐ-CP", doc_type="nghi_dinh", number="9", year=2025, symbol="NĐ-CP"),
                cited("Nghị định 9/2025/NĐ-CP", doc_type="nghi_dinh", number="9", year=2025, symbol="NĐ-CP"),
            ),
        )
    )
    return archive


def test_difficulties_by_topic(told: Archive) -> None:
    assert [tuple(row.values()) for row in told.summary()["difficulties"]] == [
        ("nhan_luc", 3, 2, 2),
        ("kinh_phi", 1, 1, 1),
    ]
    narrowed = told.summary(province="Cà Mau")["difficulties"]
    assert [tuple(row.values()) for row in narrowed] == [("nhan_luc", 1, 1, 1)]


def test_proposals_by_addressee_whatever_its_spelling(told: Archive) -> None:
    found = told.summary()["proposals"]
    assert [(row["addressee"], row["statements"], row["documents"], row["topics"]) for row in found] == [
        ("Bộ Tài chính", 2, 2, {"kinh_phi": 1, "the_che": 1}),
        ("Ủy ban nhân dân tỉnh Lào Cai", 2, 1, {"kinh_phi": 2}),
    ]
    assert len(told.summary(limit=1)["proposals"]) == 1


def test_the_most_cited_by_documents_then_mentions(told: Archive) -> None:
    found = told.summary()["citations"]
    assert [(row["text"], row["documents"], row["mentions"]) for row in found] == [
        ("Nghị quyết 57-NQ/TW", 2, 4),
        ("Nghị định 9/2025/NĐ-CP", 1, 2),
        ("Luật Đất đai", 1, 1),
    ]


def test_indicators_with_target_and_result(measured: Archive) -> None:
    assert [row["name"] for row in measured.summary()["indicators"]] == ["Tỷ lệ hồ sơ trực tuyến", "Hồ sơ trực tuyến"]
    assert len(measured.summary(limit=1)["indicators"]) == 1
    many = tuple(indicator(f"Số {n}", value=Decimal(n), target=Decimal(9)) for n in range(7))
    measured.add(replace(make_analysis([("Dài.", "other")], source="c.txt"), indicators=many))
    assert [row["name"] for row in measured.summary()["indicators"]][2:] == ["Số 0", "Số 1", "Số 2"]
