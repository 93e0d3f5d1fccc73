"""Workbooks and slides saved as one XML file, and pictures and pages of kinds that are rarer."""

from __future__ import annotations

import io
import unicodedata

import pytest
from office_files import converted, needs_calc, needs_impress
from PIL import Image

from vanban.errors import UnsupportedError
from vanban.read import read_bytes, sheet, slides
from vanban.read.sniff import sniff

EXCEL_2003 = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Biểu 1"><Table>
<Row><Cell><Data ss:Type="String">Chỉ tiêu</Data></Cell><Cell><Data ss:Type="String">Đơn vị</Data></Cell><Cell><Data ss:Type="String">Năm 2025</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Hộ nghèo</Data></Cell><Cell><Data ss:Type="String">%</Data></Cell><Cell><Data ss:Type="Number">12.5</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Số xã</Data></Cell><Cell><Data ss:Type="String">xã</Data></Cell><Cell><Data ss:Type="Number">95</Data></Cell></Row>
</Table></Worksheet></Workbook>"""

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
SLIDES = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{_ODF}:office:1.0" xmlns:draw="{_ODF}:drawing:1.0" xmlns:text="{_ODF}:text:1.0"
xmlns:svg="{_ODF}:svg-compatible:1.0" office:version="1.3"
office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page>
<draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>Kế hoạch năm 2026</text:p>
</draw:text-box></draw:frame></draw:page></office:presentation></office:body></office:document>"""


@needs_calc
def test_workbook_of_excel_2003_in_xml() -> None:
    assert sniff(EXCEL_2003.encode()) == "flat_spreadsheet"
    document = read_bytes(EXCEL_2003.encode(), source="a.xls")
    [table] = document.tables
    assert table.columns(document.text) == ["Chỉ tiêu", "Đơn vị", "Năm 2025"]
    assert [row[0] for row in table.rows(document.text)] == ["Hộ nghèo", "Số xã"]
    assert (document.media_type, table.sheet) == (sheet.FLAT_TYPE, "Biểu 1")


@needs_calc
def test_flat_spreadsheet() -> None:
    data = converted(EXCEL_2003.encode(), "xml", "fods")
    assert sniff(data) == "flat_spreadsheet"
    assert "Hộ nghèo" in read_bytes(data, source="a.fods").text


@needs_impress
def test_flat_presentation() -> None:
    assert sniff(SLIDES.encode()) == "flat_presentation"
    document = read_bytes(SLIDES.encode(), source="a.fodp")
    assert (document.text.strip(), document.media_type) == ("Kế hoạch năm 2026", slides.FLAT_TYPE)


def test_entities_are_refused() -> None:
    data = EXCEL_2003.replace("<Worksheet", '<!ENTITY a SYSTEM "file:///etc/hostname"><Worksheet').encode()
    with pytest.raises(UnsupportedError, match="thực thể"):
        read_bytes(data, source="a.xls")


def test_other_xml_is_named() -> None:
    with pytest.raises(UnsupportedError, match="XML"):
        read_bytes(b"<?xml version='1.0'?><Workbook><a/></Workbook>", source="a.xml")


def test_jpeg_2000_is_a_picture() -> None:
    for options in ({}, {"no_jp2": True}):
        file = io.BytesIO()
        Image.new("L", (200, 100), 255).save(file, "JPEG2000", **options)
        document = read_bytes(file.getvalue(), source="a.jp2", ocr="never")
        assert (len(document.pages), [notice.code for notice in document.notices]) == (1, ["page_without_text"])


def test_windows_1258_page_that_does_not_say_so() -> None:
    text = "Ủy ban nhân dân xã đã hoàn thành nhiệm vụ được giao."
    tones = "\u0300\u0301\u0303\u0309\u0323"
    raw = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts if mark in tones), "")
        raw += unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts).encode("cp1258") + tone.encode(
            "cp1258"
        )
    page = (
        b"<html><head><style>p{}</style></head><body>"
        + b"<table><tr><td class='cell'><p>" * 9
        + raw
        + b"</p></body></html>"
    )
    assert read_bytes(page, source="a.html").text.strip() == text
