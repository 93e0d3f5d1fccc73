"""A text as words with one spelling, and phrase books that find the longest known phrase at a word.

A word is a run of letters and digits, or one sign; a newline and a tab are words of their own, so that no phrase crosses
the border of a paragraph or a table cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from vanban.text import canonical

_WORD = re.compile(r"[^\W_]+|[^\w \u00a0]|_")


class _Pieces(dict[str, tuple[tuple[int, int, str, str], ...]]):
    """Remembers, for what stands between two spaces, its words: start, end, as written, for matching."""

    def __missing__(self, run: str) -> tuple[tuple[int, int, str, str], ...]:
        if len(self) > 100_000:
            self.clear()
        found = tuple((*match.span(), match.group(), _key(match.group())) for match in _WORD.finditer(run))
        if len(run) < 40:
            self[run] = found
        return found


def _key(word: str) -> str:
    return "-" if word in "–—" else canonical(word)


_PIECES = _Pieces()


class Words(NamedTuple):
    """The words of a text; all lists have the same length."""

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]  # as written
    keys: list[str]  # for matching

    def index_at(self, offset: int) -> int:
        """Give the index of the first word that starts at or after an offset."""
        from bisect import bisect_left

        return bisect_left(self.starts, offset)


def split_words(text: str) -> Words:
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    keys: list[str] = []
    at = 0
    for run in text.split(" "):
        for start, end, form, key in _PIECES[run]:
            starts.append(at + start)
            ends.append(at + end)
            forms.append(form)
            keys.append(key)
        at += len(run) + 1
    return Words(text, starts, ends, forms, keys)


Value = TypeVar("Value")


class _Node(Generic[Value]):
    __slots__ = ("next", "value")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Value]] = {}
        self.value: Value | None = None


class PhraseBook(Generic[Value]):
    """Known phrases with what they mean, found by the longest match."""

    def __init__(self, phrases: Iterable[tuple[str, Value]] = ()) -> None:
        self._root: dict[str, _Node[Value]] = {}
        for phrase, value in phrases:
            self.add(phrase, value)

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase; the value that came first stays."""
        nodes = self._root
        node: _Node[Value] | None = None
        for key in split_words(phrase).keys:
            node = nodes.setdefault(key, _Node())
            nodes = node.next
        if node is not None and node.value is None:
            node.value = value

    def __contains__(self, first_key: str) -> bool:
        return first_key in self._root

    def longest(self, keys: list[str], index: int) -> tuple[int, Value] | None:
        """Give (index after the phrase, value) of the longest phrase that begins at a word."""
        found: tuple[int, Value] | None = None
        nodes = self._root
        size = len(keys)
        while index < size:
            node = nodes.get(keys[index])
            if node is None:
                break
            index += 1
            if node.value is not None:
                found = (index, node.value)
            nodes = node.next
        return found
