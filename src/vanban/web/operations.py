"""The operations of the JSON API as one table: the routes and their description in OpenAPI are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.lexicon.sectors import sector_names
from vanban.store.archive import ORDERS
from vanban.store.meaning import MODES
from vanban.web.parameters import MAX_CHARACTERS, MAX_PAGE, MAX_VALUES, TITLES

Schema = dict[str, Any]
WORD: Schema = {"type": "string", "maxLength": MAX_CHARACTERS}
DAY: Schema = {"type": "string", "examples": ["2025-06-20", "20/6/2025", "2025-06", "2025"]}
MAX_SIZE, SIZE = 500, 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the address; `place` is path or query, `several` lets it be repeated."""

    name: str
    description: str
    schema: Schema = field(default_factory=lambda: dict(WORD))
    several: bool = False
    place: str = "query"


@dataclass(frozen=True, slots=True)
class Operation:
    """A way to ask the API; `path` is written as in OpenAPI and, where it differs, `route` as in Starlette."""

    path: str
    name: str
    summary: str
    handler: Callable[[Request], Response]
    parameters: tuple[Parameter, ...] = ()
    answer: str = "Object"  # schema in COMPONENTS
    media_types: tuple[str, ...] = ("application/json",)
    route: str | None = None


def _codes(names: dict[str, str]) -> Schema:
    return {"type": "string", "examples": list(names)}


def _filter(name: str, description: str, schema: Schema | None = None) -> Parameter:
    return Parameter(name, f"{TITLES[name]}: {description}", schema or dict(WORD), several=name not in ("from", "to"))


FILTERS = (
    _filter("label", "mã hoặc tên nhãn của nhận định", _codes(LABEL_NAMES)),
    _filter("topic", "mã hoặc tên chủ đề của nhận định", _codes(TOPIC_NAMES)),
    _filter("province", "tên hiện nay hoặc tên cũ"),
    _filter("issuer", "các từ trong tên cơ quan; có dấu = ở trước: đúng cả tên"),
    _filter("addressee", "các từ trong tên cơ quan; có dấu = ở trước: đúng cả tên"),
    _filter("type", "mã hoặc tên loại, ví dụ bao_cao"),
    _filter("sector", "mã hoặc tên lĩnh vực", _codes(sector_names())),
    _filter("cites", "số hoặc tên văn bản được viện dẫn, ví dụ 57-NQ/TW"),
    _filter("year", "năm ban hành", {"type": "string", "pattern": "^[0-9]{4}$"}),
    _filter("from", "ban hành từ ngày này", DAY),
    _filter("to", "ban hành đến hết ngày này", DAY),
)
PAGING = (
    Parameter("page", "Trang thứ mấy, từ 1", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1}),
    Parameter("size", "Số dòng mỗi trang", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": SIZE}),
)
QUERY = Parameter("q", 'Từ, "cụm từ", tiền_tố*, HOẶC, KHÔNG; có dấu hay không dấu')
ORDER = Parameter("order", "Thứ tự", {"type": "string", "enum": list(ORDERS), "default": ORDERS[0]})
MODE = Parameter(
    "mode",
    "text: theo chữ; meaning: theo nghĩa; both: cả hai",
    {"type": "string", "enum": list(MODES), "default": MODES[0]},
)
LIMIT = Parameter("limit", "Nhiều nhất bao nhiêu dòng mỗi bảng", {"type": "integer", "minimum": 1, "maximum": 200})
ID = Parameter("id", "Mã văn bản trong kho", {"type": "integer", "minimum": 1}, place="path")
TEXT = Parameter("text", "1: kèm toàn văn", {"type": "string", "enum": ["0", "1"], "default": "0"})
INDICATOR = (
    Parameter("name", "Các từ trong tên chỉ tiêu"),
    Parameter("period", "Kỳ: 2025, 2025-06 hoặc 2021..2025"),
    Parameter("status", "Trạng thái", {"type": "string", "enum": list(STATUS_NAMES)}),
)


def parameter_json(parameter: Parameter) -> Schema:
    """Describe a parameter as OpenAPI does."""
    schema = parameter.schema
    if parameter.several:
        schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES}
    found: Schema = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.place == "path",
        "schema": schema,
    }
    return found | ({"style": "form", "explode": True} if parameter.several else {})
