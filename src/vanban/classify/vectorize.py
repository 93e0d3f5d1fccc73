"""Sparse features of a sentence for the trained models: words, cues, place, and the verdict of the rules."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from vanban.classify.features import Context, families_of
from vanban.classify.rules import active_features, score_labels
from vanban.text import PieceMemo

_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/]*%?|[%:;?!]")
_MAX_WORDS = 70  # long sentences: the head and the tail tell
_EDGE = 4
_MOST_ABOVE = 12
_BUT = re.compile(r"(?:[,;]|\.)? (?:nhưng|tuy nhiên|song|thế nhưng|trong khi|mà) ")
_BUT_WORDS = (" nhưng ", " tuy nhiên ", " song ", " trong khi ", " mà ")
_CLAUSE = re.compile(r"[,;:]")


def _words_of_piece(piece: str) -> tuple[str, ...]:
    return tuple([_shape(word) if word[0].isdigit() else word for word in _WORD.findall(piece)])


_PIECES = PieceMemo(_words_of_piece)


def words_of(text: str) -> list[str]:
    """Split canonical text into syllables; numbers by shape only."""
    words: list[str] = []
    for piece in text.split(" "):
        words += _PIECES[piece]
    return words


@lru_cache(maxsize=200)
def _title_features(title: str, depth: int) -> list[str]:
    """Name the words of a heading, which many sentences stand under."""
    return [f"h{depth}={word}" for word in words_of(title.lower())[:_MOST_ABOVE]]


@lru_cache(maxsize=200)
def _lead_features(lead_in: str) -> list[str]:
    return [f"l={word}" for word in words_of(lead_in.lower())[-_MOST_ABOVE:]]


def _shape(number: str) -> str:
    if number.endswith("%"):
        return "#%"
    return "#/#" if "/" in number else "#"


def sparse_features(context: Context) -> list[str]:
    """Name the features of one sentence, without its neighbours."""
    words = words_of(context.words)
    if len(words) > _MAX_WORDS:
        words = words[: _MAX_WORDS // 2] + words[-_MAX_WORDS // 2 :]
    names = [f"w={word}" for word in words]
    names += [f"b={a}_{b}" for a, b in pairwise(words)]
    names += [f"s{i}={word}" for i, word in enumerate(words[:_EDGE])]
    if len(words) >= 2:
        names += [f"s01={words[0]}_{words[1]}", f"e={words[-2]}_{words[-1]}"]
    active = active_features(context)
    names += active
    names += _place_features(context)
    names += _clause_features(context)
    scores = score_labels(context, active)
    top = max(scores, key=scores.__getitem__)
    names.append(f"rules={top}")
    names.append(f"rules={top}:{'sure' if scores[top] > 0.8 else 'likely' if scores[top] > 0.5 else 'unsure'}")
    return list(dict.fromkeys(names))


def _place_features(context: Context) -> list[str]:
    names = [f"kind={context.kind.value}", f"marker={context.marker}", f"place={int(context.place * 5)}"]
    names.append(f"block={'only' if context.is_alone else 'first' if context.first_in_block else 'later'}")
    for depth, title in enumerate(context.heading_titles[:2]):
        names += _title_features(title, depth)
    if context.lead_in is not None:
        names.append("lead")
        names += _lead_features(context.lead_in)
        names += [f"lead.cue={cue}" for cue in sorted(context.lead_cues)]
    above = [contexts[0] for contexts in context.headings if contexts]
    names.append(f"above={above[0] if above else 'none'}")
    names.append(f"above={above[0] if above else 'none'}&cues={'+'.join(families_of(context.cues))}")
    return names


def _clause_features(context: Context) -> list[str]:
    """Name the words of cues, and the cues of the first and last clause and of what follows "nhưng" and its like."""
    words = context.words
    but = 0
    if any(map(words.__contains__, _BUT_WORDS)):
        *_, but = [0, *(match.end() for match in _BUT.finditer(words))]
    names = ["but" if but else "nobut"]
    if not context.cue_words:
        return names
    first = _CLAUSE.search(words, 0, len(words) - 1)
    first_end = first.end() if first else len(words)
    last_end = max(words.rfind(sign, 0, len(words) - 1) for sign in ",;:") + 1 if first else len(words)
    for cue, shown, start in context.cue_words:
        names.append(f"cs:{cue}:{shown}")
        if start < first_end:
            names.append(f"c0:{cue}")
        if start >= last_end:
            names.append(f"c-1:{cue}")
        if but and start >= but:
            names.append(f"tail:{cue}")
    return names


def with_neighbours(rows: list[list[str]], contexts: list[Context]) -> list[list[str]]:
    """Add to each sentence what its neighbours show: their cue families and place."""
    tellings = [
        [f"family:{family}" for family in families_of(c.cues)] + ([":"] if c.words.endswith(":") else [])
        for c in contexts
    ]
    joined: list[list[str]] = []
    first = 0
    for i, (row, context) in enumerate(zip(rows, contexts, strict=True)):
        extra = [f"-1{name}" for name in tellings[i - 1]] if i else ["-1none"]
        extra += [f"+1{name}" for name in tellings[i + 1]] if i + 1 < len(rows) else ["+1none"]
        if context.first_in_block:
            first = i
        elif i:
            extra.append("-1same_block")
            extra += [f"b0{name}" for name in tellings[first]]
        joined.append(row + extra)
    return joined
