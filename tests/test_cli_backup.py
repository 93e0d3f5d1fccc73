"""`vanban backup` and `vanban verify`, and the options of search that came with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import full_analysis

from vanban.cli import main
from vanban.store import open_archive


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        archive.add(full_analysis())
    return path


def test_a_backup_is_an_archive(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = str(tmp_path / "sao lưu.db")
    assert main(["backup", copy, "--db", str(kept), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": 1, "originals": 0, "missing_originals": 0}
    assert main(["verify", "--db", copy]) == 0
    assert "nguyên vẹn" in capsys.readouterr().out
    assert main(["backup", copy, "--db", str(kept)]) == 2
    assert "đã có tệp này" in capsys.readouterr().err


def test_a_backup_into_a_folder_that_is_not_there_says_so(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "đĩa ngoài" / "kho.db"
    assert main(["backup", str(copy), "--db", str(kept)]) == 2
    assert f"không có thư mục {copy.parent}; tạo thư mục này" in capsys.readouterr().err
    assert not copy.parent.exists()


def test_verify_tells_what_is_wrong(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_archive(kept) as archive, archive.writing() as connection:
        connection.exec_driver_sql("UPDATE statements SET text = 'khác' WHERE id = 2")
    assert main(["verify", "--db", str(kept)]) == 1
    assert "CÂU CHỮ KHÔNG KHỚP: 1 LỖI\n  statements 2: câu chữ khác" in capsys.readouterr().out
    assert main(["verify", "--db", str(kept), "--json"]) == 1
    problems = {(problem["kind"], problem["place"]) for problem in json.loads(capsys.readouterr().out)}
    assert problems == {("text", "statements 2"), ("changed", "statements, documents 1")}


def test_search_takes_order_and_year(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, count in (("2025", 1), ("2024", 0)):
        assert main(["search", "thiếu", "--order", "newest", "--year", year, "--db", str(kept), "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == count
    assert main(["search", "thiếu", "--province", "Lao Kai", "--db", str(kept)]) == 2
    assert "gần giống: Lào Cai" in capsys.readouterr().err
