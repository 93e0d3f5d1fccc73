"""Papers with a mark of secrecy are refused, unless the machine may hold them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vanban.batch import Options, ingest, ingest_one
from vanban.errors import ClassifiedError
from vanban.store import Archive
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
