"""Files on S3-compatible storage and the like (fsspec): which there are, as which they stand in the ledger."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from vanban.batch.files import is_hidden
from vanban.errors import FileProblem, MissingDependencyError, ReadError, UsageError
from vanban.store.ledger import is_remote, stored_path

Refuse = Callable[[FileProblem], object]
_NAMES = {
    # error of a storage: problem, remedy
    FileNotFoundError: ("không có tệp hay thư mục này trên kho tệp", "kiểm tra lại địa chỉ"),
    PermissionError: (
        "kho tệp từ chối quyền đọc",
        "kiểm tra khóa truy cập (FSSPEC_S3_KEY, FSSPEC_S3_SECRET) và quyền của khóa",
    ),
}
_NO_KEY = ("NoCredentials", "PartialCredentials", "CredentialRetrieval")
_NO_WAY = ("EndpointConnection", "ConnectTimeout", "ReadTimeout", "ConnectionClosed", "ClientConnector", "HTTPClient")


def _raise(problem: FileProblem) -> None:
    raise problem


def stream_files(paths: Iterable[str], *, refuse: Refuse = _raise) -> Iterator[str]:
    """Give files as the ledger names them, without holding them all: of local folders and of addresses ("s3://kho/2025").

    `refuse` is told of addresses that cannot be looked into; by default the first one is raised.
    """
    for path in paths:
        if is_remote(path):
            yield from _stream_remote(path, refuse)
        elif Path(path).is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not is_hidden(name))
                yield from (stored_path(Path(folder) / name) for name in sorted(files) if not is_hidden(name))
        else:
            yield stored_path(path)


def _stream_remote(path: str, refuse: Refuse) -> Iterator[str]:
    system, name = open_storage(path)
    try:
        info = system.info(name)
    except Exception as error:  # each kind of storage has errors of its own
        refuse(explain_remote(error, path))
        return
    if info["type"] != "directory":
        yield path
        return
    address = address_of(path)
    walk = system.walk(name, on_error=lambda error: refuse(explain_remote(error, path)))
    while True:
        try:
            folder, folders, files = next(walk)
        except StopIteration:
            return
        except Exception as error:
            refuse(explain_remote(error, path))
            return
        folders[:] = [inner for inner in folders if not is_hidden(inner)]  # those left out are not walked
        yield from (address(f"{folder.rstrip('/')}/{file}") for file in sorted(files) if file and not is_hidden(file))


def list_folder(path: str) -> dict[str, tuple[int, int]] | None:
    """Give size and time of the files of a folder; None where the storage does not answer."""
    address = address_of(path)
    try:
        system, name = open_storage(path)
        listed = system.ls(name, detail=True)
    except FileNotFoundError:
        return {}
    except Exception:  # each kind of storage has errors of its own
        return None
    return {address(info["name"]): remote_stamp(info) for info in listed if info["type"] != "directory"}


def address_of(path: str) -> Callable[[str], str]:
    """Give what makes an address of a name in the same storage."""
    scheme, _, rest = path.partition("://")
    return lambda name: f"{scheme}://{name if rest.startswith('/') else name.lstrip('/')}"


def open_storage(path: str) -> tuple[Any, str]:
    """Give the storage that an address names, and the name in it; its settings come from the environment (FSSPEC_*)."""
    try:
        import fsspec
    except ImportError as error:
        raise MissingDependencyError(f"{path}: cần gói fsspec: pip install 'vanban[s3]'") from error
    try:
        kind: Any = fsspec.get_filesystem_class(path.partition("://")[0])
        # listings kept from an hour ago would hide what has changed since
        system = kind(**kind._get_kwargs_from_urls(path), use_listings_cache=False)
    except ImportError as error:
        raise MissingDependencyError(
            f"{path}: kho tệp này cần thêm gói ({error}); s3://: pip install 'vanban[s3]'"
        ) from error
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path}: không mở được kho tệp này ({error})") from error
    return system, kind._strip_protocol(path)


def explain_remote(error: Exception, path: str) -> ReadError:
    """Say what an error of a storage means and what helps."""
    problem, remedy = "", ""
    chain: BaseException | None = error
    while chain is not None and not problem:
        kind = type(chain).__name__
        if kind.startswith(_NO_KEY):
            problem, remedy = "chưa có khóa truy cập kho tệp", "đặt FSSPEC_S3_KEY và FSSPEC_S3_SECRET rồi chạy lại lệnh"
        elif kind.startswith(_NO_WAY) or isinstance(chain, ConnectionError | TimeoutError):
            problem = "không kết nối được tới kho tệp"
            remedy = "kiểm tra địa chỉ máy chủ (FSSPEC_S3_ENDPOINT_URL) và mạng rồi chạy lại lệnh"
        else:
            found = [words for kind_, words in _NAMES.items() if isinstance(chain, kind_)]
            problem, remedy = found[0] if found else ("", "")
        chain = chain.__cause__
    if not problem:
        problem = f"không tải được ({type(error).__name__}: {str(error)[:200]})"
        remedy = "kiểm tra địa chỉ, quyền đọc và kết nối tới kho tệp"
    return ReadError(path, problem, remedy=remedy)


def remote_stamp(info: dict[str, Any]) -> tuple[int, int]:
    """Give size and time of the last change, in ns; a hash of the ETag stands for the part below a second.

    S3 tells the time to the second in one answer and to the millisecond in another.
    """
    found = info.get("mtime") or info.get("LastModified") or info.get("last_modified") or info.get("updated") or 0
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    except ValueError:
        moment = 0
    seconds = moment.timestamp() if isinstance(moment, datetime) else float(moment)
    tag = str(info.get("ETag") or info.get("etag") or "").strip('"')
    size = int(info.get("size") or 0)
    if tag:
        return size, int(seconds) * 1_000_000_000 + zlib.crc32(tag.encode()) % 1_000_000_000
    return size, int(seconds * 1_000_000) * 1_000
