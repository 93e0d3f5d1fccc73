"""Viện dẫn: what is cited most, who cites it, and what rests on one decree."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.export.columns import type_names
from vanban.store.words import words_of
from vanban.web import counts
from vanban.web.charts import bar
from vanban.web.filter_forms import Field, filter_form, own_field
from vanban.web.links import Pairs, chips, link, shown_value
from vanban.web.listing_pages import Listing, exports, list_rows, place_address, read_view
from vanban.web.paging import Pages
from vanban.web.parameters import read_page, read_word, read_words
from vanban.web.render import render

PATH = "/vien-dan"
FIELDS = ("province", "type", "issuer", "from", "to")


def show(request: Request) -> Response:
    archive, filters, pairs = read_view(request)
    params = request.query_params
    name = read_word(params, "name")
    words = words_of(name).strip()
    page = read_page(params, size=30)
    chosen = read_words(params, "cites")
    own: tuple[Field, ...] = (own_field(request, "name", "Văn bản được viện dẫn", hint="ví dụ: 57-NQ/TW"),)
    citing: Listing | None = list_rows(request, "documents", filters) if chosen else None
    cited: list[dict[str, Any]] = []
    total = 0
    if not chosen:
        cited = _cited(counts.most_cited(archive, filters, limit=page.size, offset=page.offset, words=words), pairs)
        total = counts.count_cited(archive, filters, words=words)
    return render(
        request,
        "citations.html",
        form=filter_form(request, FIELDS, own=own),
        chips=chips(request, also={"name": "Tên có"}),
        cited=cited,
        pages=Pages(page.number, page.size, total),
        citing=citing,
        mentions=_mentions(request, filters) if chosen else {},
        chosen=", ".join(shown_value("cites", word) for word in chosen),
        exports=exports("documents" if chosen else "citations", pairs),
        mention_exports=exports("citations", pairs),
        place_address=place_address,
    )


def _cited(found: list[counts.Cited], pairs: Pairs) -> list[dict[str, Any]]:
    highest = max((one.documents for one in found), default=1)
    names = type_names()
    return [
        {
            "text": one.text,
            "type": names.get(one.doc_type, ""),
            "address": link(PATH, pairs, cites=counts.cited_filter(one)),
            "documents": one.documents,
            "mentions": one.mentions,
            "provinces": one.provinces,
            "bar": bar(one.documents / highest),
        }
        for one in found
    ]


def _mentions(request: Request, filters: Any) -> dict[int, list[dict[str, Any]]]:
    """Give the places where the documents of the page cite it, by document."""
    return counts.mentions(request.app.state.archive, filters)


routes = [Route(PATH, show, name="citations")]
