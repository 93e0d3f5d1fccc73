"""The order of the steps from a file to its facts, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from operator import attrgetter
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeVar

from vanban.classify import label_statements
from vanban.extract import find_citations, find_dates, find_figures, find_indicators, find_names
from vanban.lexicon.words import split_words
from vanban.model import (
    Analysis,
    Citation,
    Date,
    Document,
    Figure,
    Indicator,
    Letterhead,
    Name,
    Outline,
    Sentence,
    Signer,
    Statement,
)
from vanban.read import read, read_text
from vanban.structure import build_outline, find_letterhead, shapes_of, split_sentences

Fact = TypeVar("Fact", Citation, Date, Figure, Indicator, Statement, Name)
# Reads all fields of a fact but the last three, which are page, score and rule in every kind (replace() is slower).
_BEFORE_PAGE = {
    kind: attrgetter(*[field.name for field in fields(kind)][:-3])
    for kind in (Citation, Date, Figure, Indicator, Statement, Name)
}


class Structure(NamedTuple):
    letterhead: Letterhead
    outline: Outline
    sentences: tuple[Sentence, ...]


def find_structure(document: Document) -> Structure:
    shapes = shapes_of(document)
    letterhead, outline = find_letterhead(document, shapes=shapes), build_outline(document, shapes=shapes)
    return Structure(letterhead, outline, split_sentences(document))


def analyse(
    path: str | PathLike[str], *, reference_date: dt.date | None = None, models: Path | None = None
) -> Analysis:
    """Read a file and find its facts.

    Raises FileProblem if the file cannot be taken in.
    """
    return analyse_document(read(path), reference_date=reference_date, models=models)


def analyse_text(
    text: str, *, reference_date: dt.date | None = None, source: str = "-", models: Path | None = None
) -> Analysis:
    """Find the facts of a plain text."""
    return analyse_document(read_text(text, source=source), reference_date=reference_date, models=models)


def analyse_document(
    document: Document, *, reference_date: dt.date | None = None, models: Path | None = None
) -> Analysis:
    """Find the facts of a document that was read.

    `reference_date` resolves "quý này", "năm trước" and their like; `models` is another folder of models.
    """
    text = document.text
    letterhead, outline, sentences = find_structure(document)
    if document.header is not None:
        letterhead = put_over(letterhead, document.header)
    words = split_words(text)
    own = (letterhead.number, letterhead.symbol) if letterhead.number else None
    citations = find_citations(text, own=own, words=words)
    year = letterhead.issued_on.year if letterhead.issued_on else _plain_year(text)
    dates = find_dates(text, reference_date=reference_date, year=year)
    tables = [table.span for table in document.tables]
    blocked = sorted([*(c.span for c in citations), *(d.span for d in dates if not d.relative), *tables])
    figures = find_figures(text, blocked=blocked)
    names = find_names(text, words=words)
    statements = label_statements(document, outline, sentences, letterhead, names=names, models=models)
    indicators = find_indicators(
        document, statements, figures=figures, dates=dates, names=names, letterhead=letterhead, models=models
    )
    return Analysis(
        document, letterhead, outline, sentences,
        _with_pages(document, citations), _with_pages(document, dates), _with_pages(document, figures),
        _with_pages(document, indicators), _with_pages(document, statements), _with_pages(document, names),
    )  # fmt: skip


def put_over(letterhead: Letterhead, header: Letterhead) -> Letterhead:
    """Give a letterhead with what the package states in place of what was read from the page."""
    stated = {field.name: getattr(header, field.name) for field in fields(Letterhead) if field.name != "spans"}
    if header.signer is not None and letterhead.signer is not None:
        read = letterhead.signer
        stated["signer"] = Signer(
            header.signer.name or read.name,
            header.signer.title or read.title,
            header.signer.authority or read.authority,
        )
    changed = {
        name: value for name, value in stated.items() if value is not None and value != getattr(letterhead, name)
    }
    spans = {name: span for name, span in letterhead.spans.items() if name.split(".")[0] not in changed}
    return replace(letterhead, **changed, spans=spans)


def _plain_year(text: str) -> int | None:
    """Give the year that a document without a date of issue makes plain: the one most of its full dates lie in."""
    years = Counter(date.start.year for date in find_dates(text))
    if not years:
        return None
    (year, count), *others = years.most_common(2)
    return year if not others or count > others[0][1] else max(year, others[0][0])


def _with_pages(document: Document, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Give facts with the page they start on; what was read by OCR is no surer than the page was read."""
    if not document.pages:
        return tuple(facts)
    confidence = {page.number: page.confidence for page in document.pages if page.confidence is not None}
    placed: list[Fact] = []
    for fact in facts:
        page = fact.page or document.page_of(fact.span)
        if page == fact.page and page not in confidence:
            placed.append(fact)
            continue
        score = fact.score * confidence[page] if page in confidence else fact.score
        make: Callable[..., Fact] = type(fact)
        placed.append(make(*_BEFORE_PAGE[type(fact)](fact), page, score, fact.rule))
    return tuple(placed)
