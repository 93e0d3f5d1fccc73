"""The shapes of quantities in running text, as rules over lower-case text; the context is the text as written."""

from __future__ import annotations

import re
from decimal import Decimal

from vanban.extract.figure_builders import (
    build_fraction_in_words,
    build_glossed,
    build_mixed_count,
    build_mixed_money,
    build_percent,
    build_percent_range,
    build_quantity,
    build_range,
    build_rank,
    build_ratio,
    build_ratio_in_words,
    build_ratio_of_units,
    build_words,
)
from vanban.extract.figure_units import S1, S
from vanban.extract.numerals import DIGITS, WORDS, word_starts
from vanban.extract.rules import Example, Grammar, Rule
from vanban.model import Figure

OPEN = r"(?<![\w.,:§])(?<!\w-)(?:(?<!/)|(?<=%/)|(?<=[^\W\d_]/))"  # nothing before makes the digits part of a longer number or name
CLOSED = r"(?![\w/]|[.,:]\d|-\d)"
NUMBER = rf"(?P<a>{DIGITS})"
SECOND = rf"(?P<b>{DIGITS})"
CLOSED_BY_WORD = r"(?![\d/]|[.,:]\d|-\w)"
PERCENT = rf"{S}(?:%|phần{S1}trăm(?!\w))"
JOIN = rf"(?:{S}[-–—÷]{S}|{S1}(?:đến|tới){S1})"
MIDDLE = rf"(?:dưới|trên|hơn|gần|không{S1}quá|khoảng){S1}"

_QUANTITY_START = re.compile(
    r"[0-9](?<![\w.,:§][0-9])(?<!\w-[0-9])(?:(?<!/[0-9])|(?<=%/[0-9])|(?<=[^\W\d_]/[0-9]))"
    r"(?=[0-9.,]{0,20}+(?:[ ][0-9]{3}(?![0-9])){0,4}+[ \u00a0]{0,3}(?:[^\W\d_]|[%‰$°/÷\x00–—-]))"
)


def quantity_starts(lowered: str) -> list[int]:
    """Give the places where digits begin that a unit, a slash or a dash follows."""
    return [match.start() for match in _QUANTITY_START.finditer(lowered)]


_DIGITS_BEFORE_WORD = re.compile(r"[0-9][0-9]*(?= trên )")  # with one character first, as in `rules.number_starts`


def over_starts(lowered: str) -> list[int]:
    """Give the places where digits begin before "trên"."""
    return [match.start() for match in _DIGITS_BEFORE_WORD.finditer(lowered)]


_GLOSSED_IN_WORDS = re.compile(
    r"[0-9](?<![\w.,/-][0-9])[0-9.,]{0,14}+(?=[ ]{0,3}\([ ]?(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)[ )])"
)
_GLOSSED_IN_DIGITS = re.compile(r"\((?<=[ ]\()[ ]?[0-9][0-9.,]{0,14}[ ]?\)[ ]")
_LONGEST_WORDS = 60


def gloss_starts(lowered: str) -> list[int]:
    """Give the places where a number begins that brackets may say again, in words or in digits."""
    starts = {match.start() for match in _GLOSSED_IN_WORDS.finditer(lowered)}
    for match in _GLOSSED_IN_DIGITS.finditer(lowered):
        window = max(match.start() - _LONGEST_WORDS, 0)
        starts.update(window + start for start in word_starts(lowered[window : match.start()]))
    return sorted(starts)


def _values(value: str, value2: str | None, unit: str | None, amount: str | None = None) -> dict[str, object]:
    found: dict[str, object] = {"value": Decimal(value), "value2": Decimal(value2) if value2 else None, "unit": unit}
    return found | {"amount": Decimal(amount)} if amount else found


