"""Web pages, books, slides, electronic packages and packed files by hand, after the classes of hostile ones that readers have met."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
from collections.abc import Callable

from hostile_office import LAUGHS, NOBODY, OUTSIDE, SAID, pack, relations

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"'
_CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'


def pptx(*slides: str, **parts: str) -> bytes:
    """Pack slides; `parts` by names with "__" for "/" and without ".xml"."""
    names = [f"ppt/slides/slide{n}.xml" for n in range(1, len(slides) + 1)]
    numbers = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    whole = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {_SPACES}><p:sldIdLst>{numbers}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", name[4:]) for name in names)),
        **dict(zip(names, map(slide, slides), strict=True)),
    }
    return pack(whole | {name.replace("__", "/") + ".xml": text for name, text in parts.items()})


def slide(tree: str) -> str:
    return f"<p:sld {_SPACES}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>"


def shape(text: str = SAID, *, place: str = "") -> str:
    return f"<p:sp><p:spPr>{place}</p:spPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def _frame(rows: str) -> str:
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _page(inside: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>".encode()


def epub(book: str, *, container: str = "book.opf", page: str = f"<html><body><p>{SAID}</p></body></html>") -> bytes:
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER.format(container)}
    return pack(parts | {"book.opf": book, "a.xhtml": page})


def _book(items: str, spine: str) -> str:
    return f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>'


def _message(inside: str, *, head: str = "", xml: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        f'{xml}<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>'
        f"<Subject>Kinh phí</Subject>{head}</MessageHeader></edXMLHeader></edXMLEnvelope>"
        f"<AttachmentEncoded>{inside}</AttachmentEncoded></edXML>"
    ).encode()


def _attachment(name: str, content: str) -> str:
    return (
        f"<Attachment><AttachmentName>{name}</AttachmentName><ContentTransferEncoded>{content}</ContentTransferEncoded>"
        "</Attachment>"
    )


def _tar(*members: tuple[str, bytes, bytes], mode: str = "w", name: str = "a") -> bytes:
    """Pack members of a name, a kind and, of links, a target."""
    made = io.BytesIO()
    with tarfile.open(name, mode, made) as archive:
        for path, kind, target in members:
            info = tarfile.TarInfo(path)
            info.type, info.linkname = kind, target.decode()
            data = SAID.encode() if kind == tarfile.REGTYPE else b""
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def page_files(*, bombs: bool = True) -> dict[str, bytes]:
    row = "<tr>" + "<td>1" * 50
    heavy: dict[str, Callable[[], bytes]] = {
        "bomb.gz": lambda: gzip.compress(b" " * 600_000_000),
        "bomb.tar.xz": lambda: lzma.compress(b"\x00" * 600_000_000, preset=1),
        "members-hundred-thousand.tar": lambda: _tar(*((f"{n}.txt", tarfile.REGTYPE, b"") for n in range(50_000))),
        "rows-hundred-thousand.html": lambda: _page("<table>" + "<tr><td>1<td>2" * 100_000 + "</table>"),
        "shapes-fifty-thousand.pptx": lambda: pptx(shape("a") * 50_000),
    }
    base = base64.b64encode
    files = {
        # HTML
        "deep.html": _page("<div>" * 50_000 + SAID),
        "deep-tables.html": _page("<table><tr><td>" * 3000 + SAID),
        "deep-lists.html": _page("<ul><li>" * 5000 + SAID),
        "deep-marks.html": _page("<b><i>" * 20_000 + SAID),
        "span-huge.html": _page(f"<table><tr><td colspan=2147483647 rowspan=2147483647>{SAID}<td>2</table>"),
        "span-odd.html": _page("<table><tr><td colspan=-1 rowspan=0>a<td colspan=abc rowspan=1e9>b<td colspan='٣'>c</table>"),
        "spans-many.html": _page("<table>" + "<tr><td rowspan=65534 colspan=900>1" * 60 + "</table>"),
        "columns-ten-thousand.html": _page("<table><tr>" + "<td>1" * 10_000 + "</table>"),
        "table-in-cell-in-table.html": _page(f"<table>{row}<td><table>{row}<td><table>{row}</table></table></table>"),
        "list-from-huge.html": _page("<ol start=99999999999999999999><li value=-5>a<li value=x>b</ol><ol start=x type=q><li>c</ol>"),
        "list-roman-huge.html": _page("<ol type=I start=3999999><li>a</ol><ol type=a start=999999999><li>b</ol>"),
        "charset-unknown.html": f"<meta charset=khong-co><p>{SAID}".encode(),
        "charset-of-code.html": f"<meta charset=rot13><p>{SAID}".encode(),
        "charset-lies.html": f"<meta charset=utf-16><p>{SAID}".encode(),
        "charset-utf7.html": b"<meta charset=utf-7><p>+ADw-script+AD4-",
        "nulls.html": _page(SAID.replace(" ", "\x00")),
        "references.html": _page("&#0;&#x110000;&#xd800;&#99999999999999;&khongco;&" + "a" * 5000 + ";" + SAID),
        "never-closed.html": _page("<!--" + SAID * 100),
        "attributes-thousands.html": _page("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + f">{SAID}</p>"),
        "style-huge.html": _page(f"<p style='{'font-size:1e99pt;' * 2000}'>{SAID}</p>", "<style>" + "a{" * 20_000 + "</style>"),
        "frames.html": _page(f"<iframe src='http://{NOBODY}/'></iframe><img src='http://{NOBODY}/a.png'><script src='http://{NOBODY}/a.js'></script>{SAID}"),
        "file-links.html": _page(f"<img src='file:///etc/passwd'><object data='file:///etc/passwd'></object><link href='//{NOBODY}/a.css' rel=stylesheet>{SAID}"),
        "select.html": _page("<select>" + "<option>a" * 5000 + "</select><textarea>x</textarea><template><p>t</p></template>" + SAID),
        "svg-deep.html": _page("<svg>" + "<g>" * 5000 + "</svg><math>" + "<mrow>" * 5000 + "</math>" + SAID),
        "entities.xhtml": f'<!DOCTYPE html [<!ENTITY a "{"x" * 1000}">{"".join(f"<!ENTITY b{n} {chr(34)}&a;&a;{chr(34)}>" for n in range(9))}]><html><body>&b8;{SAID}</body></html>'.encode(),
        # saved pages
        "page.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a; type=text/html\n\n--a\nContent-Type: text/html\n\n<p>a\n--a--\n",
        "page-without-page.mht": b"MIME-Version: 1.0\nFrom: <Saved by Blink>\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: image/png\n\nx\n--a--\n",
        "location-climbs.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\nContent-Location: ../../../../tmp/vanban-thoat.txt\n\n<p>a\n--a--\n",
        # slides
        "deep-groups.pptx": pptx("<p:grpSp>" * 3000 + shape() + "</p:grpSp>" * 3000),
        "laughs.pptx": pptx(shape(), **{"ppt__slides__slide1": LAUGHS + slide(shape("&a9;"))}),
        "entity-outside.pptx": pptx(shape(), **{"ppt__slides__slide1": OUTSIDE + slide(shape("&a;"))}),
        "slides-missing.pptx": pptx(**{"ppt__presentation": f'<p:presentation {_SPACES}><p:sldIdLst><p:sldId r:id="r0"/></p:sldIdLst></p:presentation>'}),
        "slide-is-show.pptx": pptx(shape(), **{"ppt___rels__presentation.xml": "x"}).replace(b"slides/slide1.xml", b"presentation.xml "),
        "slide-twice-thousands.pptx": pptx(
            shape(), **{"ppt__presentation": f"<p:presentation {_SPACES}><p:sldIdLst>" + '<p:sldId r:id="r0"/>' * 5000 + "</p:sldIdLst></p:presentation>"}
        ),
        "slide-empty.pptx": pptx("", **{"ppt__slides__slide1": ""}),
        "place-huge.pptx": pptx(shape(place='<a:xfrm><a:off x="99999999999999999999" y="-1"/><a:ext cx="x" cy=""/></a:xfrm>')),
        "place-no-number.pptx": pptx(shape(place='<a:xfrm><a:off x="nan" y="1e400"/><a:ext/></a:xfrm>') * 3),
        "table-spans-huge.pptx": pptx(_frame('<a:tr><a:tc gridSpan="2147483647" rowSpan="99999"><a:txBody><a:p/></a:txBody></a:tc></a:tr>')),
        "table-empty.pptx": pptx(_frame("") + _frame("<a:tr/>" * 2000) + shape()),
        "levels-odd.pptx": pptx('<p:sp><p:txBody><a:p><a:pPr lvl="-5"/><a:r><a:rPr sz="x" b="q"/><a:t>a</a:t></a:r></a:p><a:p><a:pPr lvl="99999"/></a:p></p:txBody></p:sp>'),
        # books
        "item-missing.epub": epub(_book("", '<itemref idref="a"/>')),
        "item-twice-thousands.epub": epub(_book('<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>' * 5000)),
        "item-climbs.epub": epub(_book('<item id="a" href="../../../../etc/passwd" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>')),
        "item-outside.epub": epub(_book(f'<item id="a" href="http://{NOBODY}/a.xhtml" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>')),
        "item-is-book.epub": epub(_book('<item id="a" href="book.opf" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>')),
        "name-odd.epub": epub(_book('<item id="a" href="%ff%00%zz#a?b" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>')),
        "book-missing.epub": epub("", container="khong-co.opf"),
        "book-broken.epub": epub("<package"),
        "book-laughs.epub": epub(LAUGHS + _book("", "")),
        "container-climbs.epub": epub(_book("", ""), container="../../book.opf"),
        "page-deep.epub": epub(_book('<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>', '<itemref idref="a"/>'), page="<html><body>" + "<div>" * 30_000),
        # edXML
        "laughs.edxml": _message("", xml='<?xml version="1.0"?>' + LAUGHS),
        "entity-outside.edxml": _message("&a;", xml='<?xml version="1.0"?>' + OUTSIDE),
        "content-noise.edxml": _message(_attachment("a.pdf", "====" * 900) + _attachment("b.docx", "%%%")),
        "content-bomb.edxml": _message(_attachment("a.txt", base(gzip.compress(b" " * 280_000_000 if bombs else b" ")).decode())),
        "content-is-itself.edxml": _message(_attachment("a.edxml", base(_message(_attachment("a.edxml", base(_message("")).decode()))).decode())),
        "name-climbs.edxml": _message(_attachment("../../../../tmp/vanban-thoat.txt", base(SAID.encode()).decode())),
        "name-missing.edxml": _message(f"<Attachment><ContentTransferEncoded>{base(SAID.encode()).decode()}</ContentTransferEncoded></Attachment>" * 3),
        "attachments-ten-thousand.edxml": _message(_attachment("a.txt", "YQ==") * (10_000 if bombs else 100)),
        "deep.edxml": _message("<a>" * 5000 + "</a>" * 5000),
        "days-odd.edxml": _message(_attachment("a.txt", "YQ=="), head="<PromulgationInfo><PromulgationDate>99/99/9999</PromulgationDate></PromulgationInfo><Code><CodeNumber>²/٣</CodeNumber></Code>"),
        # packed files
        "climbs.tar": _tar(("../../../../tmp/vanban-thoat.txt", tarfile.REGTYPE, b""), ("/tmp/vanban-thoat.txt", tarfile.REGTYPE, b"")),
        "links.tar": _tar(("a.txt", tarfile.SYMTYPE, b"/etc/passwd"), ("b.txt", tarfile.LNKTYPE, b"/etc/passwd"), ("c.txt", tarfile.SYMTYPE, b"c.txt")),
        "link-then-file.tar": _tar(("a", tarfile.SYMTYPE, b"/tmp"), ("a/vanban-thoat.txt", tarfile.REGTYPE, b"")),
        "devices.tar": _tar(("a", tarfile.CHRTYPE, b""), ("b", tarfile.FIFOTYPE, b""), ("c", tarfile.BLKTYPE, b""), ("d.txt", tarfile.REGTYPE, b"")),
        "size-lies.tar": _tar(("a.txt", tarfile.REGTYPE, b"")).replace(b"00000000051\x00", b"77777777777\x00", 1),
        "size-negative.tar": _tar(("a.txt", tarfile.REGTYPE, b"")).replace(b"00000000051\x00", b"\xff" * 12, 1),
        "sum-wrong.tar": _tar(("a.txt", tarfile.REGTYPE, b"")).replace(b"a.txt", b"b.txt", 1),
        "cut.tar.gz": gzip.compress(_tar(("a.txt", tarfile.REGTYPE, b"")))[:60],
        "noise.gz": b"\x1f\x8b\x08\x00" + bytes(range(256)) * 20,
        "name-climbs.gz": b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03../../../../tmp/vanban-thoat.txt\x00" + gzip.compress(SAID.encode())[10:],
        "twice.gz": gzip.compress(SAID.encode()) * 2,
        "tail-of-noise.gz": gzip.compress(SAID.encode()) + b"\xff" * 5000,
        "gz-in-gz.gz": gzip.compress(gzip.compress(gzip.compress(SAID.encode()))),
        "noise.bz2": b"BZh9" + bytes(range(256)) * 20,
        "cut.bz2": bz2.compress(SAID.encode() * 500)[:50],
        "noise.xz": b"\xfd7zXZ\x00" + bytes(range(256)) * 20,
        "memory-huge.xz": b"\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x28\x00\x00\x00" + b"\xff" * 100,
        "noise.zst": b"\x28\xb5\x2f\xfd" + bytes(range(256)) * 20,
        "window-huge.zst": b"\x28\xb5\x2f\xfd\x00\xf8" + b"\x01\x00\x00" * 50,
        "noise.cab": b"MSCF\x00\x00\x00\x00" + bytes(range(256)) * 20,
        "noise.lzh": b"\x30\x00-lh5-" + bytes(range(256)) * 20,
        "noise.iso": b"\x00" * 32769 + b"CD001" + bytes(range(256)) * 200,
        "folder-is-itself.iso": b"\x00" * 32768 + b"\x01CD001\x01\x00" + b" " * 72 + struct.pack("<I", 18) + b"\x00" * 74 + b"\x22\x00" + struct.pack("<I", 16) + b"\x00" * 9000,
        "noise.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40,
    }  # fmt: skip
    return {**files, **{name: build() for name, build in heavy.items() if bombs}}
