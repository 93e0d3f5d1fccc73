"""Files of every known broken and hostile structure through `ingest`: each is stored or refused by a named error, none costs a worker."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hostile_office
import pytest
from hostile_bundles import bundle_files, ole_files
from hostile_office import rtf_files, sheet_files, word_files
from hostile_pages import page_files
from hostile_pdf import pdf_files
from hostile_pictures import picture_files

from vanban.batch import Options, Result, find_files, ingest
from vanban.errors import VanbanError
from vanban.read import word97
from vanban.store import Archive
from vanban.store.ledger import real_path

ALL = "VANBAN_FAULT_ROUNDS" in os.environ  # make test-faults
FAULT = "lỗi của chương trình"
# take seconds each, or a worker, which is their own: left to make test-faults
SLOW = {
    "deflate-bomb.pdf", "deflate-twice-bomb.pdf", "form-draws-itself-twice.pdf", "forms-as-a-bomb.pdf", "million-operators.pdf",
    "page-twice-ten-thousand.pdf", "words-at-one-place.pdf", "commas-million.csv", "lines-million.csv", "digits-million.docx",
    "one-word-of-a-million.docx", "sentence-without-end.docx", "marks-piled-up.docx", "paragraphs-100000.docx", "ranges-thousand.xlsx",
    "million-glyphs.pdf", "item-twice-thousands.epub", "slide-twice-thousands.pptx",
}  # fmt: skip
MAY_KILL = {"form-draws-itself-twice.pdf", "forms-as-a-bomb.pdf"}  # PDFium draws them until its memory is used up
READ = {
    # what must be read all the same, as other programs do
    "xref-points-nowhere.pdf", "xref-negative.pdf", "xref-claims-billions.pdf", "two-files-in-one.pdf", "endobj-missing.pdf", "length-missing.pdf",
    "objects-stream.pdf", "box-negative.pdf", "pages-in-billions.pdf", "script-and-launch.pdf", "picture-jbig2-noise.pdf", "font-program-is-noise.pdf",
    "strict.docx", "target-absolute.docx", "link-outside.docx", "template-outside.docx", "picture-missing.docx", "picture-noise.docx", "utf16.docx",
    "macro.docm", "styles-in-a-ring.docx", "cell-at-the-end.xlsx", "formula-outside.xlsx", "charset-unknown.eml", "head-words-broken.eml",
    "deep.html", "span-huge.html", "charset-unknown.html", "references.html", "frames.html", "place-huge.pptx", "days-odd.edxml",
    "whole.tif", "next-is-itself.tif", "turned-by-99.tif", "dpi-by-nothing.tif", "one-dot.png", "line.png", "dots-none.png", "whole.jpg", "exif-noise.jpg",
}  # fmt: skip


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        if ALL or name not in SLOW:
            (folder / name).write_bytes(data)
    return folder


@contextmanager
def nobody_calls() -> Iterator[str]:
    """Give an address of this machine at which nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(TimeoutError):
            server.accept()


def take_in(archive: Archive, folder: Path) -> dict[str, Result]:
    options = Options(timeout_s=120, memory_mb=1024)
    results = ingest(archive, find_files([folder]).files, workers=2, options=options)
    return {real_path(result.path).name: result for result in results if not result.member}


KINDS = {
    "pdf": lambda: {f"{name}.pdf": data for name, data in pdf_files(bombs=ALL).items()},
    "word": lambda: word_files(bombs=ALL),
    "sheet": lambda: sheet_files(bombs=ALL),
    "bundle": lambda: bundle_files(bombs=ALL),
    "page": lambda: page_files(bombs=ALL),
    "picture": lambda: picture_files(bombs=ALL),
    **({"rtf": rtf_files, "ole": ole_files} if ALL else {}),  # LibreOffice takes its time over them
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_ends_as_stored_or_refused(
    kind: str, archive: Archive, tmp_path: Path, own_temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nobody_calls() as address:
        monkeypatch.setattr(hostile_office, "outside", address)
        files = KINDS[kind]()
        if kind == "rtf":
            files = {
                name: data.replace(hostile_office.NOBODY.encode(), address.encode()) for name, data in files.items()
            }
        folder = write(tmp_path / "x", files)
        results = take_in(archive, folder)
    assert set(results) == {path.name for path in folder.iterdir()}
    problems = {name: str(result.problem) for name, result in results.items() if result.problem is not None}
    assert {name: problem for name, problem in problems.items() if FAULT in problem} == {}
    assert [problem for problem in problems.values() if " object at 0x" in problem] == []
    assert {name for name, result in results.items() if result.outcome == "quarantined"} <= MAY_KILL
    assert {
        name: problems.get(name)
        for name in READ & set(results)
        if results[name].outcome not in ("new", "same", "opened")
    } == {}
    assert list(own_temp.iterdir()) == []
    assert not Path("/tmp/vanban-thoat.txt").exists()
    assert archive.status()["paths"].keys() <= {"done", "failed", "quarantined"}


WITHOUT = {**rtf_files(), **ole_files()}


@pytest.mark.parametrize("name", WITHOUT)
def test_each_is_read_or_refused_without_libreoffice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word97, "can_write", lambda target: False)
    data = WITHOUT[name]
    read = word97.read_rtf if name.endswith(".rtf") else word97.read_doc
    try:
        assert read(data, source=name) is not None
    except VanbanError as error:
        assert name in str(error)
