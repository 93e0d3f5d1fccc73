"""Read PDF files that carry text: characters and boxes from PDFium, one page at a time."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from vanban.errors import EncryptedError, ReadError
from vanban.model import Box, Document, Page
from vanban.read.aligned_tables import find_aligned
from vanban.read.builder import DocumentBuilder
from vanban.read.layout import lay_out
from vanban.read.margins import PageContent
from vanban.read.ocr import Ocr, OcrMode
from vanban.read.ocr_pdf import read_scan
from vanban.read.page_lines import PageLine
from vanban.read.pdf_beside import (
    find_beside,
    find_files,
    is_built_by_acrobat,
    lay_typed,
    notice_document,
    notice_page,
)
from vanban.read.pdf_legacy import PageDecoder
from vanban.read.pdf_lines import read_lines
from vanban.read.pdf_page import BrokenPageError, TextPage, Turn, read_turn
from vanban.read.pdf_rulings import Ruling, Rulings, read_rulings
from vanban.read.ruled_tables import RuledGrid, fill_grid, find_grids
from vanban.read.shaded_tables import ShadedTables
from vanban.read.signatures import Found, read_signatures
from vanban.read.stamps import Shown, Stamps

MEDIA_TYPE = "application/pdf"
_PROPERTIES = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords", "Creator": "creator",
               "Producer": "producer", "CreationDate": "created", "ModDate": "modified"}  # fmt: skip
_UNLOCK = "hãy mở bằng mật khẩu, lưu hoặc in lại thành PDF không đặt mật khẩu rồi đưa lại"
_STEP = 1024  # bytes; room for a property comes in so many at a time, so that ctypes has the type already
_Step = ctypes.c_char * _STEP
_MAX_PAGES_NAMED = 20  # in one notice
_MAX_STAMPS_NAMED, _MAX_QUOTED = 8, 200  # of a page; characters of each


def read_pdf(data: bytes, *, source: str, ocr: OcrMode = "auto") -> Document:
    """Read a PDF; `ocr` says which pages are read by OCR.

    Raises EncryptedError where a password is needed, ReadError where PDFium cannot open the file. A broken page becomes
    a notice.
    """
    builder = DocumentBuilder(source, MEDIA_TYPE)
    with _open(data, source) as document:
        builder.properties.update(_read_properties(document))
        signed = read_signatures(document, data)
        stamps, shaded = Stamps(document, data), ShadedTables(data)
        reader = _PageReader(document, builder, stamps, shaded, ocr)
        try:
            reader.read_all()
        finally:
            stamps.close()
            shaded.close()
    lay_out(reader.pages, builder, shown=reader.ways)
    _notice_signatures(builder, signed)
    return replace(builder.build(), signatures=signed.signatures)


@contextmanager
def _open(data: bytes, source: str) -> Iterator[Any]:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _error(pdfium.FPDF_GetLastError(), source)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _error(code: int, source: str) -> EncryptedError | ReadError:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return EncryptedError(source, "cần mật khẩu để mở", remedy=_UNLOCK)
    if code == pdfium.FPDF_ERR_SECURITY:
        return EncryptedError(
            source, "được bảo vệ theo cách chưa hỗ trợ", remedy="hãy lưu lại không bảo vệ rồi đưa lại"
        )
    return ReadError(
        source,
        "PDF bị hỏng hoặc bị cắt cụt",
        remedy="hãy lấy lại tệp, hoặc mở bằng trình xem rồi in lại thành PDF",
        place="toàn tệp",
    )


def _read_properties(document: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, name in _PROPERTIES.items():
        length = pdfium.FPDF_GetMetaText(document, tag.encode(), None, 0)
        if length <= 2:
            continue
        buffer = ctypes.create_string_buffer(-(-length // _STEP) * _STEP)
        pdfium.FPDF_GetMetaText(document, tag.encode(), buffer, length)
        value = buffer.raw[: length - 2].decode("utf-16-le", errors="replace").strip("\x00 ")
        if value:
            found[name] = value
    return found


class _PageReader:
    """Reads the pages of an open PDF one by one, and keeps what is told of all of them."""

    def __init__(
        self, document: Any, builder: DocumentBuilder, stamps: Stamps, shaded: ShadedTables, ocr: OcrMode
    ) -> None:
        self._document, self._builder, self._stamps, self._shaded = document, builder, stamps, shaded
        self._engine, self._decoder = Ocr(builder, ocr), PageDecoder()
        self._broken: list[int] = []
        self._silent: list[int] = []
        self._files = find_files(document)
        self.pages: list[PageContent] = []
        self.ways: dict[int, Callable[[Box], Box]] = {}  # to boxes as shown, where text runs otherwise

    def read_all(self) -> None:
        for number in range(1, pdfium.FPDF_GetPageCount(self._document) + 1):
            try:
                self._read(number)
            except BrokenPageError:
                self._broken.append(number)
        self._engine.finish()
        builder = self._builder
        notice_document(builder, self._files, built_by_acrobat=is_built_by_acrobat(self._document))
        _notice(builder, "page_broken", "hỏng, không đọc được nội dung", self._broken)
        _notice(builder, "page_without_text", "chỉ có hình ảnh, không có lớp chữ (có thể là bản quét)", self._silent)
        for notice in self._decoder.notices():
            builder.notice(notice.code, notice.message, page=notice.page)

    def _read(self, number: int) -> None:
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise BrokenPageError
        beside = find_beside(page)
        page, shown = self._stamps.draw(page, number - 1)
        if not page:
            raise BrokenPageError
        try:
            content, turn, rulings = _read_page(page, number, self._shaded, self._decoder)
            scan = read_scan(page, content, rulings, self._engine)
        finally:
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            pdfium.FPDF_ClosePage(page)
        origin, confidence = ("ocr", scan.confidence) if scan else ("text", None)
        self._builder.add_page(Page(number, round(width, 2), round(height, 2), origin, confidence))
        if scan is not None:
            content, self.ways[number] = scan.content, scan.shown
        else:
            lay_typed(beside, content.lines, turn, number)
            if turn.quarter != turn.shown:
                self.ways[number] = turn.as_shown
        if rulings.has_image and not content.lines and not content.grids:
            self._silent.append(number)
        self._files += beside.files
        notice_page(self._builder, beside, number, laid=scan is None)
        _notice_stamps(self._builder, shown, number)
        self.pages.append(content)


def _notice(builder: DocumentBuilder, code: str, problem: str, pages: list[int]) -> None:
    for number in pages[:_MAX_PAGES_NAMED]:
        builder.notice(code, f"Trang {number} {problem}.", page=number)
    if len(pages) > _MAX_PAGES_NAMED:
        rest = pages[_MAX_PAGES_NAMED:]
        builder.notice(code, f"Thêm {len(rest)} trang (từ trang {rest[0]}) {problem}.", page=rest[0])


def _notice_stamps(builder: DocumentBuilder, shown: Shown, number: int) -> None:
    if shown.stamped:
        words = ", ".join(f"“{text[:_MAX_QUOTED]}”" for text in shown.stamped[:_MAX_STAMPS_NAMED])
        builder.notice(
            "stamped_text", f"Trang {number}: chữ lấy từ khung chữ ký số, dấu hoặc ghi chú: {words}.", page=number
        )
    for text in shown.frames[:_MAX_STAMPS_NAMED]:
        message = f"Trang {number}: khung thông tin chữ ký số không đưa vào nội dung: “{text[:_MAX_QUOTED]}”."
        builder.notice("signature_frame", message, page=number)


def _notice_signatures(builder: DocumentBuilder, signed: Found) -> None:
    if signed.unchecked:
        builder.notice("signatures_unchecked", f"Chưa kiểm tra tính toàn vẹn của chữ ký số: {signed.unchecked}.")
    for signature in signed.signatures:
        if signature.unchanged is False:
            message = f"Chữ ký số của {signature.signer or '(không rõ)'} không khớp: nội dung đã đổi sau khi ký."
            builder.notice("signature_broken", message, page=signature.page)


def _read_page(page: Any, number: int, shaded: ShadedTables, decoder: PageDecoder) -> tuple[PageContent, Turn, Rulings]:
    """Read a loaded page: its lines and tables, the way its text runs, and what it draws."""
    text_page = TextPage(page)
    try:
        decoder.decode(text_page, number)
        turn = read_turn(page, text_page)
        rulings = read_rulings(page, turn)
        ruled = find_grids(rulings)
        if not ruled and not turn.quarter:
            ruled = shaded.find(rulings, number)
        lines = read_lines(text_page, turn, number, grids=ruled)
        unmapped = text_page.unmapped()
    finally:
        text_page.close()
    found = PageContent(number, *_size(turn), lines, unmapped=unmapped)
    _fill_grids(found, ruled)
    aligned, found.lines = find_aligned(found.lines, number)
    if aligned:
        found.grids = sorted([*found.grids, *aligned], key=lambda grid: grid.box.top if grid.box else 0.0)
    found.separators = _separators(rulings, ruled)
    return found, turn, rulings


def _size(turn: Turn) -> tuple[float, float]:
    width, height = turn.right - turn.left, turn.top - turn.bottom
    return (height, width) if turn.quarter % 2 else (width, height)


def _fill_grids(page: PageContent, ruled: list[RuledGrid]) -> None:
    lines: list[PageLine] = page.lines
    for grid in ruled:
        filled, lines = fill_grid(grid, lines, page=page.number)
        if filled is not None:
            page.grids.append(filled)
    page.lines = lines


def _separators(rulings: Rulings, ruled: list[RuledGrid]) -> list[Ruling]:
    """Give the horizontal lines that belong to no grid."""
    boxes: list[Box] = [grid.box for grid in ruled]
    return [line for line in rulings.horizontal if not any(b.top - 3 <= line.at <= b.bottom + 3 for b in boxes)]
