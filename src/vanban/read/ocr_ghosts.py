"""Words that OCR saw twice: a second line made of the diacritics of a first, the ring of a "%" beside it."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.read.tesseract import OcrWord

_DOUBTED, _SURE = 0.5, 0.85  # confidence
_ACROSS, _DOWN = 0.7, 0.3  # shares of a doubted word's width, and of the lower one's height, that a sure word covers
_INSIDE = 0.9  # of a word's area lies in one that is surer
_RINGS = frozenset("0oO°")
_SMALL = 0.7  # of a percent sign's height: its ring is smaller
_TOUCHING = 0.15  # of its height


def drop_ghosts(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Give the words without those that stand where surer ones were read."""
    sure = [word for word in words if word.confidence >= _SURE]
    kept = [word for word in words if word.confidence >= _SURE or not _is_ghost(word, sure)]
    signs = [word for word in kept if word.text.endswith("%")]
    return [word for word in kept if word.text not in _RINGS or not any(_is_ring(word, sign) for sign in signs)]


def _is_ghost(word: OcrWord, sure: Sequence[OcrWord]) -> bool:
    covered = 0
    for other in sure:
        if other.top >= word.bottom or other.bottom <= word.top:
            continue
        down = min(word.bottom, other.bottom) - max(word.top, other.top)
        across = min(word.x1, other.x1) - max(word.x0, other.x0)
        if across <= 0 or other.line == word.line:
            continue
        if down * across >= _INSIDE * (word.bottom - word.top) * (word.x1 - word.x0):
            return True
        if down >= _DOWN * min(word.bottom - word.top, other.bottom - other.top):
            covered += across
    return word.confidence < _DOUBTED and covered >= _ACROSS * (word.x1 - word.x0)


def _is_ring(word: OcrWord, sign: OcrWord) -> bool:
    """Tell whether a word is only the right half of a percent sign."""
    height = sign.bottom - sign.top
    beside = sign.x0 < word.x0 < sign.x1 + _TOUCHING * height and sign.top <= word.top <= word.bottom <= sign.bottom + 1
    return beside and max(word.x1 - word.x0, word.bottom - word.top) < _SMALL * height
