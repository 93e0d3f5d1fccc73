"""Draws office papers from the corpus, and makes scans of them: clean, noisy, askew, stamped, turned, bilevel, written.

On a written one number, day and month are filled in by hand: digits that people wrote, from the set of scikit-learn.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from sklearn.datasets import load_digits as load_known_digits

from vanban.learn.corpus import GoldDocument, GoldLine, load_document
from vanban.lexicon.doc_types import doc_types
from vanban.read import read_bytes

DOCUMENTS = Path(__file__).parent.parent / "corpora" / "documents"
# Tinos has the widths and, nearly, the shapes of Times New Roman, in which offices write
FACES = {
    "tinos": ("/usr/share/fonts/truetype/croscore/Tinos-{}.ttf", ("Regular", "Bold", "Italic")),
    "dejavu": ("/usr/share/fonts/truetype/dejavu/DejaVuSerif{}.ttf", ("", "-Bold", "-Italic")),
}
KINDS = ("clean", "noisy", "askew", "bilevel", "stamped", "turned", "written")
BLANK = "\u00a0" * 12  # to be filled in
DIGIT_PT = 13.0  # height of what is written by hand


@dataclass(slots=True)
class Paper:
    """One page, drawn, with what it says."""

    name: str
    pdf: bytes
    letterhead: list[str]
    body: list[str]
    gold: GoldDocument
    tables: list[list[list[str]]] = field(default_factory=list)
    form: bytes = b""  # the page with number, day and month left blank


def faces() -> list[str]:
    return [name for name, (path, styles) in FACES.items() if Path(path.format(styles[0])).exists()]


def draw_papers(count: int, *, seed: int = 1, tables: bool = False) -> Iterator[Paper]:
    """Draw the first pages of documents of the corpus that have a letterhead, in the faces that are installed.

    With `tables` of those that have some, their tables alone below the title.
    """
    golds = [load_document(path) for path in sorted(DOCUMENTS.glob("*.txt"))]
    golds = [
        gold
        for gold in golds
        if gold.meta.get("split") == "test"
        and gold.document["number"]
        and gold.document["symbol"]
        and gold.document["issuer"]
        and (not tables or any(isinstance(part, list) for part in _body(gold)))
    ]
    random.Random(seed).shuffle(golds)
    names = faces()
    for index, gold in enumerate(golds[:count]):
        yield draw_paper(gold, names[index % len(names)], tables=tables)


def draw_paper(gold: GoldDocument, face: str, *, tables: bool = False) -> Paper:
    path, suffixes = FACES[face]
    for style, suffix in zip(("plain", "bold", "italic"), suffixes, strict=True):
        pdfmetrics.registerFont(TTFont(f"{face}-{style}", path.format(suffix)))
    left, right = _letterhead(gold)
    pdf = _draw(gold, face, left, right, tables)
    form = _draw(gold, face, *_letterhead(gold, blank=True), tables)
    document = read_bytes(pdf, source="paper.pdf")
    drawn = {"".join(text.split()) for text in (*left, *right)}
    texts = [block.span.of(document.text) for block in document.blocks if block.table is None]
    body = [text for text in texts if "".join(text.split()) not in drawn]
    drawn_tables = [[table.columns(document.text), *table.rows(document.text)] for table in document.tables]
    return Paper(gold.path.stem, pdf, [*left, *right], body, gold, drawn_tables, form)


def _draw(gold: GoldDocument, face: str, left: list[str], right: list[str], tables: bool) -> bytes:
    buffer = io.BytesIO()
    margins = {"leftMargin": 85, "rightMargin": 51, "topMargin": 57, "bottomMargin": 57}
    SimpleDocTemplate(buffer, pagesize=A4, **margins).build(_story(gold, face, left, right, tables))
    return _first_page(buffer.getvalue())


def _letterhead(gold: GoldDocument, *, blank: bool = False) -> tuple[list[str], list[str]]:
    fields = gold.document
    issued = fields["issued_on"]
    day = f"ngày {issued[8:]} tháng {int(issued[5:7])} năm {issued[:4]}" if issued else "ngày tháng năm 2026"
    if blank and issued:
        day = f"ngày{BLANK}tháng{BLANK}năm {issued[:4]}"
    left = [fields["parent_issuer"].upper()] if fields["parent_issuer"] else []
    left += [fields["issuer"].upper(), f"Số: {BLANK if blank else fields['number']}/{fields['symbol']}"]
    if fields["doc_type"] == "cong_van":
        left.append(f"V/v {fields['subject']}")
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"{fields['place'] or 'Hà Nội'}, {day}",
    ]
    return left, right


def _story(gold: GoldDocument, face: str, left: list[str], right: list[str], tables: bool) -> list[Flowable]:
    plain = ParagraphStyle(
        "plain", fontName=f"{face}-plain", fontSize=13 if face == "tinos" else 11.5, leading=17, alignment=TA_JUSTIFY,
        firstLineIndent=28, spaceAfter=5,
    )  # fmt: skip
    bold = ParagraphStyle("bold", parent=plain, fontName=f"{face}-bold")
    centred = ParagraphStyle("centred", parent=bold, alignment=TA_CENTER, firstLineIndent=0)
    size = 12 if face == "tinos" else 9.5
    small = ParagraphStyle("small", parent=centred, fontSize=size, leading=15, spaceAfter=2, fontName=f"{face}-plain")
    strong = ParagraphStyle("strong", parent=small, fontName=f"{face}-bold")
    italic = ParagraphStyle("italic", parent=small, fontName=f"{face}-italic")
    numbers = [index for index, text in enumerate(left) if text.startswith("Số:")]
    columns = [
        [Paragraph(escape(text), strong if index == numbers[0] - 1 else small) for index, text in enumerate(left)],
        [Paragraph(escape(text), style) for text, style in zip(right, (strong, strong, italic), strict=True)],
    ]
    story: list[Flowable] = [Table([columns], [180, 280], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))]
    story.append(Spacer(1, 10))
    types = [kind.name.upper() for kind in doc_types() if kind.code == gold.document["doc_type"]]
    if types and gold.document["doc_type"] != "cong_van":
        story += [Paragraph(types[0], centred), Paragraph(escape(gold.document["subject"] or ""), centred)]
    for texts in _body(gold):
        if isinstance(texts, list):
            story += [_table(texts, face), Spacer(1, 6)]
        elif not tables:
            heading = len(texts) < 90 and not texts.endswith((".", ";", ":")) and texts[:1].isalnum()
            story.append(Paragraph(escape(texts), bold if heading else plain))
    return story


def _body(gold: GoldDocument) -> Iterator[Any]:
    """Give the paragraphs and the tables behind the title."""
    begun = False
    subject = (gold.document["subject"] or "").casefold()[:25]
    for block in gold.blocks:
        first = block[0]
        if isinstance(first, GoldLine):
            if begun:
                yield " ".join(line.text for line in block if isinstance(line, GoldLine))
            begun = begun or (bool(subject) and subject in first.text.casefold())
        elif begun:
            yield [list(row) for row in block]


def _table(rows: list[list[str]], face: str) -> Table:
    style = ParagraphStyle("cell", fontName=f"{face}-plain", fontSize=11, leading=13, alignment=TA_LEFT)
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    longest = [max(len(row[column]) for row in rows) for column in range(width)]
    shares = [min(max(size, 14), 70) for size in longest]
    cells = [[Paragraph(escape(text), style) for text in row] for row in rows]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return Table(cells, [450 * share / sum(shares) for share in shares], style=grid)


def _first_page(data: bytes) -> bytes:
    source, target = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    target.import_pages(source, [0])
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


# -- writing by hand ---------------------------------------------------------------------------------------------------


def fill_in(paper: Paper, *, dpi: int, seed: int) -> Image.Image:
    """Draw the page with number, day and month written by hand into the places that are blank."""
    page = pypdfium2.PdfDocument(paper.form)[0]
    image: Image.Image = page.render(scale=dpi / 72).to_pil().convert("RGB")
    chance, unit = random.Random(seed), dpi / 72
    issued = paper.gold.document["issued_on"] or ""
    text = page.get_textpage()
    for before, value in (("Số:", paper.gold.document["number"]), ("ngày", issued[8:]), ("tháng", issued[5:7])):
        found = text.search(before).get_next()
        if found is None or not value:
            continue
        box = text.get_charbox(found[0] + len(before) - 1)
        x = (box[2] + chance.uniform(3, 6)) * unit
        for digit in str(value):
            drawn = _written_digit(int(digit), round(DIGIT_PT * chance.uniform(0.9, 1.1) * unit), chance)
            y = (page.get_height() - text.get_charbox(found[0])[1] + chance.uniform(0, 4)) * unit - drawn.height
            image.paste((25, 25, 70), (round(x), round(y)), drawn)
            x += drawn.width + chance.uniform(-0.5, 1) * unit
    return image


@cache
def load_digits() -> Any:
    return load_known_digits()


def _written_digit(digit: int, height: int, chance: random.Random) -> Image.Image:
    """Give the ink of a digit that somebody wrote."""
    known = load_digits()
    drawn = known.images[chance.choice(np.flatnonzero(known.target == digit).tolist())]
    columns = np.flatnonzero(drawn.max(axis=0) > 3)
    cut = Image.fromarray((drawn[:, columns[0] : columns[-1] + 1] * (255 / 16)).astype(np.uint8))
    large = cut.resize((max(round(cut.width * height / 8), 2), height), Image.Resampling.BICUBIC)
    return large.point(lambda value: min(max((value - 140) * 5, 0), 255))


# -- scans -------------------------------------------------------------------------------------------------------------


def scan(paper: Paper, kind: str, *, dpi: int, seed: int = 1) -> Image.Image:
    """Make the image that a scanner would give of a page."""
    chance = random.Random(seed)
    if kind == "written":
        return _spoil(fill_in(paper, dpi=dpi, seed=seed), seed, strong=False)
    image: Image.Image = pypdfium2.PdfDocument(paper.pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")
    if kind == "stamped":
        image = _stamp(image, dpi, chance)
    if kind in ("askew", "stamped"):
        angle = chance.choice([-1, 1]) * chance.uniform(0.4, 3.0)
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    if kind in ("noisy", "askew", "stamped", "turned"):
        image = _spoil(image, seed, strong=kind == "noisy")
    if kind == "bilevel":
        grey = _spoil(image, seed, strong=False).convert("L")
        image = grey.point(lambda value: 255 * (value > 150)).convert("1")
    if kind == "turned":
        image = image.rotate(chance.choice([90, 180, 270]), expand=True)
    return image


def _spoil(image: Image.Image, seed: int, *, strong: bool) -> Image.Image:
    """Blur, fade, add grain, specks and the traces of JPEG."""
    chance = np.random.default_rng(seed)
    soft = image.filter(ImageFilter.GaussianBlur(0.8 if strong else 0.5))
    pixels = np.asarray(soft, dtype=np.float32)
    pixels = 30 + pixels * (205 / 255 if strong else 215 / 255)
    grain = chance.normal(0, 14 if strong else 6, pixels.shape[:2]).astype(np.float32)
    pixels = pixels + grain[:, :, None]
    specks = chance.random(pixels.shape[:2])
    pixels[specks < (0.002 if strong else 0.0003)] = 40
    pixels[specks > 0.999] = 250
    buffer = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=60 if strong else 75)
    return Image.open(buffer).convert("RGB")


def _stamp(image: Image.Image, dpi: int, chance: random.Random) -> Image.Image:
    """Put a red seal and a stroke of blue ink over the text."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    unit = dpi / 72
    x, y = chance.uniform(120, 330) * unit, chance.uniform(200, 600) * unit
    red, blue = (205, 30, 45), (40, 60, 170)
    for radius, width in ((50, 2.5), (45, 1), (18, 1)):
        box = (x - radius * unit, y - radius * unit, x + radius * unit, y + radius * unit)
        draw.ellipse(box, outline=red, width=max(round(width * unit), 1))
    for step in range(18):
        a = 2 * np.pi * step / 18
        spot = (x + 38 * unit * np.cos(a), y + 38 * unit * np.sin(a))
        draw.rectangle((spot[0] - 2 * unit, spot[1] - 3 * unit, spot[0] + 2 * unit, spot[1] + 3 * unit), fill=red)
    points = [(x + (10 + 12 * k) * unit, y + chance.uniform(-30, 30) * unit) for k in range(12)]
    draw.line(points, fill=blue, width=max(round(1.4 * unit), 1), joint="curve")
    pixels = np.minimum(np.asarray(image), np.asarray(layer))
    return Image.fromarray(pixels)
