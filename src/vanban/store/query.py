"""What a user types, as full-text expressions and as marks on a text.

Words are joined by AND; "…" is a phrase; `word*` a prefix; OR and NOT (in capitals) do what they say, and the words
after a NOT are one phrase, for most Vietnamese words have two syllables. All else but letters and digits is white
space, so that no query can be malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from vanban.errors import UsageError
from vanban.text import canonical, fold, nfc

MAX_TERMS = 64
_TOKEN = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»″", '""""""')
_WORD = re.compile(r"[^\W_]+")


class Term(NamedTuple):
    """Words that stand one after another."""

    words: tuple[str, ...]  # canonical spelling
    prefix: bool = False  # the last word may go on
    quoted: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.prefix or self.quoted)

    def expression(self, *, exact: bool) -> str:
        """Give the term for FTS5; words without diacritics match whatever the exact column holds."""
        phrase = " ".join(self.words)
        column = "exact" if exact and fold(phrase) != phrase else "folded"
        return f'{column} : "{phrase if column == "exact" else fold(phrase)}"{"*" if self.prefix else ""}'


class Group(NamedTuple):
    """Terms that must all be there, and terms that must not."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()


class Query(NamedTuple):
    """Groups of which one must hold."""

    groups: tuple[Group, ...]

    def expressions(self) -> list[str]:
        """Give FTS5 expressions whose rows are to be ranked one after another: exact diacritics, then the rest."""
        if not self.groups:
            return []
        exact, folded = self.expression(exact=True), self.expression(exact=False)
        return [exact] if exact == folded else [exact, f"({folded}) NOT ({exact})"]

    def expression(self, *, exact: bool) -> str:
        """Give the FTS5 expression of all that match, as typed or whatever the diacritics."""
        return " OR ".join(_group_expression(group, exact=exact) for group in self.groups)


def _group_expression(group: Group, *, exact: bool) -> str:
    ways = [group.terms]
    for run in _runs(group.terms):  # words that stand together as typed rank above scattered ones
        phrase = Term(tuple(word for term in run for word in term.words))
        ways.append((phrase, *(term for term in group.terms if term not in run)))
    found = " OR ".join(f"({' AND '.join(term.expression(exact=exact) for term in way)})" for way in ways)
    for term in group.without:
        found = f"({found}) NOT {term.expression(exact=True)}"
    return f"({found})"


def _runs(terms: Iterable[Term]) -> list[list[Term]]:
    runs = (list(run) for plain, run in groupby(terms, key=lambda term: term.is_plain) if plain)
    return [run for run in runs if len(run) > 1]


def parse_query(text: str) -> Query:
    """Read a query; one without a letter or digit gives no groups.

    Raises UsageError if it has more terms than a search may take, or nothing but exclusions.
    """
    groups: list[tuple[list[Term], list[Term]]] = [([], [])]
    excluded: list[Term] | None = None  # the terms of an open NOT
    count = 0
    for token in _TOKEN.finditer(nfc(text).translate(_QUOTES)):
        quoted, word = token.groups()
        if word in ("OR", "NOT", "AND"):
            _close(groups[-1], excluded)
            excluded = [] if word == "NOT" else None
            if word == "OR":
                groups.append(([], []))
        elif term := _term(quoted, word):
            count += 1
            if count > MAX_TERMS:
                raise UsageError(f"câu tìm kiếm quá dài: nhiều nhất {MAX_TERMS} từ; hãy rút gọn")
            (groups[-1][0] if excluded is None else excluded).append(term)
    _close(groups[-1], excluded)
    if any(without and not terms for terms, without in groups):
        raise UsageError("sau NOT là từ cần loại trừ; phía trước phải có ít nhất một từ cần tìm")
    return Query(tuple(Group(tuple(terms), tuple(without)) for terms, without in groups if terms))


def _close(group: tuple[list[Term], list[Term]], excluded: list[Term] | None) -> None:
    if excluded:
        words = tuple(word for term in excluded for word in term.words)
        group[1].append(Term(words, prefix=excluded[-1].prefix))


def _term(quoted: str | None, word: str | None) -> Term | None:
    words = tuple(canonical(w) for w in _WORD.findall(word or quoted or ""))
    if not words:
        return None
    return Term(words, prefix=word is not None and word.endswith("*"), quoted=word is None)


def find_marks(query: Query, text: str) -> list[tuple[int, int]]:
    """Find where the query's terms stand in a text; neighbours with nothing but white space between become one mark.

    A term that stands there with its diacritics is marked only so.
    """
    exact = canonical(text)
    folded = fold(exact)
    found: list[tuple[int, int]] = []
    for group in query.groups:
        for term in group.terms:
            phrase = " ".join(term.words)
            hits = [m.span() for m in _pattern(phrase, prefix=term.prefix).finditer(exact)]
            found += hits or (m.span() for m in _pattern(fold(phrase), prefix=term.prefix).finditer(folded))
    return _joined(sorted(found), text)


def _pattern(phrase: str, *, prefix: bool) -> re.Pattern[str]:
    words = r"[\W_]+".join(map(re.escape, phrase.split(" ")))
    end = "" if prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){words}{end}")


def _joined(marks: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
