"""Rules for what a sentence says in so many words (the cues named "sure."): they decide whatever the judge found.

Each gives the label that follows from docs/annotation.md, or None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vanban.classify.features import Context
from vanban.classify.requests import asked_before
from vanban.text import canonical

_SHORTEST_TITLE, _LONGEST_TITLE = 4, 22  # words
# Probabilities by the trained model; chosen on `dev` and on real excerpts that are not kept here (docs/design.md).
CONCEIVABLE, POSSIBLE = 0.02, 0.1
_FALLS_SHORT = frozenset(("sure.but", "sure.only", "sure.short", "sure.at_a_loss"))
_TROUBLED = frozenset(("sure.trouble", "sure.lacking"))
_FOUND_BAD = frozenset(("sure.low", "sure.found"))
_ASKED_NOW = frozenset(("sure.asks_list", "sure.asks_by_paper"))
_TOLD = frozenset(("done.past", "done.now", "done.figure"))
NO_DEED = frozenset(("event.meets", "form.event", "form.closing", "form.legal", "lead.colon", "ask.done"))
TO_COME = frozenset(("plan.future", "plan.must", "plan.toward", "plan.responsible", "plan.goal", "plan.assign"))
# a leader's word, by which tasks are set, and words by which anybody asks or speaks for the public
_LEADER = re.compile(
    r"(?<!\w)(?:bộ trưởng|thứ trưởng|thủ tướng|chủ tịch|bí thư|giám đốc)(?!\w)[^;:.]{0,70} "
    r"(?:yêu cầu|lưu ý|nhấn mạnh|chỉ đạo|giao|quán triệt)(?!\w)"
)
_ASKS = re.compile(r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|mong|xin|đại biểu|cử tri|hiệp hội|hội|hợp tác xã|htx)(?!\w)")
# a request taken up as the head of its answer: "Về đề nghị sửa đường X: UBND tỉnh giao …"
_ANSWER = re.compile(
    r"(?:về|đối với)(?: nội dung| việc| ý kiến| các| những)*,? (?:đề nghị|kiến nghị|phản ánh|ý kiến)[^:]{5,280}:\s+"
    r"(?P<answer>(?:\S+\s+){4}.*)",
    re.DOTALL,
)
_WHICH = re.compile(  # asks for failings and tells none
    r"(?:hạn chế|khó khăn|vướng mắc|tồn tại|bất cập|khuyết điểm)(?: [^\s?]+){0,6} (?:nào|gì|ra sao|thế nào)\W*\Z"
)
_WILL = re.compile(r"(?<!\w)(?:sẽ|giao|tiếp tục|chỉ đạo|đồng ý)(?!\w)")
_LACKS = re.compile(r"(?<!\w)(?:chưa|không) (?:được|có|đủ|bố trí|cân đối)(?!\w)")
_DID = re.compile(r"(?<!\w)(?:đã|được)(?!\w)")
_REPORTS = re.compile(r"báo cáo(?: [^\s:]+){0,4}\s*:\s*\Z")
_ISSUES = re.compile(
    r"(?<!\w)(?:ban hành|thông qua|phê duyệt|hoàn thành|thực hiện tốt)(?!\w)"
)  # the paper counts, or the deed
# a lead-in whose items are tasks
_ORDERS = re.compile(
    r"(?:\A|[.;] )(?:(?!đề nghị|kiến nghị|đề xuất|kính|mong)[^.;:])*(?<!\w)"
    r"(?:giao|yêu cầu|chỉ đạo)(?: [^\s.;:]+){0,12}\s*:\s*\Z"
)


def by_failing_title(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """A line by itself that is a full clause stating a failing is a difficulty; a noun phrase is not."""
    if label != "other" or scores.get("difficulty", 0.0) < CONCEIVABLE or "sure.fails" not in context.plain:
        return None
    alone = context.is_alone and context.text.rstrip('”" ')[-1:] not in ":?…"
    return "difficulty" if alone and _SHORTEST_TITLE <= len(context.words.split()) <= _LONGEST_TITLE else None


def by_plain_words(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """What the sentence says in so many words: who is in trouble, what the cause is, what will be done, who asked."""
    cues, plain = context.cues, context.plain
    if label == "other" and plain & _TROUBLED:
        return "difficulty"
    if label == "proposal":
        return _besides_asking(context)
    if label == "difficulty" and context.is_question and _WHICH.search(context.words):
        return "other"
    if label == "cause" or "lead.colon" in cues:
        return None
    if "sure.opinion" in plain:
        return "proposal"
    if label != "difficulty" and (plain & _FALLS_SHORT or (label in ("result", "other") and _tells_of_loss(plain))):
        return "difficulty"
    if label != "solution" and "sure.cause" in plain and not context.is_question:
        return "cause"
    if label == "solution" and "sure.paper" in plain and "done.past" in cues and "sure.future" not in plain:
        return "result"
    if label not in ("result", "other"):
        return None
    if "sure.leader_orders" in plain:
        return "solution"
    if "sure.overdue" in plain and context.is_prose:
        return "difficulty"
    if "sure.passes_on" in plain and context.is_prose:
        return "solution"
    if label == "result" and "sure.sets_tasks" in plain and not _ISSUES.search(context.words):
        return "solution"
    asked = "ask.done" in cues and context.is_prose and asked_before(context.words)
    if asked or plain & _ASKED_NOW:
        return "proposal"
    will = "sure.future" in plain and not context.words.startswith("nếu ")  # what would be is no task
    return "solution" if will and scores.get("solution", 0.0) >= CONCEIVABLE else None


def by_lead_in(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Items of a list that asks are proposals, also where they order somebody in turn, unless they tell of the past."""
    if label not in ("result", "solution") or context.cues & _TOLD:
        return None
    above = context.lead_cues | context.outer_cues
    asked = "ask.done" not in above and any(cue.startswith("ask.verb") for cue in above)
    reports = _REPORTS.search(canonical(context.lead_in or "")) is not None
    return "proposal" if asked and not reports else None


