"""The lines of a PDF page.

PDFium's own text is taken where it agrees with the boxes of its characters; where a font lacks Vietnamese glyphs, so
that the letters of another font stand out of order, the line is rebuilt from the boxes.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from vanban.read.page_lines import PageLine, Word, join_touching, join_words, line_of, set_script, touch, wide_gaps
from vanban.read.pdf_page import BREAKS, TextPage, Turn
from vanban.read.ruled_tables import RuledGrid
from vanban.read.spaced_letters import SPACED, join_spaced
from vanban.text import nfc, squeeze

_TOKEN = re.compile(r"[^\s\ufffe\ufdd0\ufdd1]+[\ufffe\ufdd0\ufdd1]?|[\ufffe\ufdd0\ufdd1]")
_COMBINING = re.compile("[\u0300-\u0345]")
_BREAK_SIGNS = "\ufffe\ufdd0\ufdd1"
_BREAK = re.compile(f"[{_BREAK_SIGNS}]")
_LINE = re.compile(r"[^\s][^\r\n]*")
_MAYBE_RAISED = re.compile(r"[^\W\d_]\d|\d[.,;:)\]]*$|^\d{1,3}[^\W\d_]")
_ASCENT, _DESCENT = 0.88, 0.22  # of the font size, above and below the baseline
_LEVEL, _TENTH = 0.09, 0.1  # of the font size, and points: with less between them, baselines are one
_RAISED = 0.12  # of the font size: a baseline that far off is another one
_OTHER_SIZE = 1.9  # times the font size: print of another kind, such as a watermark
_TOUCHING = 0.1  # of the font size: pieces no farther apart have no space between
_MAX_BESIDE = 60  # pieces of one row that are looked at
_LEAST_WIDEST = 0.6  # ems: no text of letters is set wider than this for each of them
_FAR_PT = 1e6
_DRAWN_AGAIN = 1.5  # points between two copies of a line
_SPACE = 0.17  # of the font size: a wider gap parts words


class _Mark(NamedTuple):
    """A word and the indexes of its first and last character."""

    word: Word
    first: int
    last: int


def read_lines(page: TextPage, turn: Turn, number: int, *, grids: Sequence[RuledGrid] = ()) -> list[PageLine]:
    """Give the lines of a page; pieces of one line that PDFium tells apart are joined.

    Words are measured where a line is not plain, and where it reaches over several columns of a grid.
    """
    lines: list[PageLine] = []
    plain: dict[int, tuple[int, int]] = {}  # lines whose words are not measured, and their characters
    signs = _Signs(_BREAK.search(page.text) is not None, _COMBINING.search(page.text) is not None)
    for match in _LINE.finditer(page.text):
        start, end = match.span()
        row = _read_row(page, turn, start, end, signs)
        if row is None:
            lines += _read_words(page, turn, number, start, end)
        elif row.shuffled:
            marks = _rebuild(page, turn, start, end, row)
            lines += [_make_line(page, part, number) for part in _part_columns(marks)]
        elif (
            row.gaps
            or (match[0][1:2].isspace() and SPACED.fullmatch(match[0]))
            or (grids and any(_crosses(row, grid) for grid in grids))
        ):
            lines += _read_words(page, turn, number, start, end)
        else:
            bold, italic = page.faces(start, (start + end) // 2, end - 1)
            text = match[0].translate(BREAKS) if signs.breaks else match[0]
            text = squeeze(nfc(text))
            plain[len(lines)] = (start, end)
            lines.append(PageLine(text, number, row.x0, row.top, row.x1, row.bottom, row.size, bold, italic))
    again = _drawn_again(lines)
    touching = {index for index in _touching(lines) & plain.keys() if index not in again}
    kept: list[PageLine] = []
    for index, line in enumerate(lines):
        if index in touching:
            kept += _read_words(page, turn, number, *plain[index])
        elif index not in again:
            kept.append(line)
    return join_touching([join_spaced(line) for line in kept if _is_on_paper(line)])


def _drawn_again(lines: Sequence[PageLine]) -> set[int]:
    """Give the indexes of lines drawn over an earlier one with the same text, as programs print bold or shadows."""
    places: dict[str, list[PageLine]] = {}
    again: set[int] = set()
    for index, line in enumerate(lines):
        same = places.setdefault(line.text, [])
        if same and any(max(abs(line.x0 - o.x0), abs(line.top - o.top)) < _DRAWN_AGAIN for o in same[-_MAX_BESIDE:]):
            again.add(index)
        else:
            same.append(line)
    return again


def _is_on_paper(line: PageLine) -> bool:
    """Tell whether a line has a place that can be told; a broken file may put it at infinity."""
    return abs(line.x0) + abs(line.x1) + abs(line.top) + abs(line.bottom) < _FAR_PT


def _crosses(row: _Row, grid: RuledGrid) -> bool:
    """Tell whether a line stands in more than one column of a grid."""
    if not grid.ys[0] < (row.top + row.bottom) / 2 < grid.ys[-1]:
        return False
    return bisect_left(grid.xs, row.x0 + 1) != bisect_left(grid.xs, row.x1 - 1)


def _touching(lines: list[PageLine]) -> set[int]:
    """Give the indexes of the lines that touch another one in their row."""
    tops = [line.top for line in lines]
    order = sorted(range(len(lines)), key=tops.__getitem__)
    found: set[int] = set()
    for place, index in enumerate(order):
        line = lines[index]
        for other in order[place + 1 : place + _MAX_BESIDE]:
            if tops[other] > line.bottom:
                break
            if touch(line, lines[other]):
                found |= {index, other}
    return found


class _Signs(NamedTuple):
    """What the text of a page holds anywhere; most hold neither."""

    breaks: bool  # hyphens at the ends of lines
    marks: bool  # diacritics by themselves


class _Row(NamedTuple):
    """Where a run of PDFium's text stands, when it stands on one line and at one height."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    shuffled: bool  # pieces are drawn out of order
    gaps: bool  # there may be gaps that part columns


