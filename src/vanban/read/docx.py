"""DOCX: everything that Word shows, in reading order; deleted text and field codes left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from vanban.model import BlockKind, Document
from vanban.read.builder import DocumentBuilder
from vanban.read.docx_body import BodyWalk
from vanban.read.docx_chunks import Chunks, count_objects
from vanban.read.docx_legacy import decode_fonts
from vanban.read.docx_numbering import read_numbering
from vanban.read.docx_package import Package, R, Relation, W
from vanban.read.docx_styles import is_on, read_styles
from vanban.read.nodes import Node, NodeWriter, Para, TableNode
from vanban.text import fold, nfc

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam")
_PROPERTIES = ("title", "subject", "creator", "created", "modified", "keywords", "description")


def read_docx(data: bytes, *, source: str) -> Document:
    package = Package(data, source=source)
    builder = DocumentBuilder(source, _MEDIA_TYPE)
    relations = package.relations(package.main)
    root = package.part(package.main)
    body = root.find(f"{W}body") if root is not None else None
    _take_properties(package, builder)
    if body is None:
        builder.notice("docx.empty", "Tệp không có nội dung")
        return builder.build()
    styles = read_styles(_first_part(package, relations, "styles"))
    for notice in decode_fonts(package, styles):
        builder.notice(notice.code, notice.message)
    numbering = read_numbering(_first_part(package, relations, "numbering"), styles)
    notes = {kind: _notes_of(_first_part(package, relations, f"{kind}s"), kind) for kind in ("footnote", "endnote")}
    chunks = Chunks(package, relations, source)
    walk = BodyWalk(styles, numbering, notes, chunks.nodes_of)
    heads = [walk.nodes_of(part) for part in _margin_parts(package, relations, body, "header")]
    nodes = walk.nodes_of(body)
    feet = [walk.nodes_of(part) for part in _margin_parts(package, relations, body, "footer")]
    writer = NodeWriter(builder)
    _write_margins(writer, heads)
    writer.write(nodes)
    writer.end()
    _write_margins(writer, feet)
    writer.end()
    if walk.images:
        builder.notice("docx.images", f"{walk.images} ảnh trong tệp không được đọc chữ")
    left_out = chunks.unread + count_objects(body)
    if left_out:
        builder.notice("docx.objects", f"{left_out} tệp nhúng trong văn bản (bảng tính, văn bản khác) không được đọc")
    return builder.build()


def _first_part(package: Package, relations: dict[str, Relation], kind: str) -> etree._Element | None:
    for relation in relations.values():
        if relation.kind == kind:
            return package.part(relation.target)
    return None


def _notes_of(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """Give footnotes by id, without the separators that Word keeps among them."""
    if root is None:
        return {}
    return {
        note.get(f"{W}id") or "": note
        for note in root.iterfind(f"{W}{kind}")
        if note.get(f"{W}type") in (None, "normal")
    }


def _take_properties(package: Package, builder: DocumentBuilder) -> None:
    for relation in package.relations("").values():
        root = package.part(relation.target) if relation.kind == "core-properties" else None
        for element in root if root is not None else ():
            name = etree.QName(element).localname
            text = " ".join(nfc(element.text or "").split())
            if name in _PROPERTIES and text:
                builder.properties[name] = text


def _margin_parts(
    package: Package, relations: dict[str, Relation], body: etree._Element, kind: str
) -> list[etree._Element]:
    """Give the headers or footers that the sections show, each once."""
    found: dict[str, etree._Element] = {}
    for section in body.iter(f"{W}sectPr"):
        has_title_page = bool(is_on(section.find(f"{W}titlePg")))
        for reference in section.iterfind(f"{W}{kind}Reference"):
            relation = relations.get(reference.get(f"{R}id") or "")
            if relation is None or (reference.get(f"{W}type") == "first" and not has_title_page):
                continue
            part = package.part(relation.target) if relation.target not in found else None
            if part is not None:
                found[relation.target] = part
    return list(found.values())


def _write_margins(writer: NodeWriter, margins: Sequence[Sequence[Node]]) -> None:
    """Write headers or footers as running heads, the same text once; a letterhead set as a header is none."""
    seen: set[str] = set()
    for nodes in margins:
        paragraphs = _all_paragraphs(nodes)
        text = "\n".join(para.text for para in paragraphs)
        if not text.strip() or text in seen:
            continue
        seen.add(text)
        if _NATION.search(fold(text)):
            writer.write(nodes)
            continue
        for para in paragraphs:
            writer.write([Para([para.text], para.style, BlockKind.RUNNING_HEAD, para.notes)])


def _all_paragraphs(nodes: Sequence[Node]) -> list[Para]:
    found: list[Para] = []
    for node in nodes:
        if isinstance(node, TableNode):
            for cell in node.cells:
                found.extend(_all_paragraphs(cell.content))
        else:
            found.append(node)
    return found
