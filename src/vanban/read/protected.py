"""Compound files that are no Word, Excel or PowerPoint of 97–2003: packages of today with a password, and others."""

from __future__ import annotations

from vanban.errors import UnsupportedError
from vanban.model import Document
from vanban.read.ole import ole_kind
from vanban.read.sheet import XLSX_TYPE, read_locked
from vanban.read.word97 import broken, is_locked


def read_ole(data: bytes, *, source: str) -> Document:
    """Read a workbook that Excel encrypted with the password of its own; say of others what is wrong with them."""
    if is_locked(data, source):
        return read_locked(data, suffix="xlsx", media_type=XLSX_TYPE, source=source)
    if ole_kind(data) in {"doc", "xls", "ppt"}:
        raise broken(source)
    raise UnsupportedError(
        source, "tệp OLE không phải Word, Excel hay PowerPoint", remedy="hãy lưu lại thành PDF, DOCX hoặc XLSX"
    )
