"""Fixtures that several folders share; its place here also lets them import `samples`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vanban.store import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "kho.db") as opened:
        yield opened


@pytest.fixture(params=["NFC", "NFD"])
def form(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give a text in one Unicode form, then in the other."""
    return lambda text: unicodedata.normalize(request.param, text)
