"""The archive: documents, paths, blocks, tables, facts and the full-text index."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

QUANTITY = sa.Numeric().with_variant(sa.Float(), "sqlite")
JSON = sa.JSON(none_as_null=True)


def texts(*names: str, nullable: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def integers(*names: str, nullable: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def floats(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Float()) for name in names]


def place() -> list[sa.Column[Any]]:
    boxes = floats("box_x0", "box_top", "box_x1", "box_bottom")
    return [*integers("span_start", "span_end", nullable=False), *integers("page"), *boxes]


def references(table: str, column: str, target: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def part(table: str, key: str | None, *columns: sa.Column[Any], **options: Any) -> None:
    """A table of which each document has many rows, numbered by `key`, or one."""
    keys = ["document_id", key] if key else ["document_id"]
    op.create_table(
        table,
        *integers(*keys, nullable=False),
        *columns,
        references(table, "document_id", "documents.id"),
        primary(table, *keys),
        **options,
    )


def fact(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *integers("id", "document_id", nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        *place(),
        sa.Column("score", sa.Float(), nullable=False),
        *texts("rule", nullable=False),
        *columns,
        references(table, "document_id", "documents.id"),
        primary(table, "id"),
        sa.UniqueConstraint("document_id", "key", name=f"uq_{table}_document_id_key"),
    )


def index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    create_documents()
    create_parts()
    create_facts()
    create_search()


def create_documents() -> None:
    op.create_table(
        "documents",
        *integers("id", nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        *texts("source", "media_type", nullable=False),
        *integers("n_pages"),
        *integers("n_characters", nullable=False),
        *texts("doc_type", "number", "symbol", "issuer", "parent_issuer", "place"),
        sa.Column("issued_on", sa.Date()),
        *texts("subject"),
        sa.Column("recipients", JSON),
        sa.Column("cc", JSON),
        *texts("signer_name", "signer_title", "signer_authority", "province", "province_now", "secrecy"),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("properties", JSON, nullable=False),
        *texts("issuer_folded", "province_folded", "version", nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("analysed_at", sa.DateTime(), nullable=False),
        primary("documents", "id"),
        sa.UniqueConstraint("sha256", name="uq_documents_sha256"),
    )
    for column in ("issued_on", "doc_type", "province_folded"):
        index("documents", column)
    op.create_table(
        "paths",
        *texts("path", nullable=False),
        *integers("document_id"),
        *texts("state", nullable=False),
        *integers("attempts", nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("modified_ns", sa.BigInteger()),
        *texts("stage", "error", "place", "problem", "remedy"),
        *floats("duration_s"),
        *texts("version"),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        references("paths", "document_id", "documents.id", ondelete="SET NULL"),
        primary("paths", "path"),
    )
    for column in ("document_id", "state"):
        index("paths", column)


def create_parts() -> None:
    part("texts", None, *texts("text", nullable=False))
    part(
        "pages",
        "number",
        sa.Column("width_pt", sa.Float(), nullable=False),
        sa.Column("height_pt", sa.Float(), nullable=False),
        *texts("origin", nullable=False),
        *floats("confidence"),
        sa.Column("lines", JSON, nullable=False),
    )
    part(
        "blocks",
        "ordinal",
        *texts("kind", nullable=False),
        *place(),
        sa.Column("style", JSON),
        *integers("table_ordinal", "section", "lead_in"),
        sqlite_with_rowid=False,
    )
    part(
        "sections",
        "ordinal",
        *integers("block", "level", nullable=False),
        *texts("marker", "title", nullable=False),
        *integers("parent"),
        sqlite_with_rowid=False,
    )
    part(
        "tables",
        "ordinal",
        *place(),
        *texts("title"),
        *integers("title_start", "title_end"),
        *texts("sheet"),
        *integers("n_rows", "n_columns", "header_rows", nullable=False),
        *(sa.Column(name, JSON, nullable=False) for name in ("columns", "rows", "cells")),
    )
    part(
        "notices",
        "ordinal",
        *texts("code", "message", nullable=False),
        *integers("page", "span_start", "span_end"),
    )


def create_facts() -> None:
    fact(
        "citations",
        *texts("text", "doc_type", nullable=False),
        *texts("number"),
        *integers("year"),
        *texts("symbol"),
        sa.Column("date", sa.Date()),
        *texts("issuer", "title", "article", "clause", "point"),
        *texts("cited", nullable=False),
    )
    index("citations", "cited")
    fact(
        "dates",
        *texts("text", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *texts("mod"),
        sa.Column("relative", sa.Boolean(), nullable=False),
    )
    fact(
        "figures",
        *texts("text", "kind", nullable=False),
        sa.Column("value", QUANTITY, nullable=False),
        sa.Column("value2", QUANTITY),
        *texts("unit", "comparator"),
        sa.Column("amount", QUANTITY),
    )
    fact(
        "indicators",
        *texts("name", nullable=False),
        sa.Column("value", QUANTITY),
        sa.Column("value2", QUANTITY),
        *texts("unit", "comparator"),
        sa.Column("target", QUANTITY),
        *texts("target_unit"),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        *texts("subject", "status"),
        *texts("source", "name_folded", nullable=False),
    )
    fact("statements", *texts("text", "label", nullable=False), *texts("second", "addressee"))
    index("statements", "label")
    fact("names", *texts("text", "kind", "name", nullable=False), *texts("title", "code"))
    create_statement_parts()


def create_statement_parts() -> None:
    op.create_table(
        "statement_topics",
        *integers("statement_id", nullable=False),
        *texts("topic", nullable=False),
        *integers("ordinal", nullable=False),
        references("statement_topics", "statement_id", "statements.id"),
        primary("statement_topics", "statement_id", "topic"),
        sqlite_with_rowid=False,
    )
    index("statement_topics", "topic")
    op.create_table(
        "statement_addressees",
        *integers("statement_id", "ordinal", nullable=False),
        *texts("addressee", "folded", nullable=False),
        references("statement_addressees", "statement_id", "statements.id"),
        primary("statement_addressees", "statement_id", "ordinal"),
        sqlite_with_rowid=False,
    )


def create_search() -> None:
    op.create_table(
        "passages",
        *integers("id", "document_id", nullable=False),
        *texts("kind", nullable=False),
        *integers("span_start", "span_end", nullable=False),
        *integers("page", "statement_id"),
        references("passages", "document_id", "documents.id"),
        references("passages", "statement_id", "statements.id"),
        primary("passages", "id"),
    )
    for column in ("document_id", "statement_id"):
        index("passages", column)
    if op.get_bind().dialect.name == "postgresql":
        create_search_in_postgresql()
        return
    # contentless: the words are in the texts already; vanban.store.index writes both columns
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(folded, exact, content = '', tokenize = 'unicode61 remove_diacritics 0')"
    )


def create_search_in_postgresql() -> None:
    # the same name and key as in SQLite; folded words, and exact ones with "=" before them, at the same places
    op.execute(
        "CREATE TABLE search_index (rowid INTEGER NOT NULL PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,"
        " words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_index_words ON search_index USING GIN (words) WITH (fastupdate = off)")
