"""Names of files in bundles whose letters came wrong: written in an old code page, or shown in one that is not theirs.

A name is changed only where it is more plainly Vietnamese, read otherwise.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from unicodedata import normalize
from zipfile import ZipInfo

from vanban.read.legacy import decode
from vanban.read.syllables import Share, share_of

Reading = Callable[[str], str]

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075  # Source: APPNOTE.TXT 4.6.9.
_PLAINLY = re.compile("[Ạ-ỹ]")  # no code page has these
_VIETNAMESE = re.compile("[\x20-\x7eÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ–—“”‘’…°]+")
_WORD = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f\s]+")
_SHORT = re.compile("[A-ZĐ]{2,8}")  # QĐ, HĐND: no syllables, and good
# In what UTF-8 is shown by programs that do not know it.
_SHOWN_IN = ("cp437", "cp850", "cp1252", "cp1258", "latin-1")
_MIN_WORDS = 2  # one word alone may be any language's
_MOST, _HALF = 0.75, 0.5  # shares of words spelled as Vietnamese is
_MAX_NAMES = 2_000  # of a bundle that are looked at together


class ZipNames:
    """The names of a ZIP's entries; how old programs wrote them is told from all of them together."""

    def __init__(self, infos: Iterable[ZipInfo]) -> None:
        raw = (_show(info.orig_filename.encode("cp437")) for info in infos if _is_unstated(info))
        names = [name for name in raw if _as_utf8(name, "cp1252") is None]
        self._reading = _choose(names[:_MAX_NAMES], {"cp1258": _as_cp1258, **_LEGACY}, least=_HALF)

    def name(self, info: ZipInfo) -> str:
        if not _is_unstated(info):
            return info.filename
        raw = info.filename.encode("cp437")
        stated = _stated_path(info.extra, raw)
        if stated is not None:
            return stated
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return self._reading(_show(raw)) if self._reading is not None else info.filename


@lru_cache(maxsize=1024)
def mend_name(name: str) -> str:
    """Give a name with its letters set right, the name itself where they are or nothing better is found."""
    if name.isascii() or _PLAINLY.search(normalize("NFC", name)):
        return name
    for codec in _SHOWN_IN:
        found = _as_utf8(name, codec)
        if found is not None and _VIETNAMESE.fullmatch(normalize("NFC", found)):
            return found
    before = _share([name])
    reading = _choose([name], _LEGACY, least=_MOST)
    if reading is None or before.words < _MIN_WORDS:
        return name
    after = _share([reading(name)])
    return reading(name) if before.rate < (_HALF if after.rate < 1 else 1) else name


def _is_unstated(info: ZipInfo) -> bool:
    """Tell whether an entry's name has other than ASCII letters of which nothing is said."""
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return False
    try:
        return bool(info.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return False


def _stated_path(extra: bytes, raw: bytes) -> str | None:
    """Give the name that stands in an extra field for the purpose; None where it is of another name."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at : at + 2], "little") for at in (place, place + 2))
        field = extra[place + 4 : place + 4 + size]
        if kind == _UNICODE_PATH and field[:1] == b"\x01" and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "ignore") or None
        place += 4 + size
    return None


# -- readings ----------------------------------------------------------------------------------------------------------


def _show(raw: bytes) -> str:
    """Give bytes as windows-1252 shows them; those that it leaves free as control codes."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _bytes(name: str, codec: str) -> bytes:
    return b"".join(c.encode("latin-1") if "\x80" <= c < "\xa0" else c.encode(codec) for c in name)


def _as_utf8(name: str, codec: str) -> str | None:
    """Give what a name is if it is UTF-8 shown in a code page."""
    try:
        return _bytes(name, codec).decode("utf-8")
    except UnicodeError:
        return None


def _as_cp1258(name: str) -> str:
    return _bytes(name, "cp1252").decode("cp1258", "replace")


def _as_legacy(name: str, *, encoding: str) -> str:
    return normalize("NFC", decode(name, encoding))


_LEGACY: dict[str, Reading] = {name: partial(_as_legacy, encoding=name) for name in ("tcvn3", "vni")}


def _choose(names: list[str], readings: dict[str, Reading], *, least: float) -> Reading | None:
    """Give the reading that makes Vietnamese of most words; None where none makes enough of them."""
    shares = {key: _share([read(name) for name in names]) for key, read in readings.items()} if names else {}
    best = max(shares, key=lambda key: shares[key].rate, default=None)
    return readings[best] if best is not None and shares[best].rate >= least else None


def _share(names: list[str]) -> Share:
    """Count the words with other than ASCII letters, each once, and those of them spelled as Vietnamese is."""
    words = dict.fromkeys(word for name in names for word in _WORD.findall(normalize("NFC", name)))
    strange = [word for word in words if not word.isascii() and any(map(str.isalpha, word))]
    short = sum(_SHORT.fullmatch(word) is not None for word in strange)
    share = share_of(strange)
    return Share(share.words, share.fits + short)
