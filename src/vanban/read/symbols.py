"""Letters of the symbol fonts that Word uses for bullets and marks, in Unicode."""

from __future__ import annotations

import re

# Code in the font → character. Source: the Unicode mapping tables for Symbol and Wingdings (Unicode L2/11-052R).
_SYMBOL = {
    0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x70: "π",
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "·", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "■", 0x73: "♦", 0x75: "♦", 0x76: "♦", 0x77: "♦", 0x9F: "•", 0xA1: "○",
    0xA7: "▪", 0xA8: "□", 0xD8: "►", 0xDF: "←", 0xE0: "→", 0xE8: "→", 0xF0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□", 0x2A: "□"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_UNKNOWN = "•"
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def plain_symbols(text: str) -> str:
    """Give text in which letters of symbol fonts, where a file lost the font's name, are Unicode."""
    return _PRIVATE.sub(lambda match: symbol(match.group(), None), text)


def symbol(char: str, font: str | None) -> str:
    """Give the Unicode character for one written in a symbol font; others are given back as they are."""
    code = ord(char)
    private = 0xF000 <= code <= 0xF0FF
    table = _FONTS.get((font or "").strip().lower())
    if table is None:
        if not private:
            return "○" if char == "o" and (font or "").startswith("Courier") else char
        table = _SYMBOL if code == 0xF0B7 else _WINGDINGS
    if char.isspace() or code == 0xF020:
        return " "
    code -= 0xF000 if private else 0
    if code in table:
        return table[code]
    return _UNKNOWN if private or table is not _SYMBOL else char
