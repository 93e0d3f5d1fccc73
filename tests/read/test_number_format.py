"""Numbers of a sheet as they are shown."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from vanban.read.number_format import built_in, show

ACCOUNTING = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("5900000", None, "5900000"),
        ("10.199999999999999", None, "10,2"),
        ("97.8", "General", "97,8"),
        ("-3.5", None, "-3,5"),
        ("0", None, "0"),
        ("1e20", None, "1,00000E+20"),
        ("265000000", "#,##0", "265.000.000"),
        ("1234.5", "#,##0.00", "1.234,50"),
        ("1.005", "0.00", "1,01"),
        ("0.5", "0", "1"),
        ("7", "00", "07"),
        ("0", "#", ""),
        ("1.5", "#,##0.##", "1,5"),
        ("0.125", "0.0%", "12,5%"),
        ("1.2", "0%", "120%"),
        ("1500000", "#,##0.0,", "1.500,0"),
        ("1500000", "#,##0,,", "2"),
        ("1234", ACCOUNTING, "1.234"),
        ("-1234", ACCOUNTING, "(1.234)"),
        ("0", ACCOUNTING, "-"),
        ("-5", "0.0", "-5,0"),
        ("-0.001", "0.0", "0,0"),
        ("12345.6", '#,##0.0 "đồng"', "12.345,6 đồng"),
        ("3", '"Quý "0', "Quý 3"),
        ("3", "[Red]0;[Blue]-0", "3"),
        ("123456", "[>1000]#,##0;0", "123.456"),
        ("999", "[>1000]#,##0;0", "999"),
        ("0.5", "# ?/?", "0,5"),
        ("12345", "0.00E+00", "1,23E+4"),
        ("5", "@", "5"),
        ("5", ";;;", ""),
    ],
)
def test_number(value: str, code: str | None, text: str) -> None:
    assert show(Decimal(value), code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45906", "dd/mm/yyyy", "06/09/2025"),
        ("45906", "d/m/yy", "6/9/25"),
        ("45906", "mm/yyyy", "09/2025"),
        ("45906.5", "dd/mm/yyyy hh:mm", "06/09/2025 12:00"),
        ("45906.75", "h:mm AM/PM", "6:00 CH"),
        ("1.25", "[h]:mm", "30:00"),
        ("0.000011574", "mm:ss", "00:01"),
        ("1", "dd/mm/yyyy", "01/01/1900"),
        ("60", "dd/mm/yyyy", "28/02/1900"),
        ("61", "dd/mm/yyyy", "01/03/1900"),
        ("-1", "dd/mm/yyyy", "-1"),
        ("99999999", "dd/mm/yyyy", "99999999"),
        ("45906", '[$-42A]"ngày "d" tháng "m" năm "yyyy', "ngày 6 tháng 9 năm 2025"),
    ],
)
def test_day(value: str, code: str, text: str) -> None:
    assert show(Decimal(value), code) == text


def test_days_since_1904() -> None:
    assert show(Decimal("0"), "dd/mm/yyyy", since_1904=True) == "01/01/1904"


def test_built_in() -> None:
    assert show(Decimal("45906"), built_in(14)) == "06/09/2025"
    assert built_in(0) is None


@pytest.mark.parametrize(
    "code", ["0" * 100_000, '"' * 100_000, "[" * 100_000, ";" * 100_000, "0." + "0" * 10_000, "#," * 50_000]
)
def test_strange_format(code: str) -> None:
    start = time.perf_counter()
    assert isinstance(show(Decimal("1234.5"), code), str)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("value", ["1E+299", "-1E-299", "123456789012345678901234567890"])
def test_strange_number(value: str) -> None:
    for code in (None, "0.00", "#,##0", "0%", "dd/mm/yyyy", "0.00E+00"):
        assert isinstance(show(Decimal(value), code), str)
