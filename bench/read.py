"""How fast PDF files are read: vanban beside bare PDFium and bare pdfplumber, on the same pages, in one run.

    python bench/read.py [--pages 320] [--keep FOLDER] [FILE.pdf …]

Without files it draws its own: reports with letterheads, prose, lists, footnotes and page numbers, some with ruled
tables. One core; times are the process's own; memory is the peak of a process that reads one file.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSerif"
WHO = [
    "Ủy ban nhân dân tỉnh",
    "Sở Khoa học và Công nghệ",
    "Các xã, phường",
    "Ban Chỉ đạo cấp tỉnh",
    "Công an tỉnh",
    "Ngành y tế",
]
DID = [
    "đã chủ động triển khai",
    "tiếp tục đẩy mạnh",
    "còn gặp khó khăn trong",
    "đề nghị bổ sung kinh phí cho",
    "chưa hoàn thành",
]
WHAT = [
    "việc số hóa hồ sơ theo Kế hoạch số 45/KH-UBND",
    "công tác cải cách thủ tục hành chính",
    "hạ tầng số tại vùng sâu, vùng xa",
    "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
]
HOW = [
    "; kết quả đạt 72,5% kế hoạch",
    ", tăng 12,4% so với cùng kỳ năm trước",
    " trên địa bàn 95 xã",
    ", với tổng kinh phí 2.148,3 tỷ đồng",
]


def write_sentence(chance: random.Random) -> str:
    return f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}{chance.choice(HOW)}."


def draw_report(n_pages: int, *, tables: bool, seed: int = 1) -> bytes:
    """Draw a report of exactly n pages."""
    for name, suffix in (("body", ""), ("strong", "-Bold")):
        pdfmetrics.registerFont(TTFont(name, f"{FONTS}{suffix}.ttf"))
    chance = random.Random(seed)
    body = ParagraphStyle(
        "body", fontName="body", fontSize=13, leading=17, alignment=TA_JUSTIFY, firstLineIndent=28, spaceAfter=6
    )
    head = ParagraphStyle("head", parent=body, fontName="strong")
    title = ParagraphStyle("title", parent=head, alignment=TA_CENTER, firstLineIndent=0)
    cell = ParagraphStyle("cell", parent=body, fontSize=11, leading=13, firstLineIndent=0, alignment=0)
    left = "<br/>".join(["UBND TỈNH AN GIANG", "<b>SỞ NỘI VỤ</b>", "Số: 12/BC-SNV"])
    right = "<br/>".join(
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Giang, ngày 05 tháng 9 năm 2025"]
    )
    small = ParagraphStyle("small", parent=title, fontName="body", fontSize=10, leading=13)
    pdfmetrics.registerFontFamily("body", normal="body", bold="strong", italic="body", boldItalic="strong")
    story = [Table([[Paragraph(left, small), Paragraph(right, small)]], [190, 270]), Spacer(1, 12)]
    story += [Paragraph("BÁO CÁO", title), Paragraph("Kết quả thực hiện nhiệm vụ chuyển đổi số", title)]
    for section in range(1, n_pages + 9):
        story.append(
            Paragraph(f"{section}. {chance.choice(['Kết quả đạt được', 'Khó khăn, vướng mắc', 'Kiến nghị'])}", head)
        )
        for _ in range(3):
            story.append(Paragraph(" ".join(write_sentence(chance) for _ in range(4)), body))
            story += [Paragraph(f"- {write_sentence(chance)}", body) for _ in range(2)]
        if tables:
            rows = [["TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch", "Kết quả"]]
            rows += [[str(k), write_sentence(chance), "%", str(10 * k), f"{9 * k},5"] for k in range(1, 7)]
            cells = [[Paragraph(text, cell) for text in row] for row in rows]
            story.append(
                Table(
                    cells,
                    [28, 230, 50, 70, 70],
                    repeatRows=1,
                    style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]),
                )
            )
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=85, rightMargin=50, topMargin=60, bottomMargin=60).build(
        story, onLaterPages=number_page, onFirstPage=lambda canvas, template: None
    )
    return cut_pages(buffer.getvalue(), n_pages)


def draw_paper(blocks: Sequence[str | Sequence[Sequence[str]]]) -> bytes:
    """Draw a document: its paragraphs, and its tables as lists of rows."""
    pdfmetrics.registerFont(TTFont("body", f"{FONTS}.ttf"))
    body = ParagraphStyle("body", fontName="body", fontSize=13, leading=17, alignment=TA_JUSTIFY, spaceAfter=6)
    cell = ParagraphStyle("cell", parent=body, fontSize=10, leading=12, alignment=0)
    story: list[Paragraph | Table] = []
    for block in blocks:
        if isinstance(block, str):
            story.append(Paragraph(escape(block), body))
        else:
            cells = [[Paragraph(escape(text), cell) for text in row] for row in block]
            story.append(Table(cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=85, rightMargin=50, topMargin=60, bottomMargin=60).build(story)
    return buffer.getvalue()


def number_page(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.setFont("body", 12)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(canvas.getPageNumber()))


def cut_pages(data: bytes, n_pages: int) -> bytes:
    import pypdfium2

    source, target = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    target.import_pages(source, list(range(min(n_pages, len(source)))))
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


# -- the readers -------------------------------------------------------------------------------------------------------


def read_with_vanban(data: bytes) -> int:
    from vanban.read.pdf import read_pdf

    return len(read_pdf(data, source="bench.pdf").pages)


def read_with_pdfium(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        text_page.close()
        page.close()
    return len(document)


def read_with_pdfplumber(data: bytes) -> int:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def measure(reader: Callable[[bytes], int], data: bytes, *, rounds: int = 1) -> float:
    """Give pages a second of the process's own time, the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        pages = reader(data)
        best = max(best, pages / (time.process_time() - start))
    return best


