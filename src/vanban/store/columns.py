"""The columns that searches are narrowed and counted by, in memory: one number a passage or document.

A broad search finds hundreds of thousands of passages; a database needs a look-up for each to count them by province
or issuer, an array does not. The columns are read once a process and brought up to date by `documents.change`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, case, cast, func, literal, select

from vanban.errors import ArchiveError
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.store.schema import citations, documents, passages, statement_addressees, statement_topics, statements

Numbers = NDArray[Any]
CHUNK = 500_000  # ids that are read at once
LABELS = {label: code for code, label in enumerate(LABEL_NAMES, 1)}
TOPICS = {topic: code for code, topic in enumerate(TOPIC_NAMES)}
ISSUED = "issued"  # days of issue as numbers; 0 where there is none


class Values:
    """The different values of a column, each with a number; 0 is none. They only grow."""

    def __init__(self) -> None:
        self.keys: list[str] = [""]
        self.names: dict[str, str] = {}  # key → as people write it
        self._codes: dict[str, int] = {"": 0}

    @classmethod
    def of(cls, keys: list[str], names: dict[str, str]) -> Values:
        """Make the values again that were written to a file."""
        made = cls()
        made.keys, made.names = keys, names
        made._codes = {key: code for code, key in enumerate(keys)}
        return made

    def code(self, key: str, name: str = "") -> int:
        found = self._codes.setdefault(key, len(self.keys))
        if found == len(self.keys):
            self.keys.append(key)
        if name:
            known = self.names.get(key)
            if known is None or (known.isupper() and not name.isupper()):
                self.names[key] = name
        return found

    def among(self, keys: Iterable[str]) -> Numbers:
        """Give a truth value by code: whether it stands for one of the keys."""
        found = np.zeros(len(self.keys), bool)
        found[[self._codes[key] for key in keys if key and key in self._codes]] = True
        return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Owners (passages or documents) with the codes of their values, where one owner may have several."""

    owners: Numbers
    codes: Numbers

    def without(self, gone: Numbers) -> Pairs:
        """Leave out owners that a table of truth values marks."""
        kept = ~gone[self.owners]
        return Pairs(self.owners[kept], self.codes[kept])

    def plus(self, other: Pairs) -> Pairs:
        return Pairs(np.concatenate([self.owners, other.owners]), np.concatenate([self.codes, other.codes]))


_VALUES = ("province", "province_as_named", "issuer", "doc_type", "sector", "addressee", "cited")
DOCUMENT_COLUMNS = ("province", "province_as_named", "issuer", "doc_type", "sector", "year", ISSUED, "change")
MOST_PASSAGES = 2**31 - 1
TOO_MANY = (
    "kho đã đánh số quá 2.147.483.647 đoạn văn, nhiều hơn mức một máy tìm kiếm được; "
    "chia kho theo năm hoặc theo tỉnh (docs/scale.md)"
)
_NO_NUMBERS = np.zeros(0, np.int32)
_NO_PAIRS = Pairs(_NO_NUMBERS, _NO_NUMBERS)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of every passage and document, by their ids."""

    change: int = 0  # the last of the archive that is in
    document: Numbers = field(default_factory=lambda: np.zeros(1, np.int32))  # by passage; 0: there is none
    label: Numbers = field(default_factory=lambda: np.zeros(1, np.int8))  # by passage; 0: no statement
    topics: Numbers = field(default_factory=lambda: np.zeros(1, np.int32))  # by passage; a bit a topic
    of_document: dict[str, Numbers] = field(
        default_factory=lambda: dict.fromkeys(DOCUMENT_COLUMNS, np.zeros(1, np.int32))
    )
    addressees: Pairs = _NO_PAIRS  # of passages
    cited: Pairs = _NO_PAIRS  # of documents
    values: dict[str, Values] = field(default_factory=lambda: {name: Values() for name in _VALUES})
    _made: dict[str, Numbers] = field(default_factory=dict)  # what is made of the others when it is asked for

    def newest(self) -> Numbers:
        """Give the ids of all documents, and other numbers, by the day of issue, those without a day last."""
        return self._kept("newest", lambda: np.argsort(-self.of_document[ISSUED], kind="stable"))

    def label_counts(self) -> Numbers:
        """Give the number of passages of each label's code in each document: [document, label]."""

        def count() -> Numbers:
            n_documents, n_labels = len(self.of_document[ISSUED]), len(LABELS) + 1
            places = self.document * np.int32(n_labels) + self.label
            return np.bincount(places, minlength=n_documents * n_labels).reshape(n_documents, n_labels)

        return self._kept("label_counts", count)

    def _kept(self, name: str, make: Callable[[], Numbers]) -> Numbers:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def statements(self) -> Numbers:
        """Give the ids of the passages that are statements."""
        return np.flatnonzero(self.label)

    def refreshed(self, connection: Connection) -> Columns:
        """Give the columns as the archive is now: itself, where nothing was written since."""
        last = _last_change(connection)
        return _read(connection, self, last) if last > self.change else self

    def is_behind(self, connection: Connection) -> bool:
        """Tell whether there is something in the archive that is not in the columns."""
        return _last_change(connection) > self.change


