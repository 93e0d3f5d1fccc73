"""Whom a document goes to: the lines after "Kính gửi" and the list under "Nơi nhận".

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from vanban.model import Span
from vanban.structure.formulas import AUTHORITY, TITLE
from vanban.structure.layout import Row
from vanban.structure.shapes import is_caps
from vanban.text import leading_marker

_TO = re.compile(r"(?:kinh (?:g[uo]i|trinh)(?: qua)?|[^.;:]{4,90}\bdien(?=\s*:))\s*:?\s*[;,]?\s*")
_COPIES = re.compile(r"noi (?:nhan|gui)\s*:?\s*")
_FILED = re.compile(r"luu\b")
_INNER_BULLET = re.compile(r"(?:(?<=[;:.,])|\A)\s*[-–+•]\s*(?=[^\W\d_])")
_CAPITALS = re.compile(r"\s(?<=[.;:)\w]\s)\s*(?P<run>[A-ZĐ][A-ZĐÀ-Ỹ./]+)(?=[\s.])")
_EDGE = " \t.;,:-–+•*_"
_LONGEST_ITEM = 300
_MOST_ITEMS = 80


def read_recipients(rows: Sequence[Row]) -> list[Span]:
    """Read the addressees; `rows` begin with the line "Kính gửi"."""
    match = _TO.match(rows[0].folded)
    if match is None:
        return []
    first = rows[0].after(match.end()) if match.end() < len(rows[0].text) else None
    items = _collect(_split_inner(first), rows[1:])
    return [trimmed for item in items if (trimmed := _trim(rows, item)) is not None]


def read_copies(rows: Sequence[Row]) -> list[Span]:
    """Read the list of those who get a copy, "Lưu: …" included; `rows` begin with the line "Nơi nhận".

    Lines of the signature that stand between the items are passed over.
    """
    rows = list(cut_signatures(rows))
    match = _COPIES.match(rows[0].folded)
    if match is None:
        return []
    first = rows[0].after(match.end()) if match.end() < len(rows[0].text) else None
    items: list[Span] = []
    filed = False
    for row in chain(_split_inner(first), chain.from_iterable(map(_split_inner, rows[1:]))):
        if is_signature(row):
            if filed:
                break
            continue
        bare = row.text.lstrip(_EDGE)
        is_item = _has_bullet(row) or row.text[-1] in ";," or (bool(items) and _ended(rows, items[-1], ";"))
        if filed and not (_has_bullet(row) or _goes_on(rows, items, row)):
            break
        if items and not _has_bullet(row) and _goes_on(rows, items, row):
            items[-1] = Span(items[-1].start, row.span.end)
        elif is_item or not items or _FILED.match(row.folded):
            if len(items) >= _MOST_ITEMS or len(bare) > _LONGEST_ITEM:
                break
            items.append(row.span)
        else:
            break
        filed = filed or _FILED.match(row.folded.lstrip(_EDGE)) is not None
    return [trimmed for item in items if (trimmed := _trim(rows, item)) is not None]


def cut_signatures(rows: Iterable[Row]) -> Iterator[Row]:
    """Cut the rows in which a post in capitals follows something else: "Lưu: VT, P1. BỘ TRƯỞNG"."""
    for row in rows:
        cut = _signature_at(row)
        if cut:
            yield _part(row, 0, cut)
            yield _part(row, cut, len(row.text))
        else:
            yield row


def _signature_at(row: Row) -> int:
    if is_caps(row.text) and leading_marker(row.text) is None and not _FILED.match(row.folded):
        return 0
    for match in _CAPITALS.finditer(row.text):
        at = match.start("run")
        found = AUTHORITY.match(row.folded, at) or TITLE.match(row.folded, at)
        if found is not None and is_caps(row.text[at : at + 12]):
            return at
    return 0


def is_signature(row: Row) -> bool:
    """Tell a line of the signature block."""
    if AUTHORITY.match(row.folded) and is_caps(row.text):
        return True
    return TITLE.match(row.folded) is not None and is_caps(row.text)


def _collect(first: Iterable[Row], rows: Sequence[Row]) -> list[Span]:
    items: list[Span] = []
    bulleted = False
    last = ""
    for row in first:
        items.append(row.span)
        last = row.text
    for row in rows:
        bullet = _has_bullet(row)
        if _is_heading(row) or len(row.text) > _LONGEST_ITEM or len(items) >= _MOST_ITEMS:
            break
        if bullet or (last[-1:] == ";" and not row.text[0].islower()) or not items:
            if items and not bullet and bulleted and last[-1:] == ".":
                break
            items += [part.span for part in _split_inner(row)]
            bulleted = bulleted or bullet
        elif last[-1:] not in ".;:" and (row.text[0].islower() or last[-1:] == ","):
            items[-1] = Span(items[-1].start, row.span.end)
        else:
            break
        last = row.text
        if last[-1] == "." and not bulleted and not last.endswith(("TP.", "P.")):
            break
    return items


def _split_inner(row: Row | None) -> list[Row]:
    """Cut a line that holds several items: at its bullets, else at its semicolons."""
    if row is None:
        return []
    cuts = [match.start() for match in _INNER_BULLET.finditer(row.text)]
    if not cuts:
        cuts = [match.end() for match in re.finditer(r";\s+(?=[A-ZĐ])", row.text)] if not _has_bullet(row) else []
    edges = [0, *(cut for cut in cuts if cut), len(row.text)]
    return [_part(row, start, end) for start, end in pairwise(edges) if row.text[start:end].strip(_EDGE)]


def _part(row: Row, start: int, end: int) -> Row:
    skip = len(row.text[start:end]) - len(row.text[start:end].lstrip())
    start += skip
    end = start + len(row.text[start:end].rstrip())
    return Row(Span(row.span.start + start, row.span.start + end), row.text[start:end], row.folded[start:end])


def _has_bullet(row: Row) -> bool:
    marker = leading_marker(row.text)
    return marker is not None and marker.kind == "bullet"


def _is_heading(row: Row) -> bool:
    marker = leading_marker(row.text)
    return marker is not None and marker.kind in ("roman", "article", "chapter", "part", "section", "upper", "annex")


def _goes_on(rows: Sequence[Row], items: Sequence[Span], row: Row) -> bool:
    """Tell a line that goes on with the last item."""
    if not items:
        return False
    if _is_open(rows, items[-1]):
        return True
    if _ended(rows, items[-1], ".;"):
        return False
    if _ended(rows, items[-1], ",:-"):
        return True
    return not is_caps(row.text) and (row.text[0].islower() or row.text[0] in "(&")


def _is_open(rows: Sequence[Row], item: Span) -> bool:
    """Tell whether a bracket opened in an item is not closed in it."""
    text = " ".join(row.text for row in rows if item.start <= row.span.start < item.end)
    return text.rfind("(") > text.rfind(")")


def _ended(rows: Sequence[Row], item: Span, marks: str) -> bool:
    for row in rows:
        if row.span.start < item.end <= row.span.end:
            return row.text[item.end - row.span.start - 1] in marks
    return False


def _trim(rows: Sequence[Row], item: Span) -> Span | None:
    """Leave out bullet and closing punctuation."""
    start, end = item
    for row in rows:
        if row.span.start <= start < row.span.end:
            head = row.text[start - row.span.start : min(end, row.span.end) - row.span.start]
            start += len(head) - len(head.lstrip(_EDGE))
        if row.span.start < end <= row.span.end:
            tail = row.text[max(0, start - row.span.start) : end - row.span.start]
            end -= len(tail) - len(tail.rstrip(_EDGE + "/"))
    return Span(start, end) if start < end else None
