"""OLE compound files, the container of Office 97–2003: what one holds, and whether a password is on it.

Source: [MS-CFB], [MS-DOC] 2.5.2, [MS-XLS] 2.4.117, [MS-PPT] 2.3.2.
"""

from __future__ import annotations

import io
import struct
from typing import Any

# stream → kind, a key of sniff.KIND_NAMES
_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
    "EncryptedPackage": "ole",
}
# what holds the text of a file with rights management. Source: [MS-OFFCRYPTO] 2.2.
_RIGHTS = ("\tDRMContent", "\x06DataSpaces/TransformInfo/DRMEncryptedTransform")
_MAX_RECORDS = 60  # of a workbook, among which its password record stands
_FILEPASS = 0x2F
_PPT_ENCRYPTED = 0xF3D1C4DF
_DOC_ENCRYPTED = 0x0100


class BrokenOleError(Exception):
    """The container's tables are torn."""


def open_ole(data: bytes) -> Any:
    """Open a compound file. Raises BrokenOleError."""
    import olefile

    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
        raise BrokenOleError(str(error)) from error


def read_stream(ole: Any, *names: str) -> bytes | None:
    """Give the first stream of these names that there is."""
    for name in names:
        try:
            if ole.exists(name):
                if ole.get_size(name) > ole.fp.getbuffer().nbytes:  # olefile would follow a ring of sectors that far
                    raise BrokenOleError(f"{name} is longer than its file")
                stream: bytes = ole.openstream(name).read()
                return stream
        except (OSError, ValueError, IndexError, TypeError, struct.error) as error:  # TypeError: it is a folder
            raise BrokenOleError(str(error)) from error
    return None


def ole_kind(data: bytes) -> str:
    """Give "doc", "xls", "ppt" or "msg"; "ole" for other, torn and wholly encrypted files."""
    try:
        with open_ole(data) as ole:
            names = {"/".join(entry) for entry in ole.listdir(storages=False)[:50_000]}
    except (BrokenOleError, RecursionError):  # folders in folders without end
        return "ole"
    return next((kind for stream, kind in _STREAMS.items() if stream in names), "ole")


def has_rights(data: bytes) -> bool:
    """Tell whether only chosen accounts may open the file (IRM): its text is encrypted. Raises BrokenOleError."""
    with open_ole(data) as ole:
        return any(ole.exists(name) for name in _RIGHTS)


def has_password(data: bytes) -> bool:
    """Tell whether the file's text is encrypted. Raises BrokenOleError."""
    with open_ole(data) as ole:
        if ole.exists("EncryptedPackage"):
            return True
        word = read_stream(ole, "WordDocument")
        if word is not None:
            return len(word) > 12 and bool(struct.unpack_from("<H", word, 10)[0] & _DOC_ENCRYPTED)
        sheets = read_stream(ole, "Workbook", "Book")
        if sheets is not None:
            return _has_filepass(sheets)
        user = read_stream(ole, "Current User")
        return user is not None and len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _PPT_ENCRYPTED


def _has_filepass(stream: bytes) -> bool:
    place = 0
    for _ in range(_MAX_RECORDS):
        if place + 4 > len(stream):
            return False
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == _FILEPASS:
            return True
        place += 4 + size
    return False
