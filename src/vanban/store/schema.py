"""The tables of an archive. Every fact stands on a span of its document's text.

Offsets count code points of `texts.text`, half-open. A box (points, origin at the page's top left) is the part of the
span that stands on `page`; the boxes of its single lines follow from `pages.lines`. A fact's `key` stays the same when
the document is ingested again and the fact is found again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

HEAD = "0007"  # the newest migration
SEARCH_INDEX = "search_index"  # FTS5: rowid = passages.id, columns folded and exact

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Quantity(TypeDecorator[Decimal]):
    """A decimal number: NUMERIC where the database has it; SQLite, which has not, holds it as REAL."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Float() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _id(name: str = "id", *references: ForeignKey, **options: Any) -> Column[int]:
    """Number what a large archive has more than 2³¹ of, used-up numbers counted; SQLite's numbers are long anyway."""
    return Column(name, BigInteger().with_variant(Integer(), "sqlite"), *references, **options)


def _document(*, primary_key: bool = False) -> Column[int]:
    return Column(
        "document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, primary_key=primary_key
    )


def _ordinal() -> Column[int]:
    return Column("ordinal", Integer, primary_key=True)


def _place() -> list[Column[Any]]:
    return [
        Column("span_start", Integer, nullable=False),
        Column("span_end", Integer, nullable=False),
        Column("page", Integer),
        Column("box_x0", Float),
        Column("box_top", Float),
        Column("box_x1", Float),
        Column("box_bottom", Float),
    ]


def _fact(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        _id(primary_key=True),
        _document(),
        Column("key", String(16), nullable=False),
        *_place(),
        Column("score", Float, nullable=False),
        Column("rule", Text, nullable=False),
        *columns,
        Column("version", Text, nullable=False, server_default=""),  # of the program that found it
        UniqueConstraint("document_id", "key"),
    )


documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("n_pages", Integer),  # null: the format has none
    Column("n_characters", Integer, nullable=False),
    Column("doc_type", Text),
    Column("number", Text),
    Column("symbol", Text),
    Column("issuer", Text),
    Column("parent_issuer", Text),
    Column("place", Text),
    Column("issued_on", Date),
    Column("subject", Text),
    Column("recipients", JSON(none_as_null=True)),
    Column("cc", JSON(none_as_null=True)),
    Column("signer_name", Text),
    Column("signer_title", Text),
    Column("signer_authority", Text),
    Column("province", Text),  # as the document names it
    Column("province_now", Text),  # today's name
    Column("secrecy", Text),
    Column("sector", Text),  # code of vanban.lexicon.sectors
    Column("spans", JSON(none_as_null=True), nullable=False),  # of the letterhead's fields
    Column("properties", JSON(none_as_null=True), nullable=False),
    Column("issuer_folded", Text, nullable=False),
    Column("province_folded", Text, nullable=False),
    Column("province_as_named", Text, nullable=False, server_default=""),  # `province`, folded
    Column("version", Text, nullable=False),  # of the program that found the facts
    Column("added_at", DateTime, nullable=False),  # UTC
    Column("analysed_at", DateTime, nullable=False),
    Column("change", Integer, nullable=False, server_default="0"),  # rises with every document written or made anew
    Index(None, "issued_on"),
    Index(None, "doc_type"),
    Index(None, "province_folded"),
    Index(None, "change"),
)

