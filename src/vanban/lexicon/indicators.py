"""Indicators that many reports give, with the names under which they stand. Data in `data/indicators.tsv`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows


class KnownIndicator(NamedTuple):
    id: str  # "ty-le-ho-ngheo"
    name: str
    kind: str  # percent, count, money, measure: what its values are
    variants: tuple[str, ...]  # other names, in any case


@cache
def known_indicators() -> tuple[KnownIndicator, ...]:
    """Give all indicators of the list, in its order."""
    return tuple(
        KnownIndicator(row["id"], row["name"], row["kind"], tuple(v for v in row["variants"].split("|") if v))
        for row in read_rows("indicators.tsv")
    )
