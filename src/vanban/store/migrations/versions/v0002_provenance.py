"""Versions on every fact, ids of indicators, names of provinces as written, kept originals, saved searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vanban.store.words import spelling

revision = "0002"
down_revision = "0001"

FACTS = ("citations", "dates", "figures", "indicators", "statements", "names")
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    add_columns()
    fill_columns()
    create_tables()


def add_columns() -> None:
    op.add_column("documents", sa.Column("province_as_named", sa.Text(), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("change", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_documents_change", "documents", ["change"])
    op.add_column("indicators", sa.Column("indicator_id", sa.Text()))
    op.create_index("ix_indicators_indicator_id", "indicators", ["indicator_id"])
    for table in FACTS:
        op.add_column(table, sa.Column("version", sa.Text(), nullable=False, server_default=""))


def fill_columns() -> None:
    connection = op.get_bind()
    named = connection.execute(sa.text("SELECT DISTINCT province FROM documents WHERE province IS NOT NULL"))
    for (name,) in named.all():
        fill = sa.text("UPDATE documents SET province_as_named = :folded WHERE province = :name")
        connection.execute(fill, {"folded": spelling(name), "name": name})
    connection.execute(sa.text("UPDATE documents SET change = id"))
    for table in FACTS:
        found = f"SELECT version FROM documents WHERE documents.id = {table}.document_id"
        connection.execute(sa.text(f"UPDATE {table} SET version = ({found})"))


def create_tables() -> None:
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_originals"),
    )
    op.create_table(
        "saved_searches",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_saved_searches"),
    )
