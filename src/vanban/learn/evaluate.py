"""Runs the program on annotated documents and reports precision, recall and F1 by kind of fact.

Gold is either documents in the corpus's format (`.txt`, or a folder of them) or `NAME.gold.json` in the shape of
docs/annotation.md with its source beside it or in the folder given as `documents`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vanban.analyse import analyse, analyse_text
from vanban.errors import CheckError, UsageError
from vanban.export import to_json
from vanban.learn.corpus import GoldDocument, load_corpus, load_document
from vanban.learn.score import KINDS, Comparison, compare
from vanban.model import LABELS, Analysis

STATEMENT_KINDS = ("document", "indicators", "organizations", "persons", "places")


@dataclass(frozen=True, slots=True)
class Case:
    """One gold document: its name, its facts, which kinds are annotated, and how to analyse its source."""

    name: str
    gold: dict[str, Any]
    kinds: tuple[str, ...]
    run: Callable[[], Analysis]


@dataclass(frozen=True, slots=True)
class Evaluation:
    total: Comparison
    by_document: dict[str, Comparison]

    def scores(self) -> dict[str, float]:
        """Give F1 by kind (accuracy for document, addressee and indicators.status), and the mean for statements."""
        scores = {kind: round(count.f1, 4) for kind, count in sorted(self.total.counts.items()) if count.gold}
        scores["statements"] = round(self.total.statements_f1, 4)
        return scores

    def worst(self, *, limit: int = 5) -> list[tuple[str, float]]:
        ranked = sorted((c.statements_f1, name) for name, c in self.by_document.items())
        return [(name, score) for score, name in ranked[:limit]]


def corpus_case(gold: GoldDocument, models: Path | None = None) -> Case:
    kinds = tuple(k for k in KINDS if k != "tables") if gold.meta.get("facts") == "all" else STATEMENT_KINDS

    def run() -> Analysis:
        return analyse_text(gold.render(), source=gold.path.name, models=models)

    return Case(gold.path.stem, gold.to_json(), kinds, run)


def find_cases(
    paths: Iterable[Path], *, documents: Path | None = None, split: str | None = None, models: Path | None = None
) -> Iterator[Case]:
    """Give the gold documents of some files and folders; `models` is another folder of models than the program's own.

    Raises UsageError where a path holds no gold, or the source of a gold file is missing.
    """
    for path in paths:
        if path.is_dir():
            corpus = load_corpus(path, split=split) if any(path.rglob("*.txt")) else []
            yield from (corpus_case(gold, models) for gold in corpus)
            yield from (json_case(p, documents, models) for p in sorted(path.rglob("*.gold.json")))
        elif path.name.endswith(".json"):
            yield json_case(path, documents, models)
        elif path.is_file():
            gold = load_document(path)
            if gold.faults:
                raise UsageError(f"{path}:{gold.faults[0][0]}: {gold.faults[0][1]}; see corpora/README.md")
            yield corpus_case(gold, models)
        else:
            raise UsageError(f"{path}: không có tệp này; hãy ghi tệp gán nhãn hoặc thư mục chứa chúng")


def json_case(path: Path, documents: Path | None, models: Path | None = None) -> Case:
    gold = json.loads(path.read_text("utf-8"))
    folders = [documents] if documents else [path.parent, path.parent.parent / "seeds"]
    source = next((f / gold["source"] for f in folders if (f / gold["source"]).is_file()), None)
    if source is None:
        raise UsageError(f"{path}: không thấy văn bản gốc {gold['source']} cạnh nó; hãy chỉ thư mục bằng --docs")
    kinds = tuple(k for k in KINDS if k != "tables")
    return Case(path.name.removesuffix(".gold.json"), gold, kinds, lambda: analyse(source, models=models))


def evaluate(cases: Iterable[Case]) -> Evaluation:
    total, by_document = Comparison(), dict[str, Comparison]()
    for case in cases:
        comparison = compare(case.gold, to_json(case.run()), kinds=case.kinds)
        total.add(comparison)
        by_document[case.name] = comparison
    return Evaluation(total, by_document)


def check_floors(scores: dict[str, float], floors: dict[str, float]) -> None:
    """Raise CheckError naming every score that lies below its floor."""
    low = [
        f"{kind} {scores.get(kind, 0):.3f} < {floor:.3f}"
        for kind, floor in floors.items()
        if scores.get(kind, 0) < floor
    ]
    if low:
        raise CheckError("below the floor: " + "; ".join(low))


def format_report(evaluation: Evaluation) -> str:
    """Give the scores as a text table, the confusion of labels, and the worst documents."""
    lines = [f"{'kind':24}{'P':>7}{'R':>7}{'F1':>7}   {'95%':13}{'gold':>6}{'found':>7}"]
    for kind, count in sorted(evaluation.total.counts.items()):
        if count.gold or count.found:
            low, high = count.interval()
            lines.append(
                f"{kind:24}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}   {low:.3f}–{high:.3f} "
                f"{count.gold:6d}{count.found:7d}"
            )
    lines.append(f"{'statements (mean of 5)':24}{'':14}{evaluation.total.statements_f1:7.3f}")
    lines += ["", "confusion (rows: gold, columns: found)", *_confusion(evaluation.total)]
    lines += ["", "worst documents: " + ", ".join(f"{name} {score:.3f}" for name, score in evaluation.worst())]
    return "\n".join(lines)


def _confusion(total: Comparison) -> list[str]:
    columns = (*LABELS, "-")
    lines = [f"{'':12}" + "".join(f"{name[:10]:>11}" for name in columns)]
    for gold in LABELS:
        lines.append(f"{gold:12}" + "".join(f"{total.confusion[gold, found]:11d}" for found in columns))
    return lines
