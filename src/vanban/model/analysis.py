"""A document with all that was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.model.document import Document
from vanban.model.facts import Citation, Date, Figure, Indicator, Name, Statement
from vanban.model.structure import Letterhead, Outline, Sentence


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its facts; all sorted by span."""

    document: Document
    letterhead: Letterhead
    outline: Outline
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    dates: tuple[Date, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    statements: tuple[Statement, ...] = ()
    names: tuple[Name, ...] = ()
