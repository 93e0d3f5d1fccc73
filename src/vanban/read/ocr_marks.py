"""Marks that stand alone in cells of a scanned table, "x" under "Đạt": one that looks like the others is one of them.

OCR takes a lone "x" for "=", "lx" or "bộ", or sees nothing. Where other cells of the table were read as a mark, the
ink of a cell is laid over theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from vanban.read.ocr_cells import DARK, Cell, cells_of, trim
from vanban.read.pdf_rulings import Rulings
from vanban.read.ruled_tables import find_grids
from vanban.read.tesseract import OcrWord

Grey = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.bool_]
Box = tuple[int, int, int, int]

_MARKS = frozenset("xX×")
_SPECKS = "`'’‘.,|"
_SURE = 0.6  # confidence of a mark that others are compared with
_LIKE = 0.9  # of the ink of either lies on that of the other, or a pixel beside it
_OTHER_SIZE = 2  # pixels
_MOST_LETTERS = 3  # that a lone mark is misread as
_MOST_COMPARED = 5
_BLOCK = 20_000  # numbers of blocks from here on are of marks


def repeat_marks(page: Grey, rulings: Rulings, words: Sequence[OcrWord], *, dpi: float) -> list[OcrWord]:
    """Give the words of a page with the marks of its tables that were not read as such."""
    if not any(map(_is_sure, words)):
        return list(words)
    gone: set[OcrWord] = set()
    added: list[OcrWord] = []
    for grid in find_grids(rulings):
        marks: list[tuple[Ink, OcrWord]] = []
        others: list[tuple[Ink, Box, Cell]] = []
        for cell in cells_of(grid, page, words, dpi / 72):
            box = trim(page, cell.x0, cell.top, cell.x1, cell.bottom, dpi / 72) if _is_short(cell) else None
            if box is None:
                continue
            ink = page[box[1] : box[3], box[0] : box[2]] < DARK
            if cell.words and _is_sure(cell.words[0]):
                marks.append((ink, cell.words[0]))
            else:
                others.append((ink, box, cell))
        for ink, box, cell in others:
            like = next((mark for other, mark in marks[:_MOST_COMPARED] if _are_alike(ink, other)), None)
            if like is not None:
                gone.update(cell.words)
                added.append(OcrWord(like.text, *box, like.confidence, (_BLOCK + len(added), 1, 1)))
    return [word for word in words if word not in gone] + added


def _is_sure(word: OcrWord) -> bool:
    return word.text.strip(_SPECKS) in _MARKS and word.confidence >= _SURE


def _is_short(cell: Cell) -> bool:
    return len(cell.words) < 2 and all(len(word.text.strip(_SPECKS)) <= _MOST_LETTERS for word in cell.words)


def _are_alike(ink: Ink, other: Ink) -> bool:
    """Tell whether one lies on the other, give or take a pixel."""
    if max(abs(a - b) for a, b in zip(ink.shape, other.shape, strict=True)) > _OTHER_SIZE:
        return False
    height, width = max(ink.shape[0], other.shape[0]), max(ink.shape[1], other.shape[1])
    left, right = (np.pad(i, ((0, height - i.shape[0]), (0, width - i.shape[1]))) for i in (ink, other))
    return _share_on(left, right) >= _LIKE and _share_on(right, left) >= _LIKE


def _share_on(ink: Ink, other: Ink) -> float:
    near = ndimage.binary_dilation(other, np.ones((3, 3), dtype=np.bool_))
    return int(np.count_nonzero(ink & near)) / max(int(np.count_nonzero(ink)), 1)
