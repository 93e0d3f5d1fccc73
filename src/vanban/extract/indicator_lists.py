"""Names of figures in a list of items of one measure: "năng suất lúa 58 tạ/ha, ngô 45 tạ/ha" gives "năng suất ngô".

What the first item's name says before its last words holds for the items behind it, which say those words only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vanban.model import Figure, Indicator, Span
from vanban.text import canonical

_MAX_ITEM = 4  # words
_KINDS = ("measure", "money")  # counts are named by what stands behind them, shares by whole clauses
# An item between two figures, matched on vanban.text.canonical.
_ITEM = re.compile(r"\s*(?:[,;]\s*(?:và )?|và )(?P<item>[^\d,;:.()]+?)\s*")
_NO_ITEM = re.compile(
    r"\b(?:tăng|giảm|đạt|vượt|bằng|chiếm|còn|có|được|là|gồm|trong|so|với|ước|khoảng|hơn|trên|gần|tổng|mới|đã|từ|cho|của|tương (?:ứng|đương)|"
    r"bình quân|năng suất|sản lượng|diện tích|giá trị|doanh thu|tỉ lệ|số|kế hoạch|chỉ tiêu|mục tiêu|nâng|cao|thấp)\b"
)
_FILL = re.compile(
    r"(?:\s+(?:đạt|là|ước|được|khoảng|trên|hơn|gần))+\s*$", re.IGNORECASE
)  # between a name and its figure
_CHANGE = re.compile(r"\s+(?:tăng|giảm)(?:\s+(?:thêm|được))?\s+[\d.,]+(?:\s+so(?:\s+với)?)?$", re.IGNORECASE)


def name_list_items(text: str, span: Span, figures: Sequence[Figure], found: Sequence[Indicator]) -> list[Indicator]:
    """Name those of the indicators `found` in the sentence at `span` that go on a list; `figures` are the sentence's."""
    named = {i.span: i if (name := _without_change(i.name)) == i.name else replace(i, name=name) for i in found}
    head = ""  # of the list that goes on
    for last, figure in pairwise(figures):
        base, own = named.get(last.span), named.get(figure.span)
        item = _item(text[last.span.end : figure.span.start])
        if not item or base is None or own is None or not _is_alike(last, figure):
            head = ""
            continue
        head = head or _head(base.name, text[span.start : last.span.start], item)
        if head:
            named[figure.span] = replace(own, name=f"{head} {item}")
    return [named[indicator.span] for indicator in found]


def _is_alike(last: Figure, figure: Figure) -> bool:
    return figure.kind in _KINDS and (last.kind, last.unit) == (figure.kind, figure.unit)


def _item(between: str) -> str:
    """Give the item that stands between two figures; empty where other words do."""
    match = _ITEM.fullmatch(canonical(between))
    if match is None or _NO_ITEM.search(match["item"]) or len(match["item"].split()) > _MAX_ITEM:
        return ""
    return between[match.start("item") : match.end("item")]


def _head(name: str, before: str, item: str) -> str:
    """Give what a name says before as many last words as the item has; those must stand right before the figure."""
    words, n = name.split(), len(item.split())
    head, tail = words[:-n], words[-n:]
    return " ".join(head) if head and _FILL.sub("", before).split()[-n:] == tail else ""


def _without_change(name: str) -> str:
    """Leave out a number without a unit by which something grew: "số vụ cháy tăng 186 so"."""
    return _CHANGE.sub("", name) or name
