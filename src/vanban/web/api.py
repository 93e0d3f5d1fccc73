"""The JSON API: what the pages show, for programs; with paging, filters, ETags and streams of whole tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from vanban.export.annotation import to_json
from vanban.export.columns import type_names, with_names
from vanban.export.tables import SHEETS, TABLES
from vanban.export.writers import json_value
from vanban.store.archive import ORDERS
from vanban.store.filters import make_filters
from vanban.store.meaning import MODES
from vanban.store.paging import rows_page
from vanban.web.downloads import attachment, shown, table_rows
from vanban.web.hits import hit_json
from vanban.web.openapi import describe
from vanban.web.operations import (
    FILTERS,
    ID,
    INDICATOR,
    LIMIT,
    MAX_SIZE,
    MODE,
    ORDER,
    PAGING,
    QUERY,
    SIZE,
    TEXT,
    Operation,
)
from vanban.web.parameters import (
    PageAsked,
    bad_request,
    clean,
    read_choice,
    read_filters,
    read_number,
    read_page,
    read_word,
)
from vanban.web.render import render
from vanban.web.streams import MEDIA_TYPES, STREAMS

BASE = "/api/v1"


def answer(request: Request, value: Any) -> Response:
    """Give a value as JSON, or 304 where the reader has it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=json_value)
    data = body.encode("utf-8", "backslashreplace")
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(data, media_type="application/json", headers=headers)


def is_known(tags: str, tag: str) -> bool:
    """Tell whether an If-None-Match names a tag; compared weakly, as RFC 9110 says."""
    return tags.strip() == "*" or any(word.strip().removeprefix("W/") == tag for word in tags.split(","))


def listed(request: Request, items: list[Any], page: PageAsked, total: int) -> Response:
    """Give a page of a list with the addresses of those beside it."""

    def address(number: int) -> str:
        kept = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
        return f"{request.url.path}?{urlencode([*kept, ('page', number)])}"

    more = page.offset + len(items) < total
    value = {
        "items": items,
        "page": page.number,
        "size": page.size,
        "total": total,
        "previous": address(page.number - 1) if page.number > 1 else None,
        "next": address(page.number + 1) if more else None,
    }
    return answer(request, value)


def list_table(table: str) -> Any:
    """Make the handler that gives pages of a table."""

    def handle(request: Request) -> Response:
        page, filters = (
            read_page(request.query_params, size=SIZE, max_size=MAX_SIZE),
            read_filters(request.query_params),
        )
        archive, names = request.app.state.archive, type_names()
        own = _own(request) if table == "indicators" else {}
        if own:
            found = archive.indicators(**own, **filters)
            rows, total = found[page.offset : page.offset + page.size], len(found)
        else:
            with archive.reading() as connection:
                columns = archive.finder.state(connection).columns
                wanted = {"limit": page.size, "offset": page.offset, "columns": columns}
                rows, total = rows_page(connection, table, make_filters(filters), **wanted)
        return listed(request, [shown(request, with_names(row, names)) for row in rows], page, total)

    return handle


def _own(request: Request) -> dict[str, str]:
    words = {name: read_word(request.query_params, name) for name in ("name", "period", "status")}
    return {name: word for name, word in words.items() if word}


def stream_table(table: str, form: str) -> Any:
    """Make the handler that sends a whole table."""

    def handle(request: Request) -> Response:
        rows, columns = table_rows(request, table)
        headers = attachment(f"{SHEETS[table]}.{form}")
        return StreamingResponse(STREAMS[form](rows, columns), media_type=MEDIA_TYPES[form], headers=headers)

    return handle


def search(request: Request) -> Response:
    params = request.query_params
    page, filters, query = read_page(params, size=20, max_size=200), read_filters(params), read_word(params, "q")
    order = read_choice(params, "order", ORDERS, default=ORDERS[0])
    mode = read_choice(params, "mode", MODES, default=MODES[0])
    archive = request.app.state.archive
    hits = archive.search(query, limit=page.size, offset=page.offset, order=order, mode=mode, **filters)
    return listed(request, [hit_json(hit) for hit in hits], page, archive.count(query, mode=mode, **filters))


