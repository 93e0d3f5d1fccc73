"""Which pages of a long list are offered."""

from __future__ import annotations

from typing import NamedTuple

_AROUND = 2


class Pages(NamedTuple):
    """A list cut into pages, numbered from 1."""

    number: int
    size: int
    total: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Give the place of the page's first row, 0 where there is none."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def offered(self) -> list[int | None]:
        """Give the numbers that stand in the pager; None is a gap.

        >>> Pages(6, 10, 200).offered
        [1, None, 4, 5, 6, 7, 8, None, 20]
        """
        wanted = {1, self.page_count, *range(self.number - _AROUND, self.number + _AROUND + 1)}
        numbers = sorted(number for number in wanted if 1 <= number <= self.page_count)
        found: list[int | None] = []
        for number in numbers:
            if found and (before := found[-1]) is not None and number > before + 1:
                found.append(before + 1 if number == before + 2 else None)
            found.append(number)
        return found
