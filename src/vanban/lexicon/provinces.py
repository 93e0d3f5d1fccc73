"""Provinces by any of their names: today's 34 with the former 63. Data in `data/provinces.tsv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.text import canonical, nfc, squeeze


class Province(NamedTuple):
    """A province as a text may name it."""

    name: str  # as named, in its usual spelling: "Yên Bái"
    kind: str  # "tỉnh" or "thành phố", of that name
    now: str  # today's province there: "Lào Cai"
    code: str  # of today's province, two digits
    former: str  # the province before 1 July 2025; the same as `name`
    aliases: tuple[str, ...] = ()


@cache
def provinces() -> tuple[Province, ...]:
    """Give every province that has a name, the former ones too; sorted by name."""
    return tuple(
        Province(
            row["name"],
            row["kind"],
            row["now"],
            row["code"],
            row["name"],
            tuple(filter(None, row["aliases"].split("|"))),
        )
        for row in read_rows("provinces.tsv")
    )


def provinces_now() -> tuple[Province, ...]:
    """Give today's 34."""
    return tuple(province for province in provinces() if province.name == province.now)


def members_of(now: str) -> tuple[str, ...]:
    """Give the former provinces that one of today's is made of, itself first."""
    names = [province.name for province in provinces() if province.now == now]
    return tuple(sorted(names, key=lambda name: name != now))


_PREFIX = re.compile(r"(?:tỉnh|thành phố|thủ đô|tp\.?)\s+(?=\S)")
_DASH = re.compile(r"\s*[-–]\s*")


def _key(name: str) -> str:
    return _DASH.sub(" - ", canonical(nfc(squeeze(name))))


@cache
def _by_key() -> Mapping[str, Province]:
    found: dict[str, Province] = {}
    for province in provinces():
        for name in (province.name, *province.aliases):
            found.setdefault(_key(name), province)
    return found


def province_of(name: str) -> Province | None:
    """Find the province that a name means, in any case, with or without "tỉnh" or "thành phố", old spelling too.

    >>> province_of("TỈNH QUẢNG NAM").now
    'Đà Nẵng'
    """
    key = _key(name)
    return _by_key().get(key) or _by_key().get(_PREFIX.sub("", key, count=1))
