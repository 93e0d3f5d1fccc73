"""The worker processes of a run, as the process with the archive sees them."""

from __future__ import annotations

import os
import selectors
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from vanban.batch.channel import Channel
from vanban.batch.scratch import make_folder
from vanban.errors import VanbanError

_START_S = 120.0
_END_S = 3.0


class CrewError(VanbanError):
    """No worker process can be started."""


class Gone(NamedTuple):
    """How a worker ended. `signal` is 0 where it went by itself; `template`: because the process above it went."""

    signal: int
    code: int
    template: bool = False


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process. `task` is whatever its owner keeps with it."""

    pid: int
    channel: Channel
    task: Any = None
    deadline: float | None = None
    limit_s: float = 0.0  # that the deadline was set by
    jobs: int = 0
    first_rss_bytes: int = 0
    killed_for: str | None = None  # time, memory: what its owner had it killed for


class Crew:
    """Starts workers and tells what they say and when they are gone. Use it with `with`, from one thread."""

    def __init__(self, *, memory_mb: int) -> None:
        self.memory_mb = memory_mb
        self.workers: dict[int, Worker] = {}
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._lock: int | None = None
        self._early: list[str] = []  # what the template said while another answer was waited for
        self._lost: list[tuple[Worker, Any]] = []  # what became of the workers of a template that is gone

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers at once."""
        for worker in self.workers.values():
            worker.channel.close()
        self.workers.clear()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_S)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def start_worker(self) -> Worker:
        """Fork a worker from the warm process. Raises CrewError."""
        for left in (2, 1, 0):
            try:
                control = self._warm()
            except CrewError:
                if left == 0:
                    raise
                continue  # somebody may have killed it while it got ready
            here, there = socket.socketpair()
            try:
                socket.send_fds(control, [f"fork {self.memory_mb}".encode()], [there.fileno()])
                there.close()
                pid = int(self._answer("pid"))
            except (OSError, EOFError):
                here.close()
                there.close()
                self._forget_template()
                continue
            worker = Worker(pid, Channel(here))
            self.workers[pid] = worker
            return worker
        raise CrewError("không mở được tiến trình con; kiểm tra bộ nhớ và số tiến trình cho phép rồi chạy lại")

    def kill(self, worker: Worker, reason: str) -> None:
        """Have a worker killed with all that it started; it is told of as gone."""
        worker.killed_for = reason
        worker.deadline = None
        self._order_kill(worker)

    def _order_kill(self, worker: Worker) -> None:
        if self._control is not None:
            with suppress(OSError):
                self._control.send(f"kill {worker.pid}".encode())

    def retire(self, worker: Worker) -> None:
        """Let an idle worker go."""
        self.workers.pop(worker.pid, None)
        worker.channel.close()

    def events(self, timeout_s: float) -> Iterator[tuple[Worker, Any]]:
        """Wait for what workers say, and give it with who said it; the last thing of a worker is a `Gone`."""
        yield from self._told(self._early)
        while self._lost:
            yield self._lost.pop(0)
        with selectors.DefaultSelector() as selector:
            for worker in self.workers.values():
                with suppress(ValueError, OSError):
                    selector.register(worker.channel, selectors.EVENT_READ, worker)
            if self._control is not None:
                selector.register(self._control, selectors.EVENT_READ, None)
            ready = [key.data for key, _ in selector.select(timeout_s)]
        for worker in filter(None, ready):
            yield from self._heard(worker)
        if None in ready:
            try:
                yield from self._told([self._say()])
            except (OSError, EOFError):
                self._forget_template()
                while self._lost:
                    yield self._lost.pop(0)

    def _heard(self, worker: Worker) -> Iterator[tuple[Worker, Any]]:
        try:
            worker.channel.feed()
        except (EOFError, OSError):
            worker.channel.close()  # the template tells how it ended
            self._order_kill(worker)
            return
        while worker.pid in self.workers and (message := worker.channel.take()) is not None:
            yield worker, message

    def _told(self, words: list[str]) -> Iterator[tuple[Worker, Any]]:
        for word in words[:]:
            words.remove(word)
            name, *numbers = word.split()
            worker = self.workers.pop(int(numbers[0]), None) if name == "exit" else None
            if worker is None:
                continue
            yield from self._last_words(worker)
            status = int(numbers[1])
            code = os.waitstatus_to_exitcode(status)
            yield worker, Gone(-code if code < 0 else 0, max(code, 0))

    def _last_words(self, worker: Worker) -> Iterator[tuple[Worker, Any]]:
        """Give what a dead worker had said before."""
        with suppress(EOFError, OSError, ValueError):
            while worker.channel.has_more():
                worker.channel.feed()
        while (message := worker.channel.take()) is not None:
            yield worker, message
        worker.channel.close()

    def _forget_template(self) -> None:
        """Give up a warm process that is gone; the kernel kills its workers with it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._early.clear()
        for worker in list(self.workers.values()):
            del self.workers[worker.pid]
            self._lost += self._last_words(worker)
            self._lost.append((worker, Gone(9, 0, template=True)))

    def _warm(self) -> socket.socket:
        """Give the socket of the warm process; start it if there is none."""
        if self._control is not None:
            return self._control
        if self._folder is None:
            self._folder, self._lock = make_folder()
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # one thread a worker: there is a worker for every core
        one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT"), "1")
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vanban.batch.template", str(there.fileno()), str(self._folder)],
                pass_fds=[there.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                start_new_session=True, env={**os.environ, **one},
            )  # fmt: skip
        self._control = here
        here.settimeout(_START_S)
        try:
            self._answer("ready")
        except (OSError, EOFError) as error:
            self._forget_template()
            raise CrewError("tiến trình con không khởi động được; xem lỗi ở trên, thử chạy vanban doctor") from error
        return here

    def _answer(self, name: str) -> str:
        while True:
            word, _, rest = self._say().partition(" ")
            if word == name:
                return rest
            self._early.append(f"{word} {rest}")

    def _say(self) -> str:
        assert self._control is not None
        word = self._control.recv(256).decode()
        if not word:
            raise EOFError
        return word
