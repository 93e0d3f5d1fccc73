"""PDF: every word comes through once, in reading order, with its page and place."""

import re
import time
import unicodedata
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from pdf_files import HEIGHT, LEFT, RIGHT, WIDTH, Sheet

from vanban.errors import EncryptedError, ReadError
from vanban.model import BlockKind, Box, Document
from vanban.read import read_bytes
from vanban.read.pdf import read_pdf

FILES = Path(__file__).parent.parent / "files"
LONG = (
    "Trong chín tháng đầu năm 2025, các sở, ngành và địa phương đã số hóa 12.450 hồ sơ, đạt 83,5% kế hoạch; "
    "hạ tầng truyền dẫn tại các xã vùng cao còn yếu, nhân lực chuyên trách về công nghệ thông tin còn thiếu."
)
MORE = "Đề nghị Ủy ban nhân dân tỉnh bố trí 3,5 tỷ đồng để nâng cấp máy chủ trước ngày 31 tháng 12 năm 2025."

MIDDLE = (LEFT + RIGHT) / 2


def read(sheet: Sheet) -> Document:
    return read_pdf(sheet.data(), source="a.pdf")


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if kind is None or b.kind is kind]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(document.text)) for b in document.blocks]


# -- words and letters -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_paragraph_is_joined_over_its_lines(form: Literal["NFC", "NFD"]) -> None:
    sheet = Sheet()
    y = sheet.paragraph(100, unicodedata.normalize(form, LONG))
    sheet.paragraph(y, unicodedata.normalize(form, MORE))
    document = read(sheet)
    assert texts(document) == [LONG, MORE]
    assert document.media_type == "application/pdf"
    assert document.properties["title"] == "Báo cáo"


def test_lines_keep_their_boxes() -> None:
    sheet = Sheet()
    sheet.text(100, 200, "Số: 15/TB-UBND", size=13)
    document = read(sheet)
    (line,) = document.lines
    width = sheet.text_width("Số: 15/TB-UBND", size=13)
    assert line.page == 1
    assert line.span.of(document.text) == "Số: 15/TB-UBND"
    assert line.box.x0 == pytest.approx(100, abs=1)
    assert line.box.x1 == pytest.approx(100 + width, abs=1)
    assert line.box.top < 200 < line.box.bottom
    assert line.box.bottom - line.box.top == pytest.approx(13 * 1.1, abs=0.1)
    assert (document.pages[0].width_pt, document.pages[0].height_pt) == (WIDTH, HEIGHT)


def test_font_without_vietnamese_letters() -> None:
    data = (FILES / "no_vietnamese_glyphs.pdf").read_bytes()
    own = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "nghị" not in own  # PDFium's own text has the words in pieces
    document = read_bytes(data, source="a.pdf")
    assert texts(document)[:9] == [
        "UBND TỈNH QUẢNG NGÃI",
        "SỞ XÂY DỰNG",
        "Số: 88/BC-SXD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Quảng Ngãi, ngày 03 tháng 9 năm 2025",
        "BÁO CÁO",
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 10/02/2025, Sở đã thẩm định 126 hồ sơ, giải quyết đúng hạn 98,4%; "
        "đường truyền tại các xã miền núi còn chậm, thường xuyên gián đoạn.",
        "Đề nghị Ủy ban nhân dân tỉnh bổ sung 3,5 tỷ đồng để nâng cấp hệ thống máy chủ trước ngày 31/12/2025.",
    ]
    (table,) = document.tables
    assert table.columns(document.text) == ["Chỉ tiêu", "Kế hoạch", "Thực hiện"]
    assert table.rows(document.text) == [["Tỷ lệ đô thị hóa", "42%", "40,5%"], ["Nhà ở xã hội", "500 căn", "312 căn"]]


