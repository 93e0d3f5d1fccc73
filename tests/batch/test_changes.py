"""Files that have changed or gone since they went in are noticed."""

from __future__ import annotations

from pathlib import Path

from bundle_files import zip_of

from vanban.batch import find_changes, find_files, ingest
from vanban.store import Archive
from vanban.store.ledger import stored_path


def test_changed_and_vanished(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"Văn bản {name} đạt 5%.", "utf-8")
    (folder / "gói.zip").write_bytes(zip_of({"m.txt": "Văn bản trong gói.", "n.txt": "Văn bản khác trong gói."}))
    list(ingest(archive, find_files([folder]).files))
    found = find_changes(archive)
    assert (found.changed, found.vanished) == (0, 0)
    (folder / "a.txt").write_text("Văn bản a, đã sửa.", "utf-8")
    (folder / "b.txt").unlink()
    found = find_changes(archive)
    assert (found.changed_paths, found.vanished_paths) == (
        [stored_path(folder / "a.txt")],
        [stored_path(folder / "b.txt")],
    )
    next(folder.glob("*.zip")).unlink()  # with all that was in it
    assert find_changes(archive).vanished == 4
    list(ingest(archive, find_files([folder]).files))
    assert find_changes(archive).changed == 0
