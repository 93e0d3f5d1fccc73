"""Whole files within a DOCX: pieces of HTML or Word that stand in the text (altChunk), and objects beside it."""

from __future__ import annotations

import io

from lxml import etree

from vanban.errors import FileProblem
from vanban.model import Document
from vanban.read.bundle import SEPARATOR, Source
from vanban.read.docx_package import Package, Relation
from vanban.read.nodes import CellNode, Node, Para, TableNode
from vanban.read.sniff import sniff

_READ = frozenset({"html", "text", "docx", "rtf", "doc", "flat"})
_MOST = 100  # chunks of a document
_DEPTH = 3  # chunks in chunks
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_PROGRAMS = ("excel", "word", "powerpoint", "package", "acroexch", "opendocument")  # others draw formulas


class Chunks:
    """Reads the chunks of a document; counts those that cannot be read."""

    def __init__(self, package: Package, relations: dict[str, Relation], source: str) -> None:
        self._package, self._relations, self._source = package, relations, source
        self._count = self.unread = 0

    def nodes_of(self, identifier: str) -> list[Node]:
        relation = self._relations.get(identifier)
        self._count += 1
        if self._count > _MOST or self._source.count(SEPARATOR) > _DEPTH:
            self.unread += 1
            return []
        data = self._package.content(relation.target) if relation is not None else None
        document = _read(data, f"{self._source}{SEPARATOR}chunk") if data else None
        if document is None:
            self.unread += 1
            return []
        return _nodes_in(document)


def count_objects(body: etree._Element) -> int:
    """Count the tables, texts and other files that are embedded as objects: only their pictures are seen."""
    programs = (element.get("ProgID") or "" for element in body.iter(_OBJECT))
    return sum(program.lower().startswith(_PROGRAMS) for program in programs)


def _read(data: bytes, source: str) -> Document | None:
    from vanban.read import read_bytes
    from vanban.read.bundle_mail import open_mail

    try:
        kind = sniff(data)
        if kind == "email":  # a saved page
            entries = open_mail(Source(io.BytesIO(data), source, len(data)))
            data = next((entry.data for entry in entries if sniff(entry.data) in ("html", "text")), b"")
            kind = sniff(data)
        return read_bytes(data, source=source) if kind in _READ else None
    except FileProblem:
        return None


def _nodes_in(document: Document) -> list[Node]:
    text = document.text
    nodes: list[Node] = []
    for block in document.blocks:
        if block.table is None:
            nodes.append(Para([block.span.of(text)], block.style, block.kind))
            continue
        table = document.tables[block.table]
        cells = [
            CellNode(cell.row, cell.column, cell.row_span, cell.column_span, [Para([cell.span.of(text)])])
            for cell in table.cells
        ]
        nodes.append(TableNode(cells, table.n_rows, table.n_columns, table.header_rows, True))
    return nodes
