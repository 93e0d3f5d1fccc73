"""The forms in which stored words and the words of a query are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.lexicon.organizations import department_book, head_book
from vanban.lexicon.words import split_words
from vanban.text import canonical, fold, nfc, squeeze

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def spelling(text: str) -> str:
    """Give the folded form: one case, no diacritics, one spelling of the tone place and of i and y."""
    return fold(canonical(nfc(squeeze(text))))


def words_of(text: str) -> str:
    """Give the folded words of a text between spaces, without "số" and leading zeros: " nghi quyet 5 nq tw "."""
    words = [word.lstrip("0") or "0" for word in _WORD.findall(spelling(text)) if word != "so"]
    return f" {' '.join(words)} "


@lru_cache(maxsize=4096)
def body_words(name: str) -> str:
    """Give the folded words of an office's name, written out, between spaces: "UBND xã" is " uy ban nhan dan xa "."""
    return f" {' '.join(_WORD.findall(spelling(_written_out(nfc(name)))))} "


def _written_out(name: str) -> str:
    words = split_words(name)
    found = head_book().longest(words.keys, 0)
    if found is None:
        return name
    index, head = found
    parts = [head.name]
    if head.tail in ("so", "bo") and (department := department_book(head.tail).longest(words.keys, index)):
        index = department[0]
        parts.append(department[1].name)
    if index < len(words.starts):
        parts.append(name[words.starts[index] :])
    return " ".join(parts)
