"""Lone marks in cells that look like those that were read."""

from __future__ import annotations

import numpy as np
import pytest

from vanban.read.ocr_marks import repeat_marks
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.tesseract import OcrWord

DPI = 72.0  # a pixel is a point
RULINGS = Rulings([Ruling(y, 20, 320) for y in (20, 60, 100)], [Ruling(x, 20, 100) for x in (20, 120, 220, 320)])
PLACES = [(60, 34), (160, 34), (260, 34), (60, 74), (160, 74)]


def cross(size: int) -> np.ndarray:
    ink = np.eye(size, dtype=bool) | np.eye(size, dtype=bool)[::-1]
    return ink | np.roll(ink, 1, axis=1)


def ring(size: int) -> np.ndarray:
    ink = np.ones((size, size), dtype=bool)
    ink[2:-2, 2:-2] = False
    return ink


def page(*shapes: np.ndarray) -> np.ndarray:
    paper = np.full((140, 360), 255, dtype=np.uint8)
    for (x0, top), shape in zip(PLACES, shapes, strict=False):
        paper[top : top + len(shape), x0 : x0 + len(shape)][shape] = 0
    return paper


def word(text: str, place: int, confidence: float = 0.8) -> OcrWord:
    x0, top = PLACES[place]
    return OcrWord(text, x0, top, x0 + 12, top + 12, confidence, (place, 1, 1))


@pytest.mark.parametrize("misread", ["=", "lx", "bộ", ""])
def test_a_mark_that_looks_like_another_is_one(misread: str) -> None:
    words = [word("x", 0), *([word(misread, 1)] if misread else [])]
    marks = repeat_marks(page(cross(12), cross(13)), RULINGS, words, dpi=DPI)
    assert [(mark.text, mark.x0) for mark in marks] == [("x", 60), ("x", 160)]


def test_other_shapes_sizes_and_longer_words_stay() -> None:
    words = [word("x", 0), word("0", 1), word("8", 2), word("Ngoài", 3)]
    assert repeat_marks(page(cross(12), ring(12), cross(16), cross(12)), RULINGS, words, dpi=DPI) == words


def test_a_mark_hardly_read_is_as_sure_as_the_one_it_looks_like() -> None:
    marks = repeat_marks(page(cross(12), cross(12)), RULINGS, [word("x", 0), word("x", 1, 0.3)], dpi=DPI)
    assert [mark.confidence for mark in marks] == [0.8, 0.8]


def test_nothing_is_like_a_mark_that_was_hardly_read() -> None:
    words = [word("x", 0, 0.4), word("=", 1)]
    assert repeat_marks(page(cross(12), cross(12)), RULINGS, words, dpi=DPI) == words
