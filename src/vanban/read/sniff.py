"""Tell what a file really is by its bytes; its name says nothing."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import IO

from vanban.read import limits
from vanban.read.ole import ole_kind
from vanban.read.zip_errors import ZIP_ERRORS

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
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF\x00\x00\x00\x00", "archive"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"!BDN", "mailbox"),
    (b"%!PS", "postscript"),
    (b"AT&TFORM", "djvu"),
    (b"\xd7\xcd\xc6\x9a", "drawing"),
    (b"8BPS", "drawing"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image"),
    (b"\xff\x4f\xff\x51\x00", "image"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"OggS\x00", "media"),
    (b"fLaC\x00", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "media"),
    (b"\x00\x01\x00\x00\x00", "font"),
    (b"OTTO\x00", "font"),
    (b"wOFF\x00", "font"),
    (b"wOF2\x00", "font"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
)
# What stands further behind, or says less. A signed or sealed message begins with the identifier 1.2.840.113549.1.7
# (RFC 5652).
_LATER: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb".{257}ustar[\x00 ]", "archive"),
        (rb".{2}-lh[0-7d]-", "archive"),
        (rb".{32769}CD001", "archive"),
        (rb".{4}Standard (?:Jet|ACE) DB\x00", "database"),
        (rb"AC10\d\d\x00", "drawing"),
        (rb"\x01\x00\x00\x00.{36} EMF", "drawing"),
        (rb"\x00{3}.ftyp(?:hei|mif1|avif)", "other_image"),
        (rb"\x00{3}.ftyp|ID3[\x02-\x04]|RIFF.{4}(?:WAVE|AVI )", "media"),
        (rb"\x30[\x80-\x84].{0,4}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", "signed"),
    )
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
    "flat": "văn bản Word hoặc OpenDocument dạng XML",
    "flat_spreadsheet": "bảng tính dạng XML",
    "flat_presentation": "trình chiếu dạng XML",
    "ods": "bảng tính OpenDocument (ODS)",
    "odp": "trình chiếu OpenDocument (ODP)",
    "odf": "OpenDocument",
    "epub": "sách điện tử (EPUB)",
    "zip": "tệp nén ZIP",
    "archive": "tệp nén",
    "image": "ảnh",
    "xml": "XML",
    "edxml": "gói văn bản điện tử (edXML)",
    "email": "thư điện tử hoặc trang lưu MHTML",
    "program": "chương trình",
    "database": "cơ sở dữ liệu (SQLite, Access)",
    "tnef": "thư Outlook dạng winmail.dat",
    "mailbox": "hộp thư Outlook (PST, OST)",
    "signed": "tệp ký số hoặc mã hóa (P7M, P7S)",
    "postscript": "PostScript",
    "djvu": "DjVu",
    "xps": "XPS",
    "ofd": "OFD",
    "iwork": "Pages, Numbers hoặc Keynote",
    "drawing": "bản vẽ (Visio, AutoCAD) hoặc ảnh thiết kế",
    "other_image": "ảnh HEIC hoặc AVIF",
    "media": "phim hoặc âm thanh",
    "shortcut": "lối tắt của Windows (LNK)",
    "font": "phông chữ",
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
_EMAIL_HEADER = re.compile(rb"(?P<name>[A-Za-z][\w-]{1,60}):")
_EMAIL_SURE = {b"mime-version", b"message-id", b"received", b"return-path", b"content-type", b"dkim-signature"}
_EMAIL_LIKELY = {b"from", b"to", b"cc", b"subject", b"date", b"sender", b"reply-to", b"delivered-to"}
# the package of a document sent between agencies. Source: QCVN 102:2016/BTTTT.
_EDXML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!(?:--|DOCTYPE).{0,2000}?>\s*)?<(?:\w{1,20}:)?edxml", re.IGNORECASE | re.DOTALL
)
_EDXML_SOAP = re.compile(rb"<(?:\w{1,20}:)?Envelope\b.{0,3000}<(?:\w{1,20}:)?MessageHeader\b", re.DOTALL)
# Word 2003 XML, Flat OPC and flat OpenDocument: a text in one XML file; none of them declares entities
_FLAT = re.compile(
    rb"<\?xml[^>]{0,200}>\s*(?:<\?mso-application[^>]{0,200}>\s*)?<(?:\w{1,20}:wordDocument|pkg:package|office:document)\b"
)
_FLAT_MIME = re.compile(rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(spreadsheet|presentation)")
_FLAT_SHEET = re.compile(
    rb"<\?xml[^>]{0,200}>\s*(?:<\?mso-application[^>]{0,200}>\s*)?<(?:\w{1,20}:)?Workbook\b[^>]{0,2000}"
    rb"urn:schemas-microsoft-com:office:spreadsheet"
)
_OTHER_PARTS = (
    ("fixeddocseq.fdseq", "xps"), ("fixeddocumentsequence.fdseq", "xps"), ("ofd.xml", "ofd"),
    ("visio/document.xml", "drawing"), ("index/document.iwa", "iwork"), ("meta-inf/manifest.mf", "program"),
    ("androidmanifest.xml", "program"),
)  # fmt: skip
_END = struct.Struct("<4s4H2LH")  # how a ZIP ends
_END_64 = struct.Struct("<4sQ2H2L4Q")
_MAIN_PARTS = (("xl/workbook", "xlsx"), ("ppt/presentation", "pptx"))
_HEAD = 4096
_LOOK = 1 << 16


def sniff(data: bytes) -> str:
    """Give the kind of a file, a key of KIND_NAMES; "text" where nothing speaks against it.

    "zip" also for a broken one; whether text can be decoded is the text reader's matter.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return sniff_zip(io.BytesIO(data), data[:_LOOK])
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind if kind != "ole" else ole_kind(data)
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    for pattern, kind in _LATER:
        if pattern.match(data):
            return kind
    kind = _sniff_markup(data[:_HEAD])
    return kind if kind != "flat" else _flat_kind(data[: 4 * _HEAD])


