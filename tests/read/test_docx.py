"""DOCX: what Word shows comes through, what it hides does not."""

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx_files import cell, make_docx, paragraph, row, run, table

from vanban.model import BlockKind, Document
from vanban.read import read_bytes


def read(body: str, **options: object) -> Document:
    return read_bytes(make_docx(body, **options), source="a.docx")  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


BOX = "<w:txbxContent>{}</w:txbxContent>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("Đã có ") + "<w:ins>" + run("12 trạm") + "</w:ins>" + run(" mới."), "Đã có 12 trạm mới."),
        (run("Đã có ") + "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>" + run("12 trạm."), "Đã có 12 trạm."),
        (run("Giao ") + "<w:sdt><w:sdtContent>" + run("Sở Y tế") + "</w:sdtContent></w:sdt>", "Giao Sở Y tế"),
        (
            run("Ngày ")
            + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("bấm vào đây")
            + "</w:sdtContent></w:sdt>",
            "Ngày",
        ),
        ('<w:hyperlink r:id="x">' + run("Cổng tỉnh") + "</w:hyperlink>", "Cổng tỉnh"),
        (run("một<w:br/>hai").replace("<w:br/>", "</w:t><w:br/><w:t>"), "một hai"),
        (run("STT</w:t><w:tab/><w:t>Tên"), "STT Tên"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" đạt"), "✓ đạt"),
        (run("diện tích 500 m") + run("2", look='<w:vertAlign w:val="superscript"/>'), "diện tích 500 m²"),
        (run("báo cáo", look="<w:caps/>"), "BÁO CÁO"),
        (run("hiện") + run(" ẩn", look="<w:vanish/>"), "hiện"),
        (run("kinh tế</w:t><w:noBreakHyphen/><w:t>xã hội"), "kinh tế-xã hội"),
        ('<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>", "7"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("01/7/2025")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" có hiệu lực"),
            "01/7/2025 có hiệu lực",
        ),
    ],
)  # fmt: skip
def test_runs(inside: str, expected: str) -> None:
    assert texts(read(f"<w:p>{inside}</w:p>")) == [expected]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    body = "<w:p><w:moveFrom>" + run("Sở A") + "</w:moveFrom>" + run("đầu") + "</w:p><w:p><w:moveTo>"
    assert texts(read(body + run("Sở A") + "</w:moveTo></w:p>")) == ["đầu", "Sở A"]


def test_paragraph_with_deleted_end_goes_on_with_the_next() -> None:
    body = paragraph("Tỉnh đã ", properties="<w:rPr><w:del/></w:rPr>") + paragraph("hoàn thành.")
    assert texts(read(body)) == ["Tỉnh đã hoàn thành."]


def test_block_content_control_and_inserted_table_row() -> None:
    body = "<w:sdt><w:sdtContent>" + paragraph("Trong điều khiển") + "</w:sdtContent></w:sdt>"
    deleted = row("3", "bỏ", properties="<w:del/>")
    body += table(row("STT", "Tên"), row("1", "A", properties="<w:ins/>"), deleted)
    document = read(body)
    assert texts(document)[0] == "Trong điều khiển"
    assert document.tables[0].rows(document.text) == [["1", "A"]]


def test_text_box_comes_once_after_its_paragraph() -> None:
    choice = "<mc:Choice Requires='wps'><wps:txbx>" + BOX.format(paragraph("trong khung")) + "</wps:txbx></mc:Choice>"
    fallback = "<mc:Fallback><w:pict><v:textbox>" + BOX.format(paragraph("trong khung")) + "</v:textbox></w:pict>"
    box = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    body = "<w:p>" + run("Đoạn neo.") + box + "</w:p>" + paragraph("Đoạn sau.")
    assert texts(read(body)) == ["Đoạn neo.", "trong khung", "Đoạn sau."]


def test_old_text_box_alone() -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox>"
        + BOX.format(paragraph("khung cũ"))
        + "</v:textbox></v:shape></w:pict></w:r>"
    )
    assert texts(read(f"<w:p>{box}</w:p>")) == ["khung cũ"]


def test_footnotes_follow_their_block_and_do_not_cut_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="2">' + paragraph("Theo số liệu của Sở.") + "</w:footnote>"
    )
    body = "<w:p>" + run("Có 15 xã") + reference + run(" đạt chuẩn.") + "</w:p>" + paragraph("Tiếp theo.")
    assert kinds(read(body, parts={"footnotes": notes})) == [
        ("paragraph", "Có 15 xã đạt chuẩn."),
        ("footnote", "Theo số liệu của Sở."),
        ("paragraph", "Tiếp theo."),
    ]


