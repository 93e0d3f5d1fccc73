"""Several writers on one archive at the same time: each document once and whole, in an order that readers can follow."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from samples import make_analysis

from vanban.model import Analysis
from vanban.store import Archive, open_archive, schema, write
from vanban.store.draft import make_draft
from vanban.store.postgresql import take_ids

N_DOCUMENTS, N_STATEMENTS = 12, 7


def paper(number: int) -> Analysis:
    analysis = make_analysis([(f"Nhận định {number} thứ {n}.", "result") for n in range(N_STATEMENTS)])
    return replace(analysis, document=replace(analysis.document, sha256=f"{number:064x}"))


def at_once(*works: Callable[[], object]) -> None:
    """Run functions in threads that begin together; fails with the first error of any."""
    errors: list[BaseException] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        ready.wait(30)
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


def test_the_same_documents_from_several_writers(archive: Archive, tmp_path: Path) -> None:
    outcomes: list[str] = []

    def add(name: str) -> None:
        with open_archive(archive.url) as own:
            for number in range(N_DOCUMENTS):
                outcomes.append(own.add(paper(number), paths=[tmp_path / f"{name}{number}.txt"]).outcome)

    at_once(*(partial(add, name) for name in "abc"))
    assert Counter(outcomes) == {"new": N_DOCUMENTS, "same": 2 * N_DOCUMENTS}
    assert archive.verify() == []
    assert archive.status()["paths"] == {"done": 3 * N_DOCUMENTS}
    with archive.reading() as connection:
        counted = sa.select(sa.func.count()).select_from(schema.statements)
        assert connection.execute(counted).scalar() == N_DOCUMENTS * N_STATEMENTS
        changes = list(connection.execute(sa.select(schema.documents.c.change)).scalars())
    assert sorted(changes) == list(range(1, N_DOCUMENTS + 1))


def test_an_older_document_is_made_anew_once(archive: Archive, tmp_path: Path) -> None:
    with archive.writing() as connection:
        write.add_analysis(connection, paper(1), version="0.0.1")
    outcomes: list[str] = []

    def add() -> None:
        with open_archive(archive.url) as own:
            outcomes.append(own.add(paper(1)).outcome)

    at_once(add, add, add)
    assert sorted(outcomes) == ["replaced", "same", "same"]
    assert archive.verify() == []


def test_who_has_seen_a_change_has_seen_all_before_it(postgresql_url: str) -> None:
    """Two transactions overlap: the one that began first is committed last, and has the later number."""
    with open_archive(postgresql_url) as archive:
        draft = make_draft(paper(1), archive.dialect)
        with archive.writing(shared=True) as connection:
            first = write.add_draft(connection, draft)
            with open_archive(postgresql_url) as other:
                second = other.add(paper(2))
                assert [row["sha256"][-1] for row in other.documents()] == ["2"]
            write.end_adding(connection, first)
        with archive.reading() as connection:
            found = dict(connection.execute(sa.select(schema.documents.c.id, schema.documents.c.change)).all())
    assert found[second.document_id] < found[first.document_id]


def test_ids_in_a_row_after_what_was_counted_on(postgresql_url: str) -> None:
    """An archive of an older program has rows that its sequences know nothing of."""
    with open_archive(postgresql_url) as archive:
        archive.add(paper(1))
        with archive.writing() as connection:
            connection.exec_driver_sql(
                "SELECT setval('documents_id_seq', 1, false), setval('statements_id_seq', 1, false)"
            )
        with archive.writing(shared=True) as connection:
            ids = take_ids(connection, {"documents": 3, "statements": 5})
            after = take_ids(connection, {"documents": 1, "statements": 1})
    assert ids == {"documents": 2, "statements": N_STATEMENTS + 1}
    assert after == {"documents": 5, "statements": N_STATEMENTS + 6}


def test_other_writers_wait_for_those_who_take_in(archive: Archive) -> None:
    """Who writes alone, a migration or a copy, comes between documents and never into one."""
    order: list[str] = []
    inside = threading.Event()

    def share() -> None:
        with open_archive(archive.url) as own, own.writing(shared=True):
            inside.set()
            threading.Event().wait(0.3)
            order.append("shared")

    def alone() -> None:
        inside.wait(30)
        with open_archive(archive.url) as own, own.writing():
            order.append("alone")

    at_once(share, alone)
    assert order == ["shared", "alone"]
