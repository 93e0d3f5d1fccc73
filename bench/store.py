"""How fast analyses are stored and found: vanban beside a bare table of SQLite with the same sentences in full text.

    python bench/store.py [--pages 600] [--pages-a-document 10] [--queries 200] [--keep FILE.db]

The analyses are made up beforehand, as dense with facts as reports are, so that only the store is measured. One core.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from vanban.model import (
    Analysis,
    BlockKind,
    Box,
    Citation,
    Date,
    Figure,
    Indicator,
    Letterhead,
    Name,
    NameKind,
    Outline,
    Page,
    Span,
    Statement,
)
from vanban.read.builder import DocumentBuilder, Piece
from vanban.store import Archive, open_archive
from vanban.store.schema import FACTS

PROSE = (
    "thực hiện nhiệm vụ chuyển đổi số trên địa bàn tỉnh còn thiếu nhân lực kinh phí hạ tầng đường truyền cấp xã chưa "
    "đồng bộ đề nghị các bộ ngành sớm hướng dẫn rà soát quy hoạch đất đai giải ngân vốn đầu tư công đạt tỷ lệ thấp so "
    "với kế hoạch giao người dân doanh nghiệp dịch vụ công trực tuyến toàn trình"
)
WORDS = PROSE.split()
LABELS = ("result", "difficulty", "cause", "proposal", "solution", "other")
PROVINCES = ("Lào Cai", "Đà Nẵng", "Cà Mau", "Sơn La", "Huế", "Gia Lai")
SENTENCES_A_PAGE = 20


def make_analysis(pages: int, *, number: int) -> Analysis:
    """Make up a report with two lines a sentence."""
    dice = random.Random(number)
    said = [
        " ".join(dice.choices(WORDS, k=28)) + f" đạt {dice.randint(1, 99)},5%." for _ in range(pages * SENTENCES_A_PAGE)
    ]
    builder = DocumentBuilder(f"{number}.pdf", "application/pdf")
    for count, text in enumerate(said):
        page, top = count // SENTENCES_A_PAGE + 1, 36.0 * (count % SENTENCES_A_PAGE)
        half = text.index(" ", len(text) // 2)
        lines = [
            Piece(text[:half], page, Box(72, top, 520, top + 12)),
            Piece(text[half:], page, Box(72, top + 16, 500, top + 28)),
        ]
        builder.add_block(BlockKind.LIST_ITEM, lines)
    for page in range(1, pages + 1):
        builder.add_page(Page(page, 595, 842))
    document = builder.build(sha256=hashlib.sha256(str(number).encode()).hexdigest())
    spans = [block.span for block in document.blocks]
    day = dt.date(2024 + number % 3, 1 + number % 12, 1)
    province = dice.choice(PROVINCES)
    text = document.text

    def part(every: int, start: int, length: int) -> Iterator[tuple[Span, str]]:
        for span in spans[::every]:
            piece = Span(span.start + start, min(span.start + start + length, span.end))
            yield piece, piece.of(text)

    return Analysis(
        document,
        Letterhead(
            "bao_cao", str(number), "BC-UBND", "UBND TỈNH", issued_on=day, province=province, province_now=province
        ),
        Outline((), (None,) * len(spans), (None,) * len(spans)),
        (),
        tuple(
            Citation(s, t, "nghi_quyet", str(s.start), 2024, "NQ-CP", rule="citation.full") for s, t in part(5, 0, 30)
        ),
        tuple(Date(s, t, day, day, rule="date.day") for s, t in part(3, 30, 12)),
        tuple(
            Figure(s, t, "percent", Decimal("72.5"), None, "%", None, Decimal("72.5"), rule="figure.percent")
            for s, t in part(2, 42, 6)
        ),
        tuple(
            Indicator(s, t, Decimal("72.5"), None, "%", None, Decimal(80), "%", (day, day)) for s, t in part(5, 0, 40)
        ),
        tuple(
            Statement(
                s, s.of(text), dice.choice(LABELS), ("nhan_luc",), "UBND tỉnh" if n % 9 == 0 else None, rule="rule"
            )
            for n, s in enumerate(spans)
        ),
        tuple(Name(s, t, NameKind.ORGANIZATION, t, rule="name.head") for s, t in part(2, 5, 20)),
    )


def store_bare(analyses: list[Analysis], path: Path) -> None:
    """Put the sentences into one table with a full-text index of its own, one transaction a document."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE VIRTUAL TABLE sentences USING fts5(text)")
    for analysis in analyses:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO sentences VALUES (?)", [(fact.text,) for fact in analysis.statements])
        connection.execute("COMMIT")
    connection.close()


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds of this process and of the clock."""
    used, start = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - used, time.perf_counter() - start


def report_store(archive: Archive, analyses: list[Analysis], pages: int, bare_s: float, path: Path) -> None:
    used_s, wall_s = measured(lambda: [archive.add(analysis) for analysis in analyses])
    size_kb = path.stat().st_size / pages / 1024
    print(
        f"store   {1000 * used_s / pages:.2f} ms a page ({1000 * wall_s / pages:.2f} by the clock), "
        f"bare {1000 * bare_s / pages:.2f} ms, ratio {used_s / bare_s:.1f}; {size_kb:.0f} KB a page"
    )


def report_search(archive: Archive, queries: int) -> None:
    cases: dict[str, dict[str, Any]] = {
        "words": {},
        "label and province": {"label": "difficulty", "province": "Lào Cai"},
    }
    for name, filters in cases.items():
        dice = random.Random(1)
        times = []
        for _ in range(queries):
            query = " ".join(dice.choices(WORDS, k=dice.randint(1, 3)))
            times.append(measured(partial(archive.search, query, **filters))[0])
        cuts = statistics.quantiles(times, n=20)
        print(f"search  {name}: p50 {1000 * cuts[9]:.1f} ms, p95 {1000 * cuts[18]:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--pages-a-document", type=int, default=10)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    count = max(1, options.pages // options.pages_a_document)
    analyses = [make_analysis(options.pages_a_document, number=number) for number in range(count)]
    pages = count * options.pages_a_document
    facts = sum(len(getattr(analysis, kind)) for analysis in analyses for kind in FACTS)
    characters = sum(len(analysis.document.text) for analysis in analyses)
    print(f"{count} documents, {pages} pages, {characters / pages:.0f} characters and {facts / pages:.0f} facts a page")
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder, "archive.db")
        bare_s, _ = measured(partial(store_bare, analyses, Path(folder, "bare.db")))
        with open_archive(path) as archive:
            report_store(archive, analyses, pages, bare_s, path)
            report_search(archive, options.queries)


if __name__ == "__main__":
    main()