@pytest.mark.parametrize(
    ("raise_by", "expected"), [(4, "diện tích 120 km², năm 2025"), (-3, "diện tích 120 km₂, năm 2025")]
)
def test_raised_and_lowered_digits(raise_by: float, expected: str) -> None:
    sheet = Sheet()
    sheet.text(90, 150, "diện tích 120 km")
    x = 90 + sheet.text_width("diện tích 120 km")
    sheet.text(x, 150 - raise_by, "2", size=7)
    sheet.text(x + sheet.text_width("2", size=7), 150, ", năm 2025")
    assert texts(read(sheet)) == [expected]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("Tỉnh đã ban hành Quyết định số 1152/QĐ-", "UBND ngày 05/8/2025.", "số 1152/QĐ-UBND ngày"),
        ("Thực hiện Nghị quyết số 57-", "NQ/TW của Bộ Chính trị.", "số 57-NQ/TW của"),
        ("Kế hoạch phát triển giai đoạn 2021-", "2025 của ngành y tế.", "giai đoạn 2021-2025 của"),
        ("Đẩy mạnh phát triển kinh tế -", "xã hội vùng biên giới.", "kinh tế - xã hội vùng"),
        ("Ngành văn hóa đã tổ chức ngày hội tr-", "uyền thống của tỉnh.", "hội truyền thống"),
    ],
)
def test_words_broken_over_lines(above: str, below: str, joined: str) -> None:
    sheet = Sheet()
    sheet.text(90, 150, above)
    sheet.text(90, 166, below)
    sheet.text(90, 182, "x" * len(above))  # gives the column its width
    assert joined in read(sheet).text


def test_bold_and_centred_lines_say_so() -> None:
    sheet = Sheet()
    sheet.centre(MIDDLE, 100, "QUYẾT ĐỊNH", size=14, bold=True)
    sheet.paragraph(140, LONG)
    document = read(sheet)
    heading, body = document.blocks
    assert heading.kind is BlockKind.HEADING
    assert (heading.style.bold, heading.style.centered, heading.style.font_size_pt) == (True, True, 14)
    assert (body.style.bold, body.style.centered, body.style.font_size_pt) == (False, False, 12)


# -- reading order -----------------------------------------------------------------------------------------------------


