"""Visits: a signed cookie holds a random number; which user it stands for is written in the archive.

A forged, old or changed cookie begins a new visit without a user. The token against forged forms follows from the
visit's number and the key, so that only pages given to that visit can hold it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from vanban.errors import ArchiveError
from vanban.store import Archive, User
from vanban.store.users import begin_session, end_session, keep_web_key, session_user, web_key
from vanban.web.settings import Settings

KEY_NAME = "cookies"
_KEY_BYTES = 32


@dataclass(slots=True)
class Visit:
    """What the cookie says; `to_send` where the answer has to set it."""

    id: str
    is_new: bool = False
    to_send: bool = False


class Visits:
    """Reads and writes cookies, and the sessions in the archive that they stand for."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive, self._settings = archive, settings
        self._key = load_key(archive)
        self._signer = TimestampSigner(self._key, salt="vanban.visit", digest_method=hashlib.sha256)
        # browsers take a cookie of that name from this very host over HTTPS only
        self.cookie = "__Host-vanban" if settings.https else "vanban"

    def read(self, cookie: str | None) -> Visit:
        """Give the visit of a cookie, or a new one."""
        if cookie:
            try:
                return Visit(self._signer.unsign(cookie, max_age=self._settings.session_s).decode())
            except (BadSignature, ValueError):  # not signed by us, older than allowed, or no ASCII
                pass
        return Visit(secrets.token_urlsafe(_KEY_BYTES), is_new=True)

    def user(self, visit: Visit) -> User | None:
        if visit.is_new:
            return None
        with self._archive.reading() as connection:
            return session_user(connection, _row_id(visit))

    def log_in(self, user: User) -> Visit:
        """Begin a visit of a user, under a new number."""
        visit = Visit(secrets.token_urlsafe(_KEY_BYTES), is_new=True, to_send=True)
        with self._archive.writing() as connection:
            begin_session(connection, _row_id(visit), user.id, duration_s=self._settings.session_s)
        return visit

    def log_out(self, visit: Visit) -> Visit:
        """End a visit in the archive too, so that a copy of its cookie is worth nothing."""
        with self._archive.writing() as connection:
            end_session(connection, _row_id(visit))
        return Visit(secrets.token_urlsafe(_KEY_BYTES), is_new=True, to_send=True)

    def send(self, visit: Visit, response: Response) -> None:
        response.set_cookie(
            self.cookie,
            self._signer.sign(visit.id).decode(),
            max_age=self._settings.session_s,
            httponly=True,
            samesite="lax",
            secure=self._settings.https,
        )

    def token(self, visit: Visit) -> str:
        return hmac.new(self._key, b"vanban.form:" + visit.id.encode(), hashlib.sha256).hexdigest()

    def is_token(self, visit: Visit, token: str) -> bool:
        return not visit.is_new and hmac.compare_digest(self.token(visit).encode(), token.encode("utf-8", "replace"))


def load_key(archive: Archive) -> bytes:
    """Give the key of the archive's cookies, made when it is first asked for.

    An archive that may not be written gets one that holds until the server stops.
    """
    with archive.reading() as connection:
        kept = web_key(connection, KEY_NAME)
    if kept is None:
        made = secrets.token_hex(_KEY_BYTES)
        try:
            with archive.writing() as connection:
                kept = web_key(connection, KEY_NAME)  # another server may have been faster
                if kept is None:
                    keep_web_key(connection, KEY_NAME, made)
        except ArchiveError:
            pass
        kept = kept or made
    return bytes.fromhex(kept)


def csrf_token(request: Request) -> str:
    """Give the token that every form of this visit must send back, and see to it that the visit has its cookie."""
    visit: Visit = request.state.visit
    visit.to_send = visit.to_send or visit.is_new
    token: str = request.app.state.visits.token(visit)
    return token


def _row_id(visit: Visit) -> str:
    return hashlib.sha256(visit.id.encode()).hexdigest()
