"""A warm process without threads that forks workers, buries them and kills what they leave behind.

Run as `python -m vanban.batch.template FD FOLDER`. FD is a packet socket: "fork MEMORY_MB" comes with the worker's own
socket and is answered "pid PID"; "kill PID" has no answer; "exit PID STATUS" tells that a worker is gone with all its
children and temporary files. When the other end closes, all end.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from vanban.batch import confine
from vanban.batch.channel import Channel
from vanban.batch.messages import Answer, Ask, Finished, Idle, Prepare, Stage, Task

if TYPE_CHECKING:
    from vanban.batch.steps import Steps

_WARM = "BÁO CÁO\nTỷ lệ giải ngân đạt 72,5% kế hoạch năm 2025.\nĐề nghị Bộ Nội vụ sớm hướng dẫn thực hiện.\n"
_THRESHOLDS = 50_000, 20, 100  # of the collector
_READERS = ("pdf", "docx", "html", "bundle", "bundle_zip", "ahead", "builder", "ruled_tables", "text_tables")


class Template:
    """The warm process itself."""

    def __init__(self, control: socket.socket, folder: Path) -> None:
        self.control, self.folder = control, folder
        self.workers: set[int] = set()

    def run(self) -> None:
        wake_in, wake_out = os.pipe()
        for end in (wake_in, wake_out):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake_out, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.control.send(b"ready")
        while True:
            ready, _, _ = select.select([self.control.fileno(), wake_in], [], [])
            if wake_in in ready:
                with suppress(BlockingIOError):
                    os.read(wake_in, 4096)
                self.bury()
            if self.control.fileno() in ready and not self.obey():
                return

    def obey(self) -> bool:
        """Do what the parent wants; tell whether there is one."""
        try:
            order, files, _, _ = socket.recv_fds(self.control, 256, 1)
        except OSError:
            return False
        words = order.decode().split()
        if not words:
            return False
        if words[0] == "fork":
            os.set_inheritable(files[0], False)  # or a LibreOffice left behind would keep it open
            self.fork(socket.socket(fileno=files[0]), int(words[1]))
        elif words[0] == "kill" and int(words[1]) in self.workers:
            _kill(int(words[1]))
        return True

    def fork(self, end: socket.socket, memory_mb: int) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self.control.close()
            _be_worker(end, parent, self.folder, memory_mb)
        end.close()
        self.workers.add(pid)
        self.control.send(f"pid {pid}".encode())

    def bury(self) -> None:
        """Wait for the dead and kill the orphans, until there are none."""
        gone: list[tuple[int, int]] = []
        while True:
            pid, status = _wait()
            if pid in self.workers:
                self.workers.discard(pid)
                gone.append((pid, status))
            elif pid == 0:
                orphans = _children() - self.workers
                if not orphans:
                    break
                for orphan in orphans:
                    _kill(orphan)
                _wait_for(orphans)
        for pid, status in gone:
            shutil.rmtree(self.folder / str(pid), ignore_errors=True)
            with suppress(OSError):
                self.control.send(f"exit {pid} {status}".encode())

    def end(self) -> None:
        for pid in self.workers:
            _kill(pid)
        self.bury()
        shutil.rmtree(self.folder, ignore_errors=True)


def _wait() -> tuple[int, int]:
    """Give a dead child and how it ended, or 0."""
    try:
        return os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return 0, 0


def _wait_for(pids: set[int]) -> None:
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _children() -> set[int]:
    try:
        return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))
    except OSError:
        return set()


def _be_worker(end: socket.socket, parent: int, folder: Path, memory_mb: int) -> NoReturn:
    """Work until the other end closes, and never return into the template's own code."""
    code = 1
    try:
        os.setsid()
        confine.die_with(parent)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what native libraries print is not for the user
            os.dup2(nowhere, stream)
        confine.prefer_for_killing()
        confine.leave_no_core()
        confine.use_folder(folder / str(os.getpid()))
        confine.limit_memory(memory_mb)
        work(Channel(end))
        code = 0
    finally:
        os._exit(code)


def work(channel: Channel) -> None:
    """Do the tasks that come, one after the other."""
    from vanban.batch.steps import take_in
    from vanban.read import prepare
    from vanban.store.ledger import real_path

    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            order: Task | Prepare = channel.receive()
            if isinstance(order, Prepare):
                prepare(map(real_path, order.paths))
            else:
                _do(channel, take_in(order, partial(_enter, channel)))
            channel.send(Idle(confine.rss_bytes()))


def _do(channel: Channel, steps: Steps) -> None:
    answer: Answer | None = None
    with suppress(StopIteration):
        while True:
            message = steps.send(answer)
            if isinstance(message, Finished) and not message.member:
                channel.put(message)  # goes with the word that the task is done, at once
                answer = None
                continue
            channel.send(message)
            answer = channel.receive() if isinstance(message, Ask) else None


def _enter(channel: Channel, stage: str) -> None:
    if stage != "read":  # that begins with the answer
        channel.send(Stage(stage))


def warm_up() -> None:
    """Load what every file needs, so that all workers share it."""
    from importlib import import_module

    from vanban.analyse import analyse_text

    for name in _READERS:
        import_module(f"vanban.read.{name}")
    import_module("vanban.batch.steps")
    import_module("vanban.batch.reading").reader_mark("auto")
    analyse_text(_WARM)
    calm_collector()


def calm_collector() -> None:
    """Leave what is loaded to itself, and look for cycles rarely: a document leaves few, and looking takes 3%."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    folder = Path(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confine.use_folder(folder)
    confine.adopt_orphans()
    confine.refuse_network()
    warm_up()
    template = Template(control, folder)
    try:
        template.run()
    finally:
        template.end()


if __name__ == "__main__":
    main()
