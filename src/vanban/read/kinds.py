"""Heading, list item or paragraph: what a block of text looks like to be."""

from __future__ import annotations

import re

from vanban.model import BlockKind, Style
from vanban.read.captions import is_label
from vanban.text import leading_marker

_HEADING_MARKERS = frozenset({"part", "chapter", "section", "article", "annex", "roman", "upper"})
_ENDS = (".", ";", ",", ":", "!", "?", "…")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s?)?(\d{1,4})(?:\s?[-–—])?|(?:trang|page)\s{1,3}(\d{1,4})(?:\s?(?:/|trên|of)\s?\d{1,4})?", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:[.…·_]\s?){4}[.…·_\s]*(?:\d{1,4}|[ivxIVX]{1,6})\s*\Z")  # dots that lead to a page's number
_RULE = re.compile(r"[-–—_=*~─━═ ]{3,}|[-–—_=*~]{2,}")
_RULED = "-–—_=*~─━═"  # what such a line begins with
_SHORT_BEFORE_NAME = re.compile(r"(?<![,;:]\s)\b(?:TP|Tp|PGS|ThS)\.\Z")  # not the unit in "Lưu: VT, TP."


def is_before_name(text: str, after: str) -> bool:
    """Tell whether a line ends in the stop of "TP." or "PGS." and the next goes on with the name: "Hồ Chí Minh"."""
    if _SHORT_BEFORE_NAME.search(text) is None or is_upper(text):
        return False
    words = after.split(maxsplit=2)[:2]
    return bool(words) and all(word[0].isupper() for word in words)


def is_contents(text: str) -> bool:
    """Tell whether a text is a line of a table of contents."""
    return text[-1:] in "0123456789ivxIVX" and _CONTENTS.search(text, max(len(text) - 40, 0)) is not None


def guess_kind(text: str, style: Style = Style()) -> BlockKind:  # noqa: B008  (frozen)
    """Guess the kind of a block from its marker, its end and its look."""
    if style.level is not None:
        return BlockKind.HEADING
    if is_contents(text):
        return BlockKind.PARAGRAPH
    marker = leading_marker(text)
    ended = text.endswith(_ENDS)
    if marker is None:
        bold_line = bool(style.bold) and len(text) <= 150 and not ended and is_upper(text)
        return BlockKind.HEADING if bold_line else BlockKind.PARAGRAPH
    if marker.kind in _HEADING_MARKERS:
        heading = is_label(text) or (len(text) <= 300 and not text.endswith((".", ";", ",")))
        return BlockKind.HEADING if heading else BlockKind.PARAGRAPH
    if marker.kind == "number" and not ended and len(text) <= 200:
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM


def is_upper(text: str, share: float = 0.7) -> bool:
    """Tell whether most letters of a line are capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 2 and sum(char.isupper() for char in letters) >= share * len(letters)


def page_number(text: str) -> int | None:
    """Give the number of a line that is nothing but a page number: "3", "- 3 -", "Trang 3/12"."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    return int(match.group(1) or match.group(2)) if match else None


def is_rule(text: str) -> bool:
    """Tell whether a line is only drawn: "-------", "_____"."""
    text = text.strip()
    return text[:1] in _RULED and _RULE.fullmatch(text) is not None
