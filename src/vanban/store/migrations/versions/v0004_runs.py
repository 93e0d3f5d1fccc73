"""Runs of ingest, whose run works on a path, and how often a path killed its worker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("paths", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("paths", sa.Column("run", sa.String(32)))
    op.create_table(
        "runs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("pid", "pid_started")),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("started_at", "seen_at")),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
