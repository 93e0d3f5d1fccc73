"""What `verify` finds."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """Something that is not as it was written."""

    kind: str  # database, reference, missing, count, changed, span, text, index, original
    place: str  # table and key, or file
    message: str  # Vietnamese
