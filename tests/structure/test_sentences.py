from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from vanban.model import BlockKind, Document
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.structure import split_sentences, split_text

Lay = Callable[[str], Document]

# A paragraph, parted at " ‖ " where a sentence ends.
PARAGRAPHS = [
    "Xã đã lắp 5 camera. ‖ Kinh phí là 2.148.306 đồng. ‖ Còn thiếu 3,5 tỷ đồng.",
    "UBND TP. Vinh và TX. Thái Hòa phối hợp với TP. Hồ Chí Minh.",
    "ThS. Lê Văn Nam, PGS.TS. Trần Hà và BS. Hoa tham dự. ‖ Hội nghị kết thúc lúc 11 giờ.",
    "Thực hiện Nghị quyết số 12-NQ/TU. ‖ Sở đã ban hành kế hoạch.",
    "Thực hiện Nghị quyết số 12-NQ/TU. ngày 5/3/2025 của Tỉnh ủy.",
    "Mua máy in, máy quét, v.v. cho các xã. ‖ Đường truyền ổn định.",
    "1. Đề nghị Sở Tài chính cấp vốn. ‖ 2. Đề nghị Sở Nội vụ bổ sung biên chế.",
    "1.2. Kết quả đạt được",
    "a) Về hạ tầng. ‖ Trạm y tế đã xuống cấp.",
    "Điều 3. Sở Y tế chịu trách nhiệm thi hành. ‖ Điều 4. Hiệu lực thi hành",
    "Mức chi theo khoản 2 Điều 3. ‖ Phòng Tài chính thẩm định.",
    "Chương II. QUY ĐỊNH CỤ THỂ",
    "Năm 2024 đạt 95. ‖ Năm 2025 đạt 98.",
    "Dự án khởi công năm 2023. ‖ Đến nay chưa xong.",
    "Ông Nam nói: “Máy cũ rồi. Xã không có tiền.” và đề nghị cấp vốn. ‖ Sở ghi nhận.",
    "“Máy cũ rồi. Xã không có tiền” - ông Nam nói.",
    "“Trạm mới có máy, đường truyền còn yếu nên hồ sơ gửi đi hay bị treo cả buổi. ‖ Cán bộ làm lại bằng tay, có hôm đến tối mới xong”, ông Nam nói.",
    "Xã gặp khó (thiếu máy. Thiếu người) trong nhiều năm. ‖ Nay đã khá hơn.",
    "Thiếu điện, thiếu nước… ‖ Đặc biệt, đường sá hư hỏng.",
    "Thiếu điện, thiếu nước… làm dân khổ.",
    "Thiếu máy tính, máy in, ... ‖ Vì vậy hồ sơ chậm.",
    "Họ và tên: ........................ Chức vụ: ...............",
    "Đã xong chưa? ‖ Chưa! ‖ Vì sao?",
    "Gồm: (1) Rà soát hồ sơ; (2) Số hóa dữ liệu; (3) Báo cáo kết quả.",
    "Một là tăng kinh phí; hai là tăng người; ba là tăng máy.",
    "Xã đề nghị: ‖ - Cấp thêm kinh phí; ‖ - Bổ sung 02 biên chế.",
    "- Cấp thêm kinh phí; ‖ - Bổ sung biên chế; ‖ + Mua máy tính.",
    "• Cấp kinh phí ‖ • Bổ sung người",
    "Địa điểm: - Hội trường tầng 2.",
    "Đường về của tỉnh.‖Tuy nhiên, còn chậm.",
    "Đập trữ được 81%.‖Mưa còn ít.",
    "Kênh xong năm 2023.‖Hồ thì chưa (thiếu vốn).‖Xã chờ đợi.",
    "Điều 12.Phạm vi và mục 2.1.Kết quả",
    "Trang web của TP.HCM và Tp.Huế hoạt động.",
    "100% xã có cáp quang. ‖ 12 thôn chưa có sóng.",
    "Người dân thu hoạch lúa ở xã An Hòa. Ảnh: T. Hiền",
    "Có 5 xã thuộc nhóm B. ‖ Các xã còn lại thuộc nhóm C.",
    "Đường xong trong quý I. ‖ Cầu xong trong học kỳ I. ‖ Xã thuộc khu vực I. ‖ Trạm bơm chờ vốn.",
    "Bà Hoa ở xã An Lạc A. ‖ Chị Dung ở xã khác.",
    "Tỷ lệ đạt 72,5%/80% kế hoạch. ‖ Số còn lại chuyển sang năm 2026.",
    "Kính đề nghị UBND tỉnh xem xét./.",
    "Sở đã báo cáo.[1] ‖ Bộ chưa trả lời.",
]


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_sentences_of_a_paragraph(lay: Lay, paragraph: str) -> None:
    document = lay(paragraph.replace(" ‖ ", " ").replace("‖", ""))
    found = [sentence.span.of(document.text) for sentence in split_sentences(document)]
    expected = [part.strip() for part in paragraph.split("‖")]
    assert found == [part.lstrip("-+• ").removesuffix("[1]") for part in expected]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("- Như trên;", "Như trên;"),
        ("+ Thiếu 5 trạm.", "Thiếu 5 trạm."),
        ("+) Thiếu trạm", "Thiếu trạm"),
        ("- 5 dịch vụ công đã xong.", "5 dịch vụ công đã xong."),
        ("a) Sở Y tế", "a) Sở Y tế"),
        ("IV. ĐỀ XUẤT, KIẾN NGHỊ", "IV. ĐỀ XUẤT, KIẾN NGHỊ"),
        ("*(Kèm theo Báo cáo số 5/BC-UBND)*", "(Kèm theo Báo cáo số 5/BC-UBND)"),
        ("KT. GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
        ("- Lưu: VT, P.TH.", "Lưu: VT, P.TH."),
    ],
)
def test_bullet_and_markup_are_left_out_and_numbers_kept(lay: Lay, line: str, sentence: str) -> None:
    document = lay(line)
    assert [s.span.of(document.text) for s in split_sentences(document)] == [sentence]


