"""Who is asked, in the sentence, its lead-in or its heading."""

import pytest

from vanban.classify.addressee import find_addressee
from vanban.model import Span


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("1. Đề nghị Bộ Nội vụ sớm ban hành hướng dẫn xếp lương.", "Bộ Nội vụ"),
        ("Đề nghị các bộ, ngành chỉ đạo đơn vị trực thuộc chia sẻ số liệu.", "các bộ, ngành"),
        ("Cử tri kiến nghị UBND cấp xã công khai danh sách hộ vay.", "UBND cấp xã"),
        ("Sở Y tế rà soát danh mục thuốc; báo cáo, đề xuất với UBND tỉnh phương án mua.", "Sở Y tế"),
        (
            "Kính đề nghị Bộ Xây dựng, Bộ Giáo dục và Đào tạo thống nhất định mức.",
            "Bộ Xây dựng; Bộ Giáo dục và Đào tạo",
        ),
        ("- Kiến nghị với Chính phủ: sửa mức trợ cấp.", "Chính phủ"),
        ("Sở Tài chính quan tâm bố trí vốn đối ứng cho dự án.", "Sở Tài chính"),
        ("Đã đề nghị Bộ Y tế cấp thuốc; nay đề nghị Sở Y tế bổ sung hai bác sĩ.", "Sở Y tế"),
        ("Đề nghị Ban Tổ chức Tỉnh uỷ xem xét chỉ tiêu biên chế.", "Ban Tổ chức Tỉnh uỷ"),
        ("Người dân ven sông mong mỏi các cấp sớm mở lại bến.", "các cấp"),
        ("Bà con trông chờ UBND huyện cấp thêm phao.", "UBND huyện"),
        ("Xã đề nghị ngành giáo dục mở thêm lớp học bơi.", "ngành giáo dục"),
        ("Ban quản lý đề nghị 3 xã rà soát số thuyền.", "3 xã"),
        ("Bà con kiến nghị trong thời gian tới UBND huyện sửa lại bến.", "UBND huyện"),
        ("Bà con mong rằng, chính quyền các cấp sớm sửa lại bến.", "chính quyền các cấp"),
        ("Có 9 kiến nghị gửi đến UBND huyện như kè bờ, mở bến.", "UBND huyện"),
        ("Bến đò rất mong nhận được sự hỗ trợ kịp thời từ tất cả các sở, ngành để mua phao.", "các sở, ngành"),
        ("“Mở bến mới rất cần sự giúp đỡ của cấp trên”, một chủ đò nói.", "cấp trên"),
        ("Khai mạc, Chủ tịch tỉnh đề nghị, đối với các sở, ngành, tập trung mở bến.", "các sở, ngành"),
        ("Xã kiến nghị các cấp, ngành tỉnh nghiên cứu thù lao cho người trông bến.", "các cấp, ngành tỉnh"),
    ],
)
def test_named_in_the_sentence(sentence: str, addressee: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) == addressee


@pytest.mark.parametrize(
    "sentence",
    [
        "Sớm ban hành thông tư mới.",
        "Xem xét nâng mức hỗ trợ học sinh bán trú.",
        "Người dân ven sông mong mỏi sớm có cầu.",
        "Nhân dân cần được hỗ trợ phao cứu sinh.",
    ],
)
def test_nobody_named(sentence: str) -> None:
    assert find_addressee(sentence, lead_in=None, headings=("ĐỀ XUẤT, KIẾN NGHỊ",)) is None


def test_what_announces_the_outer_list_serves_where_the_lead_in_names_nobody() -> None:
    found = find_addressee(
        "Nộp hồ sơ về kho.",
        lead_in="1. Về hồ sơ:",
        headings=(),
        outer_lead="Sở Nội vụ đề nghị các xã làm những việc sau:",
    )
    assert found == "các xã"


