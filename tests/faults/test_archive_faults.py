"""A full disk, an archive that may not be written, one that goes away, a clock that goes back, a reader beside it."""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archive_rows import rows_of
from fault_papers import write_papers
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from vanban.batch import Options, find_files, ingest
from vanban.errors import ArchiveError
from vanban.store import Archive, open_archive, runs

VANBAN = [sys.executable, "-m", "vanban.cli"]
COUNT = 8
PATIENCE_S = 900  # of a busy machine
PLAIN = Options(keep=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hồ sơ"
    write_papers(folder, COUNT, lines=25)
    return folder


@pytest.fixture
def undisturbed(folder: Path, tmp_path: Path) -> dict[str, list[Any]]:
    with open_archive(tmp_path / "yên.db") as archive:
        assert {r.outcome for r in ingest(archive, find_files([folder]).files, options=PLAIN)} == {"new"}
        return rows_of(archive)


def test_a_full_disk_is_told_and_costs_nothing(folder: Path, undisturbed: object, tmp_path: Path) -> None:
    db = tmp_path / "kho.db"
    with open_archive(db):
        pass
    with open_archive(db) as archive:

        @event.listens_for(archive._engine, "connect")
        def shrink(connection: Any, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 40}")

        archive._engine.dispose()
        with pytest.raises(ArchiveError, match="ổ đĩa đầy"):
            list(ingest(archive, find_files([folder]).files, workers=1, options=PLAIN))
    with open_archive(db) as archive:
        assert 0 < archive.status()["documents"] < COUNT
        list(ingest(archive, find_files([folder]).files, options=PLAIN))
        assert rows_of(archive) == undisturbed


def test_a_file_system_that_takes_no_more_gives_1_and_a_remedy(
    folder: Path, undisturbed: object, tmp_path: Path
) -> None:
    db = tmp_path / "kho.db"
    command = [*VANBAN, "ingest", str(folder), "--db", str(db), "--workers", "1", "--no-keep"]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, preexec_fn=limit)
    assert done.returncode == 1, done.stderr
    assert "ổ đĩa" in done.stderr and "Traceback" not in done.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert rows_of(db) == undisturbed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of 700 KB."""
    folder = tmp_path / "đĩa"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_full_indeed(folder: Path, undisturbed: object, small_disk: Path) -> None:
    """The archive and its originals fill it; given more room, the same command goes on."""
    db = small_disk / "kho.db"
    command = [*VANBAN, "ingest", str(folder), "--db", str(db), "--workers", "1"]
    full = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE_S)
    assert full.returncode == 1, full.stderr
    assert "ổ đĩa" in full.stderr or "chỗ trống" in full.stderr
    assert "Traceback" not in full.stderr
    subprocess.run(["mount", "-o", "remount,size=60m", small_disk], check=True)
    with open_archive(db) as archive:
        assert archive.status()["documents"] < COUNT
    again = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE_S)
    assert again.returncode == 0, again.stderr
    with open_archive(db) as archive:
        assert archive.verify() == []
        assert rows_of(archive) == undisturbed


def test_an_archive_that_goes_away_stops_the_run_and_costs_nothing(
    folder: Path, undisturbed: object, tmp_path: Path
) -> None:
    db = tmp_path / "kho.db"
    with open_archive(db) as archive:
        lost: list[bool] = []
        stored = 0

        def lose(connection: Any, cursor: object, statement: str, *_: object) -> None:
            nonlocal stored
            stored += statement.startswith("INSERT INTO documents")
            if stored > 5 or lost:
                lost.append(True)
                raise OperationalError(statement, {}, Exception("server closed the connection unexpectedly"))

        event.listen(archive._engine, "before_cursor_execute", lose)
        with pytest.raises(ArchiveError, match="server closed the connection"):
            list(ingest(archive, find_files([folder]).files, options=PLAIN))
    with open_archive(db) as archive:
        assert archive.status()["documents"] == 5
        assert archive.status()["paths"] == {"waiting": COUNT - 6, "done": 5, "running": 1}
        with archive.writing() as connection:  # as if that process had ended
            connection.exec_driver_sql("UPDATE runs SET pid_started = -1")
        list(ingest(archive, find_files([folder]).files, options=PLAIN))
        assert rows_of(archive) == undisturbed


def test_an_archive_that_may_not_be_written_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(tmp_path / "kho.db"):
        pass
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write what has no right to be written
    with open_archive(tmp_path / "kho.db") as archive, pytest.raises(ArchiveError, match="không có quyền ghi"):
        list(ingest(archive, find_files([folder]).files, options=PLAIN))


def test_nothing_is_written_into_a_folder_that_is_taken_in(archive: Archive, folder: Path) -> None:
    folder.chmod(0o555)
    before = {path.name: path.stat().st_mtime_ns for path in (folder, *folder.iterdir())}
    assert {r.outcome for r in ingest(archive, find_files([folder]).files)} == {"new"}
    assert {path.name: path.stat().st_mtime_ns for path in (folder, *folder.iterdir())} == before
    folder.chmod(0o755)


def test_a_clock_that_goes_back_holds_nothing_up(
    archive: Archive, folder: Path, undisturbed: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_files([folder]).files
    with monkeypatch.context() as ahead:
        for module in ("ledger", "runs", "write"):
            ahead.setattr(f"vanban.store.{module}.now", lambda: dt.datetime(2040, 1, 1))
        results = ingest(archive, files, options=PLAIN)
        for _ in range(4):
            next(results)
        with archive.writing() as connection:  # what a run that died in 2040 leaves behind
            connection.exec_driver_sql(
                "UPDATE paths SET state = 'running', run = (SELECT id FROM runs) WHERE path = ?", (files[-1],)
            )
            connection.exec_driver_sql(
                "INSERT INTO runs SELECT 'dead', machine, pid, -1, started_at, seen_at FROM runs"
            )
            connection.exec_driver_sql("UPDATE paths SET run = 'dead' WHERE path = ?", (files[-1],))
        results.close()
    outcomes = [result.outcome for result in ingest(archive, files, options=PLAIN)]
    assert (outcomes.count("unchanged"), outcomes.count("new")) == (4, COUNT - 4)
    assert rows_of(archive) == undisturbed


def test_a_path_that_a_living_run_works_on_is_left_to_it(archive: Archive, folder: Path) -> None:
    files = find_files([folder]).files[:2]
    with archive.writing() as connection:
        run = runs.begin_run(connection)
        connection.exec_driver_sql(
            "INSERT INTO paths (path, state, attempts, deaths, run, updated_at) VALUES (?, 'running', 1, 0, ?, '2025-01-01 00:00:00')",
            (files[0], run),
        )
    assert {r.path: r.outcome for r in ingest(archive, files, options=PLAIN)} == {
        files[0]: "elsewhere",
        files[1]: "new",
    }
    with archive.writing() as connection:
        runs.end_run(connection, run)
    assert [r.outcome for r in ingest(archive, files, options=PLAIN)] == ["unchanged", "new"]


def test_a_reader_searches_all_the_while(folder: Path, undisturbed: object, tmp_path: Path) -> None:
    db = tmp_path / "kho.db"
    counts: list[int] = []
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            with open_archive(db) as reader:
                while not stop.is_set():
                    counts.append(len(reader.documents()))
                    assert len(reader.search("giải ngân", limit=10)) == 10 or counts[-1] == 0
                    assert json.dumps(reader.status()["paths"])
        except BaseException as error:
            errors.append(error)

    with open_archive(db) as archive:
        reader = threading.Thread(target=search)
        reader.start()
        try:
            list(ingest(archive, find_files([folder]).files, workers=2, options=PLAIN))
        finally:
            stop.set()
            reader.join()
        assert errors == []
        assert counts == sorted(counts)
        assert rows_of(archive) == undisturbed
