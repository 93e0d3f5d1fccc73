"""Text in fonts from before Unicode: which encoding it is in, and its letters in Unicode.

A run's font decides; its text may speak against the font. Text whose font says nothing is decided by its words: by the
share that is spelled as Vietnamese, decoded, beside the share as it stands. Text that is Unicode, or in doubt, stays. A
decoded text has the length of the raw one: VNI's two codes of a letter become a letter and a mark, for NFC to join.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from vanban.lexicon.legacy import ENCODING_NAMES, load_font_names, load_letters
from vanban.model import Notice
from vanban.read.syllables import Share, share_of

_SUBSET = re.compile(r"[A-Z]{6}\+")
_FACE = re.compile(r"(?:[\s,_-]{0,3}(?:bold|italic|oblique|regular|normal)){1,4}$")
# What converters make of a code: a letter of windows-1258, or the look-alike that a glyph's name in a PDF means.
_LOOKALIKES = {
    "\u2212": 0xAD, "\u2219": 0xB7, "\u02c9": 0xAF, "\u03bc": 0xB5, "\u2126": 0xBD, "\u20ab": 0xFE,
    "\u0102": 0xC3, "\u0103": 0xE3, "\u0110": 0xD0, "\u0111": 0xF0, "\u01a0": 0xD5, "\u01a1": 0xF5, "\u01af": 0xDD,
    "\u01b0": 0xFD, "\u0300": 0xCC, "\u0301": 0xEC, "\u0303": 0xDE, "\u0309": 0xD2, "\u0323": 0xF2,
}  # fmt: skip
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# Signs and letters of Latin-1 beside a letter, as Unicode Vietnamese never has them.
_ODD = "\x80-\x9f¢-¦¨-¯µ-¹»-¿ÄÅÆÇËÏÐÑÖØÛÜÞßäåæçëïðñöøûüþÿ−∙\uf080-\uf0ff"
_ODD_SIGN = re.compile(f"[{_ODD}]")
_STRANGE = re.compile(f"[A-Za-z][{_ODD}]|[{_ODD}][a-z]")
_TOKEN = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f\s]+")
_RAGGED = re.compile(r"(?<!\w)[^\W\d_a-z]{3,}(?!\w)")
_SAMPLE = 60_000  # characters of a font that are looked at
_MAX_WORDS = 3_000  # of them, each once
_MIN_WORDS = 5  # fewer say nothing about a font or a paragraph
_SOME_WORDS = 20  # from here on, doubt is worth a warning
_MAX_DOUBTS = 5  # warnings for one document


class FontCode(NamedTuple):
    encoding: str  # a key of lexicon.legacy.ENCODING_NAMES
    capitals: bool = False  # the font shows small letters as capitals: .VnTimeH


@lru_cache(maxsize=1024)
def font_code(name: str | None) -> FontCode | None:
    """Give the encoding that a font's name stands for; None for fonts of Unicode and unknown ones."""
    key = _plain_name(name).lower()
    for begins, encoding in load_font_names():
        if key.startswith(begins):
            return FontCode(encoding, encoding == "tcvn3" and key.endswith("h"))
    return None


def _plain_name(name: str | None) -> str:
    """Give a font's name without what a PDF adds to it."""
    name = _SUBSET.sub("", (name or "").strip())
    return name[: len(_FACE.sub("", name.lower()))]


