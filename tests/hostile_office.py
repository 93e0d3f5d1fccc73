"""Packages, sheets and RTF built by hand after the classes of hostile ones that readers have met."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SAID = "Kinh phí còn thiếu 2,5 tỷ đồng."
NOBODY = "127.0.0.1:9"
outside = NOBODY  # the address that hostile files ask for; a test may listen at another


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(NOBODY, outside) if isinstance(data, str) else data)
    return made.getvalue()


def relations(*links: tuple[str, str] | tuple[str, str, str]) -> str:
    lines = [
        f'<Relationship Id="r{number}" Type="{R}/{link[0]}" Target="{link[1]}"'
        + (f' TargetMode="{link[2]}"' if len(link) > 2 else "") + "/>"
        for number, link in enumerate(links)
    ]  # fmt: skip
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def kinds(part: str, kind: str) -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="{part}" ContentType="{kind}"/></Types>'
    )


def paragraph(text: str = SAID) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def body(inside: str, *, space: str = W, head: str = "") -> str:
    return f'{head}<w:document xmlns:w="{space}" xmlns:r="{R}"><w:body>{inside}</w:body></w:document>'


def docx(
    inside: str = "",
    *,
    more: Mapping[str, str | bytes] | None = None,
    document: str | bytes | None = None,
    **names: str,
) -> bytes:
    return pack(
        {
            "[Content_Types].xml": kinds("/word/document.xml", WORD_KIND),
            "_rels/.rels": relations(("officeDocument", names.get("target", "word/document.xml"))),
            "word/document.xml": document if document is not None else body(paragraph() + inside),
            **(more or {}),
        }
    )


def xlsx(sheet: str, *, more: Mapping[str, str | bytes] | None = None) -> bytes:
    book = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="A" sheetId="1" r:id="r0"/></sheets></workbook>'
    return pack(
        {
            "[Content_Types].xml": kinds("/xl/workbook.xml", SHEET_KIND),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{sheet}</worksheet>',
            **(more or {}),
        }
    )


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'


def _table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def _row(cell: str = "", text: str = "1") -> str:
    return f"<w:tr><w:tc><w:tcPr>{cell}</w:tcPr>{paragraph(text)}</w:tc></w:tr>"


def _styles(*pairs: tuple[str, str]) -> dict[str, str]:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{own}"><w:basedOn w:val="{base}"/></w:style>' for own, base in pairs
    )
    links = relations(("styles", "styles.xml"))
    return {"word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>', "word/_rels/document.xml.rels": links}


def word_files(*, bombs: bool = True) -> dict[str, bytes]:
    plain = docx()
    deep = 100_000
    link = f'<w:p><w:hyperlink r:id="r0"><w:r><w:t>{SAID}</w:t></w:r></w:hyperlink></w:p>'
    drawn = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="r0"/></w:drawing></w:r></w:p>'

    def linked(*links: tuple[str, str] | tuple[str, str, str]) -> dict[str, str]:
        return {"word/_rels/document.xml.rels": relations(*links)}

    heavy: dict[str, Callable[[], bytes]] = {
        "document-bomb.docx": lambda: docx(document=body(paragraph(" " * 120_000_000))),
    }
    files = {
        "laughs.docx": docx(document=body(paragraph("&a9;"), head=LAUGHS)),
        "entity-quadratic.docx": docx(document=body(paragraph("&a;" * 20_000), head=QUADRATIC)),
        "entity-outside.docx": docx(document=body(paragraph("&a;&b;"), head=OUTSIDE)),
        "entity-in-relations.docx": docx(more={"_rels/.rels": LAUGHS + relations(("officeDocument", "&a9;"))}),
        "doctype-outside.docx": docx(document=body(paragraph(), head='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">')),
        "deep-runs.docx": docx("<w:sdt><w:sdtContent>" * deep + paragraph() + "</w:sdtContent></w:sdt>" * deep),
        "deep-tables.docx": docx("<w:tbl><w:tr><w:tc>" * 3000 + paragraph() + "</w:tc></w:tr></w:tbl>" * 3000),
        "deep-unknown.docx": docx("<x>" * deep + "</x>" * deep),
        "strict.docx": docx(document=body(paragraph(), space=STRICT_W)),
        "unknown-namespace.docx": docx(document=body(paragraph(), space="urn:khong-co")),
        "target-absolute.docx": docx(target="/word/document.xml"),
        "target-climbs.docx": docx(target="../../../../../../etc/passwd"),
        "target-of-machine.docx": docx(target="file:///etc/passwd"),
        "target-missing.docx": docx(target="word/khong-co.xml"),
        "target-empty.docx": docx(target=""),
        "target-is-relations.docx": docx(target="_rels/.rels"),
        "relations-missing.docx": pack(
            {"[Content_Types].xml": kinds("/word/document.xml", WORD_KIND), "word/document.xml": body(paragraph())}
        ),
        "kinds-missing.docx": pack(
            {"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": body(paragraph())}
        ),
        "link-outside.docx": docx(link, more=linked(("hyperlink", "http://127.0.0.1:9/x", "External"))),
        "link-to-share.docx": docx(link, more=linked(("hyperlink", "\\\\may\\chia-se", "External"))),
        "template-outside.docx": docx(more=linked(("attachedTemplate", "http://127.0.0.1:9/x.dotm", "External"))),
        "template-of-machine.docx": docx(more=linked(("attachedTemplate", "file:///etc/passwd", "External"))),
        "object-outside.docx": docx(more=linked(("oleObject", "http://127.0.0.1:9/x", "External"))),
        "part-outside.docx": docx(
            '<w:altChunk r:id="r0"/>', more=linked(("aFChunk", "http://127.0.0.1:9/x", "External"))
        ),
        "part-of-itself.docx": docx('<w:altChunk r:id="r0"/>', more=linked(("aFChunk", "document.xml"))),
        "picture-outside.docx": docx(
            drawn.replace("r:embed", "r:link"), more=linked(("image", "http://127.0.0.1:9/x.png", "External"))
        ),
        "picture-missing.docx": docx(drawn, more=linked(("image", "media/khong-co.png"))),
        "picture-noise.docx": docx(
            drawn, more={**linked(("image", "media/a.png")), "word/media/a.png": b"\x89PNG\r\n\x1a\n" + b"\xff" * 500}
        ),
        "relation-twice.docx": docx(
            link,
            more={
                "word/_rels/document.xml.rels": relations(("hyperlink", "a", "External")).replace(
                    "</", relations(("styles", "s.xml")).split(">", 1)[1][:-16] + "</", 1
                )
            },
        ),
        "styles-in-a-ring.docx": docx(
            '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p>',
            more=_styles(("a", "b"), ("b", "a"), ("c", "c")),
        ),
        "styles-in-a-chain.docx": docx(
            '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p>',
            more=_styles(*((f"s{n}", f"s{n + 1}") for n in range(20_000))),
        ),
        "styles-broken.docx": docx(more={**_styles(("a", "b")), "word/styles.xml": "<w:styles"}),
        "notes-missing.docx": docx(
            '<w:p><w:r><w:footnoteReference w:id="99999999999"/></w:r></w:p>',
            more=linked(("footnotes", "footnotes.xml")),
        ),
        "number-huge.docx": docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="999999999999"/><w:numId w:val="-1"/></w:numPr></w:pPr></w:p>'
        ),
        "number-no-number.docx": docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val=""/></w:numPr></w:pPr></w:p>'
        ),
        "span-huge.docx": docx(_table(_row('<w:gridSpan w:val="2147483647"/>'))),
        "span-negative.docx": docx(_table(_row('<w:gridSpan w:val="-5"/>') + _row('<w:gridSpan w:val="x"/>'))),
        "span-down-from-nothing.docx": docx(
            _table(_row("<w:vMerge/>") + _row('<w:vMerge w:val="restart"/>') + _row("<w:vMerge/>"))
        ),
        "grid-huge.docx": docx(_table("<w:tblGrid>" + "<w:gridCol/>" * 20_000 + "</w:tblGrid>" + _row())),
        "before-huge.docx": docx(
            _table(f'<w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc>{paragraph()}</w:tc></w:tr>')
        ),
        "table-empty.docx": docx(_table("") + _table("<w:tr/>") + _table("<w:tr><w:tc/></w:tr>")),
        "fields-open.docx": docx(
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + f"<w:r><w:t>{SAID}</w:t></w:r></w:p>"
        ),
        "fields-closed-only.docx": docx(
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 20_000 + f"<w:r><w:t>{SAID}</w:t></w:r></w:p>"
        ),
        "alternates-deep.docx": docx(
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
            * 2000
            + "</mc:Choice></mc:AlternateContent>" * 2000
        ),
        "paragraphs-100000.docx": docx("<w:p/>" * 100_000),
        "one-word-of-a-million.docx": docx(paragraph("a" * 1_000_000)),
        "sentence-without-end.docx": docx(paragraph("kinh phí thiếu, " * 40_000)),
        "digits-million.docx": docx(paragraph("1." * 300_000)),
        "marks-piled-up.docx": docx(paragraph("a" + "́" * 300_000)),
        "directions-turned.docx": docx(paragraph("‮‭⁦" * 30_000)),
        "utf16.docx": docx(document=body(paragraph(), head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")),
        "utf7.docx": docx(document=body(paragraph("+ADw-"), head='<?xml version="1.0" encoding="UTF-7"?>').encode()),
        "codepage-unknown.docx": docx(
            document=body(paragraph(), head='<?xml version="1.0" encoding="khong-co"?>').encode()
        ),
        "document-empty.docx": docx(document=""),
        "macro.docm": docx(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600}),
        "names-absolute.docx": docx(more={"/etc/passwd": "x", "../../../tmp/vanban-thoat.txt": "x", "C:\\a.txt": "x"}),
        "entry-twice.docx": _twice(plain),
        "names-differ-by-case.docx": docx(more={"WORD/DOCUMENT.XML": body(paragraph("khác"))}),
        "encrypted-flag.docx": with_flag(plain, 1),
        "method-unknown.docx": with_method(plain, 99),
        "lzma-noise.docx": with_lzma_noise({"_rels/.rels": "x" * 500, "word/document.xml": SAID}),
        "sum-wrong.docx": with_sums(plain),
        "sizes-lie.docx": with_sizes(plain, 4),
        "sizes-lie-zip64.docx": with_sizes(plain, 0xFFFFFFFF),
        "directory-missing.docx": plain[: plain.rindex(b"PK\x05\x06")],
        "count-lies.docx": with_count(plain, 65_000),
        "comment-of-ends.docx": plain + b"PK\x05\x06" * 20_000,
    }
    return {**files, **{name: build() for name, build in heavy.items() if bombs}}  # fmt: skip


def _central(data: bytes) -> list[int]:
    """Give the places of the entries of the table of contents."""
    places, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    return places


def _patched(data: bytes, offsets: Mapping[bytes, int], value: bytes) -> bytes:
    """Write a value into every local head and every entry of the table of contents."""
    out = bytearray(data)
    for mark, offset in offsets.items():
        at = data.find(mark)
        while at >= 0:
            out[at + offset : at + offset + len(value)] = value
            at = data.find(mark, at + 4)
    return bytes(out)


def with_flag(data: bytes, bits: int) -> bytes:
    return _patched(data, {b"PK\x03\x04": 6, b"PK\x01\x02": 8}, struct.pack("<H", bits))


def with_method(data: bytes, number: int) -> bytes:
    return _patched(data, {b"PK\x03\x04": 8, b"PK\x01\x02": 10}, struct.pack("<H", number))


def with_lzma_noise(parts: Mapping[str, str]) -> bytes:
    """Pack parts by LZMA, of which neither head nor stream is any."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    data, at = bytearray(made.getvalue()), 0
    for name in parts:
        at = data.index(name.encode(), at) + len(name)
        data[at + 4 : at + 24] = b"\xff" * 20
    return bytes(data)


