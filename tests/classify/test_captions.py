"""Captions of pictures in press articles are `other`, whatever they tell."""

from __future__ import annotations

import pytest

from vanban.classify.statements import find_captions, label_statements
from vanban.model import BlockKind, Letterhead
from vanban.read import read_text
from vanban.read.builder import DocumentBuilder, Piece
from vanban.structure import build_outline, split_sentences

TOLD = "Người dân đã nộp 345 hồ sơ tại bộ phận một cửa"


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        (f"{TOLD}. Ảnh: THU HÀ", 1),
        (f"{TOLD} (Nguồn: Báo Lào Cai)", 1),
        (f"{TOLD} - Ảnh: T.L.", 1),
        (f"{TOLD}. Ảnh: T. HIỀN", 1),
        (f"{TOLD} - Ảnh 2.", 1),
        (f"{TOLD}- Ảnh 12", 1),
        (f"{TOLD} theo hình thức 2.", 0),
        (f"{TOLD}.", 0),
        (f"{TOLD}; nguồn: ngân sách tỉnh 12 tỷ đồng; xã góp 3 tỷ đồng.", 0),
        (f"Cảnh: {TOLD}.", 0),
    ],
)
def test_captions(text: str, captions: int) -> None:
    document = read_text(f"Chuyển đổi số ở cơ sở\n\n{text}\n\nĐến nay, tỉnh đã tiếp nhận 12.450 hồ sơ.\n", source="a")
    sentences = split_sentences(document)
    found = find_captions(document, sentences, Letterhead(doc_type="bai_bao"))
    assert len(found) == captions
    assert all(sentences[i].span.of(document.text) in text for i in found)
    assert find_captions(document, sentences, Letterhead(doc_type="bao_cao", number="12")) == []


@pytest.mark.parametrize(("kind", "label"), [(BlockKind.FOOTNOTE, "other"), (BlockKind.PARAGRAPH, "difficulty")])
def test_footnotes_judge_nothing(kind: BlockKind, label: str) -> None:
    builder = DocumentBuilder("a.docx", "application/x")
    builder.add_block(BlockKind.HEADING, [Piece("II. KHÓ KHĂN, VƯỚNG MẮC")])
    builder.add_block(kind, [Piece("Kinh phí còn thiếu, chưa được bố trí.")])
    document = builder.build(sha256="0" * 64)
    sentences = split_sentences(document)
    found = label_statements(document, build_outline(document), sentences, Letterhead(doc_type="bao_cao"))
    assert found[-1].text == "Kinh phí còn thiếu, chưa được bố trí."
    assert found[-1].label == label