def looks_legacy(text: str) -> bool:
    """Tell whether a text may hold a legacy encoding: a quick look, to be followed by a close one."""
    enough = max(2, len(text) // 500)
    if _ODD_SIGN.search(text) is None:
        return False
    return next(islice(_STRANGE.finditer(text), enough, None), None) is not None


# -- letters -----------------------------------------------------------------------------------------------------------


def decode(text: str, encoding: str, *, capitals: bool = False) -> str:
    """Give the text in Unicode, not composed, with the length of the raw text."""
    if not text.isascii() or encoding == "viscii":  # which has letters among the control codes
        if encoding == "vni":
            pairs = _vni_pairs()
            text = _vni_pattern().sub(lambda match: pairs.get(match[0], match[0]), text.translate(_vni_codes()))
        else:
            text = text.translate(_table(encoding))
        text = _RAGGED.sub(_mend_ragged, text)
    return _upper(text) if capitals else text


def _upper(text: str) -> str:
    raised = text.upper()
    return raised if len(raised) == len(text) else "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _mend_ragged(match: re.Match[str]) -> str:
    """Raise the small letters of a word in capitals: TCVN3 has no capitals with a tone, so people wrote "CñA"."""
    word = match.group()
    return _upper(word) if sum(map(str.isascii, word)) > 1 and not word.isupper() else word


@lru_cache(maxsize=8)
def _table(encoding: str) -> dict[int, str]:
    """Give the letters of an encoding of one byte by what a converter may have made of the byte."""
    table: dict[int, str] = {}
    for code, letter in load_letters()[encoding].items():
        for char in _chars_of(code[0]):
            table[ord(char)] = letter
    return table


def _chars_of(code: int) -> set[str]:
    shown = bytes([code]).decode("cp1252", "ignore") or chr(code)
    return {chr(code), shown, chr(0xF000 + code), *(char for char, byte in _LOOKALIKES.items() if byte == code)}


@lru_cache(maxsize=1)
def _vni_codes() -> dict[int, str]:
    """Give for each character that a converter may have made of a code the Latin-1 character of that code."""
    return {ord(char): chr(code) for code in range(0xA1, 0x100) for char in _chars_of(code)}


@lru_cache(maxsize=1)
def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for code, letter in load_letters()["vni"].items():
        raw = code.decode("latin-1")
        if len(raw) == 1:
            pairs[raw] = letter
            continue
        base, marks = letter, ""
        while len(base + marks) < 2:  # a letter and a mark, to keep the length
            marks = normalize("NFD", base)[-1] + marks
            base = normalize("NFC", normalize("NFD", base)[:-1])
        pairs[raw] = base + marks
        pairs.setdefault(raw[0].upper() + raw[1].lower(), base.upper() + marks)
        pairs.setdefault(raw[0].lower() + raw[1].upper(), base.lower() + marks)
    tones = {raw[1]: pairs[raw][1] for raw in list(pairs) if raw[:1] in "uU" and len(raw) == 2}
    hats = [raw for raw in pairs if len(raw) == 2 and pairs[raw][1] in "\u0302\u0306"]
    for raw in hats:  # a hat and a tone typed one after the other: "veâø"
        pairs |= {raw + mark: pairs[raw] + tone for mark, tone in tones.items()}
    return pairs


@lru_cache(maxsize=1)
def _vni_pattern() -> re.Pattern[str]:
    pairs = [raw for raw in _vni_pairs() if len(raw) == 2]
    hats = "".join({raw[1] for raw in _vni_pairs() if len(raw) == 3})
    tones = "".join({raw[2] for raw in _vni_pairs() if len(raw) == 3})
    firsts: dict[str, str] = {}
    for raw in pairs:
        firsts[raw[0]] = firsts.get(raw[0], "") + raw[1]
    singles = "".join(raw for raw in _vni_pairs() if len(raw) == 1)
    groups: dict[str, str] = {}
    for first, seconds in firsts.items():
        groups["".join(sorted(seconds))] = groups.get("".join(sorted(seconds)), "") + first
    parts = [f"[AEOaeo][{hats}][{tones}]", *(f"[{firsts}][{seconds}]" for seconds, firsts in groups.items())]
    return re.compile("|".join([*parts, f"[{singles}]"]))


# -- decisions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Verdict:
    code: FontCode | None
    words: int = 0
    doubtful: bool = False


@dataclass(slots=True)
class Decoder:
    """Decides for each run of one document: show it all text with `see`, then decode piece by piece."""

    _samples: dict[str | None, list[str]] = field(default_factory=dict)
    _sizes: dict[str | None, int] = field(default_factory=dict)
    _verdicts: dict[str | None, _Verdict] = field(default_factory=dict)
    _main: str | None = None  # the encoding of most of the document's legacy text
    _fonts: dict[str, set[str]] = field(default_factory=dict)  # by encoding, what was decoded
    _doubts: list[Notice] = field(default_factory=list)

    def see(self, text: str, font: str | None = None) -> None:
        if text.isascii() and font in self._sizes:
            return
        size = self._sizes.setdefault(font, 0)
        if size < _SAMPLE and not text.isascii():
            self._samples.setdefault(font, []).append(text[:_SAMPLE])
            self._sizes[font] = size + len(text)

    def settle(self) -> bool:
        """Decide for each font; tell whether there is anything to decode."""
        votes: dict[str, int] = {}
        for font in self._sizes:
            verdict = self._verdicts[font] = _judge_font(font, "\n".join(self._samples.get(font, ())))
            if verdict.code:
                votes[verdict.code.encoding] = votes.get(verdict.code.encoding, 0) + verdict.words + 1
        self._main = max(votes, key=lambda encoding: votes[encoding]) if votes else None
        samples = (text for texts in self._samples.values() for text in texts)
        return bool(votes) or any(v.doubtful for v in self._verdicts.values()) or any(map(looks_legacy, samples))

    def decode(self, text: str, font: str | None = None, *, page: int | None = None, keep_places: bool = False) -> str:
        """Decode a piece of text in one font, a paragraph's or a line's; it stays as it is where it is Unicode.

        NFC, unless every letter is to keep its place.
        """
        verdict = self._verdicts.get(font) or _Verdict(font_code(font))
        code = verdict.code
        if text.isascii():
            return _upper(text) if code and code.capitals else text
        if code is None:
            code = self._judge_stranger(text)
        elif _speaks_against(text, code.encoding):
            code = None
        if code is None:
            if verdict.doubtful:
                self._doubt(text, font, page)
            return text
        self._fonts.setdefault(code.encoding, set()).add(_plain_name(font))
        decoded = decode(text, code.encoding, capitals=code.capitals)
        return decoded if keep_places else normalize("NFC", decoded)

    def encoding_of(self, font: str | None) -> str | None:
        """Give the encoding that a font's text was found to be in, else the one of most of the document."""
        verdict = self._verdicts.get(font)
        return verdict.code.encoding if verdict and verdict.code else self._main

    def notices(self) -> list[Notice]:
        """Give what was decoded, and what was left alone though it looks like a legacy encoding."""
        found = []
        for encoding, names in self._fonts.items():
            fonts = ", ".join(sorted(filter(None, names))[:6])
            how = f"theo phông {fonts}" if fonts else "đoán theo chính tả"
            found.append(
                Notice("legacy_font_decoded", f"Đã chuyển chữ {ENCODING_NAMES[encoding]} sang Unicode, {how}.")
            )
        return found + self._doubts

    def _judge_stranger(self, text: str) -> FontCode | None:
        """Judge a piece whose font says nothing: by the document's own encoding, else by strong evidence of its own."""
        if not _STRANGE.search(text):
            return None
        words = _words_of(text)
        raw = share_of(words)
        if self._main is not None:
            decoded = _share_decoded(words, self._main)
            if decoded.fits and decoded.rate >= 0.8 and raw.rate <= 0.34:
                return FontCode(self._main)
        encoding, decoded = _best(words)
        strong = decoded.words >= _MIN_WORDS and decoded.rate >= 0.9 and raw.rate <= 0.4
        return FontCode(encoding) if strong else None

    def _doubt(self, text: str, font: str | None, page: int | None) -> None:
        if len(self._doubts) < _MAX_DOUBTS:
            where = f", phông {font}" if font else ""
            message = f"Có thể là chữ phông cũ, không chắc nên giữ nguyên: “{' '.join(text.split())[:80]}”{where}."
            self._doubts.append(Notice("legacy_unsure", message, page))


def decode_all(texts: Iterable[str]) -> tuple[list[str], list[Notice]]:
    """Decode lines or paragraphs of which nothing but the text is known."""
    texts = list(texts)
    decoder = Decoder()
    for text in texts:
        decoder.see(text)
    if not decoder.settle():
        return texts, []
    return [decoder.decode(text) for text in texts], decoder.notices()


def guess_encoding(text: str) -> str | None:
    """Give the encoding of a text as windows-1252 shows it; None where it is plainly in none."""
    if not looks_legacy(text):
        return None
    words = _words_of(text)
    encoding, decoded = _best(words)
    return encoding if decoded.words >= _MIN_WORDS and decoded.rate >= 0.8 else None


def _judge_font(font: str | None, sample: str) -> _Verdict:
    words = _words_of(sample)
    raw, named = share_of(words), font_code(font)
    if named is not None:
        own = _share_decoded(words, named.encoding)
        if not words or (own.rate >= 0.5 and own.rate >= raw.rate):
            return _Verdict(named, own.words)
        if raw.rate > own.rate:
            return _Verdict(None if raw.rate >= 0.6 or len(words) >= _MIN_WORDS else named, raw.words)
        if len(words) < _MIN_WORDS:
            return _Verdict(named, own.words)
    encoding, decoded = _best(words)
    if decoded.words >= _MIN_WORDS and decoded.rate >= 0.8 and raw.rate <= 0.5:
        return _Verdict(FontCode(encoding, named is not None and named.capitals), decoded.words)
    doubtful = named is not None or (decoded.rate >= 0.5 and raw.rate <= 0.5)
    return _Verdict(None, raw.words, doubtful and decoded.words >= _SOME_WORDS)


def _speaks_against(text: str, encoding: str) -> bool:
    """Tell whether a piece in a legacy font is Unicode all the same: as it stands, more of it is spelled right."""
    plainly = _UNICODE_LETTER.search(text) is not None
    if not plainly and _STRANGE.search(text):
        return False
    words = _words_of(text)
    raw, decoded = share_of(words).fits, _share_decoded(words, encoding).fits
    return raw > decoded or (plainly and raw == decoded)


def _best(words: list[str]) -> tuple[str, Share]:
    shares = {encoding: _share_decoded(words, encoding) for encoding in ENCODING_NAMES}
    encoding = max(shares, key=lambda name: shares[name].fits)
    return encoding, shares[encoding]


def _share_decoded(words: list[str], encoding: str) -> Share:
    return share_of(decode("\n".join(words), encoding).split("\n"))


def _words_of(text: str) -> list[str]:
    """Give the words with other than ASCII letters, each once."""
    found = dict.fromkeys(word for word in _TOKEN.findall(text) if not word.isascii())
    return list(found)[:_MAX_WORDS]
