"""Words that run into one another: "đaiquy định", "dựán"; they are parted where they can be parted in one way only.

What is parted is no syllable as it stands, has a letter that only Vietnamese has or a mark of tone, and its parts are
syllables that are known: so foreign words and names stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.lexicon.syllables import load_syllables
from vanban.read.syllables import is_spelled

LEAST_SEEN = 4  # letters of what OCR may have run together
_LEAST = 6  # letters elsewhere
_MOST_PARTS = 3
_RUN = re.compile(r"(?<![\w@./-])[^\W\d_]{4,21}(?![\w@/-])")


def part_glued_words(text: str, *, least: int = _LEAST) -> tuple[str, int]:
    """Give an NFC text with its glued words apart, and how many spaces that put in; `least`: letters of such a word.

    >>> part_glued_words("Luật Đất đaiquy định")
    ('Luật Đất đai quy định', 1)
    """
    pieces = text.split(" ")
    parted = [piece if len(piece) < least or piece.isascii() else _part_piece(piece, least) for piece in pieces]
    if parted == pieces:
        return text, 0
    found = " ".join(parted)
    return found, len(found) - len(text)


@lru_cache(maxsize=1 << 14)
def _part_piece(piece: str, least: int) -> str:
    """Give what stands between two spaces with its glued words apart."""

    def part(match: re.Match[str]) -> str:
        word = match[0]
        return word if len(word) < least or word.isascii() else _part(word) or word

    return _RUN.sub(part, piece)


@lru_cache(maxsize=1 << 14)
def _part(word: str) -> str | None:
    """Give the syllables of a word, with spaces between; None where it is one, or none can be told for sure."""
    if is_spelled(word):
        return None
    for most in range(2, _MOST_PARTS + 1):
        found = _partings(word, most)
        if found:
            known = load_syllables()
            parts = found[0]
            sure = len(found) == 1 and all(len(part) > 1 and part.lower() in known for part in parts)
            return " ".join(parts) if sure and _is_in_case(parts) else None
    return None


def _partings(word: str, most: int) -> list[list[str]]:
    """Give all ways of parting a word into so many syllables."""
    if most == 1:
        return [[word]] if is_spelled(word) else []
    heads = (place for place in range(1, len(word)) if is_spelled(word[:place]))
    return [[word[:place], *rest] for place in heads for rest in _partings(word[place:], most - 1)]


def _is_in_case(parts: list[str]) -> bool:
    """Tell whether each part is in small letters, in capitals, or begins with one: else it is some other writing."""
    return all(part.islower() or part.isupper() or part.istitle() for part in parts)