def test_lines_without_words_are_no_sentences(lay: Lay) -> None:
    assert split_sentences(lay("-------\n* * *\n………………")) == ()


def test_a_long_quoted_paragraph_is_many_sentences() -> None:
    quote = (
        "“" + " ".join(f"Câu thứ {n} của bài phát biểu rất dài này nói về việc làm của xã." for n in range(1, 7)) + "”"
    )
    assert len(split_text(quote)) == 6
    assert len(split_text(f"Bài phát biểu ({quote[1:-1]}) kết thúc.")) == 1


def test_tables_and_running_heads_have_no_sentences() -> None:
    builder = DocumentBuilder("a.pdf", "application/pdf")
    builder.add_block(BlockKind.RUNNING_HEAD, [Piece("Trang 2. Báo cáo")])
    cells = (GridCell((Piece("Đã xong. Đạt."),), 0, 0), GridCell((Piece("Có."),), 0, 1))
    builder.add_table(Grid(cells, 1, 2), header_rows=0)
    builder.add_block(BlockKind.FOOTNOTE, [Piece("[2] Theo Sở Y tế. Số liệu ước.")])
    document = builder.build()
    sentences = split_sentences(document)
    assert [(s.span.of(document.text), s.block) for s in sentences] == [("Theo Sở Y tế.", 2), ("Số liệu ước.", 2)]


def test_spans_are_sorted_and_do_not_overlap(lay: Lay) -> None:
    document = lay("\n".join(part.replace("‖", " ") for part in PARAGRAPHS))
    ends = [(s.span.start, s.span.end) for s in split_sentences(document)]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert all(document.blocks[s.block].span.contains(s.span) for s in split_sentences(document))
