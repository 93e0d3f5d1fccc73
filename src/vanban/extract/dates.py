"""Find calendar mentions and place them on the calendar.

Rules find what the words say (`date_rules`); then neighbours join into intervals or lend each other a year, the document
lends its own, and what still lacks one is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vanban.extract.date_mentions import DASH, W1, Mention, W
from vanban.extract.date_rules import GRAMMAR
from vanban.extract.relative_dates import find_relative_dates
from vanban.extract.rules import lower
from vanban.model import Date, Span

_DASHED = re.compile(rf"[ \u00a0]?{DASH}{W}")
_RANGE = re.compile(
    rf"[ \u00a0]?{DASH}{W}|{W1}(?:cho{W1})?(?:đến|tới){W1}(?:(?:hết|đầu|cuối|giữa|sáng|trưa|chiều|tối|đêm){W1}){{0,2}}"
)
_LIST = re.compile(
    rf"(?:{W}[,;]{W}\d{{1,2}}){{0,8}}{W}(?:[,;&+/]|(?:,{W})?(?:và|hoặc|hay){W1}(?:cả{W1}|trong{W1}|đến{W1})?){W}"
)
_LONGEST_GAP = 40

_HOUR = rf"\d{{1,2}}{W}(?:giờ|h|g|:){W}(?:\d{{1,2}}{W}(?:phút)?)?,?"
_MOD_WORD = (
    rf"tính{W1}(?:đến|tới)|cho{W1}(?:đến|tới)|(?:chậm|muộn){W1}nhất|không{W1}(?:được{W1})?(?:quá|muộn{W1}hơn|chậm{W1}hơn|trễ{W1}hơn)|(?:kể|tính|bắt{W1}đầu){W1}từ|(?:vào{W1})?khoảng|"
    rf"nửa{W1}(?:đầu|cuối)|đến|tới|hết|trước|sau|từ|đầu|giữa|cuối"
)
_MOD = re.compile(
    rf"(?<!\w)(?P<outer>{_MOD_WORD})(?:{W1}(?:{_MOD_WORD}|thời{W1}(?:điểm|gian)|mốc|hạn|là|vào|khi|ngày|hôm|sáng|trưa|chiều|tối|đêm|{_HOUR}))*[ \u00a0(]{{0,3}}\Z"
)
_MODS = {
    "trước": "before",
    "sau": "after",
    "từ": "after",
    "đến": "by",
    "tới": "by",
    "hết": "by",
    "nhất": "by",
    "quá": "by",
    "hơn": "by",
}
_FROM = re.compile(rf"(?<!\w)từ{W1}\Z")
_NO_LIMIT = re.compile(rf"(?:liên{W1}quan|đề{W1}cập|hướng|gắn|dẫn|ảnh{W1}hưởng){W1}đến{W1}\Z")
_MOMENT = re.compile(
    r"(?<!\w)(?:trước|sau|từ|đến|tới|hết|ngày|hôm|nay|qua|sáng|trưa|chiều|tối|đêm|khuya|mai|dịp|lễ|quốc khánh|"
    r"ngày(?: [^\W\d]{1,7}| [-–]){1,14})[ \u00a0(]{1,3}\Z"
)
_HEADING = re.compile(
    r"[ *#]*(?:[ivx]{1,5}|[a-hđ]|\d{1,2}(?:\.\d{1,2}){0,3}|phần \w+)[.:)/ ].{0,60}(?:nhiệm vụ|phương hướng|kế hoạch|giải pháp)"
)
_LONGEST_HEADING = 150
_RECURRING_AFTER = re.compile(
    rf"{W1}(?:của{W1})?(?:hằng|hàng|mỗi|các){W1}(?:năm|tháng|quý)\b|{W1}của{W1}năm\b|{W1}(?:năm|tháng){W1}(?:sau|trước|liền|kế|tiếp)\b"
)
_RECURRING_BEFORE = re.compile(r"\b(?:hằng năm|hàng năm|mỗi năm|lần/năm|dương lịch)\b[^.\n]{0,60}\Z")
_LINE_SHARE = 80  # how far, in characters, a mention looks along its line for a year


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A mention that has been given its place, as one entry may hold two mentions."""

    span: Span
    start: dt.date
    end: dt.date
    rule: str
    lent_year: bool
    is_range: bool


