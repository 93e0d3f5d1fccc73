"""A page of a long list and how many rows the list has, without reading what comes before it."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, func, select

from vanban.store.columns import Columns
from vanban.store.filters import Filters, document_conditions, holding_conditions, statement_conditions
from vanban.store.listing import Row, list_documents, list_facts, list_tables
from vanban.store.narrowing import count_by_document, documents_left
from vanban.store.schema import FACTS, documents, tables

_NEWEST = (documents.c.issued_on.desc().nulls_last(), documents.c.id)


def rows_page(
    connection: Connection, what: str, filters: Filters, *, limit: int, offset: int, columns: Columns | None = None
) -> tuple[list[Row], int]:
    """Give some of the rows that `Archive.rows` gives of documents, tables or a kind of fact, and their number in all.

    Facts are first counted by document, so that only the documents on which the page falls are read and sorted. With
    columns, documents and statements are counted in memory.
    """
    if what == "documents":
        if columns is not None:
            left = documents_left(columns, filters)
            wanted = left[offset : offset + limit].tolist()
            return list(list_documents(connection, Filters(), only=wanted)), len(left)
        return _documents(connection, filters, limit, offset)
    if what == "statements" and columns is not None:
        numbers, counts = count_by_document(columns, filters)
    else:
        rows_of = connection.execute(_counted(what, filters)).all()
        numbers, counts = (np.array([row[place] for row in rows_of], np.int64) for place in (0, 1))
    ends = np.cumsum(counts)
    first, last = np.searchsorted(ends, offset, "right"), np.searchsorted(ends, offset + limit) + 1
    wanted, skipped, total = numbers[first:last].tolist(), int(ends[first - 1]) if first else 0, int(counts.sum())
    if what == "tables":
        rows = list(list_tables(connection, filters, only=wanted))
    else:
        rows = list(list_facts(connection, what, filters, only=wanted))
    return rows[offset - skipped : offset - skipped + limit], total


def _documents(connection: Connection, filters: Filters, limit: int, offset: int) -> tuple[list[Row], int]:
    holding = holding_conditions(filters)
    found = select(documents.c.id).where(*holding).order_by(*_NEWEST).limit(limit).offset(offset)
    numbers = connection.execute(found).scalars().all()
    total = connection.execute(select(func.count()).select_from(documents).where(*holding)).scalar_one()
    return list(list_documents(connection, Filters(), only=numbers)), total


def _counted(what: str, filters: Filters) -> Select[Any]:
    table = tables if what == "tables" else FACTS[what]
    found = select(documents.c.id, func.count()).join(table, table.c.document_id == documents.c.id)
    if what == "statements":
        found = found.where(*document_conditions(filters), *statement_conditions(filters))
    else:
        found = found.where(*holding_conditions(filters))
    if what == "dates":
        found = found.where(~table.c.relative)
    return found.group_by(documents.c.id).order_by(*_NEWEST)
