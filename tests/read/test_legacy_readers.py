"""Legacy encodings in plain text, web pages and PDF, from the bytes of a file to its text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from legacy_samples import encode, shown

from vanban.lexicon.legacy import ENCODING_NAMES
from vanban.model import Document
from vanban.read import read_bytes

ORDER = "Thủ tướng Chính phủ yêu cầu các địa phương báo cáo kịp thời, đầy đủ."
REPORT = f"Kính gửi: các sở, ngành.\n{ORDER}\n"


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


# -- plain text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
def test_bytes(encoding: str) -> None:
    document = read_bytes(encode(REPORT * 3, encoding), source="a.txt")
    assert document.text.count(ORDER) == 3
    assert codes(document) == ["legacy_font_decoded"]


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
def test_text_copied_out_of_an_old_document(encoding: str) -> None:
    document = read_bytes(shown(REPORT * 3, encoding).encode(), source="a.txt")
    assert document.text.count(ORDER) == 3


def test_lines_of_both_kinds(form: Callable[[str], str]) -> None:
    text = form(f"{ORDER}\n\n") + shown(ORDER, "tcvn3") + form("\n\nĐã ban hành, là văn bản mới.\n")
    document = read_bytes(text.encode(), source="a.txt")
    assert texts(document) == [ORDER, ORDER, "Đã ban hành, là văn bản mới."]


def test_windows_1258_is_still_read() -> None:
    data = "Uy\u0309 ban nhân dân ti\u0309nh đa\u0303 ba\u0301o ca\u0301o ke\u0302\u0301t qua\u0309".encode(
        "cp1258", "replace"
    )
    document = read_bytes(data * 3, source="a.txt")
    assert codes(document) == ["text.encoding_guessed"]
    assert "báo cáo" in document.text


# -- web pages ---------------------------------------------------------------------------------------------------------


def test_web_page() -> None:
    page = (
        f'<html><body><p><font face=".VnTime">{shown(ORDER, "tcvn3")}</font></p>'
        f"<p style=\"font-family:'VNI-Times'\">{shown(ORDER, 'vni')}</p>"
        f'<p><font face=".VnTimeH">{shown("Báo cáo", "tcvn3")}</font></p><p>Đã là Unicode</p></body></html>'
    )
    document = read_bytes(page.encode(), source="a.html")
    assert texts(document) == [ORDER, ORDER, "BÁO CÁO", "Đã là Unicode"]
    assert codes(document) == ["legacy_font_decoded", "legacy_font_decoded"]


def test_web_page_in_unicode_is_not_touched(form: Callable[[str], str]) -> None:
    document = read_bytes(form(f"<html><body><p>{ORDER}</p></body></html>").encode(), source="a.html")
    assert texts(document) == [ORDER]
    assert codes(document) == []


# -- PDF ---------------------------------------------------------------------------------------------------------------


def make_pdf(*lines: tuple[str, bytes]) -> bytes:
    """Make a PDF of one page; each line has the name of its font and its bytes in WinAnsi."""
    names = list(dict.fromkeys(name for name, _ in lines))
    fonts = " ".join(
        f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for n, name in enumerate(names)
    )
    stream = b""
    for place, (name, data) in enumerate(lines):
        string = data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        stream += b"BT /F%d 12 Tf 72 %d Td (%s) Tj ET\n" % (names.index(name), 760 - 16 * place, string)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def test_pdf_by_its_fonts() -> None:
    document = read_bytes(
        make_pdf(
            (".VnTimeH", encode("Báo cáo kết quả", "tcvn3")),
            (".VnTime", encode(ORDER, "tcvn3")),
            ("VNI-Times", encode(ORDER, "vni")),
            ("Times-Roman", b"plain words"),
        ),
        source="a.pdf",
    )
    text = " ".join(document.text.split())
    assert text == f"BÁO CÁO KẾT QUẢ {ORDER} {ORDER} plain words"
    assert codes(document) == ["legacy_font_decoded", "legacy_font_decoded"]
    order = document.text.index("Chính phủ")
    assert document.page_of(document.blocks[document.block_at(order) or 0].span) == 1


def test_pdf_letter_u_at_the_end_of_a_line() -> None:
    """PDFium takes a soft hyphen at a line's end for a hyphen that breaks a word."""
    lines = ("Căn cứ Luật Đầu tư", "về việc quản lý dự án đầu tư", "như sau")
    document = read_bytes(make_pdf(*((".VnTime", encode(line, "tcvn3")) for line in lines)), source="a.pdf")
    assert " ".join(document.text.split()) == " ".join(lines)


def test_pdf_in_a_font_without_a_known_name() -> None:
    document = read_bytes(make_pdf(*[("Helvetica", encode(ORDER, "tcvn3"))] * 3), source="a.pdf")
    assert document.text.count(ORDER) == 3
