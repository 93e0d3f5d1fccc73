"""How a scanned page lies: on its side or not, and askew by how much. Found from where the ink gathers in rows."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_MOST_DEGREES = 8.0  # a page lies no more askew
_COARSE, _FINE = 0.5, 0.05  # degrees
_LEAST_DEGREES = 0.12  # less is left as it is
_STEP = 3  # pixels of a place
_MAX_POINTS = 40_000
_FEW_POINTS = 400  # too few to tell
_LONG = 60  # places in a row without a gap: a ruling line, no word
_SIDEWAYS = 1.35  # times as much gathered in columns as in rows
_DOUBTED = 1.7  # times as much gathered one way as the other: less tells little
_DARK = 150


class Lie(NamedTuple):
    sideways: bool  # text runs up or down the page
    degrees: float  # counter-clockwise turn that sets the text, or the page on its side, straight
    other: Lie | None = None  # how it may lie as well, where the ink hardly tells


def find_lie(page: Grey) -> Lie:
    """Find the way that text runs and how askew it is; ruling lines tell of the angle, but not of the way."""
    across, down, ruled = _find_ink(page)
    if len(across) < _FEW_POINTS:
        return Lie(False, 0.0)
    upright, level_score = _best_angle(across, down)
    other, column_score = _best_angle(down, across)
    if len(across) - np.count_nonzero(ruled) >= _FEW_POINTS:
        text_across, text_down = across[~ruled], down[~ruled]
        level_score = _gathered(text_across, text_down, upright)
        column_score = _gathered(text_down, text_across, other)
    lies = Lie(False, _rounded(upright)), Lie(True, _rounded(-other))
    sideways = column_score > _SIDEWAYS * level_score
    in_doubt = level_score < _DOUBTED * column_score and column_score < _DOUBTED * level_score
    return lies[sideways]._replace(other=lies[not sideways] if in_doubt else None)


def _rounded(degrees: float) -> float:
    return degrees if abs(degrees) >= _LEAST_DEGREES else 0.0


def _find_ink(page: Grey) -> tuple[Floats, Floats, Mask]:
    """Give the places of ink across and down the page, and which are of ruling lines; of dark areas, the edges."""
    height, width = page.shape[0] // _STEP * _STEP, page.shape[1] // _STEP * _STEP
    if not height or not width:
        return np.empty(0, np.float32), np.empty(0, np.float32), np.empty(0, np.bool_)
    dark = (page[1:height:_STEP, 1:width:_STEP] < _DARK) | (page[:height:_STEP, :width:_STEP] < _DARK)
    solid = dark.copy()
    for axis in (0, 1):
        for offset in range(-6, 7, 3):
            solid &= np.roll(dark, offset, axis=axis)
    down, across = np.nonzero(dark & ~solid)
    if len(down) > _MAX_POINTS:
        chosen = np.random.default_rng(1).choice(len(down), _MAX_POINTS, replace=False)
        down, across = down[chosen], across[chosen]
    return across.astype(np.float32), down.astype(np.float32), _find_rules(dark)[down, across]


def _find_rules(dark: Mask) -> Mask:
    """Tell which places lie on a long line, level or upright, perhaps a little askew."""
    found = np.zeros_like(dark)
    for axis in (0, 1):
        thick = (dark | np.roll(dark, 1, axis=1 - axis) | np.roll(dark, -1, axis=1 - axis)).view(np.uint8)
        found |= ndimage.grey_opening(thick, size=(_LONG, 1) if axis == 0 else (1, _LONG), mode="constant") > 0
    return found


def _best_angle(along: Floats, across: Floats) -> tuple[float, float]:
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


def _gathered(along: Floats, across: Floats, degrees: float) -> float:
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
    """Turn a page about its middle by a small angle; it grows so that nothing is cut off, and is white around."""
    if not degrees:
        return page
    return np.asarray(Image.fromarray(page).rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255))
