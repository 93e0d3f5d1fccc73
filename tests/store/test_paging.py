"""Pages of long lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from samples import LETTERHEAD, make_analysis

from vanban.store import Archive
from vanban.store.filters import FilterOptions, make_filters
from vanban.store.paging import rows_page

SAID = [("Một.", "result"), ("Hai.", "difficulty", "nhan_luc"), ("Ba.", "difficulty")]


@pytest.fixture
def full(archive: Archive) -> Archive:
    """Four documents of three statements, one of them without a day, and one without any."""
    for number, day in enumerate((dt.date(2024, 1, 1), None, dt.date(2025, 1, 1), dt.date(2024, 1, 1)), 1):
        letter = replace(LETTERHEAD, number=str(number), issued_on=day)
        table = [("a", "b"), ("c", str(number))] if number != 3 else ()
        archive.add(make_analysis(SAID, source=f"{number}.txt", letterhead=letter, table=table))
    archive.add(make_analysis([], source="none.txt"))
    return archive


KINDS = ("documents", "statements", "citations", "tables")
FILTERS: tuple[FilterOptions, ...] = ({}, {"label": "difficulty"}, {"topic": "nhan_luc"}, {"since": "2024-06"})


@pytest.mark.parametrize("in_memory", [False, True])
def test_pages_put_together_are_the_list(full: Archive, in_memory: bool) -> None:
    for what, filters, size in product(KINDS, FILTERS, (2, 5)):
        whole, found = list(full.rows(what, **filters)), []
        with full.reading() as connection:
            columns = full.finder.state(connection).columns if in_memory else None
            for offset in range(0, len(whole) + size, size):
                wanted = {"limit": size, "offset": offset, "columns": columns}
                rows, total = rows_page(connection, what, make_filters(filters), **wanted)
                assert total == len(whole)
                found += rows
            assert rows_page(connection, what, make_filters(filters), limit=5, offset=1000) == ([], len(whole))
        assert found == whole, (what, filters, size)


def test_a_page_in_the_middle(full: Archive) -> None:
    with full.reading() as connection:
        rows, total = rows_page(connection, "statements", make_filters({}), limit=4, offset=2)
    assert [(row["document_number"], row["text"]) for row in rows] == [
        ("3", "Ba."), ("1", "Một."), ("1", "Hai."), ("1", "Ba."),
    ]  # fmt: skip
    assert total == 12
