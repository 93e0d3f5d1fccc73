"""Read pictures of pages: PNG, JPEG, TIFF with several pages, and the like."""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from vanban.errors import LimitError, ReadError
from vanban.model import Document, Page
from vanban.read import limits
from vanban.read.builder import DocumentBuilder
from vanban.read.layout import lay_out
from vanban.read.ocr import Ocr, OcrMode
from vanban.read.ocr_page import OcrPage

# None that starts another program, as EPS does.
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")
_PAPER_SQUARE_IN = (20.0, 420.0)  # from a postcard to A2; a file that states another size states nothing
_A4_SQUARE_IN = 96.7
# what Pillow raises at files that are broken, or made to break it
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, AttributeError,
           ZeroDivisionError, RuntimeError, struct.error, zlib.error)  # fmt: skip


def read_image(data: bytes, *, source: str, ocr: OcrMode = "auto") -> Document:
    """Read a picture by OCR: one page, or the pages of a TIFF. A broken page behind the first becomes a notice.

    Raises ReadError where it is broken, LimitError where it is larger than any page.
    """
    picture = _open(data, source)
    builder = DocumentBuilder(source, Image.MIME.get(picture.format or "", "image/unknown"))
    engine = Ocr(builder, ocr)
    pages: list[OcrPage] = []
    for number in range(1, _count_pages(picture, builder) + 1):
        try:
            image = _read_page(picture, number, source)
        except (ReadError, LimitError) as error:
            if number == 1:
                raise
            builder.notice("page_broken", f"Trang {number} không đọc được: {error.problem}.", page=number)
            continue
        dpi = _dpi_of(image)
        found = engine.read(image, number, dpi=dpi)
        if found is not None:
            engine.tell(found)
            pages.append(found)
        size = round(image.width * 72 / dpi, 2), round(image.height * 72 / dpi, 2)
        builder.add_page(Page(number, *size, "ocr", found.confidence if found else None))
        if ocr == "never":
            builder.notice(
                "page_without_text", f"Trang {number} là ảnh, không nhận dạng chữ (--ocr never).", page=number
            )
    engine.finish()
    lay_out([page.content for page in pages], builder, shown={page.content.number: page.shown for page in pages})
    return builder.build()


def _open(data: bytes, source: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is looked at here; faulty tags are no one's matter
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(source) from error
    except _FAULTS as error:
        raise _broken(source, error) from error


def _count_pages(picture: Image.Image, builder: DocumentBuilder) -> int:
    """Give the pages of a TIFF; other formats hold one picture, perhaps with smaller copies."""
    if picture.format != "TIFF":
        return 1
    count = 1
    try:
        while count <= limits.IMAGE_PAGES:
            picture.seek(count)
            count += 1
    except (Image.DecompressionBombError, *_FAULTS):
        return count
    builder.notice("pages_left_out", f"Chỉ đọc {limits.IMAGE_PAGES} trang đầu của tệp ảnh.", page=limits.IMAGE_PAGES)
    return limits.IMAGE_PAGES


def _read_page(picture: Image.Image, number: int, source: str) -> Image.Image:
    """Load a page, as its own tags say it is to be shown, on white paper."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if number > 1:
                picture.seek(number - 1)
            if picture.width * picture.height > limits.IMAGE_PIXELS:
                raise _too_large(source, picture.size)
            picture.load()
            turned = picture.getexif().get(ExifTags.Base.Orientation, 1) != 1
            image = ImageOps.exif_transpose(picture) if turned else picture  # else a copy for nothing
            image.info.setdefault("dpi", picture.info.get("dpi"))
            return _on_white(image)
    except Image.DecompressionBombError as error:
        raise _too_large(source) from error
    except _FAULTS as error:
        raise _broken(source, error) from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L", "RGB", "I", "F") or image.mode.startswith("I;"):
        return image
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    made = Image.alpha_composite(paper, layered).convert("RGB")
    made.info = image.info
    return made


def _dpi_of(image: Image.Image) -> float:
    """Give the dots to the inch: as the file states where that makes a sheet of paper, else as if it were A4."""
    stated = image.info.get("dpi")
    area = image.width * image.height
    try:
        across, down = float(stated[0]), float(stated[1])  # type: ignore[index]
        if across > 0 and down > 0 and _PAPER_SQUARE_IN[0] <= area / (across * down) <= _PAPER_SQUARE_IN[1]:
            return math.sqrt(across * down)
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        pass
    return math.sqrt(area / _A4_SQUARE_IN)


def _too_large(source: str, size: tuple[int, int] | None = None) -> LimitError:
    shape = f" ({size[0]} × {size[1]} điểm ảnh)" if size else ""
    limit = limits.IMAGE_PIXELS // 1_000_000
    return LimitError(
        source, f"ảnh quá lớn{shape}, mức cho phép là {limit} triệu điểm ảnh",
        remedy="hãy quét lại ở 200–300 dpi hoặc thu nhỏ ảnh",
    )  # fmt: skip


def _broken(source: str, error: Exception) -> ReadError:
    # Pillow tells of the object that holds the bytes where it knows no more
    reason = "không nhận ra loại ảnh" if isinstance(error, UnidentifiedImageError) else " ".join(str(error).split())
    problem = f"ảnh bị hỏng hoặc bị cắt cụt ({reason[:100]})"
    return ReadError(source, problem, remedy="hãy lấy lại bản gốc hoặc quét lại")
