"""What is filled into a letterhead by hand: kept where two readings agree, blank and told of where they do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image
from scan_files import draw_letter, needs_tesseract, png, render

from vanban.read import read_bytes
from vanban.read.ocr_written import find_written
from vanban.read.tesseract import OcrWord
from vanban.structure import find_letterhead

BASE, SIZE = 60, 30.0  # pixels: where print stands, and how large it is
TALL = 20  # height of a digit
WIDE = {"/": 8, "-": 10, ":": 8, ",": 8}


def draw(text: str, *, ragged: str = "", gaps: dict[int, int] | None = None) -> tuple[list[OcrWord], np.ndarray]:
    """Draw a row of bars, one a letter; those of the word `ragged` stand above the line, each at its own height."""
    page = np.full((400, 900), 255, dtype=np.uint8)
    words, x = [], 300
    for index, word in enumerate(text.split(" ")):
        x += (gaps or {}).get(index, 0)
        start = x
        for place, char in enumerate(word):
            rise = 9 - 7 * (place % 2) if word == ragged else 0
            page[BASE - TALL - rise : BASE - rise, x + 2 : x + WIDE.get(char, 15) - 2] = 0
            x += 20 if char.isupper() else WIDE.get(char, 15)
        words.append(OcrWord(word, start, BASE - TALL - 9, x, BASE, 0.95, (1, 1, 1)))
        x += 8
    return words, page


def find(
    words: Sequence[OcrWord], page: np.ndarray, second: str, sure: float
) -> tuple[str, list[tuple[str, str, str]]]:
    """Give the row's text with what was found put in, and what is told: kind, raw reading, what is kept."""
    fixes, told = find_written(words, page, measure=lambda _: (BASE, SIZE), read=lambda _: (second, sure))
    text = " ".join(word.text for word in words)
    for fix in reversed(fixes):
        text = text[: fix.start] + fix.text + text[fix.end :]
    return text, [(written.kind, written.raw, written.text) for written in told]


@pytest.mark.parametrize(
    ("text", "ragged", "second", "sure", "wanted", "told"),
    [
        ("Số: 415 /NQ-CP", "415", "115", 0.9, "Số:  /NQ-CP", [("number", "415", "")]),
        ("Số: 415 /NQ-CP", "415", "415", 0.4, "Số:  /NQ-CP", [("number", "415", "")]),
        ("Số: 415 /NQ-CP", "415", "415", 0.7, "Số: 415 /NQ-CP", [("number", "415", "415")]),
        ("Số: 415 /NQ-CP", "415", "415", 0.95, "Số: 415 /NQ-CP", []),
        ("Số: 4l5 /NQ-CP", "4l5", "415", 0.95, "Số: 415 /NQ-CP", [("number", "4l5", "415")]),
        ("Số: Ÿý§ /NQ-CP", "Ÿý§", "415", 0.95, "Số:  /NQ-CP", [("number", "Ÿý§", "")]),
        ("số: 415 -BC/TU", "415", "", 0.0, "số:  -BC/TU", [("number", "415", "")]),
        ("Huế, ngày 12 tháng 6 năm 2025", "12", "22", 0.9, "Huế, ngày  tháng 6 năm 2025", [("day", "12", "")]),
        ("Huế, ngày 72 tháng 6 năm 2025", "72", "72", 0.9, "Huế, ngày  tháng 6 năm 2025", [("day", "72", "")]),
        ("Huế, ngày 12 tháng 6 năm 2025", "6", "4", 0.9, "Huế, ngày 12 tháng  năm 2025", [("month", "6", "")]),
        ("Huế, ngày12tháng 6 năm 2025", "", "12", 0.95, "Huế, ngày 12 tháng 6 năm 2025", []),
        ("Huế, ngày ¿§", "", "", 0.0, "Huế, ngày ¿§", [("day", "ngày ¿§", "ngày ¿§")]),
    ],
)
def test_settles_what_is_written(
    text: str, ragged: str, second: str, sure: float, wanted: str, told: list[tuple[str, str, str]]
) -> None:
    assert find(*draw(text, ragged=ragged), second, sure) == (wanted, told)


@pytest.mark.parametrize(
    "text",
    [
        "Số: 415/NQ-CP",
        "Số: 06/2025/QĐ-UBND",
        "Huế, ngày 12 tháng 6 năm 2025",
        "Căn cứ Nghị quyết số 12/NQ-CP ngày 4 tháng 6 năm 2025 của",
        "Số: /KH-UBND",
    ],
)
def test_leaves_print_and_blanks_alone(text: str) -> None:
    assert find(*draw(text), "", 0.0) == (text, [])


def test_a_number_whose_place_shows_no_ink_is_not_relied_on() -> None:
    words, page = draw("Số: 415 /NQ-CP")
    page[:, words[0].x1 + 1 : words[2].x0] = 255
    assert find(words, page, "", 0.0) == ("Số:  /NQ-CP", [("number", "415", "")])


def test_a_number_away_from_its_symbol_was_filled_in() -> None:
    words, page = draw("Số: 415 /NQ-CP", gaps={2: 10})
    assert find(words, page, "115", 0.9) == ("Số:  /NQ-CP", [("number", "415", "")])


def test_text_below_the_letterhead_is_no_letterhead() -> None:
    words, page = draw("Số: 415 /NQ-CP", ragged="415")
    low = [word._replace(top=word.top + 300, bottom=word.bottom + 300) for word in words]
    assert find(low, np.roll(page, 300, axis=0), "115", 0.9) == ("Số: 415 /NQ-CP", [])


@needs_tesseract
def test_scrawls_in_place_of_a_number_give_none_and_a_warning() -> None:
    pixels = np.array(render(draw_letter()))
    unit = 200 / 72
    left, right, top, bottom = (round(value * unit) for value in (118, 136, 45, 64))
    pixels[top:bottom, left:right] = 255
    for step in range(right - left):  # a zigzag where the number stood
        y = top + 8 + abs((step * 3) % 60 - 30)
        pixels[y : y + 4, left + step : left + step + 3] = 30
    document = read_bytes(png(Image.fromarray(pixels)), source="a.png")
    assert find_letterhead(document).number is None
    assert [notice.page for notice in document.notices if notice.code == "ocr_written"] == [1]
