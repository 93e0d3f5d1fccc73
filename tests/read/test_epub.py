"""EPUB: pages in the order of reading, and clear errors where there are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from vanban.errors import ReadError
from vanban.model import BlockKind
from vanban.read import read_bytes
from vanban.read.sniff import sniff

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
BOOK = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="two" href="hai.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="one" href="b%E1%BA%A3n%20m%E1%BB%99t.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="css" href="a.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="one"/><itemref idref="css"/><itemref idref="two"/><itemref idref="gone"/></spine></package>'
)
PAGE = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">{}</html>'
ONE = PAGE.format("<head><title>Sổ tay</title></head><body><h1>Phần một</h1><p>Thu ngân sách.</p></body>")
TWO = PAGE.format("<head><title>Trang hai</title></head><body><p>Chi ngân sách.</p></body>")


def pack(members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def book(**changed: str) -> bytes:
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": BOOK,
        "OEBPS/hai.xhtml": TWO,
        "OEBPS/bản một.xhtml": ONE,
    }
    return pack({**members, **changed})


def test_pages_come_in_the_order_of_reading() -> None:
    assert sniff(book()) == "epub"
    document = read_bytes(book(), source="a.epub")
    texts = [(block.kind, block.span.of(document.text)) for block in document.blocks]
    assert texts == [
        (BlockKind.HEADING, "Phần một"),
        (BlockKind.PARAGRAPH, "Thu ngân sách."),
        (BlockKind.PARAGRAPH, "Chi ngân sách."),
    ]
    assert document.properties["title"] == "Sổ tay"
    assert document.media_type == "application/epub+zip"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"META-INF/container.xml": "<container/>"}, "không có mục lục"),
        ({"OEBPS/book.opf": "<package><spine/></package>"}, "không có trang chữ"),
        ({"OEBPS/book.opf": "<package><spine/></package>", "META-INF/encryption.xml": "<a/>"}, "khoá bản quyền"),
        ({"OEBPS/book.opf": "<package"}, "XML hỏng"),
    ],
)
def test_what_is_no_book_is_told(changed: dict[str, str], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_bytes(book(**changed), source="a.epub")
