"""What every request passes: the name it calls, who asks, whether a form is ours; and the headers of every answer."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vanban.store import User
from vanban.store.users import ADMIN
from vanban.web.errors import log, respond, wants_json
from vanban.web.settings import Settings, ip_address, is_loopback

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FORM_BYTES = 64 * 1024
UPLOAD_PATH = "/tai-len"
OPEN_PATHS = ("/static/", "/dang-nhap")
# without users whoever reaches this machine's own address is its owner
OWNER = User(0, "máy này", ADMIN, dt.datetime.min)
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Guard:
    """The outermost layer of the application: nothing is answered without it."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._names = host_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        visits = request.app.state.visits
        request.state.visit = visits.read(request.cookies.get(visits.cookie))
        request.state.user, request.state.form, request.state.id = None, {}, secrets.token_hex(8)
        began, status = False, 500

        async def send_with_headers(message: Message) -> None:
            nonlocal began, status
            if message["type"] == "http.response.start":
                began, status = True, message["status"]
                self._add_headers(request, MutableHeaders(scope=message))
            await send(message)

        try:
            inner = await self._admit(request)
            await self._app(scope, inner, send_with_headers)
        except Exception as error:
            if began:  # too late for another answer: the connection breaks off and the reader sees that
                log.error("%s %s broke off", request.method, request.url.path, exc_info=error)
                raise
            await (await run_in_threadpool(_answer, request, error))(scope, receive, send_with_headers)
        request.app.state.audit.note(request, status)

    async def _admit(self, request: Request) -> Receive:
        """Let a request in or raise; gives what its body is to be read from."""
        self._check_host(request)
        await self._identify(request)
        receive = request.receive
        if request.method not in _SAFE:
            receive = await check_form(request)
        if request.state.user is None and not request.url.path.startswith(OPEN_PATHS):
            raise HTTPException(401, "Hãy đăng nhập để xem trang này.")
        return receive

    def _check_host(self, request: Request) -> None:
        name = host_name(request.headers.get("host", ""))
        known = name in self._names or (is_loopback(name) if self._settings.is_local else ip_address(name) is not None)
        if not name or not known:
            raise HTTPException(
                400, "Tên máy chủ trong địa chỉ không đúng. Hãy mở trang bằng địa chỉ mà người quản trị đã đưa."
            )

    async def _identify(self, request: Request) -> None:
        state = request.app.state
        if not request.state.visit.is_new:
            request.state.user = await run_in_threadpool(state.visits.user, request.state.visit)
        if request.state.user is None and not await run_in_threadpool(state.has_users):
            if not self._settings.is_local or any(name in request.headers for name in _FORWARDED):
                raise HTTPException(
                    403, "Trang này mở cho máy khác nên phải có người dùng. Người quản trị chạy: vanban user add TÊN"
                )
            request.state.user = OWNER

    def _add_headers(self, request: Request, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._settings.https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not request.url.path.startswith("/static/"):
            headers.setdefault("Cache-Control", "private, no-cache")
            headers.add_vary_header("Cookie")
        visit = request.state.visit
        if visit.to_send:
            response = Response()
            request.app.state.visits.send(visit, response)
            headers.append("set-cookie", response.headers["set-cookie"])


def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 401 and not wants_json(request):
        if request.method in _SAFE:
            there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/dang-nhap?next={quote(there)}", 303)
        return RedirectResponse("/dang-nhap", 303)
    return respond(request, error)


def host_names(settings: Settings) -> frozenset[str]:
    """Give the names, beside addresses in numbers, under which a browser may call the page.

    A site elsewhere whose name leads here for a moment (DNS rebinding) would otherwise read the archive through the
    browser of whoever visits it.
    """
    names = {"localhost", *map(str.lower, settings.names)}
    if ip_address(settings.host) is None:
        names.add(settings.host.lower())
    return frozenset(names)


def host_name(host: str) -> str:
    """Give the name in a Host header, without port; empty where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "") if "@" not in host and "/" not in host else ""
    except ValueError:
        return ""


async def check_form(request: Request) -> Receive:
    """See to it that a request that changes something comes from a page of ours; keep its fields in `state.form`.

    The token comes in the header X-CSRF-Token or in the field `csrf`. The fields beside files are read by the handler
    of `UPLOAD_PATH` alone, which calls `check_token`.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise forged()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    token = request.headers.get("x-csrf-token")
    receive = request.receive
    if kind == "application/x-www-form-urlencoded":
        body = await _body(request)
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100)
        request.state.form = dict(pairs)
        token = token or request.state.form.get("csrf")
        receive = _replay(body, request.receive)
    if token is not None or not (kind == "multipart/form-data" and request.url.path == UPLOAD_PATH):
        check_token(request, token)
    return receive


def check_token(request: Request, token: str | None) -> None:
    if not request.app.state.visits.is_token(request.state.visit, token or ""):
        raise forged()


def forged() -> HTTPException:
    return HTTPException(
        403, "Trang gửi yêu cầu này đã quá lâu hoặc không phải của kho. Hãy tải lại trang rồi làm lại."
    )


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > FORM_BYTES:
            raise HTTPException(413, "Biểu mẫu gửi lên quá dài.")
        chunks.append(chunk)
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read once more, then what comes after it: that the reader has gone."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


Handler = Callable[[Request], Any]


def requires(role: str) -> Callable[[Handler], Handler]:
    """Let a handler be called by users of this role or a higher one only."""

    def decorate(handler: Handler) -> Handler:
        def check(request: Request) -> None:
            if request.state.user is None or not request.state.user.may(role):
                raise HTTPException(403, "Tài khoản này không có quyền làm việc đó; hãy hỏi người quản trị.")

        if inspect.iscoroutinefunction(handler):

            @functools.wraps(handler)
            async def checked_later(request: Request) -> Any:
                check(request)
                return await handler(request)

            return checked_later

        @functools.wraps(handler)
        def checked(request: Request) -> Any:
            check(request)
            return handler(request)

        return checked

    return decorate
