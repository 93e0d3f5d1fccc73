"""Headings whose letters are drawn apart, "T H Ô N G  B Á O": the letters of each word joined."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from vanban.read.page_lines import PageLine, Word
from vanban.read.syllables import is_spelled

SPACED = re.compile(r"[^\W\d_](?:\s+[^\W\d_]){3,60}")
_MOST_APART = 1.0  # of the font size: letters farther apart are of columns
_WIDER = 0.16  # of the font size, by which the gap between words is wider than that between letters


def join_spaced(line: PageLine) -> PageLine:
    """Join the letters of a line where that gives Vietnamese words; else give it as it is."""
    if line.text[1:2] != " " or SPACED.fullmatch(line.text) is None:
        return line
    letters = line.words
    gaps = [right.x0 - left.x1 for left, right in pairwise(letters)]
    usual = median(gaps)
    if usual > _MOST_APART * line.size:
        return line
    words = [letters[0]]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        last = words[-1]
        if gap > usual + _WIDER * line.size:
            words.append(letter)
        else:
            words[-1] = Word(last.text + letter.text, last.x0, last.top, letter.x1, last.bottom)
    return line.part(words) if all(is_spelled(word.text) for word in words) else line
