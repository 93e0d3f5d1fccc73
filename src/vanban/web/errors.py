"""Faults as pages in Vietnamese, or as JSON for programs; what went wrong inside stays in the server's log."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vanban.errors import ArchiveError, MissingDependencyError, UsageError, VanbanError
from vanban.web.parameters import in_plain_words
from vanban.web.render import render

log = logging.getLogger("vanban.web")

TITLES = {
    400: "Yêu cầu chưa đúng",
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Cách gọi không đúng",
    413: "Tệp quá lớn",
    429: "Thử quá nhiều lần",
    500: "Máy chủ gặp lỗi",
    501: "Chưa dùng được",
    503: "Kho đang bận",
}
_MESSAGES = {
    404: "Địa chỉ này không có trong kho. Có thể văn bản đã được xóa hoặc đường dẫn bị thiếu.",
    405: "Địa chỉ này không nhận cách gọi đó; hãy đi từ các mục ở đầu trang.",
}
FAULT = "Lỗi này đã được ghi vào nhật ký máy chủ. Hãy thử lại; nếu vẫn lỗi, báo cho người quản trị kèm thời điểm."


def respond(request: Request, error: Exception) -> Response:
    """Give the answer to a request that failed."""
    status, message, headers = _told(error)
    if status >= 500:
        log.error("%s %s", request.method, request.url.path, exc_info=error)
    if wants_json(request):
        body = {"error": {"status": status, "title": TITLES.get(status, _phrase(status)), "message": message}}
        return JSONResponse(body, status, headers)
    response = render(request, "error.html", status, title=TITLES.get(status, _phrase(status)), message=message)
    response.headers.update(headers)
    return response


def wants_json(request: Request) -> bool:
    """Tell whether a program asks, not a person."""
    return request.url.path.startswith("/api/") or "application/json" in request.headers.get("accept", "")


def _told(error: Exception) -> tuple[int, str, dict[str, str]]:
    if isinstance(error, HTTPException):
        own = error.detail and error.detail != _phrase(error.status_code)
        message = error.detail if own else _MESSAGES.get(error.status_code, "")
        return error.status_code, message, dict(error.headers or {})
    if isinstance(error, UsageError):
        return 400, in_plain_words(str(error)), {}
    if isinstance(error, MissingDependencyError):
        return 501, str(error), {}
    if isinstance(error, ArchiveError):
        return 503, "Kho dữ liệu đang bận hoặc không mở được. Hãy thử lại sau ít phút.", {"Retry-After": "10"}
    if isinstance(error, VanbanError):
        return 400, str(error), {}
    return 500, FAULT, {}


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
