"""Slides: the text of their shapes and tables in order, a slide as a page, and the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from vanban.errors import UnsupportedError
from vanban.model import BlockKind, Document, Page, Style
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.read.docx_package import Package, R
from vanban.read.kinds import guess_kind
from vanban.read.legacy import Decoder
from vanban.read.libreoffice import as_original, can_write, convert
from vanban.read.symbols import plain_symbols
from vanban.read.tables import join_grids
from vanban.read.word97 import FLAT_TYPE, check_ole, refuse_entities

PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PPT_TYPE = "application/vnd.ms-powerpoint"
ODP_TYPE = "application/vnd.oasis.opendocument.presentation"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_EMU = 12_700  # in a point
_LEFT_OUT = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})  # placeholders that say nothing of the slide
_TITLES = frozenset({"title", "ctrTitle"})
_MAX_SPAN = 200
_MAX_TITLE = 200  # characters; longer text in a title's place is none


@dataclass(slots=True)
class _Line:
    """A paragraph as runs of text and font."""

    runs: list[tuple[str, str | None]]
    title: bool = False
    note: bool = False


@dataclass(slots=True)
class _Table:
    cells: list[tuple[int, int, int, int, list[_Line]]]  # row, column, rows and columns that it spans
    n_rows: int
    n_columns: int


@dataclass(slots=True)
class _Slide:
    number: int
    content: list[_Line | _Table] = field(default_factory=list)

    def lines(self) -> Iterator[_Line]:
        for item in self.content:
            if isinstance(item, _Line):
                yield item
            else:
                for cell in item.cells:
                    yield from cell[4]


def read_pptx(data: bytes, *, source: str) -> Document:
    package = Package(data, source=source, kind="PPTX", main="ppt/presentation.xml")
    builder = DocumentBuilder(source, PPTX_TYPE)
    slides = [_read_slide(package, part, number) for number, part in enumerate(_slide_parts(package), 1)]
    decoder = Decoder()
    for slide in slides:
        for line in slide.lines():
            for text, font in line.runs:
                decoder.see(text, font)
    decoder.settle()
    width, height = _size(package)
    for slide in slides:
        builder.add_page(Page(slide.number, width, height))
        _lay_slide(builder, decoder, slide)
    for notice in decoder.notices():
        builder.notice(notice.code, notice.message, page=notice.page)
    return builder.build()


def read_ppt(data: bytes, *, source: str) -> Document:
    """Read slides of PowerPoint 97–2003, which LibreOffice makes a PPTX of."""
    check_ole(data, source)
    return _read_converted(data, "ppt", PPT_TYPE, source)


def read_odp(data: bytes, *, source: str) -> Document:
    return _read_converted(data, "odp", ODP_TYPE, source)


def read_flat_slides(data: bytes, *, source: str) -> Document:
    """Read slides that LibreOffice saved as one XML file."""
    refuse_entities(data, source)
    return _read_converted(data, "fodp", FLAT_TYPE, source)


def _read_converted(data: bytes, suffix: str, media_type: str, source: str) -> Document:
    if not can_write("pptx"):
        raise UnsupportedError(
            source,
            f"cần LibreOffice để đọc trình chiếu .{suffix}",
            remedy="hãy cài bằng apt-get install libreoffice-impress-nogui, hoặc lưu lại thành PPTX",
        )
    converted = convert(data, suffix=suffix, target="pptx", source=source)
    return as_original(read_pptx(converted, source=source), media_type)


# -- parts -------------------------------------------------------------------------------------------------------------


def _slide_parts(package: Package) -> Iterator[str]:
    root = package.part(package.main)
    relations = package.relations(package.main)
    for entry in root.iterfind(f"{_P}sldIdLst/{_P}sldId") if root is not None else ():
        relation = relations.get(entry.get(f"{R}id") or "")
        if relation is not None:
            yield relation.target


def _size(package: Package) -> tuple[float, float]:
    root = package.part(package.main)
    size = root.find(f"{_P}sldSz") if root is not None else None
    width, height = ((size.get(name) or "") if size is not None else "" for name in ("cx", "cy"))
    return (int(width) / _EMU, int(height) / _EMU) if width.isdecimal() and height.isdecimal() else (720.0, 540.0)


def _read_slide(package: Package, part: str, number: int) -> _Slide:
    slide = _Slide(number)
    root = package.part(part)
    if root is not None:
        slide.content.extend(_content_of(root))
    for relation in package.relations(part).values():
        notes = package.part(relation.target) if relation.kind == "notesSlide" else None
        if notes is not None:
            slide.content.extend(replace(line, note=True) for line in _content_of(notes) if isinstance(line, _Line))
    return slide


def _content_of(root: etree._Element) -> Iterator[_Line | _Table]:
    """Give the paragraphs and tables of all shapes, in the order of the file."""
    for shape in root.iter(f"{_P}sp", f"{_A}tbl"):
        if shape.tag == f"{_A}tbl":
            yield _table_of(shape)
            continue
        mark = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        role = mark.get("type") if mark is not None else None
        body = shape.find(f"{_P}txBody")
        if role not in _LEFT_OUT and body is not None:
            yield from _lines_of(body, title=role in _TITLES)


def _lines_of(body: etree._Element, *, title: bool = False) -> Iterator[_Line]:
    for paragraph in body.iterfind(f"{_A}p"):
        runs: list[tuple[str, str | None]] = []
        for child in paragraph:
            if child.tag == f"{_A}br":
                yield _Line(runs, title)
                runs = []
            elif child.tag in (f"{_A}r", f"{_A}fld"):
                face = child.find(f"{_A}rPr/{_A}latin")
                font = face.get("typeface") if face is not None else None
                runs.append((child.findtext(f"{_A}t") or "", None if (font or "+").startswith("+") else font))
        yield _Line(runs, title)


def _table_of(element: etree._Element) -> _Table:
    cells = []
    rows = list(element.iterfind(f"{_A}tr"))
    width = 0
    for row, entry in enumerate(rows):
        for column, cell in enumerate(entry.iterfind(f"{_A}tc")):
            width = max(width, column + 1)
            if "1" in (cell.get("hMerge"), cell.get("vMerge")) or "true" in (cell.get("hMerge"), cell.get("vMerge")):
                continue
            body = cell.find(f"{_A}txBody")
            height, across = _span(cell.get("rowSpan")), _span(cell.get("gridSpan"))
            cells.append((row, column, height, across, list(_lines_of(body)) if body is not None else []))
    return _Table(cells, len(rows), width)


def _span(text: str | None) -> int:
    return max(1, min(int(text), _MAX_SPAN)) if text and text.isdecimal() and len(text) < 6 else 1


# -- laying down -------------------------------------------------------------------------------------------------------


def _lay_slide(builder: DocumentBuilder, decoder: Decoder, slide: _Slide) -> None:
    for item in slide.content:
        if isinstance(item, _Table):
            _lay_table(builder, decoder, item, slide.number)
            continue
        text = " ".join(_show(decoder, item, slide.number).split())
        if text:
            style = Style(level=1) if item.title and len(text) <= _MAX_TITLE else Style()
            kind = BlockKind.FOOTNOTE if item.note else guess_kind(text, style)
            builder.add_block(kind, [Piece(text, slide.number)], style=style)


def _lay_table(builder: DocumentBuilder, decoder: Decoder, table: _Table, page: int) -> None:
    cells = []
    for row, column, height, width, lines in table.cells:
        texts = (_show(decoder, line, page) for line in lines)
        pieces = tuple(Piece(text, page) for text in texts if text.strip())
        cells.append(GridCell(pieces, row, column, height, min(width, table.n_columns - column)))
    for grid in join_grids([Grid(tuple(cells), table.n_rows, table.n_columns, page=page)]):
        builder.add_table(grid, header_rows=grid.header_rows or 0)


def _show(decoder: Decoder, line: _Line, page: int) -> str:
    """Give a paragraph's text; runs in one font are decoded together, for a letter may be cut between them."""
    parts: list[tuple[str, str | None]] = []
    for text, font in line.runs:
        if parts and parts[-1][1] == font:
            parts[-1] = (parts[-1][0] + text, font)
        else:
            parts.append((text, font))
    return plain_symbols("".join(decoder.decode(text, font, page=page) for text, font in parts))
