"""Several workers give what one process gives; they come and go, and leave nothing behind."""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from archive_rows import rows_of
from bundle_files import zip_of

from vanban.batch import Options, find_files, ingest, parallel
from vanban.batch.channel import Channel
from vanban.batch.crew import Crew, Worker
from vanban.batch.desk import Job, Result
from vanban.batch.messages import Ask, Finished, Idle, Task
from vanban.batch.parallel import Floor, share_out
from vanban.batch.worker import Outcome
from vanban.read.libreoffice import can_write
from vanban.store import open_archive

PAPER = (
    "Số: {}/BC-SYT\nBÁO CÁO\nKết quả năm 2025\nĐơn vị đã hoàn thành {} nhiệm vụ; đề nghị Bộ Y tế bố trí 5 tỷ đồng.\n"
)


@pytest.fixture
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tạm"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_workers_give_what_one_process_gives(tmp_path: Path, own_temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(PAPER.format(number, number), "utf-8")
    (folder / "bản sao.txt").write_text(PAPER.format(3, 3), "utf-8")
    (folder / "gói.zip").write_bytes(
        zip_of({"a.txt": PAPER.format(9, 9), "b.txt": PAPER.format(2, 2), "../c.txt": "x"})
    )
    (folder / "hỏng.docx").write_bytes(b"PK\x03\x04")
    files = [*find_files([folder]).files, str(folder / "mất.txt"), str(folder / "gói.zip!/không có.txt")]
    with open_archive(tmp_path / "một.db") as archive:
        alone = {(r.path, r.outcome, r.pages, r.member) for r in ingest(archive, files)}
        expected = rows_of(archive)
    monkeypatch.setattr(parallel, "_MOST_TASKS", 3)  # so that workers are replaced in between
    before = children()
    with open_archive(tmp_path / "hai.db") as archive:
        together = {(r.path, r.outcome, r.pages, r.member) for r in ingest(archive, files, workers=2)}
        assert rows_of(archive) == expected
    assert {found[0::2] for found in together} == {found[0::2] for found in alone}
    assert len(together) == len(alone) == 14
    assert children() == before
    assert list(own_temp.iterdir()) == []


def test_a_run_that_is_left_ends_its_workers(tmp_path: Path, own_temp: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(PAPER.format(number, number), "utf-8")
    before = children()
    with open_archive(tmp_path / "kho.db") as archive:
        results = ingest(archive, find_files([tmp_path], without=archive.files).files, workers=1)
        assert next(results).outcome == "new"
        assert len(children()) == len(before) + 1
        results.close()
        assert children() == before
        assert archive.status()["paths"] == {"done": 1, "waiting": 4}
    assert list(own_temp.iterdir()) == []


def test_what_a_dead_run_left_is_removed(own_temp: Path) -> None:
    dead, alive = own_temp / "vanban-run-dead", own_temp / "vanban-run-not-ours"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "123").mkdir()
    alive.mkdir()  # without a lock nobody knows
    with Crew(memory_mb=512) as crew:
        crew.start_worker()
        assert sorted(path.name for path in own_temp.iterdir() if path not in (dead, alive)) != []
    assert list(own_temp.iterdir()) == [alive]


