"""What arrives in a watched folder goes in once it has stopped changing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vanban.batch import Result, watch
from vanban.errors import FileProblem
from vanban.store import Archive


def look(results: Iterator[Result | None]) -> dict[str, str]:
    """Give the outcomes of one look at the folder."""
    found = {}
    for result in results:
        if result is None:
            return found
        found[Path(result.path).name] = result.outcome
    raise AssertionError("the watch ended by itself")


def test_a_file_goes_in_when_it_has_settled(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "đến"
    (folder / "sâu").mkdir(parents=True)
    (folder / "a.txt").write_text("Văn bản một, đạt 1%.", "utf-8")
    waits: list[float] = []
    results = watch(archive, folder, interval_s=7, wait=waits.append)
    try:
        assert look(results) == {}
        assert look(results) == {"a.txt": "new"}
        (folder / "sâu" / "b.txt").write_text("Văn bản hai", "utf-8")
        assert look(results) == {}
        (folder / "sâu" / "b.txt").write_text("Văn bản hai, còn đang chép.", "utf-8")
        assert look(results) == {}
        assert look(results) == {"b.txt": "new"}
        (folder / "a.txt").write_text("Văn bản một, đã sửa thành 2%.", "utf-8")
        (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7")
        assert look(results) == {}
        assert look(results) == {"a.txt": "new", "hỏng.pdf": "failed"}
        assert look(results) == {}  # what failed is not tried again and again
        (folder / "sâu" / "b.txt").unlink()
        assert look(results) == {}
    finally:
        results.close()
    assert set(waits) == {7}
    assert archive.status()["documents"] == 3


def test_a_second_watch_opens_only_what_is_new(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "đến").mkdir()
    (tmp_path / "đến" / "a.txt").write_text("Văn bản một.", "utf-8")
    for expected in ("new", "unchanged"):
        results = watch(archive, tmp_path / "đến", wait=lambda pause_s: None)
        look(results)
        assert look(results) == {"a.txt": expected}
        results.close()


def test_a_folder_that_cannot_be_looked_into_is_told_once(archive: Archive, tmp_path: Path) -> None:
    told: list[FileProblem] = []
    results = watch(archive, tmp_path / "không có", wait=lambda pause_s: None, refuse=told.append)
    for _ in range(3):
        look(results)
    results.close()
    assert [problem.path for problem in told] == [str(tmp_path / "không có")]


@pytest.fixture(autouse=True)
def _no_bytes_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
