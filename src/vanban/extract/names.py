"""Finds the names of organisations, persons and places, and the fullest form of each over a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vanban.extract.localities import find_hamlets, find_regions
from vanban.extract.name_forms import resolve_names
from vanban.extract.organization_parts import Organization
from vanban.extract.organizations import find_organizations
from vanban.extract.persons import Person, find_persons
from vanban.extract.place_lists import Place
from vanban.extract.places import find_bare_provinces, find_bare_units, find_typed_places
from vanban.lexicon.laws import law_book
from vanban.lexicon.words import Words, split_words
from vanban.model import Name, NameKind, Span
from vanban.text import nfc

_FILED = re.compile(r"(?:^|\n)[-\s*•+]{0,6}Lưu\s?:[^\n]{0,200}")
_SCORES = {
    "person.shape": 0.6,
    "person.line": 0.7,
    "person.byline": 0.6,
    "person.short": 0.5,
    "place.unit": 0.6,
    "place.province": 0.8,
    "place.listed": 0.8,
    "place.hamlet": 0.8,
}


class _Taken:
    """Which words belong to a name already."""

    def __init__(self, size: int) -> None:
        self._flags = bytearray(size)

    def add(self, first: int, stop: int) -> None:
        self._flags[first:stop] = b"\x01" * (stop - first)

    def has(self, first: int, stop: int) -> bool:
        return any(self._flags[first:stop])


def _laws(words: Words) -> Iterator[tuple[int, int]]:
    """Give the titles of laws, which hold names that are none ("Luật Tổ chức Chính phủ")."""
    book = law_book()
    for index in book.candidates(words):
        found = book.longest(words.keys, index)
        if found is not None:
            yield index, found[0]


def _filed(words: Words) -> Iterator[tuple[int, int]]:
    for match in _FILED.finditer(words.text):
        yield words.index_at(match.start()), words.index_at(match.end())


def find_names(
    text: str, *, blocked: Sequence[Span] = (), words: Words | None = None, resolve: bool = True
) -> list[Name]:
    """Find mentions of organisations, persons and places, sorted by span; the spans refer to the NFC form of the text.

    `name` is the fullest form in the text of what is meant (see `resolve_names`); with `resolve` off, the mention's own.
    Places may stand inside organisations ("Đoàn xã An Viễn"). Nothing is found in `blocked`, in titles of laws, and in
    what "Lưu:" files. `words` are those of the text, where the caller has split it already.
    """
    words = words or split_words(nfc(text))
    closed = _Taken(len(words.keys))
    for first, stop in (
        *_laws(words),
        *_filed(words),
        *((words.index_at(s.start), words.index_at(s.end)) for s in blocked),
    ):
        closed.add(first, stop)
    persons = [p for p in find_persons(words) if not closed.has(p.first, p.stop)]
    people = _Taken(len(words.keys))
    for person in persons:
        people.add(person.first, person.stop)
    organizations = [o for o in find_organizations(words) if not closed.has(o.first, o.stop)]
    offices = _Taken(len(words.keys))
    cut: list[Organization] = []
    for organization in organizations:
        if people.has(organization.first, organization.stop):
            organization = _cut(organization, people)
        if organization.stop > organization.first:
            offices.add(organization.first, organization.stop)
            cut.append(organization)
    persons = [p for p in persons if not offices.has(p.first, p.stop)]
    places = _places(words, offices, people, closed, cut)
    names = (
        [_organization(words, o) for o in cut]
        + [_person(words, p) for p in persons]
        + [_place(words, p) for p in places]
    )
    names.sort(key=lambda name: (name.span.start, -name.span.end))
    return list(resolve_names(names)) if resolve else names


def _cut(organization: Organization, people: _Taken) -> Organization:
    """End a name before the person that it ran into; drop it where the person is its own name ("Trường THPT Nguyễn Huệ")."""
    stop = organization.first
    while stop < organization.stop and not people.has(stop, stop + 1):
        stop += 1
    return organization


def _places(
    words: Words, offices: _Taken, people: _Taken, closed: _Taken, organizations: Sequence[Organization]
) -> list[Place]:
    taken = _Taken(len(words.keys))
    found: list[Place] = []
    for place in find_typed_places(words):
        if not closed.has(place.first, place.stop) and not taken.has(place.first, place.stop):
            taken.add(place.first, place.stop)
            found.append(place)
    ends = {organization.stop for organization in organizations}  # "Chi bộ thôn Tân Lập"
    for place in (*find_hamlets(words), *find_bare_provinces(words), *find_regions(words)):
        nested = place.rule == "place.hamlet" and place.stop in ends
        barred = (taken, people, closed) if nested else (taken, offices, people, closed)
        if not any(flags.has(place.first, place.stop) for flags in barred):
            taken.add(place.first, place.stop)
            found.append(place)
    codes = Counter(place.code for place in found if place.province and place.code)
    codes.update(o.area.province.code for o in organizations if o.area is not None and o.area.province is not None)
    for place in find_bare_units(words, {code for code, _ in codes.most_common(2)}):
        if not any(flags.has(place.first, place.stop) for flags in (taken, offices, people, closed)):
            found.append(place)
    return found


def _own_name(text: str) -> str:
    """Give a name on one line, with the Vietnamese letter where the Icelandic one stands for it."""
    return " ".join(text.split()).replace("Ð", "Đ").replace("ð", "đ")


def _span(words: Words, first: int, stop: int) -> Span:
    return Span(words.starts[first], words.ends[stop - 1])


def _organization(words: Words, found: Organization) -> Name:
    span = _span(words, found.first, found.stop)
    return Name(
        span,
        span.of(words.text),
        NameKind.ORGANIZATION,
        _own_name(found.name(words)),
        code=found.symbol or None,
        rule=f"organization.{found.head.tail.rstrip('?')}",
    )


def _person(words: Words, found: Person) -> Name:
    span = _span(words, found.first, found.stop)
    text = span.of(words.text)
    return Name(
        span,
        text,
        NameKind.PERSON,
        _own_name(text),
        title=found.title,
        score=_SCORES.get(found.rule, 1.0),
        rule=found.rule,
    )


def _place(words: Words, found: Place) -> Name:
    span = _span(words, found.first, found.stop)
    text = span.of(words.text)
    return Name(
        span,
        text,
        NameKind.PLACE,
        _own_name(text),
        code=found.code,
        score=_SCORES.get(found.rule, 1.0),
        rule=found.rule,
    )