def test_letterhead_and_signature_are_read_left_then_right() -> None:
    sheet = Sheet()
    for k, (left, right) in enumerate(
        [
            ("UBND TỈNH CÀ MAU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("SỞ TÀI CHÍNH", "Độc lập - Tự do - Hạnh phúc"),
            ("Số: 45/STC-NS", "Cà Mau, ngày 06 tháng 8 năm 2025"),
        ]
    ):
        sheet.centre(160, 60 + 16 * k, left, bold=k == 1)
        sheet.centre(410, 60 + 16 * k, right, bold=k < 2)
    sheet.centre(160, 108, "V/v báo cáo tiến độ")
    sheet.centre(160, 124, "giải ngân vốn")
    y = sheet.paragraph(170, LONG) + 30
    sheet.text(LEFT, y, "Nơi nhận:", bold=True, size=11)
    sheet.centre(430, y, "GIÁM ĐỐC", bold=True)
    for k, line in enumerate(["- Như trên;", "- Bộ Tài chính;", "- Lưu: VT, NS."], 1):
        sheet.text(LEFT, y + 13 * k, line, size=10)
    sheet.centre(430, y + 90, "Lý Văn Bình", bold=True)
    assert texts(read(sheet)) == [
        "UBND TỈNH CÀ MAU",
        "SỞ TÀI CHÍNH",
        "Số: 45/STC-NS",
        "V/v báo cáo tiến độ giải ngân vốn",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Cà Mau, ngày 06 tháng 8 năm 2025",
        LONG,
        "Nơi nhận:",
        "- Như trên;",
        "- Bộ Tài chính;",
        "- Lưu: VT, NS.",
        "GIÁM ĐỐC",
        "Lý Văn Bình",
    ]


def test_two_columns_of_running_text() -> None:
    sheet = Sheet()
    sheet.centre(WIDTH / 2, 60, "BẢN TIN NỘI BỘ", bold=True, size=16)
    sheet.paragraph(100, LONG, left=60, right=285, size=10, pitch=13)
    sheet.paragraph(100, MORE, left=310, right=535, size=10, pitch=13)
    assert texts(read(sheet)) == ["BẢN TIN NỘI BỘ", LONG, MORE]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_page_number_and_footnote_do_not_cut_the_sentence() -> None:
    cut = LONG.index("các xã vùng cao")
    sheet = Sheet()
    sheet.paragraph(100, MORE)
    y = sheet.paragraph(700, LONG[:cut].strip(), pitch=18)
    sheet.rule(LEFT, 770, LEFT + 144)
    sheet.text(LEFT, 782, "1", size=6)
    sheet.text(LEFT + 5, 786, "Theo số liệu của Sở Nội vụ.", size=9)
    assert y < 770
    sheet.next_page()
    sheet.centre(WIDTH / 2, 45, "2")
    sheet.paragraph(80, LONG[cut:], indent=0)
    sheet.paragraph(160, MORE)
    document = read(sheet)
    assert kinds(document) == [
        ("paragraph", MORE),
        ("paragraph", LONG),
        ("footnote", "¹Theo số liệu của Sở Nội vụ."),
        ("running_head", "2"),
        ("paragraph", MORE),
    ]
    assert {line.page for line in document.lines if document.blocks[1].span.contains(line.span)} == {1, 2}


def test_running_heads_stand_apart() -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.text(LEFT, 40, "Báo cáo chuyên đề chuyển đổi số", size=9)
        sheet.text(RIGHT - 60, 810, f"Trang {number}/3", size=9)
        sheet.paragraph(90, f"{MORE[:-1]} theo đợt {number}.")
        if number < 3:
            sheet.next_page()
    document = read(sheet)
    assert texts(document, BlockKind.PARAGRAPH) == [f"{MORE[:-1]} theo đợt {n}." for n in (1, 2, 3)]
    assert texts(document, BlockKind.RUNNING_HEAD) == [
        "Báo cáo chuyên đề chuyển đổi số", "Trang 1/3",
        "Báo cáo chuyên đề chuyển đổi số", "Trang 2/3",
        "Báo cáo chuyên đề chuyển đổi số", "Trang 3/3",
    ]  # fmt: skip


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turned_pages_are_read_upright(degrees: int) -> None:
    """The text is drawn so that it stands upright when the page is shown."""
    sheet = Sheet()
    canvas = sheet.canvas
    moves = {0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}
    canvas.translate(*moves[degrees])
    canvas.rotate(degrees)
    if degrees % 180:
        sheet.width, sheet.height = HEIGHT, WIDTH
    sheet.paragraph(100, LONG)
    sheet.grid([90, 200, 400], [200, 220, 240], {(0, 0): "Tên", (0, 1): "Số", (1, 0): "Trạm", (1, 1): "4"})
    canvas.showPage()
    canvas.save()
    pdf = pypdfium2.PdfDocument(sheet._buffer.getvalue())
    pdf[0].set_rotation(degrees)
    path = sheet._buffer
    path.seek(0)
    path.truncate()
    pdf.save(path)
    document = read_pdf(path.getvalue(), source="a.pdf")
    assert texts(document)[0] == LONG
    assert document.tables[0].columns(document.text) == ["Tên", "Số"]
    assert document.tables[0].box == pytest.approx((90, 200, 400, 240), abs=1)
    assert document.blocks[0].box is not None
    assert document.blocks[0].box.x0 == pytest.approx(LEFT, abs=1)
    assert (document.pages[0].width_pt, document.pages[0].height_pt) == (sheet.width, sheet.height)


def test_text_drawn_sideways_is_read_and_its_boxes_are_those_shown() -> None:
    sheet = Sheet()
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    sheet.height = WIDTH
    sheet.paragraph(100, LONG)
    document = read(sheet)
    assert texts(document) == [LONG]
    assert document.blocks[0].box is not None
    x0, top, x1, bottom = document.blocks[0].box
    assert 85 < x0 < x1 < 160  # down the page's left side
    assert top > 200
    assert bottom == pytest.approx(HEIGHT - LEFT, abs=1)


def test_a_watermark_does_not_cut_the_text() -> None:
    sheet = Sheet()
    sheet.paragraph(400, LONG)
    sheet.canvas.saveState()
    sheet.canvas.translate(200, 400)
    sheet.canvas.rotate(45)
    sheet.canvas.setFont("plain", 40)
    sheet.canvas.drawString(0, 0, "DỰ THẢO")
    sheet.canvas.restoreState()
    assert kinds(read(sheet)) == [("paragraph", LONG), ("running_head", "DỰ THẢO")]


def test_lines_drawn_over_themselves_are_read_once() -> None:
    sheet = Sheet()
    told = [f"Thôn {k} có {k + 12} hộ chưa được cấp nước." for k in range(1, 25)]
    for shift in (0.0, 0.4):
        for row, line in enumerate(told):
            sheet.text(LEFT + shift, 60 + 30 * row, line)
    assert " ".join(read(sheet).text.split()) == " ".join(told)


def test_the_same_words_on_two_lines_stay_two() -> None:
    sheet = Sheet()
    for top in (100, 130, 130.5 + 12):
        sheet.text(LEFT, top, "Không có khó khăn.")
    assert read(sheet).text.count("Không có khó khăn.") == 3


# -- tables ------------------------------------------------------------------------------------------------------------

XS = [60, 90, 250, 330, 410, 535]
HEADER = {(0, 0): "TT", (0, 1): "Chỉ tiêu", (0, 2): "Đơn vị", (0, 3): "Kế hoạch", (0, 4): "Thực hiện"}


def test_table_with_caption_and_two_header_rows() -> None:
    sheet = Sheet()
    sheet.centre(WIDTH / 2, 60, "Phụ lục II", bold=True)
    sheet.centre(WIDTH / 2, 78, "TỔNG HỢP CÁC CHỈ TIÊU THU NGÂN SÁCH", bold=True)
    sheet.centre(WIDTH / 2, 96, "(Kèm theo Báo cáo số 12/BC-UBND ngày 05 tháng 8 năm 2025)")
    sheet.text(430, 114, "Đơn vị tính: tỷ đồng", size=10)
    cells = {
        (0, 0): "TT", (0, 1): "Chỉ tiêu", (0, 2): "Năm 2025", (0, 4): "Ghi chú", (1, 2): "Kế hoạch", (1, 3): "Thực hiện",
        (2, 0): "I", (2, 1): "Thu ngân sách", (3, 0): "1", (3, 1): ["Thu nội địa trên", "địa bàn"], (3, 2): "1.200",
        (3, 3): "1.150,5", (4, 0): "2", (4, 1): "Thu khác", (4, 2): "12", (4, 4): "x",
    }  # fmt: skip
    merged = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1)}
    sheet.grid(XS, [120, 140, 160, 180, 212, 232], cells, merged=merged)
    document = read(sheet)
    (table,) = document.tables
    assert texts(document)[:4] == [
        "Phụ lục II",
        "TỔNG HỢP CÁC CHỈ TIÊU THU NGÂN SÁCH",
        "(Kèm theo Báo cáo số 12/BC-UBND ngày 05 tháng 8 năm 2025)",
        "Đơn vị tính: tỷ đồng",
    ]
    assert table.title is not None
    assert table.title.of(document.text) == "TỔNG HỢP CÁC CHỈ TIÊU THU NGÂN SÁCH"
    assert table.columns(document.text) == ["TT", "Chỉ tiêu", "Năm 2025 / Kế hoạch", "Năm 2025 / Thực hiện", "Ghi chú"]
    assert table.rows(document.text) == [
        ["I", "Thu ngân sách", "", "", ""],
        ["1", "Thu nội địa trên địa bàn", "1.200", "1.150,5", ""],
        ["2", "Thu khác", "12", "", "x"],
    ]
    assert (table.page, table.box) == (1, Box(60.0, 120.0, 535.0, 232.0))


