"""A copy is the archive again, and an archive that was damaged says where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import full_analysis, make_analysis
from sqlalchemy import select

from vanban.errors import UsageError
from vanban.model import Cell, Span
from vanban.store import Archive, open_archive
from vanban.store.schema import metadata

DATA = b"the bytes of a report"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    report = full_analysis(paged=True)
    archive.add(replace(report, document=replace(report.document, sha256=SHA256)), paths=[tmp_path / "a.pdf"])
    archive.keep(DATA, SHA256)
    archive.add(make_analysis([("Thiếu bác sĩ \\ y tá.", "difficulty", "nhan_luc")], source="b.txt"), paths=["b.txt"])
    archive.save_search("Nhân lực", "nhân lực", {"label": "difficulty"})
    return archive


def contents(archive: Archive) -> dict[str, Any]:
    with archive.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


def test_a_backup_is_the_archive_again(filled: Archive, tmp_path: Path) -> None:
    done = filled.backup(tmp_path / "sao lưu.db")
    assert (done.documents, done.originals, done.missing_originals) == (2, 1, 0)
    with open_archive(tmp_path / "sao lưu.db", create=False) as copy:
        assert contents(copy) == contents(filled)
        hits = [[replace(hit, rank=0.0) for hit in found.search("bac si")] for found in (copy, filled)]
        assert hits[0] == hits[1] != []  # the databases weigh words in their own ways
        original = copy.original(1)
        assert original is not None
        assert original.read_bytes() == DATA
        assert original.is_relative_to(tmp_path / "sao lưu.db.files")
        assert copy.verify() == []


def test_a_backup_is_put_back_where_an_archive_was(filled: Archive, tmp_path: Path, postgresql_url: str) -> None:
    before = contents(filled)
    filled.backup(tmp_path / "a.db")
    if filled.url != postgresql_url:  # from a file to the server; the other way is the test above
        with open_archive(tmp_path / "a.db") as copy:
            copy.backup(postgresql_url)
            with open_archive(postgresql_url, files=tmp_path / "kho.db.files") as restored:
                assert contents(restored) == before
                assert [hit.text for hit in restored.search("bac si")] == ["Thiếu bác sĩ \\ y tá."]
                assert restored.verify() == []
                restored.add(make_analysis([("Thêm.", "other")], source="c.txt"))


def test_a_backup_overwrites_nothing(filled: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("mine")
    with pytest.raises(UsageError, match="đã có tệp này"):
        filled.backup(tmp_path / "a.db")
    assert (tmp_path / "a.db").read_text() == "mine"


def test_a_backup_tells_of_originals_that_are_gone(filled: Archive, tmp_path: Path) -> None:
    original = filled.original(1)
    assert original is not None
    original.unlink()
    done = filled.backup(tmp_path / "a.db")
    assert (done.originals, done.missing_originals) == (0, 1)


def test_a_whole_archive_has_no_problems(filled: Archive) -> None:
    assert filled.verify() == []


def test_signs_that_are_no_words_are_no_problem(archive: Archive) -> None:
    said = ["\uf0b7 Thiếu \uf0b7 bác sĩ ở các xã vùng cao.", "\uf0b7", "x\u0301y z\u0323\u0302 k.", "²³ ½ ª 5.", "---"]
    archive.add(make_analysis([(words, "other") for words in said]))
    for number, words in enumerate(said):
        archive.add(make_analysis([(words, "other")], source=f"{number}.txt"))
    assert archive.verify() == []


DAMAGE = {
    "UPDATE statements SET span_end = 9999 WHERE id = 1": [("span", "statements, documents 1"), ("text", "statements 1")],
    "UPDATE statements SET text = 'khác' WHERE id = 2": [("text", "statements 2")],
    "UPDATE blocks SET span_start = 7, span_end = 5 WHERE document_id = 2": [("span", "blocks, documents 2")],
    "UPDATE texts SET text = text || '!' WHERE document_id = 2": [("text", "documents 2")],
    "DELETE FROM texts WHERE document_id = 2": [("missing", "documents 2")],
    "DELETE FROM pages WHERE document_id = 1 AND number = 2": [("count", "documents 1")],
    "DELETE FROM passages WHERE statement_id = 3": [("count", "statements 3")],
    "UPDATE texts SET text = replace(text, 'Thiếu', 'Thiều') WHERE document_id = 2": [("text", "statements 5"), ("index", "passages")],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_rows_are_found(filled: Archive, damage: str) -> None:
    with filled.writing() as connection:
        connection.exec_driver_sql(damage)
    found = {(problem.kind, problem.place) for problem in filled.verify()}
    for kind, place in DAMAGE[damage]:
        assert any(of == kind and where.startswith(place) for of, where in found), found
    assert {kind for kind, _ in found} <= {kind for kind, _ in DAMAGE[damage]} | {"index"}


def test_rows_that_point_nowhere_are_found(sqlite_archive: Archive) -> None:
    sqlite_archive.add(full_analysis())
    with sqlite_archive.reading() as connection:
        raw: Any = connection.connection.driver_connection
        connection.rollback()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM documents")
        raw.execute("PRAGMA foreign_keys = ON")
    found = {problem.place: problem.kind for problem in sqlite_archive.verify()}
    assert found["texts.document_id"] == found["statements.document_id"] == "reference"


def test_an_index_out_of_step_is_found_and_mended(sqlite_archive: Archive) -> None:
    from vanban.store import index

    sqlite_archive.add(full_analysis())
    with sqlite_archive.writing() as connection:
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert {problem.kind for problem in sqlite_archive.verify()} == {"index"}
    with sqlite_archive.writing() as connection:
        index.rebuild(connection)
    assert sqlite_archive.verify() == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda path: path.unlink(), "mất bản gốc"),
        (lambda path: path.write_bytes(DATA[::-1]), "bị thay đổi"),
        (lambda path: path.write_bytes(DATA + b"!"), "bị thay đổi"),
    ],
)
def test_damaged_originals_are_found(filled: Archive, harm: Callable[[Path], object], words: str) -> None:
    original = filled.original(1)
    assert original is not None
    harm(original)
    (problem,) = filled.verify()
    assert (problem.kind, problem.place) == ("original", str(original))
    assert words in problem.message


def test_values_of_cells_come_back(archive: Archive) -> None:
    from decimal import Decimal

    analysis = make_analysis([("Bảng.", "other")], table=[("Chỉ tiêu", "Giá trị"), ("Tỷ lệ", "73%")])
    (table,) = analysis.document.tables
    cells = (*table.cells[:-1], replace(table.cells[-1], value=Decimal("0.7256")))
    document = replace(analysis.document, tables=(replace(table, cells=cells),))
    archive.add(replace(analysis, document=document))
    stored = archive.show(1)
    assert stored is not None
    assert stored.analysis.document.tables[0].cells == cells
    assert isinstance(cells[-1], Cell)
    assert cells[-1].span.of(document.text) == "73%"
    assert Span(0, 5).of(document.text) == "Bảng."
