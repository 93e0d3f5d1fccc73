"""Cells of a ruled table in which OCR saw nothing, or hardly anything: read once more, all of a page in one run.

A page segmented as a whole loses what stands alone: an "x", a "4", an "I". Cut out and set one below the other such
cells are lines of a block, and are read as lines. So are numbers with a mark between their digits that was not read:
"98,5" seen as "985"; there the second reading counts where its digits are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from vanban.read.pdf_rulings import Rulings
from vanban.read.ruled_tables import RuledGrid, find_grids
from vanban.read.tesseract import OcrWord

Grey = npt.NDArray[np.uint8]
ReadBlock = Callable[[Grey], Sequence[OcrWord]]

DARK = 150
_INSIDE_PT = 1.5  # from the ruling lines
_LEAST_PT = 2.5  # height or width of the ink of a letter
_LEAST_INK = 1.5  # square points
_DOUBTED = 0.5  # mean confidence of the words of a cell that is read again
_HARDLY_READ = 0.3  # confidence of a word of a cell that is read again
_ON_EACH_OTHER = 0.3  # of the smaller of two words lies on the other
_MUCH_INK = 1.6  # times the usual ink to a letter of cells: words were passed over
_SOME_CELLS = 8  # of which the usual ink to a letter is told
_SURE = 0.8  # confidence of a second reading that replaces an odd letter
_SURER = 0.1  # by which the second reading must be better
_MOST_CELLS = 200
_MARGIN, _BETWEEN = 12, 14  # pixels of white about a cell in the block
_MARKED = re.compile(r"\d{1,3}(?:[.,]\d{1,3})+%?")
_UNMARKED = re.compile(r"\d{2,9}%?")
_NO_DIGITS = re.compile(r"\D+")
_HANGS_PT = 2.5  # a comma, below the digits
_LOW = 0.6  # of a number's height: marks begin below
_LEAST_MARK, _MOST_MARK = 0.1, 0.55  # of a number's height
_BLOCK = 10_000  # numbers of blocks from here on are of cells


class _Cut(NamedTuple):
    x0: int
    top: int
    x1: int
    bottom: int
    words: list[OcrWord]  # that were read there at first
    digits: str = ""  # of a number that may have lost a comma or a stop
    is_lost: bool = False  # there is more ink than what was read has


class Cell(NamedTuple):
    x0: int
    top: int
    x1: int
    bottom: int
    words: list[OcrWord]
    ink: int


def read_cells(page: Grey, rulings: Rulings, words: Sequence[OcrWord], *, dpi: float, read: ReadBlock) -> list[OcrWord]:
    """Give the words of a page with those of its doubtful cells as they are read by themselves."""
    cuts = _find_cuts(page, rulings, words, dpi)
    if not cuts:
        return list(words)
    block, tops = _stack(page, cuts)
    found: list[list[OcrWord]] = [[] for _ in cuts]
    for word in read(block):
        middle = (word.top + word.bottom) / 2
        index = int(np.searchsorted(tops, middle, side="right")) - 1
        if 0 <= index < len(cuts):
            found[index].append(word)
    gone: set[OcrWord] = set()
    added: list[OcrWord] = []
    for number, (cut, again) in enumerate(zip(cuts, found, strict=True)):
        if again and (_is_surer(again, cut) if not cut.digits else _has_marks(again, cut.digits)):
            gone.update(cut.words)
            added += [_moved(word, cut, int(tops[number]), number) for word in again]
    return [word for word in words if word not in gone] + added


def _find_cuts(page: Grey, rulings: Rulings, words: Sequence[OcrWord], dpi: float) -> list[_Cut]:
    unit = dpi / 72
    cells = [cell for grid in find_grids(rulings) for cell in cells_of(grid, page, words, unit)]
    letters = [cell.ink / _letters(cell.words) for cell in cells if _letters(cell.words)]
    most_ink = _MUCH_INK * median(letters) if len(letters) >= _SOME_CELLS else 0.0
    cuts: list[_Cut] = []
    for cell in cells:
        held = cell.words
        digits = _find_unmarked(page, held, unit)
        is_lost = bool(held and most_ink) and cell.ink > most_ink * max(_letters(held), 1)
        if held and not (digits or is_lost or _is_doubted(held) or _is_odd(held)):
            continue
        cut = trim(page, cell.x0, cell.top, cell.x1, cell.bottom, unit)
        if cut is not None and not any(_reaches_out(word, cell.x0, cell.x1) for word in words if _meets(word, cut)):
            cuts.append(_Cut(*cut, held, digits, is_lost))
    return cuts if len(cuts) <= _MOST_CELLS else []


def cells_of(grid: RuledGrid, page: Grey, words: Sequence[OcrWord], unit: float) -> Iterator[Cell]:
    """Give the cells of a table, the words whose middle lies in each, and how many pixels of ink it holds."""
    for row, column, row_span, column_span in grid.cells:
        edges = (grid.xs[column], grid.ys[row], grid.xs[column + column_span], grid.ys[row + row_span])
        inset = (_INSIDE_PT, _INSIDE_PT, -_INSIDE_PT, -_INSIDE_PT)
        x0, top, x1, bottom = (max(round((edge + by) * unit), 0) for edge, by in zip(edges, inset, strict=True))
        held = [w for w in words if x0 < (w.x0 + w.x1) / 2 < x1 and top < (w.top + w.bottom) / 2 < bottom]
        yield Cell(x0, top, x1, bottom, held, int(np.count_nonzero(page[top:bottom, x0:x1] < DARK)))


def _is_doubted(words: Sequence[OcrWord]) -> bool:
    """Tell whether words were hardly read, one of them or all, or stand on each other."""
    if _sureness(words) < _DOUBTED or any(w.confidence < _HARDLY_READ and _letters([w]) > 1 for w in words):
        return True
    return _are_twice(words)


def _are_twice(words: Sequence[OcrWord]) -> bool:
    return any(_overlap(left, right) for left, right in combinations(words, 2))


def _overlap(left: OcrWord, right: OcrWord) -> bool:
    across, down = (
        min(left.x1, right.x1) - max(left.x0, right.x0),
        min(left.bottom, right.bottom) - max(left.top, right.top),
    )
    least = min((word.x1 - word.x0) * (word.bottom - word.top) for word in (left, right))
    return across > 0 and down > 0 and across * down > _ON_EACH_OTHER * least


def _is_surer(again: Sequence[OcrWord], cut: _Cut) -> bool:
    if cut.is_lost:
        return _sureness(again) >= _SURE and _letters(again) > _letters(cut.words)
    if _is_odd(cut.words):
        return len(again) == 1 and again[0].text.isascii() and again[0].confidence >= _SURE
    if _are_twice(cut.words) and _sureness(again) >= _SURE:
        return True
    return _sureness(again) >= (_sureness(cut.words) + _SURER if cut.words else 0)


def _is_odd(words: Sequence[OcrWord]) -> bool:
    """Tell whether a cell holds one letter with a diacritic and nothing else: "Ạ" may be a "4"."""
    return len(words) == 1 and len(words[0].text) == 1 and not words[0].text.isascii() and words[0].text.isalpha()


def _has_marks(again: Sequence[OcrWord], digits: str) -> bool:
    """Tell whether the second reading is the number of these digits with commas or stops between them."""
    text = "".join(word.text for word in again)
    return _MARKED.fullmatch(text) is not None and _NO_DIGITS.sub("", text) == digits


def _find_unmarked(page: Grey, words: Sequence[OcrWord], unit: float) -> str:
    """Give the digits of a cell's number between which a small low mark stands that was not read; else nothing."""
    numbers = [word for word in words if _UNMARKED.fullmatch(word.text)]
    if len(numbers) != 1 or any(word.text.isalpha() for word in words):
        return ""
    word = numbers[0]
    reach = max(round(_HANGS_PT * unit), 1)
    ink = page[word.top : word.bottom + reach, word.x0 : word.x1] < DARK
    labels, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    height = word.bottom - word.top
    for rows, columns in ndimage.find_objects(labels):
        low = rows.start > _LOW * height and _LEAST_MARK < (rows.stop - rows.start) / height < _MOST_MARK
        if low and columns.start > 0.1 * height and columns.stop < ink.shape[1] - 0.3 * height:
            return _NO_DIGITS.sub("", word.text)
    return ""


