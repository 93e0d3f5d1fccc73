"""Numbers, quantities, days, periods and codes of documents as Vietnamese readers write them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from decimal import Decimal


def number(value: Decimal | float | int | None) -> str:
    """Give 2.148.306 and 97,8.

    >>> number(Decimal("2148306.5"))
    '2.148.306,5'
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    plain = Decimal(repr(value) if isinstance(value, float) else value)
    return f"{plain:,f}".translate(str.maketrans(",.", ".,"))


def quantity(value: Decimal | None, unit: str | None, *, comparator: str | None = None) -> str:
    if value is None:
        return ""
    sign = {None: "", "~": "khoảng "}.get(comparator, f"{comparator} ")
    return f"{sign}{number(value)}{'' if unit == '%' else ' '}{said_unit(unit or '')}".strip()


_COUNTED_UNIT = re.compile(r"(?P<count>\d[\d.]*)\s*(?=\D)")
_POWERS = {"1000": "nghìn", "1000000": "triệu", "1000000000": "tỷ"}


def said_unit(unit: str) -> str:
    """Give a unit of a table so that it can stand after a number.

    >>> said_unit("1.000 cây"), said_unit("100 tấn"), said_unit("cây")
    ('nghìn cây', '× 100 tấn', 'cây')
    """
    counted = _COUNTED_UNIT.match(unit)
    if counted is None:
        words = unit.split(" ")
        return f"{unit[0].lower()}{unit[1:]}" if len(words) > 1 and words[0].istitle() else unit
    power = _POWERS.get(counted["count"].replace(".", ""))
    return f"{power} {unit[counted.end() :]}" if power else f"× {unit}"


def day(date: dt.date | None) -> str:
    return f"{date:%d/%m/%Y}" if date is not None else ""


def office_day(date: dt.date | None) -> str:
    """Give a day as offices write it: days below 10 and the first two months with a zero before.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4.

    >>> office_day(dt.date(2025, 6, 5)), office_day(dt.date(2026, 2, 5))
    ('05/6/2025', '05/02/2026')
    """
    if date is None:
        return ""
    return f"{date.day:02}/{date.month:0{2 if date.month < 3 else 1}}/{date.year}"


_PARTS_OF_A_YEAR = {
    (1, 3): "quý I/", (4, 6): "quý II/", (7, 9): "quý III/", (10, 12): "quý IV/",
    (1, 6): "6 tháng đầu năm", (7, 12): "6 tháng cuối năm", (1, 9): "9 tháng năm",
}  # fmt: skip


def period(start: dt.date | None, end: dt.date | None) -> str:
    """Give a year, half a year, quarter, month or day where the interval is one, else both ends."""
    if start is None or end is None:
        return ""
    if start == end:
        return day(start)
    last_day = end.day == monthrange(end.year, end.month)[1]
    if start.day == 1 and last_day and start.year == end.year:
        if (start.month, end.month) == (1, 12):
            return str(start.year)
        if start.month == end.month:
            return f"{start.month:02}/{start.year}"
        if part := _PARTS_OF_A_YEAR.get((start.month, end.month)):
            return f"{part} {start.year}".replace("/ ", "/")
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}-{end.year}"
    return f"{day(start)}-{day(end)}"


_NORMATIVE = re.compile(r"(?:NĐ-CP|TT-|TTLT-|NQLT-|QH\d|UBTVQH)")  # symbols of acts that have the year in their number


def document_code(number: str | None, symbol: str | None, issued_on: dt.date | None = None) -> str:
    """Give 45/BC-SKHCN as offices of the state write it, 57-NQ/TW as those of the Party, 359/2025/NĐ-CP of acts.

    A number that is missing is left open, as on a draft: …/BC-SKHCN.
    """
    if symbol and not number:
        number = "…"
    if number and symbol and issued_on and "/" not in number and _NORMATIVE.match(symbol):
        return f"{number}/{issued_on.year}/{symbol}"
    sign = "-" if symbol and "/" in symbol and "-" not in symbol else "/"
    return sign.join(part for part in (number, symbol) if part)
