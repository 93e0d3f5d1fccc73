"""What follows the number of a citation: the day of issue and who issued it, in either order; and when a bare number counts."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from vanban.extract import citation_parts as parts
from vanban.extract.issuers import match_issuer
from vanban.lexicon.laws import type_name_book
from vanban.lexicon.organizations import function_words
from vanban.lexicon.words import Words

_JOINT = {"thong_tu_lien_tich", "nghi_quyet_lien_tich"}  # issued by several
_CENTRAL = re.compile(r"(?i:chính phủ|thủ tướng|bộ công an|bộ chính trị)")
_MAX_ISSUER_WORDS = 9
_DONE_BY = re.compile(r"[\s,]{0,6}do\s", re.IGNORECASE)
_ISSUING = {"ban hành", "phát hành", "phê duyệt", "thông qua", "công bố", "cấp ngày"}


class Tail(NamedTuple):
    end: int
    date: dt.date | None
    issuer: str | None


class Issuer(NamedTuple):
    end: int
    name: str


def slice_words(words: Words, first: int, stop: int) -> str:
    """Give the text of some words, white space folded."""
    return " ".join(words.text[words.starts[first] : words.ends[stop - 1]].split())


def read_tail(words: Words, end: int, code: str, *, is_bare: bool, issuer: str | None = None) -> Tail:
    """Read day and issuer behind a number; a bare "Đề án 06" takes no issuer but the central ones."""
    date: dt.date | None = None
    for _ in range(2):
        day = parts.match_date(words.text, end) if date is None else None
        if day is not None and not begins_clause(words, day):
            date, end = day.date, day.end
        by = issuer_after(words, end, joint=code in _JOINT) if issuer is None else None
        if by is not None and (not is_bare or code not in ("de_an", "chuong_trinh") or _CENTRAL.match(by.name)):
            end, issuer = by
    return Tail(end, date, issuer)


def begins_clause(words: Words, day: parts.DateTail) -> bool:
    """Tell whether a day after a comma opens what follows ("…, ngày 15/3/2025, UBND tỉnh đã họp")."""
    if not day.comma:
        return False
    after = re.match(r"\s?,?\s", words.text[day.end : day.end + 3])
    if after is None:
        return False
    index = words.index_at(day.end + after.end())
    if index >= len(words.forms) or not words.forms[index][0].isupper():
        return False
    return type_name_book().longest(words.keys, index) is None


def issuer_after(words: Words, end: int, *, joint: bool = False) -> Issuer | None:
    """Read "của UBND tỉnh", "của Bộ trưởng Bộ Y tế"; with `joint`, several that are joined."""
    by = parts.BY.match(words.text, end)
    if by is None:
        return None
    first = words.index_at(by.end())
    if first >= len(words.starts) or words.starts[first] != by.end():
        return None
    stop = match_issuer(words, first) or _unknown_issuer(words, first)
    if stop is not None and _DONE_BY.match(by.group()) and not _is_issuing(words, stop):
        return None
    while stop is not None and _is_joined(words, stop, joint=joint):
        following = match_issuer(words, stop + 1)
        if following is None:
            break
        stop = following
    return Issuer(words.ends[stop - 1], slice_words(words, first, stop)) if stop is not None else None


def _is_issuing(words: Words, stop: int) -> bool:
    """Tell "do UBND tỉnh ban hành" from "do UBND xã chuyển đến", where somebody does another thing with the document."""
    after = stop + (words.keys[stop : stop + 1] == ["đã"])
    return " ".join(words.keys[after : after + 2]) in _ISSUING or words.keys[after : after + 1] == ["ký"]


def _is_joined(words: Words, stop: int, *, joint: bool) -> bool:
    if words.keys[stop : stop + 4] == [",", "ban", "bí", "thư"]:  # "Bộ Chính trị, Ban Bí thư" issue together
        return True
    return joint and stop + 1 < len(words.keys) and words.keys[stop] in (",", "-", "và")


def _unknown_issuer(words: Words, first: int) -> int | None:
    """End the name of an issuer that the lexicon lacks ("Đoàn giám sát"): at a verb, a function word or punctuation."""
    if not words.forms[first][0].isupper():
        return None
    ends = function_words()
    at = first
    while at < min(first + _MAX_ISSUER_WORDS, len(words.forms)) and words.forms[at][0].isalpha():
        small = words.forms[at][0].islower() or (words.forms[at].isupper() and len(words.forms[at]) > 1)
        if at > first and small and ends.longest(words.keys, at):
            break
        if at > first and type_name_book().longest(words.keys, at) and words.forms[at][0].isupper():
            break
        at += 1
    return at if at - first > 1 else None


# -- bare numbers ------------------------------------------------------------------------------------------------------

_OFTEN_BARE = {
    "de_an",
    "nghi_quyet",
    "nghi_dinh",
    "chi_thi",
    "thong_tu",
    "ket_luan",
    "quyet_dinh",
    "cong_dien",
    "chuong_trinh",
}
_ABBREVIATED = {"nghi_quyet", "nghi_dinh", "de_an"}
_SHORT_NAMES = {"de_an", "nghi_quyet", "nghi_dinh", "chi_thi", "thong_tu"}  # "Nghị quyết 05" may stand before any word
_NEVER_BARE = {"du_an", "hop_dong", "phuong_an", "bien_ban", "lenh"}
FOLLOWS_BARE = re.compile(
    r"""\s{0,3}(?:$ | [.,;:)\]*_"”…\n\t–-] | \((?!\d) | [A-ZĐ]
    | (?:của|về|và|là|được|đã|đang|sẽ|trên|tại|cho|theo|với|trong|ở|từ|có|do|này|nêu|như|để|mà|thì|còn|cũng|gắn|đến|hay|hoặc|giai|bằng
        |tỉnh|thành|cấp|vào|ra|khi|phải|cần|chưa|không|nhằm|gồm|năm|tháng|quý|sau|trước|vẫn|rất|mới|vừa|tiếp|triển|thực)\b)""",
    re.VERBOSE,
)
_MEASURE = re.compile(r"[.,]\d|\s?%|/")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")


def is_bare_citation(words: Words, match: re.Match[str], code: str, *, capital: bool, abbreviation: bool) -> bool:
    """Tell whether a number without symbol still names a document: "Nghị quyết 05", not "Kế hoạch 5 năm"."""
    number, end = match["number"], match.end()
    if code in _NEVER_BARE or match["middle"] or _MEASURE.match(words.text, end):
        return False
    if code in _SHORT_NAMES and number.startswith("0") and (capital or code == "de_an"):
        return True
    signed = match["sign"] is not None
    day = parts.match_date(words.text, end)
    if day is None and FOLLOWS_BARE.match(words.text, end) is None:
        return False
    if _YEAR_ALONE.fullmatch(number) and not signed and (day is None or day.date is None):
        return False
    if abbreviation:
        return code in _ABBREVIATED or signed
    if signed:
        return capital or number.startswith("0") or len(number) > 1
    if code in _OFTEN_BARE:
        weak = code in ("chuong_trinh", "quyet_dinh")
        return (capital and (len(number) > 1 or not weak)) or number.startswith("0")
    issued = code in ("ke_hoach", "cong_van", "van_ban") and parts.BY.match(words.text, end) is not None
    return capital and len(number) > 1 and (day is not None or issued)
