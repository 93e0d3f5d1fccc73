"""From the rows of a document back to its Analysis: what was put in comes out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, select

from vanban.model import (
    Analysis,
    Block,
    BlockKind,
    Box,
    Cell,
    Citation,
    Date,
    Document,
    Figure,
    Indicator,
    Letterhead,
    Line,
    Name,
    NameKind,
    Notice,
    Outline,
    Page,
    Section,
    Sentence,
    Signature,
    Signer,
    Span,
    Statement,
    Style,
)
from vanban.model import Table as Grid
from vanban.store import schema
from vanban.store.checksums import CHECKSUMS
from vanban.store.rows import READER, SIGNATURES

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Stored:
    """A document of the archive with its facts and where it came from."""

    id: int
    analysis: Analysis
    paths: tuple[str, ...]
    version: str  # of the program that found the facts
    added_at: dt.datetime  # UTC
    analysed_at: dt.datetime


def load(connection: Connection, document_id: int) -> Stored | None:
    """Give a document with its facts; None if there is none of that id."""
    documents = schema.documents
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
    if row is None:
        return None
    paths = select(schema.paths.c.path).where(schema.paths.c.document_id == document_id).order_by(schema.paths.c.path)
    found = tuple(connection.execute(paths).scalars())
    return Stored(document_id, _analysis(connection, row), found, row.version, row.added_at, row.analysed_at)


def load_read(connection: Connection, sha256: str, reader: str) -> Document | None:
    """Give a document just as it was read; None if it is not there, or was not read by that reader."""
    documents = schema.documents
    row = connection.execute(select(documents).where(documents.c.sha256 == sha256)).one_or_none()
    if row is None or row.properties.get(READER) != reader:
        return None
    return _document(connection, row, _rows(connection, schema.blocks, row.id, "ordinal"))


def readers_of(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Give the marks of what read some documents; without those that cannot be taken out just as they were read."""
    documents = schema.documents
    found: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        chosen = select(documents.c.id, documents.c.properties).where(documents.c.id.in_(ids[start : start + _CHUNK]))
        for row in connection.execute(chosen):
            if READER in row.properties:
                found[row.id] = row.properties[READER]
    return found


_CHUNK = 500
_NO_PROPERTIES = (SIGNATURES, CHECKSUMS, READER)


def _rows(connection: Connection, table: Table, document_id: int, *order: str) -> Sequence[Row[Any]]:
    chosen = select(table).where(table.c.document_id == document_id)
    return connection.execute(chosen.order_by(*(table.c[name] for name in order))).all()


def _analysis(connection: Connection, row: Row[Any]) -> Analysis:
    def facts(table: Table) -> Sequence[Row[Any]]:
        return _rows(connection, table, row.id, "span_start", "id")

    blocks = _rows(connection, schema.blocks, row.id, "ordinal")
    document = _document(connection, row, blocks)
    statements = _statements(connection, facts(schema.statements))
    sentences = (Sentence(fact.span, document.block_at(fact.span.start) or 0) for fact in statements)
    return Analysis(
        document,
        _letterhead(row),
        _outline(connection, row.id, blocks),
        tuple(sentences),
        tuple(_fact(Citation, found) for found in facts(schema.citations)),
        tuple(_fact(Date, r, start=r.starts_on, end=r.ends_on) for r in facts(schema.dates)),
        tuple(_fact(Figure, found) for found in facts(schema.figures)),
        tuple(_fact(Indicator, found, period=_period(found)) for found in facts(schema.indicators)),
        statements,
        tuple(_fact(Name, found, kind=NameKind(found.kind)) for found in facts(schema.names)),
    )


def _fact(kind: type[Fact], row: Row[Any], /, **given: Any) -> Fact:
    given["span"] = Span(row.span_start, row.span_end)
    names = (field.name for field in fields(kind) if field.name not in given)  # type: ignore[arg-type]
    return kind(**given, **{name: getattr(row, name) for name in names})


def _period(row: Row[Any]) -> tuple[dt.date, dt.date] | None:
    return (row.period_start, row.period_end) if row.period_start is not None else None


