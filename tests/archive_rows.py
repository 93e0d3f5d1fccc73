"""What an archive says, without what may differ between two runs over the same files: row numbers, times, attempts."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from vanban.store import Archive, open_archive, schema

_TABLES = ("documents", "paths", "texts", "pages", "blocks", "sections", "tables", "notices", *schema.FACTS, "passages")
_DIFFERENT = frozenset(
    ("id", "document_id", "added_at", "analysed_at", "change", "updated_at", "duration_s", "attempts", "deaths", "run")
) | {"size", "modified_ns", "statement_id", "stage"}


def rows_of(archive: Archive | Path | str) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of each table in a fixed order; a document is named by its hash.

    Fails where the index or the references do not hold.
    """
    if not isinstance(archive, Archive):
        with open_archive(archive, create=False) as opened:
            return rows_of(opened)
    with archive.reading() as connection:
        names = dict(connection.execute(sa.select(schema.documents.c.id, schema.documents.c.sha256)).all())
        names[None] = None
        found = {name: _rows(connection, schema.metadata.tables[name], names) for name in _TABLES}
        assert connection.execute(sa.select(schema.runs)).all() == []
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    return found


def _rows(connection: sa.Connection, table: sa.Table, names: dict[object, object]) -> list[tuple[object, ...]]:
    columns = [column for column in table.columns if column.name not in _DIFFERENT]
    document = [table.c.document_id] if "document_id" in table.c else []
    rows = connection.execute(sa.select(*columns, *document)).all()
    return sorted(((*row[: len(columns)], *(names[id] for id in row[len(columns) :])) for row in rows), key=repr)
