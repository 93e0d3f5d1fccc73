"""Pictures built by hand after the classes of broken and hostile ones that readers of pictures have met."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageDraw

Tag = tuple[int, int, int | Sequence[int] | bytes]  # number, type, value
SHORT, LONG, RATIONAL, ASCII = 3, 4, 5, 2
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 12: 8, 13: 4, 16: 8}


def drawn() -> Image.Image:
    page = Image.new("L", (300, 120), 255)
    ImageDraw.Draw(page).text((20, 20), "BAO CAO 12/BC-UBND", fill=0)
    return page


def saved(kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    drawn().save(buffer, kind, **options)
    return buffer.getvalue()


def tiff(
    changed: Mapping[int, Tag] | None = None,
    *,
    strip: bytes | None = None,
    following: int = 0,
    count: int | None = None,
) -> bytes:
    """Write a TIFF of one page, bilevel, 64 × 8; tags can be changed, and the place of the next page stated."""
    data = strip if strip is not None else b"\xff" * 64
    tags: dict[int, Tag] = {
        256: (256, LONG, 64), 257: (257, LONG, 8), 258: (258, SHORT, 1), 259: (259, SHORT, 1), 262: (262, SHORT, 1),
        273: (273, LONG, 8), 277: (277, SHORT, 1), 278: (278, LONG, 8), 279: (279, LONG, len(data)),
    }  # fmt: skip
    tags |= changed or {}
    start = 8 + len(data) + len(data) % 2
    entries, extra = b"", b""
    behind = start + 2 + 12 * len(tags) + 4
    for number, kind, value in sorted(tags.values()):
        if isinstance(value, bytes):
            packed, n = value, len(value) // _SIZES[kind]
        else:
            values = [value] if isinstance(value, int) else list(value)
            packed = b"".join(struct.pack("<H" if kind == SHORT else "<I", one) for one in values)
            n = len(packed) // _SIZES[kind]
        if len(packed) > 4:
            place = struct.pack("<I", behind + len(extra))
            extra += packed
        else:
            place = packed.ljust(4, b"\x00")
        entries += struct.pack("<HHI", number, kind, n) + place
    stated = len(tags) if count is None else count
    head = b"II*\x00" + struct.pack("<I", start) + data.ljust(start - 8, b"\x00")
    return head + struct.pack("<H", stated) + entries + struct.pack("<I", following) + extra


def with_tag(number: int, kind: int, value: int | Sequence[int] | bytes, **options: object) -> bytes:
    return tiff({number: (number, kind, value)}, **options)  # type: ignore[arg-type]


def _many_pages(count: int) -> bytes:
    """Put the same page behind itself many times over."""
    one = tiff()
    directory = one[8 + 64 :]
    pages = [directory[:-4] + struct.pack("<I", 8 + 64 + len(directory) * (n + 1)) for n in range(count)]
    return one[: 8 + 64] + b"".join(pages)


def chunk(name: bytes, data: bytes, *, length: int | None = None) -> bytes:
    stated = len(data) if length is None else length
    return struct.pack(">I", stated) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*, head: bytes | None = None, more: bytes = b"", rows: bytes | None = None, end: bool = True) -> bytes:
    """Write a PNG of 64 × 8 in grey."""
    size = head if head is not None else struct.pack(">IIBBBBB", 64, 8, 8, 0, 0, 0, 0)
    data = zlib.compress((b"\x00" + b"\xff" * 64) * 8 if rows is None else rows)
    done = chunk(b"IEND", b"") if end else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + more + chunk(b"IDAT", data) + done


def _head(width: int, height: int, *kinds: int) -> bytes:
    return struct.pack(">IIBBBBB", width, height, *(kinds or (8, 0, 0, 0, 0)))


def _changed(data: bytes, mark: bytes, offset: int, new: bytes) -> bytes:
    at = data.index(mark) + offset
    return data[:at] + new + data[at + len(new) :]


def _bmp(
    *, width: int = 64, height: int = 8, bits: int = 24, packing: int = 0, start: int = 54, body: bytes = b""
) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, 0, 2835, 2835, 0, 0)
    data = body or b"\xff" * 64 * 8 * 3
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, start) + head + data


def picture_files(*, bombs: bool = True) -> dict[str, bytes]:
    noise = bytes(range(256)) * 40
    jpeg, gif, webp = saved("JPEG"), saved("GIF"), saved("WEBP")
    heavy: dict[str, Callable[[], bytes]] = {
        "pages-ten-thousand.tif": lambda: _many_pages(10_000),
        "rows-bomb.png": lambda: png(head=_head(10_000, 11_000), rows=(b"\x00" * 10_001) * 11_000),
        "text-bomb.png": lambda: png(more=chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"a" * 300_000_000, 9))),
        "profile-bomb.png": lambda: png(more=chunk(b"iCCP", b"a\x00\x00" + zlib.compress(b"a" * 300_000_000, 9))),
        "frames-thousands.gif": lambda: gif[:-1] + gif[gif.index(b",", 13) : -1] * 20_000 + b";",
    }
    files = {
        # TIFF
        "whole.tif": tiff(),
        "next-is-itself.tif": tiff(following=8 + 64),
        "next-beyond.tif": tiff(following=0xFFFFFFF0),
        "first-beyond.tif": b"II*\x00\xff\xff\xff\x7f",
        "first-in-head.tif": b"II*\x00\x00\x00\x00\x00" + noise,
        "tags-65535.tif": tiff(count=65535),
        "tags-none.tif": tiff(count=0),
        "big-tiff.tif": b"II+\x00\x08\x00\x00\x00" + struct.pack("<Q", 1 << 60) + noise,
        "width-huge.tif": with_tag(256, LONG, 0xFFFFFFFF),
        "height-huge.tif": with_tag(257, LONG, 0x7FFFFFFF),
        "width-none.tif": with_tag(256, LONG, 0),
        "width-in-text.tif": with_tag(256, ASCII, b"64\x00"),
        "bits-none.tif": with_tag(258, SHORT, 0),
        "bits-64.tif": with_tag(258, SHORT, 64),
        "bits-of-many.tif": with_tag(258, SHORT, [8] * 500),
        "samples-none.tif": with_tag(277, SHORT, 0),
        "samples-65535.tif": with_tag(277, SHORT, 65535),
        "colours-unknown.tif": with_tag(262, SHORT, 99),
        "palette-missing.tif": tiff({262: (262, SHORT, 3), 258: (258, SHORT, 8)}),
        "strip-beyond.tif": with_tag(273, LONG, 0x7FFFFFF0),
        "strip-longer.tif": with_tag(279, LONG, 0x7FFFFFF0),
        "strips-million.tif": with_tag(273, LONG, b"\x08\x00\x00\x00" * 200_000),
        "rows-none.tif": with_tag(278, LONG, 0),
        "tile-none.tif": tiff({322: (322, LONG, 0), 323: (323, LONG, 0), 324: (324, LONG, 8), 325: (325, LONG, 64)}),
        "tile-huge.tif": tiff({322: (322, LONG, 1 << 31), 323: (323, LONG, 1 << 31), 324: (324, LONG, 8), 325: (325, LONG, 64)}),
        "turned-by-99.tif": with_tag(274, SHORT, 99),
        "dpi-by-nothing.tif": tiff({282: (282, RATIONAL, struct.pack("<II", 1, 0)), 283: (283, RATIONAL, struct.pack("<II", 0, 0))}),
        "dpi-huge.tif": tiff({282: (282, RATIONAL, struct.pack("<II", 0xFFFFFFFF, 1)), 283: (283, RATIONAL, struct.pack("<II", 1, 0xFFFFFFFF))}),
        "dpi-is-text.tif": tiff({282: (282, ASCII, b"a\x00"), 283: (283, ASCII, b"\x00")}),
        "predictor-odd.tif": tiff({317: (317, SHORT, 99), 259: (259, SHORT, 5)}, strip=noise),
        "description-huge.tif": with_tag(270, ASCII, b"a" * 3_000_000),
        "exif-is-itself.tif": with_tag(34665, LONG, 72),
        "profile-noise.tif": with_tag(34675, 7, noise),
        **{
            f"packing-{number}-noise.tif": tiff({259: (259, SHORT, number)}, strip=noise)
            for number in (2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34712, 34925, 50000, 50001, 65535)
        },
        "other-order.tif": b"MM\x00*\x00\x00\x00\x08\xff\xff" + noise,
        # PNG
        "size-huge.png": png(head=_head(0x7FFFFFFF, 0x7FFFFFFF)),
        "size-none.png": png(head=_head(0, 0)),
        "size-beyond-sign.png": png(head=_head(0xFFFFFFFF, 1)),
        "depth-odd.png": png(head=_head(64, 8, 3, 0, 0, 0, 0)),
        "colours-odd.png": png(head=_head(64, 8, 8, 7, 0, 0, 0)),
        "palette-missing.png": png(head=_head(64, 8, 8, 3, 0, 0, 0)),
        "interlaced-cut.png": png(head=_head(64, 8, 8, 0, 0, 0, 1)),
        "head-short.png": png(head=b"\x00\x00"),
        "head-missing.png": b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        "head-twice.png": png(more=chunk(b"IHDR", _head(9000, 9000))),
        "end-missing.png": png(end=False),
        "rows-missing.png": png(rows=b""),
        "rows-too-many.png": png(rows=b"\x00" * 100_000),
        "filter-odd.png": png(rows=(b"\x09" + b"\xff" * 64) * 8),
        "rows-noise.png": _changed(png(), b"IDAT", 6, b"\x00\xff\x00\xff"),
        "sum-wrong.png": _changed(png(), b"IHDR", 17, b"\xde\xad\xbe\xef"),
        "chunk-huge.png": png(more=chunk(b"tEXt", b"a", length=0x7FFFFFFF)),
        "chunk-negative.png": png(more=chunk(b"tEXt", b"a", length=0xFFFFFFFF)),
        "chunk-name-odd.png": png(more=chunk(b"\x00\x01\x02\x03", b"a")),
        "dots-none.png": png(more=chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1))),
        "dots-huge.png": png(more=chunk(b"pHYs", struct.pack(">IIB", 0xFFFFFFFF, 1, 1))),
        "dots-short.png": png(more=chunk(b"pHYs", b"\x00")),
        "transparent-odd.png": png(more=chunk(b"tRNS", b"\x00" * 3)),
        "exif-noise.png": png(more=chunk(b"eXIf", noise)),
        "frames-lie.png": png(more=chunk(b"acTL", struct.pack(">II", 0xFFFFFFFF, 0)) + chunk(b"fcTL", b"\x00" * 26)),
        "one-dot.png": png(head=_head(1, 1), rows=b"\x00\x00"),
        "line.png": png(head=_head(1, 60_000), rows=b"\x00\xff" * 60_000),
        "line-across.png": png(head=_head(60_000, 1), rows=b"\x00" + b"\xff" * 60_000),
        # JPEG
        "whole.jpg": jpeg,
        "cut.jpg": jpeg[: len(jpeg) // 2],
        "head-alone.jpg": b"\xff\xd8\xff",
        "size-huge.jpg": _changed(jpeg, b"\xff\xc0", 5, b"\xff\xff\xff\xff"),
        "size-none.jpg": _changed(jpeg, b"\xff\xc0", 5, b"\x00\x00\x00\x00"),
        "parts-none.jpg": _changed(jpeg, b"\xff\xc0", 9, b"\x00"),
        "depth-odd.jpg": _changed(jpeg, b"\xff\xc0", 4, b"\x0d"),
        "codes-missing.jpg": jpeg.replace(b"\xff\xc4", b"\xff\xe5"),
        "tables-missing.jpg": jpeg.replace(b"\xff\xdb", b"\xff\xe5"),
        "segment-none.jpg": jpeg[:2] + b"\xff\xe1\x00\x00" + jpeg[2:],
        "segment-beyond.jpg": jpeg[:2] + b"\xff\xe1\xff\xff" + jpeg[2:100],
        "exif-noise.jpg": jpeg[:2] + b"\xff\xe1\x10\x00Exif\x00\x00" + noise[: 0x1000 - 8] + jpeg[2:],
        "exif-of-itself.jpg": jpeg[:2] + b"\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x87\x69\x00\x04\x00\x00\x00\x01"
        + b"\x00\x00\x00\x08\x00\x00" + jpeg[2:],
        "scans-many.jpg": saved("JPEG", progressive=True).replace(b"\xff\xd9", b"") + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 20_000,
        "marks-only.jpg": b"\xff\xd8" + b"\xff" * 200_000,
        "four-colours.jpg": _changed(jpeg, b"\xff\xc0", 9, b"\x04"),
        # GIF, BMP, WebP
        "size-huge.gif": _changed(gif, b"GIF8", 6, b"\xff\xff\xff\xff"),
        "frame-outside.gif": _changed(gif, b",", 1, b"\xff\xff\xff\xff\xff\xff\xff\xff"),
        "codes-odd.gif": gif[:-60] + b"\xff" * 60,
        "cut.gif": gif[:20],
        "size-huge.bmp": _bmp(width=0x7FFFFFFF, height=0x7FFFFFFF),
        "size-negative.bmp": _bmp(width=-64, height=-8),
        "height-least.bmp": _bmp(height=-0x80000000),
        "bits-odd.bmp": _bmp(bits=7),
        "packing-runs-noise.bmp": _bmp(bits=8, packing=1, body=noise),
        "packing-runs-endless.bmp": _bmp(bits=8, packing=1, body=b"\xff\x00" * 5000),
        "packing-odd.bmp": _bmp(packing=99),
        "start-beyond.bmp": _bmp(start=0x7FFFFFFF),
        "cut.webp": webp[: len(webp) // 2],
        "size-lies.webp": _changed(webp, b"RIFF", 4, b"\xff\xff\xff\xff"),
        "noise.webp": b"RIFF\xff\x00\x00\x00WEBPVP8X" + noise,
    }  # fmt: skip
    return {**files, **{name: build() for name, build in heavy.items() if bombs}}
