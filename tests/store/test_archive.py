"""What goes into an archive comes out again, once, in step with the program's version."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from samples import full_analysis, make_analysis
from sqlalchemy import func, inspect, select

from vanban.errors import ArchiveError, UsageError
from vanban.model import Analysis, Box, Citation, Line, Span
from vanban.store import Archive, open_archive, write
from vanban.store import index as full_text
from vanban.store.facts import fact_key
from vanban.store.migrate import configuration
from vanban.store.schema import FACTS, HEAD, PARTS, SEARCH_INDEX, metadata, statements
from vanban.version import version_order


def rows_of(archive: Archive, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with archive.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {columns} FROM {table} ORDER BY 1, 2")]


@pytest.mark.parametrize("paged", [False, True])
def test_what_was_put_in_comes_out(archive: Archive, paged: bool) -> None:
    analysis = full_analysis(paged=paged)
    added = archive.add(analysis)
    stored = archive.show(added.document_id)
    assert added.outcome == "new"
    assert stored is not None
    assert stored.analysis == analysis


def test_same_bytes_twice_are_one_document_with_two_paths(archive: Archive, tmp_path: Path) -> None:
    analysis = full_analysis()
    first = archive.add(analysis, paths=[tmp_path / "a.txt"])
    second = archive.add(analysis, paths=[tmp_path / "bản sao.txt"])
    assert (second.document_id, second.outcome) == (first.document_id, "same")
    assert len(archive.documents()) == 1
    stored = archive.show(first.document_id)
    assert stored is not None
    assert stored.paths == (str(tmp_path / "a.txt"), str(tmp_path / "bản sao.txt"))


def test_an_archive_that_may_not_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kho số 1.db"
    with open_archive(path) as archive:
        archive.add(make_analysis([("Thiếu bác sĩ.", "difficulty")]), paths=[tmp_path / "a.txt"])
    monkeypatch.setattr("vanban.store.connect.os.access", lambda *_: False)  # root may write everywhere
    with open_archive(path, create=False) as archive:
        assert len(archive.search("thieu bac si")) == 1
        with pytest.raises(ArchiveError, match="không có quyền ghi"):
            archive.add(make_analysis([("Thiếu máy.", "difficulty")], source="b.txt"), paths=[tmp_path / "b.txt"])


def test_a_path_that_gets_other_bytes_leads_to_the_new_document(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    archive.add(make_analysis([("Bản đầu.", "other")]), paths=[path])
    archive.add(make_analysis([("Bản sau.", "other")]), paths=[path])
    stored = archive.show(str(path))
    assert stored is not None
    assert stored.analysis.document.text.startswith("Bản sau.")
    assert [row["n_statements"] for row in archive.documents()] == [1, 1]


@pytest.mark.parametrize("wanted", ["1", "sha", "path"])
def test_show_finds_by_id_hash_and_path(archive: Archive, tmp_path: Path, wanted: str) -> None:
    analysis = full_analysis()
    path = tmp_path / "báo cáo.txt"
    archive.add(analysis, paths=[path])
    assert analysis.document.sha256 is not None
    word = {"1": "1", "sha": analysis.document.sha256[:10], "path": str(path)}[wanted]
    stored = archive.show(word)
    assert stored is not None
    assert stored.id == 1


@pytest.mark.parametrize("word", ["2", "0000000000", "không/có.txt", "", "x" * 5000, "\udcff", "\0"])
def test_show_gives_none_for_what_is_not_there(archive: Archive, word: str) -> None:
    archive.add(full_analysis())
    assert archive.show(word) is None


# -- versions ----------------------------------------------------------------------------------------------------------


def add_as(archive: Archive, analysis: Analysis, version: str) -> write.Added:
    with archive.writing() as connection:
        return write.add_analysis(connection, analysis, version=version)


def without_first_statement(analysis: Analysis) -> Analysis:
    return replace(analysis, statements=analysis.statements[1:], sentences=analysis.sentences[1:])


@pytest.mark.parametrize(
    ("stored", "running", "outcome"),
    [
        ("0.1.0", "0.2.0", "replaced"),
        ("0.9.2", "0.10.0", "replaced"),
        ("0.2.0", "0.2.0", "same"),
        ("0.3.0", "0.2.0", "same"),
    ],
)
def test_only_a_newer_version_replaces_rows(archive: Archive, stored: str, running: str, outcome: str) -> None:
    analysis = full_analysis()
    first = add_as(archive, analysis, stored)
    second = add_as(archive, without_first_statement(analysis), running)
    assert (second.document_id, second.outcome) == (first.document_id, outcome)
    count = {"replaced": 3, "same": 4}[outcome]
    assert archive.status()["facts"]["statements"] == count
    assert archive.status()["versions"] == {running if outcome == "replaced" else stored: 1}


def test_replacing_touches_nothing_of_other_documents_and_no_path(archive: Archive, tmp_path: Path) -> None:
    mine, other = full_analysis(source="mine.txt", paged=True), full_analysis(source="other.txt", paged=True)
    add_as(archive, mine, "0.1.0")
    archive.add(other, paths=[tmp_path / "other.txt"])
    archive.add(mine, paths=[tmp_path / "mine.txt"])
    before = {table.name: rows_of(archive, f"{table.name} WHERE document_id = 2") for table in PARTS}
    paths = rows_of(archive, "paths", "path, document_id, state")
    assert add_as(archive, without_first_statement(mine), "9.0").outcome == "replaced"
    assert {table.name: rows_of(archive, f"{table.name} WHERE document_id = 2") for table in PARTS} == before
    assert {name for name, rows in before.items() if not rows} == {"sections", "notices"}
    assert rows_of(archive, "paths", "path, document_id, state") == paths


def test_the_full_text_index_forgets_replaced_rows(archive: Archive) -> None:
    analysis = full_analysis()
    add_as(archive, analysis, "0.1.0")
    assert archive.count("thực hiện nghị quyết") == 1
    add_as(archive, without_first_statement(analysis), "0.2.0")
    # the block has no statement any more, so it is a passage of its own: found once, not twice
    assert [hit.kind for hit in archive.search("thực hiện nghị quyết")] == ["block"]
    with archive.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('integrity-check')")


def test_rebuilding_the_index_changes_no_answer(archive: Archive) -> None:
    archive.add(full_analysis(paged=True))
    before = archive.search("hồ sơ")
    with archive.writing() as connection:
        full_text.rebuild(connection)
    assert archive.search("hồ sơ") == before != []


@pytest.mark.parametrize(("older", "newer"), [("0.1.0", "0.1.1"), ("0.9", "0.10"), ("1.0.0+local9", "1.0.1")])
def test_versions_are_compared_as_numbers(older: str, newer: str) -> None:
    assert version_order(older) < version_order(newer)


# -- keys and places ---------------------------------------------------------------------------------------------------


def test_keys_stay_when_the_document_is_made_again(archive: Archive) -> None:
    analysis = full_analysis()
    add_as(archive, analysis, "0.1.0")
    before = {name: rows_of(archive, name, "key, span_start") for name in FACTS}
    relabelled = tuple(replace(fact, label="other", score=0.5) for fact in analysis.statements)
    add_as(archive, replace(analysis, statements=relabelled), "0.2.0")
    assert {name: rows_of(archive, name, "key, span_start") for name in FACTS} == before
    assert all(before.values())


def test_a_fact_has_the_key_of_its_bytes_kind_span_and_words(archive: Archive) -> None:
    analysis = full_analysis()
    archive.add(analysis)
    fact, sha256 = analysis.citations[0], analysis.document.sha256
    assert sha256 is not None
    assert rows_of(archive, "citations", "key, id") == [(fact_key(sha256, "citation", fact.span, fact.text), 1)]
    others = {
        fact_key(sha256, "citation", Span(fact.span.start + 1, fact.span.end), fact.text),
        fact_key(sha256, "date", fact.span, fact.text),
        fact_key(sha256[::-1], "citation", fact.span, fact.text),
        fact_key(sha256, "citation", fact.span, fact.text + "a"),
        fact_key(sha256, "citation", fact.span, fact.text),
    }
    assert len(others) == 5


def test_equal_facts_at_one_place_get_keys_of_their_own(archive: Archive) -> None:
    analysis = full_analysis()
    archive.add(replace(analysis, citations=analysis.citations * 3))
    assert len({key for key, _ in rows_of(archive, "citations", "key, id")}) == 3


def test_boxes_are_the_part_of_the_span_on_its_first_page(archive: Archive) -> None:
    analysis = make_analysis([("Một hai ba bốn.", "other")])
    text = analysis.document.text
    lines = (
        Line(Span(0, 7), 1, Box(100, 700, 170, 710)),  # "Một hai"
        Line(Span(7, 11), 1, Box(100, 720, 140, 730)),  # " ba "
        Line(Span(11, 15), 2, Box(100, 50, 140, 60)),
    )
    spans = [Span(4, 7), Span(4, 9), Span(0, 15), Span(11, 15)]
    facts = tuple(Citation(span, span.of(text), "luat", title=span.of(text)) for span in spans)
    document = replace(analysis.document, lines=lines)
    archive.add(replace(analysis, document=document, citations=facts))
    found = rows_of(archive, "citations", "id, page, box_x0, box_top, box_x1, box_bottom")
    assert found == [
        (1, 1, 140, 700, 170, 710),
        (2, 1, 100, 700, 170, 730),
        (3, 1, 100, 700, 170, 730),
        (4, 2, 100, 50, 140, 60),
    ]


# -- the database ------------------------------------------------------------------------------------------------------


def test_foreign_keys_hold_and_the_log_is_write_ahead(sqlite_archive: Archive) -> None:
    archive = sqlite_archive
    archive.add(full_analysis(paged=True))
    with archive.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with pytest.raises(ArchiveError, match="FOREIGN KEY"), archive.writing() as connection:
        connection.exec_driver_sql("INSERT INTO texts (document_id, text) VALUES (99, 'x')")


def test_every_fact_table_has_its_provenance() -> None:
    wanted = {"document_id", "key", "span_start", "span_end", "page", "box_x0", "box_top", "box_x1", "box_bottom"}
    for table in FACTS.values():
        assert {*wanted, "score", "rule"} <= set(table.c.keys())


def test_a_document_is_stored_whole_or_not_at_all(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    def counts() -> dict[str, int]:
        return {table.name: len(rows_of(archive, table.name, "1, 1")) for table in metadata.sorted_tables}

    before = counts()
    monkeypatch.setattr(full_text, "insert_words", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        archive.add(full_analysis(paged=True), paths=["a.txt"])
    assert counts() == before
    assert before["documents"] == 0


def test_a_reader_sees_the_state_before_while_a_writer_works(archive: Archive) -> None:
    seen: list[int] = []

    def read() -> None:
        seen.append(len(archive.documents()))

    with archive.writing() as connection:
        write.add_analysis(connection, full_analysis())
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(10)
    assert seen == [0]
    assert len(archive.documents()) == 1


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    def fill(number: int) -> None:
        with open_archive(tmp_path / "kho.db") as mine:
            for count in range(5):
                mine.add(full_analysis(source=f"{number}-{count}.txt"), paths=[f"{number}-{count}.txt"])

    writers = [threading.Thread(target=fill, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    with open_archive(tmp_path / "kho.db") as archive:
        assert len(archive.documents()) == 15
        with archive.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.execute(select(func.count()).select_from(statements)).scalar() == 60


def test_an_archive_is_found_again_by_path_and_url(tmp_path: Path) -> None:
    with open_archive(tmp_path / "kho dữ liệu%20.db") as archive:
        archive.add(full_analysis())
    for url in (str(tmp_path / "kho dữ liệu%20.db"), f"sqlite:///{tmp_path}/kho dữ liệu%20.db"):
        with open_archive(url, create=False) as archive:
            assert len(archive.documents()) == 1


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"this is no database" * 100, ArchiveError, "không phải kho vanban"),
        (None, UsageError, "chưa có kho này"),
    ],
)
def test_what_is_no_archive_is_told(tmp_path: Path, content: bytes | None, error: type[Exception], words: str) -> None:
    path = tmp_path / "kho.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=words):
        open_archive(path, create=False)
    assert path.exists() == (content is not None)


def test_a_database_of_others_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "khác.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (id)")
    connection.close()
    with pytest.raises(ArchiveError, match="không phải kho vanban"):
        open_archive(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]
    connection.close()


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    open_archive(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(ArchiveError, match="cập nhật vanban"):
        open_archive(path)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql://127.0.0.1:9/x", ArchiveError),
        ("postgresql+pg8000://a:b@/x?host=/không/có", ArchiveError),
        ("postgresql://127.0.0.1", UsageError),
        ("postgresql://127.0.0.1:cổng/x", UsageError),
        ("mysql://localhost/x", UsageError),
        ("sqlite:///", UsageError),
        ("/không/có/thư/mục/kho.db", ArchiveError),
    ],
)
def test_addresses_that_cannot_be_opened(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        open_archive(url)


def test_migrations_make_the_schema_that_the_program_uses(archive: Archive) -> None:
    with archive.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or not name.startswith(SEARCH_INDEX),
            },
        )
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
        tables = {name for name in inspect(connection).get_table_names() if not name.startswith(SEARCH_INDEX)}
    assert tables == {*metadata.tables, "alembic_version"}
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]


def test_text_that_is_no_unicode_is_refused(archive: Archive) -> None:
    with pytest.raises(UnicodeEncodeError):
        archive.add(make_analysis([("hỏng \ud800", "other")]))
    assert archive.documents() == []


def test_statements_of_the_label_other_are_kept(archive: Archive, form: Callable[[str], str]) -> None:
    archive.add(make_analysis([(form("Nơi nhận: Như trên"), "other")]))
    (row,) = archive.rows("statements")
    assert (row["text"], row["label"]) == ("Nơi nhận: Như trên", "other")


def test_addressees_and_topics_are_rows(archive: Archive) -> None:
    archive.add(make_analysis([("Đề nghị.", "proposal", "the_che kinh_phi the_che", "Bộ Tài chính; UBND tỉnh; ")]))
    assert rows_of(archive, "statement_topics", "statement_id, ordinal, topic") == [
        (1, 0, "the_che"),
        (1, 1, "kinh_phi"),
    ]
    assert rows_of(archive, "statement_addressees", "ordinal, addressee, folded") == [
        (0, "Bộ Tài chính", " bo tai chinh "),
        (1, "UBND tỉnh", " uy ban nhan dan tinh "),
    ]
    (fact,) = archive.rows("statements")
    assert fact["topics"] == ["the_che", "kinh_phi"]
