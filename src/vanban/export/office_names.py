"""Names of offices as a compiled table shows them: in usual case, short, and told from those of other provinces."""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.extract import find_names
from vanban.lexicon.organizations import department_book, head_book
from vanban.lexicon.places import province_book
from vanban.lexicon.provinces import province_of
from vanban.lexicon.words import Words, split_words
from vanban.model import Name, NameKind
from vanban.text import fold, is_syllable, nfc, squeeze

_SHORT = {"Ủy ban nhân dân": "UBND", "Hội đồng nhân dân": "HĐND", "Mặt trận Tổ quốc Việt Nam": "MTTQ Việt Nam"}
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu", "khu vực")
_SMALL = {"và", "của", "các", "về", "cho", "với", "thuộc", "cấp", "tại", "trong", *_LEVELS}
_SMALLER_PLACE = re.compile(r"\b(?:huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) (\w)")
_BETWEEN = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")
_BARE_LEVEL = re.compile(r"(?:\b(?:tỉnh|thành phố)|\b(?:tỉnh|thành) ủy)$", re.IGNORECASE)
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
    if _BARE_LEVEL.search(name):
        return f"{name} {found.name}"
    if _is_department(name):
        return f"{name} {found.kind} {found.name}"
    return f"{name} ({found.name})"


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


@lru_cache(maxsize=4096)
def asked_bodies(addressee: str) -> tuple[str, ...]:
    """Give the bodies that an addressee names, in order; words that are no body of a known kind stay whole.

    >>> asked_bodies("Bộ Kế hoạch và Đầu tư, Bộ Tài chính; UBND các xã")
    ('Bộ Kế hoạch và Đầu tư', 'Bộ Tài chính', 'UBND các xã')
    """
    bodies: list[str] = []
    for part in filter(None, (squeeze(nfc(part)) for part in addressee.split(";"))):
        bodies += _listed(part) or [usual_name(part)]
    return tuple(dict.fromkeys(body[:1].upper() + body[1:] for body in bodies))


def _listed(part: str) -> list[str]:
    """Give the names of a list of organisations; [] where something else stands among them."""
    names: list[Name] = [name for name in find_names(part) if name.kind is NameKind.ORGANIZATION]
    at = 0
    for place, name in enumerate(names):
        between = part[at : name.span.start]
        if between if place == 0 else not _BETWEEN.fullmatch(between):
            return []
        at = name.span.end
    rest = part[at:].lstrip(" ,")
    if rest and not rest[0].islower():  # more of a name that was not understood; small letters go on a sentence
        return []
    return [usual_name(name.name) for name in names]
