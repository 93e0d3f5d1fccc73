"""Take in what arrives in a folder: look again and again, and take a file when it has stopped changing.

Looking works on shared folders of other machines too, where the kernel tells nobody of what arrives.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path

from vanban.batch.crew import Crew
from vanban.batch.desk import Result, Stamp, stamp_of
from vanban.batch.files import find_files, own_files
from vanban.batch.ingest import ingest
from vanban.batch.options import Options
from vanban.errors import FileProblem
from vanban.store import Archive
from vanban.store.ledger import real_path

_DEFAULTS = Options()


def watch(
    archive: Archive,
    folder: str | os.PathLike[str],
    *,
    interval_s: float = 5.0,
    workers: int = 1,
    options: Options = _DEFAULTS,
    wait: Callable[[float], object] = time.sleep,
    refuse: Callable[[FileProblem], object] = lambda problem: None,
) -> Generator[Result | None, None, None]:
    """Take in files that are there and files that arrive or change, without end; None after each look.

    A file is taken when two looks find it with the same size and time. `refuse` is told of each folder that cannot be
    looked into, once.
    """
    handled: dict[str, Stamp] = {}
    before: dict[str, Stamp] = {}
    told: set[str] = set()
    with Crew(memory_mb=options.memory_for(workers)) as crew:
        while True:
            found = find_files([Path(folder)], without=own_files(archive))
            for problem in found.problems:
                if problem.path not in told:
                    told.add(problem.path)
                    refuse(problem)
            stamps = {path: stamp_of(real_path(path)) for path in found.files}
            fresh = {path: stamp for path, stamp in stamps.items() if handled.get(path) != stamp}
            settled = [path for path, stamp in fresh.items() if before.get(path) == stamp]
            chosen = set(settled)
            before = {path: stamp for path, stamp in fresh.items() if path not in chosen}
            handled = {path: stamp for path, stamp in handled.items() if path in stamps}
            handled |= {path: fresh[path] for path in settled}
            if settled:
                for result in ingest(archive, settled, workers=workers, options=options, crew=crew):
                    if result.outcome == "elsewhere":  # to be looked at again
                        handled.pop(result.path, None)
                    yield result
            yield None
            wait(interval_s)
