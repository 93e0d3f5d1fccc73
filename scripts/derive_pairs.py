"""Write syllable_pairs.tsv of the lexicon: which syllable follows which, in the corpus and in the names of the lexicon.

python scripts/derive_pairs.py            writes into src/vanban/lexicon/data

Documents of the corpus's test part are left out, so that what is measured on them stays honest.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from vanban.learn.corpus import load_document
from vanban.text import is_syllable

HOME = Path(__file__).parents[1]
DATA = HOME / "src" / "vanban" / "lexicon" / "data"
LISTS = {
    "central_bodies.tsv": ("name", "aliases"), "communes.tsv": ("name",), "departments.tsv": ("name",),
    "districts.tsv": ("name",), "doc_types.tsv": ("name",), "laws.tsv": ("title",),
    "organization_heads.tsv": ("head", "aliases"), "organization_words.tsv": ("words",), "positions.tsv": ("words",),
    "provinces.tsv": ("name",), "units.tsv": ("unit",),
}  # fmt: skip
SOURCE = "corpora/documents (train); lexicon"
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


def runs(text: str) -> Iterator[list[str]]:
    """Give the words that follow each other with nothing but a space between, in small letters."""
    for match in _RUN.finditer(text):
        yield match.group().lower().split(" ")


def texts() -> Iterator[str]:
    for path in sorted((HOME / "corpora" / "documents").glob("*.txt")):
        gold = load_document(path)
        if gold.meta.get("split") != "test":
            yield from gold.render().split("\n")
    for name, columns in LISTS.items():
        with (DATA / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                for column in columns:
                    yield from (row.get(column) or "").split("|")


def main() -> None:
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts():
        for run in runs(text):
            for first, following in pairwise(run):
                if is_syllable(first) and is_syllable(following):
                    pairs[first][following] += 1
    lines = ["first\tnext\tsource"]
    for first in sorted(pairs):
        row = sorted(pairs[first].items())
        following = "|".join(word if count == 1 else f"{word}:{count}" for word, count in row)
        lines.append(f"{first}\t{following}\t{SOURCE}")
    (DATA / "syllable_pairs.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
