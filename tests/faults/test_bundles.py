"""A member that kills its worker costs itself; the rest of its bundle goes in."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from vanban.batch import Options, Result, find_files, ingest
from vanban.batch.desk import Desk, Job
from vanban.store import Archive


def pack(path: Path, texts: dict[str, str]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, text in texts.items():
            bundle.writestr(name, text)
    path.write_bytes(packed.getvalue())
    return path


@pytest.mark.usefixtures("hooked")
def test_several_workers_share_a_large_bundle(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"{n:02}.txt": f"Báo cáo số {n}. Giải ngân đạt {n}% kế hoạch." for n in range(40)}
    texts |= {"20.txt": "!segfault", "30.txt": texts["05.txt"]}
    bundle = pack(tmp_path / "gói.zip", texts)
    helped: list[str] = []
    help_ = Desk.help

    def note(desk: Desk, job: Job) -> Job:
        helped.append(job.path)
        return help_(desk, job)

    monkeypatch.setattr(Desk, "help", note)
    results = list(ingest(archive, [str(bundle)], workers=3, options=Options(keep=False)))
    assert helped == [str(bundle)] * 2
    assert Counter(result.outcome for result in results) == {"new": 38, "same": 1, "quarantined": 1, "opened": 1}
    assert results[-1] == Result(str(bundle), "opened")
    assert sorted(result.path.rpartition("/")[2] for result in results[:-1]) == sorted(texts)
    assert archive.status()["paths"] == {"done": 40, "quarantined": 1}
    assert archive.verify() == []
    assert [r.outcome for r in ingest(archive, [str(bundle)], workers=1)] == ["unchanged"]


@pytest.mark.usefixtures("hooked")
def test_the_rest_of_a_bundle_goes_in(archive: Archive, tmp_path: Path) -> None:
    texts = {"a.txt": "Văn bản một.", "b.txt": "!segfault", "c.txt": "!loop", "d.txt": "Văn bản hai."}
    pack(tmp_path / "gói.zip", texts)
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
