"""Users of the page, their sessions, and the keys that cookies are signed with. Passwords come here as hashes only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, DateTime, ForeignKey, Integer, String, Table, Text, delete, insert, select
from sqlalchemy import update as update_rows

from vanban.store.schema import metadata
from vanban.store.write import now
from vanban.text import nfc

READER, EDITOR, ADMIN = ROLES = ("reader", "editor", "admin")  # each may do what those before it may

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),  # casefolded, NFC
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of what the cookie holds
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("began_at", DateTime, nullable=False),
    Column("ends_at", DateTime, nullable=False),
)

web_keys = Table(
    "web_keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the page."""

    id: int
    name: str
    role: str
    added_at: dt.datetime

    def may(self, role: str) -> bool:
        """Tell whether this user may do what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


_SHOWN = (users.c.id, users.c.name, users.c.role, users.c.added_at)


def user_name(name: str) -> str:
    """Give a name in the form in which it is kept and compared."""
    return nfc(name).strip().casefold()


def put_user(connection: Connection, name: str, *, password_hash: str, role: str) -> bool:
    """Add a user, or change the password and role of one and end all of their sessions; tell whether they are new."""
    row: dict[str, Any] = {"password_hash": password_hash, "role": role, "changed_at": now()}
    known = connection.execute(select(users.c.id).where(users.c.name == user_name(name))).scalar()
    if known is None:
        connection.execute(insert(users).values(name=user_name(name), added_at=row["changed_at"], **row))
        return True
    connection.execute(update_rows(users).where(users.c.id == known).values(**row))
    connection.execute(delete(sessions).where(sessions.c.user_id == known))
    return False


def find_user(connection: Connection, name: str) -> tuple[User, str] | None:
    """Give a user with the hash of their password; None if there is none of that name."""
    chosen = select(*_SHOWN, users.c.password_hash).where(users.c.name == user_name(name))
    row = connection.execute(chosen).one_or_none()
    return (User(*row[:-1]), row.password_hash) if row is not None else None


def list_users(connection: Connection) -> list[User]:
    return [User(*row) for row in connection.execute(select(*_SHOWN).order_by(users.c.name))]


def has_users(connection: Connection) -> bool:
    return connection.execute(select(users.c.id).limit(1)).scalar() is not None


def delete_user(connection: Connection, name: str) -> bool:
    """Delete a user and their sessions; tell whether there was one."""
    known = connection.execute(select(users.c.id).where(users.c.name == user_name(name))).scalar()
    if known is not None:
        connection.execute(delete(sessions).where(sessions.c.user_id == known))
        connection.execute(delete(users).where(users.c.id == known))
    return known is not None


def change_hash(connection: Connection, user_id: int, password_hash: str) -> None:
    """Keep a newer hash of the same password; sessions go on."""
    connection.execute(update_rows(users).where(users.c.id == user_id).values(password_hash=password_hash))


def begin_session(connection: Connection, session_id: str, user_id: int, *, duration_s: int) -> None:
    """Write a session; those that have ended are cleared away."""
    start = now()
    connection.execute(delete(sessions).where(sessions.c.ends_at <= start))
    row = {"id": session_id, "user_id": user_id, "began_at": start, "ends_at": start + dt.timedelta(seconds=duration_s)}
    connection.execute(insert(sessions).values(**row))


def session_user(connection: Connection, session_id: str) -> User | None:
    """Give the user of a session that has not ended."""
    chosen = select(*_SHOWN).join(sessions, sessions.c.user_id == users.c.id)
    found = connection.execute(chosen.where(sessions.c.id == session_id, sessions.c.ends_at > now())).one_or_none()
    return User(*found) if found is not None else None


def end_session(connection: Connection, session_id: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.id == session_id))


def web_key(connection: Connection, name: str) -> str | None:
    return connection.execute(select(web_keys.c.value).where(web_keys.c.name == name)).scalar()


def keep_web_key(connection: Connection, name: str, value: str) -> None:
    connection.execute(insert(web_keys).values(name=name, value=value))
