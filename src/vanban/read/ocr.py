"""OCR of the pages of one document: whether it is wanted and there, and what is told of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from vanban.read.builder import DocumentBuilder

if TYPE_CHECKING:  # what OCR needs is loaded for the first scanned page, not for every PDF
    from PIL import Image

    from vanban.read.ocr_page import OcrPage

OcrMode = Literal["auto", "always", "never"]  # auto: pages without a good text layer

_MAX_PAGES_NAMED = 20  # in one notice
_MAX_QUOTED = 200  # characters of a stamp
_MAX_WORDS = 40  # respelled, that are named
_LEAST_PX = 10  # of an image, each way: no letter that can be read is smaller
_POORLY_READ = 0.75  # mean confidence of a page
_FAILURES = {"timeout": "quá thời gian cho phép", "crash": "Tesseract báo lỗi"}


class Ocr:
    """Reads scanned pages; tells the document's builder of those that could not be read, or only poorly."""

    def __init__(self, builder: DocumentBuilder, mode: OcrMode) -> None:
        self.mode = mode
        self._builder = builder
        self._unread: list[int] = []

    @cached_property
    def _missing(self) -> str | None:
        from vanban.read.tesseract import missing_part

        return missing_part()

    @property
    def ready(self) -> bool:
        return self.mode != "never" and self._missing is None

    def read(self, image: Image.Image, number: int, *, dpi: float) -> OcrPage | None:
        """Read the image of a page; None where no letter fits in, or where it fails, of which the document is told."""
        if min(image.size) < _LEAST_PX:
            return None
        if not self.ready:
            self.miss(number)
            return None
        from vanban.read.ocr_page import recognise
        from vanban.read.tesseract import OcrFailure

        try:
            return recognise(image, number, dpi=dpi)
        except OcrFailure as failure:
            reason = _FAILURES.get(failure.code, failure.code)
            message = f"Trang {number} không nhận dạng được: {reason} ({failure.reason})."
            self._builder.notice("ocr_failed", message, page=number)
        return None

    def miss(self, number: int) -> None:
        """Remember a page that needs OCR where there is none."""
        if self.mode != "never":
            self._unread.append(number)

    def tell(self, page: OcrPage) -> None:
        """Tell of a page that was taken in: stamps left out, repairs, poor print."""
        number = page.content.number
        for text in page.stamps:
            message = f"Trang {number}: chữ trong dấu văn bản đến không đưa vào nội dung: “{text[:_MAX_QUOTED]}”."
            self._builder.notice("ocr_stamp", message, page=number)
        for written in page.written:
            kept = f"lấy là “{written.text}”" if written.text else "để trống"
            message = (
                f"Trang {number}: {written.name} ghi tay hoặc đóng dấu, đọc không chắc: “{written.raw}” trong dòng "
                f"“{written.line[:_MAX_QUOTED]}”; {kept}, cần đối chiếu với bản gốc."
            )
            self._builder.notice("ocr_written", message, page=number)
        for repair in page.repairs:
            message = f"Trang {number}: sửa lỗi nhận dạng “{repair.raw}” thành “{repair.text}”."
            self._builder.notice("ocr_repaired", message, page=number)
        if page.respelled:
            words = ", ".join(f"“{repair.raw}” → “{repair.text}”" for repair in page.respelled[:_MAX_WORDS])
            message = f"Trang {number}: đoán lại dấu của {len(page.respelled)} chữ: {words}."
            self._builder.notice("ocr_respelled", message, page=number)
        if page.confidence is not None and page.confidence < _POORLY_READ:
            message = f"Trang {number} nhận dạng kém (độ tin cậy {page.confidence:.0%}); nên đối chiếu với bản gốc."
            self._builder.notice("ocr_poor", message, page=number)

    def finish(self) -> None:
        """Tell of the pages that wait for an engine."""
        if not self._unread:
            return
        from vanban.read.tesseract import INSTALL

        remedy = f"thiếu {self._missing}; cài bằng: {INSTALL}, rồi đưa tệp vào lại"
        for number in self._unread[:_MAX_PAGES_NAMED]:
            self._builder.notice("ocr_missing", f"Trang {number} là ảnh quét, chưa nhận dạng: {remedy}.", page=number)
        rest = self._unread[_MAX_PAGES_NAMED:]
        if rest:
            message = f"Thêm {len(rest)} trang ảnh quét (từ trang {rest[0]}) chưa nhận dạng: {remedy}."
            self._builder.notice("ocr_missing", message, page=rest[0])
        self._unread = []
