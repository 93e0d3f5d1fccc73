"""Numbers and days that are filled into a letterhead by hand or by stamp: read twice, and left blank where that fails.

Print stands on its line, each digit as high as the other. What does not is read once more, by itself and as digits;
a number that comes out otherwise, or not at all, is none to rely on: the place stays blank and is told of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from vanban.read.ocr_repair import Fix
from vanban.read.tesseract import OcrWord

Grey = npt.NDArray[np.uint8]
Measure = Callable[[Sequence[OcrWord]], tuple[float, float]]  # baseline and font size of words, in pixels
ReadDigits = Callable[[Grey], tuple[str, float]]  # digits of a strip, and how sure they are

_TOP = 0.5  # of the page's height; a letterhead stands above
_RIGHT = 0.3  # of the page's width; place and date stand to the right of it
_LIKE_DIGIT = str.maketrans({"l": "1", "I": "1", "|": "1", "!": "1", "]": "1", "†": "1", "O": "0", "o": "0", "§": "8"})
_SYMBOL = r"[/–-]{1,2}\ ?(?:(?:19|20)\d\d\ ?[/–-]\ ?)?[A-ZĐÐ][\w&.]*"
_NUMBER = re.compile(
    rf"""
    (?:^S[ôốồổỗóòỏõo]\ ?[:.;]?|(?:^|(?<=\ ))[Ss][ôốồổỗóòỏõo]\ ?:)
    \ ?(?P<number>[^/\n]{{0,14}}?)\ ?(?={_SYMBOL}(?:[/–-][\w&.]+){{0,4}}(?:\ |$))
    """,
    re.VERBOSE,
)
_DAY = re.compile(
    r"""
    (?:^|(?<=\ ))(?:[A-ZĐÐ][^\d,]{1,28},\ ?n|N)g[àa]y\ ?(?P<day>[^\n]{0,8}?)
    \ ?th[áaàãạăắằâấ]ng\ ?(?P<month>[^\n]{0,8}?)\ ?n[ăa]m\ ?\d{4}\W*$
    """,
    re.VERBOSE,
)
_LOST_DAY = re.compile(r"(?:^|(?<= ))[A-ZĐÐ][^\d,]{1,28}, ?(?P<day>ng[àa]y ?(?!th[áa]ng)\S.{0,30})$")
_WIDTHS = {"/": 0.28, "-": 0.33, "–": 0.5, ":": 0.28, ".": 0.25, " ": 0.25}  # of the font size
_LIMITS = {"number": (1, 99_999), "day": (1, 31), "month": (1, 12)}
_NAMES = {"number": "số văn bản", "day": "ngày ban hành", "month": "tháng ban hành"}

_DARK = 150
_STEEP = 0.14  # of the font size: digits of print differ by less in height and in where they stand
_HEIGHT = (0.5, 0.86)  # of the font size
_SPECK = 0.2  # of the font size
_BEFORE, _BEHIND = 0.75, 0.2  # of the font size: a printed number stands nearer to what is before it, and to its symbol
_SURE = 0.8  # confidence of the first reading, below which print is doubtful as well
_AGREED, _SURELY = 0.5, 0.9  # confidence of the second reading


class Written(NamedTuple):
    """A place that was filled in, with what was read there at first; `text` is what is kept of it, perhaps nothing."""

    kind: str
    raw: str
    text: str
    line: str

    @property
    def name(self) -> str:
        return _NAMES.get(self.kind, self.kind)


class _Slot(NamedTuple):
    kind: str
    start: int  # in the row's text
    end: int
    x0: int
    x1: int


def find_written(
    row: Sequence[OcrWord], page: Grey, *, measure: Measure, read: ReadDigits
) -> tuple[list[Fix], list[Written]]:
    """Find what is filled into a row of a letterhead; give what is to stand in its text instead, and what to tell."""
    fixes: list[Fix] = []
    told: list[Written] = []
    if not row or row[0].top > _TOP * page.shape[0] or len(row) > 20:
        return fixes, told
    text = " ".join(word.text for word in row)
    for slot in _slots(text, row, page):
        raw = text[slot.start : slot.end]
        others = [word for word in row if word.x1 <= slot.x0 + 2 or word.x0 >= slot.x1 - 2]
        baseline, size = measure(others or row)
        if _stands_apart(text, slot) and _is_printed(slot, raw, row, page, baseline, size):
            continue
        strip = _strip(page, slot, baseline, size)
        if not raw and not (strip < _DARK).any():
            continue  # left blank
        kept, sure = _read_again(raw, slot.kind, strip, read)
        if raw:
            fixes.append(Fix(slot.start, slot.end, kept if _stands_apart(text, slot) else f" {kept} "))
        if not sure:
            told.append(Written(slot.kind, raw, kept, text))
    lost = _LOST_DAY.search(text)
    if lost is not None and not _DAY.search(text) and row[-1].x1 > _RIGHT * page.shape[1]:
        told.append(Written("day", lost["day"], lost["day"], text))
    return fixes, told


def _slots(text: str, row: Sequence[OcrWord], page: Grey) -> Iterator[_Slot]:
    number = _NUMBER.search(text)
    if number is not None:
        yield _place("number", number, text, row)
    day = _DAY.search(text)
    if day is not None and row[-1].x1 > _RIGHT * page.shape[1]:
        for kind in ("day", "month"):
            yield _place(kind, day, text, row)


def _stands_apart(text: str, slot: _Slot) -> bool:
    """Tell whether a place has blanks about it, or the signs that part number and symbol."""
    around = text[max(slot.start - 1, 0) : slot.start] + text[slot.end : slot.end + 1]
    return not any(map(str.isalpha, around))


def _place(kind: str, match: re.Match[str], text: str, row: Sequence[OcrWord]) -> _Slot:
    """Give a place with the pixels between what stands before and what stands behind it."""
    start, end = match.span(kind)
    before, after = row[0].x0, row[-1].x1
    for index, x0, x1 in _letters(row):
        if index < start and text[index] != " ":
            before = max(before, x1)
        elif index >= end and text[index] != " ":
            after = x0
            break
    return _Slot(kind, start, end, before, max(after, before))


def _letters(row: Sequence[OcrWord]) -> Iterator[tuple[int, int, int]]:
    """Give the letters of a row: place in its text, and left and right pixel, guessed from the widths of letters."""
    start = 0
    for word in row:
        widths = [_width(char) for char in word.text]
        unit = (word.x1 - word.x0) / max(sum(widths), 0.1)
        x = float(word.x0)
        for index, width in enumerate(widths):
            yield start + index, round(x), round(x + width * unit)
            x += width * unit
        start += len(word.text) + 1


def _width(char: str) -> float:
    return _WIDTHS.get(char, 0.5 if char.isdigit() else 0.68 if char.isupper() else 0.46)


def _is_printed(slot: _Slot, raw: str, row: Sequence[OcrWord], page: Grey, baseline: float, size: float) -> bool:
    """Tell whether a place holds digits as print has them: sure, on the line, of one height, nothing far apart."""
    if not raw.isdecimal():
        return not raw and not (_strip(page, slot, baseline, size) < _DARK).any()
    inside = [word for word in row if word.x0 < slot.x1 - 2 and word.x1 > slot.x0 + 2]
    if any(word.confidence < _SURE for word in inside):
        return False
    top, bottom = max(round(baseline - 1.1 * size), 0), round(baseline + 0.35 * size)
    ink = page[top:bottom, max(slot.x0 - 1, 0) : slot.x1 + 1] < _DARK
    labels, _ = ndimage.label(ink, structure=np.ones((3, 3)))
    marks = [
        (columns.start, columns.stop, rows.start, rows.stop)
        for rows, columns in ndimage.find_objects(labels)
        if rows.stop - rows.start > _SPECK * size
    ]
    marks = [mark for mark in sorted(marks) if 0 < (mark[0] + mark[1]) / 2 < slot.x1 - slot.x0]
    if not len(raw) <= len(marks) <= len(raw) + 2:
        return False
    heights = [mark[3] - mark[2] for mark in marks[: len(raw)]]
    feet = [mark[3] + top - baseline for mark in marks[: len(raw)]]
    low, high = (share * size for share in _HEIGHT)
    if max(heights) - min(heights) > _STEEP * size or not all(low <= height <= high for height in heights):
        return False
    if slot.kind == "number" and slot.x1 - slot.x0 - marks[len(raw) - 1][1] > _BEHIND * size:
        return False
    on_line = max(map(abs, feet)) <= _STEEP * size
    return bool(on_line and marks[0][0] < _BEFORE * size)


def _strip(page: Grey, slot: _Slot, baseline: float, size: float) -> Grey:
    """Give the pixels of a place, the blank paper about it left out."""
    top, bottom = max(round(baseline - 1.3 * size), 0), max(round(baseline + 0.6 * size), 1)
    return page[top:bottom, slot.x0 + 1 : max(slot.x1 - 1, slot.x0 + 2)]


def _read_again(raw: str, kind: str, strip: Grey, read: ReadDigits) -> tuple[str, bool]:
    """Give the digits that both readings give, and whether they are sure; nothing where they differ."""
    first = raw.translate(_LIKE_DIGIT).replace(" ", "")
    low, high = _LIMITS[kind]
    if not first.isdecimal() or not low <= int(first) <= high:
        return "", False
    margin = np.full((strip.shape[0] + 40, strip.shape[1] + 40), 255, dtype=np.uint8)
    margin[20:-20, 20:-20] = strip
    second, confidence = read(margin)
    if second != first or confidence < _AGREED:
        return "", False
    return first, confidence >= _SURELY and raw == first
