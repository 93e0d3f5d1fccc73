from __future__ import annotations

import datetime as dt
import sys

import pytest
from signed_files import NUMBER_STAMPS, annotate, letter, make_signer, sign

from vanban.model import Document
from vanban.read import read_bytes
from vanban.read.signatures import parse_time

NUMBER, DAY, _ = NUMBER_STAMPS


def read(data: bytes) -> Document:
    return read_bytes(data, source="a.pdf")


def signed_twice() -> bytes:
    """Sign by the chairman first, then by the clerk."""
    chairman = make_signer("Lương Thế Khang", "UBND tỉnh Lào Cai", "Văn phòng UBND tỉnh")
    clerk = make_signer("Văn thư", "UBND tỉnh Lào Cai")
    return sign(sign(letter().data(), DAY, chairman, field="S1"), NUMBER, clerk, field="S2")


def test_signatures_say_who_for_whom_and_when() -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    first, second = read(signed_twice()).signatures
    assert (first.signer, second.signer) == ("Lương Thế Khang", "Văn thư")
    assert (first.organization, second.organization) == ("Văn phòng UBND tỉnh, UBND tỉnh Lào Cai", "UBND tỉnh Lào Cai")
    assert first.issuer == second.issuer == "CA thử nghiệm"
    assert first.signed_at is not None and before <= first.signed_at <= dt.datetime.now(dt.UTC)
    assert (first.unchanged, second.unchanged) == (True, True)
    assert (first.covers_file, second.covers_file) == (False, True)  # the second one was appended to the first
    assert (first.page, second.page) == (1, 1)


def test_page_of_a_signature() -> None:
    data = sign(letter(pages=3).data(), NUMBER._replace(page=2), make_signer("A", "B"))
    assert [s.page for s in read(data).signatures] == [3]


def test_changed_bytes_are_told() -> None:
    data = bytearray(signed_twice())
    place = data.index(b"/Producer")
    data[place + 1 : place + 9] = b"Producar"
    document = read(bytes(data))
    assert [s.unchanged for s in document.signatures] == [False, False]
    assert [n.code for n in document.notices if n.code.startswith("signature")] == ["signature_broken"] * 2
    assert "Lương Thế Khang" in next(n.message for n in document.notices if n.code == "signature_broken")


def test_what_is_appended_after_signing_leaves_the_signed_bytes_unchanged() -> None:
    data = annotate(sign(letter().data(), NUMBER, make_signer("A", "B")), DAY)
    [signature] = read(data).signatures
    assert (signature.unchanged, signature.covers_file) == (True, False)


def test_without_pyhanko_names_come_from_the_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    data = signed_twice()
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    document = read(data)
    first, second = document.signatures
    assert (first.signer, second.signer) == ("Lương Thế Khang", "Văn thư")
    assert first.organization == "Văn phòng UBND tỉnh, UBND tỉnh Lào Cai"
    assert first.issuer == "CA thử nghiệm"
    assert first.signed_at is not None and first.signed_at.tzinfo is not None
    assert (first.unchanged, first.covers_file) == (None, None)
    [notice] = [n for n in document.notices if n.code == "signatures_unchecked"]
    assert "vanban[signatures]" in notice.message


def test_torn_signature_costs_nothing_else() -> None:
    data = signed_twice()
    place = data.index(b"/Contents <") + 11
    torn = data[:place] + b"00" * 200 + data[place + 400 :]
    document = read(torn)
    assert "Số: 245 /BC-UBND" in document.text
    assert [n.code for n in document.notices if n.code == "signatures_unchecked"] == ["signatures_unchecked"]


def test_paper_without_signatures() -> None:
    document = read(letter().data())
    assert document.signatures == () and document.notices == ()


ICT = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D:20250620093015+07'00'", dt.datetime(2025, 6, 20, 9, 30, 15, tzinfo=ICT)),
        ("D:20250620093015+07'00", dt.datetime(2025, 6, 20, 9, 30, 15, tzinfo=ICT)),
        ("D:20250620093015Z", dt.datetime(2025, 6, 20, 9, 30, 15, tzinfo=dt.UTC)),
        ("D:202506", dt.datetime(2025, 6, 1)),
        ("D:20251320", None),
        ("D:20250620093015+99'00'", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_times_as_pdf_writes_them(text: str, expected: dt.datetime | None) -> None:
    assert parse_time(text) == expected
