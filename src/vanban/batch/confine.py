"""What a worker process may not do: reach the network, outlive its parent, take all memory, write where it likes."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
_SECCOMP_MODE_FILTER = 2
# machine → its number for the kernel's audit, and of the call `socket`
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425
_ALLOWED_FAMILIES = (1, 16)  # AF_UNIX, AF_NETLINK: within this machine
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _NOT_THERE = 0x7FFF0000, 0x00050000 | 13, 0x00050000 | 38  # EACCES, ENOSYS


def adopt_orphans() -> None:
    """Become the parent of what dead workers leave behind: a LibreOffice that nobody waits for."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with(parent: int) -> None:
    """Be killed when the parent process ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def refuse_network() -> bool:
    """Let neither this process nor any child open a socket that leads out of the machine; tell whether the kernel does.

    Where it does not, only Python's own sockets are refused.
    """
    filter_ = _socket_filter(platform.machine())
    if filter_ is not None and _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _install(filter_):
        return True
    sys.addaudithook(_refuse_connection)
    return False


def limit_memory(memory_mb: int) -> None:
    """Let this process take so much address space beside what it has; children may raise it for themselves."""
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (memory_mb << 20), hard))


def prefer_for_killing() -> None:
    """Have the kernel, out of memory, kill this process and not the one that has the archive."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def leave_no_core() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def use_folder(folder: Path) -> None:
    """Put all temporary files, those of children too, into a folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


def rss_bytes(pid: int | str = "self") -> int:
    """Give the memory that a process has in use; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _refuse_connection(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind") and not (
        isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX
    ):
        raise PermissionError(13, "no network here")


def _prctl(option: int, value: int, more: object = 0) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(hasattr(libc, "prctl") and libc.prctl(option, ctypes.c_ulong(value), more, 0, 0) == 0)


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def _socket_filter(machine: str) -> list[tuple[int, int, int, int]] | None:
    """Give the steps by which the kernel judges a system call; a jump counts the steps that it leaves out."""
    if machine not in _MACHINES or sys.byteorder != "little":
        return None
    audit_number, socket_call = _MACHINES[machine]
    return [
        (_LOAD, 0, 0, 4),  # the machine for which the call was made
        (_EQUAL, 1, 0, audit_number),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),  # the call's number
        (_AT_LEAST, 0, 1, 0x40000000),  # the other numbering of x86_64
        (_RETURN, 0, 0, _NOT_THERE),
        (_EQUAL, 0, 1, _IO_URING_SETUP),  # opens sockets past this filter
        (_RETURN, 0, 0, _NOT_THERE),
        (_EQUAL, 0, 4, socket_call),
        (_LOAD, 0, 0, 16),  # its first argument
        (_EQUAL, 2, 0, _ALLOWED_FAMILIES[0]),
        (_EQUAL, 1, 0, _ALLOWED_FAMILIES[1]),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _install(steps: list[tuple[int, int, int, int]]) -> bool:
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))
