"""Frames stamped on what an office receives: found by their words, read once more where those are doubtful."""

from __future__ import annotations

import pytest

from vanban.read.ocr_frames import find_frames
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.tesseract import OcrWord

# a frame of 150 by 60 points, in which the words below stand
FRAME = Rulings([Ruling(100, 50, 200), Ruling(160, 50, 200)], [Ruling(50, 100, 160), Ruling(200, 100, 160)])


def words(text: str, confidence: float) -> list[OcrWord]:
    return [
        OcrWord(word, 60 + 30 * k, 120, 85 + 30 * k, 132, confidence, (1, 1, 1)) for k, word in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("first", "confidence", "second", "found", "asked"),
    [
        ("ĐẾN Số: 12", 0.9, "", True, False),
        ("ĐẾN q„24", 0.3, "ĐẾN Giờ: 8 Ngày: 24", True, True),
        ("ĐẾN q„24", 0.3, "Tổng cộng 24", False, True),
        ("Tổng cộng 24", 0.9, "ĐẾN Giờ: 8", False, False),
        ("", 0.0, "ĐẾN Giờ: 8", False, False),  # nothing was seen there at all
    ],
)
def test_a_frame_is_told_by_its_words(first: str, confidence: float, second: str, found: bool, asked: bool) -> None:
    inside, outside = words(first, confidence), [OcrWord("Điều", 60, 300, 90, 312, 0.2, (2, 1, 1))]
    places = []

    def read_again(box: tuple[int, int, int, int]) -> list[OcrWord]:
        places.append(box)
        return words(second, 0.9)

    frames = find_frames(FRAME, inside + outside, dpi=72, read_again=read_again)
    assert frames.words == (set(inside) if found else set())
    assert len(frames.texts) == found
    assert places == ([(50, 100, 200, 160)] if asked else [])


def test_few_places_are_read_again() -> None:
    level = [Ruling(100.0 + 40 * k, 50, 200) for k in range(12)]
    upright = [Ruling(50, 100, 540), Ruling(200, 100, 540)]
    doubtful = [OcrWord("x?", 60, 105 + 40 * k, 90, 130 + 40 * k, 0.1, (k, 1, 1)) for k in range(11)]
    asked = []
    find_frames(Rulings(level, upright), doubtful, dpi=72, read_again=lambda box: asked.append(box) or [])
    assert len(asked) == 2
