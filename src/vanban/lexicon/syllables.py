"""Which syllable follows which in official Vietnamese, and how often it was met."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.text import fold


class SyllablePairs(NamedTuple):
    """Syllables in small letters, NFC."""

    counts: dict[tuple[str, str], int]  # of a syllable and the one after it
    single: Counter[str]
    alike: dict[str, tuple[str, ...]]  # without diacritics → the syllables that are written so


_NUMBER = re.compile(r":\d+")


@cache
def load_syllables() -> frozenset[str]:
    """Give the syllables that were met at all, without waiting for what follows which."""
    found: set[str] = set()
    for row in read_rows("syllable_pairs.tsv"):
        found.add(row["first"])
        found.update(_NUMBER.sub("", row["next"]).split("|"))
    return frozenset(found)


@cache
def load_syllable_pairs() -> SyllablePairs:
    counts: dict[tuple[str, str], int] = {}
    single: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for row in read_rows("syllable_pairs.tsv"):
        first = row["first"]
        for item in row["next"].split("|"):
            following, _, number = item.partition(":")
            count = int(number or 1)
            counts[first, following] = count
            single[first] += count
            last[following] += count
    single |= last
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for syllable in single:
        alike[fold(syllable)].append(syllable)
    return SyllablePairs(counts, single, {key: tuple(words) for key, words in alike.items()})
