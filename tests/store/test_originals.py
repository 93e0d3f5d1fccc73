"""Originals are kept under their hashes, whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from samples import make_analysis

from vanban.errors import ArchiveError, UsageError
from vanban.model import Analysis
from vanban.store import Archive, open_archive

DATA = "Báo cáo số 45".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


def read_from(data: bytes) -> Analysis:
    analysis = make_analysis([("Báo cáo.", "other")])
    return replace(analysis, document=replace(analysis.document, sha256=hashlib.sha256(data).hexdigest()))


@pytest.mark.parametrize("from_file", [False, True])
def test_what_is_kept_is_given_back(archive: Archive, tmp_path: Path, from_file: bool) -> None:
    path = tmp_path / "báo cáo.txt"
    path.write_bytes(DATA)
    kept = archive.keep(path if from_file else DATA, SHA256)
    number = archive.add(read_from(DATA)).document_id
    assert kept.read_bytes() == DATA
    assert (kept.name, kept.parent.name) == (SHA256, SHA256[:2])
    assert archive.original(number) == kept
    assert archive.keep(DATA, SHA256) == kept


def test_a_document_that_was_not_kept_has_no_original(archive: Archive) -> None:
    assert archive.original(archive.add(read_from(DATA)).document_id) is None
    assert archive.original(99) is None


def test_bytes_of_another_hash_are_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="đã thay đổi"):
        archive.keep(DATA + b"!", SHA256)
    folder = archive.originals_folder
    assert folder is not None
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert archive.original(archive.add(read_from(DATA)).document_id) is None


def test_a_broken_original_is_not_given_and_can_be_kept_again(archive: Archive) -> None:
    kept = archive.keep(DATA, SHA256)
    number = archive.add(read_from(DATA)).document_id
    kept.write_bytes(DATA[:5])
    assert archive.original(number) is None
    archive.keep(DATA, SHA256)
    assert archive.original(number) == kept


@pytest.mark.parametrize("sha256", ["", "../" + "a" * 61, "A" * 64, "a" * 63])
def test_only_hashes_are_names(archive: Archive, sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        archive.keep(DATA, sha256)


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive("sqlite://") as nowhere, pytest.raises(UsageError, match="VANBAN_FILES"):
        nowhere.keep(DATA, SHA256)
    with open_archive("sqlite://", files=tmp_path / "a") as here:
        assert here.keep(DATA, SHA256).is_relative_to(tmp_path / "a")
    monkeypatch.setenv("VANBAN_FILES", str(tmp_path / "b"))
    with open_archive("sqlite://") as there:
        assert there.keep(DATA, SHA256).is_relative_to(tmp_path / "b")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("not a folder")
    with open_archive("sqlite://", files=tmp_path / "files") as archive, pytest.raises(ArchiveError, match="quyền ghi"):
        archive.keep(DATA, SHA256)
