"""Brings gold statements and the program's sentences together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.analyse import Structure, find_structure
from vanban.classify.features import Context, find_contexts
from vanban.learn.corpus import GoldDocument, GoldLine
from vanban.read import read_text

MIN_SIMILARITY = 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A document as the models learn it: contexts in order, with the gold line of each, None where none fits."""

    gold: GoldDocument
    structure: Structure
    contexts: list[Context]
    lines: list[GoldLine | None]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def similarity(a: Counter[str], b: Counter[str]) -> float:
    """Give the F1 of shared words."""
    hit = (a & b).total()
    return 2 * hit / (a.total() + b.total()) if hit else 0.0


def align(sentences: Sequence[str], gold: Sequence[str], *, window: int = 12) -> list[int | None]:
    """Give for each sentence the index of its gold text; both stand in document order, each gold text serves once."""
    gold_words = [words(text) for text in gold]
    used: set[int] = set()
    found: list[int | None] = []
    at = 0
    for sentence in sentences:
        mine = words(sentence)
        best, best_score = None, MIN_SIMILARITY
        for j in range(max(0, at - window), min(len(gold), at + window)):
            if j in used:
                continue
            score = similarity(mine, gold_words[j]) - abs(j - at) * 1e-4
            if score >= best_score:
                best, best_score = j, score
        if best is not None:
            used.add(best)
            at = best + 1
        found.append(best)
    return found


def make_example(gold: GoldDocument) -> Example:
    """Run structure over the rendered document and align its sentences with the gold lines."""
    document = read_text(gold.render(), source=gold.path.name)
    structure = find_structure(document)
    contexts = find_contexts(document, structure.outline, structure.sentences, structure.letterhead)
    lines = gold.lines
    places = align([c.text for c in contexts], [line.statement for line in lines])
    return Example(gold, structure, contexts, [lines[j] if j is not None else None for j in places])
