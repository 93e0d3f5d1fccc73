"""The version of the program; a row in an archive says which one made it."""

from __future__ import annotations

import re

__version__ = "0.1.0"


def version_order(version: str) -> tuple[int, ...]:
    """Give the numbers of a version for comparing: 0.10.0 is newer than 0.9.2."""
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))
