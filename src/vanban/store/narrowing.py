"""Passages narrowed by filters, each on its own, and the documents that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vanban.store.columns import ISSUED, LABELS, TOPICS, Columns, Numbers, Values
from vanban.store.filters import WHOLE, Filters


class Found:
    """Passages, narrowed by each filter on its own, so that a facet can leave its own out.

    Nobody may write to what it gives: it is kept for whoever asks for the same.
    """

    def __init__(
        self, columns: Columns, passages: Numbers, by_passage: dict[str, Numbers], by_document: dict[str, Numbers]
    ) -> None:
        """Take the passages, and by field of Filters whether each passage, or each document by its id, holds it."""
        self.columns, self.passages = columns, passages
        self._by_passage, self._by_document = by_passage, by_document
        self._narrowed: dict[str, Numbers] = {}
        self._documents: dict[str, tuple[Numbers, Numbers]] = {}

    def is_narrowed_by(self, name: str) -> bool:
        return name in self._by_passage or name in self._by_document

    def narrowed(self, *, without: str = "") -> Numbers:
        """Give the passages that hold all filters, or all but one."""
        without = without if self.is_narrowed_by(without) else ""
        known = self._narrowed.get(without)
        if known is None:
            known = self.passages
            if flags := [flags for name, flags in self._by_passage.items() if name != without]:
                known = known[np.flatnonzero(_all(flags))]
            if flags := [flags for name, flags in self._by_document.items() if name != without]:
                known = known[np.flatnonzero(_all(flags).take(self.columns.document[known]))]
            self._narrowed[without] = known
        return known

    def documents(self, *, without: str = "") -> tuple[Numbers, Numbers]:
        """Give the documents of `narrowed`, and how many of the passages stand in each; a document may come twice."""
        without = without if self.is_narrowed_by(without) else ""
        known = self._documents.get(without)
        if known is None:
            owners = self.columns.document[self.narrowed(without=without)]
            starts = np.concatenate([[0], np.flatnonzero(owners[1:] != owners[:-1]) + 1])[: len(owners)]
            known = owners[starts].astype(np.intp), np.diff(starts, append=len(owners))
            self._documents[without] = known
        return known

    def newest(self, passages: Numbers, former: Sequence[str] = (), *, oldest: bool = False) -> Numbers:
        """Give passages by the day of issue, those without a day last, then as they stand in the documents.

        Documents that name one of the former provinces come before all others.
        """
        columns = self.columns
        owners = columns.document[passages]
        days = columns.of_document[ISSUED][owners].astype(np.int64)
        named = columns.values["province_as_named"].among(former)[columns.of_document["province_as_named"][owners]]
        days = np.where(days == 0, np.iinfo(np.int32).max, days if oldest else -days)
        return passages[np.lexsort((passages, owners, days, ~named))]


def _all(flags: Sequence[Numbers]) -> Numbers:
    found: Numbers = flags[0] if len(flags) == 1 else np.logical_and.reduce(flags)
    return found


def narrow(columns: Columns, passages: Numbers, filters: Filters) -> Found:
    """Find which passages hold which filter."""
    if len(passages) and passages.max() >= len(columns.document):
        passages = passages[passages < len(columns.document)]
    by_passage: dict[str, Numbers] = {}
    if filters.labels:
        by_passage["labels"] = _label_flags(filters)[columns.label[passages]]
    if filters.topics:
        bits = sum({1 << TOPICS[topic] for topic in filters.topics})
        by_passage["topics"] = (columns.topics[passages] & bits) != 0
    if filters.addressees:
        holders = np.zeros(len(columns.document), bool)
        wanted = _wanted(columns.values["addressee"], filters.addressees)
        holders[columns.addressees.owners[wanted.take(columns.addressees.codes)]] = True
        by_passage["addressees"] = holders[passages]
    return Found(columns, passages, by_passage, _documents_holding(columns, filters))


def _label_flags(filters: Filters) -> Numbers:
    wanted = np.zeros(len(LABELS) + 1, bool)
    wanted[[LABELS[label] for label in filters.labels]] = True
    return wanted


def count_by_document(columns: Columns, filters: Filters) -> tuple[Numbers, Numbers]:
    """Give the documents of the statements that the filters leave, the newest first, and the number in each."""
    if filters.topics or filters.addressees:
        labelled = np.flatnonzero(_label_flags(filters)[columns.label]) if filters.labels else columns.statements()
        left = narrow(columns, labelled, replace(filters, labels=())).narrowed()
        counts = np.bincount(columns.document[left], minlength=len(columns.of_document[ISSUED]))
    else:
        codes = [LABELS[label] for label in set(filters.labels) or LABELS]
        counts = columns.label_counts()[:, codes].sum(axis=1)
        for holding in _documents_holding(columns, filters).values():
            counts = counts * holding
    newest = columns.newest()
    numbers = newest[np.flatnonzero(counts.take(newest))]
    return numbers, counts[numbers]


def documents_left(columns: Columns, filters: Filters) -> Numbers:
    """Give the documents that the filters leave, the newest first; where statements are asked for, one is there."""
    if filters.of_statements:
        return count_by_document(columns, filters)[0]
    left = columns.of_document["change"] > 0
    for holding in _documents_holding(columns, filters).values():
        left &= holding
    newest = columns.newest()
    return newest[np.flatnonzero(left.take(newest))]


def _documents_holding(columns: Columns, filters: Filters) -> dict[str, Numbers]:
    """Give, for each filter of documents, a truth value by document id."""
    of, values = columns.of_document, columns.values
    found: dict[str, Numbers] = {}
    if filters.provinces:
        now = [name for name in filters.provinces if not name.startswith(WHOLE)]
        named = [name.removeprefix(WHOLE) for name in filters.provinces if name.startswith(WHOLE)]
        as_named = values["province_as_named"].among(named).take(of["province_as_named"])
        found["provinces"] = values["province"].among(now).take(of["province"]) | as_named
    if filters.issuers:
        found["issuers"] = _wanted(values["issuer"], filters.issuers).take(of["issuer"])
    if filters.doc_types:
        found["doc_types"] = values["doc_type"].among(filters.doc_types).take(of["doc_type"])
    if filters.sectors:
        found["sectors"] = values["sector"].among(filters.sectors).take(of["sector"])
    if filters.years:
        found["years"] = np.isin(of["year"], filters.years)
    if filters.cites:
        holders = np.zeros(len(of[ISSUED]), bool)
        wanted = _wanted(values["cited"], filters.cites)
        holders[columns.cited.owners[wanted.take(columns.cited.codes)]] = True
        found["cites"] = holders
    if filters.since:
        found["since"] = of[ISSUED] >= filters.since.toordinal()
    if filters.until:
        found["until"] = (of[ISSUED] > 0) & (of[ISSUED] <= filters.until.toordinal())
    return found


def _wanted(values: Values, names: Sequence[str]) -> Numbers:
    """Give a truth value by code: whether a stored name holds the words, or is the whole name."""
    found = values.among([name.removeprefix(WHOLE) for name in names if name.startswith(WHOLE)])
    parts = [name for name in names if not name.startswith(WHOLE)]
    wholes = tuple(f"{name.removeprefix(WHOLE)}|" for name in names if name.startswith(WHOLE))  # before the body above
    if parts or wholes:
        matching = (
            code for code, key in enumerate(values.keys) if key.startswith(wholes) or any(p in key for p in parts)
        )
        found[list(matching)] = True
    return found
