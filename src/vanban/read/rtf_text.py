"""The text of an RTF file with the font of each piece, for machines without LibreOffice.

Source: Rich Text Format (RTF) Specification 1.9.1, Microsoft 2008.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from vanban.read.legacy import font_code

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
# Groups whose text is not shown in the running text.
_LEFT_OUT = frozenset(
    b"colortbl stylesheet info pict objdata header headerl headerr headerf footer footerl footerr footerf listtable"
    b" listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl fldinst"
    b" bkmkstart bkmkend filetbl revtbl pgptbl nonshppict private template".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\f", b"row": "\n", b"nestrow": "\n", b"cell": "\t",
    b"nestcell": "\t", b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_MARKS = {b"~": " ", b"-": "\xad", b"_": "-", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {163: "cp1258", 204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254", 186: "cp1257"}
_MAX_DEPTH = 1000


class Piece(NamedTuple):
    text: str
    font: str | None


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    shown: bool = True
    font: int | None = None
    skip: int = 1  # bytes that stand for a \u character in old readers
    table: bool = False  # within the font table


class _Font(NamedTuple):
    name: str
    charset: int


def rtf_pieces(data: bytes) -> list[Piece]:
    """Give the shown text in order, cut where the font changes; cells end in tabs, rows and paragraphs in newlines."""
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._open: list[str] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, _Font] = {}
        self._default, self._codepage = 0, "cp1252"
        self._star = False  # the group began with \*
        self._to_skip = 0

    def read(self, data: bytes) -> list[Piece]:
        for match in _TOKEN.finditer(data):
            kind = match.lastgroup
            if kind == "number":
                kind = "word"
            if kind == "brace":
                self._brace(match.group())
            elif kind == "word":
                self._word(match["word"], int(match["number"]) if match["number"] else None)
            elif kind == "code":
                self._bytes(bytes([int(match["code"], 16)]))
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind == "text":
                self._bytes(match["text"])
        self._cut()
        return self._pieces

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._stack) < _MAX_DEPTH:
                self._stack.append(self._state)
        elif self._stack:
            self._set(self._stack.pop())
        self._star, self._to_skip = False, 0

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._state
        if self._star or word in _LEFT_OUT:
            self._star = False
            if word not in (b"shptxt", b"nestrow", b"shpinst"):
                self._set(replace(state, shown=False))
                return
        if word == b"fonttbl":
            self._set(replace(state, shown=False, table=True))
        elif word == b"f" and number is not None:
            self._set(replace(state, font=number))
        elif word == b"plain":
            self._set(replace(state, font=self._default))
        elif word == b"deff" and number is not None:
            self._default = number
        elif word == b"ansicpg" and number is not None:
            self._codepage = f"cp{number}" if _is_codec(f"cp{number}") else "cp1252"
        elif word == b"fcharset" and state.table and state.font is not None:
            self._fonts[state.font] = _Font(self._fonts.get(state.font, _Font("", 0)).name, number or 0)
        elif word == b"uc":
            self._set(replace(state, skip=max(number or 0, 0)))
        elif word == b"u" and number is not None:
            self._put(chr(number % 0x10000))
            self._to_skip = state.skip
        elif word in _SIGNS:
            self._put(_SIGNS[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._star = True
        elif sign in _MARKS:
            self._put(_MARKS[sign])
        elif sign in b"\\{}":
            self._bytes(sign)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        data, self._to_skip = data[skipped:], self._to_skip - skipped
        if not data:
            return
        state = self._state
        if state.table and state.font is not None:
            font = self._fonts.get(state.font, _Font("", 0))
            name = (font.name + data.decode("cp1252", "replace")).partition(";")[0][:100]
            self._fonts[state.font] = font._replace(name=name)
            return
        self._put(data.decode(self._encoding(), "replace"))

    def _encoding(self) -> str:
        font = self._fonts.get(self._default if self._state.font is None else self._state.font)
        if font is None or font_code(font.name):
            return "cp1252" if font else self._codepage
        return _CHARSETS.get(font.charset, self._codepage)

    def _put(self, text: str) -> None:
        if self._state.shown:
            self._open.append(text)

    def _set(self, state: _State) -> None:
        if state.font != self._state.font:
            self._cut()
        self._state = state

    def _cut(self) -> None:
        if self._open:
            font = self._fonts.get(self._default if self._state.font is None else self._state.font)
            text = "".join(self._open).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            self._pieces.append(Piece(text, font.name if font else None))
            self._open = []


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)  # decoding nothing would not look it up
    except LookupError:
        return False
    return True
