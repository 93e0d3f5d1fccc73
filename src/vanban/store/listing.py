"""Lists of an archive's rows, each with the document it stands in; streamed, so that any archive can be listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, and_, bindparam, cast, func, literal, or_, select

from vanban.errors import UsageError
from vanban.lexicon.labels import STATUS_NAMES
from vanban.store import schema
from vanban.store.filters import (
    Filters,
    document_conditions,
    holding_conditions,
    parse_day,
    statement_conditions,
)
from vanban.store.schema import documents
from vanban.store.words import spelling

Row = dict[str, Any]
CHUNK = 1000

_DOCUMENT = ("id", "source", "doc_type", "number", "symbol", "issuer", "issued_on", "province_now")
_INNER = {"document_id", "cited", "name_folded", "relative", "id", "version"}


def list_documents(connection: Connection, filters: Filters, *, only: Sequence[int] | None = None) -> Iterator[Row]:
    """Give documents, or `only` those of some ids, newest first, with the number of their facts' rows and a path."""
    if only is not None and not filters:
        return _stream(connection, _chosen_documents(), numbers=list(only))
    found = _of_these(_all_documents(), only).where(*holding_conditions(filters))
    return _stream(connection, found.order_by(*_newest()))


@cache
def _chosen_documents() -> Select[Any]:
    chosen = documents.c.id.in_(bindparam("numbers", expanding=True))
    return _all_documents().where(chosen).order_by(*_newest())


@cache
def _all_documents() -> Select[Any]:
    hidden = {"spans", "properties", "issuer_folded", "province_folded", "province_as_named", "change"}
    columns = [column for column in documents.c if column.name not in hidden]
    path = select(func.min(schema.paths.c.path)).where(schema.paths.c.document_id == documents.c.id)
    found: Select[Any] = select(*columns, path.scalar_subquery().label("path"))
    for name, table in schema.FACTS.items():
        number = select(func.count()).where(table.c.document_id == documents.c.id)
        found = found.add_columns(number.scalar_subquery().label(f"n_{name}"))
    return found


def list_facts(
    connection: Connection, kind: str, filters: Filters, *, only: Sequence[int] | None = None
) -> Iterator[Row]:
    """Give the rows of a kind of fact in the order of documents, or of `only` some of them, and places in them."""
    table = schema.FACTS[kind]
    found = _of_these(_all_facts(kind), only)
    if table is schema.statements:
        found = found.where(*document_conditions(filters), *statement_conditions(filters))
    else:
        found = found.where(*holding_conditions(filters))
    if table is schema.dates:
        found = found.where(~schema.dates.c.relative)
    for row in _stream(connection, found.order_by(*_newest(), table.c.span_start, table.c.id)):
        if "topics" in row:
            row["topics"] = _in_order(row["topics"])
        yield row


@cache
def _all_facts(kind: str) -> Select[Any]:
    found = _with_document(schema.FACTS[kind])
    return found.add_columns(_topics()) if kind == "statements" else found


def list_indicators(
    connection: Connection,
    filters: Filters,
    *,
    name: str | None = None,
    period: str | None = None,
    status: str | None = None,
    with_target: int | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """Give indicators whose name holds all the words, measured within a period ("2025", "2025-06", "2021..2025").

    One without a period of its own counts for the day on which its document was issued. Sorted by name;
    `with_target` leaves so many of each document that have both target and result, the newest documents first.
    """
    columns = schema.indicators.c
    found = _with_document(schema.indicators).where(*holding_conditions(filters))
    found = found.where(*name_conditions(name or ""))
    if period:
        first, last = parse_period(period)
        within = and_(columns.period_start <= last, columns.period_end >= first)
        issued = and_(columns.period_start.is_(None), documents.c.issued_on.between(first, last))
        found = found.where(or_(within, issued))
    if status:
        if status not in STATUS_NAMES:
            raise UsageError(f"--status {status!r}: chọn một trong: {', '.join(STATUS_NAMES)}")
        found = found.where(columns.status == status)
    order: tuple[Any, ...] = (*_newest(), columns.span_start, columns.id)
    if with_target is not None:
        found = found.where(columns.id.in_(_first_with_target(with_target)))
    else:
        order = (columns.name_folded, columns.period_start, *order)
    return _stream(connection, found.order_by(*order).limit(limit))


def name_conditions(name: str) -> list[ColumnElement[bool]]:
    """Ask for indicators whose name holds all the words of another."""
    spaced = _spaced_column(schema.indicators.c.name_folded)
    return [spaced.contains(f" {word} ", autoescape=True) for word in _spaced(spelling(name)).split()]


_SIGNS = '(),;:“”"/'  # beside words of a name


def _spaced(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _SIGNS), " "))


def _spaced_column(column: ColumnElement[str]) -> ColumnElement[str]:
    """Give a text with a space on both sides of each word, so that "ho" does not find "phong"."""
    spaced = column
    for sign in _SIGNS:
        spaced = func.replace(spaced, sign, " ")
    return literal(" ").concat(spaced).concat(" ")


def _first_with_target(count: int) -> Select[Any]:
    columns = schema.indicators.alias().c
    place = func.row_number().over(partition_by=columns.document_id, order_by=(columns.span_start, columns.id))
    complete = select(columns.id, place.label("place")).where(columns.target.is_not(None), columns.value.is_not(None))
    numbered = complete.subquery()
    return select(numbered.c.id).where(numbered.c.place <= count)


def list_tables(connection: Connection, filters: Filters, *, only: Sequence[int] | None = None) -> Iterator[Row]:
    """Give the tables, or those of `only` some documents, with column names and rows of cell texts."""
    table = schema.tables
    shown = [table.c[name] for name in ("ordinal", "title", "sheet", "page", "n_columns", "columns", "rows")]
    found = select(*_document_columns(), *shown).join(documents, documents.c.id == table.c.document_id)
    return _stream(
        connection, _of_these(found, only).where(*holding_conditions(filters)).order_by(*_newest(), table.c.ordinal)
    )


def parse_period(words: str) -> tuple[dt.date, dt.date]:
    """Read a year, month or day, or two of them with ".." between.

    Raises UsageError if it is none.
    """
    start, both, end = words.partition("..")
    first, last = parse_day(start, last=False), parse_day(end if both else start, last=True)
    assert first is not None and last is not None
    return first, last


def _newest() -> tuple[Any, ...]:
    return documents.c.issued_on.desc().nulls_last(), documents.c.id


def _of_these(found: Select[Any], only: Sequence[int] | None) -> Select[Any]:
    return found if only is None else found.where(documents.c.id.in_(only))


def _document_columns() -> list[Any]:
    return [documents.c[name].label(f"document_{name}") for name in _DOCUMENT]


def _with_document(table: Table) -> Select[Any]:
    shown = [column for column in table.c if column.name not in _INNER]
    return select(*_document_columns(), *shown).join(documents, documents.c.id == table.c.document_id)


def _topics() -> Any:
    inner = schema.statement_topics.c
    numbered = cast(inner.ordinal, Text) + ":" + inner.topic
    joined = select(func.aggregate_strings(numbered, ",")).where(inner.statement_id == schema.statements.c.id)
    return joined.scalar_subquery().label("topics")


def _in_order(numbered: str | None) -> list[str]:
    parts = sorted(part.partition(":")[::2] for part in (numbered or "").split(",") if part)
    return [topic for _, topic in parts]


def _stream(connection: Connection, found: Select[Any], **values: Any) -> Iterator[Row]:
    rows = connection.execution_options(stream_results=True, yield_per=CHUNK).execute(found, values)
    for row in rows:
        yield dict(row._mapping)