def _statements(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Statement, ...]:
    topics: dict[int, list[str]] = defaultdict(list)
    if rows:
        table = schema.statement_topics
        mine = select(schema.statements.c.id).where(schema.statements.c.document_id == rows[0].document_id)
        chosen = select(table.c.statement_id, table.c.topic).where(table.c.statement_id.in_(mine))
        for number, topic in connection.execute(chosen.order_by(table.c.statement_id, table.c.ordinal)):
            topics[number].append(topic)
    return tuple(_fact(Statement, row, topics=tuple(topics[row.id])) for row in rows)


_COPIED = (
    "doc_type", "number", "symbol", "issuer", "parent_issuer", "place", "issued_on", "subject", "province",
    "province_now", "secrecy",
)  # fmt: skip


def _letterhead(row: Row[Any]) -> Letterhead:
    signer = (row.signer_name, row.signer_title, row.signer_authority)
    return Letterhead(
        **{name: getattr(row, name) for name in _COPIED},
        recipients=_listed(row.recipients),
        cc=_listed(row.cc),
        signer=Signer(*signer) if any(signer) else None,
        spans={name: Span(*span) for name, span in row.spans.items()},
    )


def _listed(words: list[str] | None) -> tuple[str, ...] | None:
    return tuple(words) if words is not None else None


def _document(connection: Connection, row: Row[Any], blocks: Sequence[Row[Any]]) -> Document:
    text = _rows(connection, schema.texts, row.id)[0].text
    pages = _rows(connection, schema.pages, row.id, "number")
    return Document(
        row.source,
        row.media_type,
        text,
        tuple(_block(found) for found in blocks),
        tuple(_table(found) for found in _rows(connection, schema.tables, row.id, "ordinal")),
        tuple(sorted(_lines(pages), key=lambda line: line.span)),
        tuple(Page(p.number, p.width_pt, p.height_pt, p.origin, p.confidence) for p in pages),
        tuple(
            Notice(n.code, n.message, n.page, Span(n.span_start, n.span_end) if n.span_start is not None else None)
            for n in _rows(connection, schema.notices, row.id, "ordinal")
        ),
        row.sha256,
        {name: value for name, value in row.properties.items() if name not in _NO_PROPERTIES},
        tuple(_signature(found) for found in row.properties.get(SIGNATURES, ())),
    )


def _signature(found: dict[str, Any]) -> Signature:
    time = found.get("signed_at")
    return Signature(**{**found, "signed_at": dt.datetime.fromisoformat(time) if time else None})


def _lines(pages: Iterable[Row[Any]]) -> Iterable[Line]:
    return (Line(Span(start, end), page.number, Box(*box)) for page in pages for start, end, *box in page.lines)


def _box(row: Row[Any]) -> Box | None:
    return Box(row.box_x0, row.box_top, row.box_x1, row.box_bottom) if row.box_x0 is not None else None


def _block(row: Row[Any]) -> Block:
    span, style = Span(row.span_start, row.span_end), Style(**(row.style or {}))
    return Block(BlockKind(row.kind), span, row.page, _box(row), style, row.table_ordinal)


def _table(row: Row[Any]) -> Grid:
    cells = map(_cell, row.cells)
    title = Span(row.title_start, row.title_end) if row.title_start is not None else None
    span = Span(row.span_start, row.span_end)
    shape = (row.n_rows, row.n_columns, row.header_rows)
    return Grid(span, tuple(cells), *shape, title, row.page, _box(row), row.sheet)


def _cell(stored: list[Any]) -> Cell:
    row, column, row_span, column_span, start, end, page, *rest = stored
    value = Decimal(rest.pop()) if len(rest) in (1, 5) else None
    return Cell(Span(start, end), row, column, row_span, column_span, page, Box(*rest) if rest else None, value)


def _outline(connection: Connection, document_id: int, blocks: Sequence[Row[Any]]) -> Outline:
    sections = _rows(connection, schema.sections, document_id, "ordinal")
    return Outline(
        tuple(Section(s.block, s.level, s.marker, s.title, s.parent) for s in sections),
        tuple(block.section for block in blocks),
        tuple(block.lead_in for block in blocks),
    )
