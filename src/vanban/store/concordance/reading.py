"""The words of an archive's passages, read from its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from vanban.store.schema import documents, passages, texts
from vanban.text import canonical

BATCH = 5000  # passages
_WORD = re.compile(r"[^\W_]+")
_PLACES = select(passages.c.id, passages.c.document_id, passages.c.span_start, passages.c.span_end)
_TEXTS = select(texts.c.document_id, texts.c.text).where(texts.c.document_id.in_(bindparam("numbers", expanding=True)))


def words_between(connection: Connection, first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """Give the words of the passages with ids from `first` to `last`, in the order of the ids."""
    for start in range(first, last + 1, BATCH):
        yield from _words(connection, _PLACES.where(passages.c.id.between(start, min(start + BATCH - 1, last))))


def words_since(connection: Connection, change: int) -> Iterator[tuple[int, list[str]]]:
    """Give the words of the passages of documents that were written since a change."""
    changed = select(documents.c.id).where(documents.c.change > change)
    yield from _words(connection, _PLACES.where(passages.c.document_id.in_(changed)))


def _words(connection: Connection, found: Select[Any]) -> Iterator[tuple[int, list[str]]]:
    rows = sorted(tuple(row) for row in connection.execute(found))
    owners = list(dict.fromkeys(owner for _, owner, _, _ in rows))
    known: dict[int, str] = {}
    for start in range(0, len(owners), 500):
        for number, text in connection.execute(_TEXTS, {"numbers": owners[start : start + 500]}):
            known[number] = canonical(text)
    for number, owner, start, end in rows:
        yield number, _WORD.findall(known[owner], start, end)
