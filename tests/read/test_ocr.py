"""Scanned pages: read whatever their state, judged one by one, and told of where they could not be read."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache

import pypdfium2
import pytest
from pdf_files import Sheet
from PIL import Image, ImageOps
from scan_files import (
    MOTTO,
    NUMBER,
    OFFICE,
    PLACE,
    SENTENCE,
    SIZE,
    TITLE,
    TROUBLE,
    draw_letter,
    needs_tesseract,
    pdf_of_image,
    png,
    render,
    seal,
    spoil,
    stroke,
    tiff,
)
from type3_files import type3_pdf

from vanban.model import Document
from vanban.read import read_bytes
from vanban.read.ocr import OcrMode
from vanban.read.ocr_pdf import judge
from vanban.read.pdf_page import TextPage

LETTERHEAD = (OFFICE, NUMBER, MOTTO, PLACE, TITLE)
GARBAGE = [
    "Trong nh÷ng n¨m qua ®· cã nhiÒu cè g¾ng ¦®­î kq¶ µ»Í" * 2,
    "xqz vvkp wrtg bbnm qjqj zxzx kkpq wwrt ffgh jjkl mnbv ccxz" * 2,
]


@cache
def letter() -> Image.Image:
    return render(draw_letter())


def likeness(document: Document, *texts: str) -> float:
    """Give the share of the words of texts that stand in a document, in their order."""
    wanted, found = " ".join(texts).split(), document.text.split()
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


@needs_tesseract
def test_letters_of_which_the_file_says_nothing_are_read_off_the_page() -> None:
    lines = ["ỦY BAN NHÂN DÂN TỈNH", "Kết quả thực hiện nhiệm vụ năm 2025"]
    document = read_bytes(type3_pdf(lines), source="a.pdf")
    assert document.text.split("\n")[:2] == lines
    assert document.pages[0].origin == "ocr"


def test_letters_of_which_the_file_says_nothing_are_told_apart() -> None:
    sheet = Sheet()
    sheet.text(90, 100, "Kết quả thực hiện nhiệm vụ năm 2025")
    for data, share in ((type3_pdf(["Kết quả năm 2025"]), 1.0), (sheet.data(), 0.0)):
        with contextlib.closing(pypdfium2.PdfDocument(data)) as document, contextlib.closing(document[0]) as page:
            text = TextPage(page.raw)
            assert text.unmapped() == share
            text.close()


@needs_tesseract
@pytest.mark.parametrize(
    ("make", "least"),
    [
        pytest.param(lambda page: page, 0.97, id="clean"),
        pytest.param(spoil, 0.95, id="noisy"),
        pytest.param(
            lambda page: page.rotate(2.3, Image.Resampling.BICUBIC, True, fillcolor="white"), 0.95, id="askew"
        ),
        pytest.param(lambda page: seal(page, 200, 150), 0.95, id="red seal over text"),
        pytest.param(lambda page: stroke(page, 150), 0.95, id="blue ink over text"),
        pytest.param(lambda page: page.convert("1"), 0.95, id="bilevel"),
        pytest.param(lambda page: ImageOps.invert(page.convert("L")), 0.95, id="white on black"),
    ],
)
def test_reads_a_page_in_any_state(make: Callable[[Image.Image], Image.Image], least: float) -> None:
    document = read_bytes(png(make(letter())), source="a.png")
    assert likeness(document, SENTENCE, TROUBLE) >= least
    for line in LETTERHEAD:
        assert line in document.text
    assert document.pages[0].origin == "ocr"
    assert document.pages[0].confidence is not None and document.pages[0].confidence > 0.75


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_sets_a_turned_page_upright(degrees: int) -> None:
    document = read_bytes(png(letter().rotate(degrees, expand=True)), source="a.png")
    assert likeness(document, SENTENCE, TROUBLE) >= 0.95
    assert NUMBER in document.text
    box = next(block.box for block in document.blocks if TITLE in block.span.of(document.text))
    assert box is not None
    middle = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2  # of the title, on the page as it was scanned
    x, y = 297.0, 106.0
    wanted = {90: (y, SIZE[0] - x), 180: (SIZE[0] - x, SIZE[1] - y), 270: (SIZE[1] - y, x)}[degrees]
    assert middle == pytest.approx(wanted, abs=8)


@needs_tesseract
def test_columns_of_a_letterhead_stay_apart() -> None:
    blocks = [block.span.of(read_letter().text) for block in read_letter().blocks]
    assert blocks[:2] == [OFFICE, NUMBER]
    assert MOTTO in blocks and PLACE in blocks


@cache
def read_letter() -> Document:
    return read_bytes(png(letter()), source="a.png")


@needs_tesseract
def test_paragraphs_are_whole_and_the_title_is_bold() -> None:
    document = read_letter()
    assert SENTENCE in [block.span.of(document.text) for block in document.blocks]
    title = next(block for block in document.blocks if block.span.of(document.text) == TITLE)
    assert title.style.bold and title.style.font_size_pt == pytest.approx(13, abs=2)  # the face is a large one


@needs_tesseract
def test_a_ruled_table_is_a_table() -> None:
    rows = [
        ["Chỉ tiêu", "Kế hoạch", "Thực hiện"],
        ["Thu ngân sách", "77.800", "45.120"],
        ["Chi đầu tư", "9.400", "3.115"],
    ]
    document = read_bytes(png(render(draw_letter(table=rows))), source="a.png")
    (table,) = document.tables
    assert table.columns(document.text) == rows[0]
    assert table.rows(document.text) == rows[1:]


@needs_tesseract
def test_pages_of_a_tiff() -> None:
    document = read_bytes(tiff([letter(), Image.new("RGB", letter().size, "white"), letter()]), source="a.tif")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.text.count(SENTENCE) == 2
    assert document.pages[1].confidence is None
    assert {block.page for block in document.blocks} == {1, 3}


# -- each page is judged on its own ------------------------------------------------------------------------------------


@needs_tesseract
def test_only_scanned_pages_of_a_pdf_are_read_by_ocr() -> None:
    target = pypdfium2.PdfDocument.new()
    for data in (draw_letter(), pdf_of_image(letter())):
        target.import_pages(pypdfium2.PdfDocument(data))
    buffer = io.BytesIO()
    target.save(buffer)
    document = read_bytes(buffer.getvalue(), source="a.pdf")
    assert [page.origin for page in document.pages] == ["text", "ocr"]
    assert document.pages[0].confidence is None
    assert document.text.count(NUMBER) == 2


@needs_tesseract
def test_a_garbled_text_layer_gives_way() -> None:
    document = read_bytes(pdf_of_image(letter(), layer=GARBAGE[1:] * 3), source="a.pdf")
    assert document.pages[0].origin == "ocr"
    assert SENTENCE in document.text and "xqz" not in document.text


@needs_tesseract
@pytest.mark.parametrize(
    ("mode", "origin"), [("auto", "text"), ("never", "text"), ("always", "ocr")]
)  # a copier's good text layer
def test_a_good_text_layer_is_kept(mode: OcrMode, origin: str) -> None:
    layer = [OFFICE, NUMBER, *(TROUBLE for _ in range(6))]
    document = read_bytes(pdf_of_image(letter(), layer=layer), source="a.pdf", ocr=mode)
    assert document.pages[0].origin == origin
    assert (SENTENCE in document.text) == (origin == "ocr")


def test_never_reads_no_scan() -> None:
    document = read_bytes(png(letter()), source="a.png", ocr="never")
    assert document.text.strip() == ""
    assert codes(document) == ["page_without_text"]
    scan = read_bytes(pdf_of_image(letter()), source="a.pdf", ocr="never")
    assert "page_without_text" in codes(scan) and "ocr_missing" not in codes(scan)


@pytest.mark.parametrize("name", ["a.png", "a.pdf"])
def test_without_tesseract_the_page_waits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.read.tesseract.find_program", lambda: None)
    data = png(letter()) if name == "a.png" else pdf_of_image(letter())
    document = read_bytes(data, source=name)
    notice = next(notice for notice in document.notices if notice.code == "ocr_missing")
    assert notice.page == 1
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in notice.message


def test_a_page_that_stops_the_engine_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from vanban.read.tesseract import OcrFailure

    def stop(*_: object, **__: object) -> None:
        raise OcrFailure("timeout", "90 s")

    monkeypatch.setattr("vanban.read.tesseract.missing_part", lambda: None)
    monkeypatch.setattr("vanban.read.ocr_page.read_words", stop)
    document = read_bytes(png(letter()), source="a.png")
    assert codes(document) == ["ocr_failed"]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (SENTENCE, True),
        (TROUBLE, True),
        (GARBAGE[0], False),
        (GARBAGE[1], False),
        ("The committee has approved the plan for the next year and will report on its progress in June.", False),
        ("Trang 3", True),  # too little to judge
        ("", True),
    ],
)
def test_judges_text_layers(text: str, good: bool) -> None:
    assert judge([text]).good is good


def test_a_drawn_page_without_letters_is_no_scan() -> None:
    sheet = Sheet(size=SIZE)
    for place in range(10):
        sheet.rule(80, 60 + 20 * place, 500)
    document = read_bytes(sheet.data(), source="a.pdf")
    assert document.pages[0].origin == "text"
    assert codes(document) == []


def test_empty_pages_cost_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.read.ocr_page.read_words", None)  # no engine is called
    target = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        target.new_page(595, 842)
    buffer = io.BytesIO()
    target.save(buffer)
    document = read_bytes(buffer.getvalue(), source="a.pdf")
    assert len(document.pages) == 10_000
    assert document.text.strip() == "" and not document.notices


def test_many_waiting_pages_are_told_in_few_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.read.tesseract.find_program", lambda: None)
    document = read_bytes(tiff([Image.new("L", (300, 200), 255)] * 60, dpi=72), source="a.tif")
    assert codes(document) == ["ocr_missing"] * 21
    assert "40 trang" in document.notices[-1].message and document.notices[-1].page == 21
