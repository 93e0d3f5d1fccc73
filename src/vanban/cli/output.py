"""Text on the terminal: lines, tables, numbers and days as Vietnamese readers write them."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from vanban.wording import day as day
from vanban.wording import number as number
from vanban.wording import period as period
from vanban.wording import quantity as quantity

# signs that would move the cursor or colour the terminal, out of a file's name or text
_HARMLESS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")


def say(text: str = "") -> None:
    """Write a line of results."""
    sys.stdout.write(text.translate(_HARMLESS) + "\n")


def warn(text: str) -> None:
    """Write a message."""
    sys.stderr.write(text.translate(_HARMLESS) + "\n")


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
