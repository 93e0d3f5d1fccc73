"""Tìm kiếm: hits with their marks, facets with counts, sorting, paging, kept searches."""

from __future__ import annotations

from typing import Any, NamedTuple, cast
from urllib.parse import quote_plus

from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from vanban.errors import MissingDependencyError, UsageError
from vanban.store import Archive, Hit
from vanban.store.archive import Order
from vanban.store.meaning import MODES, Mode
from vanban.store.saved import SavedSearch
from vanban.store.users import EDITOR
from vanban.web.filter_forms import filter_form
from vanban.web.links import chips, filter_pairs, link
from vanban.web.paging import Pages
from vanban.web.parameters import (
    ONE,
    SEVERAL,
    TITLES,
    in_plain_words,
    read_choice,
    read_filters,
    read_page,
    read_word,
    read_words,
)
from vanban.web.render import render
from vanban.web.security import requires

PATH = "/tim-kiem"
MODE_NAMES = {"text": "Theo chữ", "meaning": "Theo nghĩa", "both": "Cả hai"}
ORDERS = {"relevance": "Sát nhất", "newest": "Mới nhất", "oldest": "Cũ nhất"}
KINDS = {"row": "Dòng trong bảng", "block": "Đoạn văn"}
FIELDS = ("issuer", "addressee", "cites", "from", "to")
_SHOWN_AT_ONCE = 8
_SNIPPET = 420
_PAGE_SIZE = 20
_FACETS = ("label", "topic", "province", "year", "sector", "type", "issuer", "addressee", "cites")


class Option(NamedTuple):
    label: str
    hits: int
    chosen: bool
    address: str


class Facet(NamedTuple):
    title: str
    options: list[Option]
    more: list[Option]
    is_open: bool


class Shown(NamedTuple):
    """A hit as the list shows it."""

    hit: Hit
    text: Markup
    address: str


def show(request: Request) -> Response:
    archive: Archive = request.app.state.archive
    params = request.query_params
    query, page = read_word(params, "q"), read_page(params, size=_PAGE_SIZE, max_size=100)
    options = read_filters(params)
    order = cast(Order, read_choice(params, "order", tuple(ORDERS), default="relevance" if query else "newest"))
    mode = cast(Mode, read_choice(params, "mode", MODES, default=MODES[0]))
    context: dict[str, Any] = {
        "modes": MODE_NAMES,
        "mode": mode,
        "query": query,
        "form": filter_form(request, FIELDS),
        "chips": chips(request),
        "clear": link(PATH, q=query or None),
        "saved": [(one.name, saved_address(one)) for one in archive.saved_searches()],
        "orders": ORDERS,
        "order": order,
        "message": None,
        "shown": None,
        "kinds": KINDS,
        "exports": exports(params),
    }
    if query or options:
        try:
            hits = archive.search(query, limit=page.size, offset=page.offset, order=order, mode=mode, **options)
            total = archive.count(query, mode=mode, **options)
            found = archive.facets(query, limit=30, mode=mode, **options)
        except (UsageError, MissingDependencyError) as error:
            return render(request, "search.html", 400, **{**context, "message": in_plain_words(str(error))})
        context |= {
            "shown": [_shown(hit, query) for hit in hits],
            "pages": Pages(page.number, page.size, total),
            "facets": [facet for name in _FACETS if (facet := _facet(request, name, found)).options],
        }
    return render(request, "search.html", **context)


def exports(params: QueryParams) -> list[tuple[str, str]]:
    pairs = filter_pairs(params, also=("q", "mode"))
    return [(form.upper(), link(f"/xuat/search.{form}", pairs)) for form in ("csv", "xlsx")]


def _shown(hit: Hit, query: str) -> Shown:
    # the anchor is where the mark stands; the words are marked there, too
    address = link(f"/van-ban/{hit.document.id}", at=f"{hit.span.start}-{hit.span.end}", q=query or None)
    return Shown(hit, marked(hit), f"{address}#tim-thay")


def marked(hit: Hit) -> Markup:
    """Give the text with its marks; of a long one the part around the first mark."""
    start = 0
    if len(hit.text) > _SNIPPET and hit.marks and hit.marks[0][0] > _SNIPPET // 2:
        start = hit.text.rfind(" ", 0, hit.marks[0][0] - 80) + 1
    end = len(hit.text) if len(hit.text) - start <= _SNIPPET else max(hit.text.rfind(" ", start, start + _SNIPPET), 0)
    end = end or len(hit.text)
    parts, at = [Markup("… ") if start else Markup("")], start
    for first, last in hit.marks:
        if at <= first and last <= end:
            parts += [escape(hit.text[at:first]), Markup("<mark>{}</mark>").format(hit.text[first:last])]
            at = last
    parts.append(escape(hit.text[at:end]))
    if end < len(hit.text):
        parts.append(Markup(" …"))
    return Markup("").join(parts).replace("\t", Markup(' <span class="cell-gap">|</span> '))


def _facet(request: Request, name: str, found: dict[str, list[Any]]) -> Facet:
    params = request.query_params
    chosen = read_words(params, name)
    pairs = [pair for pair in params.multi_items() if pair[0] != "page"]
    base = link(PATH, pairs)
    base += f"{'&' if '?' in base else '?'}{name}="
    options = []
    for value in found.get(SEVERAL[name], []):
        if is_on := value.value in chosen or value.label in chosen:
            without = [pair for pair in pairs if pair[0] != name or pair[1] not in (value.value, value.label)]
            address = link(PATH, without)
        else:
            address = base + quote_plus(value.value)
        options.append(Option(value.label, value.count, is_on, address))
    options.sort(key=lambda option: not option.chosen)
    return Facet(TITLES[name], options[:_SHOWN_AT_ONCE], options[_SHOWN_AT_ONCE:], name in _FACETS[:4] or any(chosen))


def saved_address(saved: SavedSearch) -> str:
    """Give the address of a kept search."""
    names = {key: name for name, key in (SEVERAL | ONE).items()}
    pairs = [("q", saved.query)] if saved.query else []
    for key, value in saved.filters.items():
        words = value if isinstance(value, list | tuple) else [value]
        pairs += [(names[key], str(word)) for word in words if key in names]
    return link(PATH, pairs)


@requires(EDITOR)
def save(request: Request) -> Response:
    form = request.state.form
    state = QueryParams(form.get("state", ""))
    name = form.get("name", "")
    try:
        request.app.state.archive.save_search(name, read_word(state, "q"), read_filters(state))
    except UsageError as error:
        raise HTTPException(400, str(error)) from error
    return RedirectResponse(link(PATH, list(state.multi_items())), 303)


@requires(EDITOR)
def forget(request: Request) -> Response:
    request.app.state.archive.delete_search(request.state.form.get("name", ""))
    return RedirectResponse(PATH, 303)


routes = [
    Route("/tim-kiem", show, name="search"),
    Route("/tim-kiem/luu", save, name="save_search", methods=["POST"]),
    Route("/tim-kiem/bo", forget, name="forget_search", methods=["POST"]),
]
