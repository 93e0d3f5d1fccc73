"""What annotations show on a page: number and day stamped in signature fields, typed notes, rubber stamps.

PDFium reads no text from appearance streams, so they are drawn into the page, in memory only. The frame in which a
signature tells about itself ("Người ký: …, Thời gian ký: …") is no text of the document: it is left out and told of.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.text import nfc, squeeze

_MAX_ANNOTATIONS = 2_000  # of a page that are looked at
_MAX_TEXTS = 300  # of these, that are drawn
_MAX_REMOVED = 20_000  # objects of a page: to take out more takes too long
_MAX_DEPTH = 6  # of form objects in form objects
_MAX_OBJECTS = 2_000  # of an appearance stream that are looked at
_MAX_CHARS = 20_000  # of all annotations of a page
_TEXTS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_INVISIBLE | pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# What signing programs write into the frame of a signature, one label a line.
_LABEL = re.compile(
    r"(?:(?:được )?ký (?:số )?bởi|người ký|thời gian ký|ngày ký|ký ngày|nơi ký|lý do ký|mục đích ký|"
    r"(?:digitally )?signed by|signature (?:not verified|valid)|signing time|signer|reason|location|contact)\s*:?|"
    r"(?:e-?mail|cơ quan|tổ chức|đơn vị|chức vụ|lý do|địa điểm|date|dn|cn)\s*:",
    re.IGNORECASE,
)
_MIN_LABELS = 2


class Annotation(NamedTuple):
    place: int  # among the page's annotations
    rect: tuple[float, float, float, float]  # left, bottom, right, top in user space


class Shown(NamedTuple):
    """What the annotations of a page say: in the text, and beside it in frames of signatures."""

    stamped: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()


NOTHING = Shown()


class Stamps:
    """Draws annotations into the pages of an open PDF; closes what it opens."""

    def __init__(self, document: Any, data: bytes) -> None:
        self._document, self._data = document, data
        self._copy: Any = None  # a second handle on the same bytes, whose pages are emptied of their own text

    def close(self) -> None:
        if self._copy:
            pdfium.FPDF_CloseDocument(self._copy)
            self._copy = None

    def draw(self, page: Any, index: int) -> tuple[Any, Shown]:
        """Give the page with its annotations' text drawn in: the same handle, or a new one in its place, or None."""
        annotations = find_annotations(page)
        if not annotations:
            return page, NOTHING
        texts = self._read_alone(index, annotations)
        frames = {place for place, text in texts.items() if is_frame(text)}
        shown = Shown(frames=tuple(texts[place] for place in sorted(frames)))
        if len(frames) == len(texts):
            return page, shown
        before = _count_chars(page)
        _remove(page, keep=texts.keys() - frames)
        drawn = _flatten(self._document, page, index)
        if drawn and _count_chars(drawn) > before:
            return drawn, shown._replace(stamped=tuple(text for place, text in texts.items() if place not in frames))
        if drawn:
            pdfium.FPDF_ClosePage(drawn)
        self.close()  # the page as it was is now found in a new copy only
        return self._load_copy(index), shown

    def _load_copy(self, index: int) -> Any:
        if self._copy is None:
            self._copy = pdfium.FPDF_LoadMemDocument64(self._data, len(self._data), None)
        return (pdfium.FPDF_LoadPage(self._copy, index) if self._copy else None) or None

    def _read_alone(self, index: int, annotations: list[Annotation]) -> dict[int, str]:
        """Give what each annotation says, by its index, read from a page without its own text."""
        page = self._load_copy(index)
        if page is None:
            return {}
        count = pdfium.FPDFPage_CountObjects(page)
        if count > _MAX_REMOVED:
            pdfium.FPDF_ClosePage(page)
            return {annotation.place: "…" for annotation in annotations}
        for place in range(count - 1, -1, -1):
            item = pdfium.FPDFPage_GetObject(page, place)
            if pdfium.FPDFPage_RemoveObject(page, item):
                pdfium.FPDFPageObj_Destroy(item)
        pdfium.FPDFPage_GenerateContent(page)
        _remove(page, keep={annotation.place for annotation in annotations})
        page = _flatten(self._copy, page, index)
        if page is None:
            return {}
        try:
            return _share_out(page, annotations)
        finally:
            pdfium.FPDF_ClosePage(page)


def find_annotations(page: Any) -> list[Annotation]:
    """Find the annotations of a page that are seen and draw text; buttons draw marks."""
    found: list[Annotation] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) not in _TEXTS:
                continue
            if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN or pdfium.FPDFAnnot_HasKey(annotation, b"AS"):
                continue
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
            count = pdfium.FPDFAnnot_GetObjectCount(annotation)
            if _draws_text(annotation, count, pdfium.FPDFAnnot_GetObject, 0):
                if len(found) == _MAX_TEXTS:
                    break
                found.append(Annotation(index, (rect.left, rect.bottom, rect.right, rect.top)))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _draws_text(holder: Any, count: int, get: Any, depth: int) -> bool:
    for index in range(min(count, _MAX_OBJECTS)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = pdfium.FPDFFormObj_CountObjects(item)
            if _draws_text(item, inner, pdfium.FPDFFormObj_GetObject, depth + 1):
                return True
    return False


def is_frame(text: str) -> bool:
    """Tell whether a signature tells about itself here: who signed, when, by which address."""
    return len(_LABEL.findall(squeeze(nfc(text)))) >= _MIN_LABELS


def _remove(page: Any, *, keep: Iterable[int]) -> None:
    kept = set(keep)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page) - 1, -1, -1):
        if index not in kept:
            pdfium.FPDFPage_RemoveAnnot(page, index)


def _flatten(document: Any, page: Any, index: int) -> Any:
    """Draw the annotations into the page and load it anew, for only then is it parsed again; None if it is lost."""
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    return pdfium.FPDF_LoadPage(document, index) or None


def _count_chars(page: Any) -> int:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return 0
    count = int(pdfium.FPDFText_CountChars(text_page))
    pdfium.FPDFText_ClosePage(text_page)
    return count


def _share_out(page: Any, annotations: list[Annotation]) -> dict[int, str]:
    """Give the text of a page to the annotations on which its characters stand."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return {}
    texts: dict[int, str] = {}
    rect = pdfium.FS_RECTF()
    last = annotations[0]
    for index in range(min(pdfium.FPDFText_CountChars(text_page), _MAX_CHARS)):
        char = chr(pdfium.FPDFText_GetUnicode(text_page, index) or 0x200B)
        if not char.isspace():
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect))
            x, y = (rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2
            if _distance(last.rect, x, y) > 0:  # what is drawn by one stands together
                last = min(annotations, key=lambda found: _distance(found.rect, x, y))
        texts[last.place] = texts.get(last.place, "") + char
    pdfium.FPDFText_ClosePage(text_page)
    return {place: squeezed for place, text in sorted(texts.items()) if (squeezed := squeeze(text))}


def _distance(rect: tuple[float, float, float, float], x: float, y: float) -> float:
    left, bottom, right, top = rect
    return max(left - x, x - right, 0.0) + max(bottom - y, y - top, 0.0)
