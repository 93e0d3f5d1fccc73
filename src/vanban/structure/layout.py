"""The lines of a part of a document as somebody sees them on the page, with their spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vanban.model import BlockKind, Document, Span
from vanban.text import fold

_AS_SEEN = (("\t", "\n"), ("|", "\n"), ("*", " "), ("#", " "), ("\u00a0", " "))
_fold = lru_cache(maxsize=512)(fold)
_EDGE = " \t\n*_#|"


class Row(NamedTuple):
    """One line, or the part of one that a known phrase left over; "" for a ruling line."""

    span: Span
    text: str  # as it stands at the span
    folded: str  # the same folded, offsets alike

    def after(self, length: int) -> Row:
        """Give the row without its first characters."""
        skip = length + len(self.text[length:]) - len(self.text[length:].lstrip(_EDGE + ":.-–"))
        return Row(Span(self.span.start + skip, self.span.end), self.text[skip:], self.folded[skip:])


def lay_out(document: Document, start: int, end: int) -> str:
    """Give the text between two offsets, the same length, with a newline wherever a line, a cell or a block ends."""
    text = _without_running_heads(document, start, end)
    for char, seen in _AS_SEEN:
        text = text.replace(char, seen)
    lines = document.lines
    first = bisect_left(lines, start + 1, key=lambda line: line.span.start)
    cuts = []
    for index in range(first, len(lines)):
        at = lines[index].span.start
        if at >= end:
            break
        if text[at - start - 1] == " ":
            cuts.append(at - start - 1)
    if not cuts:
        return text
    chars = list(text)
    for cut in cuts:
        chars[cut] = "\n"
    return "".join(chars)


def _without_running_heads(document: Document, start: int, end: int) -> str:
    """Give the text with running heads blanked; ruling lines stay."""
    text = document.text
    parts, position = [], start
    first = bisect_left(document.blocks, start, key=lambda block: block.span.start)
    for index in range(first, len(document.blocks)):
        block = document.blocks[index]
        if block.span.start >= end:
            break
        if block.kind is BlockKind.RUNNING_HEAD and any(char.isalnum() for char in block.span.of(text)):
            stop = min(block.span.end, end)
            parts += [text[position : block.span.start], " " * (stop - block.span.start)]
            position = stop
    return "".join([*parts, text[position:end]])


def rows_of(layout: str, offset: int) -> Iterator[Row]:
    """Give the rows of a layout that hold a letter or a digit, or nothing but a ruling line."""
    position = 0
    for line in layout.split("\n"):
        row = _row_of(line, offset + position)
        if row is not None:
            yield row
        position += len(line) + 1


def _row_of(line: str, start: int) -> Row | None:
    text = line.strip(_EDGE)
    if not text:
        return Row(Span(start, start + len(line)), "", "") if "__" in line else None
    left = line.index(text[0])
    span = Span(start + left, start + left + len(text))
    if not any(map(str.isalnum, text)):
        return Row(span, "", "") if len(text) >= 3 else None
    return Row(span, text, _fold(text))


def rows_in(document: Document, start: int, end: int) -> list[Row]:
    """Give the rows of a stretch of a document."""
    return [row for row in rows_of(lay_out(document, start, end), start) if row.text]
