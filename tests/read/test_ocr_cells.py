"""Cells in which OCR saw nothing are read once more, set below each other, and go back to their place."""

from __future__ import annotations

import numpy as np
import pytest

from vanban.read.ocr_cells import read_cells
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.tesseract import OcrWord

DPI = 72.0  # a pixel is a point
RULINGS = Rulings(
    [Ruling(y, 20, 220) for y in (20, 60, 100)],
    [Ruling(x, 20, 100) for x in (20, 120, 220)],
)
FULL = OcrWord("Thu", 30, 30, 60, 42, 0.9, (1, 1, 1))


def page(*marks: tuple[int, int, int, int]) -> np.ndarray:
    paper = np.full((140, 260), 255, dtype=np.uint8)
    for x0, top, x1, bottom in marks:
        paper[top:bottom, x0:x1] = 0
    return paper


def test_what_stands_alone_in_a_cell_is_read_and_put_back() -> None:
    seen = []

    def read(block: np.ndarray) -> list[OcrWord]:
        seen.append(block)
        dark = np.flatnonzero((block < 128).any(axis=1))
        second = int(dark[np.flatnonzero(np.diff(dark) > 1)[0] + 1])
        return [
            OcrWord("x", 12, int(dark[0]), 20, int(dark[0]) + 10, 0.8, (1, 1, 1)),
            OcrWord("4", 12, second, 18, second + 12, 0.7, (1, 1, 2)),
        ]

    drawn = page((30, 30, 60, 42), (160, 34, 168, 44), (60, 74, 66, 86))
    words = read_cells(drawn, RULINGS, [FULL], dpi=DPI, read=read)
    assert len(seen) == 1
    assert [(word.text, word.x0, word.top, word.x1, word.bottom) for word in words] == [
        ("Thu", 30, 30, 60, 42), ("x", 160, 34, 168, 44), ("4", 60, 74, 66, 86),
    ]  # fmt: skip
    assert len({word.line for word in words}) == 3


def test_a_doubted_word_gives_way_to_a_surer_one_only() -> None:
    drawn = page((160, 34, 168, 44))
    doubted = OcrWord("*", 160, 34, 168, 44, 0.3, (1, 1, 1))
    for confidence, wanted in ((0.9, "x"), (0.35, "*")):
        again = OcrWord("x", 12, 12, 20, 22, confidence, (1, 1, 1))
        words = read_cells(drawn, RULINGS, [doubted], dpi=DPI, read=lambda _, again=again: [again])
        assert [word.text for word in words] == [wanted]


def test_nothing_is_read_where_every_cell_is_read_or_empty() -> None:
    def read(_: np.ndarray) -> list[OcrWord]:
        raise AssertionError("read for nothing")

    drawn = page((30, 30, 60, 42), (160, 80, 161, 81))  # a word that was read, and a speck
    assert read_cells(drawn, RULINGS, [FULL], dpi=DPI, read=read) == [FULL]
    assert read_cells(drawn, Rulings([], []), [FULL], dpi=DPI, read=read) == [FULL]


# the digits of a number, 20 high and 60 wide, with a comma before the last
NUMBER = ((150, 70, 162, 90), (166, 70, 178, 90), (190, 70, 202, 90))
COMMA = (181, 86, 185, 94)


@pytest.mark.parametrize(
    ("marks", "first", "second", "wanted"),
    [
        ((*NUMBER, COMMA), "985", "98,5", "98,5"),
        ((*NUMBER, COMMA), "98%", "9,8%", "9,8%"),
        ((*NUMBER, COMMA), "985", "93,5", "985"),  # other digits: neither is to be trusted more
        ((*NUMBER, COMMA), "985", "985", "985"),
        ((*NUMBER, COMMA), "98,5", None, "98,5"),  # the mark was read
        (NUMBER, "985", None, "985"),
        ((*NUMBER, (181, 66, 185, 72)), "985", None, "985"),  # a speck above is no comma
    ],
)
def test_a_number_with_a_mark_that_was_not_read(
    marks: tuple[tuple[int, int, int, int], ...], first: str, second: str | None, wanted: str
) -> None:
    def read(_: np.ndarray) -> list[OcrWord]:
        assert second is not None, "read for nothing"
        return [OcrWord(second, 12, 12, 64, 34, 0.9, (1, 1, 1))]

    number = OcrWord(first, 150, 70, 202, 90, 0.95, (1, 1, 1))
    words = read_cells(page(*marks), RULINGS, [number], dpi=DPI, read=read)
    assert [word.text for word in words] == [wanted]


