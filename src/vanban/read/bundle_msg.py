"""The parts of an Outlook mail (.msg): its body, its attachments and the mails in it.

Source: [MS-OXMSG] 2.2 (storages and streams), [MS-OXPROPS] (numbers of the properties).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

from vanban.errors import ReadError
from vanban.read import limits
from vanban.read.bundle import Entry, Source
from vanban.read.bundle_mail import BODY, mail_properties
from vanban.read.ole import BrokenOleError, open_ole
from vanban.text import nfc, squeeze

_SUBJECT, _BODY, _HTML, _SENDER, _TO = "0037", "1000", "1013", "0C1A", "0E04"
_DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = "3701", "3707", "3704", "3001"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
_SLASHES = re.compile(r"[/\\]")
_MAX_DEPTH = limits.BUNDLE_DEPTH
_TORN = (OSError, ValueError, IndexError, struct.error, RecursionError)


def open_msg(source: Source) -> Iterator[Entry]:
    """Give the body and the attachments of a mail; those of a mail in it stand in a folder of its name.

    Raises ReadError, LimitError.
    """
    try:
        with open_ole(source.read(limits.MAIL_BYTES)) as ole:
            yield from _Mail(ole, source).entries((), "", 0)
    except (BrokenOleError, *_TORN) as error:
        raise ReadError(source.path, "thư Outlook hỏng", remedy="hãy lưu lại thư từ Outlook") from error


class _Mail:
    def __init__(self, ole: Any, source: Source) -> None:
        self._ole, self._source = ole, source
        self._left = limits.BUNDLE_TOTAL_BYTES

    def entries(self, storage: tuple[str, ...], folder: str, depth: int) -> Iterator[Entry]:
        properties = mail_properties(
            {"Subject": self._text(storage, _SUBJECT), "From": self._text(storage, _SENDER),
             "To": self._text(storage, _TO), "Date": None}
        )  # fmt: skip
        body = self._body(storage)
        if body is not None and self._source.wants(folder + body[0]):
            yield Entry(folder + body[0], body[1], properties=properties)
        inside = {entry[len(storage)] for entry in self._ole.listdir(streams=True) if _is_in(entry, storage)}
        for name in sorted(name for name in inside if _ATTACHMENT.fullmatch(name)):
            yield from self._attachment((*storage, name), folder, depth)

    def _attachment(self, storage: tuple[str, ...], folder: str, depth: int) -> Iterator[Entry]:
        embedded = (*storage, f"__substg1.0_{_DATA}000D")
        if any(_is_in(entry, embedded) for entry in self._ole.listdir(streams=True)):
            if depth < _MAX_DEPTH:
                name = self._text(embedded, _SUBJECT) or self._text(storage, _DISPLAY_NAME) or "thư kèm theo"
                yield from self.entries(embedded, f"{folder}{_SLASHES.sub('-', name)[:80]}.msg/", depth + 1)
            return
        names = (self._text(storage, number) for number in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        name = folder + next(filter(None, names), "tệp kèm theo")
        if self._source.wants(name):
            data = self._stream((*storage, f"__substg1.0_{_DATA}0102"))
            if data:
                yield Entry(name, data)

    def _body(self, storage: tuple[str, ...]) -> tuple[str, bytes] | None:
        html = self._stream((*storage, f"__substg1.0_{_HTML}0102"))
        text = self._text(storage, _HTML, squeezed=False) if html is None else None
        if html or text:
            return f"{BODY}.html", html or (text or "").encode("utf-8-sig")
        plain = self._text(storage, _BODY, squeezed=False)
        return (f"{BODY}.txt", plain.encode("utf-8-sig")) if plain else None

    def _text(self, storage: tuple[str, ...], number: str, *, squeezed: bool = True) -> str | None:
        data = self._stream((*storage, f"__substg1.0_{number}001F"))
        text = data.decode("utf-16-le", "replace") if data is not None else None
        if text is None:
            data = self._stream((*storage, f"__substg1.0_{number}001E"))
            text = _decode(data) if data is not None else None
        if text is None:
            return None
        text = nfc(text).replace("\x00", "")
        return (squeeze(text) if squeezed else text) or None

    def _stream(self, path: tuple[str, ...]) -> bytes | None:
        if not self._ole.exists(list(path)) or self._ole.get_type(list(path)) != _STREAM:
            return None
        size = self._ole.get_size(list(path))
        self._left -= size
        if size > limits.BUNDLE_MEMBER_BYTES or self._left < 0:
            return None
        data: bytes = self._ole.openstream(list(path)).read()
        return data


_STREAM = 2  # STGTY_STREAM


def _is_in(entry: list[str], storage: tuple[str, ...]) -> bool:
    return len(entry) > len(storage) and tuple(entry[: len(storage)]) == storage


def _decode(data: bytes) -> str:
    for codec in ("utf-8", "cp1258"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")
