"""PDF files drawn from short strings, for the tests of the PDF reader. Points, from the top left."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 545.0  # of the running text
_FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSerif"
_registered: set[str] = set()

Cell = str | Sequence[str]


def register(name: str, path: str) -> str:
    if name not in _registered:
        pdfmetrics.registerFont(TTFont(name, path))
        _registered.add(name)
    return name


class Sheet:
    """A PDF that grows page by page."""

    def __init__(self, *, size: tuple[float, float] = (WIDTH, HEIGHT), password: str | None = None) -> None:
        self._buffer = io.BytesIO()
        self.width, self.height = size
        self._font = {False: register("plain", f"{_FONTS}.ttf"), True: register("bold", f"{_FONTS}-Bold.ttf")}
        self.canvas = Canvas(self._buffer, pagesize=size, encrypt=password, pageCompression=1)
        self.canvas.setTitle("Báo cáo")

    def text_width(self, text: str, *, size: float = 12, bold: bool = False) -> float:
        return float(pdfmetrics.stringWidth(text, self._font[bold], size))

    def text(self, x: float, top: float, text: str, *, size: float = 12, bold: bool = False) -> None:
        """Draw a line whose baseline lies `top` points under the upper edge."""
        self.canvas.setFont(self._font[bold], size)
        self.canvas.drawString(x, self.height - top, text)

    def centre(self, x: float, top: float, text: str, *, size: float = 12, bold: bool = False) -> None:
        self.text(x - self.text_width(text, size=size, bold=bold) / 2, top, text, size=size, bold=bold)

    def paragraph(
        self,
        top: float,
        text: str,
        *,
        left: float = LEFT,
        right: float = RIGHT,
        indent: float = 28,
        size: float = 12,
        pitch: float = 16,
        bold: bool = False,
    ) -> float:
        """Draw a paragraph, words wrapped; give the baseline of the line after it."""
        line, x = "", left + indent
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and x + self.text_width(longer, size=size, bold=bold) > right:
                self.text(x, top, line, size=size, bold=bold)
                line, x, top = word, left, top + pitch
            else:
                line = longer
        self.text(x, top, line, size=size, bold=bold)
        return top + pitch

    def rule(self, x0: float, top: float, x1: float, bottom: float | None = None) -> None:
        bottom = top if bottom is None else bottom
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def grid(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        cells: Mapping[tuple[int, int], Cell],
        *,
        merged: Mapping[tuple[int, int], tuple[int, int]] | None = None,
        size: float = 10,
        frame: bool = True,
    ) -> None:
        """Draw a table; `merged` gives rows and columns of a cell that reaches over several, `frame` its outer sides."""
        merged = merged or {}
        covered = {
            (row + r, column + c): (row, column)
            for (row, column), (rows, columns) in merged.items()
            for r in range(rows)
            for c in range(columns)
        }
        n_rows, n_columns = len(ys) - 1, len(xs) - 1
        for row in range(n_rows):
            for column in range(n_columns + 1):
                inside = 0 < column < n_columns
                left, right = (row, column - 1), (row, column)
                if (inside and covered.get(left, left) != covered.get(right, right)) or (not inside and frame):
                    self.rule(xs[column], ys[row], xs[column], ys[row + 1])
        for column in range(n_columns):
            for row in range(n_rows + 1):
                above, below = (row - 1, column), (row, column)
                if not 0 < row < n_rows or covered.get(above, above) != covered.get(below, below):
                    self.rule(xs[column], ys[row], xs[column + 1], ys[row])
        for (row, column), content in cells.items():
            for k, line in enumerate([content] if isinstance(content, str) else content):
                self.text(xs[column] + 4, ys[row] + size + 3 + k * 1.25 * size, line, size=size)

    def next_page(self) -> None:
        self.canvas.showPage()

    def rotate(self, degrees: int) -> None:
        """Let viewers turn this page clockwise."""
        self.canvas.setPageRotation(degrees)

    def data(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()
