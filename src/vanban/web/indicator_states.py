"""Indicators met and not met, in all and by province."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from vanban.store import Archive
from vanban.store.filters import Filters
from vanban.web import counts
from vanban.web.charts import split_bar
from vanban.web.links import Pairs, link

STATES = ("met", "in_progress", "not_met")


def states_of_indicators(archive: Archive, filters: Filters, pairs: Pairs) -> dict[str, Any]:
    """Give indicators met and not met, in all and by province."""
    totals = counts.statuses(archive, filters)
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for cell in counts.statuses_by_province(archive, filters):
        values[cell.row][cell.column] = cell.number
    ranked = sorted(values, key=lambda name: (-sum(values[name].values()), name))
    rows = [
        (
            name,
            link("/chi-tieu", pairs, province=name),
            [values[name].get(state, 0) for state in STATES],
            split_bar([(values[name].get(state, 0), f"state-{state}") for state in STATES]),
        )
        for name in ranked
    ]
    summary = [(state, totals.get(state, 0), link("/chi-tieu", pairs, status=state)) for state in STATES]
    return {"summary": summary, "rows": rows, "total": sum(totals.values())}
