"""Forms of one meaning: "CNTT" and "công nghệ thông tin". Data in `data/synonyms.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook
from vanban.text import canonical, fold, is_syllable, split_runs

Form = tuple[str, ...]  # words in canonical spelling


class _Meaning(NamedTuple):
    form: Form
    forms: tuple[Form, ...]  # all of the meaning, in full first


class _Books(NamedTuple):
    """The forms, found by their words as they are spelled, and by their words without diacritics."""

    spelled: PhraseBook[_Meaning]
    bare: PhraseBook[_Meaning]
    longest: int  # words of the longest form


def form_words(form: str) -> Form:
    """Give the words of a form: letters and digits only, in one spelling."""
    return tuple(split_runs(canonical(form)))


@cache
def _books() -> _Books:
    spelled: PhraseBook[_Meaning] = PhraseBook()
    bare: PhraseBook[_Meaning] = PhraseBook()
    longest = 0
    for row in read_rows("synonyms.tsv"):
        forms = tuple(form_words(form) for form in row["forms"].split("|"))
        for form in forms:
            meaning = _Meaning(form, forms)
            spelled.add(" ".join(form), meaning)
            if _is_plain_without_diacritics(form):
                bare.add(" ".join(map(fold, form)), meaning)
            longest = max(longest, len(form))
    return _Books(spelled, bare, longest)


def _is_plain_without_diacritics(form: Form) -> bool:
    """Tell whether a form without its diacritics hardly means anything else: "so do" is not only "sổ đỏ"."""
    return len(form) > 2 or not any(is_syllable(fold(word)) for word in form)


def find_synonyms(words: Sequence[str]) -> tuple[int, tuple[Form, ...]] | None:
    """Find the longest known form that words in canonical spelling begin with.

    Gives the number of its words and the other forms of its meaning. Words without any diacritics also find a form
    that has them, where it is long enough or no word: "cds" finds "CĐS", "so do" does not find "sổ đỏ".
    """
    books = _books()
    keys = list(words[: books.longest])
    spelled = books.spelled.longest(keys, 0)
    bare = books.bare.longest([key if fold(key) == key else "" for key in keys], 0)
    found = max((match for match in (spelled, bare) if match), key=lambda match: match[0], default=None)
    return (found[0], tuple(form for form in found[1].forms if form != found[1].form)) if found else None


def spell_out(words: Sequence[str]) -> list[str]:
    """Write all known forms among words in canonical spelling in full: cntt becomes công nghệ thông tin."""
    book = _books().spelled
    keys = list(words)
    written: list[str] = []
    at = 0
    while at < len(keys):
        found = book.longest(keys, at)
        written += found[1].forms[0] if found else (keys[at],)
        at = found[0] if found else at + 1
    return written
