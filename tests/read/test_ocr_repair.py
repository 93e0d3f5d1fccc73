"""What OCR breaks in numbers, symbols and days, and what looks broken and is not."""

from __future__ import annotations

import pytest

from vanban.read.ocr_repair import find_fixes, section_of
from vanban.read.ocr_spelling import SeenWord, respell


def repair(text: str, section: int = 0) -> str:
    for fix in reversed(find_fixes(text, section=section)):
        text = text[: fix.start] + fix.text + text[fix.end :]
    return text


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        # symbols
        ("Nghị quyết số 15/NQ-HDANN ngày 5/7/2025", "Nghị quyết số 15/NQ-HĐND ngày 5/7/2025"),
        ("Số: 2417/BC-STC,", "Số: 2417/BC-STC"),
        ("Số: 24/QD-UBND’", "Số: 24/QĐ-UBND"),
        ("Số: 12/NĐ- CP", "Số: 12/NĐ-CP"),
        ("Số: 12/NĐ -CP", "Số: 12/NĐ-CP"),
        ("Quyết định số 33/QD-TTg", "Quyết định số 33/QĐ-TTg"),
        ("số 15/HDND-VP", "số 15/HĐND-VP"),
        ("Số: /QD- TTg", "Số: /QĐ-TTg"),
        ("Số: 90 /BC-STC", "Số: 90/BC-STC"),
        ("Chương trình số 0§-CTr/TU", "Chương trình số 08-CTr/TU"),
        ("Luật số 64/2025QH 15 được sửa đổi", "Luật số 64/2025/QH15 được sửa đổi"),
        ("Nghị quyết số 1211/2016UBTVQH13", "Nghị quyết số 1211/2016/UBTVQH13"),
        ("Nghị định sô 45/2020/NĐ-CP", "Nghị định số 45/2020/NĐ-CP"),
        ("của HĐNND tỉnh và UBNND huyện", "của HĐND tỉnh và UBND huyện"),
        # what is filled in by stamp or by hand
        ("Số: 2 † /2026/TT-BCT", "Số: 21/2026/TT-BCT"),
        ("Số: 1 2 5 /BC-STC", "Số: 125/BC-STC"),
        ("Số: ‡o ý /QĐ-TTg", "Số: /QĐ-TTg"),
        ("Hà Nội, ngày22tháng 4 năm 2026", "Hà Nội, ngày 22 tháng 4 năm 2026"),
        # digits
        ("Số: 1O/BC-UBND", "Số: 10/BC-UBND"),
        ("Số: 2l/BC-UBND", "Số: 21/BC-UBND"),
        ("tăng 1O% so với cùng kỳ", "tăng 10% so với cùng kỳ"),
        ("đạt l2,5 tỷ đồng", "đạt 12,5 tỷ đồng"),
        ("ngày l5 tháng O6 năm 2O25", "ngày 15 tháng 06 năm 2025"),
        ("ngày 3l tháng I2 năm 2025", "ngày 31 tháng 12 năm 2025"),
        ("theo Điều l, khoản 2", "theo Điều 1, khoản 2"),
        ("l. Mục đích", "1. Mục đích"),
        ("IL. MỤC TIÊU", "I. MỤC TIÊU"),
    ],
)
def test_repairs(seen: str, meant: str) -> None:
    assert repair(seen) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Số: 12/NĐ-CP", "Công văn số 33/CV-SLĐTBXH", "Nghị quyết số 29-NQ/TW", "Số: 1446/UBND-NNMT", "Số: /KH-UBND",
        "Hà Nội, ngày82tháng 4 năm 2026", "Số: 12a/BC-STC", "Số: 12/2026/TT-BCT", "Số: 15 và số 16/BC-STC của sở",
        "UBTVQH khóa 14", "TL. BỘ TRƯỞNG", "HĐQT công ty", "UNESCO và NATO", "WTO", "BHXH", "UBMTTQ tỉnh",
        "vitamin B12", "khí O2 và CO2", "H5N1", "COVID-19", "IO1", "QL1A", "QL 1A dài 3 km", "Km12+500", "xã Ia O",
        "10l nước", "30o", "24/7", "(1/2)", "12-15 người", "giai đoạn 2021 - 2025", "từ 5-7 ngày", "ISO 9001",
        "mã số 0100109106-001", "ngày 13 tháng 4 năm 2026", "Mục I. Quy định chung",
        "I. MỤC TIÊU", "XI. KẾT LUẬN", "I. Mục tiêu", "Lý do là sự cố", "so sánh số 12", "A/B",
    ],
)  # fmt: skip
def test_leaves_what_is_right(text: str) -> None:
    assert repair(text) == text


def test_a_day_that_is_none_is_left() -> None:
    assert repair("ngày 39 tháng O6 năm 2025") == "ngày 39 tháng 06 năm 2025"
    assert repair("ngày S9 tháng 6 năm 2025") == "ngày S9 tháng 6 năm 2025"


@pytest.mark.parametrize(
    ("section", "seen", "meant"),
    [(1, "IL. NHIỆM VỤ", "II. NHIỆM VỤ"), (0, "IL. NHIỆM VỤ", "I. NHIỆM VỤ"), (2, "III NHIỆM VỤ", "III NHIỆM VỤ")],
)
def test_headings_follow_each_other(section: int, seen: str, meant: str) -> None:
    assert repair(seen, section) == meant


def test_section_of() -> None:
    assert section_of("IV. TỔ CHỨC THỰC HIỆN") == 4
    assert section_of("IV. Tổ chức thực hiện") is None
    assert section_of("1. MỤC ĐÍCH") is None


def test_the_raw_reading_is_told() -> None:
    text = "Tờ trình số 5/TTr- SNN ngày l2 tháng 6 năm 2025"
    assert [(text[fix.start : fix.end], fix.text) for fix in find_fixes(text)] == [
        ("5/TTr- SNN", "5/TTr-SNN"),
        ("l2", "12"),
    ]


def words(text: str, confidence: float) -> list[SeenWord]:
    return [SeenWord(word, confidence) for word in text.split()]


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("phát triên kinh tế", "phát triển kinh tế"),
        ("ủy ban nhân đân tỉnh", "ủy ban nhân dân tỉnh"),
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("(phát triên)", "(phát triển)"),
    ],
)
def test_diacritics_come_back(seen: str, meant: str) -> None:
    assert " ".join(respell(words(seen, 0.85))) == meant


@pytest.mark.parametrize(
    "text", ["phát triển kinh tế", "Festival Huế", "ông Đỗ Văn Kỳ", "IMF dự báo", "triên", "phát, triên", ""]
)
def test_what_is_known_or_alone_stays(text: str) -> None:
    assert " ".join(respell(words(text, 0.96))) == text
