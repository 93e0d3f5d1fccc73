"""Finds where the title of a law ends."""

from __future__ import annotations

import re

from vanban.extract.areas import is_capital
from vanban.lexicon.laws import law_book, law_name_book
from vanban.lexicon.organizations import function_words
from vanban.lexicon.words import Words

LAW_NUMBER = re.compile(
    r"(?:[ ]\((?i:sửa đổi)[^()\n\t]{0,40}\))?[^\S\t]{0,3},?[^\S\t]{0,3}(?i:số)\s{0,3}:?\s{0,3}(?P<number>\d{1,4}[a-z]?)\s?[/-]\s?(?:(?P<year>(?:19|20)\d{2})\s?[/-]\s?)?(?P<symbol>(?:QH|UBTVQH|PL-UBTVQH|L/CTN|LCT/HĐNN|CTN|HĐNN|PL)\s?\d{0,2}(?:[/-][A-ZĐ0-9]+)?)"
)
YEAR_TAIL = re.compile(
    r"[^\S\t]{1,3}(?:(?i:năm)[^\S\t]{1,3}(?:19|20)\d{2}|(?:19|20)\d{2}(?![/\d]|\s?-\s?\d)|\((?:(?i:năm)\s)?(?:19|20)\d{2}\))(?!\d)"
)
_AMENDED = re.compile(r"[ ]\((?i:sửa đổi)[^()\n\t]{0,40}\)(?=,?[^\S\t]{1,3}(?i:ngày|năm)[^\S\t]{1,3}\d)")
_AMENDING = re.compile(r"\s(?i:sửa\sđổi)(?:(?:,|\svà)?\s(?i:bổ\ssung))?")
_TO_NUMBER = re.compile(r"[^\n\t;:“”\"]{0,420}?(?=[^\S\t]{1,3}(?i:số)\s?\d{1,4}/\d{4}/QH)")
_TITLE_TO_NUMBER = re.compile(r"\s[^\n\t;:.“”\"]{2,90}?(?=[^\S\t]{1,3}(?i:số)\s?\d{1,4}/\d{4}/(?:QH|UBTVQH|PL))")
_OTHER_TYPE = re.compile(r"(?i:nghị định|thông tư|quyết định|nghị quyết|,\sluật|và\sluật)\s")
_OF = re.compile(r"[^\n\t;:.,“”\"]{0,60}?,?[^\n\t;:.,“”\"]{0,60}?\s(?i:của|tại)\s(?=(?i:luật|bộ\sluật|pháp\slệnh)\s)")
_NOT_AFTER = {"pháp", "học", "khoa", "ngành", "nhân", "viện", "ty", "chuyên"}
_NOT_BEFORE = {"này", "đó", "trên", "hiện", "sư", "gia", "quốc", "pháp"}
_MAX_WORDS = 16
_MAX_DEPTH = 1
_LINKS = {"và", "của", "về"}


def title_end(words: Words, index: int, after: int, code: str, depth: int = 0) -> int | None:
    """Give the index after a law's title; `index` is its type's name ("Luật"), `after` the word behind that.

    None where no title stands there ("Luật này", "pháp luật"); `after` itself where the number follows at once.
    `depth` counts the amending laws that this one stands in.
    """
    if code == "hien_phap":
        return _constitution_end(words, index, after)
    if (index and words.keys[index - 1] in _NOT_AFTER) or (
        after < len(words.keys) and words.keys[after] in _NOT_BEFORE
    ):
        return None
    text, end = words.text, words.ends[after - 1]
    if LAW_NUMBER.match(text, end):
        return after
    amending = _AMENDING.match(text, end)
    if amending:
        return _amending_end(words, amending.end(), depth + 1) if depth <= _MAX_DEPTH else None
    known = law_book().longest(words.keys, index)
    if known is not None and (is_capital(words, after) or is_capital(words, index)):
        return _up_to_number(words, known[0])
    if not is_capital(words, index):
        return None
    numbered = _TITLE_TO_NUMBER.match(text, end)
    if numbered is not None and not _OTHER_TYPE.search(numbered.group()):
        return words.index_at(numbered.end())
    stop = _free_end(words, after) if is_capital(words, after) else after
    return stop if stop > after else None


def _constitution_end(words: Words, index: int, after: int) -> int | None:
    if not is_capital(words, index):
        return None
    country = ["nước", "cộng", "hòa", "xã", "hội", "chủ", "nghĩa", "việt", "nam"]
    return after + 9 if words.keys[after : after + 9] == country else after


