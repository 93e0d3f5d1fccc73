"""The archives that the tests of the store run on: every test that asks for `archive` runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vanban.store import Archive, open_archive


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    url = str(tmp_path / "kho.db") if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    with open_archive(url, files=tmp_path / "kho.db.files") as opened:
        yield opened


@pytest.fixture
def sqlite_archive(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive for what only SQLite has."""
    with open_archive(tmp_path / "kho.db") as opened:
        yield opened
