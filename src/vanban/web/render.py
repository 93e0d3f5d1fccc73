"""Templates with what every page needs: user, token against forged forms, names of codes, addresses."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vanban import wording
from vanban.export.columns import type_names
from vanban.lexicon.labels import LABEL_NAMES, NOTICE_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.lexicon.office_names import usual_name
from vanban.version import __version__
from vanban.web.parameters import TITLES
from vanban.web.sessions import csrf_token

VIETNAM = dt.timedelta(hours=7)  # before UTC; no summer time
STATIC = Path(__file__).with_name("static")


def render(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Give a page; everything that stands in a text is escaped."""
    text = _environment().get_template(template).render(**_common(request), **context)
    return HTMLResponse(text, status)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("vanban.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "version": __version__,
        "label_names": LABEL_NAMES,
        "topic_names": TOPIC_NAMES,
        "status_names": STATUS_NAMES,
        "notice_names": NOTICE_NAMES,
        "type_names": type_names(),
        "filter_titles": TITLES,
        "static": static_address,
        "document_code": wording.document_code,
    }
    environment.filters |= {
        "number": wording.number,
        "quantity": wording.quantity,
        "day": wording.day,
        "period": wording.period,
        "office": lambda name: usual_name(name or ""),
        "local_time": lambda at: f"{at + VIETNAM:%d/%m/%Y %H:%M:%S}",  # of a time in UTC
        "opened": lambda words: words[:1].upper() + words[1:],  # as a line of its own
    }
    return environment


def _common(request: Request) -> dict[str, Any]:
    return {
        "request": request,
        "user": getattr(request.state, "user", None),
        "csrf": csrf_token(request),
        "path": request.url.path,
        "params": request.query_params,
        "path_for": request.app.url_path_for,
        "with_params": lambda **changes: with_params(request, **changes),
    }


def with_params(request: Request, **changes: Any) -> str:
    """Give this page's address with some parameters changed; None leaves one out.

    A name with an underscore at its end stands for the word without: `from_`.
    """
    changed = {name.rstrip("_"): value for name, value in changes.items()}
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    for name, value in changed.items():
        if value is not None:
            pairs += [(name, word) for word in (value if isinstance(value, list | tuple) else [value])]
    return f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path


def static_address(name: str) -> str:
    """Give the address of a file of `static/`, which changes with its content so that browsers may keep it."""
    path = STATIC / name
    return f"/static/{name}?v={_fingerprint(str(path), path.stat().st_mtime_ns)}"


@lru_cache(maxsize=200)
def _fingerprint(path: str, _modified_ns: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
