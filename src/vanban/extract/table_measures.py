"""Which columns of a table give the value and the target of a row's indicator."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.extract.dates import find_dates
from vanban.extract.table_cells import header_unit
from vanban.extract.table_columns import Column, Role
from vanban.text import canonical

Period = tuple[dt.date, dt.date]

_RUNNING_TOTAL = re.compile(r"lũy kế|cả năm|từ đầu năm|\d+ tháng")
_DONE = re.compile(r"\bđã\b|hoàn thành|đúng hạn|giải ngân|đạt|được|thực hiện|thu gom|giải quyết|kết quả")
_TOTAL = re.compile(r"tổng|toàn (?:tỉnh|huyện|xã|ngành)|\bcộng\b")
_AMENDED = re.compile(r"sau điều chỉnh|sau khi điều chỉnh|điều chỉnh lại|mới")
_PART = re.compile(r"trong đó|tr\.?đó")
_COLUMN_WORDS = re.compile(
    r"\([^()]*\)|\b(?:năm|quý|tháng|đến|ngày|giai đoạn)?\s*\d[\d/.\-–]*(?:\s*tháng)?(?:\s*(?:đầu|cuối)\s*năm)?(?:\s*\d{4})?"
)
_GENERAL = re.compile(
    r"(?:số liệu|giá trị|kết quả|thực hiện|kết quả thực hiện|số lượng|tổng(?: số| cộng)?|kinh phí|số tiền|ước thực hiện|th|đạt|lũy kế)?"
)
MAX_COLUMN_WORDS = 8


@dataclass(frozen=True, slots=True)
class Measure:
    """A value column, a target column or both; at least one is given."""

    value: int | None
    target: int | None
    group: str = ""  # the heading over the columns, where a table has several such pairs
    words: str = ""  # what the value column says it measures
    unit: str | None = None
    period: Period | None = None
    is_judged: bool = True  # the target is for the time of the value
    is_estimate: bool = False


def choose_measures(columns: Sequence[Column], *, year: int | None = None) -> list[Measure]:
    """Choose the measures of a table: one, or one for each group of columns under a common heading.

    `year` is the document's, for headers that name only a quarter or a month.
    """
    values = [i for i, c in enumerate(columns) if c.role is Role.VALUE]
    targets = [i for i, c in enumerate(columns) if c.role is Role.TARGET]
    if not values and not targets:
        return []
    groups = _groups(columns, values, targets)
    if groups:
        return [
            _measure(columns, [i for i in values if columns[i].parent == g],
                     [i for i in targets if columns[i].parent == g], group=g, year=year)
            for g in groups
        ]  # fmt: skip
    return [_measure(columns, values, targets, group="", year=year)]


def _groups(columns: Sequence[Column], values: Sequence[int], targets: Sequence[int]) -> list[str]:
    """Find headings that each span a value and a target of their own; none where one of them is the total or a mere time."""
    places = [*values, *targets]
    parents = list(dict.fromkeys(columns[i].parent for i in sorted(places) if columns[i].parent))
    if len(parents) < 2 or any(_TOTAL.search(canonical(p)) or _is_time(p) for p in parents):
        return []
    leaves = [{canonical(columns[i].leaf) for i in places if columns[i].parent == p} for p in parents]
    paired = all(
        any(columns[i].parent == p for i in values) and any(columns[i].parent == p for i in targets) for p in parents
    )
    return parents if paired and len(set.intersection(*leaves)) >= 2 else []


def _measure(
    columns: Sequence[Column], values: Sequence[int], targets: Sequence[int], *, group: str, year: int | None
) -> Measure:
    periods = {i: _period(columns[i].header, year) for i in (*values, *targets)}
    value = _choose_value(columns, values, periods)
    own = periods.get(value) if value is not None else None
    target = _choose_target(columns, targets, periods, own, year)
    aim = periods.get(target) if target is not None else None
    header = columns[value if value is not None else target if target is not None else 0]
    return Measure(
        value,
        target,
        group,
        _words(header.leaf) or _words(header.parent),
        header_unit(header.header) or (header_unit(columns[target].header) if target is not None else None),
        own or aim,
        is_judged=not (own and aim and aim[0] > own[1]),
        is_estimate=value is not None and re.match(r"ước", canonical(header.leaf)) is not None,
    )


def _choose_value(columns: Sequence[Column], values: Sequence[int], periods: dict[int, Period | None]) -> int | None:
    """Choose the column of results: a running total, else the latest period, else what was done, else the first."""
    if not values:
        return None
    values = [i for i in values if not _PART.search(canonical(columns[i].leaf))] or list(values)
    totals = [i for i in values if _TOTAL.search(canonical(columns[i].header))]
    if totals and not any(_DONE.search(canonical(columns[i].leaf)) for i in values if i not in totals):
        values = totals[:1] if not all(periods[i] for i in totals) else totals
    dated = [i for i in values if periods[i]]
    if len(dated) > 1:
        latest = max(p[1] for i in dated if (p := periods[i]))
        values = [i for i in dated if (p := periods[i]) and p[1] == latest]
    running = [i for i in values if _RUNNING_TOTAL.search(canonical(columns[i].header))]
    if running:
        return running[-1]
    reported = [i for i in values if columns[i].reported and _DONE.search(canonical(columns[i].leaf))]
    return reported[-1] if reported else values[0]


def _choose_target(
    columns: Sequence[Column], targets: Sequence[int], periods: dict[int, Period | None], own: Period | None,
    year: int | None,
) -> int | None:  # fmt: skip
    """Choose the column of plans: the amended one, else that for the time of the value or the document's year, else the first."""
    if not targets:
        return None
    targets = [i for i in targets if not _PART.search(canonical(columns[i].leaf))] or list(targets)
    totals = [i for i in targets if _TOTAL.search(canonical(columns[i].leaf)) and columns[i].parent]
    siblings = [i for i in targets if totals and columns[i].parent == columns[totals[-1]].parent]
    if len(siblings) > 1:
        return totals[-1]
    amended = [i for i in targets if _AMENDED.search(canonical(columns[i].leaf))]
    if amended:
        return amended[-1]
    if own:
        fitting = [i for i in targets if (p := periods[i]) and p[0] <= own[0] and own[1] <= p[1]]
        if fitting:
            return fitting[0]
    if year is not None:
        fitting = [i for i in targets if (p := periods[i]) and p[0].year <= year <= p[1].year]
        if fitting:
            return fitting[0]
    return targets[0]


def _words(header: str) -> str:
    """Give what a header says is measured, without times and units; empty where it says nothing of its own."""
    words = " ".join(_COLUMN_WORDS.sub(" ", header).split()).strip(" ,;:-–")
    if _GENERAL.fullmatch(canonical(words)) or len(words.split()) > MAX_COLUMN_WORDS:
        return ""
    return words


def _is_time(words: str) -> bool:
    return not _COLUMN_WORDS.sub(" ", canonical(words)).strip() or canonical(words).startswith(
        ("năm ", "quí ", "tháng ")
    )


def _period(header: str, year: int | None) -> Period | None:
    """Give the time that a header names; of a two-level header the leaf's outranks the parent's."""
    parent, _, leaf = header.rpartition(" / ")
    above = find_dates(parent, year=year) if parent else []
    dates = find_dates(leaf, year=above[-1].end.year if above else year) or above
    return (dates[-1].start, dates[-1].end) if dates else None
