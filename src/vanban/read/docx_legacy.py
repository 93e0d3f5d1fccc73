"""Legacy fonts in a DOCX: the text of its runs is put into Unicode in the XML, before anything else is read.

LibreOffice writes the soft hyphen, which is the letter "ư" in TCVN3, as an element of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from vanban.model import Notice
from vanban.read.docx_package import Package, W
from vanban.read.docx_styles import StyleSheet, value
from vanban.read.legacy import Decoder, font_code, looks_legacy
from vanban.text import nfc

_STORIES = ("header", "footer", "footnotes", "endnotes")
_SYMBOLS = ("symbol", "wingdings", "webdings", "marlett")
_SOFT_HYPHEN = "\xad"


@dataclass(slots=True)
class _Chunk:
    """What follows each other in one font within a paragraph."""

    font: str | None
    texts: list[etree._Element]  # w:t and w:softHyphen

    @property
    def text(self) -> str:
        return "".join(map(_text_of, self.texts))


def decode_fonts(package: Package, styles: StyleSheet) -> list[Notice]:
    """Put the legacy text of all stories into Unicode, in place."""
    roots = list(_stories(package))
    if not _may_be_legacy(package, roots, styles):
        return []
    fonts = _Fonts(styles)
    chunks = [chunk for root in roots for chunk in _chunks_of(root, fonts)]
    decoder = Decoder()
    for chunk in chunks:
        decoder.see(chunk.text, chunk.font)
    if not decoder.settle():
        return []
    for chunk in chunks:
        raw = chunk.text
        decoded = decoder.decode(raw, chunk.font, keep_places=True)
        if decoded != raw:
            _put_back(chunk, decoded)
    _decode_numbering(package, decoder, fonts)
    return decoder.notices()


def _stories(package: Package) -> Iterator[etree._Element]:
    main = package.part(package.main)
    if main is not None:
        yield main
    for relation in package.relations(package.main).values():
        root = package.part(relation.target) if relation.kind in _STORIES else None
        if root is not None:
            yield root


def _may_be_legacy(package: Package, roots: list[etree._Element], styles: StyleSheet) -> bool:
    names = {name for root in [*roots, *styles.elements.values()] for name in _names_in(root)}
    names.add(styles.default_font or "")
    if any(map(font_code, names)):
        return True
    return any(looks_legacy("".join(text.text or "" for text in root.iter(f"{W}t"))) for root in roots)


def _names_in(root: etree._Element) -> set[str]:
    return {fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or "" for fonts in root.iter(f"{W}rFonts")}


class _Fonts:
    """Finds the font of a run: its own, its style's, its paragraph's, the document's."""

    def __init__(self, styles: StyleSheet) -> None:
        self._styles = styles
        self._of_style: dict[str | None, str | None] = {}

    def of_run(self, run: etree._Element, paragraph: etree._Element | None) -> str | None:
        look = run.find(f"{W}rPr")
        if look is not None:
            font = self.named(look.find(f"{W}rFonts")) or self.of_style(value(look.find(f"{W}rStyle")))
            if font:
                return font
        style = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
        return self.of_style(value(style) or self._styles.default_paragraph) or self._styles.default_font

    def of_style(self, style_id: str | None) -> str | None:
        if style_id not in self._of_style:
            looks = (element.find(f"{W}rPr/{W}rFonts") for element in self._styles.chain(style_id))
            self._of_style[style_id] = next(filter(None, map(self.named, looks)), None)
        return self._of_style[style_id]

    @staticmethod
    def named(fonts: etree._Element | None) -> str | None:
        """Give the font of letters beyond ASCII; "" for a font of the theme, which is always one of Unicode."""
        if fonts is None:
            return None
        if fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme"):
            return "theme"
        return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


def _chunks_of(root: etree._Element, fonts: _Fonts) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    last: etree._Element | None = None
    for run in root.iter(f"{W}r"):
        texts = [child for child in run if child.tag in (f"{W}t", f"{W}softHyphen")]
        if not texts:
            continue
        paragraph = next(run.iterancestors(f"{W}p"), None)
        font = fonts.of_run(run, paragraph)
        if font and font.lower().startswith(_SYMBOLS):
            continue
        if chunk is None or paragraph is not last or chunk.font != font:
            if chunk is not None:
                yield chunk
            chunk, last = _Chunk(font, []), paragraph
        chunk.texts += texts
    if chunk is not None:
        yield chunk


def _text_of(element: etree._Element) -> str:
    return (element.text or "") if element.tag == f"{W}t" else _SOFT_HYPHEN


def _put_back(chunk: _Chunk, decoded: str) -> None:
    start = 0
    for element in chunk.texts:
        end = start + len(_text_of(element))
        element.tag, element.text = f"{W}t", nfc(decoded[start:end])
        start = end


def _decode_numbering(package: Package, decoder: Decoder, fonts: _Fonts) -> None:
    """Put the words of automatic numbers, "§iÒu %1.", into Unicode."""
    for relation in package.relations(package.main).values():
        root = package.part(relation.target) if relation.kind == "numbering" else None
        for level in root.iter(f"{W}lvl") if root is not None else ():
            words = level.find(f"{W}lvlText")
            raw = value(words) or ""
            font = fonts.named(level.find(f"{W}rPr/{W}rFonts")) or fonts.of_style(value(level.find(f"{W}pStyle")))
            if words is not None and raw and not (font or "").lower().startswith(_SYMBOLS):
                words.set(f"{W}val", decoder.decode(raw, font))
