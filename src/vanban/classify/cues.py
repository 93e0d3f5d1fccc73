"""Cue words of statements, headings and topics, read from data files and compiled once.

Patterns are written in, and matched on, `vanban.text.canonical`: one spelling for hoà and hòa, lý and lí.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import repeat
from typing import NamedTuple

from vanban.classify.first_words import FirstWords
from vanban.text import canonical, leading_marker

_MOST_CHARS = 4000  # no sentence is longer; figures without end would take some patterns their square
_START_WINDOW = 260  # code points in which a cue at the start must end
_MAX_CUE = 30  # code points of a cue's words that tell it from others
_LETTER = re.compile(r"\w")
_QUOTES = "\"“”„‟'‘’«» "


def _rows(name: str) -> list[list[str]]:
    text = resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{canonical(pattern)})(?!\w)")


@cache
def cue_patterns() -> dict[str, tuple[str, re.Pattern[str]]]:
    """Give (scope, pattern) by cue name."""
    compiled: dict[str, tuple[str, re.Pattern[str]]] = {}
    for name, scope, pattern, *_ in _rows("cues.tsv"):
        source = canonical(pattern)
        if scope == "start":
            compiled[name] = scope, re.compile(rf"(?:{source})(?:(?<!\w)|(?!\w))")
        elif scope == "end":
            compiled[name] = scope, re.compile(rf"(?:(?<!\w)|(?=\W))(?:{source})\s*$")  # every one ends in ":"
        else:
            compiled[name] = scope, re.compile(rf"(?:(?<!\w)|(?=\W))(?:{source})")  # ", nhưng" stands behind a word
    return compiled


@cache
def heading_patterns() -> dict[str, re.Pattern[str]]:
    return {context: _words(pattern) for context, pattern, *_ in _rows("headings.tsv")}


@cache
def topic_patterns() -> dict[str, tuple[int, re.Pattern[str]]]:
    return {topic: (int(weight), _words(pattern)) for topic, weight, pattern, *_ in _rows("topics.tsv")}


@cache
def mention_patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Give by topic the words that only mention it, and those that tell of it."""
    return {topic: (_words(mention), _words(telling)) for topic, mention, telling, *_ in _rows("mentions.tsv")}


def bare(text: str) -> str:
    """Give canonical text without its leading number or bullet, and without the quotation mark that opens it."""
    marker = leading_marker(text)
    return canonical(text[marker.length :] if marker else text).lstrip(_QUOTES)


@cache
def _rough_patterns() -> dict[str, re.Pattern[str]]:
    """Give the patterns of cues that may stand anywhere without their word boundary: faster to miss."""
    return {name: re.compile(canonical(pattern)) for name, scope, pattern, *_ in _rows("cues.tsv") if scope == "any"}


@cache
def _first_cue_words() -> FirstWords:
    return FirstWords({name: canonical(pattern) for name, _, pattern, *_ in _rows("cues.tsv")})


@cache
def _first_topic_words() -> FirstWords:
    return FirstWords({topic: canonical(pattern) for topic, _, pattern, *_ in _rows("topics.tsv")})


def find_cues(sentence: str) -> set[str]:
    """Name the cues of a bare sentence (see `bare`); words muted by a denial or by their mending are not counted."""
    found: set[str] = set()
    sentence = sentence[:_MOST_CHARS]
    audible, opening = sentence, sentence[:_START_WINDOW]
    announces = sentence.rstrip().endswith(":")
    first_word = match.start() if (match := _LETTER.search(sentence)) else 0
    patterns = cue_patterns()
    for name, places in _first_cue_words().may_stand(sentence):
        scope, pattern = patterns[name]
        if scope == "any" and not _stands(name, pattern, sentence, places):
            continue
        if scope == "end" and not announces:
            continue
        if name.startswith("mute."):
            muted = pattern.sub(" ", audible) if scope == "any" else pattern.sub(" ", audible, count=1)
            if muted != audible:
                found.add(name)
                audible = muted
            continue
        is_less = audible is not sentence and name.startswith("diff.")
        if scope == "start":
            if places and places[0] > first_word and not is_less:
                continue
            if pattern.match(audible.lstrip()[:_START_WINDOW] if is_less else opening):
                found.add(name)
        elif (scope == "any" and not is_less) or pattern.search(audible.lstrip() if is_less else sentence):
            found.add(name)
    return found


def _stands(name: str, pattern: re.Pattern[str], sentence: str, places: Sequence[int]) -> bool:
    """Tell whether a cue stands at one of some places; without places, anywhere."""
    if places:
        return any(map(pattern.match, repeat(sentence), places))
    return _rough_patterns()[name].search(sentence) is not None and pattern.search(sentence) is not None


class CueWords(NamedTuple):
    """The words that show a cue, and where they begin."""

    cue: str
    words: str
    start: int


def find_cue_words(sentence: str, cues: Iterable[str]) -> list[CueWords]:
    """Give each place of some cues in a bare sentence."""
    found: list[CueWords] = []
    for name in cues:
        scope, pattern = cue_patterns()[name]
        if scope == "start":
            match = pattern.match(sentence, 0, _START_WINDOW)
            if match:
                found.append(CueWords(name, match[0][:_MAX_CUE], 0))
        else:
            found += [CueWords(name, match[0][:_MAX_CUE], match.start()) for match in pattern.finditer(sentence)]
    return found


@cache
def heading_contexts(title: str) -> tuple[str, ...]:
    """Name what a heading announces, in the order in which its words say it."""
    text = canonical(title)
    hits = [(m.start(), context) for context, p in heading_patterns().items() if (m := p.search(text))]
    return tuple(context for _, context in sorted(hits))


def find_topics(sentence: str) -> dict[str, int]:
    """Count topic words of a canonical sentence."""
    patterns = topic_patterns()
    found: dict[str, int] = {}
    for topic, places in _first_topic_words().may_stand(sentence):
        weight, pattern = patterns[topic]
        hits = _count_at(pattern, sentence, places) if places else len(pattern.findall(sentence))
        if hits:
            found[topic] = weight * hits
    return found


def _count_at(pattern: re.Pattern[str], sentence: str, places: Sequence[int]) -> int:
    """Count the matches that begin at some places and do not overlap."""
    hits, reach = 0, 0
    for place in places:
        if place >= reach and (match := pattern.match(sentence, place)):
            hits += 1
            reach = match.end()
    return hits


def is_mention(topic: str, sentence: str) -> bool:
    """Tell whether a canonical sentence mentions a topic only, as who acts or with whom."""
    if topic not in mention_patterns():
        return False
    mention, telling = mention_patterns()[topic]
    return mention.search(sentence) is not None and telling.search(sentence) is None
