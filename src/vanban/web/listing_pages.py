"""What the pages with a list share: the rows of a page, with the exports of the whole list."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.requests import Request

from vanban.store import Archive
from vanban.store.filters import Filters, make_filters
from vanban.store.paging import rows_page
from vanban.web.links import Pairs, filter_pairs, link
from vanban.web.paging import Pages
from vanban.web.parameters import read_filters, read_page

Row = dict[str, Any]


class Listing(NamedTuple):
    rows: list[Row]
    pages: Pages


def read_view(request: Request) -> tuple[Archive, Filters, Pairs]:
    """Give the archive, the filters of the address, and these filters for further addresses."""
    params = request.query_params
    return request.app.state.archive, make_filters(read_filters(params)), filter_pairs(params)


def list_rows(request: Request, what: str, filters: Filters, *, size: int = 50) -> Listing:
    """Give the page of rows that the address asks for."""
    page = read_page(request.query_params, size=size)
    with request.app.state.archive.reading() as connection:
        rows, total = rows_page(connection, what, filters, limit=page.size, offset=page.offset)
    return Listing(rows, Pages(page.number, page.size, total))


def exports(table: str, pairs: Pairs, **changes: str) -> list[tuple[str, str]]:
    """Give the addresses of a table as files."""
    return [(form.upper(), link(f"/xuat/{table}.{form}", pairs, **changes)) for form in ("csv", "xlsx")]


def place_address(row: Row) -> str:
    """Give the address of a fact at its mark in its document."""
    return link(f"/van-ban/{row['document_id']}", at=f"{row['span_start']}-{row['span_end']}") + "#tim-thay"