def with_sums(data: bytes) -> bytes:
    return _patched(data, {b"PK\x03\x04": 14, b"PK\x01\x02": 16}, b"\xde\xad\xbe\xef")


def with_sizes(data: bytes, size: int) -> bytes:
    return _patched(data, {b"PK\x03\x04": 22, b"PK\x01\x02": 24}, struct.pack("<I", size))


def with_names_as_remarks(data: bytes) -> bytes:
    """Have the table of contents take five letters of each name for a remark, and the names for empty."""
    return _patched(data, {b"PK\x01\x02": 28}, struct.pack("<HHH", 0, 0, 5))


def with_count(data: bytes, number: int) -> bytes:
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 8] + struct.pack("<HH", number, number) + data[end + 12 :]


def _twice(data: bytes) -> bytes:
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        info = zipfile.ZipInfo("word/document.xmk")
        package.writestr(info, body(paragraph("khác")))
    return made.getvalue().replace(b"document.xmk", b"document.xml")


def sheet_files(*, bombs: bool = True) -> dict[str, bytes]:
    cell = '<c r="{}" t="{}"><v>{}</v></c>'.format
    row = "<sheetData><row>{}</row></sheetData>".format
    heavy: dict[str, Callable[[], bytes]] = {
        "strings-bomb.xlsx": lambda: xlsx(
            "", more={"xl/sharedStrings.xml": f'<sst xmlns="{S}"><si><t>{"a" * 120_000_000}</t></si></sst>'}
        ),
    }
    files = {
        "laughs.xlsx": xlsx("", more={"xl/sharedStrings.xml": LAUGHS + f'<sst xmlns="{S}"><si><t>&a9;</t></si></sst>'}),
        "entity-outside.xlsx": xlsx(
            "",
            more={
                "xl/worksheets/sheet1.xml": OUTSIDE
                + f'<worksheet xmlns="{S}"><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
            },
        ),
        "cell-at-the-end.xlsx": xlsx(row(cell("XFD1048576", "n", 1))),
        "cell-beyond.xlsx": xlsx(row(cell("ZZZZZZZ99999999999", "n", 1))),
        "cell-no-place.xlsx": xlsx(row(cell("??", "n", 1) + cell("", "n", 1))),
        "cell-number-huge.xlsx": xlsx(
            row(cell("A1", "n", "9" * 5000) + cell("B1", "n", "1e99999") + cell("C1", "n", "nan"))
        ),
        "cell-kind-unknown.xlsx": xlsx(row(cell("A1", "khongco", "x"))),
        "string-beyond.xlsx": xlsx(row(cell("A1", "s", 999_999_999) + cell("B1", "s", -1) + cell("C1", "s", "x"))),
        "date-beyond.xlsx": xlsx(row('<c r="A1" s="14"><v>1e300</v></c><c r="B1" s="999999"><v>-9e9</v></c>')),
        "range-huge.xlsx": xlsx(
            '<dimension ref="A1:XFD1048576"/>'
            + row(cell("A1", "n", 1))
            + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "ranges-thousand.xlsx": xlsx(
            row(cell("A1", "n", 1)) + "<mergeCells>" + '<mergeCell ref="A1:XFD1000"/>' * 2000 + "</mergeCells>"
        ),
        "range-turned.xlsx": xlsx(
            row(cell("A1", "n", 1))
            + '<mergeCells><mergeCell ref="Z9:A1"/><mergeCell ref=""/><mergeCell ref="x"/></mergeCells>'
        ),
        "columns-huge.xlsx": xlsx('<cols><col min="1" max="2147483647" width="9"/></cols>' + row(cell("A1", "n", 1))),
        "rows-million.xlsx": xlsx("<sheetData>" + "<row/>" * 1_000_000 + "</sheetData>"),
        "row-number-huge.xlsx": xlsx('<sheetData><row r="99999999999999"><c><v>1</v></c></row></sheetData>'),
        "formula-outside.xlsx": xlsx(
            row('<c r="A1"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>1</v></c><c r="B1"><f>cmd|\'/c calc\'!A0</f></c>')
        ),
        "sheet-missing.xlsx": xlsx(
            "", more={"xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/9.xml"))}
        ),
        "sheet-outside.xlsx": xlsx(
            "", more={"xl/_rels/workbook.xml.rels": relations(("worksheet", "http://127.0.0.1:9/x", "External"))}
        ),
        "sheet-is-book.xlsx": xlsx("", more={"xl/_rels/workbook.xml.rels": relations(("worksheet", "workbook.xml"))}),
        "sheets-ten-thousand.xlsx": xlsx(
            "",
            more={
                "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
                + '<sheet name="A" sheetId="1" r:id="r0"/>' * 10_000
                + "</sheets></workbook>"
            },
        ),
        "styles-broken.xlsx": xlsx(
            row(cell("A1", "n", 1)),
            more={
                "xl/styles.xml": "<styleSheet",
                "xl/_rels/workbook.xml.rels": relations(
                    ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
                ),
            },
        ),
        "deep.xlsx": xlsx("<sheetData>" + "<row>" * 100_000 + "</row>" * 100_000 + "</sheetData>"),
        "commas-million.csv": b"," * 2_000_000,
        "quote-open.csv": b'a;b\n"' + b"x" * 3_000_000,
        "lines-million.csv": b"a;1\n" * 400_000,
        "field-huge.csv": b"a;" + b"9" * 3_000_000 + b"\nb;1\n",
    }
    return {**files, **{name: build() for name, build in heavy.items() if bombs}}  # fmt: skip


