"""What the pages count in an archive: one grouped query each, whatever the archive's size."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Select, case, extract, func, or_, select

from vanban.store.archive import Archive
from vanban.store.filters import WHOLE, Filters, document_conditions, holding_conditions, statement_conditions
from vanban.store.listing import list_documents
from vanban.store.schema import (
    FACTS,
    citations,
    documents,
    indicators,
    statement_addressees,
    statement_topics,
    statements,
)
from vanban.store.words import words_of

LABELS_OF_NEED = ("difficulty", "proposal")
_LABELS = statements.c.label


class Totals(NamedTuple):
    documents: int
    pages: int
    provinces: int
    first: dt.date | None
    last: dt.date | None


class Cell(NamedTuple):
    """A place of a table of two headings."""

    row: str
    column: str
    number: int


class Month(NamedTuple):
    year: int
    month: int


def totals(archive: Archive, filters: Filters) -> Totals:
    found = select(
        func.count(),
        func.coalesce(func.sum(documents.c.n_pages), 0),
        func.count(documents.c.province_now.distinct()),
        func.min(documents.c.issued_on),
        func.max(documents.c.issued_on),
    ).where(*holding_conditions(filters))
    return Totals(*_all(archive, found)[0])


def facts(archive: Archive, filters: Filters) -> dict[str, int]:
    """Count the rows of each kind of fact in the documents that the filters leave."""
    return {kind: count(archive, kind, filters) for kind in ("statements", "indicators", "citations")}


def count(archive: Archive, kind: str, filters: Filters) -> int:
    """Count what `Archive.rows` would give."""
    if kind == "documents":
        found = select(func.count()).select_from(documents).where(*holding_conditions(filters))
    else:
        found = _of_documents(select(func.count()).select_from(FACTS[kind]), FACTS[kind])
        found = found.where(*_fact_conditions(kind, filters))
    return int(_all(archive, found)[0][0])


def labels(archive: Archive, filters: Filters) -> dict[str, int]:
    found = _of_documents(select(_LABELS, func.count()).select_from(statements), statements)
    found = found.where(*document_conditions(filters), *statement_conditions(filters)).group_by(_LABELS)
    return dict(_all(archive, found))


def statuses(archive: Archive, filters: Filters) -> dict[str, int]:
    column = indicators.c.status
    found = _of_documents(select(column, func.count()).select_from(indicators), indicators)
    found = found.where(column.is_not(None), *holding_conditions(filters)).group_by(column)
    return dict(_all(archive, found))


def statuses_by_province(archive: Archive, filters: Filters) -> list[Cell]:
    province = documents.c.province_now
    found = _of_documents(select(province, indicators.c.status, func.count()).select_from(indicators), indicators)
    found = found.where(indicators.c.status.is_not(None), province.is_not(None), *holding_conditions(filters))
    return [Cell(*row) for row in _all(archive, found.group_by(province, indicators.c.status))]


def by_province(archive: Archive, what: str, filters: Filters) -> dict[str, int]:
    """Count documents, or statements of a label, by today's province."""
    province = documents.c.province_now
    if what == "documents":
        found = select(province, func.count()).where(*holding_conditions(filters))
    else:
        found = _of_documents(select(province, func.count()).select_from(statements), statements)
        found = found.where(_LABELS.in_([what]), *document_conditions(filters), *statement_conditions(filters))
    rows = _all(archive, found.where(province.is_not(None)).group_by(province))
    return dict(rows)


def topics_by_province(archive: Archive, label: str, filters: Filters) -> list[Cell]:
    """Count statements of a label: rows are provinces, columns topics; "" is a document without a province."""
    province = func.coalesce(documents.c.province_now, "")
    topic = statement_topics.c.topic
    found = select(province, topic, func.count()).select_from(statement_topics)
    found = _of_documents(found.join(statements, statements.c.id == statement_topics.c.statement_id), statements)
    found = found.where(_LABELS.in_([label]), *document_conditions(filters), *statement_conditions(filters))
    return [Cell(*row) for row in _all(archive, found.group_by(province, topic))]


class Addressee(NamedTuple):
    """Who is asked, under the commonest way to write the name."""

    folded: str
    name: str
    statements: int
    documents: int
    provinces: int


def addressees(archive: Archive, filters: Filters, *, limit: int, offset: int = 0) -> list[Addressee]:
    column = statement_addressees.c.folded
    number = func.count(statements.c.id.distinct())
    found = _of_proposals(
        select(
            column,
            func.max(statement_addressees.c.addressee),
            number,
            func.count(documents.c.id.distinct()),
            func.count(documents.c.province_folded.distinct()),
        ),
        filters,
    )
    rows = _all(archive, found.group_by(column).order_by(number.desc(), column).limit(limit).offset(offset))
    names = _usual_names(archive, [row[0] for row in rows], filters)
    return [Addressee(row[0], names.get(row[0], row[1]), *row[2:]) for row in rows]


def count_addressees(archive: Archive, filters: Filters) -> int:
    found = _of_proposals(select(func.count(statement_addressees.c.folded.distinct())), filters)
    return int(_all(archive, found)[0][0])


def _usual_names(archive: Archive, folded: Sequence[str], filters: Filters) -> dict[str, str]:
    columns = statement_addressees.c
    found = _of_proposals(select(columns.folded, columns.addressee, func.count()), filters)
    found = found.where(columns.folded.in_(folded)).group_by(columns.folded, columns.addressee)
    ranked = sorted(_all(archive, found), key=lambda row: (row[2], len(row[1]), row[1]))
    return {row[0]: row[1] for row in ranked}


