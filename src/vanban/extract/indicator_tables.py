"""Indicators of tables: each row of a table of indicators gives one (docs/annotation.md, indicators)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.extract.indicator_status import judge
from vanban.extract.table_cells import (
    Quantity,
    caption_unit,
    clean_name,
    first_filled,
    header_unit,
    name_unit,
    read_quantity,
)
from vanban.extract.table_columns import Column, Role, find_roles, is_mark, names_entities, status_of
from vanban.extract.table_measures import Measure, choose_measures
from vanban.model import Cell, Document, Indicator, Span, Table
from vanban.text import canonical

# Names that do not stand alone under a heading row: "Tỷ lệ hồ sơ đúng hạn" / "- Cấp xã".
_DEPENDENT = re.compile(
    r"(?:(?:ở )?(?:cấp )?(?:trung ương|tỉnh|huyện|xã|phường|cơ sở)|(?:khu vực )?(?:thành thị|đô thị|nông thôn)|nam|nữ|(?:trong|ngoài) (?:nước|công lập)|"
    r"công lập|khác|còn lại|mới|cũ|tổng(?: số)?|đúng hạn|quá hạn|trước hạn|trực tuyến|trực tiếp|toàn trình|một phần)"
)
_TITLE_HEAD = re.compile(
    r"(?:(?:thống kê|tổng hợp|bảng|biểu|phụ lục|danh sách|kết quả)\s+(?:\d+[.:]?\s*)?(?:số liệu\s+|về\s+)?){1,3}", re.I
)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What the rows of a table share."""

    columns: Sequence[Column]
    name: int
    unit: str | None
    entities: bool
    period: tuple[dt.date, dt.date] | None


def find_table_indicators(
    document: Document, table: Table, columns: Sequence[Column], *, year: int | None = None
) -> list[Indicator]:
    """Find the indicators of one table; none in a table whose rows carry no quantities, or that lists tasks."""
    text = document.text
    rows, cells = table.rows(text), table.row_cells()
    measures = choose_measures(columns, year=year)
    if not rows or not measures:
        return []
    title = table.title.of(text) if table.title else ""
    name = next((i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.TASK)), None)
    if name is None:
        return _nameless(columns, title, rows, cells, measures[0])
    if columns[name].role is Role.TASK:
        return []
    context = TableContext(
        columns, name, caption_unit(text, table.span, table.title), names_entities(columns[name]),
        measures[0].period,
    )  # fmt: skip
    return list(_read_rows(context, rows, cells, measures))


def roles_of(document: Document, table: Table, *, is_plan: bool) -> list[Column]:
    """Give the roles of a table's columns; a title that announces a plan or a need makes it one of targets."""
    title = canonical(table.title.of(document.text)) if table.title else ""
    planned = re.search(r"kế hoạch|dự kiến|nhu cầu|phân kì|phân bổ|dự toán|đề xuất|chỉ tiêu|mục tiêu", title)
    reached = re.search(r"kết quả|tình hình|tiến độ|thực trạng|thống kê|hiện trạng", title)
    return find_roles(
        table.columns(document.text), table.rows(document.text), is_plan=not reached and (is_plan or bool(planned))
    )


def _read_rows(
    context: TableContext, rows: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell | None]],
    measures: Sequence[Measure],
) -> Iterator[Indicator]:  # fmt: skip
    heading, has_values = "", False
    for row, row_cells in zip(rows, cells, strict=True):
        own = row[context.name]
        if not own:
            continue
        is_item = own.startswith(("-", "+", "–"))
        above = heading if is_item or not has_values else ""
        made = [i for m in measures if (i := _row_indicator(context, row, row_cells, m, above))]
        yield from made
        if not is_item:
            heading, has_values = own, bool(made)


def _row_indicator(
    context: TableContext, row: Sequence[str], cells: Sequence[Cell | None], measure: Measure, heading: str
) -> Indicator | None:
    value = read_quantity(row[measure.value]) if measure.value is not None else None
    target = read_quantity(row[measure.target]) if measure.target is not None else None
    if value is None and target is None:
        return None
    own, unit_in_name = clean_name(row[context.name])
    name = _full_name(context, own, measure, heading)
    unit_column = next((row[i] for i, c in enumerate(context.columns) if c.role is Role.UNIT and row[i]), None)
    default = first_filled([unit_column, unit_in_name, measure.unit, name_unit(own), context.unit])
    status = row_status(row, context.columns)
    if status is None and value and target and measure.is_judged and not _has_marks(context.columns):
        status = judge(own, value.value, target.value, target.comparator)
    starts = [c.span for c in cells if c is not None]
    indicator = Indicator(
        span=Span(min(s.start for s in starts), max(s.end for s in starts)), name=name, period=measure.period,
        status=status, source="table", score=0.9, rule="indicator.table_row",
    )  # fmt: skip
    return _with_quantities(indicator, value, target, default, is_estimate=measure.is_estimate)


def _with_quantities(
    indicator: Indicator, value: Quantity | None, target: Quantity | None, unit: str | None, *, is_estimate: bool
) -> Indicator:
    """Fill in value and target; the unit that a cell states itself outranks `unit`, and serves the other cell too."""
    if target is not None:
        target_unit = target.unit or unit or (value.unit if value else None)
        indicator = replace(indicator, target=target.value, target_unit=target_unit, comparator=target.comparator)
    if value is not None:
        own_unit = value.unit or unit or (target.unit if target else None)
        comparator = value.comparator or ("~" if is_estimate else None)
        indicator = replace(
            indicator, value=value.value, value2=value.value2, unit=own_unit, comparator=comparator
        )  # fmt: skip
    return indicator


def _full_name(context: TableContext, own: str, measure: Measure, heading: str) -> str:
    """Complete a row's name with its group's, its heading's or its column's words where it does not stand alone."""
    if heading and _DEPENDENT.fullmatch(canonical(own)):
        own = f"{clean_name(heading)[0]} {own}"
    if measure.group:
        return f"{measure.group} {own}"
    if context.entities and measure.words:
        return f"{measure.words} {own}"
    return own


def _nameless(
    columns: Sequence[Column], title: str, rows: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell | None]],
    measure: Measure,
) -> list[Indicator]:  # fmt: skip
    """Read a table of one row that only breaks a number down: its title names what is measured, its total is the value."""
    name = _TITLE_HEAD.sub("", " ".join(title.split()), count=1).strip(" :.-")
    place = measure.value if measure.value is not None else measure.target
    if len(rows) != 1 or not name or place is None:
        return []
    quantity, cell = read_quantity(rows[0][place]), cells[0][place]
    if quantity is None or cell is None:
        return []
    indicator = Indicator(span=cell.span, name=name, source="table", score=0.7, rule="indicator.table_total")
    unit = quantity.unit or name_unit(name) or header_unit(columns[place].header)
    if measure.value is None:
        return [_with_quantities(indicator, None, quantity, unit, is_estimate=False)]
    return [_with_quantities(indicator, quantity, None, unit, is_estimate=False)]


def _has_marks(columns: Sequence[Column]) -> bool:
    return any(c.role is Role.STATUS and c.status is not None for c in columns)


def row_status(row: Sequence[str], columns: Sequence[Column]) -> str | None:
    """Read a row's status: a mark outranks words, words in a status column outrank those in a remark."""
    for i, column in enumerate(columns):
        if column.role is Role.STATUS and column.status is not None and is_mark(row[i]):
            return column.status
    for role in (Role.STATUS, Role.REMARK):
        for i, column in enumerate(columns):
            if column.role is role and (status := status_of(row[i])) is not None:
                return status
    return None
