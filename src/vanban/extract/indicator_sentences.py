"""Indicators of sentences: a figure that measures something named (docs/annotation.md, indicators)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.model import Figure, Indicator, Span
from vanban.text import canonical, leading_marker

MAX_NAME_WORDS = 22
# Patterns are matched on vanban.text.canonical.
_CLAUSE_END = re.compile(
    r"[;:()]|\.(?=\s|$)|…|, (?=(?:trong đó|gồm|đạt|tăng|giảm|bằng|chiếm|so|với|còn|đồng thời|ước|góp phần|tương ứng|có|và|đã)\b)|(?<=\w), ?(?=\d)"
)
_RIGHT_STOP = re.compile(
    r"[;:()]|\.(?=\s|$)|…|,|\s[-–]\s|"
    r"\s(?:để|nhằm|phục vụ|đối với|với|trên địa bàn|tại|so với|bảo đảm|đảm bảo|góp phần|theo|từ|bằng|cho|do|đạt|chiếm|"
    r"tăng|giảm|tương đương|trong đó|đến|vào|qua|trong (?:năm|tháng|quí|kì)|và\s\d|là\s\d|gồm|bao gồm)(?=\s)"
)
_LEFT_TAIL = re.compile(
    r"(?:\s*(?:,|:|-|–|\b(?:đạt(?: tỉ lệ| mức)?|là|chiếm(?: tỉ lệ)?|bằng|tăng|giảm|còn|ước(?: tính| đạt| thực hiện)?|khoảng|trên|hơn|gần|"
    r"với|được|lên|từ|xuống|có|hiện có|đã có|mới đạt|chỉ đạt|chỉ còn|chỉ|mới|cho|tới|đến|ở mức|tổng cộng|xấp xỉ|thêm|gồm|vượt|đã đạt|"
    r"thực hiện được|thực hiện|trong đó có|trong đó|trị giá|tương đương|tối thiểu|ít nhất|không quá|phấn đấu)\b))+\s*$"
)
_LEFT_HEAD = re.compile(
    r"^\s*(?:(?:đến nay|hiện nay|hiện|trong đó|cụ thể|ngoài ra|nhìn chung|bên cạnh đó|tuy nhiên|đồng thời|theo đó|qua đó|kết quả|và|có|"
    r"tính đến[^,]{0,40}|trong (?:tháng|quí|năm|kì|\d+ tháng)[^,]{0,30}|lũy kế[^,]{0,40}|từ đầu năm[^,]{0,20}|"
    r"năm (?:20)?\d\d(?:\d\d)?|6 tháng đầu năm(?: 20\d\d)?|(?:ủy ban nhân dân|ubnd|sở|phòng|đơn vị|toàn (?:tỉnh|xã|huyện|ngành|phường|thành phố))[^,]{0,40}? (?=đã))"
    r"(?:,\s*|\s+))+"
)
_VERB_HEAD = re.compile(r"^(?:đã|đang|sẽ|được|cũng đã|phải|cần)\s+")
_SCOPE_BEFORE = re.compile(
    r"(?:tại|của|ở|giữa|đối với|thuộc|trên địa bàn|trên|trong|khắp|cả|toàn bộ|cho|với|từ|về|đến)\s+(?:tất cả |cả |toàn bộ )?$"
)
_SCOPE_UNIT = re.compile(
    r"(?:xã|phường|huyện|thị xã|tỉnh|thành phố|thôn|bản|ấp|tổ dân phố|khu|sở|phòng|ban|đơn vị|địa phương|lĩnh vực|năm|tháng|cơ quan|ngành|cấp|nội dung|bước)\b"
)
_TIME_UNIT = re.compile(r"(?:ngày|tháng|giờ|phút|năm|tuần|buổi|lần|quí|giây|nhiệm kì|kì)\b")
_COMPARED = re.compile(
    r"\s*(?:so (?:với )?(?:cùng|năm|tháng|quí|kế|kì|dự toán|đầu)|kế hoạch|kh\b|dự toán|cùng kì|chỉ tiêu (?:giao|nghị quyết|kế hoạch)|(?:so với )?nghị quyết|mục tiêu)"
)
_PLAN = re.compile(r"\s*(?:so với )?(?:kế hoạch|kh\b|chỉ tiêu|mục tiêu|dự toán|nghị quyết)")
_MET = re.compile(
    r"đạt và vượt|vượt (?:kế hoạch|chỉ tiêu|mục tiêu)|đã đạt|hoàn thành (?:kế hoạch|chỉ tiêu|mục tiêu|\d)|đạt (?:kế hoạch|chỉ tiêu|mục tiêu)|(?:đã )?hoàn thành$"
)
_NOT_MET = re.compile(r"chưa đạt|không đạt|chưa hoàn thành|thấp hơn (?:kế hoạch|chỉ tiêu|mục tiêu)")
_RUNNING = re.compile(r"đang (?:thực hiện|triển khai|tiếp tục)")


def find_sentence_indicators(text: str, span: Span, figures: Sequence[Figure], *, is_plan: bool) -> list[Indicator]:
    """Find the indicators of one sentence; `figures` are those inside it, in order.

    With `is_plan` (a task, a proposal) a figure is a target.
    """
    words = canonical(span.of(text))
    marker = leading_marker(span.of(text))
    offset = marker.length if marker else 0
    found: list[Indicator] = []
    skip: set[int] = set()
    for i, figure in enumerate(figures):
        if i in skip or not _measures(words, span, figure):
            continue
        start, end = figure.span.start - span.start, figure.span.end - span.start
        target = _paired_target(words, span, figures, i)
        if target is not None:
            skip.add(i + 1)
        if figure.kind == "percent" and _COMPARED.match(words, end) and found and target is None:
            continue
        name = _name(span.of(text), words, offset, start, end, figure)
        if name is None:
            continue
        found.append(_indicator(figure, target, name, words[start:], is_plan))
    return found


def _indicator(figure: Figure, target: Figure | None, name: str, after: str, is_plan: bool) -> Indicator:
    status = None
    if target is not None:
        status = "met" if figure.value >= target.value else "not_met"
    else:
        near = after[:90]
        status = "not_met" if _NOT_MET.search(near) else "met" if _MET.search(near) else None
        status = status or ("in_progress" if _RUNNING.search(near) else None)
        if status and not re.search(r"chỉ tiêu|kế hoạch|mục tiêu|nhiệm vụ", name.lower() + near):
            status = None
    if is_plan:
        return Indicator(
            span=figure.span, name=name, comparator=figure.comparator, target=figure.value, target_unit=figure.unit,
            score=0.6, rule="indicator.sentence_target",
        )  # fmt: skip
    return Indicator(
        span=figure.span, name=name, value=figure.value, value2=figure.value2, unit=figure.unit,
        comparator=figure.comparator, target=target.value if target else None,
        target_unit=target.unit if target else None, status=status, score=0.7, rule="indicator.sentence",
    )  # fmt: skip


def _measures(words: str, span: Span, figure: Figure) -> bool:
    """Tell whether a figure measures something: not a duration, an ordinal, or how far something reaches."""
    if figure.kind == "rank":
        return False
    unit = canonical(figure.unit or "")
    if figure.kind in ("measure", "count", "range") and _TIME_UNIT.match(unit):
        return False
    before = words[: figure.span.start - span.start]
    return not (figure.kind == "count" and _SCOPE_UNIT.match(unit) and _SCOPE_BEFORE.search(before))


def _paired_target(words: str, span: Span, figures: Sequence[Figure], i: int) -> Figure | None:
    """Find the plan that stands right behind a value: "72,5%/80% kế hoạch", "54/50 ha kế hoạch"."""
    if i + 1 >= len(figures):
        return None
    figure, following = figures[i], figures[i + 1]
    between = words[figure.span.end - span.start : following.span.start - span.start].strip()
    if between != "/" or following.kind != figure.kind:
        return None
    return following


def _name(surface: str, words: str, offset: int, start: int, end: int, figure: Figure) -> str | None:
    right = _right_name(surface, words, end, figure.unit) if figure.unit else None
    left = _left_name(surface, words, offset, start)
    if figure.kind in ("count", "ratio", "range") and figure.unit and figure.kind != "money":
        if right is not None:
            return right
        return f"{left} {figure.unit}" if left else figure.unit
    if figure.kind == "percent":
        rest = words[end:]
        if (
            rest[:1] == " "
            and not _COMPARED.match(rest)
            and _opens_clause(words, start)
            and (name := _right_clause(surface, end))
        ):
            return name
    if left:
        return left
    return _right_clause(surface, end)


def _opens_clause(words: str, start: int) -> bool:
    before = words[:start].rstrip()
    return not before or before[-1] in ",;:(-–+." or bool(re.search(r"(?:\bcó|đã có|với|và|nay|đến nay,?)$", before))


def _right_name(surface: str, words: str, end: int, unit: str) -> str | None:
    """Give unit and what qualifies it, None where nothing does."""
    stop = _RIGHT_STOP.search(words, end)
    limit = stop.start() if stop else len(words)
    tail = " ".join(surface[end:limit].split()).strip(" ,.;:")
    if not tail:
        return None
    return " ".join(f"{unit} {tail}".split()[:MAX_NAME_WORDS])


def _right_clause(surface: str, end: int) -> str | None:
    stop = re.search(r"[;:(]|\.(?=\s|$)|, ", surface[end:])
    limit = end + stop.start() if stop else len(surface)
    tail = " ".join(surface[end:limit].split()).strip(" ,.;:")
    return " ".join(tail.split()[:MAX_NAME_WORDS]) or None


def _left_name(surface: str, words: str, offset: int, start: int) -> str | None:
    """Give the words of the clause before the figure, without adverbials and connecting verbs."""
    left_end = start
    while True:
        tail = _LEFT_TAIL.search(words, offset, left_end)
        if tail is None or tail.start() == left_end:
            break
        left_end = tail.start()
    begin = offset
    for match in _CLAUSE_END.finditer(words, offset, left_end):
        if match.end() < left_end - 2:
            begin = match.end()
    comma = words.rfind(", ", begin, left_end)
    if comma > begin and left_end - comma > 12 and len(words[comma:left_end].split()) >= 3:
        begin = comma + 2
    head = _LEFT_HEAD.match(words[begin:left_end])
    if head:
        begin += head.end()
    while verb := _VERB_HEAD.match(words[begin:left_end]):
        begin += verb.end()
    name = " ".join(surface[begin:left_end].split()).strip(" ,.;:-–+")
    parts = name.split()
    if not parts:
        return None
    return " ".join(parts[-MAX_NAME_WORDS:])