def sniff_zip(file: IO[bytes], head: bytes) -> str:
    """Give the kind of a ZIP file, open for reading; `head` is how it begins."""
    if zip_directory_size(file) > limits.BUNDLE_DIRECTORY_BYTES:
        return "zip"
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist()[:50_000])
            declared = _declared_type(archive)
    except ZIP_ERRORS:
        # a torn package still says in its first members what it was
        return "docx" if b"word/" in head or b"[Content_Types].xml" in head[:_HEAD] else "zip"
    lowered = [name.lower() for name in names]
    if any(name.startswith("word/") and name.endswith(".xml") for name in lowered):
        return "docx"
    for main, kind in _MAIN_PARTS:
        if any(name.startswith(main) for name in lowered):
            return kind
    for main, kind in _OTHER_PARTS:
        if main in lowered:
            return kind
    if declared == b"application/epub+zip" or "META-INF/container.xml" in names:
        return "epub"
    if "mimetype" in names and "content.xml" in names:
        return _ODF.get(declared.removesuffix(b"-template").removesuffix(b"-master"), "odf")
    return "zip"


def zip_directory_size(file: IO[bytes]) -> int:
    """Give the size that a ZIP states for its table of contents; 0 where it states none."""
    start = max(file.seek(0, io.SEEK_END) - _END.size - 0xFFFF, 0)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(tail):
        return 0
    stated = int(_END.unpack_from(tail, place)[5])
    place_64 = tail.rfind(b"PK\x06\x06", 0, place)
    if stated == 0xFFFFFFFF and 0 <= place_64 <= len(tail) - _END_64.size:
        stated = int(_END_64.unpack_from(tail, place_64)[8])
    return stated


def has_odf_password(data: bytes) -> bool:
    """Tell whether the parts of an OpenDocument package are encrypted: its list of parts says so of each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("META-INF/manifest.xml") as stream:
            return b":encryption-data" in stream.read(_LOOK)
    except (KeyError, *ZIP_ERRORS):
        return False


def _declared_type(archive: zipfile.ZipFile) -> bytes:
    """Give what the first member of an OpenDocument package says it is."""
    try:
        with archive.open("mimetype") as stream:
            return stream.read(200).strip()
    except (KeyError, *ZIP_ERRORS):
        return b""


def _sniff_markup(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be"
        head = head[2:].decode(codec, "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return "html"
    if _EDXML.match(head) or _EDXML_SOAP.search(head):
        return "edxml"
    if head.lstrip().startswith(b"<?xml"):
        return "flat" if _FLAT.match(head) or _FLAT_SHEET.match(head) else "xml"
    return "email" if _is_email(head) else "text"


def _flat_kind(head: bytes) -> str:
    """Tell which kind of document is written as one XML file."""
    stated = _FLAT_MIME.search(head)
    if stated is not None:
        return f"flat_{stated[1].decode()}"
    return "flat_spreadsheet" if _FLAT_SHEET.match(head.removeprefix(b"\xef\xbb\xbf")) else "flat"


def _is_email(head: bytes) -> bool:
    """Tell whether a file begins with the headers of a mail and nothing else."""
    names: set[bytes] = set()
    for line in head.splitlines()[:60]:
        if not line.strip():
            break
        match = _EMAIL_HEADER.match(line)
        if match is not None:
            names.add(match["name"].lower())
        elif not (names and line[:1] in b" \t") and len(names) < 4:
            return False
    sure, likely = len(names & _EMAIL_SURE), len(names & _EMAIL_LIKELY)
    return (sure > 0 and len(names) > 1) or likely > 2
