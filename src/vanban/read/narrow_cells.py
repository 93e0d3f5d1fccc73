"""Words that a cell too narrow for them breaks without a hyphen: "05/8/20" over "24", "TRƯỜ" over "NG".

A word processor breaks inside a word only where the word alone is wider than the cell: it then opens a line of its own
and fills it. Of such lines only those are joined that give one word, which no part of it is by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.read.page_lines import PageLine
from vanban.read.syllables import is_spelled

_FULL = 0.8  # of the font size: less room is left behind a line that its cell broke
_MOST_PARTS = 4  # of one word
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"(?:\d{1,2}/)?\d{1,2}/(?:19|20)\d\d|\d{1,2}([.-])\d{1,2}\1(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?%?|\d{1,3}(?:,\d{3})+%?")
_SEPARATOR = re.compile(r"[/.,-]")
_SYMBOL = re.compile(r"\d+[\dA-Za-zĐđ]*[/-][A-ZĐƯ\d/-]*[A-ZĐƯ]")  # of a document: a number, then letters
_REST_OF_SYMBOL = re.compile(r"[A-ZĐƯ][A-ZĐƯ\d]*(?:[/-][A-ZĐƯ\d]+)*")
_EDGES = "()[]“”\"'.,;:…*"


def broken_words(lines: Sequence[PageLine], right: float) -> set[int]:
    """Give the indexes of the lines that go on with the word of the line before; text of the cell ends at `right`."""
    found: set[int] = set()
    start = 0
    while start < len(lines) - 1:
        count = _parts_of_word(lines[start : start + _MOST_PARTS], right)
        found.update(range(start + 1, start + count))
        start += max(count - 1, 1)
    return found


def _parts_of_word(lines: Sequence[PageLine], right: float) -> int:
    """Count the lines that one word takes."""
    most = 0
    for line in lines:
        most += 1
        if " " in line.text or line.x1 < right - _FULL * line.size:
            break
    for count in range(most, 1, -1):
        parts = [line.text for line in lines[: count - 1]]
        if _is_one("".join(parts), lines[count - 1].text.split(" ")[0], parts[0]):
            return count
    return 1


def _is_one(left: str, right: str, first: str) -> bool:
    left, right, first = left.lstrip(_EDGES), right.rstrip(_EDGES), first.lstrip(_EDGES)
    word = left + right
    if _WORD.fullmatch(word):
        same_case = word.isupper() or word[1:].islower()
        return same_case and is_spelled(word) and not (is_spelled(left) and is_spelled(right))
    if not right:
        return False
    for whole in (_DATE, _NUMBER):
        if whole.fullmatch(word) and _SEPARATOR.search(first) and not whole.fullmatch(left):
            return True
    rest = _REST_OF_SYMBOL.fullmatch(right)
    is_word = len(right) > 1 and is_spelled(right)
    return rest is not None and not is_word and _SYMBOL.fullmatch(left) is not None
