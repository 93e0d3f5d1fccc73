"""A run on a Ray cluster that loses a node: on a real head, two nodes and a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from vanban.batch.copies import fetched
from vanban.batch.ray_engine import ingest_on_ray
from vanban.batch.remote_files import remote_stamp, stream_files
from vanban.errors import UsageError
from vanban.store import Archive, open_archive
from vanban.store.ledger import MIRROR, is_remote, real_path, stored_path

SCRIPT = Path(__file__).with_name("ray_cluster.py")
needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray không cài được trên máy này")
N_FILES = 12


def write_reports(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(N_FILES):
        text = f"BÁO CÁO\nSố: {number}/BC-UBND\nKinh phí năm 20{10 + number} còn thiếu {number},5 tỷ đồng."
        (folder / f"{number:02}.txt").write_text(text, "utf-8")


@needs_ray
def test_a_lost_node_costs_nothing(tmp_path: Path, postgresql_url: str) -> None:
    write_reports(tmp_path / "in")
    command = [sys.executable, str(SCRIPT), postgresql_url, str(tmp_path / "in")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-3000:]
    told = json.loads(ended.stdout[ended.stdout.index('{"first"') :])
    assert told["lost"]
    assert sum(told["first"].values()) == N_FILES
    assert set(told["first"]) <= {"new", "same", "unchanged"}  # what the lost node had stored is found to be in
    assert told["again"] == {"unchanged": N_FILES}
    with open_archive(postgresql_url) as archive:
        numbers = [row["number"] for row in archive.documents()]
    assert sorted(map(str, numbers), key=int) == [str(number) for number in range(N_FILES)]


def test_an_archive_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PostgreSQL"):
        next(ingest_on_ray(str(tmp_path / "a.db"), []))


# -- files of other storage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("s3://kho/2025/a.pdf", True),
        ("gs://kho/a.pdf", True),
        ("/srv/a.pdf", False),
        ("file:///srv/a%FF.pdf", False),
        ("C://a.pdf", False),
        ("báo cáo://a", False),
    ],
)
def test_addresses(path: str, remote: bool) -> None:
    assert is_remote(path) is remote
    assert (stored_path(path) == path) is (remote or path.startswith("/"))


@pytest.mark.parametrize("path", ["s3://kho/../../etc/passwd", "s3://kho/..", "s3://kho/."])
def test_copies_stay_in_their_folder(path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(MIRROR, str(tmp_path))
    assert real_path(path).resolve().is_relative_to(tmp_path)
    assert len(real_path(path).relative_to(tmp_path).parts) == 2


def test_stream_files(tmp_path: Path) -> None:
    write_reports(tmp_path / "in" / "2025")
    (tmp_path / "in" / "~$a.docx").touch()
    expected = [f"{tmp_path}/in/2025/{number:02}.txt" for number in range(N_FILES)]
    assert list(stream_files([str(tmp_path / "in")])) == expected
    assert list(stream_files([f"local://{tmp_path}/in/2025"])) == [f"local://{path}" for path in expected]
    assert list(stream_files([f"local://{expected[0]}"])) == [f"local://{expected[0]}"]


def test_fetched(tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MIRROR, str(tmp_path / "mirror"))
    write_reports(tmp_path / "in")
    good, gone = f"local://{tmp_path}/in/00.txt", f"local://{tmp_path}/in/99.txt"
    with fetched(archive, [good, gone, "/srv/a.txt"]) as (here, refused):
        assert here == [good, "/srv/a.txt"]
        assert real_path(good).read_bytes() == (tmp_path / "in/00.txt").read_bytes()
        apart_ns = real_path(good).stat().st_mtime_ns - (tmp_path / "in/00.txt").stat().st_mtime_ns
        assert abs(apart_ns) <= 1000  # fsspec gives seconds as a float
    assert [(result.path, result.outcome) for result in refused] == [(gone, "failed")]
    assert "không có tệp hay thư mục này trên kho tệp" in str(refused[0].problem)
    assert not real_path(good).exists()


def test_a_long_name_is_shortened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(MIRROR, str(tmp_path))
    assert real_path("s3://kho/" + "ế" * 90 + ".pdf").name == "tep.pdf"
    assert real_path("s3://kho/" + "ế" * 60 + ".pdf").name == "ế" * 60 + ".pdf"


SECOND = dt.datetime(2025, 5, 3, 8, 0, 0, tzinfo=dt.UTC)
SECOND_NS = 1_746_259_200_000_000_000


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # one answer of S3 has milliseconds, the other none
        (
            {"LastModified": SECOND, "ETag": '"a"'},
            {"LastModified": SECOND.replace(microsecond=5000), "ETag": "a"},
            True,
        ),
        ({"LastModified": SECOND, "ETag": "a"}, {"LastModified": SECOND, "ETag": "b"}, False),
        ({"LastModified": SECOND}, {"mtime": SECOND.timestamp()}, True),
        ({"updated": "2025-05-03T08:00:00+00:00"}, {"mtime": SECOND.timestamp()}, True),
        ({"mtime": 1.5}, {"mtime": 1.25}, False),
    ],
)
def test_stamps(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    first, second = (remote_stamp({"size": 7, **info}) for info in (one, other))
    assert first[0] == 7
    assert (first == second) is same


def test_a_stamp_is_in_nanoseconds() -> None:
    assert remote_stamp({"size": 1, "LastModified": SECOND}) == (1, SECOND_NS)
    assert remote_stamp({"size": 1, "LastModified": SECOND, "ETag": "a"})[1] // 10**9 == SECOND_NS // 10**9
