"""The description of the API in OpenAPI 3.1, made from the table of operations and the columns of the tables."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.export.columns import COLUMNS, DAY, INTEGER, LIST, NUMBER, TEXT, Column
from vanban.store.facets import FACETS
from vanban.version import __version__
from vanban.web.operations import Operation, Schema, parameter_json

_KINDS: dict[str, Schema] = {
    TEXT: {"type": ["string", "null"]},
    NUMBER: {"type": ["number", "null"]},
    INTEGER: {"type": ["integer", "null"]},
    DAY: {"type": ["string", "null"], "format": "date"},
    LIST: {"type": ["array", "null"], "items": {"type": "string"}},
}
_DESCRIPTION = (
    "Đọc kho văn bản: mỗi dữ kiện kèm văn bản, trang và vị trí. Vị trí (span) đếm theo ký tự Unicode của toàn văn. "
    "Khi kho có người dùng, gửi kèm cookie của phiên đã đăng nhập."
)
_STATUSES = {"400": "Wrong", "401": "Unknown", "404": "Missing", "503": "Busy"}
_PROBLEM: Schema = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_PROBLEMS: dict[str, Schema] = {
    "Wrong": {"description": "Tham số chưa đúng", "content": _PROBLEM},
    "Unknown": {"description": "Cần đăng nhập", "content": _PROBLEM},
    "Missing": {"description": "Không tìm thấy", "content": _PROBLEM},
    "Busy": {"description": "Kho đang bận", "content": _PROBLEM},
}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SPAN: Schema = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}


def describe(operations: Sequence[Operation]) -> Schema:
    """Give the OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "vanban", "version": __version__, "description": _DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
        "components": {
            "schemas": _schemas(),
            "parameters": {
                parameter.name: parameter_json(parameter)
                for operation in operations
                for parameter in operation.parameters
            },
            "responses": _PROBLEMS,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "vanban"}},
        },
        "security": [{"session": []}, {}],
    }


def _operation(operation: Operation) -> Schema:
    is_json = operation.media_types == ("application/json",)
    schema: Schema = {"$ref": f"#/components/schemas/{operation.answer}"} if is_json else {"type": "string"}
    found = {"description": "Kết quả", "content": {kind: {"schema": schema} for kind in operation.media_types}}
    if is_json:
        found["headers"] = {"ETag": {"description": "Đổi khi nội dung đổi", "schema": {"type": "string"}}}
    problems = {status: {"$ref": f"#/components/responses/{name}"} for status, name in _STATUSES.items()}
    unchanged = {"304": {"description": "Không đổi so với ETag trong If-None-Match"}} if is_json else {}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [{"$ref": f"#/components/parameters/{parameter.name}"} for parameter in operation.parameters],
        "responses": {"200": found, **unchanged, **problems},
    }


def _schemas() -> dict[str, Schema]:
    rows = {
        "Document": _row(COLUMNS["documents"]),
        "Statement": _row(COLUMNS["statements"]),
        "Indicator": _row(COLUMNS["indicators"]),
        "Citation": _row(COLUMNS["citations"]),
        "Figure": _row(COLUMNS["figures"]),
        "Date": _row(COLUMNS["dates"]),
        "Table": _table(),
        "Hit": _hit(),
    }
    texts = {name: {"type": "string"} for name in ("title", "message")}
    problem = _object({"error": _object({"status": {"type": "integer"}, **texts})})
    counts = _object({"value": {"type": "string"}, "label": {"type": "string"}, "count": dict(_COUNT)})
    return {
        **rows,
        **{f"{name}Page": _page(name) for name in rows},
        "Facets": _object({name: {"type": "array", "items": counts} for name in FACETS}),
        "Summary": _summary(),
        "Analysis": _analysis(),
        "Problem": problem,
    }


def _object(properties: dict[str, Schema], *, required: Sequence[str] | None = None) -> Schema:
    wanted = list(properties) if required is None else list(required)
    return {"type": "object", "properties": properties} | ({"required": wanted} if wanted else {})


def _row(columns: Sequence[Column]) -> Schema:
    """Describe a row by its columns; whatever else a row has is allowed."""
    return _object({column.name: {**_KINDS[column.kind], "description": column.title} for column in columns})


def _table() -> Schema:
    """Describe a table of a document: names of columns, and rows of texts."""
    of_document = [column for column in COLUMNS["statements"] if column.name.startswith("document_")]
    found = _row(of_document)
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    found["properties"] |= {"columns": texts, "rows": {"type": "array", "items": texts}, "n_columns": dict(_COUNT)}
    return found


def _hit() -> Schema:
    source = dict.fromkeys(("doc_type", "number", "symbol", "issuer", "subject", "province_now"), _KINDS[TEXT])
    document = _object({"id": {"type": "integer"}, "source": {"type": "string"}, "issued_on": _KINDS[DAY], **source})
    found: dict[str, Schema] = {
        "kind": {"type": "string", "enum": ["statement", "row", "block"]},
        "text": {"type": "string", "description": "Như trong văn bản; các ô của một dòng bảng cách nhau bằng tab"},
        "marks": {"type": "array", "items": _SPAN, "description": "Chỗ các từ đứng trong text"},
        "span": {**_SPAN, "description": "Chỗ của text trong toàn văn"},
        "page": _KINDS[INTEGER],
        "document": document,
        "label": _KINDS[TEXT],
        "topics": {"type": "array", "items": {"type": "string"}},
        "addressee": _KINDS[TEXT],
        "score": _KINDS[NUMBER],
        "exact": {"type": "boolean", "description": "Tìm thấy với dấu như đã gõ"},
    }
    return _object(found)


def _page(name: str) -> Schema:
    address: Schema = {"type": ["string", "null"]}
    return _object(
        {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "page": {"type": "integer", "minimum": 1},
            "size": {"type": "integer", "minimum": 1},
            "total": dict(_COUNT),
            "previous": address,
            "next": address,
        }
    )


def _summary() -> Schema:
    names = ("difficulties", "proposals", "indicators", "citations")
    return _object(
        {"documents": dict(_COUNT), **{name: {"type": "array", "items": {"type": "object"}} for name in names}}
    )


def _analysis() -> Schema:
    facts = ("citations", "dates", "figures", "indicators", "statements", "tables", "notices")
    listed: Schema = {"type": "array", "items": {"type": "object"}}
    return _object(
        {
            "id": {"type": "integer"},
            "source": {"type": "string"},
            "sha256": {"type": "string"},
            "text": {"type": "string"},
            "document": {"type": "object", "description": "Thể thức: số, ký hiệu, ngày, cơ quan, trích yếu, người ký"},
            "entities": {"type": "object", "description": "Tên cơ quan, người, nơi chốn"},
            **dict.fromkeys(facts, listed),
        },
        required=("id", "source", "sha256", "document", *facts),
    )
