"""An archive with a few documents, and browsers of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from samples import LETTERHEAD, full_analysis, make_analysis
from starlette.testclient import TestClient

from vanban.store import open_archive
from vanban.store.users import put_user
from vanban.web.app import create_app
from vanban.web.settings import Settings

HOME = "http://127.0.0.1:8000"
PASSWORDS = {"lan": "mat khau cua lan", "binh": "mat khau cua binh", "chu": "mat khau cua chu"}
ROLES = {"lan": "reader", "binh": "editor", "chu": "admin"}
EVIL = "<script>alert('x')</script>"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two documents, one with a name and words that a page must escape; to be copied."""
    path = tmp_path_factory.mktemp("kho") / "kho.db"
    letter = replace(
        LETTERHEAD, number="7", province="Cà Mau", province_now="Cà Mau", issued_on=dt.date(2024, 3, 1), subject=EVIL
    )
    evil = make_analysis([(f"Đơn vị còn thiếu máy {EVIL} để số hóa.", "difficulty", "ha_tang")], letterhead=letter)
    evil = replace(evil, document=replace(evil.document, source=f'{EVIL}"\r\n;.txt'))
    with open_archive(path) as archive:
        archive.add(full_analysis())
        archive.add(evil)
    return path


@pytest.fixture
def kho(filled: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "kho.db"
    copy.write_bytes(filled.read_bytes())
    return copy


@pytest.fixture
def browse(kho: Path) -> Iterator[Callable[..., TestClient]]:
    """Make browsers of the archive, each of an application of its own."""
    with ExitStack() as stack:

        def make(*, base_url: str = HOME, **options: Any) -> TestClient:
            app = create_app(str(kho), settings=Settings(**options))
            return stack.enter_context(
                TestClient(app, base_url=base_url, client=("127.0.0.1", 5000), follow_redirects=False)
            )

        yield make


@pytest.fixture(scope="session")
def page(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The browser of an owner on their own machine, for tests that change nothing: no users."""
    copy = tmp_path_factory.mktemp("page") / "kho.db"
    copy.write_bytes(filled.read_bytes())
    app = create_app(str(copy), settings=Settings())
    with TestClient(app, base_url=HOME, client=("127.0.0.1", 5000), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def cheap_hasher() -> Iterator[PasswordHasher]:
    """Hash with little work: what a real hash costs is tested once."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vanban.web.users._hasher", hasher)
        yield hasher


@pytest.fixture(scope="session")
def hashes(cheap_hasher: PasswordHasher) -> dict[str, str]:
    return {name: cheap_hasher.hash(password) for name, password in PASSWORDS.items()}


@pytest.fixture
def users(kho: Path, hashes: dict[str, str]) -> dict[str, str]:
    with open_archive(kho) as archive, archive.writing() as connection:
        for name, password_hash in hashes.items():
            put_user(connection, name, password_hash=password_hash, role=ROLES[name])
    return PASSWORDS


@pytest.fixture
def logged_in(browse: Callable[..., TestClient], users: dict[str, str]) -> Callable[[str], TestClient]:
    def make(name: str) -> TestClient:
        client = browse()
        answer = log_in(client, name, users[name])
        assert answer.status_code == 303, answer.text
        return client

    return make


def csrf(client: TestClient, path: str = "/dang-nhap") -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found is not None
    return found[1]


def log_in(client: TestClient, name: str, password: str, **fields: str) -> Any:
    form = {"csrf": csrf(client), "name": name, "password": password, **fields}
    return client.post("/dang-nhap", data=form)