paths = Table(
    "paths",
    metadata,
    Column("path", Text, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    Column("state", Text, nullable=False, index=True),  # waiting, running, done, failed, quarantined
    Column("attempts", Integer, nullable=False, default=0),
    Column("deaths", Integer, nullable=False, default=0, server_default="0"),  # of workers, since it last changed
    Column("run", String(32)),  # that works on it
    Column("size", BigInteger),
    Column("modified_ns", BigInteger),
    Column("stage", Text),
    Column("error", Text),  # kind of the error
    Column("place", Text),
    Column("problem", Text),
    Column("remedy", Text),
    Column("duration_s", Float),
    Column("version", Text),
    Column("updated_at", DateTime, nullable=False),
)

runs = Table(  # of ingest; gone when it ends in order
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("machine", Text, nullable=False),
    Column("pid", BigInteger, nullable=False),
    Column("pid_started", BigInteger, nullable=False),  # as the kernel counts
    Column("started_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
)

texts = Table("texts", metadata, _document(primary_key=True), Column("text", Text, nullable=False))

pages = Table(
    "pages",
    metadata,
    _document(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("width_pt", Float, nullable=False),
    Column("height_pt", Float, nullable=False),
    Column("origin", Text, nullable=False),
    Column("confidence", Float),
    Column("lines", JSON(none_as_null=True), nullable=False),  # [span_start, span_end, x0, top, x1, bottom], …
)

blocks = Table(
    "blocks",
    metadata,
    _document(primary_key=True),
    _ordinal(),
    Column("kind", Text, nullable=False),
    *_place(),
    Column("style", JSON(none_as_null=True)),
    Column("table_ordinal", Integer),
    Column("section", Integer),  # ordinal of the innermost section
    Column("lead_in", Integer),  # ordinal of the block that announces the list
    sqlite_with_rowid=False,
)

sections = Table(
    "sections",
    metadata,
    _document(primary_key=True),
    _ordinal(),
    Column("block", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("marker", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("parent", Integer),
    sqlite_with_rowid=False,
)

tables = Table(
    "tables",
    metadata,
    _document(primary_key=True),
    _ordinal(),
    *_place(),
    Column("title", Text),
    Column("title_start", Integer),
    Column("title_end", Integer),
    Column("sheet", Text),
    Column("n_rows", Integer, nullable=False),
    Column("n_columns", Integer, nullable=False),
    Column("header_rows", Integer, nullable=False),
    Column("columns", JSON(none_as_null=True), nullable=False),  # leaf names
    Column("rows", JSON(none_as_null=True), nullable=False),  # texts of the body rows
    # [row, column, row_span, column_span, start, end, page, x0, top, x1, bottom, "value"], without box or value if none
    Column("cells", JSON(none_as_null=True), nullable=False),
)

notices = Table(
    "notices",
    metadata,
    _document(primary_key=True),
    _ordinal(),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("page", Integer),
    Column("span_start", Integer),
    Column("span_end", Integer),
)

citations = _fact(
    "citations",
    Column("text", Text, nullable=False),
    Column("doc_type", Text, nullable=False),
    Column("number", Text),
    Column("year", Integer),
    Column("symbol", Text),
    Column("date", Date),
    Column("issuer", Text),
    Column("title", Text),
    Column("article", Text),
    Column("clause", Text),
    Column("point", Text),
    Column(
        "cited", Text, nullable=False, index=True
    ),  # folded words that name the cited document: "nghi quyet 57 nq tw"
)

dates = _fact(
    "dates",
    Column("text", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),  # inclusive
    Column("mod", Text),
    Column("relative", Boolean, nullable=False),
)

figures = _fact(
    "figures",
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Quantity, nullable=False),
    Column("value2", Quantity),
    Column("unit", Text),
    Column("comparator", Text),
    Column("amount", Quantity),
)

indicators = _fact(
    "indicators",
    Column("name", Text, nullable=False),
    Column("value", Quantity),
    Column("value2", Quantity),
    Column("unit", Text),
    Column("comparator", Text),
    Column("target", Quantity),
    Column("target_unit", Text),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("subject", Text),
    Column("status", Text),
    Column("source", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("indicator_id", Text, index=True),  # the same for the same indicator in other words
)

statements = _fact(
    "statements",
    Column("text", Text, nullable=False),
    Column("label", Text, nullable=False, index=True),
    Column("second", Text),
    Column("addressee", Text),
)

names = _fact(
    "names",
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("code", Text),
)


def _statement() -> Column[int]:
    return _id("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True)


statement_topics = Table(
    "statement_topics",
    metadata,
    _statement(),
    Column("topic", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Index(None, "topic"),
    sqlite_with_rowid=False,
)

statement_addressees = Table(
    "statement_addressees",
    metadata,
    _statement(),
    _ordinal(),
    Column("addressee", Text, nullable=False),
    Column("folded", Text, nullable=False),
    sqlite_with_rowid=False,
)

passages = Table(  # what full-text search finds: statements, rows of tables, and blocks that no statement covers
    "passages",
    metadata,
    _id(primary_key=True),
    _document(),
    Column("kind", Text, nullable=False),  # statement, row, block
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("page", Integer),
    _id("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), index=True),
    Index(None, "document_id"),
)

column_comments = Table(  # what the columns of the views hold, in Vietnamese; written by their migration
    "column_comments",
    metadata,
    Column("view_name", Text, primary_key=True),
    Column("column_name", Text, primary_key=True),  # "": of the view itself
    Column("comment", Text, nullable=False),
)

originals = Table(  # whose bytes are kept beside the database
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", DateTime, nullable=False),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
    Column("filters", JSON(none_as_null=True), nullable=False),
    Column("saved_at", DateTime, nullable=False),
)

FACTS = {t.name: t for t in (citations, dates, figures, indicators, statements, names)}
# Deleted in this order when a document is made anew; paths and the document's own row stay.
PARTS = (passages, *FACTS.values(), notices, tables, sections, blocks, pages, texts)
