"""Words that run into one another are parted where there is one way only."""

from __future__ import annotations

import pytest

from vanban.read import read_bytes
from vanban.read.glued_words import LEAST_SEEN, part_glued_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Luật Đất đaiquy định", "Luật Đất đai quy định"),
        ("môi trườngvà Nghị định", "môi trường và Nghị định"),
        ("tạiViệt Nam", "tại Việt Nam"),
        ("MÔITRƯỜNG, THỦYSẢN", "MÔI TRƯỜNG, THỦY SẢN"),
        ("Têndựán", "Tên dự án"),
    ],
)
def test_glued_words_are_parted(text: str, wanted: str) -> None:
    assert part_glued_words(text) == (wanted, wanted.count(" ") - text.count(" "))


@pytest.mark.parametrize(
    "text",
    [
        "được nghiêng thuyền", "QĐ-UBND HĐND", "Đắkrông Krôngpa", "Pleiku website", "thanhoá",  # thanh oá, than hoá
        "hiƯn NhiƯm", "cổng dichvucông.gov.vn", "a@đạihọc.vn", "khoángsản2024", "dựán", "đạI HọC",
    ],
)  # fmt: skip
def test_other_words_stay(text: str) -> None:
    assert part_glued_words(text) == (text, 0)


def test_ocr_runs_short_words_together_too() -> None:
    assert part_glued_words("dựán", least=LEAST_SEEN) == ("dự án", 1)


def test_it_is_told_of() -> None:
    document = read_bytes("<html><body><p>Luật Đất đaiquy định</p></body></html>".encode(), source="a.html")
    assert document.text.strip() == "Luật Đất đai quy định"
    assert [(notice.code, notice.message) for notice in document.notices] == [
        ("glued_words", "Đã tách 1 chỗ chữ viết dính liền nhau.")
    ]
