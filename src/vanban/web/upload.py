"""Files that editors send."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vanban.store import Archive
from vanban.store.users import EDITOR
from vanban.web.render import render
from vanban.web.security import requires
from vanban.web.settings import Settings


class Uploads:
    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive, self._settings = archive, settings

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass


@requires(EDITOR)
def show(request: Request) -> Response:
    return render(request, "upload.html")


routes: list[BaseRoute] = [Route("/tai-len", show, name="upload")]
