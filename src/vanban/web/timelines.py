"""Months put together to the years, quarters or months that fit a chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_MAX_PLACES = 16


class Timeline(NamedTuple):
    """Equal periods one after another, without a gap."""

    months_each: int  # 12, 3 or 1
    first: int  # number of the first period
    length: int

    @property
    def labels(self) -> list[str]:
        """Give the periods as people read them: 2025, quý 3/2025 as Q3/25, 07/25."""
        return [self._label(self.first + place) for place in range(self.length)]

    def place(self, year: int, month: int) -> int:
        return _number(year, month, self.months_each) - self.first

    def days(self, place: int) -> tuple[str, str]:
        """Give the first and last month of a period, as filters take them."""
        start = (self.first + place) * self.months_each
        end = start + self.months_each - 1
        return f"{start // 12:04}-{start % 12 + 1:02}", f"{end // 12:04}-{end % 12 + 1:02}"

    def _label(self, number: int) -> str:
        start = number * self.months_each
        year, month = divmod(start, 12)
        if self.months_each == 12:
            return str(year)
        return f"Q{month // 3 + 1}/{year % 100:02}" if self.months_each == 3 else f"{month + 1:02}/{year % 100:02}"


def timeline(months: Iterable[tuple[int, int]]) -> Timeline:
    """Choose the finest periods of which a chart holds all; years where even they are more.

    >>> timeline([(2024, 2), (2025, 11)]).labels[:2]
    ['Q1/24', 'Q2/24']
    """
    found = sorted(set(months))
    if not found:
        return Timeline(12, 0, 0)
    for size in (1, 3, 12):
        first, last = _number(*found[0], size), _number(*found[-1], size)
        if last - first < _MAX_PLACES or size == 12:
            break
    return Timeline(size, first, last - first + 1)


def _number(year: int, month: int, size: int) -> int:
    return (year * 12 + month - 1) // size
