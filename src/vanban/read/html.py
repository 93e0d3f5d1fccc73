"""HTML pages: blocks and tables of what a reader sees; scripts, styles and hidden parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from vanban.errors import ReadError
from vanban.model import BlockKind, Document, Style
from vanban.read import limits
from vanban.read.builder import DocumentBuilder
from vanban.read.decode import decode
from vanban.read.html_legacy import decode_page
from vanban.read.nodes import CellNode, Node, NodeWriter, Para, TableNode
from vanban.read.symbols import plain_symbols
from vanban.text import leading_marker, nfc


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary ul"
)
_LEFT_OUT = _names(
    "script style noscript template head title meta link iframe object embed svg canvas audio video button select"
    " option input textarea del s strike area map"
)
_AROUND = frozenset({"nav", "footer", "aside"})  # of the page, not of its text
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite"})
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BORDER = re.compile(r"border(?:-(?:top|bottom|left|right))?(?:-width|-style)?\s*:\s*(none|0|\w+)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[?\(?(?:\d{1,3}|\*{1,3})\)?\]?")
_MAX_DEPTH = 200
_MAX_SPAN = 100


def read_html(data: bytes, *, source: str) -> Document:
    builder = DocumentBuilder(source, "text/html")
    writer = NodeWriter(builder)
    if not write_page(data, builder, writer, source=source):
        raise ReadError(source, "trang HTML không có nội dung", remedy="hãy lưu lại trang từ trình duyệt")
    writer.end()
    return builder.build()


def write_page(data: bytes, builder: DocumentBuilder, writer: NodeWriter, *, source: str) -> bool:
    """Lay down a page behind what is there; False where nothing is in it. The first title names the document."""
    root = _parse(_decode(data, source))
    if root is None:
        return False
    title = root.findtext(".//title")
    if title and title.strip():
        builder.properties.setdefault("title", " ".join(nfc(title).split()))
    for notice in decode_page(root):
        builder.notice(notice.code, notice.message)
    writer.write(_Walk().nodes_of(root))
    return True


def tables_in(markup: str) -> list[TableNode]:
    """Give the tables of a piece of markup, such as converters leave in Markdown."""
    root = _parse(markup)
    return [node for node in _Walk().nodes_of(root) if isinstance(node, TableNode)] if root is not None else []


def _decode(data: bytes, source: str) -> str:
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match.group(1).decode("ascii", "ignore").lower()
        try:
            return plain_symbols(nfc(data.decode("cp1252" if name in ("iso-8859-1", "latin1") else name)))
        except (LookupError, UnicodeDecodeError):  # the page is mistaken about itself
            pass
    return plain_symbols(nfc(decode(data, source=source).text))


def _parse(markup: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", markup, count=1).replace("\x00", "")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


@dataclass(slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    centered: bool = False
    level: int | None = None
    marker: list[str] = field(default_factory=list)  # of a list item, until its first paragraph takes it
    kind: BlockKind | None = None
    keeps_lines: bool = False
    numbered: str = ""  # type of the ordered list around: "1", "a" …
    items: int = 0  # its items so far


@dataclass(slots=True)
class _OpenPara:
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    weights: list[tuple[int, bool, bool]] = field(default_factory=list)  # letters, bold, italic


class _Walk:
    """Turns elements into nodes."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._open = _OpenPara()

    def nodes_of(self, element: etree._Element) -> list[Node]:
        outer, outer_open = self._nodes, self._open
        self._nodes, self._open = [], _OpenPara()
        look = _Look()
        self._inside(element, look, 0)
        self._close(look)
        found, self._nodes, self._open = self._nodes, outer, outer_open
        return found

    def _inside(self, element: etree._Element, look: _Look, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._say("".join(map(str, element.itertext())), look)
            return
        self._say(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, look, depth + 1)
            self._say(child.tail, look)

    def _element(self, element: etree._Element, look: _Look, depth: int) -> None:
        tag = str(element.tag).lower()
        style = element.get("style") or ""
        if tag in _LEFT_OUT or element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            return
        if tag == "br":
            self._open.lines.append([])
        elif tag == "table":
            self._close(look)
            self._table(element, look, depth)
        elif tag == "sup" and _is_note_mark(element):
            return
        elif tag in _BLOCKS:
            self._close(look)
            inner = _look_of(element, tag, look)
            self._inside(element, inner, depth)
            self._close(inner)
        else:
            bold = look.bold or tag in _BOLD or _BOLD_STYLE.search(style) is not None
            inner = replace(look, bold=bold, italic=look.italic or tag in _ITALIC)
            self._inside(element, inner, depth)

    def _say(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        parts = text.split("\n") if look.keeps_lines else [text]
        for place, part in enumerate(parts):
            if place:
                self._open.lines.append([])
            self._open.lines[-1].append(part)
        letters = sum(map(str.isalnum, text)) if not text.isspace() else 0
        if letters:
            self._open.weights.append((letters, look.bold, look.italic))

    def _close(self, look: _Look) -> None:
        """End the open paragraph with the look of the block around it."""
        lines = ["".join(line) for line in self._open.lines]
        weights = self._open.weights
        self._open = _OpenPara()
        if not any(line.strip() for line in lines):
            return
        style = Style(
            bold=all(bold for _, bold, _ in weights) or None if weights else None,
            italic=all(italic for _, _, italic in weights) or None if weights else None,
            centered=look.centered or None,
            level=look.level,
        )
        lines = [line if look.keeps_lines else " ".join(line.split()) for line in lines]
        if look.marker:
            first = next(place for place, line in enumerate(lines) if line.strip())
            marker = look.marker.pop()
            if leading_marker(lines[first]) is None:
                lines[first] = f"{marker} {lines[first]}"
        self._nodes.append(Para(lines, style, look.kind))

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, element: etree._Element, look: _Look, depth: int) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._nodes.extend(self.nodes_of(caption))
        rows = list(_rows_of(element))
        cells: list[CellNode] = []
        taken: dict[int, int] = {}  # column → row that it is free in again
        header_rows = 0
        for number, (row, in_head) in enumerate(rows):
            column = 0
            found = [cell for cell in row if isinstance(cell.tag, str) and cell.tag.lower() in ("td", "th")]
            if header_rows == number and found and (in_head or all(cell.tag.lower() == "th" for cell in found)):
                header_rows = number + 1
            for cell in found:
                while taken.get(column, 0) > number:
                    column += 1
                across, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - number)
                if len(cells) > limits.TABLE_CELLS:
                    break
                content = self.nodes_of(cell) if depth < _MAX_DEPTH else []
                cells.append(CellNode(number, column, down, across, content))
                for place in range(column, column + across):
                    taken[place] = number + down
                column += across
        if cells:
            width = _number_columns(cells)
            stated = header_rows if 0 < header_rows < len(rows) else None
            self._nodes.append(TableNode(cells, len(rows), width, stated, _is_bordered(element)))


