"""Calendar mentions as the words give them, and what builds them from a match over lower-case text."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from vanban.extract.numerals import parse_words
from vanban.lexicon.units import match_unit
from vanban.model import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A calendar mention as written; None for what it leaves open."""

    span: Span
    rule: str
    year: int | None = None
    last_year: int | None = None  # of a period of several years
    months: tuple[int, int] | None = None  # first and last, both inclusive
    day: int | None = None
    school_year: bool = False
    weak: bool = False  # counts only beside another date or after a word such as "trước"
    otherwise: Mention | None = None  # what a weak mention is where nothing supports it

    @property
    def is_period(self) -> bool:
        return self.last_year is not None

    def interval(self) -> tuple[dt.date, dt.date] | None:
        """Give the days that the mention covers; None where it is incomplete or impossible (31/02/2020)."""
        if self.year is None or (self.day is not None and self.months is None):
            return None
        first, last = self.months or (1, 12)
        if not 1 <= first <= last <= 12 and not self.school_year:
            return None
        if self.day is not None:
            if not 1 <= self.day <= calendar.monthrange(self.year, first)[1]:
                return None
            day = dt.date(self.year, first, self.day)
            return day, day
        end_year = self.last_year or self.year
        end = dt.date(end_year, last, calendar.monthrange(end_year, last)[1])
        return (dt.date(self.year, first, 1), end) if end_year >= self.year else None


W = r"[ \u00a0]{0,8}"  # white space inside a mention; a tab or a newline is the border of a cell or a block
W1 = r"[ \u00a0]{1,8}"
N = r"[ \u00a0\n]{0,8}"  # where a mention cannot be taken for two, it may run over a line's end
DASH = r"[-–—÷]"

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_NAMED_YEARS = (1000, 2199)  # after the word "năm"
_BARE_YEARS = (1945, 2065)
_LONGEST_PERIOD = 100

_LABEL_BEFORE = re.compile(
    r"(?:\b(?:số|điều|khoản|mục|trang|mã|lô|thửa|tờ|đường|lộ|iso|tcvn|qcvn|tcn|fax|đt|điện thoại|tài khoản|ký hiệu|hơn|gần|trên|dưới|có|được|"
    r"phổ thông|gồm|thêm|đạt|bằng|tổng|cộng|còn|mất|giảm|tăng|chi|thu|giá|tiêu chuẩn)|[$€#]|\d)[ :.]{0,2}\Z"
)
_NUMBERED_BEFORE = re.compile(
    r"\b(?:số|định|quyết|thông tư|luật|lệnh|văn|hoạch|án|đồng|trình|điều|khoản|mục|nđ|tt|ttlt|qđ|nq|kh|bc|tb|cv|ct|hd|qh|pl|lệ|đồ)[ :.]{0,2}\Z"
)
_EACH_BEFORE = re.compile(r"(?:\d|\b(?:mỗi|hằng|hàng|một|nửa|từng)) ?\Z")
_NAMED_BEFORE = re.compile(
    r"(?:đề án|nghị quyết|nghị định|kế hoạch|quyết định|chỉ thị|thông tư|chương trình|luật|kết luận|chỉ đạo|số) (?:số )?\d{1,4} \Z"
)
_NUMBER_AFTER = re.compile(rf"{W}(?:{DASH}|đến|tới){W}\d{{1,5}}(?!\d|/\d)(?<!\b(?:19|20)\d\d)")
_RATE_AFTER = re.compile(rf"{W}(?:%|lần\b|buổi\b|triệu\b|tỷ\b|kg\b|tấn\b|ngày\b|giờ\b|người\b)")
_ROW_REACH = 200  # characters of a table row that are looked at on either side
_NUMBER_CELL = re.compile(r"[\d.,]{1,20} ?%?")
_YEAR_CELL = re.compile(r"(?:19|20)\d\d|[1-9]")  # small numbers count columns
_LUNAR_AFTER = re.compile(rf"{W1}\(?âm lịch|/al\b|{W1}al\b")

Match = re.Match[str]


def _before(match: Match, length: int = 16) -> str:
    return match.string[max(match.start() - length, 0) : match.start()]


def _unit_follows(match: Match) -> bool:
    text, end = match.string, match.end()
    while end < len(text) and text[end] in " \u00a0":
        end += 1
    unit = match_unit(text, end) if end > match.end() or text[end : end + 1] == "%" else None
    return unit is not None and unit.group != "act" and unit.kind != "duration"


def _is_value_cell(match: Match) -> bool:
    """Tell whether the match fills a table cell among cells of other numbers: "1760", "1800", "2000"."""
    text, (start, end) = match.string, match.span()
    if text[start - 1 : start] != "\t" and text[end : end + 1] != "\t":
        return False
    before = text[max(start - _ROW_REACH, 0) : start].rpartition("\n")[2].split("\t")
    after = text[end : end + _ROW_REACH].partition("\n")[0].split("\t")
    if before[-1].strip() or len(before) <= 2:  # words before the year, or a column that names the rows
        return False
    numbers = [cell for cell in map(str.strip, (*before, *after)) if _NUMBER_CELL.fullmatch(cell)]
    return any(not _YEAR_CELL.fullmatch(cell) for cell in numbers[1:])


