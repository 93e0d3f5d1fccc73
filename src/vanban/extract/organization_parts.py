"""What the matchers of organisations share: the match itself, the place that ends a name, signs of a class or of capitals."""

from __future__ import annotations

import re
from typing import NamedTuple

from vanban.extract.areas import Area, capital_run, level_at, match_area
from vanban.lexicon.organizations import Head
from vanban.lexicon.places import province_book
from vanban.lexicon.words import Words

_ABBREVIATION = re.compile(r" \([^()\s]+\)(?= )")  # "Đoàn đại biểu Quốc hội (ĐBQH) tỉnh"
_PLURALS = {"các", "những", "mỗi", "từng", "nhiều", "mọi"}
_ABBREVIATED = {
    "UBND", "HĐND", "UBMTTQ", "MTTQ", "HTX", "LĐLĐ", "BHXH", "VNPT", "FPT", "EVN", "BIDV", "TAND", "VKSND", "KBNN", "NHNN", "BQL",
    "BCĐ", "CDC",
}  # fmt: skip


class Organization(NamedTuple):
    """A name in a text; `first` and `stop` are indexes of words."""

    first: int
    stop: int
    head: Head
    area: Area | None = None
    inherited: str = ""  # said once for several: "tỉnh" in "HĐND, UBND tỉnh", "Sở" in "các Sở: Y tế, Tài chính"
    symbol: str = ""

    def name(self, words: Words) -> str:
        name = " ".join(words.text[words.starts[self.first] : words.ends[self.stop - 1]].split())
        name = _ABBREVIATION.sub("", name)
        if not self.inherited:
            return name[0].upper() + name[1:] if name.startswith(("phòng ", "ban ")) else name
        return f"{self.inherited} {name}" if self.head.tail in ("so", "bo") else f"{name} {self.inherited}"


def form_at(words: Words, index: int) -> str:
    return words.forms[index] if index < len(words.forms) else "\n"


def key_at(words: Words, index: int) -> str:
    return words.keys[index] if index < len(words.keys) else "\n"


def is_joined(words: Words, index: int) -> bool:
    """Tell whether one space stands before a word."""
    return words.starts[index] == words.ends[index - 1] + 1


def is_class(words: Words, area: Area) -> bool:
    """Tell whether a bare level is one of several ("xã, phường", "xã/phường"), so that no single body is meant."""
    if area.is_named:
        return False
    sign, after = key_at(words, area.stop), level_at(words, area.stop + 1)
    return sign in (",", "/", "-", "và") and after is not None and after[1] != area.level


def is_plural(words: Words, index: int) -> bool:
    """Tell whether the words before say that a class is meant ("các Sở", "một số Sở", "75 Trạm Y tế")."""
    if index == 0:
        return False
    key = words.keys[index - 1]
    if key in _PLURALS or (key == "số" and index > 1 and words.keys[index - 2] == "một"):
        return True
    # a number of the list or of a session, not a count
    opens = index < 2 or words.keys[index - 2] in ("\n", "\t", "-", ".", "/", "thứ")
    return key.isdigit() and not opens and is_joined(words, index)


def is_all_capitals(words: Words, index: int) -> bool:
    """Tell whether a word stands in a line of capitals, where case says nothing about names."""
    form = words.forms[index]
    if not (form.isupper() and 1 < len(form) <= 7) or form in _ABBREVIATED:
        return False
    around = (form_at(words, index + 1), words.forms[index - 1] if index else "\n")
    return any(other.isupper() and len(other) > 1 and other.isalpha() for other in around)


def area_after(words: Words, index: int) -> Area | None:
    """Find the level or place that ends a name: "tỉnh", "xã X", "khu vực 5", or a province by its bare name."""
    area = match_area(words, _next_line_of_capitals(words, index))
    if area is not None:
        return None if is_class(words, area) or (area.first > index and not area.is_named) else area
    key, form = key_at(words, index), form_at(words, index)
    if key == "khu" and key_at(words, index + 1) == "vực":
        stop = index + 2
        if form_at(words, stop)[0].isdigit() or form_at(words, stop)[0].isupper():
            return Area(index, stop, max(capital_run(words, stop), stop + 1), "khu vực")
        return Area(index, stop, stop, "khu vực")
    if form[0].isupper():
        province = province_book().longest(words.keys, index)
        if province:
            return Area(index, index, province[0], "tỉnh", province[1])
    if key == "trung" and key_at(words, index + 1) == "ương":
        return Area(index, index + 2, index + 2, "trung ương")
    if key == "việt" and key_at(words, index + 1) == "nam" and form[0].isupper():
        return Area(index, index + 2, index + 2, "quốc gia")
    return None


def _next_line_of_capitals(words: Words, index: int) -> int:
    """Step over the line break inside a letterhead: ỦY BAN NHÂN DÂN / TỈNH LÀO CAI."""
    line = index
    while form_at(words, line) == "\n" and line < min(index + 2, len(words.forms)):
        line += 1
    return line if words.forms[index - 1].isupper() and form_at(words, line).isupper() else index
