"""From the words that OCR saw to lines as other pages have them: baseline, font size, bold print, columns apart.

OCR gives the ink box of a word; how high its letters reach tells the baseline and the size of the font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import dropwhile, groupby, pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple
from unicodedata import category, normalize

import numpy as np
import numpy.typing as npt

from vanban.read.glued_words import LEAST_SEEN, part_glued_words
from vanban.read.ocr_ghosts import drop_ghosts
from vanban.read.ocr_repair import Fix, Repair, find_fixes, section_of
from vanban.read.ocr_spelling import SeenWord, respell
from vanban.read.ocr_written import ReadDigits, Written, find_written
from vanban.read.page_lines import PageLine, Word, join_touching, line_of, wide_gaps
from vanban.read.syllables import is_spelled
from vanban.read.tesseract import OcrWord
from vanban.text import fold

Grey = npt.NDArray[np.uint8]

_ASCENT, _DESCENT = 0.88, 0.22  # of the font size, above and below the baseline
# Heights above the baseline, of the font size; Times New Roman, others differ by less than a tenth.
_TALL, _LOW, _MARKED, _TWICE_MARKED = 0.68, 0.46, 0.88, 0.86
_HANGING = 0.21  # below the baseline
_TALL_LETTERS = frozenset("bdfhklđij0123456789ABCDĐEFGHIJKLMNOPQRSTUVWXYZ?!%&")
_LOW_LETTERS = frozenset("aceomnrsuvwxzpqygơư")
_HANGING_LETTERS = frozenset("gjpqyQ,;()[]/|")
_DOT_BELOW, _HORN = "\u0323", "\u031b"
_SIGNS = re.compile(r"[-–—+•*…./†]+|\(?%\)?[.,;:]?")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NUMBER = re.compile(r"\d\d|\d/")
_SAME_LETTER = str.maketrans("Ðð", "Đđ")  # Icelandic eth for the Vietnamese letter
_EDGE_SIGNS = re.compile(r"^[|¦_~¬‘'`´^\\]+(?=\w)|(?<=\w)[|¦_~¬`´^\\]+$")
# What stands over the right column of a letterhead. Source: Nghị định 30/2020/NĐ-CP; Hướng dẫn 36-HD/VPTW.
_MOTTO = re.compile(r"cong hoa xa|hoa xa hoi|dang cong san|doc lap|\w+,? ngay \w*,? thang")
_MOTTO_GAP = 0.5  # of the font size
_SURE_LINE = 0.6  # mean confidence of a line in which a doubtful word is yet a word
_NO_WORD = 0.1  # confidence: less is no word even there
_UNSURE = 0.3  # confidence: less is no word elsewhere
_HARDLY_SEEN = 0.2  # confidence: less, in a line that is not sure, is a word only where it is spelled as one
_MOSTLY_LOST, _CLEAR = 3, 0.8  # a line that keeps a third of its letters, and those not clear, is a trace
_LONG = 4  # letters and digits: a word, if a doubtful one
_SPECK_PT = 2.0  # the size of a full stop
_HALF_SURE = 0.35  # confidence: less is no sign
_INFLATED = 1.25  # times the usual size: the box of such a word holds more than it
_SAME_SIZE = 0.1  # sizes of one page that differ by less are one
_BOLD = 1.22  # times the usual width of strokes
_MANY_LETTERS = 400  # of one size: they tell how wide its strokes are
_DARK = 150


class _Reach(NamedTuple):
    """How high the letters of a word reach, in font sizes, and whether some hang below the baseline."""

    height: float | None  # None: signs that tell nothing
    rank: int  # how sure the height is: less is surer
    hangs: bool


class Lines(NamedTuple):
    lines: list[PageLine]
    confidence: float | None  # mean over the words, by their letters; None where there are none
    repairs: list[Repair]  # of numbers, symbols and days
    respelled: list[Repair]  # of diacritics
    written: list[Written]  # numbers and days filled in, not sure


def make_lines(
    words: Iterable[OcrWord], page: Grey, *, number: int, dpi: float, read_again: ReadDigits | None = None
) -> Lines:
    """Give the lines of a page in points; what is filled into a letterhead by hand is read again."""
    seen = drop_ghosts([word for word in map(_trim, words) if _is_print(word)])
    rows = [row for _, line in groupby(seen, key=attrgetter("line")) for row in _part_rows(list(line))]
    written = [told for row in rows for told in _settle_written(row, page, read_again)] if read_again else []
    parts = [part for row in rows for part in _part_columns(row)]
    rows = [kept for part in parts if (kept := _drop_traces(_drop_specks(part, _SPECK_PT * dpi / 72)))]
    respelled = [repair for row in rows for repair in (*_part_glued(row), *_respell(row))]
    repairs = _repair(rows)
    measured = [_measure(row) for row in rows]
    sizes = _settle([(size * 72 / dpi, _letters(row)) for row, (_, size) in zip(rows, measured, strict=True)])
    bold = _find_bold(rows, page, [size * dpi / 72 for size in sizes])
    lines: list[PageLine] = []
    for row, (baseline, _), size, strong in zip(rows, measured, sizes, bold, strict=True):
        level = baseline * 72 / dpi
        top, bottom = level - _ASCENT * size, level + _DESCENT * size
        made = [Word(w.text, w.x0 * 72 / dpi, top, w.x1 * 72 / dpi, bottom) for w in row]
        lines.append(line_of(made, number, size=size, bold=strong))
    confidence = round(_confidence([word for row in rows for word in row]), 3) if rows else None
    return Lines(join_touching(lines), confidence, repairs, respelled, written)


def _settle_written(row: list[OcrWord], page: Grey, read_again: ReadDigits) -> list[Written]:
    """Put what is filled into a row as it is surely read, or leave it blank; give what is to be told of."""
    fixes, told = find_written(row, page, measure=_measure, read=read_again)
    for fix in reversed(fixes):
        row[:] = [word for word in _set_text(row, fix) if word.text]
    return told


def _part_glued(row: list[OcrWord]) -> list[Repair]:
    """Part words that OCR ran together; give what was changed."""
    repairs: list[Repair] = []
    parted: list[OcrWord] = []
    for word in row:
        text, count = part_glued_words(word.text, least=LEAST_SEEN)
        if not count:
            parted.append(word)
            continue
        repairs.append(Repair(word.text, text))
        place, unit = 0, (word.x1 - word.x0) / len(text)
        for part in text.split(" "):
            start, end = round(word.x0 + place * unit), round(word.x0 + (place + len(part)) * unit)
            parted.append(word._replace(text=part, x0=start, x1=max(end, start + 1)))
            place += len(part) + 1
    row[:] = parted
    return repairs


def _respell(row: list[OcrWord]) -> Iterator[Repair]:
    """Put the diacritics of a row right; give what was changed."""
    for index, text in enumerate(respell([SeenWord(word.text, word.confidence) for word in row])):
        if text != row[index].text:
            yield Repair(row[index].text, text)
            row[index] = row[index]._replace(text=text)


def _repair(rows: Sequence[list[OcrWord]]) -> list[Repair]:
    """Put numbers, symbols and days right; words that are one in truth are joined."""
    repairs: list[Repair] = []
    section = 0
    for row in rows:
        text = " ".join(word.text for word in row)
        fixes = find_fixes(text, section=section)
        for fix in reversed(fixes):
            row[:] = _set_text(row, fix)
        repairs += [Repair(text[fix.start : fix.end], fix.text) for fix in fixes]
        section = section_of(" ".join(word.text for word in row)) or section
    return repairs


def _set_text(row: Sequence[OcrWord], fix: Fix) -> list[OcrWord]:
    """Give a row with the characters from start to end, counted over its words and spaces, changed."""
    start, changed, after = 0, [], []
    before: list[OcrWord] = []
    for word in row:
        end = start + len(word.text)
        if end <= fix.start:
            before.append(word)
        elif start >= fix.end:
            after.append(word)
        else:
            changed.append((start, word))
        start = end + 1
    first, last = changed[0], changed[-1]
    text = first[1].text[: max(fix.start - first[0], 0)] + fix.text + last[1].text[fix.end - last[0] :]
    joined = first[1]
    for _, word in changed[1:]:
        joined = joined._replace(
            x0=min(joined.x0, word.x0), top=min(joined.top, word.top), x1=max(joined.x1, word.x1),
            bottom=max(joined.bottom, word.bottom), confidence=min(joined.confidence, word.confidence),
        )  # fmt: skip
    return [*before, joined._replace(text=text), *after]


def _letters(words: Iterable[OcrWord]) -> int:
    return sum(len(word.text) for word in words)


def _confidence(words: Sequence[OcrWord]) -> float:
    return sum(word.confidence * len(word.text) for word in words) / max(_letters(words), 1)


# -- words and what only looks like them -------------------------------------------------------------------------------


def _trim(word: OcrWord) -> OcrWord:
    text = normalize("NFC", word.text).translate(_SAME_LETTER)
    return word._replace(text=_EDGE_SIGNS.sub("", text))


def _is_print(word: OcrWord) -> bool:
    """Tell whether a word has letters or digits, or is a sign that stands alone in print."""
    if any(char.isalnum() and category(char) != "Lm" for char in word.text):
        return True
    return _SIGNS.fullmatch(word.text) is not None and word.confidence >= _HALF_SURE


def _drop_specks(part: list[OcrWord], most: float) -> list[OcrWord]:
    """Leave out the signs no larger than a full stop that open a line: rests of ruling lines, specks."""
    return list(dropwhile(lambda word: _is_speck(word, most), part))


def _is_speck(word: OcrWord, most: float) -> bool:
    return max(word.x1 - word.x0, word.bottom - word.top) <= most and not any(map(str.isalnum, word.text))


def _drop_traces(part: list[OcrWord]) -> list[OcrWord]:
    """Leave out what OCR saw in stamps, strokes and specks: in a line that it is sure of only what it wholly doubts."""
    sure = _confidence(part) >= _SURE_LINE
    kept = [word for word in part if word.confidence >= _UNSURE or _is_written(word, sure)]
    if sure:
        return kept
    kept = [word for word in kept if word.confidence >= _HARDLY_SEEN or _is_spelled(word.text)]
    if _letters(kept) * _MOSTLY_LOST < _letters(part) and _confidence(kept) < _CLEAR:
        return []
    return kept if any(_is_spelled(word.text) or _NUMBER.search(word.text) for word in kept) else []


def _is_written(word: OcrWord, sure: bool) -> bool:
    """Tell whether a doubtful word may yet be one: long enough, or a syllable in a line that is sure."""
    alnum = sum(map(str.isalnum, word.text))
    if alnum >= _LONG and 2 * alnum > len(word.text):
        return True
    return sure and word.confidence >= _NO_WORD and _is_spelled(word.text)


def _is_spelled(text: str) -> bool:
    bare = _NOT_LETTERS.sub("", text)
    return len(bare) > 1 and is_spelled(bare)


def _part_rows(line: list[OcrWord]) -> list[list[OcrWord]]:
    """Part words that OCR put on one line and that stand on several."""
    rows: list[list[OcrWord]] = []
    for word in sorted(line, key=lambda w: w.x0):
        middle = (word.top + word.bottom) / 2
        row = next((r for r in rows if any(w.top < middle < w.bottom for w in r[-3:])), None)
        row = row or next((r for r in rows if word.top < (r[-1].top + r[-1].bottom) / 2 < word.bottom), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return rows


def _part_columns(row: list[OcrWord]) -> list[list[OcrWord]]:
    """Part a row where a gap is so wide that it lies between columns."""
    size = _measure(row)[1]
    words = [Word(w.text, w.x0, 0, w.x1, (_ASCENT + _DESCENT) * size) for w in row]
    ends = {*wide_gaps(words)}
    for index in range(1, len(row)):
        if words[index].x0 - words[index - 1].x1 > _MOTTO_GAP * size and _MOTTO.match(_folded(row[index : index + 4])):
            ends.add(index)
    return [row[start:end] for start, end in pairwise([0, *sorted(ends), len(row)])]


def _folded(words: Sequence[OcrWord]) -> str:
    return fold(" ".join(word.text for word in words))


# -- baseline and size -------------------------------------------------------------------------------------------------


def _measure(row: Sequence[OcrWord]) -> tuple[float, float]:
    """Give baseline and font size of a row of words, in pixels.

    The box of a word that OCR could not part from its neighbours is too high; such words are left out.
    """
    known = [(word, reach) for word, reach in zip(row, (_reach(w.text) for w in row), strict=True) if reach.height]
    if not known:
        height = max(median(w.bottom - w.top for w in row), 1)
        return max(w.bottom for w in row), height
    guesses = [(w.bottom - w.top) / ((reach.height or _TALL) + _HANGING * reach.hangs) for w, reach in known]
    usual = sorted(guesses)[(len(guesses) - 1) // 3]
    sound = [pair for pair, guess in zip(known, guesses, strict=True) if guess <= _INFLATED * usual]
    standing = [w.bottom for w, reach in sound if not reach.hangs]
    hanging = [w.bottom - _HANGING * usual for w, reach in sound if reach.hangs]
    baseline = median(standing or hanging)
    for rank in range(4):
        sizes = [(baseline - w.top) / (reach.height or _TALL) for w, reach in sound if reach.rank == rank]
        sizes = [size for size in sizes if size > 0]
        if sizes:
            return baseline, median(sizes)
    return baseline, max(usual, 1.0)


@lru_cache(maxsize=1 << 14)
def _reach(text: str) -> _Reach:
    height: float | None = None
    rank, hangs = 3, False
    for char in text:
        parts = normalize("NFD", char)
        base, marks = parts[0], parts[1:]
        above = sum(mark not in (_DOT_BELOW, _HORN) for mark in marks)
        hangs = hangs or char in _HANGING_LETTERS or base in _HANGING_LETTERS or _DOT_BELOW in marks
        if above and base.isupper():
            reached, its_rank = (_MARKED if above == 1 else _MARKED + 0.12), 2
        elif above > 1:
            reached, its_rank = _TWICE_MARKED, 2
        elif above or base in _TALL_LETTERS:
            reached, its_rank = _TALL, 0
        elif base in _LOW_LETTERS:
            reached, its_rank = _LOW, 1
        else:
            continue
        if height is None or reached > height:
            height, rank = reached, its_rank
    return _Reach(height, rank, hangs)


def _settle(found: Sequence[tuple[float, int]]) -> list[float]:
    """Give each size, counted by letters, the value of the most frequent size near it, in steps of half a point."""
    weights: dict[float, int] = {}
    for size, letters in found:
        for near in (-0.5, 0.0, 0.5):
            place = round(size * 2) / 2 + near
            weights[place] = weights.get(place, 0) + letters * (2 if not near else 1)
    order = sorted(weights, key=lambda size: -weights[size])
    settled: list[float] = []
    for size, _ in found:
        usual = next((place for place in order if abs(place - size) <= _SAME_SIZE * size), size)
        settled.append(max(usual, 1.0))
    return settled


# -- bold print --------------------------------------------------------------------------------------------------------


def _find_bold(rows: Sequence[Sequence[OcrWord]], page: Grey, sizes: Sequence[float]) -> list[bool]:
    """Tell which rows are printed bold: their strokes are wider than those of most of the page."""
    ink = page < _DARK
    starts = ink.copy()
    starts[:, 1:] &= ~ink[:, :-1]
    widths = [[_stroke(ink, starts, word) / size for word in row] for row, size in zip(rows, sizes, strict=True)]
    lines = list(zip(rows, widths, strict=True))
    limits: dict[float, float] = {}
    for size in set(sizes):
        same = [line for line, other in zip(lines, sizes, strict=True) if other == size]
        letters = sum(_letters(row) for row, _ in same)
        limits[size] = _BOLD * _usual_width(same if letters >= _MANY_LETTERS else lines)
    bold = []
    for line, size in zip(widths, sizes, strict=True):
        seen, limit = [width for width in line if width], limits[size]
        bold.append(bool(seen) and median(seen) > limit and median(seen[len(seen) // 2 :]) > 0.92 * limit)
    return bold


def _usual_width(lines: Sequence[tuple[Sequence[OcrWord], Sequence[float]]]) -> float:
    """Give the width of strokes below which almost half of the letters lie; 0 where nothing tells."""
    known = sorted(
        (width, len(word.text)) for row, widths in lines for word, width in zip(row, widths, strict=True)
        if width and len(word.text) > 1
    )  # fmt: skip
    half = 0.45 * sum(letters for _, letters in known)
    for width, letters in known:
        half -= letters
        if half <= 0:
            return width
    return 0.0


def _stroke(ink: npt.NDArray[np.bool_], starts: npt.NDArray[np.bool_], word: OcrWord) -> float:
    """Give the mean length of the runs of ink in a word's box."""
    box = slice(word.top, word.bottom), slice(word.x0, word.x1)
    count = np.count_nonzero(starts[box]) if word.text.isalnum() else 0
    return int(np.count_nonzero(ink[box])) / count if count else 0.0
