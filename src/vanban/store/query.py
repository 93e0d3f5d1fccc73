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

    def expression(self, *, exact: bool, together: bool) -> str:
        terms = _together(self.terms) if together else self.terms
        found = f"({' AND '.join(term.expression(exact=exact) for term in terms)})"
        for term in self.without:
            found = f"({found} NOT {term.expression(exact=True)})"
        return found


class Step(NamedTuple):
    """Rows to be ranked together: they match one expression of FTS5, and none of earlier steps."""

    matching: str
    before: tuple[str, ...]
    exact: bool  # with its diacritics as typed

    @property
    def expression(self) -> str:
        return f"({self.matching}) NOT ({' OR '.join(self.before)})" if self.before else self.matching


class Query(NamedTuple):
    """Groups of which one must hold."""

    groups: tuple[Group, ...]

    def expression(self, *, exact: bool, together: bool = False) -> str:
        """Give the FTS5 expression of all that match: as typed or whatever the diacritics, side by side or not."""
        return " OR ".join(group.expression(exact=exact, together=together) for group in self.groups)

    def steps(self) -> list[Step]:
        """Give what is to be ranked, one after another; no row is in two steps.

        First what stands there as typed, diacritics too, then what differs in them; within each, words that stand
        together as typed before scattered ones.
        """
        if not self.groups:
            return []
        steps: list[Step] = []
        for exact in (True, False):
            for together in (True, False):
                matching = self.expression(exact=exact, together=together)
                if all(matching != step.matching for step in steps):
                    # scattered words hold those that stand together: of each kind the last step is enough
                    last = {step.exact: step.matching for step in steps}
                    steps.append(Step(matching, tuple(last.values()), exact))
        return steps


def _together(terms: Iterable[Term]) -> list[Term]:
    """Join the words that stand side by side, neither quoted nor prefixes, to phrases."""
    joined: list[Term] = []
    for plain, run in groupby(terms, key=lambda term: term.is_plain):
        neighbours = list(run)
        joined += [Term(tuple(word for term in neighbours for word in term.words))] if plain else neighbours
    return joined


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
    words = tuple(canonical(part) for part in _WORD.findall(word or quoted or ""))
    if not words:
        return None
    return Term(words, prefix=word is not None and word.endswith("*"), quoted=word is None)


def find_marks(query: Query, text: str) -> list[tuple[int, int]]:
    """Find where the query's terms stand in a text; neighbours with nothing but white space between become one mark.

    What stands there with its diacritics is marked only so, and words that stand there together only together.
    """
    exact = canonical(text)
    folded = fold(exact)
    found: list[tuple[int, int]] = []
    for group in query.groups:
        for term in _together(group.terms):
            places = _places(term, exact, folded)
            if not places and term.is_plain:
                places = [place for word in term.words for place in _places(Term((word,)), exact, folded)]
            found += places
    return _joined(sorted(found), text)


def _places(term: Term, exact: str, folded: str) -> list[tuple[int, int]]:
    phrase = " ".join(term.words)
    places = [match.span() for match in _pattern(phrase, prefix=term.prefix).finditer(exact)]
    return places or [match.span() for match in _pattern(fold(phrase), prefix=term.prefix).finditer(folded)]


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
