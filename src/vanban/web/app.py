"""The application: pages, API, downloads and upload behind one guard."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from vanban.errors import VanbanError
from vanban.store import open_archive
from vanban.store.updating import Updater
from vanban.store.users import has_users
from vanban.web import api, audit, downloads, login, upload
from vanban.web.errors import respond
from vanban.web.render import STATIC
from vanban.web.security import Guard
from vanban.web.sessions import Visits
from vanban.web.settings import Settings

THREADS = (os.cpu_count() or 2) + 1  # at work at once; more take the processor, and the interpreter, from each other
PAGES = ("overview", "search", "proposals", "indicators", "citations", "documents", "document")


def create_app(archive_url: str, *, settings: Settings) -> Starlette:
    """Make the application of an archive.

    Raises UsageError or ArchiveError if the archive is not there or cannot be used.
    """
    archive = open_archive(archive_url, create=False)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        app.state.audit.start()
        app.state.updater.start()
        app.state.uploads.start()
        try:
            yield
        finally:
            app.state.uploads.close()
            app.state.updater.close()
            app.state.audit.close()
            archive.close()

    handlers: dict[Any, Any] = {HTTPException: _respond, VanbanError: _respond}
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers=handlers,
        lifespan=lifespan,
    )
    app.state.archive, app.state.settings = archive, settings
    app.state.visits, app.state.limiter = Visits(archive, settings), login.Limiter()
    app.state.audit = audit.Audit(archive)
    app.state.updater = Updater(archive)
    app.state.uploads = upload.Uploads(archive, settings)
    app.state.has_users = _has_users(archive)
    return app


def _routes() -> list[BaseRoute]:
    found: list[BaseRoute] = [Mount("/static", _Static(directory=STATIC), name="static")]
    for module in (login, audit, downloads, upload, api):
        found += module.routes
    for name in PAGES:
        if find_spec(f"vanban.web.pages_{name}") is not None:
            found += import_module(f"vanban.web.pages_{name}").routes
    return found


def _respond(request: Request, error: Exception) -> Response:
    return respond(request, error)


def _has_users(archive: Any) -> Any:
    """Give a function that tells whether there are users; once there are, it does not ask again."""
    known = False

    def found() -> bool:
        nonlocal known
        if not known:
            with archive.reading() as connection:
                known = has_users(connection)
        return known

    return found


class _Static(StaticFiles):
    """Files of the package; their addresses change with their content, so browsers may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return response
