"""The form of filters that stands on every view."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from starlette.requests import Request

from vanban.export.columns import type_names
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import provinces
from vanban.lexicon.sectors import sector_names
from vanban.web.parameters import TITLES, read_word, read_words

Options = tuple[tuple[str, str], ...]
_HINTS = {
    "issuer": "ví dụ: Sở Tư pháp",
    "addressee": "ví dụ: Bộ Tài chính",
    "cites": "ví dụ: 57-NQ/TW",
    "from": "ngày/tháng/năm hoặc 2025",
    "to": "ngày/tháng/năm hoặc 2025",
    "province": "tên nay hoặc tên cũ",
}
OF_DOCUMENTS = ("province", "sector", "type", "issuer", "cites", "from", "to")
OF_STATEMENTS = ("topic", "province", "addressee", "issuer", "type", "from", "to")


class Field(NamedTuple):
    name: str
    title: str
    value: str
    options: Options = ()
    free: bool = True  # other words than the options may be typed
    hint: str = ""


class Form(NamedTuple):
    action: str
    fields: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]  # what else stands in the address


def filter_form(request: Request, names: tuple[str, ...], *, own: tuple[Field, ...] = ()) -> Form:
    """Lay out the form of a view: its own fields, then filters; what a field cannot show goes along unseen."""
    params = request.query_params
    shown = (*own, *(_field(name, (read_words(params, name) or [""])[0]) for name in names))
    seen = {field.name: field.value for field in shown}
    hidden = tuple(
        (name, value)
        for name, value in params.multi_items()
        if value and name != "page" and seen.get(name, "") != value
    )
    return Form(request.url.path, shown, hidden)


def own_field(request: Request, name: str, title: str, *, options: Options = (), hint: str = "") -> Field:
    """Give a field that only one view has."""
    return Field(name, title, read_word(request.query_params, name), options, not options, hint)


def _field(name: str, value: str) -> Field:
    options = _options().get(name, ())
    free = not options or name == "province"
    return Field(name, TITLES[name], value, options, free, _HINTS.get(name, ""))


@cache
def _options() -> dict[str, Options]:
    return {
        "label": tuple(LABEL_NAMES.items()),
        "topic": tuple(TOPIC_NAMES.items()),
        "type": tuple(sorted(type_names().items(), key=lambda pair: pair[1])),
        "sector": tuple(sector_names().items()),
        "province": tuple(
            (province.name, province.name if province.name == province.now else f"nay thuộc {province.now}")
            for province in provinces()
        ),
    }
