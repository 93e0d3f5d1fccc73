"""Every exception of vanban, and the exit code each one gives the command line.

VanbanError                      1   base; never raised itself
├── UsageError                   2   the caller asked for something impossible
├── MissingDependencyError       3   a program or library is not installed
├── CheckError                   1   a check (floors, verify) did not hold
├── FileProblem                  4   one file cannot be taken in; the others go on
│   ├── ReadError                    the bytes cannot be read as what they are
│   ├── EncryptedError               a password is needed
│   ├── LimitError                   larger, deeper or slower than allowed
│   ├── UnsupportedError             no reader for this kind of file
│   └── ClassifiedError              a state secret; no ordinary machine may hold it
└── ArchiveError                 1   the database cannot be used
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_CHECK_FAILED = 1
EXIT_USAGE = 2
EXIT_MISSING = 3
EXIT_SOME_FILES_FAILED = 4
EXIT_INTERRUPTED = 130


class VanbanError(Exception):
    """Base of all errors that vanban raises on purpose."""

    exit_code = EXIT_CHECK_FAILED


class UsageError(VanbanError):
    exit_code = EXIT_USAGE


class MissingDependencyError(VanbanError):
    exit_code = EXIT_MISSING


class CheckError(VanbanError):
    exit_code = EXIT_CHECK_FAILED


class ArchiveError(VanbanError):
    exit_code = EXIT_CHECK_FAILED


class FileProblem(VanbanError):
    """A file that cannot be taken in: says which file, where in it, and the remedy.

    `place` is a page, an entry or a byte offset in words, or None for the whole file.
    """

    exit_code = EXIT_SOME_FILES_FAILED

    def __init__(self, path: str, problem: str, *, remedy: str, place: str | None = None) -> None:
        self.path, self.problem, self.remedy, self.place = path, problem, remedy, place
        where = f"{path!r}" if any(ch in path for ch in "\r\n\t") else path
        super().__init__(f"{where}: {f'{place}: ' if place else ''}{problem}; {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        # keyword-only arguments would be lost on the way from a worker process
        return (_rebuild, (type(self), self.path, self.problem, self.remedy, self.place))


def _rebuild(kind: type[FileProblem], path: str, problem: str, remedy: str, place: str | None) -> FileProblem:
    return kind(path, problem, remedy=remedy, place=place)


class ReadError(FileProblem):
    pass


class EncryptedError(FileProblem):
    pass


class LimitError(FileProblem):
    pass


class UnsupportedError(FileProblem):
    pass


class ClassifiedError(FileProblem):
    pass
