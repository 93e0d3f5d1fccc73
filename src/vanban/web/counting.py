"""How many rows a list has."""

from __future__ import annotations

from sqlalchemy import func, select

from vanban.store import Archive, FilterOptions
from vanban.store.filters import document_conditions, holding_conditions, make_filters, statement_conditions
from vanban.store.schema import FACTS, documents, tables


def count_rows(archive: Archive, what: str, options: FilterOptions) -> int:
    """Count what `Archive.rows` would give."""
    filters = make_filters(options)
    found = select(func.count()).select_from(documents)
    if what != "documents":
        table = tables if what == "tables" else FACTS[what]
        found = found.join(table, table.c.document_id == documents.c.id)
        if what == "dates":
            found = found.where(~table.c.relative)
    if what == "statements":
        found = found.where(*document_conditions(filters), *statement_conditions(filters))
    else:
        found = found.where(*holding_conditions(filters))
    with archive.reading() as connection:
        return int(connection.execute(found).scalar_one())
