"""Files on S3-compatible storage and the like (fsspec): which there are, and a copy here while one is worked on."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from vanban.batch.desk import Result
from vanban.errors import MissingDependencyError, ReadError, UsageError
from vanban.store import Archive
from vanban.store.ledger import MIRROR, enlist, find_entries, is_remote, mark_failed, real_path, stored_path


def stream_files(paths: Iterable[str]) -> Iterator[str]:
    """Give files as the ledger names them, without holding them all: of local folders and of addresses ("s3://kho/2025")."""
    for path in paths:
        if is_remote(path):
            yield from _stream_remote(path)
        elif Path(path).is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                yield from (stored_path(Path(folder) / name) for name in sorted(files) if name[:2] not in ("~$", "._"))
        else:
            yield stored_path(path)


@contextmanager
def fetched(archive: Archive, files: list[str]) -> Iterator[tuple[list[str], list[Result]]]:
    """Copy the remote ones here for as long as the block lasts; gives what can be worked on and what failed."""
    here, refused = [], []
    try:
        for path in files:
            problem = _fetch(archive, path) if is_remote(path) else None
            if problem is None:
                here.append(path)
                continue
            with archive.writing() as connection:
                enlist(connection, [path])
                mark_failed(connection, path, problem, stage="read", duration_s=0.0)
            refused.append(Result(path, "failed", problem=problem, stage="read"))
        yield here, refused
    finally:
        for path in files:
            if is_remote(path):
                shutil.rmtree(real_path(path).parent, ignore_errors=True)


def _fetch(archive: Archive, path: str) -> ReadError | None:
    """Copy a file here, with its time, unless it is in as it is; an unchanged one is left to the ledger."""
    if MIRROR not in os.environ:
        os.environ[MIRROR] = tempfile.mkdtemp(prefix="vanban-remote-")
    target = real_path(path)
    try:
        system, name = _file_system(path)
        info = system.info(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        modified_ns = _modified_ns(info)
        with archive.reading() as connection:
            entry = find_entries(connection, [path]).get(path)
        if entry is not None and entry.is_current(int(info["size"]), modified_ns):
            with target.open("wb") as file:
                file.truncate(int(info["size"]))
        else:
            system.get_file(name, str(target))
        os.utime(target, ns=(modified_ns, modified_ns))
    except Exception as error:  # each kind of storage has errors of its own
        reason = f"không tải được ({type(error).__name__}: {str(error)[:200]})"
        return ReadError(path, reason, remedy="kiểm tra địa chỉ, quyền đọc và kết nối tới kho tệp")
    return None


def _stream_remote(path: str) -> Iterator[str]:
    system, name = _file_system(path)
    scheme = path.partition("://")[0]
    if system.isfile(name):
        yield path
        return
    for folder, _, files in system.walk(name):
        yield from (f"{scheme}://{folder.strip('/') if scheme != 'local' else folder}/{file}" for file in sorted(files))


def _file_system(path: str) -> tuple[Any, str]:
    """Give the storage that an address names, and the name in it; its settings come from the environment (FSSPEC_*)."""
    try:
        import fsspec
    except ImportError as error:
        raise MissingDependencyError(f"{path}: cần gói fsspec: pip install 'vanban[ray]'") from error
    try:
        system, name = fsspec.core.url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{path}: không mở được kho tệp này ({error})") from error
    return system, name


def _modified_ns(info: dict[str, Any]) -> int:
    found = info.get("mtime") or info.get("LastModified") or info.get("last_modified") or info.get("updated") or 0
    with suppress(ValueError):
        if isinstance(found, str):
            found = datetime.fromisoformat(found)
    seconds = found.timestamp() if isinstance(found, datetime) else float(found)
    return int(seconds * 1_000_000) * 1_000
