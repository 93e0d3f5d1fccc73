"""Cuts excerpts out of annotated documents: what a reader gets of a page copied from the middle of a report.

They lack letterhead, headings above and lead-ins, so the label model learns to do without them, too.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence

from vanban.analyse import find_structure
from vanban.classify.features import Context, find_contexts
from vanban.learn.align import Example, align, similarity, words
from vanban.learn.corpus import GoldLine
from vanban.read import read_text

PER_DOCUMENT = 2
SIZE = 2000  # code points, as long as an excerpt of a page usually is
_SHORTEST = 300
_ALIKE = 0.8  # F1 of words from which on a line is where the excerpt begins

Excerpt = tuple[list[Context], list[GoldLine | None]]


def cut_excerpts(example: Example, *, count: int = PER_DOCUMENT, size: int = SIZE) -> list[Excerpt]:
    """Give some excerpts of a document with the gold line of each sentence; places follow from the file's name."""
    text = example.gold.render()
    chance = random.Random(zlib.crc32(example.gold.path.name.encode()))
    if len(text) < 1.3 * size:  # whole documents are read anyway; one half more is enough
        starts = [len(text) / 4] if len(text) > 0.7 * size else []
    else:
        starts = [chance.uniform(0.05, 0.95) * (len(text) - size) for _ in range(count)]
    cuts = (_lines_between(text, start, start + size) for start in starts)
    return [_judge(cut, example.gold.lines) for cut in cuts if len(cut) >= _SHORTEST]


def _lines_between(text: str, start: float, end: float) -> str:
    kept: list[str] = []
    at = 0
    for line in text.split("\n"):
        if start <= at < end:
            kept.append(line)
        at += len(line) + 1
    return "\n".join(kept).strip()


def _judge(text: str, lines: Sequence[GoldLine]) -> Excerpt:
    document = read_text(text, source="excerpt.txt")
    structure = find_structure(document)
    contexts = find_contexts(document, structure.outline, structure.sentences, structure.letterhead)
    first = words(contexts[0].text) if contexts else words("")
    scores = [similarity(first, words(line.statement)) for line in lines]
    start = next((i for i, score in enumerate(scores) if score > _ALIKE), 0)
    places = align([c.text for c in contexts], [line.statement for line in lines[start:]])
    return contexts, [lines[start + j] if j is not None else None for j in places]
