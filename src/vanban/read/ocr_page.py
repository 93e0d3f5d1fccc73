"""A scanned page in, its lines and tables out: the order of the steps.

Grey without coloured seals and ink; set upright and straight; ruling lines found and wiped off; read; lines made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from vanban.model import Box
from vanban.read.margins import PageContent
from vanban.read.ocr_cells import read_cells
from vanban.read.ocr_frames import find_frames
from vanban.read.ocr_ink import as_grey, despeckle, level, to_grey
from vanban.read.ocr_lines import make_lines
from vanban.read.ocr_marks import repeat_marks
from vanban.read.ocr_repair import Repair
from vanban.read.ocr_rulings import find_rulings, wipe
from vanban.read.ocr_skew import Lie, find_lie, straighten
from vanban.read.ocr_written import Written
from vanban.read.page_lines import PageLine
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.ruled_tables import RuledGrid, fill_grid, find_grids
from vanban.read.syllables import is_spelled
from vanban.read.tesseract import OcrFailure, OcrWord, read_digits, read_words

Grey = npt.NDArray[np.uint8]

LEAST_DPI, GOOD_DPI, MOST_DPI = 140.0, 200.0, 250.0  # a page of more or less is brought to the good one
_BADLY_READ = 0.35  # share of letters in words that are spelled; less: perhaps upside down
_BETTER = 1.5  # times the share that is spelled: so much better must a page read the other way
_FEW_LETTERS = 30
_NEGATIVE, _APART = 64, 9  # most of a page is darker: white print on black; pixels between those looked at
_BAND = 0.22  # of the page's height, read to find its upper side
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(slots=True)
class OcrPage:
    """What was read off a page; boxes are of the page set upright."""

    content: PageContent
    confidence: float | None
    shown: Callable[[Box], Box]  # from upright boxes to those of the page as shown
    stamps: list[str] = field(default_factory=list)  # texts of stamped frames that were left out
    repairs: list[Repair] = field(default_factory=list)  # of numbers, symbols and days
    respelled: list[Repair] = field(default_factory=list)  # of diacritics
    written: list[Written] = field(default_factory=list)  # numbers and days filled in, not sure


def recognise(image: Image.Image, number: int, *, dpi: float) -> OcrPage:
    """Read the image of a page; `dpi` says how large it is shown.

    Raises OcrFailure where the engine gives nothing.
    """
    size_pt = image.width * 72 / dpi, image.height * 72 / dpi
    page, dpi = _prepare(image, dpi)
    lie = find_lie(page)
    straight, rulings, words, quarters = _read_upright(page, lie, dpi)
    if lie.other is not None and _is_badly_read(words):
        other = _read_upright(page, lie.other, dpi)
        if _share_spelled(other.words) > max(_BADLY_READ, _BETTER * _share_spelled(words)):
            lie = lie.other
            straight, rulings, words, quarters = other
    words = read_cells(straight, rulings, words, dpi=dpi, read=partial(_read_block, dpi=round(dpi)))
    words = repeat_marks(straight, rulings, words, dpi=dpi)
    frames = find_frames(rulings, words, dpi=dpi, read_again=partial(_read_place, straight, dpi=round(dpi)))
    words = [word for word in words if word not in frames.words]
    made = make_lines(words, straight, number=number, dpi=dpi, read_again=partial(_read_again, dpi=round(dpi)))
    content = _make_content(made.lines, straight, frames.outside(rulings), number, dpi)
    shown = _way_back(size_pt, quarters, lie.degrees, (content.width_pt, content.height_pt))
    return OcrPage(content, made.confidence, shown, frames.texts, made.repairs, made.respelled, made.written)


class _Upright(NamedTuple):
    page: Grey  # set straight, ruling lines wiped off
    rulings: Rulings
    words: list[OcrWord]
    quarters: int  # clockwise turns that it took


def _read_upright(page: Grey, lie: Lie, dpi: float) -> _Upright:
    """Set a page that lies so straight and read it; where it reads badly, perhaps upside down."""
    quarters = 1 if lie.sideways else 0
    straight = straighten(np.rot90(page, -quarters), lie.degrees)
    rulings, covered = find_rulings(straight, dpi=dpi)
    straight = wipe(straight, covered)
    words = read_words(straight, dpi=round(dpi))
    if _is_badly_read(words) and _is_upside_down(straight, words, dpi):
        straight = np.ascontiguousarray(straight[::-1, ::-1])
        quarters += 2
        rulings = _turn_over(rulings, straight.shape[1] * 72 / dpi, straight.shape[0] * 72 / dpi)
        words = read_words(straight, dpi=round(dpi))
    return _Upright(straight, rulings, words, quarters)


def _is_badly_read(words: Sequence[OcrWord]) -> bool:
    return _letters(words) >= _FEW_LETTERS and _share_spelled(words) < _BADLY_READ


def _read_place(page: Grey, box: tuple[int, int, int, int], *, dpi: int) -> list[OcrWord]:
    """Read what is scattered over a place of a page."""
    x0, top, x1, bottom = box
    return _read_block(page[top:bottom, x0:x1], dpi=dpi, layout=11)


def _read_block(block: Grey, *, dpi: int, layout: int = 6) -> list[OcrWord]:
    """Read a block of lines; where the engine gives nothing the page is none the worse."""
    try:
        return read_words(block, dpi=dpi, layout=layout)
    except OcrFailure:
        return []


def _read_again(strip: Grey, *, dpi: int) -> tuple[str, float]:
    """Read a strip that holds digits only; where the engine gives nothing the page is none the worse."""
    try:
        return read_digits(strip, dpi=dpi)
    except OcrFailure:
        return "", 0.0


def _prepare(image: Image.Image, dpi: float) -> tuple[Grey, float]:
    """Give the page in grey, cleaned, with the dots to the inch that it has now."""
    image = image if image.mode == "RGB" else as_grey(image)
    if dpi >= 2 * GOOD_DPI:
        times = int(dpi / GOOD_DPI)
        image, dpi = image.reduce(times), dpi / times
    grey = to_grey(image, dpi=dpi)
    if dpi > MOST_DPI:
        grey, dpi = _scale(grey, GOOD_DPI / dpi), GOOD_DPI
    page = np.asarray(grey)
    if np.median(page[::_APART, ::_APART]) < _NEGATIVE:
        page = 255 - page
    page = despeckle(level(page), dpi=dpi)
    if dpi < LEAST_DPI:
        page, dpi = np.asarray(_scale(Image.fromarray(page), GOOD_DPI / dpi)), GOOD_DPI
    return page, dpi


def _scale(image: Image.Image, scale: float) -> Image.Image:
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    return image.resize(size, Image.Resampling.BICUBIC)


def _make_content(lines: list[PageLine], page: Grey, rulings: Rulings, number: int, dpi: float) -> PageContent:
    ruled = find_grids(rulings)
    content = PageContent(number, page.shape[1] * 72 / dpi, page.shape[0] * 72 / dpi, lines)
    for grid in ruled:
        filled, content.lines = fill_grid(grid, content.lines, page=number, scanned=True)
        if filled is not None:
            content.grids.append(filled)
    content.separators = [line for line in rulings.horizontal if not any(_lies_in(line, grid) for grid in ruled)]
    return content


def _lies_in(line: Ruling, grid: RuledGrid) -> bool:
    return grid.box.top - 3 <= line.at <= grid.box.bottom + 3


# -- which side is up --------------------------------------------------------------------------------------------------


def _letters(words: Sequence[OcrWord]) -> int:
    return sum(len(word.text) for word in words)


def _share_spelled(words: Sequence[OcrWord]) -> float:
    """Give the share of letters that stand in words spelled as Vietnamese is, weighed by OCR's confidence."""
    good = 0.0
    for word in words:
        bare = _NOT_LETTERS.sub("", word.text)
        if len(bare) > 1 and is_spelled(bare):
            good += len(word.text) * word.confidence
    return good / max(_letters(words), 1)


