"""A document: its pages with every fact marked at its place, a list beside them, and what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vanban.export.columns import type_names
from vanban.model import Document, Letterhead, Span
from vanban.store import Archive
from vanban.store.facts import cited_words
from vanban.store.filters import WHOLE
from vanban.store.load import Stored
from vanban.web.laid_out import lay_out, windows
from vanban.web.links import link
from vanban.web.marks import LAYERS, SHOWN_FIRST, Mark, marks_of, rects_of
from vanban.web.page_images import can_draw, send_page
from vanban.web.parameters import read_number, read_words
from vanban.web.render import render
from vanban.wording import day, document_code

PAGES_AT_ONCE = 20
TABLE_ROWS = 60
NONE = "none"
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


class Part(NamedTuple):
    """One of the parts that a long document is shown in."""

    number: int
    last: int
    title: str


def show(request: Request) -> Response:
    archive: Archive = request.app.state.archive
    stored = archive.show(request.path_params["id"])
    if stored is None:
        raise HTTPException(404, "Kho không có văn bản này. Có thể văn bản đã được xóa.")
    document = stored.analysis.document
    layers = tuple(read_words(request.query_params, "layer")) or SHOWN_FIRST
    every = marks_of(archive, stored)
    marks = [mark for mark in every if mark.layer in layers]
    found = _found(request, document)
    original = archive.original(stored.id) is not None
    drawn = bool(document.pages) and can_draw(archive, stored.id, document.media_type)
    view = _pictures if drawn else _text
    return render(
        request,
        "document.html",
        stored=stored,
        head=_title(stored),
        document=document,
        found_key=next((mark.key for mark in marks if found and mark.span == found), None),
        layers=_layers(request, every, layers),
        letterhead=_letterhead(stored.analysis.letterhead),
        citations=_citations(stored),
        has_original=original,
        layer_names=LAYERS,
        **view(request, stored, marks, found),
    )


def _found(request: Request, document: Document) -> Span | None:
    """Read which place a search led to."""
    match = _PLACE.fullmatch(request.query_params.get("at", ""))
    if match is None:
        return None
    start, end = int(match[1]), min(int(match[2]), len(document.text))
    return Span(start, end) if start < end else None


def _pictures(request: Request, stored: Stored, marks: list[Mark], found: Span | None) -> dict[str, Any]:
    document = stored.analysis.document
    count = -(-len(document.pages) // PAGES_AT_ONCE)
    page_found = document.page_of(found) if found else None
    default = (page_found - 1) // PAGES_AT_ONCE + 1 if page_found else 1
    number = min(read_number(request.query_params, "part", default=default, last=100_000), count)
    shown = document.pages[(number - 1) * PAGES_AT_ONCE : number * PAGES_AT_ONCE]
    numbers = {page.number for page in shown}
    here = [mark for mark in marks if mark.page in numbers]
    rects = rects_of(document, here)
    boxes: dict[int, list[Any]] = {}
    for page, box in document.boxes_of(found) if found else ():
        boxes.setdefault(page, []).append(box)

    def address(page: int | None, anchor: str) -> str:
        if page is None or page in numbers:
            return anchor
        return link(request.url.path, None, part=(page - 1) // PAGES_AT_ONCE + 1) + anchor

    title = f"Trang {shown[0].number}–{shown[-1].number} trong {len(document.pages)}"
    return {
        "sheets": [(page, rects.get(page.number, []), boxes.get(page.number, [])) for page in shown],
        "blocks": None,
        "facts": here,
        "part": Part(number, count, title),
        "outline": _outline(stored, address),
        "tables": _tables(stored, address),
        "notices": [(n.message, address(n.page, f"#trang-{n.page}") if n.page else None) for n in document.notices],
        "found_page": min(boxes, default=None),
    }


def _text(request: Request, stored: Stored, marks: list[Mark], found: Span | None) -> dict[str, Any]:
    analysis, document = stored.analysis, stored.analysis.document
    parts = windows(analysis)
    block = document.block_at(found.start) if found else None
    default = next((n for n, part in enumerate(parts, 1) if block is not None and block in part), 1)
    number = min(read_number(request.query_params, "part", default=default, last=100_000), len(parts))
    here = parts[number - 1]
    ends = Span(document.blocks[here[0]].span.start, document.blocks[here[-1]].span.end) if here else Span(0, 0)
    facts = [mark for mark in marks if mark.span.overlaps(ends)]

    def address(page: int | None, anchor: str) -> str:
        return anchor

    def block_address(number: int) -> str:
        part = next(n for n, blocks in enumerate(parts, 1) if number in blocks)
        return f"#b-{number}" if number in here else link(request.url.path, None, part=part) + f"#b-{number}"

    return {
        "sheets": None,
        "blocks": lay_out(analysis, here, facts, found) if here else [],
        "facts": facts,
        "part": Part(number, len(parts), f"Phần {number} trong {len(parts)}"),
        "outline": _outline(stored, address, block_address),
        "tables": _tables(stored, address, block_address),
        "notices": [(notice.message, None) for notice in document.notices],
        "found_page": None,
    }


def _title(stored: Stored) -> dict[str, str]:
    letterhead = stored.analysis.letterhead
    kind = type_names().get(letterhead.doc_type or "", "")
    code = document_code(letterhead.number, letterhead.symbol, letterhead.issued_on)
    name = " ".join(filter(None, (kind or ("Văn bản" if code else ""), code)))
    return {"name": name or stored.analysis.document.source, "subject": letterhead.subject or ""}


def _letterhead(letterhead: Letterhead) -> list[tuple[str, str]]:
    signer = letterhead.signer
    fields = (
        ("Cơ quan chủ quản", letterhead.parent_issuer),
        ("Cơ quan ban hành", letterhead.issuer),
        ("Loại văn bản", type_names().get(letterhead.doc_type or "")),
        ("Số, ký hiệu", document_code(letterhead.number, letterhead.symbol, letterhead.issued_on)),
        ("Ngày ban hành", day(letterhead.issued_on)),
        ("Địa danh", letterhead.place),
        ("Tỉnh, thành phố", _province(letterhead)),
        ("Trích yếu", letterhead.subject),
        ("Kính gửi", "; ".join(letterhead.recipients or ())),
        ("Nơi nhận", "; ".join(letterhead.cc or ())),
        ("Người ký", ", ".join(filter(None, (signer.name, signer.title, signer.authority))) if signer else None),
    )
    return [(name, value) for name, value in fields if value]


def _province(letterhead: Letterhead) -> str | None:
    if letterhead.province and letterhead.province_now and letterhead.province != letterhead.province_now:
        return f"{letterhead.province} (nay thuộc {letterhead.province_now})"
    return letterhead.province_now or letterhead.province


def _outline(stored: Stored, address: Any, block_address: Any = None) -> list[tuple[int, str, str]]:
    document = stored.analysis.document
    found = []
    for section in stored.analysis.outline.sections:
        page = document.page_of(document.blocks[section.block].span)
        anchor = block_address(section.block) if block_address else address(page, f"#trang-{page}")
        found.append((min(section.level, 4), f"{section.marker} {section.title}".strip(), anchor))
    return found


def _tables(stored: Stored, address: Any, block_address: Any = None) -> list[dict[str, Any]]:
    document = stored.analysis.document
    places = {block.table: number for number, block in reversed(list(enumerate(document.blocks)))}
    found = []
    for number, table in enumerate(document.tables):
        title = " ".join(table.title.of(document.text).split()) if table.title else (table.sheet or "")
        rows = table.rows(document.text)
        in_text = block_address is not None and number in places
        found.append(
            {
                "title": title or f"Bảng {number + 1}",
                "page": table.page,
                "address": block_address(places[number]) if in_text else address(table.page, f"#trang-{table.page}"),
                "columns": table.columns(document.text),
                "rows": rows[:TABLE_ROWS],
                "left_out": max(len(rows) - TABLE_ROWS, 0),
            }
        )
    return found


def _citations(stored: Stored) -> list[tuple[str, int, str]]:
    """Give what the document cites, the commonest first, each with the address of all that cite it."""
    texts: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for citation in stored.analysis.citations:
        words = cited_words(citation)
        text = " ".join(citation.text.split())
        texts[words] = min(texts.get(words, text), text, key=len)
        numbers[words] += 1
    return [
        (texts[words], number, link("/vien-dan", None, cites=WHOLE + words.strip()))
        for words, number in numbers.most_common()
    ]


def _layers(request: Request, marks: list[Mark], shown: tuple[str, ...]) -> list[tuple[str, str, int, bool, str]]:
    """Give the layers with their numbers of facts, and the address that turns each on or off."""
    numbers = Counter(mark.layer for mark in marks)
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "layer"]
    found = []
    for layer, name in LAYERS.items():
        is_on = layer in shown
        wanted = [one for one in LAYERS if (one in shown) != (one == layer)] or [NONE]
        address = link(request.url.path, [*others, *(("layer", one) for one in wanted)])
        if numbers[layer]:
            found.append((layer, name, numbers[layer], is_on, address))
    return found


routes = [
    Route("/van-ban/{id:int}", show, name="document"),
    Route("/van-ban/{id:int}/trang/{page:int}.png", send_page, name="page_image"),
]
