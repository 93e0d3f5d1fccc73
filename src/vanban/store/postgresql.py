"""What is PostgreSQL's own: its address, its transactions, its errors, and COPY."""

from __future__ import annotations

import datetime as dt
import getpass
import io
import json
import re
import socket
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from vanban.errors import MissingDependencyError, UsageError

WRITER_LOCK = 7_664_226_001  # one writer at a time, as in SQLite: ids are given by counting on
LOCK_TIMEOUT_S = 60
_ADDRESS = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")


def is_postgresql(url: str) -> bool:
    return _ADDRESS.match(url) is not None


def without_password(url: str) -> str:
    """Give an address that may be shown."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def postgresql_engine(url: str) -> Engine:
    """Make the engine for an address as libpq writes it: postgresql://user:password@host:5432/name."""
    try:
        import_module("pg8000")
    except ImportError as error:
        raise MissingDependencyError(
            "kho PostgreSQL cần thư viện pg8000; cài bằng: pip install 'vanban[postgresql]'"
        ) from error
    dump = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    engine = create_engine(_address(url), json_serializer=dump, pool_pre_ping=True, max_overflow=60)
    event.listen(engine, "connect", _send_at_once)
    event.listen(engine, "begin", _begin)
    return engine


def _send_at_once(connection: Any, _record: Any) -> None:
    """Keep TCP from holding small packets back: each COPY would wait 40 ms for the server's acknowledgement."""
    sock = getattr(connection, "_usock", None)
    if sock is not None and sock.family != socket.AF_UNIX:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _address(url: str) -> URL:
    try:
        address = make_url(_ADDRESS.sub("postgresql+pg8000://", url, count=1))
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"{without_password(url)}: không hiểu địa chỉ kho; viết postgresql://…/TÊN") from error
    if not address.database:
        raise UsageError(f"{without_password(url)}: thiếu tên cơ sở dữ liệu; viết postgresql://…/TÊN")
    if not address.username:
        address = address.set(username=getpass.getuser())
    folder = address.query.get("host")
    if isinstance(folder, str):  # a folder of sockets, as libpq takes it
        place = Path(folder, f".s.PGSQL.{address.port or 5432}")
        address = address.difference_update_query(["host"]).update_query_dict({"unix_sock": str(place)})
    return address


def _begin(connection: Connection) -> None:
    # past SQLAlchemy, which would make a server-side cursor of whatever begins the transaction of a streamed list
    cursor: Any = connection.connection.cursor()
    if connection.get_execution_options().get("writes", False):
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_S}s'")
        cursor.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
    else:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    cursor.close()


def reason_of(error: BaseException | None) -> str:
    """Give the words of a database's error; pg8000 wraps them in the server's fields."""
    found = error.args[0] if error is not None and error.args else error
    return str(found.get("M", found)) if isinstance(found, dict) else str(error)


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\ufffd"})


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by COPY. PostgreSQL cannot hold U+0000; U+FFFD stands for it."""
    names = ", ".join(f'"{name}"' for name in columns)
    lines = "".join("\t".join(map(_copied, row)) + "\n" for row in rows)
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(f'COPY "{table}" ({names}) FROM STDIN', stream=io.BytesIO(lines.encode()))
    finally:
        cursor.close()


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
