"""A file that crashes, hangs or eats its worker costs itself and nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from vanban.batch import Options, Result, find_files, ingest, ingest_one
from vanban.store import Archive
from vanban.store.ledger import real_path, stored_path

GOOD = "Văn bản số {} đạt {}% kế hoạch."


def run(archive: Archive, folder: Path, **options: int) -> dict[str, Result]:
    results = ingest(archive, find_files([folder]).files, workers=2, options=Options(**options))
    return {real_path(result.path).stem: result for result in results}


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def ledger_of(archive: Archive, folder: Path, stem: str) -> tuple[object, ...]:
    with archive.reading() as connection:
        chosen = "SELECT state, attempts, deaths, stage, error FROM paths WHERE path = ?"
        return tuple(connection.exec_driver_sql(chosen, (stored_path(folder / f"{stem}.txt"),)).one())


LIMITS = {"timeout_s": 4, "memory_mb": 256}


@pytest.mark.usefixtures("hooked")
def test_each_harm_costs_its_own_file(archive: Archive, tmp_path: Path, own_temp: Path) -> None:
    pid_file, litter_file = tmp_path / "pid", tmp_path / "litter"
    harms = {
        # stem: (text, outcome, words of the problem, deaths of workers)
        "segfault": ("!segfault", "quarantined", "SIGSEGV", 2),
        "abort": ("!abort", "quarantined", "SIGABRT", 2),
        "exit": ("!exit", "quarantined", "mã thoát 7", 2),
        "loop": ("!loop", "failed", "quá 4 giây", 1),
        "memory": ("!memory", "failed", "không đủ bộ nhớ", 0),
        "child_memory": ("!child_memory", "failed", "cần hơn 256 MB", 1),
        "stuck_child": (f"!stuck_child {pid_file}", "failed", "quá 4 giây", 1),
        "litter": (f"!litter {litter_file}", "quarantined", "SIGABRT", 2),
        "killed_once": (f"!killed_once {tmp_path / 'once'}", "new", "", 0),
    }
    folder = write(tmp_path / "x", **{stem: text for stem, (text, *_) in harms.items()})
    write(folder, **{f"tốt{n}": GOOD.format(n, n) for n in range(8)})
    results = run(archive, folder, **LIMITS)
    assert {stem for stem, result in results.items() if result.outcome == "new"} == {
        "killed_once",
        *(f"tốt{n}" for n in range(8)),
    }
    for stem, (_, outcome, words, deaths) in harms.items():
        result = results[stem]
        assert result.outcome == outcome, stem
        assert words in (result.problem.problem if result.problem else ""), stem
        state = {"new": "done"}.get(outcome, outcome)
        assert ledger_of(archive, folder, stem)[::2][:2] == (state, deaths), stem
        if result.problem is not None:
            assert result.problem.remedy and ledger_of(archive, folder, stem)[3] == "read", stem
    assert not Path(f"/proc/{pid_file.read_text()}").exists()  # the child in its own session died, too
    assert not Path(litter_file.read_text()).exists()
    assert list(own_temp.iterdir()) == []
    assert archive.status()["paths"] == {"done": 9, "failed": 4, "quarantined": 4}

    again = run(archive, folder, **LIMITS)
    assert {stem for stem, result in again.items() if result.outcome == "quarantined"} == {
        *(stem for stem, harm in harms.items() if harm[3] > 0)
    }  # those that were killed once for their time or memory now were twice
    assert [result.outcome for stem, result in again.items() if stem.startswith("tốt")] == ["unchanged"] * 8
    attempts = ledger_of(archive, folder, "segfault")[1]
    run(archive, folder, **LIMITS)
    assert ledger_of(archive, folder, "segfault")[1] == attempts  # left alone
    write(folder, segfault="Đã sửa, đạt 3%.")
    assert run(archive, folder, **LIMITS)["segfault"].outcome == "new"


@pytest.mark.usefixtures("hooked")
def test_no_worker_and_no_child_reaches_the_network(archive: Archive, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        folder = write(tmp_path / "x", mạng=f"!network {server.getsockname()[1]}")
        [result] = run(archive, folder).values()
        with pytest.raises(TimeoutError):
            server.accept()
    assert result.problem is not None
    assert "refused 2, child 1" in result.problem.problem


@pytest.mark.usefixtures("hooked")
def test_one_file_by_itself(archive: Archive, tmp_path: Path) -> None:
    folder = write(tmp_path / "x", tốt=GOOD.format(1, 1), hỏng="!loop")
    assert ingest_one(archive, folder / "tốt.txt").outcome == "new"
    bad = ingest_one(archive, folder / "hỏng.txt", timeout_s=1)
    assert (bad.outcome, bad.problem and bad.problem.problem) == ("failed", "quá 1 giây chưa xong, đã dừng")
    assert ingest_one(archive, os.fspath(folder / "tốt.txt")).outcome == "unchanged"
