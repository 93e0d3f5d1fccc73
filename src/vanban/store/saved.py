"""Searches that people keep under a name."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, delete, insert, select

from vanban.errors import UsageError
from vanban.store.filters import FilterOptions, make_filters
from vanban.store.query import parse_query
from vanban.store.schema import saved_searches
from vanban.store.write import now
from vanban.text import nfc, squeeze

MAX_NAME = 200


class SavedSearch(NamedTuple):
    name: str
    query: str
    filters: FilterOptions  # as `search` takes them
    saved_at: dt.datetime  # UTC


def save_search(connection: Connection, name: str, query: str, filters: FilterOptions) -> None:
    """Keep a search under a name, in place of the one that was there.

    Raises UsageError if it has no name, or could not be run.
    """
    name = squeeze(nfc(name))
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise UsageError(f"tên của tìm kiếm phải có từ 1 đến {MAX_NAME} ký tự in được")
    parse_query(query)
    make_filters(filters)
    kept = {key: _as_json(value) for key, value in filters.items() if value}
    connection.execute(delete(saved_searches).where(saved_searches.c.name == name))
    row = {"name": name, "query": query, "filters": kept, "saved_at": now()}
    connection.execute(insert(saved_searches).values(row))


def list_searches(connection: Connection) -> list[SavedSearch]:
    """Give the kept searches by their names."""
    found = connection.execute(select(saved_searches)).all()
    searches = (SavedSearch(row.name, row.query, cast(FilterOptions, row.filters), row.saved_at) for row in found)
    return sorted(searches, key=lambda saved: saved.name.casefold())


def delete_search(connection: Connection, name: str) -> bool:
    """Forget a search; tell whether it was there."""
    gone = connection.execute(delete(saved_searches).where(saved_searches.c.name == squeeze(nfc(name))))
    return gone.rowcount > 0


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | int) else list(value)
