"""The bodies that the addressee of a proposal names, as a compiled table shows them."""

from __future__ import annotations

import re
from functools import lru_cache

from vanban.extract import find_names
from vanban.lexicon.office_names import usual_name
from vanban.model import Name, NameKind
from vanban.text import nfc, squeeze

_BETWEEN = re.compile(r"\s*(?:,|;|và|,\s*và)\s*")


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