def facets(request: Request) -> Response:
    params = request.query_params
    limit = read_number(params, "limit", default=20, last=200)
    mode = read_choice(params, "mode", MODES, default=MODES[0])
    found = request.app.state.archive.facets(read_word(params, "q"), limit=limit, mode=mode, **read_filters(params))
    return answer(
        request,
        {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
            for name, values in found.items()
        },
    )


def summary(request: Request) -> Response:
    limit = read_number(request.query_params, "limit", default=10, last=200)
    return answer(request, request.app.state.archive.summary(limit=limit, **read_filters(request.query_params)))


def show_document(request: Request) -> Response:
    stored = request.app.state.archive.show(request.path_params["id"])
    if stored is None:
        raise HTTPException(404, "Kho không có văn bản mang mã này.")
    with_text = read_choice(request.query_params, "text", ("0", "1"), default="0") == "1"
    found = {"id": stored.id, "version": stored.version, "added_at": stored.added_at}
    return answer(request, {**found, **to_json(stored.analysis, with_text=with_text)})


def describe_api(request: Request) -> Response:
    return answer(request, describe(OPERATIONS))


def show_api(request: Request) -> Response:
    return render(request, "api.html", document=describe(OPERATIONS))


_ROW_NAMES = {
    "documents": "Document",
    "statements": "Statement",
    "indicators": "Indicator",
    "citations": "Citation",
    "figures": "Figure",
    "dates": "Date",
    "tables": "Table",
}
_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl"}


def _of_table(table: str) -> list[Operation]:
    title, own = SHEETS[table], INDICATOR if table == "indicators" else ()
    found = [
        Operation(
            f"{BASE}/{table}",
            f"list_{table}",
            f"{title}: từng trang",
            list_table(table),
            (*PAGING, *own, *FILTERS),
            f"{_ROW_NAMES[table]}Page",
        )
    ]
    for form, media_type in _MEDIA.items():
        found.append(
            Operation(
                f"{BASE}/{table}.{form}",
                f"stream_{table}_{form}",
                f"{title}: cả bảng, dạng {form.upper()}",
                stream_table(table, form),
                (*own, *FILTERS),
                media_types=(media_type,),
            )
        )
    return found


_FACETED = (QUERY, MODE, LIMIT, *FILTERS)
OPERATIONS: tuple[Operation, ...] = (
    Operation(f"{BASE}/summary", "summary", "Tổng hợp", summary, (LIMIT, *FILTERS), "Summary"),
    Operation(f"{BASE}/search", "search", "Tìm kiếm", search, (QUERY, ORDER, MODE, *PAGING, *FILTERS), "HitPage"),
    Operation(
        f"{BASE}/facets", "facets", "Số kết quả theo từng bộ lọc", facets, (QUERY, MODE, LIMIT, *FILTERS), "Facets"
    ),
    Operation(
        f"{BASE}/documents/{{id}}",
        "show_document",
        "Một văn bản với mọi dữ kiện",
        show_document,
        (ID, TEXT),
        "Analysis",
        route=f"{BASE}/documents/{{id:int}}",
    ),
    *(operation for table in TABLES for operation in _of_table(table)),
)


def only_known(operation: Operation) -> Callable[[Request], Response]:
    """Have an operation refuse parameters that it does not know: what was meant to narrow would be lost in silence."""
    known = [parameter.name for parameter in operation.parameters if parameter.place == "query"]

    def handle(request: Request) -> Response:
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            offered = ", ".join(known) or "không có"
            raise bad_request(f"Không có tham số {', '.join(map(clean, unknown))}. Tham số dùng được: {offered}.")
        return operation.handler(request)

    return handle


routes: list[BaseRoute] = [
    *(Route(operation.route or operation.path, only_known(operation), name=operation.name) for operation in OPERATIONS),
    Route("/api/openapi.json", describe_api, name="openapi"),
    Route("/api", show_api, name="api"),
]