def test_note_comes_once_however_often_it_is_named() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = '<w:footnote w:id="2">' + paragraph("Chú thích.") + "</w:footnote>"
    body = "<w:p>" + run("Một") + reference * 3 + "</w:p>"
    assert kinds(read(body, parts={"footnotes": notes})) == [("paragraph", "Một"), ("footnote", "Chú thích.")]


def test_endnote() -> None:
    body = "<w:p>" + run("Có 2 xã.") + '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    notes = '<w:endnote w:id="1">' + paragraph("Chú thích cuối.") + "</w:endnote>"
    assert kinds(read(body, parts={"endnotes": notes}))[1] == ("footnote", "Chú thích cuối.")


def test_header_and_footer_are_running_heads() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="p1"/><w:footerReference w:type="default" r:id="p2"/></w:sectPr>'
    parts = {"header": paragraph("Dự thảo lần 2"), "footer": paragraph("Trang 1")}
    assert kinds(read(paragraph("Nội dung.") + section, parts=parts)) == [
        ("running_head", "Dự thảo lần 2"),
        ("paragraph", "Nội dung."),
        ("running_head", "Trang 1"),
    ]


def test_letterhead_in_header_is_no_running_head() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="p1"/></w:sectPr>'
    header = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    document = read(paragraph("Nội dung.") + section, parts={"header": header})
    assert kinds(document)[0] == ("paragraph", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")


# -- tables ------------------------------------------------------------------------------------------------------------

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_two_level_header_and_merged_cells() -> None:
    document = read(
        table(
            row(
                cell("STT", properties=RESTART),
                cell("Tên", properties=RESTART),
                cell("Kết quả", properties='<w:gridSpan w:val="2"/>'),
            ),
            row(cell("", properties=CONTINUE), cell("", properties=CONTINUE), "Đạt", "Chưa đạt"),
            row(cell("A. NHÓM MỘT", properties='<w:gridSpan w:val="4"/>')),
            row("1", cell("Trạm", properties=RESTART), "x", ""),
            row("2", cell("", properties=CONTINUE), "", "x"),
        )
    )
    found = document.tables[0]
    assert found.header_rows == 2
    assert found.columns(document.text) == ["STT", "Tên", "Kết quả / Đạt", "Kết quả / Chưa đạt"]
    assert found.rows(document.text) == [
        ["A. NHÓM MỘT", "", "", ""],
        ["1", "Trạm", "x", ""],
        ["2", "", "", "x"],
    ]
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in found.cells}
    assert spans[0, 2] == (1, 2)
    assert spans[3, 1] == (2, 1)


def test_stated_header_rows_outrank_the_guess() -> None:
    mark = "<w:tblHeader/>"
    document = read(table(row("Quý I", "Quý II", properties=mark), row("Thu", "Chi", properties=mark), row("5", "7")))
    assert document.tables[0].header_rows == 2
    assert document.tables[0].columns(document.text) == ["Quý I / Thu", "Quý II / Chi"]


def test_column_edges_that_nearly_meet_are_one() -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (700, 40, 3000, 2000)) + "</w:tblGrid>"
    wide = '<w:gridSpan w:val="2"/>'
    body = table(row("STT", cell("Tên", properties=wide), "Số"), row(cell("1", properties=wide), "Trạm", "5")).replace(
        "</w:tblPr>", "</w:tblPr>" + grid
    )
    document = read(body)
    assert document.tables[0].n_columns == 3
    assert document.tables[0].rows(document.text) == [["1", "Trạm", "5"]]


def test_nested_table_is_a_table_of_its_own() -> None:
    inner = table(row("Năm", "Số"), row("2024", "7"))
    document = read(table(row("STT", "Nội dung"), row("1", cell(paragraph("Chi tiết:") + inner + paragraph("hết")))))
    assert document.tables[0].rows(document.text) == [["1", "Chi tiết: hết"]]
    assert document.tables[1].rows(document.text) == [["2024", "7"]]


def test_text_of_a_nested_table_without_header_stays_in_its_cell() -> None:
    inner = table(row("1", "Trạm A"), row("2", "Trạm B"))
    outer = table(row("STT", "Nội dung"), row("1", cell(paragraph("Chi tiết:") + inner + paragraph("hết"))))
    document = read(outer)
    assert [t.rows(document.text) for t in document.tables] == [[["1", "Chi tiết: 1; Trạm A 2; Trạm B hết"]]]


def test_caption_is_the_title() -> None:
    body = (
        paragraph("Phụ lục II")
        + paragraph("DANH MỤC CÁC TRẠM QUAN TRẮC")
        + paragraph("(Kèm theo Báo cáo số 5/BC-STNMT)")
    )
    document = read(body + table(row("STT", "Tên"), row("1", "Trạm A")))
    title = document.tables[0].title
    assert title is not None
    assert title.of(document.text) == "DANH MỤC CÁC TRẠM QUAN TRẮC"


