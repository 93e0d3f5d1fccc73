"""Legacy fonts in a web page, such as Word 97 saved: its text is put into Unicode before anything else is read."""

from __future__ import annotations

import re

from lxml import etree

from vanban.model import Notice
from vanban.read.legacy import Decoder, looks_legacy

_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']{1,100})", re.IGNORECASE)
_NO_TEXT = frozenset({"script", "style"})


def decode_page(root: etree._Element) -> list[Notice]:
    """Put the legacy text of a parsed page into Unicode, in place."""
    if not looks_legacy("".join(map(str, root.itertext()))):
        return []
    decoder = Decoder()
    places: list[tuple[etree._Element, str, str, str | None]] = []  # element, attribute, text, font
    fonts: dict[etree._Element, str | None] = {}
    for element in root.iter(etree.Element):
        parent = element.getparent()
        outer = fonts.get(parent) if parent is not None else None
        fonts[element] = font = _font_of(element) or outer
        if element.text and element.tag not in _NO_TEXT:
            places.append((element, "text", element.text, font))
        if element.tail:
            places.append((element, "tail", element.tail, outer))
    for _, _, text, font in places:
        decoder.see(text, font)
    if not decoder.settle():
        return []
    for element, name, text, font in places:
        setattr(element, name, decoder.decode(text, font))
    return decoder.notices()


def _font_of(element: etree._Element) -> str | None:
    face = element.get("face") if element.tag == "font" else None
    match = None if face else _FAMILY.search(element.get("style") or "")
    name = face or (match[1] if match else "")
    return name.split(",")[0].strip(" \"'") or None
