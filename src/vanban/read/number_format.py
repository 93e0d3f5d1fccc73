"""Numbers of a sheet as Excel shows them in Vietnam: comma for decimals, point for thousands, day before month.

Source: ECMA-376-1, 18.8.30 (number formats) and 18.8.31.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)|(?P<half>AM/PM|A/P)'
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<exponent>E[+-]0+)|(?P<number>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_MAX_DAYS = 2_958_465  # 31/12/9999
_MAX_DIGITS = 30


class _Token(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One of the parts of a format for positive, negative, zero and text."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None
    is_date: bool


def built_in(number: int) -> str | None:
    """Give the format of a built-in id; None for General and unknown ones."""
    return _BUILT_IN.get(number)


def show(value: Decimal, code: str | None, *, since_1904: bool = False) -> str:
    """Write a number by a format code; None is General."""
    sections = _sections(code) if code and code.lower() != "general" else ()
    if not sections:
        return _general(value)
    section, signed = _choose(sections, value)
    if section.is_date:
        return _show_date(value, section, since_1904) or _general(value)
    if not section.tokens:
        return ""
    return _show_number(value if signed else abs(value), section)


def is_date_format(code: str | None) -> bool:
    """Tell whether a format shows days or times."""
    return bool(code) and any(section.is_date for section in _sections(code or "")[:1])


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[_Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for match in _TOKEN.finditer(code[:500]):
        kind, text = match.lastgroup or "", match.group(match.lastgroup) if match.lastgroup else ""
        if kind == "other" and text == ";":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(text)
            if condition:
                conditions[-1] = (condition[1], Decimal(condition[2]))
            elif _ELAPSED.fullmatch(text):
                parts[-1].append(_Token("elapsed", text.lower()))
            elif text.startswith("$"):
                parts[-1].append(_Token("literal", text[1:].split("-")[0]))
        elif kind in ("quoted", "escaped", "other"):
            parts[-1].append(_Token("literal", text))
        elif kind:
            parts[-1].append(_Token(kind, text.lower() if kind == "date" else text))
    return tuple(
        _Section(tuple(tokens), condition, any(t.kind in ("date", "elapsed", "half") for t in tokens))
        for tokens, condition in zip(parts[:4], conditions, strict=False)
    )


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, bool]:
    """Give the section for a value, and whether the value keeps its own sign in it."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(value, *section.condition):
                return section, True
        return sections[-1], True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit, ">": value > limit, "=": value == limit, "<=": value <= limit, ">=": value >= limit,
        "<>": value != limit,
    }[sign]  # fmt: skip


# -- numbers -----------------------------------------------------------------------------------------------------------


def _general(value: Decimal) -> str:
    if value and not Decimal("1e-9") <= abs(value) < Decimal("1e15"):
        return f"{value:.5E}".replace(".", ",")
    rounded = round(value, max(0, 10 - len(str(int(abs(value))))))
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _show_number(value: Decimal, section: _Section) -> str:
    codes = [token.text for token in section.tokens if token.kind == "number"]
    if any(token.kind == "exponent" for token in section.tokens):
        return f"{value:.2E}".replace(".", ",")
    if any(token.kind == "literal" and token.text == "/" for token in section.tokens) and len(codes) > 1:
        return _general(value)  # fractions
    percents = sum(token.kind == "percent" for token in section.tokens)
    digits = _write_digits(abs(value) * 100**percents, codes[0]) if codes else ""
    parts: list[str] = []
    for token in section.tokens:
        if token.kind == "number":
            parts.append(digits)
            digits = ""
        elif token.kind == "percent":
            parts.append("%")
        elif token.kind in ("general", "text"):
            parts.append(_general(abs(value)))
        elif token.kind == "literal":
            parts.append(token.text)
    sign = "-" if value < 0 and any(char in "123456789" for part in parts for char in part) else ""
    return sign + "".join(parts).strip()


def _write_digits(value: Decimal, code: str) -> str:
    value = value.scaleb(-3 * (len(code) - len(code.rstrip(","))))  # commas at the end: in thousands
    whole, _, fraction = code.rstrip(",").partition(".")
    places = min(sum(char in "0#?" for char in fraction), _MAX_DIGITS)
    try:
        text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    except InvalidOperation:
        return _general(value)
    integer, _, decimals = text.partition(".")
    integer = integer.lstrip("0").rjust(min(whole.count("0"), _MAX_DIGITS), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", integer)
    least = sum(char == "0" for char in fraction)
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    return f"{integer},{decimals}" if decimals else integer


# -- days and times ----------------------------------------------------------------------------------------------------


def _show_date(value: Decimal, section: _Section, since_1904: bool) -> str | None:
    if not 0 <= value < _MAX_DAYS:
        return None
    moment = to_datetime(value, since_1904=since_1904)
    hours = any(token.kind in ("date", "elapsed") and token.text[0] in "hs" for token in section.tokens)
    twelve = any(token.kind == "half" for token in section.tokens)
    parts: list[str] = []
    previous = ""
    for place, token in enumerate(section.tokens):
        if token.kind == "date":
            minutes = token.text[0] == "m" and hours and _is_minutes(section.tokens, place, previous)
            parts.append(_show_part(moment, "n" * len(token.text) if minutes else token.text, twelve))
            previous = token.text[0]
        elif token.kind == "elapsed":
            seconds = int(value * 86400)
            parts.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[token.text[0]]))
            previous = token.text[0]
        elif token.kind == "half":
            parts.append("SA" if moment.hour < 12 else "CH")
        elif token.kind == "literal":
            parts.append(token.text)
    return "".join(parts).strip()


def to_datetime(value: Decimal, *, since_1904: bool = False) -> dt.datetime:
    """Give the moment that a sheet's number of days means."""
    if since_1904:
        start = dt.datetime(1904, 1, 1)
    else:
        start = dt.datetime(1899, 12, 31) if value < 60 else dt.datetime(1899, 12, 30)  # 29/02/1900 is none
    return start + dt.timedelta(seconds=round(float(value) * 86400))


def _is_minutes(tokens: tuple[_Token, ...], place: int, previous: str) -> bool:
    """Tell whether an m means minutes: it stands behind hours or before seconds."""
    following = next((t.text[0] for t in tokens[place + 1 :] if t.kind in ("date", "elapsed")), "")
    return previous == "h" or following == "s"


def _show_part(moment: dt.datetime, code: str, twelve: bool) -> str:
    kind, size = code[0], len(code)
    if kind == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if kind == "m" and size >= 3:
        return f"Thg {moment.month}" if size == 3 else f"tháng {moment.month}"
    if kind == "d" and size >= 3:
        return "CN" if moment.weekday() == 6 else f"T{moment.weekday() + 2}"
    hour = (moment.hour - 1) % 12 + 1 if twelve else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[kind]
    return f"{number:02d}" if size >= 2 else str(number)
