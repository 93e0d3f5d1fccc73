"""What OCR breaks in numbers, symbols and days, put right by what they can be: "0§-CTr/TU", "QD- TTg", "ngày l6 tháng".

A symbol is made of abbreviations of document types and agencies; a day, a month and a year have their ranges. The raw
reading is kept in the repair. Signs that no print has are replaced wherever they stand among digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

from vanban.lexicon.doc_types import doc_types
from vanban.lexicon.rows import read_rows
from vanban.text import fold


class Repair(NamedTuple):
    raw: str
    text: str


class Fix(NamedTuple):
    """A place in a line that is to read otherwise."""

    start: int
    end: int
    text: str


_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "!": "1", "]": "1", "†": "1", "O": "0", "o": "0", "§": "8"})
_SLOT_DIGITS = {**_DIGITS, **str.maketrans({"S": "5", "B": "8", "Z": "2", "i": "1", "ì": "1", "í": "1"})}
_LIKE_DIGIT = r"[\dlI|!\]†Oo§]"

_DATE = re.compile(
    r"(?<=[Nn]gày )(?P<day>[\dlI|!\]†Oo§SBZiìí]{1,2}) tháng (?P<month>[\dlI|!\]†Oo§SBZiìí]{1,2})(?= năm)"
    r"|(?<=tháng )(?P<month2>[\dlI|!\]†Oo§SBZiìí]{1,2}) năm (?P<year>[\dlI|!\]†Oo§SBZ]{4})(?!\w)"
)
_MIXED = re.compile(
    rf"(?<![\w/.,-])(?=[^\d\s]{{0,9}}\d){_LIKE_DIGIT}{{1,9}}(?:[.,/%-]{_LIKE_DIGIT}{{1,9}}){{0,3}}%?(?![\w/])"
)
_PART_NUMBER = re.compile(
    r"\b(?P<name>[Đđ]iều|[Kk]hoản|[Mm]ục|[Qq]uyển|[Tt]ập|[Tt]háng|[Ss]ố) (?P<number>[lI|])(?=[.,:;)]|\s|$)"
)
_SPLIT_NUMBER = re.compile(r"(?<=[Ss]ố )\d{1,2} \d{1,3}(?=/(?:19|20)\d\d/)")
_NUMBER_WORD = re.compile(r"(?<!\w)s[ôồổỗóòỏõo](?= ?:? ?[\dlIO§|†]{1,5} ?[-/])")
_ROMAN = re.compile(r"^(?P<roman>[IVXLl1|]{1,5})(?P<dot>[.,]?)(?= (?P<next>[^\W\d_]{2}))")
_ITEM = re.compile(r"^[lI|][.)](?= (?P<next>[^\W\d_]{2}))")

# number, perhaps year, and the parts of a symbol with the signs between them; OCR puts spaces around signs
_SYMBOL = re.compile(
    rf"(?<![\w/-])(?P<number>{_LIKE_DIGIT}{{1,5}})"
    r"(?P<tail>(?:(?: [-–/]|[-–/]{1,2} ?)[\w&.]{1,12}(?:: ?[a-z]{1,3}(?=[-/ ]))?){1,4}"
    r"(?: \d\d(?![\d/.,]))?)"
)
_BARE_SYMBOL = re.compile(r"(?<=[Ss]ố: )(?P<tail>/ ?[\w&.]{1,12}(?: ?[-–/] ?[\w&.]{1,12}){1,3})")
# what stands between "Số:" and the sign before a symbol: digits that OCR put apart, or strokes of a pen
_SLOT = re.compile(r"(?<=^Số: )(?P<number>[^/\n]{1,12}?) ?(?=/ ?(?:(?:19|20)\d\d/)?[A-ZĐ][\w-]*$)")
_SPECKS = re.compile(r"^S[ốô] ?: ?\d{1,5}[/-][\w/&.-]*\w(?P<specks>[.,;:'’‘`]{1,3})$")
_WRITTEN_DAY = re.compile(r"(?<=\bngày) ?(?P<day>[\dlI|!\]†Oo§]{1,2}) ?(?=tháng\b)")
_PIECE = re.compile(r" ?(?P<sign>[-–/]{1,2}) ?(?P<part>[\w&.]{1,12}(?:: ?[a-z]{1,3})?(?: \d\d)?)")
_CAPITALS = re.compile(r"[A-ZĐƯ]{2}|(?:TT|CT)[r:]|TTg|Q[yĐ]")
_SUSPECT = re.compile(r"(?<![\w/.-])[A-ZĐÐƯ]{4,6}(?![\w/-])")
_QUOCHOI = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<body>QH|UBTVQH) ?(?P<term>\d\d)")
_TYPE_BEFORE = re.compile(r"(?:[^\W\d_]+ ){1,4}[Ss][ốô]:? ?\Z")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# agencies that stand in most symbols; the names of others come from the lists
_OFTEN = (
    "UBND",
    "HĐND",
    "TTg",
    "CP",
    "TW",
    "TU",
    "NQ",
    "QĐ",
    "NĐ",
    "TTr",
    "CTr",
    "BC",
    "KH",
    "CV",
    "TB",
    "KL",
    "VPCP",
    "UBMTTQ",
)
_CLOSE_TO = ("UBND", "HĐND")  # met so often that what is nearly one is one


@cache
def _known_parts() -> dict[str, str]:
    """Give the abbreviations of types and agencies by their letters without case and diacritics."""
    names = [*_OFTEN, *(kind.abbreviation for kind in doc_types() if kind.abbreviation)]
    for name in ("departments.tsv", "central_bodies.tsv"):
        names += [row["symbol"] for row in read_rows(name) if row["symbol"]]
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(fold(name), name)
    return known


@cache
def _exact_parts() -> frozenset[str]:
    names = {*_OFTEN, *(kind.abbreviation for kind in doc_types() if kind.abbreviation)}
    for name in ("departments.tsv", "central_bodies.tsv"):
        names |= {row["symbol"] for row in read_rows(name) if row["symbol"]}
    return frozenset(names)


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Give the abbreviations of a type by its name without diacritics."""
    found: dict[str, tuple[str, ...]] = {}
    by_code: dict[str, list[str]] = {}
    for kind in doc_types():
        if kind.abbreviation and kind.abbreviation not in by_code.setdefault(kind.code, []):
            by_code[kind.code].append(kind.abbreviation)
    for kind in doc_types():
        found[fold(kind.name)] = tuple(by_code.get(kind.code, ()))
    return found


