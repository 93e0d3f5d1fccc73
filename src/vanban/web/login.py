"""Logging in and out, with a limit on wrong tries."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from vanban.store.users import user_name
from vanban.web.parameters import clean
from vanban.web.render import render
from vanban.web.users import check_password

WRONG = "Tên hoặc mật khẩu không đúng."
WINDOW_S = 15 * 60
PER_NAME_AND_ADDRESS, PER_ADDRESS, PER_NAME = 5, 20, 50  # wrong tries within the window
_REMEMBERED = 10_000


class Limiter:
    """Counts wrong tries by whatever they have in common; forgets the oldest of very many."""

    def __init__(self, *, window_s: float = WINDOW_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._window_s, self._clock = window_s, clock
        self._lock = threading.Lock()
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, limits: dict[str, int]) -> int:
        """Give how long to wait before the next try; 0 if it may be made now."""
        now = self._clock()
        with self._lock:
            waits = (self._wait_s(key, limit, now) for key, limit in limits.items())
            return max(waits, default=0)

    def _wait_s(self, key: str, limit: int, now: float) -> int:
        tries = self._tries.get(key, deque())
        while tries and tries[0] <= now - self._window_s:
            tries.popleft()
        return int(tries[-limit] + self._window_s - now) + 1 if len(tries) >= limit else 0

    def count(self, limits: dict[str, int]) -> None:
        """Count a try that went wrong, or is about to be made."""
        with self._lock:
            for key, limit in limits.items():
                tries = self._tries.setdefault(key, deque(maxlen=limit))
                tries.append(self._clock())
                self._tries.move_to_end(key)
            while len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)

    def forget(self, limits: dict[str, int]) -> None:
        """Take back the last try: it went well."""
        with self._lock:
            for key in limits:
                if tries := self._tries.get(key):
                    tries.pop()


def limits_of(name: str, address: str) -> dict[str, int]:
    """Give what the tries of a name from an address count for, and how many there may be of each.

    The limit of a name alone is wide, so that nobody can lock another out by a few wrong passwords.
    """
    name = user_name(name)[:100]
    return {f"{name}\n{address}": PER_NAME_AND_ADDRESS, f"\n{address}": PER_ADDRESS, name: PER_NAME}


def show(request: Request) -> Response:
    there = next_path(request.query_params.get("next", ""))
    if request.state.user is not None:
        return RedirectResponse(there, 303)
    return _form(request, there)


def log_in(request: Request) -> Response:
    form, state = request.state.form, request.app.state
    name, there = clean(form.get("name", "")), next_path(form.get("next", ""))
    limits = limits_of(name, request.client.host if request.client else "")
    wait_s = state.limiter.wait_s(limits)
    if wait_s:
        state.audit.record(request, "log in failed", "rate limit", user_name=name[:100])
        minutes = -(-wait_s // 60)
        raise HTTPException(
            429, f"Đã thử sai quá nhiều lần. Hãy thử lại sau {minutes} phút.", {"Retry-After": str(wait_s)}
        )
    state.limiter.count(limits)  # before the slow check, so that many at once count as many
    user = check_password(state.archive, name, form.get("password", ""))
    if user is None:
        state.audit.record(request, "log in failed", user_name=name[:100])
        return _form(request, there, name=name, message=WRONG, status=401)
    state.limiter.forget(limits)
    request.state.visit = state.visits.log_in(user)
    request.state.user = user
    state.audit.record(request, "log in")
    return RedirectResponse(there, 303)


def log_out(request: Request) -> Response:
    state = request.app.state
    state.audit.record(request, "log out")
    request.state.visit = state.visits.log_out(request.state.visit)
    return RedirectResponse("/dang-nhap", 303)


def _form(request: Request, there: str, *, name: str = "", message: str = "", status: int = 200) -> Response:
    return render(request, "login.html", status, next=there, name=name, message=message)


def next_path(there: str) -> str:
    """Give a path of this page to go on to; the first page for anything else, so that nobody is led elsewhere.

    Browsers read backslashes as slashes and drop control characters: //evil.example and its like stay out.
    """
    is_path = there.startswith("/") and not there.startswith(("//", "/\\"))
    return there if is_path and there.isprintable() and "\\" not in there else "/"


routes = [
    Route("/dang-nhap", show, name="login"),
    Route("/dang-nhap", log_in, methods=["POST"]),
    Route("/dang-xuat", log_out, methods=["POST"], name="logout"),
]
