"""Insert many rows with one prepared statement, or COPY, past the work that `Connection.execute` does for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table

from vanban.store.postgresql import copy_lines, copy_rows

Row = dict[str, Any]


Converters = tuple[tuple[int, Callable[[Any], Any]], ...]  # place, from Python's type to the database's


class _Prepared(NamedTuple):
    sql: str
    converters: Converters


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; all must have the same keys, which are names of columns, at least two."""
    if rows:
        columns = tuple(rows[0])
        insert_tuples(connection, table, columns, list(map(itemgetter(*columns), rows)))


def insert_tuples(connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of `columns`."""
    if not rows:
        return
    sql, converters = _prepare(table, columns, connection.dialect)
    if converters:
        rows = [convert_row(row, converters) for row in rows]
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table.name, columns, rows)
    else:
        connection.exec_driver_sql(sql, rows)


def insert_converted(connection: Connection, table: str, columns: tuple[str, ...], rows: Iterable[Any]) -> None:
    """Insert rows as the database takes them: values of SQLite, or lines of COPY."""
    if connection.dialect.name == "postgresql":
        copy_lines(connection, table, columns, rows)
    else:
        execute_many(connection, _statement(table, columns), rows)


def execute_many(connection: Connection, sql: str, rows: Iterable[Any]) -> None:
    """Run a statement of SQLite for many rows in the transaction that has begun, past SQLAlchemy.

    Its errors are SQLite's own; `connect.translated` knows them.
    """
    cursor: Any = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    finally:
        cursor.close()


@lru_cache(maxsize=64)
def _statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def convert_row(row: Sequence[Any], converters: Converters) -> tuple[Any, ...]:
    """Give a row with some of its values as the database takes them; None stays."""
    values = list(row)
    for place, convert in converters:
        if values[place] is not None:
            values[place] = convert(values[place])
    return tuple(values)


@lru_cache(maxsize=64)
def _prepare(table: Table, columns: tuple[str, ...], dialect: Dialect) -> _Prepared:
    # SQLAlchemy writes the columns in the order of the table; the statement below keeps the order of the rows
    preparer = dialect.identifier_preparer
    names = ", ".join(preparer.quote(name) for name in columns)
    sql = f"INSERT INTO {preparer.format_table(table)} ({names}) VALUES ({', '.join('?' * len(columns))})"
    processors = ((place, table.c[name].type.bind_processor(dialect)) for place, name in enumerate(columns))
    return _Prepared(sql, tuple((place, convert) for place, convert in processors if convert is not None))
