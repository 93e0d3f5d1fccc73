"""Ties the mentions of one organisation, person or place together and gives the fullest form of each over a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from vanban.extract.areas import LEVEL_KEYS, match_area
from vanban.extract.localities import parse_hamlet
from vanban.extract.organization_forms import fullest_organizations, parse_name
from vanban.lexicon.provinces import province_of
from vanban.lexicon.words import split_words
from vanban.model import Name, NameKind
from vanban.text import canonical, squeeze

_LOWER_LEVELS = {"xã", "phường", "thị trấn", "huyện", "quận", "thị xã"}
_SERVICES = {("trung", "tâm", "phục", "vụ", "hành", "chính", "công")}  # every province and commune has one
_OPENING = 1500  # characters: letterhead and title


def resolve_names(names: Sequence[Name]) -> tuple[Name, ...]:
    """Give the mentions with `name` set to the fullest written form in the document, and `title` to the person's post.

    Left out are short mentions of persons that fit no full name ("ông Sửu"), and bodies of a lower level that stand for
    all of them ("UBND xã" in a province's report). Order and spans stay.
    """
    fullest = {
        NameKind.ORGANIZATION: fullest_organizations([n.name for n in names if n.kind is NameKind.ORGANIZATION]),
        NameKind.PERSON: _fullest_persons([n for n in names if n.kind is NameKind.PERSON]),
        NameKind.PLACE: _fullest_places([n.name for n in names if n.kind is NameKind.PLACE]),
    }
    levels = _levels_spoken_for(names)
    titles: dict[str, str] = {}
    resolved: list[Name] = []
    for name in names:
        form = fullest[name.kind].get(name.name)
        if form is None or (name.kind is NameKind.ORGANIZATION and _is_class(form, levels)):
            continue
        resolved.append(name if form == name.name else replace(name, name=form))
        if name.kind is NameKind.PERSON and name.title and len(name.title) > len(titles.get(form, "")):
            titles[form] = name.title
    return tuple(
        replace(name, title=title)
        if name.kind is NameKind.PERSON and (title := titles.get(name.name, name.title)) != name.title
        else name
        for name in resolved
    )


def distinct_names(names: Iterable[Name], kind: NameKind) -> list[Name]:
    """Give one mention of each resolved name of a kind, in the order of the document."""
    seen: dict[str, Name] = {}
    for name in names:
        if name.kind is kind:
            seen.setdefault(name.name, name)
    return list(seen.values())


def _levels_spoken_for(names: Sequence[Name]) -> set[str]:
    """Find the lower levels of which one unit is named where the document opens, so that "UBND xã" means that one.

    Bodies tell more than places. A bare district body means one in any document.
    """
    bodies: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for name in names:
        if name.span.start < _OPENING and name.kind is not NameKind.PERSON:
            words = split_words(name.name)
            found = bodies if name.kind is NameKind.ORGANIZATION else places
            for index in (index for index, key in enumerate(words.keys) if key in LEVEL_KEYS):
                area = match_area(words, index)
                if area is not None and area.is_named:
                    unit = " ".join(words.keys[area.name_first : area.stop])
                    found.setdefault(area.level, set()).add(unit)
    spoken = {level for level, units in (places | bodies).items() if len(units) == 1}
    return (spoken & _LOWER_LEVELS) | {"huyện", "quận", "thị xã"}


def _is_class(form: str, levels: set[str]) -> bool:
    """Tell whether a council or committee of a bare lower level stands for all of them."""
    base, area = parse_name(form)
    if area is None and base in _SERVICES:
        return True
    if area is None or area[1] or area[0] not in _LOWER_LEVELS or area[0] in levels:
        return False
    return base[:2] in (("ủy", "ban"), ("hội", "đồng"))


def _fullest_persons(names: Sequence[Name]) -> dict[str, str]:
    """Give full names as they are, their ends ("Mộng Thu") and last syllables ("bà Thu") by the one full name that fits."""
    full = {name.name for name in names if name.rule != "person.short" and len(name.name.split()) >= 2}
    fullest: dict[str, str] = {}
    hosts: dict[str, set[str]] = {}  # end of a name -> the full names that have it
    for form in sorted(full, key=lambda form: (-len(form.split()), form.isupper(), form)):
        syllables = canonical(squeeze(form)).split()
        whole = min(hosts.get(" ".join(syllables), {form}))
        fullest[form] = whole
        if whole == form:
            for start in range(len(syllables)):
                hosts.setdefault(" ".join(syllables[start:]), set()).add(form)
    for name in names:
        fitting = hosts.get(canonical(name.name), set()) if name.name not in fullest else set()
        if len(fitting) == 1:
            fullest[name.name] = min(fitting)
    return fullest


@lru_cache(maxsize=4096)
def _place_key(form: str) -> tuple[str, str]:
    words = split_words(form)
    area = match_area(words, 0) if words.keys else None
    if area is None or not area.is_named:
        province = province_of(form)
    else:
        own = area.province is not None and (area.level == "tỉnh" or area.province.kind == area.level)
        province = area.province if own else None
    if province is not None:  # the former province had a city of the name Huế
        return "tỉnh", "thừa thiên huế" if "thừa" in words.keys else canonical(province.name)
    if area is None or not area.is_named:
        return parse_hamlet(words) or ("", " ".join(words.keys))
    return area.level, " ".join(words.keys[area.name_first : area.stop])


def _fullest_places(forms: Sequence[str]) -> dict[str, str]:
    groups: dict[tuple[str, str], Counter[str]] = {}
    for form, count in Counter(forms).items():
        groups.setdefault(_place_key(form), Counter())[form] += count
    levels = {name: level for level, name in reversed(groups) if level}  # the first level in the document wins
    for bare in [key for key in groups if not key[0] and key[1] in levels]:
        groups[levels[bare[1]], bare[1]].update(groups.pop(bare))
    fullest: dict[str, str] = {}
    for found in groups.values():
        best = max(found, key=lambda form: (len(form.split()), not form.isupper(), not form[0].isupper(), found[form]))
        fullest.update(dict.fromkeys(found, best))
    return fullest
