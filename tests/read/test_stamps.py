from __future__ import annotations

import pytest
from pdf_files import Sheet
from signed_files import NUMBER_STAMPS, Stamp, annotate, letter, make_signer, sign

from vanban.read import read_bytes
from vanban.read.stamps import is_frame
from vanban.structure import find_letterhead

FRAME = Stamp(
    (85, 20, 290, 60),
    ["Người ký: ỦY BAN NHÂN DÂN TỈNH", "Email: vanthu@example.vn", "Thời gian ký: 20.06.2025 09:30:00 +07:00"],
    size=9,
)


def lines_of(data: bytes) -> list[str]:
    document = read_bytes(data, source="a.pdf")
    return [line.span.of(document.text) for line in document.lines]


def codes_of(data: bytes) -> list[str]:
    return [notice.code for notice in read_bytes(data, source="a.pdf").notices]


def test_number_and_day_in_signature_fields_are_read_at_their_place() -> None:
    clerk = make_signer("Văn thư", "UBND tỉnh Lào Cai")
    data = letter().data()
    for place, stamp in enumerate(NUMBER_STAMPS):
        data = sign(data, stamp, clerk, field=f"S{place}")
    document = read_bytes(data, source="a.pdf")
    found = [line.span.of(document.text) for line in document.lines]
    assert "Số: 245 /BC-UBND" in found
    assert "Lào Cai, ngày 20 tháng 6 năm 2025" in found
    head = find_letterhead(document)
    assert (head.number, head.symbol) == ("245", "BC-UBND")
    assert head.issued_on is not None and head.issued_on.isoformat() == "2025-06-20"
    [number] = [line for line in document.lines if line.span.of(document.text).startswith("Số:")]
    assert number.box.x0 == pytest.approx(85, abs=1) and number.box.x1 > 190
    [notice] = [n for n in document.notices if n.code == "stamped_text"]
    assert notice.page == 1 and "“245”, “20”, “6”" in notice.message


@pytest.mark.parametrize(
    ("kind", "flags", "read"),
    [
        ("/FreeText", 4, True),
        ("/Stamp", 4, True),
        ("/Text", 4, False),  # a reader's remark
        ("/Widget", 4, False),  # a button
        ("/FreeText", 2, False),  # hidden
        ("/Stamp", 32, False),  # not shown on screens
    ],
)
def test_annotations_that_are_text_of_the_page(kind: str, flags: int, read: bool) -> None:
    data = annotate(letter().data(), Stamp((140, 300, 330, 320), ["Đã gửi bản điện tử"]), kind=kind, flags=flags)
    found = lines_of(data)
    assert ("Đã gửi bản điện tử" in found) is read
    assert "Số: /BC-UBND" in found  # what stood there still stands there
    assert ("stamped_text" in codes_of(data)) is read


def test_frame_of_a_signature_is_told_but_is_no_text() -> None:
    clerk = make_signer("Văn thư", "UBND tỉnh Lào Cai")
    data = sign(letter().data(), FRAME, clerk, field="S1")
    assert lines_of(data)[0] == "ỦY BAN NHÂN DÂN"
    document = read_bytes(data, source="a.pdf")
    [notice] = document.notices
    assert (notice.code, notice.page) == ("signature_frame", 1)
    assert "Email: vanthu@example.vn" in notice.message

    both = sign(data, NUMBER_STAMPS[0], clerk, field="S2")
    assert "Số: 245 /BC-UBND" in lines_of(both) and "vanthu" not in read_bytes(both, source="a.pdf").text
    assert codes_of(both) == ["stamped_text", "signature_frame"]


def test_only_the_pages_with_annotations_change() -> None:
    plain = letter(pages=3).data()
    data = annotate(plain, Stamp((85, 300, 300, 320), ["Bản sao y"], page=1))
    before, after = read_bytes(plain, source="a.pdf"), read_bytes(data, source="a.pdf")
    assert [n.page for n in after.notices] == [2]
    assert after.text.replace("Bản sao y\n", "") == before.text


def test_page_that_viewers_turn() -> None:
    sheet = Sheet()
    sheet.text(85, 118, "Số:")
    sheet.text(140, 118, "/BC-UBND")
    sheet.rotate(180)
    data = annotate(sheet.data(), NUMBER_STAMPS[0])
    assert lines_of(data) == ["Số: 245 /BC-UBND"]


def test_stamps_on_an_empty_page() -> None:
    data = annotate(Sheet().data(), Stamp((85, 300, 300, 320), ["Bản sao y"]))
    assert lines_of(data) == ["Bản sao y"]


def test_stamp_with_many_lines_on_many_pages_stays_quick() -> None:
    data = letter(pages=20).data()
    for page in range(20):
        data = annotate(data, note_on(page))
    assert read_bytes(data, source="a.pdf").text.count("Ghi chú") == 20


def note_on(page: int) -> Stamp:
    return Stamp((300, 400, 500, 420), ["Ghi chú"], page=page)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Người ký: A Thời gian ký: 20.06.2025", True),
        ("Ký bởi: Sở Y tế Email: syt@example.vn", True),
        ("Digitally signed by SỞ Y TẾ Date: 2025.06.20 09:30", True),
        ("Signature Not Verified Digitally signed by A", True),
        ("245", False),
        ("ngày 20 tháng 6", False),
        ("Đã ký", False),
        ("CÔNG VĂN ĐẾN Số: 12 Ngày: 20/6/2025", False),
    ],
)
def test_what_is_the_frame_of_a_signature(text: str, expected: bool) -> None:
    assert is_frame(text) is expected