def find_dates(text: str, *, reference_date: dt.date | None = None, year: int | None = None) -> list[Date]:
    """Find every mention that can be placed on the calendar.

    `year` is the year that the document makes plain: it completes "ngày 7/5". With `reference_date`, relative mentions
    ("quý này", "năm trước") are found too and marked `relative`. Offsets are those of `text`, which is NFC.
    """
    lowered, mentions = _find_mentions(text)
    dates = [_as_date(text, lowered, entry) for entry in _join(_lend_years([*mentions], lowered, year), lowered)]
    if reference_date is not None:
        taken = [date.span for date in dates]
        dates += [d for d in find_relative_dates(text, lowered, reference_date) if not any(map(d.span.overlaps, taken))]
        dates.sort(key=lambda date: date.span)
    return dates


@lru_cache(maxsize=1)  # a document that does not tell its year is asked for its dates twice
def _find_mentions(text: str) -> tuple[str, tuple[Mention, ...]]:
    """Give the text as rules read it, and its mentions."""
    lowered = lower(text)
    return lowered, tuple(_support(GRAMMAR.find(lowered, None), lowered))


def _gap(lowered: str, left: Mention, right: Mention) -> str | None:
    length = right.span.start - left.span.end
    return lowered[left.span.end : right.span.start] if 0 < length <= _LONGEST_GAP else None


def _are_joined(lowered: str, left: Mention, right: Mention) -> bool:
    """Tell whether only a comma, "và", "đến" or the like stands between two mentions."""
    gap = _gap(lowered, left, right)
    return gap is not None and bool(_RANGE.fullmatch(gap) or _LIST.fullmatch(gap))


def _support(mentions: Sequence[Mention], lowered: str) -> list[Mention]:
    """Drop weak mentions that neither a neighbour nor the word before supports, and those that recur every year."""
    kept: list[Mention] = []
    recurring = _find_recurring(mentions, lowered)
    for index, mention in enumerate(mentions):
        if index in recurring:
            continue
        if not mention.weak or _is_supported(mentions, index, lowered):
            kept.append(mention)
        elif mention.otherwise is not None:
            kept.append(mention.otherwise)
    return kept


def _find_recurring(mentions: Sequence[Mention], lowered: str) -> set[int]:
    """Give the indexes of mentions like "từ tháng 11 đến tháng 3 hằng năm"."""
    found: set[int] = set()
    for index in range(len(mentions) - 1, -1, -1):
        mention = mentions[index]
        if mention.year is not None:
            continue
        start = mention.span.start
        if (
            _RECURRING_AFTER.match(lowered, mention.span.end)
            or _RECURRING_BEFORE.search(lowered, max(start - 72, 0), start)
            or (index + 1 in found and _are_joined(lowered, mention, mentions[index + 1]))
        ):
            found.add(index)
    return found


def _is_supported(mentions: Sequence[Mention], index: int, lowered: str) -> bool:
    mention = mentions[index]
    if mention.day is not None:
        if _MOMENT.search(lowered, max(mention.span.start - 90, 0), mention.span.start):
            return True
        if index + 1 < len(mentions):
            after = mentions[index + 1]
            if after.day is not None and _are_joined(lowered, mention, after):
                return after.year is not None or not after.weak
    if index == 0:
        return False
    before = mentions[index - 1]
    alike = (before.day is None) == (mention.day is None) and before.months is not None
    return alike and _are_joined(lowered, before, mention)


def _lend_years(mentions: list[Mention], lowered: str, year: int | None) -> list[Mention]:
    """Complete mentions: from the one they are joined to, from the document, from their line."""
    for index in range(len(mentions) - 2, -1, -1):
        if _are_joined(lowered, mentions[index], mentions[index + 1]):
            mentions[index] = _complete(mentions[index], mentions[index + 1])
    section_year: int | None = None
    for index, mention in enumerate(mentions):
        if mention.year is not None and not mention.is_period and _is_in_plan_heading(lowered, mention.span):
            section_year = mention.year
        if mention.year is None and (mention.day is None or mention.months is not None):
            lent = section_year or year or _year_on_line(mentions, index, lowered)
            mentions[index] = replace(mention, year=lent) if lent else mention
    return mentions