@pytest.mark.skipif(not can_write("docx"), reason="LibreOffice Writer is not installed: see .ci/system")
def test_old_formats_go_through_libreoffice_together(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.rtf").write_text(rf"{{\rtf1\ansi Ket qua dat {number + 40}%.\par}}")
    with open_archive(tmp_path / "kho.db") as archive:
        results = list(ingest(archive, find_files([tmp_path], without=archive.files).files, workers=1))
        assert [result.outcome for result in results] == ["new"] * 3
        assert max(result.duration_s for result in results) < 60
        assert sorted(row["text"] for row in archive.rows("figures")) == ["40%", "41%", "42%"]


NAMES = ["a.txt", "b.doc", "c.pdf", "d.RTF", "e.xls", "f.docx", "g.odt", "h.ppt"]


@pytest.mark.parametrize(
    ("workers", "shares"),
    [
        (1, [["a.txt"], ["b.doc", "d.RTF", "e.xls", "g.odt", "h.ppt"], ["c.pdf"], ["f.docx"]]),
        (2, [["a.txt"], ["b.doc", "d.RTF", "e.xls"], ["c.pdf"], ["f.docx"], ["g.odt", "h.ppt"]]),
        (8, [[name] for name in NAMES]),
    ],
)
def test_shares(workers: int, shares: list[list[str]]) -> None:
    made = share_out([Job(f"/x/{name}", (1, 1)) for name in NAMES], workers)
    assert [[job.path.removeprefix("/x/") for job in share.jobs] for share in made] == shares
    assert [share.prepare for share in made] == [len(share) > 1 for share in shares]


def test_time_and_memory_of_a_file() -> None:
    assert [Options().time_for(size) for size in (None, 0, 2 << 20, 1 << 40)] == [300, 300, 360, 4 * 3600]
    assert Options(timeout_s=7).time_for(1 << 40) == 7
    assert Options(memory_mb=100).memory_for(64) == 100
    assert 512 <= Options().memory_for(1) <= 2048
    assert Options().memory_for(10**6) == 512


def test_a_message_comes_whole_or_not_yet() -> None:
    here, there = socket.socketpair()
    sender, receiver = Channel(here), Channel(there)
    message = ("Ask", "đường dẫn", b"x" * 50_000)
    sender.send(message)
    sender.send("second")

    while (found := receiver.take()) is None:
        receiver.feed()

    assert found == message
    assert receiver.receive() == "second"
    assert receiver.take() is None
    here.sendall(b"\0\0\0\0\0\0\0\5abc")  # the sender dies in the middle
    sender.close()
    with pytest.raises(EOFError):
        receiver.receive()
    receiver.close()


class ScriptedCrew:
    """Workers that ask for each file they are given, and are through with it when they are answered."""

    def __init__(self, log: list[str], *, slow: bool) -> None:
        self.workers: dict[int, Worker] = {}
        self.log, self.slow = log, slow
        self.said: deque[tuple[Worker, Any]] = deque()

    def start_worker(self) -> Worker:
        worker = Worker(len(self.workers) + 1, None)  # type: ignore[arg-type]
        worker.channel = SimpleNamespace(send=partial(self.told, worker))  # type: ignore[assignment]
        self.workers[worker.pid] = worker
        return worker

    def told(self, worker: Worker, message: Task | bool) -> None:
        if isinstance(message, Task):
            self.log.append(f"give {message.path}")
            self.said.append((worker, Ask(message.path, None)))
        else:
            path = worker.task.job.path
            self.log.append(f"answer {path}")
            self.said.append((worker, Finished(Outcome(path, None, None, "read", 0.0))))
            self.said.append((worker, Idle(1)))

    def events(self, timeout_s: float) -> Iterator[tuple[Worker, Any]]:
        waits = self.slow and self.said and isinstance(self.said[0][1], Ask)
        if (waits and timeout_s == parallel._LOOK_S) or not waits:
            for _ in range(len(self.said)):
                yield self.said.popleft()
        else:
            time.sleep(timeout_s)


class ScriptedDesk:
    options, archive = Options(), SimpleNamespace(dialect="sqlite")

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def sort(self, paths: list[str]) -> tuple[list[Result], list[Job]]:
        return [], [Job(path, (1, 1)) for path in paths]

    def begin(self, job: Job, *, ahead: list[Job]) -> None:
        return None

    def leave(self, job: Job) -> list[Result]:
        return []

    def hear(self, job: Job, message: Any) -> tuple[list[Result], bool | None]:
        if isinstance(message, Ask):
            job.asked = message
            return [], True
        assert message.outcome.path == job.path
        self.log.append(f"store {job.path}")
        return [Result(job.path, "new")], None


@pytest.mark.parametrize(
    ("slow", "expected"),
    [
        (False, "give a, answer a, give b, answer b, store a, give c, answer c, store b, store c"),
        # the question does not come in time: what is through is stored all the same
        (True, "give a, answer a, give b, store a, answer b, give c, store b, answer c, store c"),
    ],
)
def test_a_worker_has_its_next_file_before_the_last_is_stored(slow: bool, expected: str) -> None:
    log: list[str] = []
    floor = Floor(ScriptedDesk(log), ScriptedCrew(log, slow=slow), 1)  # type: ignore[arg-type]
    assert [result.path for result in floor.take_in([["a", "b"], ["c"]])] == ["a", "b", "c"]
    assert log == expected.split(", ")
