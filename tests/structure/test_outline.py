from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.model import BlockKind, Document
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.structure import build_outline

Lay = Callable[[str], Document]

# Lines; after "§" the level and marker of a heading, after "<" the number of the line (from 0) that announces the item.
REPORT = """
UBND TỈNH LÀO CAI
SỞ Y TẾ
BÁO CÁO
KẾT QUẢ CÔNG TÁC Y TẾ NĂM 2024
I. KẾT QUẢ ĐẠT ĐƯỢC § 1 I
1. Công tác chỉ đạo § 2 1
Sở đã ban hành 12 văn bản.
2. Công tác phòng bệnh § 2 2
2.1. Tiêm chủng § 3 2.1
- Tiêm đủ 8 loại vắc xin cho trẻ.
2.2. Phòng sốt rét § 3 2.2
Không có ca tử vong.
II. KHÓ KHĂN, VƯỚNG MẮC § 1 II
1. Khó khăn: § 2 1
- Thiếu bác sĩ. < 13
- Thiếu thuốc: < 13
+ Thuốc bảo hiểm; < 15
+ Vắc xin. < 15
- Trạm y tế xuống cấp. < 13
2. Nguyên nhân § 2 2
Kinh phí chậm cấp.
III. KIẾN NGHỊ § 1 III
1. Đề nghị Bộ Y tế sớm ban hành hướng dẫn đấu thầu thuốc.
2. Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí.
Trên đây là báo cáo của Sở Y tế./.
Nơi nhận:
- Như trên; < 25
- Lưu: VT. < 25
GIÁM ĐỐC
Nguyễn Văn Hà
Phụ lục I § 1 I
DANH MỤC TRẠM Y TẾ
(Kèm theo Báo cáo số 5/BC-SYT)
A. TRẠM ĐỒNG BẰNG § 2 A
"""

DECREE = """
NGHỊ ĐỊNH
Quy định về quản lý trạm bơm
Chương I § 1 I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh § 2 1
1. Nghị định này quy định về trạm bơm.
2. Nghị định này không áp dụng với trạm tư nhân.
Điều 2. Đối tượng áp dụng § 2 2
Tổ chức, cá nhân quản lý trạm bơm.
Chương II § 1 II
QUY ĐỊNH CỤ THỂ
Mục 1 § 2 1
VẬN HÀNH
Điều 3. Sở Nông nghiệp và Môi trường chịu trách nhiệm vận hành trạm bơm trên địa bàn. § 3 3
Mục 2. BẢO TRÌ § 2 2
Điều 4. Bảo trì § 3 4
Trạm bơm được bảo trì hằng năm.
"""

PARTY = """
I- TÌNH HÌNH § 1 I
1- Kết quả § 2 1
Đã học tập nghị quyết.
2- Hạn chế § 2 2
Việc học tập còn hình thức.
II- NHIỆM VỤ § 1 II
Tiếp tục học tập nghị quyết.
"""

LETTERS_AND_ITEMS = """
1. Những việc chưa làm được § 1 1
a) Về môi trường § 2 a
Nước thải chưa được xử lý đạt quy chuẩn.
b) Cán bộ phòng chuyên môn quá mỏng, một người phải làm nhiều việc.
2. Kiến nghị như sau: § 1 2
Thứ nhất, tỉnh bố trí kinh phí xử lý nước thải. < 4
Đây là việc cần làm ngay.
Thứ hai, tỉnh bổ sung biên chế cho phòng. < 4
"""

ROMAN_OUTSIDE = """
I. KẾT QUẢ § 1 I
A. Kinh tế § 2 A
Tăng trưởng đạt 8%.
B. Xã hội § 2 B
Giảm 2% hộ nghèo.
II. HẠN CHẾ § 1 II
A. Kinh tế § 2 A
Giải ngân chậm.
"""

ARTICLE = """
Nhiều xã vùng cao vẫn thiếu máy tính và đường truyền, khiến việc nộp hồ sơ qua mạng của người dân gặp khó khăn trong nhiều năm.
Thiếu máy, thiếu người § 1 -
Ông Giàng A Páo cho biết cả xã chỉ có hai máy tính dùng được, cán bộ phải thay phiên nhau làm việc vào buổi tối và ngày nghỉ.
Cán bộ xã hướng dẫn người dân cài đặt phần mềm trên điện thoại thông minh tại nhà văn hóa
Thời gian tới, tỉnh sẽ đầu tư thêm đường truyền và máy tính cho các xã còn khó khăn, đồng thời mở lớp học cho người dân vùng cao.
"""

LOST_BULLETS = """
Sở đề nghị:
Cấp kinh phí mua thuốc; < 0
Bổ sung bác sĩ cho trạm; < 0
Sửa chữa nhà trạm. < 0
Sở sẽ tiếp tục báo cáo.
"""

LOST_PRINT = """
Kết quả đạt được § 1 -
Bến đò mở cửa cả năm.
Những tồn tại, hạn chế và nguyên nhân § 1 -
Bến đò hay ngập khi nước lên.
Về nguyên nhân chủ quan: § 1 -
Xã chưa kẻ lại vạch neo.
Nguyên nhân là bến làm đã lâu
Kiến nghị: § 1 -
Huyện mở thêm bến.
"""

