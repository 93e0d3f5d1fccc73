"""From bytes to text: Unicode with and without byte order mark, then windows-1258 or a legacy encoding, else an error.

Text in a legacy encoding is given as windows-1252 shows it; `legacy` decodes it line by line.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from vanban.errors import ReadError
from vanban.read.legacy import guess_encoding
from vanban.text import is_syllable, nfc

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,500}>")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_MAX_CONTROL = 0.005  # share of characters
_MIN_SYLLABLES = 0.6  # share of words that Vietnamese prose in a wrong encoding never reaches
_MAX_BROKEN = 0.002  # share of bytes that may be torn in a UTF-8 file


class Decoded(NamedTuple):
    text: str
    encoding: str
    replaced: int  # characters that could not be decoded


def decode(data: bytes, *, source: str) -> Decoded:
    """Decode a text file. Raises ReadError where the bytes are no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            return _checked(Decoded(text, encoding, text.count("\ufffd")), source)
    wide = _wide_encoding(data)
    if wide:
        text = data.decode(wide, "replace")
        return _checked(Decoded(text, wide, text.count("\ufffd")), source)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8", 0), source)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= max(1, _MAX_BROKEN * len(text)):  # a file cut in the middle of a letter
        return _checked(Decoded(text, "utf-8", broken), source)
    return _decode_bytes(data, source)


def _wide_encoding(data: bytes) -> str | None:
    """Recognise UTF-16 without mark: every other byte of ASCII in it is null."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) / 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.2 and even < 0.02:
        return "utf-16-le"
    if even > 0.2 and odd < 0.02:
        return "utf-16-be"
    return None


def _decode_bytes(data: bytes, source: str) -> Decoded:
    shown = data.decode("cp1252", _KEEP)
    if guess_encoding(shown[:_SAMPLE]):
        return _checked(Decoded(shown, "windows-1252", 0), source)
    return _decode_1258(data, source)


def _decode_1258(data: bytes, source: str) -> Decoded:
    text = nfc(data.decode("cp1258", "replace"))
    words = _WORD.findall(_TAG.sub(" ", text[:_SAMPLE]))
    letters = sum(map(len, words))
    fits = sum(is_syllable(word) for word in words)
    vietnamese = sum(ord(char) > 0xBF for char in text[:_SAMPLE])
    if not words or fits < _MIN_SYLLABLES * len(words) or vietnamese < 0.05 * letters:
        raise _no_text(source)
    return _checked(Decoded(text, "windows-1258", text.count("\ufffd")), source)


def _checked(decoded: Decoded, source: str) -> Decoded:
    sample = decoded.text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(1, _MAX_CONTROL * len(sample)):
        raise _no_text(source)
    return decoded


def _keep_code(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that windows-1252 does not know as the character of its number."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


_KEEP = "vanban-keep"
codecs.register_error(_KEEP, _keep_code)


def _no_text(source: str) -> ReadError:
    return ReadError(
        source,
        "không nhận ra loại tệp, cũng không phải văn bản Unicode hay windows-1258",
        remedy="hãy mở bằng chương trình đã tạo ra nó và lưu lại thành UTF-8, DOCX hoặc PDF",
        place="byte 0",
    )
