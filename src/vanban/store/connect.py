"""From an archive's address to a database that is ready: the engine, its settings, its schema brought up to date."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from vanban.errors import ArchiveError, UsageError
from vanban.store.postgresql import driver_errors, is_postgresql, postgresql_engine, reason_of, without_password
from vanban.store.schema import HEAD

BUSY_TIMEOUT_MS = 60_000
dump_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
MEMORY = "sqlite://"


# of a connection that is lost the pool tells at length, on stderr if nobody listens; `translated` says what matters
logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())


def connect(url: str, *, create: bool = True) -> Engine:
    """Open the database at a path or URL, make it or bring its schema up to date.

    Raises UsageError if it is not there and may not be created, ArchiveError if it cannot be used.
    """
    engine = postgresql_engine(url) if is_postgresql(url) else _sqlite_engine(url, create=create)
    try:
        with translated(url):
            _bring_up_to_date(engine, url, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn the database's errors into ArchiveErrors that say what to do."""
    try:
        yield
    except _errors() as error:
        reason = reason_of(error.orig if isinstance(error, DBAPIError) else error)
        raise ArchiveError(f"{without_password(url)}: {reason}; {_remedy(reason)}") from error
    except ConnectionError as error:  # pg8000 lets it through where a server goes away while it is being connected to
        raise ArchiveError(f"{without_password(url)}: {_LOST}") from error


def _errors() -> tuple[type[Exception], ...]:
    """Give SQLAlchemy's errors, and those of the drivers' own cursors, which go past it."""
    return DBAPIError, sqlite3.Error, *driver_errors()


_LOST = "mất kết nối tới máy chủ PostgreSQL; chạy lại lệnh sẽ làm tiếp"
_FULL = (
    "một bảng của kho cũ đã đánh số hết 2.147.483.647; sao kho sang cơ sở dữ liệu mới bằng vanban backup, "
    "hoặc mở kho mới cho các văn bản còn lại (docs/scale.md)"
)
_REMEDIES = (
    ("of sequence", _FULL),  # of ids: "reached maximum value of sequence"
    ("for sequence", _FULL),
    ("lock timeout", "tiến trình khác đang ghi vào kho này; đợi xong rồi chạy lại"),
    ("Can't create a connection", "kiểm tra máy chủ PostgreSQL có chạy và địa chỉ, cổng có đúng"),
    ("authentication failed", "kiểm tra tên người dùng và mật khẩu trong địa chỉ kho"),
    ('database "', "tạo cơ sở dữ liệu này trên máy chủ PostgreSQL (createdb)"),
    ('role "', "tạo người dùng này trên máy chủ PostgreSQL (createuser)"),
    ("permission denied", "cấp cho người dùng này quyền trên cơ sở dữ liệu"),
    ("read-only transaction", "không có quyền ghi; dùng máy chủ chính chứ không phải bản sao"),
    ("network error", _LOST),
    ("communication error", _LOST),
    ("connection is closed", _LOST),
    ("terminating connection", _LOST),
    ("Broken pipe", _LOST),
    (
        "database system is",
        "máy chủ PostgreSQL đang khởi động hoặc đang tắt; đợi một lát rồi chạy lại, lệnh sẽ làm tiếp",
    ),
    ("locked", "tiến trình khác đang ghi vào kho này; đợi xong rồi chạy lại"),
    ("not a database", "tệp này không phải kho vanban; chọn tệp khác bằng --db"),
    ("malformed", "tệp kho bị hỏng; lấy lại bản sao lưu hoặc nhập lại tài liệu vào kho mới"),
    ("readonly", "không có quyền ghi; cấp quyền ghi cho tệp và thư mục chứa nó"),
    ("unable to open", "không mở được tệp; kiểm tra thư mục có tồn tại và có quyền ghi"),
    ("disk is full", "ổ đĩa đầy; giải phóng chỗ trống rồi chạy lại"),
    ("disk I/O", "lỗi đọc ghi đĩa; kiểm tra ổ đĩa và chỗ trống"),
)


def _remedy(reason: str) -> str:
    return next((remedy for words, remedy in _REMEDIES if words in reason), "xem lại địa chỉ kho (--db)")


def _sqlite_engine(url: str, *, create: bool) -> Engine:
    dump = dump_json
    if url in (MEMORY, ":memory:"):
        engine, read_only = create_engine(MEMORY, poolclass=StaticPool, json_serializer=dump), False
    else:
        path = sqlite_path(url)
        if not create and not path.exists():
            raise UsageError(f"{path}: chưa có kho này; tạo bằng `vanban ingest THƯ_MỤC --db {path}`")
        engine = create_engine(
            MEMORY,
            creator=partial(_open_file, path),
            poolclass=QueuePool,
            pool_size=16,  # a connection made anew has to learn the tables again
            max_overflow=50,
            json_serializer=dump,
        )
        read_only = _is_read_only(path)
    event.listen(engine, "connect", partial(_set_up, read_only=read_only))
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_path(url: str) -> Path:
    """Give the file that an address names: "vanban.db", "sqlite:///vanban.db", "sqlite:////data/vanban.db"."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return Path(url)
    if scheme not in ("sqlite", "sqlite+pysqlite") or not rest.startswith("/") or len(rest) == 1:
        raise UsageError(f"{url}: không hiểu địa chỉ kho; viết đường dẫn tệp hoặc sqlite:///TỆP")
    return Path(rest[1:])


def _open_file(path: Path) -> sqlite3.Connection:
    name, is_url = str(path), False
    if _is_read_only(path):
        # an archive on a share or a disc: without its log beside it nobody writes to it, and none can be made
        logged = path.with_name(path.name + "-wal").exists()
        name, is_url = f"{path.absolute().as_uri()}?mode=ro{'' if logged else '&immutable=1'}", True
    return sqlite3.connect(
        name, uri=is_url, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, cached_statements=256
    )


def _is_read_only(path: Path) -> bool:
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _set_up(connection: sqlite3.Connection, _record: Any, *, read_only: bool = False) -> None:
    connection.isolation_level = None  # transactions begin in _begin; pysqlite's own begin leaves reads and DDL outside
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine, *, shared: bool = False) -> Iterator[Connection]:
    """Begin a transaction that may write: it holds the writer's lock from its first moment.

    `shared`: PostgreSQL lets others who say so write beside it; SQLite has one writer.
    """
    kind = "shared" if shared else "alone"
    with engine.connect().execution_options(writes=kind) as connection, connection.begin():
        yield connection


def _bring_up_to_date(engine: Engine, url: str, *, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, url)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise UsageError(f"{without_password(url)}: chưa có kho này; tạo bằng `vanban ingest THƯ_MỤC --db ĐỊA_CHỈ`")
    from vanban.store.migrate import upgrade  # alembic takes most of a second to import

    with writing(engine) as connection:
        if _revision(connection, url) != HEAD:  # another process may have been faster
            upgrade(connection, url)


def _revision(connection: Connection, url: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if tables:
        raise ArchiveError(f"{without_password(url)}: cơ sở dữ liệu này không phải kho vanban; chọn tệp khác bằng --db")
    return None
