"""Keeps the concordance of an archive that is served up to date, in a process beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from vanban.errors import VanbanError
from vanban.store.archive import Archive, open_archive

EVERY_S = 30.0
_URL = "VANBAN_SEARCHED"  # not an argument: others on the machine could read the password in it


class Updater:
    """Looks from time to time whether much was written that is not in the files of the concordance."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._ended = archive, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        if self._process is not None:
            self._process.terminate()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.is_set():
            if self._is_behind():
                command = [sys.executable, "-m", "vanban.store.updating"]
                with subprocess.Popen(command, env={**os.environ, _URL: self._archive.url}) as self._process:
                    self._process.wait()
            self._ended.wait(EVERY_S)

    def _is_behind(self) -> bool:
        try:
            return self._archive.is_search_behind() and not self._ended.is_set()
        except VanbanError:  # the database is away for a moment, or the archive was closed
            return False


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(10)  # readers come first
    with open_archive(os.environ[_URL], create=False) as archive:
        archive.update_search()


if __name__ == "__main__":
    try:
        main()
    except VanbanError as error:
        sys.exit(f"vanban: {error}")