def trim(page: Grey, x0: int, top: int, x1: int, bottom: int, unit: float) -> tuple[int, int, int, int] | None:
    """Give the box of the ink in a place; None where there is none, or only specks."""
    ink = page[top:bottom, x0:x1] < DARK
    if int(ink.sum()) < _LEAST_INK * unit * unit:
        return None
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    if max(height, width) < _LEAST_PT * unit:
        return None
    return x0 + int(columns[0]), top + int(rows[0]), x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _meets(word: OcrWord, box: tuple[int, int, int, int]) -> bool:
    return word.x0 < box[2] and word.x1 > box[0] and word.top < box[3] and word.bottom > box[1]


def _reaches_out(word: OcrWord, x0: int, x1: int) -> bool:
    """Tell whether a word stands in the cell beside as well: what was read there was read as one."""
    return not x0 < (word.x0 + word.x1) / 2 < x1 and word.confidence >= _DOUBTED


def _stack(page: Grey, cuts: Sequence[_Cut]) -> tuple[Grey, npt.NDArray[np.int64]]:
    """Set the cells below each other; give where each begins."""
    heights = [cut.bottom - cut.top + _BETWEEN for cut in cuts]
    tops = np.cumsum([_MARGIN, *heights])[:-1]
    width = max(cut.x1 - cut.x0 for cut in cuts) + 2 * _MARGIN
    block = np.full((sum(heights) + 2 * _MARGIN, width), 255, dtype=np.uint8)
    for cut, top in zip(cuts, tops, strict=True):
        block[top : top + cut.bottom - cut.top, _MARGIN : _MARGIN + cut.x1 - cut.x0] = page[
            cut.top : cut.bottom, cut.x0 : cut.x1
        ]
    return block, tops - _BETWEEN // 2


def _moved(word: OcrWord, cut: _Cut, top: int, number: int) -> OcrWord:
    """Give a word of the block where it stands on the page."""
    across, down = cut.x0 - _MARGIN, cut.top - (top + _BETWEEN // 2)
    x0, x1 = max(word.x0 + across, 0), max(word.x1 + across, 1)
    line = (_BLOCK + number, word.line[1], word.line[2])
    return OcrWord(word.text, x0, max(word.top + down, 0), x1, max(word.bottom + down, 1), word.confidence, line)


def _letters(words: Sequence[OcrWord]) -> int:
    return sum(map(str.isalnum, "".join(word.text for word in words)))


def _sureness(words: Sequence[OcrWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(letters, 1)
