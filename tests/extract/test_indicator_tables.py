"""Indicators of tables: which columns count, what a row is called, its target, unit, status and period."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest

from vanban.extract.dates import find_dates
from vanban.extract.indicators import find_indicators
from vanban.extract.table_cells import clean_name, header_unit, known_unit, name_unit, read_quantity
from vanban.extract.table_columns import Role, find_roles, status_of
from vanban.model import Indicator, Letterhead
from vanban.read import read_text

FORMS = ("NFC", "NFD")
Row = tuple[str, str | None, str | None, str | None]  # name, value, target, status


def plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def indicators(text: str, *, form: str = "NFC", doc_type: str | None = "bao_cao", year: int = 2025) -> list[Indicator]:
    document = read_text(unicodedata.normalize(form, text), source="t.txt")
    letterhead = Letterhead(doc_type=doc_type, issued_on=dt.date(year, 12, 1))
    dates = find_dates(document.text, year=year)
    return [
        i
        for i in find_indicators(document, (), figures=(), dates=dates, names=(), letterhead=letterhead)
        if i.source == "table"
    ]


def rows(text: str, **options: object) -> list[Row]:
    return [(i.name, plain(i.value), plain(i.target), i.status) for i in indicators(text, **options)]  # type: ignore[arg-type]


def table(*lines: str) -> str:
    """Lay out a table as text has it: cells separated by tabs, here written as " | "."""
    return "\n".join("\t".join(cell.strip() for cell in line.split("|")) for line in lines) + "\n"


PLAN_AND_RESULT = table(
    "TT | Chỉ tiêu | ĐVT | Kế hoạch năm 2025 | Thực hiện năm 2025 | So sánh (%)",
    "I | Trồng trọt | | | | ",
    "1 | Diện tích gieo trồng | ha | 1.250 | 1.310 | 104,8",
    "2 | Sản lượng thóc | tấn | 7.400 | 7.265,5 | 98,2",
    "II | Chăn nuôi | | | | ",
    "1 | Tỷ lệ hộ nghèo | % | 4,5 | 3,9 | ",
)
MARKS = table(
    "STT | Chỉ tiêu | Mục tiêu 2025 | Cơ quan chủ trì | Tình hình thực hiện chỉ tiêu | Kết quả | | Ghi chú",
    " | | | | | Đạt | Chưa đạt | ",
    "1 | Tỷ lệ hồ sơ số hóa | 95% | Các sở | 97,8% | x | | ",
    "2 | Tỷ lệ cơ sở dữ liệu dùng chung | 35% | Các sở | 0 | | x | Đang làm",
    "3 | Tỷ lệ người dân dùng dịch vụ số | | | | | | ",
    "3.1 | Tỷ lệ người dân dùng dịch vụ số y tế | 80% | Sở Y tế | Chưa có cách đo | | x | ",
    "4 | Có 12 bác sĩ trên 01 vạn dân | 12 | Sở Y tế | | | | ",
)
GROUPS = table(
    "STT | Chương trình | Vốn đầu tư | | Vốn sự nghiệp | ",
    " | | Kế hoạch | Giải ngân | Kế hoạch | Giải ngân",
    "1 | Giảm nghèo | 276,0 | 84,5 | 298,4 | 10,1",
    "2 | Nông thôn mới | 108,4 | 53,2 | 64,8 | 52,2",
)
CASES: dict[str, tuple[str, list[Row]]] = {
    "plan and result; headings of groups give none": (
        PLAN_AND_RESULT,
        [
            ("Diện tích gieo trồng", "1310", "1250", "met"),
            ("Sản lượng thóc", "7265.5", "7400", "not_met"),
            ("Tỷ lệ hộ nghèo", "3.9", "4.5", "met"),
        ],
    ),
    "marks outrank prose; a column of prose and numbers gives values; a parent row gives none": (
        MARKS,
        [
            ("Tỷ lệ hồ sơ số hóa", "97.8", "95", "met"),
            ("Tỷ lệ cơ sở dữ liệu dùng chung", "0", "35", "not_met"),
            ("Tỷ lệ người dân dùng dịch vụ số y tế", None, "80", "not_met"),
            ("bác sĩ trên 01 vạn dân", None, "12", None),
        ],
    ),
    "groups of columns give one each": (
        GROUPS,
        [
            ("Vốn đầu tư Giảm nghèo", "84.5", "276", "not_met"),
            ("Vốn sự nghiệp Giảm nghèo", "10.1", "298.4", "not_met"),
            ("Vốn đầu tư Nông thôn mới", "53.2", "108.4", "not_met"),
            ("Vốn sự nghiệp Nông thôn mới", "52.2", "64.8", "not_met"),
        ],
    ),
    "of two periods the later counts": (
        table(
            "STT | Nội dung | Năm 2024 | 6 tháng đầu năm 2025",
            "1 | Cơ sở thiếu thuốc | 214 | 97",
            "2 | Cơ sở thiếu vật tư | 356 | 188",
        ),
        [("Cơ sở thiếu thuốc", "97", None, None), ("Cơ sở thiếu vật tư", "188", None, None)],
    ),
    "a running total outranks the month": (
        table(
            "TT | Chỉ tiêu | ĐVT | KH 2025 | TH tháng 10 | Lũy kế | So KH (%)",
            "1 | Thu ngân sách | triệu đồng | 9.000 | 610 | 9.120 | 101,3",
        ),
        [("Thu ngân sách", "9120", "9000", "met")],
    ),
    "a table of one row without names: the title names the total": (
        "THỐNG KÊ SỐ LƯỢNG CÁN BỘ CHUYÊN TRÁCH\n\n" + table("Tổng số | Tiến sĩ | Thạc sĩ | Đại học", "14 | 1 | 5 | 8"),
        [("SỐ LƯỢNG CÁN BỘ CHUYÊN TRÁCH", "14", None, None)],
    ),
    "places do not stand alone: the column says what is measured": (
        table(
            "STT | Địa phương | Khối lượng phải xử lý (tấn) | Đã xử lý (tấn) | Tỷ lệ (%)",
            "1 | Xã Hòa An | 120 | 118 | 98,3",
            "2 | Toàn tỉnh | 640 | 640 | 100",
        ),
        [("Đã xử lý Xã Hòa An", "118", "120", "not_met"), ("Đã xử lý Toàn tỉnh", "640", "640", "met")],
    ),
    "words that judge": (
        table(
            "STT | Chỉ tiêu | Kế hoạch | Thực hiện | Đánh giá",
            "1 | Trẻ ra lớp | 99 | 98 | Chưa đạt",
            "2 | Giao quân | 68 | 68 | Đạt",
            "3 | Lượt khách | 900 | 500 | Đang thực hiện",
        ),
        [
            ("Trẻ ra lớp", "98", "99", "not_met"),
            ("Giao quân", "68", "68", "met"),
            ("Lượt khách", "500", "900", "in_progress"),
        ],
    ),
    "names that lean on the row above": (
        table(
            "STT | Chỉ tiêu | ĐVT | Kế hoạch | Kết quả",
            "1 | Tỷ lệ hồ sơ đúng hạn | | | ",
            " | - Cấp tỉnh | % | 98 | 99",
            " | - Cấp xã | % | 95 | 91",
        ),
        [
            ("Tỷ lệ hồ sơ đúng hạn Cấp tỉnh", "99", "98", "met"),
            ("Tỷ lệ hồ sơ đúng hạn Cấp xã", "91", "95", "not_met"),
        ],
    ),
    "this year's plan beside last year's result judges nothing": (
        table(
            "TT | Mục tiêu | Đơn vị | Thực hiện năm 2025 | Mục tiêu năm 2026",
            "1 | Hồ sơ trực tuyến | % | 41 | 65",
            "2 | Hộ thanh toán số | hộ | 120 | 310",
        ),
        [("Hồ sơ trực tuyến", "41", "65", None), ("Hộ thanh toán số", "120", "310", None)],
    ),
    "the amended plan counts": (
        table(
            "STT | Danh mục dự án | Kế hoạch đã giao | Tăng | Giảm | Kế hoạch sau điều chỉnh",
            "1 | Đường liên xã | 300 | | 120 | 180",
            "2 | Trường nội trú | 85 | 40 | | 125",
        ),
        [("Đường liên xã", None, "180", None), ("Trường nội trú", None, "125", None)],
    ),
    "words and agencies only: none": (
        table("STT | Nội dung | Cơ quan chủ trì", "1 | Rà soát quy trình | Sở Nội vụ", "2 | Tập huấn | UBND cấp xã"),
        [],
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CASES)
def test_rows(name: str, form: str) -> None:
    text, expected = CASES[name]
    assert rows(text, form=form) == expected


def test_a_plan_sets_targets() -> None:
    text = "PHÂN KỲ KINH PHÍ\n\n" + table("STT | Nguồn | Số tiền (tỷ đồng)", "1 | Tỉnh | 284,0", "2 | Xã | 96,4")
    found = indicators(text, doc_type="ke_hoach")
    assert [(i.name, i.value, plain(i.target), i.target_unit) for i in found] == [
        ("Tỉnh", None, "284", "tỷ đồng"),
        ("Xã", None, "96.4", "tỷ đồng"),
    ]
    told = indicators(text.replace("PHÂN KỲ", "TÌNH HÌNH"), doc_type="bao_cao")
    assert [(plain(i.value), i.unit) for i in told] == [("284", "tỷ đồng"), ("96.4", "tỷ đồng")]


def test_units_come_from_column_caption_header_name_or_cell() -> None:
    found = indicators(PLAN_AND_RESULT)
    assert [(i.unit, i.target_unit) for i in found] == [("ha", "ha"), ("tấn", "tấn"), ("%", "%")]
    caption = "Đơn vị tính: triệu đồng\n\n" + table("TT | Khoản thu | Dự toán | Ước thực hiện", "1 | Thuế | 125 | 139")
    assert [(i.unit, i.target_unit, i.comparator) for i in indicators(caption)] == [("triệu đồng", "triệu đồng", "~")]
    cells = table("TT | Chỉ tiêu | Kế hoạch | Kết quả", "1 | Thôn có mạng | 14 thôn | 12/14 thôn")
    assert [(plain(i.value), plain(i.value2), i.unit) for i in indicators(cells)] == [("12", "14", "thôn")]


def test_the_period_is_that_of_the_value() -> None:
    text = table("TT | Chỉ tiêu | Kế hoạch năm 2026 | Kết quả quý I", "1 | Số hộ | 90 | 31")
    (found,) = indicators(text, year=2026)
    assert found.period == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


def test_the_span_covers_the_row() -> None:
    document = read_text(PLAN_AND_RESULT, source="t.txt")
    found = find_indicators(document, (), figures=(), dates=(), names=(), letterhead=Letterhead())
    quoted = found[0].span.of(document.text)
    assert quoted.startswith("1")
    assert "Diện tích gieo trồng" in quoted
    assert quoted.endswith("104,8")


def test_normative_acts_measure_nothing() -> None:
    assert indicators(PLAN_AND_RESULT, doc_type="thong_tu") == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("97,8%", ("97.8", None, "%", None)),
        ("1.250", ("1250", None, None, None)),
        ("≥ 95%", ("95", None, "%", ">=")),
        ("<5", ("5", None, None, "<")),
        ("-3,5", ("-3.5", None, None, None)),
        ("3/5", ("3", "5", None, None)),
        ("12.846/14.310 người", ("12846", "14310", "người", None)),
        ("100% (25/25)", ("100", None, "%", None)),
        ("trên 70%", ("70", None, "%", ">")),
        ("45 xã", ("45", None, "xã", None)),
        ("Đã cấp ngày 12/3/2025 cho 45 hộ", ("45", None, "hộ", None)),
        ("", None),
        ("-", None),
        ("x", None),
        ("Đang triển khai", None),
        ("Quý I/2026", None),
    ],
)
def test_read_quantity(cell: str, expected: tuple[str | None, ...] | None) -> None:
    found = read_quantity(cell)
    assert (found and (plain(found.value), plain(found.value2), found.unit, found.comparator)) == expected


@pytest.mark.parametrize(
    ("cell", "name", "unit"),
    [
        ("- Đàn bò", "Đàn bò", None),
        ("1.2. Tỷ lệ hộ nghèo (%)", "Tỷ lệ hộ nghèo", "%"),
        ("Trong đó: BHXH tự nguyện", "BHXH tự nguyện", None),
        ("Sản lượng lúa, tấn", "Sản lượng lúa", "tấn"),
        ("Vốn xã hội hóa, doanh nghiệp", "Vốn xã hội hóa, doanh nghiệp", None),
        ("Tư vấn từ xa (Telehealth)", "Tư vấn từ xa (Telehealth)", None),
        ("Có 8 người làm nghiên cứu", "người làm nghiên cứu", None),
        ("Phấn đấu đạt trên 70% hồ sơ trực tuyến", "hồ sơ trực tuyến", None),
        ("Tỷ lệ hộ dùng nước sạch đạt 95%", "Tỷ lệ hộ dùng nước sạch", None),
    ],
)
def test_clean_name(cell: str, name: str, unit: str | None) -> None:
    assert clean_name(cell) == (name, unit)


def test_units_in_words() -> None:
    assert header_unit("Giải ngân (triệu đồng)") == "triệu đồng"
    assert header_unit("Năm 2025 / Tỷ lệ (%)") == "%"
    assert header_unit("Nguồn (CTMTQG)") is None
    assert known_unit("khảo sát của Sở") is None
    assert name_unit("Tỷ lệ chậm đóng") == "%"
    assert name_unit("Số bác sĩ trên vạn dân") == "bác sĩ"
    assert name_unit("Đàn bò") is None


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Đạt", "met"), ("Vượt kế hoạch", "met"), ("Đã hoàn thành", "met"), ("Đạt, vượt", "met"), ("Chưa đạt", "not_met"),
        ("Không hoàn thành", "not_met"), ("Đang thực hiện", "in_progress"), ("Các sở, ban, ngành", None), ("", None),
    ],
)  # fmt: skip
def test_status_of(words: str, status: str | None) -> None:
    assert status_of(words) == status


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("STT", ("1", "2"), Role.ROW_NUMBER),
        ("Chỉ tiêu", ("Tỷ lệ nước sạch", "Số hộ nghèo"), Role.NAME),
        ("Tên nhiệm vụ", ("Rà soát", "Tập huấn"), Role.TASK),
        ("Đơn vị tính", ("ha", "%"), Role.UNIT),
        ("Chỉ tiêu 2026", ("100%", "50%"), Role.TARGET),
        ("Kế hoạch vốn / Tổng số", ("12", "15"), Role.TARGET),
        ("Tổng số phải thực hiện", ("12", "15"), Role.TARGET),
        ("Đăng ký", ("12", "15"), Role.TARGET),
        ("Số đăng ký đầu năm", ("12", "15"), Role.TARGET),
        ("Đăng ký khai tử", ("12", "15"), Role.VALUE),
        ("Tình hình thực hiện chỉ tiêu", ("97%", "Chưa có số liệu"), Role.VALUE),
        ("Năm 2025 / Ước TH", ("12", "15"), Role.VALUE),
        ("Cùng kỳ năm trước", ("12", "15"), Role.EARLIER),
        ("Tỷ lệ (%)", ("12", "15"), Role.COMPARISON),
        ("So sánh / TH với KH", ("12", "15"), Role.COMPARISON),
        ("Còn lại", ("12", "15"), Role.COMPARISON),
        ("Kết quả / Đạt", ("x", ""), Role.STATUS),
        ("Đánh giá", ("Đạt", "Chưa đạt"), Role.STATUS),
        ("Mô tả", ("Đã ban hành", "Đang chờ"), Role.REMARK),
        ("Sản phẩm", ("Báo cáo", "Kế hoạch"), Role.PRODUCT),
        ("Cơ quan chủ trì", ("Sở Y tế", "Sở Nội vụ"), Role.OTHER),
    ],
)
def test_roles(header: str, cells: tuple[str, str], role: Role) -> None:
    headers = ["Nội dung", header, "Thực hiện"] if role not in (Role.NAME, Role.TASK) else [header, "Thực hiện"]
    body = [["a b", cell, "5"] if len(headers) == 3 else [cell, "5"] for cell in cells]
    assert find_roles(headers, body)[headers.index(header)].role is role
