"""What has become of the files since they went in: changed, gone, or as they were."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from vanban.read.bundle import SEPARATOR
from vanban.store import Archive
from vanban.store.ledger import DONE, is_remote, list_entries, real_path

_SHOWN = 20
Stamp = tuple[int, int]


@dataclass(slots=True)
class Changes:
    """Files of documents that are in; of each kind the number and some of the paths."""

    changed: int = 0
    vanished: int = 0
    changed_paths: list[str] = field(default_factory=list)
    vanished_paths: list[str] = field(default_factory=list)

    def note(self, path: str, stamp: Stamp | None, known: Stamp) -> None:
        if stamp is None:
            self.vanished += 1
            self.vanished_paths += [path] * (len(self.vanished_paths) < _SHOWN)
        elif stamp != known:
            self.changed += 1
            self.changed_paths += [path] * (len(self.changed_paths) < _SHOWN)


def find_changes(archive: Archive) -> Changes:
    """Look at every file whose document is in. A bundle counts once, with the members that are in."""
    found = Changes()
    remote: list[tuple[str, Stamp]] = []
    stamps: dict[Path, Stamp | None] = {}
    with archive.reading() as connection:
        for entry in list_entries(connection, states=[DONE]):
            if entry.size is None or entry.modified_ns is None:
                continue  # put in by hand, without a look at the file
            if is_remote(entry.path):
                remote.append((entry.path, (entry.size, entry.modified_ns)))
                continue
            path = real_path(entry.path)
            stamp = _stamp(path)
            if stamp is None and SEPARATOR in entry.path:
                bundle = Path(str(path).partition(SEPARATOR)[0])
                if bundle not in stamps:
                    stamps[bundle] = _stamp(bundle)
                stamp = stamps[bundle]
            found.note(entry.path, stamp, (entry.size, entry.modified_ns))
    _look_far(found, remote)
    return found


def _look_far(found: Changes, entries: list[tuple[str, Stamp]]) -> None:
    """Look at files of other storage, folder by folder; those of a storage that cannot be asked are left aside."""
    if not entries:
        return
    from vanban.batch.remote_files import list_folder

    folders: dict[str, dict[str, Stamp] | None] = {}
    for path, stamp in entries:
        file = path.partition(SEPARATOR)[0]
        folder = file.rpartition("/")[0]
        if folder not in folders:
            folders[folder] = list_folder(folder)
        stamps = folders[folder]
        if stamps is not None:
            found.note(path, stamps.get(file), stamp)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - of a hundred thousand files
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
