"""Văn bản: the list of documents."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.web.filter_forms import OF_DOCUMENTS, filter_form
from vanban.web.links import chips
from vanban.web.listing_pages import exports, list_rows, read_view
from vanban.web.render import render


def show(request: Request) -> Response:
    _, filters, pairs = read_view(request)
    listing = list_rows(request, "documents", filters)
    return render(
        request,
        "documents.html",
        form=filter_form(request, OF_DOCUMENTS),
        chips=chips(request),
        listing=listing,
        exports=exports("documents", pairs),
    )


routes = [Route("/van-ban", show, name="documents")]
