"""The expressions that `store.query` writes for FTS5, as trees; at each level of them all signs are the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r'([()])|(AND|OR|NOT)\b|(folded|exact) : "([^"]*)"(\*?)')


class Phrase(NamedTuple):
    """Words that follow one another."""

    words: tuple[str, ...]
    exact: bool
    prefix: bool  # the last word may go on


class Joined(NamedTuple):
    sign: str  # AND, OR; NOT: the first without the second
    parts: tuple[Node, ...]


Node = Phrase | Joined


@lru_cache(maxsize=256)
def parse_expression(expression: str) -> Node:
    """Read what `store.query` writes for FTS5."""
    return _read(list(_TOKEN.finditer(expression)), 0)[0]


def _read(tokens: list[re.Match[str]], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    sign = "AND"
    while at < len(tokens):
        bracket, word, column, words, star = tokens[at].groups()
        at += 1
        if bracket == ")":
            break
        if bracket:
            node, at = _read(tokens, at)
            parts.append(node)
        elif word:
            sign = word
        else:
            parts.append(Phrase(tuple(words.split(" ")), column == "exact", star == "*"))
    return (parts[0] if len(parts) == 1 else Joined(sign, tuple(parts))), at
