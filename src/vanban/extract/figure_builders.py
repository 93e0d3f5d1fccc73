"""What builds a figure from a match over lower-case text, or refuses it; `text` is the text as written."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from vanban.extract.figure_context import Comparison, is_label, opens_heading, read_comparison
from vanban.extract.figure_units import S1, S, UnitPhrase, amount_of, read_unit
from vanban.extract.numerals import MULTIPLIERS, parse_digits, parse_words
from vanban.model import Figure, Span

Match = re.Match[str]

_PERCENT_RATE = re.compile(rf"{S}/{S}(?P<per>năm|tháng|quý|ngày|tuần)(?!\w)")
_TIME_BEFORE = re.compile(rf"(?<!\w)(?:lúc|hồi|vào|từ|trước|sau|đến|giờ|quá){S1}(?:khoảng{S1})?\Z")
_TIME_AFTER = re.compile(
    rf"{S}\d{{1,2}}{S}(?:phút|'|,|\x00|ngày|$)|{S1}(?:sáng|chiều|tối|trưa|đêm|hôm|ngày\x00|cùng|\x00)|,?{S}\x00"
)
_PART_OF_YEAR_AFTER = re.compile(rf"{S1}(?:đầu|cuối){S1}(?:của{S1})?(?:năm|nhiệm|giai)(?!\w)")
_FROM_TO = re.compile(rf"(?<!\w)từ{S1}\Z")
_CHANGE_BEFORE = re.compile(rf"(?<!\w)(?:tăng|giảm|nâng|hạ|chuyển){S1}(?:[^\W\d]+{S1}){{0,3}}từ{S1}\Z")
_RATIO_VERB = re.compile(rf"(?<!\w)(?:đạt|có|được|với|bằng|chiếm|là|còn|tổng|khoảng|hơn|gần|trên|thành{S1}công){S1}\Z")
_SHARE_AFTER = re.compile(
    rf"{S1}(?:tổng{S1})?(?:số|diện{S1}tích|dân{S1}số|quân{S1}số|chiều|khối{S1}lượng|thời{S1}gian)(?!\w)"
)
_NOT_RATIOS = {("24", "7"), ("24", "24"), ("7", "7"), ("365", "365")}
_SCALES = {200, 500, 1000, 2000, 5000, 10000, 25000, 50000, 100000}
_ORDINALS = {"nhất": Decimal(1), "nhì": Decimal(2), "tư": Decimal(4)}
_MINUS = re.compile(r"\([-–−]\Z")  # "giảm 16 vụ (-25,4%)"; elsewhere a dash joins or opens an item
_SINGLE_WORDS = {"hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"}
_WORD_LABEL = re.compile(
    rf"(?<!\w)(?:thứ|tháng|quý|ngày|lần|điều|khoản|chương|phần|hồi|giờ|tuổi|bà|ông|số|mươi|trăm|một|hữu{S1}hạn){S1}\Z"
)
_FIVE_BEFORE = re.compile(
    rf"(?<!\w)(?:có|gồm|cả|đủ|là|cho|tại|ở|với|thêm|lập|khoảng|hơn|gần|trên|được|giao|công{S1}nhận){S1}\Z"
)
_LIMIT_BEFORE = re.compile(rf"(?<!\w)(?:trong|hạn|gian|vòng|quá|hơn|gần|khoảng|nhất|thiểu|đa|từ|đủ|đến){S1}\Z")
_COUNTED_BEFORE = re.compile(
    rf"(?<!\w)(?:có|gồm|với|được|là|thêm|thành|lập|còn|đủ|tại|ít{S1}nhất|thiểu|đa|hơn|gần|quá|khoảng|trên|dưới|gấp){S1}\Z"
)
_KNOWN_AFTER = re.compile(rf"{S1}(?:cũ|trước|này|đó|kia|nói|nêu)(?!\w)")
_SENTENCE_HEAD = re.compile(r"(?:^|\n|[.;:!?][ \u00a0])[ \u00a0*+–-]{0,4}\Z")
_UNIT_NOTE_BEFORE = re.compile(r"(?:\(|đvt|đơn vị tính|đơn vị)[ \u00a0:]{0,2}\Z")
_FIVE_GROUPS = ("people", "area_unit", "village", "organisation", "household", "works", "equipment")


def _figure(
    text: str,
    lowered: str,
    span: tuple[int, int],
    kind: str,
    value: Decimal,
    unit: UnitPhrase | None,
    rule: str,
    value2: Decimal | None = None,
    score: float = 1.0,
) -> Figure:
    if value2 is None and _MINUS.match(lowered, max(span[0] - 2, 0), span[0]):
        span, value = (span[0] - 1, span[1]), -value
    comparison = read_comparison(lowered, *span)
    opens = text[comparison.start : comparison.start + 4] == "Trên"
    if opens and kind == "count" and value < _LEAST_BOUND:
        comparison = Comparison(span[0], comparison.end, None)  # "Trên 3 lĩnh vực này, …" tells where
    whole = Span(comparison.start, comparison.end)
    name = unit.name if unit is not None else None
    return Figure(
        whole,
        whole.of(text),
        kind,
        value,
        value2,
        name,
        comparison.sign,
        amount_of(value, unit),
        score=score,
        rule=rule,
    )


def _numbers(match: Match) -> tuple[Decimal, Decimal] | None:
    first, second = parse_digits(match["a"]), parse_digits(match["b"])
    return (first, second) if first is not None and second is not None else None


_UNKNOWN = UnitPhrase(0, "", "count", "", known=False)
_YEAR = UnitPhrase(0, "năm", "measure", "time")
_LEAST_BOUND = 10
_RATE_BASES = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
_FOREIGN = {"$": "USD", "€": "EUR"}
_PERCENT_UNIT = UnitPhrase(0, "%", "percent", "percent")


def _percent_unit(match: Match) -> UnitPhrase:
    rate = _PERCENT_RATE.match(match.string, match.end())
    return UnitPhrase(rate.end(), f"%/{rate['per']}", "percent", "percent") if rate else _PERCENT_UNIT


def build_percent(match: Match, text: str) -> Figure | None:
    value = parse_digits(match["a"])
    if value is None:
        return None
    unit = _percent_unit(match)
    span = (match.start(), max(match.end(), unit.end))
    return _figure(text, match.string, span, "percent", value, unit, "figure.percent")


def _starts_with_from(lowered: str, start: int) -> int:
    word = _FROM_TO.search(lowered, max(start - 8, 0), start)
    return word.start() if word else start


def build_percent_range(match: Match, text: str) -> Figure | None:
    values = _numbers(match)
    if values is None or values[0] >= values[1]:
        return None
    start, unit = _starts_with_from(match.string, match.start()), _percent_unit(match)
    span = (start, max(match.end(), unit.end))
    return _figure(text, match.string, span, "range", values[0], unit, "figure.percent_range", values[1])


def build_range(match: Match, text: str) -> Figure | None:
    values = _numbers(match)
    if values is None or values[0] >= values[1]:
        return None
    unit = read_unit(text, match.string, match.end())
    middle = match.groupdict().get("middle")
    if unit is None or is_label(match.string, match.start(), match["a"], unit):
        return None
    if unit.name.lower() == "giờ" and values[1] <= 24 and (middle or _TIME_AFTER.match(match.string, unit.end)):
        return None  # "từ 8 giờ đến 17 giờ"
    if middle is not None:
        first_unit = read_unit(text, match.string, match.end("a"))
        if first_unit is None or first_unit.name.lower() != unit.name.lower():
            return None
    if _CHANGE_BEFORE.search(match.string, max(match.start() - 40, 0), match.start()) and middle is not None:
        return None
    start = _starts_with_from(match.string, match.start())
    return _figure(text, match.string, (start, unit.end), "range", values[0], unit, "figure.range", values[1])


def _is_bare_ratio(match: Match, numerator: Decimal, denominator: Decimal) -> bool:
    """Tell whether "45/50" without a unit is a ratio: "đạt 45/50", "2/3 số đại biểu"."""
    if _SHARE_AFTER.match(match.string, match.end()):
        return numerator < denominator
    return numerator <= denominator and bool(
        _RATIO_VERB.search(match.string, max(match.start() - 16, 0), match.start())
    )


def build_ratio(match: Match, text: str) -> Figure | None:
    values, lowered = _numbers(match), match.string
    if values is None or values[1] == 0:
        return None
    numerator, denominator = values
    is_day = numerator <= 31 and denominator <= 12 and match["a"].isdigit() and match["b"].isdigit()
    unit = None
    if numerator >= denominator or not _SHARE_AFTER.match(lowered, match.end()):
        unit = read_unit(text, lowered, match.end(), known_only=is_day or numerator > denominator)
    if (match["a"], match["b"]) in _NOT_RATIOS and (unit is None or unit.kind != "count"):
        return None
    if unit is None and not _is_bare_ratio(match, numerator, denominator):
        return None
    if numerator == 1 and denominator in _SCALES:
        return None
    probe = unit or UnitPhrase(0, "", "count", "")
    if is_label(lowered, match.start(), match["a"], probe) or (unit is None and is_day and numerator >= denominator):
        return None
    end = unit.end if unit is not None else match.end()
    return _figure(text, lowered, (match.start(), end), "ratio", numerator, unit, "figure.ratio", denominator)


def build_ratio_in_words(match: Match, text: str) -> Figure | None:
    """Build "7 trên 9 chỉ tiêu", where "trên" is no bound."""
    values, unit = _numbers(match), read_unit(text, match.string, match.end())
    if values is None or values[0] > values[1] or unit is None or unit.kind != "count":
        return None
    if is_label(match.string, match.start(), match["a"], unit):
        return None
    span = (match.start(), unit.end)
    return _figure(text, match.string, span, "ratio", values[0], unit, "figure.ratio_in_words", values[1])


def build_ratio_of_units(match: Match, text: str) -> Figure | None:
    values = _numbers(match)
    first = read_unit(text, match.string, match.end("a"))
    unit = read_unit(text, match.string, match.end())
    if values is None or values[1] == 0 or first is None or unit is None or first.kind == "percent":
        return None
    if first.end < match.end("middle") or first.name.lower() != unit.name.lower():
        return None
    span = (match.start(), unit.end)
    return _figure(text, match.string, span, "ratio", values[0], unit, "figure.ratio_of_units", values[1])


def _is_time(match: Match, unit: UnitPhrase) -> bool:
    """Tell whether "17 giờ 30" or "lúc 8 giờ" names a time of day."""
    if unit.name.lower() not in ("giờ", "phút"):
        return False
    before = _TIME_BEFORE.search(match.string, max(match.start() - 16, 0), match.start())
    return before is not None or _TIME_AFTER.match(match.string, unit.end) is not None


def _precedes_years(match: Match, text: str) -> bool:
    """Tell whether "3" stands before years that are blocked as dates: "trong 3 năm 2021, 2022, 2023"."""
    end = match.end()
    if match.string[end + 1 : end + 5] != "\x00" * 4 or text[end : end + 5].lower() not in (" năm ", "\u00a0năm "):
        return False
    return not is_label(match.string, match.start(), match["a"], _UNKNOWN)


def build_quantity(match: Match, text: str) -> Figure | None:
    value, lowered, digits = parse_digits(match["a"]), match.string, match["a"]
    if value is not None and digits.isdigit() and value <= 20 and _precedes_years(match, text):
        return _figure(text, lowered, (match.start(), match.end() + 4), "measure", value, _YEAR, "figure.measure")
    may_guess = digits.isdigit() and not (len(digits) == 4 and digits[:2] in ("19", "20")) and len(digits) <= 6
    may_guess = may_guess or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) is not None
    unit = read_unit(text, lowered, match.end(), known_only=not may_guess)
    if value is None or unit is None or (unit.kind == "percent" and unit.name in ("%", "‰")):
        return None
    if is_label(lowered, match.start(), digits, unit) or _is_time(match, unit):
        return None
    if lowered[match.start() - 1 : match.start()] == "/" and (
        not unit.known or value in _RATE_BASES or not lowered[match.start() - 3 : match.start() - 1].isalpha()
    ):
        return None  # "bác sĩ/10.000 dân" is a rate; "12 vụ/18 đối tượng" counts both
    unit_at = match.end() + len(lowered[match.end() : unit.end]) - len(lowered[match.end() : unit.end].lstrip())
    if opens_heading(text, match.start(), digits, unit_at):
        return None
    if unit.group == "time" and _PART_OF_YEAR_AFTER.match(lowered, unit.end):
        return None
    if (
        unit.kind == "money"
        and value in (1000, 10**6)
        and _UNIT_NOTE_BEFORE.search(lowered, max(match.start() - 16, 0), match.start())
    ):
        return None  # "(Đơn vị tính: 1.000 đồng)"
    start = match.start()
    if unit.group == "currency" and unit.name.endswith(" đồng") and (sign := _FOREIGN.get(lowered[start - 1 : start])):
        start, unit = start - 1, replace(unit, name=f"{unit.name.removesuffix(' đồng')} {sign}")  # "$5 triệu"
    kind = "count" if unit.kind == "measure" and unit.name == "điểm" and digits.isdigit() else unit.kind
    return _figure(
        text, lowered, (start, unit.end), kind, value, unit, f"figure.{kind}", score=1.0 if unit.known else 0.6
    )


def build_glossed(match: Match, text: str) -> Figure | None:
    """Build "02 (hai) ngày làm việc", "ba mươi (30) ngày": a number that its gloss says again."""
    value, lowered = parse_digits(match["a"]), match.string
    if value is None or parse_words(match["words"]) != value:
        return None
    unit = read_unit(text, lowered, match.end(), known_only=False)
    if unit is None or is_label(lowered, match.start(), match["a"], unit):
        return None
    score = 1.0 if unit.known else 0.6
    return _figure(text, lowered, (match.start(), unit.end), unit.kind, value, unit, "figure.glossed", score=score)


def build_mixed_money(match: Match, text: str) -> Figure | None:
    billions, millions = parse_digits(match["a"]), parse_digits(match["b"])
    unit = read_unit(text, match.string, match.end())
    if billions is None or millions is None or millions >= 1000 or unit is None or unit.kind != "money":
        return None
    value = billions + millions / 1000
    whole = UnitPhrase(unit.end, "tỷ đồng", "money", "currency", 10**9)
    return _figure(text, match.string, (match.start(), unit.end), "money", value, whole, "figure.mixed_money")


def build_mixed_count(match: Match, text: str) -> Figure | None:
    """Build "3 triệu 400 nghìn lượt", "12 nghìn 500 hộ" as parts of the larger multiplier."""
    values, big = _numbers(match), MULTIPLIERS[match["big"]]
    rest = values[1] * MULTIPLIERS.get(match["small"] or "", 1) if values is not None else Decimal(0)
    unit = read_unit(text, match.string, match.end())
    if values is None or unit is None or not unit.known or unit.factor != 1 or not 0 < rest < big:
        return None
    name = f"{match['big']} {unit.name}"
    whole = UnitPhrase(unit.end, name, unit.kind, unit.group, big)
    span = (match.start(), unit.end)
    return _figure(text, match.string, span, unit.kind, values[0] + rest / big, whole, "figure.mixed_count")


def build_rank(match: Match, text: str) -> Figure | None:
    value = parse_digits(match["a"]) if match["a"] else _ORDINALS.get(match["word"]) or parse_words(match["word"])
    of = parse_digits(match["b"]) if match["b"] else None
    if value is None:
        return None
    unit = read_unit(text, match.string, match.end()) if of is not None else None
    if unit is not None and unit.kind != "count":
        unit = None
    end = unit.end if unit is not None else match.end()
    name = unit.name if unit is not None else None
    span = Span(match.start("a") if match["a"] else match.start("word"), end)
    return Figure(span, span.of(text), "rank", value, of, name, None, value, rule="figure.rank")


def build_words(match: Match, text: str) -> Figure | None:
    lowered, words = match.string, " ".join(match["a"].split())
    value = parse_words(words)
    if value is None or value < 2 or _WORD_LABEL.search(lowered, max(match.start() - 8, 0), match.start()):
        return None
    unit = read_unit(text, lowered, match.end())
    if unit is None or (unit.kind == "percent" and unit.name != "%"):
        return None
    after = lowered[match.end() : unit.end].lstrip()
    if text[unit.end - len(after) : unit.end][:1].isupper() and not match["a"].isupper():
        return None
    before = lowered[max(match.start() - 12, 0) : match.start()]
    if before.endswith("một trong "):
        return None
    opens = _SENTENCE_HEAD.search(lowered, max(match.start() - 6, 0), match.start()) is not None
    if words in _SINGLE_WORDS and text[match.start()].isupper() and not opens:
        return None  # a name: "xã Ba Vì"
    if (
        words in _SINGLE_WORDS
        and unit.group == "time"
        and not _LIMIT_BEFORE.search(lowered, max(match.start() - 10, 0), match.start())
    ):
        return None  # "mất bảy tháng" is told, no term
    if words == "hai" and (_KNOWN_AFTER.match(lowered, unit.end) or not (opens or _COUNTED_BEFORE.search(before))):
        return None  # "hợp nhất hai tỉnh" speaks of both, "với hai nội dung" counts
    told = opens or _FIVE_BEFORE.search(lowered, max(match.start() - 12, 0), match.start())
    if words == "năm" and not (unit.group in _FIVE_GROUPS and told):
        return None
    if (unit.group == "time" and _PART_OF_YEAR_AFTER.match(lowered, unit.end)) or _is_time(match, unit):
        return None
    return _figure(text, lowered, (match.start(), unit.end), unit.kind, value, unit, "figure.words", score=0.8)


def build_fraction_in_words(match: Match, text: str) -> Figure | None:
    first, second = parse_words(match["a"]), parse_words(match["b"])
    if first is None or second is None or first >= second:
        return None
    return _figure(text, match.string, match.span(), "ratio", first, None, "figure.fraction", second, score=0.8)
