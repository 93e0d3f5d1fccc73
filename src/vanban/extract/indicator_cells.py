"""Indicators in the prose of table cells: remarks are read like sentences, tasks and products give targets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.extract.indicator_model import IndicatorModel
from vanban.extract.indicator_sentences import find_sentence_indicators
from vanban.extract.indicator_tables import row_status
from vanban.extract.table_cells import clean_name
from vanban.extract.table_columns import Column, Role
from vanban.model import Cell, Date, Document, Indicator, Span, Table
from vanban.text import canonical

_LABELS = {Role.TASK: "solution", Role.PRODUCT: "solution", Role.REMARK: "result"}
_DEADLINE = re.compile(r"thời (?:gian|hạn)|hạn hoàn thành|tiến độ")
_CLAUSE_END = re.compile(r"(?<=\.)\s+(?=\S)|\n+|(?<=;)\s+(?=[-+•])")


def find_cell_indicators(
    document: Document,
    table: Table,
    columns: Sequence[Column],
    model: IndicatorModel | None,
    *,
    dates: Sequence[Date] = (),
) -> list[Indicator]:
    """Find the indicators in the cells of prose; `dates` are those of the table.

    A target that a task's product repeats is given once.
    """
    text = document.text
    name = next((i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.TASK)), None)
    blocked = [date.span for date in dates]
    found: list[Indicator] = []
    for row, cells in zip(table.rows(text), table.row_cells(), strict=True):
        own = clean_name(row[name])[0] if name is not None else ""
        made: list[Indicator] = []
        for column, cell in zip(columns, cells, strict=True):
            if cell is not None and column.role in _LABELS and _is_prose(cell, text):
                for indicator in _read_cell(text, cell, column.role, own, blocked, model):
                    if not any(_repeats(indicator, other) for other in made):
                        made.append(_with_row(indicator, row, columns, cells, text))
        found += made
    return found


def _is_prose(cell: Cell, text: str) -> bool:
    words = cell.span.of(text)
    return any(ch.isdigit() for ch in words) and any(ch.isalpha() for ch in words)


def _read_cell(
    text: str, cell: Cell, role: Role, own: str, blocked: Sequence[Span], model: IndicatorModel | None
) -> Iterator[Indicator]:
    for span in _clauses(text, cell.span):
        shifted = [Span(b.start - span.start, b.end - span.start) for b in blocked if span.contains(b)]
        figures = [
            replace(f, span=Span(f.span.start + span.start, f.span.end + span.start))
            for f in find_figures(span.of(text), blocked=shifted)
        ]
        if figures:
            row_name = own if role is Role.REMARK else ""
            for made in find_sentence_indicators(text, span, figures, model, label=_LABELS[role], row_name=row_name):
                yield replace(made, source="table", rule=f"indicator.{role.value}")


def _clauses(text: str, span: Span) -> Iterator[Span]:
    """Split a cell into its sentences and items."""
    start = span.start
    for match in _CLAUSE_END.finditer(text, span.start, span.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, span.end)


def _repeats(indicator: Indicator, other: Indicator) -> bool:
    return (indicator.value, indicator.target, indicator.value2) == (other.value, other.target, other.value2) and (
        indicator.target is not None
    )


def _with_row(
    indicator: Indicator, row: Sequence[str], columns: Sequence[Column], cells: Sequence[Cell | None], text: str
) -> Indicator:
    """Give a task's target the row's status and deadline, a rate reached in a finished task the status met."""
    status = row_status(row, columns)
    if indicator.target is not None and indicator.value is None:
        return replace(indicator, status=status, period=_deadline(columns, cells, text))
    if indicator.status is None and status == "met" and indicator.unit == "%":
        return replace(indicator, status=status)
    return indicator


def _deadline(columns: Sequence[Column], cells: Sequence[Cell | None], text: str) -> tuple[dt.date, dt.date] | None:
    for column, cell in zip(columns, cells, strict=True):
        if cell is not None and _DEADLINE.search(canonical(column.leaf)):
            dates = find_dates(cell.span.of(text))
            if dates:
                return dates[-1].start, dates[-1].end
    return None
