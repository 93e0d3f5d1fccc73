"""Pictures that are broken, or made to do harm: a named error or notice, in bounded memory. No engine is needed."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw
from scan_files import png, tiff

from vanban.errors import LimitError, ReadError
from vanban.read import limits, read_bytes


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Make a PNG that states a size; its pixels are a little file."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 200_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def huge_tiff(width: int, height: int) -> bytes:
    """Make a TIFF of some bytes that states a size."""
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200),
               (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, width * height // 8)]  # fmt: skip
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + b"\0\0\0\0").ljust(400, b"\0")


def picture() -> Image.Image:
    image = Image.new("L", (900, 600), 255)
    draw = ImageDraw.Draw(image)
    for place in range(12):
        draw.line((40, 40 + 40 * place, 860, 60 + 40 * place), fill=0, width=3)
    return image


def jpeg() -> bytes:
    buffer = io.BytesIO()
    picture().save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bomb(40_000, 40_000), id="png of 1.6 thousand million pixels"),
        pytest.param(bomb(60_000, 2_500), id="png over the limit"),
        pytest.param(huge_tiff(40_000, 40_000), id="tiff of 40,000 by 40,000"),
    ],
)
def test_too_large(data: bytes) -> None:
    with pytest.raises(LimitError, match="ảnh quá lớn") as caught:
        read_bytes(data, source="a.png")
    assert "a.png" in str(caught.value) and "quét lại" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(jpeg()[: len(jpeg()) // 2], id="jpeg cut in half"),
        pytest.param(jpeg()[:30], id="jpeg of a head only"),
        pytest.param(png(picture())[:400], id="png cut"),
        pytest.param(huge_tiff(1000, 1000), id="tiff without its pixels"),
    ],
)
def test_broken(data: bytes) -> None:
    with pytest.raises(ReadError, match="ảnh bị hỏng") as caught:
        read_bytes(data, source="a.jpg")
    assert "a.jpg" in str(caught.value)


def test_a_broken_page_behind_the_first_costs_only_itself() -> None:
    data = bytearray(tiff([picture(), picture(), picture()]))
    with Image.open(io.BytesIO(bytes(data))) as image:
        image.seek(1)
        (place,) = image.tag_v2[273][:1]
        (size,) = image.tag_v2[279][:1]
    data[place : place + size] = b"\xff" * size
    document = read_bytes(bytes(data), source="a.tif", ocr="never")
    assert [page.number for page in document.pages] == [1, 3]
    assert [(n.code, n.page) for n in document.notices if n.code == "page_broken"] == [("page_broken", 2)]


def test_pages_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IMAGE_PAGES", 2)
    document = read_bytes(tiff([picture()] * 3), source="a.tif", ocr="never")
    assert len(document.pages) == 2
    assert "pages_left_out" in [notice.code for notice in document.notices]


@pytest.mark.parametrize(
    ("image", "dpi", "size_pt"),
    [
        (picture(), 100, (648.0, 432.0)),  # as stated
        (picture(), 1, (867.1, 578.1)),  # 900 inches are no paper: as large as A4
        (picture().convert("RGBA"), 100, (648.0, 432.0)),
        (picture().convert("1"), 100, (648.0, 432.0)),
        (picture().convert("P"), 100, (648.0, 432.0)),
        (picture().convert("I").convert("I;16"), 100, (648.0, 432.0)),
    ],
)
def test_size_of_the_page(image: Image.Image, dpi: int, size_pt: tuple[float, float]) -> None:
    (page,) = read_bytes(png(image, dpi=dpi), source="a.png", ocr="never").pages
    assert (page.width_pt, page.height_pt) == pytest.approx(size_pt, rel=0.01)
    assert page.origin == "ocr"
