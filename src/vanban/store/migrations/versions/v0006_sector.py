"""The sector of a document, found for those that are there, and shown by the views as their last column."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from vanban.lexicon.sectors import READ, find_sector
from vanban.store.migrations.versions.v0005_views import VIEWS, add_comments, expressions

revision = "0006"
down_revision = "0005"

COMMENT = "Mã lĩnh vực của văn bản: y_te, giao_duc, chuyen_doi_so, …"


def upgrade() -> None:
    op.add_column("documents", sa.Column("sector", sa.Text()))
    fill_column()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    parts = expressions(is_postgresql=is_postgresql)
    for view, (_, columns, source) in VIEWS.items():
        shown = [f'{written.format(**parts)} AS "{name}"' for name, (written, _) in columns.items()]
        if is_postgresql:
            create = "CREATE OR REPLACE VIEW"  # what others have built on it stays
        else:
            op.execute(sa.text(f"DROP VIEW {view}"))
            create = "CREATE VIEW"
        chosen = f'{", ".join(shown)}, d.sector AS "sector"'
        op.execute(sa.text(f"{create} {view} AS SELECT {chosen} {source}".replace(":", "\\:")))
        add_comments(view, {"sector": COMMENT})


def fill_column() -> None:
    connection = op.get_bind()
    beginning = sa.text(
        "SELECT d.issuer, d.subject, substr(t.text, 1, :length) FROM documents d"
        " JOIN texts t ON t.document_id = d.id WHERE d.id = :id"
    )
    write = sa.text("UPDATE documents SET sector = :sector WHERE id = :id")
    for (number,) in connection.execute(sa.text("SELECT id FROM documents ORDER BY id")).all():
        row = connection.execute(beginning, {"id": number, "length": READ}).one_or_none()
        if row is not None and (sector := find_sector(row[2], issuer=row[0], subject=row[1])):
            connection.execute(write, {"sector": sector, "id": number})
