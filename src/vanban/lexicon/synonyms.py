"""Forms of one meaning: "CNTT" and "công nghệ thông tin". Data in `data/synonyms.tsv`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook
from vanban.text import canonical, fold, is_syllable

Form = tuple[str, ...]  # words in canonical spelling
_WORD = re.compile(r"[^\W_]+")


class _Books(NamedTuple):
    """The other forms of each form: found by its words as they are spelled, and by its words without diacritics."""

    spelled: PhraseBook[tuple[Form, ...]]
    bare: PhraseBook[tuple[Form, ...]]
    longest: int  # words of the longest form


def form_words(form: str) -> Form:
    """Give the words of a form: letters and digits only, in one spelling."""
    return tuple(_WORD.findall(canonical(form)))


@cache
def _books() -> _Books:
    spelled: PhraseBook[tuple[Form, ...]] = PhraseBook()
    bare: PhraseBook[tuple[Form, ...]] = PhraseBook()
    longest = 0
    for row in read_rows("synonyms.tsv"):
        forms = [form_words(form) for form in row["forms"].split("|")]
        for form in forms:
            others = tuple(other for other in forms if other != form)
            spelled.add(" ".join(form), others)
            if _is_plain_without_diacritics(form):
                bare.add(" ".join(map(fold, form)), others)
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
    return max((found for found in (spelled, bare) if found), key=lambda found: found[0], default=None)
