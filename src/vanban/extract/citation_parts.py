"""The parts of a citation: number and symbol, date, articles. Patterns for the text as written, all linear."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

_S = r"[ \u00a0]"  # a newline would be the border of a paragraph, a tab that of a table cell
U = "A-ZĐÐÂĂÊÔƠƯ"
SEPARATOR = rf"{_S}?[-–/](?:{_S}|\n(?=[{U}]{{2}}))?"  # a line may break behind it
_CHAR = rf"(?:[{U}](?:[a-zđ](?![a-zà-ỹđ]))?|[0-9₀-₉])"
_UNIT = rf"(?:CTrPH|CTr|Ctr|TTr|Ttr|TTg|QyĐ|QĐi|(?=[{U}0-9]*[{U}]){_CHAR}++)"
_GLUED = rf"[-–/&_.+](?={_UNIT}){_UNIT}"
_SPACED = rf"{_S}?[-–/&](?:{_S}|\n)?(?=[{U}]{{2}}|CTr|TTr|TTg){_UNIT}"
_NO_CLAUSE = r"(?!\s[a-zà-ỹ]{1,8}\s(?:[a-zà-ỹ]+\s)?đã)"  # "KH-UBND - UBND tỉnh đã"
SYMBOL = (
    rf"(?P<symbol>(?=[{U}][{U}a-z0-9₀-₉&/._+–-]){_UNIT}"
    rf"(?:(?:{_GLUED})|(?<![{U}]{{5}}){_SPACED}{_NO_CLAUSE})?(?:{_GLUED}|[-–](?:{_S}|\n)(?=[{U}]{{2}}){_UNIT}){{0,12}})"
)
# (one digit first: `re` passes over what is none faster)
NUMBER = rf"(?P<number>\d\d{{0,5}}(?:\.\d{{1,3}}(?={_S}?[/-]))?(?:[a-zđA-Z](?![\wđ]))?)(?!\d)"
YEAR = rf"(?:{_S}?[/-]{_S}?(?P<year>(?:19|20)\d{{2}}(?!\d)|[0-289]\d(?={_S}?/{_S}?[A-ZĐ])))"
NUMBER_SIGN = r"(?i:số)\s{0,3}[:.]?\s{0,3}"
BLANK_NUMBER = r"[ \u00a0.…_]{0,40}/\s?(?=[A-ZĐ]{2})"

_W = r"[^\S\t]{0,6}"
_W1 = r"[^\S\t]{1,6}"
_BLANK = r"[ \u00a0.…_]{0,40}"
DATE = re.compile(
    rf"""(?: {_S}{{0,6}}(?P<comma>,)?{_S}{{0,6}} | \n(?=ngày) )  # in small letters: a caption goes on in the next line
    (?P<open>\()?(?:(?i:đề|ký|ban[ ]hành){_W1})?
    (?:(?i:ngày){_W}
        (?: (?P<day>\d{{1,2}}){_W}(?P<sep>[/.\-–]){_W}(?P<month>\d{{1,2}}){_W}[/.\-–]{_W}(?P<year>\d{{4}}|\d{{2}})(?![\d/])
        |   (?P<day2>\d{{1,2}}){_W}(?i:tháng){_W}(?P<month2>\d{{1,2}}){_W},?{_W}(?i:năm){_W}(?P<year2>\d{{4}})(?!\d)
        |   {_BLANK}/{_W}\d{{0,2}}{_BLANK}/{_W}\d{{4}}(?!\d)
        |   {_BLANK}(?i:tháng){_BLANK}\d{{0,2}}{_BLANK}(?i:năm){_W}\d{{4}}(?!\d)
        )
    |   (?<=\() (?P<day3>\d{{1,2}})/(?P<month3>\d{{1,2}})/(?P<year3>\d{{4}})(?!\d)
    )(?P<close>\))?""",
    re.VERBOSE,
)
BY = re.compile(rf"(?:{_S}{{0,3}},?{_S}{{1,3}}(?i:của|do)|\n(?:của|do)){_W1}(?=\w)")

_AND = r"(?:\s?[,;]\s?(?:và\s)?|\s(?:và|hoặc|hay|đến)\s)"
_POINTS = rf"[a-zđ]\d?(?:{_AND}(?:(?i:điểm)\s)?[a-zđ]\d?(?![\wà-ỹ])){{0,12}}"
_CLAUSES = rf"\d{{1,2}}[a-zđ]?(?:{_AND}(?:(?i:khoản)\s)?\d{{1,2}}[a-zđ]?(?!\w)){{0,12}}"
_ARTICLES = rf"\d{{1,3}}[a-zđ]?(?:{_AND}(?:(?i:điều)\s)?\d{{1,3}}[a-zđ]?(?!\w)){{0,12}}"
_BEFORE = re.compile(
    rf"""(?:(?i:điểm)\s(?P<point>{_POINTS})\s?,?\s(?:(?i:của)\s)?)?
    (?:(?i:khoản)\s(?P<clause>{_CLAUSES})\s?,?\s(?:(?i:của)\s)?)?
    (?i:điều)\s(?P<article>{_ARTICLES})\s?,?\s?(?:(?i:của|trong|tại|thuộc)\s)?\Z""",
    re.VERBOSE,
)
_WORDS_BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:và\s)?|và\s|hoặc\s|hay\s|đến\s)\s*(?:(?i:điểm|khoản|điều)\s)?")


class Place(NamedTuple):
    """Where in a document a citation points; several are joined with ", "."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None


class DateTail(NamedTuple):
    end: int
    date: dt.date | None  # None where the day was left blank
    comma: bool  # a comma stood before it


def _date(year: str, month: str, day: str) -> dt.date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 50 else 1900 + int(year)
    try:
        return dt.date(full, int(month), int(day))
    except ValueError:  # 31/02/2020 looks like a day and is none
        return None


def match_date(text: str, offset: int) -> DateTail | None:
    """Find the day of issue that follows at an offset: "ngày 22/12/2024", ", ngày 05 tháng 8 năm 2025", "ngày /4/2026"."""
    match = DATE.match(text, offset)
    if match is None:
        return None
    if match["open"] and not match["close"]:
        return None
    end = match.end() if match["open"] or not match["close"] else match.end() - 1
    for suffix in ("", "2", "3"):
        if match["day" + suffix]:
            date = _date(match["year" + suffix], match["month" + suffix], match["day" + suffix])
            return DateTail(end, date, match["comma"] is not None) if date else None
    return DateTail(end, None, match["comma"] is not None)


def match_place(text: str, offset: int) -> Place:
    """Find the article, clause and point that stand before an offset ("điểm a khoản 2 Điều 5 Nghị định …")."""
    before = text[max(0, offset - 110) : offset]
    at = before.lower().rfind("điều")
    if at < 0:
        return Place()
    start = max(at - 70, 0)
    best: re.Match[str] | None = None
    for opening in re.finditer(r"(?i:điểm|khoản|điều)\s", before[start:]):
        best = _BEFORE.match(before, start + opening.start())
        if best is not None:
            break
    if best is None:
        return Place()
    return Place(
        *(
            ", ".join(_WORDS_BETWEEN.sub(", ", best[part]).split(", ")) if best[part] else None
            for part in ("article", "clause", "point")
        )
    )


def clean_symbol(symbol: str) -> str:
    """Give a symbol without inner spaces, with the Vietnamese Đ and plain hyphens."""
    return re.sub(r"\s+", "", symbol).replace("Ð", "Đ").replace("–", "-")


def clean_number(number: str) -> str:
    return number.lstrip("0") or "0"


def full_year(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) if len(year) == 4 else (1900 if int(year) > 50 else 2000) + int(year)
