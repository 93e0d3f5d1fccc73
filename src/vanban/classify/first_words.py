"""Which patterns can stand in a sentence at all, told by the words that they begin with.

A sentence has a few dozen words and cues have hundreds of wordings: most patterns need not be tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"^(?:\\[.()/]|[ ,;:^](?![?*{]))+")
_OPTIONAL = ("?", "*", "{")
_LOOKS = ("(?!", "(?=", "(?<!", "(?<=")
_MOST_WORDS = 50_000  # words remembered


class FirstWords:
    """Tells the patterns whose first words a text has, and where; those of which it cannot be said are always told."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._names = list(patterns)
        self._anywhere: list[int] = []  # patterns of which the place of a match is not known
        self._always: list[int] = []
        self._heads: dict[str, list[int]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        for number, pattern in enumerate(patterns.values()):
            heads = first_words(pattern)
            if heads is None or "" in heads:
                self._always.append(number)
                continue
            if opens_with_sign(pattern):
                self._anywhere.append(number)
            for head in heads:
                self._heads.setdefault(head, []).append(number)
        self._longest = max(map(len, self._heads), default=0)

    def may_stand(self, text: str) -> list[tuple[str, list[int]]]:
        """Name, in order, the patterns that may match where a word of a text begins, with the places of these words.

        No places: the match may begin anywhere.
        """
        found: dict[int, list[int]] = {number: [] for number in self._always}
        known = self._known
        for match in _WORD.finditer(text):
            word = match[0]
            for number in known[word] if word in known else self._remember(word):
                if number in found:
                    found[number].append(match.start())
                else:
                    found[number] = [match.start()]
        for number in self._anywhere:
            if number in found:
                found[number] = []
        names = self._names
        return [(names[number], found[number]) for number in sorted(found)]

    def _remember(self, word: str) -> tuple[int, ...]:
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        heads = [self._heads.get(word[:end], ()) for end in range(1, min(len(word), self._longest) + 1)]
        self._known[word] = numbers = tuple({number for head in heads for number in head})
        return numbers


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


def opens_with_sign(pattern: str) -> bool:
    """Tell whether a match may begin with a sign before its first word: ", nhưng"."""
    for branch in _branches(pattern):
        while branch.startswith(_LOOKS):
            branch = branch[_group_end(branch) :]
        if _SIGNS.match(branch):
            return True
        if branch.startswith("(?:"):
            end = _group_end(branch)
            inner, rest = branch[3 : end - 1], branch[end:]
            if opens_with_sign(inner):
                return True
            if rest[:1] in _OPTIONAL or "" in (first_words(inner) or ()):
                rest = rest[1:] if rest[:1] in _OPTIONAL else rest
                if opens_with_sign(rest):
                    return True
    return False


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
