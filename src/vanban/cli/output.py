"""Text on the terminal: lines, tables, numbers and days as Vietnamese readers write them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import textwrap
from calendar import monthrange
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any


def say(text: str = "") -> None:
    """Write a line of results."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """Write a message."""
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    from vanban.export.writers import json_value

    say(json.dumps(value, ensure_ascii=False, indent=1, default=json_value))


def width() -> int:
    return max(60, min(shutil.get_terminal_size((110, 24)).columns, 160))


def heading(text: str) -> str:
    return f"\n{text.upper()}"


def bullet(text: str, *, sign: str = "•", indent: int = 2) -> str:
    """Give a text as an item of a list, broken at the terminal's width."""
    first = f"{' ' * indent}{sign} "
    return textwrap.fill(text, width(), initial_indent=first, subsequent_indent=" " * len(first))


def align(rows: Iterable[Sequence[Any]], *, titles: Sequence[str], right: Sequence[int] = (), limit: int = 60) -> str:
    """Give rows as columns with their titles; the columns numbered in `right` are flush right."""
    table = [list(titles), *([clip(str(cell if cell is not None else ""), limit) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(titles))]
    table.insert(1, ["-" * size for size in widths])
    lines = []
    for row in table:
        cells = zip(row, widths, strict=True)
        parts = (c.rjust(size) if place in right else c.ljust(size) for place, (c, size) in enumerate(cells))
        lines.append(("  " + "  ".join(parts)).rstrip())
    return "\n".join(lines)


def clip(text: str, limit: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def number(value: Decimal | float | int | None) -> str:
    """Give 2.148.306 and 97,8.

    >>> number(Decimal("2148306.5"))
    '2.148.306,5'
    """
    if value is None:
        return ""
    plain = Decimal(repr(value) if isinstance(value, float) else value)
    return f"{plain:,f}".translate(str.maketrans(",.", ".,"))


def quantity(value: Decimal | None, unit: str | None, *, comparator: str | None = None) -> str:
    if value is None:
        return ""
    sign = {None: "", "~": "khoảng "}.get(comparator, f"{comparator} ")
    return f"{sign}{number(value)}{'' if unit == '%' else ' '}{unit or ''}".strip()


def day(date: dt.date | None) -> str:
    return f"{date:%d/%m/%Y}" if date is not None else ""


def period(start: dt.date | None, end: dt.date | None) -> str:
    """Give a year, month or day where the interval is one, else both ends."""
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
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}-{end.year}"
    return f"{day(start)}-{day(end)}"
