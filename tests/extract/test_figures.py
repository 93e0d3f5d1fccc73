"""Figures: what is quoted, its numbers, unit, comparator and amount."""

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal

import pytest

from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.model import Span
from vanban.text import nfc

Found = tuple[str, str, str, str | None, str | None, str | None, str]


def plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def found(text: str) -> list[Found]:
    figures = find_figures(text, blocked=[date.span for date in find_dates(text, year=2025)])
    rows: list[Found] = []
    for figure in figures:
        assert figure.text == figure.span.of(text)
        assert figure.amount is not None
        amount = plain(figure.amount) or ""
        rows.append(
            (
                figure.text,
                figure.kind,
                plain(figure.value) or "",
                plain(figure.value2),
                figure.unit,
                figure.comparator,
                amount,
            )
        )
    return rows


def percent(text: str, value: str, comparator: str | None = None) -> Found:
    return (text, "percent", value, None, "%", comparator, value)


def count(text: str, value: str, unit: str, comparator: str | None = None) -> Found:
    return (text, "count", value, None, unit, comparator, value)


def measure(text: str, value: str, unit: str, comparator: str | None = None) -> Found:
    return (text, "measure", value, None, unit, comparator, value)


def money(text: str, value: str, unit: str, amount: str, comparator: str | None = None) -> Found:
    return (text, "money", value, None, unit, comparator, amount)


def ratio(text: str, value: str, value2: str, unit: str | None, amount: str | None = None) -> Found:
    return (text, "ratio", value, value2, unit, None, amount or value)


def between(text: str, low: str, high: str, unit: str, amount: str | None = None) -> Found:
    return (text, "range", low, high, unit, None, amount or low)


PERCENTS: list[tuple[str, list[Found]]] = [
    ("đạt 97,8% kế hoạch", [percent("97,8%", "97.8")]),
    ("đạt 72,5%/80% kế hoạch", [percent("72,5%", "72.5"), percent("80%", "80")]),
    ("tăng 12,5 % so với cùng kỳ", [percent("12,5 %", "12.5")]),
    ("tăng 9%/năm", [("9%/năm", "percent", "9", None, "%/năm", None, "9")]),
    ("đạt trên 80%", [percent("trên 80%", "80", ">")]),
    ("đạt 80% trở lên", [percent("80% trở lên", "80", ">=")]),
    ("chưa đạt 10%", [percent("chưa đạt 10%", "10", "<")]),
    ("tối thiểu 70%", [percent("tối thiểu 70%", "70", ">=")]),
    ("ước đạt 95%", [percent("ước đạt 95%", "95", "~")]),
    ("cao hơn 5% so với", [percent("5%", "5")]),  # a difference, no bound
    ("khoảng 60-70%", [("khoảng 60-70%", "range", "60", "70", "%", "~", "60")]),
    ("giảm 30% (ba mươi phần trăm) mức phí", [percent("30%", "30")]),
    ("tăng 30% (năm trước 20%)", [percent("30%", "30"), percent("20%", "20")]),
    ("100% công chức", [percent("100%", "100")]),
]

MONEY: list[tuple[str, list[Found]]] = [
    ("dự toán là 187 tỷ đồng", [money("187 tỷ đồng", "187", "tỷ đồng", "187000000000")]),
    ("tổng kinh phí 172,35 tỷ đồng", [money("172,35 tỷ đồng", "172.35", "tỷ đồng", "172350000000")]),
    ("gần 1.000 tỷ đồng", [money("gần 1.000 tỷ đồng", "1000", "tỷ đồng", "1000000000000", "~")]),
    ("thu 2 nghìn tỷ đồng", [money("2 nghìn tỷ đồng", "2", "nghìn tỷ đồng", "2000000000000")]),
    ("hỗ trợ 500 triệu.", [money("500 triệu", "500", "triệu đồng", "500000000")]),
    ("phí 1.490.000 đồng", [money("1.490.000 đồng", "1490000", "đồng", "1490000")]),
    ("giá 50.000đ/vé", [money("50.000đ/vé", "50000", "đồng/vé", "50000")]),
    ("58 triệu đồng/người/năm", [money("58 triệu đồng/người/năm", "58", "triệu đồng/người/năm", "58000000")]),
    ("vốn 5 triệu USD", [money("5 triệu USD", "5", "triệu USD", "5000000")]),
    ("vay 12,5 triệu EUR", [money("12,5 triệu EUR", "12.5", "triệu EUR", "12500000")]),
    ("thu 18 450 000 đồng", [money("18 450 000 đồng", "18450000", "đồng", "18450000")]),
    ("vốn $30 triệu", [money("$30 triệu", "30", "triệu USD", "30000000")]),
    ("chi 2.000.000 đồng (Bằng chữ: Hai triệu đồng).", [money("2.000.000 đồng", "2000000", "đồng", "2000000")]),
    ("1 tỷ 200 triệu đồng", [money("1 tỷ 200 triệu đồng", "1.2", "tỷ đồng", "1200000000")]),
]

