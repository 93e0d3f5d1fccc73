"""Tell what a file really is by its bytes; its name says nothing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from vanban.read.ole import ole_kind

# What a file can begin with. Source: the formats' own specifications.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
)

# Vietnamese names of the kinds, for messages.
KIND_NAMES = {
    "pdf": "PDF",
    "docx": "Word (DOCX)",
    "html": "trang HTML",
    "text": "văn bản thuần",
    "rtf": "RTF",
    "doc": "Word 97–2003 (DOC)",
    "xls": "bảng tính Excel 97–2003 (XLS)",
    "ppt": "trình chiếu PowerPoint 97–2003 (PPT)",
    "msg": "thư Outlook (MSG)",
    "ole": "tệp OLE",
    "xlsx": "bảng tính Excel (XLSX)",
    "pptx": "trình chiếu PowerPoint (PPTX)",
    "odt": "văn bản OpenDocument (ODT)",
    "ods": "bảng tính OpenDocument (ODS)",
    "odp": "trình chiếu OpenDocument (ODP)",
    "odf": "OpenDocument",
    "zip": "tệp nén ZIP",
    "archive": "tệp nén",
    "image": "ảnh",
    "xml": "XML",
    "email": "thư điện tử hoặc trang lưu MHTML",
    "program": "chương trình",
    "database": "cơ sở dữ liệu SQLite",
}

_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|article|section|h[1-6]|center|font|br|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_EMAIL = re.compile(rb"(?:MIME-Version|From|Received|Return-Path|Message-ID|Content-Type):\s", re.IGNORECASE)
_HEAD = 4096


def sniff(data: bytes) -> str:
    """Give the kind of a file, a key of KIND_NAMES; "text" where nothing speaks against it.

    "zip" also for a broken one; whether text can be decoded is the text reader's matter.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _sniff_zip(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind if kind != "ole" else ole_kind(data)
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    return _sniff_markup(data[:_HEAD])


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:50_000])
            declared = _declared_type(archive)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError):
        # a torn package still says in its first members what it was
        return "docx" if b"word/" in data[:65536] or b"[Content_Types].xml" in data[:_HEAD] else "zip"
    folders = {name.split("/", 1)[0].lower() for name in names if "/" in name}
    if "word" in folders and any(name.lower().startswith("word/") and name.lower().endswith(".xml") for name in names):
        return "docx"
    if "xl" in folders:
        return "xlsx"
    if "ppt" in folders:
        return "pptx"
    if "mimetype" in names and "content.xml" in names:
        return _ODF.get(declared, "odf")
    return "zip"


def _declared_type(archive: zipfile.ZipFile) -> bytes:
    """Give what the first member of an OpenDocument package says it is."""
    try:
        with archive.open("mimetype") as stream:
            return stream.read(200).strip()
    except (KeyError, RuntimeError, zlib.error):
        return b""


def _sniff_markup(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be"
        head = head[2:].decode(codec, "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    if head.lstrip().startswith(b"<?xml"):
        return "xml"
    if _EMAIL.match(head) and head.count(b"\n") and _EMAIL.search(head, head.index(b"\n")):
        return "email"
    return "text"
