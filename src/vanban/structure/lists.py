"""Lists: which block announces an item ("…, cụ thể như sau:")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.model import BlockKind
from vanban.structure.shapes import Shape

_ORDINAL = re.compile(
    r"(?:Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)(?: là)?)"
    r"\s?[,:.]\s"
    r"|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là\s"
)
_FIRST_ORDINAL = re.compile(r"(?:Thứ nhất|Một)\b")
_RESETTING = ("annex", "part", "chapter", "section", "article", "upper", "roman")


class _LeadIn(NamedTuple):
    block: int
    key: str  # of its own marker
    items: str | None  # kind of marker that its items have, once known
    interrupted: bool  # a paragraph came after its items


def find_lead_ins(
    shapes: Sequence[Shape], headings: Sequence[bool], section_of: Sequence[int | None], parents: Sequence[int | None]
) -> list[int | None]:
    """Give for each block the nearest block ending in ":" that announces it; None outside lists.

    An item of the same kind as an announcing item stands beside it, not under it.
    """
    open_: list[_LeadIn] = []
    found: list[int | None] = []
    for index, shape in enumerate(shapes):
        lead: int | None = None
        if shape.kind in (BlockKind.RUNNING_HEAD, BlockKind.TABLE, BlockKind.FOOTNOTE):
            found.append(None)
            continue
        if headings[index]:
            above = _ancestors(section_of[index], parents)
            open_ = [entry for entry in open_ if section_of[entry.block] in above]
        if headings[index] and (shape.marker is None or shape.marker.kind in _RESETTING):
            open_ = []
        elif key := _item_key(shape):
            lead = _announce(open_, shape, key)
        elif _is_unmarked_item(shapes, index, open_):
            lead = _announce(open_, shape, "plain")
        elif shape.end != ":":
            open_ = [entry._replace(interrupted=entry.items is not None) for entry in open_ if entry.items is not None]
        else:
            open_ = []
        found.append(lead)
        if shape.end == ":":
            open_.append(_LeadIn(index, _item_key(shape) or ("plain" if lead is not None else ""), None, False))
    return found


def _item_key(shape: Shape) -> str:
    """Name the kind of item that a block is, for lists without a marker too; "" for prose."""
    if shape.key:
        return shape.key
    if _ORDINAL.match(shape.text):
        return "ordinal"
    return "list" if shape.kind is BlockKind.LIST_ITEM else ""


def _begins_count(shape: Shape) -> bool:
    return shape.is_first or _FIRST_ORDINAL.match(shape.text) is not None


def _ancestors(section: int | None, parents: Sequence[int | None]) -> set[int | None]:
    """Give the sections around a section, and None for the document itself."""
    found: set[int | None] = {None}
    while section is not None:
        section = parents[section]
        found.add(section)
    return found


def _announce(open_: list[_LeadIn], shape: Shape, key: str) -> int | None:
    """Close the lead-ins that cannot announce this item, and give the nearest that is left."""
    while open_:
        last = open_[-1]
        beside = last.key == key or (last.items not in (None, key) and _known(open_[:-1], key))
        if not beside and not (last.interrupted and _starts_anew(last.items, shape, key)):
            break
        open_.pop()
    if not open_:
        return None
    if open_[-1].items in (None, key):
        open_[-1] = open_[-1]._replace(items=key, interrupted=False)
    return open_[-1].block


def _starts_anew(items: str | None, shape: Shape, key: str) -> bool:
    """Tell whether an item after a paragraph begins another list; a count that goes on ("2.") does not."""
    counted = items is not None and not items.startswith(("bullet", "plain", "list"))
    return _begins_count(shape) if key == items and counted else not counted or key == items


def _known(open_: Sequence[_LeadIn], key: str) -> bool:
    return any(entry.items == key for entry in open_)


def _is_unmarked_item(shapes: Sequence[Shape], index: int, open_: Sequence[_LeadIn]) -> bool:
    """Tell an item that lost its bullet: it ends in ";", or closes a row of such."""
    if not open_ or open_[-1].interrupted or open_[-1].items not in (None, "plain"):
        return False
    shape = shapes[index]
    if shape.end == ";":
        return True
    return shape.end == "." and open_[-1].items == "plain" and shapes[index - 1].end == ";"
