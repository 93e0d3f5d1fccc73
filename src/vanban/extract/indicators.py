"""Indicators of a document: the rows of its tables, and figures in sentences and cells of prose that measure something."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from vanban.extract.indicator_cells import find_cell_indicators
from vanban.extract.indicator_comparisons import name_comparisons
from vanban.extract.indicator_ids import find_indicator_id
from vanban.extract.indicator_lists import name_list_items
from vanban.extract.indicator_model import indicator_model
from vanban.extract.indicator_sentences import find_sentence_indicators
from vanban.extract.indicator_tables import find_table_indicators, roles_of
from vanban.model import BlockKind, Date, Document, Figure, Indicator, Letterhead, Name, NameKind, Span, Statement

# Documents that set things to be done: a figure of their tables that no header calls reached is a target.
PLAN_TYPES = (
    "ke_hoach", "de_an", "du_an", "phuong_an", "chuong_trinh", "to_trinh", "quyet_dinh", "nghi_quyet",
)  # fmt: skip
# Documents that lay down rules: their figures measure nothing.
RULE_TYPES = (
    "hien_phap", "luat", "bo_luat", "phap_lenh", "lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich", "quy_che",
    "quy_dinh",
)  # fmt: skip
_ACTOR_REACH = 40  # code points from the start of a sentence within which its acting body stands


def find_indicators(
    document: Document,
    statements: Sequence[Statement],
    *,
    figures: Sequence[Figure],
    dates: Sequence[Date],
    names: Sequence[Name],
    letterhead: Letterhead,
    models: Path | None = None,
) -> tuple[Indicator, ...]:
    """Find all indicators, in the order of the document; none in normative acts. `models` is another folder of models."""
    if letterhead.doc_type in RULE_TYPES:
        return ()
    model = indicator_model(models)
    found: list[Indicator] = []
    previous: list[Indicator] = []  # of the last sentence with figures
    last_place = -1  # its place
    finders = [[fact.span.start for fact in facts] for facts in (figures, dates, names)]
    for place, statement in enumerate(statements):
        span = statement.span
        first, last = _reach(finders[0], span)
        if first == last or _is_heading(document, span):
            continue
        inner_dates = dates[slice(*_reach(finders[1], span))]
        inner_names = names[slice(*_reach(finders[2], span))]
        actor = _actor(inner_names, span)
        after_aims = last_place == place - 1 and bool(previous) and all(aim.value is None for aim in previous)
        said = find_sentence_indicators(
            document.text, span, figures[first:last], model, label=statement.label, dates=inner_dates,
            names=inner_names, after_aims=after_aims,
        )  # fmt: skip
        said = name_list_items(document.text, span, figures[first:last], said)
        previous = name_comparisons(document.text, span, figures[first:last], said, previous)
        last_place = place
        found += [_complete(document, indicator, actor or letterhead.issuer, inner_dates) for indicator in previous]
    is_plan, year = letterhead.doc_type in PLAN_TYPES, _year(letterhead, dates)
    for table in document.tables:
        columns = roles_of(document, table, is_plan=is_plan)
        of_rows = find_table_indicators(document, table, columns, year=year)
        found += [_complete(document, indicator, letterhead.issuer) for indicator in of_rows]
        inside = dates[slice(*_reach(finders[1], table.span))]
        of_cells = find_cell_indicators(document, table, columns, model, dates=inside)
        found += [_complete(document, indicator, letterhead.issuer, inside) for indicator in of_cells]
    return tuple(sorted(found, key=lambda f: f.span))


def _complete(document: Document, found: Indicator, subject: str | None, dates: Sequence[Date] = ()) -> Indicator:
    """Give the indicator its id and page, and a subject and the period that dates around it tell where it has none."""
    identity = find_indicator_id(found.name, found.unit or found.target_unit).id
    period = found.period or (_period_near(found, dates) if dates else None)
    page = document.page_of(found.span) if document.pages else None
    return replace(found, indicator_id=identity, subject=found.subject or subject, period=period, page=page)


def _reach(starts: Sequence[int], span: Span) -> tuple[int, int]:
    return bisect_left(starts, span.start), bisect_left(starts, span.end)


def _is_heading(document: Document, span: Span) -> bool:
    block = document.block_at(span.start)
    return block is not None and document.blocks[block].kind in (BlockKind.RUNNING_HEAD, BlockKind.HEADING)


def _year(letterhead: Letterhead, dates: Sequence[Date]) -> int | None:
    """Give the document's year: that of its issue, else the one most of its dates lie in."""
    if letterhead.issued_on is not None:
        return letterhead.issued_on.year
    years = Counter(date.start.year for date in dates if date.start.year == date.end.year)
    return max(years, key=lambda year: (years[year], year)) if years else None


def _actor(names: Sequence[Name], span: Span) -> str | None:
    """Give the organisation that a sentence opens with."""
    for name in names:
        if name.kind is NameKind.ORGANIZATION and name.span.start - span.start <= _ACTOR_REACH:
            return name.text
    return None


def _period_near(indicator: Indicator, dates: Sequence[Date]) -> tuple[dt.date, dt.date] | None:
    """Give the last date before it in its sentence, else the first after it; `dates` are sorted."""
    span = indicator.span
    first, last = 0, len(dates)
    if indicator.source == "table":
        first = bisect_left(dates, span.start - 199, key=_start)
        last = bisect_left(dates, span.end, key=_start)
    middle = bisect_left(dates, span.start, first, last, key=_start)
    before = next((d for d in reversed(dates[max(middle - 2, first) : middle]) if d.span.end <= span.start), None)
    after = (d for d in islice(dates, middle, last) if not span.contains(d.span))
    date = before or next(after, None)
    return (date.start, date.end) if date is not None else None


def _start(date: Date) -> int:
    return date.span.start
