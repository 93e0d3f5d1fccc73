"""One id for one indicator in whatever words, so that series over provinces and years line up.

A name is compared with those of the lexicon by its words, rare ones counting more; where that does not settle it, the names that come
near are compared by vectors of words, pairs of words and runs of letters (TF-IDF). Below both thresholds it gets an id of its own, made of
its words: the same words in any spelling and with any abbreviation give the same id. What either finds: docs/indicator-ids.md.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

from vanban.lexicon.indicators import KnownIndicator, known_indicators
from vanban.lexicon.rows import read_rows
from vanban.lexicon.synonyms import Form, form_words
from vanban.lexicon.units import match_unit
from vanban.text import fold

MIN_LIKENESS = 0.72  # weighted share of common words from which two names are one indicator
MIN_COSINE = 0.75  # of the vectors of two names; how it was chosen: docs/indicator-ids.md
_MIN_NEAR = 0.6  # likeness by words from which vectors are compared
_BELOW_NEAR = 0.599  # names of which one weighs less than this share of the other cannot be so like
_OWN = "x-"  # opens the ids that are not of the lexicon
_MAX_OWN_WORDS = 16
# Words that tell little: what remains names the indicator.
_WEAK = frozenset((
    "của", "các", "những", "và", "được", "đã", "đang", "trên", "tại", "cho", "có", "là", "trong", "với", "theo", "từ",
    "đến", "ở", "về", "tổng", "số", "lượng", "toàn", "tỉnh", "địa", "bàn", "năm", "tháng", "quí", "ước", "lũy", "kế",
    "đạt", "nay", "hiện", "cả", "nước", "mức", "chung", "cộng", "dồn", "phương", "thực", "hiện",
))  # fmt: skip
# Words that change what is measured: both names have them, or neither.
_DECISIVE = frozenset(("tăng", "giảm", "vượt", "thiếu", "dừng", "chậm", "quá", "chưa", "không", "bị", "thu", "chi"))
_WEAK_WEIGHT, _UNKNOWN_WEIGHT = 0.15, 1.0
_MULTIPLIER = re.compile(r"(?:(?:trăm|nghìn|ngàn|vạn|triệu|t[ỷỉ])\s+)+(?=\S)")
_MONEY = re.compile(r"đồng\b(?! chí)|usd|đô la|euro|yên")
_RATE = re.compile(r"(?:tỉ (?:lệ|trọng)|tốc độ|mức độ hài lòng|chỉ số)\b")


class Match(NamedTuple):
    id: str
    likeness: float  # 0..1; 0 for an id of its own


@lru_cache(maxsize=10_000)
def find_indicator_id(name: str, unit: str | None = None) -> Match:
    """Give the id of an indicator by its name and the unit of its value or target.

    >>> find_indicator_id("tỷ lệ bao phủ BHYT", "%").id
    'ty-le-bao-phu-bao-hiem-y-te'
    """
    index = _index()
    words = _content(name)
    own = _Content.of(words, index.weights)
    kind = _kind(name, unit)
    telling = sorted([word for word in words if (word, None) in index.places], key=lambda w: (-index.weights[w], w))
    # a like name shares one of them
    candidates = {place for word in telling[:2] for place in index.places.get((word, kind), ())}
    best, likeness, near = "", 0.0, []
    least, most = own.weight * _BELOW_NEAR, own.weight / _BELOW_NEAR
    for place in sorted(candidates):
        content = index.contents[place]
        if not least <= content.weight <= most:
            continue
        found = _likeness(own, content, index.weights)
        if found > likeness:
            best, likeness = index.entries[place].id, found
        if found >= _MIN_NEAR:
            near.append(place)
    if likeness >= MIN_LIKENESS:
        return Match(best, round(likeness, 3))
    if near:
        cosine, place = _nearest(name, near)
        if cosine >= MIN_COSINE:
            return Match(index.entries[place].id, round(cosine, 3))
    return Match(_own_id(name, words, kind), 0.0)


class _Entry(NamedTuple):
    id: str
    kind: str
    words: Counter[str]


class _Content(NamedTuple):
    """The words of a name, for comparing."""

    words: Counter[str]
    weight: float  # of all of them
    decisive: frozenset[str]
    done: int  # what it says of an act: 1 done ("đã"), -1 going on ("đang"), 0 nothing or both

    @classmethod
    def of(cls, words: Counter[str], weights: Mapping[str, float]) -> _Content:
        weight = sum(weights.get(word, _UNKNOWN_WEIGHT) * count for word, count in words.items())
        return cls(words, weight, _DECISIVE & words.keys(), ("đã" in words) - ("đang" in words))


class _Index(NamedTuple):
    entries: tuple[_Entry, ...]  # one for each name of each indicator
    contents: tuple[_Content, ...]  # of the same
    places: Mapping[tuple[str, str | None], tuple[int, ...]]  # entries by a word that tells much, of a kind and of all
    weights: Mapping[str, float]


@cache
def _names() -> list[tuple[str, KnownIndicator]]:
    return [(name, known) for known in known_indicators() for name in (known.name, *known.variants)]


@cache
def _index() -> _Index:
    entries = [_Entry(known.id, known.kind, _content(name)) for name, known in _names()]
    holders: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        for word in entry.words:
            holders[word].add(entry.id)
            if word not in _WEAK:
                places[word, None].append(place)
                places[word, entry.kind].append(place)
    total = len(known_indicators())
    weights = {word: log(1 + total / len(ids)) / log(1 + total) for word, ids in holders.items()}
    weights.update(dict.fromkeys(_WEAK, _WEAK_WEIGHT))
    contents = tuple(_Content.of(entry.words, weights) for entry in entries)
    return _Index(tuple(entries), contents, {word: tuple(found) for word, found in places.items()}, weights)


def _content(name: str) -> Counter[str]:
    """Give the words of a name with abbreviations written out, numbers left out."""
    return Counter(word for word in _written_out(form_words(name)) if not word.isdigit())


def _written_out(words: Form) -> list[str]:
    found: list[str] = []
    i = 0
    while i < len(words):
        for form, full in _full_forms().get(words[i], ()):
            if words[i : i + len(form)] == form:
                found.extend(full)
                i += len(form)
                break
        else:
            found.append(words[i])
            i += 1
    return found


@cache
def _full_forms() -> Mapping[str, list[tuple[Form, Form]]]:
    """Give the forms of the synonyms, longest first, by their first word, each with the form in full."""
    found: defaultdict[str, list[tuple[Form, Form]]] = defaultdict(list)
    for row in read_rows("synonyms.tsv"):
        full, *others = (form_words(form) for form in row["forms"].split("|"))
        for form in others:
            if form:
                found[form[0]].append((form, full))
    return {word: sorted(forms, key=lambda pair: -len(pair[0])) for word, forms in found.items()}


def _likeness(first: _Content, second: _Content, weights: Mapping[str, float]) -> float:
    """Give the weighted share of common words in all words of both."""
    if first.decisive != second.decisive or first.done * second.done < 0:
        return 0.0
    others = second.words
    common = sum(
        [
            weights.get(word, _UNKNOWN_WEIGHT) * min(count, others[word])
            for word, count in first.words.items()
            if word in others
        ]
    )
    total = first.weight + second.weight - common
    return common / total if total else 0.0


def _grams(name: str) -> Counter[str]:
    """Give the telling words of a name, their pairs, and their runs of three and four letters."""
    words = [word for word in _written_out(form_words(name)) if not word.isdigit() and word not in _WEAK]
    letters = f" {' '.join(words)} "
    grams = Counter(f"{a}_{b}" for a, b in pairwise(words))
    grams.update(f"={word}" for word in words)
    for size in (3, 4):
        grams.update(letters[i : i + size] for i in range(len(letters) - size + 1))
    return grams


class _Vectors:
    """The names of the lexicon as vectors of length 1, made when first asked for."""

    def __init__(self) -> None:
        self._grams = [_grams(name) for name, _ in _names()]
        holders = Counter(gram for grams in self._grams for gram in grams)
        total = len(self._grams)
        self._rarity = {gram: log((1 + total) / (1 + count)) + 1 for gram, count in holders.items()}
        self._unknown = log(1 + total) + 1
        self._known: dict[int, dict[str, float]] = {}

    def of(self, grams: Counter[str]) -> dict[str, float]:
        vector = {gram: (1 + log(n)) * self._rarity.get(gram, self._unknown) for gram, n in grams.items()}
        length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        return {gram: weight / length for gram, weight in vector.items()}

    def at(self, place: int) -> dict[str, float]:
        if place not in self._known:
            self._known[place] = self.of(self._grams[place])
        return self._known[place]


@cache
def _vectors() -> _Vectors:
    return _Vectors()


def _nearest(name: str, places: Sequence[int]) -> tuple[float, int]:
    """Give the greatest cosine between a name and those of the lexicon at `places`, and its place."""
    own = _vectors().of(_grams(name)).items()
    best = (0.0, places[0])
    for place in places:
        known = _vectors().at(place)
        cosine = sum(weight * known[gram] for gram, weight in own if gram in known)
        if cosine > best[0]:
            best = (cosine, place)
    return best


def _kind(name: str, unit: str | None) -> str | None:
    """Tell what the values are: percent, money, measure, count; None where neither unit nor name tells."""
    if unit is None:
        return "percent" if _RATE.match(" ".join(form_words(name))) else None
    lowered = unit.lower().strip()
    if lowered.startswith(("%", "phần trăm")):
        return "percent"
    if _MONEY.search(lowered):
        return "money"
    known = match_unit(_MULTIPLIER.sub("", lowered), 0)
    return "measure" if known is not None and known.kind in ("measure", "duration") else "count"


def _own_id(name: str, content: Iterable[str], kind: str | None) -> str:
    words = [word for word in content if word not in _WEAK] or list(form_words(name))
    slug = fold("-".join(words[:_MAX_OWN_WORDS]))
    return f"{_OWN}{slug}" + (f".{kind}" if kind else "")
