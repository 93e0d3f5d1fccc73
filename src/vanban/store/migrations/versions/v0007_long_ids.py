"""Ids of 64 bits in PostgreSQL; those of 32 are used up by 10⁸ pages, or by fewer that are analysed again and again.

SQLite's are that long anyway. Tables are written anew for it, so a very large archive is left as it is, and so is one
on whose ids somebody has built views: `vanban backup` into a new database gives long ids. Programs work with both.
"""

from __future__ import annotations

from contextlib import suppress

import sqlalchemy as sa
from alembic import op

from vanban.store.migrations.versions.v0005_views import VIEWS

revision = "0007"
down_revision = "0006"

MOST_PASSAGES = 5_000_000  # a quarter of a million pages, written anew in minutes
NUMBERED = ("citations", "dates", "figures", "indicators", "statements", "names", "passages")
COLUMNS = (
    *((table, "id") for table in NUMBERED),
    ("passages", "statement_id"),
    ("statement_topics", "statement_id"),
    ("statement_addressees", "statement_id"),
    ("search_index", "rowid"),
)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    passages = connection.execute(sa.text("SELECT coalesce(max(id), 0) - coalesce(min(id), 0) FROM passages")).scalar()
    if passages is not None and passages > MOST_PASSAGES:
        return
    with suppress(sa.exc.DBAPIError), connection.begin_nested():
        widen(connection)


def widen(connection: sa.Connection) -> None:
    written = dict(_definitions(connection))
    for view in written:  # a view that reads a column forbids to change it; replaced, it keeps its rights and comments
        connection.exec_driver_sql(f'CREATE OR REPLACE VIEW "{view}" AS SELECT {_nothing(connection, view)}')
    for table in dict.fromkeys(table for table, _ in COLUMNS):
        changes = (f'ALTER COLUMN "{column}" TYPE bigint' for owner, column in COLUMNS if owner == table)
        connection.exec_driver_sql(f"ALTER TABLE {table} {', '.join(changes)}")
    for table in NUMBERED:
        connection.exec_driver_sql(f"ALTER SEQUENCE {table}_id_seq AS bigint")
    for view, definition in written.items():
        connection.execute(sa.text(f'CREATE OR REPLACE VIEW "{view}" AS {definition}'.replace(":", "\\:")))


def _definitions(connection: sa.Connection) -> list[tuple[str, str]]:
    query = sa.text("SELECT CAST(:view AS text), pg_get_viewdef(CAST(CAST(:view AS text) AS regclass))")
    return [tuple(connection.execute(query, {"view": view}).one()) for view in VIEWS]


def _nothing(connection: sa.Connection, view: str) -> str:
    """Write the columns of a view with their types and without anything in them."""
    query = sa.text(
        "SELECT string_agg(format('CAST(NULL AS %s) AS %I', format_type(atttypid, atttypmod), attname), ', '"
        " ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = CAST(CAST(:view AS text) AS regclass) AND attnum > 0 AND NOT attisdropped"
    )
    return str(connection.execute(query, {"view": view}).scalar_one())
