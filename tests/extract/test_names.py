import time
import unicodedata

import pytest

from vanban.extract.citations import find_citations
from vanban.extract.name_forms import distinct_names, resolve_names
from vanban.extract.names import find_names
from vanban.lexicon.words import split_words
from vanban.model import NameKind, Span

FORMS = ["NFC", "NFD"]


def mentions(text: str, kind: NameKind, form: str = "NFC") -> list[tuple[str, str | None]]:
    found = find_names(unicodedata.normalize(form, text), resolve=False)
    for name in found:
        assert name.span.of(text) == name.text
    return [(name.name, name.title) for name in found if name.kind is kind]


PERSONS = [
    (
        "Phó Chủ tịch chuyên trách Ủy ban Đò ngang Quốc gia - Khuất Đình Mận cho biết",
        [("Khuất Đình Mận", "Phó Chủ tịch chuyên trách Ủy ban Đò ngang Quốc gia")],
    ),
    ("ĐB Lò Thị Mây (Thái Nguyên) nói", [("Lò Thị Mây", "ĐB")]),
    ("Bà Đào Thị Minh - Phó Giám đốc Sở TT-TT cho biết", [("Đào Thị Minh", "Phó Giám đốc Sở TT-TT")]),
    ("theo ông Lò Văn Sửu, Giám đốc HTX Tiên Phong, giá giảm", [("Lò Văn Sửu", "Giám đốc HTX Tiên Phong")]),
    ("Phó Chủ tịch UBND tỉnh Hồ Văn Bền đề nghị", [("Hồ Văn Bền", "Phó Chủ tịch UBND tỉnh")]),
    (
        "Phó Thủ tướng Thường trực Chính phủ Phạm Văn Túc có ý kiến",
        [("Phạm Văn Túc", "Phó Thủ tướng Thường trực Chính phủ")],
    ),
    ("đồng chí Nguyễn Văn An, Bí thư Tỉnh ủy", [("Nguyễn Văn An", "Bí thư Tỉnh ủy")]),
    ("PGS.TS. Trần Thị Bình phát biểu", [("Trần Thị Bình", None)]),
    ("Đại tá Vũ Đình Khang, Phó Giám đốc Công an tỉnh", [("Vũ Đình Khang", "Phó Giám đốc Công an tỉnh")]),
    ("CHÁNH VĂN PHÒNG\n\nTrần Bình Hòa\n", [("Trần Bình Hòa", "CHÁNH VĂN PHÒNG")]),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n(Đã ký)\n**Lê Hoài Thương**", [("Lê Hoài Thương", "PHÓ GIÁM ĐỐC")]),
    ("PHÓ CHỦ TỊCH\nTRẦN VĂN DŨNG\n", [("TRẦN VĂN DŨNG", "PHÓ CHỦ TỊCH")]),
    ("chị Rơ Mah H’Lan – công chức xã", [("Rơ Mah H’Lan", "công chức xã")]),
    ("giám đốc hợp tác xã Lê Thị Hồng Vân nói", [("Lê Thị Hồng Vân", "giám đốc hợp tác xã")]),
    ("anh Nguyễn Văn C (xã An Viễn)", [("Nguyễn Văn C", None)]),
    ("Ảnh: Hữu Phước", [("Hữu Phước", None)]),
    ("xã Nguyễn Trãi, đường Lê Hồng Phong, Trường THPT Nguyễn Huệ", []),
    ("Bà Rịa - Vũng Tàu; đặc khu Cô Tô; hồ Ba Bể", []),
    ("thành phố Hồ Chí Minh và Đoàn TNCS Hồ Chí Minh", []),
    ("PHÓ CHỦ TỊCH", []),
    ("Chủ tịch UBND thành phố Vương Quốc An nói", [("Vương Quốc An", "Chủ tịch UBND thành phố")]),
    ("hợp đồng giáo viên Tiếng Anh, Tin học", []),
    ("theo bà Sở Tài sẽ", []),
    ("đại biểu Hà Tân Hòa cho rằng", [("Hà Tân Hòa", None)]),
    ("đại biểu Hà Nội cho rằng", []),
    ("Các đại biểu Quốc hội khóa XV dự họp", []),
    ("Đại biểu An Giang, đại biểu Lò Thị Mây (Sơn La) phát biểu", [("Lò Thị Mây", None)]),
    ("Cảnh bến đò. Ảnh: LÒ MAY", [("LÒ MAY", None)]),
    ("Cảnh bến đò. Ảnh: BÁO LÀO CAI", []),
    ("Cử tri Hà Nội mong có cầu", []),
    ("Cử tri Hà Văn Nam mong có cầu", [("Hà Văn Nam", None)]),
    ("Chủ tịch Hội đồng Dân tộc Siu Văn Thân nói", [("Siu Văn Thân", "Chủ tịch Hội đồng Dân tộc")]),
    ("Chủ tịch Hội đồng quản trị Nguyễn Văn An nói", [("Nguyễn Văn An", "Chủ tịch Hội đồng quản trị")]),
    ("Chủ tịch UBND thị trấn Lưu Vệ Phạm Văn An nói", [("Phạm Văn An", "Chủ tịch UBND thị trấn Lưu Vệ")]),
    ("Phó Chủ tịch UBND TP Hà Minh Tá cho biết", [("Hà Minh Tá", "Phó Chủ tịch UBND TP")]),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "expected"), PERSONS)
