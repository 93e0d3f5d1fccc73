"""What a document is made of: letterhead, outline, sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vanban.model.spans import Span


@dataclass(frozen=True, slots=True)
class Signer:
    name: str | None = None
    title: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Thể thức văn bản. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW for Party documents."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    place: str | None = None
    issued_on: dt.date | None = None
    subject: str | None = None
    recipients: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    signer: Signer | None = None
    province: str | None = None  # as the text names it ("Sơn La")
    province_now: str | None = None  # today's name of it, among the 34
    secrecy: str | None = None  # mat, toi_mat, tuyet_mat
    spans: Mapping[str, Span] = field(default_factory=dict)  # by field name; "signer.name" and the like


class Section(NamedTuple):
    """A heading and what stands under it."""

    block: int  # index of the heading's block
    level: int  # 1 = topmost
    marker: str  # "I", "1.1", "a"; "" where the heading has none
    title: str  # the heading's words without the marker
    parent: int | None  # index into Outline.sections


@dataclass(frozen=True, slots=True)
class Outline:
    sections: tuple[Section, ...]
    section_of: tuple[int | None, ...]  # for each block, the innermost section it stands in (a heading: its own)
    lead_in_of: tuple[int | None, ...]  # for each block, the block that announces its list ("…, cụ thể như sau:")

    def path(self, block: int) -> list[Section]:
        """Give the sections that a block stands in, outermost first."""
        chain: list[Section] = []
        index = self.section_of[block]
        while index is not None:
            chain.append(self.sections[index])
            index = self.sections[index].parent
        return chain[::-1]


class Sentence(NamedTuple):
    """A sentence or list item; the span leaves out bullet, keeps a number."""

    span: Span
    block: int
