"""The frames that an office stamps on what it receives ("CÔNG VĂN ĐẾN, Số …, Ngày …"): no text of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vanban.model import Box
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.tesseract import OcrWord
from vanban.text import fold

_WIDTH_PT, _HEIGHT_PT = (60.0, 260.0), (22.0, 120.0)
_NEAR_PT = 14.0
_HIGHER_PT, _ALL_ALONG = 24.0, 0.8  # a line right above a frame is its real upper side
_ALONG = 0.5  # of a side: two lines bound one frame
_BESIDE = 0.85  # of the height: a line closes it
_ARRIVED = re.compile(r"\bden\b")
_LABELS = re.compile(r"\b(?:ngay|gio|so|chuyen|kinh chuyen|luu ho so)\b")
_MOST_WORDS = 30
_MAX_LINES = 200
_DOUBTED = 0.6  # mean confidence: less is read again
_MOST_AGAIN = 2  # places of a page

ReadPlace = Callable[[tuple[int, int, int, int]], Sequence[OcrWord]]  # a box in pixels: left, top, right, bottom


@dataclass(slots=True)
class Frames:
    boxes: list[Box] = field(default_factory=list)  # in points
    words: set[OcrWord] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)

    def outside(self, rulings: Rulings) -> Rulings:
        """Give the ruling lines that bound no frame."""
        if not self.boxes:
            return rulings
        level = [r for r in rulings.horizontal if not any(_touches(r, box, True) for box in self.boxes)]
        upright = [r for r in rulings.vertical if not any(_touches(r, box, False) for box in self.boxes)]
        return Rulings(level, upright, rulings.has_image)


def find_frames(
    rulings: Rulings, words: Sequence[OcrWord], *, dpi: float, read_again: ReadPlace | None = None
) -> Frames:
    """Find the stamped frames of a page, and the words in them; places that were read badly are read again."""
    found = Frames()
    again = _MOST_AGAIN if read_again is not None else 0
    if len(rulings.horizontal) > _MAX_LINES:
        return found
    unit = dpi / 72
    for box in _boxes(rulings):
        if any(box.top < other.bottom and other.top < box.bottom and box.x0 < other.x1 for other in found.boxes):
            continue
        inside = [
            word for word in words
            if box.x0 - 2 < (word.x0 + word.x1) / 2 / unit < box.x1 + 2
            and box.top - 2 < (word.top + word.bottom) / 2 / unit < box.bottom + 2
        ]  # fmt: skip
        if len(inside) > _MOST_WORDS:
            continue
        text = " ".join(word.text for word in inside)
        if not _is_stamped(text) and again and read_again is not None and _is_doubtful(inside):
            again -= 1
            text = " ".join(word.text for word in read_again(_scaled(box, unit)))
        if _is_stamped(text):
            found.boxes.append(box)
            found.words.update(inside)
            found.texts.append(text)
    return found


def _is_stamped(text: str) -> bool:
    folded = fold(text)
    return _ARRIVED.search(folded) is not None and _LABELS.search(folded) is not None


def _is_doubtful(words: Sequence[OcrWord]) -> bool:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) < _DOUBTED * letters


def _scaled(box: Box, unit: float) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (max(round(edge * unit), 0) for edge in box)
    return x0, top, x1, bottom


def _boxes(rulings: Rulings) -> list[Box]:
    """Give the places between two horizontal lines that a vertical one closes, the largest first."""
    boxes: list[Box] = []
    lines = sorted(rulings.horizontal)
    for index, upper in enumerate(lines):
        for lower in lines[index + 1 :]:
            height = lower.at - upper.at
            if height > _HEIGHT_PT[1]:
                break
            left, right = min(upper.start, lower.start), max(upper.end, lower.end)
            shared = min(upper.end, lower.end) - max(upper.start, lower.start)
            if height < _HEIGHT_PT[0] or not _WIDTH_PT[0] <= right - left <= _WIDTH_PT[1]:
                continue
            box = Box(left, upper.at, right, lower.at)
            sides = [side for side in rulings.vertical if _closes(side, box)]
            if shared >= _ALONG * (right - left) and sides:
                over = [line.at for line in lines if _covers(line, box)]
                boxes.append(box._replace(top=min(over, default=box.top)))
    return sorted(boxes, key=lambda box: box.top - box.bottom)


def _covers(line: Ruling, box: Box) -> bool:
    """Tell whether a line runs all along over a frame, right above what was found as its upper side."""
    along = min(line.end, box.x1) - max(line.start, box.x0)
    return 0 < box.top - line.at < _HIGHER_PT and along > _ALL_ALONG * (box.x1 - box.x0)


def _closes(side: Ruling, box: Box) -> bool:
    along = min(side.end, box.bottom) - max(side.start, box.top)
    return min(abs(side.at - box.x0), abs(side.at - box.x1)) < _NEAR_PT and along > _BESIDE * (box.bottom - box.top)


def _touches(line: Ruling, box: Box, level: bool) -> bool:
    across, along = ((box.top, box.bottom), (box.x0, box.x1)) if level else ((box.x0, box.x1), (box.top, box.bottom))
    return across[0] - 4 <= line.at <= across[1] + 4 and line.start < along[1] + 4 and line.end > along[0] - 4
