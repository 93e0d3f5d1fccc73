"""The ruling lines of a scanned page: long straight runs of ink, found for its tables and wiped off its text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from vanban.read.pdf_rulings import Ruling, Rulings

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LONG_PT = 26.0  # a shorter run of ink may be of a letter
_THICK_PT = 4.5  # what is thicker is a bar or a dark area
_GAP_PT = 1.0  # a run may be broken by so much
_SOLID = 0.93  # of a run is ink
_THIN_PT = 1.2  # what stands out of a line by less belongs to it
_SLOPE = 0.02  # of its length, by which a line may rise
_MAX_RUNS = 60_000
_DARK = 160


@dataclass(slots=True)
class _Stroke:
    """Runs of ink in rows that follow each other, each over or under the one before."""

    runs: list[tuple[int, int, int]] = field(default_factory=list)  # row, first pixel, pixel after the last


def find_rulings(page: Grey, *, dpi: float) -> tuple[Rulings, Mask]:
    """Give the ruling lines of a straightened page, in points, and the pixels that they cover."""
    ink = page < _DARK
    covered = np.zeros(ink.shape, dtype=bool)
    level = _find_lines(ink, covered, dpi)
    upright = _find_lines(np.ascontiguousarray(ink.T), covered.T, dpi)
    return Rulings(level, upright), covered


def wipe(page: Grey, covered: Mask) -> Grey:
    """Give a page without the pixels of its ruling lines."""
    return np.where(covered, np.uint8(255), page)


def _find_lines(ink: Mask, covered: Mask, dpi: float) -> list[Ruling]:
    """Give the horizontal lines of a mask; mark their pixels."""
    unit = dpi / 72
    lines: list[Ruling] = []
    for stroke in _join_runs(_long_runs(ink, unit)):
        top, bottom = stroke.runs[0][0], max(run[0] for run in stroke.runs) + 1
        left, right = min(run[1] for run in stroke.runs), max(run[2] for run in stroke.runs)
        area = sum(end - start for _, start, end in stroke.runs)
        if area > _THICK_PT * unit * (right - left) or bottom - top > _THICK_PT * unit + _SLOPE * (right - left):
            continue
        lines.append(Ruling((top + bottom) / 2 / unit, left / unit, right / unit))
        _cover(ink, covered, stroke, top, bottom, left, right, max(round(_THIN_PT * unit), 1))
    return lines


def _long_runs(ink: Mask, unit: float) -> list[tuple[int, int, int]]:
    """Give the long runs of ink along the rows, small gaps closed: row, first pixel, pixel after the last."""
    width = ink.shape[1] + 2
    padded = np.zeros((ink.shape[0], width), dtype=bool)
    padded[:, 1:-1] = ink
    flat = padded.ravel()
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    starts, ends = changes[::2], changes[1::2]
    if not len(starts):
        return []
    apart = starts[1:] - ends[:-1] > max(int(_GAP_PT * unit), 1)
    apart |= starts[1:] // width != ends[:-1] // width
    first = np.concatenate(([0], np.flatnonzero(apart) + 1))
    last = np.concatenate((first[1:], [len(starts)])) - 1
    sums = np.concatenate(([0], np.cumsum(ends - starts)))
    lengths, amounts = ends[last] - starts[first], sums[last + 1] - sums[first]
    chosen = np.flatnonzero((lengths >= _LONG_PT * unit) & (amounts >= _SOLID * lengths))
    if len(chosen) > _MAX_RUNS:
        return []
    rows, lefts = np.divmod(starts[first[chosen]], width)
    return list(zip(rows.tolist(), (lefts - 1).tolist(), (lefts - 1 + lengths[chosen]).tolist(), strict=True))


def _join_runs(runs: list[tuple[int, int, int]]) -> list[_Stroke]:
    strokes: list[_Stroke] = []
    open_strokes: list[tuple[_Stroke, int, int, int]] = []  # with the last row, and the place of the run in it
    for row, start, end in runs:
        open_strokes = [item for item in open_strokes if item[1] >= row - 2]
        place = next(
            (k for k, (_, last, left, right) in enumerate(open_strokes) if last < row and left < end and start < right),
            None,
        )
        if place is None:
            stroke = _Stroke()
            strokes.append(stroke)
            open_strokes.append((stroke, row, start, end))
        else:
            stroke = open_strokes[place][0]
            open_strokes[place] = (stroke, row, start, end)
        stroke.runs.append((row, start, end))
    return strokes


def _cover(ink: Mask, covered: Mask, stroke: _Stroke, top: int, bottom: int, left: int, right: int, thin: int) -> None:
    """Mark the pixels of a line, but for the places where print crosses or touches it."""
    margin = thin + 2
    first = max(top - margin, 0)
    part = np.zeros((min(bottom + margin, ink.shape[0]) - first, right - left), dtype=bool)
    for row, start, end in stroke.runs:
        part[row - first, start - left : end - left] = True
    columns = np.flatnonzero(part.any(axis=0))
    highest = part.argmax(axis=0)[columns]
    lowest = part.shape[0] - 1 - part[::-1].argmax(axis=0)[columns]
    near = ink[first : first + part.shape[0], left:right]
    above, below = np.ones(len(columns), dtype=bool), np.ones(len(columns), dtype=bool)
    for step in range(1, thin + 2):
        above &= near[np.maximum(highest - step, 0), columns]
        below &= near[np.minimum(lowest + step, part.shape[0] - 1), columns]
        rows_up, rows_down = np.maximum(highest - step, 0), np.minimum(lowest + step, part.shape[0] - 1)
        if step <= thin:
            part[rows_up, columns] = True
            part[rows_down, columns] = True
    part[:, columns[above | below]] = False
    covered[first : first + part.shape[0], left:right] |= part
