"""PDF files with digital signatures and annotations, made in memory; keys and certificates are made on the spot."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pdf_files import Sheet
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

Rect = tuple[float, float, float, float]  # left, top, right, bottom, from the page's top left
HEIGHT = 842.0


class Stamp(NamedTuple):
    """Lines of text in an appearance stream of its own."""

    rect: Rect
    lines: Sequence[str]
    size: float = 12
    page: int = 0


def letter(*, pages: int = 1) -> Sheet:
    """Draw the head of a report whose number and day were left blank, and some text."""
    sheet = Sheet()
    for page in range(pages):
        if page:
            sheet.next_page()
        if page == 0:
            sheet.text(85, 70, "ỦY BAN NHÂN DÂN", bold=True)
            sheet.text(95, 86, "TỈNH LÀO CAI", bold=True)
            sheet.text(85, 118, "Số:")
            sheet.text(140, 118, "/BC-UBND")
            sheet.text(290, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=11, bold=True)
            sheet.text(330, 118, "Lào Cai, ngày")
            sheet.text(440, 118, "tháng")
            sheet.text(505, 118, "năm 2025")
            sheet.centre(297, 160, "BÁO CÁO", bold=True)
            sheet.centre(297, 178, "Kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2025", bold=True)
        sheet.paragraph(220, f"Trang {page + 1}. Các cơ quan, đơn vị đã hoàn thành nhiệm vụ được giao trong kỳ.")
    return sheet


NUMBER_STAMPS = (
    Stamp((110, 106, 138, 122), ["245"]),
    Stamp((416, 106, 438, 122), ["20"]),
    Stamp((480, 106, 502, 122), ["6"]),
)


@cache
def make_signer(name: str, organization: str, unit: str | None = None) -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organization)]
    attributes += [(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    attributes.append((NameOID.COMMON_NAME, name))
    subject = certificates.Name([certificates.NameAttribute(oid, value) for oid, value in attributes])
    issuer = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "CA thử nghiệm")])
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    made = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),
    )


def sign(data: bytes, stamp: Stamp, signer: signers.SimpleSigner, *, field: str = "Signature1") -> bytes:
    """Sign as programs do that write the number into the field: its text in form objects with fonts of their own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    box = _user_space(stamp.rect)
    fields.append_signature_field(writer, fields.SigFieldSpec(field, box=box, on_page=stamp.page))
    meta = signers.PdfSignatureMetadata(field_name=field, reason="Phát hành", name="Văn thư")
    placed = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, margins=Margins.uniform(0))
    style = StaticStampStyle(background=_Drawing(stamp), background_layout=placed, border_width=0)
    done = signers.PdfSigner(meta, signer=signer, stamp_style=style).sign_pdf(writer, in_place=False)
    return bytes(done.getbuffer())


def annotate(data: bytes, stamp: Stamp, *, kind: str = "/FreeText", flags: int = 4) -> bytes:
    """Add an annotation that shows text, without signing."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    drawing = _Drawing(stamp)
    drawing.set_writer(writer)
    form = drawing.as_form_xobject()
    annotation = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name(kind),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, _user_space(stamp.rect))),
            pdf_name("/F"): generic.NumberObject(flags),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)}),
        }
    )
    if kind == "/Widget":
        annotation[pdf_name("/FT")] = pdf_name("/Btn")
        annotation[pdf_name("/AS")] = pdf_name("/Yes")
    writer.register_annotation(writer.find_page_for_modification(stamp.page)[0], writer.add_object(annotation))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _user_space(rect: Rect) -> tuple[int, int, int, int]:
    left, top, right, bottom = rect
    return int(left), int(HEIGHT - bottom), int(right), int(HEIGHT - top)


class _Drawing(PdfContent):
    """Lines of text, drawn by reportlab, as a form object with a font and a ToUnicode map of its own."""

    def __init__(self, stamp: Stamp) -> None:
        left, top, right, bottom = stamp.rect
        super().__init__(box=BoxConstraints(width=right - left, height=bottom - top))
        self._sheet = Sheet(size=(right - left, bottom - top))
        for row, line in enumerate(stamp.lines):
            self._sheet.text(0, (row + 1) * stamp.size, line, size=stamp.size)

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._sheet.data())))
        self.resources.xobject["/Drawn"] = drawn
        return b"/Drawn Do"