def _is_in_plan_heading(lowered: str, span: Span) -> bool:
    """Tell whether the span stands in a heading such as "III. Nhiệm vụ năm 2026", which dates what is planned under it."""
    window = max(span.start - _LONGEST_HEADING, 0)
    start = lowered.rfind("\n", window, span.start) + 1
    if start == 0 and window > 0:  # the line began further back
        return False
    tail = lowered[span.end : start + _LONGEST_HEADING + 1]
    ends_soon = "\n" in tail or len(lowered) - start <= _LONGEST_HEADING
    return ends_soon and _HEADING.match(lowered, start, span.start) is not None


def _complete(mention: Mention, after: Mention) -> Mention:
    if mention.year is not None or after.year is None or after.school_year or after.is_period:
        return mention
    if mention.day is not None and mention.months is None:
        if after.day is None or after.months is None:
            return mention
        mention = replace(mention, months=after.months)
    if mention.months and after.months and (mention.months[0], mention.day or 0) > (after.months[1], after.day or 31):
        return replace(mention, year=after.year - 1)  # "từ tháng 11 đến tháng 3/2026"
    return replace(mention, year=after.year)


def _year_on_line(mentions: Sequence[Mention], index: int, lowered: str) -> int | None:
    """Give the year of the nearest complete mention of a year or less on the same line, later ones first."""
    own = mentions[index].span
    for other in (*mentions[index + 1 : index + 4], *reversed(mentions[max(index - 3, 0) : index])):
        between = (own.end, other.span.start) if other.span.start >= own.end else (other.span.end, own.start)
        near = between[1] - between[0] <= _LINE_SHARE and "\n" not in lowered[slice(*between)]
        if near and other.year is not None and not other.is_period:
            return other.year
    return None


def _join(mentions: Sequence[Mention], lowered: str) -> list[_Resolved]:
    """Place each mention, and make one interval of two that a dash joins.

    "từ ngày 01/7 đến ngày 15/8/2025" stays two mentions, one `after`, one `by`.
    """
    found: list[_Resolved] = []
    previous: Mention | None = None  # the last mention, where the next may continue it
    for mention in mentions:
        interval = mention.interval()
        if interval is None:
            previous = None
            continue
        entry = _Resolved(mention.span, *interval, mention.rule, _lacked_year(mention, lowered), mention.is_period)
        gap = _gap(lowered, previous, mention) if previous is not None else None
        if previous is not None and gap is not None and _DASHED.fullmatch(gap) and _may_join(previous, mention):
            first = found[-1]
            if first.start <= entry.end:
                span = Span(first.span.start, mention.span.end)
                found[-1] = _Resolved(span, first.start, entry.end, "date.range", first.lent_year, is_range=True)
                previous = None
                continue
        found.append(entry)
        previous = mention
    return found


def _may_join(left: Mention, right: Mention) -> bool:
    if left.is_period or right.is_period:
        return False
    # "(02/9/1945 - 02/9/2025)" are two days that an anniversary sets side by side
    return left.day is None or (left.day, left.months) != (right.day, right.months)


def _lacked_year(mention: Mention, lowered: str) -> bool:
    return mention.year is not None and str(mention.year)[-2:] not in mention.span.of(lowered)


def _as_date(text: str, lowered: str, entry: _Resolved) -> Date:
    start = entry.span.start
    mod = None
    is_from_to = entry.is_range and _FROM.search(lowered, max(start - 12, 0), start)
    if not is_from_to and (match := _MOD.search(lowered, max(start - 48, 0), start)):
        word_parts = match["outer"].split()
        mod = _MODS.get(word_parts[-1], "approx")
        if _NO_LIMIT.search(lowered, max(start - 24, 0), start):
            mod = None
    score = 0.8 if entry.rule in ("date.bare_year", "date.bare_month", "date.weak_day") else 1.0
    return Date(
        entry.span,
        entry.span.of(text),
        entry.start,
        entry.end,
        mod,
        score=score - 0.1 * entry.lent_year,
        rule=entry.rule,
    )
