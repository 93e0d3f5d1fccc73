"""Who is let in, and what cannot be forged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from itsdangerous import TimestampSigner
from starlette.testclient import TestClient
from web.conftest import EVIL, csrf, log_in

from vanban.errors import ArchiveError
from vanban.store import open_archive
from vanban.store.audit import list_deeds, write_deeds
from vanban.web.login import next_path
from vanban.web.security import host_name
from vanban.web.sessions import load_key
from vanban.web.settings import is_loopback

Browse = Callable[..., TestClient]
LogIn = Callable[[str], TestClient]
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "private, no-cache",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tai-len", 200),
        ("/nhat-ky", 200),
        ("/api", 200),
        ("/api/v1/documents", 200),
        ("/api/v1/documents.csv", 200),
        ("/xuat/documents.xlsx", 200),
        ("/dang-nhap", 303),
        ("/khong-co", 404),
        ("/api/v1/khong-co", 404),
        ("/dang-xuat", 405),
        ("/api/v1/documents?page=x", 400),
    ],
)
def test_every_answer_has_the_headers_of_safety(page: TestClient, path: str, status: int) -> None:
    answer = page.get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/tai-len", "/nhat-ky", "/api", "/khong-co"])
def test_pages_hold_no_script_or_style_of_their_own(page: TestClient, path: str) -> None:
    text = page.get(path).text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert all(part.startswith(" src=") for part in text.split("<script")[1:])


def test_behind_https_cookies_go_no_other_way(browse: Browse, users: dict[str, str]) -> None:
    client = browse(https=True, names=("kho.example",), base_url="https://kho.example")
    answer = client.get("/dang-nhap")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-vanban=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


def test_the_cookie_is_kept_from_scripts_and_other_sites(browse: Browse) -> None:
    page = browse()
    cookie = page.get("/tai-len").headers["set-cookie"]
    assert cookie.startswith("vanban=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "set-cookie" not in page.get("/tai-len").headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("127.0.0.1", 200),
        ("localhost:8000", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("kho.example:8000", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost.evil.example", 400),
        ("10.0.0.5:8000", 400),
        ("localhost@evil.example", 400),
        ("evil.example/localhost", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_names_that_are_not_ours_are_refused(browse: Browse, host: str, status: int) -> None:
    """A name elsewhere may lead to 127.0.0.1: the browser would take our answers for that site's."""
    client = browse(names=("kho.example",))
    assert client.get("/tai-len", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "status"), [("10.0.0.5:8000", 401), ("kho.example", 401), ("evil.example", 400), ("localhost", 401)]
)
def test_beyond_this_machine_numbers_and_given_names_hold(
    browse: Browse, users: dict[str, str], host: str, status: int
) -> None:
    client = browse(host="0.0.0.0", names=("kho.example",))
    assert client.get("/api/v1/documents", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "name"),
    [("a:80", "a"), ("A", "a"), ("[::1]:80", "::1"), ("a:b", "a"), ("x@a", ""), ("a/b", ""), ("[", ""), ("", "")],
)
def test_host_names(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.2", False), ("localhost.example", False), ("", False)],
)  # fmt: skip
def test_loopback(host: str, local: bool) -> None:
    assert is_loopback(host) == local


