"""What is said between the one that works on files and the one that has the archive: everything can be pickled."""

from __future__ import annotations

from typing import NamedTuple

from vanban.batch.options import Options
from vanban.batch.worker import Outcome
from vanban.errors import FileProblem
from vanban.model import Document


class Task(NamedTuple):
    """To the worker: take in the file at a path. `passed`: members of it that are not to be touched."""

    path: str
    options: Options
    dialect: str  # of the archive
    passed: frozenset[str] = frozenset()


class Prepare(NamedTuple):
    """To the worker: turn these files by LibreOffice in one run; they come as tasks afterwards."""

    paths: tuple[str, ...]


class Ask(NamedTuple):
    """May this file be worked on? Answered by yes or no, or by what was read from it before and is to be analysed anew.

    `sha256` is None where its bytes could not be read.
    """

    path: str
    sha256: str | None
    member: bool = False
    size: int | None = None  # of a member


class Stage(NamedTuple):
    """From here on this is done with the file that was asked for last."""

    name: str  # read, analyse


class Finished(NamedTuple):
    """The file that was asked for is through."""

    outcome: Outcome
    member: bool = False
    original: bytes | None = None  # of a member that is to be kept


class Opened(NamedTuple):
    """A bundle is through, as far as it could be opened."""

    path: str
    problem: FileProblem | None


class Idle(NamedTuple):
    """The task is done."""

    rss_bytes: int


Answer = bool | Document
Message = Ask | Stage | Finished | Opened
