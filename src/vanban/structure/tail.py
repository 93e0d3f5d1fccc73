"""Where the main part ends: the closing formula, "Nơi nhận", the signature, all before the first annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.model import BlockKind, Document, Span
from vanban.structure.formulas import AUTHORITY
from vanban.structure.layout import rows_in
from vanban.structure.recipients import cut_signatures
from vanban.structure.shapes import Shape, is_caps
from vanban.structure.signature import Signature, find_lone_name, read_signature
from vanban.text import fold

_COPIES = re.compile(r"\W*n[ơo]i\s+(?:nh[ậâa]n\b|g[ửu]i\s*(?::|$))", re.IGNORECASE)
_CLOSING = re.compile(r"\W*trên đây là\b", re.IGNORECASE)
_ATTACHED = re.compile(r"\W*\(?(?:ban hành )?kèm theo\b", re.IGNORECASE)
_FULL_END = re.compile(r"\./\.?\W*\Z")
_LONGEST = 5000  # characters that the end of the main part may take


class Tail(NamedTuple):
    closing: Span | None  # the block of the closing formula
    start: int  # where the signature may begin
    copies: int | None  # where "Nơi nhận" stands
    end: int  # where the first annex begins, or the text ends
    is_official: bool  # something of an official document's end was there


def find_tail(document: Document, shapes: Sequence[Shape], body: int) -> Tail:
    """Find the end of the main part. `body` is where the head of the document ended."""
    blocks = document.blocks
    copies = next((i for i, s in enumerate(shapes) if _COPIES.match(s.text) and blocks[i].span.start >= body), None)
    signed = _signed_before_annex(document, shapes, body, copies)
    if signed:
        copies = None
    last = _main_end(document, shapes, body, copies)
    closing = next((i for i in range(last) if _CLOSING.match(shapes[i].text)), None)
    start = _signature_start(shapes, last, copies)
    end = blocks[last].span.start if last < len(blocks) else len(document.text)
    offset = blocks[start].span.start if start < len(blocks) else len(document.text)
    copies_at = blocks[copies].span.start if copies is not None and copies < last else None
    ended = copies is not None or any(_FULL_END.search(shape.text) for shape in shapes[:last])
    return Tail(
        blocks[closing].span if closing is not None else None, offset, copies_at, min(end, offset + _LONGEST), ended
    )


def read_tail(document: Document, tail: Tail) -> Signature | None:
    rows = list(cut_signatures(rows_in(document, tail.start, tail.end)))
    signature = read_signature(rows)
    if signature is None and tail.copies is not None:
        after = [row for row in rows if row.span.start > tail.copies]
        name = find_lone_name(after[-3:])
        if name is not None:
            return Signature(name, [], [])
    return signature


def _main_end(document: Document, shapes: Sequence[Shape], body: int, copies: int | None) -> int:
    """Give the index of the block with which the first annex begins."""
    first = copies if copies is not None else 0
    for index in range(first, len(shapes)):
        shape = shapes[index]
        if document.blocks[index].span.start < body or index == 0:
            continue
        if (
            shape.marker is not None
            and shape.marker.kind == "annex"
            and len(shape.text) < 250
            and shape.end not in ".;,"
        ):
            return index
        if copies is not None and index > copies and _ATTACHED.match(shape.text):
            return _caption_start(shapes, index, copies)
    return len(shapes)


def _signed_before_annex(document: Document, shapes: Sequence[Shape], body: int, copies: int | None) -> bool:
    """Tell whether a paper is signed in front of an annex, so that "Nơi nhận" below belongs to a form in that annex."""
    if copies is None:
        return False
    annex = _main_end(document, shapes, body, None)
    return annex < copies and any(
        is_caps(shape.text) and AUTHORITY.match(fold(shape.text)) for shape in shapes[max(0, annex - 8) : annex]
    )


def _caption_start(shapes: Sequence[Shape], index: int, copies: int) -> int:
    """Go back from "(Kèm theo …)" over the title above it."""
    start = index
    while (
        start - 1 > copies + 2
        and shapes[start - 1].caps
        and not AUTHORITY.match(fold(shapes[start - 1].text))
        and index - start < 3
    ):
        start -= 1
    return start


def _signature_start(shapes: Sequence[Shape], last: int, copies: int | None) -> int:
    """Give the index of the block from which on the signature may stand."""
    if copies is not None and copies < last:
        start = copies
        while start > 0 and copies - start < 8 and _is_short(shapes[start - 1]):
            start -= 1
        return start
    for index in range(last - 1, max(-1, last - 40), -1):
        if _FULL_END.search(shapes[index].text):
            return index + 1
    for index in range(max(0, last - 40), last):
        if is_caps(shapes[index].text) and AUTHORITY.match(fold(shapes[index].text)):
            return index
    start = last
    while start > 0 and last - start < 8 and _is_short(shapes[start - 1]):
        start -= 1
    return start


def _is_short(shape: Shape) -> bool:
    if shape.kind is BlockKind.TABLE:
        return False
    return len(shape.text) < 80 and shape.end not in ".;:" and shape.marker is None