def match_number(text: str, offset: int) -> tuple[re.Match[str] | None, int]:
    """Read the number and the year of a law behind its title; gives the number's match and where both end."""
    number = LAW_NUMBER.match(text, offset)
    amended = _AMENDED.match(text, offset) if number is None else None
    end = number.end() if number else amended.end() if amended else offset
    year = YEAR_TAIL.match(text, end)
    return number, year.end() if year else end


def _amending_end(words: Words, offset: int, depth: int) -> int | None:
    """End the title of an amending law: before its number, else after the law that it amends."""
    numbered = _TO_NUMBER.match(words.text, offset)
    if numbered is not None and not re.search(r"(?i:nghị định|thông tư|quyết định|nghị quyết)\s", numbered.group()):
        return words.index_at(numbered.end())
    link = _OF.match(words.text, offset)
    if link is None:
        return None
    stop = _titled(words, words.index_at(link.end()), depth)
    if stop is None or stop >= len(words.keys) or words.keys[stop] != ",":  # "của Luật A và Luật B": two laws
        return stop
    return _list_end(words, stop, depth) or stop


def _titled(words: Words, index: int, depth: int) -> int | None:
    if index >= len(words.keys) or words.keys[index] not in ("luật", "bộ", "pháp"):
        return None
    return title_end(words, index, index + (1 if words.keys[index] == "luật" else 2), "luat", depth)


def _list_end(words: Words, index: int, depth: int) -> int | None:
    """Give the index after the last law of ", Luật B và Luật C"; None where the list does not close with a law."""
    for _ in range(12):
        if index >= len(words.keys) or words.keys[index] not in (",", "và"):
            return None
        closing = words.keys[index] == "và"
        stop = _titled(words, index + 1, depth)
        if stop is None or closing:
            return stop
        index = stop
    return None


def _up_to_number(words: Words, stop: int) -> int:
    """Lengthen a title to the law's number, where only small words stand between ("… đối tác công tư số 64/2020/QH14")."""
    if stop >= len(words.keys) or not words.forms[stop][0].islower() or words.keys[stop] in ("số", "năm", "ngày"):
        return stop
    at = stop
    while at < min(stop + 12, len(words.keys)):
        if words.keys[at] == "số":
            return at if LAW_NUMBER.match(words.text, words.ends[at - 1]) else stop
        if not words.forms[at][0].isalpha() or words.keys[at] in (
            "được",
            "quy",
            "đã",
            "luật",
            "nghị",
            "thông",
            "quyết",
        ):
            return stop
        at += 1
    return stop


def _free_end(words: Words, index: int) -> int:
    """End a title that the lexicon lacks: at punctuation, or at a verb or function word in small letters."""
    ends = function_words()
    capitals = words.forms[index].isupper() and len(words.forms[index]) > 1
    at = done = index
    size = min(len(words.keys), index + _MAX_WORDS)
    while at < size:
        form, key = words.forms[at], words.keys[at]
        if key in ("số", "năm", "ngày", "này"):
            break
        if form[0].isupper():
            if key in ("luật", "nghị", "thông", "pháp", "bộ", "quyết", "hiến") and at > index and not capitals:
                break
            at += 1
            done = at
        elif form[0].isalpha():
            if key in _LINKS:
                if (key != "và" and at > index + 1) or not _goes_on(words, at + 1):
                    break
                at += 1
                continue
            if ends.longest(words.keys, at) and at > index + 1:
                break
            at += 1
            done = at
        elif form in (",", "-") and _goes_on(words, at + 1) and words.forms[at + 1][0].islower():
            at += 1
        else:
            break
    return done


def _goes_on(words: Words, index: int) -> bool:
    return (
        index < len(words.forms)
        and words.forms[index][0].isalpha()
        and function_words().longest(words.keys, index) is None
        and words.keys[index] not in ("luật", "nghị", "thông", "pháp", "các")
    )


def list_members(words: Words, index: int, after: int) -> list[tuple[int, int]]:
    """Give (first, stop) of the titles in "các Luật: Đất đai, Nhà ở và Đấu thầu"; empty for fewer than two."""
    found: list[tuple[int, int]] = []
    if index == 0 or words.keys[index - 1] not in ("các", "những") or after >= len(words.keys):
        return found
    at = after + 1 if words.keys[after] == ":" else after
    while at < len(words.keys) and is_capital(words, at):
        known = law_name_book().longest(words.keys, at)
        if known is None:
            break
        found.append((at, known[0]))
        at = known[0]
        if at >= len(words.keys) or words.keys[at] not in (",", "và", ";"):
            break
        at += 1
    return found if len(found) > 1 else []
