"""What has become of the files since they went in: changed, gone, or as they were."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from vanban.read.bundle import SEPARATOR
from vanban.store import Archive
from vanban.store.ledger import DONE, list_entries, real_path

_SHOWN = 20


@dataclass(slots=True)
class Changes:
    """Files of documents that are in; of each kind the number and some of the paths."""

    changed: int = 0
    vanished: int = 0
    changed_paths: list[str] = field(default_factory=list)
    vanished_paths: list[str] = field(default_factory=list)


def find_changes(archive: Archive) -> Changes:
    """Look at every file whose document is in. A bundle counts once, with the members that are in."""
    found = Changes()
    stamps: dict[Path, tuple[int, int] | None] = {}
    with archive.reading() as connection:
        for entry in list_entries(connection, states=[DONE]):
            if entry.size is None or entry.modified_ns is None:
                continue  # put in by hand, without a look at the file
            path = real_path(entry.path)
            stamp = _stamp(path)
            if stamp is None and SEPARATOR in entry.path:
                bundle = Path(str(path).partition(SEPARATOR)[0])
                if bundle not in stamps:
                    stamps[bundle] = _stamp(bundle)
                stamp = stamps[bundle]
            if stamp is None:
                found.vanished += 1
                found.vanished_paths += [entry.path] * (len(found.vanished_paths) < _SHOWN)
            elif stamp != (entry.size, entry.modified_ns):
                found.changed += 1
                found.changed_paths += [entry.path] * (len(found.changed_paths) < _SHOWN)
    return found


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - of a hundred thousand files
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
