"""Stamped PDFs: pages/s of pages whose number and day stand in annotations, beside the same pages without any.

    python bench/stamps.py [--pages N]

Bare PDFium gives the text of the pages without what the annotations show.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from timing import best_of

from vanban.read import read_bytes

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
SENTENCE = "Các cơ quan, đơn vị tiếp tục rà soát, hoàn thiện hồ sơ và báo cáo kết quả theo quy định."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, default=30)
    pages = parser.parse_args(arguments).pages
    plain, stamped = draw(pages, stamps=False), draw(pages, stamps=True)
    read_bytes(plain, source="a.pdf")
    shown = read_bytes(stamped, source="a.pdf").text.count("Số: 245 /BC-UBND")
    bare, without, with_stamps = best_of(lambda: read_bare(stamped)), read_s(plain), read_s(stamped)
    print(f"{pages} pages, three stamps on each; {shown} numbers read at their place; pages/s:")
    print(
        f"bare PDFium {pages / bare:.0f}, vanban without stamps {pages / without:.0f}, with {pages / with_stamps:.0f}"
    )
    return 0


def read_s(data: bytes) -> float:
    return best_of(lambda: read_bytes(data, source="a.pdf"))


def read_bare(data: bytes) -> None:
    for page in pypdfium2.PdfDocument(data):
        page.get_textpage().get_text_range()


def draw(pages: int, *, stamps: bool) -> bytes:
    """Draw pages with a blank number; the stamps that fill it in are free-text annotations."""
    pdfmetrics.registerFont(TTFont("plain", FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for _ in range(pages):
        canvas.setFont("plain", 12)
        canvas.drawString(85, 724, "Số:")
        canvas.drawString(140, 724, "/BC-UBND")
        canvas.drawString(290, 724, "Lào Cai, ngày      tháng      năm 2025")
        for row in range(30):
            canvas.drawString(85, 660 - 18 * row, SENTENCE[:70])
        canvas.showPage()
    canvas.save()
    data = buffer.getvalue()
    return stamp(data) if stamps else data


def stamp(data: bytes) -> bytes:
    """Put annotations with an appearance of their own on each page."""
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    for page in document:
        for (left, right), text in (((110, 138), "245"), ((378, 392), "20"), ((434, 448), "6")):
            note = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_STAMP)
            pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(left, 736, right, 720))
            label = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12)
            pdfium.FPDFText_SetText(label, (pdfium.c_ushort * (len(text) + 1))(*map(ord, text), 0))
            pdfium.FPDFPageObj_Transform(label, 1, 0, 0, 1, left, 724)
            pdfium.FPDFAnnot_AppendObject(note, label)
            pdfium.FPDFAnnot_SetFlags(note, pdfium.FPDF_ANNOT_FLAG_PRINT)
            pdfium.FPDFPage_CloseAnnot(note)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
