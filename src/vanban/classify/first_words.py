"""Which patterns can stand in a sentence at all, told by the words that they begin with.

A sentence has a few dozen words and cues have hundreds of wordings: most patterns need not be tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from operator import or_

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"^(?:\\[.()/]|[ ,;:^](?![?*{]))+")
_OPTIONAL = ("?", "*", "{")
_LOOKS = ("(?!", "(?=", "(?<!", "(?<=")
_MOST_WORDS = 50_000  # words remembered


class FirstWords:
    """Tells the patterns whose first words a text has; patterns of which that cannot be said are always told."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._names = [(1 << place, name) for place, name in enumerate(patterns)]
        self._always = 0
        self._heads: dict[str, int] = {}
        self._known: dict[str, int] = {}
        for place, pattern in enumerate(patterns.values()):
            heads = first_words(pattern)
            if heads is None or "" in heads:
                self._always |= 1 << place
                continue
            for head in heads:
                self._heads[head] = self._heads.get(head, 0) | 1 << place
        self._longest = max(map(len, self._heads), default=0)

    def may_stand(self, text: str) -> list[str]:
        """Name, in order, the patterns that may match where a word of a text begins."""
        bits, known = self._always, self._known
        for word in set(_WORD.findall(text)):
            found = known.get(word)
            bits |= self._remember(word) if found is None else found
        return [name for bit, name in self._names if bits & bit]

    def _remember(self, word: str) -> int:
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        bits = reduce(or_, (self._heads.get(word[:end], 0) for end in range(1, min(len(word), self._longest) + 1)))
        self._known[word] = bits
        return bits


def first_words(pattern: str) -> set[str] | None:
    """Give the letters with which the first word of each match of a pattern begins; None where that cannot be told.

    Signs before the first word are passed over. "" stands for a match without a word.

    >>> sorted(first_words("(?:, |rất )?khó(?! khăn)|ngại") or ())
    ['khó', 'ngại', 'rất']
    """
    found: set[str] = set()
    for branch in _branches(pattern):
        heads = _branch_heads(branch)
        if heads is None:
            return None
        found |= heads
    return found


def _branch_heads(branch: str) -> set[str] | None:
    branch = _SIGNS.sub("", branch, count=1)
    while branch.startswith(_LOOKS):
        branch = _SIGNS.sub("", branch[_group_end(branch) :], count=1)
    if not branch:
        return {""}
    if branch.startswith("(?:"):
        return _group_heads(branch)
    if branch.startswith("\\d"):
        return None if branch[2:3] in _OPTIONAL else set("0123456789")
    size = 0
    while size < len(branch) and branch[size].isalnum():
        size += 1
    if branch[size : size + 1] in _OPTIONAL:
        size -= 1
    return {branch[:size]} if size > 0 else None


def _group_heads(branch: str) -> set[str] | None:
    end = _group_end(branch)
    heads, rest = first_words(branch[3 : end - 1]), branch[end:]
    if heads is None or rest.startswith("{"):
        return None
    optional = rest[:1] in _OPTIONAL
    if not optional and "" not in heads:
        return heads
    after = _branch_heads(rest[1:] if optional else rest)
    return None if after is None else heads - {""} | after


def _branches(pattern: str) -> list[str]:
    """Split a pattern at the bars outside of its groups."""
    branches, start, depth = [], 0, 0
    for at, sign in _signs(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            branches.append(pattern[start:at])
            start = at + 1
    return [*branches, pattern[start:]]


def _group_end(pattern: str) -> int:
    """Give the offset after the group that a pattern begins with."""
    depth = 0
    for at, sign in _signs(pattern):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at + 1
    return len(pattern)


def _signs(pattern: str) -> list[tuple[int, str]]:
    """Give the brackets and bars of a pattern with their places, without those in classes and after a backslash."""
    return [(m.start(), m[0]) for m in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[()|]", pattern) if m[0] in "()|"]