def find_fixes(text: str, *, section: int = 0) -> list[Fix]:
    """Find what is broken in a line, from left to right; fixes do not overlap.

    `section` is the roman number of the last heading before the line; 0 where there was none.
    """
    found: list[Fix] = []
    finders: tuple[Callable[[str], Iterator[Fix]], ...] = (
        _fix_slot, _fix_specks, _fix_split_numbers, _fix_symbols, _fix_bare_symbols, _fix_dates, _fix_numbers,
        _fix_part_numbers, _fix_words, partial(_fix_roman, section=section),
    )  # fmt: skip
    for find in finders:
        for fix in find(text):
            overlaps = any(other.start < fix.end and fix.start < other.end for other in found)
            if fix.text != text[fix.start : fix.end] and not overlaps:
                found.append(fix)
    return sorted(found)


def section_of(text: str) -> int | None:
    """Give the roman number that opens a heading in capitals; None for other lines."""
    match = _ROMAN.match(text)
    if match is None or not match["next"].isupper() or match["roman"] not in _ROMANS:
        return None
    return _ROMANS.index(match["roman"]) + 1


# -- numbers and days --------------------------------------------------------------------------------------------------


def _fix_dates(text: str) -> Iterator[Fix]:
    for match in _DATE.finditer(text):
        for group, low, high in (("day", 1, 31), ("month", 1, 12), ("month2", 1, 12), ("year", 1900, 2100)):
            if match[group] and not match[group].isdecimal():
                number = match[group].translate(_SLOT_DIGITS)
                if number.isdecimal() and low <= int(number) <= high:
                    yield Fix(match.start(group), match.end(group), number)


def _fix_numbers(text: str) -> Iterator[Fix]:
    """Put digits for the signs and letters that look like them, in words that hold digits and nothing else."""
    for match in _MIXED.finditer(text):
        raw = match.group()
        if raw.translate({ord(c): None for c in "0123456789.,/%-"}) in ("", "l", "o") and raw[-1:] in "lo":
            continue  # "10l", litres; "30o", degrees
        if raw[0] in "IO" and len(raw) > 1 and not (len(raw) > 2 and raw[1].isdigit()) and raw.isalnum():
            continue  # "IO1", a name; "O2", oxygen
        yield Fix(match.start(), match.end(), raw.translate(_DIGITS))


def _fix_split_numbers(text: str) -> Iterator[Fix]:
    for match in _SPLIT_NUMBER.finditer(text):
        yield Fix(match.start(), match.end(), match.group().replace(" ", ""))


def _fix_part_numbers(text: str) -> Iterator[Fix]:
    item = _ITEM.match(text)
    if item is not None and not item["next"].isupper() and text[0] != "I":
        yield Fix(0, 1, "1")  # "l. Mục đích"
    for match in _PART_NUMBER.finditer(text):
        if fold(match["name"]) != "muc" or match["number"] != "I":
            yield Fix(match.start("number"), match.end("number"), "1")


def _fix_words(text: str) -> Iterator[Fix]:
    for match in _NUMBER_WORD.finditer(text):
        yield Fix(match.start(), match.end(), "số")
    for match in _SUSPECT.finditer(text):
        word = match.group()
        if word not in _exact_parts():
            close = [name for name in _CLOSE_TO if _is_close(word, name)]
            if len(close) == 1:
                yield Fix(match.start(), match.end(), close[0])


