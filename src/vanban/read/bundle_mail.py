"""The parts of an e-mail: its body, its attachments and the mails in it. A saved page (MHTML) is a mail, too.

Headers are read with the lenient policy: the strict one takes minutes over a header made to do harm.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32

from vanban.errors import ReadError
from vanban.read import limits
from vanban.read.bundle import Entry, Source
from vanban.text import nfc, squeeze

BODY = "nội dung thư"
_MAX_HEADER = 4_000
_MAX_PARTS = 5_000
_SMALL_IMAGE = 60_000  # bytes of a picture within the text: smaller ones are logos
_ENDINGS = {
    "text/html": ".html", "text/plain": ".txt", "text/csv": ".csv", "text/rtf": ".rtf", "application/rtf": ".rtf",
    "application/pdf": ".pdf", "application/msword": ".doc", "image/jpeg": ".jpg", "image/png": ".png",
    "image/tiff": ".tif", "application/zip": ".zip", "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


class _Lenient(Compat32):
    """Takes 8-bit bytes in headers for UTF-8, where the usual policy puts question marks."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_LENIENT = _Lenient()


def open_mail(source: Source) -> Iterator[Entry]:
    """Give the body and the attachments of a mail. Raises ReadError, LimitError."""
    data = source.read(limits.MAIL_BYTES)
    try:
        message = email.message_from_bytes(data, policy=_LENIENT)
        parts = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError) as error:
        raise ReadError(source.path, "thư điện tử hỏng", remedy="hãy lưu lại thư từ chương trình thư") from error
    properties = mail_properties({name: header(message, name) for name in ("Subject", "From", "To", "Date")})
    for part, alternative in _chosen(parts):
        name = _file_name(part)
        if name is None and alternative:
            continue
        body = name is None and part.get_content_type() in ("text/plain", "text/html")
        name = name or _name_of(part)
        if not source.wants(name):
            continue
        data = _bytes(part)
        if data.strip() and not _is_decoration(part, data):
            yield Entry(name, data, properties=properties if body else {})


def mail_properties(stated: dict[str, str | None]) -> dict[str, str]:
    """Give what a mail states about itself under the names that documents use."""
    names = {"Subject": "title", "From": "author", "To": "recipients", "Date": "created"}
    return {names[name]: value for name, value in stated.items() if value}


def header(message: Message, name: str) -> str | None:
    """Give a header, decoded; None where there is none."""
    value = message.get(name)
    return _decode(str(value)) if value is not None else None


def _decode(text: str) -> str | None:
    text = text[:_MAX_HEADER]
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return squeeze(nfc(text)) or None


def _leaves(message: Message) -> Iterator[tuple[Message, tuple[Message, ...]]]:
    """Give the parts that hold no others, each with the parts that it is in; a mail within the mail is one part."""
    waiting: list[tuple[Message, tuple[Message, ...]]] = [(message, ())]
    count = 0
    while waiting and count < _MAX_PARTS:
        part, above = waiting.pop()
        count += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [(child, (*above[-20:], part)) for child in reversed(inner) if isinstance(child, Message)]
        else:
            yield part, above


def _chosen(parts: list[tuple[Message, tuple[Message, ...]]]) -> Iterator[tuple[Message, bool]]:
    """Give each part, and whether another one says the same better: of alternatives the last, HTML, is the richest."""
    best: dict[int, Message] = {}
    for part, above in parts:
        for group in above:
            if group.get_content_subtype() == "alternative" and part.get_content_type() in ("text/plain", "text/html"):
                kept = best.get(id(group))
                if kept is None or part.get_content_type() == "text/html":
                    best[id(group)] = part
    for part, above in parts:
        if part.get_content_type() in _SIGNATURES:
            continue
        groups = [best[id(group)] for group in above if id(group) in best]
        yield part, bool(groups) and not any(kept is part for kept in groups) and part.get_content_maintype() == "text"


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        name = None
    return _decode(name) if name else None


def _name_of(part: Message) -> str:
    """Name a part that has no name: the body, or what its type says."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        mail = inner[0] if isinstance(inner, list) and inner else None
        subject = header(mail, "Subject") if isinstance(mail, Message) else None
        return re.sub(r"[/\\]", "-", subject or "thư kèm theo")[:80] + ".eml"
    stem = BODY if kind in ("text/plain", "text/html") else "tệp kèm theo"
    return stem + _ENDINGS.get(kind, "")


def _bytes(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # a mail
        return inner[0].as_bytes() if inner and isinstance(inner[0], Message) else b""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    charset = part.get_content_charset()
    if part.get_content_maintype() == "text" and charset:
        try:
            return data.decode(charset).encode("utf-8-sig")
        except (LookupError, ValueError):
            return data
    return data


def _is_decoration(part: Message, data: bytes) -> bool:
    """Tell whether a part is a picture, a font or a style within the text."""
    within = part.get("Content-ID") or part.get("Content-Location") or part.get_content_disposition() == "inline"
    if not within:
        return False
    if part.get_content_maintype() == "image":
        return len(data) < _SMALL_IMAGE
    return part.get_content_maintype() in ("font", "audio", "video") or part.get_content_subtype() in (
        "css",
        "javascript",
    )
