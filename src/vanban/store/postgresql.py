"""What is PostgreSQL's own: its address, its transactions, its errors, and COPY."""

from __future__ import annotations

import datetime as dt
import getpass
import io
import json
import re
import socket
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from vanban.errors import MissingDependencyError, UsageError

# Advisory locks, always taken in this order, so that nobody waits in a circle. The first is shared by those who take
# in documents, each of which touches only what is its own; whoever writes anything else holds it alone.
WRITER_LOCK, IDS_LOCK, CHANGE_LOCK = 7_664_226_001, 7_664_226_002, 7_664_226_003
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
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'")
    cursor.close()
    connection.commit()
    sock = getattr(connection, "_usock", None)
    # TCP is kept from holding small packets back: each COPY would wait 40 ms for the server's acknowledgement
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
    writes = connection.get_execution_options().get("writes")
    if writes:
        shared = "_shared" if writes == "shared" else ""
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}({WRITER_LOCK})")
    else:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    cursor.close()


def take_ids(connection: Connection, counts: dict[str, int]) -> dict[str, int]:
    """Give the first of so many ids in a row of each table; nobody else is given them.

    The lock is held for this one statement, not for the transaction. What older programs counted on is left out.
    """
    taken = ", ".join(
        f"setval('{table}_id_seq', greatest(nextval('{table}_id_seq'), (SELECT max(id) + 1 FROM {table}))"
        f" + {count - 1}) - {count - 1} AS {table}"
        for table, count in counts.items()
    )
    row = connection.exec_driver_sql(
        f"WITH held AS MATERIALIZED (SELECT pg_advisory_lock({IDS_LOCK}) AS lock),"
        f" taken AS MATERIALIZED (SELECT {taken} FROM held WHERE lock IS NOT NULL)"
        f" SELECT *, pg_advisory_unlock({IDS_LOCK}) FROM taken"
    ).one()
    return {table: int(first) for table, first in zip(counts, row, strict=False)}


def stamp_change(connection: Connection, document_id: int) -> None:
    """Give a document the next number of a change, as the last thing in its transaction.

    Who holds the lock ends before the next is given one, so that a reader who has seen a number has seen all below it.
    """
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHANGE_LOCK})")
    connection.exec_driver_sql(
        f"UPDATE documents SET change = (SELECT max(change) + 1 FROM documents) WHERE id = {document_id}"
    )


def driver_errors() -> tuple[type[Exception], ...]:
    """Give what cursors of the driver's own raise, none where it was not loaded."""
    driver = sys.modules.get("pg8000")
    return () if driver is None else (driver.Error,)


def reason_of(error: BaseException | None) -> str:
    """Give the words of a database's error; pg8000 wraps them in the server's fields."""
    found = error.args[0] if error is not None and error.args else error
    return str(found.get("M", found)) if isinstance(found, dict) else str(error)


def without_zero(text: str) -> str:
    """Put U+FFFD for U+0000, which PostgreSQL cannot hold."""
    return text.replace("\0", "\ufffd")


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\ufffd"})


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by COPY. PostgreSQL cannot hold U+0000; U+FFFD stands for it."""
    copy_lines(connection, table, columns, map(copied_line, rows))


def copied_line(values: Iterable[Any]) -> str:
    """Write the values of a row as COPY reads them, without the end of the line."""
    return "\t".join(map(_copied, values))


def copy_lines(connection: Connection, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    data = "".join(f"{line}\n" for line in lines).encode()
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(f'COPY "{table}" ({names}) FROM STDIN', stream=io.BytesIO(data))
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
