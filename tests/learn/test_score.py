"""Counting hits: keys, similarities, and the mean of the labels."""

import pytest

from vanban.learn.score import Count, compare


def statement(text: str, label: str, **more: object) -> dict[str, object]:
    return {"text": text, "label": label, **more}


def test_counts_add_up_and_bound() -> None:
    count = Count(8, 10, 10)
    assert count.f1 == pytest.approx(0.8)
    low, high = count.interval()
    assert low < 0.8 < high
    assert Count(0, 0, 3).precision == 0.0
    assert Count().f1 == 1.0


def test_keys_of_citations_dates_and_figures() -> None:
    cite = {
        "text": "Nghị định số 05/2024/NĐ-CP",
        "doc_type": "nghi_dinh",
        "number": "05",
        "symbol": "NĐ-CP",
        "date": None,
    }
    date = {"text": "năm 2024", "start": "2024-01-01", "end": "2024-12-31"}
    figure = {"text": "95 xã", "value": 95, "value2": None, "unit": "xã, phường"}
    gold = {"citations": [cite], "dates": [date, date], "figures": [figure]}
    found = {
        "citations": [{**cite, "number": "5", "symbol": "NĐ - CP"}],
        "dates": [date],
        "figures": [{**figure, "value": 95.0, "unit": "xã"}, {**figure, "value": 96}],
    }
    counts = compare(gold, found).counts
    assert (counts["citations"].hits, counts["citations"].gold) == (1, 1)
    assert (counts["dates"].hits, counts["dates"].gold, counts["dates"].found) == (1, 2, 1)
    assert (counts["figures"].hits, counts["figures"].found) == (1, 2)


def test_statements_topics_and_addressee() -> None:
    gold = {
        "statements": [
            statement("Thiếu kinh phí sửa trường học", "difficulty", topics=["kinh_phi", "ha_tang"]),
            statement(
                "Đề nghị Sở Tài chính cấp kinh phí sửa trường",
                "proposal",
                topics=["kinh_phi"],
                addressee="Sở Tài chính",
            ),
            statement("Xã đã sửa xong hai trường", "result"),
        ]
    }
    found = {
        "statements": [
            statement("Thiếu kinh phí sửa trường học.", "difficulty", topics=["kinh_phi"]),
            statement(
                "Đề nghị Sở Tài chính cấp kinh phí sửa trường", "proposal", topics=["kinh_phi"], addressee="Sở Nội vụ"
            ),
            statement("Xã đã sửa xong hai trường", "other"),
        ]
    }
    result = compare(gold, found)
    assert result.counts["statements.difficulty"].f1 == 1.0
    assert result.counts["statements.result"].f1 == 0.0
    assert result.statements_f1 == pytest.approx(2 / 3)
    assert (result.counts["topics"].hits, result.counts["topics"].gold) == (2, 3)
    assert result.counts["addressee"].hits == 0
    assert result.confusion["result", "other"] == 1


def test_indicator_needs_values_and_like_name() -> None:
    gold = {
        "indicators": [
            {"name": "tỷ lệ hộ nghèo", "value": 3.5, "status": "met"},
            {"name": "đường bê tông", "value": None, "target": 5},
        ]
    }
    found = {
        "indicators": [
            {"name": "Tỷ lệ hộ nghèo", "value": 3.5, "status": "met"},
            {"name": "đường bê tông", "value": None, "target": 6},
        ]
    }
    counts = compare(gold, found).counts
    assert (counts["indicators"].hits, counts["indicators.status"].hits) == (1, 1)
