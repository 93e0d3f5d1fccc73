"""Who gave a speech, as the line under its title says: "(Tham luận của ông A, Giám đốc Sở B, tại …)"."""

from __future__ import annotations

import re
from typing import NamedTuple

from vanban.model import Span
from vanban.structure.formulas import opens_office

_NAME = r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s[A-ZĐÀ-Ỹ][^\W\d_]*){1,4}"
_PRESENTER = re.compile(
    rf"""
    (?: (?:của|do|bởi)\s+ (?:đồng\schí|đ/c|ông|bà|TS\.?|ThS\.?)\s+
      | (?:[Nn]gười\s(?:trình\sbày|phát\sbiểu)|[Bb]áo\scáo\sviên|Đại\sbiểu)\s*:\s*
        (?:[Ôô]ng\s|[Bb]à\s|[Đđ]ồng\schí\s)? )
    (?P<name>{_NAME})
    (?: \s*[,–-]\s* (?P<title>[A-ZĐÀ-Ỹ][^,;.()\n]{{3,90}}?)
        (?=\s+(?:tại|trình\sbày|phát\sbiểu|ngày)\b|[,;.()\n]|\Z) )?
    """,
    re.VERBOSE,
)
_BY_OFFICE = re.compile(
    r"^\W*(?:(?:[Tt]ham luận|[Pp]hát biểu|[Bb]áo cáo)\s+)?[Cc]ủa\s+(?=[A-ZĐÀ-Ỹ])|^\W*\((?=[A-ZĐÀ-Ỹ])", re.MULTILINE
)
_OFFICE_END = re.compile(r"\s+(?:tại|về|trong|nhân|ngày)\b|[,;.()\n]|\s[-–]\s|\Z")


class Presenter(NamedTuple):
    name: Span | None
    title: Span | None
    office: Span | None


def find_presenter(text: str, start: int, end: int) -> Presenter | None:
    """Find the speaker and the office that he or she speaks for in the opening of a speech."""
    match = _PRESENTER.search(text, start, end)
    if match is not None:
        title = Span(*match.span("title")) if match["title"] else None
        return Presenter(Span(*match.span("name")), title, _office_in(text, title) if title else None)
    for found in _BY_OFFICE.finditer(text, start, end):
        stop = _OFFICE_END.search(text, found.end(), end)
        office = Span(found.end(), stop.start() if stop is not None else end)
        if len(office.of(text)) <= 100 and opens_office(office.of(text)):
            return Presenter(None, None, office)
    return None


def _office_in(text: str, title: Span) -> Span | None:
    """Give the office within a post: "Phó Chủ tịch | UBND huyện X"."""
    for word in re.finditer(r"(?<=\s)[A-ZĐÀ-Ỹ]", title.of(text)):
        if opens_office(text[title.start + word.start() : title.end]):
            return Span(title.start + word.start(), title.end)
    return None
