"""What a user types, as full-text expressions and as marks on a text.

Words are joined by AND; "…" is a phrase; `word*` a prefix; OR and NOT (in capitals, or HOẶC and KHÔNG) do what they
say, and the words after a NOT are one phrase, for most Vietnamese words have two syllables. All else but letters and
digits is white space, so that no query can be malformed. Words that the lexicon knows by other forms (CNTT, công nghệ
thông tin) find these too, after all else; in quotes, with a star and after NOT they mean only themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from vanban.errors import UsageError
from vanban.lexicon.synonyms import Form, find_synonyms
from vanban.text import canonical, fold, is_syllable, nfc

MAX_TERMS = 64
MAX_SYNONYM_TERMS = 16
_OPERATORS = {"OR": "OR", "HOẶC": "OR", "NOT": "NOT", "KHÔNG": "NOT", "AND": "AND", "VÀ": "AND"}
_VIETNAMESE = ("HOẶC", "KHÔNG", "VÀ")
_TOKEN = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»″", '""""""')
_WORD = re.compile(r"[^\W_]+")


class Language(NamedTuple):
    """How a full-text engine writes what it is asked."""

    both: str
    either: str
    but_not: str
    phrase: Callable[[Sequence[str], bool, bool], str]  # of words; exact ones; the last may go on


def _fts5_phrase(words: Sequence[str], exact: bool, prefix: bool) -> str:
    return f'{"exact" if exact else "folded"} : "{" ".join(words)}"{"*" if prefix else ""}'


def _tsquery_phrase(words: Sequence[str], exact: bool, prefix: bool) -> str:
    """Give words that follow one another; exact ones are indexed with "=" before them."""
    sign = "=" if exact else ""
    parts = [f"'{sign}{word[:MAX_WORD]}'" for word in words]
    return f"({' <-> '.join(parts)}{':*' if prefix else ''})"


MAX_WORD = 500  # letters of a word that PostgreSQL indexes
FTS5 = Language(" AND ", " OR ", " NOT ", _fts5_phrase)
TSQUERY = Language(" & ", " | ", " & !", _tsquery_phrase)


class Term(NamedTuple):
    """Words that stand one after another."""

    words: tuple[str, ...]  # canonical spelling
    prefix: bool = False  # the last word may go on
    quoted: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.prefix or self.quoted)

    def expression(self, language: Language, *, exact: bool) -> str:
        """Give the term for an engine; words without diacritics match whatever stands in the text."""
        folded = tuple(map(fold, self.words))
        exact = exact and folded != self.words
        return language.phrase(self.words if exact else folded, exact, self.prefix)


class Swap(NamedTuple):
    """Neighbouring terms, by their places in a group, that other words may stand for."""

    start: int
    end: int
    others: tuple[Form, ...]

    def expression(self, language: Language) -> str:
        """Give the other words for an engine: only as they are spelled, for folded "sổ đỏ" is "sơ đồ" too."""
        return language.either.join(language.phrase(form, True, False) for form in self.others)


class Group(NamedTuple):
    """Terms that must all be there, and terms that must not."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    swaps: tuple[Swap, ...] = ()  # in the order of the terms

    def expression(self, language: Language, *, exact: bool, together: bool) -> str:
        terms = _together(self.terms) if together else self.terms
        return self._less_without(
            language, language.both.join(term.expression(language, exact=exact) for term in terms)
        )

    def widened(self, language: Language, *, exact: bool) -> str:
        """Give the expression of all that match with known words in any of their forms."""

        def written(start: int, end: int) -> list[str]:
            return [term.expression(language, exact=exact) for term in self.terms[start:end]]

        parts, at = [], 0
        for swap in self.swaps:
            parts += written(at, swap.start)
            typed = language.both.join(written(swap.start, swap.end))
            parts.append(f"(({typed}){language.either}{swap.expression(language)})")
            at = swap.end
        return self._less_without(language, language.both.join(parts + written(at, len(self.terms))))

    def _less_without(self, language: Language, found: str) -> str:
        found = f"({found})"
        for term in self.without:
            found = f"({found}{language.but_not}{term.expression(language, exact=True)})"
        return found


