"""Kiến nghị: who is asked for what, by whom, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.lexicon.labels import TOPIC_NAMES
from vanban.store import Archive
from vanban.store.filters import WHOLE, Filters
from vanban.web import counts
from vanban.web.charts import bar
from vanban.web.filter_forms import OF_STATEMENTS, filter_form
from vanban.web.links import Pairs, chips, link
from vanban.web.listing_pages import exports, list_rows, place_address, read_view
from vanban.web.proposal_chart import proposals_over_time
from vanban.web.render import render

PATH = "/kien-nghi"
_ADDRESSEES = 15


def show(request: Request) -> Response:
    archive, filters, pairs = read_view(request)
    filters = _of_proposals(filters)
    listing = list_rows(request, "statements", filters, size=30)
    return render(
        request,
        "proposals.html",
        form=filter_form(request, OF_STATEMENTS),
        chips=chips(request, without=("label",)),
        addressees=_addressees(archive, filters, pairs),
        addressee_count=counts.count_addressees(archive, filters),
        topics=_topics(archive, filters, pairs),
        provinces=_provinces(archive, filters, pairs),
        proposals=proposals_over_time(archive, filters, pairs),
        listing=listing,
        place_address=place_address,
        exports=exports("statements", pairs, label="proposal"),
        digests=[(name, link(f"/tong-hop.{form}", pairs)) for name, form in (("Word", "docx"), ("Excel", "xlsx"))],
    )


def _of_proposals(filters: Filters) -> Filters:
    return replace(filters, labels=("proposal",))


def _addressees(archive: Archive, filters: Filters, pairs: Pairs) -> list[dict[str, Any]]:
    found = counts.addressees(archive, filters, limit=_ADDRESSEES)
    topics: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for cell in counts.topics_by_addressee(archive, [one.folded for one in found], filters):
        topics[cell.row].append((cell.number, TOPIC_NAMES.get(cell.column, cell.column).split(",")[0]))
    highest = max((one.statements for one in found), default=1)
    return [
        {
            "name": one.name,
            "address": link(PATH, pairs, addressee=WHOLE + one.name),
            "statements": one.statements,
            "documents": one.documents,
            "topics": ", ".join(name for _, name in sorted(topics[one.folded], reverse=True)[:3]),
            "bar": bar(one.statements / highest),
        }
        for one in found
    ]


def _topics(archive: Archive, filters: Filters, pairs: Pairs) -> list[tuple[str, str, int, Any]]:
    totals: dict[str, int] = defaultdict(int)
    for cell in counts.topics_by_province(archive, "proposal", filters):
        totals[cell.column] += cell.number
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    highest = max(totals.values(), default=1)
    return [
        (TOPIC_NAMES.get(code, code), link(PATH, pairs, topic=code), number, bar(number / highest, tone="tone-3"))
        for code, number in ranked
    ]


def _provinces(archive: Archive, filters: Filters, pairs: Pairs) -> list[tuple[str, str, int, Any]]:
    totals = counts.by_province(archive, "proposal", filters)
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    highest = max(totals.values(), default=1)
    return [
        (name, link(PATH, pairs, province=name), number, bar(number / highest, tone="tone-4"))
        for name, number in ranked
    ]


routes = [Route(PATH, show, name="proposals")]