def by_plain_deed(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """A paper sent out and an answer given are results; so is what was kept up."""
    if label != "other" or "lead.colon" in context.cues:
        return None
    if "sure.replied" in context.plain:
        return "result"
    conceivable = scores.get("result", 0.0) >= CONCEIVABLE
    if conceivable and "sure.paper" in context.plain and "form.legal" not in context.cues:
        return "result"
    likely = scores.get("result", 0.0) >= POSSIBLE / 2
    well = "sure.well" in context.plain and not context.n_failings
    return "result" if likely and well and not context.cues & (NO_DEED | TO_COME) else None


def _besides_asking(context: Context) -> str | None:
    """Tell what only speaks of requests: that there are some, that one is just but cannot be met, who is ordered."""
    if (head := _ANSWER.match(context.words)) is not None:
        if _WILL.search(head["answer"]):
            return "solution"
        if _LACKS.search(head["answer"]):
            return "difficulty"
        return "result" if _DID.search(head["answer"]) else "other"
    if "sure.names" in context.plain and not _lists(context):
        return "other"
    if "sure.just" in context.plain and "sure.but" in context.plain:
        return "difficulty"
    if _LEADER.search(context.words) and not _ASKS.search(context.words):
        return "solution"
    asks = any(cue.startswith("ask.verb") for cue in context.cues)
    ordered = context.lead_in is not None and _ORDERS.search(canonical(context.lead_in)) is not None
    return "solution" if ordered and not asks else None


def _tells_of_loss(plain: frozenset[str]) -> bool:
    """Tell what was lost or found wanting, where the sentence says nothing of mending it."""
    return bool(plain & _FOUND_BAD) or ("sure.worse" in plain and "sure.mended" not in plain)


def _lists(context: Context) -> bool:
    """Tell a sentence that goes on to say what it announced."""
    return any(sign in context.words for sign in (";", ": ", " như ", "là "))
