"""Units of quantities: measures, money, durations, and the nouns that are counted. Data in `data/units.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import NamedTuple


class Unit(NamedTuple):
    name: str  # lower case
    kind: str  # count, measure, duration, money, percent; none: a word that only begins like a unit ("giải ngân")
    group: str  # nouns of one group may be counted together: "xã, phường"
    source: str


@lru_cache(maxsize=1)
def load_units() -> Mapping[str, Unit]:
    """Give all units by their lower-case name, the words that only look like one included."""
    data = resources.files("vanban.lexicon").joinpath("data/units.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(data.splitlines(), delimiter="\t")
    return {row["unit"]: Unit(row["unit"], row["kind"], row["group"], row["source"]) for row in rows}


def _first_word(lowered: str, start: int) -> str:
    end = start
    while end < len(lowered) and lowered[end].isalnum():
        end += 1
    return lowered[start:end] or lowered[start : start + 1]  # a sign stands for itself: "%", "°"


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for unit in load_units().values():
        found.setdefault(_first_word(unit.name, 0), []).append(unit)
    return {word: tuple(sorted(units, key=lambda u: -len(u.name))) for word, units in found.items()}


def _longest(lowered: str, start: int) -> Unit | None:
    for unit in _by_first_word().get(_first_word(lowered, start), ()):
        stop = start + len(unit.name)
        if lowered.startswith(unit.name, start) and not lowered[stop : stop + 1].isalnum():
            return unit
    return None


def match_unit(lowered: str, start: int) -> Unit | None:
    """Find the longest unit that begins at `start` of a lower-case text and ends at a word's end.

    None too where the text goes on to a longer word that is no unit: "giải ngân" is not "giải".

    >>> match_unit("25 dịch vụ công thiết yếu", 3).name
    'dịch vụ công'
    """
    unit = _longest(lowered, start)
    return unit if unit is not None and unit.kind != "none" else None


def is_barred(lowered: str, start: int) -> bool:
    """Tell whether the word at `start` is listed as one that cannot be a unit."""
    unit = _longest(lowered, start)
    return unit is not None and unit.kind == "none"
