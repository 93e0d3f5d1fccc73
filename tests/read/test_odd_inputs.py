"""What lies on an office's disk beside documents: read if it can be, else named, with what to do about it."""

from __future__ import annotations

import io
import struct
import tarfile
from pathlib import Path

import pytest
from bundle_files import zip_of
from docx_files import make_docx, paragraph
from office_files import make_ole

from vanban.errors import EncryptedError, FileProblem, LimitError, ReadError, UnsupportedError
from vanban.read import bundle, limits, read, read_bytes
from vanban.read.bundle import bundle_kind, members, read_member

DOCX = make_docx(paragraph("Nội dung báo cáo."))
NOISE = bytes(range(256)) * 4


def odf_with_password(kind: str) -> bytes:
    """A package whose list of parts says that its content is encrypted. Source: OpenDocument 1.3, part 2, 4.8."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zip_of({"mimetype": mimetype, "content.xml": NOISE, "META-INF/manifest.xml": manifest})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"!BDN" + NOISE, "hộp thư Outlook"),
        (struct.pack("<IH", 0x223E9F78, 1) + NOISE, "winmail.dat"),
        (b"\x30\x82\x0a\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + NOISE, "ký số"),
        (b"%!PS-Adobe-3.0\n", "PostScript"),
        (b"AT&TFORM" + NOISE, "DjVu"),
        (b"AC1027\x00" + NOISE, "bản vẽ"),
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + NOISE, "bản vẽ"),
        (b"\x00\x00\x00\x18ftypheic" + NOISE, "HEIC"),
        (b"\x00\x00\x00\x18ftypmp42" + NOISE, "phim"),
        (b"ID3\x03" + NOISE, "âm thanh"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00" + NOISE, "cơ sở dữ liệu"),
        (b"L\x00\x00\x00\x01\x14\x02\x00" + NOISE, "lối tắt"),
        (zip_of({"FixedDocSeq.fdseq": "<x/>"}), "XPS"),
        (zip_of({"OFD.xml": "<x/>"}), "OFD"),
        (zip_of({"[Content_Types].xml": "<x/>", "visio/document.xml": "<x/>"}), "Visio"),
        (zip_of({"Index/Document.iwa": NOISE, "preview.jpg": "x"}), "Pages"),
        (zip_of({"META-INF/MANIFEST.MF": "x", "a.class": NOISE}), "chương trình"),
        (zip_of({"AndroidManifest.xml": NOISE, "classes.dex": NOISE}), "chương trình"),
        (b"MZ" + NOISE, "chương trình"),
    ],
)
def test_what_is_no_document_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnsupportedError, match=words) as raised:
        read_bytes(data, source="a.doc")
    assert raised.value.remedy


@pytest.mark.parametrize(
    "text",
    ["ID3 là mã dự án", "AC10 là mã đơn vị", "L là lớp", "AT&T", "RIFF là tên", "%!P", "a ftyp b", "%PDF"],
)
def test_text_that_begins_like_something_else_is_text(text: str) -> None:
    assert read_bytes(f"{text}.".encode(), source="a.txt").text.strip() == f"{text}."


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", ReadError, "rỗng"),
        (bytes(3000), ReadError, "rỗng"),
        (make_ole({"EncryptedPackage": NOISE, "EncryptionInfo": NOISE}), EncryptedError, "mật khẩu"),
        (odf_with_password("text"), EncryptedError, "mật khẩu"),
        (odf_with_password("spreadsheet"), EncryptedError, "mật khẩu"),
        (b"%PDF-1.7\n1 0 obj\n<<", ReadError, "hỏng"),
        (DOCX[:300], ReadError, "hỏng"),
        (NOISE, ReadError, "không nhận ra"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, error: type[FileProblem], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        read_bytes(data, source="a.pdf")
    assert raised.value.remedy


@pytest.mark.parametrize("name", ["a.pdf", "a.zip", "a.png", "a", "b" * 251 + ".txt", "a.DOC "])
def test_a_name_says_nothing_of_what_a_file_is(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(DOCX)
    assert read(tmp_path / name).text.strip() == "Nội dung báo cáo."


def test_a_tape_archive_is_a_bundle(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("thư mục/a.docx")
        info.size = len(DOCX)
        archive.addfile(info, io.BytesIO(DOCX))
    (tmp_path / "g").write_bytes(buffer.getvalue())
    assert bundle_kind(tmp_path / "g") == "archive"


def test_more_members_than_allowed_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUNDLE_MEMBERS", 50)
    (tmp_path / "g.zip").write_bytes(zip_of({f"{k}.txt": f"Văn bản {k}" for k in range(300)}))
    found = list(members(tmp_path / "g.zip"))
    assert len(found) == 51
    assert isinstance(found[-1].problem, LimitError)
    assert "50 tệp" in found[-1].problem.problem


def test_names_of_any_length_and_depth(tmp_path: Path) -> None:
    names = ["c" * 3000 + ".txt", "d/" * 400 + "e.txt", "b" * 255]
    (tmp_path / "g.zip").write_bytes(zip_of(dict.fromkeys(names, "Báo cáo.")))
    found = list(members(tmp_path / "g.zip"))
    assert [read_member(member).text.strip() for member in found] == ["Báo cáo."] * 3
    assert all(len(member.path) < len(str(tmp_path)) + 420 for member in found)
    assert len({member.path for member in found}) == 3


def test_a_zip_that_is_its_own_member_at_every_depth_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a quine does: each time it is opened it gives itself, beside a text."""
    data = zip_of({"a.txt": "Báo cáo.", "r.zip": zip_of({"b.txt": "Văn bản."})})
    real = bundle.import_module("vanban.read.bundle_zip").open_zip

    def open_quine(source):  # type: ignore[no-untyped-def]
        for entry in real(source):
            yield bundle.Entry(entry.name, data) if entry.name == "r.zip" else entry

    monkeypatch.setattr("vanban.read.bundle_zip.open_zip", open_quine)
    (tmp_path / "r.zip").write_bytes(data)
    found = list(members(tmp_path / "r.zip", source="r.zip"))
    assert len(found) <= 2 * limits.BUNDLE_DEPTH
    assert found[-1].problem is not None and "chính nó" in found[-1].problem.problem
