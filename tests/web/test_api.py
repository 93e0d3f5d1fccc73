"""The JSON API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from samples import full_analysis
from starlette.testclient import TestClient

from vanban.export.tables import TABLES
from vanban.store import open_archive
from vanban.web.api import OPERATIONS, is_known

ADDRESSES = {"/api/v1/documents/{id}": "/api/v1/documents/1?text=1", "/api/v1/search": "/api/v1/search?q=thiếu"}


@pytest.fixture
def described(page: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = page.get("/api/openapi.json").json()
    return found


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {operation.path for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_is_described_is_what_comes(page: TestClient, described: dict[str, Any], operation: Any) -> None:
    answer = page.get(ADDRESSES.get(operation.path, operation.path))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] in operation.media_types
    if operation.media_types == ("application/json",):
        schema = {"$ref": f"#/components/schemas/{operation.answer}", "components": described["components"]}
        Draft202012Validator(schema).validate(answer.json())


def test_a_list_comes_in_pages(page: TestClient) -> None:
    first = page.get("/api/v1/statements?size=2").json()
    assert (first["page"], first["size"], first["total"], first["previous"]) == (1, 2, 5, None)
    assert [row["label"] for row in first["items"]] == ["other", "result"]
    second = page.get(first["next"]).json()
    assert [row["label"] for row in second["items"]] == ["difficulty", "proposal"]
    last = page.get(second["next"]).json()
    assert len(last["items"]) == 1
    assert last["next"] is None
    assert page.get(last["previous"]).json() == second
    assert page.get("/api/v1/statements?page=9&size=2").json()["items"] == []


@pytest.mark.parametrize(
    ("address", "total"),
    [
        ("documents", 2),
        ("documents?province=Cà Mau", 1),
        ("documents?province=Cà Mau&province=Lào Cai", 2),
        ("documents?from=2025-01-01", 1),
        ("documents?to=2024", 1),
        ("documents?cites=57-NQ/TW", 1),
        ("documents?label=proposal", 1),
        ("statements?label=difficulty", 2),
        ("statements?label=khó khăn", 2),
        ("statements?topic=nhan_luc", 1),
        ("statements?addressee=Bộ Khoa học", 1),
        ("citations", 1),
        ("citations?province=Cà Mau", 0),
        ("indicators", 2),
        ("indicators?name=trực tuyến&period=2025", 2),
        ("indicators?status=met", 0),
        ("figures", 2),
        ("dates", 2),
        ("tables", 1),
        ("search?q=thiếu", 2),
        ("search?q=thieu+nhan+luc", 1),
        ("search?q=thiếu&province=Cà Mau", 1),
        ("search?label=proposal", 1),
    ],
)
def test_filters_narrow(page: TestClient, address: str, total: int) -> None:
    found = page.get(f"/api/v1/{address}").json()
    assert found["total"] == total
    assert len(found["items"]) == total


def test_a_hit_says_where_it_stands(page: TestClient) -> None:
    (hit,) = page.get("/api/v1/search?q=nhân lực").json()["items"]
    start, end = hit["marks"][0]
    assert hit["text"][start:end] == "nhân lực"
    text = page.get(f"/api/v1/documents/{hit['document']['id']}?text=1").json()["text"]
    assert text[slice(*hit["span"])] == hit["text"] == "Cấp xã thiếu nhân lực chuyển đổi số; máy tính đã cũ."


def test_facets_count_what_each_value_would_leave(page: TestClient) -> None:
    found = page.get("/api/v1/facets?q=thiếu").json()
    counts = {value["label"]: value["count"] for value in found["province"]}
    assert counts == {"Lào Cai": 1, "Cà Mau": 1}


@pytest.mark.parametrize(
    "address",
    [
        "statements?label=none",
        "statements?topic=none",
        "documents?type=none",
        "documents?from=31/02/2025",
        "documents?from=hôm qua",
        "documents?year=x",
        "documents?page=0",
        "documents?page=-1",
        "documents?page=²",
        "documents?size=501",
        "documents?size=1e2",
        "documents?issuer=%2F%2F",
        "documents?cites=...",
        "documents?province=" + "a" * 501,
        "documents?" + "&".join(f"province={number}" for number in range(31)),
        "indicators?status=none",
        "indicators?period=none",
        "search?q=",
        "search?q=...",
        "search?q=a&order=best",
        "documents/1?text=2",
        "facets?limit=0",
    ],
)
def test_wrong_parameters_are_told_in_vietnamese(page: TestClient, address: str) -> None:
    answer = page.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    problem = answer.json()["error"]
    assert problem["title"] == "Yêu cầu chưa đúng"
    assert len(problem["message"]) > 10
    assert "--" not in problem["message"]


@pytest.mark.parametrize("path", ["documents/99", "documents/x", "none", "documents.parquet", "documents/1/x"])
def test_what_is_not_there_is_a_json_404(page: TestClient, path: str) -> None:
    answer = page.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404


def test_a_reader_who_has_it_gets_nothing_again(page: TestClient) -> None:
    first = page.get("/api/v1/documents")
    tag = first.headers["etag"]
    again = page.get("/api/v1/documents", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = page.get("/api/v1/documents?province=Cà Mau", headers={"If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("tags", "known"),
    [("", False), ('"a"', True), ('W/"a"', True), ('"b","a"', True), ("*", True), ('"b"', False), ("a", False)],
)
def test_tags_are_compared_weakly(tags: str, known: bool) -> None:
    assert is_known(tags, '"a"') == known


@pytest.mark.parametrize("table", TABLES)
def test_whole_tables_come_as_csv_and_json_lines(page: TestClient, table: str) -> None:
    answer = page.get(f"/api/v1/{table}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    lines = [json.loads(line) for line in page.get(f"/api/v1/{table}.jsonl").text.splitlines()]
    assert len(lines) == len(rows) - 1 > 0
    assert all(len(row) == len(lines[0]) for row in rows)


def test_long_tables_keep_one_heading(page: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.web.streams.ROWS_AT_ONCE", 2)
    rows = list(csv.DictReader(io.StringIO(page.get("/api/v1/statements.csv").content.decode("utf-8-sig"))))
    assert [row["Mã nhãn"] for row in rows] == ["other", "result", "difficulty", "proposal", "difficulty"]


def test_an_empty_stream_has_its_heading(page: TestClient) -> None:
    answer = page.get("/api/v1/citations.csv?province=Cà Mau")
    assert answer.content.decode("utf-8-sig").startswith("Mã văn bản,Tệp,")
    assert page.get("/api/v1/citations.jsonl?province=Cà Mau").content == b""


def test_texts_that_a_spreadsheet_would_run_are_disarmed(page: TestClient) -> None:
    text = page.get("/api/v1/documents.csv").text
    assert "<script>" in text  # a table is no page: nothing is lost
    assert page.get("/api/v1/documents.csv").headers["content-disposition"].startswith("attachment;")


def test_the_page_about_the_api_names_every_operation(page: TestClient) -> None:
    text = page.get("/api").text
    for operation in OPERATIONS:
        assert f"GET {operation.path}" in text


def test_without_a_session_the_api_says_so_in_json(browse: Callable[..., TestClient], users: dict[str, str]) -> None:
    answer = browse().get("/api/v1/documents")
    assert answer.status_code == 401
    assert answer.json()["error"]["title"] == "Cần đăng nhập"


def test_readers_may_use_the_api(logged_in: Callable[[str], TestClient]) -> None:
    assert logged_in("lan").get("/api/v1/documents").json()["total"] == 2


def test_readers_are_not_told_where_files_lie(
    logged_in: Callable[[str], TestClient], kho: Path, users: dict[str, str]
) -> None:
    with open_archive(kho) as archive:
        archive.add(full_analysis(), paths=["/srv/mat/bao-cao.txt"])
    for name, told in (("lan", False), ("binh", True)):
        client = logged_in(name)
        for address in ("/api/v1/documents", "/api/v1/documents.jsonl", "/xuat/documents.csv"):
            assert ("/srv/mat" in client.get(address).text) == told, (name, address)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/api/v1/documents?provinces=Lào Cai", ["provinces", "province"]),
        ("/api/v1/search?q=a&sort=newest&limit=5", ["sort, limit", "order"]),
        ("/api/v1/statements.csv?page=2", ["page", "label"]),
        ("/api/v1/documents/1?q=a", ["q", "text"]),
    ],
)
def test_parameters_that_an_operation_does_not_know_are_refused(
    page: TestClient, address: str, named: list[str]
) -> None:
    answer = page.get(address)
    assert answer.status_code == 400
    message = answer.json()["error"]["message"]
    assert all(name in message for name in named)
