import datetime as dt
import unicodedata

import pytest

from vanban.extract.citation_shapes import SHAPES
from vanban.extract.citations import find_citations
from vanban.lexicon.words import split_words
from vanban.model import Citation, Span

FORMS = ["NFC", "NFD"]


def found(text: str, form: str = "NFC") -> list[Citation]:
    citations = find_citations(unicodedata.normalize(form, text))
    for citation in citations:
        assert citation.span.of(text) == citation.text
    return citations


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("shape", "example"),
    [(shape, example) for shape in SHAPES for example in shape.examples],
    ids=lambda x: getattr(x, "name", None),
)
def test_examples(shape, example, form) -> None:  # type: ignore[no-untyped-def]
    citations = [c for c in found(example.text, form) if c.text == example.found]
    assert len(citations) == 1
    assert citations[0].rule == shape.name
    for field, value in example.values.items():
        assert getattr(citations[0], field) == value, field


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("shape", "text"),
    [(shape, text) for shape in SHAPES for text in shape.near_misses],
    ids=lambda x: getattr(x, "name", None),
)
def test_near_misses(shape, text, form) -> None:  # type: ignore[no-untyped-def]
    assert [c for c in found(text, form) if c.rule == shape.name] == []


# text, then for each citation: its text, type, number, year, symbol, date, issuer
NUMBERED = [
    (
        "Thực hiện Kế hoạch số 74/KH-UBND, ngày 22/8/2025 của UBND tỉnh về mua sắm",
        [
            (
                "Kế hoạch số 74/KH-UBND, ngày 22/8/2025 của UBND tỉnh",
                "ke_hoach",
                "74",
                None,
                "KH-UBND",
                dt.date(2025, 8, 22),
                "UBND tỉnh",
            )
        ],
    ),
    (
        "Quyết định số 40/QĐ-UBND ngày 05 tháng 8 năm 2025 của Chủ tịch UBND tỉnh phê duyệt",
        [
            (
                "Quyết định số 40/QĐ-UBND ngày 05 tháng 8 năm 2025 của Chủ tịch UBND tỉnh",
                "quyet_dinh",
                "40",
                None,
                "QĐ-UBND",
                dt.date(2025, 8, 5),
                "Chủ tịch UBND tỉnh",
            )
        ],
    ),
    (
        "Thông tư số 09/2025/TT-BNV của Bộ trưởng Bộ Nội vụ ngày 18/6/2025 hướng dẫn",
        [
            (
                "Thông tư số 09/2025/TT-BNV của Bộ trưởng Bộ Nội vụ ngày 18/6/2025",
                "thong_tu",
                "9",
                2025,
                "TT-BNV",
                dt.date(2025, 6, 18),
                "Bộ trưởng Bộ Nội vụ",
            )
        ],
    ),
    (
        "Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018, của Văn phòng Trung ương Đảng về thể thức",
        [
            (
                "Hướng dẫn số 36-HD/VPTW, ngày 03/4/2018, của Văn phòng Trung ương Đảng",
                "huong_dan",
                "36",
                None,
                "HD/VPTW",
                dt.date(2018, 4, 3),
                "Văn phòng Trung ương Đảng",
            )
        ],
    ),
    (
        "Kết luận số 123-KL/TW (ngày 28/02/2025) của Bộ Chính trị, Ban Bí thư yêu cầu",
        [
            (
                "Kết luận số 123-KL/TW (ngày 28/02/2025) của Bộ Chính trị, Ban Bí thư",
                "ket_luan",
                "123",
                None,
                "KL/TW",
                dt.date(2025, 2, 28),
                "Bộ Chính trị, Ban Bí thư",
            )
        ],
    ),
    (
        "Thông tư liên tịch số 06/2015/TTLT-BGDĐT-BNV ngày 16/3/2015 của Bộ Giáo dục và Đào tạo - Bộ Nội vụ quy định",
        [
            (
                "Thông tư liên tịch số 06/2015/TTLT-BGDĐT-BNV ngày 16/3/2015 của Bộ Giáo dục và Đào tạo - Bộ Nội vụ",
                "thong_tu_lien_tich",
                "6",
                2015,
                "TTLT-BGDĐT-BNV",
                dt.date(2015, 3, 16),
                "Bộ Giáo dục và Đào tạo - Bộ Nội vụ",
            )
        ],
    ),
    (
        "Kế hoạch số 57/KH-ĐGS ngày 10/8/2023 của Đoàn giám sát về việc",
        [
            (
                "Kế hoạch số 57/KH-ĐGS ngày 10/8/2023 của Đoàn giám sát",
                "ke_hoach",
                "57",
                None,
                "KH-ĐGS",
                dt.date(2023, 8, 10),
                "Đoàn giám sát",
            )
        ],
    ),
    (  # a caption in two lines
        "(Kèm theo Quyết định số 7/QĐ-UBND\nngày 05/3/2025 của UBND tỉnh)",
        [
            (
                "Quyết định số 7/QĐ-UBND\nngày 05/3/2025 của UBND tỉnh",
                "quyet_dinh",
                "7",
                None,
                "QĐ-UBND",
                dt.date(2025, 3, 5),
                "UBND tỉnh",
            )
        ],
    ),
    (  # the next paragraph is not the citation's
        "Theo Quyết định số 7/QĐ-UBND\nNgày 05/3/2025, UBND tỉnh họp",
        [("Quyết định số 7/QĐ-UBND", "quyet_dinh", "7", None, "QĐ-UBND", None, None)],
    ),
    (  # a blank day gives no date, but belongs to the citation
        "Công văn số 12/UBND-NC ngày /4/2026 về",
        [("Công văn số 12/UBND-NC ngày /4/2026", "cong_van", "12", None, "UBND-NC", None, None)],
    ),
    (  # 31 February looks like a day and is none
        "Quyết định số 8/QĐ-UBND ngày 31/02/2025 về",
        [("Quyết định số 8/QĐ-UBND", "quyet_dinh", "8", None, "QĐ-UBND", None, None)],
    ),
    (  # the day opens the next clause
        "Theo Quyết định số 12/QĐ-UBND, ngày 15/7/2025 UBND tỉnh đã họp",
        [("Quyết định số 12/QĐ-UBND", "quyet_dinh", "12", None, "QĐ-UBND", None, None)],
    ),
    (  # the issuer of the whole phrase is not the scheme's
        "Báo cáo tình hình triển khai Đề án 06 của Sở Y tế",
        [("Đề án 06", "de_an", "6", None, None, None, None)],
    ),
    (
        "THÔNG TƯ SỐ 15/2014/TT-BTNMT NGÀY 24 THÁNG 3 NĂM 2014 CỦA BỘ TRƯỞNG BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG QUY ĐỊNH",
        [
            (
                "THÔNG TƯ SỐ 15/2014/TT-BTNMT NGÀY 24 THÁNG 3 NĂM 2014 CỦA BỘ TRƯỞNG BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG",
                "thong_tu",
                "15",
                2014,
                "TT-BTNMT",
                dt.date(2014, 3, 24),
                "BỘ TRƯỞNG BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG",
            )
        ],
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "expected"), NUMBERED)
def test_number_day_issuer(text: str, expected: list[tuple[object, ...]], form: str) -> None:
    values = [(c.text, c.doc_type, c.number, c.year, c.symbol, c.date, c.issuer) for c in found(text, form)]
    assert values == expected


