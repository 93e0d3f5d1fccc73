"""The command line over bundles, notices and signatures."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from bundle_files import zip_of
from signed_files import NUMBER_STAMPS, letter, make_signer, sign

from vanban.batch import Result
from vanban.cli import main
from vanban.cli.progress import Tally, with_progress

PAPER = "Số: 45/BC-SYT\nBÁO CÁO\nĐơn vị đã hoàn thành 12 nhiệm vụ.\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "gói.zip"
    path.write_bytes(zip_of({"thư mục/a.txt": PAPER, "../x.txt": "leo ra", "b.txt": "Văn bản thứ hai."}))
    return path


def test_extract_gives_an_object_for_each_member(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(bundle), "--jsonl"]) == 4
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [document["source"] for document in found] == ["gói.zip!/thư mục/a.txt", "gói.zip!/b.txt"]
    assert found[0]["document"]["number"] == "45"
    assert "gói.zip!/[..]/x.txt: tên tệp trỏ ra ngoài gói" in err


def test_extract_takes_the_path_of_a_member(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", f"{bundle}!/b.txt", "--json"]) == 0
    [document] = json.loads(capsys.readouterr().out)
    assert document["source"] == "gói.zip!/b.txt"


def test_ingest_counts_members_and_bundles(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "kho.db")
    assert main(["ingest", str(bundle), "--db", db, "--json"]) == 4
    report = json.loads(capsys.readouterr().out)
    assert (report["files"], report["new"], report["opened"], report["failed"]) == (1, 2, 1, 1)
    assert main(["show", f"{bundle}!/b.txt", "--db", db]) == 0
    assert "gói.zip!/b.txt" in capsys.readouterr().out


def test_progress_moves_while_a_large_bundle_is_worked_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    files = [Result(f"{index}.txt", "new", pages=1) for index in range(2)]
    members = [Result(f"gói.zip!/{index}.txt", "new", member=True, pages=1) for index in range(3)]
    seen = []
    for _ in with_progress([*files, *members], 3, Tally()):
        seen.append(capsys.readouterr().err)
        time.sleep(0.25)  # the bar is drawn five times a second
    for index in range(3):
        assert f"{index + 1} tệp trong gói" in seen[2 + index]


def test_status_and_show_tell_notices_and_signatures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, db = tmp_path / "a.pdf", str(tmp_path / "kho.db")
    path.write_bytes(sign(letter().data(), NUMBER_STAMPS[0], make_signer("Lương Thế Khang", "UBND tỉnh Lào Cai")))
    assert main(["ingest", str(path), "--db", db]) == 0
    capsys.readouterr()
    assert main(["status", "--db", db]) == 0
    assert "1  chữ lấy từ khung chữ ký số, dấu hoặc ghi chú (stamped_text; 1 văn bản)" in capsys.readouterr().out
    assert main(["show", "1", "--db", db]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Lương Thế Khang; UBND tỉnh Lào Cai; ký" in shown and "nội dung đã ký không đổi (tr. 1)" in shown
    assert "“245”" in shown
