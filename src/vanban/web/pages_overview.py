"""Tổng quan: what stands in the archive, at one glance."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.lexicon.labels import STATUS_NAMES, TOPIC_NAMES
from vanban.store import Archive
from vanban.store.filters import Filters, make_filters
from vanban.web import counts
from vanban.web.charts import bar, heat_step
from vanban.web.filter_forms import filter_form
from vanban.web.indicator_states import states_of_indicators
from vanban.web.links import Pairs, chips, filter_pairs, link
from vanban.web.parameters import read_choice, read_filters
from vanban.web.proposal_chart import proposals_over_time
from vanban.web.render import render
from vanban.web.tile_map import ISLANDS, tiles

FIELDS = ("province", "topic", "type", "issuer", "from", "to")
MEASURES = {"documents": "Văn bản", "difficulty": "Khó khăn, vướng mắc", "proposal": "Đề xuất, kiến nghị"}
TOPICS = tuple(TOPIC_NAMES)
_NEWEST, _CITED = 6, 8


class HeatCell(NamedTuple):
    value: int
    step: int
    address: str


class HeatRow(NamedTuple):
    name: str
    address: str | None
    cells: tuple[HeatCell, ...]
    total: int  # of statements, each once


def show(request: Request) -> Response:
    archive: Archive = request.app.state.archive
    filters = make_filters(read_filters(request.query_params))
    pairs = filter_pairs(request.query_params)
    measure = read_choice(request.query_params, "map", tuple(MEASURES), default="difficulty")
    totals = counts.totals(archive, filters)
    if not totals.documents:
        empty = not filters and not request.query_params
        return render(request, "overview_empty.html", empty=empty, **_filtering(request))
    return render(
        request,
        "overview.html",
        totals=totals,
        figures=_key_figures(archive, filters, pairs, totals),
        measure=measure,
        measures=MEASURES,
        tiles=_tiles(archive, measure, filters, pairs),
        islands=ISLANDS,
        heat=_heat_rows(archive, filters, pairs),
        topics=[(code, TOPIC_NAMES[code]) for code in TOPICS],
        proposals=proposals_over_time(archive, filters, pairs),
        states=states_of_indicators(archive, filters, pairs),
        state_names=STATUS_NAMES,
        cited=_cited(archive, filters, pairs),
        newest=counts.newest_documents(archive, filters, limit=_NEWEST),
        documents_link=link("/van-ban", pairs),
        **_filtering(request),
    )


def _filtering(request: Request) -> dict[str, Any]:
    return {"form": filter_form(request, FIELDS), "chips": chips(request)}


def _key_figures(archive: Archive, filters: Filters, pairs: Pairs, totals: counts.Totals) -> list[tuple[str, int, str]]:
    facts, labels = counts.facts(archive, filters), counts.labels(archive, filters)
    return [
        ("Văn bản", totals.documents, link("/van-ban", pairs)),
        ("Khó khăn, vướng mắc", labels.get("difficulty", 0), link("/tim-kiem", pairs, label="difficulty")),
        ("Đề xuất, kiến nghị", labels.get("proposal", 0), link("/kien-nghi", pairs)),
        ("Chỉ tiêu", facts["indicators"], link("/chi-tieu", pairs)),
        ("Viện dẫn", facts["citations"], link("/vien-dan", pairs)),
    ]


def _tiles(archive: Archive, measure: str, filters: Filters, pairs: Pairs) -> list[tuple[Any, str]]:
    path = "/van-ban" if measure == "documents" else "/tim-kiem"
    label = None if measure == "documents" else measure
    found = tiles(counts.by_province(archive, measure, filters))
    return [(tile, link(path, pairs, province=tile.name, label=label)) for tile in found]


def _heat_rows(archive: Archive, filters: Filters, pairs: Pairs) -> list[HeatRow]:
    """Give a row a province, the one with most first; documents without a province last."""
    cells = counts.topics_by_province(archive, "difficulty", filters)
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for cell in cells:
        values[cell.row][cell.column] = cell.number
    highest = max((cell.number for cell in cells), default=0)
    totals = counts.by_province(archive, "difficulty", filters)
    unplaced = counts.labels(archive, filters).get("difficulty", 0) - sum(totals.values())
    if unplaced:
        totals[""] = unplaced
    ranked = sorted(totals, key=lambda name: (not name, -totals[name], name))
    return [_heat_row(name, values[name], totals[name], highest, pairs) for name in ranked]


def _heat_row(name: str, values: dict[str, int], total: int, highest: int, pairs: Pairs) -> HeatRow:
    def address(**changes: str) -> str:
        return link("/tim-kiem", pairs, label="difficulty", **({"province": name} if name else {}), **changes)

    cells = tuple(
        HeatCell(value, heat_step(value, highest), address(topic=topic))
        for topic in TOPICS
        for value in (values.get(topic, 0),)
    )
    return HeatRow(name or "Không rõ tỉnh", address() if name else None, cells, total)


def _cited(archive: Archive, filters: Filters, pairs: Pairs) -> list[tuple[str, str, int, Any]]:
    found = counts.most_cited(archive, filters, limit=_CITED)
    highest = max((cited.documents for cited in found), default=0)
    return [
        (
            cited.text,
            link("/vien-dan", pairs, cites=counts.cited_filter(cited)),
            cited.documents,
            bar(cited.documents / highest),
        )
        for cited in found
    ]


routes = [Route("/", show, name="overview")]
