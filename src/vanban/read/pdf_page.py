"""One PDF page as PDFium sees it: words, lines, ruling lines.

PDFium's own text is taken where it agrees with the boxes of its characters; where a font lacks Vietnamese glyphs, so
that the letters of another font stand out of order, the line is rebuilt from the boxes.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.model import Box
from vanban.read.page_lines import TextLine, Word, join_touching, join_words, line_of, set_script, wide_gaps

_TOKEN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")
_LINE = re.compile(r"[^\s][^\r\n]*")
_BREAK_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line
_MAYBE_RAISED = re.compile(r"[^\W\d_]\d|\d[.,;:)\]]*$")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique", re.IGNORECASE)
_ASCENT, _DESCENT = 0.88, 0.22  # of the font size, above and below the baseline
_RAISED = 0.12  # of the font size: a baseline that far off is another one
_MAX_PIECES = 8  # of a line: above, measuring its words is as quick
_SPACE = 0.17  # of the font size: a wider gap parts words
_BOLD_WEIGHT = 600
_MAX_CHARS = 400_000  # of one page

_get_box = pdfium.FPDFText_GetLooseCharBox
_get_origin = pdfium.FPDFText_GetCharOrigin


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
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._edges = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        self._edge_refs = tuple(map(ctypes.byref, self._edges))
        self._refs = ctypes.byref(self._rect), ctypes.byref(self._x), ctypes.byref(self._y)
        self._fonts: dict[int, tuple[bool, bool]] = {}

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self.handle)

    def _read_text(self) -> str:
        """Give the page's text so that its offsets are PDFium's character indexes."""
        count = min(pdfium.FPDFText_CountChars(self.handle), _MAX_CHARS)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self.handle, 0, count, buffer)
        if written == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
            if len(text) == count and "\x00" not in text:
                return text
        codes = (pdfium.FPDFText_GetUnicode(self.handle, index) for index in range(count))
        return "".join(_BREAK_HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\u200b" for code in codes)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Give left, bottom, right, top of a character in user space: of its cell, or of its ink (as the font tells)."""
        rect = self._rect
        _get_box(self.handle, index, self._refs[0])
        return rect.left, rect.bottom, rect.right, rect.top

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
        matrix = pdfium.FS_MATRIX()
        scale = 1.0
        if pdfium.FPDFText_GetMatrix(self.handle, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        return float(pdfium.FPDFText_GetFontSize(self.handle, index)) * scale

    def rects(self, start: int, count: int) -> list[tuple[float, float, float, float]] | None:
        """Give the ink boxes of the pieces in which the file draws a range of characters; None for many pieces."""
        found = pdfium.FPDFText_CountRects(self.handle, start, count)
        if not 0 < found <= _MAX_PIECES:
            return None
        left, top, right, bottom = self._edges
        rects = []
        for index in range(found):
            pdfium.FPDFText_GetRect(self.handle, index, *self._edge_refs)
            rects.append((left.value, bottom.value, right.value, top.value))
        return rects

    def is_generated(self, index: int) -> bool:
        return pdfium.FPDFText_IsGenerated(self.handle, index) == 1

    def face(self, index: int) -> tuple[bool, bool]:
        """Tell whether a character is bold and italic, by its font's name, weight and flags."""
        owner = pdfium.FPDFText_GetTextObject(self.handle, index)
        if not owner:
            return False, False
        font = pdfium.FPDFTextObj_GetFont(owner)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = self._read_face(index)
        drawn_twice = not known[0] and pdfium.FPDFTextObj_GetTextRenderMode(owner) == 2  # filled and stroked
        return (True, known[1]) if drawn_twice else known

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
        buffer = ctypes.create_string_buffer(256)
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


class _Mark(NamedTuple):
    """A word and the indexes of its first and last character."""

    word: Word
    first: int
    last: int


def read_lines(page: TextPage, turn: Turn, number: int, *, exact: bool = False) -> list[TextLine]:
    """Give the lines of a page; pieces of one line that PDFium tells apart are joined.

    `exact` measures every word, as tables need it; else only where a line is not plain.
    """
    lines: list[TextLine] = []
    for match in _LINE.finditer(page.text):
        start, end = match.span()
        row = _read_row(page, turn, start, end)
        if row is None:
            lines += _read_words(page, turn, number, start, end)
        elif row.shuffled:
            marks = _rebuild(page, turn, start, end, row)
            lines += [_make_line(page, part, number) for part in _part_columns(marks)]
        elif exact or row.gaps:
            lines += _read_words(page, turn, number, start, end)
        else:
            bold, italic = page.faces(start, (start + end) // 2, end - 1)
            text = " ".join(match.group().replace(_BREAK_HYPHEN, "-").split())
            lines.append(TextLine(text, number, row.x0, row.top, row.x1, row.bottom, row.size, bold, italic))
    return join_touching(lines)


class _Row(NamedTuple):
    """Where a run of PDFium's text stands, when it stands on one line and at one height."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    shuffled: bool  # pieces are drawn out of order
    gaps: bool  # there may be gaps that part columns


def _read_row(page: TextPage, turn: Turn, start: int, end: int) -> _Row | None:
    """Look at the boxes of the pieces that draw a run; None where each word must be looked at."""
    text = page.text[start:end].rstrip()
    rects = page.rects(start, len(text))
    if rects is None or _BREAK_HYPHEN in text[:-1]:
        return None
    x0, baseline = turn.point(*page.origin(start))
    size = page.size(start)
    shuffled = gaps = False
    edge = x0
    for rect in rects:
        left, top, right, bottom = turn.upright(*rect)
        if top < baseline - 1.5 * size or bottom > baseline + 0.5 * size:
            return None
        if 0.3 * size < bottom - top < 0.55 * size and not -0.1 * size < bottom - baseline < 0.06 * size:
            return None  # a raised or lowered mark, perhaps
        gaps |= left - edge > size
        shuffled |= left - edge < -0.1 * size
        x0, edge = min(x0, left), max(edge, right)
    if not shuffled:
        gaps |= edge - x0 > _widest(text) * size * len(text)
        _, last = turn.point(*page.origin(start + len(text) - 1))
        if abs(last - baseline) > _RAISED * size:
            return None
    return _Row(x0, baseline - _ASCENT * size, edge, baseline + _DESCENT * size, size, shuffled, gaps)


def _read_words(page: TextPage, turn: Turn, number: int, start: int, end: int) -> list[TextLine]:
    if page.quarter(start) != turn.quarter:
        return [_read_turned(page, turn, number, start, end)]
    lines: list[TextLine] = []
    for marks in _part_rows(_read_marks(page, turn, start, end)):
        if not _in_order(marks):
            word = max(marks, key=lambda m: (m.word.bottom - m.word.top, len(m.word.text))).word
            size = (word.bottom - word.top) / (_ASCENT + _DESCENT)
            row = _Row(word.x0, word.top, word.x1, word.bottom, size, True, True)
            marks = _rebuild(page, turn, min(m.first for m in marks), max(m.last for m in marks) + 1, row)
        lines += [_make_line(page, part, number) for part in _part_columns(marks)]
    return lines


def _widest(text: str) -> float:
    """Give the width in ems, for each character, above which the text has gaps that do not show in it."""
    upper = sum(map(str.isupper, text[:60]))
    return 0.6 + 0.25 * upper / min(len(text), 60)


def _read_marks(page: TextPage, turn: Turn, start: int, end: int) -> list[_Mark]:
    """Give the words of PDFium's text, each with the box that its first and last character span."""
    box, point = page.box, turn.point
    marks: list[_Mark] = []
    size, usual = 0.0, -math.inf
    for match in _TOKEN.finditer(page.text, start, end):
        first, last = match.start(), match.end() - 1
        chars = match.group()
        if chars[-1] == _BREAK_HYPHEN:
            chars = chars[:-1] + "-"
        x0, baseline = point(*page.origin(first))
        if abs(baseline - usual) > _RAISED * size:
            size, usual = page.size(first), baseline
        _, _, right, top = box(last)
        x1, _ = point(right, top)
        word = Word(chars, x0, baseline - _ASCENT * size, max(x1, x0), baseline + _DESCENT * size)
        if last > first and _MAYBE_RAISED.search(chars):
            word = _mark_raised(page, turn, word, first)
        marks.append(_Mark(word, first, last))
    return marks


def _mark_raised(page: TextPage, turn: Turn, word: Word, first: int) -> Word:
    """Give a word with its raised or lowered digits as ¹ or ₁."""
    baselines = [turn.point(*page.origin(index))[1] for index in range(first, first + len(word.text))]
    size = (word.bottom - word.top) / (_ASCENT + _DESCENT)
    usual = Counter(round(b, 1) for b, char in zip(baselines, word.text, strict=True) if not char.isdecimal())
    usual = usual or Counter(round(b, 1) for b in baselines)
    main = usual.most_common(1)[0][0]
    text = "".join(set_script(char, (main - b) / size) for char, b in zip(word.text, baselines, strict=True))
    return word if text == word.text else word._replace(text=text)


def _part_rows(marks: list[_Mark]) -> list[list[_Mark]]:
    """Split a run where PDFium went on to another line without saying so."""
    rows: list[list[_Mark]] = []
    row: list[_Mark] = []
    top = bottom = 0.0
    for mark in marks:
        word = mark.word
        overlap = min(bottom, word.bottom) - max(top, word.top)
        if row and overlap < 0.3 * min(bottom - top, word.bottom - word.top):
            rows.append(row)
            row = []
        row.append(mark)
        top, bottom = word.top, word.bottom
    return [*rows, row] if row else rows


def _in_order(marks: list[_Mark]) -> bool:
    """Tell whether the words follow each other to the right with white space between."""
    edge = -math.inf
    for word, _, _ in marks:
        if word.x0 < edge + 0.08 * (word.bottom - word.top):
            return False
        edge = word.x1
    return True


def _rebuild(page: TextPage, turn: Turn, start: int, end: int, row: _Row) -> list[_Mark]:
    """Rebuild the words of a line from the boxes of its characters."""
    least = _SPACE * row.size
    words: list[_Mark] = []
    chars, first, last = "", 0, 0
    x0 = edge = math.inf
    for left, right, index, char in [*_read_glyphs(page, turn, start, end, row), (math.inf, math.inf, 0, " ")]:
        if chars and (char == " " or left - edge > least):
            words.append(_Mark(Word(chars, x0, row.top, edge, row.bottom), first, last))
            chars = ""
        if char == " ":
            continue
        if not chars:
            x0, edge, first = left, right, index
        chars += char
        edge, last = max(edge, right), index
    return words


def _read_glyphs(
    page: TextPage, turn: Turn, start: int, end: int, row: _Row
) -> list[tuple[float, float, int, str]]:
    """Give (left, right, index, character) of a line from left to right, with the spaces that the file itself draws."""
    glyphs: list[tuple[float, float, int, str]] = []
    box, upright = page.box, turn.upright
    for index, char in enumerate(page.text[start:end], start):
        x0, _, x1, _ = upright(*box(index))
        if char > "\u02ff" and unicodedata.combining(char) and glyphs:
            base = glyphs[-1]
            glyphs[-1] = (base[0], base[1], base[2], base[3] + char)
            continue
        if char.isspace():
            if x1 > x0:  # PDFium's own spaces have no width
                glyphs.append((x0, x1, index, " "))
            continue
        if char.isdecimal():
            _, baseline = turn.point(*page.origin(index))
            char = set_script(char, (row.bottom - _DESCENT * row.size - baseline) / row.size)
        glyphs.append((x0, x1, index, "-" if char == _BREAK_HYPHEN else char))
    glyphs.sort(key=itemgetter(0))
    return glyphs


def _part_columns(marks: list[_Mark]) -> list[list[_Mark]]:
    ends = wide_gaps([mark.word for mark in marks])
    return [marks[start:end] for start, end in pairwise([0, *ends, len(marks)])] if marks else []


def _make_line(page: TextPage, marks: list[_Mark], number: int) -> TextLine:
    longest = max(marks, key=lambda m: (m.word.bottom - m.word.top, len(m.word.text)))
    top, bottom = longest.word.top, longest.word.bottom
    bold, italic = page.faces(marks[0].first, longest.first, marks[-1].last)
    words = [m.word for m in marks]
    if any(w.top != top for w in words):
        words = join_words(words, top=top, bottom=bottom)
    return line_of(words, number, size=(bottom - top) / (_ASCENT + _DESCENT), bold=bold, italic=italic)


def _read_turned(page: TextPage, turn: Turn, number: int, start: int, end: int) -> TextLine:
    """Give a line that runs in another direction as one word."""
    boxes = [turn.upright(*page.box(i)) for i in range(start, end) if not page.text[i].isspace()]
    word = Word(
        " ".join(page.text[start:end].replace(_BREAK_HYPHEN, "-").split()),
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    return line_of([word], number, size=page.size(start), turned=True)
