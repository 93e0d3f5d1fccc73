"""What stands beside a number: its unit, its comparator, and the words that make it a label instead of a quantity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from vanban.extract.numerals import MULTIPLIERS
from vanban.lexicon.units import Unit, is_barred, match_unit
from vanban.text import is_syllable, squeeze

S = r"[ \u00a0]{0,3}"
S1 = r"[ \u00a0]{1,3}"


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A unit as it follows a number."""

    end: int  # in the text; where a bare "tỷ" means "tỷ đồng", the end of what is written
    name: str
    kind: str  # percent, money, count, measure
    group: str
    factor: int = 1
    known: bool = True  # in the lexicon


_MULTIPLIER_WORD = (
    r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm|chục)(?!\w)(?![ \u00a0](?:lệ|trọng|suất|giá|phú|tập|hồi|phần|số|năm\b))"
)
_MULTIPLIER = re.compile(rf"(?:{S}{_MULTIPLIER_WORD}){{1,3}}")
_PER = re.compile(rf"{S}/{S}(?=\w)")
_AND = re.compile(rf",{S1}|{S1}(?:và|hoặc){S1}")
_WORD = re.compile(r"[^\W\d_]{2,7}(?!\w)")
_DONG = {"đ", "đvn", "dong"}
_TIGHT_KINDS = ("measure", "money", "duration", "percent")
_ARTICLE_WORDS = {"điều", "khoản", "mục", "chương", "điểm", "phần", "phụ lục"}
_NUMBER_AFTER = re.compile(rf"{S1}(?:\d|[ivx]{{1,5}}(?!\w)|[a-zđ](?!\w))")
_MONTH_AFTER = re.compile(rf"{S1}(?:0?[1-9]|1[0-2])(?![\d.,]\d|\d)")
_LONGEST_LIST = 4


def read_unit(text: str, lowered: str, start: int, *, known_only: bool = True) -> UnitPhrase | None:
    """Read the unit that follows a number ending at `start`: multiplier, noun, further nouns of its kind, "/người".

    With `known_only` off, one word that the lexicon does not know is taken too, unless it is listed as none.
    """
    factor, position = 1, start
    if multiplier := _MULTIPLIER.match(lowered, start):
        position = multiplier.end()
        for word in multiplier.group().split():
            factor *= MULTIPLIERS[word]
    at = position
    while lowered[at : at + 1] in (" ", "\u00a0"):
        at += 1
    unit = match_unit(lowered, at) if at < len(lowered) else None
    if unit is not None and _is_reference(lowered, unit, at + len(unit.name)):
        return None
    if unit is not None and at == position and not _may_touch(unit, text, at):
        unit = None
    if unit is not None:
        return _phrase(text, lowered, start, at, unit, factor)
    if multiplier:
        return _bare_multiplier(text, lowered, start, position, factor)
    if known_only or at == position:
        return None
    return _unknown_noun(text, lowered, at)


def _is_reference(lowered: str, unit: Unit, end: int) -> bool:
    """Tell "khoản 6 và 7 Điều 178" and "30 tháng 01" from counts."""
    if unit.name in _ARTICLE_WORDS:
        return _NUMBER_AFTER.match(lowered, end) is not None
    return unit.name == "tháng" and _MONTH_AFTER.match(lowered, end) is not None


def _may_touch(unit: Unit, text: str, at: int) -> bool:
    """Tell whether a unit may follow its number without a space: "5kg", "40%", but not "4G"."""
    return unit.kind in _TIGHT_KINDS and not (len(unit.name) == 1 and text[at] in "GMLN")


def _phrase(text: str, lowered: str, start: int, at: int, unit: Unit, factor: int) -> UnitPhrase:
    end = at + len(unit.name)
    kind = "measure" if unit.kind == "duration" else unit.kind
    if kind == "count":
        end = _extend_list(lowered, end, unit)
    end = _extend_per(lowered, end) if unit.kind != "percent" else end
    if unit.name in ("điểm %", "điểm phần trăm"):
        kind = "percent"
    name = squeeze(text[start:end])
    if unit.kind == "percent":
        name = "%" if unit.name != "‰" else "‰"
    elif unit.name in _DONG:
        name = squeeze(text[start:at] + " đồng" + text[at + len(unit.name) : end])
    return UnitPhrase(end, name, kind, unit.group, factor)


def _extend_list(lowered: str, end: int, unit: Unit) -> int:
    """Take further nouns that are counted together: "xã, phường", "cán bộ, công chức, viên chức"."""
    taken = [unit.name]
    for _ in range(_LONGEST_LIST):
        joint = _AND.match(lowered, end)
        following = match_unit(lowered, joint.end()) if joint else None
        if joint is None or following is None or following.kind != "count" or following.group != unit.group:
            break
        if following.name in (*taken, "người"):  # "12 hồ sơ, hồ sơ quá hạn …" goes on with something else
            break
        taken.append(following.name)
        end = joint.end() + len(following.name)
    return end


def _extend_per(lowered: str, end: int) -> int:
    """Take "/người/năm" along."""
    for _ in range(2):
        per = _PER.match(lowered, end)
        if per is None:
            break
        unit = match_unit(lowered, per.end())
        word = _WORD.match(lowered, per.end())
        if unit is not None:
            end = per.end() + len(unit.name)
        elif word is not None and is_syllable(word.group()):
            end = word.end()
        else:
            break
    return end


def _bare_multiplier(text: str, lowered: str, start: int, position: int, factor: int) -> UnitPhrase | None:
    """Read "500 triệu" without a noun as money, unless a plain noun that the lexicon does not know follows."""
    if lowered[start:position].split()[-1] in ("chục", "trăm", "vạn"):
        return None
    return UnitPhrase(position, squeeze(text[start:position]) + " đồng", "money", "currency", factor)


