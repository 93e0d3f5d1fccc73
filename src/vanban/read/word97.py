"""Word 97–2003 (.doc) and RTF: LibreOffice makes DOCX of them; without it, their bare text is read."""

from __future__ import annotations

from dataclasses import replace

from vanban.errors import EncryptedError, LimitError, ReadError, UnsupportedError
from vanban.model import Document, Notice
from vanban.read import limits
from vanban.read.doc_text import doc_text
from vanban.read.docx import read_docx
from vanban.read.legacy import Decoder
from vanban.read.libreoffice import as_original, can_write, convert
from vanban.read.ole import BrokenOleError, has_password, has_rights
from vanban.read.plain import read_lines
from vanban.read.rtf_text import Piece, rtf_pieces

DOC_TYPE, RTF_TYPE = "application/msword", "application/rtf"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
FLAT_TYPE = "text/xml"
_MISSING = Notice(
    "libreoffice_missing",
    "Máy chưa cài LibreOffice nên chỉ đọc được chữ, mất bảng và kiểu chữ; "
    "cài bằng: apt-get install libreoffice-writer-nogui.",
)


def read_doc(data: bytes, *, source: str) -> Document:
    check_ole(data, source)
    if can_write("docx"):
        return _read_converted(data, "doc", DOC_TYPE, source)
    try:
        text = doc_text(data)
    except BrokenOleError as error:
        raise broken(source) from error
    return _bare(read_lines(text, source=source), DOC_TYPE, [])


def read_rtf(data: bytes, *, source: str) -> Document:
    if can_write("docx"):
        return _read_converted(data, "rtf", RTF_TYPE, source)
    if len(data) > limits.TEXT_BYTES:
        raise LimitError(source, "quá lớn để đọc không có LibreOffice", remedy="hãy cài LibreOffice rồi đưa lại")
    text, notices = _decode(rtf_pieces(data))
    return _bare(read_lines(text, source=source), RTF_TYPE, notices)


def read_odt(data: bytes, *, source: str) -> Document:
    """Read a text of OpenDocument, which LibreOffice makes a DOCX of."""
    if not can_write("docx"):
        raise UnsupportedError(
            source,
            "cần LibreOffice để đọc văn bản .odt",
            remedy="hãy cài bằng apt-get install libreoffice-writer-nogui, hoặc lưu lại thành DOCX",
        )
    return _read_converted(data, "odt", ODT_TYPE, source)


def read_flat(data: bytes, *, source: str) -> Document:
    """Read a text that Word or LibreOffice saved as one XML file."""
    refuse_entities(data, source)
    if not can_write("docx"):
        raise UnsupportedError(
            source,
            "cần LibreOffice để đọc văn bản Word dạng XML",
            remedy="hãy cài bằng apt-get install libreoffice-writer-nogui, hoặc lưu lại thành DOCX",
        )
    suffix = "fodt" if b"office:document" in data[:1000] else "xml"
    return _read_converted(data, suffix, FLAT_TYPE, source)


def refuse_entities(data: bytes, source: str) -> None:
    """Refuse an XML file that declares entities: Office writes none, and they may grow without end."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        remedy = "hãy mở bằng Word hoặc Excel và lưu lại thành DOCX hoặc XLSX"
        raise UnsupportedError(source, "tệp XML tự khai báo thực thể", remedy=remedy)


def check_ole(data: bytes, source: str) -> None:
    """Refuse a compound file that is torn, has a password, or that only chosen accounts may open."""
    if is_locked(data, source):
        raise locked(source)


def is_locked(data: bytes, source: str) -> bool:
    """Tell whether a compound file has a password. Raises where it is torn or only chosen accounts may open it."""
    try:
        if has_rights(data):
            raise EncryptedError(
                source,
                "tệp chỉ cho tài khoản được cấp quyền mở (IRM)",
                remedy="hãy mở bằng tài khoản có quyền, lưu lại không hạn chế quyền rồi đưa lại",
            )
        return has_password(data)
    except BrokenOleError as error:
        raise broken(source) from error


def locked(source: str) -> EncryptedError:
    remedy = "hãy mở bằng mật khẩu, lưu lại không đặt mật khẩu rồi đưa lại"
    return EncryptedError(source, "tệp có mật khẩu", remedy=remedy)


def _read_converted(data: bytes, suffix: str, media_type: str, source: str) -> Document:
    converted = convert(data, suffix=suffix, target="docx", source=source)
    return as_original(read_docx(converted, source=source), media_type)


def _bare(document: Document, media_type: str, notices: list[Notice]) -> Document:
    return replace(document, media_type=media_type, notices=(_MISSING, *notices, *document.notices))


def _decode(pieces: list[Piece]) -> tuple[str, list[Notice]]:
    decoder = Decoder()
    for piece in pieces:
        decoder.see(piece.text, piece.font)
    if not decoder.settle():
        return "".join(piece.text for piece in pieces), []
    text = "".join(_decode_lines(decoder, piece) for piece in pieces)
    return text, decoder.notices()


def _decode_lines(decoder: Decoder, piece: Piece) -> str:
    return "\n".join(decoder.decode(line, piece.font) for line in piece.text.split("\n"))


def broken(source: str) -> ReadError:
    return ReadError(
        source,
        "tệp Office đời cũ (OLE) bị hỏng hoặc bị cắt cụt",
        remedy="hãy lấy lại bản gốc, hoặc mở rồi lưu lại thành DOCX hoặc XLSX",
    )
