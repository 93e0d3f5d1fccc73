"""Specks that OCR takes for signs at the beginning of a line."""

from __future__ import annotations

import numpy as np

from vanban.read.ocr_lines import make_lines
from vanban.read.tesseract import OcrWord

DPI = 144.0  # two pixels a point
PAGE = np.full((400, 800), 255, dtype=np.uint8)


def word(text: str, x0: int, width: int, height: int, line: int = 1) -> OcrWord:
    bottom = 40 * line + 26
    return OcrWord(text, x0, bottom - height, x0 + width, bottom, 0.95, (1, 1, line))


def texts(*words: OcrWord) -> list[str]:
    return [line.text for line in make_lines(words, PAGE, number=1, dpi=DPI).lines]


def test_a_speck_before_a_line_goes() -> None:
    assert texts(word(".", 30, 2, 2), word("Nâng", 40, 60, 24), word("cấp", 110, 44, 24)) == ["Nâng cấp"]


def test_a_speck_alone_goes() -> None:
    assert texts(word("Nâng", 40, 60, 24), word("-", 300, 2, 3, line=4)) == ["Nâng"]


def test_a_dash_before_a_line_and_a_stop_behind_it_stay() -> None:
    words = word("-", 20, 10, 3), word("Nâng", 40, 60, 24), word("cấp", 110, 44, 24), word(".", 156, 4, 4)
    assert texts(*words) == ["- Nâng cấp ."]
