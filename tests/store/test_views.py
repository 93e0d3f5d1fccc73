"""The views for dashboards: their rows, and a comment on every column."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from samples import LETTERHEAD, full_analysis, make_analysis
from sqlalchemy import inspect, text

from vanban.model import Indicator, Letterhead, Span
from vanban.store import Archive

VIEWS = ("v_difficulties", "v_proposals", "v_indicators", "v_citations", "v_documents")
YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
HALF = (dt.date(2025, 1, 1), dt.date(2025, 6, 30))


def rows(archive: Archive, columns: str, view: str, order: str = "1, 2") -> list[tuple[Any, ...]]:
    with archive.reading() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {view} ORDER BY {order}"))]


def test_difficulties_and_proposals(archive: Archive) -> None:
    archive.add(full_analysis(paged=True))
    shown = "key, text, topic, topics, province, issued_year, page, document_number"
    (row,) = rows(archive, shown, "v_difficulties")
    stored = archive.search("", label="difficulty")[0]
    assert row == (stored.key, stored.text, "nhan_luc", "nhan_luc,ha_tang", "Lào Cai", 2025, 2, "45")
    (proposal,) = rows(archive, "topics, addressee, issuer", "v_proposals")
    assert proposal == ("the_che", "Bộ Khoa học và Công nghệ", "SỞ KHOA HỌC VÀ CÔNG NGHỆ")


def test_citations_and_documents(archive: Archive) -> None:
    archive.add(full_analysis())
    archive.add(make_analysis([("Khó.", "difficulty")], source="b.txt", letterhead=Letterhead(secrecy="mat")))
    cited = rows(archive, "cited, cited_type, cited_number, document_id", "v_citations")
    assert cited == [("nghi quyet 57 nq tw", "nghi_quyet", "57", 1)]
    found = rows(
        archive, "document_id, difficulties, proposals, indicators, citations, secrecy, issued_year", "v_documents"
    )
    assert found == [(1, 1, 1, 2, 1, None, 2025), (2, 1, 0, 0, 0, "mat", None)]


@pytest.fixture
def measured(archive: Archive) -> Archive:
    """The same indicator in two reports of one province, for two periods, and of another subject; money."""

    def report(source: str, day: dt.date, *found: Indicator) -> None:
        head = replace(LETTERHEAD, issued_on=day)
        archive.add(replace(make_analysis([("Số liệu.", "other")], source=source, letterhead=head), indicators=found))

    def one(name: str, value: str | None, **values: Any) -> Indicator:
        return Indicator(Span(0, 3), name, Decimal(value) if value else None, **values)

    poor: dict[str, Any] = {"unit": "%", "indicator_id": "ty-le-ho-ngheo"}
    report(
        "a.txt",
        dt.date(2025, 7, 1),
        one("Tỷ lệ hộ nghèo", "4.5", **poor, period=YEAR),
        one("Hộ nghèo còn", "4.5", **poor, period=HALF),
        one("Tỷ lệ hộ nghèo", "9", **poor, period=YEAR, subject="Sa Pa"),
    )
    report(
        "b.txt",
        dt.date(2025, 12, 31),
        one("Tỷ lệ hộ nghèo (%)", "4", target=Decimal(3), **poor, period=YEAR, status="not_met"),
        one("Giải ngân", "2.5", unit="tỷ đồng", period=YEAR),
        one("Hồ sơ", "12", unit="hồ sơ"),
        one("Thu ngân sách", None, target=Decimal(7), target_unit="nghìn tỷ đồng", unit="nghìn tỷ đồng"),
    )
    return archive


def test_indicators_are_one_row_for_indicator_period_and_subject(measured: Archive) -> None:
    shown = "name, subject, period_end, plan, result, status, mentions"
    found = [
        (name, subject, str(end), plan and float(plan), float(result), status, mentions)
        for name, subject, end, plan, result, status, mentions in rows(
            measured, shown, "v_indicators WHERE indicator_id = 'ty-le-ho-ngheo'", "period_end, subject"
        )
    ]
    assert found == [
        ("Hộ nghèo còn", "Lào Cai", "2025-06-30", None, 4.5, None, 1),
        ("Tỷ lệ hộ nghèo (%)", "Lào Cai", "2025-12-31", 3.0, 4.0, "not_met", 2),
        ("Tỷ lệ hộ nghèo", "Sa Pa", "2025-12-31", None, 9.0, None, 1),
    ]


def test_results_are_given_in_base_units(measured: Archive) -> None:
    found = rows(measured, "name, base_value, base_unit", "v_indicators WHERE indicator_id IS NULL", "name")
    assert [(name, value and float(value), unit) for name, value, unit in found] == [
        ("Giải ngân", 2_500_000_000.0, "đồng"),
        ("Hồ sơ", 12.0, "hồ sơ"),
        ("Thu ngân sách", None, "đồng"),
    ]


def test_every_column_has_its_comment_and_its_line_in_the_docs(archive: Archive) -> None:
    manual = (Path(__file__).parents[2] / "docs/data-model.md").read_text(encoding="utf-8")
    with archive.reading() as connection:
        told = {
            (view, column): comment
            for view, column, comment in connection.execute(text("SELECT * FROM column_comments"))
        }
        columns = {(view, column["name"]) for view in VIEWS for column in inspect(connection).get_columns(view)}
        assert set(told) == columns | {(view, "") for view in VIEWS}
        assert all(told.values())
        assert [comment for comment in told.values() if comment not in manual] == []
        if connection.dialect.name == "postgresql":
            found = {(v, c["name"]): c["comment"] for v in VIEWS for c in inspect(connection).get_columns(v)}
            assert found == {key: comment for key, comment in told.items() if key[1]}
