"""Vietnamese numerals: digits with points and commas, words, Roman numerals.

The patterns match lower-case text and hold no groups, so that rules can put them anywhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = (
    r"(?:\d{1,3}(?:[ ]\d{3}){2,4}(?!\d)|\d{1,3}(?:[ ]\d{3}){0,3}[ ]000(?!\d)|"  # "15 000", as typewriters had it
    r"\d{1,3}(?:\.\d{3}){1,5}(?!\d)(?:,\d{1,6}(?!\d))?|\d{1,3}(?:,\d{3}){2,5}(?!\d)|\d{1,12}(?:[.,]\d{1,6})?(?!\d))"
)
"""A number in digits; the caller guards both sides."""

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_GROUPED_BY_SPACES = re.compile(r"\d{1,3}(?: \d{3})+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def parse_digits(digits: str) -> Decimal | None:
    """Read a number as Vietnamese writes it: points group thousands, a comma opens the decimals.

    A point that cannot group ("3.75") is read as a decimal point, two or more commas and single spaces as groups.

    >>> parse_digits("2.148.306"), parse_digits("97,8")
    (Decimal('2148306'), Decimal('97.8'))
    """
    if _GROUPED.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _GROUPED_BY_COMMAS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _GROUPED_BY_SPACES.fullmatch(digits):
        return Decimal(digits.replace(" ", ""))
    if _PLAIN.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    return None


MULTIPLIERS = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
"""Words that multiply a number in digits ("1,5 triệu"); they may be chained ("2 nghìn tỷ")."""

_UNIT_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}

_ONE = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_LAST = r"(?:một|mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"  # "mười năm" is ten years, 15 is "mười lăm"
_TENS = rf"(?:(?:{_ONE}\s+mươi|mười)(?:\s+{_LAST}\b)?)"
_HUNDREDS = rf"(?:(?:{_ONE}|không)\s+trăm(?:\s+(?:{_TENS}|(?:linh|lẻ)\s+(?:{_ONE}|tư)\b))?)"
_BELOW_1000 = rf"(?:{_HUNDREDS}|{_TENS}|{_ONE})"
_SCALE = r"(?:nghìn|ngàn|triệu|tỷ|tỉ)"
_SCALED = rf"(?:{_BELOW_1000}\s+{_SCALE}\b)"
WORDS = rf"(?:(?:{_SCALED}\s+){{0,3}}(?:{_SCALED}|{_BELOW_1000})(?:\s+rưỡi\b)?(?!\w))"
"""A number in words up to thousands of billions; a lone "một" … "chín" matches too."""

_WORDS = re.compile(WORDS)
_LIMIT = 10**15


_WORD_STARTS = re.compile(r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|không trăm)(?=[ \u00a0])")


def word_starts(lowered: str) -> list[int]:
    """Give the places where a word begins that may open a number in words."""
    found = (match.start() for match in _WORD_STARTS.finditer(lowered))
    return [start for start in found if start == 0 or not lowered[start - 1].isalnum()]


@lru_cache(maxsize=512)
def parse_words(words: str) -> Decimal | None:
    """Read a number written in words; None for what is no numeral.

    >>> parse_words("một trăm linh năm"), parse_words("hai triệu rưỡi")
    (Decimal('105'), Decimal('2500000'))
    """
    words = " ".join(words.lower().split())
    if not _WORDS.fullmatch(words):
        return None
    total = group = digit = 0
    last = 1  # what "rưỡi" halves
    for word in words.split():
        if word in _SCALES:
            last = _SCALES[word]
            total += max(group + digit, 1) * last
            group = digit = 0
        elif word in ("trăm", "mươi"):
            last = 100 if word == "trăm" else 10
            group, digit = group + digit * last, 0
        elif word == "mười":
            group, last = group + 10, 10
        elif word == "rưỡi":
            total += last // 2
        elif word in _UNIT_VALUES:
            digit = _UNIT_VALUES[word]
    value = total + group + digit
    return Decimal(value) if value < _LIMIT else None


_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def parse_roman(numeral: str) -> int | None:
    """Read a Roman numeral from I to XCIX, in either case.

    >>> parse_roman("XVIII"), parse_roman("VX")
    (18, None)
    """
    numeral = numeral.lower()
    if not _ROMAN.fullmatch(numeral):
        return None
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def parse_number(number: str) -> Decimal | None:
    """Read a number in digits or in words."""
    return parse_digits(number) if number[:1].isdigit() else parse_words(number)
