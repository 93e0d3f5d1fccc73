"""Write the DOCX that LibreOffice turns into no_vietnamese_glyphs.pdf: see README.md."""

import sys
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

LEFT = ("UBND TỈNH QUẢNG NGÃI", "SỞ XÂY DỰNG", "Số: 88/BC-SXD")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Quảng Ngãi, ngày 03 tháng 9 năm 2025")
PARAGRAPHS = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 10/02/2025, Sở đã thẩm định 126 hồ sơ, giải quyết đúng hạn 98,4%; "
    "đường truyền tại các xã miền núi còn chậm, thường xuyên gián đoạn.",
    "Đề nghị Ủy ban nhân dân tỉnh bổ sung 3,5 tỷ đồng để nâng cấp hệ thống máy chủ trước ngày 31/12/2025.",
)
ROWS = (
    ("Chỉ tiêu", "Kế hoạch", "Thực hiện"),
    ("Tỷ lệ đô thị hóa", "42%", "40,5%"),
    ("Nhà ở xã hội", "500 căn", "312 căn"),
)


def main(path: Path) -> None:
    document = Document()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(13)
    for cell, lines in zip(document.add_table(1, 2).rows[0].cells, (LEFT, RIGHT), strict=True):
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.runs[0].font.size = Pt(11)
    title = document.add_paragraph("BÁO CÁO")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in PARAGRAPHS:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
    table = document.add_table(len(ROWS), 3)
    table.style = "Table Grid"
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
