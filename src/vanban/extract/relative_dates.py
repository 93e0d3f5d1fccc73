"""Mentions that only a reference date places: "năm trước", "quý này", "hai tuần tới"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from vanban.extract.date_mentions import W1
from vanban.extract.numerals import WORDS, parse_number
from vanban.extract.rules import Example, Grammar, Rule
from vanban.model import Date, Span

_Match = re.Match[str]
_Interval = tuple[dt.date, dt.date]


class Relative(NamedTuple):
    span: Span
    rule: str
    start: dt.date
    end: dt.date


_SHIFTS = {"này": 0, "nay": 0, "trước": -1, "ngoái": -1, "qua": -1, "rồi": -1, "sau": 1, "tới": 1, "mai": 1}


def _year_of(year: int) -> _Interval:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _months(year: int, first: int, last: int) -> _Interval:
    """Give the days of months counted from January of a year; they may run over its ends."""
    start_year, start_month = divmod(year * 12 + first - 1, 12)
    end_year, end_month = divmod(year * 12 + last - 1, 12)
    return (
        dt.date(start_year, start_month + 1, 1),
        dt.date(end_year, end_month + 1, calendar.monthrange(end_year, end_month + 1)[1]),
    )


def _shifted(unit: str, shift: int, today: dt.date) -> _Interval:
    """Give the calendar day, week, month, quarter or year `shift` steps from today's."""
    if unit == "năm":
        return _year_of(today.year + shift)
    if unit in ("quý", "quí"):
        first = (today.month - 1) // 3 * 3 + 1 + 3 * shift
        return _months(today.year, first, first + 2)
    if unit == "tháng":
        return _months(today.year, today.month + shift, today.month + shift)
    if unit == "tuần":
        monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=shift)
        return monday, monday + dt.timedelta(days=6)
    day = today + dt.timedelta(days=shift)
    return day, day


def _same_day(day: dt.date, year: int, month: int) -> dt.date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _moved(unit: str, count: int, today: dt.date) -> dt.date:
    if unit == "năm":
        return _same_day(today, today.year + count, today.month)
    if unit in ("tháng", "quý"):
        return _same_day(today, today.year, today.month + count * (3 if unit == "quý" else 1))
    return today + dt.timedelta(days=count * (7 if unit == "tuần" else 1))


def _named(match: _Match, today: dt.date) -> Relative | None:
    unit, shift = match["unit"], _SHIFTS[match["shift"]]
    if match.groupdict().get("same"):
        start, _ = _year_of(today.year + shift)
        interval = start, _moved("năm", shift, today)
    else:
        interval = _shifted(unit, shift, today)
    return Relative(Span(*match.span()), "date.relative", *interval)


def _counted(match: _Match, today: dt.date) -> Relative | None:
    count = parse_number(match["count"])
    if count is None or count != count.to_integral_value() or not 0 < count <= 100:
        return None
    unit, step = match["unit"], dt.timedelta(days=1)
    if _SHIFTS[match["shift"]] > 0:
        interval = today + step, _moved(unit, int(count), today)
    else:
        interval = _moved(unit, -int(count), today), today
    return Relative(Span(*match.span()), "date.relative_count", *interval)


def _part(match: _Match, today: dt.date) -> Relative | None:
    count = parse_number(match["count"]) if match["count"] else None
    length = int(count) if count is not None else 6
    if not 1 <= length <= 12:
        return None
    months = (13 - length, 12) if match["side"] == "cuối" else (1, length)
    return Relative(Span(*match.span()), "date.relative_part", *_months(today.year, *months))


def _values(start: dt.date, end: dt.date) -> dict[str, object]:
    return {"start": start, "end": end}


_MAY_15 = dt.date(2025, 5, 15)  # a Thursday; the examples hold for it
GRAMMAR: Grammar[Relative, dt.date] = Grammar(
    (
        Rule(
            "date.relative",
            rf"(?P<same>cùng{W1}kỳ{W1})? (?P<unit>năm|quý|quí|tháng|tuần) {W1} (?P<shift>này|nay|trước|ngoái|sau|tới|qua|rồi) (?!\w|{W1}(?:đến|đó))",
            _named,
            [
                Example("so với năm trước,", "năm trước", _values(dt.date(2024, 1, 1), dt.date(2024, 12, 31))),
                Example("trong quý này", "quý này", _values(dt.date(2025, 4, 1), dt.date(2025, 6, 30))),
                Example("quý sau", "quý sau", _values(dt.date(2025, 7, 1), dt.date(2025, 9, 30))),
                Example("tháng trước", "tháng trước", _values(dt.date(2025, 4, 1), dt.date(2025, 4, 30))),
                Example("tuần tới", "tuần tới", _values(dt.date(2025, 5, 19), dt.date(2025, 5, 25))),
                Example(
                    "so với cùng kỳ năm trước", "cùng kỳ năm trước", _values(dt.date(2024, 1, 1), dt.date(2024, 5, 15))
                ),
            ],
            ["năm nayy", "hằng năm", "5 tháng trước đó"],
        ),
        Rule(
            "date.relative_day",
            rf"(?P<unit>hôm|ngày) {W1} (?P<shift>nay|qua|mai) (?!\w)",
            _named,
            [
                Example("sáng hôm nay (15/5)", "hôm nay", _values(_MAY_15, _MAY_15)),
                Example("ngày mai", "ngày mai", _values(dt.date(2025, 5, 16), dt.date(2025, 5, 16))),
            ],
            ["hiện nay", "hôm trước"],
        ),
        Rule(
            "date.relative_count",
            rf"(?P<count>(?<![\w.,/-])(?:\d{{1,2}}|{WORDS})) {W1} (?P<unit>ngày|tuần|tháng|quý|năm) {W1} (?P<shift>qua|tới|trước|sau) (?!\w|{W1}(?:đó|khi))",
            _counted,
            [
                Example("trong hai tuần tới", "hai tuần tới", _values(dt.date(2025, 5, 16), dt.date(2025, 5, 29))),
                Example("3 tháng qua", "3 tháng qua", _values(dt.date(2025, 2, 15), dt.date(2025, 5, 15))),
                Example("5 năm tới", "5 năm tới", _values(dt.date(2025, 5, 16), dt.date(2030, 5, 15))),
            ],
            ["1,5 năm qua", "ngày qua", "3 ngày trước khi họp"],
        ),
        Rule(
            "date.relative_part",
            rf"(?:(?P<count>(?<![\w.,/-])(?:\d{{1,2}}|{WORDS})){W1}tháng|nửa) {W1} (?P<side>đầu|cuối) {W1} (?:của{W1})? năm (?:{W1}nay)? (?!\w|{W1}(?:\d|học))",
            _part,
            [
                Example("6 tháng cuối năm", "6 tháng cuối năm", _values(dt.date(2025, 7, 1), dt.date(2025, 12, 31))),
                Example("nửa đầu năm nay", "nửa đầu năm nay", _values(dt.date(2025, 1, 1), dt.date(2025, 6, 30))),
            ],
            ["6 tháng cuối năm 2024", "6 tháng đầu năm học"],
            hints=("đầu", "cuối"),
        ),
    ),
    example_context=lambda _: _MAY_15,
)


def find_relative_dates(text: str, lowered: str, reference_date: dt.date) -> list[Date]:
    """Find the mentions that only the reference date places; all are marked `relative`."""
    return [
        Date(found.span, found.span.of(text), found.start, found.end, relative=True, score=0.7, rule=found.rule)
        for found in GRAMMAR.find(lowered, reference_date)
    ]