def test_beyond_this_machine_nobody_sees_anything_before_there_are_users(browse: Browse) -> None:
    answer = browse(host="0.0.0.0", base_url="http://10.0.0.5:8000").get("/api/v1/documents")
    assert answer.status_code == 403
    assert "vanban user add" in answer.json()["error"]["message"]


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_a_proxy_in_front_does_not_make_strangers_the_owner(page: TestClient, header: str) -> None:
    assert page.get("/api/v1/documents").status_code == 200
    assert page.get("/api/v1/documents", headers={header: "203.0.113.9"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/tai-len", "/nhat-ky", "/xuat/documents.csv?province=Cà Mau", "/van-ban/1/ban-goc", "/api", "/khong-co"]
)
def test_strangers_are_led_to_the_login(browse: Browse, users: dict[str, str], path: str) -> None:
    answer = browse().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap?next=/")
    assert answer.text == ""


def test_after_the_login_one_is_where_one_wanted_to_be(browse: Browse, users: dict[str, str]) -> None:
    client = browse()
    there = "/xuat/documents.csv?province=C%C3%A0+Mau&page=2"
    asked = client.get(there)
    form = client.get(asked.headers["location"]).text
    assert 'name="next" value="/xuat/documents.csv?province=C%C3%A0+Mau&amp;page=2"' in form
    assert log_in(client, "lan", users["lan"], next=there).headers["location"] == there


@pytest.mark.parametrize(
    ("there", "path"),
    [
        ("/van-ban?page=2", "/van-ban?page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\..\\b", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("van-ban", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_elsewhere(there: str, path: str) -> None:
    assert next_path(there) == path


@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_form_without_our_token_does_nothing(logged_in: LogIn, token: str | None) -> None:
    client = logged_in("lan")
    answer = client.post("/dang-xuat", data={} if token is None else {"csrf": token})
    assert answer.status_code == 403
    assert client.get("/api/v1/documents").status_code == 200


def test_the_token_of_another_visit_is_worth_nothing(logged_in: LogIn) -> None:
    lan, binh = logged_in("lan"), logged_in("binh")
    theirs = csrf(binh, "/tai-len")
    assert lan.post("/dang-xuat", data={"csrf": theirs}).status_code == 403
    assert binh.post("/dang-xuat", data={"csrf": theirs}).status_code == 303


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_no_other_kind_of_body_gets_around_the_token(logged_in: LogIn, kind: str) -> None:
    client = logged_in("lan")
    assert client.post("/dang-xuat", content=b"csrf=x", headers={"Content-Type": kind}).status_code == 403
    assert client.get("/api/v1/documents").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_tells_of_another_site_is_believed(logged_in: LogIn, site: str) -> None:
    client = logged_in("binh")
    form = {"csrf": csrf(client, "/tai-len")}
    assert client.post("/dang-xuat", data=form, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert client.post("/dang-xuat", data=form, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_long_forms_are_not_read_to_the_end(browse: Browse, users: dict[str, str]) -> None:
    client = browse()
    assert log_in(client, "lan", users["lan"], filler="a" * 70_000).status_code == 413
    assert client.get("/api/v1/documents").status_code == 401


def test_sessions_cannot_be_forged(logged_in: LogIn, browse: Browse, kho: Path) -> None:
    good = logged_in("chu").cookies["vanban"]
    stranger = browse()

    def status(cookie: str) -> int:
        stranger.cookies.set("vanban", cookie)
        return stranger.get("/api/v1/documents").status_code

    signed, _, signature = good.rpartition(".")
    number = signed.rpartition(".")[0]
    with open_archive(kho) as archive:
        key = load_key(archive)
    assert status(good) == 200
    for forged in (
        f"{signed}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
        number,
        f"{number}..",
        "x" + good,
        good.replace(number, number[::-1], 1),
        TimestampSigner(b"another key", salt="vanban.visit").sign(number).decode(),
        TimestampSigner(key, salt="another").sign(number).decode(),
        "",
        "a" * 5000,
    ):
        assert status(forged) == 401, forged


def test_sessions_end(browse: Browse, users: dict[str, str]) -> None:
    client = browse(session_s=0)
    log_in(client, "lan", users["lan"])
    assert client.get("/api/v1/documents").status_code == 401


def test_a_login_begins_a_new_visit(browse: Browse, users: dict[str, str]) -> None:
    client = browse()
    client.get("/dang-nhap")
    before = client.cookies["vanban"]
    log_in(client, "lan", users["lan"])
    assert client.cookies["vanban"].split(".")[0] != before.split(".")[0]


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(logged_in: LogIn, browse: Browse) -> None:
    client, thief = logged_in("binh"), browse()
    thief.cookies.set("vanban", client.cookies["vanban"])
    assert thief.get("/api/v1/documents").status_code == 200
    token = csrf(client, "/tai-len")
    assert client.post("/dang-xuat", data={"csrf": token}).headers["location"] == "/dang-nhap"
    assert client.get("/api/v1/documents").status_code == 401
    assert thief.get("/api/v1/documents").status_code == 401


def test_the_key_stays_the_same_and_is_no_bodys_to_read(kho: Path, page: TestClient) -> None:
    with open_archive(kho) as archive:
        key = load_key(archive)
        assert load_key(archive) == key
    assert len(key) == 32
    for path in ("/api/v1/web_keys", "/xuat/web_keys.csv", "/xuat/users.csv", "/api/v1/users"):
        assert page.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static//etc/passwd",
        "/static/..%5capp.py",
        "/static/%00",
        "/van-ban/..%2f1/ban-goc",
        "/van-ban/%2e%2e/ban-goc",
        "/xuat/..%2f..%2fetc%2fpasswd.csv",
        "/xuat/documents.csv%00.xlsx",
        "/tong-hop.%2e%2e",
        "/tai-len/..%2f..",
    ],
)
def test_no_path_leads_out(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text
    assert "import" not in answer.text


TEXTS = [EVIL, '"><img src=x onerror=alert(1)>', "{{ 731*7919 }}", "</title><script>x()</script>", "' OR 1=1 --"]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_typed_is_shown_escaped(page: TestClient, browse: Browse, users: dict[str, str], text: str) -> None:
    client = browse()
    for answer in (
        client.get(f"/dang-nhap?next=/{quote(text)}"),
        log_in(client, text, "wrong password"),
        client.get(f"/dang-nhap?name={quote(text)}"),
    ):
        assert text not in answer.text or "<" not in text
        assert "5788789" not in answer.text
    found = page.get(f"/nhat-ky?user={quote(text)}&label={quote(text)}").text
    assert text not in found or "<" not in text


def test_file_names_and_texts_of_documents_are_escaped(page: TestClient) -> None:
    for path in ("/", "/van-ban", "/van-ban/2", "/tim-kiem?q=thiếu", "/kien-nghi", "/nhat-ky"):
        answer = page.get(path)
        assert answer.status_code in (200, 404)  # a page may not be there yet
        assert EVIL not in answer.text, path


SQLISH = ["'", "';DROP TABLE documents;--", '" OR ""="', "%", "_", "\\", "1 OR 1=1", "\x00", "NULL", "[0]", "=", "=%"]
NAMES = (
    "label",
    "topic",
    "province",
    "issuer",
    "addressee",
    "type",
    "cites",
    "year",
    "from",
    "to",
    "q",
    "name",
    "page",
)


@pytest.mark.parametrize("word", SQLISH)
def test_words_of_sql_stay_words(page: TestClient, word: str) -> None:
    for name in NAMES:
        for table in ("indicators", "search"):
            answer = page.get(f"/api/v1/{table}", params={name: word})
            assert answer.status_code in (200, 400), (table, name, answer.text)
    assert page.get("/api/v1/documents", params={"issuer": word + "x"}).json().get("total", 0) == 0
    assert page.get("/api/v1/documents").json()["total"] == 2


PATHS = (
    *("/api/v1/search", "/api/v1/facets", "/api/v1/statements", "/api/v1/indicators", "/xuat/search.csv", "/nhat-ky"),
    *("/", "/tim-kiem", "/kien-nghi", "/chi-tieu", "/vien-dan", "/van-ban"),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PATHS), name=st.sampled_from(NAMES), value=st.binary(max_size=40) | st.text(max_size=20))
def test_a_query_of_any_bytes_gets_an_answer(page: TestClient, path: str, name: str, value: bytes | str) -> None:
    answer = page.get(f"{path}?{name}={quote(value if isinstance(value, bytes) else value.encode('utf-8', 'replace'))}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400 and path.startswith("/api/"):
        assert json.loads(answer.text)["error"]["message"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.binary(max_size=30))
def test_a_path_of_any_bytes_gets_an_answer(page: TestClient, path: bytes) -> None:
    assert page.get(f"/{quote(path)}").status_code in (200, 303, 307, 400, 404, 405)


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("lan", "/tai-len", 403),
        ("lan", "/nhat-ky", 403),
        ("lan", "/api/v1/documents", 200),
        ("lan", "/xuat/documents.csv", 200),
        ("binh", "/tai-len", 200),
        ("binh", "/nhat-ky", 403),
        ("chu", "/tai-len", 200),
        ("chu", "/nhat-ky", 200),
    ],
)
def test_roles(logged_in: LogIn, name: str, path: str, status: int) -> None:
    assert logged_in(name).get(path).status_code == status


def test_a_refusal_stands_in_the_log_as_one(logged_in: LogIn, kho: Path) -> None:
    client = logged_in("lan")
    client.get("/nhat-ky")
    client.get("/van-ban/1")
    client.cookies.clear()
    client.get("/van-ban/2", follow_redirects=False)
    client.app.state.audit.flush()  # type: ignore[attr-defined]
    with open_archive(kho) as archive, archive.reading() as connection:
        found = {deed.target: deed.action for deed in list_deeds(connection)}
    wanted = {"/nhat-ky": "refused", "/van-ban/1": "view", "/van-ban/2": "refused"}
    assert {target: found.get(target) for target in wanted} == wanted


def test_readers_cannot_send_files(logged_in: LogIn) -> None:
    client = logged_in("lan")
    token = csrf(client, "/khong-co")
    answer = client.post("/tai-len", files={"files": ("a.txt", b"x")}, headers={"X-CSRF-Token": token})
    assert answer.status_code == 403


def test_a_fault_inside_shows_nothing_of_itself(page: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("vanban.web.audit.list_deeds", fail)
    answer = page.get("/nhat-ky")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    for word in ("secret", "RuntimeError", "Traceback", ".py"):
        assert word not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_saw_and_changed_what_is_written_down(logged_in: LogIn, browse: Browse, kho: Path) -> None:
    client = logged_in("binh")
    client.get("/api/v1/documents/1")
    client.get("/xuat/documents.csv?province=Cà Mau").read()
    client.get("/tai-len")
    client.post("/dang-xuat", data={"csrf": csrf(client, "/tai-len")})
    log_in(client, "binh", "not the password")
    client.app.state.audit.flush()  # type: ignore[attr-defined]
    with open_archive(kho) as archive, archive.reading() as connection:
        deeds = list_deeds(connection)
    told = [(deed.user_name, deed.action, deed.target) for deed in reversed(deeds)]
    assert told == [
        ("binh", "log in", None),
        ("binh", "api", "/api/v1/documents/1"),
        ("binh", "download", "/xuat/documents.csv?province=C%C3%A0%20Mau"),
        ("binh", "view", "/tai-len"),
        ("binh", "view", "/tai-len"),
        ("binh", "log out", None),
        ("binh", "log in failed", None),
    ]
    assert {deed.address for deed in deeds} == {"127.0.0.1"}


def test_no_address_and_no_fault_costs_a_line_of_the_log(
    logged_in: LogIn, kho: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in("lan")
    audit = client.app.state.audit  # type: ignore[attr-defined]
    audit.flush()
    real, calls = write_deeds, []

    def fail_once(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ArchiveError("locked")
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("vanban.web.audit.PAUSE_S", 60)
        patch.setattr("vanban.web.audit.write_deeds", fail_once)
        client.get("/api/v1/documents/1%00\udcff".encode("utf-8", "surrogatepass").decode("latin-1"))
        audit.flush()
        audit.flush()
    with open_archive(kho) as archive, archive.reading() as connection:
        (deed, *_) = list_deeds(connection)
    assert deed.target is not None
    assert deed.target.startswith("/api/v1/documents/1")
    assert "\x00" not in deed.target


def test_the_log_is_shown_to_admins_newest_first(logged_in: LogIn) -> None:
    client = logged_in("chu")
    client.get(f"/api/v1/documents?issuer={quote(EVIL)}")
    text = client.get("/nhat-ky").text
    assert "Đọc qua API" in text
    assert text.index("Đọc qua API</td>") < text.index("Đăng nhập</td>")
    assert "/api/v1/documents" not in client.get("/nhat-ky?user=lan").text
    client.get("/van-ban/1/trang/1.png")
    assert "/trang/1.png" not in client.get("/nhat-ky").text
    assert "/trang/1.png" in client.get("/nhat-ky?action=view+page").text


def test_an_owner_alone_fills_no_log_by_looking(browse: Browse, kho: Path) -> None:
    page = browse()
    page.get("/api/v1/documents")
    page.app.state.audit.flush()  # type: ignore[attr-defined]
    with open_archive(kho) as archive, archive.reading() as connection:
        assert list_deeds(connection) == []
