"""Legacy fonts in a PDF: a page's text is put into Unicode before its lines are read, every letter in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from vanban.model import Notice
from vanban.read.legacy import Decoder, font_code, looks_legacy
from vanban.read.pdf_page import BREAK_HYPHEN, BREAK_LETTERS, TextPage
from vanban.read.syllables import is_spelled

_WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_ONSET = re.compile(r"(?:^|[^\w])(?:ngh?|[cgknpt]h|tr|[bcdghklmnrstvx®đ]|)$", re.IGNORECASE)
_SOFT = re.compile(r"[^\W\d_][\xad−]|[\xad−][^\W\d_]")
_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{0,3})-([^\W\d_]{0,4})(?![\w-])")
_AFTER_U = re.compile(r"u$|[ơờớởỡợ](?:[cmnptiu]|ng)$")  # of words that begin with "ư"
_ENOUGH = 30_000  # characters, after which nothing new is learned about the fonts


class _Chunk(NamedTuple):
    """What stands in one font on one line."""

    start: int
    end: int
    font: str | None


@dataclass(slots=True)
class PageDecoder:
    """Decodes the pages of one document."""

    _decoder: Decoder = field(default_factory=Decoder)
    _seen: int = 0
    _no_hyphens: bool = False  # the page's letter "ư" may be shown as a hyphen

    def decode(self, page: TextPage, number: int) -> None:
        """Replace the text of a page where it is in legacy fonts."""
        if not looks_legacy(page.text):
            return
        chunks = list(_chunks_of(page))
        if self._seen < _ENOUGH:
            for start, end, font in chunks:
                self._decoder.see(page.text[start:end].replace(BREAK_HYPHEN, ""), font)
            self._decoder.settle()
            self._seen += len(page.text)
        self._no_hyphens = _SOFT.search(page.text) is None
        parts: list[str] = []
        done = 0
        for start, end, font in chunks:
            parts.append(page.text[done:start])
            parts.append(self._decode(page.text[start:end], font, number))
            done = end
        page.text = "".join((*parts, page.text[done:]))

    def notices(self) -> list[Notice]:
        return self._decoder.notices()

    def _decode(self, text: str, font: str | None, number: int) -> str:
        """Decode a chunk; at the end of a line PDFium takes the soft hyphen, which is "ư" in TCVN3, for a hyphen."""
        parts = text.split(BREAK_HYPHEN)
        decoded = [self._decoder.decode(part, font, page=number, keep_places=True) for part in parts]
        if self._decoder.encoding_of(font) != "tcvn3":
            return BREAK_HYPHEN.join(decoded)
        code = font_code(font)
        letter = BREAK_LETTERS[bool(code and code.capitals)]
        for place, part in enumerate(parts[:-1]):
            decoded[place] += letter if _ONSET.search(part) else BREAK_HYPHEN
        joined = "".join(decoded)
        return _HYPHEN.sub(_letter_of, joined) if self._no_hyphens and "-" in joined else joined


def _letter_of(match: re.Match[str]) -> str:
    """Give a word with "ư" for its hyphen, where only that spells it: in some PDFs the two have one code."""
    left, right = match.groups()
    letter = "Ư" if (left or right[:1]).isupper() and right.isupper() else "ư"
    word = left + letter + right
    opens = bool(left) if left else _AFTER_U.match(right.lower()) is not None
    return word if opens and _ONSET.search(left) and is_spelled(word) else match.group()


def _chunks_of(page: TextPage) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    for match in _WORD.finditer(page.text):
        start, end = match.span()
        for piece in _pieces_of(page, start, end):
            if chunk is not None and chunk.font == piece.font and "\n" not in page.text[chunk.end : piece.start]:
                chunk = chunk._replace(end=piece.end)
                continue
            if chunk is not None:
                yield chunk
            chunk = piece
    if chunk is not None:
        yield chunk


def _pieces_of(page: TextPage, start: int, end: int) -> Iterator[_Chunk]:
    """Cut a word where its font changes."""
    font = page.font_name(start)
    if end - start == 1 or font == page.font_name(end - 1):
        yield _Chunk(start, end, font)
        return
    first = start
    for index in range(start + 1, end):
        other = page.font_name(index)
        if other != font:
            yield _Chunk(first, index, font)
            first, font = index, other
    yield _Chunk(first, end, font)
