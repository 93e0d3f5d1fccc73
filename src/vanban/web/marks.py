"""Where the facts of a document are marked: as boxes on the pictures of its pages, and in its text laid out."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.model import Box, Document, Span
from vanban.store import Archive
from vanban.store.load import Stored
from vanban.store.schema import FACTS
from vanban.wording import day, period, quantity

LABELS = ("difficulty", "cause", "proposal", "solution", "result")
LAYERS = {
    **{label: LABEL_NAMES[label] for label in LABELS},
    "indicators": "Chỉ tiêu",
    "citations": "Viện dẫn",
    "figures": "Số liệu",
    "dates": "Thời gian",
    "names": "Tên riêng",
}
SHOWN_FIRST = (*LABELS, "indicators")


class Mark(NamedTuple):
    """A fact as the page shows it."""

    key: str  # stays the same when the document is read again
    layer: str  # of LAYERS
    span: Span
    page: int | None
    text: str
    detail: str


class Rect(NamedTuple):
    key: str
    layer: str
    box: Box
    is_first: bool  # of its fact: the anchor stands here


class Piece(NamedTuple):
    """Text that the same facts cover."""

    text: str
    marks: tuple[Mark, ...]
    starts: tuple[str, ...]  # keys of facts whose anchor stands here
    found: bool = False  # what a search led to
    is_first_found: bool = False


def marks_of(archive: Archive, stored: Stored) -> list[Mark]:
    """Give all facts of a document that can be marked, by their places."""
    found: list[Mark] = []
    analysis, text = stored.analysis, stored.analysis.document.text
    for kind in ("statements", "indicators", "citations", "figures", "dates", "names"):
        for key, fact in zip(_keys(archive, stored.id, kind), getattr(analysis, kind), strict=True):
            layer = fact.label if kind == "statements" else kind
            if layer in LAYERS:
                page = analysis.document.page_of(fact.span) or fact.page
                found.append(Mark(key, layer, fact.span, page, _words(kind, fact, text), _detail(kind, fact)))
    return sorted(found, key=lambda mark: (mark.span.start, -mark.span.end, mark.key))


def _keys(archive: Archive, document_id: int, kind: str) -> Sequence[str]:
    columns = FACTS[kind].c
    found = select(columns.key).where(columns.document_id == document_id).order_by(columns.span_start, columns.id)
    with archive.reading() as connection:
        return connection.execute(found).scalars().all()


def _words(kind: str, fact: Any, text: str) -> str:
    return str(fact.name) if kind == "indicators" else " ".join(fact.span.of(text).split())


def _detail(kind: str, fact: Any) -> str:
    if kind == "statements":
        topics = ", ".join(TOPIC_NAMES.get(topic, topic) for topic in fact.topics)
        asked = f"kiến nghị với {fact.addressee}" if fact.addressee else ""
        return "; ".join(filter(None, (asked, topics)))
    if kind == "indicators":
        result = quantity(fact.value, fact.unit, comparator=fact.comparator)
        plan = quantity(fact.target, fact.target_unit or fact.unit)
        parts = (result, f"kế hoạch {plan}" if plan else "", period(*(fact.period or (None, None))))
        return "; ".join(filter(None, (*parts, STATUS_NAMES.get(fact.status or "", "").lower())))
    if kind == "dates":
        return day(fact.start) if fact.start == fact.end else f"{day(fact.start)} – {day(fact.end)}"
    if kind == "figures":
        return quantity(fact.value, fact.unit)
    if kind == "citations":
        return str(fact.title or "") if fact.title and fact.title not in fact.text else ""
    return str(fact.title or "") if kind == "names" else ""


def rects_of(document: Document, marks: Iterable[Mark]) -> dict[int, list[Rect]]:
    """Give the boxes of facts on each page, large ones first, so that what lies inside them can be reached."""
    pages: dict[int, list[Rect]] = {}
    for mark in marks:
        for place, (page, box) in enumerate(document.boxes_of(mark.span)):
            pages.setdefault(page, []).append(Rect(mark.key, mark.layer, box, place == 0))
    return pages


def pieces_of(
    text: str, span: Span, marks: Sequence[Mark], given: set[str], found: Span | None = None
) -> Iterator[Piece]:
    """Cut a stretch of text where facts begin and end.

    `marks` are sorted by their places and are those that may touch the stretch; `given` are the facts that have an
    anchor already.
    """
    inside = [mark for mark in marks if mark.span.overlaps(span)]
    cuts = {span.start, span.end}
    for mark in inside:
        cuts |= {place for place in mark.span if span.start < place < span.end}
    if found is not None:
        cuts |= {place for place in found if span.start < place < span.end}
    edges = sorted(cuts)
    for start, end in itertools.pairwise(edges):
        over = tuple(mark for mark in inside if mark.span.start <= start and end <= mark.span.end)
        starts = tuple(dict.fromkeys(mark.key for mark in over if mark.key not in given))
        given.update(starts)
        is_found = found is not None and found.start <= start and end <= found.end
        first = is_found and "" not in given
        if first:
            given.add("")
        yield Piece(text[start:end], over, starts, is_found, first)


class Index:
    """Finds the facts that may touch a stretch of the text."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.span.start for mark in marks]
        self._longest = max((mark.span.end - mark.span.start for mark in marks), default=0)

    def near(self, span: Span) -> Sequence[Mark]:
        first = bisect_left(self._starts, span.start - self._longest)
        return self._marks[first : bisect_left(self._starts, span.end)]