def peak_memory(reader: Callable[[bytes], int], data: bytes) -> float:
    """Give the peak memory, in MB, of a fresh process that reads one file."""
    context = multiprocessing.get_context("spawn")
    parent, child = context.Pipe(duplex=False)
    process = context.Process(target=_report_memory, args=(reader, data, child))
    process.start()
    peak = parent.recv()
    process.join()
    return float(peak)


def _report_memory(reader: Callable[[bytes], int], data: bytes, pipe: multiprocessing.connection.Connection) -> None:
    reader(data)
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# -- the run -----------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="PDF files to read instead of drawn ones")
    parser.add_argument("--pages", type=int, default=320, help="pages to draw together")
    parser.add_argument("--keep", type=Path, help="folder to keep the drawn files in")
    options = parser.parse_args(arguments)
    if options.files:
        samples = {path.name: path.read_bytes() for path in options.files}
    else:
        half = options.pages // 2
        samples = {"prose": draw_report(half, tables=False), "tables": draw_report(options.pages - half, tables=True)}
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for name, data in samples.items():
            (options.keep / f"{name}.pdf").write_bytes(data)
    print(f"{'file':<24}{'pages':>7}{'vanban':>10}{'pdfium':>10}{'pdfplumber':>12}   pages/s, one core")
    for name, data in samples.items():
        pages = read_with_pdfium(data)
        rates = [
            measure(r, data, rounds=n)
            for r, n in ((read_with_vanban, 3), (read_with_pdfium, 3), (read_with_pdfplumber, 1))
        ]
        print(f"{name[:23]:<24}{pages:>7}{rates[0]:>10.0f}{rates[1]:>10.0f}{rates[2]:>12.1f}")
    if not options.files:
        print(f"\n{'pages':>7}{'pages/s':>10}{'peak MB':>10}   the longer the document")
        for n_pages in (10, 100, 500):
            data = draw_report(n_pages, tables=False)
            rate, peak = measure(read_with_vanban, data, rounds=3), peak_memory(read_with_vanban, data)
            print(f"{n_pages:>7}{rate:>10.0f}{peak:>10.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
