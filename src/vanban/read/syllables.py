"""How much of a text is Vietnamese as it is spelled: tells good text from text in a wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Source: the spelling rules of chữ quốc ngữ (Quyết định 240/QĐ ngày 05/3/1984, Bộ Giáo dục), tones left out.
_ONSET = "ngh|ng|nh|gh|gi|g|kh|ph|th|tr|ch|qu|[bcdđhklmnpqrstvx]"
_NUCLEUS = (
    "oai|oao|oay|oăm?|oeo|uây|uyê|uya|uôi|ươi|ươu|iêu|yêu|uêu|uơi|uai|uay|uăm?|uao|ueo|uyu"
    "|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|uy|ue|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?P<coda>ch|ng|nh|[cmnpt])?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPS = frozenset({"c", "ch", "p", "t"})
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = "“”‘’„‟–—…•«»"


@lru_cache(maxsize=1 << 16)
def is_spelled(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable can be, its tone included; any case, NFC or NFD."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [place for place, char in enumerate(marks) if char in _TONES]
    if len(tones) > 1 or (tones and _base(marks, tones[0]) not in "aeiouy"):
        return False
    tone = marks[tones[0]] if tones else ""
    bare = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
    match = _SYLLABLE.fullmatch(bare)
    if match is None:
        return False
    return match["coda"] not in _STOPS or tone in ("\u0301", "\u0323")


def _base(marks: str, place: int) -> str:
    while place and unicodedata.combining(marks[place]):
        place -= 1
    return marks[place]


class Share(NamedTuple):
    """Words that were looked at, and how many of them are spelled as Vietnamese is."""

    words: int
    fits: int

    @property
    def rate(self) -> float:
        return self.fits / self.words if self.words else 0.0


def share_of(words: Iterable[str]) -> Share:
    """Count the words that hold nothing but Vietnamese syllables; a sign within a word speaks against it."""
    total = fits = 0
    for word in words:
        total += 1
        fits += _is_clean(word)
    return Share(total, fits)


@lru_cache(maxsize=1 << 16)
def _is_clean(word: str) -> bool:
    word = unicodedata.normalize("NFC", word).strip(_AROUND)
    if not word or any(not (char.isascii() or char.isalpha()) for char in word):
        return False
    return all(part.isascii() or is_spelled(part) for part in _WORD.findall(word))
