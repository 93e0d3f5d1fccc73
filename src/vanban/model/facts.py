"""What is found in a document.

Every fact has its span and exact surface text, its page, a score (0..1), and the dotted name of the rule or model that
found it; these three are the last fields of each.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vanban.model.spans import Span


@dataclass(frozen=True, slots=True)
class Citation:
    span: Span
    text: str
    doc_type: str
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    span: Span
    text: str
    start: dt.date
    end: dt.date  # inclusive
    mod: str | None = None  # before, after, by, approx
    relative: bool = False  # resolved against the reference date
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    span: Span
    text: str
    kind: str  # percent, money, count, ratio, range, measure, rank
    value: Decimal
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None  # > < >= <= ~
    amount: Decimal | None = None  # in base units
    page: int | None = None
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    span: Span  # of the sentence part, or of the table row's cells
    name: str
    value: Decimal | None = None
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    target: Decimal | None = None
    target_unit: str | None = None
    period: tuple[dt.date, dt.date] | None = None
    subject: str | None = None
    status: str | None = None  # met, not_met, in_progress
    source: str = "text"  # text, table
    indicator_id: str | None = None  # the same for the same indicator in other words
    page: int | None = None
    score: float = 1.0
    rule: str = ""


LABELS = ("result", "difficulty", "cause", "proposal", "solution", "other")
TOPICS = (
    "ha_tang", "nhan_luc", "kinh_phi", "the_che", "quy_trinh", "du_lieu", "phan_mem", "nhan_thuc", "phoi_hop",
    "an_toan", "dat_dai", "khac",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    span: Span
    text: str
    label: str  # one of LABELS
    topics: tuple[str, ...] = ()  # of TOPICS; for difficulty, cause, proposal
    addressee: str | None = None  # for proposal
    second: str | None = None  # the next likely label
    page: int | None = None
    score: float = 1.0  # probability of the label
    rule: str = ""


class NameKind(StrEnum):
    ORGANIZATION = "organization"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of an organisation, a person or a place."""

    span: Span
    text: str
    kind: NameKind
    name: str  # the fullest written form in the document
    title: str | None = None  # of a person
    code: str | None = None  # of a place in the lexicon; of a known organisation
    page: int | None = None
    score: float = 1.0
    rule: str = ""
