"""Ingest goes on after any interruption, loses nothing, doubles nothing, and one bad file costs only itself."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import make_analysis

from vanban.batch import find_files, ingest, retry
from vanban.batch.worker import Outcome, process
from vanban.errors import FileProblem, ReadError
from vanban.store import Archive, open_archive
from vanban.store.ledger import real_path, stored_path


class Worker:
    """Stands for the real worker: the file's text becomes a statement, "hỏng" a problem; counts its calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.stop_at: int | None = None

    def __call__(self, path: str, member: object = None, **_: object) -> Outcome:
        self.calls.append(real_path(path).name)
        if len(self.calls) == self.stop_at:
            raise KeyboardInterrupt
        text = real_path(path).read_text("utf-8")
        if text == "hỏng":
            return Outcome(path, None, ReadError(path, "tệp hỏng", remedy="lấy lại tệp", place="trang 2"), "read", 0.1)
        analysis = make_analysis([(text, "result")], source=real_path(path).name)
        document = replace(analysis.document, sha256=hashlib.sha256(text.encode()).hexdigest())
        return Outcome(path, replace(analysis, document=document), None, "analyse", 0.1)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    made = Worker()
    monkeypatch.setattr(sys.modules["vanban.batch.steps"], "process", made)
    return made


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def run(archive: Archive, folder: Path) -> dict[str, str]:
    results = list(ingest(archive, find_files([folder]).files))
    return {real_path(result.path).stem: result.outcome for result in results}


def test_outcomes(archive: Archive, worker: Worker, tmp_path: Path) -> None:
    folder = tmp_path / "hồ sơ"
    write(folder, a="một", b="hai", c="một", d="hỏng", e="ba")
    assert run(archive, folder) == {"a": "new", "b": "new", "c": "same", "d": "failed", "e": "new"}
    assert worker.calls == ["a.txt", "b.txt", "d.txt", "e.txt"]  # equal bytes are not analysed twice
    status = archive.status()
    assert (status["documents"], status["paths"]) == (3, {"done": 4, "failed": 1})
    assert [(f["problem"], f["paths"]) for f in status["failures"]] == [("tệp hỏng", 1)]
    stored = archive.show(str(folder / "c.txt"))
    assert stored is not None
    assert stored.paths == (str(folder / "a.txt"), str(folder / "c.txt"))


