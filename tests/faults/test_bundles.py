"""A member that kills its worker costs itself; the rest of its bundle goes in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from vanban.batch import Options, find_files, ingest
from vanban.store import Archive


@pytest.mark.usefixtures("hooked")
def test_the_rest_of_a_bundle_goes_in(archive: Archive, tmp_path: Path) -> None:
    packed = io.BytesIO()
    texts = {"a.txt": "Văn bản một.", "b.txt": "!segfault", "c.txt": "!loop", "d.txt": "Văn bản hai."}
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, text in texts.items():
            bundle.writestr(name, text)
    (tmp_path / "gói.zip").write_bytes(packed.getvalue())
    files = find_files([path for path in tmp_path.iterdir() if path.suffix == ".zip"]).files
    results = list(ingest(archive, files, workers=1, options=Options(timeout_s=4)))
    assert [(result.path.rpartition("/")[2], result.outcome, result.member) for result in results] == [
        ("a.txt", "new", True),
        ("b.txt", "quarantined", True),
        ("c.txt", "failed", True),
        ("d.txt", "new", True),
        ("gói.zip", "opened", False),
    ]
    assert archive.status()["paths"] == {"done": 3, "failed": 1, "quarantined": 1}
    assert [r.outcome for r in ingest(archive, files, workers=1)] == ["unchanged"]
