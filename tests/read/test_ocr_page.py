"""A scanned page that may lie one way or the other: the reading that is Vietnamese counts."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from vanban.read import ocr_page
from vanban.read.ocr_skew import Lie
from vanban.read.tesseract import OcrWord

WORDS = ("Trạm", "y", "tế", "xã", "đã", "xuống", "cấp", "từ", "nhiều", "năm", "nay")
LETTERS = ("xqz", "wkj", "fzx", "jjw", "zzq", "wxf", "qkz", "xxj", "fwq", "zkx", "jqf")
SIZE = (400, 300)  # pixels across and down


def row(texts: tuple[str, ...]) -> list[OcrWord]:
    return [OcrWord(text, 10 + 30 * n, 20, 34 + 30 * n, 32, 0.9, (1, 1, 1)) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("upright", "on_side", "in_doubt", "expected"),
    [
        (LETTERS, WORDS, True, WORDS),
        (LETTERS, WORDS, False, LETTERS),
        (WORDS, WORDS, True, WORDS),
        (LETTERS, LETTERS, True, LETTERS),
    ],
)
def test_in_doubt_a_page_that_reads_badly_is_read_the_other_way(
    monkeypatch: pytest.MonkeyPatch,
    upright: tuple[str, ...], on_side: tuple[str, ...], in_doubt: bool, expected: tuple[str, ...],
) -> None:  # fmt: skip
    seen: list[OcrWord] = []

    def read_words(page: np.ndarray, **_: object) -> list[OcrWord]:
        return row(on_side if page.shape[0] > page.shape[1] else upright)

    def read_cells(page: object, rulings: object, words: list[OcrWord], **_: object) -> list[OcrWord]:
        seen.extend(words)
        return words

    other = Lie(True, 0.0) if in_doubt else None
    monkeypatch.setattr(ocr_page, "find_lie", lambda _: Lie(False, 0.0, other))
    monkeypatch.setattr(ocr_page, "read_words", read_words)
    monkeypatch.setattr(ocr_page, "read_cells", read_cells)
    read = ocr_page.recognise(Image.new("RGB", SIZE, "white"), 1, dpi=200)
    assert tuple(word.text for word in seen) == expected
    turned = read.content.height_pt > read.content.width_pt
    assert turned == (in_doubt and upright is LETTERS and on_side is WORDS)