def _look_of(element: etree._Element, tag: str, outer: _Look) -> _Look:
    style = element.get("style") or ""
    heading = _HEADING.fullmatch(tag)
    centered = tag == "center" or (element.get("align") or "").lower() == "center" or bool(_CENTERED.search(style))
    return _Look(
        bold=outer.bold or bool(heading) or bool(_BOLD_STYLE.search(style)),
        italic=outer.italic,
        centered=centered or (outer.centered and "text-align" not in style and not element.get("align")),
        level=int(heading.group(1)) if heading else None,
        marker=[_next_marker(outer)] if tag == "li" else outer.marker if tag in ("p", "div") else [],
        kind=BlockKind.RUNNING_HEAD if _is_around(element, tag) else BlockKind.LIST_ITEM if tag == "li" else outer.kind,
        keeps_lines=outer.keeps_lines or tag == "pre",
        numbered=(element.get("type") or "1") if tag == "ol" else "",
        items=_number(element.get("start"), 1) - 1 if tag == "ol" else 0,
    )


def _is_around(element: etree._Element, tag: str) -> bool:
    """Tell whether an element belongs to the site around the text: menus, footer, a header without the title."""
    if tag == "header":
        inside = next(element.iterancestors("article", "main"), None)
        return inside is None and element.find(".//h1") is None
    return tag in _AROUND


def _next_marker(around: _Look) -> str:
    if not around.numbered:
        return "-"
    around.items += 1
    if around.numbered in "aA" and around.items <= 26:
        return f"{chr(ord(around.numbered) + around.items - 1)})"
    return f"{around.items}."


def _number(value: str | None, default: int) -> int:
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 6 else default


def _is_note_mark(element: etree._Element) -> bool:
    text = "".join(map(str, element.itertext())).strip()
    return element.find(".//a") is not None and _NOTE_MARK.fullmatch(text) is not None


def _rows_of(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if row.tag == "tr":
                    yield row, child.tag == "thead"


def _span(cell: etree._Element, name: str) -> int:
    return max(1, min(_number(cell.get(name), 1), _MAX_SPAN))


def _number_columns(cells: list[CellNode]) -> int:
    """Number the columns by the cell edges that are used, and count them."""
    edges = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.column_span)})
    numbers = {edge: number for number, edge in enumerate(edges)}
    for cell in cells:
        end = numbers[cell.column + cell.column_span]
        cell.column = numbers[cell.column]
        cell.column_span = end - cell.column
    return max(cell.column + cell.column_span for cell in cells)


def _is_bordered(table: etree._Element) -> bool | None:
    border = table.get("border")
    if border is not None:
        return border.strip() not in ("0", "0px")
    for element in (table, *table.iterfind(".//td[@style]")):
        match = _BORDER.search(element.get("style") or "")
        if match and match.group(1).lower() not in ("none", "0", "collapse"):
            return True
    return None if table.get("class") else False
