"""One PDF page as PDFium sees it: its characters, their boxes and fonts, and the way it is turned."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from vanban.model import Box

BREAK_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line
BREAK_LETTERS = ("\ufdd0", "\ufdd1")  # signs for such a hyphen that is the letter "ư" or "Ư" of a legacy font
BREAKS = str.maketrans({BREAK_HYPHEN: "-", BREAK_LETTERS[0]: "ư", BREAK_LETTERS[1]: "Ư"})
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
_BOLD_WEIGHT = 600
_LEAST_SIZE, _GREATEST_SIZE = 0.5, 5_000.0  # points; what is beyond is broken
_MAX_PIECES = 8  # of a line: above, measuring its words is as quick
_MAX_CHARS = 400_000  # of one page
_TEXT_STEP = 4096  # characters; room for a page's text comes in as many of them as it takes
_FontName = ctypes.c_char * 256
_SAMPLE = 100  # characters of a page that are looked at for what the file says of them

_get_box = pdfium.FPDFText_GetLooseCharBox
_get_origin = pdfium.FPDFText_GetCharOrigin
_get_matrix, _get_font_size = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontSize
_count_rects, _get_rect = pdfium.FPDFText_CountRects, pdfium.FPDFText_GetRect
_get_text_object, _get_font = pdfium.FPDFText_GetTextObject, pdfium.FPDFTextObj_GetFont
_get_render_mode = pdfium.FPDFTextObj_GetTextRenderMode


@lru_cache(maxsize=128)  # ctypes makes a type anew for each length that nobody holds, which takes longer than to use it
def _text_space(steps: int) -> type[ctypes.Array[ctypes.c_ushort]]:
    return ctypes.c_ushort * (steps * _TEXT_STEP)


class BrokenPageError(Exception):
    """PDFium cannot load the page."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The way from PDF user space to the upright page, and from there to the page as shown."""

    quarter: int  # clockwise quarter turns that set the text upright
    shown: int  # clockwise quarter turns with which a viewer shows the page
    left: float
    bottom: float
    right: float
    top: float

    def upright(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Give (x0, top, x1, bottom) of a box given by its lower left and upper right corner."""
        if self.quarter == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        return self._turn(x0, y0, x1, y1, self.quarter)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give (x, top) of a point."""
        if self.quarter == 0:
            return x - self.left, self.top - y
        x0, top, _, _ = self._turn(x, y, x, y, self.quarter)
        return x0, top

    def as_shown(self, box: Box) -> Box:
        if self.quarter == self.shown:
            return box
        return Box(*(round(v, 2) for v in self._turn(*self._back(box), self.shown)))

    def _turn(self, x0: float, y0: float, x1: float, y1: float, quarter: int) -> tuple[float, float, float, float]:
        if quarter == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if quarter == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if quarter == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0

    def _back(self, box: Box) -> tuple[float, float, float, float]:
        x0, top, x1, bottom = box
        if self.quarter == 0:
            return x0 + self.left, self.top - bottom, x1 + self.left, self.top - top
        if self.quarter == 1:
            return top + self.left, x0 + self.bottom, bottom + self.left, x1 + self.bottom
        if self.quarter == 2:
            return self.right - x1, top + self.bottom, self.right - x0, bottom + self.bottom
        return self.right - bottom, self.top - x1, self.right - top, self.top - x0


class TextPage:
    """The characters of a loaded page; close it before the page."""

    def __init__(self, page: Any) -> None:
        self.handle = pdfium.FPDFText_LoadPage(page)
        if not self.handle:
            raise BrokenPageError
        self.text = self._read_text()
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._edges = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        self._edge_refs = tuple(map(ctypes.byref, self._edges))
        self._refs = ctypes.byref(self._rect), ctypes.byref(self._x), ctypes.byref(self._y)
        self._matrix_ref = ctypes.byref(self._matrix)
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._font_names: dict[int, str] = {}

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self.handle)

    def _read_text(self) -> str:
        """Give the page's text so that its offsets are PDFium's character indexes."""
        count = min(pdfium.FPDFText_CountChars(self.handle), _MAX_CHARS)
        if count <= 0:
            return ""
        buffer = _text_space(count // _TEXT_STEP + 1)()
        written = pdfium.FPDFText_GetText(self.handle, 0, count, buffer)
        if written == count + 1:
            text = ctypes.string_at(buffer, 2 * count).decode("utf-16-le", errors="replace")
            if len(text) == count and "\x00" not in text:
                return text
        codes = (pdfium.FPDFText_GetUnicode(self.handle, index) for index in range(count))
        return "".join(BREAK_HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\u200b" for code in codes)

    def unmapped(self) -> float:
        """Give the share of characters of which the file does not say what they are, as of fonts without names."""
        handle, text, is_unmapped = self.handle, self.text, pdfium.FPDFText_HasUnicodeMapError
        drawn = [
            is_unmapped(handle, index)
            for index in range(0, len(text), max(len(text) // _SAMPLE, 1))
            if not text[index].isspace() or pdfium.FPDFText_IsGenerated(handle, index) == 0
        ]
        return drawn.count(1) / len(drawn) if drawn else 0.0

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Give left, bottom, right, top of a character in user space: of its cell, or of its ink."""
        rect = self._rect
        _get_box(self.handle, index, self._refs[0])
        return rect.left, rect.bottom, rect.right, rect.top

    def boxes(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        """Give the boxes of a range of characters."""
        handle, rect, ref, get = self.handle, self._rect, self._refs[0], _get_box
        found = []
        for index in range(start, end):
            get(handle, index, ref)
            found.append((rect.left, rect.bottom, rect.right, rect.top))
        return found

    def origin(self, index: int) -> tuple[float, float]:
        """Give the point of the baseline, in user space, where a character starts."""
        _get_origin(self.handle, index, self._refs[1], self._refs[2])
        return self._x.value, self._y.value

    def quarter(self, index: int) -> int | None:
        """Give the clockwise quarter turns that would set a character upright; None where it stands askew."""
        turns = -pdfium.FPDFText_GetCharAngle(self.handle, index) / (math.pi / 2)
        nearest = round(turns)
        return nearest % 4 if abs(turns - nearest) < 0.06 else None

    def size(self, index: int) -> float:
        matrix, scale = self._matrix, 1.0
        if _get_matrix(self.handle, index, self._matrix_ref):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = float(_get_font_size(self.handle, index)) * scale
        return size if _LEAST_SIZE < size < _GREATEST_SIZE else _LEAST_SIZE

    def rects(self, start: int, count: int) -> list[tuple[float, float, float, float]] | None:
        """Give the ink boxes of the pieces in which the file draws a range of characters; None for many pieces."""
        found = _count_rects(self.handle, start, count)
        if not 0 < found <= _MAX_PIECES:
            return None
        left, top, right, bottom = self._edges
        rects = []
        for index in range(found):
            _get_rect(self.handle, index, *self._edge_refs)
            rects.append((left.value, bottom.value, right.value, top.value))
        return rects

    def has_false_space(self, rect: tuple[float, float, float, float]) -> bool:
        """Tell whether PDFium put a space of its own before the piece that begins at a box."""
        left, bottom, right, top = rect
        x, y = left + min(0.5, (right - left) / 2), (bottom + top) / 2
        index = pdfium.FPDFText_GetCharIndexAtPos(self.handle, x, y, 0.5, 0.5)
        if index < 1 or self.text[index - 1] != " ":
            return False
        x0, _, x1, _ = self.box(index - 1)
        return x1 <= x0

    def face(self, index: int) -> tuple[bool, bool]:
        """Tell whether a character is bold and italic, by its font's name, weight and flags."""
        owner = _get_text_object(self.handle, index)
        if not owner:
            return False, False
        font = _get_font(owner)
        key = ctypes.addressof(font.contents) if font else 0
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = self._read_face(index)
        drawn_twice = not known[0] and _get_render_mode(owner) == 2  # filled and stroked
        return (True, known[1]) if drawn_twice else known

    def font_name(self, index: int) -> str | None:
        """Give the name of a character's font; None for characters that PDFium made up, such as spaces."""
        owner = _get_text_object(self.handle, index)
        if not owner:
            return None
        font = _get_font(owner)
        key = ctypes.addressof(font.contents) if font else 0
        name = self._font_names.get(key)
        if name is None:
            buffer = _FontName()
            pdfium.FPDFText_GetFontInfo(self.handle, index, buffer, 256, None)
            name = self._font_names[key] = buffer.value.decode("utf-8", errors="replace")
        return name

    def faces(self, *indexes: int) -> tuple[bool, bool]:
        """Tell whether all of the characters are bold, and all italic."""
        bold = italic = True
        for index in indexes:
            face = self.face(index)
            bold, italic = bold and face[0], italic and face[1]
            if not (bold or italic):
                break
        return bold, italic

    def _read_face(self, index: int) -> tuple[bool, bool]:
        buffer = _FontName()
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.handle, index, buffer, 256, ctypes.byref(flags))
        name = buffer.value.decode("utf-8", errors="replace")
        weight = pdfium.FPDFText_GetFontWeight(self.handle, index)
        bold = bool(_BOLD_NAME.search(name)) or weight >= _BOLD_WEIGHT or bool(flags.value & 1 << 18)
        return bold, bool(_ITALIC_NAME.search(name)) or bool(flags.value & 1 << 6)


def read_turn(page: Any, text_page: TextPage | None) -> Turn:
    shown = pdfium.FPDFPage_GetRotation(page) % 4
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    quarter = shown
    if text_page is not None and text_page.text:
        step = max(len(text_page.text) // 8, 1)
        indexes = [i for i in range(0, len(text_page.text), step) if not text_page.text[i].isspace()]
        votes = Counter(q for q in map(text_page.quarter, indexes) if q is not None)
        if votes:
            quarter = votes.most_common(1)[0][0]
    return Turn(quarter, shown, rect.left, rect.bottom, rect.right, rect.top)
