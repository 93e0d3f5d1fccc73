"""The unit that follows a number: multiplier, noun, further nouns of its kind, "/người"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from vanban.extract.numerals import MULTIPLIERS
from vanban.lexicon.units import Unit, is_barred, match_unit
from vanban.text import is_syllable, squeeze

S = r"[ \u00a0]{0,3}"
S1 = r"[ \u00a0]{1,3}"


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A unit as it follows a number."""

    end: int  # in the text; where a bare "tỷ" means "tỷ đồng", the end of what is written
    name: str
    kind: str  # percent, money, count, measure
    group: str
    factor: int = 1
    known: bool = True  # in the lexicon


_MULTIPLIER_WORD = (
    r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm|chục)(?!\w)(?![ \u00a0](?:lệ|trọng|suất|giá|phú|tập|hồi|phần|số|năm\b))"
)
_MULTIPLIER = re.compile(rf"(?:{S}{_MULTIPLIER_WORD}){{1,3}}")
_PER = re.compile(rf"{S}/{S}(?=\w)")
_PER_PEOPLE = re.compile(rf"(?:\d[\d.]{{0,6}}{S1})?(?:(?:vạn|nghìn|ngàn|triệu){S1})?(?:dân|trẻ{S1}đẻ{S1}sống)(?!\w)")
_AND = re.compile(rf",{S1}|{S1}(?:và|hoặc){S1}")
_WORD = re.compile(r"[^\W\d_]{2,7}(?!\w)")
_ABBREVIATION = re.compile(r"(?![IVXLC]+\b)[A-ZĐ]{2,5}(?![\w/.-])")
_DONG = {"đ", "đvn", "dong"}
_TIGHT_KINDS = ("measure", "money", "duration", "percent")
_ARTICLE_WORDS = {"điều", "khoản", "mục", "chương", "điểm", "phần", "phụ lục"}
_NUMBER_AFTER = re.compile(rf"{S1}(?:\d|[ivx]{{1,5}}(?!\w)|[a-zđ](?!\w))")
_MONTH_AFTER = re.compile(rf"{S1}(?:0?[1-9]|1[0-2])(?![\d.,]\d|\d)")
_LONGEST_LIST = 4


def read_unit(text: str, lowered: str, start: int, *, known_only: bool = True) -> UnitPhrase | None:
    """Read the unit that follows a number ending at `start`: multiplier, noun, further nouns of its kind, "/người".

    With `known_only` off, one word that the lexicon does not know is taken too, unless it is listed as none.
    """
    factor, position = 1, start
    if multiplier := _MULTIPLIER.match(lowered, start):
        position = multiplier.end()
        for word in multiplier.group().split():
            factor *= MULTIPLIERS[word]
    at = position
    while lowered[at : at + 1] in (" ", "\u00a0"):
        at += 1
    unit = match_unit(lowered, at) if at < len(lowered) else None
    if unit is not None and _is_reference(lowered, unit, at + len(unit.name)):
        return None
    if unit is not None and at == position and not _may_touch(unit, text, at):
        unit = None
    if unit is not None:
        return _phrase(text, lowered, start, at, unit, factor)
    if multiplier:
        return _bare_multiplier(text, lowered, start, position, factor)
    if known_only or at == position:
        return None
    return _unknown_noun(text, lowered, at)


def _is_reference(lowered: str, unit: Unit, end: int) -> bool:
    """Tell "khoản 6 và 7 Điều 178" and "30 tháng 01" from counts."""
    if unit.name in _ARTICLE_WORDS:
        return _NUMBER_AFTER.match(lowered, end) is not None
    return unit.name == "tháng" and _MONTH_AFTER.match(lowered, end) is not None


def _may_touch(unit: Unit, text: str, at: int) -> bool:
    """Tell whether a unit may follow its number without a space: "5kg", "40%", but not "4G"."""
    return unit.kind in _TIGHT_KINDS and not (len(unit.name) == 1 and text[at] in "GMLN")


def _words(text: str) -> str:
    return squeeze(text.replace("*", " "))


def _phrase(text: str, lowered: str, start: int, at: int, unit: Unit, factor: int) -> UnitPhrase:
    end = at + len(unit.name)
    kind = "measure" if unit.kind == "duration" else unit.kind
    if kind == "count":
        end = _extend_list(lowered, end, unit)
    end = _extend_per(lowered, end) if unit.kind != "percent" else end
    if unit.name in ("điểm %", "điểm phần trăm"):
        kind = "percent"
    name = _words(text[start:end])
    if unit.kind == "percent":
        name = "%" if unit.name != "‰" else "‰"
    elif unit.name in _DONG:
        name = _words(text[start:at] + " đồng" + text[at + len(unit.name) : end])
    return UnitPhrase(end, name, kind, unit.group, factor)


def _extend_list(lowered: str, end: int, unit: Unit) -> int:
    """Take further nouns that are counted together: "xã, phường", "cán bộ, công chức, viên chức"."""
    taken = [unit.name]
    for _ in range(_LONGEST_LIST):
        joint = _AND.match(lowered, end)
        following = match_unit(lowered, joint.end()) if joint else None
        if joint is None or following is None or following.kind != "count" or following.group != unit.group:
            break
        if following.name in (*taken, "người"):  # "12 hồ sơ, hồ sơ quá hạn …" goes on with something else
            break
        taken.append(following.name)
        end = joint.end() + len(following.name)
    return end


def _extend_per(lowered: str, end: int) -> int:
    """Take "/người/năm" along."""
    for _ in range(2):
        per = _PER.match(lowered, end)
        if per is None:
            break
        if people := _PER_PEOPLE.match(lowered, per.end()):
            return people.end()
        unit = match_unit(lowered, per.end())
        word = _WORD.match(lowered, per.end())
        if unit is not None:
            end = per.end() + len(unit.name)
        elif word is not None and is_syllable(word.group()):
            end = word.end()
        else:
            break
    return end


def _bare_multiplier(text: str, lowered: str, start: int, position: int, factor: int) -> UnitPhrase | None:
    """Read "500 triệu" without a noun as money, unless a plain noun that the lexicon does not know follows."""
    if lowered[start:position].split()[-1] in ("chục", "trăm", "vạn"):
        return None
    return UnitPhrase(position, _words(text[start:position]) + " đồng", "money", "currency", factor)


def _unknown_noun(text: str, lowered: str, at: int) -> UnitPhrase | None:
    if short := _ABBREVIATION.match(text, at):
        return UnitPhrase(short.end(), short.group(), "count", "", known=False)
    word = _WORD.match(text, at)
    if word is None or not word.group().islower() or not is_syllable(word.group()) or is_barred(lowered, at):
        return None
    return UnitPhrase(word.end(), word.group(), "count", "", known=False)


def amount_of(value: Decimal, unit: UnitPhrase | None) -> Decimal:
    """Give the value in base units: đồng for "tỷ đồng", the plain number for "triệu lượt"."""
    return value * unit.factor if unit is not None else value
