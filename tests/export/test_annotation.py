"""The JSON has the shape of docs/annotation.md: every key, every time."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from samples import full_analysis, make_analysis, span_of

from vanban.export import to_json
from vanban.export.annotation import plain_number
from vanban.model import Analysis, Date, Name, NameKind, Notice, Span

KEYS = {
    "document": [
        "doc_type", "number", "symbol", "issuer", "parent_issuer", "place", "issued_on", "subject", "recipients", "cc",
        "signer", "province",
    ],
    "citations": ["text", "doc_type", "number", "year", "symbol", "date", "issuer", "title", "span", "page", "score"],
    "dates": ["text", "start", "end", "mod", "span", "page", "score"],
    "figures": ["text", "kind", "value", "value2", "unit", "comparator", "amount", "span", "page", "score"],
    "indicators": [
        "name", "value", "value2", "unit", "comparator", "target", "target_unit", "period", "subject", "status",
        "source", "span", "page", "score",
    ],
    "statements": ["text", "label", "topics", "addressee", "span", "page", "score"],
    "entities": ["organizations", "persons", "places"],
    "tables": ["title", "columns", "rows"],
}  # fmt: skip


@pytest.mark.parametrize("analysis", [full_analysis(), make_analysis([("Một.", "other")])], ids=["full", "bare"])
def test_no_key_is_lacking(analysis: Analysis) -> None:
    found = json.loads(json.dumps(to_json(analysis)))
    assert list(found)[:2] == ["source", "document"]
    for name, keys in KEYS.items():
        rows = found[name] if isinstance(found[name], list) else [found[name]]
        for row in rows:
            assert set(keys) <= set(row)


def test_values() -> None:
    found = to_json(full_analysis(paged=True))
    assert found["source"] == "bao-cao.txt"
    assert found["document"]["issued_on"] == "2025-06-20"
    assert found["document"]["recipients"] == ["UBND tỉnh"]
    assert found["document"]["signer"] == {"name": "Lương Thế Khang", "title": "GIÁM ĐỐC", "authority": None}
    (citation,) = found["citations"]
    assert (citation["number"], citation["date"], citation["year"], citation["page"]) == ("57", "2024-12-22", None, 1)
    assert found["dates"][1] == {
        "text": "năm 2025", "start": "2025-01-01", "end": "2025-12-31", "mod": None, "span": [113, 121], "page": 1,
        "score": 1.0,
    }  # fmt: skip
    assert [(f["value"], f["amount"], f["unit"]) for f in found["figures"]] == [(72.5, 72.5, "%"), (80, 80, "%")]
    assert found["indicators"][0]["period"] == {"start": "2025-01-01", "end": "2025-12-31"}
    assert (found["indicators"][1]["period"], found["indicators"][1]["source"]) == (None, "table")
    assert found["statements"][2]["topics"] == ["nhan_luc", "ha_tang"]
    assert found["statements"][3]["addressee"] == "Bộ Khoa học và Công nghệ"
    assert found["entities"]["organizations"] == ["Bộ Chính trị"]
    assert found["tables"][0]["columns"] == ["STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"]
    assert found["tables"][0]["rows"] == [["1", "Hồ sơ trực tuyến (%)", "80", "72,5"]]


@pytest.mark.parametrize("section", ["citations", "dates", "figures", "statements"])
def test_the_text_between_a_span_is_the_fact(section: str) -> None:
    found = to_json(full_analysis(), with_text=True)
    assert list(found)[1] == "text"
    assert found[section]
    for fact in found[section]:
        start, end = fact["span"]
        assert found["text"][start:end] == fact["text"]


def test_the_text_stays_out_unless_asked_for() -> None:
    assert "text" not in to_json(full_analysis())


def test_a_bare_document_has_nulls_and_empty_lists() -> None:
    found = to_json(make_analysis([("Một.", "other")]))
    assert set(map(repr, (found["document"][key] for key in KEYS["document"]))) == {"None"}
    assert [found[key] for key in ("citations", "dates", "figures", "indicators", "tables", "notices")] == [[]] * 6
    assert found["n_pages"] is None


def test_relative_dates_are_left_out_unless_asked_for() -> None:
    analysis = full_analysis()
    text = analysis.document.text
    span = span_of(text, "năm 2025")
    day = dt.date(2025, 1, 1)
    analysis = replace(analysis, dates=(Date(span, "năm 2025", day, day, relative=True),))
    assert to_json(analysis)["dates"] == []
    assert [fact["relative"] for fact in to_json(analysis, with_relative=True)["dates"]] == [True]


def test_names_are_distinct_and_mentions_are_all() -> None:
    analysis = full_analysis()
    kinds = [NameKind.PERSON, NameKind.PLACE, NameKind.PERSON, NameKind.ORGANIZATION, NameKind.PLACE]
    names = ["Lê A", "tỉnh Lào Cai", "Lê A", "Sở Y tế", "tỉnh Lào Cai"]
    titles = [None, None, "Giám đốc", None, None]
    mentions = tuple(
        Name(Span(n, n + 1), "x", kind, name, title)
        for n, (kind, name, title) in enumerate(zip(kinds, names, titles, strict=True))
    )
    found = to_json(replace(analysis, names=mentions))["entities"]
    assert found["persons"] == [{"name": "Lê A", "title": "Giám đốc"}]
    assert (found["organizations"], found["places"]) == (["Sở Y tế"], ["tỉnh Lào Cai"])
    assert [(m["name"], m["span"]) for m in found["mentions"]] == [(name, [n, n + 1]) for n, name in enumerate(names)]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("72.5", 72.5),
        ("80", 80),
        ("80.00", 80),
        ("187000000000", 187000000000),
        ("-3", -3),
        ("1E+20", 1e20),
        ("9" * 400, None),
        ("NaN", None),
        ("Infinity", None),
        ("0.1", 0.1),
    ],
)
def test_numbers(value: str, number: float | None) -> None:
    found: Any = plain_number(Decimal(value))
    assert found == number
    assert type(found) is type(number)


def test_the_source_is_the_name_of_the_file() -> None:
    assert to_json(make_analysis([("Một.", "other")], source="/thư mục/báo cáo.txt"))["source"] == "báo cáo.txt"
    assert to_json(make_analysis([("Một.", "other")], source="-"))["source"] == "-"


def test_notices_come_along() -> None:
    analysis = full_analysis()
    notices = (Notice("pdf.font", "Phông chữ thiếu dấu", 2, Span(1, 3)), Notice("x", "y"))
    found = to_json(replace(analysis, document=replace(analysis.document, notices=notices)))
    assert found["notices"] == [
        {"code": "pdf.font", "message": "Phông chữ thiếu dấu", "page": 2, "span": [1, 3]},
        {"code": "x", "message": "y", "page": None, "span": None},
    ]