COUNTS: list[tuple[str, list[Found]]] = [
    ("đào tạo 137 chuyên gia chuyển đổi số", [count("137 chuyên gia", "137", "chuyên gia")]),
    ("của 95 xã, phường cho thấy", [count("95 xã, phường", "95", "xã, phường")]),
    (
        "có 358 cán bộ, công chức, viên chức làm công tác",
        [count("358 cán bộ, công chức, viên chức", "358", "cán bộ, công chức, viên chức")],
    ),
    ("25 dịch vụ công thiết yếu", [count("25 dịch vụ công", "25", "dịch vụ công")]),
    ("với hơn 4.700 người tham gia", [count("hơn 4.700 người", "4700", "người", ">")]),
    ("khám cho 12.450 lượt người", [count("12.450 lượt người", "12450", "lượt người")]),
    ("có **25** dịch vụ công", [count("25** dịch vụ công", "25", "dịch vụ công")]),  # bold in Markdown
    ("đàn bò 17.919 con/14.066 con", [ratio("17.919 con/14.066 con", "17919", "14066", "con")]),
    (
        "tiếp nhận 12.345 hồ sơ, trong đó trực tuyến 11.002 (đạt 89,1%).",
        [count("12.345 hồ sơ", "12345", "hồ sơ"), count("11.002", "11002", "hồ sơ"), percent("89,1%", "89.1")],
    ),
    (
        "Số vụ trộm tăng 18 (+7,8%), số đối tượng bị bắt giảm 6 (-2%).",
        [count("18", "18", "vụ"), percent("7,8%", "7.8"), count("6", "6", "đối tượng"), percent("-2%", "-2")],
    ),
    ("có 90 hộ thuê bến, tăng 12 so với năm ngoái", [count("90 hộ", "90", "hộ")]),
    ("Tổng số hồ sơ đã tiếp nhận là 12.345.", [count("12.345", "12345", "hồ sơ")]),
    ("có 5 TTHC và 12 CBQL", [count("5 TTHC", "5", "TTHC"), count("12 CBQL", "12", "CBQL")]),
    ("1,5 triệu lượt", [("1,5 triệu lượt", "count", "1.5", None, "triệu lượt", None, "1500000")]),
    ("họp 1 lần/tháng", [count("1 lần/tháng", "1", "lần/tháng")]),
    ("tăng gấp 2 lần", [count("2 lần", "2", "lần")]),
    ("Trên 3 lĩnh vực này, tỉnh cần", [count("3 lĩnh vực", "3", "lĩnh vực")]),
    ("Trên 300 hộ đã nhận", [count("Trên 300 hộ", "300", "hộ", ">")]),
    ("không quá 05 hồ sơ", [count("không quá 05 hồ sơ", "5", "hồ sơ", "<=")]),
    ("từ 03 người trở lên", [count("từ 03 người trở lên", "3", "người", ">=")]),
    ("nuôi 12 trâu", [count("12 trâu", "12", "trâu")]),  # not in the lexicon
    ("cấp 1.200 giấy chứng nhận", [count("1.200 giấy chứng nhận", "1200", "giấy chứng nhận")]),
    ("trong số 45 chỉ tiêu", [count("45 chỉ tiêu", "45", "chỉ tiêu")]),
    ("UBND 75 xã, phường.", [count("75 xã, phường", "75", "xã, phường")]),
    ("trên địa bàn có 12 Hệ thống", [count("12 Hệ thống", "12", "Hệ thống")]),
    ("12 hồ sơ, hồ sơ trễ hạn", [count("12 hồ sơ", "12", "hồ sơ")]),
    ("gồm 120 nam, 85 nữ", [count("120 nam", "120", "nam"), count("85 nữ", "85", "nữ")]),
    ("sáp nhập hai mươi lăm xã", [count("hai mươi lăm xã", "25", "xã")]),
    ("có ba đơn vị chưa nộp", [count("ba đơn vị", "3", "đơn vị")]),
    ("với hai nội dung sau", [count("hai nội dung", "2", "nội dung")]),
    ("Năm xã đã đạt chuẩn", [count("Năm xã", "5", "xã")]),
    (
        "lập 04 (bốn) bản, mỗi bên giữ 02 (hai) bản",
        [count("04 (bốn) bản", "4", "bản"), count("02 (hai) bản", "2", "bản")],
    ),
    ("cử hai mươi (20) cán bộ", [count("hai mươi (20) cán bộ", "20", "cán bộ")]),
    ("chọn 07 (tám) hộ", []),  # which of the two holds?
    ("một trăm linh năm hộ", [count("một trăm linh năm hộ", "105", "hộ")]),
]

