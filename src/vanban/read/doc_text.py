"""The bare text of a Word 97 file, for machines without LibreOffice. Source: [MS-DOC] 2.4.1, 2.5, 2.8.35, 2.9.38."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from vanban.read.ole import BrokenOleError, open_ole, read_stream

_WORD_97 = 0xA5EC
_WORD_95 = 0xA5DC
_COMPLEX = 0x0004
_SECOND_TABLE = 0x0200
_COMPRESSED = 1 << 30
_MAX_PIECES = 1_000_000
_FIELD_CODE = re.compile(r"\x13[^\x13-\x15]{0,10000}\x14|\x13[^\x13-\x15]{0,10000}\x15")
_SIGNS = str.maketrans(
    {
        "\r": "\n",
        "\x0b": "\n",
        "\x0c": "\f",
        "\x0e": "\n",
        "\x1e": "-",
        "\xa0": " ",
        **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x13\x14\x15\x1f"),
    }
)


def doc_text(data: bytes) -> str:
    """Give the text of body and footnotes; cells parted by tabs. Raises BrokenOleError."""
    with open_ole(data) as ole:
        word = read_stream(ole, "WordDocument")
        if word is None or len(word) < 0x60:
            raise BrokenOleError("no WordDocument")
        magic, version, flags = struct.unpack_from("<HH6xH", word)
        if magic == _WORD_95 or version < 0xC1:
            return _plain(_text_95(word, flags))
        if magic != _WORD_97 or len(word) < 0x1AA:
            raise BrokenOleError("no Word file")
        table = read_stream(ole, "1Table" if flags & _SECOND_TABLE else "0Table")
    if table is None:
        raise BrokenOleError("no table stream")
    start, size = struct.unpack_from("<II", word, 0x1A2)
    body, notes = struct.unpack_from("<ii", word, 0x4C)
    text = "".join(_pieces(word, table[start : start + size]))
    return _plain(text[: max(body, 0) + max(notes, 0)])


def _text_95(word: bytes, flags: int) -> str:
    if flags & _COMPLEX:
        raise BrokenOleError("fast-saved Word 95 file")
    start, end = struct.unpack_from("<II", word, 0x18)
    return word[start:end].decode("cp1252", "replace")


def _pieces(word: bytes, clx: bytes) -> Iterator[str]:
    place = 0
    while place + 3 <= len(clx) and clx[place] == 1:  # formatting that comes before the piece table
        place += 3 + int(struct.unpack_from("<H", clx, place + 1)[0])
    if place + 5 > len(clx) or clx[place] != 2:
        raise BrokenOleError("no piece table")
    size = struct.unpack_from("<I", clx, place + 1)[0]
    table = clx[place + 5 : place + 5 + size]
    count = (len(table) - 4) // 12
    if not 0 < count < _MAX_PIECES:
        raise BrokenOleError("no pieces")
    limits = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        offset = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        length = max(limits[number + 1] - limits[number], 0)
        if offset & _COMPRESSED:
            start = (offset & ~_COMPRESSED) // 2
            yield word[start : start + length].decode("cp1252", "replace")
        else:
            yield word[offset : offset + 2 * length].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    for _ in range(5):  # fields within fields
        text, found = _FIELD_CODE.subn("", text)
        if not found:
            break
    return text.replace("\x07\x07", "\n").replace("\x07", "\t").translate(_SIGNS)
