"""Plain text: paragraphs, page breaks, running heads, two columns, tables, remains of Markdown."""

import time
import unicodedata

import pytest

from vanban.errors import LimitError
from vanban.model import Document
from vanban.read import limits, read_bytes, read_text

FORMS = ("NFC", "NFD")


def read(text: str, form: str = "NFC") -> Document:
    return read_text(unicodedata.normalize(form, text), source="a.txt")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text in kinds(document)]


LONG = "Sở đã phối hợp với các địa phương rà soát toàn bộ cơ sở vật chất của các trạm y tế tại"
CASES = [
    ("mỗi dòng một đoạn", "Đoạn một.\nĐoạn hai.\n", ["Đoạn một.", "Đoạn hai."]),
    ("cắt bởi trang", f"{LONG}\n\ncác xã vùng cao của tỉnh.", [f"{LONG} các xã vùng cao của tỉnh."]),
    ("dòng sau viết hoa, dòng trước dở dang", f"{LONG}\n\nỦy ban nhân dân xã.", [f"{LONG} Ủy ban nhân dân xã."]),
    ("đã hết câu", f"{LONG} xã.\n\nviết thường mà là đoạn mới", [f"{LONG} xã.", "viết thường mà là đoạn mới"]),
    ("đầu mục không bị nối", f"{LONG}\na) Trạm một;\nb) Trạm hai.", [LONG, "a) Trạm một;", "b) Trạm hai."]),
    ("nhan đề hai dòng", "Quy định về việc cấp phép hoạt động thuộc\nphạm vi quản lý của Bộ.\nCăn cứ Luật;",
     ["Quy định về việc cấp phép hoạt động thuộc phạm vi quản lý của Bộ.", "Căn cứ Luật;"]),
    ("ghi chú trong ngoặc", "(Kèm theo Báo cáo số 5/BC-SYT ngày 3 tháng 4\nCủa Sở Y tế)\nĐoạn.",
     ["(Kèm theo Báo cáo số 5/BC-SYT ngày 3 tháng 4 Của Sở Y tế)", "Đoạn."]),
    ("tên phụ lục ba dòng", "PHỤ LỤC I\nDANH MỤC CÁC NHIỆM VỤ\nTRỌNG TÂM NĂM 2025\n\nĐoạn.",
     ["PHỤ LỤC I", "DANH MỤC CÁC NHIỆM VỤ TRỌNG TÂM NĂM 2025", "Đoạn."]),
    ("cơ quan hai dòng", "UBND TỈNH A\nSỞ Y TẾ", ["UBND TỈNH A", "SỞ Y TẾ"]),
    ("danh sách ngắn viết thường", "họ tên\nngày sinh", ["họ tên", "ngày sinh"]),
    ("số bị cắt khỏi từ số", "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh tại Công văn số\n15/UBND-KT về việc báo cáo.",
     ["Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh tại Công văn số 15/UBND-KT về việc báo cáo."]),
    ("thẻ br", "Dòng một.<br>Dòng hai.", ["Dòng một.", "Dòng hai."]),
    ("đề mục đậm, chữ thường theo sau", "**1. Về công tác xây dựng thể chế của tỉnh**\nđã ban hành 5 văn bản.",
     ["1. Về công tác xây dựng thể chế của tỉnh", "đã ban hành 5 văn bản."]),
    ("kính gửi", "Kính gửi:\t- UBND tỉnh;\n\t- Sở Y tế.", ["Kính gửi:", "- UBND tỉnh;", "- Sở Y tế."]),
    ("dấu đầu dòng của phông Symbol", "\uf0b7 Trạm một;\n\uf02d Trạm hai.", ["• Trạm một;", "• Trạm hai."]),
    ("nhan đề dính dấu sao", "Phụ lục II**SỐ LƯỢNG CÁN BỘ NGHIÊN CỨU**", ["Phụ lục II", "SỐ LƯỢNG CÁN BỘ NGHIÊN CỨU"]),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_paragraphs(text: str, expected: list[str], form: str) -> None:
    assert texts(read(text, form)) == expected


WRAPPED = """Trong năm 2025, Sở Y tế đã tham mưu Ủy ban nhân dân tỉnh ban hành kế hoạch
đầu tư, nâng cấp các trạm y tế tuyến xã trên địa bàn toàn tỉnh; chỉ đạo các
Trung tâm Y tế huyện rà soát nhân lực, trang thiết bị và cơ sở vật chất hiện
có, báo cáo kết quả về Sở trước ngày 30 tháng 6 năm 2025 để tổng hợp, trình
Hội đồng nhân dân tỉnh xem xét tại kỳ họp giữa năm theo đúng quy định chung.
1. Kết quả
Đến nay đã có 45 trạm được sửa chữa, 12 trạm được xây mới, bảo đảm đủ điều kiện
khám chữa bệnh ban đầu cho nhân dân, nhất là nhân dân các xã vùng cao, biên
giới. Việc mua sắm trang thiết bị được thực hiện đúng quy định của pháp luật.
- Chưa có trạm nào phải tạm dừng hoạt động do thiếu nhân lực hoặc thiếu thuốc
men, vật tư y tế.
"""


@pytest.mark.parametrize("form", FORMS)
def test_hard_wrapped_file(form: str) -> None:
    found = kinds(read(WRAPPED, form))
    assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph", "list_item"]
    assert found[0][1].startswith("Trong năm 2025") and found[0][1].endswith("quy định chung.")
    assert (
        found[3][1] == "- Chưa có trạm nào phải tạm dừng hoạt động do thiếu nhân lực hoặc thiếu thuốc men, vật tư y tế."
    )
    assert "\n" not in found[0][1]


def test_line_that_ends_in_an_abbreviation_goes_on() -> None:
    text = "Trong năm, đoàn công tác đã làm việc với các cơ quan của TP.\nHồ Chí Minh về việc này.\nKết quả tốt."
    assert texts(read(text))[0].endswith("của TP. Hồ Chí Minh về việc này.")
    list_of_titles = "QUYẾT ĐỊNH VỀ NHÀ Ở XÃ HỘI TRÊN ĐỊA BÀN TP.\nQĐ 89/2008/QĐ-UBND VỀ GIÁ ĐẤT TRÊN ĐỊA BÀN TP.\nHết."
    assert texts(read(list_of_titles)) == list_of_titles.split("\n")


def test_hard_wrapped_file_with_a_blank_line_after_every_line() -> None:
    assert texts(read(WRAPPED.replace("\n", "\n\n"))) == texts(read(WRAPPED))


@pytest.mark.parametrize(
    "text",
    [
        "| SỞ Y TẾ<br>Số: 7/BC-SYT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Huế, ngày 5 tháng 6 năm 2025 |\n|---|---|\n\nBÁO CÁO",
        "| SỞ Y TẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n| Số: 7/BC-SYT | Huế, ngày 5 tháng 6 năm 2025 |\n\nBÁO CÁO",
        "<table><tr><td>SỞ Y TẾ<br>Số: 7/BC-SYT</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Huế, ngày 5 tháng 6 năm 2025</td></tr></table>\nBÁO CÁO",
        "SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/BC-SYT Huế, ngày 5 tháng 6 năm 2025\n\nBÁO CÁO",
        "**SỞ Y TẾ** **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n\nSố: 7/BC-SYT *Huế, ngày 5 tháng 6 năm 2025*\n\n**BÁO CÁO**",
        "SỞ Y TẾ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/BC-SYT       Huế, ngày 5 tháng 6 năm 2025\nBÁO CÁO",
    ],
)
def test_letterheads_as_converters_write_them(text: str) -> None:
    document = read(text)
    assert document.tables == ()
    assert texts(document) == [
        "SỞ Y TẾ", "Số: 7/BC-SYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Huế, ngày 5 tháng 6 năm 2025", "BÁO CÁO",
    ]  # fmt: skip


def test_page_numbers_do_not_cut_a_sentence() -> None:
    text = f"{LONG}\n- 2 -\n\ncác xã vùng cao.\nĐoạn sau dài thêm.\nĐoạn nữa.\nVà nữa.\nTrang 3/9\nHết."
    assert kinds(read(text)) == [
        ("paragraph", f"{LONG} các xã vùng cao."),
        ("running_head", "- 2 -"),
        ("paragraph", "Đoạn sau dài thêm."),
        ("paragraph", "Đoạn nữa."),
        ("paragraph", "Và nữa."),
        ("running_head", "Trang 3/9"),
        ("paragraph", "Hết."),
    ]


def test_page_numbers_far_to_the_right() -> None:
    far = " " * 90
    text = f"{LONG}\n{far}2\n\ncác xã vùng cao.\nĐoạn hai.\nĐoạn ba.\nĐoạn tư.\nĐoạn năm.\n{far}3\n"
    assert kinds(read(text))[:2] == [("paragraph", f"{LONG} các xã vùng cao."), ("running_head", "2")]


def test_form_feeds_are_pages_and_what_they_repeat_is_a_running_head() -> None:
    pages = [f"Báo cáo tháng\n\nNội dung trang {n} rất riêng {'abcd'[n]}.\nCâu {'xyzt'[n]}.\n\n{n}" for n in (1, 2, 3)]
    document = read("\f".join(pages))
    assert [(b.kind.value, b.page) for b in document.blocks if b.span.of(document.text) == "Báo cáo tháng"] == [
        ("running_head", 1), ("running_head", 2), ("running_head", 3),
    ]  # fmt: skip
    assert [b.span.of(document.text) for b in document.blocks if b.kind.value == "running_head"][1] == "1"
    assert document.blocks[-1].page == 3


def test_numbers_that_are_cells_are_no_page_numbers() -> None:
    assert all(kind != "running_head" for kind, _ in kinds(read("Số trạm\n5\nSố xã\n7\nSố thôn\n9")))


def test_rules_and_footnotes() -> None:
    text = f"SỞ Y TẾ\n-------\n{LONG}[1]\n______\n1 Theo báo cáo của Sở.\n\nxã vùng cao.\n[2] Số ước tính."
    assert kinds(read(text)) == [
        ("paragraph", "SỞ Y TẾ"),
        ("running_head", "-------"),
        ("paragraph", f"{LONG}[1] xã vùng cao."),
        ("running_head", "______"),
        ("footnote", "1 Theo báo cáo của Sở."),
        ("footnote", "[2] Số ước tính."),
    ]


def test_letterhead_and_signature_in_two_columns() -> None:
    text = (
        "SỞ Y TẾ \t CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 7/BC-SYT \t Hà Nam, ngày 5 tháng 6 năm 2025\n\nBÁO CÁO\n"
        "Nội dung.\n\nNơi nhận:\tGIÁM ĐỐC\n- Như trên;\n- Lưu: VT.\n\n\tLê Văn C\n"
    )
    assert texts(read(text)) == [
        "SỞ Y TẾ", "Số: 7/BC-SYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Nam, ngày 5 tháng 6 năm 2025", "BÁO CÁO",
        "Nội dung.", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Lê Văn C",
    ]  # fmt: skip


TABLE = """Phụ lục I
KẾT QUẢ CÁC CHỈ TIÊU
(Kèm theo Báo cáo số: /BC-SYT)

STT\tChỉ tiêu\tKế hoạch\tKết quả\t\tGhi chú
\t\t\tĐạt\tChưa đạt\t
A\tY TẾ\t\t\t\t
1\tTỷ lệ trạm có bác sĩ\t90%\tx\t\t
2\tTỷ lệ dân có thẻ bảo hiểm, không kể\t95%\t\tx\tĐang tổng hợp số liệu của

STT\tChỉ tiêu\tKế hoạch\tKết quả\t\tGhi chú
\t\t\tĐạt\tChưa đạt\t
\tlực lượng vũ trang\t\t\t\tcác xã
3\tSố giường bệnh\t40\tx\t\t

Đoạn sau bảng.
"""


@pytest.mark.parametrize("form", FORMS)
def test_table_over_two_pages(form: str) -> None:
    document = read(TABLE, form)
    (found,) = document.tables
    assert found.title is not None and found.title.of(document.text) == "KẾT QUẢ CÁC CHỈ TIÊU"
    assert found.columns(document.text) == [
        "STT", "Chỉ tiêu", "Kế hoạch", "Kết quả / Đạt", "Kết quả / Chưa đạt", "Ghi chú",
    ]  # fmt: skip
    assert found.rows(document.text) == [
        ["A", "Y TẾ", "", "", "", ""],
        ["1", "Tỷ lệ trạm có bác sĩ", "90%", "x", "", ""],
        [
            "2",
            "Tỷ lệ dân có thẻ bảo hiểm, không kể lực lượng vũ trang",
            "95%",
            "",
            "x",
            "Đang tổng hợp số liệu của các xã",
        ],
        ["3", "Số giường bệnh", "40", "x", "", ""],
    ]
    assert texts(document)[-1] == "Đoạn sau bảng."


def test_parts_without_header_and_with_their_empty_ends_cut_off() -> None:
    text = (
        "STT\tViệc\tĐơn vị\tHạn\tGhi chú\n1\tXây trạm\tSở Y tế\tQuý I\tmới\n2\tRà soát các\tSở Y tế\tQuý II\n\n"
        "\ttrạm y tế xã\n3\tMua máy\tSở Tài chính\n4\tTập huấn\tSở Nội vụ\tQuý IV\n"
    )
    document = read(text)
    assert [table.rows(document.text) for table in document.tables] == [
        [
            ["1", "Xây trạm", "Sở Y tế", "Quý I", "mới"],
            ["2", "Rà soát các trạm y tế xã", "Sở Y tế", "Quý II", ""],
            ["3", "Mua máy", "Sở Tài chính", "", ""],
            ["4", "Tập huấn", "Sở Nội vụ", "Quý IV", ""],
        ]
    ]


def test_page_number_between_the_parts_of_a_table() -> None:
    head, tail = "STT\tTên\tSố\n1\tA\t5\n", "STT\tTên\tSố\n2\tB\t6\n"
    document = read(f"{head}\n- 3 -\n\n{tail}")
    assert [table.rows(document.text) for table in document.tables] == [[["1", "A", "5"], ["2", "B", "6"]]]
    assert kinds(document)[-1] == ("running_head", "- 3 -")


def test_markdown_file() -> None:
    text = "## I. Kết quả\n\n**Đạt** 5 chỉ tiêu.\n\n| Xã | Số hộ |\n|---|---|\n| An | 5 |\n\n<table><tr><th>Năm</th><th>Số</th></tr><tr><td>2024</td><td>7</td></tr></table>\nHết."
    document = read(text)
    assert document.blocks[0].style.level == 2
    assert [table.rows(document.text) for table in document.tables] == [[["An", "5"]], [["2024", "7"]]]
    assert texts(document)[1] == "Đạt 5 chỉ tiêu."


@pytest.mark.parametrize("form", FORMS)
def test_every_block_is_a_span_and_the_text_is_nfc(form: str) -> None:
    document = read(TABLE + WRAPPED, form)
    assert document.text == unicodedata.normalize("NFC", document.text)
    starts = [block.span.start for block in document.blocks]
    assert starts == sorted(starts)
    assert all(block.span.of(document.text).strip() for block in document.blocks)


# -- encodings ---------------------------------------------------------------------------------------------------------

SENTENCE = "Thực hiện Nghị quyết của Hội đồng nhân dân tỉnh, Sở Y tế báo cáo kết quả."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", FORMS)
def test_unicode(encoding: str, form: str) -> None:
    data = unicodedata.normalize(form, SENTENCE).encode(encoding)
    assert texts(read_bytes(data, source="a.txt")) == [SENTENCE]


def test_windows_1258_is_guessed_and_said() -> None:
    # windows-1258 writes tones as combining marks after â, ê, ô, ơ, ư …
    marks = {"̀", "́", "̃", "̉", "̣"}
    decomposed = "".join(
        unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", char) if c not in marks))
        + "".join(c for c in unicodedata.normalize("NFD", char) if c in marks)
        for char in SENTENCE
    )
    document = read_bytes(decomposed.encode("cp1258"), source="a.txt")
    assert texts(document) == [SENTENCE]
    assert [notice.code for notice in document.notices] == ["text.encoding_guessed"]


def test_file_cut_within_a_letter() -> None:
    document = read_bytes((SENTENCE + " Xã").encode()[:-1], source="a.txt")
    assert document.text.startswith(SENTENCE)
    assert [notice.code for notice in document.notices] == ["text.broken_letters"]


# -- limits ------------------------------------------------------------------------------------------------------------


def test_line_longer_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_CHARS", 1000)
    with pytest.raises(LimitError, match="dòng 2"):
        read_bytes(("một\n" + "a " * 600).encode(), source="a.txt")
    with pytest.raises(LimitError, match=r"dài 1\.200 ký tự, mức cho phép là 1\.000;"):
        read_bytes(("a " * 600).encode(), source="a.txt")


@pytest.mark.parametrize(
    "text",
    ["a\t" * 100_000, "a\tb\n" * 20_000, "a   b   c\n" * 20_000, "| a " * 100_000, "Họ tên:\tA\n" * 20_000, " " * 300_000 + "a\tb",
     "SỞ\tTỔNG CỘNG\n" * 5_000, "Nơi nhận:\n" * 5_000, "1\n" * 20_000],
)  # fmt: skip
def test_strange_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 10