def _read_row(page: TextPage, turn: Turn, start: int, end: int, signs: _Signs) -> _Row | None:
    """Look at the boxes of the pieces that draw a run; None where each word must be looked at."""
    text = page.text[start:end].rstrip()
    rects = page.rects(start, len(text))
    if rects is None or (signs.breaks and _BREAK.search(text[:-1])):
        return None
    x0, baseline = turn.point(*page.origin(start))
    size = page.size(start)
    shuffled, gaps = signs.marks and _COMBINING.search(text) is not None, False
    touching = []
    edge = x0
    for rect in rects:
        left, top, right, bottom = turn.upright(*rect)
        if top < baseline - 1.5 * size or bottom > baseline + 0.5 * size:
            return None
        if 0.3 * size < bottom - top < 0.55 * size and not -0.1 * size < bottom - baseline < 0.06 * size:
            return None  # a raised or lowered mark, perhaps
        if edge > x0 and left - edge < _TOUCHING * size:
            touching.append(rect)
        gaps |= left - edge > size
        shuffled |= left - edge < -0.1 * size
        x0, edge = min(x0, left), max(edge, right)
    if shuffled and page.quarter(start) != turn.quarter:
        return None
    if not shuffled:
        if touching and any(map(page.has_false_space, touching)):
            return None
        wide = edge - x0 > _LEAST_WIDEST * size * len(text)
        gaps |= wide and edge - x0 > _widest(text) * size * len(text)
        _, last = turn.point(*page.origin(start + len(text) - 1))
        if abs(last - baseline) > _RAISED * size:
            return None
    return _Row(x0, baseline - _ASCENT * size, edge, baseline + _DESCENT * size, size, shuffled, gaps)


def _read_words(page: TextPage, turn: Turn, number: int, start: int, end: int) -> list[PageLine]:
    if page.quarter(start) != turn.quarter:
        return _read_turned(page, turn, number, start, end)
    lines: list[PageLine] = []
    rows = _part_rows(_read_marks(page, turn, start, end))
    turned: list[_Mark] = []
    for marks in rows if len(rows) > 1 else []:
        if page.quarter(marks[0].first) != turn.quarter:
            turned += marks
    if turned:
        lines += _read_turned(page, turn, number, turned[0].first, turned[-1].last + 1)
    for marks in rows:
        if marks[0] in turned:
            continue
        if not _in_order(marks) or _has_own_marks(marks):
            word = max(marks, key=lambda m: (m.word.bottom - m.word.top, len(m.word.text))).word
            size = (word.bottom - word.top) / (_ASCENT + _DESCENT)
            row = _Row(word.x0, word.top, word.x1, word.bottom, size, True, True)
            marks = _rebuild(page, turn, min(m.first for m in marks), max(m.last for m in marks) + 1, row)
        lines += [_make_line(page, part, number) for part in _part_columns(marks)]
    return lines


def _widest(text: str) -> float:
    """Give the width in ems, for each character, above which the text has gaps that do not show in it."""
    upper = sum(map(str.isupper, text[:60]))
    return _LEAST_WIDEST + 0.25 * upper / min(len(text), 60)


def _read_marks(page: TextPage, turn: Turn, start: int, end: int) -> list[_Mark]:
    """Give the words of PDFium's text, each with the box that its first and last character span."""
    box, point = page.box, turn.point
    marks: list[_Mark] = []
    size, usual = 0.0, -math.inf
    for match in _TOKEN.finditer(page.text, start, end):
        first, last, chars = match.start(), match.end() - 1, match[0]
        if chars[-1] in _BREAK_SIGNS:
            chars = chars.translate(BREAKS)
        x0, baseline = point(*page.origin(first))
        if abs(baseline - usual) > _RAISED * size:
            size, usual = page.size(first), baseline
        _, _, right, top = box(last)
        x1, _ = point(right, top)
        word = Word(chars, x0, baseline - _ASCENT * size, max(x1, x0), baseline + _DESCENT * size)
        if last > first and not chars.isalpha() and _MAYBE_RAISED.search(chars):
            word = _mark_raised(page, turn, word, first)
        marks.append(_Mark(word, first, last))
    return marks


