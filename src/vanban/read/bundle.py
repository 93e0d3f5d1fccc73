"""Files that hold files: archives, mails and edXML packages; each member knows the path it came by.

A member's path is "bundle.zip!/thư mục/a.docx", of a bundle in a bundle "ngoài.zip!/trong.zip!/a.docx". Nothing is
unpacked where a member's own name says: a name that climbs out of its bundle is a problem of that member, told like
any other; the rest goes in.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import IO

from vanban.errors import FileProblem, LimitError, ReadError
from vanban.model import Document, Letterhead
from vanban.read import limits, read_bytes
from vanban.read.bundle_names import mend_name
from vanban.read.ocr import OcrMode
from vanban.read.sniff import sniff, sniff_zip
from vanban.text import nfc

SEPARATOR = "!/"
# kind (sniff.py) → module and function that list a bundle's entries
OPENERS = {
    "zip": "vanban.read.bundle_zip:open_zip",
    "archive": "vanban.read.bundle_archive:open_archive",
    "email": "vanban.read.bundle_mail:open_mail",
    "msg": "vanban.read.bundle_msg:open_msg",
    "edxml": "vanban.read.bundle_edxml:open_edxml",
}
_HEAD = 1 << 16
_CLIMBS = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:")
_CONTROLS = re.compile("[\x00-\x1f\x7f]")
_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_MAX_NAME = 400  # characters of a member's name that are kept


@dataclass(frozen=True, slots=True)
class Entry:
    """What an opener finds in a bundle: a name, and the bytes or the problem with them."""

    name: str
    data: bytes = b""
    problem: FileProblem | None = None
    header: Letterhead | None = None  # what the package states about it
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a bundle, or a problem with it; a problem with the bundle itself has the bundle's path."""

    path: str
    data: bytes = b""
    problem: FileProblem | None = None
    header: Letterhead | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


class Budget:
    """What may still be unpacked from one bundle and the bundles in it."""

    def __init__(self, packed_bytes: int) -> None:
        self.members, self.bytes = limits.BUNDLE_MEMBERS, limits.BUNDLE_TOTAL_BYTES
        self._most = max(limits.PACKED_RATIO * packed_bytes, limits.PACKED_RATIO_FROM)

    def take(self, size: int, path: str) -> None:
        """Note a member that was unpacked. Raises LimitError where that was the last one allowed."""
        self.members -= 1
        self.bytes -= size
        self._most -= size
        if self.members < 0:
            raise _limit(path, f"chứa hơn {limits.BUNDLE_MEMBERS} tệp, chỉ những tệp đầu được nhận")
        if self.bytes < 0:
            raise _limit(path, f"bung ra quá {limits.BUNDLE_TOTAL_BYTES >> 30} GB")
        if self._most < 0:
            raise _limit(path, f"bung ra quá {limits.PACKED_RATIO} lần kích thước của nó")


@dataclass(frozen=True, slots=True)
class Source:
    """A bundle to be opened: its bytes, the name it is told by, and which of its entries are wanted."""

    file: IO[bytes]
    path: str
    size: int
    only: str | None = None  # a member's path: others need not be unpacked

    def wants(self, name: str) -> bool:
        path = f"{self.path}{SEPARATOR}{clean_name(name)}"
        if self.only is None:
            return True
        # of names that stand twice the second ends in " (2)"; what is in a wanted bundle is wanted, too
        return self.only.startswith(path) or path.startswith(self.only)

    def read(self, limit: int) -> bytes:
        """Give all bytes. Raises LimitError where there are more than `limit`."""
        if self.size > limit:
            raise _limit(self.path, f"lớn {self.size >> 20} MB, quá {limit >> 20} MB")
        self.file.seek(0)
        return self.file.read()