def test_persons(text: str, expected: list[tuple[str, str | None]], form: str) -> None:
    assert mentions(text, NameKind.PERSON, form) == expected


PLACES = [
    ("Thông tấn xã Việt Nam đưa tin", []),
    ("huyện Đắk G’Long họp", ["huyện Đắk G’Long"]),
    ("HĐND huyện Khóa XI họp", []),
    ("thủ tục hành chính tỉnh Sơn La", ["tỉnh Sơn La"]),
    ("Đoàn xã An Viễn ra quân", ["xã An Viễn"]),
    ("HĐND HUYỆN GIÁM SÁT VIỆC MỞ BẾN", []),
    ("UBND HUYỆN XUÂN LỘC MỞ BẾN", ["HUYỆN XUÂN LỘC"]),
    ("VNPT Sơn La, Cao đẳng Sơn La, Báo Sơn La", []),
    ("tại Quảng Nam và Đà Nẵng", ["Quảng Nam", "Đà Nẵng"]),
    ("Hà Nội, ngày 27 tháng 02 năm 2026", ["Hà Nội"]),
    ("TP. Hồ Chí Minh; TP Đà Nẵng", ["TP. Hồ Chí Minh", "TP Đà Nẵng"]),
    ("các xã An Viễn, Bình Minh và Hố Nai có", ["xã An Viễn", "Bình Minh", "Hố Nai"]),
    ("các xã: Kim Thủy, Sen Thủy", ["Kim Thủy", "Sen Thủy"]),
    ("huyện Đắk R'lấp, thị xã Nghĩa Lộ", ["huyện Đắk R'lấp", "thị xã Nghĩa Lộ"]),
    ("Quận 8, Phường 7 của thành phố", ["Quận 8", "Phường 7"]),
    ("17/17 huyện, thị xã, thành phố; 95 xã, phường; hợp tác xã Tiên Phong; xã hội", []),
    ("Chủ tịch UBND xã Lê Văn Tám cho biết", []),
    ("Bí thư Đảng ủy xã Lâm Thành Bình cho biết", []),
    ("huyện Ia H'Drai 58,3%, huyện Tu Mơ Rông 7,9%.", ["huyện Ia H'Drai", "huyện Tu Mơ Rông"]),
    ("phường Bến Nghé 2, xã Kim Bôi 3,5%", ["phường Bến Nghé 2", "xã Kim Bôi"]),
    ("Thái Bình Dương, sông Đồng Nai, tư tưởng Hồ Chí Minh", []),
    ("tỉnh Yên Bái, Mù Cang Chải và Trạm Tấu mưa lớn", ["tỉnh Yên Bái", "Mù Cang Chải", "Trạm Tấu"]),
    ("xã Đồng Lâm, Hạ Vinh, Thượng Vinh thuộc huyện", ["xã Đồng Lâm", "Hạ Vinh", "Thượng Vinh"]),
    ("xã Đồng Lâm, Nguyễn Thị Hoa và Sở Y tế dự", ["xã Đồng Lâm"]),
    ("4 bản vùng cao, gồm: Nà Vường, Huổi Tả và Pha Lọ 2 chưa có", ["Nà Vường", "Huổi Tả", "Pha Lọ 2"]),
    (
        "một số xã lập hồ sơ chậm như: Hạ Vinh (12 hồ sơ), Thượng Vinh 9 hồ sơ, Kim Bôi.",
        ["Hạ Vinh", "Thượng Vinh", "Kim Bôi"],
    ),
    ("các xã vùng sâu thiếu nước. Đoàn gồm Hạ Vinh", []),
    ("các xã báo cáo gồm số liệu, biểu mẫu", []),
    ("thôn Nà Vường và xóm Bãi, ấp Bến Tre", ["thôn Nà Vường", "xóm Bãi", "ấp Bến Tre"]),
    ("phát triển nông thôn Thái Bình; văn bản UBND; bản Kế hoạch; chăm sóc Người bệnh", ["Thái Bình"]),
    ("Bí thư Chi bộ thôn Nà Vường", ["thôn Nà Vường"]),
    ("thôn 4, khu phố 11; hồ Bản Mường, tỉnh Sóc Trăng", ["tỉnh Sóc Trăng"]),
    ("trưởng thôn Nguyễn Văn Hạnh; già làng Điểu Minh Sơn", []),
    ("xã Sơn Lâm (Nho Quan) và thị trấn", ["xã Sơn Lâm", "Nho Quan"]),
    ("đại biểu Lò Văn Tá (đoàn Sơn La); tại điểm cầu Sơn La", ["Sơn La", "Sơn La"]),
    ("Tại Lương Sơn, việc gieo trồng xong", ["Lương Sơn"]),
    ("UBND xã Trường Tây họp; đường từ xã Ban Công đến", ["xã Trường Tây", "xã Ban Công"]),
    ("Chủ tịch UBND thành phố Lê Hồng Tá", []),
    ("Chủ tịch UBND thị trấn Lưu Vệ Phạm Văn An nói", ["thị trấn Lưu Vệ"]),
    (
        "vùng Đồng bằng sông Cửu Long và Tây Nguyên; gió Tây Bắc, phía Đông Bắc",
        ["Đồng bằng sông Cửu Long", "Tây Nguyên"],
    ),
    ("xuất sang Nhật Bản, giáp Lào, tỉnh Lào Cai; cập nhật bản đồ", ["Nhật Bản", "Lào", "tỉnh Lào Cai"]),
    ("BAN CHỈ ĐẠO TỈNH SƠN LA", ["TỈNH SƠN LA"]),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: list[str], form: str) -> None:
    assert [name for name, _ in mentions(text, NameKind.PLACE, form)] == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "body",
    [
        "Hội đồng Bồi thường, hỗ trợ và tái định cư huyện Mường Lay",
        "Hội đồng bồi thường, hỗ trợ & tái định cư huyện Mường Lay",
        "Ban Chỉ đạo Chương trình mục tiêu quốc gia tỉnh",
        "Ban Chỉ đạo các chương trình mục tiêu quốc gia huyện Mường Lay",
        "Ban Chỉ đạo giảm nghèo bền vững huyện Mường Lay",
        "Hợp tác xã tinh dầu sả Mường Lay",
        "HTX dịch vụ nông nghiệp hữu cơ Phước Thịnh",
        "ĐH Kinh tế Đà Nẵng",
        "TT Y tế huyện Mường Lay",
        "Thuế cơ sở 4",
        "BHXH cơ sở Mường Lay",
        "Kiểm toán Nhà nước khu vực X",
        "Đội Quản lý thị trường số 4",
        "Trường Tiểu học và THCS Mường Lay",
        "Trường PTDT nội trú THCS&THPT huyện Mường Lay",
        "Trường Trung cấp Kinh tế - Kỹ thuật tỉnh",
        "Chi bộ thôn Nà Sản",
        "Chi bộ tổ dân phố Tân Phong 2",
        "Ban Công tác Mặt trận thôn Nà Sản",
    ],
)
def test_bodies_of_every_day(body: str, form: str) -> None:
    text = f"Ngày 12/5/2023, {body} đã gửi văn bản."
    assert [name for name, _ in mentions(text, NameKind.ORGANIZATION, form)] == [body]


