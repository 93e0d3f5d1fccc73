"""What bundles hold goes into the archive member by member; what cannot go in is told by its path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_files import edxml_of, zip_of

from vanban.batch import Options, find_files, ingest, retry
from vanban.batch.files import own_files
from vanban.batch.worker import source_name
from vanban.read import bundle_zip, limits
from vanban.read.bundle import Entry, Source
from vanban.store import Archive
from vanban.store.ledger import stored_path

PAPER = "Số: 45/BC-SYT\nBÁO CÁO\nKết quả 6 tháng đầu năm 2025\nĐơn vị đã hoàn thành 12 nhiệm vụ.\n"


def run(archive: Archive, files: list[str], folder: Path) -> dict[str, str]:
    return {r.path.removeprefix(f"{folder}/"): r.outcome for r in ingest(archive, files)}


def test_members_are_documents_that_know_their_path(archive: Archive, tmp_path: Path) -> None:
    inner = zip_of({"c.txt": "Văn bản thứ ba.", "../x.txt": "leo ra"})
    (tmp_path / "gói.zip").write_bytes(zip_of({"thư mục/a.txt": PAPER, "b.txt": PAPER, "trong.zip": inner}))
    (tmp_path / "a.txt").write_text(PAPER, "utf-8")
    files = find_files([tmp_path / "gói.zip", tmp_path / "a.txt"]).files
    assert run(archive, files, tmp_path) == {
        "gói.zip!/thư mục/a.txt": "new",
        "gói.zip!/b.txt": "same",
        "gói.zip!/trong.zip!/c.txt": "new",
        "gói.zip!/trong.zip!/[..]/x.txt": "failed",
        "gói.zip": "opened",
        "a.txt": "same",
    }
    stored = archive.show(f"{tmp_path}/gói.zip!/thư mục/a.txt")
    assert stored is not None
    assert stored.analysis.document.source == "gói.zip!/thư mục/a.txt"
    assert stored.paths == tuple(f"{tmp_path}/{n}" for n in ("a.txt", "gói.zip!/b.txt", "gói.zip!/thư mục/a.txt"))
    status = archive.status()
    assert (status["documents"], status["paths"]) == (2, {"done": 5, "failed": 1})
    [failure] = status["failures"]
    assert failure["example"].endswith("gói.zip!/trong.zip!/[..]/x.txt")


def test_a_second_run_opens_no_bundle_and_a_changed_one_anew(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    path.write_bytes(zip_of({"a.txt": PAPER}))
    files = find_files([path]).files
    assert run(archive, files, tmp_path) == {"gói.zip!/a.txt": "new", "gói.zip": "opened"}
    assert run(archive, files, tmp_path) == {"gói.zip": "unchanged"}
    path.write_bytes(zip_of({"a.txt": PAPER, "b.txt": "Văn bản thứ hai."}))
    assert run(archive, files, tmp_path) == {"gói.zip!/a.txt": "same", "gói.zip!/b.txt": "new", "gói.zip": "opened"}


def test_a_fault_of_the_program_costs_the_bundle_and_not_the_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(source: Source) -> Iterator[Entry]:
        yield Entry("a.txt", PAPER.encode())
        raise IndexError("không lường trước")

    monkeypatch.setattr(bundle_zip, "open_zip", break_off)
    (tmp_path / "gói.zip").write_bytes(zip_of({"a.txt": PAPER}))
    (tmp_path / "sau.txt").write_text("Văn bản thứ hai.", "utf-8")
    results = list(ingest(archive, find_files([tmp_path], without=archive.files).files))
    assert [r.outcome for r in results] == ["new", "failed", "new"]
    assert "lỗi của chương trình: IndexError" in str(results[1].problem)


def test_an_interrupted_bundle_goes_on_where_it_was(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gói.zip").write_bytes(zip_of({"a.txt": PAPER, "b.txt": "Văn bản thứ hai."}))
    files = find_files([next(tmp_path.glob("gói.*"))]).files
    results = ingest(archive, files)
    assert next(results).outcome == "new"
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)
    assert archive.status()["paths"] == {"done": 1, "waiting": 1}
    assert retry(archive, failed=True, stale=False) == files
    assert run(archive, files, tmp_path) == {
        "gói.zip!/a.txt": "unchanged",
        "gói.zip!/b.txt": "new",
        "gói.zip": "opened",
    }


def test_a_failed_member_is_tried_again_alone(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zip_of({"b.txt": "Văn bản thứ hai.", "c.txt": "Văn bản thứ ba."})
    (tmp_path / "gói.zip").write_bytes(zip_of({"a.txt": PAPER, "trong.zip": inner}))
    with monkeypatch.context() as small:
        small.setattr(limits, "BUNDLE_DEPTH", 1)
        outcomes = run(archive, find_files([next(tmp_path.glob("gói.*"))]).files, tmp_path)
    assert outcomes == {"gói.zip!/a.txt": "new", "gói.zip!/trong.zip": "failed", "gói.zip": "opened"}
    again = retry(archive, failed=True, stale=False)
    assert again == [stored_path(tmp_path / "gói.zip!/trong.zip")]
    assert run(archive, again, tmp_path) == {
        "gói.zip!/trong.zip!/b.txt": "new",
        "gói.zip!/trong.zip!/c.txt": "new",
        "gói.zip!/trong.zip": "opened",
    }
    assert archive.status()["paths"] == {"done": 5}


def test_a_bundle_that_ends_at_a_limit_keeps_what_went_in(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BUNDLE_MEMBERS", 1)
    (tmp_path / "gói.zip").write_bytes(zip_of({"a.txt": PAPER, "b.txt": "hai"}))
    assert run(archive, find_files([next(tmp_path.glob("gói.*"))]).files, tmp_path) == {
        "gói.zip!/a.txt": "new",
        "gói.zip": "failed",
    }
    [failure] = archive.status()["failures"]
    assert failure["error"] == "LimitError" and "chứa hơn 1 tệp" in failure["problem"]


def test_header_of_a_package_is_stored(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "gói.edxml").write_bytes(edxml_of({"a.txt": PAPER.encode()}, number="54"))
    run(archive, find_files([next(tmp_path.glob("gói.*"))]).files, tmp_path)
    [row] = archive.documents()
    assert (row["number"], row["symbol"], row["issuer"]) == ("54", "BC-UBND", "UBND tỉnh Lào Cai")
    assert row["source"] == "gói.edxml!/a.txt"


def test_names_of_sources(tmp_path: Path) -> None:
    (tmp_path / "gói.zip").write_bytes(zip_of({"a.txt": "một"}))
    assert source_name(f"{tmp_path}/gói.zip!/b/a.txt") == "gói.zip!/b/a.txt"
    assert source_name(f"{tmp_path}/gói.zip") == "gói.zip"


def test_originals_are_kept_unless_not_wanted(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER, "utf-8")
    (folder / "gói.zip").write_bytes(zip_of({"b.txt": "Văn bản thứ hai."}))
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7")
    list(ingest(archive, find_files([folder]).files))
    assert archive.originals_folder is not None
    kept = {path.read_text("utf-8") for path in archive.originals_folder.rglob("*") if path.is_file()}
    assert kept == {PAPER, "Văn bản thứ hai."}
    assert find_files([tmp_path], without=own_files(archive)).files == find_files([folder]).files
    (folder / "c.txt").write_text("Văn bản thứ ba.", "utf-8")
    assert [r.outcome for r in ingest(archive, [stored_path(folder / "c.txt")], options=Options(keep=False))] == ["new"]
    assert sum(path.is_file() for path in archive.originals_folder.rglob("*")) == 2
