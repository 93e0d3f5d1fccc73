"""What a PDF holds beside what its pages draw: fields and notes without a drawn form, comments, attached files, XFA.

A viewer shows what is typed into a field or a note also where the file has no appearance stream for it; such text
becomes part of the page. Comments, attached files and forms that only Acrobat builds are told of.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.read.builder import DocumentBuilder
from vanban.read.page_lines import PageLine
from vanban.read.pdf_page import Turn
from vanban.text import nfc, squeeze

_MAX_ANNOTATIONS = 2_000  # of a page that are looked at
_MAX_FILES = 500
_MAX_TYPED, _MAX_CHARS = 2_000, 20_000  # lines of a page; characters of one field
_MAX_NAMED, _MAX_QUOTED = 8, 200  # in one notice; characters of each
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_INVISIBLE | pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_TYPED = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}  # where their text stands
_NO_COMMENTS = (
    pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FILEATTACHMENT,
    *_TYPED,
)  # fmt: skip
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s+Tf\b")  # in a default appearance
_USUAL_SIZE = 11.0
_LEAST_PT = 2.0  # a field's width and height
_LETTER = 0.5  # of the font size: a letter's usual width


class Typed(NamedTuple):
    """Text of a field or a note that nothing draws."""

    text: str
    rect: tuple[float, float, float, float]  # left, bottom, right, top in user space
    size: float


@dataclass(slots=True)
class Beside:
    """What stands on a page and is not drawn by it."""

    typed: list[Typed] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def find_beside(page: Any) -> Beside:
    """Look through the annotations of a page, before they are drawn into it."""
    found = Beside()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            _look(annotation, found)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _look(annotation: Any, found: Beside) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return
    if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        found.files.append(_name_of(pdfium.FPDFAnnot_GetFileAttachment(annotation)))
    elif kind in _TYPED:
        if not pdfium.FPDFAnnot_GetObjectCount(annotation):  # nothing is drawn
            typed = _typed_lines(annotation, _string(annotation, _TYPED[kind])[:_MAX_CHARS])
            found.typed += typed[: _MAX_TYPED - len(found.typed)]
    elif kind not in _NO_COMMENTS:
        text = squeeze(_string(annotation, b"Contents"))
        if text:
            found.comments.append(text)


def _typed_lines(annotation: Any, text: str) -> list[Typed]:
    lines = [squeezed for line in re.split(r"[\r\n]+", text) if (squeezed := squeeze(line))]
    if not lines:
        return []
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
    if rect.right - rect.left < _LEAST_PT or rect.top - rect.bottom < _LEAST_PT:  # not meant to be seen
        return []
    pitch = (rect.top - rect.bottom) / len(lines)
    stated = _SIZE.search(_string(annotation, b"DA"))
    size = max(min(float(stated[1]) if stated and float(stated[1]) else _USUAL_SIZE, pitch), 1.0)
    made = []
    for number, line in enumerate(lines):
        top = rect.top - number * pitch
        right = min(rect.left + _LETTER * size * len(line), max(rect.right, rect.left + 1))
        made.append(Typed(line, (rect.left, top - pitch, right, top), size))
    return made


def lay_typed(beside: Beside, lines: list[PageLine], turn: Turn, number: int) -> None:
    """Add what is typed to the lines of a page."""
    drawn = list(lines)
    for typed in beside.typed:
        x0, top, x1, bottom = turn.upright(*typed.rect)
        over = (line for line in drawn if line.top < bottom and top < line.bottom and line.x0 < x1 and x0 < line.x1)
        if not any(typed.text in line.text for line in over):  # else a form that was printed into the page
            lines.append(PageLine(typed.text, number, x0, top, x1, bottom, typed.size))


def find_files(document: Any) -> list[str]:
    """Name the files that are attached to the document as a whole, as those of a portfolio are."""
    count = min(pdfium.FPDFDoc_GetAttachmentCount(document), _MAX_FILES)
    return [_name_of(pdfium.FPDFDoc_GetAttachment(document, index)) for index in range(count)]


def is_built_by_acrobat(document: Any) -> bool:
    """Tell whether the pages are only a stand-in for a form (XFA) that Acrobat builds when it opens the file."""
    return bool(pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL)


def _name_of(attachment: Any) -> str:
    name = squeeze(_text(lambda *space: pdfium.FPDFAttachment_GetName(attachment, *space))) if attachment else ""
    return name or "không tên"


def _string(annotation: Any, key: bytes) -> str:
    if pdfium.FPDFAnnot_GetValueType(annotation, key) != pdfium.FPDF_OBJECT_STRING:  # a name: of a button
        return ""
    return _text(lambda *space: pdfium.FPDFAnnot_GetStringValue(annotation, key, *space))


def _text(get: Callable[..., int]) -> str:
    """Give a string of PDFium's, asked for its length first."""
    length = get(None, 0)
    if length <= 2:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    get(buffer, length)
    return nfc(bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip("\x00"))


# -- telling -----------------------------------------------------------------------------------------------------------


def notice_page(builder: DocumentBuilder, beside: Beside, number: int, *, laid: bool) -> None:
    """Tell of the comments of a page, and of what was typed there where it could not be laid among the page's lines."""
    texts = [*beside.comments, *(() if laid else (typed.text for typed in beside.typed))]
    if texts:
        message = f"Trang {number}: ghi chú không đưa vào nội dung: {_quoted(texts)}."
        builder.notice("pdf_comment", message, page=number)


def notice_document(builder: DocumentBuilder, files: list[str], *, built_by_acrobat: bool) -> None:
    if files:
        problem = f"PDF mang theo {len(files)} tệp đính kèm chưa được đọc: {_quoted(files)}"
        builder.notice("pdf_attachment", f"{problem}; hãy lưu các tệp đó ra rồi đưa vào.")
    if built_by_acrobat:
        problem = "PDF là biểu mẫu động (XFA), nội dung điền trong đó không đọc được"
        builder.notice("pdf_form", f"{problem}; hãy mở bằng Acrobat, in ra PDF rồi đưa lại.")


def _quoted(texts: list[str]) -> str:
    more = f" và {len(texts) - _MAX_NAMED} mục nữa" if len(texts) > _MAX_NAMED else ""
    return ", ".join(f"“{text[:_MAX_QUOTED]}”" for text in texts[:_MAX_NAMED]) + more
