"""From the XML of a DOCX story (body, header, note, text box, cell) to paragraphs and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from vanban.model import BlockKind, Style
from vanban.read.docx_numbering import Numbering
from vanban.read.docx_package import R, W
from vanban.read.docx_styles import StyleSheet, half_points, is_on, number, value
from vanban.read.docx_tables import read_table
from vanban.read.nodes import Node, Para, TableNode
from vanban.read.symbols import symbol
from vanban.text import nfc

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MAX_HEADING = 300  # characters; longer text in a heading style is no heading
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Elements that only wrap others, and those whose content is not shown.
_WRAPPERS = frozenset(
    {"hyperlink", "smartTag", "customXml", "ins", "moveTo", "fldSimple", "sdtContent", "bdo", "dir", "ruby", "rubyBase"}
)
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "instrText", "delInstrText", "rt"}
)


@dataclass(frozen=True, slots=True)
class _ParagraphLook:
    style_id: str | None
    centered: bool | None
    level: int | None
    bold: bool
    italic: bool
    caps: bool
    size_pt: float | None


@dataclass(slots=True)
class _OpenPara:
    look: _ParagraphLook
    mark: str = ""
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    weights: list[tuple[int, bool, bool, float | None]] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class BodyWalk:
    """Walks stories one after the other; lists go on counting through them."""

    def __init__(
        self,
        styles: StyleSheet,
        numbering: Numbering,
        notes: Mapping[str, Mapping[str, etree._Element]],
        chunk: Callable[[str], list[Node]] = lambda identifier: [],
    ) -> None:
        self._chunk = chunk
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._fields: list[str] = []  # open fields: "code" or "result"
        self._toggles: dict[tuple[str | None, str], bool] = {}
        self._note_depth = 0
        self._noted: set[tuple[str, str]] = set()  # a file made to do harm may refer to one note without end
        self.images = 0

    def nodes_of(self, story: etree._Element) -> list[Node]:
        outer, self._fields = self._fields, []
        nodes: list[Node] = []
        carried: _OpenPara | None = None
        for element in _block_elements(story):
            if local(element) == "tbl":
                nodes.append(self._table(element))
                continue
            if local(element) == "altChunk":  # a file in place of paragraphs
                nodes += self._chunk(element.get(f"{R}id") or "")
                continue
            carried = self._paragraph(element, nodes, carried)
        if carried is not None:
            self._close(carried, nodes)
        self._fields = outer
        return nodes

    def _table(self, element: etree._Element) -> TableNode:
        return read_table(element, self._styles, self.nodes_of)

    # -- paragraphs ----------------------------------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, nodes: list[Node], carried: _OpenPara | None) -> _OpenPara | None:
        """Read a paragraph; give it back open where its end mark is deleted, so that the next one goes on with it."""
        properties = element.find(f"{W}pPr")
        self._fields = []
        if carried is None:
            look = self._look_of(properties)
            carried = _OpenPara(look, self._list_mark(properties, look))
        self._inside(element, carried)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            return carried
        self._close(carried, nodes)
        return None

    def _close(self, open_para: _OpenPara, nodes: list[Node]) -> None:
        lines = ["".join(line) for line in open_para.lines]
        text = " ".join(lines).strip()
        if text or open_para.notes:
            if open_para.mark and text:
                first = next(place for place, line in enumerate(lines) if line.strip())
                lines[first] = f"{open_para.mark} {lines[first].lstrip()}"
            style = _style_of(open_para, text)
            bullet = bool(open_para.mark) and not any(map(str.isalnum, open_para.mark))
            kind = BlockKind.LIST_ITEM if bullet and style.level is None else None
            nodes.append(Para(lines, style, kind, open_para.notes))
        nodes.extend(open_para.boxes)

    def _look_of(self, properties: etree._Element | None) -> _ParagraphLook:
        style_id = value(properties.find(f"{W}pStyle")) if properties is not None else None
        style_id = style_id or self._styles.default_paragraph

        def find(name: str) -> etree._Element | None:
            found = properties.find(f"{W}{name}") if properties is not None else None
            return found if found is not None else self._styles.find(style_id, f"{W}pPr/{W}{name}")

        outline = value(find("outlineLvl"))
        level = number(outline, 9) + 1 if outline is not None else self._styles.heading_level(style_id)
        alignment = value(find("jc"))
        return _ParagraphLook(
            style_id,
            alignment == "center" if alignment else None,
            level if level is not None and level <= 9 else None,
            self._toggle(style_id, "b"),
            self._toggle(style_id, "i"),
            self._toggle(style_id, "caps"),
            half_points(self._styles.find(style_id, f"{W}rPr/{W}sz")) or self._styles.default_size_pt,
        )

    def _toggle(self, style_id: str | None, name: str) -> bool:
        key = (style_id, name)
        if key not in self._toggles:
            self._toggles[key] = bool(is_on(self._styles.find(style_id, f"{W}rPr/{W}{name}")))
        return self._toggles[key]

    def _list_mark(self, properties: etree._Element | None, look: _ParagraphLook) -> str:
        path = f"{W}numPr"
        stated = properties.find(path) if properties is not None else None
        inherited = self._styles.find(look.style_id, f"{W}pPr/{path}")
        found = stated if stated is not None else inherited
        if found is None:
            return ""
        num_id = value(found.find(f"{W}numId"))
        if num_id is None and inherited is not None:
            num_id = value(inherited.find(f"{W}numId"))
        if num_id is None or num_id == "0":
            return ""
        return self._numbering.mark(num_id, min(max(number(value(found.find(f"{W}ilvl"))), 0), 8))

    # -- what stands in a paragraph ------------------------------------------------------------------------------------

    def _inside(self, element: etree._Element, open_para: _OpenPara) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child, open_para)
            elif name in _WRAPPERS:
                self._inside(child, open_para)
            elif name == "sdt":
                self._content_control(child, open_para)
            elif name == "AlternateContent":
                self._inside(chosen_branch(child), open_para)
            elif name in ("oMath", "oMathPara"):
                self._write(open_para, "".join(text.text or "" for text in child.iter(_MATH_TEXT)), None)

    def _content_control(self, element: etree._Element, open_para: _OpenPara) -> None:
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:  # "Click here to enter text"
            return
        content = element.find(f"{W}sdtContent")
        if content is not None:
            self._inside(content, open_para)

    def _run(self, run: etree._Element, open_para: _OpenPara) -> None:
        look = run.find(f"{W}rPr")
        if look is not None and is_on(look.find(f"{W}vanish")):
            return
        for child in run:
            name = local(child)
            if name == "fldChar":
                self._field(child, open_para)
            elif "code" in self._fields or name in _LEFT_OUT:
                continue
            elif name == "t":
                self._write(open_para, child.text or "", look)
            elif name in ("tab", "ptab"):
                open_para.lines[-1].append("\t")
            elif name in ("br", "cr"):
                open_para.lines.append([])
            elif name == "noBreakHyphen":
                open_para.lines[-1].append("-")
            elif name == "sym":
                self._symbol(child, open_para)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), child.get(f"{W}id") or "", open_para)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._boxes(chosen_branch(child) if name == "AlternateContent" else child, open_para)

    def _field(self, element: etree._Element, open_para: _OpenPara) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                checked = is_on(box.find(f"{W}checked"))
                checked = is_on(box.find(f"{W}default")) if checked is None else checked
                open_para.lines[-1].append("☒" if checked else "☐")
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, element: etree._Element, open_para: _OpenPara) -> None:
        try:
            char = chr(int(element.get(f"{W}char") or "", 16))
        except (ValueError, OverflowError):
            return
        open_para.lines[-1].append(symbol(char, element.get(f"{W}font")))

    def _note(self, kind: str, note_id: str, open_para: _OpenPara) -> None:
        note = self._notes.get(kind, {}).get(note_id)
        if note is None or self._note_depth or (kind, note_id) in self._noted:
            return
        self._noted.add((kind, note_id))
        self._note_depth += 1
        texts = [node.text for node in self.nodes_of(note) if isinstance(node, Para)]
        self._note_depth -= 1
        text = " ".join(filter(None, texts))
        if text:
            open_para.notes.append(text)

    def _boxes(self, element: etree._Element, open_para: _OpenPara) -> None:
        """Take the text boxes of a drawing, outermost first, each once."""
        for child in element:
            name = local(child)
            if name == "txbxContent":
                open_para.boxes.extend(self.nodes_of(child))
            elif name in ("blip", "imagedata"):
                self.images += 1
            elif name == "AlternateContent":
                self._boxes(chosen_branch(child), open_para)
            elif len(child):
                self._boxes(child, open_para)

    def _write(self, open_para: _OpenPara, text: str, look: etree._Element | None) -> None:
        if not text:
            return
        base = open_para.look
        style_id = value(look.find(f"{W}rStyle")) if look is not None else None

        def toggle(name: str, inherited: bool) -> bool:
            stated = is_on(look.find(f"{W}{name}")) if look is not None else None
            return stated if stated is not None else inherited or self._toggle(style_id, name)

        font = _font_of(look)
        if font:
            text = "".join(symbol(char, font) for char in text)
        if toggle("caps", base.caps):
            text = nfc(text).upper()
        align = value(look.find(f"{W}vertAlign")) if look is not None else None
        if align in ("superscript", "subscript"):
            text = text.translate(_RAISED if align == "superscript" else _LOWERED)
        open_para.lines[-1].append(text)
        letters = sum(map(str.isalnum, text))
        if letters:
            size = half_points(look.find(f"{W}sz")) if look is not None else None
            weight = (letters, toggle("b", base.bold), toggle("i", base.italic), size or base.size_pt)
            open_para.weights.append(weight)


def _font_of(look: etree._Element | None) -> str | None:
    """Give the run's font where it is one of symbols."""
    fonts = look.find(f"{W}rFonts") if look is not None else None
    if fonts is None:
        return None
    font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    return font if font.lower().startswith(("symbol", "wingdings")) else None


