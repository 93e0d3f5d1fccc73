"""From lines to paragraphs: where a line goes on with the one before it.

Looked at: the gap between the lines, indents, a last line that ends early, centring, bold print, markers such as
"1.", "a)", "-", the end of the line before and the beginning of this one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from vanban.model import BlockKind, Style
from vanban.read.captions import is_label, is_note
from vanban.read.kinds import guess_kind, is_before_name, is_contents, is_rule, is_upper
from vanban.read.page_lines import PageLine
from vanban.text import Marker, fold, leading_marker

_ENDS = (".", "!", "?", ":", ";", "…", "./.")
_CLOSERS = "\"'”’»)]*¹²³⁴⁵⁶⁷⁸⁹⁰ "
_INDENT = 0.8  # of the font size: a line farther in begins something
_EVEN_PT = 3.5  # edges no farther apart are aligned, more or less
_ALIGNED_PT = 1.2
_ROOM = 0.4  # of the font size: left over where the next word would just have fitted
_WIDER = 1.3  # of the usual pitch: lines farther apart belong to different paragraphs
_WIDEST = 1.9  # of the usual pitch: even inside a sentence
_WIDEST_SIZES = 2.3  # of the font size
_OTHER_SIZE = 1.13  # a larger step in size parts paragraphs
_FAR_OTHER_SIZE = 1.35  # also inside a sentence
_HEADING_CHARS = 250
_FEW_PITCHES = 4
_BULLETS = ("-", "–", "+", "•", "*", "\uf0b7")
_BEFORE_NUMBER = re.compile(r"\b(?:số|ngày|tháng|năm|quý|đến|khoản|điều)\Z", re.IGNORECASE)
_ATTACHED = re.compile(r"\((?:ban hành )?kèm (?:theo|với)\b", re.IGNORECASE)  # under the title of an annex
_ADDRESSED = re.compile(r"Kính gửi\s?:")
_OFFICE = re.compile(
    r"(?:ubnd|hdnd|ubmttq|uy ban|hoi dong|doan dai bieu|so|ban|bo|phong|cuc|tong cuc|chi cuc|trung tam|vien|vu|dang uy"
    r"|tinh uy|thanh uy|dang bo|van phong|cong an|toa an|cong hoa|dang cong san|tap doan|cong ty|benh vien|truong|hoi"
    r"|quy|chi nhanh|kho bac|ngan hang|thanh tra|tm\.|kt\.|tl\.|tuq\.)(?=\s)"
    r"|so\s?:|so\s\d|v/v\b"
    r"|(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong|bi thu)\b"
)


class Frame(NamedTuple):
    """The column that lines stand in."""

    left: float
    right: float
    pitch: float = 0.0  # usual distance of two baselines; 0 = not known
    starts: frozenset[int] = frozenset()  # places, in steps of _EVEN_PT, where several lines begin

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Paragraph:
    lines: list[PageLine]
    frame: Frame
    centred: bool = False
    beside: bool = False  # in a letterhead, a signature block, a column beside another
    marker: Marker | None = None
    kind: BlockKind | None = None  # None: to be guessed

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def style(self) -> Style:
        sizes = Counter([round(line.size * 2) / 2 for line in self.lines])
        return Style(
            bold=False not in [line.bold for line in self.lines],
            italic=False not in [line.italic for line in self.lines],
            centered=self.centred,
            font_size_pt=max(sizes, key=sizes.__getitem__),
        )

    def guess_kind(self, style: Style | None = None) -> BlockKind:
        """Guess what the paragraph is; `style` is its own, where it is at hand."""
        if self.kind is not None:
            return self.kind
        text, style = self.text, style or self.style
        kind = guess_kind(text, style)
        if self.beside:
            return kind if kind is BlockKind.LIST_ITEM else BlockKind.PARAGRAPH
        strong = style.bold or (self.centred and is_upper(text))
        if kind is BlockKind.PARAGRAPH and self.centred and strong and len(text) <= _HEADING_CHARS:
            return BlockKind.PARAGRAPH if is_note(text) or text.endswith((";", ",", ".")) else BlockKind.HEADING
        if kind is BlockKind.LIST_ITEM and style.bold and len(text) <= _HEADING_CHARS and not text.startswith(_BULLETS):
            return BlockKind.HEADING
        return kind


def frame_of(lines: Sequence[PageLine]) -> Frame:
    """Find the edges and the usual pitch of a column."""
    lefts, rights = sorted([line.x0 for line in lines]), sorted([line.x1 for line in lines])
    count = len(lines)
    left = lefts[min(count // 20, count - 1)]
    right = rights[max(count - 1 - count // 20, 0)]
    starts = Counter([round(line.x0 / _EVEN_PT) for line in lines])
    often = max(3, 0.08 * count)
    return Frame(left, right, _usual_pitch(lines), frozenset(p for p in starts if starts[p] + starts[p + 1] >= often))


def _usual_pitch(lines: Sequence[PageLine]) -> float:
    """Give the distance of two baselines of running text; 0 where too few lines tell."""
    sizes: Counter[int] = Counter()
    rounded = [round(line.size) for line in lines]
    for line, size in zip(lines, rounded, strict=True):
        sizes[size] += len(line.text)
    size = sizes.most_common(1)[0][0]
    pitches: Counter[float] = Counter()
    pairs = 0
    for (above, below), both in zip(pairwise(lines), pairwise(rounded), strict=True):
        pitch = below.bottom - above.bottom
        if both == (size, size) and 0.8 * size < pitch < 2.6 * size:
            pitches[round(pitch * 2) / 2] += min(len(above.text), len(below.text))
            pairs += 1
    if pairs < _FEW_PITCHES:
        return 0.0
    most = max(pitches.values())
    return min(p for p, n in pitches.items() if n >= 0.6 * most)


def find_paragraphs(lines: Sequence[PageLine], frame: Frame, *, beside: bool = False) -> list[Paragraph]:
    """Give the paragraphs of one column, from top to bottom."""
    paragraphs: list[Paragraph] = []
    all_centred = beside and _share_middle(lines)
    for line in lines:
        marker = leading_marker(line.text)
        centred = all_centred or is_centred(line, frame, marker)
        if paragraphs and goes_on(paragraphs[-1], line, marker, centred):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line], frame, centred, beside, marker))
    return paragraphs


def is_centred(line: PageLine, frame: Frame, marker: Marker | None) -> bool:
    """Tell whether a line stands in the middle of its column, well inside both edges."""
    place = round(line.x0 / _EVEN_PT)
    if not line.bold and not frame.starts.isdisjoint((place - 1, place, place + 1)):
        return False
    inset = min(line.x0 - frame.left, frame.right - line.x1)
    if inset < 1.2 * line.size or abs(line.middle - frame.middle) > 0.6 * line.size + 0.01 * frame.middle:
        return False
    return marker is None or line.bold or marker.kind in ("part", "chapter", "section", "annex", "article")


def _share_middle(lines: Sequence[PageLine]) -> bool:
    """Tell whether most lines of a narrow column are centred over each other."""
    middle = sorted(line.middle for line in lines)[len(lines) // 2]
    centred = sum(abs(line.middle - middle) <= 0.5 * line.size for line in lines)
    aligned = max(Counter(round(line.x0 / _EVEN_PT) for line in lines).values())
    return centred > aligned and 2 * centred > len(lines)


def goes_on(paragraph: Paragraph, line: PageLine, marker: Marker | None, centred: bool) -> bool:
    """Tell whether a line under a paragraph is its next line."""
    last, frame = paragraph.lines[-1], paragraph.frame
    if not _may_follow(last, line) or is_contents(last.text):
        return False
    far = _is_far(paragraph, line)
    if far is None:
        return False
    if paragraph.centred or (centred and (last.bold or not _is_open(paragraph, line))):
        return not far and _is_centred_too(paragraph, line, marker, centred)
    return _goes_on(paragraph, line, marker, far, frame)


def runs_over(paragraph: Paragraph, line: PageLine, frame: Frame) -> bool:
    """Tell whether a paragraph goes on with the first line of the next page or column, whose column is given."""
    last = paragraph.lines[-1]
    marker = leading_marker(line.text)
    if not _may_follow(last, line) or paragraph.centred:
        return False
    if is_centred(line, frame, marker) and not _is_open(paragraph, line):
        return False
    return _goes_on(paragraph, line, marker, False, frame)


def _may_follow(last: PageLine, line: PageLine) -> bool:
    """Tell whether two lines can belong to one paragraph by their looks."""
    if last.turned or line.turned or is_rule(line.text) or is_rule(last.text) or _ADDRESSED.match(line.text):
        return False
    if _ATTACHED.match(line.text) and is_upper(last.text):
        return False
    limit = _OTHER_SIZE if not line.text[:1].islower() or last.text.endswith(_ENDS) else _FAR_OTHER_SIZE
    return max(last.size, line.size) <= limit * min(last.size, line.size)


def _is_open(paragraph: Paragraph, line: PageLine) -> bool:
    """Tell whether the last line of a paragraph is full and ends inside a sentence."""
    last = paragraph.lines[-1]
    return not _is_ended(last.text.rstrip(_CLOSERS) or last.text, line.text) and not ends_early(
        last, line, paragraph.frame
    )


def _is_ended(text: str, after: str) -> bool:
    return text.endswith(_ENDS) and not is_before_name(text, after)


def _is_far(paragraph: Paragraph, line: PageLine) -> bool | None:
    """Tell whether a wide gap parts a line from a paragraph; None where it parts them for certain."""
    last = paragraph.lines[-1]
    pitch = line.bottom - last.bottom
    usual = paragraph.frame.pitch or 1.35 * last.size
    if len(paragraph.lines) > 1 and paragraph.lines[-2].page == last.page:
        usual = max(last.bottom - paragraph.lines[-2].bottom, usual)
    if pitch > max(_WIDEST * usual, _WIDEST_SIZES * last.size) or pitch < 0.3 * last.size:
        return None
    return pitch > max(_WIDER * usual, usual + 2.5)


def _goes_on(paragraph: Paragraph, line: PageLine, marker: Marker | None, far: bool, frame: Frame) -> bool:
    last = paragraph.lines[-1]
    before = last.text.rstrip(_CLOSERS) or last.text
    ended = _is_ended(before, line.text)
    lower = line.text[:1].islower() or line.text[:1] in ",;)%”"
    early = ends_early(last, line, paragraph.frame)
    if last.bold != line.bold and _parts_by_weight(last, line, marker, ended or early, lower):
        return False
    indent = line.x0 - frame.left
    if marker is not None and not (marker.kind == "letter" and not ended):
        hangs = _is_hanging(paragraph, line)
        if ended or early or far or (indent > _INDENT * line.size and not hangs):
            return False
        return marker.kind not in ("part", "chapter", "section", "article", "annex")
    if far:
        begun = paragraph.marker is not None and line.x0 > paragraph.lines[0].x0
        return not ended and not early and (lower or begun or indent <= _INDENT * line.size)
    if early:
        return lower and not ended
    if lower and not paragraph.beside:
        return True
    if ended and len(paragraph.lines) > 1 and abs(line.x0 - last.x0) > _ALIGNED_PT + 0.5:
        return False
    if ended and (indent > _INDENT * line.size or line.x0 > last.x0 + _INDENT * line.size):
        return _is_hanging(paragraph, line)
    return True


def ends_early(last: PageLine, line: PageLine, frame: Frame) -> bool:
    """Tell whether the first word of a line would have fitted on the line before it."""
    return last.x1 + (0.25 + _ROOM) * last.size + line.first_width < frame.right


def _is_hanging(paragraph: Paragraph, line: PageLine) -> bool:
    """Tell whether a line is aligned with the second line of its paragraph, or with the words behind its marker."""
    if len(paragraph.lines) > 1:
        return abs(line.x0 - paragraph.lines[-1].x0) <= _ALIGNED_PT
    if paragraph.marker is None:
        return False
    first = paragraph.lines[0]
    offset = 0
    for word in first.words:
        if offset >= paragraph.marker.length:
            return abs(line.x0 - word.x0) <= _EVEN_PT + 0.5 * (first.exact is None) * first.size
        offset += len(word.text) + 1
    return False


def _parts_by_weight(last: PageLine, line: PageLine, marker: Marker | None, stops: bool, lower: bool) -> bool:
    """Tell whether a change between bold and plain print begins a paragraph."""
    if stops or marker is not None:
        return True
    return last.bold and not lower and line.x0 > last.x0 - _EVEN_PT


def _is_centred_too(paragraph: Paragraph, line: PageLine, marker: Marker | None, centred: bool) -> bool:
    """Tell whether a line goes on with a heading of centred lines."""
    last = paragraph.lines[-1]
    if last.bold != line.bold:
        return False
    if _is_bare_marker(paragraph):
        return False
    if is_note(last.text) or line.text.startswith(("(", "*", "-")):
        return not line.text.startswith("(") and last.text.count("(") > last.text.count(")")
    if paragraph.beside and paragraph.lines[0].text.startswith("V/v"):
        return not _OFFICE.match(fold(line.text)) or not is_upper(line.text)
    if line.text[:1].islower() or (line.text[:1].isdigit() and _BEFORE_NUMBER.search(last.text)):
        return marker is None or marker.kind != "bullet"
    if marker is not None or is_upper(last.text) != is_upper(line.text):
        return False
    if paragraph.beside:
        return _is_same_name(last, line, paragraph.frame)
    if not (paragraph.centred and centred):  # a heading whose first or last line fills the column
        return last.bold and line.bold and (paragraph.centred or not ends_early(last, line, paragraph.frame))
    return not _is_type_name(last.text, line)


def _is_bare_marker(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph only numbers what the next lines name: "Phụ lục I", "Chương II"."""
    text = paragraph.text
    return is_label(text) or (paragraph.marker is not None and paragraph.marker.length >= len(text))


def _is_same_name(last: PageLine, line: PageLine, frame: Frame) -> bool:
    """Tell whether a line of a letterhead goes on with the name, in capitals, on the line above."""
    if line.text.startswith(("VÀ ", "và ")) or last.text.endswith((",", " và", " VÀ")):
        return True
    if not is_upper(last.text) or _OFFICE.match(fold(line.text)):
        return False
    return last.x1 - last.x0 + 0.25 * last.size + line.first_width > 0.97 * (frame.right - frame.left)


def _is_type_name(text: str, line: PageLine) -> bool:
    """Tell whether a line is the short name of a document's type, set over its subject."""
    return len(text) <= 22 and is_upper(text) and len(line.text) >= 0.8 * len(text)
