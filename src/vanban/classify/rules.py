"""Labels by cue rules and heading path: a linear score whose weights are set by hand in data/weights.tsv.

Serves where no trained model is there, and its verdict is a feature of the trained one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import resources

from vanban.classify.features import BODY, FOOT, HEAD, Context, families_of
from vanban.model import LABELS, BlockKind

_DONE = frozenset(("done.past", "done.now", "done.period"))
_ASKS = frozenset(("ask.verb_start", "ask.verb_subject", "ask.verb_any", "ask.clause"))


@cache
def _weights() -> dict[str, dict[str, float]]:
    text = resources.files(__package__).joinpath("data/weights.tsv").read_text("utf-8")
    weights: dict[str, dict[str, float]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            feature, label, weight, *_ = line.split("\t")
            weights.setdefault(feature, {})[label] = float(weight)
    return weights


def active_features(context: Context) -> list[str]:
    """Name the features of a sentence that rules weigh."""
    names = [f"cue:{cue}" for cue in sorted(context.cues)]
    names += [f"family:{family}" for family in families_of(context.cues)]
    names.append(f"zone:{context.zone}")
    if context.kind in (BlockKind.RUNNING_HEAD,):
        names.append("kind:running_head")
    n_words = len(context.words.split())
    if context.is_heading:
        names.append("heading")
        if n_words <= 6:
            names.append("heading.short")
    names += [f"above:{name}" for name in context_above(context)]
    if context.lead_in is not None:
        names += [f"lead:{family}" for family in families_of(context.lead_cues)]
    names += [f"outer:{family}" for family in families_of(context.outer_cues)]
    if context.turn:
        names += [f"turn:{context.turn}", f"turn:{context.turn}:{'near' if context.turned_near else 'far'}"]
    names.append(f"length:{'short' if n_words <= 5 else 'middle' if n_words <= 12 else 'long'}")
    if context.doc_type:
        names.append(f"type:{context.doc_type}")
    if context.text.isupper():
        names.append("upper")
    if context.words.endswith(":"):
        names.append("colon")
    return names


def context_above(context: Context) -> list[str]:
    """Name what the nearest telling heading announces, and, as 'far.…', what the one above it does."""
    names: list[str] = []
    telling = [contexts for contexts in context.headings if contexts]
    if telling:
        names += list(dict.fromkeys((telling[0][0], *telling[0])))
        names = [names[0], *(f"also.{name}" for name in names[1:])]
    for contexts in telling[1:]:
        names += [f"far.{name}" for name in contexts[:2]]
    return names


def score_labels(context: Context, active: Sequence[str] | None = None) -> dict[str, float]:
    """Give a probability for each label; `active` are its features (see `active_features`), where known."""
    scores = dict.fromkeys(LABELS, 0.0)
    weights = _weights()
    for feature in active_features(context) if active is None else active:
        if feature in weights:
            for label, weight in weights[feature].items():
                scores[label] += weight
    _decide(context, scores)
    scores = {label: round(score, 9) for label, score in scores.items()}  # ties are ties in whatever order was added
    top = max(scores.values())
    exponents = {label: math.exp(score - top) for label, score in scores.items()}
    total = sum(exponents.values())
    return {label: value / total for label, value in exponents.items()}


def _decide(context: Context, scores: dict[str, float]) -> None:
    """Apply what a sum of weights cannot say: rules of docs/annotation.md that overrule others."""
    cues = context.cues
    diffs = sum(cue.startswith("diff.") for cue in cues)
    asks = "ask.verb_start" in cues or ("ask.verb_subject" in cues and "ask.done" not in cues)
    if context.zone in (HEAD, FOOT) or context.kind is BlockKind.RUNNING_HEAD:
        scores["other"] += 8
    if context.is_heading and (diffs < 2 or len(context.words.split()) <= 6 or context.text.isupper()):
        scores["other"] += 6
    if "lead.colon" in cues and ("lead.incomplete" in cues or (diffs == 0 and "done.past" not in cues)):
        scores["other"] += 5
    if "ask.closing" in cues and "form.closing" in cues:
        scores["other"] += 6
    if asks and context.zone == BODY and "form.closing" not in cues and "lead.colon" not in cues:
        scores["proposal"] += 3
    if is_announced_as_asked(context):
        scores["proposal"] += 3
    if "plan.sets" in cues:
        scores["solution"] += 2.5
    if "form.none" in cues and len(context.words.split()) <= 8:
        scores["other"] += 6


def is_announced_as_asked(context: Context) -> bool:
    """Tell whether what stands above a sentence asks, and it tells nothing done."""
    announced = context.lead_cues | context.outer_cues
    if not announced & _ASKS or "ask.done" in announced:
        return False
    return not (context.cues & _DONE or context.is_heading or "lead.colon" in context.cues)
