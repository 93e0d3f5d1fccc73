"""An archive that an older program made is brought up to date, and loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cluster import Cluster
from samples import full_analysis
from sqlalchemy import text

from vanban.model import Letterhead
from vanban.store import Archive, open_archive, schema
from vanban.store.migrate import upgrade
from vanban.store.migrations.versions.v0007_long_ids import COLUMNS

# rows as revision 0001 held them, of a letter from Quảng Nam with a statement, a topic and a citation
FIRST = """
INSERT INTO documents (id, sha256, source, media_type, n_characters, doc_type, province, province_now, spans, properties,
    issuer_folded, province_folded, version, added_at, analysed_at)
VALUES (1, '{sha}', 'a.txt', 'text/plain', 20, 'cong_van', 'Quảng Nam', 'Đà Nẵng', '{{}}', '{{}}', '', 'da nang', '0.0.9',
    '2025-01-01 00:00:00', '2025-01-01 00:00:00');
INSERT INTO paths (path, document_id, state, attempts, updated_at) VALUES ('/a.txt', 1, 'done', 1, '2025-01-01 00:00:00');
INSERT INTO texts VALUES (1, 'Thiếu bác sĩ ở xã. .');
INSERT INTO blocks (document_id, ordinal, kind, span_start, span_end) VALUES (1, 0, 'paragraph', 0, 18);
INSERT INTO statements (id, document_id, key, span_start, span_end, score, rule, text, label)
VALUES (1, 1, 'abcdef', 0, 18, 0.9, 'statement.rules', 'Thiếu bác sĩ ở xã.', 'difficulty');
INSERT INTO statement_topics VALUES (1, 'nhan_luc', 0);
INSERT INTO citations (id, document_id, key, span_start, span_end, score, rule, text, doc_type, cited)
VALUES (1, 1, 'fedcba', 0, 5, 0.9, 'citation.full', 'Thiếu', 'luat', ' luat dat dai ');
INSERT INTO passages VALUES (1, 1, 'statement', 0, 18, NULL, 1);
"""


def first_archive(url: str, *, to: str = "0001", then: Sequence[str] = ()) -> Archive:
    """Make an archive of revision 0001 with rows, then open it with the program of today.

    `to`: a later revision that it is brought up to before, by a program of its time, and what is done then.
    """
    from vanban.store import connect, index

    real, connect._bring_up_to_date = connect._bring_up_to_date, lambda *_, **__: None  # type: ignore[assignment]
    try:
        old = open_archive(url)
    finally:
        connect._bring_up_to_date = real
    with old.writing() as connection:
        upgrade(connection, url, to="0001")
        for statement in FIRST.format(sha="ab" * 32).split(";\n"):
            if statement.strip():
                connection.execute(text(statement.replace(":00:00'", r"\:00\:00'")))
        index.insert(connection, "Thiếu bác sĩ ở xã. .", [(1, 0, 18)])
        upgrade(connection, url, to=to)
        for statement in then:
            connection.execute(text(statement))
    old.close()
    return open_archive(url, create=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "kho.db")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.url(cluster.new_database())


def test_the_first_archive_is_brought_up_to_date(url: str) -> None:
    with first_archive(url) as archive:
        (hit,) = archive.search("bac si", province="=Quảng Nam", label="difficulty", cites="Luật Đất đai")
        assert (hit.key, hit.topics, hit.text) == ("abcdef", ("nhan_luc",), "Thiếu bác sĩ ở xã.")
        assert {facet.value: facet.count for facet in archive.facets("")["province"]} == {"Đà Nẵng": 1}
        with archive.reading() as connection:
            assert connection.execute(text("SELECT version FROM statements")).scalar() == "0.0.9"
            assert connection.execute(text("SELECT topics FROM v_difficulties")).scalar() == "nhan_luc"
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == schema.HEAD
        assert archive.verify() == []
        analysis = full_analysis()
        document = replace(analysis.document, sha256="ab" * 32)
        assert archive.add(replace(analysis, document=document, letterhead=Letterhead())).outcome == "replaced"
        assert archive.count("bac si") == 0
        assert archive.verify() == []


def test_the_sector_of_what_is_there_is_found(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    longer = FIRST.replace("Thiếu bác sĩ ở xã. .'", "Thiếu bác sĩ ở xã. . Trạm y tế, bệnh viện ít giường bệnh.'")
    monkeypatch.setitem(globals(), "FIRST", longer)
    with first_archive(url) as archive:
        assert [row["sector"] for row in archive.documents()] == ["y_te"]
        assert archive.count("", sector="Y tế") == 1
        with archive.reading() as connection:
            shown = [
                connection.execute(text(f"SELECT sector FROM {view}")).scalar()
                for view in ("v_documents", "v_difficulties")
            ]
            assert shown == ["y_te", "y_te"]


def type_of(archive: Archive, table: str, column: str) -> str:
    chosen = "SELECT data_type FROM information_schema.columns WHERE table_name = :table AND column_name = :column"
    with archive.reading() as connection:
        return str(connection.execute(text(chosen), {"table": table, "column": column}).scalar())


def test_ids_become_long_and_views_keep_their_rights(cluster: Cluster) -> None:
    name = cluster.new_database()
    with first_archive(cluster.url(name), to="0006", then=["GRANT SELECT ON v_difficulties TO PUBLIC"]) as archive:
        for table, column in COLUMNS:
            assert type_of(archive, table, column) == "bigint", (table, column)
        assert type_of(archive, "statements", "document_id") == "integer"
        with archive.reading() as connection:
            assert connection.execute(text("SELECT topics FROM v_difficulties")).scalar() == "nhan_luc"
            comment = "SELECT col_description('v_difficulties'\\:\\:regclass, 1)"
            assert str(connection.execute(text(comment)).scalar()).startswith("Khóa của dữ kiện")
            rights = (
                "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = 'v_difficulties'"
            )
            granted = connection.execute(text(f"{rights} AND grantee = 'PUBLIC'")).scalar()
            assert granted == "SELECT"
        assert [hit.key for hit in archive.search("bac si")] == ["abcdef"]
        assert archive.verify() == []


@pytest.mark.parametrize(
    "then",
    [
        pytest.param("CREATE VIEW theirs AS SELECT id FROM statements", id="a view of somebody's on an id"),
        pytest.param("INSERT INTO passages VALUES (5000002, 1, 'block', 0, 5, NULL, NULL)", id="a large archive"),
    ],
)
def test_ids_stay_short_where_they_cannot_change(then: str, cluster: Cluster) -> None:
    name = cluster.new_database()
    with first_archive(cluster.url(name), to="0006", then=[then]) as archive:
        assert type_of(archive, "statements", "id") == "integer"
        assert [hit.topics for hit in archive.search("bac si")] == [("nhan_luc",)]
        with archive.reading() as connection:
            assert connection.execute(text("SELECT topics FROM v_difficulties")).scalar() == "nhan_luc"
        assert archive.add(full_analysis()).outcome == "new"
