"""Which patterns can stand in a sentence at all, told by the words that they begin with.

A sentence has a few dozen words and cues have hundreds of wordings: most patterns need not be tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"^(?:(?:\\[.()/]|[ ,;:^])(?!\{)[?*]?)+")
_NOTHING: Mapping[str, Sequence[tuple[str, str]]] = {}
_OPTIONAL = ("?", "*", "{")
_LITERAL = re.compile(r"[^\W_][^\W_ ]*(?: [^\W_]+)* ?(?![?*{])")
_NO_LITERAL = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\{[^}]*\}")  # signs for several characters, and counts
_DIGITS = frozenset("0123456789")
_MOST_NEEDED = 4  # words that are looked for before a pattern is tried
_LOOKS = ("(?!", "(?=", "(?<!", "(?<=")
_MOST_PIECES = 50_000  # remembered


class _Head(NamedTuple):
    """A word at which patterns may begin."""

    start: int  # within its piece of text
    end: int
    alone: tuple[str, ...]  # names of the patterns for which the word is enough
    longer: Mapping[str, Sequence[tuple[str, str]]]  # what must follow, and the name, by what follows first


class FirstWords:
    """Tells where in a text patterns can begin to match, by the words that they begin with."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._alone: dict[str, list[str]] = {}  # names by the letters that a word begins with
        self._longer: dict[str, dict[str, list[tuple[str, str]]]] = {}  # as in _Head, by the whole word
        self._signed: set[str] = set()
        self._known: dict[str, tuple[_Head, ...]] = {}  # by what stands between two blanks
        self._needed: dict[str, tuple[str, ...]] = {}  # words without which some do not match that are tried often
        always = []
        for name, pattern in patterns.items():
            heads = first_words(pattern)
            often = heads is None or not heads.isdisjoint(_DIGITS) or opens_with_sign(pattern)
            if often and (words := needed_words(pattern)) and len(words) <= _MOST_NEEDED:
                self._needed[name] = tuple(sorted(words))
            if heads is None or "" in heads:
                always.append(name)
                continue
            if opens_with_sign(pattern):
                self._signed.add(name)
            for head in sorted(heads):
                word, blank, following = head.partition(" ")
                if blank:
                    longer = self._longer.setdefault(word, {})
                    longer.setdefault(f" {following[0]}", []).append((f" {following}", name))
                else:
                    self._alone.setdefault(word, []).append(name)
        self._always = tuple(always)  # those of which that cannot be told
        lengths: dict[str, set[int]] = {}
        for head in self._alone:
            lengths.setdefault(head[0], set()).add(len(head))
        self._lengths = {letter: sorted(found) for letter, found in lengths.items()}  # of `_alone`, by the first letter

    def always(self, text: str) -> list[str]:
        """Name the patterns whose first words cannot be told, but for those that need a word the text has not."""
        return [name for name in self._always if name not in self._needed or self._has_needed(name, text)]

    def starts(self, text: str) -> list[tuple[str, int]]:
        """Give the patterns whose first words a text has, and the offsets at which they may match; none of `always`."""
        known, signed, at = self._known, self._signed, 0
        hopeful: dict[str, bool] = {}
        found: list[tuple[str, int]] = []
        for piece in text.split(" "):
            heads = known.get(piece)
            if heads is None:
                heads = self._remember(piece)
            for start, end, names, longer in heads:
                if longer and (rest := longer.get(text[at + end : at + end + 2])):
                    names = (*names, *[name for following, name in rest if text.startswith(following, at + end)])
                for name in names:
                    if name in self._needed:
                        if name not in hopeful:
                            hopeful[name] = self._has_needed(name, text)
                        if not hopeful[name]:
                            continue
                    if name in signed:
                        found += [(name, before) for before in range(_last_word(text, at + start), at + start)]
                    found.append((name, at + start))
            at += len(piece) + 1
        return found

    def openings(self, text: str) -> set[str]:
        """Name the patterns that may match at the start of a text."""
        found = set(self.always(text))
        if match := _WORD.search(text):
            _, end, names, longer = self._head(match[0], match.start())
            found.update(names)
            found.update(
                name for following, name in longer.get(text[end : end + 2], ()) if text.startswith(following, end)
            )
        return found

    def _remember(self, piece: str) -> tuple[_Head, ...]:
        if len(self._known) > _MOST_PIECES:
            self._known.clear()
        words = [(piece, 0)] if piece.isalnum() else [(match[0], match.start()) for match in _WORD.finditer(piece)]
        heads = [self._head(*word) for word in words if word[0] in self._longer or word[0][0] in self._lengths]
        self._known[piece] = found = tuple([head for head in heads if head.alone or head.longer])
        return found

    def _has_needed(self, name: str, text: str) -> bool:
        return any(map(text.__contains__, self._needed[name]))

    def _head(self, word: str, start: int) -> _Head:
        names: list[str] = []
        for end in self._lengths.get(word[0], ()):
            names += self._alone.get(word[:end], ())
        return _Head(start, start + len(word), tuple(dict.fromkeys(names)), self._longer.get(word, _NOTHING))


