"""What stands around the running text of a page: page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from vanban.read.builder import Grid
from vanban.read.kinds import page_number
from vanban.read.page_lines import PageLine
from vanban.read.pdf_rulings import Ruling
from vanban.text import leading_marker

_EDGE = 0.13  # of the page's height: where running heads stand
_EDGE_LINES = 4  # at either end of a page
_SAME_PLACE_PT = 9.0
_SMALLER = 0.93  # of the running text's size: a footnote
_NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*|\[?\(?\d{1,3}\)?\]?[.:]?(?=\s)|[(\[]?(?:\*{1,3}|[†‡])[)\]]?")
_SURE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]|[(\[](?:\*{1,3}|[†‡])[)\]]|\*{1,3}(?=\s)|[†‡]")  # nothing else begins so
_NUMBERED_MARK = re.compile(r"[(\[](\d{1,3})[)\]]")
_DIGITS = re.compile(r"\d{1,18}")
_SEPARATOR_PT = (40.0, 260.0)  # length of the line above footnotes


@dataclass(slots=True)
class PageContent:
    """A page as its reader saw it, tables set apart."""

    number: int
    width_pt: float
    height_pt: float
    lines: list[PageLine]
    grids: list[Grid] = field(default_factory=list)
    separators: list[Ruling] = field(default_factory=list)  # horizontal lines outside tables
    unmapped: float = 0.0  # share of characters of which the file does not say what they are


@dataclass(slots=True)
class Margins:
    """The lines of a page, parted."""

    heads: list[PageLine] = field(default_factory=list)
    body: list[PageLine] = field(default_factory=list)
    footnotes: list[PageLine] = field(default_factory=list)
    feet: list[PageLine] = field(default_factory=list)


def part_margins(pages: Sequence[PageContent]) -> list[Margins]:
    """Part each page into running heads, running text, footnotes and feet."""
    repeated = _find_repeated(pages)
    size = _text_size(pages)
    parted: list[Margins] = []
    for page in pages:
        margins = _part_edges(page, repeated)
        _part_footnotes(margins, page, size)
        if parted and margins.footnotes and _runs_over(parted[-1].footnotes, margins.footnotes[0]):
            cut = next(
                (i for i, ln in enumerate(margins.footnotes) if begins_footnote(ln, margins.footnotes[i - 1])), None
            )
            parted[-1].footnotes += margins.footnotes[:cut]
            margins.footnotes = margins.footnotes[cut:] if cut is not None else []
        parted.append(margins)
    return parted


def _runs_over(before: list[PageLine], first: PageLine) -> bool:
    """Tell whether a footnote goes on at the foot of the next page."""
    return bool(before) and not _NOTE_MARK.match(first.text) and not before[-1].text.endswith((".", ";", "!", "?"))


def _part_edges(page: PageContent, repeated: set[int]) -> Margins:
    margins = Margins()
    found = {id(line) for line in page.lines if id(line) in repeated}
    found |= {id(line) for line in _page_number_lines(page, found)}
    for line in page.lines:
        if id(line) not in found:
            margins.body.append(line)
        elif line.top < page.height_pt / 2:
            margins.heads.append(line)
        else:
            margins.feet.append(line)
    return margins


# -- running heads -----------------------------------------------------------------------------------------------------


def _edge_lines(page: PageContent) -> list[tuple[str, PageLine]]:
    """Give the lines at the top and at the bottom that may be running heads."""
    lines = sorted(page.lines, key=lambda ln: ln.top)
    top = [("top", ln) for ln in lines[:_EDGE_LINES] if ln.bottom < _EDGE * page.height_pt]
    foot = [("foot", ln) for ln in lines[-_EDGE_LINES:] if ln.top > (1 - _EDGE) * page.height_pt]
    return top + foot


def _find_repeated(pages: Sequence[PageContent]) -> set[int]:
    """Find the lines that stand at the same place of several pages; ids of the line objects."""
    groups: dict[tuple[str, str], list[tuple[PageContent, PageLine]]] = defaultdict(list)
    for page in pages:
        for edge, line in _edge_lines(page):
            groups[edge, _DIGITS.sub("#", line.text).casefold()].append((page, line))
    repeated: set[int] = set()
    for found in groups.values():
        if len({page.number for page, _ in found}) < 2 or not _may_head(found[0][1].text):
            continue
        if len(found) < max(2, 0.1 * len(pages)) and not _on_following_pages(found):
            continue
        places = Counter(round(line.top / _SAME_PLACE_PT) for _, line in found)
        place, _ = places.most_common(1)[0]
        same = [(page, line) for page, line in found if abs(line.top / _SAME_PLACE_PT - place) <= 1.5]
        if len(same) >= 2 and _numbers_agree(same):
            repeated.update(id(line) for _, line in same)
    return {
        id(line)
        for page in pages
        for _, line in _edge_lines(page)
        if id(line) in repeated and not _is_of_paragraph(page, line, repeated)
    }


def _may_head(text: str) -> bool:
    """Tell whether a line can be a running head: words, but neither a piece of a sentence nor a list item."""
    if not any(map(str.isalnum, text)) or text[0].islower() or text.endswith((".", ";", ",")):
        return False
    return leading_marker(text) is None


def _is_of_paragraph(page: PageContent, line: PageLine, repeated: set[int]) -> bool:
    """Tell whether a line stands right under or over a line of running text in the same print."""
    for other in page.lines:
        apart = abs(line.bottom - other.bottom)
        if 0 < apart < 1.45 * line.size and abs(other.size - line.size) < 0.5 and id(other) not in repeated:
            beside = min(line.x1, other.x1) - max(line.x0, other.x0)
            if beside > 0.5 * min(line.x1 - line.x0, other.x1 - other.x0):
                return True
    return False


def _on_following_pages(found: list[tuple[PageContent, PageLine]]) -> bool:
    numbers = [page.number for page, _ in found]
    return len(numbers) >= 3 and numbers[-1] - numbers[0] <= 2 * len(numbers)


def _numbers_agree(found: list[tuple[PageContent, PageLine]]) -> bool:
    """Tell whether each number in a repeated line is either the same on all pages or counts them."""
    rows = [[int(n) for n in _DIGITS.findall(line.text)[:8]] for _, line in found]
    for column in zip(*rows, strict=False):
        ahead = {n - page.number for n, (page, _) in zip(column, found, strict=True)}
        if len(set(column)) > 1 and len(ahead) > max(1, len(found) // 10):
            return False
    return True


def _page_number_lines(page: PageContent, found: set[int]) -> list[PageLine]:
    """Find the lines that only number the page: the first or last one, apart from the text."""
    lines = sorted((ln for ln in page.lines if id(ln) not in found), key=lambda ln: ln.top)
    numbers: list[PageLine] = []
    if not lines:
        return numbers
    first, last = lines[0], lines[-1]
    if (
        page_number(first.text) is not None
        and first.bottom < _EDGE * page.height_pt
        and not _stands_beside(first, lines)
    ):
        numbers.append(first)
    if (
        last is not first
        and page_number(last.text) is not None
        and last.top > (1 - _EDGE) * page.height_pt
        and not _stands_beside(last, lines)
    ):
        numbers.append(last)
    return numbers


def _stands_beside(line: PageLine, lines: Sequence[PageLine]) -> bool:
    return any(other is not line and other.top < line.bottom - 2 and other.bottom > line.top + 2 for other in lines)


# -- footnotes ---------------------------------------------------------------------------------------------------------


def _text_size(pages: Sequence[PageContent]) -> float:
    """Give the font size of most characters of the document."""
    sizes: Counter[float] = Counter()
    for page in pages[:200]:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _part_footnotes(margins: Margins, page: PageContent, size: float) -> None:
    """Move the footnotes at the end of a page out of its running text."""
    body = sorted(margins.body, key=lambda ln: (ln.top, ln.x0))
    start = _footnote_start(body, page, size)
    if start is None:
        return
    margins.footnotes = body[start:]
    notes = {id(line) for line in margins.footnotes}
    margins.body = [line for line in margins.body if id(line) not in notes]


def _footnote_start(body: list[PageLine], page: PageContent, size: float) -> int | None:
    bottom = max((grid.box.bottom for grid in page.grids if grid.box is not None), default=0.0)
    start = len(body)
    while start > 0 and body[start - 1].size < _SMALLER * size and body[start - 1].top >= bottom - 1:
        start -= 1
    if start == len(body):
        return None
    under_separator = _below_separator(body, page, start)
    if under_separator is not None:
        return under_separator
    for index in range(start, len(body)):
        text = body[index].text
        if _NOTE_MARK.match(text) and (_SURE_MARK.match(text) or body[index].top > 0.5 * page.height_pt):
            return index
    return None


def _below_separator(body: list[PageLine], page: PageContent, start: int) -> int | None:
    """Give the first small line under a short line drawn from the left edge of the text."""
    left = min(line.x0 for line in body)
    low, high = _SEPARATOR_PT
    for rule in page.separators:
        if not low <= rule.end - rule.start <= high or abs(rule.start - left) > 40 or rule.at < 0.3 * page.height_pt:
            continue
        below = [index for index, line in enumerate(body) if (line.top + line.bottom) / 2 > rule.at]
        if below and below[0] >= start and body[below[0]].top - rule.at < 30:
            return below[0]
    return None


def begins_footnote(line: PageLine, before: PageLine, first: PageLine | None = None) -> bool:
    """Tell whether a line among footnotes opens the next one; `first` is the first line of the one before."""
    if _SURE_MARK.match(line.text):
        return True
    mark, last = (_NUMBERED_MARK.match(text.text) if text is not None else None for text in (line, first))
    if mark is not None and last is not None and int(mark[1]) == int(last[1]) + 1:
        return True
    return _NOTE_MARK.match(line.text) is not None and before.text.endswith((".", ";", "!", "?", ")", "”"))
