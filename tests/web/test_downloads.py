"""Files that leave the page."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from samples import make_analysis
from starlette.testclient import TestClient
from web.conftest import EVIL

from vanban.export.tables import SHEETS, TABLES
from vanban.store import open_archive
from vanban.web.downloads import attachment, file_name


@pytest.mark.parametrize("table", [*TABLES, "search"])
def test_every_table_leaves_as_a_workbook(page: TestClient, table: str) -> None:
    answer = page.get(f"/xuat/{table}.xlsx?q=thiếu")
    assert answer.status_code == 200
    (sheet,) = load_workbook(io.BytesIO(answer.content)).worksheets
    assert sheet.title == SHEETS.get(table, "Kết quả tìm kiếm")
    assert sheet.max_row >= 2


@pytest.mark.parametrize(
    ("address", "column", "values"),
    [
        ("documents.csv", "Số", ["45", "7"]),
        ("documents.csv?province=Cà Mau", "Số", ["7"]),
        ("documents.csv?to=2024", "Số", ["7"]),
        ("statements.csv?label=proposal", "Cơ quan được đề nghị", ["Bộ Khoa học và Công nghệ"]),
        ("statements.csv?topic=ha_tang&province=Lào Cai", "Chủ đề", ["Nhân lực; Hạ tầng, trang thiết bị"]),
        ("indicators.csv?name=tỷ lệ", "Chỉ tiêu", ["Tỷ lệ hồ sơ trực tuyến"]),
        ("indicators.csv?status=met", "Chỉ tiêu", []),
        ("indicators.csv", "Kế hoạch", ["80", "80"]),
        ("search.csv?q=nhân lực", "Nhãn", ["Khó khăn, vướng mắc"]),
        ("search.csv?q=thiếu&order=newest", "Số", ["45", "7"]),
        ("search.csv?q=thiếu&order=oldest", "Số", ["7", "45"]),
        ("search.csv?q=hồ sơ trực tuyến&label=result", "Tìm thấy ở", ["Nhận định"]),
    ],
)
def test_a_table_leaves_with_the_filters_of_its_view(
    page: TestClient, address: str, column: str, values: list[str]
) -> None:
    answer = page.get(f"/xuat/{address}")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert [row[column] for row in rows] == values


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/xuat/users.csv", 404),
        ("/xuat/documents.exe", 404),
        ("/xuat/documents.parquet", 404),
        ("/xuat/search.csv", 400),
        ("/xuat/statements.csv?label=x", 400),
        ("/xuat/indicators.csv?status=x", 400),
        ("/tong-hop.pdf", 404),
        ("/tong-hop.docx?from=x", 400),
        ("/van-ban/1/ban-goc", 404),
        ("/van-ban/99/ban-goc", 404),
        ("/van-ban/99999999999999999999999999/ban-goc", 404),
        ("/van-ban/x/ban-goc", 404),
    ],
)
def test_what_cannot_be_had(page: TestClient, path: str, status: int) -> None:
    assert page.get(path).status_code == status


def test_the_compiled_report_leaves_as_word_and_excel(page: TestClient) -> None:
    answer = page.get("/tong-hop.docx?office=Sở Nội vụ&place=Lào Cai&province=Lào Cai")
    text = "\n".join(cell.text for table in docx.Document(io.BytesIO(answer.content)).tables for cell in table._cells)
    assert "SỞ NỘI VỤ" in text.upper()
    assert "thiếu nhân lực" in text
    assert EVIL not in text  # of the other province
    assert answer.headers["content-disposition"].endswith(
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20t%E1%BB%95ng%20h%E1%BB%A3p.docx"
    )
    book = load_workbook(io.BytesIO(page.get("/tong-hop.xlsx").content))
    assert len(book.worksheets) >= 2


def test_nothing_stays_of_a_workbook_that_was_sent(
    page: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert page.get("/xuat/documents.xlsx").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_an_original_leaves_as_it_came_and_runs_nowhere(browse: Callable[..., TestClient], kho: Path) -> None:
    data = f"<html>{EVIL}</html>".encode()
    analysis = make_analysis([("Nội dung.", "other")], source='bao-cao "x"\r\nSet-Cookie: a=b;.html')
    sha256 = hashlib.sha256(data).hexdigest()
    with open_archive(kho) as archive:
        added = archive.add(replace(analysis, document=replace(analysis.document, sha256=sha256)))
        archive.keep(data, sha256)
    answer = browse().get(f"/van-ban/{added.document_id}/ban-goc")
    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("báo cáo.docx", "báo cáo.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\a.doc", "C__a.doc"),
        (".bashrc", "bashrc"),
        ("a\r\nb.txt", "a b.txt"),
        ("a\x00.exe", "a .exe"),
        ('a"b;c.txt', "a_b;c.txt"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("..", "tep"),
        ("", "tep"),
        ("   ", "tep"),
        ("a" * 300 + ".docx", "a" * 115 + ".docx"),
        ("a" * 300, "a" * 120),
    ],
)
def test_names_of_files_lead_into_no_folder(name: str, safe: str) -> None:
    assert file_name(name) == safe


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.csv", "attachment; filename=\"a.csv\"; filename*=UTF-8''a.csv"),
        ("Đề án.csv", "attachment; filename=\"de an.csv\"; filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n.csv"),
        ('x"; filename="y', "attachment; filename=\"x_; filename=_y\"; filename*=UTF-8''x_%3B%20filename%3D_y"),
        ("文.pdf", "attachment; filename=\"_.pdf\"; filename*=UTF-8''%E6%96%87.pdf"),
        ("a\r\nX: y", "attachment; filename=\"a x_ y\"; filename*=UTF-8''a%20X_%20y"),
    ],
)
def test_headers_of_downloads(name: str, header: str) -> None:
    assert attachment(name) == {"Content-Disposition": header}
