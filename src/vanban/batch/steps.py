"""The steps of taking in one path: a plain file, a bundle with all that is in it, or one member of a bundle.

A step yields what it has to say and is sent the answer, so that the same steps run here or in a process of their own.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from vanban.batch.messages import Answer, Ask, Finished, Message, Opened, Task
from vanban.batch.worker import made_ready, name_fault, process, source_name
from vanban.model import Document
from vanban.read.bundle import SEPARATOR, Member, bundle_kind, members, split_path
from vanban.read.limits import FILE_BYTES
from vanban.store.ledger import is_remote, real_path, stored_path

Steps = Generator[Message, Answer | None, None]
Enter = Callable[[str], object]


def take_in(task: Task, enter: Enter = lambda stage: None) -> Steps:
    """Work on a path; only an `Ask` is answered, by whether to go on with that file, or by what was read from it."""
    path = real_path(task.path)
    if _is_bundle(path):
        yield from _take_in_bundle(task, path, enter)
    elif not path.exists() and split_path(str(path)) is not None:
        yield from _take_in_member(task, path, enter)
    else:
        yield from _take_in_file(task, _hash_file(path), enter)


def _is_bundle(path: Path) -> bool:
    try:
        return bundle_kind(path) is not None
    except Exception:  # a fault of the program: comes up again, and is named, when the file is read
        return False


def _members(path: Path, name: str, only: str | None = None) -> Iterator[Member]:
    """Give the members of a bundle; a fault of the program is the bundle's problem, and what came before it stays."""
    try:
        yield from members(path, source=name, only=only)
    except Exception as error:
        yield Member(name, problem=name_fault(error, name))


def _take_in_file(task: Task, sha256: str | None, enter: Enter) -> Steps:
    if answer := (yield Ask(task.path, sha256)):
        yield _finish(task, task.path, None, answer, enter)


def _take_in_bundle(task: Task, path: Path, enter: Enter) -> Steps:
    problem, name = None, source_name(task.path)
    for member in _members(path, name):
        if member.path == name:
            problem = member.problem
        else:
            yield from _enter(task, _member_path(task.path, path, member.path[len(name) :]), member, enter)
    yield Opened(task.path, problem)


def _take_in_member(task: Task, path: Path, enter: Enter) -> Steps:
    """Take in one member of a bundle, or what is in it, where it is a bundle that can be opened now."""
    bundle = (split_path(str(path)) or (path, ""))[0]
    name = source_name(task.path)
    opened = False
    for member in _members(bundle, bundle.name, only=name):
        if member.path in (name, bundle.name):
            if answer := (yield Ask(task.path, _hash_member(member), size=len(member.data))):
                yield _finish(task, task.path, member, answer, enter)
            return
        if member.path.startswith(name + SEPARATOR):
            opened = True
            yield from _enter(task, stored_path(f"{bundle}{member.path[len(bundle.name) :]}"), member, enter)
    if opened:
        yield Opened(task.path, None)
    else:
        yield from _take_in_file(task, None, enter)  # says that it is not there


def _member_path(stored: str, bundle: Path, inside: str) -> str:
    return stored + inside if is_remote(stored) else stored_path(f"{bundle}{inside}")


def _enter(task: Task, path: str, member: Member, enter: Enter) -> Steps:
    if path in task.passed:
        return
    if answer := (yield Ask(path, _hash_member(member), True, len(member.data))):
        yield _finish(task, path, member, answer, enter)._replace(member=True)


def _finish(task: Task, path: str, member: Member | None, answer: Answer, enter: Enter) -> Finished:
    """Read and analyse a file, or only analyse it, where the answer is what was read from it before."""
    document = answer if isinstance(answer, Document) else None
    outcome = process(path, member, document=document, options=task.options, enter=enter)
    wanted = member is not None and task.options.keep and outcome.analysis is not None
    ready = made_ready(outcome, task.dialect, task.options.ocr)
    return Finished(ready, original=member.data if wanted and member is not None else None)


def _hash_member(member: Member) -> str | None:
    return hashlib.sha256(member.data).hexdigest() if member.problem is None else None


def _hash_file(path: Path) -> str | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_BYTES:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # reading says what is wrong
        return None
