"""`vanban serve`: the page and the API."""

from __future__ import annotations

import argparse
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.cli.output import warn
from vanban.errors import EXIT_OK, MissingDependencyError, UsageError

if TYPE_CHECKING:
    from vanban.store import Archive
    from vanban.web.settings import Taken

SWITCH_S = 0.001  # a thread that counts must not keep the one that answers everybody waiting
_WANTED = {
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "jinja2": "jinja2",
    "itsdangerous": "itsdangerous",
    "argon2": "argon2-cffi",
    "python_multipart": "python-multipart",
}


def require_web() -> None:
    """See to it that the packages of the page are installed.

    Raises MissingDependencyError.
    """
    missing = [package for module, package in _WANTED.items() if find_spec(module) is None]
    if missing:
        raise MissingDependencyError(f"trang web cần {', '.join(missing)}; cài bằng: pip install 'vanban[web]'")


def run(options: argparse.Namespace) -> int:
    require_web()
    import uvicorn

    from vanban.store.postgresql import without_password
    from vanban.web.app import create_app
    from vanban.web.settings import MEGABYTE, Settings

    settings = Settings(
        host=options.host,
        port=options.port,
        names=tuple(options.name or ()),
        https=options.https,
        upload_bytes=options.upload_max * MEGABYTE,
        take_in=_take_in,
    )
    app, db = create_app(options.db, settings=settings), without_password(options.db)
    if not (settings.is_local and not settings.https) and not app.state.has_users():
        app.state.archive.close()
        raise UsageError(
            f"--host {options.host}: mở cho máy khác thì phải có người dùng; tạo trước bằng: vanban user add TÊN "
            f"--db {db}"
        )
    sys.setswitchinterval(SWITCH_S)
    with _listen(options.host, options.port) as listener:
        warn(f"Trang web của kho {db}: http://{_shown(options.host)}:{options.port} (dừng: Ctrl+C)")
        # faults are logged by the application itself, where readers are cut off at the end is not told;
        # whom a proxy speaks for is believed only of one that we were told of
        config = uvicorn.Config(
            app, log_level="critical", server_header=False, proxy_headers=settings.https, timeout_graceful_shutdown=5
        )
        uvicorn.Server(config).run(sockets=[listener])
    return EXIT_OK


def _take_in(archive: Archive, path: Path) -> Taken:
    """Read a file that was sent through the page, in a worker process with limits."""
    from vanban.batch import ingest_one
    from vanban.errors import ClassifiedError
    from vanban.web.settings import Taken

    result = ingest_one(archive, path)
    if result.problem is None:
        return Taken(result.outcome)
    problem = result.problem
    place = f"{problem.place}: " if problem.place else ""
    return Taken(
        result.outcome, place + problem.problem, problem.remedy, classified=isinstance(problem, ClassifiedError)
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{host}:{port}: không mở được cổng ({reason}); chọn cổng khác bằng --port, địa chỉ khác bằng --host"
        ) from error


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
