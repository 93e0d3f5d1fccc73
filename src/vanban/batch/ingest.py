"""Take files into an archive one after another; stopped at any moment, it goes on where it was."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from vanban.batch.interrupts import held_back
from vanban.batch.worker import Outcome, process, source_name
from vanban.errors import FileProblem, ReadError
from vanban.read import prepare
from vanban.read.bundle import SEPARATOR, Member, bundle_kind, members, split_path
from vanban.read.limits import FILE_BYTES
from vanban.store import Archive, page_count
from vanban.store.ledger import (
    CHUNK,
    FAILED,
    RUNNING,
    WAITING,
    Entry,
    enlist,
    find_entries,
    list_entries,
    mark_done,
    mark_failed,
    mark_running,
    mark_waiting,
    real_path,
    stored_path,
)
from vanban.version import __version__, version_order

Stamp = tuple[int | None, int | None]  # size and time of the last change; None where there is no file
_PREPARED = 40  # files that go through LibreOffice in one run


class Result(NamedTuple):
    """What became of one path.

    outcome: new, replaced (rows of an older version), same (its bytes were there), unchanged (it was in), failed;
    opened for a bundle, whose members come before it, each by its own path.
    """

    path: str
    outcome: str
    pages: int = 0  # counted by `page_count`
    problem: FileProblem | None = None
    member: bool = False  # of a bundle, so not one of the files that were asked for


def ingest(archive: Archive, files: Iterable[str]) -> Generator[Result, None, None]:
    """Take in files, as `find_files` names them; a file that is in and has not changed is not opened.

    Every path is written to the ledger first. An interruption between two results loses nothing.
    """
    batch: list[str] = []
    for path in files:
        batch.append(path)
        if len(batch) == CHUNK:
            yield from _ingest_batch(archive, batch)
            batch = []
    yield from _ingest_batch(archive, batch)


def retry(archive: Archive, *, failed: bool, stale: bool) -> list[str]:
    """Give the paths to take in again: what failed or was left half-way, and what an older version analysed."""
    states = (FAILED, RUNNING, WAITING) if failed else ()
    with archive.reading() as connection:
        return list(dict.fromkeys(entry.path for entry in list_entries(connection, states=states, stale=stale)))


def _ingest_batch(archive: Archive, batch: list[str]) -> Iterator[Result]:
    with held_back(), archive.writing() as connection:
        enlist(connection, batch)
        entries = find_entries(connection, batch)
    wanted = [path for path in batch if not _is_current(entries[path], _stamp(real_path(path)))]
    groups = {wanted[start]: wanted[start : start + _PREPARED] for start in range(0, len(wanted), _PREPARED)}
    for path in batch:
        if path in groups:
            prepare(map(real_path, groups[path]))
        stamp = _stamp(real_path(path))
        if _is_current(entries[path], stamp):
            yield Result(path, "unchanged")
        elif bundle_kind(real_path(path)) is not None:
            yield from _take_in_bundle(archive, path, stamp)
        elif stamp[0] is None and split_path(str(real_path(path))) is not None:
            yield from _take_in_member(archive, path)
        else:
            yield _take_in(archive, path, *stamp)


def _is_current(entry: Entry | None, stamp: Stamp) -> bool:
    size, modified_ns = stamp
    return entry is not None and size is not None and modified_ns is not None and entry.is_current(size, modified_ns)


def _take_in_bundle(archive: Archive, path: str, stamp: Stamp) -> Iterator[Result]:
    """Take in the members of a bundle; the bundle's own entry is done when they are, and no document."""
    with held_back(), archive.writing() as connection:
        mark_running(connection, path, size=stamp[0], modified_ns=stamp[1])
    bundle, problem = real_path(path), None
    name = source_name(path)
    try:
        for member in members(bundle, source=name):
            if member.path == name:
                problem = member.problem
                continue
            inner = stored_path(f"{bundle}{member.path[len(name) :]}")
            if _is_current(_entry_of(archive, inner), stamp):
                yield Result(inner, "unchanged", member=True)
            else:
                yield _take_in(archive, inner, *stamp, member=member)._replace(member=True)
        with held_back(), archive.writing() as connection:
            if problem is not None:
                mark_failed(connection, path, problem, stage="read", duration_s=0.0)
            else:
                mark_done(connection, path, None)
    except BaseException:
        with held_back(), archive.writing() as connection:
            mark_waiting(connection, path)
        raise
    yield Result(path, "failed" if problem is not None else "opened", problem=problem)


