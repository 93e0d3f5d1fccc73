"""Copies of remote files, here while they are worked on: workers have no network, the process with the archive has."""

from __future__ import annotations

import atexit
import os
import shutil
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from vanban.batch.desk import Result, Stamp, is_current
from vanban.batch.ingest import ingest
from vanban.batch.options import Options
from vanban.batch.remote_files import explain_remote, open_storage, remote_stamp
from vanban.batch.scratch import make_folder
from vanban.errors import FileProblem, LimitError, VanbanError
from vanban.read.limits import BUNDLE_BYTES
from vanban.store import Archive
from vanban.store.ledger import MIRROR, Entry, enlist, find_entries, is_remote, mark_failed, real_path

_AT_ONCE = 8  # files that are asked for together; twice as many are on their way or here and wait
_DEFAULTS = Options()


def ingest_anywhere(
    archive: Archive, files: Iterable[str], *, workers: int, options: Options = _DEFAULTS
) -> Generator[Result, None, None]:
    """Take in files of this machine and of other storage (`stream_files` names them); else as `ingest`."""
    with Copies(archive) as copies:
        results = ingest(archive, copies.take(files), workers=workers, options=options, batch=_AT_ONCE)
        with closing(results):
            for result in results:
                yield from copies.told()
                if not result.member:
                    copies.give_back(result.path)
                yield result
        yield from copies.told()


@contextmanager
def fetched(archive: Archive, files: list[str]) -> Iterator[tuple[list[str], list[Result]]]:
    """Copy the remote ones here for as long as the block lasts; gives what can be worked on and what failed."""
    with Copies(archive) as copies:
        try:
            here = list(copies.take(files))
            yield here, list(copies.told())
        finally:
            for path in files:
                copies.give_back(path)


class Copies:
    """Use it with `with`, from one thread."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._refused: deque[Result] = deque()
        self._coming: deque[tuple[str, Future[Exception | None] | None]] = deque()
        self._stop = threading.Event()

    def __enter__(self) -> Copies:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._stop.set()
        for path, _ in self._coming:
            self.give_back(path)

    def take(self, files: Iterable[str]) -> Iterator[str]:
        """Give the files that are here, in order, while others are on their way; remember those that cannot be had."""
        rest = iter(files)
        while chunk := list(islice(rest, _AT_ONCE)):
            stamps = self._stamps([path for path in chunk if is_remote(path)])
            for path in chunk:
                far = path in stamps
                self._coming.append((path, _send(path, stamps[path], self._stop) if far else None))
            while len(self._coming) > _AT_ONCE:
                yield from self._arrived()
        while self._coming:
            yield from self._arrived()

    def told(self) -> Iterator[Result]:
        """Give once what became of files that could not be had."""
        while self._refused:
            yield self._refused.popleft()

    def give_back(self, path: str) -> None:
        """Remove the copy of a file."""
        if is_remote(path):
            shutil.rmtree(real_path(path).parent, ignore_errors=True)

    def _stamps(self, paths: list[str]) -> dict[str, Entry | None]:
        if not paths:
            return {}
        _make_mirror()
        with self.archive.reading() as connection:
            entries = find_entries(connection, paths)
        return {path: entries.get(path) for path in paths}

    def _arrived(self) -> Iterator[str]:
        path, future = self._coming[0]
        error = future.result() if future is not None else None
        self._coming.popleft()
        if error is None:
            yield path
            return
        if isinstance(error, VanbanError) and not isinstance(error, FileProblem):
            raise error  # a driver is missing: no file can be had
        self.give_back(path)
        problem = error if isinstance(error, FileProblem) else explain_remote(error, path)
        with self.archive.writing() as connection:
            enlist(connection, [path])
            mark_failed(connection, path, problem, stage="read", duration_s=0.0)
        self._refused.append(Result(path, "failed", problem=problem, stage="read"))


def _make_mirror() -> None:
    """Name the folder of the copies, one for the whole life of this process and its workers."""
    if MIRROR not in os.environ:
        folder, _ = make_folder()
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[MIRROR] = str(folder)


def _send(path: str, entry: Entry | None, stop: threading.Event) -> Future[Exception | None]:
    """Begin a download; a thread of its own that no end of the program waits for, as a stuck one would be."""
    future: Future[Exception | None] = Future()
    threading.Thread(target=lambda: future.set_result(_fetch(path, entry, stop)), daemon=True).start()
    return future


def _fetch(path: str, entry: Entry | None, stop: threading.Event) -> Exception | None:
    """Copy a file here, with its time, unless it is in as it is; of an unchanged one there is only its size."""
    try:
        system, name = open_storage(path)
        size, modified_ns = stamp = remote_stamp(system.info(name))
        if size > BUNDLE_BYTES:
            remedy = f"chia nhỏ thành các tệp dưới {BUNDLE_BYTES >> 30} GB"
            return LimitError(path, f"tệp lớn {size >> 30} GB", remedy=remedy)
        target = real_path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_current(entry, stamp):
            _lay_blank(target, stamp)
        else:
            system.get_file(name, str(target), callback=_until(stop))
        os.utime(target, ns=(modified_ns, modified_ns))
    except Exception as error:  # each kind of storage has errors of its own
        return error
    return None


def _lay_blank(target: Path, stamp: Stamp) -> None:
    with target.open("wb") as file:
        file.truncate(stamp[0])


def _until(stop: threading.Event) -> Any:
    """Give a callback of fsspec that breaks a download off."""
    from fsspec.callbacks import Callback

    class Stoppable(Callback):  # type: ignore[misc]
        def relative_update(self, inc: int = 1) -> None:
            if stop.is_set():
                raise InterruptedError

    return Stoppable()
