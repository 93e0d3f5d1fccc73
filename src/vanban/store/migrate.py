"""Run the migrations of `migrations/` from the program, inside a transaction that the caller holds."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from vanban.errors import ArchiveError

_FOLDER = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, url: str, *, to: str = "head") -> None:
    """Bring the schema up to date; all or nothing.

    Raises ArchiveError if a newer program made it.
    """
    try:
        command.upgrade(configuration(connection), to)
    except CommandError as error:
        raise ArchiveError(f"{url}: kho do bản vanban mới hơn tạo ra; hãy cập nhật vanban") from error