def _is_upside_down(page: Grey, words: Sequence[OcrWord], dpi: float) -> bool:
    """Tell whether the part of the page with most letters reads better turned over."""
    height = page.shape[0]
    band = max(int(height * _BAND), 1)
    weights = np.zeros(height + 1)
    for word in words:
        weights[min(word.top, height)] += len(word.text)
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    top = int(np.argmax(sums[band:] - sums[:-band])) if height > band else 0
    part = np.ascontiguousarray(page[top : top + band][::-1, ::-1])
    return _share_spelled(read_words(part, dpi=round(dpi), layout=6)) > max(
        _BADLY_READ, _BETTER * _share_spelled(words)
    )


def _turn_over(rulings: Rulings, width: float, height: float) -> Rulings:
    level = [Ruling(height - at, width - end, width - start) for at, start, end in rulings.horizontal]
    upright = [Ruling(width - at, height - end, height - start) for at, start, end in rulings.vertical]
    return Rulings(level, upright, rulings.has_image)


# -- boxes as shown ----------------------------------------------------------------------------------------------------


def _way_back(
    size: tuple[float, float], quarters: int, degrees: float, straight: tuple[float, float]
) -> Callable[[Box], Box]:
    """Give the function from boxes of the page set straight to boxes of the page as shown, whose size is given."""
    over = quarters >= 2  # turned over last, after it was set straight
    width, height = size
    turned_width, turned_height = (height, width) if quarters % 2 else (width, height)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def point(x: float, y: float) -> tuple[float, float]:
        x, y = x - straight[0] / 2, y - straight[1] / 2
        if over:
            x, y = -x, -y
        x, y = cosine * x - sine * y + turned_width / 2, sine * x + cosine * y + turned_height / 2
        return (y, height - x) if quarters % 2 else (x, y)

    def shown(box: Box) -> Box:
        corners = [point(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))

    return shown
