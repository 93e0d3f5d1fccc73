"""Agreement of two annotators on the same documents: Cohen's kappa for labels, F1 for everything with a span.

    python -m vanban.learn.agreement corpora/documents corpora/second

Of the first folder, only the documents that the second one holds are compared.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from vanban.errors import UsageError
from vanban.learn.corpus import GoldDocument, load_document
from vanban.learn.score import KINDS, Comparison, compare

Labels = tuple[str, str]  # of the first and of the second annotator


def pair_labels(first: GoldDocument, second: GoldDocument) -> list[Labels]:
    """Give both labels of each body line.

    Raises UsageError where the documents do not hold the same lines.
    """
    mine, theirs = first.lines, second.lines
    if [line.text for line in mine] != [line.text for line in theirs]:
        raise UsageError(f"{second.path}: its body lines are not those of {first.path}; annotate the same text")
    return [(a.label, b.label) for a, b in zip(mine, theirs, strict=True)]


def cohen_kappa(pairs: Iterable[Labels]) -> float:
    """Give Cohen's kappa. Source: J. Cohen, A coefficient of agreement for nominal scales, 1960."""
    counts = Counter(pairs)
    total = counts.total()
    if not total:
        return 1.0
    observed = sum(n for (a, b), n in counts.items() if a == b) / total
    first, second = Counter[str](), Counter[str]()
    for (a, b), n in counts.items():
        first[a] += n
        second[b] += n
    expected = sum(first[label] * second[label] for label in first) / total**2
    return (observed - expected) / (1 - expected) if expected < 1 else 1.0


def compare_annotators(first: Path, second: Path) -> tuple[list[Labels], Comparison]:
    """Compare the documents of the second folder with those of the same name in the first."""
    pairs: list[Labels] = []
    total = Comparison()
    for path in sorted(second.glob("*.txt")):
        a, b = load_document(first / path.name), load_document(path)
        pairs += pair_labels(a, b)
        spans = ("citations", "dates", "figures") if a.meta["facts"] == "all" else ()
        kinds = [k for k in KINDS if k in (*spans, "indicators", "organizations", "persons", "places")]
        total.add(compare(a.to_json(), b.to_json(), kinds=kinds))
    return pairs, total


def main(argv: Sequence[str]) -> int:
    if len(argv) != 2:
        sys.stderr.write("usage: python -m vanban.learn.agreement FIRST SECOND\n")
        return 2
    pairs, total = compare_annotators(Path(argv[0]), Path(argv[1]))
    same = sum(a == b for a, b in pairs)
    sys.stdout.write(f"labels: {same} of {len(pairs)} lines alike ({same / max(len(pairs), 1):.3f}), ")
    sys.stdout.write(f"kappa {cohen_kappa(pairs):.3f}\n")
    judged = [(a, b) for a, b in pairs if (a, b) != ("other", "other")]
    sys.stdout.write(f"lines that one of them calls more than other: {len(judged)}, kappa {cohen_kappa(judged):.3f}\n")
    for kind, count in sorted(total.counts.items()):
        if count.gold and not kind.startswith("statements."):
            sys.stdout.write(f"{kind:22} F1 {count.f1:.3f} ({count.gold} and {count.found})\n")
    for (a, b), n in Counter(p for p in pairs if p[0] != p[1]).most_common(12):
        sys.stdout.write(f"  {a} / {b}: {n}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
