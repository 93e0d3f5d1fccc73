"""From a Document, its letterhead and outline to the rows of their tables; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import Any

from vanban.lexicon.provinces import province_of
from vanban.lexicon.sectors import find_sector
from vanban.model import Analysis, Block, Box, Cell, Document, Letterhead, Outline, Signature, Span, Style, Table
from vanban.store.words import body_words, spelling
from vanban.text import squeeze

Row = dict[str, Any]


def sha256_of(document: Document) -> str:
    """Give the hash of the file's bytes; of the text where there was no file."""
    return document.sha256 or hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def document_row(analysis: Analysis) -> Row:
    document, head = analysis.document, analysis.letterhead
    signer = head.signer
    return {
        "sha256": sha256_of(document),
        "source": document.source,
        "media_type": document.media_type,
        "n_pages": len(document.pages) or None,
        "n_characters": len(document.text),
        **{name: getattr(head, name) for name in ("doc_type", "number", "symbol", "issuer", "parent_issuer", "place")},
        **{name: getattr(head, name) for name in ("issued_on", "subject", "province", "secrecy")},
        "recipients": list(head.recipients) if head.recipients is not None else None,
        "cc": list(head.cc) if head.cc is not None else None,
        "signer_name": signer.name if signer else None,
        "signer_title": signer.title if signer else None,
        "signer_authority": signer.authority if signer else None,
        "sector": find_sector(document.text, issuer=head.issuer, subject=head.subject),
        "province_now": _province_now(head),
        "spans": {name: [span.start, span.end] for name, span in head.spans.items()},
        "properties": properties_of(document),
        "issuer_folded": "|".join(body_words(name) for name in (head.issuer, head.parent_issuer) if name),
        "province_folded": spelling(_province_now(head) or head.province or ""),
        "province_as_named": spelling(head.province or ""),
    }


SIGNATURES = "signatures"  # the place of the signatures among the stored properties
READER = "reader"  # and that of the mark of what read the document


def as_stored(document: Document) -> Document:
    """Give a document with its boxes as exact as they are stored, so that what is stored is what was analysed."""
    lines = tuple(replace(line, box=Box(*_rounded(line.box))) for line in document.lines)
    tables = tuple(replace(table, cells=tuple(map(_settled, table.cells))) for table in document.tables)
    return replace(document, lines=lines, tables=tables)


def _settled(cell: Cell) -> Cell:
    return replace(cell, box=Box(*_rounded(cell.box))) if cell.box is not None else cell


def properties_of(document: Document) -> Row:
    """Give what the file states about itself, its signatures among it, as JSON."""
    if not document.signatures:
        return dict(document.properties)
    return {**document.properties, SIGNATURES: [_signature(found) for found in document.signatures]}


def _signature(signature: Signature) -> Row:
    signed_at = signature.signed_at.isoformat() if signature.signed_at is not None else None
    return {**asdict(signature), "signed_at": signed_at}


def _province_now(head: Letterhead) -> str | None:
    if head.province_now is not None or head.province is None:
        return head.province_now
    province = province_of(head.province)
    return province.now if province else None


def page_rows(document: Document) -> list[Row]:
    lines: dict[int, list[list[float]]] = {page.number: [] for page in document.pages}
    for line in document.lines:
        x0, top, x1, bottom = line.box
        row = [*line.span, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)]
        lines.setdefault(line.page, []).append(row)
    return [
        {
            "number": page.number,
            "width_pt": page.width_pt,
            "height_pt": page.height_pt,
            "origin": page.origin,
            "confidence": page.confidence,
            "lines": lines[page.number],
        }
        for page in document.pages
    ]


def block_rows(document: Document, outline: Outline) -> list[Row]:
    sections, lead_ins = outline.section_of, outline.lead_in_of
    return [
        {
            "ordinal": ordinal,
            "kind": block.kind.value,
            **_span(block.span),
            "page": block.page,
            **_box(block.box),
            "style": _style(block),
            "table_ordinal": block.table,
            "section": sections[ordinal] if ordinal < len(sections) else None,
            "lead_in": lead_ins[ordinal] if ordinal < len(lead_ins) else None,
        }
        for ordinal, block in enumerate(document.blocks)
    ]


_STYLE = tuple(field.name for field in fields(Style))


def _style(block: Block) -> Row | None:
    found = {name: value for name in _STYLE if (value := getattr(block.style, name)) is not None}
    return found or None


def section_rows(outline: Outline) -> list[Row]:
    return [{"ordinal": ordinal, **section._asdict()} for ordinal, section in enumerate(outline.sections)]


def notice_rows(document: Document) -> list[Row]:
    return [
        {
            "ordinal": ordinal,
            "code": notice.code,
            "message": notice.message,
            "page": notice.page,
            "span_start": notice.span.start if notice.span else None,
            "span_end": notice.span.end if notice.span else None,
        }
        for ordinal, notice in enumerate(document.notices)
    ]


def table_rows(document: Document) -> list[Row]:
    text = document.text
    return [
        {
            "ordinal": ordinal,
            **_span(table.span),
            "page": table.page,
            **_box(table.box),
            "title": squeeze(table.title.of(text)) if table.title else None,
            "title_start": table.title.start if table.title else None,
            "title_end": table.title.end if table.title else None,
            "sheet": table.sheet,
            "n_rows": table.n_rows,
            "n_columns": table.n_columns,
            "header_rows": table.header_rows,
            "columns": table.columns(text),
            "rows": table.rows(text),
            "cells": [
                [
                    *(c.row, c.column, c.row_span, c.column_span, *c.span, c.page),
                    *(_rounded(c.box) if c.box else ()),
                    *((str(c.value),) if c.value is not None else ()),
                ]
                for c in table.cells
            ],
        }
        for ordinal, table in enumerate(document.tables)
    ]


def _span(span: Span) -> Row:
    return {"span_start": span.start, "span_end": span.end}


def _rounded(box: Box) -> list[float]:
    return [round(x, 2) for x in box]


def _box(box: Box | None) -> Row:
    if box is None:
        return {"box_x0": None, "box_top": None, "box_x1": None, "box_bottom": None}
    return {"box_x0": box.x0, "box_top": box.top, "box_x1": box.x1, "box_bottom": box.bottom}


def passages(analysis: Analysis) -> Iterator[tuple[str, Span, int | None]]:
    """Give (kind, span, page) of what search finds beside statements: rows of tables and blocks without a statement."""
    document = analysis.document
    covered = {document.block_at(statement.span.start) for statement in analysis.statements}
    for ordinal, block in enumerate(document.blocks):
        if block.table is not None:
            yield from _table_passages(document.tables[block.table])
        elif ordinal not in covered:
            yield "block", block.span, block.page


def _table_passages(table: Table) -> Iterator[tuple[str, Span, int | None]]:
    rows: dict[int, list[Any]] = {}
    for cell in table.cells:
        if cell.span.end > cell.span.start:
            rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        span = Span(min(c.span.start for c in cells), max(c.span.end for c in cells))
        yield "row", span, next((c.page for c in cells if c.page is not None), table.page)
