"""Fixtures that several folders share; its place here also lets them import `samples`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster import MISSING, Cluster, find_programs, running_cluster

from vanban.store import Archive, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "kho.db") as opened:
        yield opened


@pytest.fixture(params=["NFC", "NFD"])
def form(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give a text in one Unicode form, then in the other."""
    return lambda text: unicodedata.normalize(request.param, text)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL server for the session."""
    programs = find_programs()
    if programs is None:
        pytest.skip(MISSING)
    with running_cluster(programs) as running:
        yield running


@pytest.fixture(scope="session")
def _postgresql_archive(cluster: Cluster) -> str:
    name = cluster.new_database()
    open_archive(cluster.url(name)).close()
    return name


@pytest.fixture
def postgresql_url(cluster: Cluster, _postgresql_archive: str) -> str:
    """Give the address of an archive in PostgreSQL that nothing is in yet; one a session, emptied for each test."""
    cluster.empty(_postgresql_archive)
    return cluster.url(_postgresql_archive)
