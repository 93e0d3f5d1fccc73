"""From colours to grey: seals and strokes go, print stays, whatever its colour."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from vanban.read.ocr_ink import despeckle, level, to_grey

RED, BLUE, BLACK = (205, 30, 45), (40, 60, 170), (15, 15, 15)
DPI = 100
INK = 128


def draw_page(paper: tuple[int, int, int] = (255, 255, 255)) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A page with bars of black print."""
    image = Image.new("RGB", (820, 1160), paper)
    draw = ImageDraw.Draw(image)
    for y in range(100, 1060, 30):
        for x in range(90, 720, 9):  # strokes of letters
            draw.rectangle((x, y, x + 3, y + 8), fill=BLACK)
    return image, draw


def grey_of(image: Image.Image) -> np.ndarray:  # type: ignore[type-arg]
    return level(np.asarray(to_grey(image, dpi=DPI)))


@pytest.mark.parametrize("paper", [(255, 255, 255), (235, 225, 190)])
@pytest.mark.parametrize("width", [2, 5])
@pytest.mark.parametrize("colour", [RED, BLUE])
def test_a_seal_goes_and_the_print_under_it_stays(
    colour: tuple[int, int, int], width: int, paper: tuple[int, int, int]
) -> None:
    image, _ = draw_page(paper)
    plain = grey_of(image) < INK
    ring = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(ring).ellipse((300, 400, 440, 540), outline=colour, width=width)
    sealed = Image.fromarray(np.minimum(np.asarray(image), np.asarray(ring)))
    assert np.count_nonzero((grey_of(sealed) < INK) != plain) < 12


def test_two_seals_of_two_colours_go() -> None:
    image, draw = draw_page()
    plain = np.count_nonzero(grey_of(image) < INK)
    for place, colour in (((740, 300, 815, 375), RED), ((5, 700, 80, 775), BLUE)):
        draw.ellipse(place, outline=colour, width=3)
    assert np.count_nonzero(grey_of(image) < INK) == plain


def test_small_coloured_print_stays() -> None:
    image, draw = draw_page()
    draw.rectangle((750, 500, 756, 510), fill=RED)  # a digit of a red number
    assert (grey_of(image)[500:511, 750:757] < INK).all()


def test_a_page_printed_in_colour_stays() -> None:
    image = Image.new("RGB", (820, 1160), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 100, 700, 700), outline=BLUE, width=6)
    for y in range(800, 1100, 30):
        draw.rectangle((90, y, 130, y + 3), fill=BLACK)
    assert np.count_nonzero(grey_of(image)[100:700] < INK) > 5000


def test_specks_go_and_dots_near_print_stay() -> None:
    page = np.full((400, 400), 255, dtype=np.uint8)
    page[200:204, 100:300] = 0
    page[190:193, 150:153] = 0  # a dot over a line
    page[50:53, 50:53] = 0  # as large, with nothing near it
    page[207, 120] = 0  # too small for a dot
    before = page.copy()
    cleaned = despeckle(page, dpi=200)
    wanted = before.copy()
    wanted[50:53, 50:53] = wanted[207, 120] = 255
    assert (cleaned == wanted).all()
    assert (page == before).all()
