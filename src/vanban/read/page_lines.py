"""Words and lines as they stand on a page, whoever saw them: the text layer of a PDF or OCR.

Coordinates are in points from the top left of the upright page: text runs to the right, lines go down.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from vanban.model import Box
from vanban.text import nfc

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_NARROW = re.compile(r"[ .,;:!'()\[\]|/\-ilíìịỉĩjtrf]")
_WIDE = re.compile(r"[mw%—]")
_NARROWER, _WIDER = 0.55, 1.45  # of a small letter's width
_USUAL_BREADTH = 0.9  # of a character, in small letters
# shares of a line's height
_TOUCHING = 0.12  # a narrower gap is no space between words
_CLOSE = 0.32  # pieces of one line stand no farther apart
_CLOSE_TO_MARK = 0.8  # the same behind a raised mark
_WIDE_GAP = 1.1  # a wider gap parts columns, where the other gaps are narrower
_WIDER_GAP = 2.2  # times the line's spaces
_MUCH_WIDER = 4.0  # times the least gap of a line
_LEAST_SPACE = 0.15  # of a line's height
_FIGURE = re.compile(r"[-+(]?\d[\d.,/]{0,20}\)?%?")
_SMALL = 0.82  # lower digits may be raised or lowered
_DESCENT = 0.2  # below the baseline
_RAISED = 0.1  # a baseline that far off is another one


class Word(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class PageLine:
    """Words that stand beside each other on one line, without a gap that parts columns."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # of most of its characters, in points
    bold: bool = False
    italic: bool = False
    turned: bool = False  # does not run in the page's direction: a watermark, a vertical heading
    exact: list[Word] | None = None  # None: the words' boxes were not asked for

    @property
    def words(self) -> list[Word]:
        """Give the words with their boxes: measured, or the line's width shared out by characters."""
        if self.exact is not None:
            return self.exact
        step = (self.x1 - self.x0) / max(_breadth(self.text), 1)
        words, x0 = [], self.x0
        for text in self.text.split(" "):
            x1 = x0 + _breadth(text) * step
            words.append(Word(text, x0, self.top, x1, self.bottom))
            x0 = x1 + _NARROWER * step
        return words

    @property
    def first_width(self) -> float:
        """Give the width of the first word, in points; guessed where it was not measured."""
        if self.exact is not None:
            return self.exact[0].x1 - self.exact[0].x0
        word, _, rest = self.text.partition(" ")
        width = self.x1 - self.x0
        return min(_breadth(word) * width / (_USUAL_BREADTH * len(self.text)), width) if rest else width

    @property
    def box(self) -> Box:
        return Box(round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def part(self, words: Sequence[Word]) -> PageLine:
        """Give a line of the same looks that holds only these words."""
        return line_of(words, self.page, size=self.size, bold=self.bold, italic=self.italic, turned=self.turned)


@lru_cache(maxsize=1 << 13)
def _breadth(text: str) -> float:
    """Give about how wide a text is, in widths of a small letter."""
    narrow = len(_NARROW.findall(text))
    wide = len(_WIDE.findall(text)) + sum(map(str.isupper, text))
    return len(text) - (1 - _NARROWER) * narrow + (_WIDER - 1) * wide


def line_of(
    words: Sequence[Word], page: int, *, size: float, bold: bool = False, italic: bool = False, turned: bool = False
) -> PageLine:
    text = nfc(" ".join(word.text for word in words))
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return PageLine(text, page, words[0].x0, top, words[-1].x1, bottom, size, bold, italic, turned, list(words))


def share_row(a: PageLine, b: PageLine, *, share: float = 0.5) -> bool:
    """Tell whether two lines stand beside each other: they overlap by `share` of the lower one's height."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > share * min(a.bottom - a.top, b.bottom - b.top)


def wide_gaps(words: Sequence[Word]) -> list[int]:
    """Find the words that stand behind a gap so much wider than the line's spaces that it parts columns."""
    if len(words) < 2:
        return []
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    limit = _WIDE_GAP * (words[0].bottom - words[0].top)
    if max(gaps) < limit:
        return []
    if len(gaps) > 2:
        limit = max(limit, _WIDER_GAP * _usual_gap(words, sorted(gaps)))
    return [index + 1 for index, gap in enumerate(gaps) if gap >= limit]


def _usual_gap(words: Sequence[Word], gaps: Sequence[float]) -> float:
    """Give the width of a line's spaces, of its gaps in order; 0 where all of them lie between columns.

    Spaces of a justified line are stretched alike; where most gaps are much wider than the least they part columns.
    """
    if all(_FIGURE.fullmatch(word.text) for word in words):
        return 0.0
    usual = gaps[(len(gaps) - 1) // 2]
    least = max(gaps[0], _LEAST_SPACE * (words[0].bottom - words[0].top))
    return least if usual > _MUCH_WIDER * least else usual


def join_touching(lines: Sequence[PageLine]) -> list[PageLine]:
    """Join lines of one row that touch or interleave: raised marks, and pieces drawn out of order."""
    found: list[PageLine] = []
    for line in sorted(lines, key=attrgetter("top", "x0")):
        grown = line
        for index in range(len(found) - 1, -1, -1):
            other = found[index]
            if other.top < grown.top - 60 or len(found) - index > 40:
                break
            if other.bottom > grown.top and touch(other, grown) and _interleave(other, grown):
                del found[index]
                grown = _merge(other, grown)
        found.append(grown)
    return found


def touch(a: PageLine, b: PageLine) -> bool:
    """Tell whether two lines of one row stand so close that they are pieces of one line, or overlap."""
    if a.turned or b.turned or not share_row(a, b):
        return False
    left = a if a.x0 <= b.x0 else b
    limit = _CLOSE_TO_MARK if left.text[-1:] in _MARKS else _CLOSE
    return max(a.x0, b.x0) - min(a.x1, b.x1) < limit * max(a.size, b.size)


def _interleave(a: PageLine, b: PageLine) -> bool:
    """Tell whether no word of one line lies on a word of the other."""
    for word in a.words:
        for other in b.words:
            if min(word.x1, other.x1) - max(word.x0, other.x0) > 0.5 * min(word.x1 - word.x0, other.x1 - other.x0):
                return False
    return True


def _merge(a: PageLine, b: PageLine) -> PageLine:
    main = a if len(a.text) >= len(b.text) else b
    words = sorted([*a.words, *b.words], key=lambda w: w.x0)
    return main.part(join_words(words, top=main.top, bottom=main.bottom))


def join_words(words: Iterable[Word], *, top: float, bottom: float) -> list[Word]:
    """Join the words of a line that touch; top and bottom are the line's, lower digits become ¹ or ₁."""
    height = bottom - top
    joined: list[Word] = []
    edge = -math.inf
    for word in words:
        if word.bottom - word.top < _SMALL * height and word.text.isdecimal():
            raised = (bottom - word.bottom) / height - _DESCENT * (1 - (word.bottom - word.top) / height)
            word = word._replace(text=set_script(word.text, raised))
        if word.x0 - edge < _TOUCHING * height:
            last = joined[-1]
            joined[-1] = Word(
                last.text + word.text,
                last.x0,
                min(last.top, word.top),
                max(last.x1, word.x1),
                max(last.bottom, word.bottom),
            )
        else:
            joined.append(word)
        edge = joined[-1].x1
    return joined


def set_script(digits: str, raised: float) -> str:
    """Give digits as superscript or subscript, by how far their baseline is above the line's, in its font size."""
    if abs(raised) < _RAISED:
        return digits
    return digits.translate(_SUPERSCRIPT if raised > 0 else _SUBSCRIPT)
