"""How a block looks to somebody who skims the page: marker, capitals, bold, how it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanban.model import Block, BlockKind, Document
from vanban.text import Marker, leading_marker

MARKUP = "*_#|"
_EDGE = " \t\u00a0" + MARKUP
_SMALL = "a-zà-öø-ÿăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_THREE_SMALL = re.compile(rf"(?:[^{_SMALL}]*+[{_SMALL}]){{3}}")
_LABELLED_ONLY = re.compile(r"[ \t\u00a0*_#|.:]*\Z")


@dataclass(frozen=True, slots=True)
class Shape:
    text: str  # without markup at the ends
    marker: Marker | None
    rest: str  # the words after the marker
    kind: BlockKind
    bold: bool
    caps: bool  # written in capitals
    end: str  # last character; "" where nothing is left

    @property
    def key(self) -> str:
        """Name the kind of marker, so that siblings share it: "roman", "number.2", "letter)", "bullet-"; else ""."""
        if self.marker is None:
            return ""
        kind, label = self.marker.kind, self.marker.label
        if kind == "bullet":
            return kind + label
        closing = ")" if ")" in self.text[: self.marker.length] else ""
        if kind in ("number", "roman", "letter"):
            depth = label.count(".")
            return f"{kind}.{depth + 1}{closing}" if depth or kind == "number" else kind + closing
        return kind

    @property
    def is_first(self) -> bool:
        """Tell whether the marker begins a count."""
        if self.marker is None:
            return False
        return self.marker.label.rsplit(".", 1)[-1] in ("1", "01", "I", "a", "A")


def shapes_of(document: Document) -> list[Shape]:
    return [shape_of(block, document.text) for block in document.blocks]


def shape_of(block: Block, text: str) -> Shape:
    raw = block.span.of(text)
    if block.kind is BlockKind.TABLE:
        return Shape("", None, "", block.kind, False, False, "")
    words = raw.strip(_EDGE)
    marker = _marker(raw, words)
    rest = words[marker.length :].strip(_EDGE) if marker is not None else words
    bold = block.style.bold is True or (raw.startswith("**") and raw.endswith("**"))
    return Shape(words, marker, rest, block.kind, bold, is_caps(rest), words[-1:])


def is_caps(text: str) -> bool:
    """Tell whether a line is written in capitals; a few small words in it do not count against it."""
    if len(text) > 400 or _THREE_SMALL.match(text, 0, 16):
        return False
    upper = sum(1 for char in text if char.isupper())
    lower = sum(1 for char in text if char.islower())
    return upper >= 4 and upper >= 6 * lower


def _marker(raw: str, words: str) -> Marker | None:
    marker = leading_marker(words)
    if marker is None:
        return Marker("bullet", "*", 0) if raw.startswith("* ") else None
    following = words[marker.length : marker.length + 1]
    if marker.kind == "number" and following.islower() and words[marker.length - 1].isspace():
        label_end = words[: marker.length].rstrip()[-1:]
        return None if label_end.isdigit() else marker  # "1.5 triệu người" is a figure
    if marker.kind == "annex" and not marker.label and not _is_bare_annex(words[marker.length :]):
        return None
    if marker.kind in ("part", "chapter", "section") and following.islower():
        return None  # "Phần 2 của báo cáo" refers
    return marker


def _is_bare_annex(rest: str) -> bool:
    """Tell the caption "Phụ lục" from prose that begins with the word ("Biểu đồ 1", "Phụ lục kèm theo")."""
    return _LABELLED_ONLY.match(rest) is not None or rest[:1] in "(*" or is_caps(rest)