def test_a_hamlet_that_a_person_follows_ends_no_body() -> None:
    assert mentions("Chi bộ thôn Nà Sản Lò Văn Pấng đã nói.", NameKind.ORGANIZATION, "NFC") == []


def test_a_town_and_a_centre_share_an_abbreviation() -> None:
    for text, kind, expected in (
        ("Đường nối TT. Cái Dầu với TT.Tân Kỳ", NameKind.PLACE, ["TT. Cái Dầu", "TT.Tân Kỳ"]),
        ("Đường nối TT. Cái Dầu với TT.Tân Kỳ", NameKind.ORGANIZATION, []),
        ("Gửi TT. Phục vụ hành chính công", NameKind.ORGANIZATION, ["TT. Phục vụ hành chính công"]),
        ("Theo TT 01 của Bộ", NameKind.PLACE, []),
    ):
        assert [name for name, _ in mentions(text, kind, "NFC")] == expected


def test_codes_of_places_and_organizations() -> None:
    names = {
        name.name: name.code for name in find_names("Sở Y tế, Bộ Y tế, Văn phòng Chính phủ; tỉnh Yên Bái, xã An Viễn")
    }
    assert names == {
        "Sở Y tế": "SYT",
        "Bộ Y tế": "BYT",
        "Văn phòng Chính phủ": "VPCP",
        "tỉnh Yên Bái": "15",
        "xã An Viễn": "26296",
    }


