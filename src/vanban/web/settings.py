"""How the page is served."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1 << 20


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
    upload_dir: Path | None = None  # where files from the page are kept; None: beside the archive
    ingest: Callable[[str, Path], str] | None = None  # (archive's URL, file) → JSON report; None: a process of its own

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
