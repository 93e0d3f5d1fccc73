"""What each column of a table is for, told by its header and its cells: name, unit, target, value, status, remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vanban.text import canonical


class Role(StrEnum):
    ROW_NUMBER = "row_number"
    NAME = "name"
    TASK = "task"  # the name column of a table of tasks
    UNIT = "unit"
    TARGET = "target"
    VALUE = "value"
    EARLIER = "earlier"  # the value of an earlier period, for comparison
    COMPARISON = "comparison"  # a rate against plan or last year
    STATUS = "status"  # a mark or words that judge
    REMARK = "remark"
    PRODUCT = "product"  # what a task shall bring about
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    role: Role
    header: str
    status: str | None = None  # what a mark in a STATUS column says: met, not_met, in_progress
    reported: bool = False  # of a VALUE column: its header says that the figures were reached

    @property
    def leaf(self) -> str:
        return self.header.rsplit(" / ", 1)[-1]

    @property
    def parent(self) -> str:
        return self.header.rpartition(" / ")[0]


MARKS = frozenset(("x", "×", "✓", "v", "✔", "\uf0fc"))
_NUMBER = re.compile(
    r"(?:[<>≥≤~≈]=?|trên|dưới|từ|tối thiểu|ít nhất|khoảng|gần|hơn|ước|đạt)?\s{0,2}[-+(]{0,2}\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?\s?%?\)?(?:[ (/].{0,30})?"
)
_BLANK = re.compile(r"[-–—_.…/\s]*")
# Patterns are matched on vanban.text.canonical.
_ROW_NUMBER = re.compile(r"(?:stt|tt|số\s?tt|s\s?tt|số thứ tự|mã số|mã)\W*")
_UNIT = re.compile(r"(?:đơn vị|đơn vị tính|đvt|đv tính|đơn vị đo|đv)\W*")
_REMARK = re.compile(
    r"ghi chú|mô tả|diễn giải|giải trình|nguyên nhân|lí do|thuyết minh|ý kiến|khó khăn|vướng mắc|nội dung thực hiện|"
    r"tình hình|kết quả|tiến độ|đã thực hiện|nội dung đã|số liệu minh chứng|thực trạng"
)
_PRODUCT = re.compile(r"sản phẩm|kết quả (?:đầu ra|dự kiến|cần đạt)|đầu ra")
_COMPARISON = re.compile(
    r"so sánh|so (?:với|cùng|kế|kh)|^tỉ lệ\b.{0,12}(?:hoàn thành|thực hiện|đạt|giải ngân)|^% |^%$|tăng\s?[/,(+-]|giảm\s?[/,(+-]|chênh lệch|đạt\s?\(?%|"
    r"tỉ trọng|cơ cấu|^tỉ lệ\W*%?\W*$|th\s?/\s?kh|% ?(?:kế hoạch|kh|th|thực hiện|hoàn thành)|mức độ hoàn thành|tốc độ tăng|^tăng|^giảm|^còn (?:lại|thiếu|phải)"
)
_EARLIER = re.compile(r"cùng kì|năm trước|tháng trước|quí trước|kì trước|đầu kì|trước sắp xếp|năm (?:gốc|cơ sở)")
_TARGET = re.compile(
    r"kế hoạch|chỉ tiêu|mục tiêu|dự toán|giao|\bkh\b|phấn đấu|nghị quyết|\bnq\b|nhu cầu|yêu cầu|định mức|dự kiến|"
    r"^(?:số |mức )?đăng kí(?: (?:đầu năm|phấn đấu|thi đua))?\W*$|phê duyệt|cần đạt|lộ trình|đề xuất|đề nghị|phải \w+|cần \w+"
)
_REPORTED = re.compile(
    r"thực hiện|kết quả|ước|đạt được|đã đạt|thực tế|lũy kế|\bth\b|giải ngân|quyết toán|hiện có|đã \w+|hoàn thành|thực trạng|hiện trạng|số liệu"
)
_VALUE = re.compile(r"số lượng|giá trị|tổng số|tổng cộng|tổng|số tiền|kinh phí")
_TASK = re.compile(r"nhiệm vụ|công việc|đầu việc|hoạt động|giải pháp")
_NAME = re.compile(
    r"chỉ tiêu|nội dung|mục tiêu|tên|tiêu chí|danh mục|lĩnh vực|hạng mục|chỉ số|khoản|loại|địa phương|xã|huyện|phường|"
    r"trường|dự án|công trình|nguồn|nhóm|chương trình|đối tượng|địa bàn|cây trồng|sản phẩm"
)
_ENTITY = re.compile(
    r"đơn vị|địa phương|địa bàn|xã|phường|huyện|thành phố|tỉnh|chủ đầu tư|cơ quan|sở|ngành|trường|bệnh viện|tổ chức|doanh nghiệp|nhà thầu"
)
_ASIDE = re.compile(r"cơ quan|đơn vị|thời (?:gian|hạn)|chủ trì|phối hợp|thực hiện|căn cứ|văn bản|người|phụ trách|hạn")
_STATUS = (
    (
        "not_met",
        re.compile(
            r"chưa đạt|không đạt|chưa hoàn thành|chưa thực hiện|chưa triển khai|không hoàn thành|quá hạn|chậm|thấp hơn"
        ),
    ),
    ("in_progress", re.compile(r"đang|trong hạn|tiếp tục thực hiện|chưa đến hạn|chưa đánh giá")),
    (
        "met",
        re.compile(
            r"(?:đã |cơ bản )?(?:đạt|hoàn thành|thực hiện|vượt|xong)(?:,? (?:và )?(?:vượt|đạt|chỉ tiêu|kế hoạch|đúng hạn|mục tiêu|mức|trước hạn|sớm|\d.{0,8})){0,2}"
        ),
    ),
)
_JUDGED = re.compile(
    r"đánh giá|xếp loại|trạng thái|đạt\s*/\s*(?:chưa|không)|mức độ|so với|kết quả|tình trạng|khả năng|ghi chú"
)


def find_roles(headers: Sequence[str], rows: Sequence[Sequence[str]], *, is_plan: bool = False) -> list[Column]:
    """Give the role of each column of a table with `headers` (levels joined by ' / ') and body `rows`.

    With `is_plan` (a plan, a budget) figures that no header calls reached are targets.
    """
    columns = [_role(header, [row[i] for row in rows if i < len(row)]) for i, header in enumerate(headers)]
    columns = _choose_name(columns, rows)
    if is_plan:
        columns = [replace(c, role=Role.TARGET) if c.role is Role.VALUE and not c.reported else c for c in columns]
    if not any(c.role in (Role.VALUE, Role.TARGET) for c in columns):
        return _without_comparison(columns)
    return columns


def names_entities(column: Column) -> bool:
    """Tell whether a name column lists bodies or places, so that its rows do not say what is measured."""
    return _ENTITY.search(canonical(column.leaf)) is not None and not re.match(
        r"chỉ tiêu|nội dung|tiêu chí|mục tiêu", canonical(column.leaf)
    )


def status_of(words: str) -> str | None:
    """Read a judgement written out: "Đạt", "Chưa đạt", "Đang thực hiện"."""
    text = canonical(words).strip(" .;")
    if len(text) > 40:
        return None
    for status, pattern in _STATUS:
        if pattern.fullmatch(text) if status == "met" else pattern.search(text):
            return status
    return None


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number and little else."""
    return _NUMBER.fullmatch(text.strip().lower()) is not None


