"""A second look at the label that a judge gave: what follows from docs/annotation.md, whatever the judge found.

Rules of this kind carry over to papers of a kind that the judge never saw better than its own weights do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vanban.classify.causes import CONSEQUENCE
from vanban.classify.features import BODY, Context
from vanban.classify.looks import by_looks
from vanban.classify.plain_words import (
    CONCEIVABLE,
    NO_DEED,
    POSSIBLE,
    TO_COME,
    by_failing_title,
    by_lead_in,
    by_plain_deed,
    by_plain_words,
)
from vanban.classify.requests import asks_outright, orders_outright
from vanban.classify.rules import is_announced_as_asked, score_labels

_ASKS_FIRST = "ask.verb_start"
_ASKS_BESIDES = frozenset(("ask.verb_any", "ask.clause"))
_NO_ASKING = frozenset(("ask.done", "form.closing", "form.none", "lead.colon"))
_NO_TROUBLE = frozenset(("ask.done", "form.closing", "lead.colon", "mute.although", "mute.although_mid"))
_PEOPLE = frozenset(("who.leader", "who.office", "who.public", "form.event"))
_FORMAL = _NO_ASKING - {"ask.done"}
_CLOSES = "ask.closing"
_SHORT = 4  # words
_HOWEVER = ("tuy nhiên", "tuy vậy", "dù vậy", "mặc dù vậy", "song ", "nhưng", "thế nhưng", "vậy nhưng")
_LIKELY = 0.5  # by the trained model
_IMPOSSIBLE = 0.01  # below, no rule overrules the model
_IN_ANY_WORDS = ("proposal", "other")  # but for these
_CERTAIN = 0.8
_SURE_CAUSE = 0.5  # from here on a cause needs no sign
_PLAIN = 0.7  # by the rules
_ABOUT = 1.3  # times as likely
_FAILS_RATHER = 2  # times that what looked like a cause is a difficulty rather than anything else
_CALLED_CAUSE = frozenset(("cause.noun", "cause.subject"))
_CONCEDES = frozenset(("mute.although", "mute.although_mid"))
_TOLD_OUT = ("result", "cause", "solution")  # headings and questions may tell a failing or ask, and nothing else
_AHEAD = TO_COME | {"plan.continue", "plan.direct", "plan.sets", "plan.heed"}


def overrule(context: Context, scores: Mapping[str, float], labels: list[str]) -> list[str]:
    """Put a label first that follows from the rules of annotation, whatever the judge found."""
    label = labels[0]
    if asks_all_the_same(context, label, scores):
        label = "proposal"
    elif label == "other" and tells_a_failing(context, scores):
        label = "difficulty"
    elif label == "difficulty" and told_as_cause(context, scores):
        label = "cause"
    elif lacks_its_sign(context, label, scores):
        label = choose_besides(label, scores)
    label = decide_by_rule(context, label, scores) or label
    label = by_looks(context, label, scores) or label
    if label in _TOLD_OUT and (context.is_heading or context.is_question):
        label = "other"
    if (
        label not in ("proposal", "other") and scores.get(label, 0.0) < _IMPOSSIBLE
    ):  # whoever asks may do so in any words
        return labels
    return labels if label == labels[0] else [label, labels[0]]


def asks_all_the_same(context: Context, label: str, scores: Mapping[str, float]) -> bool:
    """Tell a proposal by the rules of docs/annotation.md where a judge that holds one possible took it for another.

    Items of a list that asks are proposals; so is a sentence that asks outright, and one that tells something and
    then asks.
    """
    if context.zone != BODY or context.is_heading:
        return False
    cues, likely = context.cues, scores.get("proposal", 0.0)
    if label != "proposal" and not cues & _FORMAL and _CLOSES not in cues and asks_outright(context.words):
        return likely >= CONCEIVABLE / 10
    if cues & _NO_ASKING or likely < CONCEIVABLE:
        return False
    if label in ("solution", "other"):
        return is_announced_as_asked(context) and len(context.words.split()) > _SHORT
    if label not in ("result", "difficulty") or scores.get("difficulty", 0.0) >= _CERTAIN:
        return False
    return bool(cues & _ASKS_BESIDES) and likely >= POSSIBLE


def tells_a_failing(context: Context, scores: Mapping[str, float]) -> bool:
    """Tell a difficulty by its cues where a judge that holds one possible took the sentence for `other`."""
    if scores.get("difficulty", 0.0) < POSSIBLE or context.zone != BODY or context.is_heading:
        return False
    return "lead.colon" not in context.cues and score_labels(context)["difficulty"] >= _PLAIN


def told_as_cause(context: Context, scores: Mapping[str, float]) -> bool:
    """Tell the cause among difficulties: what the sentence calls so, or a failing under a heading of causes alone."""
    if context.zone != BODY or context.is_heading or context.words.startswith(CONSEQUENCE):
        return False
    telling = _announced(context)
    if telling == ("cause",):
        return True
    if scores.get("cause", 0.0) < POSSIBLE:
        return False
    return bool(context.cues & _CALLED_CAUSE) or ("cause" in telling and "difficulty" not in telling)


def lacks_its_sign(context: Context, label: str, scores: Mapping[str, float]) -> bool:
    """Tell a cause where nothing in or above the sentence speaks of one."""
    if label != "cause" or scores.get(label, 0.0) >= _SURE_CAUSE or context.is_heading or context.turn == "cause":
        return False
    around = context.cues | context.lead_cues | context.outer_cues
    return not any(cue.startswith("cause.") for cue in around) and not any("cause" in h for h in context.headings)


def choose_besides(label: str, scores: Mapping[str, float]) -> str:
    """Choose another label for a sentence that lacks the sign of the one that it was given.

    What looked like a cause tells a failing more often than not.
    """
    rest = {other: score for other, score in scores.items() if other != label}
    if label == "cause" and "difficulty" in rest:
        rest["difficulty"] *= _FAILS_RATHER
    return max(rest, key=lambda other: rest[other])


Decision = Callable[[Context, str, Mapping[str, float]], str | None]


def decide_by_rule(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Give the label that follows from the rules of annotation where the judge wavered between it and another."""
    if context.zone != BODY or context.is_heading:
        return None
    return next((other for decide in _DECISIONS if (other := decide(context, label, scores))), None)


