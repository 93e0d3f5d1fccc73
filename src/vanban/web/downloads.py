"""Files that leave the page: tables as CSV, Excel or JSON Lines, the compiled report, the originals of documents."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from vanban.export.columns import Column, type_names, with_names
from vanban.export.tables import SHEETS, TABLES, rows_of
from vanban.export.writers import write_xlsx
from vanban.store import Archive
from vanban.store.archive import ORDERS
from vanban.store.meaning import MODES
from vanban.store.schema import documents
from vanban.store.users import EDITOR
from vanban.text import fold
from vanban.web.hits import HIT_COLUMNS, HIT_ROWS, hit_rows
from vanban.web.parameters import clean, read_choice, read_filters, read_word
from vanban.web.streams import MEDIA_TYPES, STREAMS

Row = dict[str, Any]
AT_ONCE, PATIENCE_S = 2, 5  # workbooks and reports take memory and time
NAME_CHARACTERS = 120
_heavy = threading.BoundedSemaphore(AT_ONCE)
_UNSAFE = set('/\\:*?"<>|')  # in names of files, on one system or another


def export_table(request: Request) -> Response:
    """Send a table with the filters of the view that it stands on."""
    table, form = request.path_params["table"], request.path_params["form"]
    if table not in (*TABLES, "search") or form not in (*STREAMS, "xlsx"):
        raise HTTPException(404, "Không có bảng này, hoặc không xuất được ra dạng này.")
    rows, columns = table_rows(request, table)
    request.app.state.audit.record(request, "download", f"{request.url.path}?{request.url.query}")
    name = f"{_TITLES[table]}.{form}"
    if form in STREAMS:
        return StreamingResponse(STREAMS[form](rows, columns), media_type=MEDIA_TYPES[form], headers=attachment(name))
    return _made(name, lambda path: write_xlsx([(_TITLES[table], rows, columns)], path))


def table_rows(request: Request, table: str) -> tuple[Iterator[Row], Sequence[Column]]:
    """Give the rows and columns of a table, or of the hits of a search."""
    archive, params = request.app.state.archive, request.query_params
    filters = read_filters(params)
    if table == "search":
        order = read_choice(params, "order", ORDERS, default=ORDERS[0])
        mode = read_choice(params, "mode", MODES, default=MODES[0])
        hits = archive.search(read_word(params, "q"), limit=HIT_ROWS, order=order, mode=mode, **filters)
        return hit_rows(hits), HIT_COLUMNS
    own = {name: word for name in ("name", "period", "status") if (word := read_word(params, name))}
    if table == "indicators" and own:
        names, found = type_names(), archive.indicators(**own, **filters)
        return (with_names(row, names) for row in found), rows_of(archive, table)[1]
    rows, columns = rows_of(archive, table, **filters)
    return (shown(request, row) for row in rows), columns


def shown(request: Request, row: Row) -> Row:
    """Give a row as the user may see it: where files lie on the server is for those who put them there."""
    if "path" in row and not request.state.user.may(EDITOR):
        row["path"] = None
    return row


_TITLES = {**SHEETS, "search": "Kết quả tìm kiếm"}


def compile_digest(request: Request) -> Response:
    """Send the compiled report of what the filters leave."""
    form = request.path_params["form"]
    if form not in ("docx", "xlsx"):
        raise HTTPException(404, "Báo cáo tổng hợp có dạng .docx (Word) và .xlsx (Excel).")
    from vanban.export.digest import build_digest
    from vanban.export.digest_docx import write_docx
    from vanban.export.digest_layout import Heading
    from vanban.export.digest_xlsx import write_xlsx as write_workbook

    params = request.query_params
    filters = read_filters(params)
    office, parent, place = (read_word(params, name) or None for name in ("office", "parent_office", "place"))
    heading = Heading(office, parent, place)
    request.app.state.audit.record(request, "download", f"{request.url.path}?{request.url.query}")

    def write(path: Path) -> None:
        digest = build_digest(request.app.state.archive, made_on=dt.date.today(), **filters)
        (write_docx if form == "docx" else write_workbook)(digest, path, heading)

    return _made(f"Báo cáo tổng hợp.{form}", write)


def send_original(request: Request) -> Response:
    """Send the file that a document was made of, as it came."""
    archive, number = request.app.state.archive, request.path_params["id"]
    path = archive.original(number)
    source = document_source(archive, number)
    if path is None or source is None:
        raise HTTPException(404, "Kho không giữ tệp gốc của văn bản này.")
    request.app.state.audit.record(request, "download", f"/van-ban/{number}/ban-goc")
    headers = attachment(source.rpartition("!/")[2])
    # whatever is in it must not run as a page of ours
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def document_source(archive: Archive, number: int) -> str | None:
    """Give the name of the file that a document was made of."""
    with archive.reading() as connection:
        return connection.execute(select(documents.c.source).where(documents.c.id == number)).scalar()


def _made(name: str, write: Callable[[Path], Any]) -> Response:
    """Make a file, send it and delete it."""
    with _turn():
        with tempfile.NamedTemporaryFile(prefix="vanban-", suffix=Path(name).suffix, delete=False) as file:
            path = Path(file.name)
        try:
            write(path)
        except BaseException:
            path.unlink()
            raise
    media_type = MEDIA_TYPES[path.suffix[1:]]
    return FileResponse(path, media_type=media_type, headers=attachment(name), background=BackgroundTask(path.unlink))


@contextmanager
def _turn() -> Iterator[None]:
    if not _heavy.acquire(timeout=PATIENCE_S):
        raise HTTPException(
            503, "Đang có nhiều tệp được lập cùng lúc. Hãy thử lại sau một phút.", {"Retry-After": "60"}
        )
    try:
        yield
    finally:
        _heavy.release()


def attachment(name: str) -> dict[str, str]:
    """Give the header that makes a browser save a file under a name.

    Source: RFC 6266, RFC 5987: a plain name for old programs, and the real one, percent-encoded.
    """
    safe = file_name(name)
    plain = "".join(sign if sign.isascii() else "_" for sign in fold(safe))
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"}


def file_name(name: str) -> str:
    """Give a name that any system takes and that leads into no folder."""
    safe = "".join("_" if sign in _UNSAFE or not sign.isprintable() else sign for sign in clean(name))
    safe = safe.strip(". ") or "tep"
    if len(safe) > NAME_CHARACTERS:
        stem, dot, suffix = safe.rpartition(".")
        end = dot + suffix if stem and len(suffix) <= 10 else ""
        safe = safe[: NAME_CHARACTERS - len(end)] + end
    return safe


routes: list[BaseRoute] = [
    Route("/xuat/{table}.{form}", export_table, name="export"),
    Route("/tong-hop.{form}", compile_digest, name="digest"),
    Route("/van-ban/{id:int}/ban-goc", send_original, name="original"),
]
