"""Lines on a page made of short strings, for the tests of the layout."""

from __future__ import annotations

from vanban.read.page_lines import PageLine

SIZE = 13.0
STEP = 6.5  # width of a character


def line(
    text: str,
    x0: float,
    baseline: float,
    *,
    width: float | None = None,
    bold: bool = False,
    size: float = SIZE,
    page: int = 1,
    turned: bool = False,
) -> PageLine:
    """Make a line; its width is that of its characters, where none is given."""
    x1 = x0 + (width if width is not None else len(text) * STEP * size / SIZE)
    return PageLine(text, page, x0, baseline - 0.88 * size, x1, baseline + 0.22 * size, size, bold, turned=turned)


def centred(text: str, middle: float, baseline: float, *, bold: bool = False, size: float = SIZE) -> PageLine:
    width = len(text) * STEP * size / SIZE
    return line(text, middle - width / 2, baseline, bold=bold, size=size)