def test_nothing_in_titles_of_laws_filing_notes_and_blocked_spans() -> None:
    text = "Luật Tổ chức Chính phủ\n- Lưu: VT, Phòng Kinh tế.\nSở Y tế\nUBND tỉnh"
    assert [name.name for name in find_names(text, blocked=[Span(49, 56)])] == ["UBND tỉnh"]


def test_words_split_before() -> None:
    text = "Bộ Y tế và ông Lê Văn An"
    assert find_names(text, words=split_words(text)) == find_names(text)


# text, then the distinct names in their fullest form
RESOLVED = [
    (NameKind.ORGANIZATION, "Ủy ban nhân dân tỉnh họp. UBND tỉnh giao.", ["Ủy ban nhân dân tỉnh"]),
    (NameKind.ORGANIZATION, "UBND tỉnh giao. UBND tỉnh Lào Cai họp.", ["UBND tỉnh Lào Cai"]),
    (NameKind.ORGANIZATION, "Sở KH&CN; Sở Khoa học và Công nghệ; Sở KHCN tỉnh", ["Sở Khoa học và Công nghệ"]),
    (NameKind.ORGANIZATION, "Bộ KH&CN và Sở KH&CN", ["Bộ KH&CN", "Sở KH&CN"]),
    (NameKind.ORGANIZATION, "ỦY BAN NHÂN DÂN TỈNH BẮC NINH\nUBND tỉnh", ["ỦY BAN NHÂN DÂN TỈNH BẮC NINH"]),
    (NameKind.ORGANIZATION, "HTX Nông nghiệp Vĩnh Tiến bán lúa. HTX Vĩnh Tiến có kho.", ["HTX Nông nghiệp Vĩnh Tiến"]),
    (NameKind.ORGANIZATION, "UBND tỉnh Lào Cai và UBND tỉnh Sơn La", ["UBND tỉnh Lào Cai", "UBND tỉnh Sơn La"]),
    (
        NameKind.ORGANIZATION,
        "Văn phòng UBND tỉnh; Văn phòng HĐND và UBND xã An Viễn",
        ["Văn phòng UBND tỉnh", "Văn phòng HĐND và UBND xã An Viễn"],
    ),
    (NameKind.ORGANIZATION, "UBND tỉnh giao UBND xã rà soát", ["UBND tỉnh"]),  # a class: no commune is named
    (NameKind.ORGANIZATION, "UBND xã An Viễn họp. UBND xã báo cáo.", ["UBND xã An Viễn"]),
    (NameKind.PERSON, "Bà Đào Thị Minh - Phó Giám đốc nói. Bà Minh lo. Ông Tám đi.", ["Đào Thị Minh"]),
    (NameKind.PLACE, "tại Sơn La; tỉnh Sơn La; TỈNH SƠN LA", ["tỉnh Sơn La"]),
    (NameKind.PLACE, "xã An Viễn; người dân An Viễn ở tỉnh Đồng Nai", ["xã An Viễn", "tỉnh Đồng Nai"]),
    (NameKind.PLACE, "thành phố Yên Bái, tỉnh Yên Bái, tại Yên Bái", ["thành phố Yên Bái", "tỉnh Yên Bái"]),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "text", "names"), RESOLVED)
def test_resolve(kind: NameKind, text: str, names: list[str], form: str) -> None:
    resolved = find_names(unicodedata.normalize(form, text))
    assert list(resolve_names(resolved)) == resolved
    assert [name.name for name in distinct_names(resolved, kind)] == names


