"""Proposals over time by who is asked, as a chart with its table."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from vanban.store import Archive
from vanban.store.filters import WHOLE, Filters
from vanban.web import counts
from vanban.web.charts import COLOURS, Series, column_chart
from vanban.web.links import Pairs, link
from vanban.web.timelines import timeline

REST = "Nơi khác, không nêu"


class OverTime(NamedTuple):
    """A chart and what it is drawn from."""

    chart: Markup
    names: list[str]
    labels: list[str]
    rows: list[tuple[str, str | None, list[int]]]  # name, address, a number for each label
    undated: int


def proposals_over_time(archive: Archive, filters: Filters, pairs: Pairs) -> OverTime | None:
    """Draw the proposals to those asked most, the others together; None where no proposal has a day."""
    asked = counts.addressees(archive, filters, limit=COLOURS - 1)
    found = counts.proposals_by_month(archive, [one.folded for one in asked], filters)
    if not found:
        return None
    line = timeline([(month.year, month.month) for month, _, _ in found])
    names = {one.folded: one.name for one in asked}
    values = {folded: [0] * line.length for folded in (*names, "")}
    for month, folded, number in found:
        values[folded][line.place(month.year, month.month)] += number
    rows = [
        (names.get(folded, REST), link("/kien-nghi", pairs, addressee=WHOLE + names[folded]) if folded else None, row)
        for folded, row in values.items()
        if any(row)
    ]
    series = [Series(name, tuple(row), tone) for tone, (name, _, row) in enumerate(rows, 1)]
    label = f"Biểu đồ cột: số kiến nghị theo thời gian, từ {line.labels[0]} đến {line.labels[-1]}"
    dated = sum(sum(row) for _, _, row in rows)
    undated = counts.labels(archive, filters).get("proposal", 0)
    return OverTime(
        column_chart(line.labels, series, label=label), [row[0] for row in rows], line.labels, rows, undated - dated
    )
