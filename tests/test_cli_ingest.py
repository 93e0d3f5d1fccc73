"""The commands that take files in, as a clerk runs them: watch, the log, what status tells of changed files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vanban.batch import find_files, ingest
from vanban.cli import main
from vanban.cli.progress import Tally
from vanban.errors import ReadError
from vanban.store import open_archive

PAPER = "BÁO CÁO\nTình hình năm 2025\nGiải ngân đạt {}% kế hoạch; đề nghị Bộ Tài chính bố trí 5 tỷ đồng.\n"


def test_watch_takes_in_what_arrives_until_it_is_stopped(tmp_path: Path) -> None:
    folder, log, db = tmp_path / "đến", tmp_path / "log", tmp_path / "kho.db"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER.format(41), "utf-8")
    command = [sys.executable, "-m", "vanban.cli", "watch", str(folder), "--db", str(db), "--log", str(log)]
    running = subprocess.Popen(
        [*command, "--interval", "1", "--workers", "1"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        for number, text in enumerate([None, PAPER.format(42)], 1):
            if text is not None:
                (folder / "b.txt").write_text(text, "utf-8")
            deadline = time.monotonic() + 90
            while time.monotonic() < deadline and (not log.exists() or log.read_bytes().count(b"\n") < number):
                time.sleep(0.05)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
        running.wait()
    assert (running.returncode, out) == (0, ""), err
    assert "đang theo dõi" in err and "2 văn bản mới vào kho" in err
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [(Path(line["path"]).name, line["outcome"]) for line in lines] == [("a.txt", "new"), ("b.txt", "new")]
    with open_archive(db, create=False) as archive:
        assert archive.status()["documents"] == 2


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    assert main(["watch", str(tmp_path / "không có"), "--db", str(tmp_path / "kho.db")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_status_tells_of_changed_and_vanished_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, db = tmp_path / "x", str(tmp_path / "kho.db")
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.txt").write_text(PAPER.format(number), "utf-8")
    with open_archive(db) as archive:
        list(ingest(archive, find_files([folder]).files))
    (folder / "1.txt").unlink()
    (folder / "2.txt").write_text("đã sửa", "utf-8")
    assert main(["status", "--db", db, "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["changed"], status["vanished"]) == (1, 1)
    assert main(["status", "--db", db]) == 0
    told = capsys.readouterr().out
    assert "không còn ở chỗ cũ" in told and "1.txt" in told
    assert "đã sửa" in told and "2.txt" in told
    assert "3.txt" not in told


def test_every_file_that_is_not_in_is_listed_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts and lists agree, also for what is no file at all; a path that was never there is not kept."""
    monkeypatch.chdir(tmp_path)
    folder, db = tmp_path / "x", str(tmp_path / "kho.db")
    folder.mkdir()
    os.mkfifo(folder / "ống")
    for number in range(5):
        (folder / f"{number}.pdf").write_text(f"%PDF-1.7 {number}")
    (folder / "a.txt").write_text("Xã thiếu bác sĩ.")
    assert main(["ingest", "x", "không có", "--db", db, "--json", "--workers", "1"]) == 4
    report = json.loads(capsys.readouterr().out)
    assert (report["new"], report["failed"], report["not_found"]) == (1, 5, 2)
    listed = [path for failure in report["failures"] for path in failure["paths"]]
    assert sorted(listed) == sorted(
        [*(str(folder / f"{number}.pdf") for number in range(5)), str(folder / "ống"), str(tmp_path / "không có")]
    )
    assert main(["status", "--db", db, "--json"]) == 0
    failed = json.loads(capsys.readouterr().out)["failed"]
    assert [row["path"] for row in failed] == sorted(path for path in listed if "không có" not in path)
    assert {row["problem"] for row in failed if row["path"].endswith("ống")} == {"không phải tệp thường hay thư mục"}
    assert main(["status", "--db", db, "--failed"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert all(
        line.startswith(f"{row['path']}: ") and row["problem"] in line for line, row in zip(lines, failed, strict=True)
    )


def test_a_file_cannot_be_watched_as_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert main(["watch", str(tmp_path / "a.txt"), "--db", str(tmp_path / "kho.db")]) == 2
    assert "đây là tệp, không phải thư mục" in capsys.readouterr().err


def test_a_run_with_failures_says_how_to_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, db = tmp_path / "x", str(tmp_path / "kho của tôi.db")
    folder.mkdir()
    (folder / "rỗng.docx").write_bytes(b"")
    assert main(["ingest", str(folder), "--db", db, "--workers", "1"]) == 4
    said = capsys.readouterr().out
    assert f"làm lại các tệp lỗi bằng: vanban retry --failed --db '{db}'" in said
    assert ".0 giây" not in said and ".1 giây" not in said  # a comma, as everywhere
    (folder / "rỗng.docx").unlink()
    (folder / "rỗng.docx").write_text(PAPER.format(1), "utf-8")
    assert main(["retry", "--failed", "--db", db, "--workers", "1"]) == 0
    capsys.readouterr()
    assert main(["retry", "--failed", "--db", db]) == 0
    assert capsys.readouterr() == (f"Không có tệp nào phải làm lại trong {db}.\n", "")


def test_reasons_that_differ_in_details_are_one() -> None:
    tally = Tally()
    for number, reason in enumerate(["XML hỏng (dòng 3)", "XML hỏng (dòng 5)", "DOCX hỏng (ZIP)"]):
        tally.refuse(ReadError(f"{number}.docx", reason, remedy="lấy lại tệp"))
    failures = tally.report(files=3, hidden=0, interrupted=False)["failures"]
    assert [(failure["problem"], failure["count"], failure["paths"]) for failure in failures] == [
        ("XML hỏng", 2, ["0.docx", "1.docx"]),
        ("DOCX hỏng (ZIP)", 1, ["2.docx"]),
    ]
