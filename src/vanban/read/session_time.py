"""Processor time of a session of processes, of which /proc tells; where there is none, nobody knows."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")
_SESSION, _TIMES = 3, slice(11, 15)  # fields of a stat line behind the name: user, system, and of children waited for


def session_seconds(session: int) -> float | None:
    """Give the processor's seconds that all living processes of a session took; None where that is not told."""
    ticks, seen = 0, False
    try:
        processes = [place for place in _PROC.iterdir() if place.name.isdecimal()]
    except OSError:
        return None
    for place in processes:
        try:
            line = (place / "stat").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        fields = line[line.rfind(b")") + 2 :].split()
        if len(fields) > _TIMES.stop and int(fields[_SESSION]) == session:
            seen = True
            ticks += sum(map(int, fields[_TIMES]))
    return ticks / os.sysconf("SC_CLK_TCK") if seen else None
