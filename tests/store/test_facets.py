"""Facets count what each value would leave, and agree with the searches they stand beside."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from samples import LETTERHEAD, full_analysis, make_analysis

from vanban.errors import UsageError
from vanban.model import Citation, Letterhead, Span
from vanban.store import Archive, write

NEW = Letterhead(
    doc_type="cong_van", issuer="UBND TỈNH LÀO CAI", issued_on=dt.date(2024, 3, 1), province="Yên Bái", province_now="Lào Cai"
)  # fmt: skip


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """A report of 2025 with a table; a letter of 2024 that names Yên Bái; an article without a letterhead."""
    archive.add(full_analysis())
    letter = make_analysis(
        [
            ("Thiếu nhân lực ở xã.", "difficulty", "nhan_luc"),
            ("Thiếu kinh phí.", "difficulty", "kinh_phi nhan_luc"),
            ("Đề nghị bố trí nhân lực.", "proposal", "nhan_luc", "Bộ Nội vụ; UBND tỉnh"),
            ("Đề nghị cấp máy.", "proposal", "ha_tang", "Bộ KH&CN"),
        ],
        source="cong-van.txt",
        letterhead=NEW,
    )
    archive.add(replace(letter, citations=(Citation(Span(0, 5), "Luật Đất đai", "luat", title="Luật Đất đai"),)))
    archive.add(make_analysis([("Nhân lực.", "other")], source="bao.txt"))
    return archive


def counts(archive: Archive, facet: str, query: str = "", **filters: Any) -> dict[str, int]:
    return {found.value: found.count for found in archive.facets(query, **filters)[facet]}


def test_facets_without_words_count_statements(filled: Archive) -> None:
    assert counts(filled, "label") == {"difficulty": 3, "proposal": 3, "other": 2, "result": 1}
    assert counts(filled, "topic") == {"nhan_luc": 4, "ha_tang": 2, "kinh_phi": 1, "the_che": 1}
    assert counts(filled, "province") == {"Lào Cai": 8}
    assert counts(filled, "doc_type") == {"bao_cao": 4, "cong_van": 4}
    assert list(counts(filled, "year").items()) == [("2025", 4), ("2024", 4)]
    assert counts(filled, "addressee") == {"=Bộ Khoa học và Công nghệ": 2, "=Bộ Nội vụ": 1, "=UBND tỉnh Yên Bái": 1}
    assert counts(filled, "issuer") == {"=SỞ KHOA HỌC VÀ CÔNG NGHỆ": 4, "=UBND TỈNH LÀO CAI": 4}
    assert counts(filled, "cites") == {"=nghi quyet 57 nq tw": 4, "=luat dat dai": 4}


def test_facets_have_names_for_people(filled: Archive) -> None:
    found = filled.facets("")
    assert {name: counted[0].label for name, counted in found.items()} == {
        "label": "Khó khăn, vướng mắc",
        "topic": "Nhân lực",
        "province": "Lào Cai",
        "issuer": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "addressee": "Bộ Khoa học và Công nghệ",
        "doc_type": "Báo cáo",
        "sector": "Khoa học công nghệ, chuyển đổi số",
        "cites": "Luật Đất đai",
        "year": "2025",
    }
    assert {counted.label for counted in found["cites"]} == {"Luật Đất đai", "Nghị quyết 57-NQ/TW"}


def test_the_sector_is_counted_and_filtered(filled: Archive) -> None:
    """The department's report has a sector by its issuer; the letter and the article say too little."""
    assert counts(filled, "sector") == {"chuyen_doi_so": 4}
    assert filled.count("", sector="chuyen_doi_so") == 4
    assert filled.count("", sector=["y_te", "Khoa học công nghệ, chuyển đổi số"]) == 4
    assert filled.count("", sector="Y tế") == 0
    assert [row["sector"] for row in filled.documents(sector="chuyen_doi_so")] == ["chuyen_doi_so"]
    with pytest.raises(UsageError, match="--sector 'xây'"):
        filled.count("", sector="xây")


def test_facets_of_words_count_all_that_is_found(filled: Archive) -> None:
    assert counts(filled, "label", "nhân lực") == {"difficulty": 2, "proposal": 1, "other": 1}
    assert counts(filled, "province", '"hồ sơ trực tuyến"') == {"Lào Cai": 2}  # a statement and a row of a table
    assert counts(filled, "year", "xyz") == {}


def test_a_facet_leaves_its_own_filter_out(filled: Archive) -> None:
    assert counts(filled, "label", label="proposal") == counts(filled, "label")
    assert counts(filled, "topic", label="proposal") == {"nhan_luc": 1, "ha_tang": 1, "the_che": 1}
    assert counts(filled, "label", label="proposal", topic="nhan_luc") == {"difficulty": 3, "proposal": 1}
    assert counts(filled, "year", "nhân lực", year=2024, label="difficulty") == {"2025": 1, "2024": 1}


FILTERS: list[dict[str, Any]] = [
    {},
    {"label": ["difficulty", "proposal"]},
    {"topic": "nhan_luc", "year": "2024"},
    {"province": "Yên Bái"},
    {"province": "=Yên Bái"},
    {"issuer": "UBND", "label": "difficulty"},
    {"issuer": "=UBND tỉnh Lào Cai"},
    {"addressee": "UBND tỉnh"},
    {"addressee": ["=Bộ Nội vụ", "Bộ KHCN"], "since": "2024"},
    {"cites": "57-NQ/TW", "until": "2025"},
    {"cites": "=luat dat dai"},
    {"doc_type": "cong_van", "topic": ["ha_tang", "kinh_phi"]},
]


@pytest.mark.parametrize("query", ["", "nhân lực", "de nghi OR thieu"])
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_count_is_what_the_search_finds(filled: Archive, query: str, filters: dict[str, Any]) -> None:
    for name, found in filled.facets(query, **filters).items():
        for one in found:
            assert filled.count(query, **{**filters, name: one.value}) == one.count, (name, one)


def test_facets_see_what_was_written_since(filled: Archive) -> None:
    before = counts(filled, "label")
    more = make_analysis([("Thêm.", "result")], source="mới.txt", letterhead=replace(LETTERHEAD, province_now="Cà Mau"))
    filled.add(more)
    assert counts(filled, "label") == {**before, "result": 2}
    assert counts(filled, "province") == {"Lào Cai": 8, "Cà Mau": 1}
    with filled.writing() as connection:
        changed = replace(more, statements=(replace(more.statements[0], label="cause"),), letterhead=Letterhead())
        write.add_analysis(connection, changed, version="9.0")
    assert counts(filled, "label") == {**before, "cause": 1}
    assert counts(filled, "province") == {"Lào Cai": 8}
