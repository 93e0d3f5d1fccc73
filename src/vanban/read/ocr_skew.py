"""How a scanned page lies: on its side or not, and askew by how much. Found from where the ink gathers in rows."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.uint8]
Points = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]  # across the page, down the page

_MOST_DEGREES = 8.0  # a page lies no more askew
_COARSE, _FINE = 0.5, 0.05  # degrees
_LEAST_DEGREES = 0.12  # less is left as it is
_STEP = 3  # pixels of a place
_MAX_POINTS = 40_000
_FEW_POINTS = 400  # too few to tell
_SIDEWAYS = 1.35  # times as much gathered in columns as in rows
_DARK = 150
_PHASES = 8  # places between two pixels
_SHIFT = 6  # weights are of 64


class Lie(NamedTuple):
    sideways: bool  # text runs up or down the page
    degrees: float  # counter-clockwise turn that sets the text, or the page on its side, straight


def find_lie(page: Grey) -> Lie:
    points = _find_ink(page)
    if len(points[0]) < _FEW_POINTS:
        return Lie(False, 0.0)
    across, down = points
    upright, level_score = _best_angle(across, down)
    other, column_score = _best_angle(down, across)
    if column_score > _SIDEWAYS * level_score:
        return Lie(True, _rounded(-other))
    return Lie(False, _rounded(upright))


def _rounded(degrees: float) -> float:
    return degrees if abs(degrees) >= _LEAST_DEGREES else 0.0


def _find_ink(page: Grey) -> Points:
    """Give the places of ink; large dark areas count by their edges only."""
    height, width = page.shape[0] // _STEP * _STEP, page.shape[1] // _STEP * _STEP
    if not height or not width:
        return np.empty(0, np.float32), np.empty(0, np.float32)
    dark = (page[1:height:_STEP, 1:width:_STEP] < _DARK) | (page[:height:_STEP, :width:_STEP] < _DARK)
    solid = dark.copy()
    for axis in (0, 1):
        for offset in range(-6, 7, 3):
            solid &= np.roll(dark, offset, axis=axis)
    down, across = np.nonzero(dark & ~solid)
    if len(down) > _MAX_POINTS:
        chosen = np.random.default_rng(1).choice(len(down), _MAX_POINTS, replace=False)
        down, across = down[chosen], across[chosen]
    return across.astype(np.float32), down.astype(np.float32)


def _best_angle(along: npt.NDArray[np.float32], across: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Give the angle, in degrees, at which the ink gathers most in rows, and how much it does."""
    best, score = 0.0, -1.0
    steps = int(_MOST_DEGREES / _COARSE)
    for step in sorted(range(-steps, steps + 1), key=abs):
        found = _gathered(along, across, step * _COARSE)
        if found > score * (1.0001 if score > 0 else 1):
            best, score = step * _COARSE, found
    for width in (0.25, 0.1, _FINE):
        centre = best
        for angle in (centre - 2 * width, centre - width, centre + width, centre + 2 * width):
            found = _gathered(along, across, angle)
            if found > score:
                best, score = angle, found
    return best, score


def _gathered(along: npt.NDArray[np.float32], across: npt.NDArray[np.float32], degrees: float) -> float:
    slope = math.tan(math.radians(degrees))
    rows = across - slope * along
    profile = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum() / len(rows))


def turn(image: Image.Image, quarters: int) -> Image.Image:
    """Turn an image clockwise by quarters."""
    turns = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    chosen = turns[quarters % 4]
    return image if chosen is None else image.transpose(chosen)


def straighten(page: Grey, degrees: float) -> Grey:
    """Turn a page about its middle by a small angle; it grows so that nothing is cut off.

    Done by sliding its columns, then its rows, which for such angles is a turn (`shear`) and takes a fifth of the time.
    """
    if not degrees:
        return page
    down, across = shear(degrees)
    height, width = page.shape
    higher = round(height + width * abs(down))
    wider = round(width * (1 - down * across) + higher * abs(across))
    slid = _slide(np.ascontiguousarray(page.T), down, higher)
    return _slide(np.ascontiguousarray(slid.T), -across, wider)


def shear(degrees: float) -> tuple[float, float]:
    """Give how far columns are slid to each pixel across, and rows to each pixel down, to turn a page by an angle.

    What lies at x, y from the middle of the turned page lay at x - across * y, down * x + (1 - down * across) * y.
    """
    slope = math.tan(math.radians(degrees))
    return slope, slope / (1 + slope * slope)


def _slide(page: Grey, slope: float, width: int) -> Grey:
    """Slide each row by its distance from the middle, with cubic steps between pixels; about the page is white."""
    height, before = page.shape
    starts = np.round((before - width) / 2 * _PHASES + (np.arange(height) + 0.5 - height / 2) * (slope * _PHASES))
    starts = starts.astype(np.int64)
    margin = max(-int(starts.min()), int(starts.max()) + (width - before) * _PHASES, 0) // _PHASES + 3
    padded = np.full((height, before + 2 * margin), 255, dtype=np.int16)
    padded[:, margin : margin + before] = page
    slid = np.empty((height, width), dtype=np.uint8)
    edges = np.flatnonzero(np.diff(starts)) + 1
    for top, bottom in pairwise([0, *edges.tolist(), height]):
        whole, phase = divmod(int(starts[top]), _PHASES)
        rows = padded[top:bottom, margin + whole - 1 : margin + whole + width + 2]
        slid[top:bottom] = _mix(rows, phase, width) if phase else rows[:, 1 : width + 1]
    return slid


def _mix(rows: npt.NDArray[np.int16], phase: int, width: int) -> npt.NDArray[np.int16]:
    """Give the values between the pixels of rows."""
    first, second, third, fourth = _WEIGHTS[phase]
    mixed = rows[:, 1 : width + 1] * second
    mixed += rows[:, 2 : width + 2] * third
    mixed += rows[:, :width] * first
    mixed += rows[:, 3 : width + 3] * fourth
    mixed >>= _SHIFT
    return np.clip(mixed, 0, 255, out=mixed)


def _weigh(phase: int) -> tuple[np.int16, ...]:
    """Give the weights of the four pixels about a place between two of them (cubic convolution, of Keys)."""
    t = phase / _PHASES
    exact = (-t / 2 + t**2 - t**3 / 2, 1 - 2.5 * t**2 + 1.5 * t**3, t / 2 + 2 * t**2 - 1.5 * t**3, (t**3 - t**2) / 2)
    first, _, third, fourth = (round(weight * (1 << _SHIFT)) for weight in exact)
    return tuple(np.int16(weight) for weight in (first, (1 << _SHIFT) - first - third - fourth, third, fourth))


_WEIGHTS = [_weigh(phase) for phase in range(_PHASES)]