def _is_rate(match: Match) -> bool:
    """Tell "3 tháng 15 ngày" and "mỗi tháng 2 lần" from a month; "Đề án 06 tháng 5" is one."""
    before = _before(match, 32)
    each = _EACH_BEFORE.search(before) is not None and not _NAMED_BEFORE.search(before)
    return each or _RATE_AFTER.match(match.string, match.end()) is not None


def _number(match: Match, group: str) -> int | None:
    digits = match.groupdict().get(group)
    return int(digits) if digits else None


def _year(match: Match) -> int | None:
    year = _number(match, "y") or _number(match, "y3")
    if year is None and (short := _number(match, "yy")) is not None:
        return 2000 + short
    return year


def build_day(match: Match, _: None) -> Mention:
    month = _number(match, "m")
    months = (month, month) if month is not None else None
    # an impossible day stays a mention, so that no rule reads a month or year out of its middle
    return Mention(Span(*match.span()), "date.day", year=_year(match), months=months, day=_number(match, "d"))


def build_solar_day(match: Match, _: None) -> Mention | None:
    if _LUNAR_AFTER.match(match.string, match.end()):
        return None
    return build_day(match, _)


def build_weak_day(match: Match, _: None) -> Mention | None:
    day, month = _number(match, "d") or 0, _number(match, "m")
    if not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12) or _unit_follows(match):
        return None
    months = (month, month) if month is not None else None
    return Mention(Span(*match.span()), "date.weak_day", months=months, day=day, weak=True)


def build_month(match: Match, _: None) -> Mention | None:
    month = _number(match, "m")
    if month is None and (word := match.groupdict().get("mw")):
        month = 4 if word == "tư" else int(parse_words(word) or 0)
    if month is None:
        return Mention(Span(*match.span()), "date.blank", year=_year(match))
    if _year(match) is None and _is_rate(match):
        return None
    return Mention(Span(*match.span()), "date.month", year=_year(match), months=(month, month))


def build_bare_month(match: Match, _: None) -> Mention | None:
    month = _number(match, "m") or 0
    scale = (month, _year(match)) == (1, 2000)  # of a map
    if not 1 <= month <= 12 or scale or _NUMBERED_BEFORE.search(_before(match)):
        return None
    return Mention(Span(*match.span()), "date.bare_month", year=_year(match), months=(month, month))


def build_month_of_list(match: Match, _: None) -> Mention | None:
    month = _number(match, "m") or 0
    if not 1 <= month <= 12:
        return None
    alone = Span(match.string.index("năm", match.start()), match.end())
    year = Mention(alone, "date.years", year=_year(match))
    return Mention(
        Span(*match.span()), "date.month", year=_year(match), months=(month, month), weak=True, otherwise=year
    )


def build_quarter(match: Match, _: None) -> Mention | None:
    if _year(match) is None and _is_rate(match):
        return None
    label = match["q"]
    quarter = int(label) if label.isdigit() else _QUARTERS[label]
    weak = match.string[match.start()] not in "qQ"
    months = (3 * quarter - 2, 3 * quarter)
    return Mention(Span(*match.span()), "date.quarter", year=_year(match), months=months, weak=weak)


def build_part_of_year(match: Match, _: None) -> Mention | None:
    groups = match.groupdict()
    count = groups.get("n")
    length = 6 if count is None else int(count) if count.isdigit() else int(parse_words(count) or 0)
    if groups.get("unit") == "quý":
        length *= 3
    if not 1 <= length <= 12:
        return None
    months = (13 - length, 12) if groups.get("side") == "cuối" else (1, length)
    return Mention(Span(*match.span()), "date.part_of_year", year=_year(match), months=months)


def build_years(match: Match, _: None) -> Mention | None:
    year, last = _year(match) or 0, _number(match, "y2")
    if not _NAMED_YEARS[0] <= year <= _NAMED_YEARS[1]:
        return None
    if last is not None and not year < last <= year + _LONGEST_PERIOD:
        return None
    return Mention(Span(*match.span()), "date.years", year=year, last_year=last)


def build_decade(match: Match, _: None) -> Mention | None:
    year = _year(match) or 0
    return Mention(Span(*match.span()), "date.decade", year=year, last_year=year + 9)


def build_school_year(match: Match, _: None) -> Mention | None:
    year, last = _year(match) or 0, _number(match, "y2") or 0
    if last != year + 1:
        return None
    return Mention(Span(*match.span()), "date.school_year", year=year, last_year=last, months=(9, 5), school_year=True)


def build_bare_years(match: Match, _: None) -> Mention | None:
    year, last = _year(match) or 0, _number(match, "y2")
    if not _BARE_YEARS[0] <= year <= _BARE_YEARS[1]:
        return None
    if last is not None and not year < last <= min(year + _LONGEST_PERIOD, 2199):
        return None
    if (
        _is_value_cell(match)
        or _unit_follows(match)
        or _LABEL_BEFORE.search(_before(match))
        or _NUMBER_AFTER.match(match.string, match.end())
    ):
        return None
    return Mention(Span(*match.span()), "date.bare_year", year=year, last_year=last)


def build_blank(match: Match, _: None) -> Mention | None:
    month = _number(match, "m") or _number(match, "m2")
    return Mention(
        Span(*match.span()), "date.blank", year=_year(match), months=(month, month) if month is not None else None
    )
