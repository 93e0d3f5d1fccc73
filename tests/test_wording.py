"""Days as offices write them; numbers, quantities and periods are tested where they are shown (test_cli.py)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vanban.wording import document_code, office_day, quantity


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2025, 6, 20), "20/6/2025"),
        (dt.date(2020, 3, 5), "05/3/2020"),
        (dt.date(2026, 2, 5), "05/02/2026"),
        (dt.date(2026, 1, 31), "31/01/2026"),
        (dt.date(2024, 10, 10), "10/10/2024"),
        (None, ""),
    ],
)
def test_days_of_offices(day: dt.date | None, written: str) -> None:
    assert office_day(day) == written


@pytest.mark.parametrize(
    ("number", "symbol", "issued_on", "code"),
    [
        ("359", "NĐ-CP", dt.date(2025, 12, 31), "359/2025/NĐ-CP"),
        ("02", "TT-BGDĐT", dt.date(2026, 1, 5), "02/2026/TT-BGDĐT"),
        ("359", "NĐ-CP", None, "359/NĐ-CP"),
        ("45", "BC-SKHCN", dt.date(2025, 6, 20), "45/BC-SKHCN"),
        ("1152", "QĐ-TTg", dt.date(2025, 6, 20), "1152/QĐ-TTg"),
        ("57", "NQ/TW", dt.date(2024, 12, 22), "57-NQ/TW"),
        (None, "BC-UBND", dt.date(2025, 6, 20), "…/BC-UBND"),
        (None, "NQ/TW", None, "…-NQ/TW"),
        ("45", None, None, "45"),
        (None, None, dt.date(2025, 6, 20), ""),
    ],
)
def test_document_code(number: str | None, symbol: str | None, issued_on: dt.date | None, code: str) -> None:
    assert document_code(number, symbol, issued_on) == code


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal(402), "1.000 cây", "402 nghìn cây"),
        (Decimal("1.5"), "1000 con", "1,5 nghìn con"),
        (Decimal(7), "1.000.000 đồng", "7 triệu đồng"),
        (Decimal(3), "100 tấn", "3 × 100 tấn"),
        (Decimal(3), "m2", "3 m2"),
        (Decimal(50), "Doanh nghiệp", "50 doanh nghiệp"),
        (Decimal(3), "USD", "3 USD"),
        (Decimal("72.5"), "%", "72,5%"),
        (Decimal(3), None, "3"),
    ],
)
def test_quantities_with_the_units_of_tables(value: Decimal, unit: str | None, written: str) -> None:
    assert quantity(value, unit) == written