def is_blank(text: str) -> bool:
    """Tell whether a cell is empty or filled with dashes or dots."""
    return _BLANK.fullmatch(text) is not None


def is_mark(text: str) -> bool:
    return text.strip().lower() in MARKS


def _role(header: str, cells: Sequence[str]) -> Column:
    words = canonical(header).strip()
    leaf = words.rsplit(" / ", 1)[-1]
    filled = [cell for cell in cells if not is_blank(cell)]
    if _ROW_NUMBER.fullmatch(leaf):
        return Column(Role.ROW_NUMBER, header)
    if status := _status_column(words, leaf, filled):
        return Column(Role.STATUS, header, None if status == "words" else status)
    if _UNIT.fullmatch(leaf) and not any(len(c.split()) > 4 for c in filled):
        return Column(Role.UNIT, header)
    numeric = sum(map(is_number, filled))
    if filled and (numeric * 2 >= len(filled) or (numeric * 5 >= len(filled) and _REPORTED.search(leaf))):
        return _numeric_role(header, words, leaf)
    return Column(_wordy_role(words, leaf), header)


def _status_column(words: str, leaf: str, filled: Sequence[str]) -> str | None:
    """Give the status that a mark in the column means, "words" where the cells judge themselves, None for other columns."""
    if 2 * sum(map(is_mark, filled)) >= len(filled):
        for status, pattern in _STATUS:
            if pattern.search(leaf):
                return status
        if filled and _JUDGED.search(words):
            return "met"
    judged = sum(status_of(cell) is not None for cell in filled)
    return "words" if filled and _JUDGED.search(words) and judged * 2 >= len(filled) else None


def _numeric_role(header: str, words: str, leaf: str) -> Column:
    """Choose the role of a column of numbers: of the words for plan and result, the one that opens the leaf decides."""
    if _COMPARISON.search(leaf) or re.search(r"so sánh|so với", words):
        return Column(Role.COMPARISON, header)
    if _EARLIER.search(words):
        return Column(Role.EARLIER, header)
    for part in (leaf, words):
        target, reported = _TARGET.search(part), _REPORTED.search(part)
        if target and (not reported or target.start() <= reported.start()):
            return Column(Role.TARGET, header)
        if reported:
            return Column(Role.VALUE, header, reported=True)
    return Column(Role.VALUE, header)


def _wordy_role(words: str, leaf: str) -> Role:
    if _PRODUCT.search(leaf):
        return Role.PRODUCT
    if _TASK.search(leaf) and not re.match(r"kết quả|tình hình|tiến độ|mô tả|đơn vị|cơ quan", leaf):
        return Role.TASK
    if _REMARK.search(leaf):
        return Role.REMARK
    if _NAME.search(leaf) and not re.match(r"cơ quan|đơn vị|thời", leaf):
        return Role.NAME
    if _ASIDE.search(leaf):
        return Role.OTHER
    return Role.NAME if _NAME.search(words) else Role.OTHER


def _choose_name(columns: list[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Keep one name column: the first that may be it; else the first column that holds mostly words."""
    chosen = next((i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.TASK)), None)
    if chosen is None:
        for i, column in enumerate(columns):
            wordy = sum(1 for row in rows if i < len(row) and re.match(r"\W*[^\W\d]{2}", row[i]))
            if column.role in (Role.OTHER, Role.UNIT) and wordy * 2 >= len(rows) > 0:
                chosen = i
                columns[i] = replace(column, role=Role.NAME)
                break
    return [
        replace(c, role=Role.OTHER) if c.role in (Role.NAME, Role.TASK) and i != chosen else c
        for i, c in enumerate(columns)
    ]


def _without_comparison(columns: list[Column]) -> list[Column]:
    """In a table without plan and result the rates are what is measured; else what was reached before."""
    for role in (Role.COMPARISON, Role.EARLIER):
        if any(c.role is role for c in columns):
            return [replace(c, role=Role.VALUE) if c.role is role else c for c in columns]
    return columns
