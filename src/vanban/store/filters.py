"""What a search, a listing or an export is narrowed to."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import ColumnElement, and_, exists, or_, select

from vanban.errors import UsageError
from vanban.lexicon.doc_types import doc_type_of, doc_types
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import province_of
from vanban.store.schema import citations, documents, statement_addressees, statement_topics, statements
from vanban.store.words import body_words, spelling, words_of
from vanban.text import nfc

Words = str | Sequence[str]


class FilterOptions(TypedDict, total=False):
    """The filters as a caller gives them; of several values one must hold."""

    label: Words | None  # code, or its Vietnamese name
    topic: Words | None
    province: Words | None  # any name, today's or former
    issuer: Words | None  # words of the name of the issuing body or the body above it
    addressee: Words | None  # words of the name of who is asked
    doc_type: Words | None
    cites: Words | None  # "57-NQ/TW", "Nghị định 179/2025/NĐ-CP", "Luật Đất đai"
    since: dt.date | str | None  # day of issue, inclusive
    until: dt.date | str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters in the form that rows are compared with."""

    labels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    doc_types: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def of_statements(self) -> bool:
        return bool(self.labels or self.topics or self.addressees)

    def __bool__(self) -> bool:
        return self != Filters()


def make_filters(options: FilterOptions) -> Filters:
    """Read the filters that a caller gave.

    Raises UsageError where a label, topic, type or day is unknown.
    """
    return Filters(
        labels=tuple(_code(word, LABEL_NAMES, "label") for word in _several(options.get("label"))),
        topics=tuple(_code(word, TOPIC_NAMES, "topic") for word in _several(options.get("topic"))),
        provinces=tuple(map(_province, _several(options.get("province")))),
        issuers=tuple(map(_body, _several(options.get("issuer")))),
        addressees=tuple(map(_body, _several(options.get("addressee")))),
        doc_types=tuple(map(_doc_type, _several(options.get("doc_type")))),
        cites=tuple(map(_cited, _several(options.get("cites")))),
        since=parse_day(options.get("since"), last=False),
        until=parse_day(options.get("until"), last=True),
    )


def _several(words: Words | None) -> Sequence[str]:
    return [words] if isinstance(words, str) else words or ()


def _code(word: str, names: dict[str, str], what: str) -> str:
    wanted = spelling(word)
    for code, name in names.items():
        if wanted in (code, spelling(name), *map(spelling, name.split(", "))):
            return code
    raise UsageError(f"--{what} {word!r}: không có giá trị này; chọn một trong: {', '.join(names)}")


def _doc_type(word: str) -> str:
    codes = dict.fromkeys((*(kind.code for kind in doc_types()), "bai_bao"))
    found = doc_type_of(nfc(word)) or spelling(word).replace(" ", "_")
    if found not in codes:
        raise UsageError(f"--type {word!r}: không có loại văn bản này; chọn một trong: {', '.join(codes)}")
    return found


def _province(name: str) -> str:
    found = province_of(name)
    return spelling(found.now if found else name)


def _body(name: str) -> str:
    words = body_words(name)
    if not words.strip():
        raise UsageError(f"{name!r}: tên cơ quan phải có chữ")
    return words


_DAY_WORDS = re.compile(r",?\s*ngày\s.*", re.IGNORECASE | re.DOTALL)


def _cited(name: str) -> str:
    words = words_of(_DAY_WORDS.sub("", name))
    if not words.strip():
        raise UsageError(f"--cites {name!r}: viết số hoặc tên văn bản, ví dụ 57-NQ/TW")
    return words


_DAYS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/(?P<year>\d{4})"),
)


def parse_day(word: dt.date | str | None, *, last: bool) -> dt.date | None:
    """Read "2025-06-20", "20/6/2025", or a month or year: its first day, or its last.

    Raises UsageError if it is no day.
    """
    if word is None or isinstance(word, dt.date):
        return word
    match = next(filter(None, (pattern.fullmatch(word.strip()) for pattern in _DAYS)), None)
    if match is None:
        raise UsageError(f"{word!r}: không phải ngày; viết 2025-06-20, 20/6/2025, 2025-06 hoặc 2025")
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    try:
        if day is not None:
            return dt.date(year or 0, month or 0, day)
        if not last:
            return dt.date(year or 0, month or 1, 1)
        return dt.date(year or 0, month or 12, monthrange(year or 0, month or 12)[1])
    except ValueError as error:
        raise UsageError(f"{word!r}: không có ngày này trên lịch") from error


Condition = ColumnElement[bool]


def document_conditions(filters: Filters) -> list[Condition]:
    """Give what the documents' rows must hold; labels, topics and addressees are not asked here."""
    found: list[Condition] = []
    if filters.provinces:
        found.append(documents.c.province_folded.in_(filters.provinces))
    if filters.issuers:
        found.append(_contains_any(documents.c.issuer_folded, filters.issuers))
    if filters.doc_types:
        found.append(documents.c.doc_type.in_(filters.doc_types))
    if filters.cites:
        citing = citations.alias()  # the enclosing list may be of citations itself
        found.append(
            documents.c.id.in_(select(citing.c.document_id).where(_contains_any(citing.c.cited, filters.cites)))
        )
    if filters.since:
        found.append(documents.c.issued_on >= filters.since)
    if filters.until:
        found.append(documents.c.issued_on <= filters.until)
    return found


def statement_conditions(filters: Filters) -> list[Condition]:
    """Give what the statements' rows must hold."""
    found: list[Condition] = []
    if filters.labels:
        found.append(statements.c.label.in_(filters.labels))
    if filters.topics:
        topics = statement_topics.c
        found.append(exists(select(1).where(topics.statement_id == statements.c.id, topics.topic.in_(filters.topics))))
    if filters.addressees:
        addressees = statement_addressees.c
        named = _contains_any(addressees.folded, filters.addressees)
        found.append(exists(select(1).where(addressees.statement_id == statements.c.id, named)))
    return found


def holding_conditions(filters: Filters) -> list[Condition]:
    """Give what documents must hold where facts other than statements are listed: such a statement too."""
    found = document_conditions(filters)
    if filters.of_statements:
        same = statements.c.document_id == documents.c.id
        found.append(exists(select(1).where(and_(same, *statement_conditions(filters)))))
    return found


def _contains_any(column: ColumnElement[str], words: Sequence[str]) -> Condition:
    return or_(*(column.contains(word, autoescape=True) for word in words))
