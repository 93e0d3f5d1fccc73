"""Taking in what lies on S3-compatible storage, on a real server of it: by the plain engine and by Ray."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from storage import Storage, running_storage

from vanban.batch.copies import ingest_anywhere
from vanban.batch.remote_files import stream_files
from vanban.store import Archive, open_archive
from vanban.store.ledger import MIRROR

needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray không cài được trên máy này")
ODD = "báo cáo #1?%20::a&b.txt"


def paper(number: int) -> str:
    return f"BÁO CÁO\nSố: {number}/BC-UBND\nKinh phí còn thiếu {number},5 tỷ đồng."


@pytest.fixture(scope="module")
def server() -> Iterator[Storage]:
    with running_storage() as running:
        yield running


@pytest.fixture
def storage(server: Storage) -> Storage:
    """Give a bucket with a report under an odd name, one in a folder, a ZIP of two, and what is left aside."""
    server.empty()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for number in (3, 4):
            bundle.writestr(f"{number}.txt", paper(number))
    for key, data in (
        (ODD, paper(1).encode()), ("sở/2.txt", paper(2).encode()), ("sở/gói.zip", packed.getvalue()),
        ("trống/", b""), (".ẩn/9.txt", b"x"), ("~$9.docx", b"x"),
    ):  # fmt: skip
        server.put(f"2025/{key}", data)
    return server


def run(storage: Storage, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **storage.settings, **settings}
    command = [sys.executable, "-m", "vanban.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env=environment, check=False)


def numbers(url: str | Path) -> list[str]:
    with open_archive(url) as archive:
        return sorted(str(row["number"]) for row in archive.documents())


def test_a_bucket_is_taken_in(storage: Storage, tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()

    def told(*words: str) -> dict[str, Any]:
        ended = run(storage, *words, "--db", str(tmp_path / "a.db"), "--json", TMPDIR=str(temp))
        assert ended.returncode == 0, ended.stderr
        answer: dict[str, Any] = json.loads(ended.stdout)
        return answer

    first = told("ingest", "s3://ho-so/2025")
    assert (first["files"], first["new"]) == (3, 4)
    assert list(temp.iterdir()) == []
    assert numbers(tmp_path / "a.db") == ["1", "2", "3", "4"]
    with open_archive(tmp_path / "a.db") as archive, archive.reading() as connection:
        paths = connection.exec_driver_sql("SELECT path FROM paths ORDER BY path").scalars().all()
    assert set(paths) == {
        f"s3://ho-so/2025/{key}" for key in (ODD, "sở/2.txt", "sở/gói.zip", "sở/gói.zip!/3.txt", "sở/gói.zip!/4.txt")
    }
    status = told("status")
    assert (status["changed"], status["vanished"]) == (0, 0)

    storage.put("2025/sở/2.txt", paper(7))  # as long as before, and within the same second
    storage.delete(f"2025/{ODD}")
    status = told("status")
    assert (status["changed"], status["vanished"]) == (1, 1)
    again = told("ingest", "s3://ho-so/2025")
    assert (again["files"], again["new"], again["unchanged"]) == (2, 1, 1)
    assert "7" in numbers(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("address", "settings", "words"),
    [
        ("s3://ho-so/2024", {}, "không có tệp hay thư mục này trên kho tệp"),
        ("s3://ho-so/2025/x.pdf", {}, "không có tệp hay thư mục này trên kho tệp"),
        ("s3://kho-khac/2025", {}, "không có tệp hay thư mục này trên kho tệp"),
        ("s3://ho-so/2025", {"FSSPEC_S3_SECRET": "sai"}, "kho tệp từ chối quyền đọc; kiểm tra khóa truy cập"),
        ("s3://ho-so/2025", {"FSSPEC_S3_KEY": "sai"}, "kho tệp từ chối quyền đọc; kiểm tra khóa truy cập"),
        ("s3://ho-so/2025", {"FSSPEC_S3_ENDPOINT_URL": "http://127.0.0.1:9"}, "không kết nối được tới kho tệp"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_said(
    storage: Storage, address: str, settings: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, {**storage.settings, **settings})
    problems: list[Exception] = []
    assert list(stream_files([address], refuse=problems.append)) == []
    assert [str(problem).startswith(f"{address}: {words}") for problem in problems] == [True]


def use(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    """Have fsspec, which reads the environment once, take other settings."""
    from fsspec.config import conf

    monkeypatch.setitem(
        conf, "s3", {name.removeprefix("FSSPEC_S3_").lower(): value for name, value in settings.items()}
    )


def test_the_command_says_what_is_wrong(storage: Storage, tmp_path: Path) -> None:
    ended = run(storage, "ingest", "s3://ho-so/2025", "--db", str(tmp_path / "a.db"), FSSPEC_S3_SECRET="sai")
    assert ended.returncode == 4
    assert "s3://ho-so/2025: kho tệp từ chối quyền đọc; kiểm tra khóa truy cập (FSSPEC_S3_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_key_that_goes_away_costs_itself(
    storage: Storage, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MIRROR, str(tmp_path / "mirror"))
    use(monkeypatch, storage.settings)
    local = tmp_path / "5.txt"
    local.write_text(paper(5), "utf-8")
    files = [*stream_files(["s3://ho-so/2025"]), str(local)]
    storage.delete("2025/sở/2.txt")
    outcomes = {result.path: result for result in ingest_anywhere(archive, files, workers=1)}
    gone = outcomes["s3://ho-so/2025/sở/2.txt"]
    assert (gone.outcome, gone.problem and gone.problem.problem) == (
        "failed", "không có tệp hay thư mục này trên kho tệp",
    )  # fmt: skip
    assert sorted(result.outcome for result in outcomes.values()) == ["failed", *["new"] * 4, "opened"]
    assert archive.status()["paths"] == {"done": 5, "failed": 1}
    assert list((tmp_path / "mirror").iterdir()) == []


@needs_ray
def test_a_bucket_by_ray(storage: Storage, postgresql_url: str) -> None:
    storage.put("2025/5.txt", paper(5))
    words = ["ingest", "s3://ho-so/2025", "s3://kho-khac/2025", "--db", postgresql_url, "--engine", "ray", "--json"]
    ended = run(storage, *words)
    assert ended.returncode == 4
    told = json.loads(ended.stdout)
    assert (told["new"], told["not_found"]) == (5, 1)
    assert "s3://kho-khac/2025: không có tệp hay thư mục này trên kho tệp" in ended.stderr
    assert numbers(postgresql_url) == ["1", "2", "3", "4", "5"]
