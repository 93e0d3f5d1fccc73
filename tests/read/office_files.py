"""Files of Office, made from short strings for the tests: by hand, or by LibreOffice where it is installed."""

from __future__ import annotations

import atexit
import functools
import io
import os
import shutil
import struct
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest

from vanban.read.libreoffice import can_write, find_office

Place = tuple[int, int]
needs_writer = pytest.mark.skipif(not can_write("docx"), reason="LibreOffice Writer is not installed")
needs_calc = pytest.mark.skipif(not can_write("xlsx"), reason="LibreOffice Calc is not installed")
needs_impress = pytest.mark.skipif(not can_write("pptx"), reason="LibreOffice Impress is not installed")


@functools.lru_cache(maxsize=32)
def converted(data: bytes, suffix: str, target: str) -> bytes:
    """Give a file as bare LibreOffice turns it."""
    office = find_office()
    assert office is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"a.{suffix}").write_bytes(data)
        subprocess.run(
            [office, f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", target, "--outdir", name, f"{name}/a.{suffix}"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (folder / f"a.{target.partition(':')[0]}").read_bytes()


@functools.cache
def _profile() -> str:
    folder = Path(tempfile.mkdtemp(prefix=f"vanban-test-{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder.as_uri()


def make_word(
    paragraphs: Sequence[str], rows: Sequence[Sequence[str]], *, merged: Sequence[tuple[Place, Place]] = ()
) -> bytes:
    """Make a DOCX that other programs open: paragraphs, then a table; `merged` has first and last cell of a merging."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    grid = document.add_table(len(rows), len(rows[0]))
    grid.style = "Table Grid"
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            grid.cell(r, c).text = text
    for first, last in merged:
        joined = grid.cell(*first).merge(grid.cell(*last))
        joined.text = rows[first[0]][first[1]]
    document.add_paragraph("Hết.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# -- compound files ----------------------------------------------------------------------------------------------------

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def make_ole(streams: Mapping[str, bytes]) -> bytes:
    """Make a compound file of small streams. Source: [MS-CFB]."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}  # long enough for no mini stream
    sectors: list[bytes] = []
    table: list[int] = []

    def add(data: bytes) -> int:
        start = len(sectors)
        count = -(-len(data) // _SECTOR)
        sectors.extend(data[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0") for i in range(count))
        table.extend([*range(start + 1, start + count), _END])
        return start

    starts = {name: add(data) for name, data in padded.items()}
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if padded else _FREE)]
    for number, (name, data) in enumerate(padded.items(), 1):
        right = number + 1 if number < len(padded) else _FREE
        entries.append(_entry(name, 2, starts[name], len(data), right=right))
    while len(entries) % 4:
        entries.append(_entry("", 0, 0, 0))
    directory = add(b"".join(entries))
    fat = len(sectors)
    table.append(_TABLE)
    sectors.append(struct.pack("<128I", *(table + [_FREE] * (128 - len(table)))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", fat, *[_FREE] * 108)
    return head + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def make_doc(
    pieces: Sequence[tuple[str, bool]], *, flags: int = 0x0200, lengths: tuple[int, int] | None = None
) -> bytes:
    """Make a Word 97 file of pieces of text, each in 8 bits (True) or UTF-16. Source: [MS-DOC].

    `lengths`: characters of the body and of the footnotes; by default all is body.
    """
    body = bytearray(0x400)
    limits, places = [0], []
    for text, narrow in pieces:
        start = len(body)
        body += text.encode("cp1252") if narrow else text.encode("utf-16-le")
        places.append((start * 2) | 1 << 30 if narrow else start)
        limits.append(limits[-1] + len(text))
    table = struct.pack(f"<{len(limits)}I", *limits) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<HH", body, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", body, 10, flags)
    struct.pack_into("<ii", body, 0x4C, *(lengths or (limits[-1], 0)))
    struct.pack_into("<II", body, 0x1A2, 0, len(clx))
    return make_ole({"WordDocument": bytes(body), "1Table": clx})


# -- slides ------------------------------------------------------------------------------------------------------------

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_pptx(*slides: str) -> bytes:
    """Make a presentation; each slide is the XML of its shapes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", _relations(("r1", "officeDocument", "ppt/presentation.xml")))
        ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
        archive.writestr(
            "ppt/presentation.xml",
            _root("presentation", f'<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'),
        )
        links = [(f"s{n}", "slide", f"slides/slide{n}.xml") for n in range(len(slides))]
        archive.writestr("ppt/_rels/presentation.xml.rels", _relations(*links))
        for n, shapes in enumerate(slides):
            archive.writestr(
                f"ppt/slides/slide{n}.xml", _root("sld", f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>")
            )
    return buffer.getvalue()


def shape(*paragraphs: str, role: str = "body") -> str:
    body = "".join(f"<a:p>{text if text.startswith('<a:') else text_run(text)}</a:p>" for text in paragraphs)
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{role}"/></p:nvPr></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>'


def text_run(text: str, *, font: str | None = None) -> str:
    face = f'<a:latin typeface="{font}"/>' if font else ""
    return f"<a:r><a:rPr>{face}</a:rPr><a:t>{text}</a:t></a:r>"


def slide_table(*rows: Sequence[str]) -> str:
    body = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p>{text_run(text)}</a:p></a:txBody></a:tc>" for text in cells)
        + "</a:tr>"
        for cells in rows
    )
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _root(tag: str, content: str) -> str:
    return f'<?xml version="1.0"?><p:{tag} xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}">{content}</p:{tag}>'


def _relations(*links: tuple[str, str, str]) -> str:
    entries = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{target}"/>' for i, kind, target in links)
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'
