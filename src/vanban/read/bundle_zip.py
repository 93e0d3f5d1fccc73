"""The entries of a ZIP archive."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator

from vanban.errors import EncryptedError, FileProblem, LimitError, ReadError, UnsupportedError
from vanban.read import limits
from vanban.read.bundle import Entry, Source
from vanban.read.bundle_names import ZipNames
from vanban.read.sniff import zip_directory_size
from vanban.read.zip_errors import ZIP_ERRORS

_ENCRYPTED = 0x1


def open_zip(source: Source) -> Iterator[Entry]:
    """Give the files of a ZIP archive. Raises ReadError, LimitError for the archive as a whole."""
    size = zip_directory_size(source.file)
    if size > limits.BUNDLE_DIRECTORY_BYTES:
        raise LimitError(source.path, "mục lục của gói quá lớn", remedy="hãy giải nén rồi đưa từng phần vào")
    source.file.seek(0)
    try:
        archive = zipfile.ZipFile(source.file)
    except ZIP_ERRORS as error:
        problem = "tệp ZIP hỏng hoặc bị cắt cụt, không mở được"
        raise ReadError(
            source.path, problem, remedy="hãy lấy lại bản gốc, hoặc giải nén được gì thì đưa vào"
        ) from error
    with archive:
        names = ZipNames(archive.infolist())
        for info in archive.infolist():
            name = names.name(info)
            if not info.filename.endswith("/") and source.wants(name):
                yield _entry(archive, info, name, source.path)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, path: str) -> Entry:
    problem: FileProblem | None = None
    packed = max(info.compress_size, 1)
    bomb = info.file_size > limits.PACKED_RATIO_FROM and info.file_size > limits.PACKED_RATIO * packed
    if stat.S_ISLNK(info.external_attr >> 16):
        problem = UnsupportedError(path, "là liên kết, không phải tệp", remedy="hãy đưa tệp mà nó trỏ tới vào gói")
    elif info.flag_bits & _ENCRYPTED:
        problem = EncryptedError(path, "có mật khẩu", remedy="hãy giải nén bằng mật khẩu rồi đưa tệp vào")
    elif info.file_size > limits.BUNDLE_MEMBER_BYTES or bomb:
        problem = _too_large(path, info.file_size)
    if problem is not None:
        return Entry(name, problem=problem)
    try:
        with archive.open(info) as stream:
            data = stream.read(limits.BUNDLE_MEMBER_BYTES + 1)
    except NotImplementedError:
        return Entry(name, problem=UnsupportedError(path, "nén theo kiểu lạ", remedy="hãy giải nén rồi đưa tệp vào"))
    except ZIP_ERRORS:
        return Entry(name, problem=ReadError(path, "phần này của tệp ZIP bị hỏng", remedy="hãy lấy lại bản gốc"))
    if len(data) > limits.BUNDLE_MEMBER_BYTES:
        return Entry(name, problem=_too_large(path, len(data)))
    return Entry(name, data)


def _too_large(path: str, size: int) -> LimitError:
    problem = f"bung ra thành {size / 2**20:.0f} MB, quá mức cho phép"
    return LimitError(path, problem, remedy="hãy giải nén rồi đưa tệp vào")