def bundle_kind(path: Path) -> str | None:
    """Tell what kind of bundle a file is, a key of OPENERS; None for any other file, and for what cannot be opened."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return _kind(file)
    except (OSError, ValueError):
        return None


def members(path: Path, *, source: str | None = None, only: str | None = None) -> Iterator[Member]:
    """Give the members of a bundle, one after the other; `source` is the name by which the bundle is told.

    `only` is the path of the one member that is wanted. Never raises: problems are given as members.
    """
    name = source if source is not None else str(path)
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if size > limits.BUNDLE_BYTES:
                raise _limit(name, f"lớn {size >> 30} GB, quá {limits.BUNDLE_BYTES >> 30} GB")
            yield from _walk(Source(file, name, size, only), _kind(file), Budget(size), ())
    except OSError as error:
        yield Member(name, problem=ReadError(name, f"không đọc được ({error.strerror})", remedy="hãy xem lại ổ đĩa"))
    except FileProblem as problem:
        yield Member(name, problem=problem)


def read_member(member: Member, *, ocr: OcrMode = "auto") -> Document:
    """Read a member as what its bytes are. Raises FileProblem."""
    if member.problem is not None:
        raise member.problem
    document = read_bytes(member.data, source=member.path, ocr=ocr)
    if member.header is None and not member.properties:
        return document
    return replace(document, header=member.header, properties={**document.properties, **member.properties})


def split_path(path: str) -> tuple[Path, str] | None:
    """Give the bundle on disk and the rest of a member's path; None where no part of it is a file that holds files."""
    place = path.find(SEPARATOR)
    while place > 0:
        bundle = Path(path[:place])
        if bundle.is_file():
            return bundle, path[place + len(SEPARATOR) :]
        place = path.find(SEPARATOR, place + 1)
    return None


def clean_name(name: str) -> str:
    """Give a member's name as its path shows it: readable, NFC, slashes, no control characters, nothing that climbs."""
    name = _CONTROLS.sub(" ", nfc(mend_name(name)).replace("\\", "/"))
    parts = [part.strip() for part in name.split("/")]
    parts = ["[..]" if part == ".." else part for part in parts if part not in ("", ".")]
    return "/".join(parts)[-_MAX_NAME:].lstrip("/") or "không tên"


def _walk(source: Source, kind: str | None, budget: Budget, above: tuple[str, ...]) -> Iterator[Member]:
    """Open a bundle and the bundles in it; `above` has the hashes of those that it is in."""
    if kind is None:
        raise ReadError(source.path, "không phải gói tệp", remedy="hãy đọc như một tệp thường")
    module, function = OPENERS[kind].split(":")
    seen: dict[str, int] = {}
    for entry in getattr(import_module(module), function)(source):
        if _is_leftover(entry.name):
            continue
        name = clean_name(entry.name)
        seen[name] = seen.get(name, 0) + 1
        path = f"{source.path}{SEPARATOR}{name}" + (f" ({seen[name]})" if seen[name] > 1 else "")
        budget.take(len(entry.data), source.path)
        yield from _enter(entry, path, source, budget, above)


def _enter(entry: Entry, path: str, source: Source, budget: Budget, above: tuple[str, ...]) -> Iterator[Member]:
    """Give an entry as a member, or the members of the bundle that it is."""
    problem = entry.problem
    if problem is None and _CLIMBS.search(entry.name.replace("\\", "/")):
        problem = ReadError(path, "tên tệp trỏ ra ngoài gói", remedy="hãy lấy tệp này ra khỏi gói rồi đưa riêng vào")
    if problem is not None:
        yield Member(path, problem=_at(problem, path))
        return
    inner = Source(io.BytesIO(entry.data), path, len(entry.data), source.only)
    kind = _kind(inner.file)
    if kind is None:
        yield Member(path, entry.data, None, entry.header, entry.properties)
        return
    digest = hashlib.sha256(entry.data).hexdigest()
    if digest in above:
        problem = ReadError(path, "gói chứa chính nó", remedy="hãy bỏ gói này ra khỏi gói")
    elif len(above) + 1 >= limits.BUNDLE_DEPTH:
        problem = _limit(path, f"gói lồng trong gói quá {limits.BUNDLE_DEPTH} lớp")
    if problem is not None:
        yield Member(path, problem=problem)
        return
    try:
        yield from _walk(inner, kind, budget, (*above, digest))
    except FileProblem as error:
        if budget.members < 0 or budget.bytes < 0:
            raise
        yield Member(path, problem=error)


def _kind(file: IO[bytes]) -> str | None:
    file.seek(0)
    head = file.read(_HEAD)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        kind = sniff_zip(file, head)
    elif head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        file.seek(0)
        kind = sniff(file.read(limits.MAIL_BYTES))
    else:
        kind = sniff(head)
    return kind if kind in OPENERS else None


def _is_leftover(name: str) -> bool:
    parts = name.replace("\\", "/").lower().split("/")
    return any(
        part in _LEFTOVERS or part.startswith("~$") or (part[:1] == "." and part[1:2] not in ("", ".", "/"))
        for part in parts
    )


def _at(problem: FileProblem, path: str) -> FileProblem:
    return type(problem)(path, problem.problem, remedy=problem.remedy, place=problem.place)


def _limit(path: str, problem: str) -> LimitError:
    return LimitError(path, problem, remedy="hãy giải nén rồi đưa từng phần vào")
