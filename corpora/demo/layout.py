"""Lays out an office paper as a DOCX by Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

Align = WD_ALIGN_PARAGRAPH
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
HEADING = re.compile(r"^(?:[IVX]+[./]|[A-H]\.|Phần |PHẦN |\d{1,2}(?:\.\d{1,2})*[./)] ?[A-ZĐÁÀẢÃẠÂĂÊÔƠƯÍÝÚÓ])")


class Paper:
    """A DOCX in the making. Sizes in points; A4; margins 2 cm, left 3 cm."""

    def __init__(self, font: str) -> None:
        self.document: Any = Document()
        style = self.document.styles["Normal"]
        style.font.name = font
        style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        style.font.size = Pt(13)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(1.8)
        section.top_margin = section.bottom_margin = Cm(2)
        self._notes: list[str] = []
        self._number_pages(section)

    def _number_pages(self, section: Any) -> None:
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = Align.CENTER
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def line(self, text: str, *, align: Any = Align.JUSTIFY, bold: bool = False, italic: bool = False, size: float = 13,
             indent: bool = False, within: Any = None) -> Any:  # fmt: skip
        """Add a paragraph to the paper, or to a cell `within`."""
        paragraph = (within or self.document).add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0 if within is not None else 6)
        if indent:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        return paragraph

    def two_columns(self, left: Sequence[dict[str, Any]], right: Sequence[dict[str, Any]]) -> None:
        """Add a table without borders that holds two blocks side by side; each line is the options of `line`."""
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, (Cm(6.4), Cm(9.8)), strict=True):
            column.width = width
        for cell, width, lines in zip(table.rows[0].cells, (Cm(6.4), Cm(9.8)), (left, right), strict=True):
            cell.width = width
            for options in lines:
                self.line(within=cell, **{"align": Align.CENTER, **options})
            first = cell.paragraphs[0]
            if not first.text and len(cell.paragraphs) > 1:
                first._p.getparent().remove(first._p)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def grid(self, rows: Sequence[Sequence[str]], *, header_rows: int) -> None:
        """Add a ruled table; empty header cells are merged with the one on their left or above."""
        width = max(map(len, rows))
        table = self.document.add_table(rows=len(rows), cols=width)
        table.style = "Table Grid"
        for r, row in enumerate(rows):
            for c in range(width):
                text = row[c] if c < len(row) else ""
                cell = table.cell(r, c)
                if cell.text:
                    continue  # merged before
                cell.text = text
                for run in cell.paragraphs[0].runs:
                    run.font.size, run.bold = Pt(11), r < header_rows
                if r < header_rows:
                    cell.paragraphs[0].alignment = Align.CENTER
        if header_rows == 2:
            self._merge_header(table, rows, width)
        for r in range(header_rows):
            properties = table.rows[r]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _merge_header(self, table: Any, rows: Sequence[Sequence[str]], width: int) -> None:
        c = 0
        while c < width:
            stop = c + 1
            while stop < width and not rows[0][stop] and rows[1][stop]:
                stop += 1
            if stop > c + 1 and rows[1][c]:
                self._join(table.cell(0, c), table.cell(0, stop - 1))
            elif not rows[1][c]:
                self._join(table.cell(0, c), table.cell(1, c))
                stop = c + 1
            c = stop

    @staticmethod
    def _join(first: Any, last: Any) -> None:
        text = first.text
        merged = first.merge(last)
        for paragraph in merged.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        merged.paragraphs[0].text = text
        merged.paragraphs[0].alignment = Align.CENTER
        for run in merged.paragraphs[0].runs:
            run.bold, run.font.size = True, Pt(11)

    def footnote(self, paragraph: Any, text: str) -> None:
        """Set a footnote mark at the end of a paragraph."""
        self._notes.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._notes)))
        run._r.append(reference)

    def new_section(self, *, landscape: bool) -> None:
        section = self.document.add_section()
        if landscape and section.page_width < section.page_height:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width

    def save(self, path: str) -> None:
        if self._notes:
            mark = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/>'
            notes = "".join(
                f'<w:footnote w:id="{i}"><w:p><w:r>{mark}</w:r>'
                f'<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"> {note}</w:t></w:r>'
                "</w:p></w:footnote>"
                for i, note in enumerate(self._notes, 1)
            )
            separators = "".join(
                f'<w:footnote w:type="{kind}" w:id="{i}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
                for i, kind, mark in (
                    (-1, "separator", "separator"),
                    (0, "continuationSeparator", "continuationSeparator"),
                )
            )
            xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{separators}{notes}</w:footnotes>'
            part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), self.document.part.package)
            self.document.part.relate_to(part, RT.FOOTNOTES)
        self.document.save(path)
