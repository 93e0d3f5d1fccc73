"""Rules as data: a pattern, what it builds, examples that match and near misses that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import Generic, NamedTuple, Protocol, TypeVar

from vanban.model import Span


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


Built = TypeVar("Built", bound=Spanned)
Context = TypeVar("Context")


class Example(NamedTuple):
    """A text, the surface that the rule must quote from it, and attributes that the built fact must have."""

    text: str
    found: str
    values: Mapping[str, object] = {}


@dataclass(frozen=True)
class Rule(Generic[Built, Context]):
    """One rule of a grammar.

    `pattern` is verbose (white space must be written `\\s`) and takes linear time. `build` gets the match and the
    grammar's context, and gives None to refuse. A rule with `hints` is skipped where the text holds none of them.
    """

    name: str  # dotted: "date.day_month_year"
    pattern: str
    build: Callable[[re.Match[str], Context], Built | None]
    examples: Sequence[Example]
    near_misses: Sequence[str] = ()
    hints: Sequence[str] = ()
    starts: Callable[[str], Sequence[int]] | None = None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.VERBOSE)

    def find(self, text: str, context: Context, *, starts: Sequence[int] | None = None) -> Iterator[Built]:
        """Give what the rule builds, left to right; a refused match is tried again one character later.

        `starts` are the places that the rule's own function gives, if the caller has them already.
        """
        if self.hints and not any(hint in text for hint in self.hints):
            return
        if self.starts is not None:
            yield from self._find_at(text, context, self.starts(text) if starts is None else starts)
            return
        match = self.regex.search(text)
        while match is not None:
            built = self.build(match, context)
            if built is not None:
                yield built
            match = self.regex.search(text, match.end() if built is not None else match.start() + 1)

    def _find_at(self, text: str, context: Context, starts: Sequence[int]) -> Iterator[Built]:
        reach = 0
        for start in starts:
            if start < reach or (match := self.regex.match(text, start)) is None:
                continue
            built = self.build(match, context)
            if built is not None:
                reach = match.end()
                yield built


@dataclass(frozen=True)
class Grammar(Generic[Built, Context]):
    """Rules that compete for the same text."""

    rules: Sequence[Rule[Built, Context]]
    example_context: Callable[[str], Context] = field(repr=False)  # gives that of an example's or a near miss's text

    @cached_property
    def _gates(self) -> Mapping[Callable[[str], Sequence[int]], re.Pattern[str]]:
        """For each function of starts, a pattern whose groups are its rules, by their number: one try instead of many."""
        patterns: dict[Callable[[str], Sequence[int]], list[str]] = {}
        for number, rule in enumerate(self.rules):
            if rule.starts is not None:
                bare = _GROUP_NAME.sub("(?:", rule.pattern)
                patterns.setdefault(rule.starts, []).append(f"(?P<_{number}>{bare}\n)")  # it may end in a comment
        return {starts: re.compile("|".join(parts), re.VERBOSE) for starts, parts in patterns.items()}

    def find(self, text: str, context: Context) -> list[Built]:
        """Find facts that do not overlap: the leftmost wins, then the longest, then the earlier rule."""
        # where rules may match, and the number of the first that does
        starts: dict[Callable[[str], Sequence[int]], list[tuple[int, int]]] = {}
        for function, gate in self._gates.items():
            matches = map(gate.match, repeat(text), function(text))
            starts[function] = [(match.start(), int((match.lastgroup or "_")[1:])) for match in matches if match]
        found = [
            (built.span, built)
            for number, rule in enumerate(self.rules)
            for built in rule.find(
                text,
                context,
                starts=[start for start, first in starts[rule.starts] if first <= number] if rule.starts else None,
            )
        ]
        found.sort(key=lambda pair: (pair[0].start, -pair[0].end))  # stable: keeps the order of the rules
        kept: list[Built] = []
        reach = 0
        for span, built in found:
            if span.start >= reach:
                kept.append(built)
                reach = span.end
        return kept


_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_DIGITS = re.compile("[0-9][0-9]*")  # with one character first, what is no digit is passed over faster


def number_starts(text: str) -> list[int]:
    """Give the places where runs of digits begin."""
    return [match.start() for match in _DIGITS.finditer(text)]


_AS_READ = (("*", " "), ("\u00a0", " "), ("\u2009", " "), ("\u202f", " "), ("ð", "đ"))
"""Characters that rules read as others; the asterisks are what is left of Markdown's bold and italic."""


def lower(text: str) -> str:
    """Put text into lower case for rules, keeping its length ("İ" would become two characters)."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for written, read in _AS_READ:
        lowered = lowered.replace(written, read)
    return lowered