RULES: tuple[Rule[Figure, str], ...] = (
    Rule(
        "figure.quantity",
        rf"{OPEN}{NUMBER}(?={S}[^\W\d_]|[ \u00a0]?[$%‰°\x00]){CLOSED_BY_WORD}",
        build_quantity,
        [
            Example("đào tạo 137 chuyên gia chuyển đổi số", "137 chuyên gia", _values("137", None, "chuyên gia", "137")),
            Example("có 358 cán bộ, công chức, viên chức làm", "358 cán bộ, công chức, viên chức", {"kind": "count"}),
            Example("187 tỷ đồng", "187 tỷ đồng", _values("187", None, "tỷ đồng", "187000000000")),
            Example("1,5 triệu lượt", "1,5 triệu lượt", _values("1.5", None, "triệu lượt", "1500000")),
            Example("5 triệu usd", "5 triệu usd", _values("5", None, "triệu usd", "5000000")),
            Example("trong 25 ngày làm việc", "25 ngày làm việc", {"kind": "measure", "unit": "ngày làm việc"}),
            Example("1 lần/tháng", "1 lần/tháng", _values("1", None, "lần/tháng")),
            Example("58 triệu đồng/người/năm", "58 triệu đồng/người/năm", {"kind": "money", "unit": "triệu đồng/người/năm"}),
            Example("gần 1.000 tỷ", "gần 1.000 tỷ", _values("1000", None, "tỷ đồng") | {"comparator": "~"}),
            Example("giá 50.000đ/vé", "50.000đ/vé", {"kind": "money", "unit": "đồng/vé", "amount": Decimal(50000)}),
            Example("trồng 12 hecta", "12 hecta", {"kind": "measure"}),
            Example("nuôi 12 trâu", "12 trâu", {"kind": "count", "unit": "trâu", "score": 0.6}),
            Example("chi 15ha", "15ha", {"kind": "measure", "unit": "ha"}),
        ],
        [
            "điều 5 xã", "khoản 2 điều", "tổ 3 phường", "lần thứ 8 hội", "số 12 đơn vị", "2022 giải ngân", "mức độ 2 cho",
            "lúc 8 giờ", "6 tháng đầu năm", "đạt 45 vượt", "covid-19 người", "3.0 của", "thôn 5 xã", "12 được",
        ],
        starts=quantity_starts,
    ),
    Rule(
        "figure.glossed",
        rf"{OPEN}(?:{NUMBER}{S}\({S}(?P<words>{WORDS}){S}\))(?={S}[^\W\d_]|{S}%)",
        build_glossed,
        [
            Example("nộp 01 (một) bộ hồ sơ", "01 (một) bộ hồ sơ", _values("1", None, "bộ hồ sơ", "1")),
            Example("chậm nhất 02 (hai) ngày làm việc", "02 (hai) ngày làm việc", {"kind": "measure", "unit": "ngày làm việc"}),
            Example("tối thiểu 10 (mười) năm", "tối thiểu 10 (mười) năm", _values("10", None, "năm") | {"comparator": ">="}),
        ],
        ["03 (hai) bản", "điều 2 (hai) bản"],
        ("(",),
        starts=gloss_starts,
    ),
    Rule(
        "figure.words_glossed",
        rf"(?<!\w)(?P<words>{WORDS}){S1}\({S}{NUMBER}{S}\)(?={S1}[^\W\d_]|{S}%)",
        build_glossed,
        [
            Example("hạn ba mươi (30) ngày", "ba mươi (30) ngày", _values("30", None, "ngày")),
            Example("không quá năm (05) ngày", "không quá năm (05) ngày", _values("5", None, "ngày") | {"comparator": "<="}),
        ],
        ["mười (15) ngày", "mười (10) này"],
        ("(",),
        starts=gloss_starts,
    ),
    Rule(
        "figure.percent",
        rf"{OPEN}{NUMBER}{PERCENT}",
        build_percent,
        [
            Example("đạt 97,8% kế hoạch", "97,8%", _values("97.8", None, "%")),
            Example("tăng 12,5 % so với", "12,5 %", _values("12.5", None, "%")),
            Example("đạt trên 80%", "trên 80%", {"comparator": ">"}),
            Example("tỷ lệ 80% trở lên", "80% trở lên", {"comparator": ">="}),
            Example("tăng 5 phần trăm", "5 phần trăm", _values("5", None, "%")),
            Example("giảm 16 vụ (-25,4%)", "-25,4%", _values("-25.4", None, "%")),
            Example("tăng 16 vụ (+25,4%)", "25,4%", _values("25.4", None, "%")),
            Example("- 25% số hộ", "25%", _values("25", None, "%")),
        ],
        ["cao hơn phần trăm", "ab5%"],
        ("%", "phần trăm"),
        starts=quantity_starts,
    ),
    Rule(
        "figure.percent_range",
        rf"{OPEN}{NUMBER}(?:{PERCENT})?{JOIN}(?:{MIDDLE})?{SECOND}{PERCENT}",
        build_percent_range,
        [
            Example("khoảng 5-7%", "khoảng 5-7%", _values("5", "7", "%")),
            Example("từ 60% đến 70%", "từ 60% đến 70%", _values("60", "70", "%")),
        ],
        ["72,5%/80%", "giảm từ 90 đến 70%"],
        ("%", "phần trăm"),
        starts=quantity_starts,
    ),
    Rule(
        "figure.ratio",
        rf"{OPEN}{NUMBER}/{SECOND}(?![\w/]|[.,:]\d|-\w)",
        build_ratio,
        [
            Example("có 11/46 chỉ tiêu đã đạt", "11/46 chỉ tiêu", _values("11", "46", "chỉ tiêu")),
            Example("hơn 4/50 tỷ đồng", "hơn 4/50 tỷ đồng", _values("4", "50", "tỷ đồng", "4000000000")),
            Example("17/17 huyện, thị xã, thành phố đã", "17/17 huyện, thị xã, thành phố", _values("17", "17", "huyện, thị xã, thành phố")),
            Example("đạt 45/50,", "45/50", _values("45", "50", None)),
            Example("2/3 tổng số đại biểu", "2/3", _values("2", "3", None)),
        ],
        ["ngày 7/5", "trực 24/7", "tỷ lệ 1/500", "số 12/15", "đường 30/4", "quyết định 57/2025/qđ-ubnd"],
        ("/",),
        starts=quantity_starts,
    ),
    Rule(
        "figure.ratio_in_words",
        rf"{OPEN}{NUMBER}{S1}trên{S1}(?:tổng{S1}số{S1})?{SECOND}(?={S1}[^\W\d_])",
        build_ratio_in_words,
        [
            Example("đã có 7 trên 9 chỉ tiêu đạt", "7 trên 9 chỉ tiêu", _values("7", "9", "chỉ tiêu")),
            Example("21 trên tổng số 24 thôn", "21 trên tổng số 24 thôn", _values("21", "24", "thôn")),
        ],
        ["quý 2 trên 9 tỷ đồng", "12 trên 9 xã", "9 trên 12 vậy"],
        (" trên ",),
        starts=over_starts,
    ),
    Rule(
        "figure.ratio_of_units",
        rf"{OPEN}{NUMBER}(?P<middle>{S}[^\W\d_][^/\d\n]{{0,20}})/{S}{SECOND}{CLOSED}",
        build_ratio_of_units,
        [
            Example("được 17.919 con/14.066 con, đạt", "17.919 con/14.066 con", _values("17919", "14066", "con")),
            Example("1.023 tỷ đồng/2.500 tỷ đồng", "1.023 tỷ đồng/2.500 tỷ đồng", _values("1023", "2500", "tỷ đồng", "1023000000000")),
        ],
        ["12 con/3 xã", "58 triệu đồng/người"],
        ("/",),
        starts=quantity_starts,
    ),
    Rule(
        "figure.range",
        rf"{OPEN}{NUMBER}(?P<middle>{S1}[^\W\d]{{1,7}}(?:{S1}[^\W\d]{{1,7}}){{0,3}})?{JOIN}(?:{MIDDLE})?{SECOND}{CLOSED_BY_WORD}",
        build_range,
        [
            Example("phụ trách từ 04 đến 05 hệ thống", "từ 04 đến 05 hệ thống", _values("4", "5", "hệ thống")),
            Example("5-7 ngày", "5-7 ngày", _values("5", "7", "ngày")),
            Example("mưa 30-60mm", "30-60mm", _values("30", "60", "mm")),
            Example("từ 10 tỷ đồng đến 20 tỷ đồng", "từ 10 tỷ đồng đến 20 tỷ đồng", _values("10", "20", "tỷ đồng", "10000000000")),
            Example("từ 30 đến dưới 50 người", "từ 30 đến dưới 50 người", _values("30", "50", "người")),
        ],
        ["từ 10 đến 20", "từ 12 xã lên 15 xã", "cấp 1-3", "57-2 người"],
        starts=quantity_starts,
    ),
    Rule(
        "figure.mixed_money",
        rf"{OPEN}{NUMBER}{S1}t[ỷỉ]{S1}{SECOND}(?={S1}triệu(?!\w))",
        build_mixed_money,
        [Example("kinh phí 1 tỷ 200 triệu đồng", "1 tỷ 200 triệu đồng", _values("1.2", None, "tỷ đồng", "1200000000"))],
        ["1 tỷ 200 người"],
        ("triệu",),
        starts=quantity_starts,
    ),
    Rule(
        "figure.mixed_count",
        rf"{OPEN}{NUMBER}{S1}(?P<big>triệu|nghìn|ngàn|vạn){S1}{SECOND}(?:{S1}(?P<small>nghìn|ngàn))?(?={S1}[^\W\d_])",
        build_mixed_count,
        [
            Example("đón 3 triệu 400 nghìn lượt khách", "3 triệu 400 nghìn lượt khách", _values("3.4", None, "triệu lượt khách", "3400000")),
            Example("12 nghìn 500 hộ", "12 nghìn 500 hộ", _values("12.5", None, "nghìn hộ", "12500")),
        ],
        ["2 triệu 300 nghìn vậy", "2 nghìn 5 triệu người"],
        ("triệu", "nghìn", "ngàn", "vạn"),
        starts=quantity_starts,
    ),
    Rule(
        "figure.rank",
        rf"(?:(?:đứng|xếp){S1}(?:(?:ở|tại|hạng|vị{S1}trí){S1}){{0,2}}(?:thứ|hạng|vị{S1}trí)|thứ{S1}hạng|vị{S1}trí{S1}thứ){S1}"
        rf"(?:{NUMBER}(?:/{SECOND})?|(?P<word>nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))(?!\w|[.,]\d)",
        build_rank,
        [
            Example("đứng thứ 3/63 tỉnh, thành phố", "3/63 tỉnh, thành phố", _values("3", "63", "tỉnh, thành phố") | {"kind": "rank"}),
            Example("xếp hạng 12 cả nước", "12", _values("12", None, None) | {"kind": "rank"}),
            Example("đứng thứ hai toàn quốc", "hai", _values("2", None, None)),
            Example("xếp vị trí thứ 5", "5", _values("5", None, None)),
        ],
        ["thứ 5", "kỳ họp thứ 23", "đứng 3"],
        ("đứng", "hạng", "vị trí", "xếp"),
    ),
    Rule(
        "figure.words",
        rf"(?P<a>{WORDS})(?=[ \u00a0])",
        build_words,
        [
            Example("sáp nhập hai mươi lăm xã", "hai mươi lăm xã", _values("25", None, "xã")),
            Example("có ba đơn vị chưa", "ba đơn vị", _values("3", None, "đơn vị")),
            Example("hơn một trăm hộ", "hơn một trăm hộ", _values("100", None, "hộ") | {"comparator": ">"}),
            Example("có năm xã đạt", "năm xã", _values("5", None, "xã")),
        ],
        ["trong năm đơn vị đã", "thứ hai", "một dự án", "hai bên", "một số xã", "sáu tháng đầu năm", "tháng tám người"],
        starts=word_starts,
    ),
    Rule(
        "figure.fraction_in_words",
        rf"(?P<a>một|hai|ba){S1}phần{S1}(?P<b>hai|ba|tư|bốn|năm|mười)(?!\w|{S1}mươi)",
        build_fraction_in_words,
        [Example("hai phần ba số đại biểu", "hai phần ba", _values("2", "3", None))],
        ["một phần kinh phí", "một phần hai mươi"],
        ("phần",),
        starts=word_starts,
    ),
)  # fmt: skip

GRAMMAR: Grammar[Figure, str] = Grammar(RULES, lambda text: text)