def test_table_over_two_pages_is_one() -> None:
    sheet = Sheet()
    sheet.paragraph(700, MORE)
    first = {(1, 0): "1", (1, 1): "Tỷ lệ xã có đường", (1, 2): "%", (1, 3): "100", (1, 4): "96,5"}
    sheet.grid(XS, [750, 770, 790], {**HEADER, **first})
    sheet.next_page()
    sheet.centre(WIDTH / 2, 45, "2")
    second = {
        (1, 1): "truyền cáp quang",
        (2, 0): "2", (2, 1): "Trạm thu phát sóng", (2, 2): "trạm", (2, 3): "40", (2, 4): "31",
    }  # fmt: skip
    sheet.grid(XS, [70, 90, 110, 130], {**HEADER, **second})
    sheet.paragraph(160, LONG)
    document = read(sheet)
    (table,) = document.tables
    assert table.columns(document.text) == ["TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch", "Thực hiện"]
    assert table.rows(document.text) == [
        ["1", "Tỷ lệ xã có đường truyền cáp quang", "%", "100", "96,5"],
        ["2", "Trạm thu phát sóng", "trạm", "40", "31"],
    ]
    assert [kind for kind, _ in kinds(document)] == ["paragraph", "table", "running_head", "paragraph"]
    assert {cell.page for cell in table.cells if cell.row == 2} == {2}


