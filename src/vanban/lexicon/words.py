"""A text as words with one spelling, and phrase books that find the longest known phrase at a word.

A word is a run of letters and digits, or one sign; a newline and a tab are words of their own, so that no phrase
crosses the border of a paragraph or a table cell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress, count
from typing import Generic, NamedTuple, TypeVar

from vanban.text import PieceMemo, canonical_word

_WORD = re.compile(r"[^\W_]+|[^\w \u00a0]|_")


class _Piece(NamedTuple):
    """What stands between two spaces: its words as written and for matching, their places, which are capitalised."""

    forms: tuple[str, ...]
    keys: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    capitals: tuple[int, ...]


def _cut(run: str) -> _Piece:
    if run.isalnum():
        return _Piece((run,), (_key(run),), ((0, len(run)),), (0,) if run[0].isupper() else ())
    matches = list(_WORD.finditer(run))
    forms = tuple([match.group() for match in matches])
    capitals = tuple([place for place, form in enumerate(forms) if form[0].isupper()])
    return _Piece(forms, tuple(map(_key, forms)), tuple([match.span() for match in matches]), capitals)


def _key(word: str) -> str:
    return "-" if word in "–—" else canonical_word(word)


_PIECES = PieceMemo(_cut)


class Words(NamedTuple):
    """The words of a text; the first four lists have the same length."""

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]  # as written
    keys: list[str]  # for matching
    capitals: list[int]  # indexes of words that begin with a capital letter

    def index_at(self, offset: int) -> int:
        """Give the index of the first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)


def split_words(text: str) -> Words:
    words = Words(text, [], [], [], [], [])
    _, starts, ends, forms, keys, capitals = words
    at, pieces = 0, _PIECES
    for run in text.split(" "):
        own_forms, own_keys, edges, own_capitals = pieces[run]
        for place in own_capitals:
            capitals.append(len(forms) + place)
        forms += own_forms
        keys += own_keys
        for start, end in edges:
            starts.append(at + start)
            ends.append(at + end)
        at += len(run) + 1
    return words


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

    def candidates(self, words: Words) -> list[int]:
        """Give the indexes of the words at which a phrase may begin."""
        return list(compress(count(), map(self._root.__contains__, words.keys)))

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
