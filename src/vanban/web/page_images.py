"""Pages of documents as pictures, drawn from the kept original when somebody looks at them."""

from __future__ import annotations

import io
import threading
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from vanban.store import Archive

PIXELS_ACROSS = 1240  # A4 at 150 dpi: sharp on most screens, about 100 kB
MAX_PIXELS = 12_000_000
KEPT = 64
PDF = "application/pdf"
PICTURES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp")
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_pdfium = threading.Lock()  # PDFium works for one thread at a time


def can_draw(archive: Archive, document_id: int, media_type: str) -> bool:
    """Tell whether the pages of a document can be shown as pictures."""
    return media_type in (PDF, *PICTURES) and archive.original(document_id) is not None


def send_page(request: Request) -> Response:
    """Send a page as PNG; it changes only with the bytes of the original."""
    archive: Archive = request.app.state.archive
    number, page = request.path_params["id"], request.path_params["page"]
    path = archive.original(number)
    if path is None:
        raise HTTPException(404, "Kho không giữ tệp gốc của văn bản này.")
    tag = f'"{path.name[:16]}-{page}-{PIXELS_ACROSS}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=86400"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    data = draw_page(path, page)
    if data is None:
        raise HTTPException(404, "Văn bản không có trang này, hoặc trang không vẽ được.")
    return Response(data, media_type="image/png", headers=headers)


@lru_cache(maxsize=KEPT)
def draw_page(path: Path, page: int) -> bytes | None:
    """Draw a page, numbered from 1, of a PDF or a picture; None if it cannot be drawn."""
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    image = _draw_pdf(path, page) if is_pdf else _draw_picture(path, page)
    if image is None:
        return None
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=4)
    return written.getvalue()


def _draw_pdf(path: Path, page: int) -> Image.Image | None:
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError):
            return None
        try:
            if not 1 <= page <= len(document):
                return None
            drawn = document[page - 1]
            width, height = drawn.get_size()
            if width <= 0 or height <= 0:
                return None
            scale = PIXELS_ACROSS / width
            scale = min(scale, (MAX_PIXELS / (width * height)) ** 0.5)
            image: Image.Image = drawn.render(scale=scale).to_pil()
            return image.copy()  # not a view of PDFium's memory
        except pypdfium2.PdfiumError:
            return None
        finally:
            document.close()


def _draw_picture(path: Path, page: int) -> Image.Image | None:
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            if picture.format == "TIFF":
                picture.seek(page - 1)
            elif page != 1:
                return None
            image = ImageOps.exif_transpose(picture).convert("RGB")
            image.thumbnail((PIXELS_ACROSS, MAX_PIXELS // PIXELS_ACROSS))
            return image
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None
