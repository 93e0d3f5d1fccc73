"""Whatever comes in: a document that holds together, or an error that says what to do."""

import random
import unicodedata

import pytest
from docx_files import cell, make_docx, paragraph, row, table
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.errors import FileProblem
from vanban.model import Document
from vanban.read import read_bytes, read_text

FRAGMENTS = st.sampled_from(
    ["STT", "Nội dung", "1", "2", "I", "x", "97,8%", "Sở Y tế", "thực hiện", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số:",
     "Nơi nhận:", "- Như trên;", "Phụ lục I", "\t", "\t\t", "|", "|---|", "**", "*", "#", "   ", "\f", "[1]", "<td>", "<table>",
     "</table>", "<br>", "V/v", "Kính gửi:", "-----", "\u200b", "\xad", "\u0301", "(", ")", "."]
)  # fmt: skip
LINES = st.lists(st.lists(FRAGMENTS, max_size=8).map(" ".join), max_size=30).map("\n".join)


def check(document: Document) -> None:
    text = document.text
    assert text == unicodedata.normalize("NFC", text)
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end
    for found in document.tables:
        assert found.header_rows <= found.n_rows
        assert all(len(cells) == found.n_columns for cells in found.rows(text))
        places = [(c.row, c.column) for c in found.cells]
        assert places == sorted(set(places))
        assert all(found.span.contains(c.span) for c in found.cells)
        assert all(
            c.row + c.row_span <= found.n_rows and c.column + c.column_span <= found.n_columns for c in found.cells
        )


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_any_text(text: str) -> None:
    check(read_text(text, source="a.txt"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(data: bytes) -> None:
    try:
        check(read_bytes(data, source="a"))
    except FileProblem as error:
        assert error.remedy


@settings(max_examples=60, deadline=None)
@given(LINES.map(lambda text: text.replace("|", "<tr>").replace("x", "<td rowspan=3 colspan=2>")))
def test_any_markup(text: str) -> None:
    try:
        check(read_bytes(f"<html><body><table>{text}".encode(), source="a.html"))
    except FileProblem as error:
        assert error.remedy


SPAN = '<w:gridSpan w:val="2"/>'
DOCX = make_docx(
    paragraph("Nội dung.")
    + table(row("STT", cell("Tên", properties=SPAN)), row("1", cell("A", properties='<w:vMerge w:val="restart"/>'), "5"),
            row("2", cell("", properties="<w:vMerge/>"), "6"), row("3")),
    compression=0,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_spoilt_docx(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(DOCX)
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        check(read_bytes(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]), source="a.docx"))
    except FileProblem as error:
        assert error.remedy


def test_the_docx_itself_is_sound() -> None:
    document = read_bytes(DOCX, source="a.docx")
    check(document)
    assert document.tables[0].rows(document.text) == [["1", "A", "5"], ["2", "", "6"], ["3", "", ""]]
