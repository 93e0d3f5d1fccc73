"""After an update of the program: what an older one analysed is done anew, and read again only by another reader."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from archive_rows import rows_of

from vanban.batch import Options, find_files, ingest, reading, retry
from vanban.batch.reading import mark_for, reader_mark
from vanban.model import Box, Document, Letterhead, Line, Page, Span
from vanban.read import read
from vanban.store import Archive
from vanban.store.rows import as_stored

DEMO = Path(__file__).parents[2] / "corpora/demo/files"
PAPERS = ("bc-6thang-svhttdl-thanhhoa-2025.pdf", "bc-thang-nq57-sokhcn-baclieu-2025-05.docx")
PLAIN = Options(keep=False)


def make_folder(folder: Path) -> Path:
    folder.mkdir()
    for number, name in enumerate(PAPERS):
        (folder / f"{number}{Path(name).suffix}").write_bytes((DEMO / name).read_bytes())
    (folder / "bảng.csv").write_text("Chỉ tiêu;Kế hoạch;Thực hiện\nGiải ngân;95%;72,5%\n", "utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.writestr("trong.txt", "BÁO CÁO\nGiải ngân đạt 40% kế hoạch; đề nghị Bộ Tài chính bố trí 3 tỷ đồng.\n")
    (folder / "gói.zip").write_bytes(packed.getvalue())
    return folder


def make_older(archive: Archive) -> None:
    """Have all documents made by an older program."""
    with archive.writing() as connection:
        connection.exec_driver_sql("UPDATE documents SET version = '0.0.1'")
        connection.exec_driver_sql("UPDATE paths SET version = '0.0.1' WHERE document_id IS NOT NULL")


@pytest.mark.parametrize("workers", [0, 1])
def test_only_the_analysis_is_done_anew(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    folder = make_folder(tmp_path / "x")
    first = list(ingest(archive, find_files([folder]).files, options=PLAIN))
    assert sorted(r.outcome for r in first) == ["new"] * 4 + ["opened"]
    before = rows_of(archive)
    make_older(archive)
    with archive.writing() as connection:  # and by one that found less
        connection.exec_driver_sql("DELETE FROM figures")

    def fail(*_: object, **__: object) -> Document:
        raise AssertionError("read again")

    if workers == 0:
        for name in ("read", "read_member"):
            monkeypatch.setattr(sys.modules["vanban.batch.worker"], name, fail)
    again = list(ingest(archive, retry(archive, failed=False, stale=True), workers=workers, options=PLAIN))
    assert [r.outcome for r in again] == ["replaced"] * 4
    assert rows_of(archive) == before
    assert archive.verify() == []


def test_another_reader_reads_again(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "a.txt").write_text("Giải ngân đạt 40% kế hoạch.", "utf-8")
    list(ingest(archive, find_files([folder]).files, options=PLAIN))
    make_older(archive)
    calls: list[str] = []

    def note(path: Path, *, source: str, ocr: str) -> Document:
        calls.append(source)
        return read(path, source=source)

    monkeypatch.setattr(sys.modules["vanban.batch.worker"], "read", note)
    files = retry(archive, failed=False, stale=True)
    with monkeypatch.context() as changed:
        changed.setattr(reading, "_CODE", ("read",))
        reader_mark.cache_clear()
        assert [r.outcome for r in ingest(archive, files, options=PLAIN)] == ["replaced"]
    reader_mark.cache_clear()
    assert calls == ["a.txt"]
    make_older(archive)
    assert [r.outcome for r in ingest(archive, files, options=Options(keep=False, ocr="never"))] == ["replaced"]
    assert calls == ["a.txt", "a.txt"]  # without OCR a scan would be another document


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_taken_out_is_what_was_read(archive: Archive, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((DEMO / name).read_bytes())
    list(ingest(archive, [str(path)], options=PLAIN))
    document = as_stored(read(path, source=name))
    assert document.sha256 is not None
    assert archive.document_as_read(document.sha256, reader_mark("auto")) == document
    assert archive.document_as_read(document.sha256, "0" * 16) is None
    assert archive.document_as_read("0" * 64, reader_mark("auto")) is None


def page_one() -> Page:
    return Page(1, 595, 842)


@pytest.mark.parametrize(
    ("document", "whole"),
    [
        (Document("a", "text/plain", "abc", sha256="0" * 64), True),
        (Document("a", "text/plain", "abc"), False),
        (Document("a", "text/plain", "a\0c", sha256="0" * 64), False),  # PostgreSQL holds no U+0000
        (Document("a", "text/plain", "abc", sha256="0" * 64, header=Letterhead()), False),  # is not stored by itself
        (
            Document("a", "b", "abc", lines=(Line(Span(0, 3), 1, Box(0, 0, 1, 1)),), pages=(page_one(),), sha256="0"),
            True,
        ),
        (
            Document("a", "b", "abc", lines=(Line(Span(0, 3), 2, Box(0, 0, 1, 1)),), pages=(page_one(),), sha256="0"),
            False,
        ),
    ],
)
def test_what_can_be_taken_out_as_it_was_read(document: Document, whole: bool) -> None:
    assert (mark_for(document, "auto") is not None) is whole


def test_a_mark_names_the_code_and_the_way_of_reading() -> None:
    assert len({reader_mark("auto"), reader_mark("never"), reader_mark("always")}) == 3
    assert len(reader_mark("auto")) == 16
