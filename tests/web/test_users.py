"""Users, their passwords, and wrong tries."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import Type, extract_parameters
from starlette.testclient import TestClient
from web.conftest import log_in

from vanban.cli import main
from vanban.errors import UsageError
from vanban.store import open_archive
from vanban.store.audit import list_deeds
from vanban.store.users import find_user, list_users
from vanban.web.login import PER_NAME_AND_ADDRESS, Limiter, limits_of
from vanban.web.users import add_user, check_password, make_hasher

Browse = Callable[..., TestClient]
GOOD = "mat khau dai"


@pytest.fixture
def add(kho: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run `vanban user add` with a password from stdin."""

    def run(name: str, password: str = GOOD, *options: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\nanother line\n"))
        return main(["user", "add", name, "--db", str(kho), *options])

    return run


def test_users_are_added_listed_and_deleted(
    add: Callable[..., int], kho: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add("Lan") == 0
    assert add("Bình", GOOD, "--role", "editor") == 0
    capsys.readouterr()
    assert main(["user", "list", "--db", str(kho), "--json"]) == 0
    assert [(u["name"], u["role"]) for u in json.loads(capsys.readouterr().out)] == [
        ("bình", "editor"),
        ("lan", "reader"),
    ]
    assert main(["user", "delete", "LAN", "--db", str(kho)]) == 0
    assert main(["user", "delete", "lan", "--db", str(kho)]) == 2
    with open_archive(kho) as archive, archive.reading() as connection:
        assert [user.name for user in list_users(connection)] == ["bình"]
        told = [(deed.address, deed.action, deed.target) for deed in list_deeds(connection)]
    assert told == [
        ("vanban user", "user deleted", "lan"),
        ("vanban user", "user added", "bình editor"),
        ("vanban user", "user added", "lan reader"),
    ]


def test_passwords_are_kept_as_argon2_hashes_only(add: Callable[..., int], kho: Path) -> None:
    add("lan")
    with open_archive(kho) as archive:
        with archive.reading() as connection:
            found = find_user(connection, "lan")
        assert found is not None
        assert found[1].startswith("$argon2id$")
        assert check_password(archive, "LAN ", GOOD) == found[0]
        for name, password in (("lan", GOOD + " "), ("lan", ""), ("lan", found[1]), ("nobody", GOOD), ("", "")):
            assert check_password(archive, name, password) is None
    assert GOOD.encode() not in kho.read_bytes()


def test_hashing_costs_what_rfc_9106_asks_for() -> None:
    made = extract_parameters(make_hasher().hash("a password"))
    assert (made.type, made.memory_cost, made.time_cost) == (Type.ID, 64 * 1024, 3)


def test_a_name_in_either_form_is_one_user(add: Callable[..., int], kho: Path, form: Callable[[str], str]) -> None:
    add(form("Bình"))
    with open_archive(kho) as archive:
        user = check_password(archive, "bình", GOOD)
    assert user is not None
    assert user.name == "bình"


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("lan", "ngan", "ít nhất 10 ký tự"),
        ("lan", "", "ít nhất 10 ký tự"),
        ("lan", "a" * 1001, "ít nhất 10 ký tự"),
        ("nguyenvanan", "NguyenVanAn", "không được giống tên"),
        ("", GOOD, "tên người dùng"),
        (" ", GOOD, "tên người dùng"),
        ("a\nb", GOOD, "tên người dùng"),
        ("a" * 101, GOOD, "tên người dùng"),
    ],
)
def test_bad_names_and_passwords_are_refused(kho: Path, name: str, password: str, words: str) -> None:
    with open_archive(kho) as archive, pytest.raises(UsageError, match=words):
        add_user(archive, name, password, role="reader")


@pytest.mark.parametrize(
    "arguments", [["user"], ["user", "add"], ["user", "delete"], ["user", "add", "x", "--role", "god"]]
)
def test_wrong_use_of_the_command(kho: Path, arguments: list[str]) -> None:
    assert main([*arguments, "--db", str(kho)] if len(arguments) > 1 else arguments) == 2


