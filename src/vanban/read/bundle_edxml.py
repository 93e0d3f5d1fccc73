"""edXML, the package in which agencies send each other documents: its header, and its attachments as members.

Source: QCVN 102:2016/BTTTT (Thông tư 10/2016/TT-BTTTT) and its amendment Sửa đổi 1:2022 (Thông tư 01/2022/TT-BTTTT).
Elements are told by their local names, for programs disagree about namespaces and about where the header stands.
"""

from __future__ import annotations

import binascii
import datetime as dt
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from vanban.errors import FileProblem, ReadError
from vanban.lexicon.doc_types import doc_type_of, doc_type_of_abbreviation
from vanban.model import Letterhead, Signer
from vanban.read import limits
from vanban.read.bundle import Entry, Source
from vanban.read.bundle_zip import open_zip
from vanban.read.sniff import sniff
from vanban.text import fold, nfc, squeeze

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_REMEDY = "hãy lấy lại gói từ trục liên thông"
_CONTENTS = ("contenttransferencoded", "contenttransfer", "content", "data", "attachmentdata", "filecontent")
_NAMES = ("attachmentname", "filename", "name")
_NO_VALUE = frozenset({"", "n/a", "na", "null", "none", "-"})
_NUMBER = re.compile(r"(?:số\s*:?\s*)?0*(?P<number>\d{1,6}[a-zđA-Z]?)(?![\w.])", re.IGNORECASE)
_YEAR_AHEAD = re.compile(r"/?(?:19|20)\d\d/")
_DATE = re.compile(
    r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})"
)
_ANNEX = re.compile(r"phu ?luc|\bpl\b|bieu|danh sach|dinh kem|kem theo|\bbang\b|annex|appendix|du thao")
_WORDS = re.compile(r"[\W_]+")
_TEXT_KINDS = ("pdf", "docx", "doc", "rtf", "odt", "image", "html", "text")


def open_edxml(source: Source) -> Iterator[Entry]:
    """Give the attachments of a package, the main one with what the package states; without any, its subject."""
    root = _parse(source)
    header, properties = read_header(root), _properties(root)
    found = list(_attachments(root, source))
    main = _main(found)
    for place, entry in enumerate(found):
        stated = header if place == main else None
        yield Entry(entry.name, entry.data, entry.problem, stated, properties)
    if not found:
        message = _first(root, "messageheader")
        words = [_text(message, name) for name in ("subject", "content")]
        text = "\n".join(dict.fromkeys(word for word in words if word))
        if not text:
            raise ReadError(source.path, "gói edXML không có tệp đính kèm", remedy=_REMEDY)
        yield Entry("trích yếu.txt", text.encode(), None, header, properties)


def _parse(source: Source) -> etree._Element:
    data = source.read(limits.BUNDLE_MEMBER_BYTES)
    if _DOCTYPE.search(data[:65536]) or _DOCTYPE.search(data[:65536].replace(b"\x00", b"")):
        raise ReadError(source.path, "XML khai báo thực thể (DOCTYPE), bị từ chối", remedy=_REMEDY)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(source.path, f"gói edXML hỏng ({error})", remedy=_REMEDY) from error


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Give the first element found by going down from name to name."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element.iter() if isinstance(e.tag, str) and _local(e) == name), None)
    return element


def _text(element: etree._Element | None, *path: str) -> str | None:
    found = _first(element, *path)
    if found is None:
        return None
    text = squeeze(nfc("".join(t for t in found.itertext() if isinstance(t, str))))
    return text if text.lower() not in _NO_VALUE else None


# -- header ------------------------------------------------------------------------------------------------------------


def read_header(root: etree._Element) -> Letterhead:
    """Give what the package's header states about its document; None for what it does not."""
    message = _first(root, "messageheader")
    number, symbol = split_code(_text(message, "code", "codenumber"), _text(message, "code", "codenotation"))
    kind = _text(message, "documenttype", "typename")
    if kind is None and _first(message, "documenttype", "type") is None:
        kind = _text(message, "documenttype")
    signer = Signer(
        _text(message, "signerinfo", "fullname") or _text(message, "signerinfo", "signer"),
        _text(message, "signerinfo", "position"),
        None,
    )
    parent, issuer = _text(message, "from", "organizationincharge"), _text(message, "from", "organname")
    return Letterhead(
        doc_type=_doc_type(kind, symbol),
        number=number,
        symbol=symbol,
        issuer=issuer,
        parent_issuer=parent if parent and issuer and fold(parent) != fold(issuer) else None,
        place=_text(message, "promulgationinfo", "place"),
        issued_on=parse_day(_text(message, "promulgationinfo", "promulgationdate") or ""),
        subject=_text(message, "subject"),
        signer=signer if signer.name or signer.title else None,
    )


