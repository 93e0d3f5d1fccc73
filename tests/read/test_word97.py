"""Word 97–2003 and RTF: through LibreOffice, and their bare text where it is missing."""

from __future__ import annotations

import time

import pytest
from legacy_samples import rtf, shown
from office_files import converted, make_doc, make_ole, make_word, needs_writer

from vanban.errors import EncryptedError, LimitError, ReadError, UnsupportedError
from vanban.model import Document
from vanban.read import limits, read_bytes, word97
from vanban.read.doc_text import doc_text
from vanban.read.rtf_text import rtf_pieces
from vanban.read.sniff import sniff

ORDER = "Thủ tướng Chính phủ yêu cầu các địa phương báo cáo kịp thời, đầy đủ."


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word97, "can_write", lambda target: False)


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


# -- with LibreOffice --------------------------------------------------------------------------------------------------


@needs_writer
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_through_libreoffice(suffix: str) -> None:
    data = converted(
        make_word(["BÁO CÁO", ORDER], [["STT", "Chỉ tiêu", "Kết quả"], ["1", "Số xã", "95"]]), "docx", suffix
    )
    assert sniff(data) == suffix
    document = read_bytes(data, source="a.bin")
    assert texts(document)[:2] == ["BÁO CÁO", ORDER]
    (found,) = document.tables
    assert found.columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả"]
    assert found.rows(document.text) == [["1", "Số xã", "95"]]
    assert document.media_type == {"doc": word97.DOC_TYPE, "rtf": word97.RTF_TYPE, "odt": word97.ODT_TYPE}[suffix]
    assert codes(document) == []


