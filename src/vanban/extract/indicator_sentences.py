"""Indicators of sentences: a figure that measures something named (docs/annotation.md, indicators)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from vanban.extract.indicator_features import NOTHING, TARGET, VALUE
from vanban.extract.indicator_model import Decision, IndicatorModel
from vanban.extract.indicator_names import guess_name, join_name
from vanban.extract.indicator_status import SEEN, judge, judge_in_sentence
from vanban.extract.indicator_tokens import Tokens, cut_tokens
from vanban.model import Date, Figure, Indicator, Name, Span
from vanban.text import canonical

PLAN_LABELS = ("solution", "proposal")
# Patterns are matched on vanban.text.canonical.
_PLANNED = re.compile(
    r"\s{0,3}[,;(]?\s{0,3}(?:(?:chưa đạt|không đạt|thấp hơn|cao hơn|vượt|so với|trên|bằng)\s+)?(?:kế hoạch|kh|mục tiêu|chỉ tiêu|mức)"
    r"(?:(?: (?:là|đề ra|đặt ra|được|giao|cả|năm|tỉnh|trung ương|bộ|chính phủ|nghị quyết|đến|của|phải|đạt|\d{4})|:)){0,7}\s*"
)
_OF_A_PLAN = re.compile(r"\s*(?:so với )?(?:kế hoạch|kh)(?=\s*[,;.)]|\s*$)")  # "5.030 ha/4.900 ha KH"
_CHANGE = re.compile(r"[^;.:,()\d]{0,40}\(\s?(?:[+\-–−]|(?:tăng|giảm)\s)\s?\d")
_NUMBER_CHANGES = re.compile(r"(?:^|[,;:(]\s?)(?P<name>(?:tổng )?số [^,;:()\d][^;:()\d]{3,120}(?:tăng|giảm))\s*\Z")
_TOLD = r"\b(?:đã|kết quả|đến nay|được)\b"  # says that something was reached
_NOT_TOLD = rf"(?!(?:(?!phấn đấu).)*{_TOLD})"
_STRIVEN_FOR = re.compile(
    rf"\b(?:sẽ|hướng (?:tới|đến)|phải hoàn (?:tất|thành))\b{_NOT_TOLD}[^;]*$"
    rf"|\b(?:phấn đấu|quyết tâm|(?:đề|đặt) (?:ra )?(?:[^\s,;:.]+ ){{0,2}}(?:mục tiêu|chỉ tiêu))\b{_NOT_TOLD}",
    re.DOTALL,
)
# "dự kiến" tells a plan where nothing is lost; a loss or a fall that is expected is a value
_PLANNED_FOR = re.compile(rf"\bdự kiến\b{_NOT_TOLD}[^;]*$|^\W*dự kiến\b{_NOT_TOLD}", re.DOTALL)
_LOSS = re.compile(r"\b(?:thiệt hại|giảm|lỗ|hụt|mất|tổn thất)\b")
_PLAN_AHEAD = (*PLAN_LABELS, "other")
_LATE_BY = re.compile(r"\bchậm (?:khoảng |từ |gần |hơn )?$")  # a delay is no aim
_AIM_TOLD = re.compile(_TOLD)
_GOES_ON = re.compile(r"\W*(?:trong đó|cụ thể)\b")
_IN_RESPECTS = re.compile(r"(?:tăng|giảm)(?: cả| trên cả| đồng loạt| đều| ở)*\s*$")  # "giảm cả 3 tiêu chí"
_RESPECTS = ("tiêu chí", "mặt", "phương diện")
# "12 xã đạt từ 15 đến 18 tiêu chí", "số xã đạt 19 tiêu chí: 15 xã": how much each of what is counted reached
_REACHED_EACH = re.compile(
    r"(?:\d[\d.]*|số|tỉ lệ) (?:xã|huyện|phường|thôn|bản|đơn vị|trường|hộ|cơ sở)"
    r"(?: (?:đã|được|công nhận|hoàn thành|đạt|chuẩn|từ|dưới|trên|đủ|mới|(?:trong|của|toàn) (?:xã|huyện|tỉnh))){1,5}\s*$"
)
_SURE_OF_NOTHING, _SURE_OF_NO_COUNT = 0.5, 0.55
_SCOPE_BEFORE = re.compile(
    r"(?:tại|của|ở|giữa|đối với|thuộc|trên|trong|khắp|cả|toàn bộ|cho|với|từ|về|đến)\s+(?:tất cả |cả |toàn bộ )?$"
)
_SCOPE_UNIT = re.compile(
    r"(?:xã|phường|huyện|thị xã|tỉnh|thành phố|thôn|bản|ấp|tổ dân phố|khu|sở|phòng|ban|đơn vị|địa phương|lĩnh vực|năm|tháng|cơ quan|ngành|cấp|nội dung|bước)\b"
)
_TIME_UNIT = re.compile(r"(?:ngày|tháng|giờ|phút|năm|tuần|buổi|lần|quí|giây|nhiệm kì|kì)\b")


def find_sentence_indicators(
    text: str, span: Span, figures: Sequence[Figure], model: IndicatorModel | None, *, label: str = "result", dates: Sequence[Date] = (),
    names: Sequence[Name] = (), row_name: str | None = None, after_aims: bool = False,
) -> list[Indicator]:  # fmt: skip
    """Find the indicators of one sentence; `figures`, `dates` and `names` are those inside it, in order.

    Without a model rules decide and name. `label` is that of its statement: figures of tasks and proposals are targets. `row_name` names the row of a table in
    whose cell the sentence stands; it completes a name that the cell leaves out. `after_aims`: the sentence before sets
    targets only, which one that opens with "Trong đó" goes on with.
    """
    tokens = cut_tokens(text, span, figures, dates=dates, names=names)
    words = tokens.lowered
    known: dict[str, dict[int, float]] = {}
    goes_on = after_aims and _GOES_ON.match(words) is not None
    found: list[Indicator] = []
    taken: set[int] = set()
    for index, figure in enumerate(figures):
        decision = _decide(model, tokens, words, index, label, is_table=row_name is not None)
        if decision.gives == NOTHING and found and _changes_last(words, span, figures, index, found[-1]):
            decision = Decision(VALUE, round(1 - decision.probability, 3))
        if goes_on and decision.gives == VALUE and not _AIM_TOLD.search(words, 0, tokens.starts[tokens.places[index]]):
            decision = Decision(TARGET, decision.probability)
        if index in taken or decision.gives == NOTHING:
            continue
        name = (
            _name_of_change(tokens, words, index)
            or _name_of_reach(tokens, words, span, figures, index)
            or _name(model, tokens, index, known)
        )
        if row_name is not None:
            name = _complete(name, row_name, figure)
        if not name:
            continue
        target = _paired_target(words, span, figures, index)
        if target is not None:
            taken.add(index + 1)
        found.append(_indicator(figure, target, name, decision, words, span, label))
    return found


def _changes_last(words: str, span: Span, figures: Sequence[Figure], index: int, last: Indicator) -> bool:
    """Tell a share in brackets by which the indicator right before it changed: "giảm 16 vụ (-25,4%)"."""
    figure, before = figures[index], figures[index - 1]
    if figure.kind != "percent" or last.span != before.span:
        return False
    between = words[before.span.end - span.start : figure.span.end - span.start]
    return _CHANGE.match(between) is not None


def _decide(
    model: IndicatorModel | None, tokens: Tokens, words: str, index: int, label: str, *, is_table: bool
) -> Decision:
    if model is not None:
        return _correct(model.decide(tokens, index, label, is_table=is_table), words, tokens, index, label)
    if not _measures(words, tokens, index):
        return Decision(NOTHING, 0.5)
    return Decision(TARGET if label in PLAN_LABELS else "value", 0.5)


def _correct(decision: Decision, words: str, tokens: Tokens, index: int, label: str) -> Decision:
    """Take for a value what the model is not sure to be nothing, for a target what is striven for.

    How many respects something improved in ("giảm cả 3 tiêu chí") and how much each of what is counted reached give
    nothing.
    """
    figure, start = tokens.figures[index], tokens.starts[tokens.places[index]]
    before = words[max(start - SEEN, 0) : start]
    if canonical(figure.unit or "") in _RESPECTS and (_IN_RESPECTS.search(before) or _REACHED_EACH.search(before)):
        return Decision(NOTHING, 1.0)
    if decision.gives == NOTHING:
        if decision.probability < _least_sure(words, tokens, index):
            return Decision(VALUE, round(1 - decision.probability, 3))
    elif _LATE_BY.search(before):
        return Decision(VALUE, decision.probability)
    elif decision.gives == VALUE and (_STRIVEN_FOR.search(before) or _plans(before, label)):
        return Decision(TARGET, decision.probability)
    return decision


def _plans(before: str, label: str) -> bool:
    return label in _PLAN_AHEAD and _PLANNED_FOR.search(before) is not None and not _LOSS.search(before)


def _least_sure(words: str, tokens: Tokens, index: int) -> float:
    """Give how sure the model must be that a figure gives nothing."""
    figure = tokens.figures[index]
    if not _measures(words, tokens, index):
        return 0.0
    if figure.kind in ("money", "percent", "measure"):
        return _SURE_OF_NOTHING
    return _SURE_OF_NO_COUNT if figure.kind in ("count", "ratio") else 0.0


def _measures(words: str, tokens: Tokens, index: int) -> bool:
    """Tell by rules whether a figure measures something: not a duration, an ordinal, or how far something reaches."""
    figure, unit = tokens.figures[index], canonical(tokens.figures[index].unit or "")
    if figure.kind == "rank" or (figure.kind in ("measure", "count", "range") and _TIME_UNIT.match(unit)):
        return False
    start = tokens.starts[tokens.places[index]]
    before = words[max(start - SEEN, 0) : start]
    return not (figure.kind == "count" and _SCOPE_UNIT.match(unit) and _SCOPE_BEFORE.search(before))


def _name(model: IndicatorModel | None, tokens: Tokens, index: int, known: dict[str, dict[int, float]]) -> str:
    if model is None:
        return guess_name(tokens, index)
    scores = model.score_words(tokens, index, known)
    name = join_name(tokens, index, scores, compounds=model.compounds)
    return name or guess_name(tokens, index)


def _name_of_change(tokens: Tokens, words: str, index: int) -> str | None:
    """Give what a number without a noun changed: "số vụ trộm bị phát hiện tăng 18 (+7%)"."""
    if tokens.figures[index].rule != "figure.carried":
        return None
    match = _NUMBER_CHANGES.search(words, 0, tokens.starts[tokens.places[index]])
    return " ".join(tokens.text[match.start("name") : match.end("name")].split()) if match else None


def _name_of_reach(tokens: Tokens, words: str, span: Span, figures: Sequence[Figure], index: int) -> str | None:
    """Give what is counted with how much each reached: "12 xã đạt 19 tiêu chí", "số xã đạt 19 tiêu chí: 15"."""
    start, end = tokens.starts[tokens.places[index]], tokens.ends[tokens.places[index]]
    for other in (index + 1, index - 1):
        if not 0 <= other < len(figures) or canonical(figures[other].unit or "") not in _RESPECTS:
            continue
        first, last = figures[other].span.start - span.start, figures[other].span.end - span.start
        match = _REACHED_EACH.search(words, start if other > index else 0, first)
        if match is None:
            continue
        if other > index and match.start() <= end:
            return " ".join(tokens.text[end:last].split())
        if other < index and words[last:start].strip() in (":", "là", "có"):
            return " ".join(tokens.text[match.start() : last].split())
    return None


def _complete(name: str, row_name: str, figure: Figure) -> str:
    """Put the row's name behind one that says no more than the unit or a verb."""
    known = {*(figure.unit or "").lower().split(), "đã", "được", "đang", "còn"}
    own, row = name.lower(), row_name.lower()
    if len([word for word in own.split() if word not in known]) >= 3 or row in own:
        return name
    return row_name if own in row else f"{name} {row_name}"


