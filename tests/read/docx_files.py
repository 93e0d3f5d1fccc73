"""DOCX packages made of XML strings, for the tests of the DOCX reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def paragraph(text: str, *, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, *, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str, *, properties: str = "") -> str:
    body = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<w:tc') else cell(c) for c in cells)}</w:tr>"
    )


_BORDERS = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders>'


def table(*rows: str, bordered: bool = True) -> str:
    return f"<w:tbl><w:tblPr>{_BORDERS if bordered else ''}</w:tblPr>{''.join(rows)}</w:tbl>"


def part(tag: str, content: str) -> str:
    return f"{_HEAD}<w:{tag} {_SPACES}>{content}</w:{tag}>"


def make_docx(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    document: bytes | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Make a package; `parts` maps a kind ("styles", "footnotes", "header") to the XML inside its root element."""
    roots = {"header": "hdr", "footer": "ftr"}
    relations = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", f"{_HEAD}<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_TYPES}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        for number, (kind, xml) in enumerate((parts or {}).items(), 1):
            archive.writestr(f"word/{kind}.xml", part(roots.get(kind, kind), xml))
            relations.append(f'<Relationship Id="p{number}" Type="{_TYPES}/{kind}" Target="{kind}.xml"/>')
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{"".join(relations)}</Relationships>',
        )
        archive.writestr("word/document.xml", document or part("document", f"<w:body>{body}</w:body>"))
    return buffer.getvalue()
