"""The queries of docs/dashboards run against the views, on both databases, and what is made of them is up to date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from vanban import analyse_text
from vanban.store import Archive, open_archive

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/dashboards"
QUERIES = sorted((FOLDER / "queries").glob("*.sql"))
REPORT = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 12/BC-UBND
Sơn La, ngày 05 tháng 6 năm 2025

BÁO CÁO
Kết quả chuyển đổi số 6 tháng đầu năm 2025

Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.

I. KẾT QUẢ
Tỷ lệ hồ sơ trực tuyến năm 2025 đạt 76,5%/80% kế hoạch.

II. KHÓ KHĂN, VƯỚNG MẮC
- Còn thiếu nhân lực công nghệ thông tin ở cấp xã.

III. ĐỀ XUẤT, KIẾN NGHỊ
- Đề nghị Bộ Nội vụ bổ sung biên chế công nghệ thông tin cho cấp xã.
"""


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.reading() as connection:
        return [dict(row) for row in connection.execute(text(sql.replace(":", "\\:"))).mappings()]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.add(analyse_text(REPORT, source="a.txt"))
    return archive


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_queries_run(filled: Archive, file: Path) -> None:
    assert rows(filled, file.read_text("utf-8"))


def test_what_they_say(filled: Archive) -> None:
    def first(name: str) -> dict[str, Any]:
        return rows(filled, (FOLDER / f"queries/{name}.sql").read_text("utf-8"))[0]

    assert first("kho_khan_theo_chu_de_va_tinh") == {
        "chu_de": "nhan_luc",
        "tinh": "Sơn La",
        "so_cau": 1,
        "so_van_ban": 1,
    }
    asked = first("kien_nghi_theo_noi_nhan_va_nam")
    assert (asked["noi_duoc_de_nghi"], asked["nam"], asked["so_kien_nghi"]) == ("Bộ Nội vụ", 2025, 1)
    assert first("van_ban_duoc_vien_dan")["so_lan"] == 1
    assert (first("van_ban_theo_nam")["so_kho_khan"], first("van_ban_theo_nam")["so_kien_nghi"]) == (1, 1)
    assert first("kien_nghi_can_tra_loi")["noi_dung"].startswith("Đề nghị Bộ Nội vụ bổ sung biên chế")
    series = first("chuoi_chi_tieu")
    assert (float(series["ke_hoach"]), float(series["ket_qua"])) == (80.0, 76.5)
    assert first("chi_tieu_dat_theo_tinh")["tinh"] == "Sơn La"


def test_dashboards_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts/dashboards.py"), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, f"not as the queries say: {ended.stderr}; run python scripts/dashboards.py"


def test_every_tool_has_every_query() -> None:
    wanted = {file.read_text("utf-8").partition("\n")[2].strip() for file in QUERIES}
    panels = json.loads((FOLDER / "grafana/tong-quan.json").read_text("utf-8"))["panels"]
    assert {panel["targets"][0]["rawSql"] for panel in panels} == wanted
    datasets = (FOLDER / "superset/datasets/vanban").glob("*.yaml")
    assert {yaml.safe_load(file.read_text("utf-8"))["sql"] for file in datasets} == wanted
    canned = yaml.safe_load((FOLDER / "datasette/metadata.yaml").read_text("utf-8"))
    assert {query["sql"] for query in canned["databases"]["kho"]["queries"].values()} == wanted


def test_datasette_answers(tmp_path: Path) -> None:
    pytest.importorskip("datasette", reason="datasette không cài được trên máy này")
    with open_archive(tmp_path / "kho.db") as archive:
        archive.add(analyse_text(REPORT, source="a.txt"))
    command = [
        sys.executable, "-m", "datasette", "serve", "--immutable", str(tmp_path / "kho.db"),
        "--metadata", str(FOLDER / "datasette/metadata.yaml"), "--get", "/kho/kien_nghi_can_tra_loi.json?_shape=array",
    ]  # fmt: skip
    ended = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}, timeout=60
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    (row,) = json.loads(ended.stdout)
    assert (row["don_vi"], row["noi_duoc_de_nghi"]) == ("ỦY BAN NHÂN DÂN TỈNH SƠN LA", "Bộ Nội vụ")
