"""The data package: valid to Frictionless itself, exact to the archive, and complete or not there."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from samples import full_analysis, make_analysis

from vanban.errors import UsageError
from vanban.export.columns import DAY, INTEGER, LIST, NUMBER, TEXT, Column
from vanban.export.datapackage import DESCRIPTOR, Resource, write_package
from vanban.export.tables import TABLES, export
from vanban.store import Archive


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.add(full_analysis(paged=True))
    archive.add(make_analysis([("=HYPERLINK(1)", "other"), ('một; "ba", bốn', "result")], source="@b.txt"))
    return archive


def read_package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    return found


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def errors_of(folder: Path) -> list[str]:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / DESCRIPTOR))
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


@pytest.mark.parametrize("what", [*TABLES, "all"])
def test_frictionless_finds_the_package_valid(filled: Archive, tmp_path: Path, what: str) -> None:
    export(filled, what, format="datapackage", out=tmp_path / "gói")
    assert errors_of(tmp_path / "gói") == []


def test_frictionless_finds_a_changed_package_invalid(filled: Archive, tmp_path: Path) -> None:
    export(filled, "all", format="datapackage", out=tmp_path)
    figures = tmp_path / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("72.5", "nhiều", 1), "utf-8")
    assert {"type-error", "hash-count"} & set(errors_of(tmp_path))


def test_the_descriptor_says_what_the_files_hold(filled: Archive, tmp_path: Path) -> None:
    tmp_path /= "gói"
    written = export(filled, "all", format="datapackage", out=tmp_path)
    package = read_package(tmp_path)
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([DESCRIPTOR, *(f"{name}.csv" for name in TABLES)])
    for resource in package["resources"]:
        path = tmp_path / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        rows = read_table(tmp_path, resource["name"])
        assert len(rows) == written[path]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(rows[0])
        keys = resource["schema"]["primaryKey"]
        assert len({tuple(row[key] for key in keys) for row in rows}) == len(rows)
        foreign = [key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", ())]
        assert foreign == ([] if resource["name"] == "documents" else ["documents"])


def test_texts_stand_as_in_the_document(filled: Archive, tmp_path: Path) -> None:
    export(filled, "statements", format="datapackage", out=tmp_path)
    texts = [row["text"] for row in read_table(tmp_path, "statements")]
    assert {"=HYPERLINK(1)", 'một; "ba", bốn'} <= set(texts)
    assert "foreignKeys" not in read_package(tmp_path)["resources"][0]["schema"]


COLUMNS = [
    Column("document_id", "Mã", INTEGER),
    Column("key", "Khóa", TEXT),
    Column("number", "Số", NUMBER),
    Column("day", "Ngày", DAY),
    Column("list", "Danh sách", LIST),
]
CELLS: list[tuple[Any, list[str]]] = [
    ({"number": Decimal("-72.50"), "day": dt.date(2025, 6, 20)}, ["-72.50", "2025-06-20", ""]),
    ({"number": Decimal("1E+3"), "list": ["a", 'b"; đ']}, ["1000", "", '["a", "b\\"; đ"]']),
    ({"number": Decimal("NaN"), "list": []}, ["", "", "[]"]),
    ({"number": 0.875}, ["0.875", "", ""]),
    ({}, ["", "", ""]),
]


@pytest.mark.parametrize(("row", "cells"), CELLS)
def test_cells(tmp_path: Path, row: dict[str, Any], cells: list[str]) -> None:
    rows = iter([{"document_id": 1, "key": "a\0b", **row}])
    write_package([Resource("facts", "Dữ kiện", rows, COLUMNS)], tmp_path)
    (found,) = read_table(tmp_path, "facts")
    assert list(found.values()) == ["1", "a\ufffdb", *cells]
    types = [field["type"] for field in read_package(tmp_path)["resources"][0]["schema"]["fields"]]
    assert types == ["integer", "string", "number", "date", "array"]
    assert errors_of(tmp_path) == []


def test_a_broken_export_leaves_no_descriptor(tmp_path: Path) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"document_id": 1, "key": "a"}
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_package([Resource("facts", "Dữ kiện", rows(), COLUMNS)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told(filled: Archive, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("")
    with pytest.raises(UsageError, match="không ghi được"):
        export(filled, "documents", format="datapackage", out=tmp_path / "tệp")
