"""Names of offices: usual case, short, and told from those of other provinces."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.export.office_names import asked_bodies
from vanban.lexicon.office_names import body_rank, full_name, placed_name, unit_name, usual_name

USUAL = [
    ("ỦY BAN NHÂN DÂN XÃ PHÚ TÂN", "UBND xã Phú Tân"),
    ("UỶ BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "UBND tỉnh Bà Rịa - Vũng Tàu"),
    ("UBND TP. HỒ CHÍ MINH", "UBND TP. Hồ Chí Minh"),
    ("UBND PHƯỜNG 5", "UBND phường 5"),
    ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
    ("CHI CỤC THỦY LỢI TỈNH AN GIANG", "Chi cục Thủy lợi tỉnh An Giang"),
    ("TẬP ĐOÀN VNPT", "Tập đoàn VNPT"),
    ("VĂN PHÒNG ĐẢNG ỦY XÃ IA O", "Văn phòng Đảng ủy xã Ia O"),
    ("Ủy ban nhân dân tỉnh Cà Mau", "UBND tỉnh Cà Mau"),
    ("Phòng Tư pháp  huyện Quảng Xương", "Phòng Tư pháp huyện Quảng Xương"),
    ("ABC-XYZ 12", "ABC-XYZ 12"),
    ("", ""),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("written", "usual"), USUAL)
def test_usual_names(written: str, usual: str, form: str) -> None:
    assert usual_name(unicodedata.normalize(form, written)) == usual


@pytest.mark.parametrize(
    ("issuer", "parent", "province", "name"),
    [
        ("VĂN PHÒNG", "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN", "Hưng Yên", "Văn phòng UBND tỉnh Hưng Yên"),
        ("ĐẢNG ỦY UBND TỈNH", "TỈNH ỦY HƯNG YÊN", "Hưng Yên", "Đảng ủy UBND tỉnh Hưng Yên"),
        ("SỞ TƯ PHÁP", "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "Cao Bằng", "Sở Tư pháp tỉnh Cao Bằng"),
        ("SỞ Y TẾ", None, "Đà Nẵng", "Sở Y tế thành phố Đà Nẵng"),
        ("UBND THÀNH PHỐ", None, "Huế", "UBND thành phố Huế"),
        ("ỦY BAN NHÂN DÂN TỈNH CÀ MAU", None, "Cà Mau", "UBND tỉnh Cà Mau"),
        ("ỦY BAN NHÂN DÂN XÃ PHÚ TÂN", None, "Cà Mau", "UBND xã Phú Tân, tỉnh Cà Mau"),
        ("PHÒNG KINH TẾ", "UBND XÃ PHÚ TÂN", "Cà Mau", "Phòng Kinh tế UBND xã Phú Tân, tỉnh Cà Mau"),
        ("BỘ TƯ PHÁP", None, "Hà Nội", "Bộ Tư pháp"),
        ("SỞ Y TẾ", None, None, "Sở Y tế"),
        (None, "UBND TỈNH CÀ MAU", "Cà Mau", None),
    ],
)
def test_units(issuer: str | None, parent: str | None, province: str | None, name: str | None) -> None:
    assert unit_name(issuer, parent=parent, province=province) == name


ASKED = [
    ("Bộ Kế hoạch và Đầu tư, Bộ Tài chính", ["Bộ Kế hoạch và Đầu tư", "Bộ Tài chính"]),
    ("Bộ Y tế; Sở Y tế; Bộ Y tế", ["Bộ Y tế", "Sở Y tế"]),
    ("Sở Nội vụ và Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    ("HĐND, UBND tỉnh Gia Lai", ["HĐND tỉnh Gia Lai", "UBND tỉnh Gia Lai"]),
    # words of the sentence after a name
    ("Bộ Tài chính chủ trì", ["Bộ Tài chính"]),
    # classes and posts stay whole, as does what is not understood
    ("UBND các xã, phường", ["UBND các xã, phường"]),
    ("các bộ, ngành", ["Các bộ, ngành"]),
    ("Chủ tịch UBND tỉnh", ["Chủ tịch UBND tỉnh"]),
    ("Thủ tướng Chính phủ", ["Thủ tướng Chính phủ"]),
    ("Bộ Nội vụ, Khoa học và Công nghệ", ["Bộ Nội vụ, Khoa học và Công nghệ"]),
    ("", []),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("addressee", "bodies"), ASKED, ids=[words for words, _ in ASKED])
def test_bodies_that_are_asked(addressee: str, bodies: list[str], form: str) -> None:
    assert list(asked_bodies(unicodedata.normalize(form, addressee))) == bodies


@pytest.mark.parametrize(
    ("name", "placed", "rank"),
    [
        ("Bộ Tư pháp", "Bộ Tư pháp", 0),
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ", 0),
        ("Các bộ, ngành", "Các bộ, ngành", 0),
        ("Ngân hàng Nhà nước Việt Nam", "Ngân hàng Nhà nước Việt Nam", 0),
        ("UBND tỉnh", "UBND tỉnh Gia Lai", 1),
        ("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Gia Lai", 1),
        ("UBND tỉnh Cà Mau", "UBND tỉnh Cà Mau", 1),
        ("Sở Tư pháp", "Sở Tư pháp tỉnh Gia Lai", 2),
        ("Công an tỉnh", "Công an tỉnh Gia Lai", 2),
        ("UBND các xã, phường", "UBND các xã, phường (Gia Lai)", 2),
    ],
)
def test_local_bodies_are_told_apart_by_province(name: str, placed: str, rank: int) -> None:
    assert placed_name(name, "Gia Lai") == placed
    assert placed_name(name, None) == placed_name(name, "Atlantis") == name
    assert body_rank(placed) == rank


@pytest.mark.parametrize(
    ("name", "province", "full"),
    [
        ("UBND tỉnh", "Gia Lai", "UBND tỉnh Gia Lai"),
        ("Ủy ban nhân dân tỉnh", "Gia Lai", "Ủy ban nhân dân tỉnh Gia Lai"),
        ("HĐND tỉnh", "Quảng Nam", "HĐND tỉnh Quảng Nam"),
        ("Ban Thường vụ Tỉnh ủy", "Hưng Yên", "Ban Thường vụ Tỉnh ủy Hưng Yên"),
        ("UBND thành phố", "Đà Nẵng", "UBND thành phố Đà Nẵng"),
        ("Thành ủy", "Hải Phòng", "Thành ủy Hải Phòng"),
        ("Sở Tài chính", "Gia Lai", "Sở Tài chính tỉnh Gia Lai"),
        ("Sở Tài chính", "Đà Nẵng", "Sở Tài chính thành phố Đà Nẵng"),
        # a city of the province, or a province written of a city
        ("UBND thành phố", "Gia Lai", "UBND thành phố"),
        ("Thành ủy", "Gia Lai", "Thành ủy"),
        ("UBND tỉnh", "Đà Nẵng", "UBND tỉnh"),
        # many, or no office
        ("UBND các tỉnh", "Gia Lai", "UBND các tỉnh"),
        ("UBND cấp tỉnh", "Gia Lai", "UBND cấp tỉnh"),
        ("các tỉnh, thành phố", "Hải Phòng", "các tỉnh, thành phố"),
        ("các sở, ngành", "Gia Lai", "các sở, ngành"),
        ("Sở, ngành liên quan", "Gia Lai", "Sở, ngành liên quan"),
        ("UBND các xã", "Gia Lai", "UBND các xã"),
        # named, or of the whole country
        ("UBND tỉnh Cà Mau", "Gia Lai", "UBND tỉnh Cà Mau"),
        ("Sở Y tế tỉnh Cà Mau", "Gia Lai", "Sở Y tế tỉnh Cà Mau"),
        ("Bộ Tài chính", "Gia Lai", "Bộ Tài chính"),
        ("Chính phủ", "Gia Lai", "Chính phủ"),
        ("UBND tỉnh", None, "UBND tỉnh"),
    ],
)
def test_what_a_document_calls_the_offices_of_its_province(name: str, province: str | None, full: str) -> None:
    assert full_name(name, province) == full
