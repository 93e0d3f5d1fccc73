"""Runs of ingest: which of them are alive, so that no path is worked on twice and none is left behind.

On the same machine a run is alive while its process is, whatever the clock says; elsewhere, while it was seen lately.
"""

from __future__ import annotations

import datetime as dt
import os
import uuid
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from vanban.store.ledger import free, has_abandoned, release
from vanban.store.schema import runs
from vanban.store.write import now

BEAT_S = 60.0  # a run says this often that it is there
_SILENCE = dt.timedelta(minutes=10)  # after which a run on another machine is taken for dead


def begin_run(connection: Connection) -> str:
    """Enter a run of this process."""
    id, time = uuid.uuid4().hex, now()
    row = {"id": id, "machine": _machine(), "pid": os.getpid(), "pid_started": _started(os.getpid()) or 0}
    connection.execute(insert(runs).values(**row, started_at=time, seen_at=time))
    return id


def beat(connection: Connection, run: str) -> None:
    connection.execute(update(runs).where(runs.c.id == run).values(seen_at=now()))


def end_run(connection: Connection, run: str) -> None:
    """Strike a run out; what it had begun is waiting again."""
    release(connection, run)
    connection.execute(delete(runs).where(runs.c.id == run))


def has_dead_runs(connection: Connection) -> bool:
    """Tell whether a run is dead, or a path left by one that is gone."""
    dead, alive = _sorted(connection)
    return bool(dead) or has_abandoned(connection, alive=alive)


def end_dead_runs(connection: Connection) -> None:
    """Strike out the runs that are dead; what they had begun is waiting again. Nobody else may write meanwhile."""
    dead, alive = _sorted(connection)
    connection.execute(delete(runs).where(runs.c.id.in_(dead)))
    free(connection, alive=alive)


def _sorted(connection: Connection) -> tuple[list[str], list[str]]:
    """Give the runs that are dead and those that are alive."""
    time = now()
    dead: list[str] = []
    alive: list[str] = []
    for row in connection.execute(select(runs)).all():
        lives = _is_alive(row.machine, row.pid, row.pid_started, time - row.seen_at)
        (alive if lives else dead).append(row.id)
    return dead, alive


def _is_alive(machine: str, pid: int, pid_started: int, silence: dt.timedelta) -> bool:
    if machine == _machine():
        return _started(pid) == pid_started
    return silence < _SILENCE


def _machine() -> str:
    """Name this machine since its last start, and the space that its process ids count in."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return os.uname().nodename


def _started(pid: int) -> int | None:
    """Give when a process started, in the kernel's ticks; None where there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])
