"""Days as offices write them; numbers, quantities and periods are tested where they are shown (test_cli.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.wording import office_day


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
