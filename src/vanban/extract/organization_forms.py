"""Ties the written forms of one organisation together: "UBND tỉnh", "Ủy ban nhân dân tỉnh", "UBND tỉnh Lào Cai"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vanban.extract.organization_parts import Organization
from vanban.extract.organizations import match_organization
from vanban.lexicon.organizations import department_book, head_book
from vanban.lexicon.words import Words, split_words
from vanban.text import canonical

_MANY = 300  # names of one kind; above, short forms are not sought

AreaKey = tuple[str, str]  # level and canonical name; the name is empty where the level stands bare
Base = tuple[str, ...]


class Parts(NamedTuple):
    """What an organisation is, in words written out, and where it is."""

    base: Base
    area: AreaKey | None


@dataclass(slots=True)
class _Entity:
    """Forms that mean the same."""

    forms: Counter[str]
    area: AreaKey | None
    place: int  # of the first form, in the order of the document


def _tokens(form: str) -> Base:
    return tuple("và" if key == "&" else key for key in split_words(form).keys if key not in (",", "-", ".", "'"))


@lru_cache(maxsize=4096)
def parse_name(form: str) -> Parts:
    words = split_words(form)
    found = match_organization(words, 0) if words.keys else None
    if found is None:
        return Parts(_tokens(form), None)
    stop = found.area.first if found.area is not None and found.area.stop == found.stop else found.stop
    return Parts(_base(words, found, stop), _area_key(words, found))


def _area_key(words: Words, found: Organization) -> AreaKey | None:
    area = found.area
    if area is None:
        return None
    if area.province is not None:
        return "tỉnh", canonical(area.province.name)
    name = " ".join(words.keys[area.name_first : area.stop]) if area.is_named else ""
    return "tỉnh" if area.level == "thành phố" and not name else area.level, name


def _base(words: Words, found: Organization, stop: int) -> Base:
    head = tuple(split_words(found.head.name).keys)
    written = head_book().longest(words.keys, 0)
    after = written[0] if written is not None else 0
    for of in ("so", "bo"):  # "Sở KH&CN", "Phòng GD&ĐT"
        field = department_book(of).longest(words.keys, after)
        if field is not None and field[0] == stop:
            return (*head, *_tokens(field[1].name))
    return (*head, *_tokens(words.text[words.starts[after] : words.ends[stop - 1]] if stop > after else ""))


def fullest_organizations(forms: Sequence[str]) -> dict[str, str]:
    """Give for each form of a document, which may repeat, the fullest one that means the same."""
    by_base: dict[Base, dict[AreaKey | None, _Entity]] = {}
    for place, (form, count) in enumerate(Counter(forms).items()):  # in the order of the document
        base, area = parse_name(form)
        by_base.setdefault(base, {}).setdefault(area, _Entity(Counter(), area, place)).forms[form] += count
    fullest: dict[str, str] = {}
    groups = {base: _join_areas(entities) for base, entities in by_base.items()}
    _join_short(groups)
    for entities in groups.values():
        for entity in entities:
            best = max(entity.forms, key=lambda form: _fullness(form, entity.forms[form]))
            fullest.update(dict.fromkeys(entity.forms, best))
    return fullest


def _fullness(form: str, count: int) -> tuple[int, ...]:
    area = parse_name(form).area
    return area is not None and area[1] != "", len(form.split()), not form.isupper(), form[0].isupper(), count


def _join_areas(entities: dict[AreaKey | None, _Entity]) -> list[_Entity]:
    """Join "UBND tỉnh" and "Sở Y tế" with the most frequent one whose place is named."""
    named = sorted((e for e in entities.values() if e.area is not None and e.area[1]), key=lambda e: -e.forms.total())
    joined = list(named)
    for area, entity in entities.items():
        if area is not None and area[1]:
            continue
        if area is not None:
            hosts = [e for e in named if e.area is not None and e.area[0] == area[0]]
        else:
            hosts = named or [e for e in entities.values() if e.area is not None]
            hosts = [e for e in hosts if e.place < entity.place or entity.forms.total() < 3 * e.forms.total()]
        if hosts:
            hosts[0].forms.update(entity.forms)
        else:
            joined.append(entity)
    return joined


def _join_short(groups: dict[Base, list[_Entity]]) -> None:
    """Join a short form with the one longer name that holds all its words ("HTX Vĩnh Tiến", "HTX Nông nghiệp Vĩnh Tiến")."""
    by_kind: dict[Base, list[Base]] = {}
    for base in sorted(groups, key=len):
        by_kind.setdefault(base[:2], []).append(base)
    for bases in by_kind.values():
        for place, base in enumerate(bases if len(bases) <= _MANY else ()):
            if len(groups[base]) != 1 or len(base) < 2:
                continue
            hosts = [other for other in bases[place + 1 :] if len(groups[other]) == 1 and _is_short_for(base, other)]
            if len(hosts) == 1 and _agree(groups[base][0].area, groups[hosts[0]][0].area):
                groups[hosts[0]][0].forms.update(groups[base][0].forms)
                groups[base] = []


def _agree(short: AreaKey | None, long: AreaKey | None) -> bool:
    """Tell whether two places may be one: the same, or a bare level and a name of that level."""
    return short is None or short == long or (long is not None and short == (long[0], ""))


def _is_short_for(short: Base, long: Base) -> bool:
    if len(long) <= len(short):
        return False
    if long[: len(short)] == short:
        return short[0] not in ("sở", "bộ", "ban", "văn", "hội", "công", "phòng") or len(short) >= 5
    return short[-2:] == long[-2:] and set(short) <= set(long)
