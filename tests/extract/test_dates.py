"""Dates: what is quoted, which days it covers, and the word that bounds it."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata

import pytest

from vanban.extract.dates import find_dates
from vanban.text import nfc

Found = tuple[str, str, str, str | None]


def found(text: str, *, year: int | None = None, reference_date: dt.date | None = None) -> list[Found]:
    dates = find_dates(text, year=year, reference_date=reference_date)
    for date in dates:
        assert date.text == date.span.of(text)
    return [(date.text, date.start.isoformat(), date.end.isoformat(), date.mod) for date in dates]


def day(text: str, iso: str, mod: str | None = None) -> Found:
    return (text, iso, iso, mod)


def whole_year(text: str, year: int, mod: str | None = None) -> Found:
    return (text, f"{year}-01-01", f"{year}-12-31", mod)


COMPLETE: list[tuple[str, list[Found]]] = [
    # days
    ("Lai Châu, ngày 05 tháng 8 năm 2025", [day("ngày 05 tháng 8 năm 2025", "2025-08-05")]),
    ("NGÀY 05 THÁNG 8 NĂM 2025", [day("NGÀY 05 THÁNG 8 NĂM 2025", "2025-08-05")]),
    ("Kế hoạch số 74/KH-UBND, ngày 22/8/2025 về", [day("ngày 22/8/2025", "2025-08-22")]),
    ("nộp ngày 22-8-2025.", [day("ngày 22-8-2025", "2025-08-22")]),
    ("ngày 22.8.2025", [day("ngày 22.8.2025", "2025-08-22")]),
    ("ngày 22 / 8 / 2025", [day("ngày 22 / 8 / 2025", "2025-08-22")]),
    ("ngày22/8/2025", [day("ngày22/8/2025", "2025-08-22")]),
    ("(22/8/2025)", [day("22/8/2025", "2025-08-22")]),
    ("ngày 05\ntháng 8 năm 2025", [day("ngày 05\ntháng 8 năm 2025", "2025-08-05")]),
    ("ngày 28 tháng 4/2026", [day("ngày 28 tháng 4/2026", "2026-04-28")]),
    ("ngày **05** tháng 8 năm 2025", [day("ngày **05** tháng 8 năm 2025", "2025-08-05")]),
    ("Hải Dương, ngày\n05 tháng 6 năm 2023", [day("ngày\n05 tháng 6 năm 2023", "2023-06-05")]),
    ("ngày 29/02/2024", [day("ngày 29/02/2024", "2024-02-29")]),
    ("Quốc khánh 02 tháng 9 năm 1945", [day("02 tháng 9 năm 1945", "1945-09-02")]),
    ("2025-08-05", [day("2025-08-05", "2025-08-05")]),
    # blank days
    ("Báo cáo số: /BC-VP ngày /4/2026 của", [("ngày /4/2026", "2026-04-01", "2026-04-30", None)]),
    ("ngày … tháng 4 năm 2026", [("ngày … tháng 4 năm 2026", "2026-04-01", "2026-04-30", None)]),
    ("ngày      tháng 02 năm 2024", [("ngày      tháng 02 năm 2024", "2024-02-01", "2024-02-29", None)]),
    ("ngày ..../..../2026", [whole_year("ngày ..../..../2026", 2026)]),
    ("ngày tháng năm 2026", [whole_year("ngày tháng năm 2026", 2026)]),
    # months and quarters
    ("trong tháng 12/2025 và", [("tháng 12/2025", "2025-12-01", "2025-12-31", None)]),
    ("tháng 12 năm 2025", [("tháng 12 năm 2025", "2025-12-01", "2025-12-31", None)]),
    ("tháng mười hai năm 2025", [("tháng mười hai năm 2025", "2025-12-01", "2025-12-31", None)]),
    ("T6/2025", [("T6/2025", "2025-06-01", "2025-06-30", None)]),
    ("trong quý III/2026", [("quý III/2026", "2026-07-01", "2026-09-30", None)]),
    ("Quý I năm 2026", [("Quý I năm 2026", "2026-01-01", "2026-03-31", None)]),
    ("quý 4 năm 2025", [("quý 4 năm 2025", "2025-10-01", "2025-12-31", None)]),
    # parts of a year
    ("6 tháng đầu năm 2025", [("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30", None)]),
    ("sáu tháng cuối năm 2025", [("sáu tháng cuối năm 2025", "2025-07-01", "2025-12-31", None)]),
    ("9 tháng năm 2024", [("9 tháng năm 2024", "2024-01-01", "2024-09-30", None)]),
    ("nửa đầu năm 2025", [("nửa đầu năm 2025", "2025-01-01", "2025-06-30", None)]),
    ("6T/2025", [("6T/2025", "2025-01-01", "2025-06-30", None)]),
    # years and periods
    ("trong năm 2023,", [whole_year("năm 2023", 2023)]),
    ("các năm 2021, 2022", [whole_year("năm 2021", 2021), whole_year("2022", 2022)]),
    ("Chỉ tiêu 2026", [whole_year("2026", 2026)]),
    ("STT\tKế hoạch 2025\tThực hiện 2024", [whole_year("2025", 2025), whole_year("2024", 2024)]),
    ("So sánh 2025/2024 (%)", [whole_year("2025", 2025), whole_year("2024", 2024)]),
    ("năm học 2023-2024", [("năm học 2023-2024", "2023-09-01", "2024-05-31", None)]),
    ("Năm học 2023 – 2024", [("Năm học 2023 – 2024", "2023-09-01", "2024-05-31", None)]),
    ("giai đoạn 2021-2025", [("giai đoạn 2021-2025", "2021-01-01", "2025-12-31", None)]),
    ("nhiệm kỳ 2020 - 2025", [("nhiệm kỳ 2020 - 2025", "2020-01-01", "2025-12-31", None)]),
    ("kế hoạch 5 năm 2021-2025", [("5 năm 2021-2025", "2021-01-01", "2025-12-31", None)]),
    ("trung hạn 2021-2025", [("2021-2025", "2021-01-01", "2025-12-31", None)]),
    ("niên độ 2023-2024", [("niên độ 2023-2024", "2023-01-01", "2024-12-31", None)]),
    ("năm 2024 - 2025", [("năm 2024 - 2025", "2024-01-01", "2025-12-31", None)]),
    # hours stay outside
    ("lúc 17 giờ 30 ngày 20/12/2025", [day("ngày 20/12/2025", "2025-12-20")]),
]

BOUNDED: list[tuple[str, list[Found]]] = [
    ("trước 15/01/2026", [day("15/01/2026", "2026-01-15", "before")]),
    ("Trước ngày 30/11/2026", [day("ngày 30/11/2026", "2026-11-30", "before")]),
    ("kể từ ngày 01/01/2026", [day("ngày 01/01/2026", "2026-01-01", "after")]),
    ("sau ngày 01/7/2025", [day("ngày 01/7/2025", "2025-07-01", "after")]),
    ("từ năm 2021 đến nay", [whole_year("năm 2021", 2021, "after")]),
    ("tính đến 30/9/2025", [day("30/9/2025", "2025-09-30", "by")]),
    ("Tính đến hết ngày 30/9/2025", [day("ngày 30/9/2025", "2025-09-30", "by")]),
    ("tính đến thời điểm 30/9/2025", [day("30/9/2025", "2025-09-30", "by")]),
    ("đến hết năm 2025", [whole_year("năm 2025", 2025, "by")]),
    ("bố trí đến 2025 gần", [whole_year("2025", 2025, "by")]),
    ("chậm nhất là ngày 15/12/2025", [day("ngày 15/12/2025", "2025-12-15", "by")]),
    ("Tính đến đầu tháng 12/2025", [("tháng 12/2025", "2025-12-01", "2025-12-31", "by")]),
    ("đầu tháng 12/2025", [("tháng 12/2025", "2025-12-01", "2025-12-31", "approx")]),
    ("khoảng tháng 3/2026", [("tháng 3/2026", "2026-03-01", "2026-03-31", "approx")]),
    ("cuối năm 2025", [whole_year("năm 2025", 2025, "approx")]),
    ("trước 17 giờ 00 ngày 20/12/2025", [day("ngày 20/12/2025", "2025-12-20", "before")]),
    ("từ đầu năm 2025 đến nay", [whole_year("năm 2025", 2025, "after")]),
    ("liên quan đến năm 2025", [whole_year("năm 2025", 2025)]),
    # "từ … đến …" are two mentions, each with its own bound
    (
        "từ năm 2021 đến năm 2025",
        [whole_year("năm 2021", 2021, "after"), whole_year("năm 2025", 2025, "by")],
    ),
    (
        "từ ngày 01/12/2024 đến hết ngày 15/11/2025",
        [day("ngày 01/12/2024", "2024-12-01", "after"), day("ngày 15/11/2025", "2025-11-15", "by")],
    ),
    ("từ 15/01 đến 20/02/2025", [day("15/01", "2025-01-15", "after"), day("20/02/2025", "2025-02-20", "by")]),
    (
        "từ tháng 11 đến tháng 3/2026",
        [("tháng 11", "2025-11-01", "2025-11-30", "after"), ("tháng 3/2026", "2026-03-01", "2026-03-31", "by")],
    ),
]

JOINED: list[tuple[str, list[Found]]] = [
    ("ngày 5-7/8/2025", [("ngày 5-7/8/2025", "2025-08-05", "2025-08-07", None)]),
    ("tháng 5-6/2025", [("tháng 5-6/2025", "2025-05-01", "2025-06-30", None)]),
    ("(01/01/2025 - 30/6/2025)", [("01/01/2025 - 30/6/2025", "2025-01-01", "2025-06-30", None)]),
    # an anniversary names two days
    ("(02/9/1945 - 02/9/2025)", [day("02/9/1945", "1945-09-02"), day("02/9/2025", "2025-09-02")]),
    (
        "từ đêm 07/9 đến sáng 09/9/2024",
        [day("07/9", "2024-09-07", "after"), day("09/9/2024", "2024-09-09", "by")],
    ),
    (
        "các ngày 5, 6 và 7/8/2025",
        [day("ngày 5", "2025-08-05"), day("6", "2025-08-06"), day("7/8/2025", "2025-08-07")],
    ),
    ("ngày 05 và 06/8/2025", [day("ngày 05", "2025-08-05"), day("06/8/2025", "2025-08-06")]),
    (
        "tháng 6 và 6 tháng đầu năm 2025",
        [("tháng 6", "2025-06-01", "2025-06-30", None), ("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30", None)],
    ),
    (
        "họp các ngày 4, 6, 8 tháng 10 năm 2025",
        [
            day("ngày 4", "2025-10-04"),
            day("6", "2025-10-06"),
            day("8 tháng 10 năm 2025", "2025-10-08"),
        ],
    ),
    ("mở từ 12 đến 19/7/2025", [day("12", "2025-07-12", "after"), day("19/7/2025", "2025-07-19", "by")]),
    ("xây trong những năm 1970", [("những năm 1970", "1970-01-01", "1979-12-31", None)]),
    ("đầu thập niên 2010", [("thập niên 2010", "2010-01-01", "2019-12-31", "approx")]),
    ("những năm 2010, 2012", [whole_year("năm 2010", 2010), whole_year("2012", 2012)]),
    ("gửi không muộn hơn ngày 09/5/2026", [day("ngày 09/5/2026", "2026-05-09", "by")]),
    (
        "quý I, II/2025",
        [("quý I", "2025-01-01", "2025-03-31", None), ("II/2025", "2025-04-01", "2025-06-30", None)],
    ),
    (
        "các tháng 11, 12 năm 2025",
        [("tháng 11", "2025-11-01", "2025-11-30", None), ("12 năm 2025", "2025-12-01", "2025-12-31", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*COMPLETE, *BOUNDED, *JOINED])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_dates(text: str, expected: list[Found], form: str) -> None:
    assert found(nfc(unicodedata.normalize(form, text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ngày 31/02/2025",
        "ngày 31 tháng 02 năm 2025",
        "ngày 32/8/2025",
        "ngày 12/13/2025",
        "29/02/2023",
        "đạt 3,5/50 tỷ đồng",
        "có 11/46 chỉ tiêu",
        "trực 24/7",
        "Nghị quyết 57",
        "Kế hoạch 1287",
        "Ban Chỉ đạo 1287",
        "hỗ trợ 2.025 người",
        "hỗ trợ 2025 người",
        "có 2000 hộ",
        "số 2025",
        "fax 02123 852 2025",
        "Thông tư số 23/2025/TT-BKHCN",
        "Nghị định 10/2025/NĐ-CP",
        "ISO 9001:2015",
        "BCĐ3715",
        "tỷ lệ 1/2000",
        "từ 2000 đến 3000 con",
        "phôi thép\ttấn\t1760\t2000\t1800",
        "hiện nay, thời gian qua, cùng kỳ, hằng năm",
        "ngày 10 tháng 3 âm lịch",
        "từ tháng 11 đến tháng 3 hằng năm",
        "ngày 7/5",  # no year is known
        "tháng 6",
        "6 tháng đầu năm",
        "quý I",
        "năm trước",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_dates(text: str, form: str) -> None:
    assert found(nfc(unicodedata.normalize(form, text))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày 7/5, đoàn công tác", [day("Ngày 7/5", "2025-05-07")]),
        ("ngày 7-5", [day("ngày 7-5", "2025-05-07")]),
        ("sáng 07/5, tại", [day("07/5", "2025-05-07")]),
        ("trước 15/12", [day("15/12", "2025-12-15", "before")]),
        ("Ngày Chuyển đổi số quốc gia 10/10", [day("10/10", "2025-10-10")]),
        ("trong tháng 6", [("tháng 6", "2025-06-01", "2025-06-30", None)]),
        ("tháng 6", [("tháng 6", "2025-06-01", "2025-06-30", None)]),
        ("trong quý III", [("quý III", "2025-07-01", "2025-09-30", None)]),
        ("9 tháng đầu năm", [("9 tháng đầu năm", "2025-01-01", "2025-09-30", None)]),
        ("ngày mùng 5 tháng 8", [day("ngày mùng 5 tháng 8", "2025-08-05")]),
        ("thực hiện Đề án 06 tháng 5", [("tháng 5", "2025-05-01", "2025-05-31", None)]),
        ("Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam 09/11", [day("09/11", "2025-11-09")]),
        ("đạt 7/10 tiêu chí", []),
        ("tỷ lệ 3/4", []),
        ("mỗi tháng 2 lần", []),
        ("3 tháng 15 ngày", []),
        ("ngày 29/02", []),  # 2025 has none
        # a heading that plans another year dates what stands under it
        (
            "II. Nhiệm vụ năm 2026\n1. Hoàn thành trong quý I.",
            [whole_year("năm 2026", 2026), ("quý I", "2026-01-01", "2026-03-31", None)],
        ),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_dates_of_the_documents_year(text: str, expected: list[Found], form: str) -> None:
    assert found(nfc(unicodedata.normalize(form, text)), year=2025) == expected


def test_a_year_on_the_same_line_completes_a_day() -> None:
    assert found("Ngày 01/7/2024 khởi công, đến ngày 15/9 hoàn thành.")[1] == day("ngày 15/9", "2024-09-15", "by")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("quý này", "2025-04-01", "2025-06-30"),
        ("quý trước", "2025-01-01", "2025-03-31"),
        ("năm trước", "2024-01-01", "2024-12-31"),
        ("năm nay", "2025-01-01", "2025-12-31"),
        ("tháng sau", "2025-06-01", "2025-06-30"),
        ("cùng kỳ năm trước", "2024-01-01", "2024-05-15"),
        ("6 tháng cuối năm", "2025-07-01", "2025-12-31"),
        ("hai tuần tới", "2025-05-16", "2025-05-29"),
        ("3 tháng qua", "2025-02-15", "2025-05-15"),
        ("hôm nay", "2025-05-15", "2025-05-15"),
    ],
)
def test_relative_dates(text: str, start: str, end: str) -> None:
    (date,) = find_dates(f"Trong {text}.", reference_date=dt.date(2025, 5, 15))
    assert (date.text, date.start.isoformat(), date.end.isoformat(), date.relative) == (text, start, end, True)


def test_a_known_year_outranks_the_reference_date() -> None:
    (date,) = find_dates("6 tháng cuối năm", reference_date=dt.date(2026, 1, 10), year=2025)
    assert (date.start, date.relative) == (dt.date(2025, 7, 1), False)


def test_offsets_hold_after_letters_that_grow_in_lower_case() -> None:
    text = "İSTANBUL, ngày 05/8/2025"
    assert found(text) == [day("ngày 05/8/2025", "2025-08-05")]


@pytest.mark.parametrize(
    "piece",
    [
        "ngày ",
        "1/",
        "năm 20",
        "2025-",
        "ngày …",
        "tháng ",
        "12 ",
        "từ ",
        "\t2025",
        "1. kế hoạch năm 2025 ",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    # what patterns begin with, over and over: quadratic work would take minutes
    started = time.process_time()
    find_dates((piece * 100_000)[:100_000])
    assert time.process_time() - started < 10
