"""Ties the mentions of one organisation, person or place together and gives the fullest form of each over a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vanban.extract.areas import match_area
from vanban.extract.organization_parts import Organization
from vanban.extract.organizations import match_organization
from vanban.lexicon.organizations import department_book
from vanban.lexicon.provinces import province_of
from vanban.lexicon.words import split_words
from vanban.model import Name, NameKind
from vanban.text import canonical, squeeze


@dataclass(slots=True)
class _Entity:
    """Mentions that mean the same."""

    forms: Counter[str]
    first: int  # place of the first mention
    area: tuple[str, str] | None = None  # level, canonical name; ("tỉnh", "") where the level stands bare

    @property
    def count(self) -> int:
        return self.forms.total()


def resolve_names(names: Sequence[Name]) -> tuple[Name, ...]:
    """Give the mentions with `name` set to the fullest written form in the document, and `title` to the person's post.

    Short mentions of persons that fit no full name ("ông Sửu") are left out. Order and spans stay.
    """
    fullest = {
        NameKind.ORGANIZATION: _organizations([n for n in names if n.kind is NameKind.ORGANIZATION]),
        NameKind.PERSON: _persons([n for n in names if n.kind is NameKind.PERSON]),
        NameKind.PLACE: _places([n for n in names if n.kind is NameKind.PLACE]),
    }
    titles: dict[str, str] = {}
    resolved: list[Name] = []
    levels = _levels_spoken_for(names)
    for name in names:
        form = fullest[name.kind].get(name.name)
        if form is None or (name.kind is NameKind.ORGANIZATION and _is_class(form, levels)):
            continue
        resolved.append(replace(name, name=form))
        if name.kind is NameKind.PERSON and name.title and len(name.title) > len(titles.get(form, "")):
            titles[form] = name.title
    return tuple(replace(n, title=titles.get(n.name, n.title)) if n.kind is NameKind.PERSON else n for n in resolved)


def distinct_names(names: Iterable[Name], kind: NameKind) -> list[Name]:
    """Give one mention of each resolved name of a kind, in the order of the document."""
    seen: dict[str, Name] = {}
    for name in names:
        if name.kind is kind:
            seen.setdefault(name.name, name)
    return list(seen.values())


_LOWER_LEVELS = {"xã", "phường", "thị trấn", "huyện", "quận", "thị xã"}
_OPENING = 1500  # characters: letterhead and title


def _levels_spoken_for(names: Sequence[Name]) -> set[str]:
    """Give the lower levels of which one unit is named where the document opens, so that "UBND xã" means that one."""
    found: set[str] = set()
    for name in names:
        if name.span.start < _OPENING and name.kind is not NameKind.PERSON:
            words = split_words(name.name)
            for index in range(len(words.keys)):
                area = match_area(words, index)
                if area is not None and area.is_named and area.level in _LOWER_LEVELS:
                    found.add(area.level)
    return found


def _is_class(form: str, levels: set[str]) -> bool:
    """Tell whether a council or committee of a bare lower level stands for all of them ("UBND xã" in a province's report)."""
    base, area = _parse(form)
    if area is None or area[1] or area[0] not in _LOWER_LEVELS or area[0] in levels:
        return False
    return base[:2] in (("ủy", "ban"), ("hội", "đồng"))


# -- organisations -----------------------------------------------------------------------------------------------------


def _tokens(form: str) -> tuple[str, ...]:
    return tuple("và" if key == "&" else key for key in split_words(form).keys if key not in (",", "-", ".", "'"))


def _parse(form: str) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    """Part a name into what it is and where it is."""
    words = split_words(form)
    found = match_organization(words, 0) if words.keys else None
    if found is None:
        return _tokens(form), None
    area = _area_key(found, form)
    stop = found.area.first if found.area is not None and found.area.stop == found.stop else found.stop
    return _base(found, form, stop), area


def _area_key(found: Organization, form: str) -> tuple[str, str] | None:
    area = found.area
    if area is None:
        return None
    if area.province is not None:
        return "tỉnh", canonical(area.province.name)
    words = split_words(form)
    name = " ".join(words.keys[area.name_first : area.stop]) if area.is_named else ""
    level = "tỉnh" if area.level == "thành phố" and not name else area.level
    return level, name


def _base(found: Organization, form: str, stop: int) -> tuple[str, ...]:
    head = tuple(split_words(found.head.name).keys)
    words = split_words(form)
    if found.head.tail in ("so", "bo"):
        for index in range(1, len(words.keys)):
            field = department_book(found.head.tail).longest(words.keys, index)
            if field is not None:
                return (*head, *_tokens(field[1].name))
    written = _head_length(words.keys, found)
    for of in ("so", "bo"):  # "Phòng GD&ĐT"
        field = department_book(of).longest(words.keys, written)
        if field is not None and field[0] == stop:
            return (*head, *_tokens(field[1].name))
    return (*head, *_tokens(form[words.starts[written] : words.ends[stop - 1]] if stop > written else ""))


def _head_length(keys: list[str], found: Organization) -> int:
    from vanban.lexicon.organizations import head_book

    match = head_book().longest(keys, 0)
    return match[0] if match is not None else 0


def _organizations(names: Sequence[Name]) -> dict[str, str]:
    by_base: dict[tuple[str, ...], dict[tuple[str, str] | None, _Entity]] = {}
    for place, name in enumerate(names):
        base, area = _parse(name.name)
        entity = by_base.setdefault(base, {}).setdefault(area, _Entity(Counter(), place, area))
        entity.forms[name.name] += 1
    fullest: dict[str, str] = {}
    groups = _join_short({base: _join_areas(entities) for base, entities in by_base.items()})
    for entities in groups.values():
        for entity in entities:
            best = max(entity.forms, key=lambda form: _fullness(form, entity.forms[form]))
            fullest.update(dict.fromkeys(entity.forms, best))
    return fullest


def _fullness(form: str, count: int) -> tuple[int, ...]:
    _, area = _parse(form)
    named = 0 if area is None else 2 if area[1] else 1
    return named, len(form.split()), not form.isupper(), form[0].isupper(), count


def _join_areas(entities: dict[tuple[str, str] | None, _Entity]) -> list[_Entity]:
    """Join "UBND tỉnh" and "Sở Y tế" with the most frequent one whose place is named."""
    named = sorted((e for a, e in entities.items() if a is not None and a[1]), key=lambda e: -e.count)
    joined = list(named)
    for area, entity in entities.items():
        if area is not None and area[1]:
            continue
        if area is not None:
            hosts = [e for e in named if e.area is not None and e.area[0] == area[0]]
        else:
            hosts = named or [e for e in entities.values() if e.area is not None]
        host = hosts[0] if hosts else None
        if host is None:
            joined.append(entity)
        else:
            host.forms.update(entity.forms)
            host.first = min(host.first, entity.first)
    return joined


def _join_short(groups: dict[tuple[str, ...], list[_Entity]]) -> dict[tuple[str, ...], list[_Entity]]:
    """Join a short form with the one longer name that holds all its words ("HTX Vĩnh Tiến", "HTX Nông nghiệp Vĩnh Tiến")."""
    order = sorted(groups, key=len)
    for place, base in enumerate(order):
        if len(groups[base]) != 1 or len(base) < 2:
            continue
        longer = [
            other
            for other in order[place + 1 :]
            if other in groups and other[0] == base[0] and _is_short_for(base, other) and len(groups[other]) == 1
        ]
        if len(longer) == 1:
            host, short = groups[longer[0]][0], groups[base][0]
            if (
                short.area is None
                or short.area == host.area
                or (host.area is not None and not short.area[1] and short.area[0] == host.area[0])
            ):
                host.forms.update(short.forms)
                del groups[base]
    return groups


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(long) <= len(short) or short[:2] != long[:2]:
        return False
    if long[: len(short)] == short:
        return short[0] not in ("sở", "bộ", "ban", "văn", "hội", "công", "phòng") or len(short) >= 5
    return short[-2:] == long[-2:] and set(short) <= set(long)


# -- persons -----------------------------------------------------------------------------------------------------------


def _persons(names: Sequence[Name]) -> dict[str, str]:
    full = [name.name for name in names if name.rule != "person.short" and len(name.name.split()) >= 2]
    fullest: dict[str, str] = {}
    keyed: dict[str, str] = {}
    for form in sorted(set(full), key=lambda f: (-len(f.split()), f.isupper())):
        key = canonical(squeeze(form))
        host = keyed.get(key) or next((whole for other, whole in keyed.items() if other.endswith(f" {key}")), None)
        keyed.setdefault(key, host or form)
        fullest[form] = host or form
    for name in names:
        if name.name not in fullest:
            key = canonical(name.name)
            hosts = {whole for other, whole in keyed.items() if other.split()[-1] == key}
            if len(hosts) == 1:
                fullest[name.name] = hosts.pop()
    return fullest


# -- places ------------------------------------------------------------------------------------------------------------


def _place_key(form: str) -> tuple[str, str]:
    words = split_words(form)
    area = match_area(words, 0) if words.keys else None
    if area is None or not area.is_named:
        province = province_of(form)
        return ("tỉnh", canonical(province.name)) if province is not None else ("", " ".join(words.keys))
    if area.province is not None and (area.level == "tỉnh" or area.province.kind == area.level):
        return "tỉnh", canonical(area.province.name)
    return area.level, " ".join(words.keys[area.name_first : area.stop])


def _places(names: Sequence[Name]) -> dict[str, str]:
    groups: dict[tuple[str, str], Counter[str]] = {}
    for name in names:
        groups.setdefault(_place_key(name.name), Counter())[name.name] += 1
    for level, key in [k for k in groups if not k[0]]:
        host = next((other for other in groups if other[0] and other[1] == key), None)
        if host is not None:
            groups[host].update(groups.pop((level, key)))
    fullest: dict[str, str] = {}
    for forms in groups.values():
        best = max(forms, key=lambda form: (len(form.split()), not form.isupper(), not form[0].isupper(), forms[form]))
        fullest.update(dict.fromkeys(forms, best))
    return fullest
