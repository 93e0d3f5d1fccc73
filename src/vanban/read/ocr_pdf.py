"""Which pages of a PDF are scans, or carry a text layer that is no text; they are drawn and read by OCR."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.read.margins import PageContent
from vanban.read.ocr import Ocr
from vanban.read.pdf_rulings import Rulings
from vanban.read.syllables import is_spelled

if TYPE_CHECKING:
    from PIL import Image

    from vanban.read.ocr_page import OcrPage

_FEW_CHARS = 300  # beside a scan: the text of a signature, a page number
_MOSTLY = 0.5  # of the page is covered by images
_OUTLINES = 150  # drawn paths on a page without text: its letters are outlines
_FEW_WORDS = 12  # too few to judge a text layer
_SPELLED, _MARKED, _STRANGE = 0.5, 0.15, 0.15  # shares of words
_BETTER = 0.15  # share of spelled words by which OCR must be better than a text layer
_NOTHING_READ = 0.2  # share of spelled words, below which a page without text shows pictures
_UNMAPPED = 0.3  # share of characters of which the file does not say what they are
_MAX_PIXELS = 30_000_000
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_STRANGE_SIGN = re.compile("[\x00-\x1f\x80-\xa9\xab-\xb9\xbb-\xbf×÷\u2200-\u27ff\ue000-\uf8ff\ufffd?]")
_STRANGE_WORD = re.compile(
    "[^\\W\\d_][\x00-\x1f\x80-\xa9\xab-\xb9\xbb-\xbf×÷\u2200-\u27ff\ue000-\uf8ff\ufffd]|[\\w]\\?[\\w]"
)


class Judgement(NamedTuple):
    """How good a text is as Vietnamese: shares of its words."""

    words: int
    spelled: float
    marked: float  # with a letter that only Vietnamese has
    strange: float  # with a sign that no text has

    @property
    def good(self) -> bool:
        return self.words < _FEW_WORDS or (
            self.strange < _STRANGE and self.spelled >= _SPELLED and self.marked >= _MARKED
        )


def judge(texts: Iterable[str]) -> Judgement:
    tokens = " ".join(texts).split()
    text = " ".join(tokens)
    words = [word for word in _LETTERS.findall(text) if not word.isupper() or len(word) > 6]
    if not words:
        return Judgement(0, 0.0, 0.0, 0.0)
    spelled = sum(map(is_spelled, words))
    marked = len(words) - sum(map(str.isascii, words))
    strange = sum(map(_is_strange, tokens)) if _STRANGE_SIGN.search(text) else 0
    return Judgement(len(words), spelled / len(words), marked / len(words), strange / len(tokens))


def _is_strange(text: str) -> bool:
    return _STRANGE_SIGN.search(text) is not None and _STRANGE_WORD.search(text) is not None


def read_scan(page: Any, content: PageContent, rulings: Rulings, ocr: Ocr) -> OcrPage | None:
    """Read a loaded page by OCR where that is wanted and gives more than its text layer; None: the layer is kept."""
    reason = _reason(content, rulings, ocr)
    if reason is None:
        return None
    if not ocr.ready:
        ocr.miss(content.number)
        return None
    image, dpi = draw(page)
    found = ocr.read(image, content.number, dpi=dpi)
    if found is None or (reason != "always" and not _is_better(found, content, reason)):
        return None
    ocr.tell(found)
    return found


def _reason(content: PageContent, rulings: Rulings, ocr: Ocr) -> str | None:
    """Say why a page is to be read by OCR: always, silent, unmapped, sparse, garbled; None where it is not."""
    if ocr.mode == "never":
        return None
    if ocr.mode == "always":
        return "always"
    texts = texts_of(content)
    if not texts:
        return "silent" if rulings.has_image or rulings.paths >= _OUTLINES else None
    covered = rulings.image_area >= _MOSTLY * content.width_pt * content.height_pt
    if not covered and content.unmapped < _UNMAPPED and not any(map(_is_strange, texts)):
        return None  # as nearly every page
    judged = judge(texts)
    if content.unmapped >= _UNMAPPED and not (judged.good and judged.words >= _FEW_WORDS):
        return "unmapped"
    if covered and sum(map(len, texts)) < _FEW_CHARS:
        return "sparse"
    if judged.good or (not covered and judged.strange < _STRANGE):
        return None
    return "garbled"


def _is_better(found: OcrPage, content: PageContent, reason: str) -> bool:
    texts = texts_of(found.content)
    judged = judge(texts)
    if reason in ("silent", "unmapped"):
        return judged.words < _FEW_WORDS or judged.spelled >= _NOTHING_READ
    if reason == "sparse":
        return judged.good and sum(map(len, texts)) > 2 * sum(map(len, texts_of(content)))
    return judged.good and judged.spelled > judge(texts_of(content)).spelled + _BETTER


def texts_of(content: PageContent) -> list[str]:
    """Give the texts of a page, tables included."""
    return [line.text for line in content.lines] + [cell.text for grid in content.grids for cell in grid.cells]


def draw(page: Any) -> tuple[Image.Image, float]:
    """Draw a loaded page; give it with the dots to the inch."""
    import numpy as np
    from PIL import Image

    from vanban.read.ocr_page import GOOD_DPI, LEAST_DPI, MOST_DPI

    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    dpi = _scanned_dpi(page)
    dpi = dpi if LEAST_DPI <= dpi <= MOST_DPI else GOOD_DPI
    dpi = min(dpi, 72 * math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    columns, rows = max(round(width * dpi / 72), 1), max(round(height * dpi / 72), 1)
    pixels = np.empty((rows, columns, 4), dtype=np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGRx, pixels.ctypes.data, columns * 4)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, 0)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGB", (columns, rows), pixels.tobytes(), "raw", "BGRX", 0, 1), dpi


def _scanned_dpi(page: Any) -> float:
    """Give the dots to the inch of the largest image on a page; 0 where it shows none."""
    largest, found = 0.0, 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    columns, rows = ctypes.c_uint(), ctypes.c_uint()
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 500)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
        left, bottom, right, top = (edge.value for edge in edges)
        area = (right - left) * (top - bottom)
        if area > largest and pdfium.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(columns), ctypes.byref(rows)):
            largest, found = area, math.sqrt(columns.value * rows.value / area) * 72
    return found
