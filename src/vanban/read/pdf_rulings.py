"""The ruling lines that a PDF page draws: thin filled boxes and stroked paths, also inside form objects."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from vanban.read.pdf_page import Turn

_THIN_PT = 3.0  # a box no thicker is a line
_SHORT_PT = 5.0  # a shorter line is a mark
_SLOPE_PT = 1.0
_MAX_OBJECTS = 20_000  # of a page; drawings have more than tables do
_MAX_SEGMENTS = 4_000  # of a path
_MAX_DEPTH = 3  # of form objects in form objects

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Ruling(NamedTuple):
    """A horizontal or vertical line: where it lies across its direction, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Rulings:
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    has_image: bool = False
    image_area: float = 0.0  # square points that images cover
    paths: int = 0  # drawn, lines or not
    panels: int = 0  # filled boxes that are no lines


def read_rulings(page: Any, turn: Turn) -> Rulings:
    found = Rulings()
    reader = _Reader(found, turn)
    reader.read(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, _IDENTITY, 0)
    return found


class _Reader:
    def __init__(self, found: Rulings, turn: Turn) -> None:
        self._found, self._turn = found, turn
        self._left = _MAX_OBJECTS
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._refs = tuple(map(ctypes.byref, self._edges))

    def read(self, holder: Any, count: int, get: Any, matrix: Matrix, depth: int) -> None:
        kind_of = pdfium.FPDFPageObj_GetType
        for index in range(min(count, self._left)):
            item = get(holder, index)
            kind = kind_of(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._found.paths += 1
                self._read_path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._read_image(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                self._read_form(item, matrix, depth)
        self._left -= min(count, self._left)

    def _read_form(self, form: Any, matrix: Matrix, depth: int) -> None:
        inner = _multiply(_matrix_of(form), matrix)
        self.read(form, pdfium.FPDFFormObj_CountObjects(form), pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _read_image(self, image: Any, matrix: Matrix) -> None:
        self._found.has_image = True
        if pdfium.FPDFPageObj_GetBounds(image, *self._refs):
            left, bottom, right, top = (edge.value for edge in self._edges)
            (x0, y0), (x1, y1) = _apply(matrix, left, bottom), _apply(matrix, right, top)
            self._found.image_area += abs((x1 - x0) * (y1 - y0))

    def _read_path(self, path: Any, matrix: Matrix) -> None:
        if not pdfium.FPDFPageObj_GetBounds(path, *self._refs):
            return
        left, bottom, right, top = (edge.value for edge in self._edges)
        if min(right - left, top - bottom) <= _THIN_PT:
            self._add(*_apply(matrix, left, bottom), *_apply(matrix, right, top))
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if not (fill.value or stroke.value):
            return
        inner = _multiply(_matrix_of(path), matrix)
        for points in _read_subpaths(path, inner):
            if stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._add(x0, y0, x1, y1, thin=_SLOPE_PT)
            else:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._add(min(xs), min(ys), max(xs), max(ys))
        self._found.panels += not stroke.value

    def _add(self, x0: float, y0: float, x1: float, y1: float, *, thin: float = _THIN_PT) -> None:
        left, top, right, bottom = self._turn.upright(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        width, height = right - left, bottom - top
        if height <= thin and width >= _SHORT_PT and width > 2 * height:
            self._found.horizontal.append(Ruling((top + bottom) / 2, left, right))
        elif width <= thin and height >= _SHORT_PT and height > 2 * width:
            self._found.vertical.append(Ruling((left + right) / 2, top, bottom))


def _read_subpaths(path: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Give the corner points of the straight parts of a path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    refs = ctypes.byref(x), ctypes.byref(y)
    subpaths: list[list[tuple[float, float]]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not pdfium.FPDFPathSegment_GetPoint(segment, *refs):
            continue
        point = _apply(matrix, x.value, y.value)
        if kind != pdfium.FPDF_SEGMENT_LINETO or not subpaths:
            subpaths.append([point])
        else:
            subpaths[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    return [points for points in subpaths if len(points) > 1]


def _matrix_of(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """Give the matrix that applies m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
