"""What stands above a table: label ("Phụ lục I"), title, note ("(Kèm theo …)", "Đơn vị tính: …")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.model import Span

_NOTE = re.compile(
    r"\(.{0,400}\)|\*?(?:đơn vị(?: tính)?|đvt)\s?:.{0,60}|(?:nguồn|ghi chú|chú thích)\s?:.{0,400}",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"(?:phụ\s?lục|phụ\s?biểu|biểu\s?mẫu|mẫu\s?biểu|mẫu|biểu|bảng)(?:\s+số)?\s+"
    r"(?:[ivxlc]{1,6}|[a-z]|\d{1,3})(?:[.\-/]\d{1,3}|[a-z])?(?:/[A-ZĐ][\w.&-]{1,20})?(?![\w/])\s?[.:\-–]?\s*"
    r"|phụ\s?lục\s?[:.]?\s*$",
    re.IGNORECASE,
)
_TITLE_WORDS = re.compile(r"(?:bảng|biểu|danh mục|danh sách|phụ lục|thống kê|tổng hợp)\s", re.IGNORECASE)


def is_caption(text: str) -> bool:
    """Tell whether a block right above a table belongs to its caption: label, title or note."""
    return bool(_LABEL.match(text) or _NOTE.fullmatch(text) or _is_title(text))


def is_label(text: str) -> bool:
    """Tell whether a block is nothing but "Phụ lục I", "Bảng 2", "Biểu số 03"."""
    match = _LABEL.match(text)
    return match is not None and match.end() == len(text)


def is_note(text: str) -> bool:
    """Tell whether a block is a note of a caption: "(Kèm theo …)", "Đơn vị tính: …"."""
    return _NOTE.fullmatch(text) is not None


def find_title(blocks: Sequence[tuple[str, Span]]) -> Span | None:
    """Find the title among the blocks right above a table, nearest last, without its label and notes."""
    index = len(blocks) - 1
    while index >= 0 and index >= len(blocks) - 4 and is_note(blocks[index][0]):
        index -= 1
    last = index
    while index >= 0 and last - index < 4 and _is_title(blocks[index][0]):
        index -= 1
        if _LABEL.match(blocks[index + 1][0]):
            break
    if index == last and index >= 1 and is_label(blocks[index - 1][0]) and len(blocks[index][0]) <= 300:
        index -= 1  # whatever stands between a label and the table is the title
    if index == last:
        return None
    text, span = blocks[index + 1]
    label = _LABEL.match(text)
    start = span.start + (label.end() if label else 0)
    end = blocks[last][1].end - (len(blocks[last][0]) - len(blocks[last][0].rstrip(" :")))
    return Span(start, end) if start < end else None


def _is_title(text: str) -> bool:
    label = _LABEL.match(text)
    ends = (";", "./.") if label else (":", ";", "./.")
    if len(text) > 400 or is_label(text) or is_note(text) or text.endswith(ends):
        return False
    if label or (_TITLE_WORDS.match(text) and not text.endswith(".")):
        return True
    letters = [char for char in text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return len(letters) >= 8 and upper >= 0.7 * len(letters) and not re.match(r"(?:[IVXLC]+|[A-Z]|\d+)\s?[.)]", text)
