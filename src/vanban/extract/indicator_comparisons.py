"""Names of figures that only compare: "59 tỷ đồng, đạt 93% dự toán, tăng 13% so với cùng kỳ", "giảm 16 vụ (-25,4%)".

Such a figure has no name of its own: it takes that of the figure it is compared with, and what the comparison says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from vanban.extract.indicator_tokens import sentence_words
from vanban.model import Figure, Indicator, Span
from vanban.text import canonical

# Patterns are matched on vanban.text.canonical.
_VERB = r"tăng|giảm|vượt|đạt|bằng|cao hơn|thấp hơn|nhiều hơn|ít hơn|tương đương|tương ứng|chiếm"
_FILL = r"thêm|tỉ lệ|khoảng|gần|hơn|trên|dưới|được|tới|đến|lên|xuống|từ|với|mức|ước|trung bình|bình quân|xấp xỉ|khoảng chừng"
_SO = r"so (?:với )?(?:cùng kì|năm|tháng|quí|cuối|đầu|kế hoạch|dự toán|chỉ tiêu|mục tiêu|thời điểm|trước|kì)[^,;:()]{0,40}"
_PLAN = r"kế hoạch|kh\b|dự toán|chỉ tiêu|mục tiêu|nghị quyết|cùng kì"
# What stands between a border (comma, bracket, "và", the sentence's start) and a number that only compares.
_LEAD = re.compile(
    rf"(?:và |đều |đã |ước |cũng |lần lượt )*(?:(?P<so>{_SO}?)[,\s]+)?(?:đã |ước |đều )?(?P<verb>{_VERB})(?P<fill>(?: (?:{_FILL}))*)"
)
_SIGNED = re.compile(r"\((?:(?P<verb>tăng|giảm|vượt|đạt|bằng|chiếm)(?: (?:" + _FILL + r"))*\s*)?[+\-–−]?\s*$")
_BORDER = re.compile(r"[,;:(]\s|[;:(]|, |^|\bvà ")
_TAIL = re.compile(
    rf"\s*(?P<tail>(?:so với|so|với|của|trong|trên|tổng|số|{_PLAN}|diện tích|hộ|dân số|nhu cầu|yêu cầu)\b[^,;.:()…]{{0,80}}?)?"
    rf"(?=[,;.:()…]|\s*$| và (?:\d|(?:{_VERB})\b))"
)
_GOES_ON = re.compile(rf"\s*(?:so (?:với )?)?(?:{_PLAN})\b")  # behind a share that follows "và"
_OPENS_WITH_SO = re.compile(r"(?:[-+] )?(?P<so>so (?:với )?[^,;:()]{3,40}?),? (?:" + _VERB + r"|số|tổng)\b")
# "xảy ra 52 vụ trộm, khám phá 37 vụ": an act on what was counted
_ACT = re.compile(
    r"(?:đã |trong đó |được |bị ){0,2}(?:khám phá|điều tra|khởi tố|xử lí|giải quyết|xét xử|hoàn thành|thẩm định|phê duyệt|"
    r"nghiệm thu|thu hồi|cấp|trả)(?: (?:được|xong))? "
)
_AND = re.compile(r"[^,;.:()]{0,40}\bvà\s+")
_STOP = re.compile(r"[;.:]")
MAX_TAIL = 12  # words
MAX_GAP = 80  # code points between a figure and a bracket that compares it
_DIGIT = re.compile(r"\d")


def name_comparisons(
    text: str, span: Span, figures: Sequence[Figure], found: Sequence[Indicator], previous: Sequence[Indicator] = ()
) -> list[Indicator]:
    """Name those of the indicators `found` in the sentence at `span` that only compare; `figures` are the sentence's.

    `previous` are the indicators of the sentence before: "So với năm trước, giảm 90 vụ" goes on about them.
    """
    if not found:
        return []
    surface = span.of(text)
    words = sentence_words(surface)
    sentence = _Sentence(surface, words, _OPENS_WITH_SO.match(words), previous)
    by_figure = {indicator.span: indicator for indicator in found}
    for figure, start, number, end in _gaps(sentence.words, span, figures):
        indicator = by_figure.get(figure.span)
        if indicator is not None:
            name = sentence.name(figure, start, number, end)
            sentence.add(indicator if name is None else replace(indicator, name=name), has_own_name=name is None)
    return [sentence.named.get(indicator.span, indicator) for indicator in found]


def _gaps(words: str, span: Span, figures: Sequence[Figure]) -> Iterator[tuple[Figure, int, int, int]]:
    """Give each figure, where the one before it ends, where its number starts, and where it ends."""
    last = 0
    for figure in figures:
        start, end = figure.span.start - span.start, figure.span.end - span.start
        digit = _DIGIT.search(words, start, end)
        yield figure, last, digit.start() if digit else start, end
        last = max(last, end)


class _Sentence:
    """The indicators of one sentence as they are named from left to right."""

    def __init__(self, surface: str, words: str, opening: re.Match[str] | None, previous: Sequence[Indicator]) -> None:
        self.surface, self.words, self.opening = surface, words, opening
        self.earlier = previous if opening else ()
        self.bases: list[Indicator] = []  # those that have a name of their own
        self.named: dict[Span, Indicator] = {}
        self.verb = ""

    def add(self, indicator: Indicator, *, has_own_name: bool) -> None:
        if has_own_name:
            self.bases.append(indicator)
            self.verb = ""
        self.named[indicator.span] = indicator

    def name(self, figure: Figure, start: int, number: int, end: int) -> str | None:
        """Give the name of a figure that only compares; None for one that has its own."""
        gap = self.words[start:number]
        signed = _SIGNED.search(gap) if self.named and len(gap) < MAX_GAP else None
        if signed is not None and not _STOP.search(gap):
            last = next(reversed(self.named.values()))
            counted = self._base(figure) if figure.kind == "count" else None  # "450 hộ và 20 xã (tăng 12 hộ và 3 xã)"
            self.verb = signed["verb"] or ""
            return _join((counted or last).name, self.verb, self._tail(end) or "")
        cut = max((match.end() for match in _BORDER.finditer(gap)), default=0)
        base, said = self._base(figure), self._tail(end)
        if base is None or said is None:
            return None
        lead = _LEAD.fullmatch(gap[cut:].strip(" ,-–+"))
        if lead is None and figure.kind == "count" and not said and _ACT.fullmatch(gap[cut:]):
            return f"{self.surface[start + cut : number].strip()} {base.name}"
        if lead is None:
            goes_on = self.verb and _AND.fullmatch(gap) and _GOES_ON.match(self.words, end)
            return _join(base.name, self.verb, said) if goes_on else None
        self.verb = lead["verb"] + (" tỷ lệ" if "tỉ lệ" in lead["fill"] else "")
        if not said:
            shift = start + cut + gap[cut:].find(lead[0])
            said = (
                self.surface[shift + lead.start("so") : shift + lead.end("so")] if lead["so"]
                else self.surface[slice(*self.opening.span("so"))] if self.opening else ""
            )  # fmt: skip
        return _join(base.name, self.verb, said)

    def _tail(self, end: int) -> str | None:
        """Give what the comparison is with, behind the figure; None where other words follow, which name the figure."""
        tail = _TAIL.match(self.words, end)
        if tail is None or not tail["tail"]:
            return None if tail is None else ""
        return " ".join(self.surface[tail.start("tail") : tail.end("tail")].split()[:MAX_TAIL])

    def _base(self, figure: Figure) -> Indicator | None:
        """Choose what a figure is compared with: the last of the same unit; for shares, the last of all."""
        if figure.kind == "percent" and self.bases:
            return self.bases[-1]
        if figure.kind == "percent":
            return self.earlier[0] if len(self.earlier) == 1 else None
        unit = _unit_words(figure.unit)
        same = [base for base in (*reversed(self.bases), *self.earlier) if _has_unit(base, unit)]
        exact = (base for base in same if _unit_words(base.unit or base.target_unit) == unit)
        return next(exact, same[0] if same else None)


@lru_cache(maxsize=500)
def _unit_words(unit: str | None) -> tuple[str, ...]:
    return tuple(canonical(unit or "").split())


def _has_unit(indicator: Indicator, unit: Sequence[str]) -> bool:
    other = _unit_words(indicator.unit or indicator.target_unit)
    return bool(unit) and bool(other) and (unit[-1] == other[-1] or unit[0] == other[0])


def _join(name: str, verb: str, tail: str) -> str:
    """Put verb and tail behind a name; a verb that it says already is left out."""
    known = set(canonical(name).split())
    added = [word for word in verb.split() if canonical(word) not in known]
    return " ".join(part for part in (name, *added, tail[:1].lower() + tail[1:]) if part)
