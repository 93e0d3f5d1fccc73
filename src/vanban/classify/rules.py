"""Labels by cue rules and heading path: a linear score whose weights are set by hand in data/weights.tsv.

Serves where no trained model is there, and its verdict is a feature of the trained one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from vanban.classify.features import BODY, FOOT, HEAD, Context
from vanban.classify.requests import asks_outright
from vanban.model import LABELS, BlockKind

_DONE = frozenset(("done.past", "done.now", "done.period"))
_ASKS = frozenset(("ask.verb_start", "ask.verb_subject", "ask.verb_any", "ask.clause"))
_ASKS_FIRST = "ask.verb_start"
_ASKS_BESIDES = frozenset(("ask.verb_any", "ask.clause"))
_NO_ASKING = frozenset(("ask.done", "form.closing", "form.none", "lead.colon"))
_CLOSES = "ask.closing"
_SHORT = 4  # words
_CONSEQUENCE = ("do đó", "do vậy", "vì vậy", "vì thế", "từ đó", "dẫn đến", "hệ quả", "chính vì")
_HOWEVER = ("tuy nhiên", "tuy vậy", "dù vậy", "mặc dù vậy", "song ", "nhưng", "thế nhưng", "vậy nhưng")
_POSSIBLE, _PLAIN = 0.1, 0.7  # probabilities by the trained model and by the rules
_LIKELY = 0.5
_CERTAIN = 0.8  # from here on a cause needs no sign
_CALLED_CAUSE = frozenset(("cause.noun", "cause.subject"))
_CONCEDES = frozenset(("mute.although", "mute.although_mid"))
_TO_COME = frozenset(("plan.future", "plan.must", "plan.toward", "plan.responsible", "plan.goal", "plan.assign"))

_AHEAD = _TO_COME | {"plan.continue", "plan.direct", "plan.sets", "plan.heed"}


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
    names = [f"cue:{cue}" for cue in context.cues]
    families = {cue.split(".")[0] for cue in context.cues}
    names += [f"family:{family}" for family in families]
    names.append(f"zone:{context.zone}")
    if context.kind in (BlockKind.RUNNING_HEAD,):
        names.append("kind:running_head")
    if context.is_heading:
        names.append("heading")
        if len(context.words.split()) <= 6:
            names.append("heading.short")
    names += [f"above:{name}" for name in context_above(context)]
    if context.lead_in is not None:
        names += [f"lead:{family}" for family in {cue.split(".")[0] for cue in context.lead_cues}]
    names += [f"outer:{family}" for family in {cue.split(".")[0] for cue in context.outer_cues}]
    if context.turn:
        names += [f"turn:{context.turn}", f"turn:{context.turn}:{'near' if context.turned_near else 'far'}"]
    n_words = len(context.words.split())
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
    for feature in active_features(context) if active is None else active:
        for label, weight in _weights().get(feature, {}).items():
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
    if _announced_as_asked(context):
        scores["proposal"] += 3
    if "plan.sets" in cues:
        scores["solution"] += 2.5
    if "form.none" in cues and len(context.words.split()) <= 8:
        scores["other"] += 6


def asks_all_the_same(context: Context, label: str) -> bool:
    """Tell a proposal by the rules of docs/annotation.md where a judge took the sentence for something else.

    Items of a list that asks are proposals; so is a sentence that asks outright, and one that tells something and
    then asks.
    """
    if context.zone != BODY or context.is_heading or context.cues & _NO_ASKING:
        return False
    if label != "proposal" and _CLOSES not in context.cues and asks_outright(context.words):
        return True
    if label in ("solution", "other"):
        return _announced_as_asked(context) and len(context.words.split()) > _SHORT
    return label in ("result", "difficulty") and bool(context.cues & _ASKS_BESIDES)


def tells_a_failing(context: Context, scores: Mapping[str, float]) -> bool:
    """Tell a difficulty by its cues where a judge that holds one possible took the sentence for `other`."""
    if scores.get("difficulty", 0.0) < _POSSIBLE or context.zone != BODY or context.is_heading:
        return False
    return "lead.colon" not in context.cues and score_labels(context)["difficulty"] >= _PLAIN


def told_as_cause(context: Context, scores: Mapping[str, float]) -> bool:
    """Tell the cause among difficulties: what the sentence calls so, or a failing under a heading of causes alone."""
    if context.zone != BODY or context.is_heading or context.words.startswith(_CONSEQUENCE):
        return False
    telling = _announced(context)
    if telling == ("cause",):
        return True
    if scores.get("cause", 0.0) < _POSSIBLE:
        return False
    return bool(context.cues & _CALLED_CAUSE) or ("cause" in telling and "difficulty" not in telling)


def lacks_its_sign(context: Context, label: str, scores: Mapping[str, float]) -> bool:
    """Tell a cause where nothing in or above the sentence speaks of one, and a proposal that was made before."""
    if label == "proposal":
        return "ask.done" in context.cues and _ASKS_FIRST not in context.cues | context.lead_cues
    if label != "cause" or scores.get(label, 0.0) >= _CERTAIN or context.is_heading or context.turn == "cause":
        return False
    around = context.cues | context.lead_cues | context.outer_cues
    return not any(cue.startswith("cause.") for cue in around) and not any("cause" in h for h in context.headings)


def decide_by_rule(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Give the label that follows from the rules of annotation where the judge wavered between it and another."""
    cues, found = context.cues, scores.get
    if label in ("result", "other") and "plan.sets" in cues and found("solution", 0.0) >= _POSSIBLE / 2:
        return "solution"
    if label == "proposal" and _directs(context) and found("solution", 0.0) >= _POSSIBLE:
        return "solution"
    failings = sum(cue.startswith("diff.") for cue in cues)
    if label == "difficulty" and not failings and cues & _CONCEDES and found("result", 0.0) >= 2 * _POSSIBLE:
        return "result"
    turns = context.words.startswith(_HOWEVER) and failings > 1
    if label in ("result", "solution") and turns and found("difficulty", 0.0) >= 2 * _POSSIBLE:
        return "difficulty"
    if label == "result" and "form.event" in cues and _is_prose(context) and found("other", 0.0) >= 3 * _POSSIBLE:
        return "other"
    if label == "solution" and failings > 1 and found("difficulty", 0.0) >= _POSSIBLE and not cues & _AHEAD:
        return "difficulty" if score_labels(context)["difficulty"] >= _LIKELY else None
    if label == "other" and _is_prose(context) and found("result", 0.0) >= 3 * _POSSIBLE:
        return "result" if score_labels(context)["result"] >= 3 * _POSSIBLE else None
    if label == "solution" and _announced(context) == ("result",) and found("result", 0.0) >= 3 * _POSSIBLE:
        return None if cues & _TO_COME or context.turn in ("plan", "ask") else "result"
    return None


def _announced(context: Context) -> tuple[str, ...]:
    """Give what the nearest telling heading announces."""
    return next((contexts for contexts in context.headings if contexts), ())


def _is_prose(context: Context) -> bool:
    """Tell a sentence of an article, or of a text without letterhead."""
    return context.doc_type in (None, "bai_bao") and not context.is_heading and "lead.colon" not in context.cues


def _directs(context: Context) -> bool:
    return "plan.assign" in context.cues and _ASKS_FIRST not in context.cues


def _announced_as_asked(context: Context) -> bool:
    announced = context.lead_cues | context.outer_cues
    if not announced & _ASKS or "ask.done" in announced:
        return False
    return not (context.cues & _DONE or context.is_heading or "lead.colon" in context.cues)
