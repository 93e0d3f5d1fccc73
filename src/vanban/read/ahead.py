"""Files that LibreOffice has to turn first: all of a batch in one run, before they are read one by one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from vanban.read.libreoffice import can_write, convert_ahead
from vanban.read.sniff import sniff

# kind (sniff.py) → suffix and target
CONVERTED = {
    "doc": ("doc", "docx"), "rtf": ("rtf", "docx"), "odt": ("odt", "docx"), "xls": ("xls", "xlsx"),
    "ods": ("ods", "xlsx"), "ppt": ("ppt", "pptx"), "odp": ("odp", "pptx"),
}  # fmt: skip
_MAGIC = (b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04")
_OPENED = b"mimetypeapplication/vnd.oasis"  # near the start of an OpenDocument package


def prepare(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Turn the files among these that need LibreOffice in one run; `read` finds them turned, until the next call.

    Gives how many went through. Files that cannot be opened are passed over: `read` says what is wrong with them.
    """
    wanted: dict[Path, tuple[str, str]] = {}
    for path in map(Path, paths):
        kind = _kind(path)
        if kind in CONVERTED and can_write(CONVERTED[kind][1]):
            wanted[path] = CONVERTED[kind]
    return convert_ahead(wanted) if len(wanted) > 1 else 0


def _kind(path: Path) -> str | None:
    """Give the kind of a file that may need LibreOffice; most files are told by their first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            if not head.startswith(_MAGIC) or (head.startswith(b"PK") and _OPENED not in head):
                return None
            return "rtf" if head.startswith(b"{\\rtf") else sniff(head + file.read())
    except (OSError, ValueError, MemoryError):
        return None
