"""Numbers and bullets as Word shows them."""

import pytest
from docx_files import make_docx, paragraph

from vanban.read import read_bytes
from vanban.read.docx_numbering import format_number
from vanban.read.symbols import symbol


def level(index: int, style: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(levels: str, *, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'


def item(text: str, *, num: int = 1, at: int = 0) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


def read_texts(body: str, lists: str, styles: str = "") -> list[str]:
    document = read_bytes(make_docx(body, parts={"numbering": lists, "styles": styles}), source="a.docx")
    return [block.span.of(document.text) for block in document.blocks]


def test_levels_count_and_restart() -> None:
    lists = numbering(level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)"))
    body = (
        item("Kết quả") + item("Y tế", at=1) + item("Trạm", at=2) + item("Viện", at=2) + item("Giáo dục", at=1)
        + item("Khó khăn") + item("Vốn", at=1)
    )  # fmt: skip
    assert read_texts(body, lists) == [
        "I. Kết quả", "1. Y tế", "a) Trạm", "b) Viện", "2. Giáo dục", "II. Khó khăn", "1. Vốn",
    ]  # fmt: skip


def test_joined_and_legal_numbers() -> None:
    legal = level(1, "decimal", "%1.%2.", more="<w:isLgl/>")
    lists = numbering(level(0, "upperRoman", "%1.") + legal + level(2, "decimal", "%1.%2.%3", start=3))
    assert read_texts(item("Một") + item("Hai", at=1) + item("Ba", at=2), lists) == ["I. Một", "1.1. Hai", "I.1.3 Ba"]


def test_two_lists_of_one_pattern_count_on_unless_they_say_otherwise() -> None:
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    lists = numbering(level(0, "decimal", "%1."), numbers=numbers)
    body = item("a") + item("b", num=2) + item("c", num=3) + item("d", num=3)
    assert read_texts(body, lists) == ["1. a", "2. b", "1. c", "2. d"]


def test_number_of_the_style_and_number_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    )
    style = '<w:pStyle w:val="Con"/>'
    body = paragraph("Có số", properties=style)
    body += paragraph("Không số", properties=style + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read_texts(body, numbering(level(0, "decimal", "Điều %1.")), styles) == ["Điều 1. Có số", "Không số"]


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("-", "Times New Roman", "- Mục"),
        ("\uf0b7", "Symbol", "• Mục"),
        ("+", "", "+ Mục"),
        ("\uf0a7", "Wingdings", "▪ Mục"),
        ("o", "Courier New", "○ Mục"),
    ],
)
def test_bullets(text: str, font: str, expected: str) -> None:
    lists = numbering(level(0, "bullet", text, more=f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'))
    assert read_texts(item("Mục"), lists) == [expected]


@pytest.mark.parametrize(
    ("count", "style", "expected"),
    [
        (4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"), (27, "lowerLetter", "aa"), (2, "upperLetter", "B"),
        (7, "decimalZero", "07"), (12, "decimal", "12"), (0, "upperRoman", "0"),
    ],
)  # fmt: skip
def test_format_number(count: int, style: str, expected: str) -> None:
    assert format_number(count, style) == expected


@pytest.mark.parametrize(
    ("char", "font", "expected"),
    [
        ("ü", "Wingdings", "✓"),
        ("\uf0a3", "Symbol", "≤"),
        ("a", "Arial", "a"),
        ("\uf0ff", "Wingdings", "•"),
        ("\uf020", "Symbol", " "),
    ],
)
def test_symbol(char: str, font: str, expected: str) -> None:
    assert symbol(char, font) == expected
