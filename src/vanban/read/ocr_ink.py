"""From the colours of a scan to grey: white paper, dark print; seals and strokes of coloured ink over the text gone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter
from scipy import ndimage

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

Area = tuple[int, int, int, int]  # left, top, right, bottom

_PAPER = 90  # of 255: paper is no darker
_TINTED = 14  # the same difference, below, on a coarser page, where a thin line of ink is mixed with paper
_AROUND = 5  # coarser pixels about coloured ink that are looked at with it
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
_FAINT = 160  # of a level page: below is ink, if faint
BLACK = 128  # of a grey page as given here: below is ink


class _Seen(NamedTuple):
    """Coloured ink in a part of a page."""

    places: Mask  # of seals and strokes
    ink: Mask
    strong: Grey  # the strongest colour
    reddish: Mask


def to_grey(image: Image.Image, *, dpi: float) -> Image.Image:
    """Give a page as grey, coloured seals and ink lifted off it."""
    if image.mode != "RGB":
        return as_grey(image)
    coarse = image.reduce(_STEP)
    paper = _find_paper(coarse)
    grey = image.convert("L")
    if paper is not None:
        tint = Image.new("RGB", (1, 1), paper).convert("L").getpixel((0, 0))
        grey = grey.point(_whitening((int(tint),)))  # type: ignore[arg-type]
    places = _find_coloured(_whiten(coarse, paper), dpi)
    found = [(place, _see(_whiten(image.crop(place), paper), dpi)) for place in places]
    seals = [(place, seen) for place, seen in found if seen is not None]
    coloured = sum(np.count_nonzero(seen.ink & seen.places) for _, seen in seals)
    if seals and coloured < _MOST * sum(grey.histogram()[:BLACK]):
        for place, seen in seals:
            grey.paste(Image.fromarray(_lift(np.array(grey.crop(place)), seen)), place)
    return grey


def as_grey(image: Image.Image) -> Image.Image:
    """Give an image without colours, of any depth, as grey."""
    if image.mode in ("I;16", "I", "F"):
        values = np.asarray(image, dtype=np.float64)
        low, high = float(values.min()), float(values.max())
        scaled = (values - low) * (255 / (high - low)) if high > low else np.full(values.shape, 255.0)
        return Image.fromarray(scaled.astype(np.uint8))
    return image.convert("L")


def _find_paper(small: Image.Image) -> tuple[int, ...] | None:
    """Give the colour of the paper; None where none is to be seen: a photo, or a dark page."""
    pixels = np.asarray(small.reduce(max(min(small.size) // 200, 1))).reshape(-1, 3)
    paper = np.percentile(pixels, 85, axis=0)
    return tuple(int(value) for value in paper) if paper.min() >= _PAPER else None


def _whiten(image: Image.Image, paper: tuple[int, ...] | None) -> Image.Image:
    """Stretch each colour so that the paper is white, whatever its tint."""
    return image.point(_whitening(paper)) if paper is not None else image


def _whitening(paper: tuple[int, ...]) -> list[int]:
    return [min(value * 250 // white, 255) for white in paper for value in range(256)]


def _find_coloured(coarse: Image.Image, dpi: float) -> list[Area]:
    """Give the areas of a page, in pixels, that may hold coloured ink which reaches higher than a letter.

    `coarse` is the page with a pixel for each _STEP of it: a thin line of colour shows faintly there.
    """
    red, green, blue = (np.asarray(band) for band in coarse.split())
    strong = np.maximum(np.maximum(red, green), blue)
    tinted = (strong - np.minimum(np.minimum(red, green), blue)) > _TINTED
    labels, _ = _join_broken(tinted)
    reach = int(_LARGE_PT * dpi / 72 / _STEP) - 2
    areas: list[Area] = []
    for rows, columns in ndimage.find_objects(labels):
        if rows.stop - rows.start >= reach:
            area = (columns.start - _AROUND, rows.start - _AROUND, columns.stop + _AROUND, rows.stop + _AROUND)
            areas = _join(areas, area)
    return [
        (max(x0, 0) * _STEP, max(top, 0) * _STEP, min(x1, coarse.width) * _STEP, min(bottom, coarse.height) * _STEP)
        for x0, top, x1, bottom in areas
    ]


def _join(areas: list[Area], area: Area) -> list[Area]:
    """Add an area; those that meet it become one with it."""
    apart: list[Area] = []
    for other in areas:
        if area[0] < other[2] and other[0] < area[2] and area[1] < other[3] and other[1] < area[3]:
            area = (
                min(area[0], other[0]), min(area[1], other[1]), max(area[2], other[2]), max(area[3], other[3])
            )  # fmt: skip
        else:
            apart.append(other)
    return [*apart, area] if len(apart) == len(areas) else _join(apart, area)


def _see(colours: Image.Image, dpi: float) -> _Seen | None:
    """Look for seals and strokes of coloured ink in a part of a page."""
    red, green, blue = colours.split()
    strong = np.asarray(ImageChops.lighter(ImageChops.lighter(red, green), blue))
    weak = np.asarray(ImageChops.darker(ImageChops.darker(red, green), blue))
    ink = (strong - weak > _COLOURED) & (strong > _LIGHT)
    places = _find_seals(ink, dpi) if np.count_nonzero(ink) > 50 else None
    return None if places is None else _Seen(places, ink, strong, np.asarray(red) >= np.asarray(blue))


def _lift(grey: Grey, seen: _Seen) -> Grey:
    """Take coloured ink off the paper: what is left is what the ink's own strongest colour shows of the print below."""
    for place in (seen.places & seen.reddish, seen.places & ~seen.reddish):
        covered = seen.strong[place & seen.ink]
        if covered.size:
            clear = max(float(np.percentile(covered, 25)), 1.0)
            table = np.clip(np.arange(256) * (255 / clear), 0, 255).astype(np.uint8)
            grey[place] = table[seen.strong[place]]
    return grey


