"""The desk with the archive: answers those who work on files and stores what they bring. One desk a run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from vanban.batch.interrupts import held_back
from vanban.batch.messages import Answer, Ask, Finished, Message, Opened, Stage
from vanban.batch.options import Options
from vanban.batch.reading import reader_mark
from vanban.batch.worker import Outcome
from vanban.errors import ArchiveError, FileProblem, ReadError
from vanban.store import Archive
from vanban.store.ledger import (
    FAILED,
    QUARANTINED,
    Entry,
    enlist,
    find_entries,
    find_problem,
    mark_death,
    mark_done,
    mark_failed,
    mark_running,
    mark_waiting,
    real_path,
)
from vanban.store.originals import hash_file
from vanban.store.runs import beat, begin_run, end_dead_runs, end_run, has_dead_runs
from vanban.version import __version__, version_order

Stamp = tuple[int | None, int | None]  # size and time of the last change; None where there is no file
MOST_DEATHS = 2  # of workers over one path, before it is quarantined


class Result(NamedTuple):
    """What became of one path.

    outcome: new, replaced (rows of an older version), same (its bytes were there), unchanged (it was in), failed,
    quarantined (it killed its worker twice; not tried again before it changes), elsewhere (another run works on it);
    opened for a bundle, whose members come before it, each by its own path.
    """

    path: str
    outcome: str
    pages: int = 0  # counted by `page_count`
    problem: FileProblem | None = None
    member: bool = False  # of a bundle, so not one of the files that were asked for
    duration_s: float = 0.0
    stage: str | None = None  # at which it failed


@dataclass(slots=True, eq=False)
class Job:
    """A path that is being taken in."""

    path: str
    stamp: Stamp
    passed: set[str] = field(default_factory=set)  # members that are through or given up
    in_work: set[str] = field(default_factory=set)  # members, by this job or one that helps
    asked: Ask | None = None  # the file that is worked on
    held: Ask | None = None  # a file whose bytes another job is working on
    helps: Job | None = None  # the job on the same bundle whose members it takes, too
    helpers: int = 0
    needs_no_help: bool = False  # somebody has come to the end of the bundle
    opened: Opened | None = None  # said when members were still worked on by others
    stage: str = "read"
    is_read: bool = False  # its document was read by today's reader, and is only to be analysed anew
    is_begun: bool = False  # in the ledger; `refused` says why it is not to be done
    refused: Result | None = None


class Desk:
    """Use it with `with`: what was begun and not ended is waiting again afterwards."""

    def __init__(self, archive: Archive, options: Options) -> None:
        self.archive, self.options = archive, options
        self._run: str | None = None
        self._keeps = options.keep and archive.originals_folder is not None
        self._in_work: dict[str, Job] = {}  # by the SHA-256 of what is worked on

    def __enter__(self) -> Desk:
        with held_back():
            self._end_dead_runs()
            with self.archive.writing(shared=True) as connection:
                self._run = begin_run(connection)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        second = (ArchiveError,) if error is not None else ()  # the first error says more
        with suppress(*second), held_back(), self.archive.writing(shared=True) as connection:
            if self._run is not None:
                end_run(connection, self._run)

    def _end_dead_runs(self) -> None:
        with self.archive.reading() as connection:
            if not has_dead_runs(connection):
                return
        with self.archive.writing() as connection:
            end_dead_runs(connection)

    def beat(self) -> None:
        """Say that the run is alive, for other machines."""
        if self._run is not None:
            with held_back(), self.archive.writing(shared=True) as connection:
                beat(connection, self._run)

    def sort(self, paths: list[str]) -> tuple[list[Result], list[Job]]:
        """Enter paths in the ledger; give what needs no work, and the work."""
        with held_back(), self.archive.writing(shared=True) as connection:
            enlist(connection, paths)
            entries = find_entries(connection, paths)
            locked = {path: find_problem(connection, path) for path in paths if entries[path].state == QUARANTINED}
        results, jobs = [], []
        for path in paths:
            stamp = stamp_of(real_path(path))
            if is_current(entries[path], stamp):
                results.append(Result(path, "unchanged"))
            elif entries[path].is_quarantined(*stamp):
                results.append(Result(path, "quarantined", problem=locked[path]))
            else:
                jobs.append(Job(path, stamp))
        self._find_read(jobs, entries)
        return results, jobs

    def _find_read(self, jobs: list[Job], entries: dict[str, Entry]) -> None:
        """Note which files need no reading, as far as can be told before they are opened."""
        older = {entry.document_id: job for job in jobs if (entry := entries[job.path]).is_older(*job.stamp)}
        mark = reader_mark(self.options.ocr)
        for number, reader in self.archive.readers_of([number for number in older if number is not None]).items():
            older[number].is_read = reader == mark

    def begin(self, job: Job, *, ahead: Sequence[Job] = ()) -> Result | None:
        """Mark a job's path as worked on by this run, unless it is not to be; then say why.

        `ahead`: jobs that come soon, which are marked in the same transaction.
        """
        if not job.is_begun:
            jobs = {other.path: other for other in (job, *ahead) if not other.is_begun}
            with held_back():
                refused = self._claim({path: other.stamp for path, other in jobs.items()})
            for path, other in jobs.items():
                other.is_begun, other.refused = True, refused.get(path)
        return job.refused

    def hear(self, job: Job, message: Message) -> tuple[list[Result], Answer | None]:
        """Take note of a message; gives what is through, and the answer to an `Ask` (None: later)."""
        with held_back():
            if isinstance(message, Ask):
                return self._answer(job, message)
            if isinstance(message, Stage):
                job.stage = message.name
                return [], None
            if isinstance(message, Opened):
                return self._opened(job, message), None
            return [self._store(job, message)], None

    def bury(self, job: Job, problem: FileProblem, *, culprit: bool, again: bool) -> tuple[list[Result], bool]:
        """Take note of a worker's death over a job; gives what is through, and whether the job is to be done again.

        `culprit`: the file was the cause, as far as can be told; `again`: it is worth a second attempt at once.
        """
        path = job.asked.path if job.asked is not None else job.path
        member = path != job.path
        self._release(job)
        job.is_begun = job.helps is not None
        with held_back(), self.archive.writing(shared=True) as connection:
            deaths = mark_death(connection, path) if culprit else 0
            if (again or not culprit) and deaths < MOST_DEATHS:
                mark_waiting(connection, path)
                return [], True
            state = QUARANTINED if deaths >= MOST_DEATHS else FAILED
            mark_failed(connection, path, problem, stage=job.stage, duration_s=0.0, state=state)
        job.passed.add(path)
        result = Result(path, "quarantined" if state == QUARANTINED else "failed", problem=problem, member=member)
        return [result._replace(stage=job.stage)], member

    def help(self, job: Job) -> Job:
        """Make another job on a bundle that is worked on: each takes the members that the other has not."""
        job.helpers += 1
        return Job(job.path, job.stamp, job.passed, job.in_work, helps=job, is_begun=True)

    def leave(self, helper: Job) -> list[Result]:
        """Take note that a helper has come to the end of the bundle, or has broken off between two members."""
        job = helper.helps
        if job is None:
            return []
        helper.helps = None
        job.helpers -= 1
        job.needs_no_help = True
        if job.opened is None or job.helpers:
            return []
        with held_back():
            return [self._close(job.opened)]

    def _opened(self, job: Job, message: Opened) -> list[Result]:
        if job.helps is not None:
            return []
        if job.helpers:
            job.opened = message
            return []
        return [self._close(message)]

    def _answer(self, job: Job, ask: Ask) -> tuple[list[Result], Answer | None]:
        if ask.path in job.in_work:
            return [], False
        if ask.sha256 is not None and self._in_work.get(ask.sha256, job) is not job:
            job.held = ask
            return [], None
        job.held = None
        if ask.path in job.passed:
            return [], False
        results: list[Result] = []
        if ask.path != job.path:
            results += self._claim({ask.path: job.stamp}).values()
        found = self.archive.find_sha256(ask.sha256) if ask.sha256 is not None and not results else None
        if found is not None and version_order(found[1]) >= version_order(__version__):
            with self.archive.writing(shared=True) as connection:
                mark_done(connection, ask.path, found[0])
            results.append(Result(ask.path, "same"))
        if results:
            job.passed.add(ask.path)
            return [result._replace(member=ask.member) for result in results], False
        job.asked, job.stage = ask, "read"
        job.in_work.add(ask.path)
        if ask.sha256 is not None:
            self._in_work[ask.sha256] = job
        if ask.sha256 is None or found is None:
            return [], True
        return [], self.archive.document_as_read(ask.sha256, reader_mark(self.options.ocr)) or True

    def _claim(self, stamps: dict[str, Stamp]) -> dict[str, Result]:
        """Mark paths as worked on by this run; give those that are not to be, with why."""
        refused, taken = self._try_to_claim(stamps)
        if taken:
            self._end_dead_runs()
            more, taken = self._try_to_claim({path: stamps[path] for path in taken})
            refused |= more
        return refused | {path: Result(path, "elsewhere") for path in taken}

    def _try_to_claim(self, stamps: dict[str, Stamp]) -> tuple[dict[str, Result], list[str]]:
        """Mark paths that no other run works on; give those that need no work, and those that are taken."""
        refused: dict[str, Result] = {}
        taken: list[str] = []
        with self.archive.writing(shared=True) as connection:
            entries = find_entries(connection, list(stamps), held=True)
            if len(entries) < len(stamps):  # members of bundles
                enlist(connection, (path for path in stamps if path not in entries))
                entries = find_entries(connection, list(stamps), held=True)
            for path, stamp in stamps.items():
                entry = entries[path]
                if entry.is_taken and entry.run != self._run:
                    taken.append(path)
                elif is_current(entry, stamp):
                    refused[path] = Result(path, "unchanged")
                elif entry.is_quarantined(*stamp):
                    refused[path] = Result(path, "quarantined", problem=find_problem(connection, path))
                else:
                    mark_running(connection, path, size=stamp[0], modified_ns=stamp[1], run=self._run)
        return refused, taken

    def _store(self, job: Job, finished: Finished) -> Result:
        outcome = finished.outcome
        problem = outcome.problem
        result = Result(outcome.path, "failed", member=finished.member, duration_s=outcome.duration_s)
        kept: int | None = None
        if outcome.draft is not None:
            kept, problem = self._put_aside(outcome, outcome.draft.sha256, finished.original)
        if outcome.draft is not None and problem is None:
            try:
                added = self.archive.store(outcome.draft, outcome.path, duration_s=outcome.duration_s, kept=kept)
            except UnicodeEncodeError:
                problem = ReadError(outcome.path, "văn bản chứa mã ký tự hỏng", remedy="lưu lại tệp từ phần mềm gốc")
            else:
                result = result._replace(outcome=added.outcome, pages=outcome.draft.pages)
        if problem is not None:
            self._fail(outcome, problem)
            result = result._replace(problem=problem, stage=outcome.stage)
        self._release(job)
        job.passed.add(outcome.path)
        return result

    def _put_aside(
        self, outcome: Outcome, sha256: str, original: bytes | None
    ) -> tuple[int | None, FileProblem | None]:
        """Put the bytes of a document beside the archive, if that is wanted; say what hinders it in the file."""
        if not self._keeps:
            return None, None
        path = real_path(outcome.path)
        try:
            return self.archive.put_aside(path if original is None else original, sha256)[1], None
        except ArchiveError:
            try:
                changed = original is None and hash_file(path) != sha256
            except OSError:
                changed = True
            if not changed:
                raise
            return None, ReadError(outcome.path, "tệp bị sửa hoặc xóa trong lúc đọc", remedy="chạy lại lệnh")

    def _fail(self, outcome: Outcome, problem: FileProblem) -> None:
        with self.archive.writing(shared=True) as connection:
            mark_failed(connection, outcome.path, problem, stage=outcome.stage, duration_s=outcome.duration_s)

    def _close(self, opened: Opened) -> Result:
        with self.archive.writing(shared=True) as connection:
            if opened.problem is not None:
                mark_failed(connection, opened.path, opened.problem, stage="read", duration_s=0.0)
            else:
                mark_done(connection, opened.path, None)
        outcome = "failed" if opened.problem is not None else "opened"
        return Result(opened.path, outcome, problem=opened.problem, stage="read" if opened.problem else None)

    def _release(self, job: Job) -> None:
        if job.asked is not None:
            job.in_work.discard(job.asked.path)
        if job.asked is not None and job.asked.sha256 is not None and self._in_work.get(job.asked.sha256) is job:
            del self._in_work[job.asked.sha256]
        job.asked = job.held = None


def is_current(entry: Entry | None, stamp: Stamp) -> bool:
    size, modified_ns = stamp
    return entry is not None and size is not None and modified_ns is not None and entry.is_current(size, modified_ns)


def stamp_of(path: Path) -> Stamp:
    """Give size and time of the last change of a file."""
    try:
        status = path.stat()
    except OSError:
        return None, None
    return status.st_size, status.st_mtime_ns
