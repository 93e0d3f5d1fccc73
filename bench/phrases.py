"""Measure how fast names of the lexicon are found: by our phrase book, spaCy's PhraseMatcher, a regular expression.

python bench/phrases.py FILE…        text files; prints milliseconds for 3,000 characters, and what loading costs
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from vanban.lexicon.places import communes
from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook, split_words
from vanban.text import nfc

ROUNDS = 5


def phrases() -> list[str]:
    heads = [row["head"] for row in read_rows("organization_heads.tsv")]
    bodies = [row["name"] for row in read_rows("central_bodies.tsv")]
    return sorted({*(f"{unit.kind} {unit.name}" for unit in communes()), *heads, *bodies})


def by_phrase_book(names: list[str]) -> Callable[[str], int]:
    book = PhraseBook((name, name) for name in names)

    def count(text: str) -> int:
        words = split_words(text)
        return sum(book.longest(words.keys, index) is not None for index in book.candidates(words))

    return count


def by_spacy(names: list[str]) -> Callable[[str], int]:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer

    tokenizer = Tokenizer(spacy.blank("xx").vocab, infix_finditer=re.compile(r"[^\w\s]").finditer)
    matcher = PhraseMatcher(tokenizer.vocab, attr="LOWER")
    matcher.add("NAME", [tokenizer(name) for name in names])
    return lambda text: len(matcher(tokenizer(text)))


def by_regex(names: list[str]) -> Callable[[str], int]:
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})\b", re.I)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def milliseconds(count: Callable[[str], int], texts: list[str]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            count(text)
        best = min(best, time.process_time() - start)
    return best * 3e6 / sum(map(len, texts))


def import_seconds(module: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start


def main() -> None:
    texts = [nfc(Path(name).read_text("utf-8")) for name in sys.argv[1:]]
    names = phrases()
    print(f"{len(names)} phrases, {sum(map(len, texts))} characters")
    for maker in (by_phrase_book, by_spacy, by_regex):
        start = time.perf_counter()
        count = maker(names)
        loading = time.perf_counter() - start
        found = sum(count(text) for text in texts)
        speed = milliseconds(count, texts)
        print(f"{maker.__name__[3:]:12} {speed:8.2f} ms/3,000 characters  {loading:5.2f} s to load  {found} found")
    for module in ("vanban.extract.names", "spacy"):
        print(f"import {module}: {import_seconds(module):.2f} s in a fresh process")


if __name__ == "__main__":
    main()
