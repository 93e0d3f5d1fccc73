"""Every file under a path is found once; what cannot be walked is told, and the rest goes on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vanban.batch import find_files
from vanban.batch.files import explain
from vanban.errors import ReadError, UnsupportedError
from vanban.store.ledger import real_path


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name.encode("utf-8", "surrogateescape").hex())


def names_of(folder: Path, files: list[str]) -> list[str]:
    return [os.path.relpath(real_path(file), folder) for file in files]


def test_files_in_order_each_once(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.txt", "thư mục/c.pdf", "thư mục/sâu/d", "Z.docx")
    found = find_files([tmp_path / "b.txt", tmp_path, tmp_path / "thư mục"])
    assert names_of(tmp_path, found.files) == ["b.txt", "Z.docx", "a.txt", "thư mục/c.pdf", "thư mục/sâu/d"]
    assert (found.problems, found.hidden) == ([], 0)


def test_hidden_and_temporary_files_are_counted_and_left(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", ".ẩn", ".git/config", "~$nháp.docx", "Thumbs.db", "x/desktop.ini")
    found = find_files([tmp_path])
    assert names_of(tmp_path, found.files) == ["a.txt"]
    assert found.hidden == 5
    assert names_of(tmp_path, find_files([tmp_path / ".ẩn"]).files) == [".ẩn"]  # named, it is wanted


def test_the_archive_itself_is_left(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "kho.db", "kho.db-wal")
    found = find_files([tmp_path], without={str(tmp_path / "kho.db"), str(tmp_path / "kho.db-wal")})
    assert names_of(tmp_path, found.files) == ["a.txt"]


NAMES = [
    "hai\ndòng.txt",
    "báo cáo.txt",
    "ba\u0301o ca\u0301o.txt",
    "\udcff\udcfe.txt",
    "dấu 'nháy' \"kép\".txt",
    "-x.txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_is_found(tmp_path: Path, name: str) -> None:
    make(tmp_path, name)
    assert [real_path(file) for file in find_files([tmp_path]).files] == [tmp_path / name]


def test_links(tmp_path: Path) -> None:
    make(tmp_path, "thật/a.txt")
    (tmp_path / "thật" / "vòng").symlink_to(tmp_path / "thật")
    (tmp_path / "thật" / "b.txt").symlink_to(tmp_path / "thật" / "a.txt")
    (tmp_path / "thật" / "mất.txt").symlink_to(tmp_path / "không có")
    found = find_files([tmp_path / "thật"])
    assert names_of(tmp_path / "thật", found.files) == ["a.txt", "b.txt"]
    assert [(type(p), "liên kết" in p.problem) for p in found.problems] == [(ReadError, True)]


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "ống")
    found = find_files([tmp_path / "không có", tmp_path])
    assert names_of(tmp_path, found.files) == ["a.txt"]
    assert [type(problem) for problem in found.problems] == [ReadError, UnsupportedError]
    assert [Path(problem.path).name for problem in found.problems] == ["không có", "ống"]


def test_a_folder_without_rights_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt", "khóa/b.txt", "mở/c.txt")
    scan = os.scandir

    def refuse(path: str) -> object:  # chmod would not stop root
        if Path(path).name == "khóa":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files([tmp_path])
    assert names_of(tmp_path, found.files) == ["a.txt", "mở/c.txt"]
    assert [(problem.path, problem.problem) for problem in found.problems] == [
        (str(tmp_path / "khóa"), "không có quyền đọc")
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "x"), "không có tệp"),
        (PermissionError(13, "x"), "không có quyền đọc"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError(), "OSError"),
    ],
)
def test_errors_of_the_file_system_say_file_and_remedy(tmp_path: Path, error: OSError, words: str) -> None:
    problem = explain(error, tmp_path / "a.pdf")
    assert words in problem.problem
    assert str(tmp_path / "a.pdf") in str(problem)
    assert problem.remedy
