"""Finds who signs an article: a name alone on one of the last lines ("Thu Hiền", "KIM HẰNG/ Đài Truyền thanh huyện")."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.lexicon.organizations import head_book, post_book
from vanban.lexicon.words import Words
from vanban.text import is_syllable

_LAST_LINES = 2
_ENDS_PROSE = '.…!?"”)'
_LONGEST = 4  # syllables
# open headings and formulas
_NO_NAMES = frozenset((
    "kết", "phụ", "tài", "kiến", "đề", "giải", "nhiệm", "phần", "mục", "biểu", "bảng", "danh", "nơi", "tổng", "kính", "xin", "trân", "ảnh",
    "nguồn", "tin", "bài", "theo", "báo", "thông", "quyết", "nghị", "công", "hết", "trang", "cảm", "khó",
))  # fmt: skip
_LEAST_PROSE = 40  # words of an article before its last lines


def find_byline(words: Words) -> tuple[int, int] | None:
    """Give the first word of the name that signs an article and the word after it; None for a text without one.

    The line above ends a sentence: below a post stands a signature (see `persons`), below a heading a heading.
    """
    for start, stop, above in _last_lines(words):
        start = _behind_credit(words, start, stop)
        end = _name_stop(words, start, stop)
        if end is not None and above >= _LEAST_PROSE and _is_prose(words, above):
            return start, end
    return None


def _last_lines(words: Words) -> Iterator[tuple[int, int, int]]:
    """Give the last lines from below: first word, word after the last, and the last word of the line above."""
    stop = len(words.forms)
    for _ in range(_LAST_LINES):
        while stop and words.forms[stop - 1] in "\n\t*_":
            stop -= 1
        start = stop
        while start and words.forms[start - 1] not in "\n\t":
            start -= 1
        above = start - 1
        while above > 0 and words.forms[above] in "\n\t*_":
            above -= 1
        if above <= 0:
            return
        yield start + (words.forms[start] in "*_"), stop, above
        stop = start


def _behind_credit(words: Words, start: int, stop: int) -> int:
    """Step over "Bài, ảnh:"."""
    return next((at + 1 for at in range(start, min(start + _LONGEST + 1, stop)) if words.forms[at] == ":"), start)


def _is_prose(words: Words, last: int) -> bool:
    """Tell whether a line ends as a sentence or caption does."""
    return words.forms[last] in _ENDS_PROSE or ":" in words.forms[max(0, last - _LONGEST) : last]


def _name_stop(words: Words, start: int, stop: int) -> int | None:
    if start >= stop or words.keys[start] in _NO_NAMES:
        return None
    at = start
    while at < stop and words.forms[at][0].isupper() and is_syllable(words.forms[at]):
        at += 1
    if not 2 <= at - start <= _LONGEST or (at < stop and words.forms[at] not in "/*_."):
        return None
    is_office_or_post = any(book().longest(words.keys, start) is not None for book in (head_book, post_book))
    return None if is_office_or_post else at
