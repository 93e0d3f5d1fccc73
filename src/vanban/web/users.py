"""Passwords of users, hashed by Argon2id."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from vanban.errors import UsageError
from vanban.store import Archive, User
from vanban.store.users import ROLES, change_hash, find_user, put_user, user_name
from vanban.web.parameters import clean

MIN_PASSWORD, MAX_PASSWORD, MAX_NAME = 10, 1000, 100

_at_once = threading.BoundedSemaphore(2)  # a flood of logins must not take all the memory
_dummy: list[str] = []


def make_hasher() -> PasswordHasher:
    """Give Argon2id with the parameters of RFC 9106 for little memory: 64 MiB, three rounds."""
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


_hasher = make_hasher()


def add_user(archive: Archive, name: str, password: str, *, role: str) -> bool:
    """Add a user, or give one a new password and role, which ends their sessions; tell whether they are new.

    Raises UsageError where name, password or role will not do.
    """
    if not user_name(name) or clean(name) != name.strip() or len(name) > MAX_NAME:
        raise UsageError(f"{name!r}: tên người dùng phải có từ 1 đến {MAX_NAME} ký tự, không có ký tự điều khiển")
    if role not in ROLES:
        raise UsageError(f"--role {role!r}: chọn một trong: {', '.join(ROLES)}")
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise UsageError(f"mật khẩu phải có ít nhất {MIN_PASSWORD} ký tự")
    if user_name(password) == user_name(name):
        raise UsageError("mật khẩu không được giống tên người dùng")
    with _at_once:
        made = _hasher.hash(password)
    with archive.writing() as connection:
        return put_user(connection, name, password_hash=made, role=role)


def check_password(archive: Archive, name: str, password: str) -> User | None:
    """Give the user of that name and password; None where either is wrong, after the same time for both."""
    with archive.reading() as connection:
        found = find_user(connection, name)
    user, expected = found if found is not None else (None, _dummy_hash())
    with _at_once:
        try:
            _hasher.verify(expected, password[: MAX_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return None
    if user is not None and _hasher.check_needs_rehash(expected):
        with _at_once:
            made = _hasher.hash(password)
        with archive.writing() as connection:
            change_hash(connection, user.id, made)
    return user


def _dummy_hash() -> str:
    if not _dummy:
        _dummy.append(_hasher.hash("nobody has this password"))
    return _dummy[0]
