"""LibreOffice without a window: turns files of older formats into the ones that are read here, many in one run.

Every process has a profile of its own, in which macros and links to other files are switched off. A run that stands
still or works too long is killed with all its children; the file at which it was is given up and the rest is run again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO, NamedTuple

from vanban.errors import LimitError, ReadError
from vanban.model import Document, Notice
from vanban.read import limits
from vanban.read.session_time import session_seconds

# target → the filter that writes it
_FILTERS = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML", "pptx": "Impress MS PowerPoint 2007 XML"}
_MODULES = {"docx": ("writer", "libswlo.so"), "xlsx": ("calc", "libsclo.so"), "pptx": ("impress", "libsdlo.so")}
_START_S, _START_WORK_S = 30, 5  # to start at all on a busy machine; of the processor
_POLL_S = 0.05
_LOOK_S, _WORK_S = 2.0, 0.05  # how often the processor's time is looked at; less of it is no work
_MAX_BREAKS, _MAX_BREAKS_S = 20, 200.0  # of one batch: how often it is run again, and how long after its start
_OUTPUT = "convert "  # begins a line for each file that was opened, before it is written
_FAILURE = "Error: source file"  # begins a line for each file that was not
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}</oor:items>
"""
_SETTING = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}"><value>{}</value></prop></item>\n'
_SAFE = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
)


class Failure(NamedTuple):
    """A file that LibreOffice could not turn into another."""

    code: str  # refused, timeout, crash
    seconds: float = 0.0