def test_lead_in_serves_before_heading() -> None:
    found = find_addressee("Bố trí thêm kinh phí.", lead_in="2. Đề nghị Sở Nội vụ:", headings=("Đối với Bộ Y tế",))
    assert found == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("heading", "addressee"),
    [
        ("Đối với Bộ Y tế", "Bộ Y tế"),
        ("Kiến nghị với Chính phủ và các bộ, ngành Trung ương", "Chính phủ và các bộ, ngành Trung ương"),
        ("Đối với HĐND, UBND tỉnh:", "HĐND; UBND tỉnh"),
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


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("Theo ông Bình, để mở rộng tuyến, Bộ Xây dựng cần ban hành định mức.", "Bộ Xây dựng"),
        ("“Nhà nước phải có chế độ cho trưởng bản”.", "Nhà nước"),
        ("Phòng đã có văn bản đề nghị Sở Y tế cấp thêm vắc xin.", "Sở Y tế"),
        ("Đề nghị các cơ sở khám, chữa bệnh lập danh sách.", "các cơ sở"),
        ("Trình Huyện ủy, UBND huyện: giao chỉ tiêu cho từng bản.", "Huyện ủy; UBND huyện"),
        ("Xã Mường Lạn kiến nghị sửa đường vào bản.", None),
    ],
)
def test_who_asks_and_who_is_asked(sentence: str, addressee: str | None) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) == addressee


def test_a_recognised_name_ends_where_it_ends() -> None:
    sentence = "Đề nghị VNPT Lạng Sơn cáp quang hóa 12 trạm."
    start = sentence.index("VNPT")
    name = Span(start, start + len("VNPT Lạng Sơn"))
    assert find_addressee(sentence, lead_in=None, headings=(), organizations=[name]) == "VNPT Lạng Sơn"


@pytest.mark.parametrize(
    ("lead_in", "headings", "addressee"),
    [
        ("Ban Chỉ huy báo cáo, trình Chính phủ:", (), "Chính phủ"),
        (None, ("UBND tỉnh báo cáo Thủ tướng Chính phủ hai nội dung",), "Thủ tướng Chính phủ"),
        (None, ("Cử tri xã Mường Lạn",), None),
        (None, ("TỔNG HỢP KIẾN NGHỊ",), None),
    ],
)
def test_what_is_presented_to_whom(lead_in: str | None, headings: tuple[str, ...], addressee: str | None) -> None:
    assert find_addressee("Cấp 200 tấn giống ngô.", lead_in=lead_in, headings=headings) == addressee


def test_a_bare_name_stands_for_the_one_above() -> None:
    found = find_addressee("Kính đề nghị Bộ sớm sửa thông tư.", lead_in=None, headings=("Với Bộ Nội vụ",))
    assert found == "Bộ Nội vụ"


def test_the_item_before_and_the_only_recipient_serve_last() -> None:
    for named, expected in (("Đề nghị Sở Y tế cấp thuốc.", "Sở Y tế"), ("Cấp thêm thuốc.", "Bộ Y tế")):
        assert find_addressee(named, lead_in=None, headings=(), before="Bộ Y tế", recipients=("Chính phủ",)) == expected
    assert find_addressee("Cấp thuốc.", lead_in=None, headings=(), recipients=("UBND tỉnh",)) == "UBND tỉnh"
    assert find_addressee("Cấp thuốc.", lead_in=None, headings=(), recipients=("Bộ A", "Bộ B")) is None


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("Bến rất cần sự vào cuộc của Sở Xây dựng để mở lại.", "Sở Xây dựng"),
        ("Đại diện bến nói thêm: cần Công an tỉnh chốt lịch tuần tra.", "Công an tỉnh"),
        ("Cử tri lớn tuổi cho rằng cần bán vé tại nhà.", None),
        ("Có ý kiến rằng thành phố phải trả tiền phao.", "thành phố"),
        ("Về chế độ, Chính phủ xem xét nâng phụ cấp.", "Chính phủ"),
        ("Ba, ngành nông nghiệp chọn giúp một loại giống.", "ngành nông nghiệp"),
        ("Khi đò cạn khách, ngành ngân hàng xem xét giãn nợ cho chủ đò.", "ngành ngân hàng"),
        ("Sở Y tế chỉ đạo các trạm mở cửa; yêu cầu UBND xã báo lịch.", "Sở Y tế"),
        ("Đề nghị với tỉnh: Sở Tài chính sớm trình đơn giá.", "Sở Tài chính"),
        ("Đối với UBND huyện, đoàn đề nghị cân đối ngân sách.", "UBND huyện"),
        ("2. Đối với Sở Y tế - Cùng nhau rà soát lại thuốc.", "Sở Y tế"),
        ("Cho tuyển đủ hai y sĩ còn thiếu (Sở Nội vụ).", "Sở Nội vụ"),
        ("Thanh tra đột xuất 12 bến, công khai kết quả.", None),
        ("Đề nghị UBND các xã nơi có bến bàn giao đất.", "UBND các xã"),
        ("Mong Tập đoàn quan tâm đường điện ra bến.", "Tập đoàn"),
        ("Sở Lao động - Thương binh và Xã hội cần mở lớp.", "Sở Lao động - Thương binh và Xã hội"),
        ("Hộ nuôi cá trên sông xin được neo bè gần bến.", None),
    ],
)
def test_who_must_act(sentence: str, addressee: str | None) -> None:
    assert find_addressee(sentence, lead_in=None, headings=()) == addressee