@pytest.mark.parametrize(
    ("second", "confidence", "wanted"), [("4", 0.9, "4"), ("4", 0.5, "Ạ"), ("Ạ", 0.95, "Ạ"), ("A", 0.9, "A")]
)
def test_a_lone_letter_with_a_diacritic_may_be_something_else(second: str, confidence: float, wanted: str) -> None:
    drawn, letter = page((160, 34, 168, 44)), OcrWord("Ạ", 160, 34, 168, 44, 0.95, (1, 1, 1))
    again = OcrWord(second, 12, 12, 20, 22, confidence, (1, 1, 1))
    words = read_cells(drawn, RULINGS, [letter], dpi=DPI, read=lambda _: [again])
    assert [word.text for word in words] == [wanted]


# -- cells of which something was passed over, or read twice -----------------------------------------------------------

MANY = Rulings([Ruling(y, 0, 200) for y in range(0, 181, 20)], [Ruling(x, 0, 180) for x in (0, 100, 200)])


def many_cells(*, ink: tuple[int, int]) -> tuple[np.ndarray, list[OcrWord]]:
    """Nine rows of two cells; each holds a word of three letters and its ink, the first one as much as is said."""
    drawn, words = np.full((200, 220), 255, dtype=np.uint8), []
    for number in range(18):
        x, y = 10 + 100 * (number % 2), 20 * (number // 2)
        width, letters = ink if number == 0 else (30, 3)
        drawn[y + 6 : y + 14, x : x + width] = 0
        words.append(OcrWord("abc"[:letters], x, y + 6, x + width, y + 14, 0.95, (1, 1, number)))
    return drawn, words


@pytest.mark.parametrize(
    ("ink", "again", "confidence", "wanted"),
    [
        ((70, 3), "abc de", 0.9, "abc de"),  # "de" was passed over
        ((70, 3), "abc de", 0.5, "abc"),  # not sure enough
        ((70, 3), "ab", 0.9, "abc"),  # less than before
        ((40, 3), "abc de", 0.9, "abc"),  # no more ink than usual: not read again
    ],
)
def test_a_cell_with_more_ink_than_its_letters_have(
    ink: tuple[int, int], again: str, confidence: float, wanted: str
) -> None:
    drawn, words = many_cells(ink=ink)
    found = OcrWord(again, 12, 12, 60, 20, confidence, (1, 1, 1))
    read = read_cells(drawn, MANY, words, dpi=DPI, read=lambda _: [found])
    assert sorted(word.text for word in read) == sorted([wanted, *["abc"] * 17])


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        ([("Thu", 30, 60, 0.9), ("hu", 45, 60, 0.9)], ["Thu"]),  # one stands on the other
        ([("Thu", 30, 60, 0.9), ("chi", 70, 90, 0.2)], ["Thu"]),  # one was hardly read
        ([("Thu", 30, 60, 0.9), ("hu", 62, 90, 0.9)], ["Thu", "hu"]),
    ],
)
def test_words_of_a_cell_that_are_doubted(seen: list[tuple[str, int, int, float]], wanted: list[str]) -> None:
    words = [OcrWord(text, x0, 30, x1, 42, sure, (1, 1, 1)) for text, x0, x1, sure in seen]
    again = OcrWord("Thu", 12, 12, 42, 24, 0.99 if len(wanted) == 1 else 0.1, (1, 1, 1))
    drawn = page(*((word.x0, word.top, word.x1, word.bottom) for word in words))
    read = read_cells(drawn, RULINGS, words, dpi=DPI, read=lambda _: [again])
    assert [word.text for word in read] == wanted
