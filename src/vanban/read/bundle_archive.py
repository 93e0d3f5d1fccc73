"""The files of 7z, RAR, tar and other archives, through a program that unpacks: bsdtar (libarchive) or 7-Zip.

bsdtar turns any archive into a stream of tar, so that nothing is written to the disk. 7-Zip writes to a folder of its
own, and only after the sizes that it lists have been looked at.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from vanban.errors import EncryptedError, FileProblem, LimitError, MissingDependencyError, ReadError, UnsupportedError
from vanban.read import limits
from vanban.read.bundle import Entry, Source

SEVEN_ZIP = ("7zz", "7z", "7za", "7zr")
_MEMORY_BYTES = 2 << 30
_CHUNK = 1 << 20
_PADDING = 1 << 17
_PASSWORD_WORDS = ("passphrase", "password", "encrypted")
_UNKNOWN_WORDS = ("unrecognized archive", "unsupported", "cannot open the file as", "is not archive")
_MAX_SAID = 64 << 20  # bytes of what a program says: a list of files
_MAX_ERRORS = 4_000
_REMEDY = "hãy giải nén rồi đưa các tệp vào"


def open_archive(source: Source) -> Iterator[Entry]:
    """Give the files of an archive. Raises FileProblem; UnsupportedError where no program is there to unpack it."""
    bsdtar = shutil.which("bsdtar")
    seven_zip = next(filter(None, map(shutil.which, SEVEN_ZIP)), None)
    if bsdtar is None and seven_zip is None:
        remedy = "hãy cài bsdtar (apt-get install libarchive-tools) hoặc 7-Zip, hay giải nén rồi đưa các tệp vào"
        missing = MissingDependencyError(f"{source.path}: cần bsdtar hoặc 7-Zip")
        raise UnsupportedError(source.path, "không có chương trình giải nén loại này", remedy=remedy) from missing
    with _on_disk(source) as path:
        if bsdtar is not None:
            given = 0
            try:
                for given, entry in enumerate(_stream(bsdtar, path, source), 1):  # noqa: B007
                    yield entry
                return
            except (UnsupportedError, ReadError):  # bsdtar does not say of a 7z that it has a password
                if seven_zip is None or given:
                    raise
        assert seven_zip is not None
        yield from _unpack(seven_zip, path, source)


@contextmanager
def _on_disk(source: Source) -> Iterator[Path]:
    """Give a file that programs can open: the bundle itself, or a copy of one that is in another.

    A RAR is copied with zeros behind it: libarchive takes one whose last member is a ZIP for that ZIP.
    """
    name = getattr(source.file, "name", None)
    source.file.seek(0)
    is_rar = source.file.read(4) == b"Rar!"
    if isinstance(name, str) and Path(name).is_file() and not is_rar:
        yield Path(name).absolute()
        return
    with tempfile.NamedTemporaryFile(prefix="vanban-") as copy:
        source.file.seek(0)
        shutil.copyfileobj(source.file, copy, _CHUNK)
        copy.write(b"\x00" * (_PADDING if is_rar else 0))
        copy.flush()
        yield Path(copy.name)


def _begin(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.BUNDLE_TOTAL_BYTES, limits.BUNDLE_TOTAL_BYTES))

    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, env=environment, preexec_fn=limit, start_new_session=True, **options
    )


# -- bsdtar ------------------------------------------------------------------------------------------------------------


def _stream(bsdtar: str, path: Path, source: Source) -> Iterator[Entry]:
    with tempfile.TemporaryFile() as said:
        command = [
            bsdtar,
            "-c",
            "-b",
            "1",
            "-f",
            "-",
            "--format=pax",
            f"@{path}",
        ]  # small blocks: a torn archive ends early
        process = _begin(command, stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        timer = threading.Timer(limits.UNPACK_S, process.kill)
        timer.start()
        ended, torn = False, None
        try:
            yield from _read_tar(process.stdout, source)
            ended = True
        except ReadError as error:  # the stream ends too early where a password is asked for, too
            torn = error
        finally:
            timer.cancel()
            if not ended:
                process.kill()
            process.stdout.close()
            code = process.wait()
        said.seek(0)
        failure = _failure(source.path, code, said.read(_MAX_SAID)) if code else None
        if torn is not None and not isinstance(failure, EncryptedError):
            raise torn
        if failure is not None:
            raise failure


def _read_tar(stream: IO[bytes], source: Source) -> Iterator[Entry]:
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_CHUNK) as archive:
            for info in archive:
                count += 1
                if info.isdir() or not source.wants(info.name):
                    continue
                yield _tar_entry(archive, info, source.path)
        while stream.read(_CHUNK):  # so that the program ends well
            pass
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if count or not isinstance(error, tarfile.ReadError):
            raise ReadError(source.path, "gói bị hỏng hoặc cắt cụt", remedy="hãy lấy lại bản gốc") from error


def _tar_entry(archive: tarfile.TarFile, info: tarfile.TarInfo, path: str) -> Entry:
    if not info.isreg():
        problem = UnsupportedError(path, "là liên kết hay tệp đặc biệt", remedy="hãy đưa tệp thật vào gói")
        return Entry(info.name, problem=problem)
    if info.size > limits.BUNDLE_MEMBER_BYTES:
        return Entry(info.name, problem=_too_large(path, info.size))
    stream = archive.extractfile(info)
    return Entry(info.name, stream.read() if stream is not None else b"")


def _failure(path: str, code: int, said: bytes) -> FileProblem:
    words = said[:_MAX_ERRORS].decode("utf-8", "replace").lower()
    if any(word in words for word in _PASSWORD_WORDS):
        return EncryptedError(path, "có mật khẩu", remedy="hãy giải nén bằng mật khẩu rồi đưa các tệp vào")
    if any(word in words for word in _UNKNOWN_WORDS):
        return UnsupportedError(path, "chương trình giải nén không đọc được loại gói này", remedy=_REMEDY)
    if code < 0:
        return LimitError(path, "giải nén quá lâu hoặc tốn quá nhiều bộ nhớ", remedy=_REMEDY)
    return ReadError(path, "gói bị hỏng hoặc có mật khẩu, không giải nén được hết", remedy="hãy lấy lại bản gốc")


def _too_large(path: str, size: int) -> LimitError:
    return LimitError(path, f"bung ra thành {size / 2**20:.0f} MB, quá mức cho phép", remedy=_REMEDY)


# -- 7-Zip -------------------------------------------------------------------------------------------------------------


def _unpack(program: str, path: Path, source: Source) -> Iterator[Entry]:
    sizes = _list_sizes(program, path, source.path)
    if sum(sizes) > min(limits.BUNDLE_TOTAL_BYTES, max(limits.PACKED_RATIO * source.size, limits.PACKED_RATIO_FROM)):
        raise _too_large(source.path, sum(sizes))
    if len(sizes) > limits.BUNDLE_MEMBERS:
        raise LimitError(source.path, f"chứa {len(sizes)} tệp", remedy=_REMEDY)
    with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        code, said = _call([program, "x", "-y", "-p-", f"-o{folder}", str(path)], source.path)
        for file in sorted(Path(folder).rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_symlink() or not file.is_file() or not source.wants(name):
                continue
            size = file.stat().st_size
            big = size > limits.BUNDLE_MEMBER_BYTES
            yield Entry(name, problem=_too_large(source.path, size)) if big else Entry(name, file.read_bytes())
        if code:
            raise _failure(source.path, code, said)


def _list_sizes(program: str, path: Path, told: str) -> list[int]:
    code, said = _call([program, "l", "-slt", "-ba", "-p-", str(path)], told)
    if code:
        raise _failure(told, code, said)
    lines = said.decode("utf-8", "replace").splitlines()
    return [int(line[7:]) for line in lines if line.startswith("Size = ") and line[7:].isdecimal()]


def _call(command: list[str], path: str) -> tuple[int, bytes]:
    """Run a program to its end; give its exit code and what it said."""
    with tempfile.TemporaryFile() as said:
        process = _begin(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            code = process.wait(limits.UNPACK_S)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.wait()
            raise LimitError(path, "giải nén quá lâu", remedy=_REMEDY) from error
        said.seek(0)
        return code, said.read(_MAX_SAID)
