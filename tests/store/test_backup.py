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
from vanban.store.verify import verify

DATA = b"the bytes of a report"
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    report = full_analysis(paged=True)
    archive.add(
        replace(report, document=replace(report.document, sha256=SHA256)), paths=[tmp_path / "a.pdf"], duration_s=0.5
    )
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


# what was done to the rows → what is found, with what follows from it
DAMAGE = {
    "UPDATE statements SET span_end = 9999 WHERE id = 1": {("span", "statements, documents 1"), ("text", "statements 1"), ("changed", "statements, documents 1")},
    "UPDATE statements SET text = 'khác' WHERE id = 2": {("text", "statements 2"), ("changed", "statements, documents 1")},
    "UPDATE statements SET label = 'other' WHERE id = 2": {("changed", "statements, documents 1")},
    "UPDATE statements SET score = score / 2 WHERE id = 2": {("changed", "statements, documents 1")},
    "DELETE FROM statements WHERE id = 3": {("count", "statements, documents 1"), ("count", "statement_topics, documents 1"), ("count", "passages, documents 1"), ("index", "passages")},
    "UPDATE statement_topics SET topic = 'khac' WHERE statement_id = 5": {("changed", "statement_topics, documents 2")},
    "DELETE FROM statement_topics WHERE statement_id = 5": {("count", "statement_topics, documents 2")},
    "UPDATE statement_addressees SET folded = ' bo y te '": {("changed", "statement_addressees, documents 1")},
    "DELETE FROM indicators": {("count", "indicators, documents 1")},
    "UPDATE indicators SET value = value + 1": {("changed", "indicators, documents 1")},
    "DELETE FROM figures": {("count", "figures, documents 1")},
    "UPDATE dates SET ends_on = '2031-01-31'": {("changed", "dates, documents 1")},
    "DELETE FROM citations": {("count", "citations, documents 1")},
    "DELETE FROM names": {("count", "names, documents 1")},
    "DELETE FROM tables": {("count", "tables, documents 1")},
    "UPDATE tables SET cells = '[]'": {("changed", "tables, documents 1")},
    "UPDATE blocks SET span_start = 7, span_end = 5 WHERE document_id = 2": {("span", "blocks, documents 2"), ("changed", "blocks, documents 2")},
    "UPDATE texts SET text = text || '!' WHERE document_id = 2": {("text", "documents 2"), ("changed", "texts, documents 2")},
    "DELETE FROM texts WHERE document_id = 2": {("missing", "documents 2"), ("count", "texts, documents 2")},
    "DELETE FROM pages WHERE document_id = 1 AND number = 2": {("count", "documents 1"), ("count", "pages, documents 1")},
    "DELETE FROM passages WHERE statement_id = 3": {("count", "statements 3"), ("count", "passages, documents 1"), ("index", "passages")},
    "UPDATE texts SET text = replace(text, 'Thiếu', 'Thiều') WHERE document_id = 2": {("text", "statements 5"), ("changed", "texts, documents 2"), ("index", "passages")},
    f"UPDATE documents SET sha256 = '{'0' * 64}' WHERE id = 1": {("changed", "documents 1"), ("original", SHA256)},
    "UPDATE documents SET issued_on = '2020-02-02' WHERE id = 1": {("changed", "documents 1")},
    "UPDATE documents SET province_now = NULL WHERE id = 1": {("changed", "documents 1")},
    "DELETE FROM documents WHERE id = 1": {("missing", "a.pdf"), ("original", SHA256), ("index", "passages")},
}  # fmt: skip


def test_damaged_rows_are_found(filled: Archive) -> None:
    outcomes = {}
    with filled.writing() as connection:
        for damage, expected in DAMAGE.items():
            with connection.begin_nested() as point:
                connection.exec_driver_sql(damage)
                found = {(problem.kind, problem.place) for problem in verify(connection, filled.originals_folder)}
                point.rollback()
            if connection.dialect.name == "postgresql":  # of a row that is gone, its index forgets by itself
                expected = {pair for pair in expected if pair[0] != "index"} if "DELETE" in damage else expected
            missed = {pair for pair in expected if not any(_is(pair, one) for one in found)}
            surplus = {one for one in found if not any(_is(pair, one) for pair in expected)}
            outcomes[damage] = (missed, surplus)
    assert outcomes == dict.fromkeys(DAMAGE, (set(), set()))


def _is(expected: tuple[str, str], found: tuple[str, str]) -> bool:
    return expected[0] == found[0] and expected[1] in found[1]


def test_an_index_with_other_words_is_found(archive: Archive) -> None:
    archive.add(make_analysis([("Thiếu bác sĩ.", "difficulty"), ("Một hai ba bốn.", "other")]))
    with archive.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("UPDATE search_index SET words = to_tsvector('simple', 'khac') WHERE rowid = 2")
        else:
            words = ("Một hai ba bốn.", "một hai ba bốn.")
            folded = ("mot hai ba bon.", words[1])
            connection.exec_driver_sql(
                "INSERT INTO search_index (search_index, rowid, folded, exact) VALUES ('delete', 2, ?, ?)", folded
            )
            connection.exec_driver_sql("INSERT INTO search_index (rowid, folded, exact) VALUES (2, 'khac', 'khác')")
    assert [(problem.kind, problem.place) for problem in archive.verify()] == [("index", "passages 2")]


def test_checksums_of_another_program_are_not_held_against_an_archive(archive: Archive) -> None:
    """Where columns were added since, only counts are compared; what an older program wrote has none at all."""
    from sqlalchemy import update

    from vanban.store.checksums import CHECKSUMS
    from vanban.store.schema import documents

    archive.add(full_analysis())
    with archive.writing() as connection:
        properties = connection.execute(select(documents.c.properties)).scalar_one()
        older = {**properties, CHECKSUMS: {**properties[CHECKSUMS], "form": "older"}}
        connection.execute(update(documents).values(properties=older, subject="khác"))
        connection.exec_driver_sql("UPDATE figures SET unit = 'khác'")
    assert archive.verify() == []
    with archive.writing() as connection:
        connection.exec_driver_sql("DELETE FROM figures")
    assert {(problem.kind, problem.place) for problem in archive.verify()} == {("count", "figures, documents 1")}
    with archive.writing() as connection:
        connection.execute(update(documents).values(properties={}))
    assert archive.verify() == []


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
