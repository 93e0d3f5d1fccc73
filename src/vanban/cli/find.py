"""`vanban search`, `indicators` and `show`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from vanban.cli.arguments import chosen_filters
from vanban.cli.describe import describe, document_code, document_line
from vanban.cli.output import align, bullet, clip, number, period, quantity, say, say_json, warn
from vanban.errors import EXIT_OK, UsageError
from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.store import Hit, open_archive

_KINDS = {"row": "Bảng", "block": "Văn bản"}
_CLIPPED = 600


def run_search(options: argparse.Namespace) -> int:
    query, filters = " ".join(options.query), chosen_filters(options)
    with open_archive(options.db, create=False) as archive:
        hits = archive.search(query, limit=options.limit, order=options.order, mode=options.mode, **filters)
        total = archive.count(query, mode=options.mode, **filters)
    if options.json:
        say_json([_as_json(hit) for hit in hits])
        return EXIT_OK
    if not hits:
        warn("Không tìm thấy. Thử bỏ bớt từ hoặc bộ lọc, hay nối các từ bằng OR.")
        return EXIT_OK
    bold = ("\033[1;33m", "\033[0m") if sys.stdout.isatty() else ("«", "»")
    for place, hit in enumerate(hits, 1):
        _say_hit(place, hit, bold)
    warn(f"{number(len(hits))} trong {number(total)} kết quả")
    return EXIT_OK


def _as_json(hit: Hit) -> dict[str, Any]:
    found = asdict(hit)
    return {**found, "span": list(hit.span), "marks": list(map(list, hit.marks)), "marked": hit.marked()}


def _say_hit(place: int, hit: Hit, bold: tuple[str, str]) -> None:
    source = hit.document
    label = LABEL_NAMES.get(hit.label or "", _KINDS.get(hit.kind, ""))
    topics = "; ".join(TOPIC_NAMES.get(topic, topic) for topic in hit.topics)
    asked = f"→ {hit.addressee}" if hit.addressee else ""
    about = " · ".join(part for part in (label, topics, asked) if part)
    name = document_line(source.doc_type, source.number, source.symbol, source.issuer, source.issued_on)
    page = f", trang {hit.page}" if hit.page is not None else ""
    say(f"{place}. [{about}]")
    say(bullet(_near_marks(hit, bold), sign=" "))
    say(f"     {name} ({source.source}{page}; mã {source.id})")


def _near_marks(hit: Hit, bold: tuple[str, str]) -> str:
    """Give the marked text, of a long one the part around the first mark."""
    text = hit.marked(*bold)
    if len(text) > _CLIPPED:
        start = max(0, (hit.marks[0][0] if hit.marks else 0) - _CLIPPED // 4)
        start = text.find(" ", start) + 1 if start else 0
        end = text.rfind(" ", start, start + _CLIPPED)
        text = ("… " if start else "") + text[start : end if end > start else None] + (" …" if end < len(text) else "")
    return " ".join(text.replace("\t", " | ").split())


def run_indicators(options: argparse.Namespace) -> int:
    narrowed = {"period": options.period, "status": options.status, "limit": options.limit}
    with open_archive(options.db, create=False) as archive:
        rows = archive.indicators(" ".join(options.name), **narrowed, **chosen_filters(options))
    if options.json:
        say_json(rows)
    elif options.csv:
        from vanban.export.columns import COLUMNS, type_names, with_names
        from vanban.export.writers import write_csv

        names = type_names()
        write_csv((with_names(row, names) for row in rows), COLUMNS["indicators"], sys.stdout)
    elif rows:
        say(indicator_table(rows))
    else:
        warn("Không có chỉ tiêu nào như vậy.")
    return EXIT_OK


def indicator_table(rows: list[dict[str, Any]]) -> str:
    """Give indicators as an aligned table."""
    return align(
        (
            (
                row["name"],
                quantity(row["target"], row["target_unit"]),
                quantity(row["value"], row["unit"], comparator=row["comparator"]),
                period(row["period_start"], row["period_end"]),
                clip(row["subject"] or row["document_province_now"] or "", 24),
                STATUS_NAMES.get(row["status"] or "", ""),
                clip(_source(row), 40),
            )
            for row in rows
        ),
        titles=("Chỉ tiêu", "Kế hoạch", "Kết quả", "Kỳ", "Đối tượng", "Trạng thái", "Văn bản, trang"),
        right=(1, 2),
    )


def _source(row: dict[str, Any]) -> str:
    code = document_code(row["document_number"], row["document_symbol"])
    page = f", tr. {row['page']}" if row["page"] is not None else ""
    return (code or row["document_source"]) + page


def run_show(options: argparse.Namespace) -> int:
    with open_archive(options.db, create=False) as archive:
        stored = archive.show(options.id)
    if stored is None:
        raise UsageError(f"{options.id}: không có văn bản này trong kho {options.db}; xem vanban export documents")
    if options.json:
        from vanban.export import to_json

        about = {"id": stored.id, "paths": stored.paths, "version": stored.version, "added_at": stored.added_at}
        say_json({**about, **to_json(stored.analysis, with_text=options.with_text)})
        return EXIT_OK
    say(f"Mã {stored.id}, phân tích bằng vanban {stored.version}")
    for path in stored.paths:
        say(f"  {path}")
    say(describe(stored.analysis, with_text=options.with_text))
    return EXIT_OK
