"""What stands in an archive, counted: its state, and the overview for those who decide."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, Select, func, select

from vanban.model import Document
from vanban.store import schema
from vanban.store.filters import Filters, document_conditions
from vanban.store.listing import list_indicators
from vanban.store.schema import FACTS, citations, documents, paths, statement_addressees, statement_topics, statements

_DETAILS = re.compile(r"\s*\(.*\)", re.DOTALL)
Row = dict[str, Any]
CHARACTERS_A_PAGE = 2800  # of a document whose format has no pages
INDICATORS_A_DOCUMENT = 3  # in a summary, so that one long table does not fill it


def page_count(document: Document) -> int:
    """Count pages; where the format has none, as many as the text would fill."""
    return len(document.pages) or -(-len(document.text) // CHARACTERS_A_PAGE)


def status(connection: Connection) -> Row:
    """Count documents, facts and paths by state; group the failures by reason."""
    pages = func.coalesce(documents.c.n_pages, (documents.c.n_characters + CHARACTERS_A_PAGE - 1) // CHARACTERS_A_PAGE)
    n_documents, n_pages = connection.execute(select(func.count(), func.sum(pages))).one()
    duration_s = connection.execute(select(func.sum(paths.c.duration_s)).where(paths.c.state == "done")).scalar()
    return {
        "documents": n_documents,
        "pages": int(n_pages or 0),
        "paths": _counts(connection, paths.c.state),
        "facts": {name: _one(connection, select(func.count()).select_from(t)) for name, t in FACTS.items()},
        "labels": _counts(connection, statements.c.label),
        "versions": _counts(connection, documents.c.version),
        "notices": _counts(connection, schema.notices.c.code),
        "documents_with_notices": _counts(
            connection, schema.notices.c.code, func.count(schema.notices.c.document_id.distinct())
        ),
        "failures": _failures(connection),
        "duration_s": round(duration_s, 3) if duration_s else None,
        "pages_per_s": round(int(n_pages or 0) / duration_s, 2) if duration_s else None,
    }


def summarise(connection: Connection, filters: Filters, *, limit: int) -> Row:
    """Give difficulties by topic, proposals by addressee, indicators with target and result, what is cited most."""
    return {
        "documents": _one(connection, select(func.count()).select_from(documents).where(*document_conditions(filters))),
        "difficulties": difficulties_by_topic(connection, filters),
        "proposals": proposals_by_addressee(connection, filters, limit=limit),
        "indicators": list(list_indicators(connection, filters, with_target=INDICATORS_A_DOCUMENT, limit=limit)),
        "citations": most_cited(connection, filters, limit=limit),
    }


def difficulties_by_topic(connection: Connection, filters: Filters) -> list[Row]:
    found = (
        select(
            statement_topics.c.topic,
            func.count().label("statements"),
            func.count(statements.c.document_id.distinct()).label("documents"),
            func.count(documents.c.province_folded.distinct()).label("provinces"),
        )
        .join(statements, statements.c.id == statement_topics.c.statement_id)
        .where(statements.c.label == "difficulty")
        .group_by(statement_topics.c.topic)
        .order_by(func.count().desc(), statement_topics.c.topic)
    )
    return _rows(connection, _of_documents(found, statements.c.document_id, filters))


def proposals_by_addressee(connection: Connection, filters: Filters, *, limit: int) -> list[Row]:
    """Count proposals by who is asked, whatever way the name is written; topics by number."""
    found = (
        select(statement_addressees.c.folded, statement_addressees.c.addressee, statements.c.id)
        .add_columns(statements.c.document_id)
        .join(statements, statements.c.id == statement_addressees.c.statement_id)
        .where(statements.c.label == "proposal")
    )
    names: dict[str, Counter[str]] = defaultdict(Counter)
    asked: dict[str, set[int]] = defaultdict(set)
    holding: dict[str, set[int]] = defaultdict(set)
    for folded, name, statement_id, document_id in connection.execute(
        _of_documents(found, statements.c.document_id, filters)
    ):
        names[folded][name] += 1
        asked[folded].add(statement_id)
        holding[folded].add(document_id)
    topics = _topics_of_proposals(connection)
    ranked = sorted(asked, key=lambda folded: (-len(asked[folded]), folded))[:limit]
    return [
        {
            "addressee": max(names[folded].items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]))[0],
            "statements": len(asked[folded]),
            "documents": len(holding[folded]),
            "topics": dict(Counter(topic for number in asked[folded] for topic in topics[number]).most_common()),
        }
        for folded in ranked
    ]


def _topics_of_proposals(connection: Connection) -> dict[int, list[str]]:
    found = select(statement_topics.c.statement_id, statement_topics.c.topic)
    found = found.join(statements, statements.c.id == statement_topics.c.statement_id)
    topics: dict[int, list[str]] = defaultdict(list)
    for number, topic in connection.execute(found.where(statements.c.label == "proposal")):
        topics[number].append(topic)
    return topics


def most_cited(connection: Connection, filters: Filters, *, limit: int) -> list[Row]:
    """Give cited documents by the number of documents that cite them, each under its shortest mention."""
    ranking = (func.count(citations.c.document_id.distinct()).desc(), func.count().desc(), citations.c.cited)
    found = (
        select(
            citations.c.cited,
            func.count(citations.c.document_id.distinct()).label("documents"),
            func.count().label("mentions"),
        )
        .group_by(citations.c.cited)
        .order_by(*ranking)
        .limit(limit)
    )
    counted = _rows(connection, _of_documents(found, citations.c.document_id, filters))
    named = ("doc_type", "number", "year", "symbol", "title", "text")
    rows = []
    for row in counted:
        mention = select(*(citations.c[name] for name in named)).where(citations.c.cited == row.pop("cited"))
        shortest = mention.order_by(func.length(citations.c.text), citations.c.id).limit(1)
        rows.append({**connection.execute(shortest).one()._mapping, **row})
    return rows


def _of_documents(found: Select[Any], document_id: Any, filters: Filters) -> Select[Any]:
    return found.join(documents, documents.c.id == document_id).where(*document_conditions(filters))


def _rows(connection: Connection, found: Select[Any]) -> list[Row]:
    return [dict(row._mapping) for row in connection.execute(found)]


def _one(connection: Connection, found: Select[Any]) -> int:
    return int(connection.execute(found).scalar_one())


def _counts(connection: Connection, column: Any, number: Any = None) -> dict[str, int]:
    """Count rows, or what `number` counts, by the values of a column; the commonest first."""
    number = func.count() if number is None else number
    found = select(column, number).group_by(column).order_by(number.desc(), column)
    return {row[0]: row[1] for row in connection.execute(found)}


def _failures(connection: Connection) -> list[Row]:
    """Give the reasons for which paths are not in, the commonest first, each with an example."""
    found = (
        select(paths.c.error, paths.c.problem, paths.c.remedy, func.count().label("paths"))
        .add_columns(func.min(paths.c.path).label("example"))
        .where(paths.c.state.in_(("failed", "quarantined")))
        .group_by(paths.c.error, paths.c.problem, paths.c.remedy)
        .order_by(func.count().desc(), paths.c.problem)
    )
    groups: dict[tuple[str, ...], Row] = {}
    for row in _rows(connection, found):
        kind = without_details(row["problem"] or "")
        known = groups.setdefault((row["error"], kind, row["remedy"]), row)
        if known is not row:
            known["problem"] = kind
            known["paths"] += row["paths"]
    return sorted(groups.values(), key=lambda row: (-row["paths"], row["problem"] or ""))


def without_details(problem: str) -> str:
    """Leave out of a reason what stands in brackets: what a library says of one file, a place in it, a size.

    >>> without_details("XML hỏng (expected '>', line 1 (<string>, line 1))")
    'XML hỏng'
    """
    return _DETAILS.sub("", problem) or problem
