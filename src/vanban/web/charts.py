"""Charts as SVG, drawn on the server: no script, no inline style, colours from the style sheet.

Lengths across are per cent of the width and lengths down are pixels, so that a chart fills its place on any screen
while its letters keep their size. Each chart is one picture to a screen reader; the page gives its table beside it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from vanban.wording import number

HEAT_STEPS = 6
COLOURS = 6  # classes tone-1 … tone-6 of the style sheet
_HEIGHT, _TOP, _BOTTOM = 248, 18, 26
_LEFT, _WIDTH = 7.0, 93.0  # per cent
_MAX_LABELS = 9
_FEW = 12


class Series(NamedTuple):
    name: str
    values: tuple[float | None, ...]  # one a category
    tone: int = 1
    dashed: bool = False


def heat_step(value: float, highest: float) -> int:
    """Give 0 for nothing, else 1 … 6; beside a large count the root lets small ones be told apart.

    >>> heat_step(0, 9), heat_step(1, 100), heat_step(100, 100)
    (0, 1, 6)
    """
    if value <= 0 or highest <= 0:
        return 0
    share = value / highest
    return max(1, min(HEAT_STEPS, math.ceil(HEAT_STEPS * (share if highest <= _FEW else math.sqrt(share)))))


def ticks(highest: float, *, lowest: float = 0, count: int = 4) -> list[float]:
    """Give round values from below the lowest to above the highest.

    >>> ticks(17)
    [0, 5, 10, 15, 20]
    """
    reach = (highest - lowest) or abs(highest) or 1
    rough = reach / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first = math.floor(lowest / step + 1e-9)
    last = max(math.ceil(highest / step - 1e-9), first + 1)
    return [_tidy(place * step) for place in range(first, last + 1)]


def bar(share: float, *, tone: str = "tone-1", target: float | None = None) -> Markup:
    """Draw one bar of a list; `share` of the full width, 0 … 1, with a line where the target stands."""
    parts = [Markup('<rect class="{}" width="{}%" height="100%" rx="1"/>').format(tone, _plain(100 * _within(share)))]
    if target is not None:
        at = _plain(100 * _within(target))
        parts.append(Markup('<line class="target" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>').format(at))
    return Markup('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>').format(Markup("").join(parts))


def split_bar(parts: Sequence[tuple[float, str]]) -> Markup:
    """Draw one bar that is cut into parts of (value, class)."""
    total = sum(value for value, _ in parts)
    drawn, at = [], 0.0
    for value, tone in parts:
        if value > 0:
            width = 100 * value / total
            shape = '<rect class="{}" x="{}%" width="{}%" height="100%"/>'
            drawn.append(Markup(shape).format(tone, _plain(at), _plain(width)))
            at += width
    return Markup('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>').format(Markup("").join(drawn))


def column_chart(categories: Sequence[str], series: Sequence[Series], *, label: str) -> Markup:
    """Draw columns that stack one series on another."""
    totals = [sum(one.values[place] or 0 for one in series) for place in range(len(categories))]
    scale = _Scale(ticks(max(totals, default=0) or 1))
    room = _WIDTH / max(len(categories), 1)
    width = min(room * 0.72, 9)
    shapes = [scale.grid(), _category_labels(categories, room)]
    for place, category in enumerate(categories):
        below = 0.0
        for one in series:
            value = one.values[place] or 0
            if value > 0:
                top, base = scale.y(below + value), scale.y(below)
                shape = '<rect class="tone-{}" x="{}%" y="{}" width="{}%" height="{}"><title>{}, {}: {}</title></rect>'
                left = _LEFT + room * (place + 0.5) - width / 2
                cells = (one.tone, _plain(left), _plain(top), _plain(width), _plain(max(base - top - 1, 1)))
                shapes.append(Markup(shape).format(*cells, one.name, category, _number(value)))
                below += value
    return _picture(shapes, label)


def line_chart(categories: Sequence[str], series: Sequence[Series], *, label: str) -> Markup:
    """Draw lines through the values that are there; the scale starts at 0 unless that would flatten them."""
    values = [value for one in series for value in one.values if value is not None]
    lowest, highest = min(values, default=0), max(values, default=1)
    scale = _Scale(ticks(highest, lowest=lowest if lowest < 0 or lowest > highest * 0.6 else 0))
    room = _WIDTH / max(len(categories), 1)
    shapes = [scale.grid(), _category_labels(categories, room)]
    for one in series:
        shapes += _line(one, categories, scale, room)
    return _picture(shapes, label)


def _line(one: Series, categories: Sequence[str], scale: _Scale, room: float) -> list[Markup]:
    points = [
        (_plain(_LEFT + room * (place + 0.5)), _plain(scale.y(value)), categories[place], value)
        for place, value in enumerate(one.values)
        if value is not None
    ]
    dashed = " dashed" if one.dashed else ""
    joins = [
        Markup('<line class="line-{}{}" x1="{}%" y1="{}" x2="{}%" y2="{}"/>').format(one.tone, dashed, *a[:2], *b[:2])
        for a, b in itertools.pairwise(points)
    ]
    dot = '<circle class="dot-{}{}" cx="{}%" cy="{}" r="4"><title>{}, {}: {}</title></circle>'
    dots = [Markup(dot).format(one.tone, dashed, x, y, one.name, name, _number(value)) for x, y, name, value in points]
    return joins + dots


class _Scale:
    """Turns values into heights."""

    def __init__(self, steps: list[float]) -> None:
        self._steps = steps

    def y(self, value: float) -> float:
        lowest, highest = self._steps[0], self._steps[-1]
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (highest - value) / (highest - lowest)

    def grid(self) -> Markup:
        shape = '<line class="grid" x1="0" x2="100%" y1="{0}" y2="{0}"/><text class="tick" x="0" y="{1}">{2}</text>'
        heights = [(step, self.y(step)) for step in self._steps]
        return Markup("").join(Markup(shape).format(_plain(y), _plain(y - 4), _number(step)) for step, y in heights)


def _category_labels(categories: Sequence[str], room: float) -> Markup:
    every = math.ceil(len(categories) / _MAX_LABELS)
    last = len(categories) - 1
    shape = '<text class="tick{}" x="{}%" y="{}" text-anchor="middle">{}</text>'
    return Markup("").join(
        Markup(shape).format(
            " every-other" if (last - place) // every % 2 else "",  # left out where the screen is narrow
            _plain(_LEFT + room * (place + 0.5)),
            _HEIGHT - 8,
            name,
        )
        for place, name in enumerate(categories)
        if (last - place) % every == 0
    )


def _picture(shapes: Sequence[Markup], label: str) -> Markup:
    frame = '<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">{}</svg>'
    return Markup(frame).format(escape(label), _HEIGHT, Markup("").join(shapes))


def _within(share: float) -> float:
    return max(0.0, min(1.0, share))


def _tidy(value: float) -> float:
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def _number(value: float) -> str:
    return number(_tidy(round(value, 2)))


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
