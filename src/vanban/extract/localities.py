"""Finds places that are no administrative units: hamlets by their names, regions of Viet Nam, other countries."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.extract.areas import is_capital
from vanban.extract.organization_parts import is_joined
from vanban.extract.place_lists import Place, is_counted, is_free_name, name_end, read_enumeration, read_list
from vanban.lexicon.places import province_book, region_book
from vanban.lexicon.words import Words

_HAMLETS: dict[tuple[str, ...], str] = {
    ("thôn",): "thôn", ("ấp",): "ấp", ("bản",): "bản", ("xóm",): "xóm", ("buôn",): "buôn", ("làng",): "làng",
    ("khóm",): "khóm", ("phum",): "phum", ("sóc",): "sóc", ("khu", "phố"): "khu phố", ("tổ", "dân", "phố"): "tổ dân phố",
}  # fmt: skip
_FIRST_KEYS = {keys[0] for keys in _HAMLETS}
# before a hamlet's word they make another: "văn bản", "nông thôn", "chăm sóc", "Nhật Bản"
_BEFORE = {
    "văn",
    "nông",
    "chăm",
    "cơ",
    "phiên",
    "kịch",
    "nhật",
    "tư",
    "bài",
    "dị",
    "ấn",
    "xuất",
    "biên",
    "nguyên",
    "hương",
    "buôn",
    "căn",
}
_IN_NAMES = {"bản", "làng", "buôn", "sóc"}  # with a capital in a sentence part of a name: "thác Bản Giốc"
_NO_PLACE_AFTER = {"phía", "hướng", "gió", "góc", "phóng"}  # "phía Tây Bắc", "ngày giải phóng miền Nam"


def find_hamlets(words: Words) -> Iterator[Place]:
    """Give hamlets by their names, and the further names of a list; one that has but a number is none."""
    reach = 0
    for index in [index for index, key in enumerate(words.keys) if key in _FIRST_KEYS]:
        opened = _opens_hamlet(words, index) if index >= reach else None
        if opened is None:
            continue
        first, level = opened
        if is_capital(words, first):
            stop = _name_end(words, first, level)
            if stop is not None:
                yield Place(index, stop, level, rule="place.hamlet")
                yield from read_list(words, stop, level)
        elif is_counted(words, index):
            yield from read_enumeration(words, first, level)
        reach = first


def hamlet_end(words: Words, index: int) -> int | None:
    """Give the index after a hamlet with its name that begins at a word ("thôn Tân Lập"); None where none does."""
    opened = _opens_hamlet(words, index) if index < len(words.keys) and words.keys[index] in _FIRST_KEYS else None
    return _name_end(words, *opened) if opened is not None and is_capital(words, opened[0]) else None


def parse_hamlet(words: Words) -> tuple[str, str] | None:
    """Give (level, name) of a name that is a hamlet's: ("thôn", "la hán"), the name in `canonical`."""
    opened = _opens_hamlet(words, 0) if words.keys and words.keys[0] in _FIRST_KEYS else None
    if opened is None or not is_capital(words, opened[0]):
        return None
    return opened[1], " ".join(words.keys[opened[0] :])


def _opens_hamlet(words: Words, index: int) -> tuple[int, str] | None:
    if index and is_joined(words, index):
        inside = words.forms[index - 1][0].islower() and words.forms[index][0].isupper()
        if words.keys[index - 1] in _BEFORE or (inside and words.keys[index] in _IN_NAMES):
            return None
    for size in (3, 2, 1):
        level = _HAMLETS.get(tuple(words.keys[index : index + size]))
        if level is not None:
            return index + size, level
    return None


def _name_end(words: Words, first: int, level: str) -> int | None:
    """Give the index after the name that begins at a capital behind a hamlet's word; None where it is no name."""
    stop = name_end(words, first)
    is_name = _is_name(words, first, stop) and not (level == "bản" and _is_common(words, first, stop))
    return stop if is_name else None


def _is_common(words: Words, first: int, stop: int) -> bool:
    """Tell whether one capital syllable begins a common word: "bản Kế hoạch"."""
    return stop == first + 1 and stop < len(words.forms) and words.forms[stop][0].islower()


def _is_name(words: Words, first: int, stop: int) -> bool:
    province = province_book().longest(words.keys, first - 1)  # "Sóc Trăng" is no hamlet
    region = region_book().longest(words.keys, first)
    return province is None and region is None and is_free_name(words, first, stop)


def find_regions(words: Words) -> Iterator[Place]:
    """Give regions and other countries; none in "phía Tây Bắc"."""
    book, reach = region_book(), 0
    for index in book.candidates(words):
        found = book.longest(words.keys, index) if index >= reach else None
        if found is None or not _is_written_as_name(words, index, found[0]):
            continue
        stop, kind = found
        if not (index and words.keys[index - 1] in _NO_PLACE_AFTER):
            yield Place(index, stop, kind, rule="place.region")
        reach = stop


def _is_written_as_name(words: Words, first: int, stop: int) -> bool:
    """Tell whether the name has its capitals, and none goes on right before or behind it ("Lào Cai")."""
    if not words.forms[stop - 1][0].isupper() or (stop - first == 1 and not words.forms[first][0].isupper()):
        return False
    if stop < len(words.forms) and words.forms[stop][0].isupper() and is_joined(words, stop):
        return False
    before = words.forms[first - 1] if first else "\n"
    comes_from = before[0].isupper() and not before.isupper() and is_joined(words, first)
    return not (comes_from and words.forms[first][0].isupper())
