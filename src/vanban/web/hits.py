"""Hits of a search as JSON and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vanban.export.columns import COLUMNS, TEXT, Column, type_names, with_names
from vanban.store import Hit

Row = dict[str, Any]
HIT_ROWS = 10_000  # of an export: whoever needs more takes the whole table
_KINDS = {"statement": "Nhận định", "row": "Dòng của bảng", "block": "Đoạn văn"}
_LEFT_OUT = ("rule",)
HIT_COLUMNS = (
    *(column for column in COLUMNS["statements"] if column.name not in _LEFT_OUT),
    Column("kind_name", "Tìm thấy ở", TEXT),
)


def hit_json(hit: Hit) -> Row:
    """Give a hit; `marks` are pairs of places in `text`, half-open."""
    found = {name: getattr(hit, name) for name in hit.__slots__}  # dataclasses.asdict takes ten times as long
    found["span"], found["marks"] = list(hit.span), [list(mark) for mark in hit.marks]
    found["document"] = {name: getattr(hit.document, name) for name in hit.document.__slots__}
    return found


def hit_rows(hits: Iterable[Hit]) -> Iterator[Row]:
    names = type_names()
    for hit in hits:
        source = hit.document
        row: Row = {f"document_{name}": getattr(source, name) for name in source.__slots__}
        row |= {"document_type_name": None, "label": hit.label, "topics": list(hit.topics), "addressee": hit.addressee}
        row |= {"text": hit.text, "page": hit.page, "span_start": hit.span.start, "span_end": hit.span.end}
        row |= {"score": hit.score, "key": hit.key, "kind_name": _KINDS.get(hit.kind, hit.kind)}
        yield with_names(row, names)
