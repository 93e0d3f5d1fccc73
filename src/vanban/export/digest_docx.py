"""The compiled report as a Word file, laid out by decree: letterhead, title, text and signature, then the annexes.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (A4; margins 20-25, 20-25, 30-35, 15-20 mm; Times New Roman 13-14; page
numbers at the middle of the top from page 2 on; annexes under Roman numbers, their pages numbered anew). Lines under
the motto and the title are borders, not underlined words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from vanban.export.digest import Digest
from vanban.export.digest_layout import (
    BLANK,
    MOTTO,
    NATION,
    NOTE,
    TYPE_NAME,
    Cell,
    Grid,
    Heading,
    annexes,
    date_line,
    overviews,
    paragraphs,
    roman,
    subject,
)
from vanban.version import __version__
from vanban.wording import number

FONT = "Times New Roman"
TEXT_PT, TABLE_PT, TITLE_PT = 13, 10.5, 14
MAX_ROWS = 2_000  # of a table; Word lays out longer ones too slowly to be read
SHOWN = 12  # units and sources named in a cell
_TWIPS_A_MM = 56.7
_A4_MM = (210.0, 297.0)
_MARGINS_MM = {"top": 20.0, "bottom": 20.0, "left": 30.0, "right": 15.0}
_ANNEX_MARGINS_MM = {"top": 20.0, "bottom": 15.0, "left": 15.0, "right": 15.0}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML
_XMLNS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Look(NamedTuple):
    """How a paragraph looks; lengths in points, indents in millimetres."""

    size: float = TEXT_PT
    bold: bool = False
    italic: bool = False
    align: str = "left"  # left, center, right, both
    before: float = 0
    after: float = 0
    first_line: float = 0
    keep: bool = False  # with the next


_CENTER = Look(align="center")
_BODY = Look(align="both", before=3, after=3, first_line=12.7)
_CELL = Look(size=TABLE_PT)


def write_docx(digest: Digest, path: Path, heading: Heading) -> None:
    """Write the report; what the heading does not give stays blank."""
    from docx import Document

    document = Document()
    _set_up(document, digest, heading)
    body = document.element.body
    last = body[-1]  # w:sectPr, of the last annex

    def add(xml: str) -> None:
        last.addprevious(_element(xml))

    for xml in _report(digest, heading):
        add(xml)
    grids = annexes(digest, shown=SHOWN)
    add(_section_end(_header_id(last), landscape=False, first_blank=True))
    for order, grid in enumerate(grids, 1):
        for xml in _annex(roman(order), grid, _annex_width()):
            add(xml)
        if order < len(grids):
            add(_section_end(_header_id(last), landscape=True))
    add(_paragraph("", Look(size=1)))  # no document ends with a table
    last.getparent().replace(last, _element(_section(_header_id(last), landscape=True)))
    document.save(str(path))


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(f"<w:body {_XMLNS}>{xml}</w:body>")[0]


def _set_up(document: Any, digest: Digest, heading: Heading) -> None:
    """Set font, language and properties, and the header with the page's number."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_PT)
    fonts = normal.element.rPr.rFonts
    for attribute in ("w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), FONT)
    normal.element.rPr.append(_element('<w:lang w:val="vi-VN" w:eastAsia="vi-VN"/>'))
    properties = document.core_properties
    properties.title, properties.author = subject(digest), heading.office or ""
    properties.created = properties.modified = dt.datetime.combine(digest.made_on, dt.time())
    properties.comments, properties.language = f"vanban {__version__}", "vi-VN"
    header = document.sections[0].header
    header.is_linked_to_previous = False
    first = header.paragraphs[0]._p
    field = "".join(
        f"<w:r>{_properties(Look())}{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    first.getparent().replace(first, _element(f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'))


# -- parts of the report -----------------------------------------------------------------------------------------------


def _report(digest: Digest, heading: Heading) -> Iterable[str]:
    yield _letterhead(digest, heading)
    yield _paragraph(TYPE_NAME, _CENTER._replace(size=TITLE_PT, bold=True, before=18, keep=True))
    yield _paragraph(subject(digest), _CENTER._replace(size=TITLE_PT, bold=True, keep=True))
    yield _rule(_text_width(), share=0.3, after=8)
    for text in paragraphs(digest):
        yield _paragraph(text, _BODY)
    for grid in overviews(digest):
        yield _paragraph(grid.title, _CENTER._replace(bold=True, before=8, after=4, keep=True))
        yield from _table(grid, _text_width(), size=12)
        yield _paragraph(grid.note, _BODY._replace(italic=True, size=11))
    yield _paragraph("(Chi tiết tại các Phụ lục kèm theo.)", _BODY._replace(italic=True, before=8))
    yield _paragraph(f"Ghi chú: {NOTE}", _BODY._replace(italic=True, size=12))
    yield _signature()


def _letterhead(digest: Digest, heading: Heading) -> str:
    left = [
        _paragraph((heading.parent_office or BLANK).upper(), _CENTER._replace(size=12)),
        _paragraph((heading.office or BLANK).upper(), _CENTER._replace(size=12, bold=True)),
        _rule(0.42 * _text_width(), share=0.35, after=4),
        _paragraph("Số:        /BC-………", _CENTER),  # the number is the office's to give
    ]
    right = [
        _paragraph(NATION, _CENTER._replace(size=12, bold=True)),
        _paragraph(MOTTO, _CENTER._replace(bold=True)),
        _rule(0.58 * _text_width(), share=0.55, after=4),
        _paragraph(date_line(heading, digest.made_on), _CENTER._replace(italic=True)),
    ]
    return _columns((0.42, left), (0.58, right))


def _signature() -> str:
    small = Look(size=11)
    left = [
        _paragraph("Nơi nhận:", Look(size=12, bold=True, italic=True)),
        _paragraph(f"- {BLANK};", small),
        _paragraph("- Lưu: VT, ……", small),
    ]
    right = [
        _paragraph("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", _CENTER._replace(bold=True, after=54)),
        _paragraph(BLANK, _CENTER._replace(bold=True)),
    ]
    return _columns((0.5, left), (0.5, right))


def _columns(*parts: tuple[float, list[str]]) -> str:
    width = _text_width()
    cells = "".join(f"<w:tc>{_cell_width(share * width)}{''.join(inner)}</w:tc>" for share, inner in parts)
    grid = "".join(f'<w:gridCol w:w="{round(share * width)}"/>' for share, _ in parts)
    layout = f'<w:tblPr><w:tblW w:w="{round(width)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{layout}<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"


def _annex(order: str, grid: Grid, width: float) -> Iterable[str]:
    yield _paragraph(f"Phụ lục {order}", _CENTER._replace(size=TITLE_PT, bold=True, keep=True))
    yield _paragraph(grid.title.upper(), _CENTER._replace(bold=True, keep=True))
    attached = f"(Kèm theo Báo cáo số      /BC-……… ngày …… tháng …… năm ……… của {BLANK})"
    yield _paragraph(attached, _CENTER._replace(italic=True, after=6, keep=True))
    yield from _table(grid, width, size=TABLE_PT)


# -- tables ------------------------------------------------------------------------------------------------------------


def _table(grid: Grid, width: float, *, size: float) -> Iterable[str]:
    widths = [share * width for share in grid.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    layout = f'<w:tblW w:w="{round(width)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
    columns = "".join(f'<w:gridCol w:w="{round(part)}"/>' for part in widths)
    rows = [_row([(name,) for name in grid.columns], widths, range(len(widths)), size, head=True)]
    left = MAX_ROWS
    for title, cells in grid.groups:
        if title and left:
            rows.append(_group_row(title, widths, size))
        rows += (_row(row, widths, grid.centered, size) for row in cells[:left])
        left -= min(left, len(cells))
    yield (
        f'<w:tbl><w:tblPr>{layout}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    if grid.n_rows > MAX_ROWS:
        rest = number(grid.n_rows - MAX_ROWS)
        yield _paragraph(f"Còn {rest} dòng không đưa vào bản Word; xem bản Excel (--out TỆP.xlsx).", Look(italic=True))


def _row(
    cells: Iterable[Cell], widths: list[float], centered: Iterable[int], size: float, *, head: bool = False
) -> str:
    middle = set(centered)
    parts = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        look = _CELL._replace(size=size, bold=head, align="center" if place in middle else "left")
        inner = "".join(_paragraph(text, look) for text in cell or ("",))
        parts.append(f"<w:tc>{_cell_width(width, shade=head, middle=head)}{inner}</w:tc>")
    flags = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{flags}</w:trPr>{''.join(parts)}</w:tr>"


def _group_row(title: str, widths: list[float], size: float) -> str:
    look = Look(size=size, bold=True, keep=True)
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    cell = f"<w:tc>{_cell_width(sum(widths), span=span, shade=True)}{_paragraph(title, look)}</w:tc>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _cell_width(width: float, *, span: str = "", shade: bool = False, middle: bool = False) -> str:
    shading = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if shade else ""
    vertical = '<w:vAlign w:val="center"/>' if middle else ""
    return f'<w:tcPr><w:tcW w:w="{round(width)}" w:type="dxa"/>{span}{shading}{vertical}</w:tcPr>'


# -- paragraphs --------------------------------------------------------------------------------------------------------


def _paragraph(text: str, look: Look) -> str:
    text = escape(_FORBIDDEN.sub("", text))
    keep = "<w:keepNext/>" if look.keep else ""
    around = f'w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"'
    spacing = f'<w:spacing {around} w:line="240" w:lineRule="auto"/>'
    indent = f'<w:ind w:firstLine="{round(look.first_line * _TWIPS_A_MM)}"/>' if look.first_line else ""
    about = f'<w:pPr>{keep}{spacing}{indent}<w:jc w:val="{look.align}"/></w:pPr>'
    return f'<w:p>{about}<w:r>{_properties(look)}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _properties(look: Look) -> str:
    marks = ("<w:b/>" if look.bold else "") + ("<w:i/>" if look.italic else "")
    size = round(look.size * 2)
    return f'<w:rPr>{marks}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _rule(width: float, *, share: float, after: float) -> str:
    """Give a thin line in the middle of a column so many twips wide."""
    aside = round(width * (1 - share) / 2)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    spacing = f'<w:spacing w:before="20" w:after="{round(after * 20)}" w:line="60" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{border}{spacing}<w:ind w:left="{aside}" w:right="{aside}"/></w:pPr></w:p>'


# -- pages -------------------------------------------------------------------------------------------------------------


def _text_width() -> float:
    return (_A4_MM[0] - _MARGINS_MM["left"] - _MARGINS_MM["right"]) * _TWIPS_A_MM


def _annex_width() -> float:
    return (_A4_MM[1] - _ANNEX_MARGINS_MM["left"] - _ANNEX_MARGINS_MM["right"]) * _TWIPS_A_MM


def _header_id(section: Any) -> str:
    from docx.oxml.ns import qn

    return str(section.find(qn("w:headerReference")).get(qn("r:id")))


def _section_end(header: str, *, landscape: bool, first_blank: bool = False) -> str:
    about = _section(header, landscape=landscape, first_blank=first_blank)
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{about}</w:pPr></w:p>'


def _section(header: str, *, landscape: bool, first_blank: bool = False) -> str:
    width, height = _A4_MM[::-1] if landscape else _A4_MM
    margins = _ANNEX_MARGINS_MM if landscape else _MARGINS_MM
    sides = " ".join(f'w:{side}="{round(size * _TWIPS_A_MM)}"' for side, size in margins.items())
    turned = ' w:orient="landscape"' if landscape else ""
    relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return (
        f'<w:sectPr><w:headerReference {relations} w:type="default" r:id="{header}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{round(width * _TWIPS_A_MM)}" w:h="{round(height * _TWIPS_A_MM)}"{turned}/>'
        f'<w:pgMar {sides} w:header="{round(10 * _TWIPS_A_MM)}" w:footer="{round(8 * _TWIPS_A_MM)}" w:gutter="0"/>'
        f'<w:pgNumType w:start="1"/>{"<w:titlePg/>" if first_blank else ""}</w:sectPr>'
    )
