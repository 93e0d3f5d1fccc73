"""Copies of an archive: of a SQLite file page by page, between databases row by row; with the kept originals."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Table, func, select

from vanban.errors import ArchiveError, UsageError
from vanban.store import index as full_text
from vanban.store.insert import insert_tuples
from vanban.store.originals import place_of
from vanban.store.schema import column_comments, metadata, originals

CHUNK = 1000


class BackedUp(NamedTuple):
    documents: int
    originals: int
    missing_originals: int  # kept once, and not found now


def copy_file(source: sqlite3.Connection, target: Path) -> None:
    """Copy a SQLite database as it is at one moment, whoever reads or writes it meanwhile.

    Raises UsageError where there is no folder for the copy.
    """
    if not target.parent.is_dir():
        raise UsageError(f"{target}: không có thư mục {target.parent}; tạo thư mục này rồi chạy lại lệnh")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that can be carried away
        os.replace(part, target)  # noqa: PTH105 - refuses nothing that `rename` would
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(
            f"{target}: không ghi được bản sao lưu ({error}); kiểm tra chỗ trống và quyền ghi"
        ) from error


def copy_rows_between(source: Connection, target: Connection) -> None:
    """Copy all rows into an archive that holds none, and make its full-text index."""
    for table in metadata.sorted_tables:
        if table is column_comments:  # every archive is made with them
            continue
        columns = tuple(column.name for column in table.columns)
        for rows in _chunks(source, table):
            insert_tuples(target, table, columns, rows)
        if target.dialect.name == "postgresql":
            _count_on(target, table)
    full_text.rebuild(target)


def _chunks(source: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    found = select(table).order_by(*table.primary_key.columns)
    rows = source.execution_options(stream_results=True, yield_per=CHUNK).execute(found)
    for part in rows.partitions(CHUNK):
        yield [tuple(row) for row in part]


def _count_on(target: Connection, table: Table) -> None:
    """Let a column that numbers its rows go on after the last."""
    keys = list(table.primary_key.columns)
    if len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys:
        last = target.execute(select(func.max(keys[0]))).scalar()
        if last:
            sequence = func.pg_get_serial_sequence(table.name, keys[0].name)
            target.execute(select(func.setval(sequence, last)))


def copy_originals(source: Connection, folder: Path | None, target: Path | None) -> tuple[int, int]:
    """Copy the kept originals that are not there yet; give how many there are, and how many were not found."""
    kept = source.execute(select(originals.c.sha256, originals.c.size)).all()
    if not kept or folder is None or target is None:
        return 0, len(kept)
    missing = 0
    for sha256, size in kept:
        path, copy = place_of(folder, sha256), place_of(target, sha256)
        if not path.is_file():
            missing += 1
        elif not (copy.is_file() and copy.stat().st_size == size):
            try:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
            except OSError as error:
                raise ArchiveError(f"{copy}: không sao được bản gốc ({error.strerror}); kiểm tra chỗ trống") from error
    return len(kept) - missing, missing
