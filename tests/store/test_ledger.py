"""The ledger remembers every path, whatever its name, and what became of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from samples import full_analysis
from sqlalchemy import text

from vanban.errors import ReadError
from vanban.store import Archive, ledger
from vanban.version import __version__

NAMES = ["a.txt", "báo cáo.txt", "hai\ndòng.txt", "file:__x", "100%.txt", "a\\b", "\udcff.txt", "ba\u0301o.txt", " "]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_is_stored_and_found_again(archive: Archive, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    stored = ledger.stored_path(path)
    stored.encode()
    assert ledger.real_path(stored) == path
    assert os.fsencode(ledger.real_path(stored)) == os.fsencode(path)
    archive.add(full_analysis(), paths=[path])
    found = archive.show(stored)
    assert found is not None
    assert found.paths == (stored,)


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert ledger.stored_path("sub/../a.txt") == str(tmp_path / "a.txt")


def state_of(archive: Archive, path: str) -> tuple[object, ...]:
    with archive.reading() as connection:
        shown = "state, attempts, document_id, error, place, problem, stage"
        found = text(f"SELECT {shown} FROM paths WHERE path = :path").bindparams(path=path)
        row = connection.execute(found).one()
    return tuple(row)


def test_the_states_of_a_path(archive: Archive) -> None:
    path = "/x/a.pdf"
    problem = ReadError(path, "tệp bị cắt cụt", remedy="lấy lại tệp", place="trang 3")
    with archive.writing() as connection:
        ledger.enlist(connection, [path])
    assert state_of(archive, path) == ("waiting", 0, None, None, None, None, None)
    with archive.writing() as connection:
        ledger.mark_running(connection, path, size=10, modified_ns=5)
    assert state_of(archive, path) == ("running", 1, None, None, None, None, None)
    with archive.writing() as connection:
        ledger.mark_failed(connection, path, problem, stage="read", duration_s=0.5)
    assert state_of(archive, path) == ("failed", 1, None, "ReadError", "trang 3", "tệp bị cắt cụt", "read")
    with archive.writing() as connection:
        ledger.enlist(connection, [path])  # known already: stays as it is
        ledger.mark_running(connection, path, size=11, modified_ns=6)
    archive.add(full_analysis(), paths=[path], duration_s=0.25)
    assert state_of(archive, path) == ("done", 2, 1, None, None, None, None)
    with archive.reading() as connection:
        entry = ledger.find_entries(connection, [path])[path]
    assert entry.is_current(11, 6)
    assert not entry.is_current(12, 6)
    assert not entry.is_current(11, 7)
    assert not entry._replace(version="0.0.1").is_current(11, 6)
    assert not entry._replace(state="failed").is_current(11, 6)


def test_paths_are_listed_by_state_and_age(archive: Archive) -> None:
    archive.add(full_analysis(), paths=["/x/old.txt"])
    archive.add(full_analysis(source="b.txt"), paths=["/x/new.txt"])
    with archive.writing() as connection:
        connection.exec_driver_sql("UPDATE documents SET version = '0.0.9' WHERE id = 1")
        ledger.enlist(connection, ["/x/wait.txt"])
    with archive.reading() as connection:
        assert [e.path for e in ledger.list_entries(connection, states=["waiting"])] == ["/x/wait.txt"]
        assert [e.path for e in ledger.list_entries(connection, stale=True)] == ["/x/old.txt"]
        assert [e.path for e in ledger.list_entries(connection)] == []
        assert len(ledger.find_entries(connection, [f"/x/{n}" for n in range(2000)] + ["/x/new.txt"])) == 1


def test_failures_are_grouped_by_reason(archive: Archive) -> None:
    with archive.writing() as connection:
        for number in range(3):
            path = f"/x/{number}.pdf"
            ledger.mark_running(connection, path, size=1, modified_ns=1)
            reason = "cần mật khẩu" if number else "tệp rỗng"
            problem = ReadError(path, reason, remedy="gỡ mật khẩu" if number else "lấy lại tệp")
            ledger.mark_failed(connection, path, problem, stage="read", duration_s=0.1)
    status = archive.status()
    assert status["paths"] == {"failed": 3}
    assert [(f["problem"], f["paths"], f["example"]) for f in status["failures"]] == [
        ("cần mật khẩu", 2, "/x/1.pdf"),
        ("tệp rỗng", 1, "/x/0.pdf"),
    ]


def test_reasons_that_differ_in_details_are_one(archive: Archive) -> None:
    reasons = ["XML hỏng (dòng 3)", "XML hỏng (dòng 5 (a))", "XML hỏng", "DOCX hỏng (ZIP)"]
    with archive.writing() as connection:
        for number, reason in enumerate(reasons):
            ledger.mark_running(connection, f"/x/{number}.docx", size=1, modified_ns=1)
            problem = ReadError("a", reason, remedy="lấy lại tệp")
            ledger.mark_failed(connection, f"/x/{number}.docx", problem, stage="read", duration_s=0.1)
    told = [(f["problem"], f["paths"], f["example"]) for f in archive.status()["failures"]]
    assert told == [("XML hỏng", 3, "/x/2.docx"), ("DOCX hỏng (ZIP)", 1, "/x/3.docx")]


def test_the_version_that_took_a_path_in_is_written(archive: Archive) -> None:
    archive.add(full_analysis(), paths=["/x/a.txt"])
    with archive.reading() as connection:
        assert ledger.find_entries(connection, ["/x/a.txt"])["/x/a.txt"].version == __version__
