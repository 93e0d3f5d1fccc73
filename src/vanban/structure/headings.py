"""Which blocks are headings: by marker, capitals, bold, length and what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.model import BlockKind
from vanban.structure.formulas import is_formula
from vanban.structure.shapes import Shape, is_caps

_LONGEST = {"roman": 300, "upper": 300, "number": 180, "letter": 130, "bullet": 80, "annex": 250}
_CLOSED = ".;,"
_SENTENCE_INSIDE = re.compile(r"[.;]\s+\w")
_SUBHEAD = 60  # characters; longer lines without a stop between paragraphs of an article are captions
_PARAGRAPH = 120
_LONGEST_HEAD = 25  # blocks
# What reports call their sections, where print that would show a heading was lost: "Nguyên nhân của những hạn chế".
_SECTION_NAME = (
    "kết quả(?: đạt được| thực hiện)?|ưu điểm|thuận lợi|khó khăn|vướng mắc|tồn tại|hạn chế|bất cập|khuyết điểm|yếu kém|"
    "nguyên nhân(?: chủ quan| khách quan| chủ yếu)?|giải pháp|biện pháp|nhiệm vụ|phương hướng|mục tiêu|"
    "đề xuất|kiến nghị|đề nghị|bài học(?: kinh nghiệm)?|tình hình"
)
_NAMES_SECTION = re.compile(
    rf"(?:(?:về|một số|những|các|phần)\s+)*(?:{_SECTION_NAME})"
    r"(?:(?:\s*,\s*|\s+)(?:(?:và|của|những|các|một số|còn)\s+)*"
    rf"(?:{_SECTION_NAME}|nêu trên|trên|thời gian tới|chủ yếu|chính))*\s*:?",
    re.IGNORECASE,
)


def find_headings(shapes: Sequence[Shape]) -> list[bool]:
    """Tell for each block whether it heads what follows.

    A numbered line that is a sentence, or one of a row of short items, is a list item and no heading.
    """
    found = [_is_marked_heading(shapes, index) for index in range(len(shapes))]
    numbered = any(heading and _is_numbered(shapes[index]) for index, heading in enumerate(found))
    for index in range(_head_length(shapes, found), len(shapes)):
        if not found[index] and shapes[index].marker is None:
            found[index] = _is_plain_heading(shapes, index, subheads=not numbered)
    return found


def _head_length(shapes: Sequence[Shape], marked: Sequence[bool]) -> int:
    """Count the blocks of letterhead, title and subject, whose capitals head nothing."""
    length = 0
    for index, shape in enumerate(shapes[:_LONGEST_HEAD]):
        if marked[index]:
            break
        if is_formula(shape.text) and shape.kind is not BlockKind.TABLE:
            length = index + 1
    if length:
        while length < len(shapes) and not marked[length] and (shapes[length].caps or shapes[length].bold):
            length += 1
    return length


def _is_numbered(shape: Shape) -> bool:
    return shape.marker is not None and shape.marker.kind in ("roman", "number", "upper", "chapter", "part", "article")


def _is_marked_heading(shapes: Sequence[Shape], index: int) -> bool:
    shape = shapes[index]
    if shape.marker is None or shape.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    kind = shape.marker.kind
    if kind == "article":
        return True
    if kind in ("part", "chapter", "section"):
        return len(shape.rest) <= 250 and (shape.caps or shape.end not in _CLOSED or not shape.rest)
    if len(shape.rest) > _LONGEST[kind] or _SENTENCE_INSIDE.search(shape.rest):
        return False
    if kind == "annex":
        return shape.caps or shape.rest[:1] in ("", "(") or shape.end not in _CLOSED
    if not shape.rest:
        return False
    if kind == "bullet":
        return _is_bullet_heading(shapes, index)
    if shape.caps:
        return True
    if kind in ("roman", "upper"):
        return shape.end not in _CLOSED or (shape.end == "." and len(shape.rest) <= 80)
    return _is_counted_heading(shapes, index)


def _is_counted_heading(shapes: Sequence[Shape], index: int) -> bool:
    """Judge "1.", "1.1.", "a)": an open end, and content of its own before the next of its kind."""
    shape, after = shapes[index], _next(shapes, index)
    if after is None:
        return False
    if shape.end == "." and (shape.bold or shape.kind is BlockKind.HEADING):
        return len(shape.rest) <= 100
    if shape.end in _CLOSED:
        return False
    if shape.end == ":" and len(shape.rest) > 80:
        return False
    if shape.bold or shape.kind is BlockKind.HEADING:
        return True
    return after.key != shape.key and not is_formula(after.text)


def _is_bullet_heading(shapes: Sequence[Shape], index: int) -> bool:
    """Judge "- Về hạ tầng" above "+" items."""
    shape, after = shapes[index], _next(shapes, index)
    if shape.end in _CLOSED or shape.end == ":" or after is None:
        return False
    return after.marker is not None and after.key != shape.key and after.marker.kind == "bullet"


def _is_plain_heading(shapes: Sequence[Shape], index: int, *, subheads: bool) -> bool:
    shape = shapes[index]
    if shape.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH) or not shape.text or shape.text[0] in '([“"':
        return False
    return len(shape.text) <= 250 and _looks_alone(shapes, index, subheads=subheads) and not is_formula(shape.text)


def _looks_alone(shapes: Sequence[Shape], index: int, *, subheads: bool) -> bool:
    """Tell whether an unmarked block looks as headings do: by its style, capitals, end and neighbours."""
    shape = shapes[index]
    if shape.kind is BlockKind.HEADING or _NAMES_SECTION.fullmatch(shape.text):
        return True
    if shape.end in ".;,:…!":
        return is_caps(shape.text) and shape.end in ".:" and len(shape.text) <= 120
    after = _next(shapes, index)
    if after is None or (shape.caps and len(shape.text) < 6):
        return False
    if shape.caps:
        return True
    if shape.bold:
        return len(shape.text) <= 150
    if not subheads or len(shape.text) > _SUBHEAD or not shape.text[0].isupper():
        return False
    before = shapes[index - 1] if index else None
    return before is not None and _is_paragraph(before) and _is_paragraph(after)


def _is_paragraph(shape: Shape) -> bool:
    return shape.marker is None and len(shape.text) >= _PARAGRAPH


def _next(shapes: Sequence[Shape], index: int) -> Shape | None:
    for shape in shapes[index + 1 :]:
        if shape.kind is not BlockKind.RUNNING_HEAD:
            return shape
    return None
