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
    kept = list(words)
    unit = dpi / 72
    for grid in find_grids(rulings):
        cells = [cell for cell in cells_of(grid, page, words, unit) if _is_short(cell)]
        sure = [cell for cell in cells if _is_mark(cell) and cell.words[0].confidence >= _SURE]
        for cell in cells if sure else []:
            like = None if cell in sure else _find_like(page, cell, sure[:_MOST_COMPARED], unit)
            box = trim(page, cell.x0, cell.top, cell.x1, cell.bottom, unit)
            if like is not None and box is not None:
                kept = [word for word in kept if word not in cell.words]
                kept.append(OcrWord(like.text, *box, like.confidence, (_BLOCK + len(kept), 1, 1)))
    return kept


def _text(cell: Cell) -> str:
    return "".join(word.text for word in cell.words).strip(_SPECKS)


def _is_short(cell: Cell) -> bool:
    return len(cell.words) < 2 and len(_text(cell)) <= _MOST_LETTERS


def _is_mark(cell: Cell) -> bool:
    return _text(cell) in _MARKS


def _find_like(page: Grey, cell: Cell, marks: Sequence[Cell], unit: float) -> OcrWord | None:
    """Give the word of a mark that has the same shape as the ink of a cell."""
    ink = _ink_of(page, cell, unit)
    for mark in marks:
        other = _ink_of(page, mark, unit)
        if ink is not None and other is not None and _are_alike(ink, other):
            return mark.words[0]
    return None


def _ink_of(page: Grey, cell: Cell, unit: float) -> Ink | None:
    box = trim(page, cell.x0, cell.top, cell.x1, cell.bottom, unit)
    return None if box is None else page[box[1] : box[3], box[0] : box[2]] < DARK


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
