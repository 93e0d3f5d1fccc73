"""The sector (lĩnh vực) that a document is about, by words of its issuer, subject and text (`data/sectors.tsv`)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.text import canonical, nfc, split_runs

READ = 8_000  # characters of a document's text that are looked at
# what a term weighs by where it stands; fitted on the training and dev parts of the corpus
_IN_ISSUER, _IN_SUBJECT, _SHARE, _VARIETY = 0.4, 0.5, 1.0, 0.1
_MOST_IN_SUBJECT = 2
_FEW = 5  # terms: of a text with fewer the words alone say little
_LEAST = 0.3  # of the best score; below it a text is about nothing in particular


Words = tuple[str, ...]


class Sector(NamedTuple):
    code: str
    name: str
    terms: tuple[Words, ...]  # in canonical spelling
    of_issuers: tuple[Words, ...]  # in the names of its offices


@cache
def sectors() -> tuple[Sector, ...]:
    return tuple(
        Sector(row["code"], row["name"], _terms(row["terms"]), _terms(row["issuer"]))
        for row in read_rows("sectors.tsv")
    )


@cache
def sector_names() -> dict[str, str]:
    """Give the names by code, in the order in which they are shown."""
    return {sector.code: sector.name for sector in sectors()}


def find_sector(text: str, *, issuer: str | None = None, subject: str | None = None) -> str | None:
    """Give the code of the sector that a document is about; None where too little speaks for any."""
    body, title = _found(text[:READ], _term_book()), _found(subject or "", _term_book())
    office = {code for code, _ in _found(issuer or "", _issuer_book())}
    in_title, variety = Counter(code for code, _ in title), Counter(code for code, _ in body)
    hits: Counter[str] = Counter()
    for (code, _), count in body.items():
        hits[code] += count
    total = body.total() + _FEW
    scores = {
        code: _IN_ISSUER * (code in office)
        + _IN_SUBJECT * min(_MOST_IN_SUBJECT, in_title[code])
        + _SHARE * hits[code] / total
        + _VARIETY * math.log1p(variety[code])
        for code in sector_names()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= _LEAST else None


_Term = tuple[str, Words]  # code of a sector, words
_Book = dict[str, dict[str | None, list[_Term]]]  # first word → second word, None if there is none → terms


def _terms(words: str) -> tuple[Words, ...]:
    return tuple(map(_words, filter(None, words.split("|"))))


def _words(text: str) -> Words:
    return tuple(split_runs(canonical(nfc(text))))


@cache
def _term_book() -> _Book:
    return _book((sector.code, term) for sector in sectors() for term in sector.terms)


@cache
def _issuer_book() -> _Book:
    return _book((sector.code, term) for sector in sectors() for term in sector.of_issuers)


def _book(terms: Iterable[_Term]) -> _Book:
    found: _Book = {}
    for code, words in terms:
        second = words[1] if len(words) > 1 else None
        found.setdefault(words[0], {}).setdefault(second, []).append((code, words))
    return found


def _found(text: str, book: _Book) -> Counter[_Term]:
    """Count the terms of a book in a text, those within others too."""
    words = (*_words(text), "")
    found: list[_Term] = []
    for at in [at for at, word in enumerate(words) if word in book]:
        seconds = book[words[at]]
        for term in (*seconds.get(None, ()), *seconds.get(words[at + 1], ())):
            if words[at : at + len(term[1])] == term[1]:
                found.append(term)
    return Counter(found)