RATIOS_AND_RANGES: list[tuple[str, list[Found]]] = [
    ("có 11/46 chỉ tiêu đã đạt", [ratio("11/46 chỉ tiêu", "11", "46", "chỉ tiêu")]),
    ("giải ngân 3,5/50 tỷ đồng", [ratio("3,5/50 tỷ đồng", "3.5", "50", "tỷ đồng", "3500000000")]),
    (
        "giải ngân hơn 4/50 tỷ đồng",
        [("hơn 4/50 tỷ đồng", "ratio", "4", "50", "tỷ đồng", ">", "4000000000")],
    ),
    (
        "17/17 huyện, thị xã, thành phố đã",
        [ratio("17/17 huyện, thị xã, thành phố", "17", "17", "huyện, thị xã, thành phố")],
    ),
    ("đã trồng 14 trên 20 tuyến phố", [ratio("14 trên 20 tuyến", "14", "20", "tuyến")]),
    ("mưa phổ biến 40-70mm", [between("40-70mm", "40", "70", "mm")]),
    ("ngập sâu 0,5-0,8m", [between("0,5-0,8m", "0.5", "0.8", "m")]),
    ("tăng 4-6%/năm", [("4-6%/năm", "range", "4", "6", "%/năm", None, "4")]),
    ("5/8 xã", [ratio("5/8 xã", "5", "8", "xã")]),
    ("đạt 45/50,", [ratio("45/50", "45", "50", None)]),
    ("ít nhất 2/3 tổng số đại biểu", [("ít nhất 2/3", "ratio", "2", "3", None, ">=", "2")]),
    ("hai phần ba số phiếu", [ratio("hai phần ba", "2", "3", None)]),
    ("phụ trách từ 04 đến 05 Hệ thống", [between("từ 04 đến 05 Hệ thống", "4", "5", "Hệ thống")]),
    ("trong 5-7 ngày", [between("5-7 ngày", "5", "7", "ngày")]),
    ("từ 10 tỷ đồng đến 20 tỷ đồng", [between("từ 10 tỷ đồng đến 20 tỷ đồng", "10", "20", "tỷ đồng", "10000000000")]),
    ("từ 30 đến dưới 50 người", [between("từ 30 đến dưới 50 người", "30", "50", "người")]),
    ("tăng từ 12 xã lên 15 xã", [count("12 xã", "12", "xã"), count("15 xã", "15", "xã")]),
    ("đứng thứ 3/63 tỉnh, thành phố", [("3/63 tỉnh, thành phố", "rank", "3", "63", "tỉnh, thành phố", None, "3")]),
    ("xếp hạng 12 cả nước", [("12", "rank", "12", None, None, None, "12")]),
]

MEASURES: list[tuple[str, list[Found]]] = [
    ("trong 25 ngày làm việc", [measure("25 ngày làm việc", "25", "ngày làm việc")]),
    ("thí điểm 03 tháng", [measure("03 tháng", "3", "tháng")]),
    ("quá 5 ngày", [measure("quá 5 ngày", "5", "ngày", ">")]),
    ("trong 48 giờ", [measure("48 giờ", "48", "giờ")]),
    ("trồng 12,5 ha", [measure("12,5 ha", "12.5", "ha")]),
    ("dài 15km", [measure("15km", "15", "km")]),
    ("diện tích 1.200 m2", [measure("1.200 m2", "1200", "m2")]),
    ("công suất 50 MW", [measure("50 MW", "50", "MW")]),
    ("năng suất 62 tạ/ha", [measure("62 tạ/ha", "62", "tạ/ha")]),
    ("từ đủ 18 tuổi trở lên", [measure("từ đủ 18 tuổi trở lên", "18", "tuổi", ">=")]),
    ("sản lượng 2 triệu tấn", [("2 triệu tấn", "measure", "2", None, "triệu tấn", None, "2000000")]),
    ("nước mặn 2,5‰", [measure("2,5‰", "2.5", "‰")]),
    ("gửi trong 03 (ba) ngày làm việc", [measure("03 (ba) ngày làm việc", "3", "ngày làm việc")]),
    ("hạn chót là bốn mươi lăm (45) ngày", [measure("bốn mươi lăm (45) ngày", "45", "ngày")]),
    ("giữ tối thiểu 05 (năm) năm", [measure("tối thiểu 05 (năm) năm", "5", "năm", ">=")]),
    ("nghỉ chín mươi ngày (90 ngày) rồi", [measure("chín mươi ngày", "90", "ngày")]),
    ("hoãn 2 tháng (60 ngày)", [measure("2 tháng", "2", "tháng"), measure("60 ngày", "60", "ngày")]),
    ("trong 2 năm 2021 và 2022", [measure("2 năm", "2", "năm")]),
]


