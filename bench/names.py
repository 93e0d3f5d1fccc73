"""Names by rules beside a trained tagger: F1 of distinct names, cross-validated over whole documents.

    python bench/names.py [--folds 2] [--test] [CORPUS]

The tagger is one CRF a kind (python-crfsuite) over words, shapes and neighbours, learnt from the corpus's names; a
second one sees the rules' mentions, too. Its mentions are resolved to fullest forms as those of the rules are. `--test`
adds what each gives on the test split.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from vanban.extract.name_forms import distinct_names, resolve_names
from vanban.extract.names import find_names
from vanban.learn.align import similarity, words
from vanban.learn.corpus import load_corpus
from vanban.learn.score import Count, pair
from vanban.lexicon.words import Words, split_words
from vanban.model import Name, NameKind, Span

OPTIONS = {"c1": 0.05, "c2": 0.1, "max_iterations": 40, "feature.minfreq": 2}
SECTIONS = {NameKind.ORGANIZATION: "organizations", NameKind.PERSON: "persons", NameKind.PLACE: "places"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A document as taggers see it: its words, the rules' mentions, gold names by kind."""

    fold: int
    words: Words
    found: list[Name]
    gold: dict[NameKind, list[str]]


def load_samples(corpus: Path, *, is_test: bool, folds: int) -> list[Sample]:
    samples = []
    for gold in load_corpus(corpus):
        if (gold.meta["split"] == "test") == is_test:
            text = split_words(gold.render())
            names = {kind: [row["name"] for row in gold.facts.get(key, [])] for kind, key in SECTIONS.items()}
            fold = zlib.crc32(gold.path.name.encode()) % folds
            samples.append(Sample(fold, text, find_names(text.text, words=text), names))
    return samples


def mark(sample: Sample, kind: NameKind, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Give B, I or O for each word."""
    tags = ["O"] * len(sample.words.keys)
    for first, stop in sorted(spans, key=lambda s: s[0] - s[1]):
        if stop > first and all(tag == "O" for tag in tags[first:stop]):
            tags[first:stop] = ["B", *["I"] * (stop - first - 1)]
    return tags


def rule_spans(sample: Sample, kind: NameKind, only: Sequence[str] | None = None) -> list[tuple[int, int]]:
    names = [n for n in sample.found if n.kind is kind and (only is None or n.name in only)]
    return [(sample.words.index_at(n.span.start), sample.words.index_at(n.span.end)) for n in names]


def gold_tags(sample: Sample, kind: NameKind) -> list[str]:
    """Mark every place of every gold name, and what the rules resolve to one."""
    keys = sample.words.keys
    spans = rule_spans(sample, kind, sample.gold[kind])
    for name in sample.gold[kind]:
        wanted = split_words(name).keys
        size = len(wanted)
        spans += [(i, i + size) for i in range(len(keys) - size + 1) if keys[i : i + size] == wanted]
    return mark(sample, kind, spans)


def rows(sample: Sample, kind: NameKind, *, with_rules: bool) -> list[list[str]]:
    keys, forms = sample.words.keys, sample.words.forms
    shapes = ["A" if f.isupper() else "a" if f[0].isupper() else "0" if f[0].isdigit() else "x" for f in forms]
    rules = mark(sample, kind, rule_spans(sample, kind)) if with_rules else []
    made = []
    for i in range(len(keys)):
        row = []
        for d in (-2, -1, 0, 1, 2):
            j = i + d
            inside = 0 <= j < len(keys)
            row.append(f"w{d}={keys[j] if inside else ''}")
            row.append(f"s{d}={shapes[j] if inside else ''}")
            if rules and -2 < d < 2:
                row.append(f"r{d}={rules[j] if inside else ''}")
        row.append(f"b={keys[i - 1] if i else ''} {keys[i]}")
        row.append(f"n={keys[i]} {keys[i + 1] if i + 1 < len(keys) else ''}")
        row.append("S=" + "".join(shapes[max(0, i - 2) : i + 3]))
        made.append(row)
    return made


def train(samples: Sequence[Sample], kind: NameKind, *, with_rules: bool) -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(OPTIONS)
    for sample in samples:
        trainer.append(rows(sample, kind, with_rules=with_rules), gold_tags(sample, kind))
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
    return tagger


def tag(tagger: pycrfsuite.Tagger, sample: Sample, kind: NameKind, *, with_rules: bool) -> list[str]:
    """Give the distinct names that a tagger finds."""
    tags = [*tagger.tag(rows(sample, kind, with_rules=with_rules)), "O"]
    mentions: list[Name] = []
    first: int | None = None
    for i, found in enumerate(tags):
        if first is not None and found != "I":
            span = Span(sample.words.starts[first], sample.words.ends[i - 1])
            form = " ".join(span.of(sample.words.text).split())
            mentions.append(Name(span, form, kind, form))
            first = None
        if found == "B" or (found == "I" and first is None):
            first = i
    return [n.name for n in distinct_names(resolve_names(mentions), kind)]


def add(count: Count, gold: Sequence[str], found: Sequence[str]) -> None:
    hits = pair([words(x) for x in gold], [words(x) for x in found], similarity, floor=0.8)
    count.add(Count(len(hits), len(gold), len(found)))


def judge(kind: NameKind, known: Sequence[Sample], tests: Sequence[Sample], folds: int) -> None:
    rules = [Count(), Count()]
    for count, samples in zip(rules, (known, tests), strict=True):
        for sample in samples:
            add(count, sample.gold[kind], [n.name for n in distinct_names(sample.found, kind)])
    show(kind, "rules", rules)
    for label, with_rules in (("tagger", False), ("tagger with rules", True)):
        counts = [Count(), Count()]
        for fold in range(folds):
            tagger = train([s for s in known if s.fold != fold], kind, with_rules=with_rules)
            for sample in (s for s in known if s.fold == fold):
                add(counts[0], sample.gold[kind], tag(tagger, sample, kind, with_rules=with_rules))
        tagger = train(known, kind, with_rules=with_rules) if tests else None
        for sample in tests if tagger else ():
            add(counts[1], sample.gold[kind], tag(tagger, sample, kind, with_rules=with_rules))
        show(kind, label, counts)


def show(kind: NameKind, label: str, counts: Sequence[Count]) -> None:
    cells = "   ".join(f"{c.precision:.3f} {c.recall:.3f} {c.f1:.3f} ({c.gold})" for c in counts if c.gold)
    print(f"{kind.value:14}{label:20}{cells}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("corpora/documents"))
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args(arguments)
    known = load_samples(options.corpus, is_test=False, folds=options.folds)
    tests = load_samples(options.corpus, is_test=True, folds=options.folds) if options.test else []
    print(f"{len(known)} documents over {options.folds} folds, {len(tests)} of the test split: P R F1 (gold) of each")
    for kind in SECTIONS:
        judge(kind, known, tests, options.folds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
