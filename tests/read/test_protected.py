"""Files with a password: each is refused with what to do, or opens as it does in Office."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx_files import make_docx, paragraph
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from office_files import make_ole, make_pptx, needs_calc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from vanban.batch import find_files, ingest
from vanban.errors import EncryptedError
from vanban.read import read_bytes, sheet
from vanban.store import open_archive

FILES = Path(__file__).parent.parent / "files"
EXCEL_OWN = "VelvetSweatshop"


@functools.cache
def plain(kind: str) -> bytes:
    if kind == "docx":
        return make_docx(paragraph("Nội dung kín."))
    if kind == "pptx":
        return make_pptx("")
    book = openpyxl.Workbook()
    book.active.append(["Chỉ tiêu", 12])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@functools.cache
def encrypted(kind: str, password: str = "matkhau1") -> bytes:
    """A package of Office encrypted as Office 2010 and later do."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(plain(kind))))


def pdf(*, user: str, bits: int) -> bytes:
    file = io.BytesIO()
    old = StandardEncryption(user, ownerPassword="chu", strength=bits, canCopy=0) if bits < 256 else None
    canvas = Canvas(file, encrypt=old)
    canvas.drawString(90, 700, "Noi dung kin cua van ban")
    canvas.save()
    if old is not None:
        return file.getvalue()
    writer = copy_into_new_writer(PdfFileReader(file))
    writer.encrypt("chu", user)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: encrypted("docx")),
        ("a.xlsx", lambda: encrypted("xlsx")),
        ("a.pptx", lambda: encrypted("pptx")),
        ("a.doc", (FILES / "password.doc").read_bytes),
        ("a.xls", (FILES / "password.xls").read_bytes),
        ("a40.pdf", lambda: pdf(user="kin", bits=40)),
        ("a128.pdf", lambda: pdf(user="kin", bits=128)),
        ("a256.pdf", lambda: pdf(user="kin", bits=256)),
    ],
)
def test_a_password_is_asked_for(name: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(EncryptedError, match="mật khẩu") as raised:
        read_bytes(make(), source=name)
    assert raised.value.path == name
    assert "mật khẩu rồi đưa lại" in raised.value.remedy


@pytest.mark.parametrize("bits", [40, 128, 256])
def test_pdf_that_anyone_may_open_but_not_change(bits: int) -> None:
    assert read_bytes(pdf(user="", bits=bits), source="a.pdf").text.strip() == "Noi dung kin cua van ban"


@needs_calc
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_workbook_that_excel_opens_without_asking(name: str) -> None:
    old = name.endswith(".xls")
    data = (FILES / "protected_by_excel.xls").read_bytes() if old else encrypted("xlsx", EXCEL_OWN)
    document = read_bytes(data, source=name)
    assert document.text.split() == ["Chỉ", "tiêu", "12"]
    assert document.media_type == (sheet.XLS_TYPE if old else sheet.XLSX_TYPE)


def test_without_libreoffice_a_password_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "can_write", lambda target: False)
    for data in (encrypted("xlsx", EXCEL_OWN), (FILES / "password.xls").read_bytes()):
        with pytest.raises(EncryptedError, match="mật khẩu"):
            read_bytes(data, source="a")


@pytest.mark.parametrize("stream", ["\tDRMContent"])
def test_rights_of_accounts(stream: str) -> None:
    """The text that stands in such a file only says that it cannot be opened here."""
    data = make_ole({"WordDocument": bytes(600), stream: bytes(600)})
    with pytest.raises(EncryptedError, match="IRM") as raised:
        read_bytes(data, source="a.doc")
    assert "tài khoản có quyền" in raised.value.remedy


def test_the_rest_of_the_folder_goes_in(tmp_path: Path) -> None:
    folder = tmp_path / "hồ sơ"
    folder.mkdir()
    (folder / "a.docx").write_bytes(encrypted("docx"))
    (folder / "b.xls").write_bytes((FILES / "password.xls").read_bytes())
    (folder / "c.pdf").write_bytes(pdf(user="kin", bits=128))
    (folder / "d.docx").write_bytes(plain("docx"))
    with open_archive(str(tmp_path / "kho.db")) as archive:
        results = list(ingest(archive, find_files([folder]).files))
    assert {Path(r.path).name: (r.outcome, type(r.problem)) for r in results} == {
        "a.docx": ("failed", EncryptedError),
        "b.xls": ("failed", EncryptedError),
        "c.pdf": ("failed", EncryptedError),
        "d.docx": ("new", type(None)),
    }
