"""Styles of a DOCX: what a paragraph or run inherits. Source: ISO/IEC 29500-1, 17.7."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from vanban.read.docx_package import W

_HEADING_NAME = re.compile(r"(?:heading|tiêu đề|đề mục)\s*([1-9])", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none", "nil"})
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Style elements by id."""

    elements: dict[str, etree._Element]
    default_paragraph: str | None = None
    default_size_pt: float | None = None
    default_font: str | None = None
    _found: dict[tuple[str, str], etree._Element | None] = field(default_factory=dict, repr=False)
    _levels: dict[str, int | None] = field(default_factory=dict, repr=False)

    def chain(self, style_id: str | None) -> list[etree._Element]:
        """Give a style and those that it is based on."""
        found: list[etree._Element] = []
        while style_id is not None and len(found) < _MAX_CHAIN:
            element = self.elements.get(style_id)
            if element is None or element in found:
                break
            found.append(element)
            style_id = value(element.find(f"{W}basedOn"))
        return found

    def find(self, style_id: str | None, path: str) -> etree._Element | None:
        """Find the property that a style sets or inherits."""
        if style_id is None:
            return None
        key = (style_id, path)
        if key not in self._found:
            elements = (element.find(path) for element in self.chain(style_id))
            self._found[key] = next((element for element in elements if element is not None), None)
        return self._found[key]

    def heading_level(self, style_id: str | None) -> int | None:
        if style_id is None:
            return None
        if style_id not in self._levels:
            names = (value(element.find(f"{W}name")) or "" for element in self.chain(style_id))
            matches = (match for match in map(_HEADING_NAME.match, names) if match)
            match = next(matches, None)
            self._levels[style_id] = int(match.group(1)) if match else None
        return self._levels[style_id]


def read_styles(root: etree._Element | None) -> StyleSheet:
    if root is None:
        return StyleSheet({})
    elements = {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")}
    default = next(
        (key for key, s in elements.items() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"), None
    )
    look = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    size = look.find(f"{W}sz") if look is not None else None
    fonts = look.find(f"{W}rFonts") if look is not None else None
    font = (fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")) if fonts is not None else None
    return StyleSheet(elements, default, half_points(size), font)


def value(element: etree._Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def is_on(element: etree._Element | None) -> bool | None:
    """Tell whether a toggle such as w:b is set; None where it is not there."""
    if element is None:
        return None
    return (element.get(f"{W}val") or "1").lower() not in _OFF


def half_points(element: etree._Element | None) -> float | None:
    text = value(element) or ""
    return float(text) / 2 if text.replace(".", "", 1).isdigit() else None


def number(text: str | None, default: int = 0) -> int:
    """Read a whole number that a file may have spoilt."""
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default
