"""Users, sessions and the log, on both databases."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from vanban.store import Archive
from vanban.store.audit import Deed, list_deeds, write_deeds
from vanban.store.users import (
    begin_session,
    delete_user,
    end_session,
    find_user,
    has_users,
    keep_web_key,
    list_users,
    put_user,
    session_user,
    sessions,
    web_key,
)


def test_users_and_their_sessions(archive: Archive) -> None:
    with archive.writing() as connection:
        assert not has_users(connection)
        assert put_user(connection, " Bình ", password_hash="one", role="editor")
        assert put_user(connection, "An", password_hash="two", role="reader")
        assert [(user.name, user.role) for user in list_users(connection)] == [("an", "reader"), ("bình", "editor")]
        found = find_user(connection, "BÌNH")
        assert found is not None
        user, password_hash = found
        assert (user.name, password_hash) == ("bình", "one")
        assert [user.may(role) for role in ("reader", "editor", "admin")] == [True, True, False]
        assert find_user(connection, "binh") is None

        for name in ("a", "b", "c"):
            begin_session(connection, name * 64, user.id, duration_s=60)
        begin_session(connection, "d" * 64, user.id, duration_s=-1)
        assert session_user(connection, "a" * 64) == user
        assert session_user(connection, "d" * 64) is None
        end_session(connection, "a" * 64)
        assert session_user(connection, "a" * 64) is None
        begin_session(connection, "e" * 64, user.id, duration_s=60)  # clears away what has ended
        assert set(connection.execute(select(sessions.c.id)).scalars()) == {"b" * 64, "c" * 64, "e" * 64}
        assert not put_user(connection, "bình", password_hash="new", role="admin")
        assert session_user(connection, "b" * 64) is None
        assert delete_user(connection, "BÌNH")
        assert not delete_user(connection, "bình")
        assert web_key(connection, "cookies") is None
        keep_web_key(connection, "cookies", "ab")
        assert web_key(connection, "cookies") == "ab"


def test_the_log_is_read_newest_first(archive: Archive) -> None:
    at = dt.datetime(2026, 1, 2, 3, 4, 5)
    deeds = [
        Deed(at, "an", "10.0.0.1", "view", "/van-ban/1"),
        Deed(at, None, None, "log in failed", None, {"tên": "ộ"}),
        Deed(at, "an", "10.0.0.1", "download", "/xuat"),
    ]
    with archive.writing() as connection:
        write_deeds(connection, [])
        write_deeds(connection, deeds)
        assert list_deeds(connection) == deeds[::-1]
        assert list_deeds(connection, user_name="an", limit=1, offset=1) == deeds[:1]
        assert list_deeds(connection, action="log in failed") == deeds[1:2]
        assert list_deeds(connection, without="view") == deeds[:0:-1]
