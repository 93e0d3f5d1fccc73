"""Files that editors send."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import make_analysis
from starlette.testclient import TestClient
from web.conftest import EVIL, csrf

from vanban.batch import ingest
from vanban.errors import ClassifiedError
from vanban.store import Archive, open_archive
from vanban.store.ledger import find_entries, stored_path
from vanban.web.settings import Taken

Browse = Callable[..., TestClient]
JSON = {"Accept": "application/json"}


def take_in(archive: Archive, path: Path) -> Taken:
    """What the worker process does, in short: the words of a file decide what becomes of it."""
    text = path.read_text()
    if "bí mật" in text:
        return Taken("failed", "văn bản đóng dấu Mật, không đưa vào kho", "không để văn bản mật trên máy thường", True)
    if "hỏng" in text:
        return Taken("failed", "tệp hỏng", "lưu lại tệp")
    if "sập" in text:
        raise RuntimeError("inside")
    added = archive.add(make_analysis([(text, "other")], source=path.name), paths=[path])
    return Taken(added.outcome)


@pytest.fixture
def editor(browse: Browse, tmp_path: Path) -> TestClient:
    return browse(take_in=take_in, upload_bytes=1 << 20, upload_dir=tmp_path / "den")


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    form = {"csrf": csrf(client, "/tai-len"), **fields}
    return client.post("/tai-len", data=form, files=[("files", file) for file in files])


def followed(client: TestClient, address: str) -> list[dict[str, Any]]:
    for _ in range(500):
        told = client.get(f"{address}/tien-do").json()
        if told["over"]:
            items: list[dict[str, Any]] = told["items"]
            return items
        time.sleep(0.02)
    raise AssertionError("never over")


def test_a_file_is_sent_read_and_found(editor: TestClient) -> None:
    answer = send(editor, ("báo cáo.txt", "Xã còn thiếu cán bộ.".encode()))
    assert answer.status_code == 303
    (item,) = followed(editor, answer.headers["location"])
    assert (item["name"], item["state"], item["message"]) == ("báo cáo.txt", "done", "")
    number = int(item["address"].removeprefix("/van-ban/"))
    assert editor.get(f"/api/v1/documents/{number}").json()["source"] == "báo cáo.txt"
    page = editor.get(answer.headers["location"]).text
    assert f'<a href="{item["address"]}">báo cáo.txt</a>' in page
    assert "Đã vào kho" in page


def test_several_files_each_have_their_fate(editor: TestClient, tmp_path: Path) -> None:
    texts = {"a.txt": "Nội dung.", "b.txt": "hỏng", "c.txt": "sập", "d.txt": "bí mật", "e.txt": "Cuối cùng."}
    answer = send(editor, *((name, text.encode()) for name, text in texts.items()))
    items = followed(editor, answer.headers["location"])
    assert [item["state"] for item in items] == ["done", "failed", "failed", "failed", "done"]
    assert items[1]["message"] == "tệp hỏng; lưu lại tệp"
    assert "RuntimeError" not in str(items) and "inside" not in str(items)
    assert items[3]["message"] == "văn bản đóng dấu Mật, không đưa vào kho; tệp đã được xóa khỏi máy chủ"
    # nothing stays of a secret; what failed otherwise may be tried again
    assert sorted(path.name for path in (tmp_path / "den").rglob("*.txt")) == ["a.txt", "b.txt", "c.txt", "e.txt"]
    assert len(list((tmp_path / "den").iterdir())) == 4


SECRET = "BỘ A\nMẬT\nSố: 1/BC-A\nHà Nội, ngày 02 tháng 3 năm 2025\n\nBÁO CÁO\nTình hình\n\nNội dung.\n"


def really(archive: Archive, path: Path) -> Taken:
    """Take in as the server does, without a process of its own."""
    *_, result = ingest(archive, [stored_path(path)])
    problem = result.problem
    if problem is None:
        return Taken(result.outcome)
    return Taken(result.outcome, problem.problem, problem.remedy, isinstance(problem, ClassifiedError))


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for name, text in members.items():
            bundle.writestr(name.replace("_", "."), text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("members", "state", "message", "refused"),
    [
        ({"a_txt": "Xã thiếu cán bộ.", "b_txt": "Huyện thiếu máy."}, "done", "2 tệp trong gói đã vào kho", ()),
        (
            {"a_txt": "Xã thiếu cán bộ.", "b_pdf": "%PDF-1.7 hỏng"},
            "partly",
            "1 tệp trong gói đã vào kho; 1 tệp trong gói không vào được",
            ("b.pdf: ",),
        ),
        ({"b_pdf": "%PDF-1.7 hỏng"}, "failed", "1 tệp trong gói không vào được", ("b.pdf: ",)),
        ({}, "done", "gói không có tệp nào đọc được", ()),
        (
            {"a_txt": "Xã thiếu cán bộ.", "m_txt": SECRET},
            "partly",
            "1 tệp trong gói đã vào kho; 1 tệp trong gói không vào được; "
            "cả gói đã được xóa khỏi máy chủ vì có văn bản mật",
            ("m.txt: ",),
        ),
    ],
)
def test_what_became_of_each_member_of_a_bundle_is_told(
    browse: Browse, tmp_path: Path, members: dict[str, str], state: str, message: str, refused: tuple[str, ...]
) -> None:
    client = browse(take_in=really, upload_dir=tmp_path / "den")
    answer = send(client, ("gói.zip", zipped(**members)))
    (item,) = followed(client, answer.headers["location"])
    assert (item["state"], item["message"]) == (state, message)
    assert len(item["refused"]) == len(refused)
    for told, expected in zip(item["refused"], refused, strict=True):
        assert told.startswith(expected)
        assert f"<li>{told[:10]}" in client.get(answer.headers["location"]).text
    kept = list((tmp_path / "den").rglob("*.zip"))
    assert len(kept) == (0 if "xóa" in message else 1)


def test_the_same_bytes_twice_lead_to_one_document(editor: TestClient) -> None:
    first, second = (followed(editor, send(editor, ("a.txt", b"Mot.")).headers["location"]) for _ in range(2))
    assert first[0]["address"] == second[0]["address"]
    assert second[0]["message"] == "Nội dung này đã có trong kho"


@pytest.mark.parametrize(
    "name", ["../../kho.db", "/etc/passwd", "..\\x.txt", "a\x00b.txt", ".htaccess", EVIL + ".txt", "é" * 300 + ".txt"]
)
def test_a_name_leads_nowhere_else(editor: TestClient, tmp_path: Path, name: str) -> None:
    before = (tmp_path / "kho.db").stat().st_ino
    answer = send(editor, (name, b"Noi dung."))
    assert answer.status_code == 303
    (item,) = followed(editor, answer.headers["location"])
    assert item["state"] == "done"
    (folder,) = (tmp_path / "den").iterdir()
    (path,) = folder.iterdir()
    assert path.name == item["name"]
    assert len(path.name.encode()) <= 255
    assert (tmp_path / "kho.db").stat().st_ino == before
    assert EVIL not in editor.get(answer.headers["location"]).text


def test_files_that_are_too_large_are_refused(editor: TestClient, tmp_path: Path) -> None:
    answer = editor.post(
        "/tai-len",
        files={"files": ("a.txt", b"a" * (2 << 20))},
        headers={"X-CSRF-Token": csrf(editor, "/tai-len"), **JSON},
    )
    assert answer.status_code == 413
    assert "1 MB" in answer.json()["error"]["message"]
    assert not (tmp_path / "den").exists()


def test_a_body_that_hides_its_length_is_refused_too(editor: TestClient) -> None:
    def body() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(32):
            yield b"a" * (1 << 16)
        yield b"\r\n--x--\r\n"

    headers = {"X-CSRF-Token": csrf(editor, "/tai-len"), "Content-Type": "multipart/form-data; boundary=x"}
    assert editor.post("/tai-len", content=body(), headers=headers).status_code == 413


def test_too_many_files_are_refused(browse: Browse, tmp_path: Path) -> None:
    client = browse(take_in=take_in, upload_files=2, upload_dir=tmp_path / "den")
    assert send(client, *(((f"{n}.txt"), b"x") for n in range(3))).status_code == 400
    assert not (tmp_path / "den").exists()


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_files_from_another_site_are_refused(editor: TestClient, tmp_path: Path, token: str) -> None:
    assert send(editor, ("a.txt", b"x"), csrf=token).status_code == 403
    assert not (tmp_path / "den").exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"garbage", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\nnone\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"x", "multipart/form-data"),
        (b"x", "application/octet-stream"),
    ],
)
def test_broken_forms_are_told(editor: TestClient, body: bytes, kind: str) -> None:
    headers = {"X-CSRF-Token": csrf(editor, "/tai-len"), "Content-Type": kind, **JSON}
    answer = editor.post("/tai-len", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_script_is_answered_in_json(editor: TestClient) -> None:
    headers = {"X-CSRF-Token": csrf(editor, "/tai-len"), **JSON}
    answer = editor.post("/tai-len", files={"files": ("a.txt", b"Noi dung.")}, headers=headers)
    assert answer.status_code == 202
    assert followed(editor, answer.json()["address"])[0]["state"] == "done"


def test_a_server_that_takes_no_files_says_so(page: TestClient) -> None:
    assert "vanban ingest" in page.get("/tai-len").text


def test_others_do_not_see_what_was_sent(browse: Browse, users: dict[str, str], tmp_path: Path) -> None:
    from web.conftest import log_in

    client = browse(take_in=take_in, upload_dir=tmp_path / "den")
    log_in(client, "binh", users["binh"])
    address = send(client, ("a.txt", b"Noi dung.")).headers["location"]
    followed(client, address)
    client.cookies.clear()
    assert client.get(address).status_code == 303
    log_in(client, "lan", users["lan"])
    assert client.get(address).status_code == 403
    client.cookies.clear()
    log_in(client, "chu", users["chu"])
    assert client.get(address).status_code == 200
    assert client.get("/tai-len/none").status_code == 404


def test_what_waits_when_the_server_stops_is_in_the_ledger(browse: Browse, kho: Path, tmp_path: Path) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def slowly(archive: Archive, path: Path) -> Taken:
        reading.set()
        go_on.wait(20)
        return take_in(archive, path)

    client = browse(take_in=slowly, upload_dir=tmp_path / "den")
    send(client, ("a.txt", b"Mot."), ("b.txt", b"Hai."))
    assert reading.wait(20)
    closing = threading.Thread(target=client.app.state.uploads.close)  # type: ignore[attr-defined]
    closing.start()
    go_on.set()
    closing.join(20)
    waiting = stored_path(next((tmp_path / "den").rglob("b.txt")))
    with open_archive(kho) as archive, archive.reading() as connection:
        assert find_entries(connection, [waiting])[waiting].state == "waiting"
