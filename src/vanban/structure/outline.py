"""The outline: headings as a tree, the section of each block, and the line that announces each list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.model import BlockKind, Document, Outline, Section
from vanban.structure.headings import find_headings
from vanban.structure.lists import find_lead_ins
from vanban.structure.shapes import MARKUP, Shape, shapes_of

# Outermost first. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (phần, chương, mục, tiểu mục, điều, khoản, điểm) and the
# usage A. I. 1. 1.1. a) of reports. Capitals and Roman numerals change places where a document has them so.
_RANKS = {
    "annex": 0.0,
    "part": 1.0,
    "chapter": 2.0,
    "section": 3.0,
    "article": 4.0,
    "caps": 4.5,
    "upper": 5.0,
    "roman": 6.0,
}
_NUMBER_RANK, _PLAIN_RANK, _LETTER_RANK, _BRACKET_RANK, _BULLET_RANK = 7.0, 8.0, 9.0, 9.5, 10.0
_CLOSING = re.compile(r"\W*(?:trên đây là|nơi nhận\b)", re.IGNORECASE)
_TITLED_BELOW = ("annex", "part", "chapter", "section")


def build_outline(document: Document, *, shapes: Sequence[Shape] | None = None) -> Outline:
    """Build the tree of headings and say for each block where it stands.

    Levels are inferred: siblings share the kind of their marker. An annex opens a new top; the closing formula and
    "Nơi nhận" close what is open. `shapes` are those of its blocks, where the caller has them already.
    """
    shapes = shapes_of(document) if shapes is None else shapes
    headings = find_headings(shapes)
    sections, section_of = _nest(shapes, headings)
    lead_in_of = find_lead_ins(shapes, headings, section_of, [section.parent for section in sections])
    return Outline(tuple(sections), tuple(section_of), tuple(lead_in_of))


class _Open(NamedTuple):
    """A heading that what follows stands under."""

    rank: float
    key: str
    section: int  # index into the sections


def _nest(shapes: Sequence[Shape], headings: Sequence[bool]) -> tuple[list[Section], list[int | None]]:
    swapped = _roman_outside_upper(shapes, headings)
    sections: list[Section] = []
    section_of: list[int | None] = []
    open_: list[_Open] = []
    previous = -1  # block of the heading that may go on in the next block
    for index, shape in enumerate(shapes):
        if headings[index]:
            if open_ and previous >= 0 and _continues(shapes[previous], shape):
                last = sections[open_[-1].section]
                title = f"{last.title} {_title(shape)}".strip()
                sections[open_[-1].section] = last._replace(title=title)
            else:
                rank, key = _rank(shape, swapped=swapped), shape.key or ("caps" if shape.caps else "plain")
                while open_ and (open_[-1].rank >= rank or open_[-1].key == key):
                    open_.pop()
                parent = open_[-1].section if open_ else None
                label = shape.marker.label if shape.marker is not None and shape.marker.kind != "bullet" else ""
                sections.append(Section(index, len(open_) + 1, label, _title(shape), parent))
                open_.append(_Open(rank, key, len(sections) - 1))
            previous = index
        elif shape.kind is not BlockKind.RUNNING_HEAD:
            previous = -1
            open_ = _close_siblings(open_, shape)
            if _CLOSING.match(shape.text):
                open_ = [entry for entry in open_ if entry.key == "annex"]
        section_of.append(open_[-1].section if open_ else None)
    return sections, section_of


def _close_siblings(open_: list[_Open], shape: Shape) -> list[_Open]:
    """Close the heading beside which an item stands: "b) …" told in a sentence ends "a) Về hạ tầng"."""
    if not shape.key or shape.key.startswith("bullet") or shape.is_first:
        return open_
    for place, entry in enumerate(open_):
        if entry.key == shape.key:
            return open_[:place]
    return open_


def _rank(shape: Shape, *, swapped: bool) -> float:
    if shape.marker is None:
        return _RANKS["caps"] if shape.caps else _PLAIN_RANK
    kind = shape.marker.kind
    if kind == "bullet":
        return _BULLET_RANK
    if kind == "letter":
        return _LETTER_RANK
    if shape.key.endswith(")"):
        return _BRACKET_RANK
    if kind == "number":
        return _NUMBER_RANK + 0.1 * shape.marker.label.count(".")
    rank = _RANKS[kind]
    if kind == "upper" and swapped:
        rank = _RANKS["roman"] + 0.5
    return rank + 0.1 * shape.marker.label.count(".")


def _roman_outside_upper(shapes: Sequence[Shape], headings: Sequence[bool]) -> bool:
    """Tell whether "A." stands under "I." here: the kind that heads first is the outer one."""
    for index, shape in enumerate(shapes):
        if headings[index] and shape.marker is not None and shape.marker.kind in ("roman", "upper"):
            return shape.marker.kind == "roman"
    return False


def _continues(above: Shape, shape: Shape) -> bool:
    """Tell whether a heading goes on with the line above it ("Chương I" over its name; a broken name)."""
    if shape.marker is not None:
        return False
    if above.marker is not None and above.marker.kind in _TITLED_BELOW and (not above.rest or above.rest[0] == "("):
        return True
    return above.caps and shape.caps


def _title(shape: Shape) -> str:
    if shape.marker is not None and shape.marker.kind == "article" and (shape.end in ".;" or len(shape.rest) > 200):
        return ""  # the article's text follows its number at once
    words = " ".join(shape.rest.split()).strip(MARKUP + " ")
    return words.rstrip(" .:") if shape.marker is None or shape.marker.kind != "annex" else words.strip(" .:")