def _unknown_noun(text: str, lowered: str, at: int) -> UnitPhrase | None:
    word = _WORD.match(text, at)
    if word is None or not word.group().islower() or not is_syllable(word.group()) or is_barred(lowered, at):
        return None
    return UnitPhrase(word.end(), word.group(), "count", "", known=False)


# -- comparators -------------------------------------------------------------------------------------------------------

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


_OPENING = " \u00a0:(\"'“[/*"


def last_word(lowered: str, end: int) -> str:
    """Give the word, or the sign, that stands right before a number."""
    before = lowered[max(end - 16, 0) : end].rstrip(" \u00a0:")
    return before[max(before.rfind(" "), before.rfind("\u00a0"), before.rfind("\n")) + 1 :].lstrip(_OPENING)


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
    if last_word(lowered, start) in _COMPARATOR_ENDS:
        match = _COMPARATOR_BEFORE.search(lowered, max(start - _WINDOW, 0), start)
    if match is None:
        return Comparison(start, end, None)
    word = " ".join(match["word"].split())
    if word == "hơn" and _DIFFERENCE_BEFORE.search(lowered, max(match.start() - 8, 0), match.start()):
        return Comparison(start, end, None)  # "cao hơn 5%" tells a difference
    return Comparison(match.start(), end, _COMPARATOR_OF[word])


# -- labels ------------------------------------------------------------------------------------------------------------

_PLACE_LABELS = "thôn|khu phố|ấp|khóm|quận|phường|xóm|buôn|tdp|tổ dân phố|ngõ|hẻm|kiệt|ngách|quốc lộ|tỉnh lộ|huyện lộ|ql|tl|đt|hl|km|tiểu khu"
_PAPER_LABELS = "điều|khoản|mục|chương|phụ lục|biểu|biểu số|mẫu số|quyển|chú thích|thông tư|nghị định|nghị quyết|quyết định|công văn|chỉ thị|đề án|luật"
_NUMBER_LABELS = (
    "thứ|số|mức độ|giai đoạn|phiên bản|version|điện thoại|sđt|fax|hotline|tổng đài|mã|iso|tcvn|qcvn|windows|office|covid|thập kỷ|thập niên|những năm|khóa|khoá|"
    "nhiệm kỳ|ban chỉ đạo|tài khoản|stt|lần"
)


_SMALL_LABELS = "bảng|hình|tập|trang|loại|hạng|tầng|hàng|cột|dòng|bản|làng|lộ|đường|bước|nhà|phòng|câu|bài|vòng|kỳ|phiên|tiêu chí|kênh|lô"
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


_NO_LABEL_AFTER = (
    "thí",
    "cao",
    "địa",
    "thời",
    "trọng",
    "quan",
    "kịch",
    "văn",
    "biên",
    "thành",
    "xuất",
    "đầu",
    "theo",
    "sáp",
    "đa",
    "cổ",
)
_WHOLE_WORD = r"(?<!\w)" + "".join(rf"(?<!\b{word} )" for word in _NO_LABEL_AFTER)  # "thí điểm", "kịch bản"


def _label(words: str) -> re.Pattern[str]:
    """Compile words, any of which may stand right before a number."""
    return re.compile(rf"{_WHOLE_WORD}(?:{words})[ \u00a0:]{{1,2}}(?:số[ \u00a0])?\Z".replace(" |", "[ ]|"))


_HARD_LABEL = _label(f"{_PLACE_LABELS}|{_PAPER_LABELS}|{_NUMBER_LABELS}")
_SMALL_LABEL = _label(_SMALL_LABELS)
_UNIT_LABEL = _label(_UNIT_LABELS)
_SUM_BEFORE = re.compile(
    r"(?<!\w)(?:tổng|trong|nâng|tổng cộng|một|con|đa|phần|thiểu|các|tăng|giảm) số[ \u00a0:]{1,2}\Z"
)
_STRICT_LABEL = re.compile(rf"{_WHOLE_WORD}(?:{_STRICT_LABELS})[ \u00a0]\Z")
_CALENDAR_LABEL = re.compile(rf"(?<!\w)(?<!\d[ \u00a0])(?:{_CALENDAR_LABELS})[ \u00a0]\Z")
_LEAST_PLAIN_COUNT = 13  # grades, rounds and the like seldom count that far
_PLACES = ("area_unit", "village", "organisation", "country")
_LINE_HEAD = re.compile(r"(?:^|\n|\t)[ \u00a0*#>(–-]{0,6}\Z")
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}")


def is_label(lowered: str, start: int, digits: str, unit: UnitPhrase) -> bool:
    """Tell whether a number names something ("Điều 5", "Tổ 3", "mức độ 2") instead of counting what follows."""
    if unit.kind in ("percent", "money") or last_word(lowered, start) not in _LABEL_ENDS:
        return False
    window = max(start - _WINDOW, 0)
    if unit.kind == "measure":
        return not digits.startswith("0") and _STRICT_LABEL.search(lowered, window, start) is not None
    if "." in digits and unit.known:
        return False
    if _HARD_LABEL.search(lowered, window, start) and not _SUM_BEFORE.search(lowered, window, start):
        return True
    if _CALENDAR_LABEL.search(lowered, window, start) and digits.isdigit() and int(digits) <= 31:
        return True
    is_small = digits.isdigit() and not digits.startswith("0") and int(digits) < _LEAST_PLAIN_COUNT
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


def amount_of(value: Decimal, unit: UnitPhrase | None) -> Decimal:
    """Give the value in base units: đồng for "tỷ đồng", the plain number for "triệu lượt"."""
    return value * unit.factor if unit is not None else value
