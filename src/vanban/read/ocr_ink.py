"""From the colours of a scan to grey: white paper, dark print; seals and strokes of coloured ink over the text gone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter
from scipy import ndimage

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_COLOURED = 46  # difference of the strongest and the weakest colour, of 255, from which ink is coloured
_LIGHT = 80  # ink whose strongest colour is weaker is black
_LARGE_PT = 30.0  # coloured ink that reaches higher is a seal or a stroke; less may be a letter or a digit
_MOST = 0.4  # of the page's ink: a page printed in colour
_FILLED = 0.55  # of its box: a coloured area, not ink
_STEP = 3  # pixels of a coarser mask on which seals are looked for
_UNEVEN = 14  # difference in the grey of the paper over the page from which it is levelled
_SPECK_PX = 3.5  # at 200 dpi
_LONE_SPECK_PX = 26.0  # at 200 dpi, with no other ink near
_NEAR_PT = 4.0
BLACK = 128  # of a grey page as given here: below is ink


def to_grey(image: Image.Image, *, dpi: float) -> Grey:
    """Give a page as grey, the paper near 255."""
    if image.mode in ("1", "L", "I;16", "I", "F", "LA"):
        return level(np.asarray(_as_grey(image)))
    colours = image.convert("RGB")
    colours = _whiten(colours)
    red, green, blue = colours.split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    weakest = ImageChops.darker(ImageChops.darker(red, green), blue)
    grey = np.array(colours.convert("L"))
    chroma = np.asarray(ImageChops.subtract(strongest, weakest))
    strong = np.asarray(strongest)
    ink = (chroma > _COLOURED) & (strong > _LIGHT)
    seals = _find_seals(ink, dpi) if np.count_nonzero(ink) > 50 else None
    if seals is not None and np.count_nonzero(ink & seals) < _MOST * np.count_nonzero(grey < BLACK):
        _lift(grey, seals, ink, strong, np.asarray(red) >= np.asarray(blue))
    return level(grey)


def _as_grey(image: Image.Image) -> Image.Image:
    if image.mode in ("I;16", "I", "F"):
        values = np.asarray(image, dtype=np.float64)
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) * (255 / (high - low)) if high > low else np.full(values.shape, 255.0)
        return Image.fromarray(scaled.astype(np.uint8))
    return image.convert("L")


def _whiten(image: Image.Image) -> Image.Image:
    """Stretch each colour so that the paper is white, whatever its tint."""
    small = np.asarray(image.reduce(max(min(image.size) // 200, 1)))
    paper = np.percentile(small.reshape(-1, 3), 85, axis=0)
    if paper.min() < 90:  # no paper to be seen: a photo, or a dark page
        return image
    tables = [np.clip(np.arange(256) * (250 / value), 0, 255).astype(np.uint8) for value in paper]
    return image.point([int(value) for table in tables for value in table])


def _lift(grey: Grey, seals: Mask, ink: Mask, strong: Grey, reddish: Mask) -> None:
    """Take coloured ink off the paper: what is left is what the ink's own strongest colour shows of the print below."""
    for place in (seals & reddish, seals & ~reddish):
        covered = strong[place & ink]
        if covered.size:
            clear = max(float(np.percentile(covered, 25)), 1.0)
            table = np.clip(np.arange(256) * (255 / clear), 0, 255).astype(np.uint8)
            grey[place] = table[strong[place]]


def _find_seals(ink: Mask, dpi: float) -> Mask | None:
    """Give the places of coloured ink that reaches higher than a letter, and of what lies near it and inside it."""
    coarse = _shrink(ink, _STEP)
    labels, count = ndimage.label(coarse, structure=np.ones((3, 3)))
    if not count:
        return None
    reach = _LARGE_PT * dpi / 72 / _STEP
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    places = np.zeros(coarse.shape, dtype=bool)
    for index, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if height < reach or sizes[index] > _FILLED * height * width:
            continue
        if width >= reach:
            places[rows, columns] = True  # what stands inside a ring is of the seal too
        else:
            places[rows, columns] |= labels[rows, columns] == index
    if not places.any():
        return None
    near, _ = ndimage.label(ndimage.binary_dilation(coarse, structure=np.ones((3, 3)), iterations=2))
    touched = np.unique(near[places & coarse])
    places |= np.isin(near, touched[touched > 0])
    grown = np.repeat(np.repeat(places, _STEP, axis=0), _STEP, axis=1)
    whole = np.zeros(ink.shape, dtype=bool)
    height, width = min(ink.shape[0], grown.shape[0]), min(ink.shape[1], grown.shape[1])
    whole[:height, :width] = grown[:height, :width]
    return whole


def _shrink(mask: Mask, step: int) -> Mask:
    """Give a mask of coarser places, each set where any of its pixels is."""
    height, width = mask.shape[0] // step * step, mask.shape[1] // step * step
    if not height or not width:
        return mask
    rows = mask[:height:step, :width].copy()
    for offset in range(1, step):
        rows |= mask[offset:height:step, :width]
    columns = rows[:, ::step].copy()
    for offset in range(1, step):
        columns |= rows[:, offset::step]
    return columns


def level(page: Grey) -> Grey:
    """Make the paper white and the print black, also where light falls unevenly on it."""
    step = 16
    if min(page.shape) < 4 * step:
        return page
    small = Image.fromarray(page).reduce(step // 2).filter(ImageFilter.MaxFilter(5))
    paper = np.asarray(small.filter(ImageFilter.BoxBlur(4)), dtype=np.float32)
    usual = float(np.median(paper))
    dark = float(np.percentile(page[::7, ::7], 1))
    if usual < 90 or usual - dark < 30:
        return page
    lit = paper[paper > 0.6 * usual]
    if float(np.percentile(lit, 95) - np.percentile(lit, 5)) < _UNEVEN:
        low, high = min(dark, 0.35 * usual), usual - 4
        table = np.clip((np.arange(256) - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
        levelled: Grey = table[page]
        return levelled
    field = Image.fromarray(np.maximum(paper, 0.5 * usual)).resize(
        (page.shape[1], page.shape[0]), Image.Resampling.BILINEAR
    )
    lighted = page * (250 / np.asarray(field))
    low = min(dark, 0.35 * usual)
    return np.clip((lighted - low) * (255 / (246 - low)), 0, 255).astype(np.uint8)


def despeckle(page: Grey, *, dpi: float) -> Grey:
    """Wipe off specks that are smaller than the dot of an i, and larger ones with no ink near them."""
    ink = page < 160
    scale = (dpi / 200) ** 2
    labels, count = ndimage.label(ink, structure=np.ones((3, 3)))
    if not count:
        return page
    small = np.bincount(labels.ravel()) <= max(_SPECK_PX * scale, 1)
    small[0] = False
    page = np.where(small[labels], 255, page)
    height, width = ink.shape[0] // _STEP * _STEP, ink.shape[1] // _STEP * _STEP
    amounts = ink[:height, :width].reshape(height // _STEP, _STEP, width // _STEP, _STEP).sum(axis=(1, 3))
    reach = max(round(_NEAR_PT * dpi / 72 / _STEP / 2), 1)
    groups, _ = ndimage.label(ndimage.binary_dilation(amounts > 0, structure=np.ones((3, 3)), iterations=reach))
    lone = np.bincount(groups.ravel(), weights=amounts.ravel()) <= _LONE_SPECK_PX * scale
    lone[0] = False
    wiped = np.repeat(np.repeat(lone[groups], _STEP, axis=0), _STEP, axis=1)
    page[:height, :width][wiped] = 255
    return page
