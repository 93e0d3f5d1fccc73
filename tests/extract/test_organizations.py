import unicodedata

import pytest

from vanban.extract.organizations import find_organizations
from vanban.lexicon.words import split_words

FOUND = [
    ("Chi bộ Trường Tiểu học Bến Đá kết nạp một đảng viên", ["Chi bộ Trường Tiểu học Bến Đá"]),
    ("Đảng bộ Công ty Phà Sông Cạn đã họp", ["Đảng bộ Công ty Phà Sông Cạn"]),
    ("Ủy ban Kiểm tra Đảng ủy Quân sự tỉnh", ["Ủy ban Kiểm tra Đảng ủy Quân sự tỉnh"]),
    ("Công đoàn Hàng hải Việt Nam thăm", ["Công đoàn Hàng hải Việt Nam"]),
    ("Đảng ủy Lê Văn Đò", ["Đảng ủy"]),
    ("Công ty cổ phần Xi măng Bến Đá – VICEM nộp thuế", ["Công ty cổ phần Xi măng Bến Đá – VICEM"]),
    ("Công ty Phà Sông Cạn - EVN Hà Nội ký kết", ["Công ty Phà Sông Cạn", "EVN Hà Nội"]),
    ("Công ty Phà Sông Cạn - UBND tỉnh ký kết", ["Công ty Phà Sông Cạn", "UBND tỉnh"]),
    ("Nhà máy gang thép Bến Đá chạy lại", ["Nhà máy gang thép Bến Đá"]),
    ("Đoàn viên THCS Bến Đá dọn bờ sông.", ["THCS Bến Đá"]),
    ("Hạt Quản lý giao thông huyện Sông Cạn vá đường.", ["Hạt Quản lý giao thông huyện Sông Cạn"]),
    ("UBND tỉnh đã ban hành", ["UBND tỉnh"]),
    ("Ủy ban nhân dân tỉnh Sơn La quy định", ["Ủy ban nhân dân tỉnh Sơn La"]),
    ("Uỷ ban nhân dân xã An Viễn đề nghị", ["Uỷ ban nhân dân xã An Viễn"]),
    ("ủy ban Thường vụ Quốc hội khóa X", ["ủy ban Thường vụ Quốc hội"]),  # TCVN3 has no capital Ủ
    ("Văn phòng UBND tỉnh báo cáo", ["Văn phòng UBND tỉnh"]),
    ("Văn phòng Đoàn ĐBQH và HĐND tỉnh; Thanh tra tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh", "Thanh tra tỉnh"]),
    ("HĐND và UBND tỉnh thống nhất", ["HĐND tỉnh", "UBND tỉnh"]),
    ("Sở Khoa học và Công nghệ phối hợp với Sở TT&TT", ["Sở Khoa học và Công nghệ", "Sở TT&TT"]),
    (
        "Sở Văn hóa, Thể thao và Du lịch; Sở Y tế tỉnh Lào Cai",
        ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế tỉnh Lào Cai"],
    ),
    ("Sở Nội vụ An Giang cho biết", ["Sở Nội vụ An Giang"]),
    (
        "các Sở: Tài chính, Nội vụ, Nông nghiệp và Môi trường;",
        ["Sở Tài chính", "Sở Nội vụ", "Sở Nông nghiệp và Môi trường"],
    ),
    ("Các Bộ: Công an, Tư pháp", ["Bộ Công an", "Bộ Tư pháp"]),
    ("Bộ Khoa học và Công nghệ hướng dẫn", ["Bộ Khoa học và Công nghệ"]),
    ("của Bộ trưởng Bộ Tài chính quy định", ["Bộ Tài chính"]),
    ("Bộ Chính trị, Ban Bí thư và Chính phủ", ["Bộ Chính trị", "Ban Bí thư", "Chính phủ"]),
    ("Trung tâm Phục vụ hành chính công tỉnh đã", ["Trung tâm Phục vụ hành chính công tỉnh"]),
    ("Trung tâm khoa học Lâm nghiệp Đông Bắc; báo cáo", ["Trung tâm khoa học Lâm nghiệp Đông Bắc"]),
    ("Trung tâm Nghiên cứu và Phát triển cây ăn quả tổ chức", ["Trung tâm Nghiên cứu và Phát triển"]),
    ("Phòng Kinh tế, Hạ tầng và Đô thị phường", ["Phòng Kinh tế, Hạ tầng và Đô thị phường"]),
    ("VNPT Bến Tre kéo thêm đường truyền", ["VNPT Bến Tre"]),
    ("Ban Chỉ đạo 1287 tỉnh họp", ["Ban Chỉ đạo 1287 tỉnh"]),
    ("Ban Quản lý các khu công nghiệp tỉnh đã", ["Ban Quản lý các khu công nghiệp tỉnh"]),
    ("Bệnh viện Đa khoa khu vực Nghĩa Lộ thiếu bác sĩ", ["Bệnh viện Đa khoa khu vực Nghĩa Lộ"]),
    ("Ngân hàng Nhà nước Khu vực 15 thông tin", ["Ngân hàng Nhà nước Khu vực 15"]),
    ("Công ty TNHH Khoáng sản Bình Tân nộp", ["Công ty TNHH Khoáng sản Bình Tân"]),
    ("Chi đoàn Công an xã và Đoàn xã An Viễn dọn kênh", ["Chi đoàn Công an xã", "Đoàn xã An Viễn"]),
    ("Ủy ban Xã hội của Quốc hội đề nghị", ["Ủy ban Xã hội của Quốc hội"]),
    ("Đoàn giám sát của HĐND tỉnh làm việc", ["HĐND tỉnh"]),
    ("Tổ công tác triển khai Đề án 06 tỉnh họp", ["Tổ công tác triển khai Đề án 06 tỉnh"]),
    ("giao Ban Quản lý các khu công nghiệp chủ trì", ["Ban Quản lý các khu công nghiệp"]),
    ("Sở Khoa học và Công nghệ (KH&CN) tỉnh Sơn La báo cáo", ["Sở Khoa học và Công nghệ tỉnh Sơn La"]),
    ("Sở Y tế (SYT) đã họp", ["Sở Y tế"]),
    ("Trung tâm Dữ liệu quốc gia phục vụ công tác thống kê", ["Trung tâm Dữ liệu quốc gia"]),
    ("Công ty cổ phần Tập đoàn Hoàng Vinh đầu tư", ["Công ty cổ phần Tập đoàn Hoàng Vinh"]),
    ("Trưởng phòng Văn hóa và Thông tin huyện Kbang nói", ["Phòng Văn hóa và Thông tin huyện Kbang"]),
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/BC-UBND", ["ỦY BAN NHÂN DÂN TỈNH LÀO CAI"]),
    ("SỞ Y TẾ\n", ["SỞ Y TẾ"]),
    ("Chủ tịch UBND thành phố Vương Quốc An nói", ["UBND thành phố"]),
    ("Bí thư Đảng ủy xã Lâm Thành Bình cho biết", ["Đảng ủy xã"]),
    ("UBND xã Lâm Thành họp", ["UBND xã Lâm Thành"]),
    ("- TT. Tỉnh ủy, TT. HĐND tỉnh;", ["Tỉnh ủy", "HĐND tỉnh"]),
    ("TT. Y tế huyện Kbang báo cáo", ["TT. Y tế huyện Kbang"]),
    ("Bệnh viện Quân y 175 đã chuyển", ["Bệnh viện Quân y 175"]),
    ("Bệnh viện Bạch Mai 12 máy thở", ["Bệnh viện Bạch Mai"]),
    ("nộp cho Công ty B 10.", ["Công ty B"]),
    ("Cục Cảnh sát hình sự và Công an các tỉnh", ["Cục Cảnh sát hình sự"]),
    ("Chi nhánh Văn phòng đăng ký đất đai tiếp nhận", ["Chi nhánh Văn phòng đăng ký đất đai"]),
    (
        "ông Lê An thuộc Chi nhánh Lai Châu Công ty Cổ phần Cơ khí Đông Sơn nói",
        ["Chi nhánh Lai Châu Công ty Cổ phần Cơ khí Đông Sơn"],
    ),
    ("Tổng cục Thi hành án dân sự có văn bản", ["Tổng cục Thi hành án dân sự"]),
    ("Thường trực HĐND tỉnh đã chuyển 12 ý kiến", ["Thường trực HĐND tỉnh"]),
    ("Phó Chủ tịch Thường trực HĐND tỉnh dự", ["HĐND tỉnh"]),
    ("Kỳ họp thứ 6 HĐND tỉnh khóa XII", ["HĐND tỉnh"]),
    ("xã báo cáo Thường trực Tỉnh ủy chỉ đạo", ["Thường trực Tỉnh ủy"]),
    ("- Thường trực Tỉnh ủy, HĐND tỉnh;", ["Tỉnh ủy", "HĐND tỉnh"]),  # who gets a copy
    ("Phó Bí thư Thường trực Huyện ủy dự", ["Huyện ủy"]),
    ("Ủy viên dự khuyết Trung ương Đảng dự", []),
    ("Ngành Thuế tỉnh thu đủ", []),
    ("Thuế tỉnh Lào Cai thu đủ", ["Thuế tỉnh Lào Cai"]),
    ("Sở Kế hoạch & Đầu tư thẩm định", ["Sở Kế hoạch & Đầu tư"]),
    ("Đoàn đại biểu Quốc hội (ĐBQH) đơn vị tỉnh Lào Cai họp", ["Đoàn đại biểu Quốc hội đơn vị tỉnh Lào Cai"]),
    ("Ủy ban Kiểm tra (UBKT) Tỉnh ủy họp", ["Ủy ban Kiểm tra Tỉnh ủy"]),
    ("Tổ đại biểu HĐND tỉnh họp", ["Tổ đại biểu HĐND tỉnh"]),
    ("Trưởng ban Pháp chế HĐND tỉnh nói", ["Ban Pháp chế HĐND tỉnh"]),
    ("trưởng ban chỉ đạo bến nói", []),
    (
        "Ban Chỉ đạo phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa tỉnh họp",
        ["Ban Chỉ đạo phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa tỉnh"],
    ),
    ("vay của Quỹ hỗ trợ phát triển hợp tác xã tỉnh", ["Quỹ hỗ trợ phát triển hợp tác xã tỉnh"]),
    ("Đảng ủy Khối doanh nghiệp tỉnh họp", ["Đảng ủy Khối doanh nghiệp tỉnh"]),
    ("HĐND huyện Khóa XI họp", ["HĐND huyện"]),
    ("\u00d0ảng ủy xã Lâm Thành họp", ["\u00d0ảng ủy xã Lâm Thành"]),  # Icelandic Ð for Đ
]
NOT_FOUND = [
    "Theo văn bản số 812/VPCP-KTN về bến đò.",
    "UBND cấp xã, các sở, ban, ngành",
    "UBND các xã, phường; UBND 75 xã, phường",
    "UBND tỉnh, thành phố trực thuộc Trung ương",
    "các Bộ, ngành; Sở tiếp tục phối hợp",
    "các Trung tâm Y tế và 75 Trạm Y tế xã",
    "cán bộ công an, nội bộ, bộ phận một cửa",
    "Chính phủ số, Chính phủ điện tử",
    "báo cáo, hội nghị, trường hợp, phòng, chống, quỹ đất",
    "BÁO CÁO KẾT QUẢ KHOA HỌC, CÔNG NGHỆ VÀ XÃ HỘI SỐ",
    "Ban Giám đốc họp; vụ Đông; huyện Trạm Tấu",
    "Thủ tướng Chính phủ giao",
    "giám đốc hợp tác xã Lê Thị Hồng Vân nói",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(text: str, names: list[str], form: str) -> None:
    words = split_words(unicodedata.normalize("NFC", unicodedata.normalize(form, text)))
    assert [organization.name(words) for organization in find_organizations(words)] == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_classes_systems_and_lookalikes(text: str) -> None:
    words = split_words(text)
    assert [organization.name(words) for organization in find_organizations(words)] == []
