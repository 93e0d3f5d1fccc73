"""Pages askew: set straight, and the way back to the page as it was scanned."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image

from vanban.read.ocr_skew import find_lie, straighten

WIDTH, HEIGHT = 620, 877
SPOTS = [(60, 80), (540, 90), (300, 430), (80, 800), (560, 780)]


def lined_page(spots: list[tuple[int, int]]) -> Image.Image:
    """Rows of marks of uneven lengths, as words are; dark squares at the spots."""
    pixels = np.full((HEIGHT, WIDTH), 255, dtype=np.uint8)
    chance = np.random.default_rng(3)
    for row in range(120, 760, 16):
        x = 70
        while x < 540:
            length = int(chance.integers(6, 40))
            pixels[row : row + 6, x : x + length] = 90
            x += length + 7
    for x, y in spots:
        pixels[y - 4 : y + 5, x - 4 : x + 5] = 0
    return Image.fromarray(pixels)


def black_at(page: np.ndarray, x: float, y: float) -> bool:  # type: ignore[type-arg]
    return bool(page[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2].max() < 70)


@pytest.mark.parametrize("degrees", [0.7, -1.4, 2.5, -6.0])
def test_a_page_askew_is_set_straight(degrees: float) -> None:
    askew = np.asarray(lined_page([]).rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))
    lie = find_lie(askew)
    assert not lie.sideways
    assert lie.degrees == pytest.approx(degrees, abs=0.11)
    assert find_lie(straighten(askew, lie.degrees)).degrees == 0


def ruled_page() -> Image.Image:
    """A table of many narrow columns, few words in each, and fewer rows."""
    pixels = np.full((HEIGHT, WIDTH), 255, dtype=np.uint8)
    for x in range(40, 601, 70):
        pixels[60:820, x - 1 : x + 2] = 0
        for row in range(80, 80 + 16 * (x // 12), 16):
            pixels[row : row + 6, x + 8 : x + 8 + (x * row) % 37 + 9] = 90
    for y in range(60, 821, 380):
        pixels[y - 1 : y + 2, 40:601] = 0
    return Image.fromarray(pixels)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0.0, 0.6])
def test_ruling_lines_do_not_tell_which_way_text_runs(quarters: int, degrees: float) -> None:
    page = np.asarray(ruled_page().rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))
    assert find_lie(np.ascontiguousarray(np.rot90(page, quarters))).sideways == bool(quarters % 2)


def test_a_page_that_shows_no_way_may_lie_either_way() -> None:
    assert find_lie(np.asarray(lined_page([]))).other is None
    dots = np.full((HEIGHT, WIDTH), 255, dtype=np.uint8)
    dots[np.random.default_rng(5).random(dots.shape) < 0.02] = 0
    lie = find_lie(dots)
    assert lie.other is not None
    assert lie.other.sideways != lie.sideways


@pytest.mark.parametrize("degrees", [0.4, -2.0, 5.0])
def test_places_of_the_straight_page_lead_back(degrees: float) -> None:
    page = np.asarray(lined_page(SPOTS))
    straight = straighten(page, degrees)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    for x, y in SPOTS:
        from_middle = x - WIDTH / 2, y - HEIGHT / 2
        there = (
            cosine * from_middle[0] + sine * from_middle[1] + straight.shape[1] / 2,
            -sine * from_middle[0] + cosine * from_middle[1] + straight.shape[0] / 2,
        )
        assert black_at(straight, *there)


def test_nothing_is_cut_off_and_the_rest_is_white() -> None:
    page = np.full((200, 300), 255, dtype=np.uint8)
    page[:4, :4] = page[-4:, -4:] = 0
    straight = straighten(page, 3.0)
    assert np.count_nonzero(straight < 128) == pytest.approx(32, abs=6)
    assert straight[0].max() == straight[:, 0].max() == 255


def test_a_straight_page_stays_as_it_is() -> None:
    page = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert straighten(page, 0.0) is page