def _by_head_run_in(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    for other in ("difficulty", "cause", "solution", "result"):
        if f"runin.{other}" in context.cues and scores.get(other, 0.0) >= CONCEIVABLE / 2:
            return other
    return None


def _by_order(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Orders are tasks; so is what is set, unless it is told as done."""
    if label not in ("result", "other") or "lead.colon" in context.cues:
        return None
    sets = "plan.sets" in context.cues and "done.past" not in context.cues
    if sets and scores.get("solution", 0.0) >= POSSIBLE / 2:
        return "solution"
    if scores.get("solution", 0.0) >= CONCEIVABLE / 2 and "plan.task" in context.cues:
        return "solution"
    ordered = scores.get("solution", 0.0) >= CONCEIVABLE / 2 and orders_outright(context.words)
    return "solution" if ordered else None


def _by_title(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """A title, subhead or caption tells a failing or announces; it is no result and no task."""
    return "other" if label in ("result", "solution") and (context.is_title or context.is_headline) else None


def _by_event(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """That somebody met, reported or visited is what an article is about, and no result."""
    if label != "result" or not context.is_prose or scores.get("other", 0.0) < CONCEIVABLE:
        return None
    if context.cues & _PEOPLE and "event.meets" in context.cues:
        return "other"
    return "other" if "sure.meets" in context.plain and "sure.counts" not in context.plain else None


def _by_complaint(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """What the public reports without asking for anything is a difficulty."""
    if label != "proposal" or scores.get("difficulty", 0.0) < 2 * POSSIBLE:
        return None
    asks = any(cue.startswith(("ask.", "wish.")) for cue in context.cues)
    return "difficulty" if not asks and "who.complains" in context.cues else None


def _by_failing(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Failings told by a consequence, a turn, or as what should not have come to pass are difficulties."""
    cues, likely = context.cues, scores.get("difficulty", 0.0)
    failings = context.n_failings
    if label == "cause" and failings and context.words.startswith(CONSEQUENCE):
        return "difficulty"
    if label in ("result", "other") and "diff.befall" in cues and likely >= POSSIBLE / 2:
        return "difficulty"
    if label in ("result", "other") and likely >= CONCEIVABLE and "diff.missed" in cues:
        return "difficulty"
    if label == "other" and likely >= POSSIBLE / 2 and "diff.trouble" in cues and not cues & _NO_TROUBLE:
        return "difficulty"
    if label == "result" and "diff.still" in cues and likely >= 1.5 * POSSIBLE:
        return "difficulty"
    if label == "other" and likely >= POSSIBLE and not cues & _FORMAL and _tells_failing(scores):
        return "difficulty"
    if label in ("result", "solution") and failings > 1 and likely >= 2 * POSSIBLE:
        return "difficulty" if context.words.startswith(_HOWEVER) else None
    if label == "solution" and failings > 1 and likely >= POSSIBLE and not cues & _AHEAD:
        return "difficulty" if score_labels(context)["difficulty"] >= _LIKELY else None
    return None


def _by_direction(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    directs = "plan.assign" in context.cues and _ASKS_FIRST not in context.cues
    return "solution" if label == "proposal" and directs and scores.get("solution", 0.0) >= POSSIBLE else None


def _by_deed(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """A concession alone, and what is told of the past under results or in prose, are results; an event is not."""
    cues, likely = context.cues, scores.get("result", 0.0)
    if label == "difficulty" and not context.n_failings and cues & _CONCEDES and likely >= 2 * POSSIBLE:
        return "result"
    if label == "result" and "form.event" in cues and context.is_prose and scores.get("other", 0.0) >= 3 * POSSIBLE:
        return "other"
    if label == "other" and "done.improve" in cues and likely >= POSSIBLE / 2 and not context.n_failings:
        return None if cues & NO_DEED else "result"
    if label not in ("other", "solution") or likely < 3 * POSSIBLE:
        return None
    if label == "other":
        told = "event.meets" not in cues and context.is_prose and score_labels(context)["result"] >= 3 * POSSIBLE
    else:
        told = _announced(context) == ("result",) and not cues & TO_COME and context.turn not in ("plan", "ask")
    return "result" if told else None


_DECISIONS: tuple[Decision, ...] = (
    _by_head_run_in, _by_order, _by_title, by_failing_title, by_plain_words, by_lead_in, _by_event, _by_complaint,
    _by_direction, _by_failing, _by_deed, by_plain_deed
)  # fmt: skip


def _tells_failing(scores: Mapping[str, float]) -> bool:
    """Tell where a failing and its cause together are about as likely as nothing of the kind."""
    return (scores["difficulty"] + scores.get("cause", 0.0)) * _ABOUT > scores["other"]


def _announced(context: Context) -> tuple[str, ...]:
    """Give what the nearest telling heading announces."""
    return next((contexts for contexts in context.headings if contexts), ())