def _style_of(open_para: _OpenPara, text: str) -> Style:
    weights = open_para.weights
    sizes: dict[float, int] = {}
    for letters, _, _, size in weights:
        if size is not None:
            sizes[size] = sizes.get(size, 0) + letters
    return Style(
        bold=all(bold for _, bold, _, _ in weights) if weights else None,
        italic=all(italic for _, _, italic, _ in weights) if weights else None,
        centered=open_para.look.centered,
        font_size_pt=max(sizes, key=lambda size: sizes[size]) if sizes else None,
        level=open_para.look.level if len(text) <= _MAX_HEADING else None,
    )


def _block_elements(story: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs and tables of a story, out of whatever wraps them."""
    for child in story:
        name = local(child)
        if name in ("p", "tbl", "altChunk"):
            yield child
        elif name == "sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from _block_elements(content)
        elif name == "AlternateContent":
            yield from _block_elements(chosen_branch(child))
        elif name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent"):
            yield from _block_elements(child)


def chosen_branch(element: etree._Element) -> etree._Element:
    """Give the one branch of an mc:AlternateContent that is read: the first that holds text, else the first."""
    branches = [child for child in element if local(child) in ("Choice", "Fallback")]
    for branch in branches:
        if any(local(inner) in ("t", "txbxContent") for inner in branch.iter()):
            return branch
    return branches[0] if branches else element


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for comments and entities."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""
