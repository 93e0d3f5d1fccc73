"""Whole files in the text of a DOCX are read with it; what is embedded as an object is told of."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_files import make_docx, paragraph

from vanban.model import Document
from vanban.read import read_bytes

HTML = "<html><body><p>Đoạn chèn.</p><table border='1'><tr><th>Chỉ tiêu</th><th>Số</th></tr><tr><td>Xã</td><td>95</td></tr></table></body></html>"
SAVED_PAGE = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

{HTML}
--b--
"""
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_files(body: str, files: dict[str, bytes]) -> bytes:
    """A package with these files beside its text, related as r0, r1 …"""
    out = io.BytesIO()
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{TYPE}/aFChunk" Target="{name}"/>' for number, name in enumerate(files)
    )
    with zipfile.ZipFile(io.BytesIO(make_docx(body))) as plain, zipfile.ZipFile(out, "w") as made:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            made.writestr(name, data)
        for name, data in files.items():
            made.writestr(f"word/{name}", data)
    return out.getvalue()


def read(data: bytes) -> Document:
    return read_bytes(data, source="a.docx")


@pytest.mark.parametrize("chunk", [HTML.encode(), SAVED_PAGE.encode()])
def test_a_page_in_the_text(chunk: bytes) -> None:
    body = f'{paragraph("Trước.")}<w:altChunk r:id="r0"/>{paragraph("Sau.")}'
    document = read(with_files(body, {"chunk": chunk}))
    assert document.text.split("\n")[:2] == ["Trước.", "Đoạn chèn."]
    assert document.text.rstrip().endswith("Sau.")
    [table] = document.tables
    assert (table.columns(document.text), table.rows(document.text)) == (["Chỉ tiêu", "Số"], [["Xã", "95"]])
    assert document.notices == ()


def test_a_document_in_the_text_of_a_document() -> None:
    inner = with_files(f'<w:altChunk r:id="r0"/>{paragraph("Hai.")}', {"a.txt": "Một.".encode()})
    document = read(with_files('<w:altChunk r:id="r0"/>', {"a.docx": inner}))
    assert document.text.split("\n")[:2] == ["Một.", "Hai."]


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ('<w:altChunk r:id="r9"/>', {}),  # leads nowhere
        ('<w:altChunk r:id="r0"/>', {"a": b"%PDF-1.7 broken"}),
        ('<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>', {}),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_of(body: str, files: dict[str, bytes]) -> None:
    document = read(with_files(paragraph("Trước.") + body, files))
    assert document.text.strip() == "Trước."
    assert [(notice.code, notice.message[:14]) for notice in document.notices] == [("docx.objects", "1 tệp nhúng tr")]


def test_formulas_are_no_files() -> None:
    formula = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Equation.3"/></w:object></w:r></w:p>'
    assert read(make_docx(paragraph("Trước.") + formula)).notices == ()


def test_documents_in_documents_end() -> None:
    data = make_docx(paragraph("Trong cùng."))
    for _ in range(8):
        data = with_files('<w:altChunk r:id="r0"/>', {"a.docx": data})
    document = read(data)
    assert "Trong cùng" not in document.text
