"""What a document is about, by its issuer, subject and text."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.lexicon.sectors import find_sector, sector_names, sectors

CASES = [
    ("Sở Y tế", "Kết quả công tác tháng 6", "Tiếp tục khám bệnh, chữa bệnh cho người dân.", "y_te"),
    ("UBND xã An Lộc", "Tình hình sản xuất vụ đông xuân", "Lúa bị sâu bệnh, nông dân thiếu phân bón.", "nong_nghiep"),
    ("UBND tỉnh", "Tiến độ giải ngân vốn đầu tư công", "Chủ đầu tư chậm lập hồ sơ thanh toán.", "dau_tu_cong"),
    ("Công an tỉnh", "Kết quả công tác quý I", "Phát hiện 12 vụ án, bắt 15 đối tượng.", "an_ninh"),
    ("Sở Xây dựng", "Tình hình thực hiện chuyển đổi số", "Phần mềm và hạ tầng số của Sở.", "chuyen_doi_so"),
    (
        "UBND tỉnh",
        "Tình hình kinh tế - xã hội năm 2025",
        "Kinh tế tăng trưởng, thu ngân sách đạt khá.",
        "kinh_te_xa_hoi",
    ),
    (None, None, "Sổ hộ tịch cũ hư hỏng, khai sinh và khai tử chưa số hóa, công chức tư pháp ít người.", "tu_phap"),
    (None, None, "Trường thiếu giáo viên, học sinh phải học ghép lớp.", "giao_duc"),
    (None, None, "Kính chào quý vị.", None),
    (None, None, "", None),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("issuer", "subject", "text", "sector"), CASES)
def test_the_sector_is_found(form: str, issuer: str | None, subject: str | None, text: str, sector: str | None) -> None:
    written = [word and unicodedata.normalize(form, word) for word in (text, issuer, subject)]
    assert find_sector(written[0] or "", issuer=written[1], subject=written[2]) == sector


def test_every_sector_has_words_of_its_own() -> None:
    owners: dict[tuple[str, ...], str] = {}
    for sector in sectors():
        assert sector.name == sector_names()[sector.code]
        for term in sector.terms:
            assert term, sector.code
            assert owners.setdefault(term, sector.code) == sector.code, term
