"""The lines of a letterhead that carry number and symbol, place and date.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3 and II.4; Hướng dẫn 36-HD/VPTW ("Số 12-BC/TU").
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from vanban.lexicon.doc_types import doc_type_of_abbreviation
from vanban.model import Span

_SYMBOL = (
    r"[A-ZĐ][\w&]*(?:\.[\w&]+)*"
    r"(?:\s?[-–/,]\s?(?:[A-ZĐ\d][\w&]*(?:\.[\w&]+)*|\([\w&]+\)))*(?:\([\w&]{1,6}\))?"
)
_TIMES_OF_DAY = ("hôm ", "sáng ", "trưa ", "chiều ", "tối ")  # "Hôm nay, ngày 6 tháng 11 …"
_BLANK = r"[\s.…_]*+"

NUMBER_LINE = re.compile(
    rf"""
    ^[^\w\n]*
    (?: (?P<type>[^\W\d_]+(?:\ [^\W\d_]+){{0,3}}) \ + (?=[Ss]ố\s*:) )?       # "Luật số: 24/2018/QH14"
    (?: (?:Số|SỐ|Sô|SÔ)\s*[:.]? | số\s*: )
    [^\S\n]*(?:[.…_]{{1,60}}[^\S\n]*)?
    (?P<number> \d{{1,5}} (?:\.\d{{1,3}})? [a-zđA-Z]? (?![\w]) )?
    (?: {_BLANK} / \s* (?P<year>(?:19|20)\d\d) \b )?
    (?: {_BLANK} [-–/]{{1,2}} (?: [^\S\n]* | \s*(?=\S*[-–/]) ) (?P<symbol>{_SYMBOL})  # "/\n BC-UBND"
      | (?:{_BLANK}/)? (?=\s*$)
      | (?<=\d)\s+(?P<spaced>[A-ZĐ]{{2,6}}[/-][A-ZĐ][\w&-]*) )
    """,
    re.VERBOSE | re.MULTILINE,
)

_DAY = re.compile(
    r"""
    ng[àa]y (?:
        [\s.…_]*+ (?P<day>\d{0,2}) [\s.…_]*+ th[áa]ng [\s.…_]*+ (?P<month>\d{0,2}) [\s.…_]*+ n[ăa]m
        [^\S\n.…_]* (?:\n?(?P<year>\d{4})(?!\d))? [\d.…_]*
      | [\s.…_]*+ (?P<day2>\d{0,2}) \s*[/.-]\s* (?P<month2>\d{0,2}) \s*[/.-]\s* (?P<year2>\d{4})
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(r"[\s.…_\-–:]*(?P<place>[^\W\d_][^\n,;:()\d/]{1,40}?(?: \d{1,2}(?=,))?)?[\s.…_]*(?P<comma>,)?\s*\Z")


class NumberLine(NamedTuple):
    span: Span  # of the whole phrase
    number: str | None
    number_span: Span | None
    symbol: str | None
    symbol_span: Span | None
    type_name: str | None


class DateLine(NamedTuple):
    span: Span
    place: Span | None
    date: dt.date | None
    date_span: Span


def find_number_lines(layout: str, offset: int) -> list[NumberLine]:
    found = []
    for match in NUMBER_LINE.finditer(layout):
        group = "symbol" if match["symbol"] else "spaced"
        number = match["number"]
        found.append(
            NumberLine(
                Span(offset + match.start(), offset + match.end()),
                number.lstrip("0") or None if number else None,
                Span(offset + match.start("number"), offset + match.end("number")) if number else None,
                plain_symbol(match[group]) if match[group] else None,
                Span(offset + match.start(group), offset + match.end(group)) if match[group] else None,
                match["type"],
            )
        )
    return found


def plain_symbol(written: str) -> str:
    """Give a symbol without blanks ("BC - UBND" is "BC-UBND")."""
    return re.sub(r"\s+", "", written.replace("–", "-")).rstrip("-/.,")


def type_of_symbol(symbol: str) -> str | None:
    """Give the document type that a symbol names ("BC-UBND", "NQ/TW", "TC/QĐ/CĐKT"); None for an official letter's."""
    for part in re.split(r"[-/.]", symbol)[:2]:
        code = doc_type_of_abbreviation(part)
        if code is not None:
            return code
    return None


def find_date_lines(layout: str, offset: int, taken: list[Span]) -> list[DateLine]:
    """Find "Hà Nội, ngày 05 tháng 8 năm 2025"; `taken` are spans of number lines, which end before a place begins."""
    found = []
    for match in _DAY.finditer(layout):
        start = layout.rfind("\n", 0, match.start()) + 1
        ends = [span.end - offset for span in taken if start < span.end - offset <= match.start()]
        before = _PLACE.match(layout, max([start, *ends]), match.start())
        if before is None or not _is_place(before, layout[match.end() :].split("\n", 1)[0]):
            continue
        place = Span(offset + before.start("place"), offset + before.end("place")) if before["place"] else None
        date_span = Span(offset + match.start(), offset + match.end())
        found.append(
            DateLine(Span(place.start if place else date_span.start, date_span.end), place, _date(match), date_span)
        )
    return found


def _is_place(before: re.Match[str], after: str) -> bool:
    place = before["place"]
    if not place:
        return not after.strip(" ./-*_")
    if not place[0].isupper() or place.casefold().startswith(_TIMES_OF_DAY):
        return False
    words = place.split()
    if before["comma"]:
        return len(words) <= 7
    return (
        len(words) <= 4
        and all(not word[0].isalpha() or word[0].isupper() for word in words)
        and not after.strip(" .*_")
    )


def _date(match: re.Match[str]) -> dt.date | None:
    day, month, year = (match[name] or match[f"{name}2"] for name in ("day", "month", "year"))
    if not (day and month and year):
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:  # 31/02 looks like a day and is none
        return None