FLAT_WORD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:p><w:r><w:t>Kinh phí cho tổ đề án còn thiếu.</w:t></w:r></w:p></w:body></w:wordDocument>"""


@needs_writer
def test_word_saved_as_one_xml_file() -> None:
    assert sniff(FLAT_WORD.encode()) == "flat"
    document = read_bytes(FLAT_WORD.encode(), source="a.xml")
    assert texts(document) == ["Kinh phí cho tổ đề án còn thiếu."]
    assert document.media_type == word97.FLAT_TYPE


@needs_writer
def test_flat_opendocument() -> None:
    data = converted(make_word(["BÁO CÁO", ORDER], [["Số xã", "95"]]), "docx", "fodt")
    assert sniff(data) == "flat"
    assert texts(read_bytes(data, source="a.fodt"))[:2] == ["BÁO CÁO", ORDER]


def test_flat_xml_with_entities_is_refused() -> None:
    data = FLAT_WORD.replace("</w:body>", '<!ENTITY a SYSTEM "file:///etc/hostname"></w:body>').encode()
    with pytest.raises(UnsupportedError, match="thực thể"):
        read_bytes(data, source="a.xml")


def test_flat_xml_without_libreoffice(no_office: None) -> None:
    with pytest.raises(UnsupportedError, match="libreoffice-writer"):
        word97.read_flat(FLAT_WORD.encode(), source="a.xml")


@needs_writer
def test_merged_cells_keep_their_grid() -> None:
    rows = [["STT", "Chỉ tiêu", "Kết quả", ""], ["", "", "2024", "2025"], ["1", "Số xã", "90", "95"]]
    merged = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))]
    document = read_bytes(converted(make_word([], rows, merged=merged), "docx", "doc"), source="a.doc")
    (found,) = document.tables
    assert found.columns(document.text) == ["STT", "Chỉ tiêu", "Kết quả / 2024", "Kết quả / 2025"]
    assert found.rows(document.text) == [["1", "Số xã", "90", "95"]]


@needs_writer
@pytest.mark.parametrize("suffix", ["rtf", "doc"])
def test_legacy_fonts_through_libreoffice(suffix: str) -> None:
    data = rtf(
        (".VnTimeH", "Bộ Tài chính", "tcvn3"),
        (".VnTime", ORDER, "tcvn3"),
        ("VNI-Times", ORDER, "vni"),
        ("Times New Roman", "Đã là Unicode", None),
    )
    if suffix == "doc":
        data = converted(data, "rtf", "doc")
    document = read_bytes(data, source="a")
    assert texts(document) == ["BỘ TÀI CHÍNH", ORDER, ORDER, "Đã là Unicode"]
    assert codes(document) == ["legacy_font_decoded", "legacy_font_decoded"]


@needs_writer
def test_file_that_libreoffice_refuses() -> None:
    torn = rtf((".VnTime", ORDER * 20, "tcvn3"))[:-200]
    with pytest.raises(ReadError, match="không mở được"):
        read_bytes(torn, source="a.rtf")


# -- without -----------------------------------------------------------------------------------------------------------


def test_rtf_without_libreoffice(no_office: None) -> None:
    data = rtf(
        (".VnTimeH", "Bộ Tài chính", "tcvn3"),
        (".VnTime", ORDER, "tcvn3"),
        ("VNI-Times", ORDER, "vni"),
        ("Times New Roman", "Đã là Unicode", None),
        head="{\\stylesheet{\\s0 Normal;}}{\\info{\\title x}}{\\*\\generator y;}{\\header z\\par}",
    )
    document = read_bytes(data, source="a.rtf")
    assert document.text.splitlines() == ["BỘ TÀI CHÍNH", ORDER, ORDER, "Đã là Unicode"]
    assert codes(document) == ["libreoffice_missing", "legacy_font_decoded", "legacy_font_decoded"]
    assert document.media_type == word97.RTF_TYPE


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"a\par b\line c", "a\nb\nc"),
        (rb"x\cell y\cell\row z", "x\ty\t\nz"),
        (rb"{\b bold} {\i0 plain}\~\_\emdash\ldblquote q\rdblquote", "bold plain -—“q”"),
        (rb"\u272?\u272 ?\uc0\u7889 \'e0", "ĐĐốà"),
        (rb"{\field{\*\fldinst HYPERLINK}{\fldrslt shown}}", "shown"),
        (rb"{\pict\pngblip 89504e47}x{\object{\*\objdata 0102}{\result y}}", "xy"),
        (rb"a\\b\{c\}", "a\\b{c}"),
        (b"a\r\nb", "ab"),
        (rb"\u55357?\u56832?", "\U0001f600"),
        (rb"{{{a}", "a"),
        (rb"a}}}b", "ab"),
    ],
)
def test_rtf_text(body: bytes, text: str) -> None:
    pieces = rtf_pieces(b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}" + body + b"}")
    assert "".join(piece.text for piece in pieces) == text


def test_rtf_fonts_of_pieces() -> None:
    data = rb"{\rtf1\ansi\deff1{\fonttbl{\f0\froman\fcharset0 .VnTime;}{\f1\fcharset163 Arial;}}{\f0 \'ad}\'f5}"
    assert rtf_pieces(data) == [("\xad", ".VnTime"), ("ơ", "Arial")]  # f5 of windows-1258


@pytest.mark.parametrize(
    "data", [b"{" * 300_000, b"\\'" * 200_000, b"\\u1?" * 100_000, b"{\\*" * 100_000, b"\\a" * 200_000]
)
def test_strange_rtf_takes_linear_time(data: bytes) -> None:
    start = time.perf_counter()
    rtf_pieces(b"{\\rtf1 " + data)
    assert time.perf_counter() - start < 10


def test_rtf_too_large_without_libreoffice(no_office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 100)
    with pytest.raises(LimitError, match="cài LibreOffice"):
        read_bytes(rtf(("Arial", "a" * 200, None)), source="a.rtf")


def test_doc_without_libreoffice(no_office: None) -> None:
    raw = shown(ORDER, "tcvn3")
    data = make_doc(
        [(f"{raw}\r", True), ("Chỉ tiêu\x07Kết quả\x07\x07", False), ("\x13 PAGE \x14", True), ("12\x15\r", True)]
    )
    document = read_bytes(data, source="a.doc")
    assert document.text.splitlines()[0] == ORDER
    assert "12" in document.text
    assert "PAGE" not in document.text
    assert codes(document) == ["libreoffice_missing", "legacy_font_decoded"]


def test_doc_text_pieces() -> None:
    assert doc_text(make_doc([("Số 12\r", False), ("abc\x0b", True), ("\x1fd\x1ee\r", True)])) == "Số 12\nabc\nd-e\n"


def test_doc_text_leaves_headers_out() -> None:
    assert doc_text(make_doc([("body\rnote\rheader\r", True)], lengths=(5, 5))) == "body\nnote\n"


def test_odt_without_libreoffice(no_office: None) -> None:
    with pytest.raises(UnsupportedError, match="libreoffice-writer"):
        word97.read_odt(b"PK", source="a.odt")


# -- what cannot be read -----------------------------------------------------------------------------------------------


def test_doc_with_a_password() -> None:
    with pytest.raises(EncryptedError, match="mật khẩu"):
        read_bytes(make_doc([("a", True)], flags=0x0300), source="a.doc")


def test_docx_with_a_password() -> None:
    with pytest.raises(EncryptedError, match="mật khẩu"):
        read_bytes(make_ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), source="a.docx")


@pytest.mark.parametrize("size", [600, 1024, 2048, 4096])
def test_torn_doc(size: int) -> None:
    data = make_doc([("a" * 3000, True)])
    assert len(data) > size
    with pytest.raises(ReadError):
        read_bytes(data[:size], source="a.doc")


def test_doc_without_a_piece_table(no_office: None) -> None:
    data = make_ole({"WordDocument": b"\xec\xa5\xc1\x00".ljust(0x400, b"\0"), "0Table": b"\0" * 10})
    with pytest.raises(ReadError, match="hỏng"):
        read_bytes(data, source="a.doc")


def test_other_compound_file() -> None:
    with pytest.raises(UnsupportedError, match="OLE"):
        read_bytes(make_ole({"Something": b"x"}), source="a.doc")
