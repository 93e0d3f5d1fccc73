"""What a process keeps to find things fast: columns for filters, the concordance, what the last queries found."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, func, select

from vanban.store import search
from vanban.store.columns import MOST_PASSAGES, Columns, Numbers
from vanban.store.concordance.files import Kept, load, save, stamp_of
from vanban.store.concordance.live import Concordance, read_tail
from vanban.store.concordance.reading import words_between
from vanban.store.concordance.segment import Segment, make_segment
from vanban.store.filters import Filters
from vanban.store.narrowing import Found, narrow
from vanban.store.query import Query
from vanban.store.schema import passages

REMEMBERED = 64  # queries whose passages stay in memory …
LARGEST = 4_000_000  # … so many passages of them
SMALLEST = 20_000  # passages from which on a concordance is worth its files
LONGEST_TAIL = 100_000  # passages that are not in the files; with more the database's own index answers
LONGEST = 500_000  # passages of a segment: what is sorted in memory at once
GROWTH = 4  # a segment is joined with the one before it unless that is so many times as long
BEHIND = 5_000  # passages that are not in the files, from which on `is_behind`
LARGE = 200_000  # passages from which on what others write is seen a moment later …
REST = 20  # … so many times as long as it takes to read it …
LOOKED_S = 0.1  # … or so long after nothing new was there


class State(NamedTuple):
    """All that is known of one change of the archive."""

    columns: Columns
    concordance: Concordance | None = None


class Finder:
    """Keeps the state of an archive; `folder` is where the files of its concordance are, if there may be any."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._state = State(Columns())
        self._kept: Kept | None = None
        self._stamp = 0
        self._tail: list[Segment] = []  # the later, the shorter
        self._found: dict[tuple[Query, Filters, int], Found] = {}  # the number: the change of the archive
        self._lock, self._refreshing = threading.Lock(), threading.Lock()
        self._not_before = 0.0

    def state(self, connection: Connection) -> State:
        """Give the state of the archive; while another thread reads what is new, the one before."""
        old = self._state
        if old.columns.change and (time.monotonic() < self._not_before or not self._is_old(connection, old)):
            return old
        if not self._refreshing.acquire(blocking=not old.columns.change):
            return old
        try:
            start = time.monotonic()
            if self._state is old or not old.columns.change:
                self._state = self._refreshed(connection)
            self._rest(REST * (time.monotonic() - start))
            return self._state
        finally:
            self._refreshing.release()

    def _rest(self, pause_s: float) -> None:
        if len(self._state.columns.document) > LARGE:
            self._not_before = time.monotonic() + pause_s

    def _is_old(self, connection: Connection, state: State) -> bool:
        written = self._folder is not None and stamp_of(self._folder) != self._stamp
        if written or state.columns.is_behind(connection):
            return True
        self._rest(LOOKED_S)
        return False

    def _refreshed(self, connection: Connection) -> State:
        columns = self._state.columns
        if self._folder is not None and (stamp := stamp_of(self._folder)) != self._stamp:
            self._stamp, self._tail = stamp, []
            self._kept = load(self._folder, connection)
            if self._kept is not None and self._kept.columns.change > columns.change:
                columns = self._kept.columns
        columns = columns.refreshed(connection)
        kept = self._kept
        if kept is None or len(columns.document) - _end(kept.segments) > LONGEST_TAIL:
            return State(columns)
        self._lengthen_tail(connection, kept.change, columns.change)
        return State(columns, Concordance.of((*kept.segments, *self._tail), columns))

    def _lengthen_tail(self, connection: Connection, kept: int, change: int) -> None:
        """Read what was written since; a segment that is not much longer is read again with it."""
        read = self._tail[-1].change if self._tail else kept
        new = read_tail(connection, read, change) if change > read else None
        while new is not None and self._tail and self._tail[-1].size < GROWTH * new.size:
            self._tail.pop()
            new = read_tail(connection, self._tail[-1].change if self._tail else kept, change)
        self._tail += [new] if new is not None else []

    def found(self, connection: Connection, query: Query, filters: Filters) -> tuple[State, Found]:
        """Give the passages that a search finds, narrowed; remembered: a page asks three times for them."""
        state = self.state(connection)
        key = (query, filters, state.columns.change)
        with self._lock:
            known = self._found.get(key)
        if known is None:
            known = narrow(state.columns, self._all_matching(connection, state, query), filters)
            with self._lock:
                self._found[key] = known
                while len(self._found) > REMEMBERED or sum(map(_size, self._found.values())) > LARGEST:
                    del self._found[next(iter(self._found))]
        return state, known

    def all_matching(self, connection: Connection, query: Query) -> tuple[State, Numbers]:
        """Give the passages that a search without filters would find."""
        state, found = self.found(connection, query, Filters())
        return state, found.passages

    def _all_matching(self, connection: Connection, state: State, query: Query) -> Numbers:
        if not query.groups:
            return state.columns.statements()
        with self._lock:
            known = self._found.get((query, Filters(), state.columns.change))
        if known is not None:
            return known.passages
        return search.all_matching(connection, query, state.concordance)

    def forget(self) -> None:
        """Forget what was found for queries."""
        with self._lock:
            self._found.clear()

    def is_behind(self, connection: Connection) -> bool:
        """Tell whether there is much that `update` would put into the files."""
        last = connection.execute(select(func.max(passages.c.id))).scalar() or 0
        if self._folder is None or not SMALLEST <= last <= MOST_PASSAGES:
            return False
        self.state(connection)
        return last - _end(self._kept.segments if self._kept else ()) > BEHIND

    def update(self, connection: Connection) -> bool:
        """Write the concordance of a large archive into its folder, or what is new; tell whether there was any."""
        last = connection.execute(select(func.max(passages.c.id))).scalar() or 0
        if self._folder is None or last > MOST_PASSAGES:  # searching says what is to be done
            return False
        old = load(self._folder, connection)
        columns = (old.columns if old else Columns()).refreshed(connection)
        size = len(columns.document)
        if size < SMALLEST or (old is not None and old.columns.change == columns.change):
            return False
        segments = list(old.segments) if old else []
        first = min(_end(segments), _first_written(columns, old.change) if old else 1)
        while segments and first - segments[-1].first < min(GROWTH * (size - first), LONGEST):
            first = segments.pop().first
        while first < size:
            last = min(first + LONGEST, size) - 1
            segments.append(make_segment(first, columns.change, words_between(connection, first, last)).inverted())
            first = last + 1
        save(self._folder, connection, tuple(segments), columns, old)
        return True


def _size(found: Found) -> int:
    return len(found.passages)


def _end(segments: tuple[Segment, ...] | list[Segment]) -> int:
    return segments[-1].first + segments[-1].size if segments else 1


def _first_written(columns: Columns, change: int) -> int:
    """Give the first passage of documents that were written since; numbers of deleted passages are given anew."""
    written = columns.of_document["change"][columns.document] > change
    return int(np.argmax(written)) if written.any() else len(columns.document)
