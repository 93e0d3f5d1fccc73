"""Chỉ tiêu: plan and result, series of one indicator, comparison of provinces."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.errors import UsageError
from vanban.lexicon.labels import STATUS_NAMES
from vanban.store.listing import parse_period
from vanban.web import indicator_rows
from vanban.web.charts import bar, split_bar
from vanban.web.filter_forms import filter_form, own_field
from vanban.web.indicator_rows import Row, Wanted
from vanban.web.indicator_states import states_of_indicators
from vanban.web.links import chips, link
from vanban.web.listing_pages import exports, place_address, read_view
from vanban.web.paging import Pages
from vanban.web.parameters import bad_request, in_plain_words, read_choice, read_page, read_word
from vanban.web.render import render

PATH = "/chi-tieu"
FIELDS = ("province", "issuer", "type", "from", "to")
_COMMON = 12


def show(request: Request) -> Response:
    archive, filters, pairs = read_view(request)
    wanted = read_wanted(request)
    page = read_page(request.query_params, size=40)
    rows = indicator_rows.list_indicators(archive, filters, wanted, limit=page.size, offset=page.offset)
    compared = None
    if wanted.indicator:
        series = indicator_rows.list_indicators(archive, filters, wanted, limit=indicator_rows.SERIES_ROWS)
        compared = indicator_rows.compare(series)
    common = indicator_rows.commonest(archive, filters, wanted, limit=_COMMON) if not wanted.indicator else []
    highest = max((one[2] for one in common), default=1)
    states = states_of_indicators(archive, filters, pairs)
    narrowed = {name: word for name in ("name", "period", "status") if (word := getattr(wanted, name))}
    if compared:
        narrowed.setdefault("name", compared.name)
    return render(
        request,
        "indicators.html",
        form=filter_form(request, FIELDS, own=_fields(request)),
        chips=chips(request, also={"name": "Tên có", "period": "Kỳ", "status": "Trạng thái"}),
        wanted=wanted,
        compared=compared,
        common=[
            (name, link(PATH, pairs, indicator=code), documents, bar(documents / highest))
            for code, name, documents, _ in common
        ],
        states=states["summary"],
        state_bar=split_bar([(number, f"state-{state}") for state, number, _ in states["summary"]]),
        provinces=states["rows"][:10],
        rows=[(row, link(PATH, pairs, indicator=row["indicator_id"]), _progress(row)) for row in rows],
        pages=Pages(page.number, page.size, indicator_rows.count_indicators(archive, filters, wanted)),
        exports=exports("indicators", pairs, **narrowed),
        place_address=place_address,
    )


def read_wanted(request: Request) -> Wanted:
    """Read what the view asks for beside the filters.

    Raises HTTPException 400 where the period is none.
    """
    params = request.query_params
    period = read_word(params, "period")
    try:
        if period:
            parse_period(period)
    except UsageError as error:
        raise bad_request(in_plain_words(str(error))) from error
    status = read_choice(params, "status", tuple(STATUS_NAMES), default="")
    return Wanted(read_word(params, "name"), period, status, read_word(params, "indicator"))


def _fields(request: Request) -> tuple[Any, ...]:
    return (
        own_field(request, "name", "Tên chỉ tiêu", hint="ví dụ: hồ sơ trực tuyến"),
        own_field(request, "period", "Kỳ", hint="2025, 2025-06 hoặc 2021..2025"),
        own_field(request, "status", "Trạng thái", options=tuple(STATUS_NAMES.items())),
    )


def _progress(row: Row) -> Any:
    """Draw the result against the plan where both are there in one unit; "" where they are not."""
    value, target = row["value"], row["target"]
    if value is None or not target or (row["target_unit"] or row["unit"]) != row["unit"] or value < 0 or target < 0:
        return ""
    highest = max(value, target)
    tone = f"state-{row['status']}" if row["status"] else "tone-1"
    return bar(float(value / highest), tone=tone, target=float(target / highest))


routes = [Route(PATH, show, name="indicators")]
