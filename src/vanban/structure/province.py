"""The province of the issuing body, where the text names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from vanban.lexicon.provinces import Province, province_of
from vanban.model import Span
from vanban.text import fold

_CENTRAL = re.compile(
    r"""
    bo\ (?!chi\ huy|doi|phan) | chinh\ phu | thu\ tuong | quoc\ hoi | chu\ tich\ nuoc
  | uy\ ban\ (?:thuong\ vu\ quoc\ hoi|dan\ toc) | tong\ cuc
  | van\ phong\ (?:chinh\ phu|trung\ uong|quoc\ hoi|chu\ tich\ nuoc) | ban\ (?:chap\ hanh\ trung\ uong|bi\ thu)
  | ngan\ hang\ nha\ nuoc | thanh\ tra\ chinh\ phu | kiem\ toan\ nha\ nuoc | .*\b(?:trung\ uong|nhan\ dan\ toi\ cao)\b
    """,
    re.VERBOSE,
)
_LED = re.compile(r"\b(?:tỉnh|TỈNH|Tỉnh|thành phố|Thành phố|THÀNH PHỐ|TP\.?|Tp\.?|tp\.?)\s?(?=[A-ZĐÀ-Ỹ])")
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s?[-–]\s?|\s)?(?:[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s?[-–]\s?|\s)?){0,5}")
# "Đoàn TNCS Hồ Chí Minh" is not of the city.
_NAMED_AFTER = re.compile(r"(?:tncs|cong san|tncshcm|chu tich|tu tuong|lang|hoc vien chinh tri quoc gia)\s*\Z")
_SMALLER = re.compile(r"(?:xa|phuong|huyen|quan|thi xa|thi tran|dac khu)\s*\Z")


def is_central(office: str) -> bool:
    return _CENTRAL.match(fold(office)) is not None


def find_in_office(text: str, office: Span) -> tuple[Province, Span] | None:
    """Find the province in the name of an office: "UBND TỈNH LÀO CAI", "SỞ Y TẾ LÀO CAI"."""
    for province, span in _mentions(text, office.start, office.end):
        return province, span
    words = list(re.finditer(r"[^\W\d_]+(?:\s?[-–]\s?[^\W\d_]+)*", text[office.start : office.end]))
    for count in (4, 3, 2):
        if len(words) <= count:
            continue
        start = words[-count].start()
        before = fold(text[office.start : office.start + start])
        if _SMALLER.search(before) or _NAMED_AFTER.search(before):
            continue
        span = Span(office.start + start, office.start + words[-1].end())
        named = province_of(span.of(text))
        if named is not None:
            return named, span
    return None


def name_as_written(province: Province, words: str) -> str:
    """Give the name that the text uses ("Thừa Thiên Huế", today Huế), capitals and short forms ("HCM") spelled out."""
    if " " not in words or fold(words) == fold(province.name):
        return province.name
    return words.title() if words.isupper() else words


def find_in_place(text: str, place: Span, offices: Sequence[Span] = ()) -> tuple[Province, Span] | None:
    """Find the province that a place is; not where an office shows it to be a ward ("UBND PHƯỜNG BẮC GIANG")."""
    province, name = province_of(place.of(text)), fold(place.of(text))
    if province is None:
        return None
    for office in offices:
        folded = fold(office.of(text))
        if folded.endswith(name) and _SMALLER.search(folded[: -len(name)]):
            return None
    return province, place


def find_most_named(text: str, end: int) -> tuple[Province, Span] | None:
    """Find the province that the text up to `end` names at least twice as often as any other ("tỉnh Lào Cai")."""
    first: dict[str, Span] = {}
    counts: Counter[str] = Counter()
    found: dict[str, Province] = {}
    for province, span in _mentions(text, 0, min(end, len(text))):
        first.setdefault(province.name, span)
        found[province.name] = province
        counts[province.name] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    name = ranked[0][0]
    return found[name], first[name]


def _mentions(text: str, start: int, end: int) -> Iterator[tuple[Province, Span]]:
    for lead in _LED.finditer(text, start, end):
        run = _NAME.match(text, lead.end(), end)
        if run is None:
            continue
        words = list(re.finditer(r"\S+", run.group()))
        for count in range(min(len(words), 6), 0, -1):
            span = Span(run.start(), run.start() + words[count - 1].end())
            province = province_of(span.of(text))
            if province is not None:
                yield province, span
                break
