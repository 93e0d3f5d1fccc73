"""The bytes that documents were read from, kept beside the database under their hashes: `ab/abcdef…`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from vanban.errors import ArchiveError
from vanban.store.schema import documents, originals
from vanban.store.write import now

CHUNK = 1 << 20
_HEX = set("0123456789abcdef")


def place_of(folder: Path, sha256: str) -> Path:
    """Give the file that bytes of this hash are kept in."""
    if len(sha256) != 64 or not set(sha256) <= _HEX:
        raise ValueError(f"not a SHA-256 in lower case: {sha256!r}")
    return folder / sha256[:2] / sha256


def keep_file(folder: Path, data: bytes | str | os.PathLike[str], sha256: str) -> tuple[Path, int]:
    """Copy bytes, or a file, to their place unless they are there; give it with its size.

    Raises ArchiveError if they have another hash (the file was changed meanwhile) or cannot be written.
    """
    path = place_of(folder, sha256)
    if path.is_file() and hash_file(path) == sha256:
        return path, path.stat().st_size
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(data, part)
        if hash_file(part) != sha256:
            raise ArchiveError(f"{_named(data)}: nội dung đã thay đổi trong lúc đưa vào kho; chạy lại lệnh")
        os.replace(part, path)  # noqa: PTH105 - one step, in place of a broken one
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(f"{folder}: không lưu được bản gốc ({reason}); kiểm tra chỗ trống và quyền ghi") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path, path.stat().st_size


def _named(data: bytes | str | os.PathLike[str]) -> str:
    return f"{len(data)} byte" if isinstance(data, bytes) else os.fspath(data)


def _copy(data: bytes | str | os.PathLike[str], target: Path) -> None:
    with target.open("xb") as output:
        if isinstance(data, bytes):
            output.write(data)
        else:
            with Path(data).open("rb") as source:
                shutil.copyfileobj(source, output, CHUNK)


def hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def note_kept(connection: Connection, sha256: str, size: int) -> None:
    """Write that bytes are kept."""
    module: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = module.insert(originals)
    changed = originals.c.size != made.excluded.size
    again = {"size": made.excluded.size, "kept_at": made.excluded.kept_at}
    noted = made.on_conflict_do_update(index_elements=[originals.c.sha256], set_=again, where=changed)
    connection.execute(noted, {"sha256": sha256, "size": size, "kept_at": now()})


def find_original(connection: Connection, folder: Path, document_id: int) -> Path | None:
    """Give the file that a document was read from; None if it was not kept, or is not whole."""
    found = select(originals.c.sha256, originals.c.size).join(documents, documents.c.sha256 == originals.c.sha256)
    row = connection.execute(found.where(documents.c.id == document_id)).one_or_none()
    if row is None:
        return None
    path = place_of(folder, row.sha256)
    return path if path.is_file() and path.stat().st_size == row.size else None
