"""The log of who saw and changed what on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Connection, DateTime, Index, Integer, Table, Text, insert, select

from vanban.store.schema import metadata

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),  # UTC
    Column("user_name", Text),  # null: nobody had logged in
    Column("address", Text),  # of the computer it came from
    Column("action", Text, nullable=False),
    Column("target", Text),
    Column("details", JSON(none_as_null=True)),
    Index(None, "at"),
    Index(None, "user_name"),
)


class Deed(NamedTuple):
    """One line of the log."""

    at: dt.datetime
    user_name: str | None
    address: str | None
    action: str
    target: str | None = None
    details: dict[str, Any] | None = None


_COLUMNS = tuple(audit_log.c[name] for name in Deed._fields)


def write_deeds(connection: Connection, deeds: Sequence[Deed]) -> None:
    if deeds:
        connection.execute(insert(audit_log), [deed._asdict() for deed in deeds])


def list_deeds(
    connection: Connection,
    *,
    user_name: str | None = None,
    action: str | None = None,
    without: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Deed]:
    """Give lines of the log, the newest first, of one action or all `without` one."""
    chosen = select(*_COLUMNS).order_by(audit_log.c.id.desc())
    if user_name is not None:
        chosen = chosen.where(audit_log.c.user_name == user_name)
    if action is not None:
        chosen = chosen.where(audit_log.c.action == action)
    if without is not None:
        chosen = chosen.where(audit_log.c.action != without)
    return [Deed(*row) for row in connection.execute(chosen.limit(limit).offset(offset))]
