"""How the page is served."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from vanban.store import Archive

MEGABYTE = 1 << 20


class Taken(NamedTuple):
    """What became of a file that was sent: `outcome` is a word of the ledger (new, same, replaced, failed, …)."""

    outcome: str
    problem: str | None = None
    remedy: str | None = None
    classified: bool = False  # a state secret: no copy may stay


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the page listens and what it allows."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()  # further names under which browsers may call it
    https: bool = False  # a server in front of it speaks HTTPS: cookies go no other way
    session_s: int = 10 * 3600
    upload_bytes: int = 64 * MEGABYTE  # of one file
    upload_files: int = 20  # at once
    upload_dir: Path | None = None  # where files from the page are put; None: beside the archive
    take_in: Callable[[Archive, Path], Taken] | None = None  # reads a file in a worker process; None: no upload

    @property
    def is_local(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Tell whether only programs of this machine reach an address."""
    if host == "localhost":
        return True
    address = ip_address(host)
    return address is not None and address.is_loopback


def ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