def rtf_files() -> dict[str, bytes]:
    head = b"{\\rtf1\\ansi\\ansicpg1258 "
    said = b"Kinh phi con thieu 2,5 ty dong.\\par "
    return {
        "deep.rtf": head + b"{" * 200_000 + said + b"}" * 200_000 + b"}",
        "never-closed.rtf": head + b"{" * 100_000 + said,
        "closed-too-often.rtf": head + said + b"}" * 100_000,
        "bin-huge.rtf": head + said + b"\\bin2147483647 x}",
        "bin-negative.rtf": head + said + b"\\bin-5 xxxxxxxxxx}",
        "number-huge.rtf": head + b"\\fs" + b"9" * 5000 + b" " + said + b"}",
        "word-huge.rtf": head + b"\\" + b"a" * 1_000_000 + b" " + said + b"}",
        "unicode-beyond.rtf": head + b"\\uc99999 \\u99999999 \\u-99999 ? \\u55357 ? " + said + b"}",
        "unicode-skips.rtf": head + b"\\uc1 " + b"\\u7871 " * 50_000 + said + b"}",
        "codepage-unknown.rtf": b"{\\rtf1\\ansicpg99999 " + said + b"}",
        "object-linked.rtf": head + b"{\\object\\objautlink\\objupdate{\\*\\objclass htmlfile}{\\*\\objdata 0105000002}}" + said + b"}",
        "field-outside.rtf": head + b'{\\field{\\*\\fldinst INCLUDETEXT "http://127.0.0.1:9/x"}{\\fldrslt a}}' + said + b"}",
        "picture-outside.rtf": head + b'{\\field{\\*\\fldinst INCLUDEPICTURE "http://127.0.0.1:9/x.png"}}' + said + b"}",
        "template-outside.rtf": head + b"{\\*\\template http://127.0.0.1:9/x.dot}" + said + b"}",
        "picture-noise.rtf": head + b"{\\pict\\pngblip\\picw99999999\\pich99999999 " + b"ff" * 5000 + b"}" + said + b"}",
        "table-huge.rtf": head + b"\\trowd" + b"\\cellx1" * 30_000 + b"a\\cell\\row " + said + b"}",
        "tables-deep.rtf": head + b"".join(b"\\itap%d a\\nestcell " % n for n in range(1, 3000)) + said + b"}",
        "fonts-million.rtf": head + b"{\\fonttbl" + b"{\\f0 A;}" * 100_000 + b"}" + said + b"}",
        "columns-huge.rtf": head + b"\\cols2147483647\\paperw2147483647\\margl-2147483647 " + said + b"}",
        "list-of-itself.rtf": head + b"{\\*\\listtable{\\list\\listid1{\\listlevel\\levelnfc0{\\leveltext\\'ff\\'ff;}}}}\\ls99999\\ilvl99 " + said + b"}",
        "nothing.rtf": b"{\\rtf1}",
        "cut.rtf": head + b"\\'",
    }  # fmt: skip
