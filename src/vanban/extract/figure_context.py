"""The words around a quantity: what bounds it ("trên 80%"), and what makes it a label ("Điều 5")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanban.extract.figure_units import S1, S, UnitPhrase

_OPENING = " \u00a0:(\"'“[/*"


def last_words(lowered: str, end: int) -> tuple[str, str]:
    """Give the two words (the last may be a sign) that stand right before a number; empty where there are none."""
    line = lowered[max(end - 24, 0) : end].rpartition("\n")[2].rstrip(" \u00a0:")
    words = line.replace("\u00a0", " ").rsplit(" ", 2)
    return (words[-2] if len(words) > 1 else "", words[-1].lstrip(_OPENING))


_COMPARATORS = {
    "~": "trên dưới|gần|khoảng|ước|ước tính|ước đạt|ước khoảng|xấp xỉ|chừng|khoảng chừng|đạt gần|độ khoảng|~|≈",
    "<=": "không quá|không vượt quá|không được quá|tối đa|nhiều nhất|không hơn|không lớn hơn|không cao hơn|không vượt|≤|<=",
    ">=": "ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn|không nhỏ hơn|≥|>=",
    "<": "dưới|chưa đạt|chưa đến|chưa tới|chưa đầy|chưa được|không đến|không đầy|nhỏ hơn|<",
    ">": "trên|hơn|quá|lớn hơn|>",
}
_COMPARATOR_OF = {phrase: sign for sign, phrases in _COMPARATORS.items() for phrase in phrases.split("|")}
_COMPARATOR_BEFORE = re.compile(
    r"(?<![\w<>])(?P<word>"
    + "|".join(sorted(map(re.escape, _COMPARATOR_OF), key=len, reverse=True)).replace(r"\ ", "[ \u00a0]")
    + rf")(?:{S1}(?:là|đạt|có))?{S}\Z"
)
_COMPARATOR_ENDS = {phrase.split()[-1] for phrase in _COMPARATOR_OF} | {"là", "đạt", "có"}
_DIFFERENCE_BEFORE = re.compile(r"(?:cao|thấp|nhiều|ít|nhanh|chậm|tốt|kém|sớm|muộn)[ \u00a0]\Z")
_AT_LEAST_AFTER = re.compile(rf"{S1}trở{S1}(?P<way>lên|xuống)(?!\w)|{S1}đổ{S1}lên(?!\w)")
_AT_LEAST_HEADS = (" t", " đ", "\u00a0t")
_FROM_BEFORE = re.compile(rf"(?<!\w)từ{S1}(?:đủ{S1})?\Z")
_WINDOW = 28


@dataclass(frozen=True, slots=True)
class Comparison:
    start: int
    end: int
    sign: str | None


def read_comparison(lowered: str, start: int, end: int) -> Comparison:
    """Find the comparator before or after a quantity, and how far it reaches."""
    after = _AT_LEAST_AFTER.match(lowered, end) if lowered[end : end + 2] in _AT_LEAST_HEADS else None
    if after:
        before = _FROM_BEFORE.search(lowered, max(start - _WINDOW, 0), start)
        sign = "<=" if after.groupdict().get("way") == "xuống" else ">="
        return Comparison(before.start() if before else start, after.end(), sign)
    match = None
    if last_words(lowered, start)[1] in _COMPARATOR_ENDS:
        match = _COMPARATOR_BEFORE.search(lowered, max(start - _WINDOW, 0), start)
    if match is None:
        return Comparison(start, end, None)
    word = " ".join(match["word"].split())
    if word == "hơn" and _DIFFERENCE_BEFORE.search(lowered, max(match.start() - 8, 0), match.start()):
        return Comparison(start, end, None)  # "cao hơn 5%" tells a difference
    return Comparison(match.start(), end, _COMPARATOR_OF[word])


_PLACE_LABELS = "thôn|khu phố|ấp|khóm|quận|phường|xóm|buôn|tdp|tổ dân phố|ngõ|hẻm|kiệt|ngách|quốc lộ|tỉnh lộ|huyện lộ|ql|tl|đt|hl|km|tiểu khu"
_PAPER_LABELS = "điều|khoản|mục|chương|phụ lục|biểu|biểu số|mẫu số|quyển|chú thích|thông tư|nghị định|nghị quyết|quyết định|công văn|chỉ thị|đề án|luật"
_NUMBER_LABELS = (
    "thứ|số|mức độ|giai đoạn|phiên bản|version|điện thoại|sđt|fax|hotline|tổng đài|mã|iso|tcvn|qcvn|windows|office|covid|thập kỷ|thập niên|những năm|khóa|khoá|"
    "nhiệm kỳ|ban chỉ đạo|tài khoản|stt|lần|số nhà|nhà số"
)


_SMALL_LABELS = "bảng|hình|tập|trang|loại|hạng|tầng|hàng|cột|dòng|bản|làng|lộ|đường|bước|nhà|phòng|câu|bài|vòng|kỳ|phiên|tiêu chí|kênh|lô|mẫu"
_UNIT_LABELS = (
    "cấp|tổ|lớp|mức|phần|điểm|khối|vùng|đợt|khu|khu vực|cụm|trường|trạm|tuyến|đội|đoàn|gói|gói thầu|chuyên đề|mô hình|kế hoạch|"
    "chương trình|hệ thống|nội dung"
)
_STRICT_LABELS = "điều|khoản|điểm|mục|chương|phụ lục|thứ|ngày|lần|kỳ họp|khóa|khoá"
_CALENDAR_LABELS = "ngày|tháng|quý"
_LABEL_ENDS = {
    label.split()[-1]
    for labels in (
        _PLACE_LABELS,
        _PAPER_LABELS,
        _NUMBER_LABELS,
        _SMALL_LABELS,
        _UNIT_LABELS,
        _STRICT_LABELS,
        _CALENDAR_LABELS,
    )
    for label in labels.split("|")
}


def _label(words: str) -> re.Pattern[str]:
    """Compile words, any of which may stand right before a number."""
    return re.compile(rf"(?<!\w)(?:{words})[ \u00a0:]{{1,2}}(?:số[ \u00a0])?\Z".replace(" |", "[ ]|"))


# "thí điểm", "danh mục", "nâng cấp": what ends like a label and is none
_COMPOUND_HEADS = {
    "thí", "trực", "cao", "địa", "thời", "trọng", "quan", "kịch", "văn", "biên", "thành", "xuất", "đầu", "theo", "sáp",
    "đa", "cổ", "danh", "hạng", "chuyên", "học", "phân", "chủng", "xếp", "thị", "môi", "cung", "trợ", "nâng", "phụ",
    "định", "cùng", "thực", "luyện", "quân", "tham", "khẩn", "bình", "đẳng", "sơ", "trung",
}  # fmt: skip
_HARD_LABEL = _label(f"{_PLACE_LABELS}|{_PAPER_LABELS}|{_NUMBER_LABELS}")
_SMALL_LABEL = _label(_SMALL_LABELS)
_UNIT_LABEL = _label(_UNIT_LABELS)
_SUM_BEFORE = re.compile(
    r"(?<!\w)(?:tổng|trong|nâng|tổng cộng|một|con|đa|phần|thiểu|các|tăng|giảm) số[ \u00a0:]{1,2}\Z"
)
_STRICT_LABEL = re.compile(rf"(?<!\w)(?:{_STRICT_LABELS})[ \u00a0]\Z")
_CALENDAR_LABEL = re.compile(rf"(?<!\w)(?<!\d[ \u00a0])(?:{_CALENDAR_LABELS})[ \u00a0]\Z")
_NEXT_IN_CALENDAR = {"ngày": "tháng", "tháng": "năm"}
_OF_ARTICLES = re.compile(
    r"(?<!\w)(?:điều|khoản|điểm|mục)[ \u00a0](?:\d{1,3}[a-zđ]?(?:[ \u00a0]và[ \u00a0]|,[ \u00a0](?:và[ \u00a0])?)){1,8}\Z"
)
_LONGEST_LIST = 60
_LEAST_PLAIN_COUNT = 13  # grades, rounds and the like seldom count that far
_PLACES = ("area_unit", "village", "organisation", "country")
_LINE_HEAD = re.compile(r"(?:^|\n|\t)[ \u00a0*#>(–-]{0,6}\Z")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}")


def may_be_label(lowered: str, start: int) -> bool:
    """Tell whether the word before a number may name it ("số", "Điều")."""
    head, last = last_words(lowered, start)
    return last in _LABEL_ENDS and head not in _COMPOUND_HEADS


def is_label(lowered: str, start: int, digits: str, unit: UnitPhrase) -> bool:
    """Tell whether a number names something ("Điều 5", "Tổ 3", "mức độ 2") instead of counting what follows."""
    if unit.kind in ("percent", "money"):
        return False
    window = max(start - _WINDOW, 0)
    last = last_words(lowered, start)[1]
    if _NEXT_IN_CALENDAR.get(last) == unit.name.lower() and digits.isdecimal() and int(digits) <= 12:
        return True  # "ngày 15 tháng 4 năm sau"
    if (last == "và" or last.endswith(",")) and _OF_ARTICLES.search(lowered, max(start - _LONGEST_LIST, 0), start):
        return True  # "các Điều 4, 5 và 6 Quy chế này"
    if not may_be_label(lowered, start):
        return False
    if unit.kind == "measure":
        return not digits.startswith("0") and _STRICT_LABEL.search(lowered, window, start) is not None
    if "." in digits and unit.known:
        return False
    if _HARD_LABEL.search(lowered, window, start) and not _SUM_BEFORE.search(lowered, window, start):
        return True
    if _CALENDAR_LABEL.search(lowered, window, start) and len(digits) < 3 and digits.isdecimal() and int(digits) <= 31:
        return True
    is_small = (
        len(digits) < 9 and digits.isdecimal() and not digits.startswith("0") and int(digits) < _LEAST_PLAIN_COUNT
    )
    if _SMALL_LABEL.search(lowered, window, start):
        return is_small or not unit.known
    if _UNIT_LABEL.search(lowered, window, start):
        return not unit.known or (is_small and unit.group in _PLACES)
    return False


def opens_heading(text: str, start: int, digits: str, unit_at: int) -> bool:
    """Tell whether a number at the head of a line numbers what follows: "1.2 Kết quả", "3 Phòng Tổ chức"."""
    if not _SECTION_NUMBER.fullmatch(digits) or not text[unit_at : unit_at + 1].isupper():
        return False
    return _LINE_HEAD.search(text, max(start - 8, 0), start) is not None