@pytest.mark.parametrize(("text", "expected"), [*PERCENTS, *MONEY, *COUNTS, *RATIOS_AND_RANGES, *MEASURES])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_figures(text: str, expected: list[Found], form: str) -> None:
    assert found(nfc(unicodedata.normalize(form, text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ngày 22/8/2025, năm 2026, giai đoạn 2021-2025, quý III/2026",
        "6 tháng đầu năm, 5 năm 2021-2025",
        "ngày 7/5 và sáng 08/5",
        "Điều 5 quy định; khoản 2 Điều 7; các khoản 1, 2 và 3 Điều 8",
        "Phụ lục 3 kèm theo, mục 1, Chương 2",
        "1. Kết quả\n2.3 Công tác chỉ đạo\n(1) Hệ thống; 2) Cổng",
        "3 Phòng Tổ chức",
        "điện thoại 0912.345.678, fax 0263 3822 311",
        "Kỳ họp thứ 23, lần thứ 8, khóa XVIII, Đại hội 13",
        "mức độ 2 cho các xã, cấp 3, mạng 4G, 5G, phiên bản 3.0, loại 1",
        "Ban Chỉ đạo 1287 tỉnh, Quốc lộ 1A, Đề án 06 của, Tổ 3 phường, thôn 5 xã, đường 30/4",
        "đường dây 110kV, 220 kV",
        "trực 24/7, mở cửa 24/24",
        "lúc 17 giờ 30, từ 8 giờ đến 17 giờ",
        "tỷ lệ 1/500, bản đồ 1/2000",
        "số 57-NQ/TW, 1152/SNNMT-QLĐĐ",
        "sau khi hợp nhất hai tỉnh, một trong ba khâu đột phá",
        "một số xã, một dự án, hai bên, thứ hai, trong năm đơn vị đã",
        "xã Ba Vì, Hai Bà Trưng",
        "covid-19 lây lan, ISO 9001:2015",
        "năm 2022 giải ngân chậm",
        "(Đơn vị tính: 1.000 đồng)",
        "Nghị quyết 57 tạo, Kế hoạch 65 của",
        "sản phẩm 3 sao",
        "số nhà 27/14 đường Cây Bàng, thửa b/9 hộ",
        "báo cáo trước ngày 20 tháng 6 năm kế tiếp, nộp vào ngày 05 tháng đầu của quý",
        "theo các Điều 6, 7 và 9 Quy chế, khoản 1, 4 Nội quy",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_figures(text: str, form: str) -> None:
    assert found(nfc(unicodedata.normalize(form, text))) == []


def test_nothing_is_read_in_blocked_spans() -> None:
    text = "Quyết định 12 người của 3 xã"
    blocked = [Span(0, len("Quyết định 12"))]
    assert [figure.text for figure in find_figures(text, blocked=blocked)] == ["3 xã"]
    assert find_figures(text, blocked=[Span(0, 20), Span(5, len(text))]) == []


def test_offsets_hold_after_letters_that_grow_in_lower_case() -> None:
    assert found("İSTANBUL có 12 xã") == [count("12 xã", "12", "xã")]


def test_guessed_units_score_lower_than_known_ones() -> None:
    known, guessed = find_figures("có 12 xã và 15 trâu")
    assert known.score > guessed.score


@pytest.mark.parametrize(
    "piece", ["1.", "12 ", "1/", "từ 1 đến ", "hai mươi ", "xã, ", "triệu ", "trên ", "12.345, ", "12 xã, "]
)
def test_time_grows_with_length_only(piece: str) -> None:
    # what patterns begin with, over and over: quadratic work would take minutes
    started = time.process_time()
    find_figures((piece * 100_000)[:100_000])
    assert time.process_time() - started < 10
