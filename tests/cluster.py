"""A PostgreSQL server for the tests, in a folder of its own, reached by a socket there, gone afterwards."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL is not installed (.ci/system installs it)"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


def find_programs() -> Path | None:
    """Give the folder of the newest server's programs."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0), default=None)
    if newest is None and (on_path := shutil.which("initdb")):
        newest = Path(on_path)
    return newest.parent if newest else None


class Cluster:
    """A running server."""

    def __init__(self, folder: Path, control: Sequence[str | Path], start: Sequence[str | Path]) -> None:
        self.folder = folder
        self._control, self._start = control, start
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def stop(self) -> None:
        """End the server at once, as a failure of its machine would."""
        _run([*self._control, "-m", "immediate", "stop"])

    def start(self) -> None:
        _run([*self._control, *self._start])

    def execute(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Run statements outside all transactions; give the rows of the last."""
        import pg8000.dbapi

        socket = str(self.folder / ".s.PGSQL.5432")
        with closing(pg8000.dbapi.connect("postgres", database=database, unix_sock=socket)) as connection:
            connection.autocommit = True
            cursor: Any = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def new_database(self) -> str:
        """Make an empty database and give its name."""
        name = f"kho_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def empty(self, database: str) -> None:
        """Delete all rows but the number of the schema's version; faster than TRUNCATE where rows are few."""
        found = self.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database=database)
        tables = [name for (name,) in found if name not in ("alembic_version", "column_comments")]
        sequences = self.execute("SELECT sequencename FROM pg_sequences", database=database)
        restart = [f"ALTER SEQUENCE {name} RESTART" for (name,) in sequences]
        block = "SET session_replication_role = replica"  # foreign keys would ask for an order
        self.execute(block, *(f'DELETE FROM "{name}"' for name in tables), *restart, database=database)


@contextmanager
def running_cluster(programs: Path, *, durable: bool = False) -> Iterator[Cluster]:
    """Start a server and stop it in the end; `durable`: what is committed outlives a sudden stop, as it should."""
    folder = Path(tempfile.mkdtemp(prefix="vanban-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale",
                "C",
            ]
        )
        settings = {name: value for name, value in _SETTINGS.items() if not durable or value != "off"}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        control = [programs / "pg_ctl", "-D", data, "-w"]
        running = Cluster(folder, control, ["-l", folder / "log", "-o", f"{options} -k {folder}", "start"])
        running.start()
        try:
            yield running
        finally:
            with suppress(subprocess.CalledProcessError):  # a test has stopped it
                running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str | Path]) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:  # the server refuses to run as root
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd="/")
