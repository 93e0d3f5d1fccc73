"""Take files into an archive; stopped at any moment, it goes on where it was."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace

from vanban.batch.crew import Crew
from vanban.batch.desk import Desk, Job, Result
from vanban.batch.messages import Answer, Stage, Task
from vanban.batch.options import Options
from vanban.batch.parallel import PREPARED, Floor
from vanban.batch.steps import take_in
from vanban.errors import ClassifiedError
from vanban.read import prepare
from vanban.read.bundle import SEPARATOR, split_path
from vanban.store import Archive
from vanban.store.ledger import (
    CHUNK,
    FAILED,
    QUARANTINED,
    RUNNING,
    WAITING,
    Failure,
    forgive,
    list_entries,
    list_failures,
    real_path,
    stored_path,
)

_DEFAULTS = Options()


def ingest(
    archive: Archive,
    files: Iterable[str],
    *,
    workers: int = 0,
    options: Options = _DEFAULTS,
    crew: Crew | None = None,
    batch: int = CHUNK,
) -> Generator[Result, None, None]:
    """Take in files, as `find_files` names them; a file that is in and has not changed is not opened.

    `workers`: processes that read and analyse, with limits of time and memory for each file; 0: all is done in this
    one, without limits. `crew`: workers that are there already and stay. `batch`: files
    that are asked for at a time, before those in hand are through. Every path is written to the ledger before
    it is opened. An interruption at any moment loses nothing. Results of several workers come in no certain order.
    """
    with Desk(archive, options) as desk:
        if workers == 0 and crew is None:
            for paths in _batches(files, batch):
                yield from _take_in_here(desk, paths)
            return
        workers = max(1, workers)
        own = Crew(memory_mb=options.memory_for(workers)) if crew is None else nullcontext(crew)
        with own as present:
            try:
                yield from Floor(desk, present, workers).take_in(_batches(files, batch))
            except BaseException:
                present.close()  # a worker of a crew that stays would go on with its file
                raise


def ingest_one(
    archive: Archive,
    path: str | os.PathLike[str],
    *,
    timeout_s: float | None = None,
    memory_mb: int | None = None,
    options: Options = _DEFAULTS,
) -> Result:
    """Take in one file in a worker process; of a bundle, the last result tells of the bundle itself.

    May be called from any thread; the worker stays warm for the next call.
    """
    options = replace(
        options,
        timeout_s=options.timeout_s if timeout_s is None else timeout_s,
        memory_mb=options.memory_mb if memory_mb is None else memory_mb,
    )
    with _ONE_LOCK:
        memory_mb = options.memory_for(1)
        crew = _ONE.get(memory_mb)
        if crew is None:
            for old in _ONE.values():
                old.close()
            _ONE.clear()
            crew = _ONE[memory_mb] = Crew(memory_mb=memory_mb)
        *_, last = ingest(archive, [stored_path(path)], options=options, crew=crew)
    return last


_ONE_LOCK = threading.Lock()
_ONE: dict[int, Crew] = {}  # memory_mb → the crew of `ingest_one`


@atexit.register
def _close() -> None:
    for crew in _ONE.values():
        crew.close()


def retry(archive: Archive, *, failed: bool, stale: bool, quarantined: bool = False) -> list[str]:
    """Give the paths to take in again: what failed or was left half-way, and what an older version analysed.

    `quarantined`: what killed its worker twice, too; it is let off. A classified paper that was deleted since is left
    alone, and so are the members of a bundle that is gone: the reason why they were refused stays.
    """
    states = (FAILED, RUNNING, WAITING) if failed else ()
    with archive.reading() as connection:
        gone = {failure.path for failure in list_failures(connection) if _keeps_its_reason(failure)}
        chosen = [entry.path for entry in list_entries(connection, states=states, stale=stale)]
        chosen = [path for path in chosen if path not in gone]
        locked = [entry.path for entry in list_entries(connection, states=[QUARANTINED])] if quarantined else []
    if locked:
        with archive.writing() as connection:
            forgive(connection, locked)
    return list(dict.fromkeys([*chosen, *locked]))


def _keeps_its_reason(failure: Failure) -> bool:
    if failure.error != ClassifiedError.__name__ and SEPARATOR not in failure.path:
        return False
    place = real_path(failure.path)
    return not os.path.lexists(place) and split_path(str(place)) is None


def _batches(files: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for path in files:
        batch.append(path)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _take_in_here(desk: Desk, batch: list[str]) -> Iterator[Result]:
    results, jobs = desk.sort(batch)
    yield from results
    for start in range(0, len(jobs), PREPARED):
        group = jobs[start : start + PREPARED]
        prepare(real_path(job.path) for job in group if not job.is_read)
        for job in group:
            yield from _do_here(desk, job)


def _do_here(desk: Desk, job: Job) -> Iterator[Result]:
    refused = desk.begin(job)
    if refused is not None:
        yield refused
        return
    steps = take_in(Task(job.path, desk.options, desk.archive.dialect), lambda stage: desk.hear(job, Stage(stage)))
    answer: Answer | None = None
    while True:
        try:
            message = steps.send(answer)
        except StopIteration:
            return
        results, answer = desk.hear(job, message)
        yield from results