def test_a_second_run_opens_only_what_failed(archive: Archive, worker: Worker, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    write(folder, a="một", b="hỏng", c="ba")
    run(archive, folder)
    worker.calls.clear()
    assert run(archive, folder) == {"a": "unchanged", "b": "failed", "c": "unchanged"}
    assert worker.calls == ["b.txt"]
    (folder / "b.txt").write_text("đã sửa")
    assert run(archive, folder) == {"a": "unchanged", "b": "new", "c": "unchanged"}
    assert archive.status()["failures"] == []


def test_changed_files_are_taken_in_and_touched_ones_known(archive: Archive, worker: Worker, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    write(folder, a="một", b="hai")
    run(archive, folder)
    os.utime(folder / "a.txt", ns=(1, 1))
    (folder / "b.txt").write_text("hai, sửa")
    assert run(archive, folder) == {"a": "same", "b": "new"}
    assert archive.status()["documents"] == 3
    assert archive.status()["paths"] == {"done": 2}


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_an_interruption_loses_nothing(archive: Archive, worker: Worker, tmp_path: Path, stop_at: int) -> None:
    folder = tmp_path / "x"
    write(folder, a="một", b="hai", c="ba")
    worker.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        run(archive, folder)
    assert archive.status()["documents"] == stop_at - 1
    assert archive.status()["paths"] == Counter({"done": stop_at - 1, "waiting": 4 - stop_at}) - Counter({"done": 0})
    worker.stop_at = None
    outcomes = run(archive, folder)
    assert Counter(outcomes.values()) == Counter({"unchanged": stop_at - 1, "new": 4 - stop_at}) - Counter()
    assert archive.status()["paths"] == {"done": 3}


def test_an_interruption_right_after_storing_leaves_the_path_done(
    archive: Archive, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = archive.store

    def interrupted(*arguments: Any, **options: Any) -> None:
        store(*arguments, **options)
        raise KeyboardInterrupt

    write(tmp_path / "x", a="một")
    monkeypatch.setattr(archive, "store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(archive, tmp_path / "x")
    assert archive.status()["paths"] == {"done": 1}


def test_a_path_left_running_by_a_dead_process_is_taken_in_again(
    archive: Archive, worker: Worker, tmp_path: Path
) -> None:
    folder = tmp_path / "x"
    write(folder, a="một")
    with archive.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO paths (path, state, attempts, updated_at) VALUES (?, 'running', 1, '2025-01-01 00:00:00')",
            (str(folder / "a.txt"),),
        )
    assert retry(archive, failed=True, stale=False) == [str(folder / "a.txt")]
    assert run(archive, folder) == {"a": "new"}


def test_retry_gives_the_failed_and_the_stale(archive: Archive, worker: Worker, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    write(folder, a="một", b="hỏng", c="ba")
    run(archive, folder)
    with archive.writing() as connection:
        connection.exec_driver_sql("UPDATE documents SET version = '0.0.1' WHERE source = 'c.txt'")
        connection.exec_driver_sql("UPDATE paths SET version = '0.0.1' WHERE path LIKE '%c.txt'")
    assert retry(archive, failed=True, stale=False) == [str(folder / "b.txt")]
    assert retry(archive, failed=False, stale=True) == [str(folder / "c.txt")]
    (folder / "b.txt").write_text("tốt")
    results = list(ingest(archive, retry(archive, failed=True, stale=True)))
    assert {real_path(r.path).stem: r.outcome for r in results} == {"b": "new", "c": "replaced"}
    assert retry(archive, failed=True, stale=True) == []


def test_a_file_that_goes_away_is_a_failure_of_its_own(archive: Archive, tmp_path: Path) -> None:
    gone = stored_path(tmp_path / "mất.txt")
    assert [r.outcome for r in ingest(archive, [gone])] == ["failed"]
    assert archive.status()["failures"][0]["error"] == "ReadError"


def test_text_that_cannot_be_stored_is_a_failure_of_its_own(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: str, member: object, **_: object) -> Outcome:
        return Outcome(path, make_analysis([("\ud800", "other")]), None, "analyse", 0.1)

    write(tmp_path / "x", a="một")
    monkeypatch.setattr(sys.modules["vanban.batch.steps"], "process", broken)
    assert run(archive, tmp_path / "x") == {"a": "failed"}
    assert archive.status()["documents"] == 0


def test_more_files_than_a_batch_holds(
    archive: Archive, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["vanban.batch.ingest"], "CHUNK", 3)
    write(tmp_path / "x", **{f"f{n}": str(n) for n in range(8)})
    assert Counter(run(archive, tmp_path / "x").values()) == {"new": 8}


# -- the real worker ---------------------------------------------------------------------------------------------------


def test_the_worker_reads_and_analyses(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.txt"
    path.write_text("Tỷ lệ giải ngân đạt 72,5% kế hoạch.", "utf-8")
    outcome = process(stored_path(path))
    assert outcome.problem is None
    assert outcome.analysis is not None
    assert outcome.analysis.document.source == "báo cáo.txt"
    assert [fact.text for fact in outcome.analysis.figures] == ["72,5%"]
    assert pickle.loads(pickle.dumps(outcome)) == outcome


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n1 0 obj\n<<", b"PK\x03\x04broken"])
def test_the_worker_gives_problems_as_data(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hỏng\n.pdf"
    path.write_bytes(data)
    outcome = process(stored_path(path))
    assert outcome.analysis is None
    assert isinstance(outcome.problem, FileProblem)
    assert outcome.problem.remedy
    sent = pickle.loads(pickle.dumps(outcome))
    assert str(sent.problem) == str(outcome.problem)


def test_a_fault_of_the_program_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("vanban.batch.worker.read", fail)
    (tmp_path / "a.txt").write_text("x")
    outcome = process(stored_path(tmp_path / "a.txt"))
    assert outcome.problem is not None
    assert "RecursionError: too deep" in outcome.problem.problem
    assert outcome.stage == "read"


def test_killed_at_any_moment_it_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    write(folder, **{f"f{n:02}": f"Văn bản số {n} đạt {n}% kế hoạch." for n in range(12)})
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7")
    command = [sys.executable, "-m", "vanban.cli", "ingest", str(folder), "--db", str(tmp_path / "kho.db")]
    for pause_s in (0.3, 1.2, 2.0):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause_s)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 4
    with open_archive(tmp_path / "kho.db", create=False) as archive:
        assert archive.status()["paths"] == {"done": 12, "failed": 1}
        assert archive.status()["documents"] == 12
        assert archive.count("văn bản số") == 12
        with archive.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