@pytest.mark.parametrize(
    ("lead_in", "headings", "addressee"),
    [
        ("Bệnh viện trân trọng đề nghị:", (), None),  # who asks
        (None, ("KIẾN NGHỊ CỦA NGÀNH",), None),
        (None, ("Doanh nghiệp nói gì?",), None),
        (None, ("Nhiệm vụ của Sở Y tế",), "Sở Y tế"),
        (None, ("Sở Y tế",), "Sở Y tế"),
        (None, ("Đối với cấp huyện",), "cấp huyện"),
        ("Xã nhận được văn bản của Thường trực HĐND xã về bến, xin trả lời:", (), None),
        ("Bộ đề nghị Tập đoàn quan tâm các việc sau:", ("ĐỐI VỚI TẬP ĐOÀN SÔNG NƯỚC",), "TẬP ĐOÀN SÔNG NƯỚC"),
    ],
)
def test_who_stands_above(lead_in: str | None, headings: tuple[str, ...], addressee: str | None) -> None:
    assert find_addressee("Cấp thêm phao cho bến.", lead_in=lead_in, headings=headings) == addressee


def test_whom_the_asked_body_asks_in_turn_is_not_asked() -> None:
    found = find_addressee(
        "Chỉ đạo mở lại bến, yêu cầu chủ đầu tư cam kết.", lead_in="Với UBND tỉnh:", headings=("Kiến nghị",)
    )
    assert found == "UBND tỉnh"


def test_a_bare_name_stands_for_one_named_before_in_the_sentence() -> None:
    sentence = "Tại buổi làm việc với Bộ Công Thương, tỉnh kiến nghị Bộ bố trí vốn cho đường điện."
    start = sentence.index("Bộ Công Thương")
    name = Span(start, start + len("Bộ Công Thương"))
    assert find_addressee(sentence, lead_in=None, headings=(), organizations=[name]) == "Bộ Công Thương"


def test_who_passed_a_request_on_is_not_asked() -> None:
    for recipient, expected in (("Đoàn đại biểu Quốc hội tỉnh", None), ("Sở Y tế", "Sở Y tế")):
        assert find_addressee("Cấp thuốc.", lead_in=None, headings=(), recipients=(recipient,)) == expected


def test_who_reports_something_is_not_asked() -> None:
    assert find_addressee("Cử tri xã An Viễn phản ánh đò trễ giờ, cần thêm chuyến.", lead_in=None, headings=()) is None


def test_rooms_and_prevention_are_no_bodies() -> None:
    sentence = "Bà con lo việc phòng, chống lũ ở bến còn chậm, đề nghị UBND tỉnh cấp thêm phao."
    assert find_addressee(sentence, lead_in=None, headings=()) == "UBND tỉnh"