def _find_seals(ink: Mask, dpi: float) -> Mask | None:
    """Give the places of coloured ink that reaches higher than a letter, and of what lies near it and inside it."""
    coarse = _shrink(ink, _STEP)
    labels, count = _join_broken(coarse)
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


def _join_broken(coarse: Mask) -> tuple[npt.NDArray[np.int32], int]:
    """Number what hangs together, strokes that print crosses taken for one."""
    labels, count = ndimage.label(ndimage.binary_dilation(coarse, structure=np.ones((3, 3))), structure=np.ones((3, 3)))
    return np.where(coarse, labels, 0), count


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
        return np.asarray(Image.fromarray(page).point(table.tolist()))
    field = Image.fromarray(np.maximum(paper, 0.5 * usual)).resize(
        (page.shape[1], page.shape[0]), Image.Resampling.BILINEAR
    )
    lighted = page * (250 / np.asarray(field))
    low = min(dark, 0.35 * usual)
    return np.clip((lighted - low) * (255 / (246 - low)), 0, 255).astype(np.uint8)


def despeckle(page: Grey, *, dpi: float) -> Grey:
    """Wipe off specks that are smaller than the dot of an i, and larger ones with no ink near them."""
    ink = page < _FAINT
    scale = (dpi / 200) ** 2
    labels, count = ndimage.label(ink, structure=np.ones((3, 3)))
    if not count or min(page.shape) < _STEP:
        return page
    page = np.ascontiguousarray(page).copy()
    places = np.flatnonzero(ink)
    marks = labels.ravel()[places]
    small = np.bincount(marks) <= max(_SPECK_PX * scale, 1)
    page.ravel()[places[small[marks]]] = 255
    _wipe_lone(page, _amounts(ink, _STEP), dpi, _LONE_SPECK_PX * scale)
    return page


def _wipe_lone(page: Grey, amounts: Grey, dpi: float, most: float) -> None:
    """Wipe off ink that stands alone and is no more than so many pixels; `amounts` tells it by coarse places."""
    reach = max(round(_NEAR_PT * dpi / 72 / _STEP / 2), 1)
    groups, _ = ndimage.label(ndimage.binary_dilation(amounts > 0, structure=np.ones((3, 3)), iterations=reach))
    lone = np.bincount(groups.ravel(), weights=amounts.ravel()) <= most
    lone[0] = False
    rows, columns = (places * _STEP for places in np.nonzero(lone[groups]))
    for down in range(_STEP):
        for across in range(_STEP):
            page[rows + down, columns + across] = 255


def _amounts(ink: Mask, step: int) -> Grey:
    """Count the pixels of ink in each coarser place."""
    height, width = ink.shape[0] // step * step, ink.shape[1] // step * step
    counts = ink[:height, :width].view(np.uint8)
    rows = sum((counts[offset:height:step] for offset in range(1, step)), start=counts[:height:step])
    columns: Grey = sum((rows[:, offset::step] for offset in range(1, step)), start=rows[:, ::step])
    return columns
