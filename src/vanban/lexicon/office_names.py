"""Names of offices as tables show them: in usual case, short, and told from those of other provinces."""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.lexicon.organizations import department_book, head_book
from vanban.lexicon.places import province_book
from vanban.lexicon.provinces import province_of
from vanban.lexicon.words import Words, split_words
from vanban.text import fold, is_syllable, nfc, squeeze

_SHORT = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND", "Mặt trận Tổ quốc Việt Nam": "MTTQ Việt Nam"}
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu", "khu vực")
_SMALL = {"và", "của", "các", "về", "cho", "với", "thuộc", "cấp", "tại", "trong", *_LEVELS}
_SMALLER_PLACE = re.compile(r"\b(?:huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) (\w)")
_BARE_LEVEL = re.compile(r"(?:\b(?P<level>tỉnh|thành phố|tỉnh ủy|thành ủy))$", re.IGNORECASE)
_KINDS = {"tỉnh": "tỉnh", "tỉnh ủy": "tỉnh", "thành phố": "thành phố", "thành ủy": "thành phố"}
_MANY = re.compile(
    r"(?:\b(?:các|những|mỗi|từng|mọi|một số|nhiều|cấp|ngoài|liên|toàn|hai|ba|và)\s+|[,/]\s*)$", re.IGNORECASE
)
_OF_PROVINCE = re.compile(r"\b(?:tinh|thanh) uy\b|\b(?:ubnd|hdnd) (?:tinh|thanh pho)\b")
_CENTRAL = re.compile(r"(?:các )?(?:bộ|ban, bộ)\b|(?:quốc hội|chính phủ|thủ tướng|chủ tịch nước)\b", re.IGNORECASE)
_NATIONAL = re.compile(r"\b(?:trung ương|chính phủ|quốc hội|quốc gia|việt nam)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def usual_name(name: str) -> str:
    """Give a name in its usual case, an office's common opening words short.

    >>> usual_name("ỦY BAN NHÂN DÂN XÃ PHÚ TÂN")
    'UBND xã Phú Tân'
    """
    name = squeeze(nfc(name))
    if not name:
        return name
    words = split_words(name)
    found = head_book().longest(words.keys, 0)
    if not name.isupper():
        short = _SHORT.get(found[1].name) if found else None
        return f"{short}{name[words.ends[found[0] - 1] :]}" if found and short else name
    return _in_usual_case(words)


def _in_usual_case(words: Words) -> str:
    parts: list[str] = []
    at, opens, place = 0, True, False  # a word that opens a part of the name; words of a place
    while at < len(words.keys):
        stop, part, opens, place = _next_part(words, at, opens=opens, place=place)
        gap = words.text[words.ends[at - 1] : words.starts[at]] if at else ""
        parts += [gap, part]
        at = stop
    return "".join(parts)


def _next_part(words: Words, at: int, *, opens: bool, place: bool) -> tuple[int, str, bool, bool]:
    """Give the index after the next part, its words, and whether the words after it open one or name a place."""
    head = head_book().longest(words.keys, at) if opens or at == 0 else None
    if head is not None:
        stop, found = head
        abbreviated = stop == at + 1 and not is_syllable(words.forms[at])
        part = _SHORT.get(found.name, words.forms[at] if abbreviated else found.name)
        department = department_book(found.tail).longest(words.keys, stop) if found.tail in ("so", "bo") else None
        if department is not None:
            return department[0], f"{part} {department[1].name}", False, False
        return stop, part, True, False
    province = province_book().longest(words.keys, at)
    if province is not None and (place or province[0] == len(words.keys)):
        return province[0], province[1].name, False, place
    for level in _LEVELS:
        keys = level.split()
        if words.keys[at : at + len(keys)] == keys:
            return at + len(keys), level, False, True
    form = words.forms[at]
    if not form.isalpha() or not is_syllable(form):  # a sign, a number or an abbreviation
        return at + 1, form, opens, place
    if words.keys[at] in _SMALL:
        return at + 1, form.lower(), opens, False
    return at + 1, form.capitalize() if opens or place else form.lower(), False, place


def unit_name(issuer: str | None, *, parent: str | None, province: str | None) -> str | None:
    """Give the name by which a reporting office is known among those of all provinces; None without an issuer."""
    if not issuer:
        return None
    name = usual_name(issuer)
    if _names_a_place(name) or _is_central(name):
        return _with_province(name, province)
    if parent and not _is_department(name):
        above = usual_name(parent)
        if _names_a_place(above) and not _BARE_LEVEL.search(name):
            return _with_province(f"{name} {above}", province)
    return placed_name(name, province)


def _with_province(name: str, province: str | None) -> str:
    """Add the province to a name that ends with a smaller place, for communes of many provinces share names."""
    found = province_of(province) if province else None
    smaller = any(first.isupper() or first.isdigit() for first in _SMALLER_PLACE.findall(name))
    if found is None or not smaller or found.name in name:
        return name
    return f"{name}, {found.kind} {found.name}"


def placed_name(name: str, province: str | None) -> str:
    """Add the province to the name of a local office that does not say where it is: "Sở Y tế tỉnh Lào Cai".

    A name of a national body, and one that names a place, stay as they are.
    """
    found = province_of(province) if province else None
    if found is None or _is_central(name) or _names_a_place(name):
        return name
    full = full_name(name, province)
    return full if full != name else f"{name} ({found.name})"


@lru_cache(maxsize=4096)
def full_name(name: str, province: str | None) -> str:
    """Give the name of the office that a document of a province means: "UBND tỉnh" is "UBND tỉnh Lào Cai" there.

    Only the province's own offices are meant so: "UBND thành phố" in a province may be a city's, "UBND các tỉnh" are
    many, and words that are no office stay as they are.
    """
    found = province_of(province) if province else None
    if found is None or _is_central(name) or _names_a_place(name):
        return name
    level = _BARE_LEVEL.search(name)
    if level is not None:
        own = _KINDS[level["level"].lower()] == found.kind and not _MANY.search(name[: level.start()])
        return f"{name} {found.name}" if own else name
    return f"{name} {found.kind} {found.name}" if _is_whole_department(name) else name


def _is_whole_department(name: str) -> bool:
    """Tell whether a name is that of a department and nothing more: "Sở Tài chính", not "Sở, ngành"."""
    keys = split_words(name).keys
    head = head_book().longest(keys, 0)
    field = department_book("so").longest(keys, head[0]) if head is not None and head[1].tail == "so" else None
    return field is not None and field[0] == len(keys)


def _names_a_place(name: str) -> bool:
    words = split_words(name)
    capitals = set(words.capitals)
    levels = [level.split() for level in _LEVELS]
    for at in range(len(words.keys)):
        if at and at in capitals and province_book().longest(words.keys, at):
            return True
        for level in levels:
            after = at + len(level)
            if words.keys[at:after] == level and (after in capitals or words.keys[after : after + 1] == ["số"]):
                return True
    return False


def _is_department(name: str) -> bool:
    found = head_book().longest(split_words(name).keys, 0)
    return found is not None and found[1].tail == "so"


def _is_central(name: str) -> bool:
    found = head_book().longest(split_words(name).keys, 0)
    known = found is not None and found[1].tail in ("none", "bo") and not _BARE_LEVEL.search(name)
    return known or bool(_CENTRAL.match(name) or _NATIONAL.search(name))


def body_rank(name: str) -> int:
    """Tell how high a body stands: 0 national, 1 the head of a province, 2 a department or any other."""
    if _is_central(name):
        return 0
    return 1 if _OF_PROVINCE.search(fold(name)) else 2
