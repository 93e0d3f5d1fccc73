"""PDF files built by hand after the classes of broken and hostile ones that readers of PDF have met."""

from __future__ import annotations

import zlib

CONTENT = b"BT /F 12 Tf 72 720 Td (BAO CAO so 12/BC-UBND, kinh phi con thieu 2,5 ty dong) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
WHOLE = {1: CATALOG, 2: PAGES, 3: PAGE, 5: FONT}


def stream(data: bytes, more: bytes = b"", *, length: int | bytes | None = None) -> bytes:
    said = str(len(data)).encode() if length is None else length if isinstance(length, bytes) else str(length).encode()
    return b"<</Length " + said + more + b">>\nstream\n" + data + b"\nendstream"


def build(objects: dict[int, bytes], *, root: int = 1, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """Write objects with a table of their places."""
    out, places = b"%PDF-" + version + b"\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects, default=0) + 1
    return out + b"trailer\n<</Size %d/Root %d 0 R" % (size, root) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start


def page(content: bytes = CONTENT, more: dict[int, bytes] | None = None, **options: bytes) -> bytes:
    return build(WHOLE | {4: stream(content)} | (more or {}), **options)  # type: ignore[arg-type]


def filtered(data: bytes, filters: bytes) -> bytes:
    return page(more={4: stream(data, b"/Filter" + filters)})


def picture(data: bytes, dictionary: bytes) -> bytes:
    shown = PAGE.replace(b"/Font<<", b"/XObject<</I 6 0 R>>/Font<<")
    head = b"/Type/XObject/Subtype/Image" + dictionary
    return page(CONTENT + b" q 500 0 0 500 50 100 cm /I Do Q", {3: shown, 6: stream(data, head)})


def form(inner: bytes, *, resources: bytes) -> bytes:
    shown = PAGE.replace(b"/Font<<", b"/XObject<</X 6 0 R>>/Font<<")
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<<" + resources + b">>"
    return page(CONTENT + b" /X Do", {3: shown, 6: stream(inner, head)})


def object_stream(*, first: bytes, extends: bytes = b"", inside: bytes = b"3 0 <</Type/Page>>") -> bytes:
    """Put an object into a stream of objects, by a table that is a stream."""
    head = b"/Type/ObjStm/N 1/First " + first + extends
    out, places = b"%PDF-1.7\n", {}
    for number, body in {1: CATALOG, 2: PAGES, 4: stream(CONTENT), 5: FONT, 6: stream(inside, head)}.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    entries = {0: (0, 0, 255), 3: (2, 6, 0), 7: (1, start, 0)} | {n: (1, place, 0) for n, place in places.items()}
    table = b"".join(k.to_bytes(1) + a.to_bytes(4) + b.to_bytes(1) for _, (k, a, b) in sorted(entries.items()))
    head = b"/Type/XRef/Size 8/W[1 4 1]/Root 1 0 R"
    return out + b"7 0 obj\n" + stream(table, head) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return opening * depth + closing * depth


def _encryption(filter_: bytes, more: bytes) -> bytes:
    return b"/Encrypt<</Filter/" + filter_ + more + b">>/ID[<00><00>]"


def _kids(levels: int, width: int) -> dict[int, bytes]:
    """Give a tree of pages in which every node names the next level many times over: width ** levels pages."""
    tree = {
        10 + level: b"<</Type/Pages/Count 1/Kids[" + b"%d 0 R " % (11 + level) * width + b"]>>"
        for level in range(levels)
    }
    return {2: tree[10], **tree, 10 + levels: PAGE}


def pdf_files(*, bombs: bool = True) -> dict[str, bytes]:
    whole = page()
    start = whole.rindex(b"startxref")
    table = whole.index(b"xref\n0")
    standard = b"/V 2/R 3/Length 128/P -44/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">"
    bomb = zlib.compress(b"0 " * (150_000_000 if bombs else 1000), 9)
    return {
        # tables of places
        "xref-points-nowhere": whole[:start] + b"startxref\n999999999\n%%EOF",
        "xref-points-to-itself": whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % table),
        "xref-negative": whole.replace(b"startxref\n", b"startxref\n-"),
        "xref-missing": whole[:table],
        "xref-claims-billions": whole.replace(b"xref\n0 1\n", b"xref\n0 4294967295\n"),
        "xref-huge-first": whole.replace(b"xref\n0 1\n", b"xref\n2147483647 1\n"),
        "xref-all-free": whole.replace(b" 00000 n ", b" 00000 f "),
        "xref-same-place": build(WHOLE | {4: stream(CONTENT)}).replace(b"1 1\n0000000009", b"2 1\n0000000009"),
        "xref-stream-with-huge-width": object_stream(first=b"4").replace(b"/W[1 4 1]", b"/W[1 2147483647 1]"),
        "xref-stream-with-negative-width": object_stream(first=b"4").replace(b"/W[1 4 1]", b"/W[-1 -4 -1]"),
        "trailer-missing": whole.replace(b"trailer", b"tralier"),
        "root-missing": whole.replace(b"/Root 1 0 R", b""),
        "root-is-page": build(WHOLE | {4: stream(CONTENT)}, root=3),
        "root-is-itself": build(WHOLE | {1: b"1 0 R", 4: stream(CONTENT)}),
        "head-missing": whole[9:],
        "head-far-in": b"\x00" * 5000 + whole,
        "cut-in-object": whole[: len(whole) // 2],
        "nothing-but-head": b"%PDF-1.7\n",
        "two-files-in-one": whole + whole,
        "zeroes": b"%PDF-1.4\n" + b"\x00" * 100_000,
        # objects
        "object-number-huge": build({1: CATALOG, 2: b"<</Type/Pages/Kids[2147483647 0 R]/Count 1>>"}).replace(
            b"1 1\n", b"1 1\n", 1
        ),
        "object-number-beyond": build(WHOLE | {4: stream(CONTENT), 9_999_999: b"null"}),
        "object-refers-to-itself": page(more={4: b"4 0 R"}),
        "objects-in-a-ring": page(more={4: b"6 0 R", 6: b"7 0 R", 7: b"4 0 R"}),
        "deep-array": page(more={6: nested(b"[", b"]", 200_000)}),
        "deep-dictionary": page(more={3: PAGE[:-2] + b"/A" + nested(b"<</A", b">>", 100_000) + b">>"}),
        "deep-array-in-content": page(nested(b"[", b"]", 200_000) + b" TJ"),
        "deep-saves": page(b"q " * 500_000 + CONTENT),
        "endless-string": page(b"BT /F 12 Tf (" + b"(" * 300_000),
        "endless-name": page(b"/" + b"A" * 2_000_000),
        "number-of-many-digits": page(b"9" * 1_000_000 + b" 0 Td " + CONTENT),
        "endstream-missing": whole.replace(b"endstream", b""),
        "endobj-missing": whole.replace(b"endobj", b""),
        "length-too-long": page(more={4: stream(CONTENT, length=10**9)}),
        "length-negative": page(more={4: stream(CONTENT, length=-5)}),
        "length-is-itself": page(more={4: stream(CONTENT, length=b"4 0 R")}),
        "length-missing": page(more={4: b"<<>>\nstream\n" + CONTENT + b"\nendstream"}),
        # the tree of pages
        "pages-in-a-ring": page(more={2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
        "pages-in-two-rings": page(
            more={2: b"<</Type/Pages/Kids[6 0 R 3 0 R]/Count 2>>", 6: b"<</Type/Pages/Kids[2 0 R 6 0 R]/Count 9>>"}
        ),
        "pages-as-a-bomb": page(more=_kids(20, 10)),
        "pages-in-billions": page(more={2: b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"}),
        "pages-negative": page(more={2: b"<</Type/Pages/Kids[3 0 R]/Count -7>>"}),
        "page-twice-ten-thousand": page(more={2: b"<</Type/Pages/Kids[" + b"3 0 R " * 10_000 + b"]/Count 10000>>"}),
        "page-is-null": page(more={3: b"null"}),
        "page-is-number": page(more={3: b"42"}),
        "kids-is-number": page(more={2: b"<</Type/Pages/Kids 3/Count 1>>"}),
        "parent-in-a-ring": page(
            more={3: PAGE.replace(b"/MediaBox[0 0 595 842]", b""), 2: PAGES[:-2] + b"/Parent 2 0 R>>"}
        ),
        # boxes
        "box-of-a-billion": page(more={3: PAGE.replace(b"595 842", b"1000000000 1000000000")}),
        "box-beyond-float": page(more={3: PAGE.replace(b"595 842", b"1e99 " + b"9" * 400)}),
        "box-negative": page(more={3: PAGE.replace(b"0 0 595 842", b"595 842 -595 -842")}),
        "box-empty": page(more={3: PAGE.replace(b"595 842", b"0 0")}),
        "box-of-names": page(more={3: PAGE.replace(b"0 0 595 842", b"/a /b (c) null")}),
        "box-tiny": page(more={3: PAGE.replace(b"595 842", b"0.0001 0.0001")}),
        "unit-huge": page(more={3: PAGE[:-2] + b"/UserUnit 1000000>>"}),
        "turned-by-45": page(more={3: PAGE[:-2] + b"/Rotate 45>>"}),
        "matrix-without-inverse": page(b"0 0 0 0 0 0 cm " + CONTENT),
        "matrix-huge": page(b"1e38 0 0 1e38 1e38 1e38 cm 1e38 0 0 1e38 0 0 cm " + CONTENT),
        "font-size-huge": page(CONTENT.replace(b" 12 Tf", b" 1000000000 Tf")),
        "font-size-zero": page(CONTENT.replace(b" 12 Tf", b" 0 Tf")),
        # fonts
        "font-missing": page(more={5: b"null"}),
        "font-is-itself": page(
            more={5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]>>"}
        ),
        "font-type3-of-itself": page(
            more={
                5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 66/LastChar 66/Widths[9]"
                b"/Encoding<</Differences[66/B]>>/CharProcs<</B 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>",
                6: stream(b"9 0 d0 BT /F 9 Tf (B) Tj ET"),
            }
        ),
        "font-program-is-noise": page(
            more={
                5: b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4"
                b"/FontFile2 6 0 R>>>>",
                6: stream(bytes(range(256)) * 40),
            }
        ),
        "cmap-uses-itself": page(
            more={5: FONT[:-2] + b"/ToUnicode 6 0 R>>", 6: stream(b"/A usecmap", b"/UseCMap 6 0 R/CMapName/A")}
        ),
        "cmap-of-a-billion": page(
            more={
                5: FONT[:-2] + b"/ToUnicode 6 0 R>>",
                6: stream(
                    b"1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange "
                    b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"
                ),
            }
        ),
        # filters
        "deflate-is-noise": filtered(b"not deflated at all" * 10, b"/FlateDecode"),
        "deflate-cut": filtered(zlib.compress(CONTENT * 100)[:60], b"/FlateDecode"),
        "deflate-bomb": filtered(bomb, b"/FlateDecode"),
        "deflate-twice-bomb": filtered(zlib.compress(bomb, 9), b"[/FlateDecode/FlateDecode]"),
        "predictor-broken": filtered(
            zlib.compress(CONTENT), b"/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 99>>"
        ),
        "predictor-negative": filtered(
            zlib.compress(CONTENT),
            b"/FlateDecode/DecodeParms<</Predictor 12/Columns -1/Colors -1/BitsPerComponent -8>>",
        ),
        "predictor-tiff-broken": filtered(
            zlib.compress(CONTENT), b"/FlateDecode/DecodeParms<</Predictor 2/Columns 65536/BitsPerComponent 3>>"
        ),
        "filter-unknown": filtered(CONTENT, b"/KhongCo"),
        "filters-thousand": filtered(CONTENT, b"[" + b"/ASCIIHexDecode" * 1000 + b"]"),
        "filter-lzw-noise": filtered(b"\xff\x00\x80" * 500, b"/LZWDecode"),
        "filter-ascii85-noise": filtered(b"zzzzz!!!vvv~~~" * 50, b"/ASCII85Decode"),
        "filter-runlength-noise": filtered(b"\x81" * 5000, b"/RunLengthDecode"),
        "filter-crypt-unknown": filtered(CONTENT, b"/Crypt/DecodeParms<</Name/KhongCo>>"),
        # pictures
        "picture-jbig2-noise": picture(
            b"\x97JB2" + bytes(range(256)),
            b"/Width 800/Height 800/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode",
        ),
        "picture-jpx-noise": picture(
            b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff" * 900, b"/Width 800/Height 800/Filter/JPXDecode"
        ),
        "picture-jpeg-noise": picture(
            b"\xff\xd8\xff\xe0" + b"\x11" * 900,
            b"/Width 800/Height 800/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode",
        ),
        "picture-fax-noise": picture(
            b"\x12\x34" * 900,
            b"/Width 800/Height 800/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647>>",
        ),
        "picture-of-a-billion": picture(
            b"\x00" * 90, b"/Width 1000000000/Height 1000000000/BitsPerComponent 8/ColorSpace/DeviceRGB"
        ),
        "picture-short-of-data": picture(
            b"\x00" * 90, b"/Width 8000/Height 8000/BitsPerComponent 8/ColorSpace/DeviceGray"
        ),
        "picture-negative": picture(b"\x00" * 90, b"/Width -8/Height -8/BitsPerComponent 8/ColorSpace/DeviceGray"),
        "picture-masks-itself": picture(
            b"\x00" * 64, b"/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 6 0 R"
        ),
        "picture-colours-of-itself": picture(
            b"\x00" * 64,
            b"/Width 8/Height 8/BitsPerComponent 8/ColorSpace[/Indexed[/Indexed/DeviceRGB 1<00>]255 6 0 R]",
        ),
        "picture-inline-cut": page(CONTENT + b" BI /W 999999 /H 999999 /BPC 8 /CS /RGB ID \x00\x01"),
        # forms
        "form-draws-itself": form(b"/X Do", resources=b"/XObject<</X 6 0 R>>"),
        "form-draws-itself-twice": form(b"/X Do /X Do", resources=b"/XObject<</X 6 0 R>>"),
        "forms-as-a-bomb": page(
            CONTENT + b" /X Do",
            {3: PAGE.replace(b"/Font<<", b"/XObject<</X 10 0 R>>/Font<<")}
            | {
                10 + n: stream(
                    b"/X Do " * 10,
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (11 + n),
                )
                for n in range(12)
            }
            | {22: stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")},
        ),
        "pattern-of-itself": page(
            b"/Pattern cs /P scn 0 0 500 500 re f " + CONTENT,
            {
                3: PAGE.replace(b"/Font<<", b"/Pattern<</P 6 0 R>>/Font<<"),
                6: stream(
                    b"/Pattern cs /P scn 0 0 9 9 re f",
                    b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.00001/YStep 0.00001/Resources<</Pattern<</P 6 0 R>>>>",
                ),
            },
        ),
        # encryption
        "encrypted-by-unknown": page(trailer=_encryption(b"KhongCo.Nao", b"/V 4")),
        "encrypted-empty": page(trailer=b"/Encrypt<<>>/ID[<00><00>]"),
        "encrypted-null": page(trailer=b"/Encrypt 99 0 R"),
        "encrypted-with-password": page(trailer=_encryption(b"Standard", standard)),
        "encrypted-by-certificate": page(
            trailer=_encryption(b"Adobe.PubSec", b"/V 4/SubFilter/adbe.pkcs7.s5/Recipients[<00>]")
        ),
        "encrypted-key-of-0": page(trailer=_encryption(b"Standard", standard.replace(b"/Length 128", b"/Length 0"))),
        "encrypted-v99": page(trailer=_encryption(b"Standard", standard.replace(b"/V 2/R 3", b"/V 99/R 99"))),
        # streams of objects
        "objects-stream": object_stream(first=b"4", inside=b"3 0 " + PAGE),
        "objects-stream-extends-itself": object_stream(first=b"4", extends=b"/Extends 6 0 R"),
        "objects-stream-first-beyond": object_stream(first=b"999999"),
        "objects-stream-first-negative": object_stream(first=b"-4"),
        "objects-stream-in-billions": object_stream(first=b"4").replace(b"/N 1/", b"/N 2147483647/"),
        "objects-stream-holds-itself": object_stream(first=b"4").replace(b"3 0 <<", b"6 0 <<"),
        # what hangs on the document
        "outline-in-a-ring": page(
            more={
                1: CATALOG[:-2] + b"/Outlines 6 0 R>>",
                6: b"<</First 7 0 R/Last 7 0 R/Count 9>>",
                7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>",
            }
        ),
        "names-in-a-ring": page(
            more={1: CATALOG[:-2] + b"/Names<</EmbeddedFiles 6 0 R>>>>", 6: b"<</Kids[6 0 R 6 0 R]>>"}
        ),
        "structure-in-a-ring": page(
            more={
                1: CATALOG[:-2] + b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
                6: b"<</Type/StructTreeRoot/K 7 0 R>>",
                7: b"<</S/P/P 6 0 R/K[7 0 R 7 0 R]/Pg 3 0 R>>",
            }
        ),
        "fields-in-a-ring": page(
            more={1: CATALOG[:-2] + b"/AcroForm<</Fields[6 0 R]>>>>", 6: b"<</FT/Tx/T(a)/Kids[6 0 R]/Parent 6 0 R>>"}
        ),
        "note-of-itself": page(
            more={
                3: PAGE[:-2] + b"/Annots[6 0 R]>>",
                6: b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents 6 0 R/AP<</N 6 0 R>>/Popup 6 0 R/Parent 6 0 R>>",
            }
        ),
        "notes-in-a-ring": page(more={3: PAGE[:-2] + b"/Annots 6 0 R>>", 6: b"[6 0 R 6 0 R]"}),
        "signature-ranges-beyond": page(
            more={
                1: CATALOG[:-2] + b"/AcroForm<</SigFlags 3/Fields[6 0 R]>>>>",
                6: b"<</FT/Sig/T(a)/V<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 -5 99999999999 9]/Contents<3080>>>>>",
            }
        ),
        "script-and-launch": page(
            more={1: CATALOG[:-2] + b"/OpenAction<</S/Launch/F(/bin/sh)/Next<</S/JavaScript/JS(app.alert(1))>>>>>>"}
        ),
        "address-of-file": page(more={4: b"<</Length 0/F(/etc/passwd)/FFilter/ASCIIHexDecode>>\nstream\n\nendstream"}),
        "layers-in-a-ring": page(
            b"/OC /L BDC " + CONTENT + b" EMC",
            {
                3: PAGE.replace(b"/Font<<", b"/Properties<</L 6 0 R>>/Font<<"),
                6: b"<</Type/OCMD/OCGs[6 0 R]/VE[/And 6 0 R]>>",
            },
        ),
        "million-operators": page(CONTENT + b" 0 0 m 1 1 l S" * 300_000),
        "million-glyphs": page(b"BT /F 1 Tf 0 700 Td (" + b"a" * 1_500_000 + b") Tj ET"),
        "words-at-one-place": page(b"BT /F 9 Tf 10 10 Td " + b"(thieu kinh phi) Tj -60 0 Td " * 20_000 + b"ET"),
    }
