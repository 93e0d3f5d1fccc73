"""Cue words of statements, headings and topics, read from data files and compiled once.

Patterns are written in, and matched on, `vanban.text.canonical`: one spelling for hoà and hòa, lý and lí.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from vanban.classify.first_words import FirstWords, branches
from vanban.text import canonical, leading_marker

_MOST_CHARS = 4000  # no sentence is longer; figures without end would take some patterns their square
_START_WINDOW = 260  # code points in which a cue at the start must end
_MAX_CUE = 30  # code points of a cue's words that tell it from others
_WORD_ENDS = r"(?:(?<![^\W\d_])|(?!\w))"  # "cũ" is not in "cũng"; a figure may go on
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
        else:  # ", nhưng" stands behind a word
            border = "" if all(branch.startswith(",") for branch in branches(source)) else r"(?:(?<!\w)|(?=\W))"
            compiled[name] = scope, re.compile(f"{border}(?:{source}){_WORD_ENDS}")
    return compiled


@cache
def heading_patterns() -> dict[str, re.Pattern[str]]:
    return {context: _words(pattern) for context, pattern, *_ in _rows("headings.tsv")}


@cache
def topic_patterns() -> dict[str, tuple[int, re.Pattern[str]]]:
    return {topic: (int(weight), _words(pattern)) for topic, weight, pattern, *_ in _rows("topics.tsv")}


def bare(text: str) -> str:
    """Give canonical text without its leading number or bullet, and without the quotation mark that opens it."""
    marker = leading_marker(text)
    return canonical(text[marker.length :] if marker else text).lstrip(_QUOTES)


class _CueBook(NamedTuple):
    """The cues by how they are looked for."""

    anywhere: FirstWords  # and all that mute
    opening: FirstWords
    end: tuple[str, ...]
    muting: tuple[str, ...]


@cache
def _cue_book() -> _CueBook:
    sources: dict[str, dict[str, str]] = {"any": {}, "start": {}, "end": {}}
    muting = tuple(name for name, *_ in _rows("cues.tsv") if name.startswith("mute."))
    for name, scope, pattern, *_ in _rows("cues.tsv"):
        sources["any" if name in muting else scope][name] = canonical(pattern)
    return _CueBook(FirstWords(sources["any"]), FirstWords(sources["start"]), tuple(sources["end"]), muting)


@cache
def _first_topic_words() -> FirstWords:
    return FirstWords({topic: canonical(pattern) for topic, _, pattern, *_ in _rows("topics.tsv")})


class CueWords(NamedTuple):
    """The words that show a cue, and where they begin."""

    cue: str
    words: str
    start: int


def find_cues(sentence: str) -> set[str]:
    """Name the cues of a bare sentence (see `bare`)."""
    return set(read_cues(sentence))


def read_cues(sentence: str) -> dict[str, list[CueWords]]:
    """Give the cues of a bare sentence, with all words that show each, as far as they stand in the sentence as it is.

    Cues whose words are all muted by a denial or by their mending are left out.
    """
    sentence = sentence[:_MOST_CHARS]
    patterns, book = cue_patterns(), _cue_book()
    found = _standing(sentence, book.anywhere)
    if sentence.rstrip().endswith(":"):
        found.update((name, words) for name in book.end if (words := _everywhere(name, sentence)))
    audible = sentence
    for name in book.muting:
        if name in found:
            scope, pattern = patterns[name]
            muted = pattern.sub(" ", audible, count=scope == "start")
            if muted == audible:
                del found[name]
            elif scope == "start":
                found[name] = _opening(name, sentence)
            audible = muted
    if audible != sentence:
        audible = audible.lstrip()
        dumb = [name for name in found if name.startswith("diff.") and not patterns[name][1].search(audible)]
        for name in dumb:
            del found[name]
    openings = book.opening.openings(sentence)
    for name in openings:
        if not name.startswith("diff.") and (words := _opening(name, sentence)):
            found[name] = words
    for name in openings if audible == sentence else book.opening.openings(audible):
        if name.startswith("diff.") and patterns[name][1].match(audible, 0, _START_WINDOW):
            found[name] = _opening(name, sentence)
    return found


def _standing(sentence: str, book: FirstWords) -> dict[str, list[CueWords]]:
    """Give the cues that stand anywhere in a sentence."""
    patterns = cue_patterns()
    found = {name: words for name in book.always(sentence) if (words := _everywhere(name, sentence))}
    reach: dict[str, int] = {}
    for name, start in book.starts(sentence):
        if start >= reach.get(name, 0) and (match := patterns[name][1].match(sentence, start)):
            found.setdefault(name, []).append(CueWords(name, match[0][:_MAX_CUE], start))
            reach[name] = match.end()
    return found


def _everywhere(name: str, sentence: str) -> list[CueWords]:
    return [CueWords(name, m[0][:_MAX_CUE], m.start()) for m in cue_patterns()[name][1].finditer(sentence)]


def _opening(name: str, sentence: str) -> list[CueWords]:
    match = cue_patterns()[name][1].match(sentence, 0, _START_WINDOW)
    return [CueWords(name, match[0][:_MAX_CUE], 0)] if match else []


@cache
def heading_contexts(title: str) -> tuple[str, ...]:
    """Name what a heading announces, in the order in which its words say it."""
    text = canonical(title)
    hits = [(m.start(), context) for context, p in heading_patterns().items() if (m := p.search(text))]
    return tuple(context for _, context in sorted(hits))


def find_topics(sentence: str) -> dict[str, int]:
    """Count topic words of a canonical sentence."""
    patterns, book = topic_patterns(), _first_topic_words()
    hits = {topic: len(patterns[topic][1].findall(sentence)) for topic in book.always(sentence)}
    reach: dict[str, int] = {}
    for topic, start in book.starts(sentence):
        if start >= reach.get(topic, 0) and (match := patterns[topic][1].match(sentence, start)):
            hits[topic] = hits.get(topic, 0) + 1
            reach[topic] = match.end()
    return {topic: weight * hits[topic] for topic, (weight, _) in patterns.items() if hits.get(topic)}