class Step(NamedTuple):
    """Rows to be ranked together: they match one expression, and none of earlier steps."""

    matching: str
    expression: str
    exact: bool  # with its diacritics as typed


class Query(NamedTuple):
    """Groups of which one must hold."""

    groups: tuple[Group, ...]

    def expression(self, *, exact: bool, together: bool = False, language: Language = FTS5) -> str:
        """Give the expression of all that match: as typed or whatever the diacritics, side by side or not."""
        return language.either.join(group.expression(language, exact=exact, together=together) for group in self.groups)

    def widest(self, language: Language = FTS5, *, exact: bool = False) -> str:
        """Give the expression of all that is found, or of what is found as typed and in other forms."""
        return language.either.join(group.widened(language, exact=exact) for group in self.groups)

    def steps(self, language: Language = FTS5) -> list[Step]:
        """Give what is to be ranked, one after another; no row is in two steps.

        First what stands there as typed, diacritics too, then what holds another form of known words, then what
        differs in diacritics; words that stand together as typed before scattered ones. Without diacritics other forms
        are the last.
        """
        if not self.groups:
            return []
        steps: list[Step] = []

        def add(matching: str, *before: str, exact: bool = False) -> None:
            if all(matching != step.matching for step in steps):
                left_out = language.either.join(dict.fromkeys(before))
                expression = f"({matching}){language.but_not}({left_out})" if left_out else matching
                steps.append(Step(matching, expression, exact))

        def typed(*, exact: bool, together: bool = False) -> str:
            return self.expression(exact=exact, together=together, language=language)

        add(typed(exact=True, together=True), exact=True)
        add(typed(exact=True), typed(exact=True, together=True), exact=True)
        exact, before = typed(exact=True), steps[-1].matching
        if exact != typed(exact=False) and (others := self.widest(language, exact=True)) != exact:
            add(others, exact)
            before = others
        add(typed(exact=False, together=True), before)
        add(typed(exact=False), before, *([steps[-1].matching] if steps[-1].matching != before else []))
        known = [typed(exact=False)] if before == exact else [before, typed(exact=False)]
        add(self.widest(language), *known)
        return steps


