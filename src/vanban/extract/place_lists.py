"""Reads the names of places in a row: behind a place ("xã An Viễn, Hố Nai"), or behind a level ("các xã như: …")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vanban.extract.areas import LEVEL_KEYS, capital_run
from vanban.extract.organization_parts import is_joined
from vanban.lexicon.organizations import function_words, head_book, post_book, surnames
from vanban.lexicon.places import commune_book, district_book, province_book
from vanban.lexicon.words import Words

_PLURALS = {"các", "những", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "số"}
_INTRODUCERS = {"gồm", "như", "là", ":"}
_REACH = 14  # words from a level to what introduces its names
_ENDS = {"\n", "\t", ".", ";"}
_PARTED = {",", "và", ";"}
_CLOSES = {",", "và", "(", ")", ".", ";", "\n"}  # what stands behind a name of one syllable
_NO_PLACES = {("việt", "nam")}


class Place(NamedTuple):
    """A mention; `first` and `stop` are indexes of words."""

    first: int
    stop: int
    level: str  # "" where the text does not say
    province: str | None = None  # name of the province, where the place is one
    code: str | None = None
    rule: str = "place.typed"


def is_counted(words: Words, index: int) -> bool:
    """Tell whether a level stands in the plural: "các xã", "4 bản"."""
    return index > 0 and (words.keys[index - 1] in _PLURALS or words.keys[index - 1].isdigit())


def read_list(words: Words, index: int, level: str) -> Iterator[Place]:
    """Give the further names of a list that go on at a sign or an "và"."""
    while index + 1 < len(words.keys) and words.keys[index] in _PARTED:
        place = name_at(words, index + 1, level)
        if place is None:
            return
        yield place
        index = _after_remark(words, place.stop)


def read_enumeration(words: Words, index: int, level: str) -> Iterator[Place]:
    """Give the names that a bare level in the plural introduces: "4 bản: Hô Tả và …", "các xã vùng sâu như …"."""
    for at in range(index, min(index + _REACH, len(words.keys) - 1)):
        if words.keys[at] in _ENDS:
            return
        if words.keys[at] not in _INTRODUCERS or words.forms[at + 1] in (":", ","):
            continue
        place = name_at(words, at + 1, level)
        if place is not None:
            yield place
            yield from read_list(words, _after_remark(words, place.stop), level)
            return


def name_at(words: Words, index: int, level: str) -> Place | None:
    """Give the name of a place of a level at a word: a known one, or one to four capitalised syllables."""
    if index >= len(words.keys) or words.keys[index] in LEVEL_KEYS or not words.forms[index][0].isupper():
        return None
    if level in ("tỉnh", "thành phố"):
        province = province_book().longest(words.keys, index)
        if province is not None:
            return Place(index, province[0], level, province[1].name, province[1].code, "place.listed")
    run = name_end(words, index)
    for book in (commune_book(), district_book()):
        found = book.longest(words.keys, index)
        if found is not None and found[0] == run:
            return Place(index, run, level, rule="place.listed")
    is_long = run - index >= 2 or (run < len(words.keys) and words.keys[run] in _CLOSES)
    if level != "tỉnh" and is_long and is_free_name(words, index, run):
        return Place(index, run, level, rule="place.listed")
    return None


def name_end(words: Words, index: int) -> int:
    """Give the index after capitalised syllables and one digit behind them ("Pà Vàng 1")."""
    run = capital_run(words, index, limit=5)
    one = run < len(words.forms) and words.forms[run].isdigit() and len(words.forms[run]) == 1
    return run + 1 if one and is_joined(words, run) and not _counts(words, run) else run


def is_free_name(words: Words, index: int, stop: int) -> bool:
    """Tell whether capitals may be an unknown place: no body, post, abbreviation or person."""
    if tuple(words.keys[index:stop]) in _NO_PLACES or (len(words.forms[index]) > 1 and words.forms[index].isupper()):
        return False
    if any(book.longest(words.keys, index) is not None for book in (head_book(), post_book())):
        return False
    return stop - index <= 4 and not (stop - index >= 3 and surnames().get(words.forms[index]) == "frequent")


def _counts(words: Words, index: int) -> bool:
    """Tell whether a digit counts what follows ("Nam Hòa 2 hồ sơ")."""
    after = index + 1
    follows_noun = after < len(words.forms) and words.forms[after][0].islower()
    return follows_noun and function_words().longest(words.keys, after) is None


def _after_remark(words: Words, index: int) -> int:
    """Give the index after a short remark in brackets ("(96 hồ sơ)") or a count ("92 hồ sơ") behind a name."""
    if index >= len(words.forms):
        return index
    size = min(index + 6, len(words.forms))
    if words.forms[index] == "(":
        return next((at + 1 for at in range(index, size) if words.forms[at] == ")"), index)
    if words.forms[index][0].isdigit():
        return next((at for at in range(index, size) if words.keys[at] in _PARTED), index)
    return index
