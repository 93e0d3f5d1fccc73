"""Captions of pictures in press articles are `other`, whatever they tell."""

from __future__ import annotations

import pytest

from vanban.classify.statements import find_captions
from vanban.model import Letterhead
from vanban.read import read_text
from vanban.structure import split_sentences

TOLD = "Người dân đã nộp 345 hồ sơ tại bộ phận một cửa"


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        (f"{TOLD}. Ảnh: THU HÀ", 1),
        (f"{TOLD} (Nguồn: Báo Lào Cai)", 1),
        (f"{TOLD} - Ảnh: T.L.", 1),
        (f"{TOLD}. Ảnh: T. HIỀN", 1),
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
