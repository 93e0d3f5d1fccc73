"""Rows of indicators for the pages: listed, counted, and as series of one indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import Select, and_, func, or_, select

from vanban.store import Archive
from vanban.store.filters import Filters, holding_conditions
from vanban.store.listing import name_conditions, parse_period
from vanban.store.schema import documents, indicators
from vanban.web.charts import COLOURS, Series, bar, line_chart
from vanban.wording import period as period_words

Row = dict[str, Any]
SERIES_ROWS = 2000
_DOCUMENT = ("source", "doc_type", "number", "symbol", "issuer", "issued_on", "province_now")
_SHOWN = (
    "name", "value", "value2", "unit", "comparator", "target", "target_unit", "period_start", "period_end", "subject",
    "status", "page", "span_start", "span_end", "document_id", "indicator_id",
)  # fmt: skip


class Wanted(NamedTuple):
    """What the view asks for beside the filters."""

    name: str = ""
    period: str = ""
    status: str = ""
    indicator: str = ""  # id of the same indicator in all its wordings


def list_indicators(archive: Archive, filters: Filters, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """Give indicators, those with both plan and result before others, the newest documents first."""
    columns = indicators.c
    complete = and_(columns.target.is_not(None), columns.value.is_not(None))
    order = (complete.desc(), documents.c.issued_on.desc().nulls_last(), documents.c.id, columns.span_start, columns.id)
    found = _narrowed(_selected(), filters, wanted).order_by(*order).limit(limit).offset(offset)
    with archive.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(found)]


def count_indicators(archive: Archive, filters: Filters, wanted: Wanted) -> int:
    found = select(func.count()).select_from(indicators).join(documents, documents.c.id == indicators.c.document_id)
    with archive.reading() as connection:
        return int(connection.execute(_narrowed(found, filters, wanted)).scalar_one())


def commonest(archive: Archive, filters: Filters, wanted: Wanted, *, limit: int) -> list[tuple[str, str, int, int]]:
    """Give the indicators that most documents report: id, name, documents, rows."""
    columns = indicators.c
    holding = func.count(columns.document_id.distinct())
    found = select(columns.indicator_id, func.min(columns.name), holding, func.count()).select_from(indicators)
    found = found.join(documents, documents.c.id == columns.document_id).where(columns.indicator_id.is_not(None))
    found = _narrowed(found, filters, wanted).group_by(columns.indicator_id).having(func.count() > 1)
    with archive.reading() as connection:
        rows = connection.execute(
            found.order_by(holding.desc(), func.count().desc(), columns.indicator_id).limit(limit)
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def _selected() -> Select[Any]:
    named = [documents.c[name].label(f"document_{name}") for name in _DOCUMENT]
    shown = [indicators.c[name] for name in _SHOWN]
    return select(*shown, *named).join(documents, documents.c.id == indicators.c.document_id)


def _narrowed(found: Select[Any], filters: Filters, wanted: Wanted) -> Select[Any]:
    columns = indicators.c
    found = found.where(*holding_conditions(filters), *name_conditions(wanted.name))
    if wanted.indicator:
        found = found.where(columns.indicator_id == wanted.indicator)
    if wanted.status:
        found = found.where(columns.status == wanted.status)
    if wanted.period:
        first, last = parse_period(wanted.period)
        within = and_(columns.period_start <= last, columns.period_end >= first)
        issued = and_(columns.period_start.is_(None), documents.c.issued_on.between(first, last))
        found = found.where(or_(within, issued))
    return found


class Compared(NamedTuple):
    """One indicator over periods and between provinces."""

    name: str
    unit: str
    chart: Markup | None
    legend: list[tuple[str, int, bool]]  # name, colour, dashed
    provinces: list[tuple[str, Row, Markup]]
    provinces_period: str


def compare(rows: Sequence[Row]) -> Compared | None:
    """Draw the series of one indicator; only rows in its commonest unit can be compared."""
    units = [row["unit"] or "" for row in rows if row["value"] is not None]
    if not units:
        return None
    unit = max(set(units), key=lambda word: (units.count(word), word))
    kept = [row for row in rows if row["value"] is not None and (row["unit"] or "") == unit and _end(row)]
    names = [row["name"] for row in rows]
    name = max(set(names), key=lambda word: (names.count(word), -len(word), word))
    chart, legend = _over_time(kept, name)
    provinces, words = _by_province(kept)
    return Compared(name, unit, chart, legend, provinces, words)


def _end(row: Row) -> dt.date | None:
    found = row["period_end"] or row["document_issued_on"]
    return found if isinstance(found, dt.date) else None


def _whose(row: Row) -> str:
    return str(row["document_province_now"] or row["subject"] or row["document_issuer"] or "Không rõ")


def _label(row: Row) -> str:
    end = _end(row)
    return period_words(row["period_start"], row["period_end"]) or (f"{end:%m/%Y}" if end else "")


def _over_time(rows: Sequence[Row], name: str) -> tuple[Markup | None, list[tuple[str, int, bool]]]:
    places: dict[str, dt.date] = {}
    for row in sorted(rows, key=lambda row: _end(row) or dt.date.min):
        places.setdefault(_label(row), _end(row) or dt.date.min)
    if len(places) < 2:
        return None, []
    owners = [_whose(row) for row in rows]
    ranked = sorted(set(owners), key=lambda owner: (-owners.count(owner), owner))[:COLOURS]
    series: list[Series] = []
    for tone, owner in enumerate(ranked, 1):
        mine = {_label(row): row for row in reversed(rows) if _whose(row) == owner}
        series.append(Series(owner, tuple(_float(mine.get(place, {}).get("value")) for place in places), tone))
        targets = tuple(_float(mine.get(place, {}).get("target")) for place in places)
        if len(ranked) == 1 and any(target is not None for target in targets):
            series.append(Series("Kế hoạch", targets, 2, dashed=True))
    chart = line_chart(list(places), series, label=f"Biểu đồ đường: {name} qua các kỳ; số liệu ở bảng bên dưới")
    return chart, [(one.name, one.tone, one.dashed) for one in series]


def _by_province(rows: Sequence[Row]) -> tuple[list[tuple[str, Row, Markup]], str]:
    """Give the newest result of each province, the highest first."""
    newest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: _end(row) or dt.date.min):
        if row["document_province_now"]:
            newest[row["document_province_now"]] = row
    numbers = [abs(_float(row[key]) or 0) for row in newest.values() for key in ("value", "target")]
    highest = max(numbers, default=0) or 1
    ranked = sorted(newest.items(), key=lambda pair: (-(_float(pair[1]["value"]) or 0), pair[0]))
    drawn = [
        (province, row, bar((_float(row["value"]) or 0) / highest, target=_share(row["target"], highest)))
        for province, row in ranked
    ]
    labels = {_label(row) for row in newest.values()}
    return drawn, labels.pop() if len(labels) == 1 else ""


def _share(value: Decimal | None, highest: float) -> float | None:
    return float(value) / highest if value is not None else None


def _float(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None
