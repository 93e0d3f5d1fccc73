"""Indicators of a document: the rows of its tables, and figures in sentences and remark cells that measure something."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from vanban.extract.figures import find_figures
from vanban.extract.indicator_sentences import find_sentence_indicators
from vanban.extract.indicator_tables import find_table_indicators
from vanban.extract.table_columns import Role, find_roles, is_number
from vanban.model import BlockKind, Date, Document, Figure, Indicator, Letterhead, Name, Span, Statement, Table

PLAN_LABELS = ("solution", "proposal")


def find_indicators(
    document: Document,
    statements: Sequence[Statement],
    *,
    figures: Sequence[Figure],
    dates: Sequence[Date],
    names: Sequence[Name],
    letterhead: Letterhead,
) -> tuple[Indicator, ...]:
    """Find all indicators, in the order of the document."""
    found: list[Indicator] = []
    starts = [figure.span.start for figure in figures]
    for statement in statements:
        block = document.block_at(statement.span.start)
        if block is not None and document.blocks[block].kind in (BlockKind.RUNNING_HEAD, BlockKind.HEADING):
            continue
        inside = figures[bisect_left(starts, statement.span.start) : bisect_left(starts, statement.span.end)]
        if inside:
            is_plan = statement.label in PLAN_LABELS
            for indicator in find_sentence_indicators(document.text, statement.span, inside, is_plan=is_plan):
                found.append(_with_period(indicator, statement.span, dates))
    for table in document.tables:
        found.extend(find_table_indicators(document, table))
        found.extend(_remark_indicators(document, table, dates))
    return tuple(sorted((_with_subject(f, letterhead) for f in found), key=lambda f: f.span))


def _remark_indicators(document: Document, table: Table, dates: Sequence[Date]) -> list[Indicator]:
    """Read the remark cells of a table as sentences."""
    found: list[Indicator] = []
    roles = find_roles(table.columns(document.text), table.rows(document.text))
    blocked = [date.span for date in dates if table.span.contains(date.span)]
    for row in table.row_cells():
        for column, cell in zip(roles, row, strict=True):
            if cell is None or column.role is not Role.REMARK or is_number(cell.span.of(document.text)):
                continue
            for span in _clauses(document.text, cell.span):
                shifted = [Span(b.start - span.start, b.end - span.start) for b in blocked if span.overlaps(b)]
                figures = [
                    replace(f, span=Span(f.span.start + span.start, f.span.end + span.start))
                    for f in find_figures(span.of(document.text), blocked=shifted)
                ]
                for indicator in find_sentence_indicators(document.text, span, figures, is_plan=False):
                    found.append(replace(indicator, source="table", rule="indicator.remark"))
    return found


def _clauses(text: str, span: Span) -> list[Span]:
    """Split a cell at ". " and at newlines."""
    spans: list[Span] = []
    start = span.start
    for end in range(span.start, span.end):
        if text[end] == "\n" or (text[end] == "." and text[end + 1 : end + 2].isspace() and end + 1 < span.end):
            spans.append(Span(start, end + 1))
            start = end + 1
    spans.append(Span(start, span.end))
    return [s for s in spans if s.of(text).strip()]


def _with_period(indicator: Indicator, sentence: Span, dates: Sequence[Date]) -> Indicator:
    """Give the indicator the last date before it in its sentence, else the first one in it."""
    inside = [d for d in dates if sentence.contains(d.span)]
    if not inside:
        return indicator
    before = [d for d in inside if d.span.end <= indicator.span.start]
    date = before[-1] if before else inside[0]
    return replace(indicator, period=(date.start, date.end))


def _with_subject(indicator: Indicator, letterhead: Letterhead) -> Indicator:
    if indicator.subject is not None or letterhead.issuer is None:
        return indicator
    return replace(indicator, subject=letterhead.issuer)