LISTS = [
    (
        "các Nghị định số 40/2025/NĐ-CP, 109/2025/NĐ-CP và 193/2025/NĐ-CP của Chính phủ",
        [
            ("Nghị định số 40/2025/NĐ-CP", "40", "Chính phủ"),
            ("109/2025/NĐ-CP", "109", "Chính phủ"),
            ("193/2025/NĐ-CP của Chính phủ", "193", "Chính phủ"),
        ],
    ),
    (
        "các văn bản số 1407/UBND-NNMT ngày 05/4/2026, số 1446/UBND-NNMT ngày 07/4/2026 và Báo cáo số 139/BC-UBND",
        [
            ("văn bản số 1407/UBND-NNMT ngày 05/4/2026", "1407", None),
            ("số 1446/UBND-NNMT ngày 07/4/2026", "1446", None),
            ("Báo cáo số 139/BC-UBND", "139", None),
        ],
    ),
    (
        "các Nghị quyết 57, 59, 66 và 68 của Bộ Chính trị đã",
        [
            ("Nghị quyết 57", "57", "Bộ Chính trị"),
            ("59", "59", "Bộ Chính trị"),
            ("66", "66", "Bộ Chính trị"),
            ("68 của Bộ Chính trị", "68", "Bộ Chính trị"),
        ],
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists(text: str, expected: list[tuple[str, str, str | None]], form: str) -> None:
    assert [(c.text, c.number, c.issuer) for c in found(text, form)] == expected


def test_a_list_carries_type_and_symbol() -> None:
    first, second = found("các Quyết định số 12, 15/QĐ-UBND ngày 02/3/2025")
    assert (first.doc_type, first.number, first.symbol) == ("quyet_dinh", "12", "QĐ-UBND")
    assert (second.doc_type, second.number, second.symbol) == ("quyet_dinh", "15", "QĐ-UBND")
    assert second.date == dt.date(2025, 3, 2)


SUBJECTS = [
    ("UBND tỉnh đã ban hành Kế hoạch số 74/KH-UBND về", ["UBND tỉnh"]),
    ("Văn phòng UBND tỉnh đã ban hành Kế hoạch số 18/KH-VPUB", ["Văn phòng UBND tỉnh"]),
    (
        "Sở Y tế đã tham mưu UBND tỉnh ban hành Quyết định số 40/QĐ-UBND và Kế hoạch số 50/KH-UBND",
        ["UBND tỉnh", "UBND tỉnh"],
    ),
    (
        "Ủy ban nhân dân tỉnh đã ban hành Quyết định bổ sung kinh phí, ban hành Kế hoạch số 74/KH-UBND",
        ["Ủy ban nhân dân tỉnh"],
    ),
    ("Ngày 08/12/2025, Sở Y tế có Công văn số 915/SYT-NV gửi các đơn vị", ["Sở Y tế"]),
    ("Xét đề nghị của Sở Y tế tại Tờ trình số 66/TTr-SYT", ["Sở Y tế"]),
    ("Đã ban hành Kế hoạch số 27/KH-VPUB", [None]),
    ("UBND tỉnh họp. Đã ban hành Kế hoạch số 27/KH-VPUB", [None]),
    ("UBND xã thực hiện Kế hoạch số 27/KH-VPUB", [None]),
    ("nhận Quyết định số 27/QĐ-UBND do UBND xã gửi lên", [None]),
    ("nhận Quyết định số 27/QĐ-UBND do UBND xã đã ban hành", ["UBND xã"]),
    ("Kế hoạch số 4/KH-SYT do Sở Y tế ban hành", ["Sở Y tế"]),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "issuers"), SUBJECTS)
def test_issuer_from_the_sentence(text: str, issuers: list[str | None], form: str) -> None:
    assert [c.issuer for c in found(text, form)] == issuers


PLACES = [
    ("theo điểm a khoản 2 Điều 5 Nghị định số 12/2024/NĐ-CP", ("5", "2", "a")),
    ("tại khoản 14 Điều 1 Nghị định số 37/2024/NĐ-CP", ("1", "14", None)),
    ("điểm a, b khoản 2 Điều 5 của Luật Đất đai", ("5", "2", "a, b")),
    ("quy định tại các Điều 5, 6 và 7 Luật Đất đai", ("5, 6, 7", None, None)),
    ("khoản 1 và khoản 3, Điều 70b Nghị định số 26/2019/NĐ-CP", ("70b", "1, 3", None)),
    ("Điều 5. Nghị định số 26/2019/NĐ-CP", (None, None, None)),
    ("theo Nghị định số 26/2019/NĐ-CP", (None, None, None)),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "place"), PLACES)
