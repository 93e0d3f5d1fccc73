"""Scans drawn from short strings, for the tests of OCR: half a sheet of paper at 150 or 200 dpi."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pytest
from pdf_files import Sheet
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader

from vanban.read.tesseract import INSTALL, missing_part

needs_tesseract = pytest.mark.skipif(missing_part() is not None, reason=f"{missing_part()} is missing: {INSTALL}")

DPI = 200
SIZE = (595.0, 420.0)  # points: A5, lying
OFFICE, MOTTO = "SỞ TÀI CHÍNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NUMBER, PLACE = "Số: 125/BC-STC", "Hải Phòng, ngày 12 tháng 6 năm 2025"
TITLE = "BÁO CÁO"
SENTENCE = (
    "Tổng thu ngân sách nhà nước trên địa bàn thành phố trong 6 tháng đầu năm đạt 45.120 tỷ đồng, bằng 58% dự toán và "
    "tăng 12,4% so với cùng kỳ năm trước."
)
TROUBLE = "Khó khăn lớn nhất là tiến độ giải phóng mặt bằng của một số dự án còn chậm."


def draw_letter(*, table: Sequence[Sequence[str]] = ()) -> bytes:
    """Draw a paper of an office as a PDF: letterhead in two columns, title, two paragraphs, perhaps a table."""
    sheet = Sheet(size=SIZE)
    sheet.centre(140, 40, OFFICE, size=11, bold=True)
    sheet.centre(140, 58, NUMBER, size=11)
    sheet.centre(410, 40, MOTTO, size=9.5, bold=True)
    sheet.centre(410, 56, "Độc lập - Tự do - Hạnh phúc", size=11, bold=True)
    sheet.centre(410, 76, PLACE, size=11)
    sheet.centre(297, 110, TITLE, size=13, bold=True)
    top = sheet.paragraph(140, SENTENCE)
    top = sheet.paragraph(top + 6, TROUBLE)
    if table:
        columns = [85.0 + 150 * k for k in range(len(table[0]) + 1)]
        rows = [top + 24.0 * k for k in range(len(table) + 1)]
        cells = {(r, c): text for r, row in enumerate(table) for c, text in enumerate(row)}
        sheet.grid(columns, rows, cells, size=11)
    return sheet.data()


def render(pdf: bytes, *, dpi: int = DPI) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def spoil(image: Image.Image) -> Image.Image:
    """Blur, fade, add grain and specks."""
    chance = np.random.default_rng(5)
    pixels = 40 + np.asarray(image.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32) * 0.8
    pixels += chance.normal(0, 12, pixels.shape[:2])[:, :, None]
    pixels[chance.random(pixels.shape[:2]) < 0.001] = 30
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def seal(image: Image.Image, x: float, y: float, *, colour: tuple[int, int, int] = (205, 30, 45)) -> Image.Image:
    """Put a round seal over what is printed, its middle at x, y in points."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    unit = DPI / 72
    for radius, width in ((48, 3), (42, 1), (16, 2)):
        box = ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit)
        draw.ellipse(box, outline=colour, width=round(width * unit))
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(layer)))


def stroke(image: Image.Image, y: float, *, colour: tuple[int, int, int] = (40, 60, 170)) -> Image.Image:
    """Put a stroke of a pen over the lines about y."""
    layer = Image.new("RGB", image.size, "white")
    unit = DPI / 72
    points = [(120 * unit + 30 * k * unit, (y + (-28 if k % 2 else 28)) * unit) for k in range(12)]
    ImageDraw.Draw(layer).line(points, fill=colour, width=round(1.6 * unit), joint="curve")
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(layer)))


def png(image: Image.Image, *, dpi: int = DPI) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def tiff(images: Sequence[Image.Image], *, dpi: int = DPI) -> bytes:
    buffer = io.BytesIO()
    first, *others = [image.convert("L") for image in images]
    first.save(buffer, "TIFF", save_all=True, append_images=others, dpi=(dpi, dpi), compression="tiff_lzw")
    return buffer.getvalue()


def pdf_of_image(image: Image.Image, *, layer: Sequence[str] = (), hidden: bool = True) -> bytes:
    """Make a PDF page that shows an image, with lines of text over it, as copiers write them: not shown."""
    sheet = Sheet(size=SIZE)
    sheet.canvas.drawImage(ImageReader(image), 0, 0, SIZE[0], SIZE[1])
    for place, text in enumerate(layer):
        words = sheet.canvas.beginText(85, SIZE[1] - 40 - 16 * place)
        words.setFont("plain", 11)
        words.setTextRenderMode(3 if hidden else 0)
        words.textLine(text)
        sheet.canvas.drawText(words)
    return sheet.data()