def find_office() -> str | None:
    """Give the path of LibreOffice's program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing_modules() -> list[str]:
    """Name the parts of LibreOffice (writer, calc, impress) that are not installed, as far as the disk tells."""
    office = find_office()
    if office is None:
        return [name for name, _ in _MODULES.values()]
    folder = Path(office).resolve().parent
    if not (folder / "soffice.bin").exists():
        return []
    return [name for name, library in _MODULES.values() if not (folder / library).exists()]


def can_write(target: str) -> bool:
    """Tell whether LibreOffice is there with the part that writes a target: docx, xlsx or pptx."""
    return find_office() is not None and _MODULES[target][0] not in missing_modules()


def convert(data: bytes, *, suffix: str, target: str, source: str) -> bytes:
    """Turn the bytes of a file into a target format; one that `convert_ahead` has seen is at hand.

    Raises ReadError where LibreOffice cannot open it, LimitError where it takes too long.
    """
    if len(data) > limits.OFFICE_BYTES:
        raise _too_large(source, len(data))
    key = (hashlib.sha256(data).hexdigest(), target)
    with _LOCK:
        office = _office()
        done = office.ahead.get(key)
        if done is None:
            place = office.stage(key[0], suffix)
            place.write_bytes(data)
            done = office.run([place], target)[place]
            place.unlink()
    if isinstance(done, Failure):
        raise _error(done, source)
    converted = done.read_bytes()
    if key not in office.ahead:
        done.unlink()
    return converted


def convert_ahead(files: Mapping[Path, tuple[str, str]]) -> int:
    """Turn many files at once; what comes out waits for `convert`, until the next call. Gives how many went through.

    `files`: path → suffix and target.
    """
    done = 0
    with _LOCK:
        office = _office()
        office.forget()
        groups: dict[str, dict[Path, tuple[str, str]]] = {}
        seen: set[tuple[str, str]] = set()
        for path, (suffix, target) in files.items():
            with suppress(OSError):
                if path.stat().st_size <= limits.OFFICE_BYTES:
                    with path.open("rb") as file:
                        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                    place = office.stage(sha256, suffix)
                    if (sha256, target) not in seen:
                        place.unlink(missing_ok=True)
                        place.symlink_to(path.resolve())
                        groups.setdefault(target, {})[place] = (sha256, target)
                        seen.add((sha256, target))
        for target, places in groups.items():
            for place, outcome in office.run(list(places), target).items():
                office.ahead[places[place]] = outcome
                done += isinstance(outcome, Path)
                place.unlink()
    return done


def as_original(document: Document, media_type: str) -> Document:
    """Give what was read from a turned file as the kind that it was; warn where nothing came out."""
    notices = document.notices
    if not document.text.strip():
        message = "LibreOffice không thấy nội dung nào trong tệp; tệp có thể trống hoặc hỏng."
        notices = (*notices, Notice("office_empty", message))
    return replace(document, media_type=media_type, notices=notices)


class _Office:
    """A private profile and the folders for what goes in and comes out."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.folder = Path(tempfile.mkdtemp(prefix="vanban-office-"))
        self.ahead: dict[tuple[str, str], Path | Failure] = {}
        for name in ("in", "out"):
            (self.folder / name).mkdir()
        self._make_profile()

    def close(self) -> None:
        if os.getpid() == self.owner:
            shutil.rmtree(self.folder, ignore_errors=True)

    def stage(self, name: str, suffix: str) -> Path:
        return self.folder / "in" / f"{name}.{suffix}"

    def forget(self) -> None:
        """Drop what was made ahead and not asked for."""
        for outcome in self.ahead.values():
            if isinstance(outcome, Path):
                outcome.unlink(missing_ok=True)
        self.ahead = {}

    def run(self, places: Iterable[Path], target: str) -> dict[Path, Path | Failure]:
        """Convert staged files; after a crash or a standstill go on behind the file that caused it.

        Of many, some may be left out: those at which a run of several crashed, which another may have brought about,
        and those that were not come to. A file by itself has an outcome.
        """
        waiting = list(places)
        outcomes: dict[Path, Path | Failure] = {}
        start = time.monotonic()
        for _ in range(_MAX_BREAKS):
            if not waiting or (outcomes and time.monotonic() - start > _MAX_BREAKS_S):
                break
            ended = self._run_once(waiting, target)
            for place in waiting[: ended.reached]:
                made = self._made(place, target)
                outcomes[place] = made if made.exists() else Failure("refused")
            if ended.failure is not None and ended.reached < len(waiting):
                culprit = waiting[ended.reached]
                self._made(culprit, target).unlink(missing_ok=True)
                if ended.failure.code != "crash" or len(waiting) == 1:
                    outcomes[culprit] = ended.failure
                self._make_profile()  # the old one may be locked or broken
                waiting = waiting[ended.reached + 1 :]
            else:
                waiting = waiting[ended.reached :]
        return outcomes

    def _made(self, place: Path, target: str) -> Path:
        return self.folder / "out" / f"{place.stem}.{target}"

    def _make_profile(self) -> None:
        profile = self.folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)
        (profile / "user").mkdir(parents=True)
        settings = "".join(_SETTING.format(*setting) for setting in _SAFE)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(settings), encoding="utf-8")

    def _run_once(self, places: list[Path], target: str) -> _Ended:
        office = find_office()
        if office is None:
            return _Ended(len(places), None)
        command = [
            office, f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nologo", "--nodefault", "--nolockcheck", "--convert-to", f"{target}:{_FILTERS[target]}",
            "--outdir", str(self.folder / "out"), *map(str, places),
        ]  # fmt: skip
        # what its libraries keep for a user, as settings of GNOME and lists of fonts, goes with the profile
        own = {name: str(self.folder / "profile") for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        limit = f'ulimit -v {limits.OFFICE_MEMORY_BYTES // 1024} 2>/dev/null; exec "$@"'
        with (self.folder / "log").open("w+b") as log:
            process = subprocess.Popen(  # a new session, so that all its children can be killed
                ["/bin/sh", "-c", limit, "sh", *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
                env={**os.environ, **own, "GSETTINGS_BACKEND": "memory"},
            )  # fmt: skip
            try:
                failure = _watch(process, log, places)
            finally:
                _kill(process)
            if failure is None:
                return _Ended(len(places), None)
            return _Ended(self._count_behind(_outcomes(log), places, target), failure)

    def _count_behind(self, outcomes: list[str], places: list[Path], target: str) -> int:
        """Count the files behind a run that broke off: at the last one it opened, unless that is written, or after."""
        opened = bool(outcomes) and outcomes[-1] == _OUTPUT
        stood = opened and not self._made(places[min(len(outcomes), len(places)) - 1], target).exists()
        return min(len(outcomes) - stood, len(places) - 1)


class _Ended(NamedTuple):
    reached: int  # files that were gone through
    failure: Failure | None  # why the next one was not


class _Patience:
    """Time spent at one file: of the clock, of the processor, and since anything was last done."""

    def __init__(self, session: int, place: Path) -> None:
        self._session = session
        self._spent = 0.0
        self.next_file(place)
        self._more_s, self._more_work_s = _START_S, _START_WORK_S  # what it takes to start at all

    def next_file(self, place: Path) -> None:
        self._begun = self._worked = self._looked = time.monotonic()
        self._spent_before = self._spent
        self._limit_s = _work_seconds(place)
        self._more_s = self._more_work_s = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def is_over(self) -> bool:
        """Tell whether a file takes too long; a busy machine, on which it waits for its turn, is hardly a reason."""
        now, limit_s = time.monotonic(), self._limit_s
        if now - self._looked >= min(_LOOK_S, limit_s / 4):
            self._looked = now
            spent = session_seconds(self._session)
            if spent is not None and spent > self._spent + _WORK_S:
                self._spent, self._worked = spent, now
        return (
            self._spent - self._spent_before > limit_s + self._more_work_s
            or now - self._worked > limit_s + self._more_s
            or now - self._begun > limit_s * limits.OFFICE_WALL_FACTOR + self._more_s
        )


def _work_seconds(place: Path) -> float:
    """Give the processor's seconds that a file may take; the larger, the more."""
    try:
        size = place.stat().st_size
    except OSError:
        size = 0
    return min(limits.OFFICE_FILE_S + limits.OFFICE_MB_S * size / 2**20, limits.OFFICE_MOST_S)


def _watch(process: subprocess.Popen[bytes], log: IO[bytes], places: list[Path]) -> Failure | None:
    """Wait until a run ends by itself, or stands still or works for too long at one file."""
    reached, patience = 0, _Patience(process.pid, places[0])
    while process.poll() is None:
        time.sleep(_POLL_S)
        through = len(_outcomes(log))
        if through > reached:
            reached = through
            patience.next_file(places[min(reached, len(places) - 1)])
        if patience.is_over():
            return Failure("timeout", patience.seconds)
    return None if process.returncode == 0 else Failure("crash")


def _outcomes(log: IO[bytes]) -> list[str]:
    """Give what was said of each file so far: _OUTPUT or _FAILURE."""
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").splitlines()
    return [word for line in lines for word in (_OUTPUT, _FAILURE) if line.startswith(word)]


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _error(failure: Failure, source: str) -> ReadError | LimitError:
    if failure.code == "timeout":
        return LimitError(
            source,
            f"LibreOffice mở quá {failure.seconds:.0f} giây chưa xong, đã dừng",
            remedy="hãy mở bằng Word hoặc Excel rồi lưu lại thành DOCX hoặc XLSX",
        )
    problem = "LibreOffice bị lỗi khi mở" if failure.code == "crash" else "tệp hỏng hoặc có mật khẩu, không mở được"
    return ReadError(source, problem, remedy="hãy lấy lại bản gốc, hoặc mở rồi lưu lại thành DOCX hoặc XLSX")


def _too_large(source: str, size: int) -> LimitError:
    limit = limits.OFFICE_BYTES / 2**20
    return LimitError(
        source,
        f"quá lớn để chuyển bằng LibreOffice: {size / 2**20:.0f} MB, mức cho phép là {limit:.0f} MB",
        remedy="hãy lưu lại thành DOCX hoặc XLSX",
    )


_LOCK = threading.RLock()
_OFFICES: dict[int, _Office] = {}


def _office() -> _Office:
    """Give this process's own; a forked child makes its own."""
    office = _OFFICES.get(os.getpid())
    if office is None:
        _OFFICES.clear()
        office = _OFFICES[os.getpid()] = _Office()
        Finalize(None, office.close, exitpriority=0)  # at the end of worker processes too, which atexit is not
    return office
