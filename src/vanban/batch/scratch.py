"""Folders for temporary files of a run, removed by the next run where this one was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "vanban-run-"
_LOCK = "lock"


def make_folder() -> tuple[Path, int]:
    """Make a folder, held by a lock as long as the descriptor is open; remove those of dead runs."""
    for old in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        with suppress(OSError):
            lock = os.open(old / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if old.stat().st_uid == os.getuid():
                    shutil.rmtree(old, ignore_errors=True)
            finally:
                os.close(lock)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder / "new", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / "new").rename(folder / _LOCK)  # held from the moment that others see it
    return folder, lock