def test_a_person_keeps_the_post_everywhere() -> None:
    resolved = find_names("Bà Đào Thị Minh họp. Bà Đào Thị Minh - Phó Giám đốc Sở Y tế nói.")
    assert [n.title for n in resolved if n.kind is NameKind.PERSON] == ["Phó Giám đốc Sở Y tế"] * 2


HOSTILE = [
    "HĐND, ", "Văn phòng ", "Ban Chỉ đạo về ", "Trung tâm Y tế và ", "các Sở: Y tế, ", "Nguyễn Văn A, ", "xã A, ", "ông ", "\n",
    "CHỦ TỊCH\nNguyễn Văn A\n", "Luật sửa đổi, bổ sung một số điều của ", "57-NQ/TW, ", "1/", "A-", "Điều 1, ", "Quyết định ",
    'Đề án "', "ngày ", "A1/",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_repeated_words_cost_no_more_than_their_share(unit: str) -> None:
    seconds = []
    for size in (4_000, 16_000):
        text = (unit * size)[:size]
        start = time.process_time()
        find_citations(text)
        find_names(text)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 12 * seconds[0] + 0.3  # linear would be 4, quadratic 16


def test_a_bare_district_body_means_one_and_a_bare_commune_body_means_all() -> None:
    text = "Theo UBND huyện, tổng thu đạt khá; nhiều Chủ tịch UBND xã chưa quyết liệt."
    assert [name.text for name in find_names(text)] == ["UBND huyện"]


def test_a_unit_of_any_province_is_a_place_behind_a_word_for_where() -> None:
    text = "Mô hình tại Lương Sơn cho kết quả tốt."
    assert [(name.kind, name.text) for name in find_names(text)] == [(NameKind.PLACE, "Lương Sơn")]


def test_a_hamlet_named_again_without_its_kind_is_one_place() -> None:
    text = "Các bản chưa có sóng gồm: Nà Vường, Huổi Tả. Riêng bản Nà Vường đã có điện."
    names = distinct_names(find_names(text), NameKind.PLACE)
    assert [name.name for name in names] == ["bản Nà Vường", "Huổi Tả"]


def test_names_are_given_with_the_vietnamese_letter() -> None:
    names = find_names("Ủy ban nhân dân xã \u00d0ồng Lâm báo cáo; xã Đồng Lâm có 5 thôn.")
    assert {name.name for name in names} == {"Ủy ban nhân dân xã Đồng Lâm", "xã Đồng Lâm"}
    assert names[0].text == "Ủy ban nhân dân xã \u00d0ồng Lâm"


def test_a_service_that_every_commune_has_is_no_name_alone() -> None:
    text = "Trung tâm Phục vụ hành chính công thiếu người; Trung tâm Phục vụ hành chính công xã Lâm Thành đủ máy."
    names = distinct_names(find_names(text), NameKind.ORGANIZATION)
    assert [name.name for name in names] == ["Trung tâm Phục vụ hành chính công xã Lâm Thành"]


def test_a_bare_commune_body_means_none_where_several_communes_are_named() -> None:
    text = "UBND xã Lâm Thành và UBND xã An Viễn họp; Chủ tịch UBND xã dự."
    names = distinct_names(find_names(text), NameKind.ORGANIZATION)
    assert [name.name for name in names] == ["UBND xã Lâm Thành", "UBND xã An Viễn"]


def test_a_verb_with_a_capital_ends_the_name_of_a_place() -> None:
    names = find_names("Cử tri phường Lâm Thành Phản ánh đò trễ giờ; xã An Viễn Đề nghị thêm chuyến.")
    assert [name.text for name in names] == ["phường Lâm Thành", "xã An Viễn"]


@pytest.mark.parametrize(
    "text",
    [
        "Ông Khuất Đình Mận, Phó Bí thư Đảng ủy, Giám đốc Sở Đò ngang tỉnh Sơn La",
        "Cán bộ phụ trách đài truyền thanh xã Bến Đá và TT HĐND huyện Sông Cạn",
        "Chủ tịch Hội đồng quản trị Công ty cổ phần Phà Sông Cạn - EVN số 2 (PSC)",
        "các Sở: Y tế, Tài chính và Trưởng thôn Bến 3, thị trấn Sông Cạn",
    ],
)
def test_a_text_may_end_behind_any_sign(text: str) -> None:
    for stop in range(len(text) + 1):
        for name in find_names(text[:stop]):
            assert name.span.of(text) == name.text
