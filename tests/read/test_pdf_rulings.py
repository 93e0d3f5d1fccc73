"""Ruling lines are found however a program draws them."""

from collections.abc import Callable
from itertools import pairwise

import pypdfium2.raw as pdfium
import pytest
from pdf_files import HEIGHT, Sheet
from reportlab.pdfgen.canvas import Canvas

from vanban.read.pdf_page import TextPage, read_turn
from vanban.read.pdf_rulings import Rulings, read_rulings
from vanban.read.ruled_tables import find_grids

XS, YS = [60.0, 150.0, 300.0], [100.0, 125.0, 150.0]


def rulings_of(sheet: Sheet) -> Rulings:
    data = sheet.data()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, 0)
    text_page = TextPage(page)
    found = read_rulings(page, read_turn(page, text_page))
    text_page.close()
    pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return found


def as_lines(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
    for x in XS:
        canvas.line(x, HEIGHT - YS[0], x, HEIGHT - YS[-1])


def as_dashes(canvas: Canvas) -> None:
    canvas.setDash(2, 2)
    as_lines(canvas)


def as_one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for y in YS:
        path.moveTo(XS[0], HEIGHT - y)
        path.lineTo(XS[-1], HEIGHT - y)
    for x in XS:
        path.moveTo(x, HEIGHT - YS[0])
        path.lineTo(x, HEIGHT - YS[-1])
    canvas.drawPath(path)


def as_thin_boxes(canvas: Canvas) -> None:
    for y in YS:
        for a, b in pairwise(XS):
            canvas.rect(a, HEIGHT - y - 0.25, b - a, 0.5, fill=1, stroke=0)
    for x in XS:
        for a, b in pairwise(YS):
            canvas.rect(x - 0.25, HEIGHT - b, 0.5, b - a, fill=1, stroke=0)


def as_boxes(canvas: Canvas) -> None:
    for a, b in pairwise(XS):
        for top, bottom in pairwise(YS):
            canvas.rect(a, HEIGHT - bottom, b - a, bottom - top)


def as_form(canvas: Canvas) -> None:
    canvas.beginForm("grid")
    as_boxes(canvas)
    canvas.endForm()
    canvas.doForm("grid")


@pytest.mark.parametrize("draw", [as_lines, as_dashes, as_one_path, as_thin_boxes, as_boxes, as_form])
@pytest.mark.parametrize("move", [(0.0, 0.0), (20.0, -30.0)])
def test_grids(draw: Callable[[Canvas], None], move: tuple[float, float]) -> None:
    sheet = Sheet()
    sheet.canvas.translate(*move)
    draw(sheet.canvas)
    (grid,) = find_grids(rulings_of(sheet))
    assert grid.xs == pytest.approx([x + move[0] for x in XS], abs=0.6)
    assert grid.ys == pytest.approx([y - move[1] for y in YS], abs=0.6)


def test_shading_and_slanted_lines_are_no_rulings() -> None:
    sheet = Sheet()
    sheet.canvas.rect(60, 600, 300, 40, fill=1, stroke=0)
    sheet.canvas.line(60, 500, 200, 560)
    sheet.canvas.circle(300, 300, 50)
    assert rulings_of(sheet) == Rulings(paths=3, panels=1)


def test_pictures_are_noticed() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 0)), 50, 50, 100, 100)
    assert rulings_of(sheet).has_image
