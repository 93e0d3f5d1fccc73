"""A file in, a Document out, chosen by what the bytes are.

A new format is a reader file and a line in READERS; what has no line is refused by the name of its kind.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from vanban.errors import EncryptedError, LimitError, ReadError, UnsupportedError
from vanban.model import Document
from vanban.read import limits
from vanban.read.ocr import OcrMode
from vanban.read.sniff import KIND_NAMES, has_odf_password, sniff

__all__ = ["READERS", "prepare", "read", "read_bytes", "read_text"]

# kind (sniff.py) → module and function; imported when first needed
READERS = {
    "pdf": "vanban.read.pdf:read_pdf",
    "docx": "vanban.read.docx:read_docx",
    "html": "vanban.read.html:read_html",
    "text": "vanban.read.plain:read_plain",
    "doc": "vanban.read.word97:read_doc",
    "rtf": "vanban.read.word97:read_rtf",
    "odt": "vanban.read.word97:read_odt",
    "ole": "vanban.read.protected:read_ole",
    "flat": "vanban.read.word97:read_flat",
    "xlsx": "vanban.read.sheet:read_xlsx",
    "xls": "vanban.read.sheet:read_xls",
    "ods": "vanban.read.sheet:read_ods",
    "flat_spreadsheet": "vanban.read.sheet:read_flat_sheet",
    "pptx": "vanban.read.slides:read_pptx",
    "ppt": "vanban.read.slides:read_ppt",
    "odp": "vanban.read.slides:read_odp",
    "flat_presentation": "vanban.read.slides:read_flat_slides",
    "epub": "vanban.read.epub:read_epub",
    "image": "vanban.read.image:read_image",
}
_SCANNED = frozenset({"pdf", "image"})  # readers that take `ocr`
_HEAD = 1 << 16
_NOTHING = b"\x00\t\n\r\f \xef\xbb\xbf"
_REMEDIES = {
    **dict.fromkeys(
        ("zip", "archive", "email", "msg", "edxml"),
        "là gói nhiều tệp: hãy dùng vanban extract, vanban ingest hoặc vanban.read.bundle.members",
    ),
    **dict.fromkeys(("tnef", "mailbox"), "hãy mở bằng Outlook, lưu từng thư (.msg) và từng tệp đính kèm rồi đưa vào"),
    "signed": "hãy mở bằng phần mềm ký số, lưu văn bản bên trong rồi đưa vào",
    **dict.fromkeys(("postscript", "djvu", "xps", "ofd", "drawing", "iwork"), "hãy mở và in ra PDF rồi đưa lại"),
    "other_image": "hãy lưu lại thành JPEG, PNG hoặc PDF",
    "shortcut": "hãy đưa tệp mà lối tắt trỏ tới",
    **dict.fromkeys(("media", "font", "program", "database"), "không phải văn bản; có thể bỏ qua"),
}


def read(path: str | os.PathLike[str], *, source: str | None = None, ocr: OcrMode = "auto") -> Document:
    """Read a file; `source` is the name kept in the document, by default the path as given.

    `ocr` says which pages are read by OCR: those without a good text layer (auto), always, never.

    Raises FileProblem where the file cannot be taken in.
    """
    path = Path(path)
    name = source if source is not None else os.fsencode(path).decode("utf-8", "replace")
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(name, "là thư mục, không phải tệp", remedy="hãy đưa các tệp trong đó")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(name, "không phải tệp thường", remedy="hãy chép nội dung ra một tệp")
        with path.open("rb") as file:
            data = file.read(_HEAD)
            if len(data) == _HEAD:
                _check_size(sniff(data), status.st_size, name)
                data += file.read()
    except PermissionError as error:
        raise ReadError(name, "không có quyền đọc", remedy="hãy cấp quyền đọc cho người chạy chương trình") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        member = _find_member(path, ocr)
        if member is not None:
            return replace(member, source=name)
        raise ReadError(name, "không có tệp này", remedy="hãy xem lại đường dẫn") from error
    except (OSError, ValueError) as error:
        raise ReadError(name, f"không đọc được ({error})", remedy="hãy xem lại ổ đĩa và đường dẫn") from error
    return read_bytes(data, source=name, ocr=ocr)


def _find_member(path: Path, ocr: OcrMode) -> Document | None:
    """Read the member of a bundle that a path names, as "gói.zip!/a.docx"; None where there is none."""
    from vanban.read.bundle import SEPARATOR, members, read_member, split_path

    parts = split_path(str(path))
    if parts is None:
        return None
    wanted = f"{parts[0]}{SEPARATOR}{parts[1]}"
    for member in members(parts[0], only=wanted):
        if member.path == wanted or member.path == str(parts[0]):
            return read_member(member, ocr=ocr)
    return None


def read_bytes(data: bytes, *, source: str, ocr: OcrMode = "auto") -> Document:
    """Read the bytes of a file as what they are."""
    if not data[:_HEAD].strip(_NOTHING) and not data.strip(_NOTHING):
        raise ReadError(source, "tệp rỗng", remedy="hãy lấy lại bản gốc")
    kind = sniff(data)
    _check_size(kind, len(data), source)
    if kind not in READERS:
        remedy = _REMEDIES.get(kind, "hãy lưu lại thành PDF, DOCX hoặc văn bản UTF-8")
        raise UnsupportedError(source, f"chưa đọc được loại tệp này: {KIND_NAMES[kind]}", remedy=remedy)
    if kind in ("odt", "ods", "odp") and has_odf_password(data):
        remedy = "hãy mở bằng mật khẩu, lưu lại không đặt mật khẩu rồi đưa lại"
        raise EncryptedError(source, "tệp có mật khẩu", remedy=remedy)
    options = {"ocr": ocr} if kind in _SCANNED else {}
    document = _reader(kind)(data, source=source, **options)
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


def prepare(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Get a batch of files ready: those that LibreOffice turns go through it in one run. Gives how many did."""
    from vanban.read.ahead import prepare as prepare_files

    return prepare_files(paths)


def read_text(text: str, *, source: str) -> Document:
    """Read plain text that is at hand already."""
    from vanban.read.plain import read_lines

    return read_lines(text, source=source)


def _reader(kind: str) -> Callable[..., Document]:
    module, function = READERS[kind].split(":")
    reader: Callable[..., Document] = getattr(import_module(module), function)
    return reader


def _check_size(kind: str, size: int, source: str) -> None:
    limit = limits.TEXT_BYTES if kind in ("text", "html") else limits.FILE_BYTES
    if size > limit:
        raise _too_large(source, size, limit)


def _too_large(source: str, size: int, limit: int) -> LimitError:
    problem = f"quá lớn: {size / 2**20:.0f} MB, mức cho phép là {limit / 2**20:.0f} MB"
    return LimitError(source, problem, remedy="hãy tách thành các tệp nhỏ hơn")
