"""What each column of a table is for, told by its header: name, unit, target, value, status, remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vanban.text import canonical


class Role(StrEnum):
    ROW_NUMBER = "row_number"
    NAME = "name"
    UNIT = "unit"
    TARGET = "target"
    VALUE = "value"
    EARLIER = "earlier"  # the value of an earlier period, for comparison
    COMPARISON = "comparison"  # a rate against plan or last year
    STATUS = "status"  # a mark or words that judge
    REMARK = "remark"
    TASK = "task"  # the name column of a table of tasks
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    role: Role
    header: str
    status: str | None = None  # what a mark in a STATUS column says: met, not_met, in_progress


_NUMBER = re.compile(r"\(?[-+]?\d[\d.,]*\)?\s*%?|\d[\d.,]*/\d[\d.,]*|[-–]|x")
# Patterns are matched on vanban.text.canonical; the first that fits decides.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.ROW_NUMBER, re.compile(r"^(?:stt|tt|số tt|số thứ tự|số\s*tt|s\s*tt)\W*$")),
    (Role.UNIT, re.compile(r"^(?:đơn vị(?: tính)?|đvt|đv tính|đơn vị đo)\W*$")),
    (Role.REMARK, re.compile(r"ghi chú|mô tả|diễn giải|giải trình|nguyên nhân|ghi chép|lí do|nội dung thực hiện|tình hình thực hiện nhiệm vụ")),
    (Role.COMPARISON, re.compile(r"so sánh|so với|tỉ lệ (?:%|hoàn thành|thực hiện|đạt|giải ngân)|% (?:th|thực hiện|hoàn thành|so|kh)|tăng\s*[/,(]?\s*giảm|chênh lệch|^%$|đạt\s*%|tỉ trọng|cơ cấu|tỉ lệ\s*\(?%?\)?$|th\s*/\s*kh|%\s*kế hoạch|mức độ hoàn thành")),
    (Role.EARLIER, re.compile(r"cùng kì|năm trước|tháng trước|quí trước|kì trước|đầu kì|trước sắp xếp")),
    (Role.TARGET, re.compile(r"kế hoạch|chỉ tiêu (?:năm |giao|kế hoạch|được giao|20\d\d|đến|nghị quyết)|chỉ tiêu$|mục tiêu|dự toán|(?:được )?giao|^kh\b|\bkh\b|phấn đấu|nghị quyết|nhu cầu|yêu cầu|định mức")),
    (Role.VALUE, re.compile(r"thực hiện|kết quả|ước|đạt được|hiện trạng|số liệu|thực tế|lũy kế|^th\b|\bth\b|giải ngân|số lượng|giá trị|quyết toán|tổng số|tổng cộng|hiện có|đã đạt")),
)  # fmt: skip
_NAME = re.compile(
    r"chỉ tiêu|nội dung|mục tiêu|tên|tiêu chí|danh mục|lĩnh vực|hạng mục|chỉ số|khoản mục|loại|đơn vị|địa phương|xã|huyện|sở|trường|dự án|công trình|nguồn vốn|cơ quan"
)
_TASK = re.compile(r"nhiệm vụ|công việc|đầu việc|hoạt động|giải pháp|nội dung công việc")
_STATUS = (
    ("not_met", re.compile(r"chưa đạt|không đạt|chưa hoàn thành|chưa thực hiện|không hoàn thành|quá hạn")),
    ("in_progress", re.compile(r"đang (?:thực hiện|triển khai)|đang|trong hạn")),
    (
        "met",
        re.compile(r"^(?:.* / )?(?:đã )?(?:đạt|hoàn thành|đã thực hiện|vượt)(?: (?:chỉ tiêu|kế hoạch|đúng hạn))?$"),
    ),
)
_JUDGED = re.compile(r"đánh giá|xếp loại|trạng thái|đạt\s*/\s*(?:chưa|không)|mức độ đạt")


def find_roles(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Give the role of each column of a table with `headers` (levels joined by ' / ') and body `rows`."""
    columns = [_role(header, [row[i] for row in rows if i < len(row)]) for i, header in enumerate(headers)]
    return _choose_name(columns, rows)


def status_of(words: str) -> str | None:
    """Read a judgement written out: "Đạt", "Chưa đạt", "Đang thực hiện"."""
    text = canonical(words).strip(" .;")
    if len(text) > 40:
        return None
    return next((status for status, pattern in _STATUS if pattern.search(text)), None)


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip().lower()) is not None


def _role(header: str, cells: Sequence[str]) -> Column:
    words = canonical(header).strip()
    leaf = words.rsplit(" / ", 1)[-1]
    filled = [cell for cell in cells if cell.strip()]
    marks = [cell for cell in filled if cell.strip().lower() in ("x", "×", "✓", "v", "✔")]
    if (filled and len(marks) >= 0.6 * len(filled)) or not filled:
        for status, pattern in _STATUS:
            if pattern.search(leaf):
                return Column(Role.STATUS, header, status)
    if _JUDGED.search(words) and filled and sum(status_of(c) is not None for c in filled) >= 0.5 * len(filled):
        return Column(Role.STATUS, header)
    for role, pattern in _ROLES[:3]:
        if pattern.search(leaf) or (role is Role.ROW_NUMBER and pattern.search(words)):
            return Column(role, header)
    numeric = sum(is_number(c) or bool(re.match(r"[<>≥≤~]?\s*\d", c)) for c in filled)
    is_numeric = bool(filled) and numeric >= 0.5 * len(filled)
    for role, pattern in _ROLES[3:]:
        where = leaf if role in (Role.COMPARISON, Role.EARLIER) else words
        if pattern.search(where) and (is_numeric or (role is Role.VALUE and numeric)):
            return Column(role, header)
    if is_numeric:
        return Column(Role.VALUE, header)
    return Column(Role.TASK if _TASK.search(words) else Role.NAME if _NAME.search(words) else Role.OTHER, header)


def _choose_name(columns: list[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Keep one name column: the first that may be it; else the first column of words."""
    chosen = next((i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.TASK)), None)
    if chosen is None:
        for i, column in enumerate(columns):
            wordy = sum(1 for row in rows if i < len(row) and row[i] and not is_number(row[i]))
            if column.role is Role.OTHER and wordy * 2 >= len(rows):
                chosen = i
                columns[i] = Column(Role.NAME, column.header)
                break
    return [
        Column(Role.OTHER, c.header) if c.role in (Role.NAME, Role.TASK) and i != chosen else c
        for i, c in enumerate(columns)
    ]
