"""Which files there are under some paths."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vanban.errors import FileProblem, ReadError, UnsupportedError
from vanban.store import Archive
from vanban.store.ledger import stored_path

_LEFTOVERS = {"thumbs.db", "desktop.ini"}


@dataclass(slots=True)
class Found:
    """What a walk came upon."""

    files: list[str] = field(default_factory=list)  # as the ledger writes them; each once, in order
    problems: list[FileProblem] = field(default_factory=list)  # of folders, and of paths that are not there
    hidden: int = 0  # files and folders left aside: .git, ~$draft.docx, Thumbs.db


def find_files(paths: Iterable[str | os.PathLike[str]], *, without: Collection[str] = ()) -> Found:
    """Walk files and folders; links to files are followed, links to folders are not.

    `without`: files and folders to leave aside, as the ledger writes them.
    """
    found = Found()
    seen = set(without)
    for path in paths:
        for file in _walk(Path(path), found, seen):
            stored = stored_path(file)
            if stored not in seen:
                seen.add(stored)
                found.files.append(stored)
    return found


def own_files(archive: Archive) -> frozenset[str]:
    """Give what belongs to the archive itself, the folder of its originals too: nothing to take in."""
    folders = (archive.originals_folder, archive.search_folder)
    return archive.files | {stored_path(folder) for folder in folders if folder is not None}


def _walk(path: Path, found: Found, without: Collection[str]) -> Iterator[Path]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        found.problems.append(explain(error, path))
        return
    if stat.S_ISREG(mode):
        yield path
    elif stat.S_ISDIR(mode):
        yield from _walk_folder(path, found, without)
    else:
        found.problems.append(
            UnsupportedError(str(path), "không phải tệp thường hay thư mục", remedy="chỉ đưa vào tệp và thư mục")
        )


def _walk_folder(folder: Path, found: Found, without: Collection[str]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        found.problems.append(explain(error, Path(os.fsdecode(error.filename or folder))))

    for here, folders, names in os.walk(folder, onerror=refuse):
        found.hidden += sum(map(is_hidden, (*folders, *names)))
        folders[:] = sorted(
            name for name in folders if not is_hidden(name) and stored_path(Path(here, name)) not in without
        )
        for name in sorted(names):
            if not is_hidden(name):
                yield from _walk(Path(here, name), found, without)


def is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LEFTOVERS


def explain(error: OSError, path: Path) -> FileProblem:
    """Say what an error of the file system means and what helps."""
    if isinstance(error, FileNotFoundError):
        link = path.is_symlink()
        problem = "liên kết trỏ tới tệp không còn" if link else "không có tệp hay thư mục này"
        return ReadError(str(path), problem, remedy="kiểm tra lại đường dẫn")
    if isinstance(error, PermissionError):
        return ReadError(str(path), "không có quyền đọc", remedy="cấp quyền đọc rồi chạy lại lệnh")
    reason = error.strerror or type(error).__name__
    return ReadError(str(path), f"hệ thống tệp báo lỗi: {reason}", remedy="kiểm tra ổ đĩa rồi chạy lại lệnh")
