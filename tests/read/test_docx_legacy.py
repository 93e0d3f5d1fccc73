"""Legacy fonts in DOCX: runs, styles, capitals, the soft hyphen, numbers; and what LibreOffice makes of tables."""

from __future__ import annotations

from docx_files import cell, make_docx, paragraph, row, run, table
from legacy_samples import shown

from vanban.model import Document
from vanban.read import read_bytes

ORDER = "Thủ tướng Chính phủ yêu cầu các địa phương báo cáo."


def read(body: str, **options: object) -> Document:
    return read_bytes(make_docx(body, **options), source="a.docx")  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="Times New Roman"/>'


def legacy_run(text: str, name: str, encoding: str) -> str:
    """Write a run as LibreOffice does, its soft hyphens as elements."""
    parts = shown(text, encoding).split("\xad")
    inner = "<w:softHyphen/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts)
    return f"<w:r><w:rPr>{font(name)}</w:rPr>{inner}</w:r>"


def test_run_by_its_font() -> None:
    body = f"<w:p>{legacy_run(ORDER, '.VnTime', 'tcvn3')}</w:p><w:p>{legacy_run(ORDER, 'VNI-Times', 'vni')}</w:p>"
    document = read(body)
    assert texts(document) == [ORDER, ORDER]
    assert codes(document) == ["legacy_font_decoded", "legacy_font_decoded"]


def test_capitals_font() -> None:
    body = f"<w:p>{legacy_run('Bộ Tài chính', '.VnTimeH', 'tcvn3')}{run(' abc', look=font('.VnTimeH'))}</w:p>"
    assert texts(read(body)) == ["BỘ TÀI CHÍNH ABC"]


def test_soft_hyphen_alone_in_a_run() -> None:
    parts = [("nh", "<w:softHyphen/>"), (" s", "<w:softHyphen/>"), (" t", "<w:softHyphen/>")]
    body = "".join(
        f"<w:r><w:rPr>{font('.VnTime')}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
        f"<w:r><w:rPr>{font('.VnTime')}</w:rPr>{mark}</w:r>"
        for text, mark in parts
    )
    assert texts(read(f"<w:p>{body}</w:p>")) == ["như sư tư"]


def test_soft_hyphen_of_unicode_text_is_none() -> None:
    body = "<w:p><w:r><w:t>khẩn</w:t><w:softHyphen/><w:t> trương</w:t></w:r></w:p>"
    assert texts(read(body)) == ["khẩn trương"]


def test_letter_cut_between_runs() -> None:
    look = font("VNI-Times")
    body = f"<w:p>{run('Ö', look=look)}{run('Ùng duïng', look=look + '<w:b/>')}</w:p>"
    assert texts(read(body)) == ["Ứng dụng"]


def test_font_of_the_style_and_of_the_document() -> None:
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>"
        f'<w:style w:type="paragraph" w:styleId="Base"><w:rPr>{font("VNI-Times")}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
        f'<w:style w:type="character" w:styleId="Big"><w:rPr>{font(".VnTimeH")}</w:rPr></w:style>'
    )
    child = paragraph(shown(ORDER, "vni"), properties='<w:pStyle w:val="Child"/>')
    big = run(shown("tài chính", "tcvn3"), look='<w:rStyle w:val="Big"/>')
    document = read(f"{child}<w:p>{big}</w:p>{paragraph(shown(ORDER, 'tcvn3'))}", parts={"styles": styles})
    assert texts(document) == [ORDER, "TÀI CHÍNH", ORDER]


def test_font_of_the_theme_is_unicode() -> None:
    theme = '<w:rFonts w:ascii=".VnTime" w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
    assert texts(read(f"<w:p>{run('là kì', look=theme)}</w:p>" + paragraph("a"))) == ["là kì", "a"]


def test_mixed_with_unicode() -> None:
    body = (
        f"<w:p>{legacy_run(ORDER, '.VnTime', 'tcvn3')}{run(' Đã là Unicode', look=font('Times New Roman'))}</w:p>"
        f"<w:p>{run('Đã sửa lại bằng Unicode', look=font('.VnTime'))}</w:p>"
        f"<w:p>{run(shown('Hợp tác quốc tế', 'tcvn3'), look=font('Times New Roman'))}</w:p>"
    )
    assert texts(read(body)) == [f"{ORDER} Đã là Unicode", "Đã sửa lại bằng Unicode", "Hợp tác quốc tế"]


def test_font_without_a_known_name() -> None:
    document = read("".join(f"<w:p>{run(shown(ORDER, 'tcvn3'), look=font('Arial'))}</w:p>" for _ in range(3)))
    assert texts(document) == [ORDER] * 3
    assert codes(document) == ["legacy_font_decoded"]


def test_symbols_keep_their_font() -> None:
    body = f"<w:p>{legacy_run('Đạt ', '.VnTime', 'tcvn3')}{run('£', look=font('Symbol'))}{run(' 5', look=font('.VnTime'))}</w:p>"
    assert texts(read(body)) == ["Đạt ≤ 5"]


def test_words_of_automatic_numbers() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{shown("Điều", "tcvn3")} %1."/><w:rPr>{font(".VnTime")}</w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{listed}{legacy_run(ORDER, '.VnTime', 'tcvn3')}</w:p>"
    assert texts(read(body, parts={"numbering": numbering})) == [f"Điều 1. {ORDER}"]


def test_footnotes_and_headers() -> None:
    note = f'<w:footnote w:id="2"><w:p>{legacy_run("Theo báo cáo của tỉnh.", ".VnTime", "tcvn3")}</w:p></w:footnote>'
    body = f'<w:p>{legacy_run(ORDER, ".VnTime", "tcvn3")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert texts(read(body, parts={"footnotes": note})) == [ORDER, "Theo báo cáo của tỉnh."]


def test_cell_that_libreoffice_made_a_continuation_keeps_its_text() -> None:
    """A cell below a merged one, written as wide as that one, pushes the rest of its row into a phantom column."""
    wide = '<w:gridSpan w:val="2"/>'
    document = read(
        table(
            row("STT", "Họ và tên", cell("Người nhận", properties=f'{wide}<w:vMerge w:val="restart"/>')),
            row("", "", cell("Ký", properties=f'{wide}<w:vMerge w:val="continue"/>'), "Ghi rõ tên"),
            row("1", "An", "x", "y"),
            row("2", "Bình", "z", "t"),
        )
    )
    (found,) = document.tables
    assert found.n_columns == 4
    assert found.columns(document.text) == ["STT", "Họ và tên", "Người nhận / Ký", "Người nhận / Ghi rõ tên"]
    assert found.rows(document.text) == [["1", "An", "x", "y"], ["2", "Bình", "z", "t"]]
