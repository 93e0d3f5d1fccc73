"""`vanban summary`: what an archive says, in four tables."""

from __future__ import annotations

import argparse
from typing import Any

from vanban.cli.arguments import chosen_filters
from vanban.cli.find import indicator_table
from vanban.cli.output import align, heading, number, say, say_json
from vanban.errors import EXIT_OK
from vanban.lexicon.labels import TOPIC_NAMES
from vanban.store import open_archive


def run(options: argparse.Namespace) -> int:
    with open_archive(options.db, create=False) as archive:
        summary = archive.summary(limit=options.limit, **chosen_filters(options))
    if options.json:
        say_json(summary)
        return EXIT_OK
    say(f"{number(summary['documents'])} văn bản")
    _say_part(
        "Khó khăn, vướng mắc theo chủ đề",
        ("Chủ đề", "Số nhận định", "Số văn bản", "Số tỉnh, thành phố"),
        [
            (TOPIC_NAMES.get(row["topic"], row["topic"]), row["statements"], row["documents"], row["provinces"])
            for row in summary["difficulties"]
        ],
        note="Nhận định thuộc nhiều chủ đề được đếm ở từng chủ đề.",
    )
    _say_part(
        "Đề xuất, kiến nghị theo nơi được đề nghị",
        ("Nơi được đề nghị", "Số kiến nghị", "Số văn bản", "Chủ đề"),
        [(row["addressee"], row["statements"], row["documents"], _topics(row)) for row in summary["proposals"]],
        note="Kiến nghị gửi nhiều nơi được đếm ở từng nơi.",
    )
    say(heading("Chỉ tiêu có kế hoạch và kết quả"))
    say(indicator_table(summary["indicators"]) if summary["indicators"] else "  (không có)")
    _say_part(
        "Văn bản được viện dẫn nhiều nhất",
        ("Văn bản", "Số văn bản viện dẫn", "Số lần"),
        [(cited_name(row), row["documents"], row["mentions"]) for row in summary["citations"]],
    )
    if options.phrases:
        _say_phrases(options)
    return EXIT_OK


def _say_phrases(options: argparse.Namespace) -> None:
    """Say which phrases set the difficulties of each province apart."""
    from vanban.export.phrases import salient_phrases

    groups: dict[str, list[str]] = {}
    with open_archive(options.db, create=False) as archive:
        for row in archive.rows("statements", **{**chosen_filters(options), "label": "difficulty"}):
            groups.setdefault(row["document_province_now"] or "(không rõ)", []).append(row["text"])
    found = sorted(salient_phrases(groups).items())
    _say_part(
        "Cụm từ nổi bật trong khó khăn, vướng mắc",
        ("Tỉnh, thành phố", "Số nhận định", "Cụm từ"),
        [(name, len(groups[name]), ", ".join(phrases)) for name, phrases in found],
    )


def _say_part(title: str, titles: tuple[str, ...], rows: list[tuple[Any, ...]], *, note: str = "") -> None:
    say(heading(title))
    numbers = [place for place, name in enumerate(titles) if name.startswith("Số ")]
    say(align(rows, titles=titles, right=numbers, limit=70) if rows else "  (không có)")
    if rows and note:
        say(f"  ({note})")


def _topics(row: dict[str, Any]) -> str:
    return ", ".join(f"{TOPIC_NAMES.get(topic, topic).split(',')[0]} {count}" for topic, count in row["topics"].items())


def cited_name(row: dict[str, Any]) -> str:
    """Give the name under which a cited document is best known: "Nghị quyết 57-NQ/TW", "Luật Đất đai"."""
    from vanban.export.columns import type_names

    kind = type_names().get(row["doc_type"], "")
    if row["number"] is None:
        return str(row["title"] or row["text"])
    words = (word.strip(",;.()") for word in row["text"].split())
    code = next((word for word in words if word.lstrip("0").startswith(row["number"])), row["number"])
    return f"{kind} {code}".strip()