def _paired_target(words: str, span: Span, figures: Sequence[Figure], index: int) -> Figure | None:
    """Find the plan right behind a value: "72,5%/80% kế hoạch", "31,5%, chưa đạt mục tiêu 50%"."""
    if index + 1 >= len(figures):
        return None
    figure, following = figures[index], figures[index + 1]
    between = words[figure.span.end - span.start : following.span.start - span.start]
    if following.kind != figure.kind or following.unit != figure.unit:
        return None
    return following if between.strip() == "/" or _PLANNED.fullmatch(between) else None


def _indicator(
    figure: Figure, target: Figure | None, name: str, decision: Decision, words: str, span: Span, label: str
) -> Indicator:
    make = partial(Indicator, figure.span, name, comparator=figure.comparator, score=round(decision.probability, 3))
    start, end = figure.span.start - span.start, figure.span.end - span.start
    before, after = words[max(start - SEEN, 0) : start], words[end : end + SEEN]
    if figure.kind == "ratio" and figure.value2 is not None and _OF_A_PLAN.match(after) and target is None:
        return make(
            value=figure.value, unit=figure.unit, target=figure.value2, target_unit=figure.unit,
            rule="indicator.sentence", status=judge(name, figure.value, figure.value2, None),
        )  # fmt: skip
    if decision.gives == TARGET and target is None:
        return make(target=figure.value, target_unit=figure.unit, rule="indicator.sentence_target")
    make = partial(make, value=figure.value, value2=figure.value2, unit=figure.unit, rule="indicator.sentence")
    if target is None:
        return make(status=judge_in_sentence(figure, before, after, label))
    status = judge(name, figure.value, target.value, target.comparator)
    return make(target=target.value, target_unit=target.unit, status=status)
