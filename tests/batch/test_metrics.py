"""The log has a line of JSON a path; Prometheus reads the numbers from a file or a port."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from vanban.batch import Result
from vanban.batch.journal import Journal
from vanban.batch.metrics import Metrics
from vanban.errors import ReadError, UsageError

RESULTS = [
    Result("/x/a.pdf", "new", 3, duration_s=0.5),
    Result("/x/g.zip!/b.txt", "new", 1, member=True, duration_s=0.25),
    Result(
        "/x/c.doc", "failed", problem=ReadError("/x/c.doc", "hỏng", remedy="lấy lại", place="trang 2"), stage="read"
    ),
]


def test_a_line_a_path(tmp_path: Path) -> None:
    for _ in range(2):  # a second run appends
        with Journal(str(tmp_path / "log")) as journal:
            for result in RESULTS:
                journal.note(result)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    assert len(lines) == 6
    assert all(line.pop("time").endswith("+00:00") for line in lines)
    assert lines[:3] == [
        {"path": "/x/a.pdf", "outcome": "new", "pages": 3, "duration_s": 0.5},
        {"path": "/x/g.zip!/b.txt", "outcome": "new", "pages": 1, "duration_s": 0.25, "member": True},
        {"path": "/x/c.doc", "outcome": "failed", "pages": 0, "duration_s": 0.0, "stage": "read",
         "error": "ReadError", "place": "trang 2", "problem": "hỏng", "remedy": "lấy lại"},
    ]  # fmt: skip


def numbers(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def test_numbers_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "vanban.prom"
    with Metrics(str(path), files=5, workers=2) as metrics:
        assert numbers(path.read_text())["vanban_files_expected"] == 5
        for result in RESULTS:
            metrics.note(result)
    found = numbers(path.read_text())
    assert found['vanban_files_total{outcome="new"}'] == 2
    assert found['vanban_files_total{outcome="failed"}'] == 1
    assert (found["vanban_pages_total"], found["vanban_busy_seconds_total"], found["vanban_workers"]) == (4, 0.75, 2)
    assert list(tmp_path.iterdir()) == [path]


def test_numbers_on_a_port() -> None:
    with Metrics("0") as metrics:
        metrics.note(RESULTS[0])
        with urllib.request.urlopen(f"http://127.0.0.1:{metrics.port}/metrics") as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            assert numbers(answer.read().decode())["vanban_pages_total"] == 3


def test_where_nothing_can_be_written_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--metrics"):
        Metrics(str(tmp_path / "không có" / "x.prom"))
    with pytest.raises(UsageError, match="--log"):
        Journal(str(tmp_path / "không có" / "x.log"))
