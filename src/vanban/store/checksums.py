"""What every document should have: a count and a digest of its rows in each table, kept with the document.

They stand among the document's stored properties, so that they are copied with it. A digest covers the columns of its
table as they are today (`FORM` names them); where the program that wrote it knew others, only the counts are compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Boolean, Connection, Date, Float, Row, Select, Table, bindparam, select

from vanban.store.schema import (
    PARTS,
    Quantity,
    documents,
    statement_addressees,
    statement_topics,
    statements,
)

CHECKSUMS = "checksums"  # their place among the stored properties
_FORM = "form"
_UNCOVERED = {"id", "document_id", "added_at", "analysed_at", "change"}  # given by the archive, not by the file
_OF_FIRST_FILE = "source"  # of documents: the name of the first file stays when another with its bytes is read again
OF_STATEMENTS = (statement_topics, statement_addressees)
COVERED = (*PARTS, *OF_STATEMENTS)
Values = Sequence[Any]


class Sum(NamedTuple):
    """How many rows there are, and a digest over their values."""

    rows: int
    digest: str


def covered_columns(table: Table) -> tuple[str, ...]:
    left_out = {*_UNCOVERED, _OF_FIRST_FILE} if table is documents else _UNCOVERED
    return tuple(column.name for column in table.c if column.name not in left_out)


FORM = hashlib.blake2b(
    repr([(table.name, covered_columns(table)) for table in (documents, *COVERED)]).encode(), digest_size=4
).hexdigest()


def _day(value: Any) -> str:
    return str(value.isoformat())


_Convert = Callable[[Any], Any]


@lru_cache(maxsize=128)
def _sources(table: Table, columns: tuple[str, ...]) -> tuple[tuple[str, int | None, _Convert | None], ...]:
    """Give for each covered column its name, its place among `columns`, and what its values go through."""
    places = {name: place for place, name in enumerate(columns)}
    return tuple((name, places.get(name), _converter(table, name)) for name in covered_columns(table))


def _converter(table: Table, name: str) -> _Convert | None:
    """Give what makes a value the same before it is written and after it was read, from either database."""
    kind = table.c[name].type
    if isinstance(kind, (Float, Quantity)):
        return float
    return _day if isinstance(kind, Date) else int if isinstance(kind, Boolean) else None


def sum_of(table: Table, columns: Sequence[str], rows: Sequence[Values], *, first: int = 0) -> Sum:
    """Sum up rows whose values stand in the order of `columns`; ids of statements are counted from `first`."""
    if not rows:
        return Sum(0, "")
    given = list(zip(*rows, strict=True))
    nothing = (None,) * len(rows)
    values: list[Values] = []
    for name, place, convert in _sources(table, tuple(columns)):
        column: Values = nothing if place is None else given[place]
        if name == "statement_id" and first:
            column = tuple(None if value is None else value - first for value in column)
        elif convert is not None:
            column = [None if value is None else convert(value) for value in column]
        values.append(column)
    return Sum(len(rows), _digest(values))


def sum_of_document(row: Mapping[Any, Any]) -> str:
    """Give the digest of a document's own row; its checksums are left out."""
    values = [row.get(name) for name in covered_columns(documents) if name not in ("properties", "issued_on")]
    values += [_without(row["properties"]), row["issued_on"] and _day(row["issued_on"])]
    return _digest(values)


def _without(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name != CHECKSUMS}


_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=str, check_circular=False).encode


def _digest(values: Any) -> str:
    words = _encode(values)
    words = words.replace("\\u0000", "\\ufffd")  # as PostgreSQL holds it
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def stored_form(row: dict[str, Any], sums: dict[str, Sum]) -> dict[str, Any]:
    """Give the checksums of a document as they are kept."""
    return {_FORM: FORM, documents.name: sum_of_document(row), **{name: list(found) for name, found in sums.items()}}


class Difference(NamedTuple):
    """Rows of a document in one table that are not those that were written; `is_count`: as many as there were."""

    table: str
    found: int
    wanted: int


def differences(connection: Connection, row: Row[Any]) -> Iterator[Difference]:
    """Compare the rows of a document with what was written; nothing for one that an older program wrote."""
    kept = (row.properties or {}).get(CHECKSUMS)
    if not isinstance(kept, dict):
        return
    same_form = kept.get(_FORM) == FORM
    if same_form and kept.get(documents.name) != sum_of_document(row._mapping):
        yield Difference(documents.name, 1, 1)
    for name, found in current_sums(connection, row.id):
        if name in kept:
            wanted = Sum(*kept[name])
            if found.rows != wanted.rows or (same_form and found.digest != wanted.digest):
                yield Difference(name, found.rows, wanted.rows)


def current_sums(connection: Connection, document_id: int) -> Iterator[tuple[str, Sum]]:
    """Sum up the rows of a document as they are now, table by table."""
    first = 0
    for table in (statements, *(table for table in COVERED if table is not statements)):
        found = connection.execute(_rows_of(table), {"document_id": document_id}).all()
        if table is statements:
            first = found[0][0] if found else 0
        yield table.name, sum_of(table, _read_columns(table), found, first=first)


def _read_columns(table: Table) -> tuple[str, ...]:
    return ("id", *covered_columns(table)) if table is statements else covered_columns(table)


@cache
def _rows_of(table: Table) -> Select[Any]:
    """Select the covered columns of a document's rows, in the order in which they were written."""
    document: BindParameter[int] = bindparam("document_id")
    mine = select(statements.c.id).where(statements.c.document_id == document)
    of_document = table.c.statement_id.in_(mine) if table in OF_STATEMENTS else table.c.document_id == document
    order = ("statement_id", "ordinal") if table in OF_STATEMENTS else table.primary_key.columns.keys()
    found = select(*(table.c[name] for name in _read_columns(table))).where(of_document)
    return found.order_by(*(table.c[name] for name in order))
