"""Automatic numbers and bullets of a DOCX as Word shows them. Source: ISO/IEC 29500-1, 17.9."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from vanban.read.docx_package import W
from vanban.read.docx_styles import StyleSheet, is_on, number, value
from vanban.read.symbols import symbol

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9
_MAX_MARK = 100


@dataclass(frozen=True, slots=True)
class Level:
    format: str
    text: str
    start: int
    restart: int | None  # 0: never; n: after a number of level n (1-based)
    legal: bool  # all numbers in Arabic digits
    font: str | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where their counting stands."""

    _styles: StyleSheet
    _abstract: dict[str, etree._Element] = field(default_factory=dict)
    _numbers: dict[str, etree._Element] = field(default_factory=dict)
    _levels: dict[tuple[str, int], Level | None] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)  # by abstract list
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def mark(self, num_id: str, level: int) -> str:
        """Count one paragraph and give its number or bullet; "" where Word shows none."""
        found = self._level(num_id, level)
        if found is None or found.format == "none":
            return ""
        if found.format == "bullet":
            return "".join(symbol(char, found.font) for char in found.text).strip()
        counters = self._count(num_id, level, found)

        def place(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = found if index == level else self._level(num_id, index)
            if other is None:
                return ""
            count = counters[index] if counters[index] is not None else other.start
            return format_number(count or 0, "decimal" if found.legal else other.format)

        return _PLACE.sub(place, found.text).strip()

    def _count(self, num_id: str, level: int, found: Level) -> list[int | None]:
        counters = self._counters.setdefault(self._abstract_id(num_id) or num_id, [None] * _LEVELS)
        override = self._start_override(num_id, level)
        if override is not None and (num_id, level) not in self._begun:
            counters[level] = override
        else:
            before = counters[level]
            counters[level] = found.start if before is None else before + 1
        self._begun.add((num_id, level))
        for deeper in range(level + 1, _LEVELS):
            below = self._level(num_id, deeper)
            if below is None or below.restart is None or (below.restart > 0 and level < below.restart):
                counters[deeper] = None
        return counters

    def _abstract_id(self, num_id: str) -> str | None:
        element = self._numbers.get(num_id)
        return value(element.find(f"{W}abstractNumId")) if element is not None else None

    def _abstract_of(self, num_id: str) -> etree._Element | None:
        abstract = self._abstract.get(self._abstract_id(num_id) or "")
        link = value(abstract.find(f"{W}numStyleLink")) if abstract is not None else None
        if link is None:
            return abstract
        linked = value(self._styles.find(link, f"{W}pPr/{W}numPr/{W}numId"))
        other = self._abstract.get(self._abstract_id(linked or "") or "")
        return other if other is not None else abstract

    def _override(self, num_id: str, level: int) -> etree._Element | None:
        element = self._numbers.get(num_id)
        for override in element.iterfind(f"{W}lvlOverride") if element is not None else ():
            if number(override.get(f"{W}ilvl"), -1) == level:
                return override
        return None

    def _start_override(self, num_id: str, level: int) -> int | None:
        override = self._override(num_id, level)
        start = value(override.find(f"{W}startOverride")) if override is not None else None
        return number(start, 1) if start is not None else None

    def _level(self, num_id: str, level: int) -> Level | None:
        key = (num_id, level)
        if key not in self._levels:
            self._levels[key] = self._read_level(num_id, level)
        return self._levels[key]

    def _read_level(self, num_id: str, level: int) -> Level | None:
        override = self._override(num_id, level)
        element = override.find(f"{W}lvl") if override is not None else None
        abstract = self._abstract_of(num_id)
        if element is None and abstract is not None:
            element = next((e for e in abstract.iterfind(f"{W}lvl") if number(e.get(f"{W}ilvl"), -1) == level), None)
        if element is None:
            return None
        fonts = element.find(f"{W}rPr/{W}rFonts")
        restart = value(element.find(f"{W}lvlRestart"))
        return Level(
            format=value(element.find(f"{W}numFmt")) or "decimal",
            text=(value(element.find(f"{W}lvlText")) or "")[:_MAX_MARK],
            start=number(value(element.find(f"{W}start")), 0),
            restart=number(restart) if restart is not None else None,
            legal=bool(is_on(element.find(f"{W}isLgl"))),
            font=(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")) if fonts is not None else None,
        )


def read_numbering(root: etree._Element | None, styles: StyleSheet) -> Numbering:
    if root is None:
        return Numbering(styles)
    abstract = {e.get(f"{W}abstractNumId") or "": e for e in root.iterfind(f"{W}abstractNum")}
    return Numbering(styles, abstract, {e.get(f"{W}numId") or "": e for e in root.iterfind(f"{W}num")})


def format_number(count: int, style: str) -> str:
    """Write a count as Word does: decimal, roman, letters (aa after z)."""
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman.upper() if style == "upperRoman" else roman
    if style in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return f"{count:02d}" if style == "decimalZero" else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    parts = []
    for size, letters in _ROMAN + _ROMAN_SMALL:
        parts.append(letters * (count // size))
        count %= size
    return "".join(parts)
