"""Many files at once, each in a worker process that may die; only this process writes to the archive."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from vanban.batch import confine
from vanban.batch.crew import Crew, Gone, Worker
from vanban.batch.desk import Desk, Job, Result
from vanban.batch.messages import Answer, Ask, Finished, Idle, Message, Prepare, Task
from vanban.errors import FileProblem, LimitError, ReadError
from vanban.read.limits import OFFICE_FILE_S
from vanban.store.ledger import real_path
from vanban.store.runs import BEAT_S

OFFICE_SUFFIXES = frozenset((".doc", ".rtf", ".odt", ".xls", ".ods", ".ppt", ".odp", ".dot", ".xlt", ".wps"))
PREPARED = 40  # files that go through LibreOffice in one run
AHEAD = 4  # jobs that are entered in the ledger for each worker beside the one that begins
_PREPARE_S = 10.0  # for each of them
_LOOK_S = 0.5  # between two looks at the memory of workers
_ASK_S = 0.003  # that a document waits to be stored, for the worker's question about its next file to be answered first
_SLACK = 1.25  # over the memory of a file, for a worker and its children together
_PROGRAM_BYTES = 200 << 20
_MOST_TASKS = 200  # of one worker
_GROWN_BYTES = 300 << 20  # after which a worker makes room for a fresh one
_MEMBERS_ALONE = 8  # of a bundle that one worker takes in before others help it
_MOST_ACCIDENTS = 6  # deaths over one job for which it is not to blame; then it is


@dataclass(slots=True, eq=False)
class Share:
    """What a worker was given: jobs to do one after the other, of which it has one in hand."""

    jobs: deque[Job]
    prepare: bool = False
    job: Job | None = None
    accidents: int = 0


class Floor:
    """Where the workers are. `take_in` runs it."""

    def __init__(self, desk: Desk, crew: Crew, workers: int) -> None:
        self.desk, self.crew, self.most = desk, crew, workers
        self.waiting: deque[Share] = deque()
        self._unstored: deque[tuple[Job, Finished]] = deque()
        self._store_at = 0.0
        self._looked = self._beaten = time.monotonic()
        self._oom_kills = _oom_kills()

    def take_in(self, batches: Iterable[list[str]]) -> Iterator[Result]:
        """Take in batches of paths; results come in the order in which files are through."""
        coming = iter(batches)
        more = True
        while True:
            while more and len(self.waiting) <= self.most:
                batch = next(coming, None)
                more = batch is not None
                if batch is not None:
                    results, jobs = self.desk.sort(batch)
                    self.waiting.extend(share_out(jobs, self.most))
                    yield from results
            yield from self._give_out()
            if not more:
                yield from self._help_out()
            if not self._busy() and not self.waiting and not self._unstored:
                if not more:
                    return
                continue
            for worker, message in self.crew.events(self._time_to_store() if self._unstored else _LOOK_S):
                yield from self._heard(worker, message)
            yield from self._give_out()
            yield from self._store()
            self._look()

    def _busy(self) -> list[Worker]:
        return [worker for worker in self.crew.workers.values() if worker.task is not None]

    # -- giving work out

    def _give_out(self) -> Iterator[Result]:
        for worker in [worker for worker in self.crew.workers.values() if worker.task is None]:
            if self.waiting and worker.pid in self.crew.workers:
                worker.task = self.waiting.popleft()
                yield from self._go_on(worker)
        while self.waiting and len(self.crew.workers) < self.most:
            worker = self.crew.start_worker()
            worker.task = self.waiting.popleft()
            yield from self._go_on(worker)

    def _help_out(self) -> Iterator[Result]:
        """Let those who have nothing to do take members of the large bundles that others work on."""
        for worker in self._busy():
            job: Job | None = worker.task.job
            idle = self.most - len(self._busy())
            if idle <= 0 or self.waiting:
                return
            if job is not None and _wants_help(job):
                for _ in range(min(idle, self.most - 1 - job.helpers)):
                    self.waiting.append(Share(deque([self.desk.help(job)])))
                yield from self._give_out()

    def _go_on(self, worker: Worker) -> Iterator[Result]:
        """Give a worker the next job of its share; let it go when there is none."""
        share: Share = worker.task
        options = self.desk.options
        if share.prepare:
            share.prepare = False
            self._tell(worker, Prepare(tuple(job.path for job in share.jobs)))
            _allow(worker, options.time_for(0) + OFFICE_FILE_S + _PREPARE_S * len(share.jobs))
            return
        while share.jobs:
            job = share.jobs.popleft()
            refused = self.desk.begin(job, ahead=self._ahead(share))
            if refused is None:
                share.job = job
                self._tell(worker, Task(job.path, options, self.desk.archive.dialect, frozenset(job.passed)))
                _allow(worker, options.time_for(job.stamp[0]))
                self._store_at = time.monotonic() + _ASK_S
                return
            yield refused
        worker.task = worker.deadline = None

    def _time_to_store(self) -> float:
        """Give the seconds until a document is to be stored; 0 unless a worker is about to ask for its next file."""
        if len(self._unstored) > self.most or not any(_will_ask(worker.task.job) for worker in self._busy()):
            return 0.0
        return max(0.0, self._store_at - time.monotonic())

    def _store(self) -> Iterator[Result]:
        """Store a document, and more where workers are so far ahead; in between the workers are heard."""
        while self._unstored and self._time_to_store() == 0.0:
            results, _ = self.desk.hear(*self._unstored.popleft())
            yield from results
            yield from self._answer_held()
            if len(self._unstored) <= self.most:
                return

    def _ahead(self, share: Share) -> list[Job]:
        """Give the jobs that come next; entered together they cost one transaction."""
        shares = islice(self.waiting, AHEAD * self.most)
        return list(islice(chain(share.jobs, *(other.jobs for other in shares)), AHEAD * self.most))

    def _tell(self, worker: Worker, message: object) -> None:
        with suppress(OSError):  # a worker that is gone is told of as gone
            worker.channel.send(message)

    # -- listening

    def _heard(self, worker: Worker, message: Message | Idle | Gone) -> Iterator[Result]:
        share: Share | None = worker.task
        if isinstance(message, Gone):
            if share is not None:
                yield from self._bury(worker, share, message)
                yield from self._answer_held()
        elif share is not None and isinstance(message, Idle):
            if share.job is not None:
                yield from self.desk.leave(share.job)
            share.job = None
            worker.jobs += 1
            worker.first_rss_bytes = worker.first_rss_bytes or message.rss_bytes
            if worker.killed_for is not None:  # too late for this file; the next one is not to blame
                return
            yield from self._go_on(worker)
            grown = message.rss_bytes - worker.first_rss_bytes > _GROWN_BYTES
            if worker.task is None and (grown or worker.jobs >= _MOST_TASKS):
                self.crew.retire(worker)
        elif share is not None and share.job is not None and not isinstance(message, Idle):
            if isinstance(message, Finished) and not message.member:  # the worker is to have its next file first
                self._unstored.append((share.job, message))
                share.job = None
            else:
                yield from self._pass_on(worker, share.job, message)

    def _pass_on(self, worker: Worker, job: Job, message: Message) -> Iterator[Result]:
        results, answer = self.desk.hear(job, message)
        if isinstance(message, Ask):
            self._answer(worker, job, message, answer)
        elif isinstance(message, Finished):
            _allow(worker, self.desk.options.time_for(job.stamp[0]))  # to unpack the next member
        yield from results
        if results:
            yield from self._answer_held()

    def _answer(self, worker: Worker, job: Job, ask: Ask, answer: Answer | None) -> None:
        worker.deadline = None  # who waits for another's file has time
        if answer is not None:
            size = job.stamp[0] if ask.size is None else ask.size
            _allow(worker, self.desk.options.time_for(size if answer else job.stamp[0]))
            self._tell(worker, answer)

    def _answer_held(self) -> Iterator[Result]:
        """Answer those who waited for another to be through with the same bytes."""
        for worker in self._busy():
            job = worker.task.job
            if job is not None and job.held is not None and worker.pid in self.crew.workers:
                ask = job.held
                results, answer = self.desk.hear(job, ask)
                self._answer(worker, job, ask, answer)
                yield from results

    def _bury(self, worker: Worker, share: Share, gone: Gone) -> Iterator[Result]:
        job, worker.task = share.job, None
        if job is not None and job.helps is not None and job.asked is None:
            yield from self.desk.leave(job)  # the job that it helped comes to the same place
        elif job is not None:
            path = job.asked.path if job.asked is not None else job.path
            problem = self._explain(worker, gone, path)
            culprit = problem is not None or share.accidents >= _MOST_ACCIDENTS
            again = worker.killed_for is None
            problem = problem or ReadError(
                path, "tiến trình đọc nhiều lần bị dừng từ bên ngoài", remedy="chạy lại lệnh"
            )
            results, redo = self.desk.bury(job, problem, culprit=culprit, again=again)
            yield from results
            if redo:
                self.waiting.appendleft(Share(deque([job]), accidents=share.accidents + (not culprit)))
        for left in reversed(share.jobs):
            self.waiting.appendleft(Share(deque([left])))

    def _explain(self, worker: Worker, gone: Gone, path: str) -> FileProblem | None:
        """Say why a worker died; None where the file has no part in it."""
        if worker.killed_for == "time":
            remedy = "chia nhỏ tệp, hoặc cho nhiều thời gian hơn bằng --timeout"
            return LimitError(path, f"quá {worker.limit_s:.0f} giây chưa xong, đã dừng", remedy=remedy)
        short = "chia nhỏ tệp, hoặc cho nhiều bộ nhớ hơn bằng --memory"
        if worker.killed_for == "memory":
            return LimitError(path, f"cần hơn {self.crew.memory_mb} MB bộ nhớ, đã dừng", remedy=short)
        if gone.template:
            return None
        if gone.signal == signal.SIGKILL:
            before, self._oom_kills = self._oom_kills, _oom_kills()
            if self._oom_kills > before:
                return LimitError(path, "máy hết bộ nhớ khi đọc tệp", remedy=short)
            return None
        how = f"tín hiệu {signal.Signals(gone.signal).name}" if gone.signal else f"mã thoát {gone.code}"
        remedy = "lưu lại tệp từ phần mềm gốc hoặc in ra PDF; báo cho nhóm phát triển, kèm tệp này nếu được"
        return ReadError(path, f"tệp làm sập tiến trình đọc ({how})", remedy=remedy)

    # -- watching

    def _look(self) -> None:
        """Kill workers that take too long or too much."""
        time_s = time.monotonic()
        for worker in self._busy():
            if worker.deadline is not None and time_s > worker.deadline:
                self.crew.kill(worker, "time")
        if time_s - self._looked >= _LOOK_S:
            self._looked = time_s
            # the worker's own limit comes first: it ends in a MemoryError, which costs no worker
            most = int(_SLACK * self.crew.memory_mb * 2**20) + _PROGRAM_BYTES
            for worker in self._busy():
                if worker.killed_for is None and _tree_bytes(worker.pid) > most:
                    self.crew.kill(worker, "memory")
        if time_s - self._beaten >= BEAT_S:
            self._beaten = time_s
            self.desk.beat()


def _will_ask(job: Job | None) -> bool:
    return job is not None and job.asked is None and job.held is None


def _wants_help(job: Job) -> bool:
    return job.helps is None and not job.needs_no_help and len(job.passed) >= _MEMBERS_ALONE


def _allow(worker: Worker, limit_s: float) -> None:
    """Give a worker so much time from now on."""
    worker.limit_s = limit_s
    worker.deadline = time.monotonic() + limit_s


def share_out(jobs: list[Job], workers: int) -> list[Share]:
    """Give each job by itself, but those for LibreOffice together, where it starts once for many."""
    office = [job for job in jobs if not job.is_read and real_path(job.path).suffix.lower() in OFFICE_SUFFIXES]
    size = max(1, min(PREPARED, -(-len(office) // workers)))
    first = {id(office[start]): office[start : start + size] for start in range(0, len(office), size)}
    grouped = {id(job) for job in office}
    shares = []
    for job in jobs:
        if id(job) in first:
            group = first[id(job)]
            shares.append(Share(deque(group), prepare=len(group) > 1))
        elif id(job) not in grouped:
            shares.append(Share(deque([job])))
    return shares


def _tree_bytes(pid: int) -> int:
    """Give the memory of a process and all below it."""
    total = confine.rss_bytes(pid)
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += _tree_bytes(int(child))
    return total


def _oom_kills() -> int:
    """Count the processes that the kernel has killed for want of memory."""
    with suppress(OSError):
        for line in Path("/proc/vmstat").read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0