def test_articles(text: str, place: tuple[str | None, ...], form: str) -> None:
    (citation,) = found(text, form)
    assert (citation.article, citation.clause, citation.point) == place
    assert citation.text.startswith(("Nghị", "Luật"))


NO_CITATIONS = [
    "thực hiện theo quy định sau đây:\n1/ Trước khi mở máy phải thử điện",
    "nội dung kế hoạch dưới đây\n3- Mua sắm vật tư",
    "như quyết định 2/Chủ hộ tự làm",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", NO_CITATIONS)
def test_a_list_below_a_type_is_no_citation(text: str, form: str) -> None:
    assert found(text, form) == []


def test_an_amended_law_keeps_its_day() -> None:
    (law,) = found("theo Luật Nhà ở (sửa đổi) ngày 27/11/2023 thì", "NFC")
    assert (law.text, law.date) == ("Luật Nhà ở (sửa đổi) ngày 27/11/2023", dt.date(2023, 11, 27))


LAWS = [
    ("Luật Đầu tư theo phương thức đối tác công tư;", ["Luật Đầu tư theo phương thức đối tác công tư"]),
    ("Luật Nhà ở và Luật Kinh doanh bất động sản có hiệu lực", ["Luật Nhà ở", "Luật Kinh doanh bất động sản"]),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Thú y, Luật Thủy sản và Luật Đê điều số 9/2030/QH16;",
        ["Luật sửa đổi, bổ sung một số điều của Luật Thú y, Luật Thủy sản và Luật Đê điều"],
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Thú y và Luật Thủy sản được",
        ["Luật sửa đổi, bổ sung một số điều của Luật Thú y", "Luật Thủy sản"],
    ),
    ("Luật Bảo trợ nghề rừng số 7/2031/QH16 quy định", ["Luật Bảo trợ nghề rừng"]),
    ("LUẬT ĐẤT ĐAI", ["LUẬT ĐẤT ĐAI"]),
    ("Luật Nhà ở (sửa đổi) ngày 27/11/2023 có hiệu lực", ["Luật Nhà ở"]),
    ("luật Đất đai quy định", ["luật Đất đai"]),
    (
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
        ["Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"],
    ),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "titles"), LAWS)
def test_titles_of_laws(text: str, titles: list[str], form: str) -> None:
    assert [c.title for c in found(text, form)] == titles


def test_blocked_spans_and_the_own_number() -> None:
    text = "Số 12/BC-SYT\nTheo Công văn số 7/UBND-VX\n(Ban hành kèm theo Báo cáo số 12/BC-SYT ngày 05/3/2025)"
    assert [c.number for c in find_citations(text)] == ["7", "12"]
    assert [c.number for c in find_citations(text, own=("012", "BC-SYT"))] == ["7"]
    assert [c.number for c in find_citations(text, own=("12", "KH-SYT"))] == ["7", "12"]
    assert [c.number for c in find_citations(text, blocked=[Span(13, 40)])] == ["12"]


def test_words_split_before() -> None:
    text = "Nghị định số 30/2020/NĐ-CP"
    assert find_citations(text, words=split_words(text)) == find_citations(text)


def test_empty_and_odd_texts() -> None:
    for text in (
        "",
        " ",
        "Quyết định",
        "Luật",
        "số",
        "Nghị quyết số",
        "Điều",
        "57-",
        "/NQ-TW",
        "Kế hoạch số 1/",
        "\n\t\n",
    ):
        assert find_citations(text) == []
