"""Run the examples and near misses of every grammar, and hold the way in which rules compete."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

import pytest

from vanban.extract import date_rules, figure_rules, relative_dates
from vanban.extract.rules import Example, Grammar, Rule
from vanban.model import Span
from vanban.text import nfc

GRAMMARS: list[Grammar[Any, Any]] = [date_rules.GRAMMAR, relative_dates.GRAMMAR, figure_rules.GRAMMAR]

EXAMPLES = [
    pytest.param(rule, example, grammar.example_context, form, id=f"{rule.name}-{form}-{example.text}")
    for grammar in GRAMMARS
    for rule in grammar.rules
    for example in rule.examples
    for form in ("NFC", "NFD")
]
NEAR_MISSES = [
    pytest.param(rule, text, grammar.example_context, form, id=f"{rule.name}-{form}-{text}")
    for grammar in GRAMMARS
    for rule in grammar.rules
    for text in rule.near_misses
    for form in ("NFC", "NFD")
]


def as_read(text: str, form: str) -> str:
    """Bring a case into the form in which a file may hold it, and then to what every reader hands on."""
    return nfc(unicodedata.normalize(form, text))


@pytest.mark.parametrize(("rule", "example", "context", "form"), EXAMPLES)
def test_example_matches(rule: Rule[Any, Any], example: Example, context: Any, form: str) -> None:
    text = as_read(example.text, form)
    built = list(rule.find(text, context(text)))
    assert [hit.span.of(text) for hit in built] == [example.found]
    assert {name: getattr(built[0], name) for name in example.values} == example.values


@pytest.mark.parametrize(("rule", "text", "context", "form"), NEAR_MISSES)
def test_near_miss_does_not_match(rule: Rule[Any, Any], text: str, context: Any, form: str) -> None:
    text = as_read(text, form)
    assert [hit.span.of(text) for hit in rule.find(text, context(text))] == []


class Word(NamedTuple):
    span: Span
    rule: str


def word(name: str, pattern: str, **more: object) -> Rule[Word, str]:
    def build(match: re.Match[str], refused: str) -> Word | None:
        return None if match.group() == refused else Word(Span(*match.span()), name)

    return Rule(name, pattern, build, examples=[Example("x", "x")], **more)  # type: ignore[arg-type]


def found(text: str, *rules: Rule[Word, str], refused: str = "") -> list[tuple[str, str]]:
    return [(hit.span.of(text), hit.rule) for hit in Grammar(rules, lambda _: "").find(text, refused)]


def test_leftmost_wins_then_longest_then_earlier_rule() -> None:
    short, long, late = word("short", "ab"), word("long", "a b c"), word("late", "b c d e")
    assert found("abcde abcde", short, long, late) == [("abc", "long"), ("abc", "long")]
    assert found("ab", word("first", "ab"), word("second", "a b")) == [("ab", "first")]


def test_refused_match_is_tried_again_one_character_later() -> None:
    assert found("aaab", word("r", "a{1,3}b?"), refused="aaab") == [("aab", "r")]


def test_rule_without_its_hint_in_the_text_is_skipped() -> None:
    assert found("ab", word("r", "ab", hints=["z"])) == []
    assert found("ab z", word("r", "ab", hints=["y", "z"])) == [("ab", "r")]
