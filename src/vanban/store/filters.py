"""What a search, a listing or an export is narrowed to."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import ColumnElement, exists, or_, select

from vanban.errors import UsageError
from vanban.lexicon.doc_types import doc_type_of, doc_types
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.provinces import Province, province_of, provinces
from vanban.lexicon.sectors import sector_names
from vanban.store.schema import citations, documents, statement_addressees, statement_topics, statements
from vanban.store.words import body_words, spelling, words_of
from vanban.text import fold, nfc

Words = str | Sequence[str]
WHOLE = "="


class FilterOptions(TypedDict, total=False):
    """The filters as a caller gives them; of several values one must hold.

    A name of a body or cited document holds wherever its words stand together in the stored name; with "=" before it,
    where it is the whole name. "=Quảng Nam" is what the document itself calls its province.
    """

    label: Words | None  # code, or its Vietnamese name
    topic: Words | None
    province: Words | None  # any name, today's or former: what stands under today's province
    issuer: Words | None  # words of the name of the issuing body or the body above it
    addressee: Words | None  # words of the name of who is asked
    doc_type: Words | None
    sector: Words | None  # code, or its Vietnamese name
    cites: Words | None  # "57-NQ/TW", "Nghị định 179/2025/NĐ-CP", "Luật Đất đai"
    year: Words | int | None  # of issue
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
    sectors: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    former: tuple[str, ...] = ()  # the provinces asked for by a name that is no more: documents naming them come first

    @property
    def of_statements(self) -> bool:
        return bool(self.labels or self.topics or self.addressees)

    def __bool__(self) -> bool:
        return self != Filters()


def make_filters(options: FilterOptions) -> Filters:
    """Read the filters that a caller gave.

    Raises UsageError where a label, topic, province, type or day is unknown.
    """
    named = _several(options.get("province"))
    return Filters(
        labels=tuple(_code(word, LABEL_NAMES, "label") for word in _several(options.get("label"))),
        topics=tuple(_code(word, TOPIC_NAMES, "topic") for word in _several(options.get("topic"))),
        provinces=tuple(map(_province, named)),
        issuers=tuple(map(_body, _several(options.get("issuer")))),
        addressees=tuple(map(_body, _several(options.get("addressee")))),
        doc_types=tuple(map(_doc_type, _several(options.get("doc_type")))),
        sectors=tuple(_code(word, sector_names(), "sector") for word in _several(options.get("sector"))),
        cites=tuple(map(_cited, _several(options.get("cites")))),
        years=tuple(map(_year, _several(options.get("year")))),
        since=parse_day(options.get("since"), last=False),
        until=parse_day(options.get("until"), last=True),
        former=tuple(filter(None, map(_former, named))),
    )


def _several(words: Words | int | None) -> Sequence[str]:
    return [str(words)] if isinstance(words, (str, int)) else words or ()


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
    found = province_of(name.removeprefix(WHOLE)) or _without_diacritics(name.removeprefix(WHOLE))
    if found is None:
        raise UsageError(f"--province {name!r}: không có tỉnh, thành phố này{_near_provinces(name)}")
    return WHOLE + spelling(found.name) if name.startswith(WHOLE) else spelling(found.now)


def _without_diacritics(name: str) -> Province | None:
    """Give the province that is written so without diacritics, where there is one and no other."""
    found = {p.name: p for p in provinces() for written in (p.name, *p.aliases) if fold(written) == fold(name)}
    return next(iter(found.values())) if len(found) == 1 else None


def _near_provinces(name: str) -> str:
    names = {spelling(name): found.name for found in provinces() for name in (found.name, *found.aliases)}
    near = difflib.get_close_matches(spelling(name), list(names), n=4, cutoff=0.6)
    if not near:
        return "; viết tên hiện nay hoặc tên trước ngày 01/7/2025, ví dụ Lào Cai, Quảng Nam"
    return f"; gần giống: {', '.join(dict.fromkeys(names[key] for key in near))}"


def _former(name: str) -> str | None:
    found = province_of(name) or _without_diacritics(name)
    return spelling(found.name) if found and found.name != found.now else None


def _body(name: str) -> str:
    words = body_words(name.removeprefix(WHOLE))
    if not words.strip():
        raise UsageError(f"{name!r}: tên cơ quan phải có chữ")
    return WHOLE + words if name.startswith(WHOLE) else words


_DAY_WORDS = re.compile(r",?\s*ngày\s.*", re.IGNORECASE | re.DOTALL)


def _cited(name: str) -> str:
    words = words_of(_DAY_WORDS.sub("", name.removeprefix(WHOLE)))
    if not words.strip():
        raise UsageError(f"--cites {name!r}: viết số hoặc tên văn bản, ví dụ 57-NQ/TW")
    return WHOLE + words if name.startswith(WHOLE) else words


def _year(word: str) -> int:
    if not re.fullmatch(r"\s*\d{4}\s*", word) or not int(word):
        raise UsageError(f"--year {word!r}: viết năm bằng bốn chữ số, ví dụ 2025")
    return int(word)


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
        found.append(or_(*map(_of_province, filters.provinces)))
    if filters.issuers:
        found.append(or_(*map(_of_issuer, filters.issuers)))
    if filters.doc_types:
        found.append(documents.c.doc_type.in_(filters.doc_types))
    if filters.sectors:
        found.append(documents.c.sector.in_(filters.sectors))
    if filters.cites:
        citing = citations.alias()  # the enclosing list may be of citations itself
        found.append(documents.c.id.in_(select(citing.c.document_id).where(_named_any(citing.c.cited, filters.cites))))
    if filters.years:
        found.append(or_(*(documents.c.issued_on.between(*_days_of(year)) for year in filters.years)))
    if filters.since:
        found.append(documents.c.issued_on >= filters.since)
    if filters.until:
        found.append(documents.c.issued_on <= filters.until)
    return found


def _of_province(name: str) -> Condition:
    if name.startswith(WHOLE):
        return documents.c.province_as_named == name.removeprefix(WHOLE)
    return documents.c.province_folded == name


def _of_issuer(words: str) -> Condition:
    names = documents.c.issuer_folded
    if not words.startswith(WHOLE):
        return names.contains(words, autoescape=True)
    whole = words.removeprefix(WHOLE)  # the body itself; the one above it stands after the bar
    return or_(names == whole, names.startswith(f"{whole}|", autoescape=True))


def _days_of(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def statement_conditions(filters: Filters) -> list[Condition]:
    """Give what the statements' rows must hold."""
    found: list[Condition] = []
    if filters.labels:
        found.append(statements.c.label.in_(filters.labels))
    if filters.topics:
        topics = statement_topics.c
        found.append(_there_is(topics.statement_id == statements.c.id, topics.topic.in_(filters.topics)))
    if filters.addressees:
        addressees = statement_addressees.c
        named = _named_any(addressees.folded, filters.addressees)
        found.append(_there_is(addressees.statement_id == statements.c.id, named))
    return found


def _there_is(*conditions: Condition) -> Condition:
    """Ask for a row that belongs to the statement; the enclosing list may hold rows of the same table."""
    return exists(select(1).where(*conditions).correlate(statements))


def holding_conditions(filters: Filters) -> list[Condition]:
    """Give what documents must hold where facts other than statements are listed: such a statement too."""
    found = document_conditions(filters)
    if filters.of_statements:
        # found once, not looked for in every document: SQLite may choose the index of labels, a sixth of all rows
        holding = select(statements.c.document_id).where(*statement_conditions(filters)).correlate(None)
        found.append(documents.c.id.in_(holding))
    return found


def _named_any(column: ColumnElement[str], names: Sequence[str]) -> Condition:
    return or_(
        *(
            column == name.removeprefix(WHOLE) if name.startswith(WHOLE) else column.contains(name, autoescape=True)
            for name in names
        )
    )
