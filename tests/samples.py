"""Analyses made by hand from short strings, for the tests of store, export, batch and cli."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from vanban.model import (
    Analysis,
    BlockKind,
    Box,
    Citation,
    Date,
    Document,
    Figure,
    Indicator,
    Letterhead,
    Line,
    Name,
    NameKind,
    Outline,
    Page,
    Sentence,
    Signer,
    Span,
    Statement,
)
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece

Said = tuple[Any, ...]  # text, label, topics, addressee


def span_of(text: str, words: str, *, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def make_document(
    texts: Iterable[str], *, source: str = "a.txt", table: Sequence[Sequence[str]] = (), paged: bool = False
) -> Document:
    """Build a document of one block a text, and at its end a table; `paged` puts two blocks on a page."""
    builder = DocumentBuilder(source, "text/plain")
    count = 0
    for count, text in enumerate(texts, 1):
        page = (count + 1) // 2
        box = Box(72, 100 + 20 * (count % 2), 500, 112 + 20 * (count % 2))
        builder.add_block(BlockKind.PARAGRAPH, [Piece(text, page, box) if paged else Piece(text)])
    if table:
        cells = [GridCell((Piece(word),), r, c) for r, row in enumerate(table) for c, word in enumerate(row)]
        builder.add_table(Grid(tuple(cells), len(table), len(table[0])), header_rows=1)
    if paged:
        for number in range(1, (count + 1) // 2 + 1):
            builder.add_page(Page(number, 595, 842))
    document = builder.build()
    return replace(
        document, sha256=hashlib.sha256((source + document.text).encode("utf-8", "surrogatepass")).hexdigest()
    )


def make_analysis(
    said: Sequence[Said], *, source: str = "a.txt", table: Sequence[Sequence[str]] = (), paged: bool = False,
    letterhead: Letterhead | None = None, **facts: tuple[Any, ...],
) -> Analysis:  # fmt: skip
    """Give an analysis whose statements are (text, label, topics, addressee), one block each."""
    document = make_document([s[0] for s in said], source=source, table=table, paged=paged)
    statements, sentences = [], []
    for block, (_, label, *rest) in enumerate(said):
        span = document.blocks[block].span
        topics = tuple(rest[0].split()) if rest else ()
        addressee = rest[1] if len(rest) > 1 else None
        page = document.blocks[block].page
        statements.append(Statement(span, span.of(document.text), label, topics, addressee, page=page, score=0.9))
        sentences.append(Sentence(span, block))
    count = len(document.blocks)
    outline = Outline((), (None,) * count, (None,) * count)
    return Analysis(
        document, letterhead or Letterhead(), outline, tuple(sentences), statements=tuple(statements), **facts
    )


LETTERHEAD = Letterhead(
    doc_type="bao_cao", number="45", symbol="BC-SKHCN", issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    parent_issuer="ỦY BAN NHÂN DÂN TỈNH LÀO CAI", place="Lào Cai", issued_on=dt.date(2025, 6, 20),
    subject="Kết quả chuyển đổi số 6 tháng đầu năm 2025", recipients=("UBND tỉnh",), cc=("Như trên", "Lưu: VT"),
    signer=Signer("Lương Thế Khang", "GIÁM ĐỐC"), province="Lào Cai", province_now="Lào Cai",
)  # fmt: skip


def full_analysis(*, source: str = "bao-cao.txt", paged: bool = False) -> Analysis:
    """Give a small report with one fact or more of every kind."""
    said = [
        ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.", "other"),
        ("Tỷ lệ hồ sơ trực tuyến đạt 72,5%/80% kế hoạch năm 2025.", "result"),
        ("Cấp xã thiếu nhân lực chuyển đổi số; máy tính đã cũ.", "difficulty", "nhan_luc ha_tang"),
        ("Đề nghị Bộ Khoa học và Công nghệ sớm ban hành hướng dẫn.", "proposal", "the_che", "Bộ Khoa học và Công nghệ"),
    ]
    table = [("STT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("1", "Hồ sơ trực tuyến (%)", "80", "72,5")]
    analysis = make_analysis(said, source=source, table=table, letterhead=LETTERHEAD, paged=paged)
    text = analysis.document.text
    cited = span_of(text, "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị")
    dated, year = span_of(text, "ngày 22/12/2024"), span_of(text, "năm 2025")
    done, plan = span_of(text, "72,5%"), span_of(text, "80%")
    place = span_of(text, "Bộ Chính trị")
    row = span_of(text, "Hồ sơ trực tuyến (%)")
    period = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    page = 1 if paged else None
    return replace(
        analysis,
        citations=(
            Citation(
                cited, cited.of(text), "nghi_quyet", "57", None, "NQ/TW", dt.date(2024, 12, 22), "Bộ Chính trị",
                page=page, rule="citation.numbered",
            ),
        ),
        dates=(
            Date(dated, dated.of(text), dt.date(2024, 12, 22), dt.date(2024, 12, 22), page=page),
            Date(year, year.of(text), *period, page=page),
        ),
        figures=(
            Figure(done, "72,5%", "percent", Decimal("72.5"), unit="%", amount=Decimal("72.5"), page=page),
            Figure(plan, "80%", "percent", Decimal(80), unit="%", amount=Decimal(80), page=page),
        ),
        indicators=(
            Indicator(
                analysis.statements[1].span, "Tỷ lệ hồ sơ trực tuyến", Decimal("72.5"), unit="%", target=Decimal(80),
                target_unit="%", period=period, subject="Lào Cai", status="not_met", page=page,
            ),
            Indicator(
                row, "Hồ sơ trực tuyến", Decimal("72.5"), unit="%", target=Decimal(80), target_unit="%",
                status="not_met", source="table",
            ),
        ),
        names=(
            Name(place, "Bộ Chính trị", NameKind.ORGANIZATION, "Bộ Chính trị", page=page),
        ),
    )  # fmt: skip


def at_lines(document: Document, lines: Sequence[Line]) -> Document:
    return replace(document, lines=tuple(lines))
