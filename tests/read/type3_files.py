"""A PDF whose font draws each letter as a bitmap and says of none what it is, as printer drivers and dvips make them."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

_FACE = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_SIDE, _BELOW = 140, 45  # of a bitmap, in hundredths of the font size
_FIRST = 33  # code of the first letter


def type3_pdf(lines: Sequence[str]) -> bytes:
    """Draw lines, 24 points apart, from the top of a page down."""
    face = ImageFont.truetype(_FACE, 100)
    chars = sorted(set("".join(lines)))
    widths = [int(face.getlength(char)) for char in chars]
    code = {char: _FIRST + place for place, char in enumerate(chars)}
    shown = b" ".join(b"<%s> Tj T*" % "".join(f"{code[char]:02x}" for char in line).encode() for line in lines)
    names = " ".join(f"/g{place}" for place in range(len(chars)))
    procs = " ".join(f"/g{place} {6 + place} 0 R" for place in range(len(chars)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</T 5 0 R>>>>/Contents 4 0 R>>",
        _stream(b"BT /T 12 Tf 24 TL 72 760 Td %s ET" % shown),
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -50 200 150]/FontMatrix[.01 0 0 .01 0 0]/FirstChar {_FIRST}/LastChar "
        f"{_FIRST + len(chars) - 1}/Widths[{' '.join(map(str, widths))}]/Resources<<>>/CharProcs<<{procs}>>"
        f"/Encoding<</Type/Encoding/Differences[{_FIRST} {names}]>>>>".encode(),
        *(_glyph(char, width, face) for char, width in zip(chars, widths, strict=True)),
    ]
    return _file(objects)


def _glyph(char: str, width: int, face: ImageFont.FreeTypeFont) -> bytes:
    image = Image.new("1", (max(width, 8), _SIDE), 1)
    ImageDraw.Draw(image).text((0, 0), char, font=face, fill=0)
    head = f"{width} 0 0 -50 {width} 110 d1 q {image.width} 0 0 {_SIDE} 0 -{_BELOW} cm "
    drawn = f"BI /IM true /W {image.width} /H {_SIDE} /BPC 1 /F /AHx ID {image.tobytes().hex()}> EI Q"
    return _stream((head + drawn).encode())


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end
