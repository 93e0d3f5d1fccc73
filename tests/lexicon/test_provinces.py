import unicodedata

import pytest

from vanban.lexicon.provinces import members_of, province_of, provinces, provinces_now

NAMES = [
    ("Sơn La", "Sơn La", "Sơn La", "14"),
    ("tỉnh Quảng Nam", "Quảng Nam", "Đà Nẵng", "48"),
    ("TỈNH YÊN BÁI", "Yên Bái", "Lào Cai", "15"),
    ("TP. Hồ Chí Minh", "Hồ Chí Minh", "Hồ Chí Minh", "79"),
    ("TPHCM", "Hồ Chí Minh", "Hồ Chí Minh", "79"),
    ("thành phố  Đà Nẵng", "Đà Nẵng", "Đà Nẵng", "48"),
    ("Thủ đô Hà Nội", "Hà Nội", "Hà Nội", "01"),
    ("Hoà Bình", "Hòa Bình", "Phú Thọ", "25"),
    ("Thanh Hoá", "Thanh Hóa", "Thanh Hóa", "38"),
    ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh", "79"),
    ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh", "79"),
    ("Đắc Lắc", "Đắk Lắk", "Đắk Lắk", "66"),
    ("Thừa Thiên Huế", "Huế", "Huế", "46"),
    ("Hà Tây", "Hà Tây", "Hà Nội", "01"),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("written", "name", "now", "code"), NAMES)
def test_province_of(written: str, name: str, now: str, code: str, form: str) -> None:
    province = province_of(unicodedata.normalize(form, written))
    assert province is not None
    assert (province.name, province.now, province.code, province.former) == (name, now, code, name)


@pytest.mark.parametrize("written", ["", "tỉnh", "Việt Nam", "Mộc Châu", "Sơn", "tỉnh ta"])
def test_not_a_province(written: str) -> None:
    assert province_of(written) is None


def test_34_now_and_63_before() -> None:
    assert len(provinces_now()) == 34
    assert len({p.code for p in provinces_now()}) == 34
    assert len([p for p in provinces() if p.name != "Hà Tây"]) == 63
    assert {p.now for p in provinces()} == {p.name for p in provinces_now()}


def test_members() -> None:
    assert members_of("Phú Thọ") == ("Phú Thọ", "Hòa Bình", "Vĩnh Phúc")
    assert members_of("Cao Bằng") == ("Cao Bằng",)
