"""Write the dashboards of docs/dashboards from its queries: python scripts/dashboards.py [--check]

One query file is one panel of Grafana, one dataset of Superset and one canned query of Datasette. --check: exit 1
where they are not as the queries would make them.
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "docs/dashboards"
NAMESPACE = uuid.UUID("6f0a4c56-5c0e-4d0a-9a53-0f6f5b0a1d57")
DATABASE = str(uuid.uuid5(NAMESPACE, "database"))
# query → title, kind of Grafana panel, width of 24
PANELS = {
    "kho_khan_theo_chu_de_va_tinh": ("Khó khăn theo chủ đề và tỉnh", "table", 12),
    "kien_nghi_theo_noi_nhan_va_nam": ("Kiến nghị theo nơi được đề nghị", "barchart", 12),
    "chi_tieu_dat_theo_tinh": ("Chỉ tiêu đạt và chưa đạt theo tỉnh", "barchart", 12),
    "chuoi_chi_tieu": ("Chỉ tiêu: kế hoạch và kết quả", "table", 12),
    "van_ban_duoc_vien_dan": ("Văn bản được viện dẫn nhiều nhất", "table", 8),
    "van_ban_theo_nam": ("Văn bản theo năm", "table", 16),
    "kien_nghi_can_tra_loi": ("Kiến nghị, mới nhất trước", "table", 24),
}


def read_queries() -> dict[str, tuple[str, str]]:
    """Give name → what it shows, and the SQL."""
    found = {}
    for name in PANELS:
        first, _, sql = (FOLDER / "queries" / f"{name}.sql").read_text("utf-8").partition("\n")
        found[name] = (first.removeprefix("-- "), sql.strip())
    return found


def grafana(queries: dict[str, tuple[str, str]]) -> dict[str, Any]:
    panels: list[dict[str, Any]] = []
    x = y = 0
    source = {"type": "grafana-postgresql-datasource", "uid": "vanban"}
    for number, (name, (about, sql)) in enumerate(queries.items(), start=1):
        title, kind, width = PANELS[name]
        if x + width > 24:
            x, y = 0, y + 10
        panels.append(
            {
                "id": number,
                "title": title,
                "description": about,
                "type": kind,
                "datasource": source,
                "gridPos": {"h": 10, "w": width, "x": x, "y": y},
                "targets": [{"refId": "A", "format": "table", "rawQuery": True, "rawSql": sql, "datasource": source}],
            }
        )
        x += width
    return {
        "uid": "vanban-tong-quan",
        "title": "Kho báo cáo: khó khăn, kiến nghị, chỉ tiêu",
        "tags": ["vanban"],
        "timezone": "browser",
        "schemaVersion": 39,
        "panels": panels,
    }


def superset(name: str, about: str, sql: str) -> dict[str, Any]:
    return {
        "table_name": name,
        "description": about,
        "schema": "public",
        "sql": sql,
        "uuid": str(uuid.uuid5(NAMESPACE, name)),
        "version": "1.0.0",
        "database_uuid": DATABASE,
        "columns": [],
        "metrics": [],
    }


def datasette(queries: dict[str, tuple[str, str]]) -> dict[str, Any]:
    canned = {
        name: {"title": PANELS[name][0], "description": about, "sql": sql} for name, (about, sql) in queries.items()
    }
    return {
        "title": "Kho báo cáo",
        "description": "Khó khăn, kiến nghị, chỉ tiêu và viện dẫn trong các báo cáo; mở một truy vấn có sẵn bên dưới.",
        "databases": {"kho": {"queries": canned}},
    }


def make() -> dict[Path, str]:
    """Give path → content of every file that is made."""
    queries = read_queries()

    def as_yaml(data: dict[str, Any]) -> str:
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)

    made = {
        FOLDER / "grafana/tong-quan.json": json.dumps(grafana(queries), ensure_ascii=False, indent=1) + "\n",
        FOLDER / "datasette/metadata.yaml": as_yaml(datasette(queries)),
        FOLDER / "superset/metadata.yaml": as_yaml(
            {"version": "1.0.0", "type": "SqlaTable", "timestamp": "2026-11-22T00:00:00"}
        ),
        FOLDER / "superset/databases/vanban.yaml": as_yaml(
            {
                "database_name": "vanban",
                "sqlalchemy_uri": "postgresql://nguoi_doc@may-chu:5432/kho",
                "expose_in_sqllab": True,
                "uuid": DATABASE,
                "version": "1.0.0",
            }
        ),
    }  # fmt: skip
    for name, (about, sql) in queries.items():
        made[FOLDER / f"superset/datasets/vanban/{name}.yaml"] = as_yaml(superset(name, about, sql))
    return made


def main() -> int:
    stale = {path: text for path, text in make().items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        sys.stderr.write(f"{path.relative_to(FOLDER)}\n")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
