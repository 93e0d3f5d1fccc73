"""Tables of an archive as data frames."""

from __future__ import annotations

import pytest
from samples import full_analysis

from vanban.errors import UsageError
from vanban.export.frames import to_frame
from vanban.export.tables import TABLES
from vanban.store import Archive


@pytest.mark.parametrize("what", TABLES)
def test_every_table_has_its_rows(archive: Archive, what: str) -> None:
    archive.add(full_analysis(paged=True))
    frame = to_frame(archive, what)
    assert len(frame) == (2 if what == "tables" else len(list(archive.rows(what))))
    assert len(frame) > 0


def test_quantities_are_numbers_and_days_are_days(archive: Archive) -> None:
    archive.add(full_analysis(paged=True))
    figures = to_frame(archive, "figures")
    assert figures["value"].dtype.kind == "f"
    assert to_frame(archive, "dates")["starts_on"].dtype.kind == "M"


def test_empty_archive_gives_named_columns(archive: Archive) -> None:
    frame = to_frame(archive, "indicators")
    assert len(frame) == 0
    assert {"name", "value", "target", "status"} <= set(frame.columns)


def test_unknown_table_is_refused(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no such table"):
        to_frame(archive, "people")
