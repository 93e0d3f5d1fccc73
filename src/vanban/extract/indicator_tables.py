"""Indicators of tables: each row of a table of indicators gives one (docs/annotation.md, indicators)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.extract.numerals import parse_digits
from vanban.extract.table_columns import Column, Role, find_roles, status_of
from vanban.model import Cell, Document, Indicator, Span, Table
from vanban.text import canonical

_PLAIN = re.compile(r"(?P<sign>[-+(]?)(?P<number>\d[\d.,]*)\)?\s*(?P<percent>%?)")
_RATIO = re.compile(r"(?P<a>\d[\d.,]*)\s*/\s*(?P<b>\d[\d.,]*)")
_UNIT_IN_NAME = re.compile(r"\((?P<unit>%|[^()\d]{1,24})\)\s*$")
_UNIT_CAPTION = re.compile(r"(?:đơn vị tính|đvt|đơn vị)\s*:\s*(?P<unit>[^)\n.;]{1,30})", re.IGNORECASE)
_FIGURE_OPENING = re.compile(
    r"^(?:có|đạt|đạt tỉ lệ|phấn đấu|phấn đấu đạt|tối thiểu|ít nhất|trên|duy trì)\s+(?:trên |tối thiểu |ít nhất )?\d[\d.,]*\s*%?\s*"
)
_STATUS_GROUPS = {"x", "×", "✓", "✔", "v"}
MAX_PLAIN_COLUMNS = 3


class Quantity(NamedTuple):
    value: Decimal
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None


def read_quantity(cell: str) -> Quantity | None:
    """Read the quantity that a cell holds: "97,8%", "1.250", "3/5", "trên 70%"; None where it holds none or more than one."""
    text = cell.strip()
    match = _PLAIN.fullmatch(text)
    if match:
        value = parse_digits(match["number"].rstrip(".,"))
        if value is None:
            return None
        negative = match["sign"] in ("-", "(")
        return Quantity(-value if negative else value, None, "%" if match["percent"] else None)
    ratio = _RATIO.fullmatch(text)
    if ratio:
        first, second = parse_digits(ratio["a"]), parse_digits(ratio["b"])
        return Quantity(first, second) if first is not None and second is not None else None
    figures = find_figures(text)
    if len(figures) == 1 and len(text) <= 60:
        figure = figures[0]
        return Quantity(figure.value, figure.value2, figure.unit, figure.comparator)
    return None


def find_table_indicators(document: Document, table: Table) -> list[Indicator]:
    """Find the indicators of one table; none in a table whose rows carry no quantities."""
    text = document.text
    headers, rows, cells = table.columns(text), table.rows(text), table.row_cells()
    columns = find_roles(headers, rows)
    names = [i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.TASK)]
    values = [i for i, c in enumerate(columns) if c.role is Role.VALUE]
    targets = [i for i, c in enumerate(columns) if c.role is Role.TARGET]
    if not rows or not (values or targets):
        return []
    if not names:
        return _nameless(document, table, headers, rows, cells, values)
    measured = _measured(columns, values, targets)
    caption_unit = _caption_unit(document, table)
    found: list[Indicator] = []
    group = ""
    for row, row_cells in zip(rows, cells, strict=True):
        name_cell = row_cells[names[0]]
        if name_cell is None or not row[names[0]] or columns[names[0]].role is Role.TASK:
            continue
        made = [
            indicator
            for value_column in measured or [None]
            if (
                indicator := _row_indicator(
                    row, row_cells, columns, names[0], value_column, targets, caption_unit, group, len(measured)
                )
            )
        ]
        if not made and not any(row[i] for i in (*values, *targets)):
            group = row[names[0]]
        found.extend(made)
    return found


def _measured(columns: Sequence[Column], values: Sequence[int], targets: Sequence[int]) -> list[int]:
    """Choose the value columns that give indicators: the result beside a target; in a table without targets, up to three."""
    if not values:
        return []
    if targets or any(c.role in (Role.STATUS, Role.COMPARISON, Role.EARLIER) for c in columns):
        running = [i for i in values if re.search(r"lũy kế|cả năm|ước|thực hiện|kết quả", canonical(columns[i].header))]
        return [(running or list(values))[-1]]
    totals = [i for i in values if re.search(r"tổng", canonical(columns[i].header))]
    if totals:
        return totals[:1]
    return list(values) if len(values) <= MAX_PLAIN_COLUMNS else list(values[:1])


def _row_indicator(
    row: Sequence[str], cells: Sequence[Cell | None], columns: Sequence[Column], name_column: int, value_column: int | None,
    targets: Sequence[int], caption_unit: str | None, group: str, n_measured: int,
) -> Indicator | None:  # fmt: skip
    value = read_quantity(row[value_column]) if value_column is not None else None
    target = next((q for i in targets if (q := read_quantity(row[i]))), None)
    if value is None and target is None:
        return None
    name, unit_in_name = clean_name(row[name_column])
    if n_measured > 1 and value_column is not None:
        name = f"{columns[value_column].header.rsplit(' / ', 1)[-1]} {name}"
    unit_column = next((row[i] for i, c in enumerate(columns) if c.role is Role.UNIT and row[i]), None)
    default = unit_column or unit_in_name or _percent_name(name) or caption_unit
    status = _status(row, columns)
    if status is None and value is not None and target is not None and value.value2 is None:
        status = judge(name, value.value, target)
    period = _period(columns, [value_column, *targets])
    starts = [c.span for c in cells if c is not None]
    span = Span(min(s.start for s in starts), max(s.end for s in starts))
    return Indicator(
        span=span,
        name=name,
        value=value.value if value else None,
        value2=value.value2 if value else None,
        unit=(value.unit or default or (target.unit if target else None)) if value else None,
        comparator=value.comparator if value else target.comparator if target else None,
        target=target.value if target else None,
        target_unit=(target.unit or default or (value.unit if value else None)) if target else None,
        period=period,
        status=status,
        source="table",
        score=0.9,
        rule="indicator.table_row",
    )


def _nameless(
    document: Document, table: Table, headers: Sequence[str], rows: Sequence[Sequence[str]],
    cells: Sequence[Sequence[Cell | None]], values: Sequence[int],
) -> list[Indicator]:  # fmt: skip
    """Read a table of one row that only breaks a number down: its title names what is measured, its total is the value."""
    if len(rows) != 1 or table.title is None:
        return []
    total = next((i for i in values if "tổng" in canonical(headers[i])), values[0])
    quantity = read_quantity(rows[0][total])
    cell = cells[0][total]
    if quantity is None or cell is None:
        return []
    name = re.sub(
        r"^(?:thống kê|tổng hợp|bảng|biểu)\s+(?:số liệu\s+|về\s+)?", "", table.title.of(document.text), flags=re.I
    )
    return [
        Indicator(
            span=cell.span, name=" ".join(name.split()), value=quantity.value, value2=quantity.value2, unit=quantity.unit,
            source="table", score=0.7, rule="indicator.table_total",
        )
    ]  # fmt: skip


def clean_name(cell: str) -> tuple[str, str | None]:
    """Give the name without a figure at its start or a unit at its end, and that unit."""
    name = re.sub(r"^\s*(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)])\s*", "", cell)
    unit = None
    match = _UNIT_IN_NAME.search(name)
    if match and len(match["unit"].split()) <= 4:
        unit = match["unit"].strip()
        name = name[: match.start()].strip()
    lowered = canonical(name)
    opening = _FIGURE_OPENING.match(lowered)
    if opening and opening.end() < len(name):
        name = name[opening.end() :]
    return name.strip(" ,;:."), unit


def judge(name: str, value: Decimal, target: Quantity) -> str | None:
    """Judge a value against its target; for what should stay low, less is better."""
    fewer = re.search(
        r"hộ nghèo|thất nghiệp|quá hạn|tai nạn|suy dinh dưỡng|tử vong|vi phạm|giảm|bỏ học|nợ|sinh con thứ",
        canonical(name),
    )
    if fewer or target.comparator in ("<", "<="):
        return "met" if value <= target.value else "not_met"
    return "met" if value >= target.value else "not_met"


def _status(row: Sequence[str], columns: Sequence[Column]) -> str | None:
    for i, column in enumerate(columns):
        if column.role is Role.STATUS and row[i].strip():
            if column.status is not None and row[i].strip().lower() in _STATUS_GROUPS:
                return column.status
            if (status := status_of(row[i])) is not None:
                return status
    return None


def _percent_name(name: str) -> str | None:
    return "%" if re.match(r"(?:tỉ lệ|tốc độ|mức độ hài lòng)", canonical(name)) else None


def _caption_unit(document: Document, table: Table) -> str | None:
    above = document.text[max(0, table.span.start - 160) : table.span.start]
    matches = list(_UNIT_CAPTION.finditer(above))
    return matches[-1]["unit"].strip() if matches else None


def _period(columns: Sequence[Column], chosen: Sequence[int | None]) -> tuple[dt.date, dt.date] | None:
    for i in chosen:
        if i is None:
            continue
        dates = find_dates(columns[i].header)
        if dates:
            return dates[-1].start, dates[-1].end
    return None
