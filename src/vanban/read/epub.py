"""EPUB books: their pages, which are XHTML, one after the other in the order of reading."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from vanban.errors import ReadError
from vanban.model import Document
from vanban.read.builder import DocumentBuilder
from vanban.read.docx_package import Package
from vanban.read.html import write_page
from vanban.read.nodes import NodeWriter

_CONTAINER = "META-INF/container.xml"  # Source: EPUB Open Container Format 3.2.
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_REMEDY = "hãy lấy lại bản gốc"


def read_epub(data: bytes, *, source: str) -> Document:
    builder = DocumentBuilder(source, "application/epub+zip")
    package = Package(data, source=source, kind="EPUB", main=_CONTAINER)
    writer = NodeWriter(builder)
    wrote = 0
    for name in _spine(package, source):
        page = package.content(name)
        if page is not None and page.strip():
            wrote += write_page(page, builder, writer, source=source)
    if not wrote:
        protected = package.content(_ENCRYPTION) is not None
        problem = "sách điện tử bị khoá bản quyền" if protected else "sách điện tử không có trang chữ nào"
        raise ReadError(source, problem, remedy=_REMEDY)
    writer.end()
    return builder.build()


def _spine(package: Package, source: str) -> list[str]:
    """Give the names of the pages in the order of reading."""
    container = package.part(_CONTAINER)
    roots = [element.get("full-path") for element in container.iter("{*}rootfile")] if container is not None else []
    main = next((name for name in roots if name), None)
    book = package.part(main) if main is not None else None
    if main is None or book is None:
        raise ReadError(source, "sách điện tử không có mục lục các trang", remedy=_REMEDY, place=main or _CONTAINER)
    folder = posixpath.dirname(main)
    pages = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in book.iter("{*}item")
        if (item.get("media-type") or "") in _PAGES
    }
    return [pages[place] for item in book.iter("{*}itemref") if (place := item.get("idref")) in pages]
