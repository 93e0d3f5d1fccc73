"""Addresses: every state of every view stands in its address, so that it can be kept, sent and opened again."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from vanban.export.columns import type_names
from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.lexicon.sectors import sector_names
from vanban.store.filters import WHOLE
from vanban.web.parameters import ONE, SEVERAL, TITLES, read_words

Pairs = list[tuple[str, str]]
FILTERS = (*SEVERAL, *ONE)


class Chip(NamedTuple):
    """A filter that is on, with the address of the view without it."""

    title: str
    value: str
    without: str


def link(path: str, pairs: Pairs | None = None, **changes: Any) -> str:
    """Give an address with some of the pairs changed; None leaves a name out. `from_` stands for `from`."""
    changed = {name.rstrip("_"): value for name, value in changes.items()}
    found = [(name, value) for name, value in pairs or () if name not in changed]
    found += [(name, str(value)) for name, value in changed.items() if value is not None]
    return f"{path}?{urlencode(found)}" if found else path


def filter_pairs(params: QueryParams, *, also: tuple[str, ...] = ()) -> Pairs:
    """Give the filters of an address, to be carried over to another view or to an export."""
    return [(name, value) for name in (*FILTERS, *also) for value in read_words(params, name)]


def chips(request: Request, *, also: dict[str, str] | None = None, without: tuple[str, ...] = ()) -> list[Chip]:
    """Give the filters that are on; `also` are further names of this view with their titles."""
    params = request.query_params
    titles = {**{name: TITLES[name] for name in FILTERS if name not in without}, **(also or {})}
    pairs = [(name, value) for name, value in params.multi_items() if name != "page"]
    found = []
    for name, title in titles.items():
        for value in read_words(params, name):
            rest = [pair for pair in pairs if pair != (name, value)]
            found.append(Chip(title, shown_value(name, value), link(request.url.path, rest)))
    return found


def shown_value(name: str, value: str) -> str:
    """Give a filter's value as people read it."""
    names = {
        "label": LABEL_NAMES,
        "topic": TOPIC_NAMES,
        "type": type_names(),
        "sector": sector_names(),
        "status": STATUS_NAMES,
    }
    if name in names:
        return names[name].get(value, value)
    return value.removeprefix(WHOLE)