def _doc_type(name: str | None, symbol: str | None) -> str | None:
    found = doc_type_of(name) if name else None
    return found or (doc_type_of_abbreviation(re.split(r"[-/]", symbol)[0]) if symbol else None)


def split_code(number: str | None, notation: str | None) -> tuple[str | None, str | None]:
    """Give number and symbol, whichever of the two fields they were written into: "45" and "BC-UBND".

    >>> split_code("45/BC-UBND", None)
    ('45', 'BC-UBND')
    """
    found: str | None = None
    symbol: str | None = None
    for field in (number, notation):
        rest = squeeze(field or "")
        match = _NUMBER.match(rest)
        if match is not None and (found is None or match["number"] == found):
            found, rest = match["number"], rest[match.end() :]
        rest = _YEAR_AHEAD.sub("", rest, count=1) if _YEAR_AHEAD.match(rest) else rest
        rest = rest.strip(" /-–")
        if rest and any(map(str.isalpha, rest)):
            symbol = rest
    return found, symbol


def parse_day(text: str) -> dt.date | None:
    """Read a day as packages write it: "2025/06/20", "20/06/2025", "2025-06-20T09:30:00"."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:  # 31/02/2025
        return None


def _properties(root: etree._Element) -> dict[str, str]:
    message = _first(root, "messageheader")
    to = [_text(e, "organname") for e in (message.iter() if message is not None else ()) if _is(e, "to")]
    stated = {
        "package_id": _text(message, "documentid"),
        "package_from": _text(message, "from", "organname"),
        "package_to": "; ".join(dict.fromkeys(name for name in to if name)) or None,
    }
    return {name: value for name, value in stated.items() if value}


def _is(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and _local(element) == name


# -- attachments -------------------------------------------------------------------------------------------------------


def _attachments(root: etree._Element, source: Source) -> Iterator[Entry]:
    names = {
        _text(e, "contentid"): _text(e, "attachmentname")
        for e in root.iter()
        if _is(e, "reference") and _text(e, "contentid")
    }
    for element in list(root.iter()):
        if not _is(element, "attachment"):
            continue
        content = next(
            (e for e in element.iter() if isinstance(e.tag, str) and _local(e) in _CONTENTS and e.text), None
        )
        if content is None or content.text is None:
            continue
        name = next(filter(None, (_text(element, key) for key in _NAMES)), None)
        name = name or names.get(_text(element, "contentid")) or "tệp đính kèm"
        yield _decode(name, content.text, source.path)
        content.text = None  # its memory is needed


def _decode(name: str, text: str, path: str) -> Entry:
    try:
        data = binascii.a2b_base64(text)
    except (binascii.Error, ValueError):
        return Entry(name, problem=ReadError(path, "nội dung đính kèm không giải mã được", remedy=_REMEDY))
    if data[:2] == b"\x1f\x8b":
        data = _inflate(data)
    if name.lower().endswith(".zip") or sniff(data) != "zip":
        return Entry(name, data)
    try:
        packed = list(open_zip(Source(io.BytesIO(data), path, len(data))))
    except FileProblem as problem:
        return Entry(name, problem=problem)
    if len(packed) != 1:
        return Entry(name + ".zip", data)
    return Entry(name, packed[0].data, packed[0].problem)


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, limits.BUNDLE_MEMBER_BYTES)
    except zlib.error:
        return data


def _main(found: list[Entry]) -> int | None:
    """Give the place of the attachment that is the document itself: the first that is no annex by its name."""
    texts = [place for place, entry in enumerate(found) if not entry.problem and sniff(entry.data) in _TEXT_KINDS]
    named = [place for place in texts if not _ANNEX.search(_WORDS.sub(" ", fold(nfc(found[place].name))))]
    return next(iter([*named, *texts]), None)
