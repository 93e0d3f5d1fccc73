"""Tables as streams of bytes, so that a table of any length begins to arrive at once and takes no memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from vanban.export.columns import Column
from vanban.export.writers import write_csv, write_jsonl

Row = dict[str, Any]
ROWS_AT_ONCE = 200
Write = Callable[[Iterable[Row], Sequence[Column], IO[str]], int]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def csv_stream(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[bytes]:
    """Give a CSV file with a byte order mark; its heading comes even where there is no row."""
    return _stream(write_csv, rows, columns)


def jsonl_stream(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[bytes]:
    return _stream(write_jsonl, rows, columns)


STREAMS = {"csv": csv_stream, "jsonl": jsonl_stream}


def _stream(write: Write, rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[bytes]:
    heading = _written(write, (), columns)
    yield heading
    rest = iter(rows)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        yield _written(write, batch, columns)[len(heading) :]


def _written(write: Write, rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    file = io.StringIO(newline="")
    write(rows, columns, file)
    return file.getvalue().encode("utf-8", "backslashreplace")  # halves of characters that a broken file may hold
