"""Who saw and changed what: deeds are noted at once and written by a thread of its own, so that no reader waits.

While documents are taken in, the archive has one writer at a time; a page that had to wait for it would be slow.
"""

from __future__ import annotations

import logging
import queue
import threading
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.store import Archive, Deed
from vanban.store.audit import list_deeds, write_deeds
from vanban.store.users import ADMIN
from vanban.store.write import now
from vanban.web.parameters import clean, read_page, read_word
from vanban.web.render import render
from vanban.web.security import OWNER, requires

log = logging.getLogger("vanban.web")
WRITTEN_AT_ONCE, PAUSE_S = 500, 1.0
WAITING_AT_MOST = 100_000  # where the archive cannot be written for long
# what is asked for by pages themselves, again and again
_QUIET = ("/static/", "/dang-nhap", "/tai-len/")
PICTURE = "view page"  # many for each document: shown when asked for
ACTIONS = {
    "view": "Xem",
    PICTURE: "Xem ảnh trang",
    "search": "Tìm",
    "api": "Đọc qua API",
    "download": "Tải về",
    "upload": "Tải lên",
    "log in": "Đăng nhập",
    "log in failed": "Đăng nhập sai",
    "log out": "Đăng xuất",
    "refused": "Bị từ chối",
    "change": "Thay đổi",
}


class Audit:
    """The log of one server; `start` and `close` frame its use."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._deeds: queue.SimpleQueue[Deed] = queue.SimpleQueue()
        self._wake, self._closing = threading.Event(), threading.Event()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._closing.clear()
        self._thread = threading.Thread(target=self._run, name="vanban audit", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what is left and stop."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.flush()

    def record(self, request: Request, action: str, target: str | None = None, **details: Any) -> None:
        """Note what the visitor did; `note` does not note the request again."""
        request.state.recorded = True
        user = request.state.user
        name = details.pop("user_name", None) or (user.name if user is not None and user is not OWNER else None)
        address = request.client.host if request.client else None
        self._deeds.put(Deed(now(), name, address, action, _storable(target), details or None))

    def note(self, request: Request, status: int = 200) -> None:
        """Note a request that was answered and that its handler did not note itself; `status` is the answer's."""
        path = request.url.path
        if getattr(request.state, "recorded", False) or path.startswith(_QUIET):
            return
        if request.state.user is OWNER and request.method in ("GET", "HEAD"):
            return  # one owner on one machine: nobody else could have looked
        query = request.url.query
        action = "refused" if _is_refusal(request, status) else _action(request)
        self.record(request, action, f"{path}?{query}" if query else path)

    def flush(self) -> None:
        """Write the deeds that wait; those that cannot be written wait on."""
        with self._writing:
            while deeds := self._taken():
                try:
                    with self._archive.writing() as connection:
                        write_deeds(connection, deeds)
                except Exception as error:  # the thread must live, whatever becomes of the archive
                    log.error("%d lines of the audit log could not be written: %s", len(deeds), error)
                    if self._deeds.qsize() < WAITING_AT_MOST:
                        for deed in deeds:
                            self._deeds.put(deed)
                    return

    def _taken(self) -> list[Deed]:
        deeds: list[Deed] = []
        while len(deeds) < WRITTEN_AT_ONCE:
            try:
                deeds.append(self._deeds.get_nowait())
            except queue.Empty:
                break
        return deeds

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.wait(PAUSE_S)
            self.flush()


def _storable(target: str | None) -> str | None:
    """Give what any database takes: one bad address must not cost the lines written with it."""
    return clean(target.encode("utf-8", "replace").decode())[:500] if target else None


def _is_refusal(request: Request, status: int) -> bool:
    """Tell whether the visitor was turned away: forbidden, or sent to the page of login."""
    return status in (401, 403) or (status == 303 and request.state.user is None and request.method in ("GET", "HEAD"))


def _action(request: Request) -> str:
    path = request.url.path
    if request.method not in ("GET", "HEAD"):
        return "change"
    if path.startswith("/api/"):
        return "api"
    if path.endswith(".png"):
        return PICTURE
    return "search" if path.startswith("/tim-kiem") else "view"


@requires(ADMIN)
def show(request: Request) -> Response:
    page = read_page(request.query_params, size=100)
    user_name, action = (read_word(request.query_params, name) or None for name in ("user", "action"))
    request.app.state.audit.flush()
    with request.app.state.archive.reading() as connection:
        deeds = list_deeds(
            connection,
            user_name=user_name,
            action=action,
            without=None if action else PICTURE,
            limit=page.size + 1,
            offset=page.offset,
        )
    return render(
        request, "audit.html", deeds=deeds[: page.size], page=page, has_more=len(deeds) > page.size, actions=ACTIONS
    )


routes = [Route("/nhat-ky", show, name="audit")]
