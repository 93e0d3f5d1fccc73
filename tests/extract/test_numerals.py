"""Numerals in digits, in words and in Roman letters."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pytest

from vanban.extract.numerals import DIGITS, WORDS, parse_digits, parse_number, parse_roman, parse_words
from vanban.text import nfc


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("2.148.306", "2148306"),
        ("97,8", "97.8"),
        ("3,5", "3.5"),
        ("1.000", "1000"),
        ("1.000,25", "1000.25"),
        ("05", "5"),
        ("0,75", "0.75"),
        ("3.75", "3.75"),  # a point that cannot group
        ("1.5", "1.5"),
        ("12.3456", "12.3456"),
        ("1,234,567", "1234567"),
        ("18 000", "18000"),
        ("7 250 100", "7250100"),
        ("1,234", "1.234"),  # one comma opens decimals
        ("172,35", "172.35"),
    ],
)
def test_digits(digits: str, value: str) -> None:
    assert parse_digits(digits) == Decimal(value)
    assert re.fullmatch(DIGITS, digits)


@pytest.mark.parametrize("digits", ["", "12 00", "1234 000", "1.2.3", "1,2,3", "1.2345.678", "a", "1.", ",5"])
def test_not_digits(digits: str) -> None:
    assert parse_digits(digits) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai mươi lăm", 25),
        ("hai mươi nhăm", 25),
        ("một trăm linh năm", 105),
        ("một trăm lẻ tư", 104),
        ("mười", 10),
        ("mười lăm", 15),
        ("ba mươi mốt", 31),
        ("bốn mươi tư", 44),
        ("chín mươi chín", 99),
        ("năm mươi", 50),
        ("một trăm", 100),
        ("năm trăm năm mươi lăm", 555),
        ("hai trăm mười", 210),
        ("một nghìn", 1000),
        ("hai ngàn không trăm hai mươi lăm", 2025),
        ("một nghìn rưỡi", 1500),
        ("hai triệu rưỡi", 2_500_000),
        ("một triệu hai trăm nghìn", 1_200_000),
        ("ba tỷ năm trăm triệu", 3_500_000_000),
        ("một trăm rưỡi", 150),
        ("Hai Mươi  Ba", 23),
        ("ba", 3),
        ("bẩy", 7),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words(words: str, value: int, form: str) -> None:
    assert parse_words(nfc(unicodedata.normalize(form, words))) == value
    assert parse_number(words) == value


@pytest.mark.parametrize(
    "words", ["", "mươi", "mười năm", "hai mươi năm", "xã", "một xã", "trăm hai", "linh năm", "tư"]
)
def test_not_words(words: str) -> None:
    assert parse_words(words) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hai mươi năm qua", "hai mươi"),  # twenty years
        ("một trăm năm", "một trăm"),  # a hundred years
        ("một trăm năm mươi hộ", "một trăm năm mươi"),
        ("bảo đảm", None),
        ("ba mẹ", "ba"),
        ("hai triệu ba trăm nghìn đồng", "hai triệu ba trăm nghìn"),
    ],
)
def test_pattern_of_words_ends_where_the_number_ends(text: str, found: str | None) -> None:
    match = re.search(rf"(?<!\w){WORDS}", text)
    assert (match and match.group()) == found


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("I", 1), ("iv", 4), ("IX", 9), ("XIV", 14), ("XVIII", 18), ("XL", 40), ("XC", 90), ("xxiii", 23)],
)
def test_roman(numeral: str, value: int) -> None:
    assert parse_roman(numeral) == value


@pytest.mark.parametrize("numeral", ["", "VX", "IIII", "A", "IC", "1"])
def test_not_roman(numeral: str) -> None:
    assert parse_roman(numeral) is None
