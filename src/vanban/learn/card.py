"""The card of the models: their data, scores with counts, calibration and known failures, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vanban.classify.trained import CRF_FILE, TOPICS_FILE, models_folder
from vanban.extract.indicator_model import MODEL_FILE as INDICATORS_FILE
from vanban.learn.score import Count

CARD_FILE, PAGE_FILE = "card.json", "card.md"
MODELS: dict[str, dict[str, Any]] = {
    CRF_FILE: {
        "gives": "labels of statements",
        "method": "linear-chain CRF (python-crfsuite) over words, cues, headings, lead-in, place, verdict of the rules",
        "kinds": ["statements.result", "statements.difficulty", "statements.cause", "statements.proposal",
                  "statements.solution"],
        "failures": [
            "press articles, speeches, answers to voters: without headings, causes and difficulties are mixed up",
            "a difficulty told without a negative word, by a figure alone, is taken for a result",
            "proposals in bare verbs under a heading that names no proposal",
        ],
    },
    TOPICS_FILE: {
        "gives": "topics of difficulties, causes and proposals",
        "method": "TF-IDF of words, topic cues and hints, one logistic regression a topic (scikit-learn), "
        "kept as arrays",
        "kinds": ["topics"],
        "failures": [
            "procedure (quy_trinh) and security (an_toan) are found least; annotators agree least there, too",
            "of several failings in one sentence the lesser one is missed",
        ],
    },
    INDICATORS_FILE: {
        "gives": "which figures are indicators, and the words of their names",
        "method": "two logistic regressions over words (scikit-learn), kept as JSON",
        "kinds": ["indicators", "indicators.status"],
        "failures": [
            "names whose words stand apart from their figure in long enumerations",
            "figures that only say how far something reaches",
        ],
    },
}  # fmt: skip


def score_rows(counts: dict[str, Count]) -> dict[str, dict[str, float]]:
    """Give precision, recall, F1, interval and counts by kind, for the card."""
    rows: dict[str, dict[str, float]] = {}
    for kind, count in sorted(counts.items()):
        if count.gold:
            low, high = count.interval()
            rows[kind] = {
                "precision": round(count.precision, 3), "recall": round(count.recall, 3), "f1": round(count.f1, 3),
                "low": round(low, 3), "high": round(high, 3), "gold": count.gold, "found": count.found,
            }  # fmt: skip
    return rows


def write_card(card: dict[str, Any], folder: Path) -> None:
    """Write the card as JSON and as a page of Markdown."""
    (folder / CARD_FILE).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / PAGE_FILE).write_text(format_card(card), "utf-8")


def format_card(card: dict[str, Any]) -> str:
    """Give the card as Markdown."""
    further = f" and {card['further_documents']} further ones" if card["further_documents"] else ""
    lines = [
        "# Models",
        "",
        f"Made by `vanban train` from {card['documents']} documents ({', '.join(card['splits'])}){further} with "
        f"{card['sentences']} sentences; seed {card['seed']}.",
        "Scores are on the test split, which no model was trained or chosen on.",
    ]
    for file, told in card["models"].items():
        lines += ["", f"## {file}: {told['gives']}", "", f"{told['method'][0].upper()}{told['method'][1:]}.", ""]
        lines += _score_table({kind: row for kind, row in card["scores"].items() if kind in told["kinds"]})
        lines += ["Known failures:", *(f"- {failure}" for failure in told["failures"])]
    if card.get("calibration"):
        lines += ["", *_calibration(card["calibration"])]
    return "\n".join(lines) + "\n"


def _score_table(scores: dict[str, dict[str, float]]) -> list[str]:
    if not scores:
        return []
    lines = ["| kind | precision | recall | F1 | 95% | gold |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {kind} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} "
        f"| {row['low']:.3f}–{row['high']:.3f} | {row['gold']} |"
        for kind, row in scores.items()
    ]
    return [*lines, ""]


def _calibration(report: dict[str, Any]) -> list[str]:
    lines = [
        "## Calibration",
        "",
        f"By {report['folds']}-fold cross-validation over whole documents ({report['sentences']} sentences; mean F1 of "
        f"the five labels {report['statements']:.3f}): temperature {report['temperature']}. The mean gap between "
        f"probability and share of right labels is {report['error_before']:.3f} before and {report['error_after']:.3f} "
        f"after. A label below {report['threshold']} is `other`, its guess kept as `second` "
        f"({report['below_threshold']} sentences).",
        "",
        "| probability from | sentences | mean probability | right |",
        "|---|---|---|---|",
    ]
    return lines + [
        f"| {row['from']} | {row['sentences']} | {row['probability']:.3f} | {row['right']:.3f} |"
        for row in report["reliability"]
    ]


def trained_names(folder: Path | None = None) -> set[str]:
    """Give the names of the documents that the models of a folder, or the program's own, were trained on."""
    path = (folder or models_folder()) / CARD_FILE
    return set(json.loads(path.read_text("utf-8")).get("names", ())) if path.is_file() else set()