def _mark_raised(page: TextPage, turn: Turn, word: Word, first: int) -> Word:
    """Give a word with its raised or lowered digits as ¹ or ₁."""
    baselines = [turn.point(*page.origin(index))[1] for index in range(first, first + len(word.text))]
    size = (word.bottom - word.top) / (_ASCENT + _DESCENT)
    if max(baselines) - min(baselines) < _LEVEL * size - _TENTH:
        return word
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
        if row and (overlap < 0.3 * min(bottom - top, word.bottom - word.top) or _changes_size(row[-1].word, word)):
            rows.append(row)
            row = []
        row.append(mark)
        top, bottom = word.top, word.bottom
    return [*rows, row] if row else rows


def _changes_size(last: Word, word: Word) -> bool:
    """Tell whether a word is so much larger or smaller than the one before it that it belongs to another line."""
    ratio = (word.bottom - word.top) / max(last.bottom - last.top, 0.1)
    return ratio > _OTHER_SIZE or (ratio < 1 / _OTHER_SIZE and not word.text.isdecimal())


def _in_order(marks: list[_Mark]) -> bool:
    """Tell whether the words follow each other to the right with white space between."""
    edge = -math.inf
    for word, _, _ in marks:
        if word.x0 < edge + 0.08 * (word.bottom - word.top):
            return False
        edge = word.x1
    return True


def _has_own_marks(marks: list[_Mark]) -> bool:
    """Tell whether diacritics are drawn by themselves: PDFium loses the space behind such a one."""
    return any(_COMBINING.search(mark.word.text) for mark in marks)


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


def _read_glyphs(page: TextPage, turn: Turn, start: int, end: int, row: _Row) -> list[tuple[float, float, int, str]]:
    """Give (left, right, index, character) of a line from left to right, with the spaces that the file itself draws."""
    glyphs: list[tuple[float, float, int, str]] = []
    boxes = page.boxes(start, end)
    if turn.quarter:
        boxes = [turn.upright(*box) for box in boxes]
    left = 0.0 if turn.quarter else turn.left
    for index, (char, box) in enumerate(zip(page.text[start:end], boxes, strict=True), start):
        x0, x1 = box[0] - left, box[2] - left
        if "\u0300" <= char < "\u0370" and unicodedata.combining(char) and glyphs:
            base = glyphs[-1]
            glyphs[-1] = (base[0], max(base[1], x1), base[2], base[3] + char)  # a mark may take room of its own
            continue
        if char.isspace():
            if x1 > x0:  # PDFium's own spaces have no width
                glyphs.append((x0, x1, index, " "))
            continue
        if char.isdecimal():
            _, baseline = turn.point(*page.origin(index))
            char = set_script(char, (row.bottom - _DESCENT * row.size - baseline) / row.size)
        glyphs.append((x0, x1, index, char.translate(BREAKS)))
    glyphs.sort(key=itemgetter(0))
    return glyphs


def _part_columns(marks: list[_Mark]) -> list[list[_Mark]]:
    ends = wide_gaps([mark.word for mark in marks])
    return [marks[start:end] for start, end in pairwise([0, *ends, len(marks)])] if marks else []


def _make_line(page: TextPage, marks: list[_Mark], number: int) -> PageLine:
    longest = max(marks, key=lambda m: (m.word.bottom - m.word.top, len(m.word.text)))
    top, bottom = longest.word.top, longest.word.bottom
    bold, italic = page.faces(marks[0].first, longest.first, marks[-1].last)
    words = [m.word for m in marks]
    if any(w.top != top for w in words):
        words = join_words(words, top=top, bottom=bottom)
    return line_of(words, number, size=(bottom - top) / (_ASCENT + _DESCENT), bold=bold, italic=italic)


def _read_turned(page: TextPage, turn: Turn, number: int, start: int, end: int) -> list[PageLine]:
    """Give lines that run in another direction, each as one word; what runs up or down is split where it changes x."""
    found: list[Word] = []
    askew = page.quarter(start) is None
    for match in _TOKEN.finditer(page.text, start, end):
        boxes = [turn.upright(*box) for box in page.boxes(*match.span())]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        text = match.group().translate(BREAKS)
        word = Word(text, min(lefts), min(tops), max(rights), max(bottoms))
        last = found[-1] if found else None
        if last is not None and (askew or min(last.x1, word.x1) - max(last.x0, word.x0) > 0.5 * (word.x1 - word.x0)):
            edges = min(last.x0, word.x0), min(last.top, word.top), max(last.x1, word.x1), max(last.bottom, word.bottom)
            found[-1] = Word(f"{last.text} {text}", *edges)
        else:
            found.append(word)
    return [line_of([word], number, size=page.size(start), turned=True) for word in found]
