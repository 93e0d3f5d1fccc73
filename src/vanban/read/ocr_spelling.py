"""Diacritics that OCR lost or mistook ("phát triên", "QUYÉT ĐỊNH"), put right by the syllables beside them.

A syllable gives way only to one that differs in nothing but diacritics and is known between its neighbours; how much
likelier it must be there hangs on how sure OCR was of what it saw.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.lexicon.syllables import SyllablePairs, load_syllable_pairs
from vanban.read.syllables import is_spelled
from vanban.text import canonical, fold

# How much likelier, as a logarithm, another syllable must be, by OCR's confidence in the one it saw. Of words that it
# saw with less than 0.87 about every third is wrong, of those with more than 0.965 one in a thousand (drawn scans).
_DOUBT = ((0.87, 2.0), (0.93, 3.5), (0.965, 4.5), (1.01, 6.5))
_NOT_SPELLED = 0.5  # the same for what cannot be a syllable
_SURE = 0.93  # confidence from which both neighbours must know another syllable
_UNKNOWN = 0.05  # counted for a pair that was never met
_WORD = re.compile(r"(?P<before>[\"“”‘’'(\[]*)(?P<letters>[^\W\d_]+)(?P<after>[\"“”‘’').,;:!?\]]*)")


class SeenWord(NamedTuple):
    text: str
    confidence: float


class _Token(NamedTuple):
    letters: str  # in small letters; "" for what is no syllable
    joins_before: bool  # nothing but a space parts it from the word before
    joins_after: bool


def respell(words: Sequence[SeenWord]) -> list[str]:
    """Give the words of a line as they are to be spelled; most stay as they were seen."""
    pairs = load_syllable_pairs()
    matches = [_WORD.fullmatch(word.text) for word in words]
    tokens = [_token(match) for match in matches]
    texts = [word.text for word in words]
    for index, (word, match) in enumerate(zip(words, matches, strict=True)):
        token = tokens[index]
        if match is None or not token.letters:
            continue
        left = _neighbour(tokens, index - 1, index)
        right = _neighbour(tokens, index, index + 1, after=True)
        better = _better(token.letters, left, right, word.confidence, pairs)
        if better is not None:
            tokens[index] = token._replace(letters=better)
            texts[index] = match["before"] + _like(better, match["letters"]) + match["after"]
    return texts


def _token(match: re.Match[str] | None) -> _Token:
    if match is None:
        return _Token("", False, False)
    return _Token(match["letters"].lower(), not match["before"], not match["after"])


def _neighbour(tokens: Sequence[_Token], first: int, second: int, *, after: bool = False) -> str:
    """Give the syllable beside another one; "" where a sign stands between them, or nothing beside."""
    if first < 0 or second >= len(tokens) or not (tokens[first].joins_after and tokens[second].joins_before):
        return ""
    return tokens[second if after else first].letters


def _better(seen: str, left: str, right: str, confidence: float, pairs: SyllablePairs) -> str | None:
    if not (left or right):
        return None
    doubt = _NOT_SPELLED if not is_spelled(seen) else next(limit for most, limit in _DOUBT if confidence < most)
    needed = 2 if left and right and confidence >= _SURE else 1
    best, score = None, _likelihood(seen, left, right, pairs) + doubt
    for other in pairs.alike.get(fold(seen), ()):
        known = ((left, other) in pairs.counts) + ((other, right) in pairs.counts)
        if known < needed or canonical(other) == canonical(seen):
            continue
        found = _likelihood(other, left, right, pairs)
        if found > score:
            best, score = other, found
    return best


def _likelihood(syllable: str, left: str, right: str, pairs: SyllablePairs) -> float:
    score = 0.0
    if left:
        score += math.log(pairs.counts.get((left, syllable), 0) + _UNKNOWN)
    if right:
        score += math.log(pairs.counts.get((syllable, right), 0) + _UNKNOWN)
    if left and right:
        score -= math.log(pairs.single[syllable] + 1)
    return score


def _like(syllable: str, seen: str) -> str:
    """Give a syllable in capitals where the one seen has them; both have the same length but for their marks."""
    if len(seen) == len(syllable):
        return "".join(new.upper() if old.isupper() else new for new, old in zip(syllable, seen, strict=True))
    return syllable.upper() if seen.isupper() else syllable