NUMBERED_SENTENCES = """
Xã đề nghị các cấp quan tâm những việc sau:
1. Ủy ban nhân dân tỉnh cấp kinh phí sửa đường. < 0
2. Sở Xây dựng: § 1 2 < 0
- Thẩm định hồ sơ; < 2
- Kiểm tra hiện trường. < 2
3. Sở Tài chính cấp vốn. < 0
Xã xin cảm ơn các cấp.
"""


@pytest.mark.parametrize(
    "drawing",
    [REPORT, DECREE, PARTY, LETTERS_AND_ITEMS, ROMAN_OUTSIDE, ARTICLE, LOST_BULLETS, LOST_PRINT, NUMBERED_SENTENCES],
    ids=[
        "report",
        "decree",
        "party",
        "letters",
        "roman_outside",
        "article",
        "lost_bullets",
        "lost_print",
        "numbered_sentences",
    ],
)
def test_headings_and_lead_ins(lay: Lay, drawing: str) -> None:
    lines = [line.split(" § ")[0].split(" < ")[0] for line in drawing.strip().split("\n")]
    headings = {}
    lead_ins = {}
    for number, line in enumerate(drawing.strip().split("\n")):
        if " § " in line:
            level, marker = line.split(" § ")[1].split()[:2]
            headings[number] = (int(level), "" if marker == "-" else marker)
        if " < " in line:
            lead_ins[number] = int(line.split(" < ")[1])
    outline = build_outline(lay("\n".join(lines)))
    assert {section.block: (section.level, section.marker) for section in outline.sections} == headings
    assert {block: lead for block, lead in enumerate(outline.lead_in_of) if lead is not None} == lead_ins


def test_each_block_knows_its_path(lay: Lay) -> None:
    lines = [line.split(" § ")[0].split(" < ")[0] for line in REPORT.strip().split("\n")]
    outline = build_outline(lay("\n".join(lines)))

    def path(words: str) -> list[str]:
        return [section.title for section in outline.path(lines.index(words))]

    assert path("SỞ Y TẾ") == []
    assert path("Không có ca tử vong.") == ["KẾT QUẢ ĐẠT ĐƯỢC", "Công tác phòng bệnh", "Phòng sốt rét"]
    assert path("+ Vắc xin.") == ["KHÓ KHĂN, VƯỚNG MẮC", "Khó khăn"]
    assert path("2. Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí.") == ["KIẾN NGHỊ"]
    assert path("Trên đây là báo cáo của Sở Y tế./.") == []
    assert path("GIÁM ĐỐC") == []
    assert path("A. TRẠM ĐỒNG BẰNG") == ["DANH MỤC TRẠM Y TẾ", "TRẠM ĐỒNG BẰNG"]


def test_an_item_ends_the_heading_beside_it(lay: Lay) -> None:
    lines = [line.split(" § ")[0].split(" < ")[0] for line in LETTERS_AND_ITEMS.strip().split("\n")]
    outline = build_outline(lay("\n".join(lines)))
    assert [section.title for section in outline.path(3)] == ["Những việc chưa làm được"]


def test_the_name_of_a_chapter_may_stand_in_the_next_line(lay: Lay) -> None:
    outline = build_outline(lay("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nNội dung của điều này."))
    assert [(section.title, section.parent) for section in outline.sections] == [
        ("QUY ĐỊNH CHUNG", None),
        ("Phạm vi", 0),
    ]
    assert outline.section_of == (0, 0, 1, 1)


def test_bold_lines_head_and_a_row_of_short_items_does_not(lay: Lay) -> None:
    document = lay("**Tình hình chung**\nKinh tế tăng trưởng khá.\n1. Sở Y tế\n2. Sở Nội vụ\n3. Sở Tài chính.")
    assert [section.title for section in build_outline(document).sections] == ["Tình hình chung"]


@pytest.mark.parametrize(
    "line",
    [
        "1. Đề nghị Sở Y tế cấp thuốc cho trạm.",
        "- Thiếu máy tính",
        "Điều 5 Luật Đất đai quy định về giao đất",
        "Phần 2 của báo cáo nêu rõ việc này",
        "Biểu đồ 1 cho thấy số hộ nghèo giảm",
        "1.5 triệu người dùng dịch vụ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KT. CHỦ TỊCH",
        "PHÓ CHÁNH VĂN PHÒNG",
        "(Ban hành kèm theo Quyết định số 5/QĐ-UBND)",
    ],
)
def test_lines_that_head_nothing(lay: Lay, line: str) -> None:
    document = lay(f"Đoạn mở đầu của văn bản này.\n{line}\nĐoạn sau nói tiếp về việc khác.")
    assert build_outline(document).sections == ()


def test_tables_belong_to_the_section_they_stand_in() -> None:
    builder = DocumentBuilder("a.txt", "text/plain")
    builder.add_block(BlockKind.PARAGRAPH, [Piece("I. KẾT QUẢ")])
    builder.add_table(Grid((GridCell((Piece("I. SỐ HỘ"),), 0, 0), GridCell((Piece("5"),), 0, 1)), 1, 2), header_rows=0)
    outline = build_outline(builder.build())
    assert outline.section_of == (0, 0)
    assert len(outline.sections) == 1