def _take_in_member(archive: Archive, path: str) -> Iterator[Result]:
    """Take in again one member of a bundle, or what is in it, where it is a bundle that can be opened now."""
    bundle = (split_path(str(real_path(path))) or (real_path(path), ""))[0]
    name, stamp = source_name(path), _stamp(bundle)
    opened = False
    for member in members(bundle, source=bundle.name, only=name):
        if member.path in (name, bundle.name):
            yield _take_in(archive, path, *stamp, member=member)
            return
        if member.path.startswith(name + SEPARATOR):
            opened = True
            inner = stored_path(f"{bundle}{member.path[len(bundle.name) :]}")
            yield _take_in(archive, inner, *stamp, member=member)._replace(member=True)
    if not opened:
        yield _take_in(archive, path, None, None)  # says that it is not there
        return
    with held_back(), archive.writing() as connection:
        mark_done(connection, path, None)
    yield Result(path, "opened")


def _entry_of(archive: Archive, path: str) -> Entry | None:
    with archive.reading() as connection:
        return find_entries(connection, [path]).get(path)


def _take_in(
    archive: Archive, path: str, size: int | None, modified_ns: int | None, *, member: Member | None = None
) -> Result:
    try:
        with held_back():
            if _begin(archive, path, size, modified_ns, member):
                return Result(path, "same")
        outcome = process(path) if member is None else process(path, member)
        with held_back():
            return _store(archive, outcome)
    except BaseException:
        with held_back(), archive.writing() as connection:
            mark_waiting(connection, path)
        raise


def _begin(
    archive: Archive, path: str, size: int | None, modified_ns: int | None, member: Member | None = None
) -> bool:
    """Mark a path as running; tell whether its bytes are in the archive, in which case it is done."""
    with archive.writing() as connection:
        mark_running(connection, path, size=size, modified_ns=modified_ns)
    known = _known(archive, real_path(path), member)
    if known is not None:
        with archive.writing() as connection:
            mark_done(connection, path, known)
    return known is not None


def _store(archive: Archive, outcome: Outcome) -> Result:
    problem = outcome.problem
    if outcome.analysis is not None:
        try:
            added = archive.add(outcome.analysis, paths=[real_path(outcome.path)], duration_s=outcome.duration_s)
        except UnicodeEncodeError:
            problem = ReadError(outcome.path, "văn bản chứa mã ký tự hỏng", remedy="lưu lại tệp từ phần mềm gốc")
        else:
            return Result(outcome.path, added.outcome, page_count(outcome.analysis.document))
    assert problem is not None
    with archive.writing() as connection:
        mark_failed(connection, outcome.path, problem, stage=outcome.stage, duration_s=outcome.duration_s)
    return Result(outcome.path, "failed", problem=problem)


def _known(archive: Archive, path: Path, member: Member | None) -> int | None:
    """Give the document that has the file's bytes, unless an older version analysed it."""
    if member is not None:
        sha256 = hashlib.sha256(member.data).hexdigest() if member.problem is None else ""
    else:
        try:
            if path.stat().st_size > FILE_BYTES:
                return None
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:  # the worker says what is wrong
            return None
    found = archive.find_sha256(sha256)
    if found is None or version_order(found[1]) < version_order(__version__):
        return None
    return found[0]


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None, None
    return status.st_size, status.st_mtime_ns
