"""The shapes in which officials write a day, a month, a quarter, a year or a period, as rules.

The patterns run over lower-case text. A rule builds a `Mention`: what the words themselves say, before neighbours and the
document lend it a year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vanban.extract.date_mentions import (
    DASH,
    W1,
    Match,
    Mention,
    N,
    W,
    build_bare_month,
    build_bare_years,
    build_blank,
    build_day,
    build_decade,
    build_month,
    build_month_of_list,
    build_part_of_year,
    build_quarter,
    build_school_year,
    build_solar_day,
    build_weak_day,
    build_years,
)
from vanban.extract.rules import Example, Grammar, Rule, number_starts

BLANK = r"[ \u00a0.…_]{0,60}"  # what stands where a draft leaves the day open
SLASH = rf"(?:{W}/{W}|[.–-])"
DAY = r"(?P<d>\d{1,2})(?!\d)"
OPEN_DAY = r"(?<![\w./])(?<!\d,)(?P<d>\d{1,2})(?!\d)"  # a day that nothing announces
MONTH = r"(?P<m>\d{1,2})(?!\d)"
NO_FRACTION = r"(?!\d|[.,]\d{1,3}(?!\d))"
YEAR = rf"(?P<y>[12]\d{{3}}){NO_FRACTION}"
LAST_YEAR = rf"(?P<y2>[12]\d{{3}}){NO_FRACTION}"
OPEN_YEAR = r"(?<![\w.,:/-])(?P<y>[12]\d{3})"
OF_YEAR = rf"(?:{N}[,/.-]?{N}(?:của{W1})?năm{N}{YEAR}|{W}[,/.-]{W}(?P<y3>[12]\d{{3}}){NO_FRACTION})"
FIRST = rf"(?:(?:mùng|mồng){W1})?"
QUARTER = r"(?P<q>iv|i{1,3}|[1-4]|một|hai|ba|tư|bốn)(?!\w)"


def _rule(
    name: str,
    pattern: str,
    build: Callable[[Match, None], Mention | None],
    examples: list[Example],
    near_misses: list[str],
    hints: tuple[str, ...] = (),
    starts: Callable[[str], Sequence[int]] | None = None,
) -> Rule[Mention, None]:
    return Rule(f"date.{name}", pattern, build, examples, near_misses, hints, starts)


def _day_values(year: int | None, month: int, day: int) -> dict[str, object]:
    return {"year": year, "months": (month, month), "day": day}


RULES = (
    _rule(
        "day_in_words",
        rf"ngày {N}{FIRST}{DAY} {N}[,/]?{N} tháng{N}{MONTH} {OF_YEAR}?",
        build_solar_day,
        [
            Example("hà nội, ngày 05 tháng 8 năm 2025", "ngày 05 tháng 8 năm 2025", _day_values(2025, 8, 5)),
            Example("ngày 5 tháng 8, năm 2025", "ngày 5 tháng 8, năm 2025", _day_values(2025, 8, 5)),
            Example("ngày 28 tháng 4/2026", "ngày 28 tháng 4/2026", _day_values(2026, 4, 28)),
            Example("sáng ngày mùng 5 tháng 8", "ngày mùng 5 tháng 8", _day_values(None, 8, 5)),
        ],
        ["ngày 10 tháng 3 âm lịch", "25 ngày trong tháng 8", "ngày, tháng, năm sinh"],
        ("ngày",),
    ),
    _rule(
        "open_day_in_words",
        rf"{OPEN_DAY} {N} tháng{N}{MONTH} {N},?{N} năm{N}{YEAR}",
        build_day,
        [Example("quốc khánh 02 tháng 9 năm 1945", "02 tháng 9 năm 1945", _day_values(1945, 9, 2))],
        ["6 tháng năm 2025", "1.05 tháng 8 năm 2025"],
        starts=number_starts,
    ),
    _rule(
        "day",
        rf"ngày {W}{FIRST}{DAY} {SLASH} {MONTH} (?: {SLASH} {YEAR} (?!/\w) | {SLASH} (?P<yy>[0-5]\d) (?![\d/.,-]) )",
        build_solar_day,
        [
            Example(", ngày 22/8/2025 về", "ngày 22/8/2025", _day_values(2025, 8, 22)),
            Example("ngày 22-8-2025", "ngày 22-8-2025", _day_values(2025, 8, 22)),
            Example("ngày 22.8.2025.", "ngày 22.8.2025", _day_values(2025, 8, 22)),
            Example("ngày 22 / 8 / 2025", "ngày 22 / 8 / 2025", _day_values(2025, 8, 22)),
            Example("ngày 7/5/25)", "ngày 7/5/25", _day_values(2025, 5, 7)),
        ],
        ["ngày 22/8", "25 ngày/8/2025"],
        ("ngày",),
    ),
    _rule(
        "open_day",
        rf"{OPEN_DAY} {SLASH} {MONTH} {SLASH} {YEAR} (?!/\w)",
        build_day,
        [
            Example("trước 15/01/2026", "15/01/2026", _day_values(2026, 1, 15)),
            Example("đến 22-8-2025;", "22-8-2025", _day_values(2025, 8, 22)),
        ],
        ["57/12/15/01/2026", "số 15/01/2026/qđ-ubnd", "15/01/20267"],
        starts=number_starts,
    ),
    _rule(
        "iso_day",
        r"(?<![\w.,/-])(?P<y>[12]\d{3}) (?:-(?=\d\d-)|/(?=\d\d/)) (?P<m>\d{2}) [-/] (?P<d>\d{2}) (?![-/]?\d)",
        build_day,
        [Example("2025-08-05 00:00", "2025-08-05", _day_values(2025, 8, 5))],
        ["2025-8-5", "2025-08/05"],
        starts=number_starts,
    ),
    _rule(
        "day_of_month",
        rf"ngày {W}{FIRST}{DAY} (?: {W}/{W} | - ) {MONTH} (?![/.,-]\d|{W}%|{W}tháng)",
        build_solar_day,
        [
            Example("ngày 7/5, tại", "ngày 7/5", _day_values(None, 5, 7)),
            Example("ngày 7-5", "ngày 7-5", _day_values(None, 5, 7)),
        ],
        ["ngày 7/5/2025", "ngày 5-7 tháng 8", "7/5", "ngày 10/3 âm lịch"],
        ("ngày",),
    ),
    _rule(
        "day_alone",
        rf"ngày {W}{FIRST}{DAY} (?!{W}[/.]{W}\d|{W1}(?:giờ|lần|tiếng|buổi|ngày)\b)",
        build_day,
        [Example("từ ngày 5 đến", "ngày 5", {"year": None, "months": None, "day": 5})],
        ["ngày 5/8", "mỗi ngày 8 giờ", "ngày 2025"],
        ("ngày",),
    ),
    _rule(
        "open_day_of_month",
        r"(?<![\w./,])(?<!\d-)(?P<d>\d{1,2}) / (?P<m>\d{1,2}) (?!\d|/|[.,-]\d|[ ]?%|-\w)",
        build_weak_day,
        [Example("từ 15/01 đến", "15/01", {"day": 15, "months": (1, 1), "weak": True})],
        ["11/46 chỉ tiêu", "3,5/50 tỷ đồng", "18/12 xã", "5/8/2025", "5/10%", "12/5-nq"],
        starts=number_starts,
    ),
    _rule(
        "open_day_of_range",
        rf"(?<![\w./,-])(?P<d>\d{{1,2}}) (?= (?:{W}(?:{DASH}|,|và){W}|{W1}(?:đến|tới){W1}) \d{{1,2}} (?:{W}(?:,|và){W}\d{{1,2}}){{0,6}}"
        rf" (?:/\d{{1,2}}/[12]\d{{3}}|{W1}tháng{W}\d{{1,2}}{W1}năm{W}[12]\d{{3}}))",
        build_weak_day,
        [
            Example("từ 15-20/02/2025", "15", {"day": 15, "months": None, "weak": True}),
            Example("từ 3 đến 9/4/2025", "3", {"day": 3, "months": None, "weak": True}),
            Example(", 8, 9 tháng 4 năm 2025", "8", {"day": 8, "months": None, "weak": True}),
        ],
        ["15-20/02", "45-20/02/2025"],
        starts=number_starts,
    ),
    _rule(
        "blank",
        rf"ngày {BLANK} (?: (?: /{W}{MONTH}{W}/ | tháng{W}(?P<m2>\d{{1,2}}){W},?{W}năm ) | /{BLANK}/ | tháng{BLANK}năm ) {W}{YEAR}",
        build_blank,
        [
            Example("bc-vpub ngày /4/2026 của", "ngày /4/2026", {"year": 2026, "months": (4, 4)}),
            Example("ngày … tháng 4 năm 2026", "ngày … tháng 4 năm 2026", {"year": 2026, "months": (4, 4)}),
            Example("ngày .../4/2026", "ngày .../4/2026", {"year": 2026, "months": (4, 4)}),
            Example("ngày tháng năm 2026", "ngày tháng năm 2026", {"year": 2026, "months": None}),
            Example("ngày …/…/2026", "ngày …/…/2026", {"year": 2026, "months": None}),
        ],
        ["ngày tháng năm sinh", "ngày 5/4/2026"],
        ("ngày",),
    ),
    _rule(
        "month",
        rf"tháng {W}{MONTH} (?: {OF_YEAR} (?!/\w) | (?!{W}[.,/]\d|{W}-\d) )",
        build_month,
        [
            Example("đầu tháng 12/2025,", "tháng 12/2025", {"year": 2025, "months": (12, 12)}),
            Example("tháng 12 năm 2025", "tháng 12 năm 2025", {"year": 2025, "months": (12, 12)}),
            Example("tháng 12-2025", "tháng 12-2025", {"year": 2025, "months": (12, 12)}),
            Example("trong tháng 6, đơn vị", "tháng 6", {"year": None, "months": (6, 6)}),
        ],
        ["6 tháng 15 ngày", "mỗi tháng 2 lần", "tháng 5,5 triệu", "tháng 100"],
        ("tháng",),
    ),
    _rule(
        "short_month",
        rf"t(?<!\wt)\.?{W}{MONTH} {W}[/.-]{W} {YEAR} (?!/\w)",
        build_month,
        [Example("t6/2025", "t6/2025", {"year": 2025, "months": (6, 6)})],
        ["bt6/2025", "tt6/2025", "t6"],
    ),
    _rule(
        "short_part_of_year",
        rf"(?<![\w.,/-])(?P<n>\d{{1,2}}){W}t{W}[/.-]?{W}{YEAR} (?!/\w)",
        build_part_of_year,
        [Example("ước 6t/2025", "6t/2025", {"year": 2025, "months": (1, 6)})],
        ["6t/ha", "15t/2025"],
        starts=number_starts,
    ),
    _rule(
        "month_of_range",
        rf"tháng {W}{MONTH} (?={W}-\d{{1,2}}(?:/|{W1}năm))",
        build_month,
        [Example("tháng 5-6/2025", "tháng 5", {"months": (5, 5)})],
        ["tháng 5-2025"],
        ("tháng",),
    ),
    _rule(
        "month_in_words",
        rf"tháng {W1} (?P<mw>một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:{W1}(?:một|hai))?) {W} (?:/|năm) {W}{YEAR}",
        build_month,
        [Example("tháng mười hai năm 2025", "tháng mười hai năm 2025", {"year": 2025, "months": (12, 12)})],
        ["tháng năm 2025", "cách mạng tháng tám"],
        ("tháng",),
    ),
    _rule(
        "blank_month",
        rf"tháng (?=[ \u00a0.…_]) {BLANK} năm {W}{YEAR}",
        build_month,
        [Example("tháng … năm 2025", "tháng … năm 2025", {"year": 2025, "months": None})],
        ["tháng 5 năm 2025"],
        ("tháng",),
    ),
    _rule(
        "open_month",
        rf"(?<![\w./])(?<!\d,)(?P<m>\d{{1,2}}) {W}/{W} {YEAR} (?![/\w]|-[^\W\d])",
        build_bare_month,
        [
            Example("đến 12/2025.", "12/2025", {"year": 2025, "months": (12, 12)}),
        ],
        ["nghị định số 10/2025/nđ-cp", "số 10/2025", "23/2025", "luật số 05/2022-qh15"],
        starts=number_starts,
    ),
    _rule(
        "month_of_list",
        rf"(?<=[,à][ ])(?P<m>\d{{1,2}}) {W1} năm {W1} {YEAR}",
        build_month_of_list,
        [Example("các tháng 11, 12 năm 2025", "12 năm 2025", {"year": 2025, "months": (12, 12), "weak": True})],
        ["12 năm 2025", ", 13 năm 2025"],
        starts=number_starts,
    ),
    _rule(
        "quarter",
        rf"qu[ýí] {W1}{QUARTER} {OF_YEAR}?",
        build_quarter,
        [
            Example("vào quý iii/2026", "quý iii/2026", {"year": 2026, "months": (7, 9)}),
            Example("quý i năm 2026", "quý i năm 2026", {"year": 2026, "months": (1, 3)}),
            Example("quý 4-2025", "quý 4-2025", {"year": 2025, "months": (10, 12)}),
            Example("quý ii và", "quý ii", {"year": None, "months": (4, 6)}),
        ],
        ["mỗi quý 1 lần", "quý 5", "quý vị"],
        ("qu",),
    ),
    _rule(
        "short_quarter",
        rf"q(?<!\wq)\.?{W}{QUARTER} {W}[/.-]{W}{YEAR}",
        build_quarter,
        [Example("q3/2025", "q3/2025", {"year": 2025, "months": (7, 9)})],
        ["q3", "bq3/2025"],
    ),
    _rule(
        "open_quarter",
        rf"(?P<q>i(?<=[,à–-][ ]i)(?:v|i{{0,2}})) (?:{W}/{W}|{W1}năm{W1}) {YEAR}",
        build_quarter,
        [Example("quý i, ii/2025", "ii/2025", {"year": 2025, "months": (4, 6), "weak": True})],
        ["quý ii/2025"],
        ("qu",),
    ),
    _rule(
        "part_of_year",
        rf"(?<![\w.,/-])(?P<n>\d{{1,2}}) {W1} (?P<unit>tháng|quý) (?:{W1}(?P<side>đầu|cuối){W1}(?:của{W1})?năm(?:{W}{YEAR}|(?!\w|{W1}(?:học|\d)))"
        rf"|(?:{W1}năm{W1}|{W}/{W})(?P<y3>[12]\d{{3}})(?!\d))",
        build_part_of_year,
        [
            Example("trong 6 tháng đầu năm 2025", "6 tháng đầu năm 2025", {"year": 2025, "months": (1, 6)}),
            Example("06 tháng cuối năm 2025", "06 tháng cuối năm 2025", {"year": 2025, "months": (7, 12)}),
            Example("9 tháng năm 2024", "9 tháng năm 2024", {"year": 2024, "months": (1, 9)}),
            Example("9 tháng đầu năm, toàn", "9 tháng đầu năm", {"year": None, "months": (1, 9)}),
            Example("3 quý đầu năm 2025", "3 quý đầu năm 2025", {"year": 2025, "months": (1, 9)}),
        ],
        ["6 tháng đầu năm học", "6 tháng đầu nhiệm kỳ", "13 tháng đầu năm", "6 tháng qua"],
        starts=number_starts,
    ),
    _rule(
        "part_of_year_in_words",
        rf"(?P<n>một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:{W1}một)?) {W1} (?P<unit>tháng|quý) {W1}(?P<side>đầu|cuối){W1}(?:của{W1})?năm(?:{W}{YEAR}|(?!\w|{W1}(?:học|\d)))",
        build_part_of_year,
        [
            Example("sáu tháng cuối năm", "sáu tháng cuối năm", {"year": None, "months": (7, 12)}),
            Example("chín tháng đầu năm 2025", "chín tháng đầu năm 2025", {"year": 2025, "months": (1, 9)}),
        ],
        ["sáu tháng cuối nhiệm kỳ"],
        ("tháng đầu", "tháng cuối", "quý đầu", "quý cuối"),
    ),
    _rule(
        "half_year",
        rf"nửa {W1} (?P<side>đầu|cuối) {W1} (?:của{W1})? năm (?:{W}{YEAR}|(?!\w|{W1}(?:học|\d)))",
        build_part_of_year,
        [
            Example("nửa đầu năm 2025", "nửa đầu năm 2025", {"year": 2025, "months": (1, 6)}),
            Example("trong nửa cuối năm", "nửa cuối năm", {"year": None, "months": (7, 12)}),
        ],
        ["nửa năm", "nửa đầu nhiệm kỳ"],
        ("nửa",),
    ),
    _rule(
        "school_year",
        rf"năm {W1} học {W1} {YEAR} {W}(?:{DASH}|/){W} {LAST_YEAR}",
        build_school_year,
        [Example("năm học 2023-2024", "năm học 2023-2024", {"year": 2023, "last_year": 2024, "months": (9, 5)})],
        ["năm học 2023-2025", "năm học mới"],
        ("năm",),
    ),
    _rule(
        "decade",
        rf"(?:những{W1}năm|thập{W1}(?:niên|k[ỷỉ])) {W1} (?P<y>[12]\d\d0) (?!/\w|\d|[.,]\d|{W}{DASH}{W}\d) (?!(?:{W},|{W1}(?:và|đến|tới)){W1}(?:năm{W1})?\d)",
        build_decade,
        [
            Example("trong những năm 1990, kinh tế", "những năm 1990", {"year": 1990, "last_year": 1999}),
            Example("thập niên 1980", "thập niên 1980", {"year": 1980, "last_year": 1989}),
        ],
        [
            "những năm 1990 đến 1995",
            "những năm 2020, 2021",
            "những năm 2020 và năm 2021",
            "những năm 1995",
            "những năm 80",
        ],
        ("những năm", "thập"),
    ),
    _rule(
        "year",
        rf"năm {W} {YEAR} (?!/\w) (?: {W}{DASH}{W} (?:năm{W1})? {LAST_YEAR} )?",
        build_years,
        [
            Example("trong năm 2023 và", "năm 2023", {"year": 2023, "last_year": None}),
            Example("năm 2021 - 2025", "năm 2021 - 2025", {"year": 2021, "last_year": 2025}),
        ],
        ["5 năm qua", "năm 2.025", "năm 20"],
        ("năm",),
    ),
    _rule(
        "years_of_plan",
        rf"(?<![\w.,/-])\d{{1,2}} {W1} năm {W1} {YEAR} {W}{DASH}{W} {LAST_YEAR}",
        build_years,
        [Example("kế hoạch 5 năm 2021-2025", "5 năm 2021-2025", {"year": 2021, "last_year": 2025})],
        ["5 năm 2021", "5 năm 2025-2021"],
        ("năm",),
        starts=number_starts,
    ),
    _rule(
        "period",
        rf"(?:giai{W1}đoạn|nhiệm{W1}k[ỳì]|thời{W1}k[ỳì]|niên{W1}(?:kh[oó][aá]|độ|vụ)|khoá|khóa|chu{W1}k[ỳì]) {W1} (?:từ{W1})? (?:năm{W})? {YEAR} {W}"
        rf"(?:{DASH}|/|đến|tới) {W} (?:hết{W1})? (?:năm{W})? {LAST_YEAR}",
        build_years,
        [
            Example("giai đoạn 2021 - 2025", "giai đoạn 2021 - 2025", {"year": 2021, "last_year": 2025}),
            Example("nhiệm kỳ 2020-2025", "nhiệm kỳ 2020-2025", {"year": 2020, "last_year": 2025}),
            Example("giai đoạn từ năm 2021 đến năm 2025", "giai đoạn từ năm 2021 đến năm 2025", {"last_year": 2025}),
            Example("niên khóa 2023/2024", "niên khóa 2023/2024", {"year": 2023, "last_year": 2024}),
        ],
        ["giai đoạn 2", "giai đoạn 2025-2021", "khóa xviii"],
    ),
    _rule(
        "open_period",
        rf"{OPEN_YEAR} {W}{DASH}{W} {LAST_YEAR} (?![\w/])",
        build_bare_years,
        [Example("trung hạn 2021-2025", "2021-2025", {"year": 2021, "last_year": 2025})],
        ["1500-2000 người", "2021-2025 hộ", "0912.2021-2025"],
        starts=number_starts,
    ),
    _rule(
        "open_year",
        r"(?: (?<![\w.,:/-])(?P<y>[12]\d{3}) | (?<=20\d\d/)(?P<y3>20\d\d) ) (?!\w|[.,]\d{1,3}(?!\d)|/(?!20\d\d(?![\w/]))|-\w)",
        build_bare_years,
        [
            Example("chỉ tiêu 2026", "2026", {"year": 2026}),
            Example("(năm trước, 2022 giải ngân)", "2022", {"year": 2022}),
        ],
        [
            "2025 người",
            "nghị định số 2025",
            "20259",
            "2.025",
            "iso 9001:2015",
            "bcđ2009",
            "qđ 2008/2009/qđ-bca",
            "phôi thép\ttấn\t1760\t2000\t1800",
            "từ 2000 đến 3000 con",
        ],
        starts=number_starts,
    ),
)


GRAMMAR: Grammar[Mention, None] = Grammar(RULES, lambda _: None)