def _last_word(text: str, start: int) -> int:
    """Give where the last word before an offset ends."""
    while start and not _WORD.match(text, start - 1):
        start -= 1
    return start


def first_words(pattern: str) -> set[str] | None:
    """Give the words with which each match of a pattern begins; None where that cannot be told.

    The last one may be cut short. Signs before the first word are passed over. "" stands for a match without a word.

    >>> sorted(first_words("(?:, |rất )?khó(?! khăn)|e ngại") or ())
    ['e ngại', 'khó', 'rất']
    """
    return _of_branches(pattern, _branch_heads)


def _of_branches(pattern: str, read: Callable[[str], set[str] | None]) -> set[str] | None:
    """Give what is read of all branches of a pattern; None where one tells nothing."""
    found: set[str] = set()
    for branch in branches(pattern):
        words = read(branch)
        if words is None:
            return None
        found |= words
    return found


def opens_with_sign(pattern: str) -> bool:
    """Tell whether a match may begin with a sign before its first word: ", nhưng"."""
    for branch in branches(pattern):
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
    while size < len(branch) and (branch[size].isalnum() or (size and branch[size] == " ")):
        size += 1
    if branch[size : size + 1] in _OPTIONAL:
        size -= 1
    return {branch[:size].rstrip()} if size > 0 else None


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


def needed_words(pattern: str) -> set[str] | None:
    """Give words of which each match of a pattern holds one; None where that cannot be told.

    >>> sorted(needed_words(r"\\d+ (?:hồ sơ|việc) (?:rất )?chậm|không (?:đạt|xong)") or ())
    ['hồ sơ', 'không ', 'việc']
    """
    found = _of_branches(pattern, _needed_of)
    return None if found is None else _shortest(found)


def _needed_of(branch: str) -> set[str] | None:
    """Give the same of a branch: of all that must stand in it, what is longest."""
    best: set[str] | None = None
    while branch:
        words: set[str] | None = None
        if branch[0] == "(":
            end = _group_end(branch)
            if branch.startswith("(?:") and branch[end : end + 1] not in _OPTIONAL:
                words = needed_words(branch[3 : end - 1])
        elif (match := _LITERAL.match(branch)) is not None:
            end = match.end()
            words = {match[0]}
        else:
            other = _NO_LITERAL.match(branch)
            end = other.end() if other is not None else 1
        if words and (best is None or min(map(len, words)) > min(map(len, best))):
            best = words
        branch = branch[end:]
    return best


def _shortest(words: set[str]) -> set[str]:
    """Leave out words that hold another."""
    return {word for word in words if not any(other in word for other in words - {word})}


def branches(pattern: str) -> list[str]:
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
