"""Several workers give what one process gives; they come and go, and leave nothing behind."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from archive_rows import rows_of
from bundle_files import zip_of

from vanban.batch import Options, find_files, ingest, parallel
from vanban.batch.channel import Channel
from vanban.batch.crew import Crew
from vanban.batch.desk import Job
from vanban.batch.parallel import share_out
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
