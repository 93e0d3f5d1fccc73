"""What a file really is, and files that cannot be taken in: which, where, and what to do."""

import hashlib
import io
import os
import random
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from docx_files import W, make_docx, paragraph

from vanban.errors import EncryptedError, FileProblem, LimitError, ReadError, UnsupportedError
from vanban.read import READERS, limits, read, read_bytes, read_text
from vanban.read.sniff import KIND_NAMES, sniff


def zip_of(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


DOCX = make_docx(paragraph("Nội dung."))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (DOCX, "docx"),
        (zip_of(xl__workbook=b"x"), "xlsx"),
        (zip_of(ppt__presentation=b"x"), "pptx"),
        (zip_of(**{"a.txt": b"x"}), "zip"),
        (zip_of(**{"mimetype": b"x", "content.xml": b"x"}), "odf"),
        (zip_of(**{"mimetype": b"application/vnd.oasis.opendocument.text-template", "content.xml": b"x"}), "odt"),
        (zip_of(**{"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"x"}), "odf"),
        (OLE, "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf  <html lang=vi>", "html"),
        ("<html><body>".encode("utf-16"), "html"),
        (b"<p>a</p>", "html"),
        (b'<?xml version="1.0"?><html xmlns="a">', "html"),
        (b'<?xml version="1.0"?><data/>', "xml"),
        (b"From: a@b\nSubject: c\nMIME-Version: 1.0\n\nx", "email"),
        (b"<Gi\xe1 tr\xe1", "text"),
        ("Báo cáo".encode(), "text"),
    ],
)
def test_sniff(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_every_reader_has_a_kind_with_a_name() -> None:
    assert set(READERS) <= set(KIND_NAMES)


def test_name_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo\nquý.doc"
    path.write_bytes(DOCX)
    document = read(path)
    assert document.text.strip() == "Nội dung."
    assert document.source == str(path)
    assert document.sha256 == hashlib.sha256(DOCX).hexdigest()
    assert read(path, source="b").source == "b"


def test_read_text_has_no_hash() -> None:
    document = read_text("Một đoạn.", source="-")
    assert (document.text, document.sha256, document.media_type) == ("Một đoạn.\n", None, "text/plain")


def entity_part(text: str) -> bytes:
    dtd = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return f'<?xml version="1.0"?>{dtd}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'.encode()


RANDOM = random.Random(7).randbytes(5000)
LOCKED = bytearray(make_docx(paragraph("x"), compression=zipfile.ZIP_STORED))
BAD = [
    ("rỗng", b"", ReadError, None),
    ("chỉ khoảng trắng", b" \n\t\r\n", ReadError, None),
    ("byte ngẫu nhiên", RANDOM, ReadError, "byte 0"),
    ("byte ngẫu nhiên ngắn", RANDOM[:40], ReadError, "byte 0"),
    ("latin-1 lạ", "Ça va bien, garçon? Où êtes-vous né? Été forêt".encode("latin-1") * 5, ReadError, "byte 0"),
    ("zip cụt", DOCX[: len(DOCX) // 2], ReadError, None),
    ("zip hỏng bên trong", DOCX.replace(b"word/document.xml", b"word/documenX.xml", 1), ReadError, "word/document.xml"),
    ("thực thể", make_docx("", document=entity_part("&x;")), ReadError, "word/document.xml"),
    ("xml hỏng", make_docx("", document=b"<w:document"), ReadError, "word/document.xml"),
    ("không có nội dung", zip_of(word__styles=b"<a/>", **{"word/styles.xml": b"<a/>"}), ReadError, "word/document.xml"),
    ("xlsx rỗng", zip_of(xl__workbook=b"x"), ReadError, "xl/workbook.xml"),
    ("ole hỏng", OLE, ReadError, None),
    ("ảnh", b"\x89PNG\r\n\x1a\n" + bytes(50), ReadError, None),
]


@pytest.mark.parametrize(("data", "kind", "place"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_file(data: bytes, kind: type[FileProblem], place: str | None) -> None:
    with pytest.raises(kind) as caught:
        read_bytes(data, source="thư mục/tệp.docx")
    assert type(caught.value) is kind
    assert caught.value.place == place
    assert str(caught.value).startswith("thư mục/tệp.docx: ")
    assert caught.value.remedy in str(caught.value)


def test_unsupported_file_is_named_by_its_kind() -> None:
    with pytest.raises(UnsupportedError, match="SQLite"):
        read_bytes(b"SQLite format 3\x00", source="a.doc")


def test_entity_is_refused_also_in_utf_16() -> None:
    data = entity_part("&x;").decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
    with pytest.raises(ReadError, match="DOCTYPE"):
        read_bytes(make_docx("", document=data), source="a.docx")


def test_encrypted_member() -> None:
    data = bytearray(DOCX)
    data[data.index(b"PK\x01\x02", data.rindex(b"word/document.xml") - 60) + 8] |= 1
    with pytest.raises(EncryptedError):
        read_bytes(bytes(data), source="a.docx")


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = make_docx("", document=b"<w:document>" + b" " * (100 << 20))
    tracemalloc.start()
    with pytest.raises(LimitError, match="100 MB"):
        read_bytes(bomb, source="a.docx")
    assert tracemalloc.get_traced_memory()[1] < 50 << 20
    tracemalloc.stop()


def test_zip_bomb_that_lies_about_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART_BYTES", 100_000)
    data = bytearray(make_docx("", document=b"<w:document>" + random.Random(1).randbytes(400_000)))
    for at in (data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml")) + 24,):
        data[at : at + 4] = struct.pack("<I", 5_000)
    with pytest.raises(FileProblem):
        read_bytes(bytes(data), source="a.docx")


def test_deep_xml() -> None:
    body = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(ReadError):
        read_bytes(make_docx(body), source="a.docx")


def test_file_larger_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 1000)
    with pytest.raises(LimitError):
        read_bytes(b"a " * 600, source="a.txt")
    monkeypatch.setattr(limits, "FILE_BYTES", 100)
    with pytest.raises(LimitError):
        read_bytes(DOCX, source="a.docx")


def test_one_line_of_a_gigabyte_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    tracemalloc.start()
    with pytest.raises(LimitError):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="thư mục"):
        read(tmp_path)
    with pytest.raises(ReadError, match="không có tệp này"):
        read(tmp_path / "không có")
    pipe = tmp_path / "ống"
    os.mkfifo(pipe)
    with pytest.raises(ReadError, match="tệp thường"):
        read(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    path.chmod(0)
    with pytest.raises(ReadError, match="quyền"):
        read(path)


def test_no_rights_is_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text("a")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="quyền"):
        read(path)