def test_a_row_that_goes_on_below_the_repeated_header() -> None:
    """What is left of the row begins with the words of a column's name."""
    sheet = Sheet()
    sheet.paragraph(700, MORE)
    row = {(1, 0): "1", (1, 1): "Hộ nghèo đã được hỗ trợ;", (1, 2): "hộ", (1, 3): "120", (1, 4): "98"}
    sheet.grid(XS, [750, 770, 790], {**HEADER, **row})
    sheet.next_page()
    sheet.grid(XS, [70, 90, 110], {**HEADER, (1, 1): "chỉ tiêu được giao"})
    document = read(sheet)
    (table,) = document.tables
    assert table.rows(document.text) == [["1", "Hộ nghèo đã được hỗ trợ; chỉ tiêu được giao", "hộ", "120", "98"]]


def test_table_without_outer_sides() -> None:
    sheet = Sheet()
    row = {(1, 0): "1", (1, 1): "Hộ nghèo", (1, 2): "hộ", (1, 3): "120", (1, 4): "98"}
    sheet.grid(XS, [120, 140, 160], {**HEADER, **row}, frame=False)
    document = read(sheet)
    assert document.tables[0].rows(document.text) == [["1", "Hộ nghèo", "hộ", "120", "98"]]


def test_headings_that_run_up_their_columns() -> None:
    sheet = Sheet()
    sheet.grid([60, 150, 300, 420], [100, 180, 200], {(1, 0): "1", (1, 1): "Thu nội địa", (1, 2): "12,5"})
    for x, heading in ((80, "Số thứ tự"), (170, "Chỉ tiêu"), (320, "Thực hiện")):
        sheet.canvas.saveState()
        sheet.canvas.translate(x, HEIGHT - 175)
        sheet.canvas.rotate(90)
        sheet.canvas.setFont("plain", 10)
        sheet.canvas.drawString(0, 0, heading)
        sheet.canvas.restoreState()
    sheet.paragraph(240, LONG)
    document = read(sheet)
    (table,) = document.tables
    assert table.columns(document.text) == ["Số thứ tự", "Chỉ tiêu", "Thực hiện"]
    assert table.rows(document.text) == [["1", "Thu nội địa", "12,5"]]


