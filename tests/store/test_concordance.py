"""A concordance finds what the database's own index finds, also beside writers, and its files may go at any time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from samples import full_analysis, make_analysis

from vanban.store import Archive, finding, open_archive, search, write
from vanban.store.concordance import Matcher
from vanban.store.concordance.expression import Joined, Phrase, parse_expression
from vanban.store.concordance.segment import Segment, make_segment
from vanban.store.filters import make_filters
from vanban.store.query import parse_query

SAID = [
    ("Đề nghị bố trí nhân lực công nghệ thông tin.", "proposal", "nhan_luc"),
    ("Nhân dân đóng góp sức lực.", "other"),
    ("Thiếu nhân lực CNTT ở cấp xã; thiếu nhân lực y tế.", "difficulty", "nhan_luc"),
    ("Nhan luc con mong.", "other"),
    ("Để nghỉ ngơi, người lao động nộp đơn.", "other"),
    ("I. NHÂN LỰC", "other"),
    ("Biến động biên chế, chẽ cây.", "other"),
]
QUERIES = [
    "nhân lực",
    '"nhân lực"',
    "nhan luc",
    "công nghệ thông tin",
    "CNTT",
    "thiếu nhân lực NOT y tế",
    "nhân lực OR đề nghị",
    "đề nghị",
    "ngh*",
    "nhân lự*",
    "biên chế",
    "thiếu OR biên* NOT cây",
    "xyz",
    "thiếu xyz",
]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files for archives of any size."""
    monkeypatch.setattr(finding, "SMALLEST", 1)
    monkeypatch.setattr(finding, "BEHIND", 0)


@pytest.fixture
def both(archive: Archive, at_once: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Archive]]:
    """One archive twice: searched by its index, and by files and what was written since, replaced documents too."""
    monkeypatch.setenv("VANBAN_SEARCH", str(tmp_path / "files"))
    with open_archive(archive.url) as fast:
        archive.add(full_analysis())
        told = make_analysis(SAID, source="a.txt")
        archive.add(told)
        archive.add(make_analysis([("Nhân lực sẽ khác đi.", "result")], source="b.txt"))
        assert fast.update_search()
        archive.add(make_analysis(SAID[:3], source="c.txt"))
        fast.count("nhân lực")  # so that the next documents are a second piece
        with archive.writing() as connection:
            statements = (replace(told.statements[0], label="result"), *told.statements[1:])
            write.add_analysis(connection, replace(told, statements=statements), version="9.0")
        assert fast.count("nhân lực") > 0
        with archive.reading() as connection:
            assert fast.finder.state(connection).concordance is not None
        monkeypatch.setenv("VANBAN_SEARCH", str(tmp_path / "none"))
        with open_archive(archive.url) as slow:
            yield [slow, fast]


@pytest.mark.parametrize("filters", [{}, {"label": ["proposal", "difficulty"]}], ids=["all", "filtered"])
def test_both_ways_find_the_same(both: list[Archive], filters: dict[str, Any]) -> None:
    slow, fast = both
    for query in QUERIES:
        hits = [[(hit.text, hit.exact, hit.document.id) for hit in one.search(query, **filters)] for one in both]
        assert sorted(hits[0]) == sorted(hits[1]), query
        assert [exact for _, exact, _ in hits[0]] == [exact for _, exact, _ in hits[1]], query
        assert slow.count(query, **filters) == fast.count(query, **filters) == len(hits[0]), query
        assert slow.facets(query, **filters) == fast.facets(query, **filters), query
    newest = [[(hit.text, hit.exact) for hit in one.search("đề nghị", order="newest")] for one in both]
    assert newest[0] == newest[1]