def _runs(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Give the places of words that stand side by side, neither quoted nor prefixes, and of each other term alone."""
    start = 0
    for plain, run in groupby(terms, key=lambda term: term.is_plain):
        end = start + sum(1 for _ in run)
        yield from [(start, end)] if plain else [(place, place + 1) for place in range(start, end)]
        start = end


def _joined_terms(run: Sequence[Term]) -> Term:
    return Term(tuple(word for term in run for word in term.words)) if run[0].is_plain else run[0]


def _together(terms: Sequence[Term]) -> list[Term]:
    """Join the words that stand side by side to phrases."""
    return [_joined_terms(terms[start:end]) for start, end in _runs(terms)]


@lru_cache(maxsize=256)  # a page asks three times
def parse_query(text: str) -> Query:
    """Read a query; one without a letter or digit gives no groups.

    Raises UsageError if it has more terms than a search may take, or nothing but exclusions.
    """
    groups: list[tuple[list[Term], list[Term]]] = [([], [])]
    excluded: list[Term] | None = None  # the terms of an open NOT
    count = 0
    tokens = [token.groups() for token in _TOKEN.finditer(nfc(text).translate(_QUOTES))]
    shouted = _is_shouted([word for _, word in tokens if word])
    for quoted, word in tokens:
        operator = _operator(word, shouted=shouted, leading=not groups[-1][0])
        if operator:
            _close(groups[-1], excluded)
            excluded = [] if operator == "NOT" else None
            if operator == "OR":
                groups.append(([], []))
        elif term := _term(quoted, word):
            count += 1
            if count > MAX_TERMS:
                raise UsageError(f"câu tìm kiếm quá dài: nhiều nhất {MAX_TERMS} từ; hãy rút gọn")
            (groups[-1][0] if excluded is None else excluded).append(term)
    _close(groups[-1], excluded)
    if any(without and not terms for terms, without in groups):
        raise UsageError("sau NOT là từ cần loại trừ; phía trước phải có ít nhất một từ cần tìm")
    return Query(tuple(Group(tuple(terms), tuple(without), _swaps(terms)) for terms, without in groups if terms))


def _operator(word: str | None, *, shouted: bool, leading: bool) -> str | None:
    """Give OR, NOT or AND; the Vietnamese ones are plain words in a query all in capitals, and KHÔNG as first word."""
    operator = _OPERATORS.get(word or "")
    if word in _VIETNAMESE and (shouted or (leading and operator == "NOT")):
        return None
    return operator


def _is_shouted(words: list[str]) -> bool:
    """Tell whether a query is prose in capitals: "KHÔNG CÓ KINH PHÍ", but not "CNTT KHÔNG GPMB"."""
    if any(word != word.upper() for word in words):
        return False
    return any(len(word) > 1 and is_syllable(word) for word in words if word not in _OPERATORS)


def _swaps(terms: list[Term]) -> tuple[Swap, ...]:
    found: list[Swap] = []
    at = 0
    while at < len(terms):
        swap = _swap_at(terms, at)
        found += [swap] if swap else []
        at = swap.end if swap else at + 1
    return tuple(found)


def _swap_at(terms: list[Term], start: int) -> Swap | None:
    """Find a known form that begins with a term and ends with one, none of them quoted or a prefix."""
    words: list[str] = []
    ends: dict[int, int] = {}  # number of words → place after their last term
    for place in range(start, min(start + MAX_SYNONYM_TERMS, len(terms))):
        if not terms[place].is_plain:
            break
        words += terms[place].words
        ends[len(words)] = place + 1
    found = find_synonyms(words)
    return Swap(start, ends[found[0]], found[1]) if found and found[0] in ends else None


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

    What stands there with its diacritics is marked only so, words that stand there together only together, and
    another form of known words where they do not stand there themselves.
    """
    exact = canonical(text)
    found: list[tuple[int, int]] = []
    for group in query.groups:
        for start, end, run in _joined_runs(group.terms):
            places = _places(run, exact)
            found += places if places or not run.is_plain else _scattered_places(group, start, end, exact)
    return _joined(sorted(found), text)


@lru_cache(maxsize=256)
def _joined_runs(terms: tuple[Term, ...]) -> list[tuple[int, int, Term]]:
    return [(start, end, _joined_terms(terms[start:end])) for start, end in _runs(terms)]


def _scattered_places(group: Group, start: int, end: int, exact: str) -> list[tuple[int, int]]:
    """Find the terms of a run one by one; known words together, in another form, or one by one."""
    found: list[tuple[int, int]] = []
    at = start
    swaps = {swap.start: swap for swap in group.swaps}
    while at < end:
        swap = swaps.get(at)
        if swap and (places := _other_places(group, swap, exact)):
            found += places
            at = swap.end
        else:
            found += [place for word in group.terms[at].words for place in _places(Term((word,)), exact)]
            at += 1
    return found


def _other_places(group: Group, swap: Swap, exact: str) -> list[tuple[int, int]]:
    places = _places(_joined_terms(group.terms[swap.start : swap.end]), exact)
    return places or [place for form in swap.others for place in _standing(tuple(form), exact)]


def _places(term: Term, exact: str) -> list[tuple[int, int]]:
    places = _standing(term.words, exact, prefix=term.prefix)
    return places or _standing(tuple(map(fold, term.words)), _folded(exact), prefix=term.prefix)


def _standing(words: tuple[str, ...], text: str, *, prefix: bool = False) -> list[tuple[int, int]]:
    """Find where words stand one after another; with `prefix` the last may go on, and its beginning is given."""
    standing, spans = _split(text)
    *firsts, last = words
    length, at = len(words), 0
    found: list[tuple[int, int]] = []
    while (end := at + length) <= len(standing):
        other = standing[end - 1]
        if (other == last or (prefix and other.startswith(last))) and standing[at : end - 1] == firsts:
            found.append((spans[at][0], spans[end - 1][0] + len(last)))
            at = end
        else:
            at += 1
    return found


@lru_cache(maxsize=32)
def _split(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    found = list(_WORD.finditer(text))
    return [match.group() for match in found], [match.span() for match in found]


@lru_cache(maxsize=32)
def _folded(exact: str) -> str:
    return fold(exact)


def _joined(marks: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
