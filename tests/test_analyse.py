"""Facts carry the page they stand on, and from a scanned page no more confidence than its reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vanban.analyse import analyse_document
from vanban.model import Block, BlockKind, Document, Page, Span

FIRST = "Tỷ lệ giải ngân đạt 72,5% theo Nghị định số 179/2025/NĐ-CP ngày 01/7/2025."
SECOND = "Thu ngân sách 6 tháng đầu năm 2025 đạt 45.120 tỷ đồng, bằng 58% dự toán."


def two_pages(*pages: Page) -> Document:
    text = f"{FIRST}\n{SECOND}"
    spans = Span(0, len(FIRST)), Span(len(FIRST) + 1, len(text))
    blocks = tuple(Block(BlockKind.PARAGRAPH, span, page=number) for number, span in enumerate(spans, 1))
    return Document("a.pdf", "application/pdf", text, blocks=blocks, pages=pages)


def test_facts_of_a_scanned_page_carry_its_confidence() -> None:
    text_only = analyse_document(two_pages(Page(1, 595, 842), Page(2, 595, 842)))
    scanned = analyse_document(two_pages(Page(1, 595, 842), Page(2, 595, 842, "ocr", 0.8)))
    for kind in ("citations", "dates", "figures", "indicators", "statements"):
        before, after = getattr(text_only, kind), getattr(scanned, kind)
        assert {fact.page for fact in before} <= {1, 2} and len(before) == len(after)
        for plain, read in zip(before, after, strict=True):
            assert read.score == pytest.approx(plain.score * (0.8 if read.page == 2 else 1.0))
            assert replace(read, score=plain.score) == plain
    assert any(fact.page == 2 for fact in scanned.figures) and any(fact.page == 1 for fact in scanned.figures)


def test_a_scanned_page_without_words_lowers_nothing() -> None:
    analysis = analyse_document(two_pages(Page(1, 595, 842, "ocr"), Page(2, 595, 842)))
    assert [fact.score for fact in analysis.citations] == [1.0]