def test_a_new_password_ends_the_sessions(add: Callable[..., int], browse: Browse) -> None:
    add("lan")
    client = browse()
    log_in(client, "lan", GOOD)
    assert client.get("/api/v1/documents").status_code == 200
    add("lan", GOOD + " moi")
    assert client.get("/api/v1/documents").status_code == 401
    assert log_in(client, "lan", GOOD).status_code == 401
    assert log_in(client, "lan", GOOD + " moi").status_code == 303


def test_who_is_deleted_is_out_at_once(add: Callable[..., int], browse: Browse, kho: Path) -> None:
    add("lan")
    add("chu")
    client = browse()
    log_in(client, "lan", GOOD)
    main(["user", "delete", "lan", "--db", str(kho)])
    assert client.get("/api/v1/documents").status_code == 401


def test_the_first_user_closes_an_open_server(add: Callable[..., int], browse: Browse) -> None:
    client = browse()
    assert client.get("/api/v1/documents").status_code == 200
    add("lan")
    assert client.get("/api/v1/documents").status_code == 401


def test_wrong_tries_are_limited(browse: Browse, users: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.web.login.check_password", lambda *_: None)
    client = browse()
    for _ in range(PER_NAME_AND_ADDRESS):
        answer = log_in(client, "lan", "wrong")
        assert (answer.status_code, "Tên hoặc mật khẩu không đúng" in answer.text) == (401, True)
    monkeypatch.undo()
    answer = log_in(client, "Lan", users["lan"])
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60 + 1
    assert "15 phút" in answer.text
    assert log_in(client, "binh", users["binh"]).status_code == 303


def test_right_tries_do_not_count(browse: Browse, users: dict[str, str]) -> None:
    client = browse()
    for _ in range(PER_NAME_AND_ADDRESS + 1):
        assert log_in(client, "lan", users["lan"]).status_code == 303
        client.cookies.clear()


def test_the_limiter_forgets_after_a_while() -> None:
    now = 0.0
    limiter = Limiter(window_s=60, clock=lambda: now)
    limits = {"lan": 2, "10.0.0.1": 3}
    limiter.count(limits)
    now = 10.0
    assert limiter.wait_s(limits) == 0
    limiter.count(limits)
    now = 20.0
    assert limiter.wait_s(limits) == 41
    assert limiter.wait_s({"10.0.0.1": 3}) == 0
    now = 61.0
    assert limiter.wait_s(limits) == 0
    limiter.count(limits)
    limiter.forget(limits)
    assert limiter.wait_s(limits) == 0


def test_many_names_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.web.login._REMEMBERED", 10)
    limiter = Limiter()
    for number in range(100):
        limiter.count({str(number): 1})
    assert len(limiter._tries) == 10
    assert limiter.wait_s({"99": 1}) > 0


def test_what_tries_count_for() -> None:
    assert limits_of("Lan", "10.0.0.1") == {"lan\n10.0.0.1": 5, "\n10.0.0.1": 20, "lan": 50}


def test_serve_refuses_to_open_to_others_without_users(
    kho: Path, capsys: pytest.CaptureFixture[str], add: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: started.append(sockets[0].getsockname()[0]))
    for options in (["--host", "0.0.0.0"], ["--https"]):
        assert main(["serve", "--db", str(kho), "--port", "8901", *options]) == 2
        assert "vanban user add" in capsys.readouterr().err
    assert started == []
    assert main(["serve", "--db", str(kho), "--port", "8901"]) == 0
    add("lan")
    assert main(["serve", "--db", str(kho), "--port", "8901", "--host", "0.0.0.0"]) == 0
    assert started == ["127.0.0.1", "0.0.0.0"]


def test_serve_says_what_is_missing(
    kho: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vanban.cli.serve.find_spec", lambda name: None if name == "uvicorn" else name)
    assert main(["serve", "--db", str(kho)]) == 3
    assert "trang web cần uvicorn; cài bằng: pip install 'vanban[web]'" in capsys.readouterr().err


def test_serve_needs_an_archive(tmp_path: Path) -> None:
    assert main(["serve", "--db", str(tmp_path / "none.db")]) == 2


def test_a_port_that_is_taken_is_told(kho: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--db", str(kho), "--port", port]) == 2
    assert "--port" in capsys.readouterr().err