def _last_change(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT max(change) FROM documents").scalar() or 0)


def _read(connection: Connection, old: Columns, last: int) -> Columns:
    changed = documents.c.change > old.change
    n_documents = 1 + (connection.execute(select(func.max(documents.c.id))).scalar() or 0)
    n_passages = 1 + (connection.execute(select(func.max(passages.c.id))).scalar() or 0)
    if n_passages > MOST_PASSAGES:  # a column of them takes gigabytes
        raise ArchiveError(TOO_MANY)
    of_document = {name: _grown(column, n_documents) for name, column in old.of_document.items()}
    fresh = np.zeros(n_documents, bool)
    for number, *codes in _document_codes(connection, changed, old.values):
        fresh[number] = True
        for name, code in zip(DOCUMENT_COLUMNS, codes, strict=True):
            of_document[name][number] = code
    document, label, topics = (_grown(column, n_passages) for column in (old.document, old.label, old.topics))
    gone = fresh[document]
    document[gone], label[gone], topics[gone] = 0, 0, 0
    for numbers, owners, labels in _passage_codes(connection, old.change, n_passages):
        document[numbers], label[numbers] = owners, labels
    for numbers, bits in _topic_bits(connection, old.change, n_passages):
        np.bitwise_or.at(topics, numbers, bits)
    addressees = old.addressees.without(_grown(gone, n_passages)).plus(_addressees(connection, changed, old.values))
    cited = old.cited.without(fresh).plus(_cited(connection, changed, old.values))
    return Columns(last, document, label, topics, of_document, addressees, cited, old.values)


def _grown(column: Numbers, size: int) -> Numbers:
    """Give a copy of at least this length."""
    grown = np.zeros(max(size, len(column)), column.dtype)
    grown[: len(column)] = column
    return grown


def _document_codes(connection: Connection, changed: ColumnElement[bool], values: dict[str, Values]) -> Iterable[Any]:
    names = (
        "id",
        "province_folded",
        "province_as_named",
        "issuer",
        "issuer_folded",
        "doc_type",
        "sector",
        "issued_on",
        "change",
    )
    province, named, issuer, doc_type, sector = (values[name] for name in _VALUES[:5])
    for row in connection.execute(select(*(documents.c[name] for name in names)).where(changed)):
        yield (
            row.id,
            province.code(row.province_folded),
            named.code(row.province_as_named),
            _issuer_code(issuer, row.issuer_folded, row.issuer),
            doc_type.code(row.doc_type or ""),
            sector.code(row.sector or ""),
            row.issued_on.year if row.issued_on else 0,
            row.issued_on.toordinal() if row.issued_on else 0,
            row.change,
        )


def _issuer_code(values: Values, key: str, name: str | None) -> int:
    if name:  # the names of the bodies themselves stand under their own words, without the body above
        values.code(key.partition("|")[0], name)
    return values.code(key)


def _ranges(size: int, change: int) -> Iterable[tuple[int, int]]:
    """Give the ranges of ids to read at once; what was written since a change is little."""
    step = CHUNK if change == 0 else size
    return ((start, start + step - 1) for start in range(0, size, step))


def _passage_codes(connection: Connection, change: int, size: int) -> Iterable[list[Numbers]]:
    label = case(LABELS, value=statements.c.label, else_=0)
    found = select(passages.c.id, passages.c.document_id, label)
    found = found.outerjoin(statements, statements.c.id == passages.c.statement_id)
    for first, last in _ranges(size, change):
        yield read_numbers(connection, _changed(found, change).where(passages.c.id.between(first, last)))


def _topic_bits(connection: Connection, change: int, size: int) -> Iterable[list[Numbers]]:
    bit = case({topic: 1 << code for topic, code in TOPICS.items()}, value=statement_topics.c.topic, else_=0)
    found = select(passages.c.id, bit)
    found = found.join(statement_topics, statement_topics.c.statement_id == passages.c.statement_id)
    for first, last in _ranges(size, change):
        yield read_numbers(connection, _changed(found, change).where(passages.c.id.between(first, last)))


def _changed(found: Select[Any], change: int) -> Select[Any]:
    """Leave the passages of documents that were written since; a first reading takes all."""
    if change == 0:
        return found
    return found.where(passages.c.document_id.in_(select(documents.c.id).where(documents.c.change > change)))


def _addressees(connection: Connection, changed: ColumnElement[bool], values: dict[str, Values]) -> Pairs:
    found = (
        select(passages.c.id, statement_addressees.c.folded, func.min(statement_addressees.c.addressee))
        .group_by(passages.c.id, statement_addressees.c.folded)
        .join(passages, passages.c.statement_id == statement_addressees.c.statement_id)
        .join(documents, documents.c.id == passages.c.document_id)
        .where(changed)
    )
    return _pairs(connection.execute(found).all(), values["addressee"])


def _cited(connection: Connection, changed: ColumnElement[bool], values: dict[str, Values]) -> Pairs:
    found = select(citations.c.document_id, citations.c.cited, literal("")).distinct()
    found = found.join(documents, documents.c.id == citations.c.document_id).where(changed)
    return _pairs(connection.execute(found).all(), values["cited"])


def _pairs(rows: Sequence[Any], values: Values) -> Pairs:
    owners = np.fromiter((row[0] for row in rows), np.int32, len(rows))
    codes = np.fromiter((values.code(row[1], row[2]) for row in rows), np.int32, len(rows))
    return Pairs(owners, codes)


def read_numbers(connection: Connection, found: Select[Any]) -> list[Numbers]:
    """Give the columns of a query for whole numbers; as one text each, many times as fast as row by row."""
    inner = found.subquery()
    joined = (func.aggregate_strings(cast(column, Text), ",") for column in inner.c)
    row = connection.execute(select(*joined)).one()
    return [as_numbers(text) for text in row]


def as_numbers(text: str | int | None) -> Numbers:
    """Read numbers that a database has joined by commas."""
    return np.fromstring(str(text), np.int32, sep=",") if text else _NO_NUMBERS
