"""Letterheads and signature blocks that a text sets in two columns by tabs or spaces: left block, then right block.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (sơ đồ bố trí các thành phần thể thức).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.read.kinds import is_rule, is_upper, page_number
from vanban.read.markdown import plain_marks
from vanban.read.tables import names_column
from vanban.text import fold, leading_marker

_GAP = re.compile(r"\t| {3,}")
_NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam")
_MOTTO = re.compile(r"doc lap\s?[-–—]\s?tu do\s?[-–—]\s?hanh phuc")
_PLACE_DATE = re.compile(r"[A-ZĐ][^,.;:]{1,40},\s{0,3}ngày\b")
_NUMBER_AND_DATE = re.compile(r"(Số\s?:.{0,60}?)\s{1,40}((?:TP\.? ?)?[A-ZĐ][^\d,;:]{1,40},\s{0,3}ngày\b.*)")
_SUBJECT = re.compile(r"\s*V/v\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*Kính gửi", re.IGNORECASE)
_SENT_TO = re.compile(r"noi nhan\b")
_FOOT = re.compile(r"((?:Nơi nhận|NƠI NHẬN)\s?:|[-–+•]\s?[^;]{2,150};)\s{1,3}([^\W\d]{2,}\.? [^;:]{3,80})")
_MAX_HEAD_LINES = 14
_MAX_FOOT_LINES = 60
_MAX_BLANK = 8
_FAR = 12  # spaces before a line that stands in the right column
_MAX_TITLE = 80
_MAX_LINE = 400  # of two columns


class Columns(NamedTuple):
    """Two columns of lines, and the index of the line after them."""

    left: list[str]
    right: list[str]
    end: int


def split_columns(line: str) -> tuple[str, str] | None:
    """Cut a line into its two columns; None for a line of one column, or of more than two."""
    if len(line) > _MAX_LINE:
        return None
    fields = [field for field in map(str.strip, _GAP.split(line)) if field]
    if len(fields) == 2:
        return fields[0], fields[1]
    return _split_fused(plain_marks(line).strip()) if len(fields) == 1 else None


def _split_fused(line: str) -> tuple[str, str] | None:
    """Cut "UBND TỈNH … CỘNG HÒA XÃ HỘI …" and "Số: 5/BC-UBND Huế, ngày …", where only a space is left between."""
    folded = fold(line)
    for pattern in (_NATION, _MOTTO):
        match = pattern.search(folded)
        if match and match.start() >= 3 and is_upper(line[: match.start()]) and len(line) - match.end() < 10:
            return line[: match.start()].strip(), line[match.start() :].strip()
    match = _NUMBER_AND_DATE.fullmatch(line)
    return (match.group(1).strip(), match.group(2).strip()) if match else None


def find_letterhead(lines: Sequence[str], start: int) -> Columns | None:
    """Find a two-column letterhead that begins at a line."""
    columns = split_columns(lines[start])
    if columns is None or not _opens_letterhead(*columns):
        return None
    left: list[str] = []
    right: list[str] = []
    pending: list[tuple[bool, str]] = []
    last, gap = start, False
    for index in range(start, min(start + _MAX_HEAD_LINES, len(lines))):
        line = lines[index]
        columns = split_columns(line)
        if not line.strip():
            if gap:
                break
            gap = True
        elif columns is not None and (not gap or _opens_letterhead(*columns)):
            for is_right, text in pending:
                (right if is_right else left).append(text)
            pending = []
            left.append(columns[0])
            right.append(columns[1])
            last, gap = index, False
        elif gap or columns is not None or len(line.strip()) > 2 * _MAX_TITLE or _ADDRESS.match(line):
            break
        else:
            pending.append((_stands_right(line), line.strip()))
    return _with_subject(lines, Columns(left, right, last + 1))


def _opens_letterhead(left: str, right: str) -> bool:
    left, right = plain_marks(left), plain_marks(right)
    folded = fold(right)
    if _NATION.search(folded) or _MOTTO.search(folded):
        return len(left) <= 2 * _MAX_TITLE
    return bool(_PLACE_DATE.match(right)) and fold(left).startswith("so")


def _stands_right(line: str) -> bool:
    text = plain_marks(line).strip()
    folded = fold(text)
    if _NATION.search(folded) or _MOTTO.search(folded) or _PLACE_DATE.match(text):
        return True
    return _is_far(line)


def _is_far(line: str) -> bool:
    return line.startswith("\t") or line.lstrip(" ").startswith("\t") or line.startswith(" " * _FAR)


def _with_subject(lines: Sequence[str], columns: Columns) -> Columns:
    """Take "V/v …" and its lines, which stand under the number, into the left column."""
    index = columns.end
    while index < len(lines) and index < columns.end + 2 and not lines[index].strip():
        index += 1
    if index >= len(lines) or not _SUBJECT.match(lines[index]):
        return columns
    left = [*columns.left, lines[index].strip()]
    index += 1
    while index < len(lines) and len(left) - len(columns.left) < 5:
        text = lines[index].strip()
        if not text or _ADDRESS.match(text) or is_upper(text) or is_rule(text):
            break
        left.append(text)
        index += 1
    return Columns(left, columns.right, index)


def find_signature(lines: Sequence[str], start: int) -> Columns | None:
    """Find "Nơi nhận" beside the signer, or signers beside each other, that begin at a line."""
    columns = split_columns(lines[start])
    if columns is None:
        columns = _split_foot(lines[start])
    sent_to = _SENT_TO.match(fold(lines[start].strip(" \t*_")[:20])) is not None
    if not sent_to and (columns is None or not _are_signers(lines, start, columns)):
        return None
    left: list[str] = []
    right: list[str] = []
    last, blank = start, 0
    for index in range(start, min(start + _MAX_FOOT_LINES, len(lines))):
        line = lines[index]
        text = line.strip()
        columns = split_columns(line) or (_split_foot(line) if sent_to else None)
        blank = 0 if text else blank + 1
        if columns is not None:
            left.append(columns[0])
            right.append(columns[1])
        elif not text and blank <= _MAX_BLANK:
            continue
        elif page_number(text) is not None:
            break
        elif sent_to and (index == start or _continues_list(text, left)):
            left.append(text)
        elif _is_far(line) and len(text) <= _MAX_TITLE:
            right.append(text)
        else:
            break
        last = index
    return Columns(left, right, last + 1) if right else None


def _split_foot(line: str) -> tuple[str, str] | None:
    """Cut "Nơi nhận: TM. ỦY BAN NHÂN DÂN" and "- Như trên; CHỦ TỊCH", where only a space is left between."""
    match = _FOOT.fullmatch(plain_marks(line).strip()) if len(line) <= _MAX_LINE else None
    if match is None or not is_upper(match.group(2), 0.95):
        return None
    return match.group(1), match.group(2)


def _continues_list(text: str, left: list[str]) -> bool:
    marker = leading_marker(text)
    if marker is not None and marker.kind == "bullet":
        return True
    return bool(left) and text[0].islower() and not left[-1].endswith((".", ";", ":"))


def _are_signers(lines: Sequence[str], start: int, columns: tuple[str, str]) -> bool:
    """Tell whether two columns of capitals head two signatures, not a table."""
    if not all(is_upper(c, 0.9) and 8 <= len(c) <= _MAX_TITLE and not re.search(r"\d", c) for c in columns):
        return False
    if any(map(names_column, columns)):
        return False
    below = [line for line in lines[start + 1 : start + 12] if line.strip()][:5]
    pairs = [pair for pair in map(split_columns, below) if pair is not None]
    return len(pairs) <= 3 and not any(re.search(r"\d", left + right) for left, right in pairs)
