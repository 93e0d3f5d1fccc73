"""The digital signatures of a PDF: who signed, for whom, when, and whether the signed bytes are still the same.

With pyHanko (extra `signatures`) the bytes are checked; without it, names come from the certificates alone. Nobody is
asked over the network whether a certificate can be trusted.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.model import Signature
from vanban.text import nfc, squeeze

_MAX_SIGNATURES = 64
_MAX_HASHED_BYTES = 2 << 30  # in all signatures of a file
_MAX_CONTENTS = 4 << 20  # of one signature
_MAX_PAGE_NODES = 20_000
_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<sign>[+\-Z])(?P<hours>\d\d)?'?(?P<minutes>\d\d)?'?)?"
)


class Found(NamedTuple):
    signatures: tuple[Signature, ...] = ()
    unchecked: str | None = None  # why the bytes were not checked


def read_signatures(document: Any, data: bytes) -> Found:
    """Read the signatures of an open PDF; `data` is the whole file."""
    count = pdfium.FPDF_GetSignatureCount(document)
    if count <= 0:
        return Found()
    if min(count, _MAX_SIGNATURES) * len(data) > _MAX_HASHED_BYTES:
        return Found(tuple(_read_plain(document, count)), "tệp quá lớn")
    try:
        return Found(tuple(_read_checked(data)))
    except ImportError:
        return Found(tuple(_read_plain(document, count)), "chưa cài pyHanko: pip install 'vanban[signatures]'")
    except Exception as error:  # pyHanko meets broken files with errors of many kinds
        return Found(tuple(_read_plain(document, count)), f"pyHanko không đọc được ({type(error).__name__})")


# -- with pyHanko ------------------------------------------------------------------------------------------------------


def _read_checked(data: bytes) -> Iterator[Signature]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data), strict=False)
    signed = list(reader.embedded_regular_signatures)[:_MAX_SIGNATURES]
    pages = _page_numbers(reader) if signed else {}
    for signature in signed:
        subject, issuer = signature.signer_cert.subject.native, signature.signer_cert.issuer.native
        yield Signature(
            _text(subject.get("common_name")),
            _organization(subject.get("organizational_unit_name"), subject.get("organization_name")),
            signature.self_reported_timestamp,
            _text(issuer.get("common_name")) or _text(issuer.get("organization_name")),
            *_check(signature),
            pages.get(_reference(signature.sig_field, "/P") or 0),
        )


def _check(signature: Any) -> tuple[bool | None, bool | None]:
    """Tell whether the signed bytes are unchanged, and whether they are all of the file."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        digest = signature.compute_digest()
        intact, valid = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
        coverage = signature.evaluate_signature_coverage()
    except Exception:  # an algorithm that is not known, a byte range that makes no sense
        return None, None
    whole = coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(intact and valid and coverage != SignatureCoverageLevel.UNCLEAR), whole


def _page_numbers(reader: Any) -> dict[int, int]:
    """Give the number of each page by the number of its object."""
    numbers: dict[int, int] = {}
    waiting = [reader.root.raw_get("/Pages")]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_PAGE_NODES:
        reference = waiting.pop()
        key = getattr(reference, "idnum", None)
        if key is None or key in seen:
            continue
        seen.add(key)
        node = reference.get_object()
        kids = node.get("/Kids")
        if kids is None:
            numbers[key] = len(numbers) + 1
        else:
            waiting += [kids.raw_get(place) for place in range(len(kids) - 1, -1, -1)]
    return numbers


def _reference(field: Any, key: str) -> int | None:
    try:
        return getattr(field.raw_get(key), "idnum", None)
    except KeyError:
        return None


# -- without -----------------------------------------------------------------------------------------------------------


def _read_plain(document: Any, count: int) -> Iterator[Signature]:
    for index in range(min(count, _MAX_SIGNATURES)):
        item = pdfium.FPDF_GetSignatureObject(document, index)
        contents = _buffer(pdfium.FPDFSignatureObj_GetContents, item)
        if contents:
            time = _buffer(pdfium.FPDFSignatureObj_GetTime, item).rstrip(b"\x00").decode("latin-1")
            yield replace(_read_certificate(contents), signed_at=parse_time(time))


def _buffer(get: Any, item: Any) -> bytes:
    size = get(item, None, 0)
    if not 0 < size <= _MAX_CONTENTS:
        return b""
    buffer = ctypes.create_string_buffer(size)
    get(item, buffer, size)
    return buffer.raw


def _read_certificate(contents: bytes) -> Signature:
    """Read the signer's certificate: the one that signed no other in the signature."""
    try:
        from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
        from cryptography.x509.oid import NameOID

        certificates = load_der_pkcs7_certificates(contents[: _der_length(contents)])
        issuers = {c.issuer for c in certificates if c.issuer != c.subject}
        signers = [c for c in certificates if c.subject not in issuers] or certificates
        subject, issuer = signers[0].subject, signers[0].issuer
        names = {oid: [a.value for a in subject.get_attributes_for_oid(oid)] for oid in _oids(NameOID)}
        by = [a.value for oid in _oids(NameOID) for a in issuer.get_attributes_for_oid(oid)]
    except Exception:  # what cannot be read says nothing
        return Signature()
    common, unit, organization = names.values()
    return Signature(_text(common), _organization(unit, organization), None, _text(by[:1]))


def _oids(names: Any) -> Iterable[Any]:
    return names.COMMON_NAME, names.ORGANIZATIONAL_UNIT_NAME, names.ORGANIZATION_NAME


def _der_length(data: bytes) -> int:
    """Give the length of the first DER element: signatures are padded with zeros."""
    if len(data) < 2 or not data[1] & 0x80:
        return 2 + data[1] if len(data) > 1 else 0
    size = data[1] & 0x7F
    return 2 + size + int.from_bytes(data[2 : 2 + size], "big") if size else len(data)


def _organization(*names: Any) -> str | None:
    return ", ".join(dict.fromkeys(filter(None, map(_text, names)))) or None


def _text(value: Any) -> str | None:
    """Give a name of a certificate, of which there may be several, in one text."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(squeeze(nfc(str(v))) for v in values if v) or None


def parse_time(text: str) -> dt.datetime | None:
    """Read a time as PDF writes it, "D:20260422103012+07'00'"; None where it is none."""
    match = _DATE.match(text)
    if match is None:
        return None
    parts = [int(match[name] or default) for name, default in _PARTS]
    zone = None
    if match["sign"]:
        ahead = dt.timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
        zone = -ahead if match["sign"] == "-" else ahead
    try:
        return dt.datetime(*parts, tzinfo=dt.timezone(zone) if zone is not None else None)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


_PARTS = (("year", 1), ("month", 1), ("day", 1), ("hour", 0), ("minute", 0), ("second", 0))