@pytest.mark.parametrize("shortest", [1, 3, 1000])
def test_of_very_many_the_last_taken_in_come_first(
    both: list[Archive], shortest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are ranked of each step; those that are looked through from the end are the same however far one looks."""
    archive = both[1]
    every = archive.search("nhân lực", limit=100)
    monkeypatch.setattr(search, "FEW", 2)
    monkeypatch.setattr(search, "SHORTEST", shortest)
    with archive.reading() as connection:
        state, found = archive.finder.found(connection, parse_query("nhân lực"), make_filters({}))
        steps = parse_query("nhân lực").steps()
        assert state.concordance is not None
        ids = found.narrowed()
        typed = ids[Matcher(state.concordance, ids).matching(steps[0].matching)]
        told = typed[search.TOLD[state.columns.label[typed]]]
        ranked = search.rank(connection, parse_query("nhân lực"), found, count=2, concordance=state.concordance)
    assert sorted(number for number, _, _ in ranked) == sorted(told)[-2:]
    assert all(rank > 0 and exact for _, rank, exact in ranked)
    whole = archive.search("nhân lực", limit=100)
    assert sorted((hit.text, hit.exact) for hit in whole) == sorted((hit.text, hit.exact) for hit in every)


def test_what_is_remembered_ends_with_a_change_and_has_a_bound(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(make_analysis(SAID, source="a.txt"))
    assert [archive.count(query) for query in ("nhân lực", "nhân lực", "lao động")] == [5, 5, 1]
    archive.add(make_analysis(SAID[:3], source="b.txt"))
    assert archive.count("nhân lực") == 8
    assert {value.value: value.count for value in archive.facets("nhân lực")["label"]}["difficulty"] == 2
    monkeypatch.setattr(finding, "LARGEST", 3)
    for query in ("nhân lực", "lao động", "đề nghị"):
        archive.count(query)
    assert len(archive.finder._found) == 1


def test_what_is_labelled_comes_before_headings(both: list[Archive]) -> None:
    for archive in both:
        hits = [(hit.exact, hit.label != "other", hit.text) for hit in archive.search('"nhân lực"')]
        assert [hit[:2] for hit in hits] == [(True, True)] * 6 + [(True, False), (False, False)]
        assert hits[-2][2] == "I. NHÂN LỰC"


def test_what_is_typed_comes_before_what_is_folded(both: list[Archive]) -> None:
    for archive in both:
        found = [(hit.text[:6], hit.exact) for hit in archive.search("để nghỉ")]
        assert found == [("Để ngh", True)] + [("Đề ngh", False)] * 3


def test_files_of_another_archive_or_none_are_not_asked(
    at_once: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_SEARCH", str(tmp_path / "files"))
    with open_archive(tmp_path / "a.db") as archive:
        archive.add(make_analysis(SAID))
        assert archive.update_search()
        assert not archive.is_search_behind()
        with archive.reading() as connection:
            assert not archive.finder.update(connection)  # nothing is new
    with open_archive(tmp_path / "b.db") as archive:
        archive.add(make_analysis([("Khác hẳn.", "other")], source="b.txt"))
        assert [archive.count(query) for query in ("nhân lực", "khác")] == [0, 1]
    shutil.rmtree(tmp_path / "files")
    with open_archive(tmp_path / "a.db") as archive:
        assert archive.count('"nhân lực"') == 4


def test_an_archive_that_is_small_or_in_memory_has_no_files(tmp_path: Path, at_once: None) -> None:
    with open_archive("sqlite://") as archive:
        archive.add(make_analysis(SAID))
        assert not archive.is_search_behind()
        assert not archive.update_search()


EXPRESSIONS = [
    ('(folded : "chuyen")', Phrase(("chuyen",), False, False)),
    ('exact : "nhân lự"*', Phrase(("nhân", "lự"), True, True)),
    (
        '((folded : "a" AND exact : "b") NOT folded : "c d")',
        Joined(
            "NOT",
            (
                Joined("AND", (Phrase(("a",), False, False), Phrase(("b",), True, False))),
                Phrase(("c", "d"), False, False),
            ),
        ),
    ),
    ('(folded : "or") OR (folded : "a")', Joined("OR", (Phrase(("or",), False, False), Phrase(("a",), False, False)))),
]


@pytest.mark.parametrize(("written", "tree"), EXPRESSIONS, ids=[written for written, _ in EXPRESSIONS])
def test_expressions_are_read(written: str, tree: Phrase | Joined) -> None:
    assert parse_expression(written) == tree


def test_every_expression_that_is_written_is_read() -> None:
    for query in QUERIES:
        for step in parse_query(query).steps():
            assert parse_expression(step.matching)


PASSAGES = [(3, ["b", "á", "a"]), (4, []), (7, ["a", "b", "a", "b"]), (8, ["á"])]
PLACES = [
    (Phrase(("a",), True, False), [0, 4]),
    (Phrase(("a",), False, False), [0, 4, 5]),  # á too
    (Phrase(("a", "b"), True, False), [4]),
    (Phrase(("b", "a"), False, False), [0, 4]),
    (Phrase(("a", "a"), False, False), [0]),
    (Phrase(("b", "b"), True, False), []),
    (Phrase(("b", "á"), True, False), [0]),  # b ends a passage, á begins the next: not that
    (Phrase(("a", ""), False, True), [0, 4]),
    (Phrase(("c",), False, False), []),
    (Phrase(("a", "b", "c"), False, False), []),
]


STRETCHES = [(0, 6), (0, 1), (3, 6), (1, 5), (4, 5)]


@pytest.mark.parametrize(("phrase", "rows"), PLACES, ids=str)
def test_a_segment_knows_where_words_follow_one_another(phrase: Phrase, rows: list[int]) -> None:
    short = make_segment(3, 1, PASSAGES)
    for segment in (short, short.inverted()):
        assert isinstance(segment, Segment)
        assert segment.size == 6
        assert sorted(set(segment.rows_of(phrase).tolist())) == rows
        flags = np.zeros(6, bool)
        flags[rows] = True
        for start, end in STRETCHES:  # before and after the bits of all passages are known
            among = np.arange(start, end) != 4
            found = segment.flags_between(phrase, start, end, among) & among
            assert found.tolist() == (flags[start:end] & among).tolist()
        assert np.unpackbits(segment.bits_of(phrase), count=6).tolist() == flags.tolist()
        assert [segment.flags_between(phrase, *ends, np.ones(6, bool)).tolist() for ends in STRETCHES] == [
            flags[slice(*ends)].tolist() for ends in STRETCHES
        ]
    chosen = short.inverted().selected(short.rows_of(Phrase(("b",), True, False))[:1])
    assert sorted(set(chosen.rows_of(phrase).tolist())) == [0] * (0 in rows)
