"""What kind of paper a text without letterhead is: a press article, a speech, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.lexicon.doc_types import doc_type_of
from vanban.model import BlockKind, Span
from vanban.structure.shapes import Shape
from vanban.text import fold

_CLOSING = re.compile(
    r"\btrên đây là(?: toàn bộ| nội dung| một số nội dung)? (?P<type>[^\W\d_]+ [^\W\d_]+)", re.IGNORECASE
)
_FIRST_LINE = re.compile(
    r"(?P<type>Báo cáo|Kế hoạch|Tờ trình|Thông báo|Chương trình|Đề án|Phương án)"
    r" (?:về|kết quả|tình hình|triển khai|thực hiện|tổng kết|sơ kết|công tác|đánh giá|tổ chức|phát triển)\b"
)
_SPEECH = re.compile(
    r"(?:kinh )?thua (?:cac |quy |toan the |ong|ba |chu toa|hoi nghi|dai hoi|dong chi|ky hop)|kinh thua\b"
    r"|xin (?:tran trong |chan thanh )?cam on"
)
_SCHOLARLY = re.compile(
    r"\W*(?:tóm tắt|từ kh[oó][aá]|abstract|keywords?|tài liệu tham khảo|đặt vấn đề|lời cam đoan|mục lục)\W*$",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:cho biết|cho hay|chia sẻ|khẳng định|nhấn mạnh|cho rằng|thông tin thêm|bày tỏ|trao đổi với|phóng viên"
    r"|theo ghi nhận|PV\b|nói[.:]|kể[.:]|tâm sự|nhận định)"
)
_BYLINE = re.compile(
    r"""
    \W* (?: (?:bài|tin|ảnh|bài,\ ảnh|nguồn|theo|tác\ giả|thực\ hiện|clip|đồ\ họa) \s* (?:và\ ảnh|,\ ảnh)? \s* :
      | \(?(?:TTXVN|Chinhphu\.vn|VOV|Dân\ trí) | (?:thứ\ (?:hai|ba|tư|năm|sáu|bảy)|chủ\ nhật)\s*, )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PROSE = 80  # characters of a line that is more than a heading


def type_by_closing(text: str) -> str | None:
    """Give the type that the closing formula names ("Trên đây là Báo cáo …")."""
    for match in _CLOSING.finditer(text):
        code = doc_type_of(match["type"])
        if code is not None:
            return code
    return None


def type_by_first_line(shapes: Sequence[Shape]) -> str | None:
    """Give the type that an unmarked first line names ("Báo cáo kết quả …")."""
    for shape in shapes[:3]:
        match = _FIRST_LINE.match(shape.text)
        if match is not None and len(shape.text) <= 200 and shape.end not in ".!?":
            return doc_type_of(match["type"])
    return None


def find_first_line_subject(text: str) -> Span | None:
    """Give what follows the type's name in an unmarked first line."""
    end = text.find("\n")
    match = _FIRST_LINE.match(text, 0, end if end >= 0 else len(text))
    return Span(match.end("type") + 1, end if end >= 0 else len(text)) if match is not None else None


def is_speech(shapes: Sequence[Shape]) -> bool:
    """Tell a speech by how it greets and thanks."""
    texts = [shape.text for shape in shapes if shape.text]
    return any(_SPEECH.match(fold(text[:80])) for text in [*texts[:8], *texts[-3:]])


def is_article(shapes: Sequence[Shape], *, numbered: int) -> bool:
    """Tell a press article: running prose without the lines of an official document.

    `numbered` counts its numbered headings; with some of them it must quote or name people as reporters do.
    """
    words = [shape for shape in shapes if shape.kind is not BlockKind.TABLE and shape.text]
    if any(_SCHOLARLY.match(shape.text) for shape in words):
        return False
    prose = [shape for shape in words if len(shape.text) >= _PROSE and shape.end in '.!?…”")']
    total = sum(len(shape.text) for shape in words)
    running = sum(len(shape.text) for shape in prose)
    if len(prose) < 2 or running < 0.6 * total:
        return False
    listed = sum(1 for shape in words if shape.marker is not None)
    told = sum(len(_PRESS.findall(shape.text)) for shape in prose) + 2 * any(
        _BYLINE.match(shape.text) for shape in words
    )
    if numbered >= 2 or listed > len(words) / 3:
        return told >= 3 and listed <= len(words) / 2
    return True
