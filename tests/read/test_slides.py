"""Slides: text, tables, notes and legacy fonts of PPTX and PPT."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from legacy_samples import shown
from office_files import converted, make_ole, make_pptx, needs_impress, shape, slide_table, text_run

from vanban.errors import ReadError, UnsupportedError
from vanban.model import BlockKind, Document
from vanban.read import read_bytes, slides
from vanban.read.sniff import sniff

ODF = {"office": "office", "draw": "drawing", "text": "text", "svg": "svg-compatible"}
ORDER = "Thủ tướng Chính phủ yêu cầu các địa phương báo cáo."


def read(data: bytes) -> Document:
    return read_bytes(data, source="a.pptx")


def test_slides(form: Callable[[str], str]) -> None:
    document = read(
        make_pptx(
            shape(form("Kết quả chuyển đổi số"), role="title") + shape(form("- Đạt 95%"), form(ORDER)),
            shape("2", role="sldNum") + shape("Kiến nghị", role="ctrTitle") + shape(""),
        )
    )
    assert [(block.kind, block.page, block.span.of(document.text)) for block in document.blocks] == [
        (BlockKind.HEADING, 1, "Kết quả chuyển đổi số"),
        (BlockKind.LIST_ITEM, 1, "- Đạt 95%"),
        (BlockKind.PARAGRAPH, 1, ORDER),
        (BlockKind.HEADING, 2, "Kiến nghị"),
    ]
    assert [(page.number, page.width_pt, page.height_pt) for page in document.pages] == [(1, 720, 540), (2, 720, 540)]


def test_table() -> None:
    document = read(make_pptx(slide_table(["STT", "Chỉ tiêu", "Kết quả"], ["1", "Số xã", "95"])))
    (table,) = document.tables
    assert table.columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả"]
    assert table.rows(document.text) == [["1", "Số xã", "95"]]
    assert table.page == 1


def test_legacy_fonts() -> None:
    runs = text_run("Ö", font="VNI-Times") + text_run("Ùng duïng", font="VNI-Times")
    document = read(make_pptx(shape(text_run(shown(ORDER, "tcvn3"), font=".VnTime"), runs, "Đã là Unicode")))
    assert document.text.splitlines() == [ORDER, "Ứng dụng", "Đã là Unicode"]
    assert [notice.code for notice in document.notices] == ["legacy_font_decoded"] * 2


@needs_impress
def test_ppt_through_libreoffice() -> None:
    page = f'<draw:page><draw:frame svg:width="9cm" svg:height="2cm"><draw:text-box><text:p>{ORDER}</text:p></draw:text-box></draw:frame></draw:page>'
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for name, space in ODF.items()
    )
    kind = 'office:mimetype="application/vnd.oasis.opendocument.presentation"'
    body = f"<office:body><office:presentation>{page}</office:presentation></office:body>"
    data = converted(
        f'<?xml version="1.0"?><office:document {spaces} {kind}>{body}</office:document>'.encode(), "fodp", "ppt"
    )
    assert sniff(data) == "ppt"
    document = read(data)
    assert ORDER in document.text
    assert document.media_type == slides.PPT_TYPE


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slides, "can_write", lambda target: False)
    with pytest.raises(UnsupportedError, match="libreoffice-impress"):
        read(make_ole({"PowerPoint Document": b"x", "Current User": bytes(20)}))


def test_broken() -> None:
    with pytest.raises(ReadError, match="PPTX hỏng"):
        slides.read_pptx(make_pptx()[:100], source="a.pptx")
