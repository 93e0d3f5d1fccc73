"""What converters to Markdown leave in a line: emphasis, headings, escapes, links, single tags."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from vanban.read.captions import is_label
from vanban.read.kinds import is_upper
from vanban.text import leading_marker

_SPECIAL = re.compile(r"[*_#<&\\\[`>]")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_STARS = re.compile(r"\*{1,4}")
_UNDERSCORED = re.compile(r"(?<![\w_])(_{1,2})(?=[^\W_])([^_\n]{1,500}?[^\s_])\1(?![\w_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|#\d{1,6});")
_COMMENT = re.compile(r"<!--[^\n]{0,500}?-->")
_TAG = re.compile(
    r"</?(?:u|b|i|s|em|strong|sup|sub|span|font|p|div|center|small|mark|a|ins)(?:\s[^<>]{0,300})?>", re.IGNORECASE
)
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,300})\]\((?:[a-z]{1,10}:|[#./]|www\.)[^()\s]{0,500}\)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s)+")
_FENCE = re.compile(r"\s{0,3}`{3,}[\w-]{0,20}\s*$")


class Marked(NamedTuple):
    """A line, or a part of one that stands for itself, without its marks."""

    text: str
    bold: bool = False
    italic: bool = False
    level: int | None = None


class _Run(NamedTuple):
    start: int
    end: int
    style: str


def split_marks(line: str) -> list[Marked]:
    """Strip the marks of a line; more than one part where a heading was fused to what stands before or after it."""
    if not _SPECIAL.search(line):
        return [Marked(line)]
    if _FENCE.match(line):
        return []
    level = None
    heading = _HEADING.match(line)
    if heading:
        level = len(heading.group(1))
        line = line[heading.end() :].rstrip().rstrip("#").rstrip()
    parts = _split_emphasis(plain_marks(line, emphasis=False))
    return [part._replace(text=_unescape(part.text), level=level) for part in parts if part.text.strip()]


def plain_marks(line: str, *, emphasis: bool = True) -> str:
    """Strip tags, links and comments, and with `emphasis` paired asterisks and escapes too."""
    if not _SPECIAL.search(line):
        return line
    line = _IMAGE.sub("", _COMMENT.sub("", line))
    line = _LINK.sub(r"\2", _TAG.sub("", line))
    line = _UNDERSCORED.sub(r"\2", _QUOTE.sub("", line, count=1))
    if emphasis:
        line = _unescape("".join(text for text, _, _ in _segments(line)))
    return line


def _unescape(text: str) -> str:
    text = _ESCAPE.sub(r"\1", text)
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def _split_emphasis(line: str) -> list[Marked]:
    segments = [segment for segment in _segments(line) if segment[0]]
    groups: list[list[tuple[str, bool, bool]]] = []
    for place, segment in enumerate(segments):
        if groups and not (_is_fused(segments, place)):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return [
        Marked(
            "".join(text for text, _, _ in group),
            all(bold for text, bold, _ in group if text.strip()),
            all(italic for text, _, italic in group if text.strip()),
        )
        for group in groups
    ]


def _is_fused(segments: list[tuple[str, bool, bool]], place: int) -> bool:
    """Tell whether a segment begins a block of its own though no line break stands before it."""
    left, left_bold, _ = segments[place - 1]
    right, right_bold, _ = segments[place]
    if left[-1:].isspace() or right[:1].isspace() or left[-1:] in "(“\"'/-–&":
        return False
    if is_label(left.strip()) and len(right.split()) >= 2:
        return True
    if left_bold and not right_bold and right.startswith("(") and is_upper(left):
        return True
    if left_bold == right_bold or len(right.split()) < 2:
        return False
    if right_bold:
        last = place == len(segments) - 1 or segments[place + 1][0].startswith("(")
        return last and (is_upper(right) or leading_marker(right) is not None) and right[:1] not in ".,;:)"
    return (is_upper(left) or leading_marker(left) is not None) and right[:1].isupper() and left[-1:] not in ".:"


def _segments(line: str) -> list[tuple[str, bool, bool]]:
    """Cut a line at its paired asterisks: (text, bold, italic)."""
    pairs = _pairs(line)
    if not pairs:
        return [(line, False, False)]
    cuts = sorted((run, opens) for pair in pairs for run, opens in ((pair[0], True), (pair[1], False)))
    found: list[tuple[str, bool, bool]] = []
    state = {"bold": False, "italic": False}
    position = 0
    for run, opens in cuts:
        found.append((line[position : run.start], state["bold"], state["italic"]))
        state[run.style] = opens
        position = run.end
    found.append((line[position:], False, False))
    return found


def _pairs(line: str) -> list[tuple[_Run, _Run]]:
    opened: dict[str, _Run] = {}
    pairs: list[tuple[_Run, _Run]] = []
    for match in _STARS.finditer(line):
        before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
        can_open = bool(after) and not after.isspace() and after not in ")*,;"
        can_close = bool(before) and not before.isspace() and before not in "(*"
        if match.end() - match.start() == 1:
            can_open = can_open and not before.isalnum()
            can_close = can_close and not after.isalnum()
        for run in _runs(match, opened):
            if can_close and run.style in opened:
                pairs.append((opened.pop(run.style), run))
            elif can_open:
                opened[run.style] = run
    return pairs


def _runs(match: re.Match[str], opened: dict[str, _Run]) -> list[_Run]:
    start, length = match.start(), match.end() - match.start()
    sizes = {1: (1,), 2: (2,), 3: (2, 1), 4: (2, 2)}[length]
    if length == 3 and "italic" in opened and "bold" not in opened:
        sizes = (1, 2)
    runs = []
    for size in sizes:
        runs.append(_Run(start, start + size, "bold" if size == 2 else "italic"))
        start += size
    return runs