def _fix_roman(text: str, *, section: int) -> Iterator[Fix]:
    """Read "IL. MỤC TIÊU" as the roman numeral that opens a heading: the next one, where the signs allow it."""
    match = _ROMAN.match(text)
    if match is None or not match["next"].isupper() or match["roman"] in _ROMANS or match["roman"].isdecimal():
        return
    seen = re.sub(r"[l1|]", "I", match["roman"])
    wanted = _ROMANS[section] if section < len(_ROMANS) else ""
    likely = [seen.replace("L", "I"), seen.replace("L", "")]
    chosen = wanted if wanted in likely else next((roman for roman in likely if roman in _ROMANS), None)
    if chosen is not None:
        yield Fix(match.start(), match.end(), f"{chosen}.")


def _fix_slot(text: str) -> Iterator[Fix]:
    """Put right what is filled in by stamp or by hand: digits that stand apart; what is no number goes."""
    match = _SLOT.search(text)
    if match is not None:
        number = match["number"].translate(_DIGITS).replace(" ", "")
        tail = _fix_tail(text[match.end() :], ()) or text[match.end() :]
        if number.isdecimal() and len(number) <= 5:
            yield Fix(match.start(), len(text), number + tail)
        elif not any(map(str.isdecimal, match["number"])):
            yield Fix(match.start(), len(text), tail)
    for day in _WRITTEN_DAY.finditer(text):
        number = day["day"].translate(_DIGITS)
        apart = day.group().startswith(" ") and day.group().endswith(" ")
        if not apart and number.isdecimal() and 1 <= int(number) <= 31:
            yield Fix(day.start(), day.end(), f" {number} ")


def _fix_specks(text: str) -> Iterator[Fix]:
    """Leave out what specks make behind the number of the document."""
    match = _SPECKS.match(text)
    if match is not None:
        yield Fix(match.start("specks"), match.end("specks"), "")


# -- symbols -----------------------------------------------------------------------------------------------------------


def _fix_symbols(text: str) -> Iterator[Fix]:
    for match in _SYMBOL.finditer(text):
        if not _CAPITALS.search(match["tail"]):
            continue
        number = match["number"].translate(_DIGITS)
        tail = _fix_tail(match["tail"], _expected(text[: match.start()]))
        if number.isdecimal() and tail is not None:
            yield Fix(match.start(), match.end(), number + tail)


def _fix_bare_symbols(text: str) -> Iterator[Fix]:
    """Put right the symbol of a number that was left blank: "Số: /QD- TTg"."""
    for match in _BARE_SYMBOL.finditer(text):
        tail = _fix_tail(match["tail"], ())
        if tail is not None and _CAPITALS.search(tail):
            yield Fix(match.start(), match.end(), tail)


def _expected(before: str) -> tuple[str, ...]:
    """Give the abbreviations of the document type that is named before a number."""
    match = _TYPE_BEFORE.search(before[-60:])
    if match is None:
        return ()
    words = fold(match.group()).split()[:-1]
    for size in range(min(4, len(words)), 0, -1):
        found = _abbreviations().get(" ".join(words[-size:]))
        if found:
            return found
    return ()


def _fix_tail(tail: str, expected: tuple[str, ...]) -> str | None:
    """Give the year and the parts of a symbol as they are to be written; None where they are no symbol's."""
    fixed = ""
    typed = False
    for match in _PIECE.finditer(tail):
        sign, part = match["sign"][-1].replace("–", "-"), match["part"]
        joined = _QUOCHOI.fullmatch(part)
        if joined:
            fixed += f"{sign}{joined['year']}/{joined['body']}{joined['term']}"
        elif re.fullmatch(rf"{_LIKE_DIGIT}{{4}}", part) and part.translate(_DIGITS).isdecimal() and not fixed:
            fixed += sign + part.translate(_DIGITS)
        else:
            known = _fix_part(part, () if typed else expected)
            if known is None:
                return None
            typed = True
            fixed += sign + known
    return fixed


def _fix_part(part: str, expected: tuple[str, ...]) -> str | None:
    """Give a part of a symbol as it is written; None where it is a word, not a part."""
    body = re.sub(r"[: ]", "", part)
    ending = "." if body.endswith(".") else ""
    body = body.rstrip(".")
    if body in _exact_parts():
        return body + ending
    if re.fullmatch(r"(?:UBTV)?QH ?\d\d", part):
        return body + ending
    known = _known_parts().get(fold(body))
    if known is not None and (
        len(body) > 1 and (body.isupper() or known.casefold() != body.casefold() or body != known)
    ):
        return known + ending if sum(map(str.isupper, body)) * 2 >= len(body) else None
    if expected and len(body) <= 4:
        close = [name for name in expected if _is_close(body, name)]
        if len(close) == 1:
            return close[0] + ending
    close = [name for name in _CLOSE_TO if _is_close(body, name)]
    if len(close) == 1:
        return close[0] + ending
    return body + ending if sum(map(str.isupper, body)) * 2 >= len(body) or body[:1].isdigit() else None


def _is_close(word: str, name: str) -> bool:
    """Tell whether a part is so near to an abbreviation that OCR may have made one of the other."""
    a, b = fold(word), fold(name)
    if len(b) <= 3:
        return len(a) == len(b) and a[:1] == b[:1] and _distance(a, b) == 1
    return a[0] == b[0] and abs(len(a) - len(b)) <= 1 and _distance(a, b) <= (2 if len(a) > len(b) else 1)


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]
