"""How a text file breaks its lines and pages: hard-wrapped or not, indented or not, what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vanban.read.kinds import page_number
from vanban.text import fold, leading_marker

_ENDS = (".", ";", ":", "!", "?", "…", ".”", '."')
_MAX_WIDTH = 200  # no file wraps its lines later than this
_MIN_WIDTH = 40
_MIN_FULL_LINES = 5
_DIGITS = re.compile(r"\d+")
_MIN_PAGE_LINES = 5  # lines between two page numbers


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Line width in characters (0: one paragraph a line), the usual indent, and whether paragraphs stand further in."""

    width: int = 0
    base: int = 0
    indented: bool = False


def find_wrapping(lines: Sequence[str]) -> Wrapping:
    """Find out whether and where the file breaks the lines of a paragraph."""
    prose = [line for line in lines if len(line.strip()) >= 20 and "\t" not in line.strip() and "|" not in line]
    if len(prose) < _MIN_FULL_LINES:
        return Wrapping()
    indents = [_indent(line) for line in prose]
    base = Counter(indents).most_common(1)[0][0]
    lengths = sorted(len(line.rstrip()) - base for line in prose)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return Wrapping()
    full = unended = 0
    for line, after in pairwise(lines):
        if (
            len(line.rstrip()) - base < 0.8 * width
            or not after.strip()
            or "\t" in line.strip()
            or leading_marker(after.strip())
        ):
            continue
        full += 1
        unended += not line.rstrip().endswith(_ENDS)
    if unended < _MIN_FULL_LINES or unended < 0.5 * full:
        return Wrapping()
    further = sum(indent >= base + 2 for indent in indents)
    return Wrapping(width, base, 0.03 * len(indents) <= further <= 0.6 * len(indents))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def is_double_spaced(lines: Sequence[str]) -> bool:
    """Tell whether a blank line stands after every line of a hard-wrapped file, so that it ends no paragraph."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2 * _MIN_FULL_LINES or any("\t" in line.strip() or "|" in line for line in filled):
        return False
    alone = sum(bool(line.strip()) and not after.strip() for line, after in pairwise(lines))
    return alone >= 0.9 * len(filled) and find_wrapping(filled).width > 0


def find_running_heads(lines: Sequence[str], page_of: Sequence[int | None]) -> set[int]:
    """Find the lines that belong to a page and not to the text: page numbers, repeated heads and feet."""
    found = _page_numbers(lines, page_of)
    edges = _page_edges(lines, page_of) if page_of and page_of[-1] is not None else _beside(lines, found)
    keys = Counter(_key(lines[index]) for index in edges)
    pages = page_of[-1] or len(found) if page_of else 0
    often = max(3, 0.4 * (pages or 0))
    return found | {index for index in edges if keys[_key(lines[index])] >= often}


def _key(line: str) -> str:
    return _DIGITS.sub("#", fold(" ".join(line.split())))


def _page_numbers(lines: Sequence[str], page_of: Sequence[int | None]) -> set[int]:
    plain: list[tuple[int, int]] = []
    sure: set[int] = set()
    for index, line in enumerate(lines):
        text = line.strip()
        number = page_number(text) if len(text) <= 30 else None
        if number is None:
            continue
        if text.isdigit():
            plain.append((index, number))
        else:
            sure.add(index)
    for place, (index, number) in enumerate(plain):
        beside = [plain[p] for p in (place - 1, place + 1) if 0 <= p < len(plain)]
        crowded = any(abs(other - index) < _MIN_PAGE_LINES for other, _ in beside)
        in_order = any((other - index) * (value - number) > 0 and abs(value - number) <= 2 for other, value in beside)
        if not crowded and (in_order or _is_at_page_edge(lines, page_of, index) or (number <= 3 and not beside)):
            sure.add(index)
    return sure


def _is_at_page_edge(lines: Sequence[str], page_of: Sequence[int | None], index: int) -> bool:
    if page_of[index] is None:
        return False
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(lines) and not lines[other].strip() and page_of[other] == page_of[index]:
            other += step
        if not 0 <= other < len(lines) or page_of[other] != page_of[index]:
            return True
    return False


def _page_edges(lines: Sequence[str], page_of: Sequence[int | None]) -> list[int]:
    """Give the first and last two lines of each page."""
    pages: dict[int | None, list[int]] = {}
    for index, line in enumerate(lines):
        if line.strip():
            pages.setdefault(page_of[index], []).append(index)
    edges = [index for found in pages.values() for index in dict.fromkeys(found[:2] + found[-2:])]
    return [index for index in edges if _may_repeat(lines[index])]


def _beside(lines: Sequence[str], numbers: set[int]) -> list[int]:
    """Give the lines right before and after page numbers."""
    found = set()
    for index in numbers:
        for step in (-1, 1):
            other = index + step
            while 0 <= other < len(lines) and abs(other - index) <= 3 and not lines[other].strip():
                other += step
            if 0 <= other < len(lines) and other not in numbers and _may_repeat(lines[other]):
                found.add(other)
    return sorted(found)


def _may_repeat(line: str) -> bool:
    return bool(line.strip()) and len(line) <= 150 and "\t" not in line.strip() and "|" not in line
