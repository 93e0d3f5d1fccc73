from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle_files import edxml_of, zip_of

from vanban.analyse import analyse_document
from vanban.model import Letterhead, Signer
from vanban.read.bundle import Member, bundle_kind, members, read_member
from vanban.read.bundle_edxml import parse_day, split_code

PAPER = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Số: 54/BC-UBND
Lào Cai, ngày 02 tháng 6 năm 2025
BÁO CÁO
Kết quả 6 tháng đầu năm 2025
Kính gửi: Bộ Khoa học và Công nghệ
Tỉnh đã hoàn thành 12 nhiệm vụ.
"""
STATED = Letterhead(
    doc_type="bao_cao", number="45", symbol="BC-UBND", issuer="UBND tỉnh Lào Cai", place="Lào Cai",
    issued_on=dt.date(2025, 6, 20), subject="Kết quả chuyển đổi số 6 tháng đầu năm 2025",
    signer=Signer("Lương Thế Khang", "Phó Chủ tịch"),
)  # fmt: skip


def opened(folder: Path, data: bytes, name: str = "gói.edxml") -> list[Member]:
    path = folder / name
    path.write_bytes(data)
    assert bundle_kind(path) == "edxml"
    return list(members(path, source=name))


@pytest.mark.parametrize("zipped", [True, False])
def test_attachments_are_members_and_the_main_one_has_the_header(
    tmp_path: Path, zipped: bool, form: Callable[[str], str]
) -> None:
    attachments = {
        form("Phụ lục 1.txt"): b"bang",
        form("Báo cáo.txt"): form(PAPER).encode(),
        "a.zip": zip_of({"b.txt": "x"}),
    }
    found = opened(tmp_path, edxml_of(attachments, zipped=zipped, subject=form(STATED.subject or "")))
    last = "2.bin!/b.txt" if zipped else "b.txt"  # what is a ZIP itself is not taken for a wrapping
    assert [m.path for m in found] == [
        f"gói.edxml!/{name}" for name in ("Phụ lục 1.txt", "Báo cáo.txt", f"a.zip!/{last}")
    ]
    assert found[0].data == b"bang" and found[0].header is None
    assert found[1].data == form(PAPER).encode()
    assert found[1].header == STATED


def test_header_wins_over_what_is_read_from_the_page(tmp_path: Path) -> None:
    [member] = opened(tmp_path, edxml_of({"Báo cáo.txt": PAPER.encode()}))
    document = read_member(member)
    head = analyse_document(document).letterhead
    assert (head.number, head.symbol, head.issued_on) == ("45", "BC-UBND", dt.date(2025, 6, 20))
    assert (head.issuer, head.subject) == ("UBND tỉnh Lào Cai", STATED.subject)
    assert head.recipients == ("Bộ Khoa học và Công nghệ",)  # the header says only where the package goes
    assert head.signer == Signer("Lương Thế Khang", "Phó Chủ tịch")
    assert "number" not in head.spans and head.spans["symbol"].of(document.text) == "BC-UBND"
    assert document.properties["package_id"] == "abc-1"
    assert document.properties["package_to"] == "Bộ Khoa học và Công nghệ"


def test_what_the_header_does_not_state_is_read_from_the_page(tmp_path: Path) -> None:
    data = edxml_of(
        {"a.txt": PAPER.encode()}, number="", notation="N/A", day="31/02/2025", organ="", subject="", place=""
    )
    head = analyse_document(read_member(opened(tmp_path, data)[0])).letterhead
    assert (head.number, head.symbol, head.issued_on) == ("54", "BC-UBND", dt.date(2025, 6, 2))


def test_other_shape_of_the_package(tmp_path: Path) -> None:
    data = f"""<EdXMLEnvelope xmlns="http://www.go.vn/eDoc"><MessageHeader>
    <From><OrganName>Sở Y tế</OrganName></From><Code><CodeNumber>12/SYT-VP</CodeNumber><CodeNotation>12/SYT-VP</CodeNotation></Code>
    <PromulgationInfo><PromulgationDate>2025-06-20T09:30:00</PromulgationDate></PromulgationInfo>
    <DocumentType>Công văn</DocumentType><SignerInfo><Signer>Trần Văn Mẫu</Signer></SignerInfo></MessageHeader>
    <Manifest><Attachment><Content>{"bW90".strip()}</Content><FileName>a.txt</FileName></Attachment></Manifest></EdXMLEnvelope>"""
    [member] = opened(tmp_path, data.encode())
    assert (member.path, member.data) == ("gói.edxml!/a.txt", b"mot")
    head = member.header
    assert head is not None
    assert (head.number, head.symbol, head.doc_type, head.issuer) == ("12", "SYT-VP", "cong_van", "Sở Y tế")
    assert (head.issued_on, head.signer) == (dt.date(2025, 6, 20), Signer("Trần Văn Mẫu"))


def test_package_without_attachments_gives_its_subject(tmp_path: Path) -> None:
    [member] = opened(tmp_path, edxml_of({}))
    assert member.header == STATED
    assert read_member(member).text == f"{STATED.subject}\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (edxml_of({"a.txt": b"x"})[:-20], "hỏng"),
        (b'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "b">]><edXML/>', "DOCTYPE"),
        (b"<edXML><a/></edXML>", "không có tệp đính kèm"),
    ],
)
def test_bad_packages(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "gói.zip"
    path.write_bytes(zip_of({"x.edxml": data, "b.txt": "hai"}))
    first, second = members(path, source="gói.zip")
    assert first.path == "gói.zip!/x.edxml" and words in str(first.problem)
    assert second.data == b"hai"


@pytest.mark.parametrize(
    ("number", "notation", "expected"),
    [
        ("45", "BC-UBND", ("45", "BC-UBND")),
        ("045", "/BC-UBND", ("45", "BC-UBND")),
        ("45/BC-UBND", "45/BC-UBND", ("45", "BC-UBND")),
        ("45/BC-UBND", None, ("45", "BC-UBND")),
        (None, "Số: 45/BC-UBND", ("45", "BC-UBND")),
        ("12", "12/2025/NQ-HĐND", ("12", "NQ-HĐND")),
        ("12a", "KH-BCĐ", ("12a", "KH-BCĐ")),
        ("20250620093000", "BC-UBND", (None, "BC-UBND")),  # the time of sending
        (None, None, (None, None)),
    ],
)
def test_number_and_symbol(number: str | None, notation: str | None, expected: tuple[str | None, str | None]) -> None:
    assert split_code(number, notation) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025/06/20", dt.date(2025, 6, 20)),
        ("20/06/2025", dt.date(2025, 6, 20)),
        ("2025-06-20T09:30:00+07:00", dt.date(2025, 6, 20)),
        ("20-6-2025 09:30", dt.date(2025, 6, 20)),
        ("31/02/2025", None),
        ("", None),
    ],
)
def test_days(text: str, expected: dt.date | None) -> None:
    assert parse_day(text) == expected
