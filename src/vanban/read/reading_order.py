"""The order in which the lines of a page are read: down one column, then down the next.

Letterheads and signature blocks stand in two columns, some forms and journals do too. Columns are found by white gaps
that several lines share; what stands in aligned rows of numbers is read row by row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from vanban.read.page_lines import PageLine, line_of, share_row
from vanban.text import fold

_LEAST_GUTTER_PT = 4.0
_SAME_ROW = 0.3  # of the lower line's height
_NEAR = 1.3  # of a line's height: a column's next line stands no lower
_SIGNATURE_PT = 150.0  # room left for stamp and signature
_ALIGNED_PT = 9.0
_LIST_PT = 4.0
_FORM_GAP = 3.0  # of the font size: two pieces of one row nearer than that are one line
_NUMBER = re.compile(r"[-–]?[\d.,%/()xX*]+|[-–…]+")
_BULLET = re.compile(r"[-–+•]\s?\w")
_RECIPIENTS = "noi nhan"
_MAX_DEPTH = 4
_MAX_LINES = 2_000  # of a page; a drawing has more


@dataclass(slots=True)
class Column:
    """Lines that follow each other down the page."""

    lines: list[PageLine]
    beside: bool = False  # it stands beside another column


@dataclass(slots=True)
class _Band:
    """Lines on both sides of a gutter."""

    gutter: tuple[float, float]
    left: list[PageLine] = field(default_factory=list)
    right: list[PageLine] = field(default_factory=list)


def order_columns(lines: Sequence[PageLine], *, depth: int = 0) -> list[Column]:
    """Give the columns of a page, or of a part of it, in reading order."""
    rest = sorted(lines, key=attrgetter("top", "x0"))
    if depth >= _MAX_DEPTH or len(rest) > _MAX_LINES:
        return [Column(rest)]
    columns: list[Column] = []
    plain: list[PageLine] = []
    index = 0
    while index < len(rest):
        band = _open_foot(rest[index], plain)
        pair = band.gutter if band is not None else _opposite(rest, index)
        if pair is None:
            plain.append(rest[index])
            index += 1
            continue
        band, used = _grow_band(rest, index, band or _Band(pair), plain)
        if not band.left or not band.right:
            plain += rest[index : max(used, index + 1)]
            index = max(used, index + 1)
            continue
        index = used
        joined = _read_by_rows(band, depth)
        if joined is not None:
            plain += joined
            continue
        if plain:
            columns.append(Column(plain))
            plain = []
        for side in (band.left, band.right):
            columns += [Column(c.lines, True) for c in order_columns(side, depth=depth + 1)]
    if plain:
        columns.append(Column(plain))
    return columns


def _opposite(lines: Sequence[PageLine], index: int) -> tuple[float, float] | None:
    """Give the widest gutter between the lines that share a row with this one; None where it stands alone."""
    line = lines[index]
    row = [line]
    for place in range(index + 1, len(lines)):
        other = lines[place]
        if other.top >= line.bottom:
            break
        if share_row(line, other, share=_SAME_ROW):
            row.append(other)
    if len(row) == 1:
        return None
    row.sort(key=lambda ln: ln.x0)
    gutters = [(left.x1, right.x0) for left, right in pairwise(row)]
    gutters = [g for g in gutters if g[1] - g[0] >= _LEAST_GUTTER_PT]
    return max(gutters, key=lambda g: g[1] - g[0]) if gutters else None


def _open_foot(line: PageLine, above: list[PageLine]) -> _Band | None:
    """Open the band of a signature block whose left column, "Nơi nhận", stands lower than its right one.

    The lines of the right column are taken from `above`; None where the line does not open such a block.
    """
    if fold(line.text[: len(_RECIPIENTS)]) != _RECIPIENTS:
        return None
    right: list[PageLine] = []
    while above and above[-1].x0 >= line.x1 + _LEAST_GUTTER_PT:
        next_top = right[0].top if right else line.top
        centred = not right or abs(above[-1].middle - right[0].middle) <= 2 * _ALIGNED_PT
        if not centred or next_top - above[-1].bottom > _SIGNATURE_PT:
            break
        right.insert(0, above.pop())
    if not right:
        return None
    return _Band((line.x1, min(ln.x0 for ln in right)), right=right)


def _grow_band(lines: list[PageLine], start: int, band: _Band, above: list[PageLine]) -> tuple[_Band, int]:
    """Collect the lines beside a gutter from `start` on; give them and the index of the line after them.

    Lines of `above` that belong to the band are taken from it.
    """
    used = start
    is_open = bool(band.right)
    for index in range(start, len(lines)):
        line = lines[index]
        sides = _sides(line, band.gutter)
        if sides is None:
            break
        left, right = sides
        beside = (left is not None and right is not None) or _faces(line, lines, index, band)
        opens = is_open and index == start
        if not (opens or beside or _is_tail(line, band, left is not None) or _reaches_below(lines, index, band)):
            break
        if left is not None:
            band.left.append(left)
            band.gutter = (max(band.gutter[0], left.x1), band.gutter[1])
        if right is not None:
            band.right.append(right)
            band.gutter = (band.gutter[0], min(band.gutter[1], right.x0))
        used = index + 1
    if band.left and band.right:
        _take_from_above(band, above)
    return band, used


def _sides(line: PageLine, gutter: tuple[float, float]) -> tuple[PageLine | None, PageLine | None] | None:
    """Tell on which side of a gutter a line stands, splitting it where a gap lies over the gutter; None if across."""
    low, high = gutter
    if line.x1 <= high - _LEAST_GUTTER_PT and line.middle < (low + high) / 2:
        return line, None
    if line.x0 >= low + _LEAST_GUTTER_PT and line.middle > (low + high) / 2:
        return None, line
    words = line.words if line.exact is not None else []
    for k in range(1, len(words)):
        gap = words[k].x0 - words[k - 1].x1
        if gap > 0.45 * line.size and words[k - 1].x1 <= high and words[k].x0 >= low:
            return line.part(words[:k]), line.part(words[k:])
    return None


def _faces(line: PageLine, lines: Sequence[PageLine], index: int, band: _Band) -> bool:
    """Tell whether a line shares its row with one on the other side of the gutter."""
    on_left = line.middle < sum(band.gutter) / 2
    others = [*(band.right if on_left else band.left)]
    for other in lines[index + 1 :]:
        if other.top >= line.bottom:
            break
        sides = _sides(other, band.gutter)
        if sides is not None and sides[0 if not on_left else 1] is not None:
            others.append(other)
    return any(share_row(line, other, share=_SAME_ROW) for other in others)


def _is_tail(line: PageLine, band: _Band, on_left: bool) -> bool:
    """Tell whether a line that stands alone goes on with its column: near, and aligned with it."""
    column = band.left if on_left else band.right
    if not column:
        return False
    last = column[-1]
    centred = abs(line.middle - last.middle) <= _ALIGNED_PT
    listed = _goes_on_listing(line, column)
    gap = line.top - max(ln.bottom for ln in (*band.left, *band.right))
    if gap <= _NEAR * line.size and line.top - last.bottom <= _NEAR * line.size:
        return centred or listed
    return centred and not on_left and line.top - last.bottom <= _SIGNATURE_PT and gap <= _SIGNATURE_PT


def _goes_on_listing(line: PageLine, column: Sequence[PageLine]) -> bool:
    """Tell whether most lines of a column begin at one place, and this one there too, or inside the column."""
    starts = sorted(ln.x0 for ln in column)
    usual = starts[len(starts) // 2]
    if fold(column[0].text).startswith("noi nhan"):
        return line.x0 > usual - _LIST_PT
    if _BULLET.match(line.text) and _BULLET.match(column[0].text) and abs(line.x0 - column[0].x0) <= _LIST_PT:
        return True
    if len(column) < 3 or 2 * sum(abs(x0 - usual) <= _LIST_PT for x0 in starts) <= len(column):
        return False
    return abs(line.x0 - usual) <= _LIST_PT or _lies_in(line, column)


def _lies_in(line: PageLine, column: Sequence[PageLine]) -> bool:
    """Tell whether a line lies between the edges of a column."""
    left, right = min(ln.x0 for ln in column), max(ln.x1 for ln in column)
    return left - _LIST_PT <= line.x0 and line.x1 <= right + _LIST_PT


def _reaches_below(lines: Sequence[PageLine], index: int, band: _Band) -> bool:
    """Tell whether the right column goes on further down: the name under a signature."""
    if not band.right:
        return False
    last = band.right[-1]
    for line in lines[index:]:
        sides = _sides(line, band.gutter)
        if sides is None or line.top - last.bottom > _SIGNATURE_PT:
            return False
        if sides[1] is not None and abs(line.middle - last.middle) <= _ALIGNED_PT:
            return True
    return False


def _take_from_above(band: _Band, above: list[PageLine]) -> None:
    """Move the lines right above the band into it that are centred over one of its columns, or go on with its list."""
    while above:
        line = above[-1]
        sides = _sides(line, band.gutter)
        if sides is None or (sides[0] is not None and sides[1] is not None):
            return
        if len(above) > 1 and line.top - above[-2].bottom < 0.8 * line.size and _sides(above[-2], band.gutter) is None:
            return  # the last line of a paragraph
        column = band.left if sides[0] is not None else band.right
        first = min(ln.top for ln in (*band.left, *band.right))
        if not column or first - line.bottom > 0.8 * line.size:
            return
        centred = abs(line.middle - column[0].middle) <= _ALIGNED_PT / 2
        listed = column is band.left and _is_listed_above(line, column[0])
        if not (centred or listed) or line.bottom > column[0].top + 0.5 * line.size:
            return
        column.insert(0, above.pop())


def _is_listed_above(line: PageLine, first: PageLine) -> bool:
    """Tell whether a line belongs to the list that a left column goes on with: its item above, or "Nơi nhận"."""
    if abs(line.x0 - first.x0) > _LIST_PT or not _BULLET.match(first.text):
        return False
    return _BULLET.match(line.text) is not None or fold(line.text).startswith("noi nhan")


def _read_by_rows(band: _Band, depth: int) -> list[PageLine] | None:
    """Give the rows of a band that is to be read line by line; None where its columns are."""
    lines = [*band.left, *band.right]
    if all(share_row(lines[0], other) for other in lines[1:]):
        gap = band.gutter[1] - band.gutter[0]
        return _join_rows(lines) if depth or (gap < _FORM_GAP * lines[0].size and not lines[0].bold) else None
    numbers = sum(all(_NUMBER.fullmatch(w) for w in line.text.split()) for line in band.right)
    if len(band.right) >= 3 and 10 * numbers >= 7 * len(band.right):
        return _join_rows(lines)
    return None


def _join_rows(lines: Sequence[PageLine]) -> list[PageLine]:
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda ln: ln.top):
        if rows and share_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    joined = []
    for row in rows:
        row.sort(key=lambda ln: ln.x0)
        first = row[0]
        words = [word for line in row for word in line.words]
        bold, italic = all(ln.bold for ln in row), all(ln.italic for ln in row)
        joined.append(line_of(words, first.page, size=first.size, bold=bold, italic=italic))
    return joined