def test_a_signature_table_may_give_each_recipient_a_row() -> None:
    right = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", *[""] * 12, "Trần Văn Bình"]
    left = ["Nơi nhận:", *(f"- Đơn vị {k};" for k in range(1, 14)), "- Lưu: VT."]
    document = read(paragraph("Nội dung.") + table(*map(row, left, right), bordered=False))
    assert document.tables == ()
    assert texts(document)[1:] == [*left, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"]


def test_letterhead_table_reads_left_block_then_right_block() -> None:
    left = paragraph("UBND TỈNH HÀ NAM") + paragraph("SỞ Y TẾ")
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do - Hạnh phúc")
    head = table(row(cell(left), cell(right)), row("Số: 12/BC-SYT", "Hà Nam, ngày 5 tháng 6 năm 2025"), bordered=False)
    foot = table(row(cell(paragraph("Nơi nhận:") + paragraph("- Như trên;")), cell("GIÁM ĐỐC")), bordered=False)
    document = read(head + paragraph("Nội dung.") + foot)
    assert document.tables == ()
    assert texts(document) == [
        "UBND TỈNH HÀ NAM", "SỞ Y TẾ", "Số: 12/BC-SYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Hà Nam, ngày 5 tháng 6 năm 2025", "Nội dung.", "Nơi nhận:", "- Như trên;",
        "GIÁM ĐỐC",
    ]  # fmt: skip


def test_letterhead_set_by_a_tab() -> None:
    body = "<w:p>" + run("SỞ NỘI VỤ</w:t><w:tab/><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + "</w:p>"
    body += "<w:p>" + run("Số: 4/TB-SNV</w:t><w:tab/><w:t>Huế, ngày 3 tháng 2 năm 2025") + "</w:p>"
    assert texts(read(body + paragraph("THÔNG BÁO"))) == [
        "SỞ NỘI VỤ", "Số: 4/TB-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Huế, ngày 3 tháng 2 năm 2025", "THÔNG BÁO",
    ]  # fmt: skip


def test_borderless_table_with_header_stays_a_table() -> None:
    document = read(table(row("STT", "Tên"), row("1", "A"), row("2", "B"), bordered=False))
    assert len(document.tables) == 1


# -- looks -------------------------------------------------------------------------------------------------------------


def test_style_hints_of_a_file_made_by_python_docx() -> None:
    made = docx.Document()
    made.core_properties.title = "Báo cáo quý"
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    letters = heading.add_run("BÁO CÁO")
    letters.bold, letters.font.size = True, Pt(14)
    made.add_heading("Kết quả", level=2)
    made.add_paragraph("Một mục", style="List Bullet")
    made.add_paragraph("Bước đầu", style="List Number")
    made.add_paragraph("Đoạn thường.")
    buffer = io.BytesIO()
    made.save(buffer)
    document = read_bytes(buffer.getvalue(), source="b.docx")
    first, second, bullet, numbered, last = document.blocks
    assert (first.style.bold, first.style.centered, first.style.font_size_pt) == (True, True, 14.0)
    assert (second.kind, second.style.level) == (BlockKind.HEADING, 2)
    assert texts(document)[2:4] == ["• Một mục", "1. Bước đầu"]
    assert bullet.kind is BlockKind.LIST_ITEM
    assert numbered.kind is not BlockKind.TABLE
    assert last.style.bold is False
    assert document.properties["title"] == "Báo cáo quý"


def test_long_text_in_a_heading_style_is_no_heading() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    body = paragraph("Tỉnh đã hoàn thành nhiệm vụ. " * 20, properties='<w:pStyle w:val="H1"/>')
    assert read(body, parts={"styles": styles}).blocks[0].style.level is None


def test_words_of_a_soft_break_are_joined_and_titles_are_not() -> None:
    body = (
        "<w:p>"
        + run("Tiếp tục rà soát, bổ sung các thủ tục còn thiếu của</w:t><w:br/><w:t>Ủy ban nhân dân các xã.")
        + "</w:p>"
    )
    body += "<w:p>" + run("BÁO CÁO</w:t><w:br/><w:t>Kết quả công tác năm") + "</w:p>"
    assert texts(read(body)) == [
        "Tiếp tục rà soát, bổ sung các thủ tục còn thiếu của Ủy ban nhân dân các xã.",
        "BÁO CÁO",
        "Kết quả công tác năm",
    ]


def test_image_gives_a_notice() -> None:
    document = read("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>" + paragraph("Chữ."))
    assert [notice.code for notice in document.notices] == ["docx.images"]
