"""PostgreSQL under a run: two runs at once on one archive, a server that is lost in the middle and comes back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from archive_rows import rows_of
from cluster import MISSING, Cluster, find_programs, running_cluster
from fault_papers import write_papers
from sqlalchemy import event

from vanban.batch import Options, find_files, ingest
from vanban.errors import ArchiveError
from vanban.store import open_archive
from vanban.store.connect import translated

VANBAN = [sys.executable, "-m", "vanban.cli"]
COUNT = 24
PATIENCE_S = 900  # of a busy machine
ROUNDS = int(os.environ.get("VANBAN_FAULT_ROUNDS", "2"))
PLAIN = Options(keep=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hồ sơ"
    write_papers(folder, COUNT, lines=12)
    (folder / "bản sao.txt").write_bytes((folder / "07.txt").read_bytes())
    return folder


@pytest.fixture
def undisturbed(folder: Path, tmp_path: Path) -> dict[str, list[Any]]:
    with open_archive(tmp_path / "yên.db") as archive:
        list(ingest(archive, find_files([folder]).files, options=PLAIN))
        return plain(rows_of(archive))


def plain(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Give rows in the types that both databases have: SQLite has no decimal numbers and no true and false."""

    def same(value: Any) -> Any:
        return float(value) if type(value).__name__ in ("Decimal", "int", "bool") else value

    return {name: sorted((tuple(map(same, row)) for row in found), key=repr) for name, found in rows.items()}


def start(folder: Path, url: str, log: Path) -> subprocess.Popen[str]:
    command = [*VANBAN, "ingest", str(folder), "--db", url, "--workers", "1", "--no-keep", "--log", str(log)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def lines_of(log: Path) -> int:
    with suppress(OSError):
        return log.read_bytes().count(b"\n")
    return 0


def test_two_runs_write_at_once(
    folder: Path, undisturbed: dict[str, list[Any]], postgresql_url: str, tmp_path: Path
) -> None:
    logs = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    both = [start(folder, postgresql_url, log) for log in logs]
    counts: list[int] = []
    try:
        with open_archive(postgresql_url) as reader:  # who searches all the while
            while any(running.poll() is None for running in both):
                counts.append(len(reader.documents()))
                found = {hit.document.id for hit in reader.search("giải ngân", limit=1000)}
                assert len(found) >= counts[-1]  # none that is in is overlooked
                time.sleep(0.05)
    finally:
        for running in both:
            running.kill()
        ends = [running.communicate() for running in both]
    assert counts == sorted(counts)
    assert [running.returncode for running in both] == [0, 0], ends
    with open_archive(postgresql_url) as archive:
        assert plain(rows_of(archive)) == undisturbed
        assert archive.verify() == []
    outcomes = [log.read_text("utf-8").count('"new"') for log in logs]
    assert sum(outcomes) == COUNT


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """Start a server that may be stopped."""
    programs = find_programs()
    if programs is None:
        pytest.skip(MISSING)
    with running_cluster(programs, durable=True) as running:
        yield running


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_server_that_is_lost_stops_the_run_and_costs_nothing(
    number: int, folder: Path, undisturbed: dict[str, list[Any]], own_cluster: Cluster, tmp_path: Path
) -> None:
    dice = random.Random(number)
    enough, more_s = dice.randint(1, 8), dice.uniform(0, 0.05)
    url = own_cluster.url(own_cluster.new_database())
    log = tmp_path / "log.jsonl"
    running = start(folder, url, log)
    try:
        while running.poll() is None and lines_of(log) < enough:
            time.sleep(0.01)
        time.sleep(more_s)
        own_cluster.stop()
        _, said = running.communicate(timeout=PATIENCE_S)
    finally:
        running.kill()
        own_cluster.start()
    lost = running.returncode != 0  # on a fast machine the last file may be in before the server has stopped
    assert running.returncode in (0, 1), said
    assert "Traceback" not in said
    assert not lost or any(
        words in said for words in ("mất kết nối tới", "kiểm tra máy chủ", "đang khởi động hoặc đang tắt")
    ), said
    with open_archive(url) as archive:
        assert enough - 1 <= archive.status()["documents"] <= COUNT - lost  # of two equal files, the second adds none
        assert archive.verify() == []
    again = start(folder, url, log)
    _, said = again.communicate(timeout=PATIENCE_S)
    assert again.returncode == 0, said
    with open_archive(url) as archive:
        assert plain(rows_of(archive)) == undisturbed
        assert archive.verify() == []


def test_a_server_that_goes_away_while_connecting_is_named() -> None:
    with (
        pytest.raises(ArchiveError, match="mất kết nối tới máy chủ PostgreSQL"),
        translated("postgresql://kho@may/kho"),
    ):
        raise ConnectionResetError(104, "Connection reset by peer")


def test_a_connection_that_is_lost_before_its_first_statement_is_named(own_cluster: Cluster) -> None:
    name = own_cluster.new_database()
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with open_archive(own_cluster.url(name)) as archive:
        event.listen(archive._engine, "checkout", lambda *_: own_cluster.execute(kill))  # after the pool has asked
        with pytest.raises(ArchiveError, match="mất kết nối tới máy chủ PostgreSQL"), archive.writing():
            pass
        with pytest.raises(ArchiveError, match="mất kết nối tới máy chủ PostgreSQL"):
            archive.documents()


def test_ids_go_on_beyond_32_bits(folder: Path, own_cluster: Cluster, tmp_path: Path) -> None:
    name = own_cluster.new_database()
    url = own_cluster.url(name)
    open_archive(url).close()
    tables = ("statements", "passages", "figures")
    own_cluster.execute(*(f"SELECT setval('{table}_id_seq', 2147483646)" for table in tables), database=name)
    running = start(folder / "07.txt", url, tmp_path / "log.jsonl")
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 0, said
    with open_archive(url) as archive:
        assert archive.status()["documents"] == 1
        assert archive.verify() == []
        with pytest.raises(ArchiveError, match="chia kho theo năm"):
            archive.search("kinh phí")


def test_a_full_table_of_short_ids_is_named_and_damages_nothing(
    folder: Path, own_cluster: Cluster, tmp_path: Path
) -> None:
    name = own_cluster.new_database()
    url = own_cluster.url(name)
    open_archive(url).close()
    last = "SELECT setval('statements_id_seq', 2147483646)"  # but one
    own_cluster.execute("ALTER SEQUENCE statements_id_seq AS integer", last, database=name)
    running = start(folder / "07.txt", url, tmp_path / "log.jsonl")
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 1
    assert "đã đánh số hết 2.147.483.647; sao kho sang cơ sở dữ liệu mới" in said
    with open_archive(url) as archive:
        assert archive.status()["documents"] == 0
        assert archive.verify() == []
