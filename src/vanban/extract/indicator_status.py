"""Judges an indicator: met, not met, in progress."""

from __future__ import annotations

import re
from decimal import Decimal

from vanban.model import Figure
from vanban.text import canonical

_LESS_IS_BETTER = re.compile(
    r"hộ nghèo|cận nghèo|thất nghiệp|quá hạn|tai nạn|suy dinh dưỡng|tử vong|vi phạm|bỏ học|nợ |chậm đóng|sinh con thứ|chôn lấp|"
    r"thất thoát|tái nghèo|khiếu kiện|tảo hôn|trễ hạn|số vụ|tội phạm|hao hụt|tồn đọng"
)
# Matched on vanban.text.canonical: on what follows a figure in its clause, and on what stands before it.
_NOT_MET_AFTER = re.compile(
    r"\b(?:chưa|không) (?:đạt|hoàn thành|thể|thực hiện|triển khai|bàn giao|phân bổ|giải ngân|xong|được (?:phê duyệt|cấp|đầu tư)|đầu tư)|"
    r"đạt thấp|\bquá hạn|dự báo khó|(?:đạt|giải ngân) dưới"
)
_NOT_MET_BEFORE = re.compile(
    r"chưa đạt (?:kế hoạch|chỉ tiêu|mục tiêu)$|\bchậm(?: \w+)?$|\b(?:mới|chỉ)(?: \w+){0,4} (?:đạt|được|có|giải ngân|thu|thực hiện|cho|bằng)$|\bmới$"
)
_DIGIT, _BEYOND = re.compile(r"\d"), re.compile(r"\bvượt\b")
_LATE = re.compile(r"\bchậm\b")
_MET_AFTER = re.compile(
    r"(?:đạt và |, )vượt|đạt, vượt|\bvượt (?:kế hoạch|chỉ tiêu|mục tiêu|mức|tiến độ)|hoàn thành (?:kế hoạch|chỉ tiêu|mục tiêu)|"
    r"(?:đều|đã) (?:đạt|hoàn thành)|sớm hơn|đạt (?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu)|\bhoàn thành\b(?! (?:xuất sắc|tốt|nhiệm vụ))|"
    r"\bvượt [\d,]+\s?% (?:so với )?(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)"
)
_BEYOND_PLAN = re.compile(r"(?:vượt|đạt và vượt|đạt, vượt) (?:kế hoạch|chỉ tiêu|mục tiêu|dự toán)")
_MET_BEFORE = re.compile(
    r"(?:\bhoàn thành(?: \w+){0,5}|\bxong(?: \w+){0,2}|đã vượt(?:, đạt)?|\bvượt(?: \w+){0,3}|sớm hơn|phân khai hết)$"
)
_RUNNING = re.compile(r"\bđang (?!theo học|công tác|làm việc|hoạt động|sinh sống|quản lí|sử dụng|có\b|là\b)")
_RUNNING_BEFORE = re.compile(r"\bđang(?: \w+){1,4}$")
_OF_PAST = re.compile(r"\s*so (?:với )?(?:cùng kì|năm|tháng|quí|thời điểm|cuối|đầu|trước)\b")
_OF_PLAN = re.compile(r"\s*(?:so với )?(?:kế hoạch|kh\b|chỉ tiêu|mục tiêu|dự toán|nghị quyết|khối lượng phải)")
_CLAUSE = re.compile(r"[;:(]|, (?:trong đó|riêng|còn)\b")
_SHARE_OF_PLAN = re.compile(
    r"(?:đạt|bằng|tương đương|=)\s(?:tỉ lệ |trên |khoảng |hơn )?(?P<share>\d{1,4}(?:,\d+)?)\s?%\s(?:so với )?"
    r"(?:(?:số |khối lượng )?(?:kế hoạch|kh\b|chỉ tiêu|mục tiêu|dự toán|nghị quyết)|so với)"
)
_WHOLE = re.compile(r"\b(?:đã|hoàn thành|đều|đạt|đạt tỉ lệ|xong|đủ)(?: \w+){0,4}$")
_NO_QUANTITY = re.compile(r"\b(?:năm|tháng|ngày|quí|số|giai đoạn|đề án|nghị quyết) [\d/.\-–]+")
_ITEM = re.compile(r"(?:, | và | )\d[\d.,/]* [^\d,;]{1,60},?$")  # an item of a list that goes on
MAX_ITEMS = 4
REACH = 90
SEEN = 300  # characters to either side that a judgement looks at, so that long lines cost no more


def judge(name: str, value: Decimal, target: Decimal, comparator: str | None) -> str:
    """Judge a value against its target; for what should stay low, less is better."""
    if comparator in ("<", "<=") or _LESS_IS_BETTER.search(canonical(name)):
        return "met" if value <= target else "not_met"
    return "met" if value >= target else "not_met"


def judge_in_sentence(figure: Figure, before: str, after: str, label: str) -> str | None:
    """Judge a figure by the words around it; None where they do not judge.

    `before` and `after` are what the sentence says to its left and right, canonical; SEEN characters of each are enough.
    """
    before = _list_head(_CLAUSE.split(before[-SEEN:])[-1][-3 * REACH :].rstrip(" ,-–"))[-REACH:]
    clause = _CLAUSE.split(after[:SEEN], maxsplit=1)[0][: 2 * REACH]
    near = _DIGIT.split(_NO_QUANTITY.sub("", clause[:REACH]), maxsplit=1)[0]
    is_failing = label in ("difficulty", "cause")
    if _OF_PAST.match(clause):
        return None  # measured by what was, not by a plan
    if figure.kind == "percent" and _OF_PLAN.match(clause) and figure.value >= 100:
        return "met"
    if _fails(figure, before, near, clause) if is_failing else _NOT_MET_AFTER.search(near):
        return "not_met"
    if _RUNNING.search(near.split(", ")[0]) or _RUNNING_BEFORE.search(before):
        return "in_progress"
    if figure.kind == "ratio" and figure.value == figure.value2:
        return "met"
    if is_failing:
        return "met" if _BEYOND_PLAN.search(near) else None
    if figure.kind == "percent" and figure.value >= 100 and _WHOLE.search(before):
        return "met"
    if figure.kind == "percent" and _OF_PLAN.match(clause) and not _BEYOND.search(before):
        return None
    share = _SHARE_OF_PLAN.search(clause)
    if share and float(share["share"].replace(",", ".")) >= 100:
        return "met"
    return "met" if _MET_AFTER.search(clause[:REACH]) or _MET_BEFORE.search(before) else None


def _list_head(before: str) -> str:
    """Give what stands before the list of quantities that a figure goes on: "hoàn thành 47 công trình, | 118 km"."""
    for _ in range(MAX_ITEMS):
        item = _ITEM.search(before)
        if item is None:
            break
        before = before[: item.start()]
    return before


def _fails(figure: Figure, before: str, near: str, clause: str) -> bool:
    """Tell whether a figure of a sentence that tells a failing falls short itself."""
    if _NOT_MET_AFTER.search(near) or _LATE.search(clause[:REACH]) or _LATE.search(before[-12:]):
        return True
    if figure.kind not in ("percent", "ratio", "money"):
        return False
    return (figure.kind == "ratio" and figure.value != figure.value2) or _NOT_MET_BEFORE.search(before) is not None