def proposals_by_month(archive: Archive, folded: Sequence[str], filters: Filters) -> list[tuple[Month, str, int]]:
    """Count proposals by month of issue and by who is asked; all others and those that name nobody are ""."""
    year, month = extract("year", documents.c.issued_on), extract("month", documents.c.issued_on)
    column = statement_addressees.c.folded
    who = case((column.in_(folded), column), else_="")
    found = select(year, month, who, func.count(statements.c.id.distinct())).select_from(statements)
    found = _of_documents(found.outerjoin(statement_addressees, _SAME_STATEMENT), statements)
    found = found.where(_LABELS.in_(["proposal"]), documents.c.issued_on.is_not(None))
    found = found.where(*document_conditions(filters), *statement_conditions(filters)).group_by(year, month, who)
    return [(Month(int(row[0]), int(row[1])), row[2], row[3]) for row in _all(archive, found)]


def topics_by_addressee(archive: Archive, folded: Sequence[str], filters: Filters) -> list[Cell]:
    column, topic = statement_addressees.c.folded, statement_topics.c.topic
    found = _of_proposals(select(column, topic, func.count(statements.c.id.distinct())), filters)
    found = found.join(statement_topics, statement_topics.c.statement_id == statements.c.id)
    return [Cell(*row) for row in _all(archive, found.where(column.in_(folded)).group_by(column, topic))]


_SAME_STATEMENT = statement_addressees.c.statement_id == statements.c.id


def _of_proposals(found: Select[Any], filters: Filters) -> Select[Any]:
    found = found.select_from(statement_addressees).join(statements, _SAME_STATEMENT)
    found = _of_documents(found, statements).where(_LABELS.in_(["proposal"]))
    return found.where(*document_conditions(filters), *statement_conditions(filters))


class Cited(NamedTuple):
    """A document that others cite, under its shortest mention."""

    cited: str
    text: str
    doc_type: str
    documents: int
    mentions: int
    provinces: int


def most_cited(archive: Archive, filters: Filters, *, limit: int, offset: int = 0, words: str = "") -> list[Cited]:
    column = citations.c.cited
    holding = func.count(citations.c.document_id.distinct())
    found = select(
        column,
        func.min(citations.c.doc_type),
        holding,
        func.count(),
        func.count(documents.c.province_folded.distinct()),
    ).select_from(citations)
    found = _of_documents(found, citations).where(*_citing_conditions(filters, words)).group_by(column)
    ranked = found.order_by(holding.desc(), func.count().desc(), column).limit(limit).offset(offset)
    rows = _all(archive, ranked)
    texts = _shortest_mentions(archive, [row[0] for row in rows])
    return [Cited(row[0], texts[row[0]], *row[1:]) for row in rows]


def cited_filter(one: Cited) -> str:
    """Give the value of the filter `cites` that finds exactly this document, under its usual name if that does."""
    return WHOLE + (one.text if words_of(one.text) == one.cited else one.cited.strip())


MENTIONS = 500


def mentions(archive: Archive, filters: Filters) -> dict[int, list[dict[str, Any]]]:
    """Give the places where documents cite what the filters ask for, by document; of many the first."""
    columns = citations.c
    asked = [
        columns.cited == name.removeprefix(WHOLE)
        if name.startswith(WHOLE)
        else columns.cited.contains(name, autoescape=True)
        for name in filters.cites
    ]
    shown = (columns.document_id, columns.text, columns.article, columns.clause, columns.page)
    found = select(*shown, columns.span_start, columns.span_end).where(or_(*asked)).limit(MENTIONS)
    places: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _all(archive, found.order_by(columns.document_id, columns.span_start)):
        places[row.document_id].append(dict(row._mapping))
    return places


def count_cited(archive: Archive, filters: Filters, *, words: str = "") -> int:
    found = _of_documents(select(func.count(citations.c.cited.distinct())).select_from(citations), citations)
    return int(_all(archive, found.where(*_citing_conditions(filters, words)))[0][0])


def _citing_conditions(filters: Filters, words: str) -> list[Any]:
    found: list[Any] = list(holding_conditions(filters))
    if words:
        found.append(citations.c.cited.contains(words, autoescape=True))
    return found


def _shortest_mentions(archive: Archive, cited: Sequence[str]) -> dict[str, str]:
    columns = citations.c
    found = select(columns.cited, columns.text).where(columns.cited.in_(cited)).distinct()
    ranked = sorted(_all(archive, found), key=lambda row: (-len(row[1]), row[1]))
    return {row[0]: " ".join(row[1].split()) for row in ranked}


def _fact_conditions(kind: str, filters: Filters) -> list[Any]:
    if kind == "statements":
        return [*document_conditions(filters), *statement_conditions(filters)]
    return list(holding_conditions(filters))


def _of_documents(found: Select[Any], table: Any) -> Select[Any]:
    return found.join(documents, documents.c.id == table.c.document_id)


def _all(archive: Archive, found: Select[Any]) -> Sequence[Any]:
    with archive.reading() as connection:
        return connection.execute(found).all()


def newest_documents(archive: Archive, filters: Filters, *, limit: int) -> list[dict[str, Any]]:
    with archive.reading() as connection:
        return list(islice(list_documents(connection, filters), limit))
