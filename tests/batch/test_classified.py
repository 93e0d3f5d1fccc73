"""Papers with a mark of secrecy are refused, unless the machine may hold them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.batch import Options, ingest, ingest_one, retry
from vanban.errors import ClassifiedError
from vanban.store import Archive, open_archive
from vanban.store.ledger import stored_path

HEAD = "UBND TỈNH X\nSỞ Y\n\n{}\n\nSố: 12/BC-SY\n\nBÁO CÁO\nTình hình công tác năm 2025\n\nĐã giải quyết 95% hồ sơ.\n"


@pytest.mark.parametrize(
    ("mark", "name"), [("MẬT", "Mật"), ("TỐI MẬT", "Tối mật"), ("TUYỆT MẬT", "Tuyệt mật"), ("HỎA TỐC", None)]
)
def test_what_bears_a_mark_is_refused(
    mark: str, name: str | None, archive: Archive, tmp_path: Path, form: Callable[[str], str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(form(HEAD.format(mark)), "utf-8")
    [result] = ingest(archive, [stored_path(path)])
    if name is None:
        assert result.outcome == "new"
        return
    assert isinstance(result.problem, ClassifiedError)
    assert f"đóng dấu {name}," in result.problem.problem
    assert "--allow-classified" in result.problem.remedy
    assert archive.status()["documents"] == 0
    assert archive.status()["paths"] == {"failed": 1}
    [result] = ingest(archive, [stored_path(path)], options=Options(allow_classified=True))
    assert result.outcome == "new"
    assert archive.documents()[0]["secrecy"] is not None


def test_an_upload_is_refused_too(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(HEAD.format("TỐI MẬT"), "utf-8")
    assert isinstance(ingest_one(archive, path).problem, ClassifiedError)


def test_a_refusal_stays_when_the_paper_was_deleted_since(tmp_path: Path) -> None:
    """A retry says nothing of a file that is rightly gone, in a bundle or by itself; what is there is tried again."""
    bundle, alone, here = tmp_path / "gói.zip", tmp_path / "mật.txt", tmp_path / "còn.txt"
    with zipfile.ZipFile(bundle, "w") as archive_file:
        archive_file.writestr("a.txt", HEAD.format("MẬT"))
        archive_file.writestr("b.pdf", "%PDF-1.7 broken")
    alone.write_text(HEAD.format("MẬT"), "utf-8")
    here.write_text(HEAD.format("MẬT"), "utf-8")
    with open_archive(tmp_path / "kho.db") as archive:
        list(ingest(archive, [str(bundle), str(alone), str(here)]))
        assert len(retry(archive, failed=True, stale=False)) == 4
        bundle.unlink()
        alone.unlink()
        assert retry(archive, failed=True, stale=False) == [str(here)]
        problems = [failure["problem"] for failure in archive.status()["failures"]]
    assert any("Mật" in problem for problem in problems)
    assert not any("không có tệp" in problem for problem in problems)
