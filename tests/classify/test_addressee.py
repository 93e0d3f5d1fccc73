"""Who is asked, in the sentence, its lead-in or its heading."""

import pytest

from vanban.classify.addressee import find_addressee


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("1. Đề nghị Bộ Nội vụ sớm ban hành hướng dẫn xếp lương.", "Bộ Nội vụ"),
        ("Đề nghị các bộ, ngành chỉ đạo đơn vị trực thuộc chia sẻ số liệu.", "các bộ, ngành"),
        ("Cử tri kiến nghị UBND cấp xã công khai danh sách hộ vay.", "UBND cấp xã"),
        (
            "Kính đề nghị Bộ Xây dựng, Bộ Giáo dục và Đào tạo thống nhất định mức.",
            "Bộ Xây dựng, Bộ Giáo dục và Đào tạo",
        ),
        ("- Kiến nghị với Chính phủ: sửa mức trợ cấp.", "Chính phủ"),
        ("Sở Tài chính quan tâm bố trí vốn đối ứng cho dự án.", "Sở Tài chính"),
        ("Đã đề nghị Bộ Y tế cấp thuốc; nay đề nghị Sở Y tế bổ sung hai bác sĩ.", "Sở Y tế"),
        ("Đề nghị Ban Tổ chức Tỉnh uỷ xem xét chỉ tiêu biên chế.", "Ban Tổ chức Tỉnh uỷ"),
    ],
)
def test_named_in_the_sentence(sentence: str, addressee: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) == addressee


@pytest.mark.parametrize("sentence", ["Sớm ban hành thông tư mới.", "Xem xét nâng mức hỗ trợ học sinh bán trú."])
def test_nobody_named(sentence: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=("ĐỀ XUẤT, KIẾN NGHỊ",)) is None


def test_lead_in_serves_before_heading() -> None:
    found = find_addressee("Bố trí thêm kinh phí.", lead_in="2. Đề nghị Sở Nội vụ:", headings=("Đối với Bộ Y tế",))
    assert found == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("heading", "addressee"),
    [
        ("Đối với Bộ Y tế", "Bộ Y tế"),
        ("Kiến nghị với Chính phủ và các bộ, ngành Trung ương", "Chính phủ và các bộ, ngành Trung ương"),
        ("Đối với HĐND, UBND tỉnh:", "HĐND, UBND tỉnh"),
    ],
)
def test_heading_serves_items(heading: str, addressee: str) -> None:
    assert find_addressee("Sớm sửa quy định về đấu thầu thuốc.", lead_in=None, headings=(heading,)) == addressee


def test_own_name_outranks_heading() -> None:
    found = find_addressee("Đề nghị Kho bạc Nhà nước rút ngắn thời gian.", lead_in=None, headings=("Đối với Bộ Y tế",))
    assert found == "Kho bạc Nhà nước"


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        (
            "Kiến nghị Tổ công tác Đề án 06 của Chính phủ chỉ đạo các bộ sửa thông tư.",
            "Tổ công tác Đề án 06 của Chính phủ",
        ),
        ("Cử tri cho rằng Sở Y tế cần công khai giá dịch vụ.", "Sở Y tế"),
        ("Xin UBND tỉnh cấp cho xã 850 triệu đồng để kè bờ suối.", "UBND tỉnh"),
        ("Bà con đề nghị tỉnh đóng cửa bãi rác này và đầu tư khu xử lý mới.", "tỉnh"),
        ("Đề nghị Đoàn giám sát ghi nhận ý kiến của xã.", "Đoàn giám sát"),
    ],
)
def test_bodies_with_verbs_in_their_names_and_unknown_verbs(sentence: str, addressee: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) == addressee


def test_who_is_told_to_assign_outranks_who_is_assigned() -> None:
    sentence = "Giao Bộ Tài chính sớm ban hành quy trình rút gọn."
    assert find_addressee(sentence, lead_in=None, headings=("Đối với Chính phủ",)) == "Chính phủ"
    assert find_addressee(sentence, lead_in=None, headings=()) == "Bộ Tài chính"


@pytest.mark.parametrize(
    "sentence", ["Ban hành quy định mới về đất đai.", "Báo cáo kết quả trước ngày 15.", "Hai, nâng phụ cấp."]
)
def test_verbs_that_look_like_bodies(sentence: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) is None