def test_underlines_and_frames_are_no_tables() -> None:
    sheet = Sheet()
    sheet.centre(160, 60, "HỘI ĐỒNG NHÂN DÂN")
    sheet.rule(120, 64, 200)
    sheet.centre(410, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    sheet.rule(330, 64, 490)
    sheet.canvas.rect(80, HEIGHT - 130, 90, 30)
    sheet.centre(125, 120, "MẬT", bold=True)
    sheet.paragraph(180, LONG)
    document = read(sheet)
    assert document.tables == ()
    assert texts(document) == ["HỘI ĐỒNG NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "MẬT", LONG]


# -- broken and odd files ----------------------------------------------------------------------------------------------


def test_encrypted_file() -> None:
    sheet = Sheet(password="kín")
    sheet.text(90, 90, "Văn bản mật")
    with pytest.raises(EncryptedError, match=r"^a\.pdf: cần mật khẩu"):
        read(sheet)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a pdf at all"])
def test_broken_file(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf: toàn tệp: PDF bị hỏng"):
        read_pdf(data, source="a.pdf")


def test_file_cut_short_is_an_error_or_keeps_its_pages() -> None:
    sheet = Sheet()
    sheet.paragraph(100, LONG)
    data = sheet.data()
    for share in (0.2, 0.5, 0.8, 0.99):
        try:
            document = read_pdf(data[: int(len(data) * share)], source="a.pdf")
        except ReadError:
            continue
        assert document.notices or document.text == "" or LONG in document.text


def test_a_broken_page_is_a_notice() -> None:
    sheet = Sheet()
    for text in (LONG, "Trang hỏng"):
        sheet.paragraph(100, text)
        sheet.next_page()
    sheet.paragraph(100, MORE)
    data = sheet.data()
    kids = re.search(rb"/Kids \[ (\d+) 0 R (\d+) 0 R (\d+) 0 R \]", data)
    assert kids is not None
    lost = b"9" * len(kids.group(2))
    document = read_pdf(data[: kids.start(2)] + lost + data[kids.end(2) :], source="a.pdf")
    assert texts(document) == [LONG, MORE]
    (notice,) = document.notices
    assert (notice.code, notice.page) == ("page_broken", 2)
    assert notice.message == "Trang 2 hỏng, không đọc được nội dung."


def test_pages_of_pictures_only_are_a_notice() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (20, 20), 128)), 50, 50, 400, 600)
    document = read(sheet)
    (notice,) = document.notices
    assert (notice.code, notice.page) == ("page_without_text", 1)
    assert notice.message == "Trang 1 chỉ có hình ảnh, không có lớp chữ (có thể là bản quét)."


def test_thousands_of_empty_pages_are_quick() -> None:
    sheet = Sheet()
    for _ in range(1999):
        sheet.next_page()
    data = sheet.data()
    start = time.process_time()
    document = read_pdf(data, source="a.pdf")
    assert (len(document.pages), document.text) == (2000, "")
    assert time.process_time() - start < 4


# -- letters and marks drawn by themselves ------------------------------------------------------------------------------


def test_diacritics_drawn_by_themselves_cost_no_space() -> None:
    sheet = Sheet()
    x = 85.0
    for char in "Cơ sở dữ liệu, tỷ lệ hồ sơ đạt.":
        base, *own = char if char in "Đđ" else unicodedata.normalize("NFD", char)
        sheet.text(x, 100, base)
        x += sheet.text_width(base)
        for mark in own:
            sheet.text(x, 100, mark)
    assert read(sheet).text == "Cơ sở dữ liệu, tỷ lệ hồ sơ đạt.\n"


@pytest.mark.parametrize(
    ("text", "apart", "expected"),
    [
        ("THÔNG BÁO", 5, "THÔNG BÁO"),
        ("QUYẾT ĐỊNH", 4, "QUYẾT ĐỊNH"),
        ("TÓM TẮT BÁO CÁO", 4, "TÓM TẮT BÁO CÁO"),
        ("ABCD XYZ", 5, "A B C D X Y Z"),  # no words
    ],
)
def test_letters_drawn_apart_are_words(text: str, apart: float, expected: str) -> None:
    sheet = Sheet()
    x = 85.0
    for char in text:
        if char != " ":
            sheet.text(x, 100, char, bold=True)
        x += sheet.text_width(char, bold=True) + apart
    assert read(sheet).text == f"{expected}\n"


def test_lines_of_a_table_of_contents_stay_apart_and_are_no_headings() -> None:
    sheet = Sheet()
    for place, (text, number) in enumerate((("I. KẾT QUẢ THỰC HIỆN", "2"), ("II. KHÓ KHĂN, VƯỚNG MẮC", "14"))):
        sheet.text(LEFT, 100 + 18 * place, f"{text} {'.' * 40} {number}")
    sheet.text(LEFT, 160, "I. KẾT QUẢ THỰC HIỆN", bold=True)
    document = read(sheet)
    assert [kind for kind, _ in kinds(document)] == ["paragraph", "paragraph", "heading"]
    assert [text[:12] for _, text in kinds(document)] == ["I. KẾT QUẢ T", "II. KHÓ KHĂN", "I. KẾT QUẢ T"]
