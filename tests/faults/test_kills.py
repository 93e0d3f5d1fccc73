"""Kill -9 of any process at any moment, then the same command again: the same rows as if nothing had happened.

VANBAN_FAULT_ROUNDS says how often (`make test-faults`: 100). Every round is drawn from its number alone.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from archive_rows import rows_of

ROUNDS = int(os.environ.get("VANBAN_FAULT_ROUNDS", "2"))
PATHS = 22  # that the folder holds, members of its bundle included
PATIENCE_S = 900  # of a busy machine, where a run may hardly be given any time
VANBAN = [sys.executable, "-m", "vanban.cli"]
WORDS = ("giải ngân", "đào tạo", "hạ tầng", "hồ sơ", "dịch vụ công", "bảo trợ xã hội", "nông thôn mới")


def paper(number: int, lines: int) -> str:
    dice = random.Random(number)
    body = [
        f"{count}. Kết quả {dice.choice(WORDS)} đạt {dice.randint(1, 99)}% kế hoạch; đề nghị UBND tỉnh bố trí "
        f"{dice.randint(2, 90)} tỷ đồng cho {dice.choice(WORDS)}."
        for count in range(1, lines + 1)
    ]
    return f"Số: {number}/BC-UBND\nBÁO CÁO\nTình hình {dice.choice(WORDS)} năm 2025\n" + "\n".join(body) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill") / "hồ sơ"
    folder.mkdir()
    for number in range(14):
        (folder / f"{number:02}.txt").write_text(paper(number, 12), "utf-8")
    (folder / "bản sao.txt").write_text(paper(3, 12), "utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for number in range(30, 34):
            bundle.writestr(f"{number}.txt", paper(number, 12))
        bundle.writestr("lại.txt", paper(5, 12))
    (folder / "gói.zip").write_bytes(packed.getvalue())
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, list[object]]:
    db = folder.parent / "yên.db"
    assert ingest(folder, db).returncode == 4
    rows = rows_of(db)
    assert len(rows["documents"]) == 18
    assert len(rows["paths"]) == PATHS
    return rows


def ingest(folder: Path, db: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*VANBAN, "ingest", str(folder), "--db", str(db), "--workers", "2", "--json", *more]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE_S)


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def victim(kind: str, parent: int, dice: random.Random) -> int | None:
    """Find a process of a run: the one with the archive, the one that forks workers, or a worker."""
    if kind in ("parent", "stop"):
        return parent
    above = children(parent)
    if kind == "template":
        return above[0] if above else None
    workers = [pid for template in above for pid in children(template)]
    return dice.choice(workers) if workers else None


def disturb(folder: Path, db: Path, dice: random.Random, kinds: list[str]) -> None:
    """Run ingest and kill a process of each kind, each time when some more files are through."""
    log = db.with_suffix(".log")
    command = [*VANBAN, "ingest", str(folder), "--db", str(db), "--workers", "2", "--log", str(log)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for kind in kinds:
            enough = dice.randint(0, 7) + lines_of(log)
            while running.poll() is None and lines_of(log) < enough:
                time.sleep(0.005)
            time.sleep(dice.uniform(0, 0.3))
            while running.poll() is None:
                pid = victim(kind, running.pid, dice)
                if pid is not None:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGTERM if kind == "stop" else signal.SIGKILL)
                    break
                time.sleep(0.005)
        code = running.wait(PATIENCE_S)
        through = lines_of(log) >= PATHS  # behind the last of them a run no longer holds signals back
        stopped = (4, 130, -signal.SIGTERM) if through else (4, 130)
        assert code in (stopped if kinds[-1] == "stop" else (4, -9))
    finally:
        running.kill()
        running.wait()


def lines_of(log: Path) -> int:
    with suppress(OSError):
        return log.read_bytes().count(b"\n")
    return 0


@pytest.mark.parametrize("number", range(ROUNDS))
def test_killed_at_random_moments(
    number: int, folder: Path, undisturbed: dict[str, list[object]], tmp_path: Path
) -> None:
    dice = random.Random(number)
    kinds = [["worker", "template", "parent"], ["worker", "stop"], ["parent"], ["template", "worker", "worker"]]
    db = tmp_path / "kho.db"
    disturb(folder, db, dice, kinds[number % len(kinds)])
    assert ingest(folder, db).returncode == 4
    assert rows_of(db) == undisturbed


def test_a_worker_or_the_process_above_it_killed_costs_nothing_even_in_that_run(
    folder: Path, undisturbed: dict[str, list[object]], tmp_path: Path
) -> None:
    disturb(folder, tmp_path / "kho.db", random.Random(1), ["worker", "template", "worker"])
    assert rows_of(tmp_path / "kho.db") == undisturbed


def test_two_at_once_share_the_work(folder: Path, undisturbed: dict[str, list[object]], tmp_path: Path) -> None:
    db = tmp_path / "kho.db"
    command = [*VANBAN, "ingest", str(folder), "--db", str(db), "--workers", "1", "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(2)]
    reports = [json.loads(running.communicate(timeout=PATIENCE_S)[0]) for running in both]
    assert rows_of(db) == undisturbed
    assert sum(report["new"] for report in reports) == len(undisturbed["documents"])
