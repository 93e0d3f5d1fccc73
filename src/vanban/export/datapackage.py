"""Writes tables as a Frictionless Data Package: a folder of CSV files and `datapackage.json`, which says their types.

Made for programs: the columns have the names of `columns.py`, and texts stand as they are in the documents. For a
spreadsheet, in which a text may become a formula, there are the formats csv and xlsx.
Source: https://specs.frictionlessdata.io (Data Package, Tabular Data Resource, Table Schema, version 1).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from vanban.export.columns import DAY, INTEGER, LIST, NUMBER, TEXT, Column
from vanban.export.files import completed
from vanban.version import __version__

Row = dict[str, Any]
DESCRIPTOR = "datapackage.json"
_TYPES = {TEXT: "string", NUMBER: "number", INTEGER: "integer", DAY: "date", LIST: "array"}
_KEYS = {"documents": ["id"], "tables": ["document_id", "ordinal", "row"]}
_FACT_KEY = ["document_id", "key"]


class Resource(NamedTuple):
    """A table on its way into the package."""

    name: str  # "statements"
    title: str
    rows: Iterator[Row]
    columns: Sequence[Column]


def write_package(resources: Iterable[Resource], folder: Path) -> dict[Path, int]:
    """Write the tables and, when all are there, the descriptor; gives the tables' files with their numbers of rows."""
    written: dict[Path, int] = {}
    described: list[Row] = []
    for resource in resources:
        target = folder / f"{resource.name}.csv"
        with completed(target) as path:
            written[target] = _write_rows(resource, path)
            described.append(_describe(resource, target.name, path))
    _point_to_documents(described)
    descriptor = {
        "profile": "tabular-data-package",
        "name": "vanban",
        "title": "Dữ kiện trích từ văn bản hành chính",
        "description": f"Xuất bằng vanban {__version__}; mỗi dòng ghi rõ văn bản, trang và vị trí trong toàn văn.",
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "resources": described,
    }
    with completed(folder / DESCRIPTOR) as path:
        path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return written


def _write_rows(resource: Resource, path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in resource.columns])
        for row in resource.rows:
            writer.writerow([_cell(row.get(column.name), column) for column in resource.columns])
            count += 1
    return count


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if column.kind == LIST:
        return _readable(json.dumps(value, ensure_ascii=False))
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else ""
    return _readable(str(value))


def _readable(text: str) -> str:
    """Give a text without the one character that ends a file for readers of CSV."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _describe(resource: Resource, name: str, path: Path) -> Row:
    keys = _KEYS.get(resource.name, _FACT_KEY)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": [_field(column, required=column.name in keys) for column in resource.columns],
            "missingValues": [""],
            "primaryKey": keys,
        },
    }


def _field(column: Column, *, required: bool) -> Row:
    field: Row = {"name": column.name, "title": column.title, "type": _TYPES[column.kind]}
    return {**field, "constraints": {"required": True}} if required else field


def _point_to_documents(resources: list[Row]) -> None:
    """Tell each table of a package with the documents that its rows belong to them."""
    if all(resource["name"] != "documents" for resource in resources):
        return
    for resource in resources:
        if resource["name"] != "documents":
            reference = {"resource": "documents", "fields": ["id"]}
            resource["schema"]["foreignKeys"] = [{"fields": ["document_id"], "reference": reference}]
