"""Names of members as old programs leave them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from unicodedata import normalize

import pytest
from bundle_files import with_raw_names, zip_of
from legacy_samples import encode, shown

from vanban.read.bundle import members
from vanban.read.bundle_names import mend_name

NAMES = [
    "Báo cáo tổng kết năm 2024.docx",
    "Tờ trình.doc",
    "Phụ lục/Biểu 01 - Đất đai.xls",
    "Nghị quyết HĐND.doc",
    "Số liệu.xls",
]


def names_in(path: Path) -> list[str]:
    return [member.path.removeprefix(f"{path.name}!/") for member in members(path, source=path.name)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_names_in_old_fonts(name: str, encoding: str) -> None:
    assert mend_name(shown(name, encoding)) == name


@pytest.mark.parametrize("name", [*NAMES, "QĐ 12-UBND.pdf", "Hà Nam.pdf"])
@pytest.mark.parametrize("codec", ["cp437", "cp850", "cp1252", "cp1258"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_utf8_shown_in_a_code_page(name: str, codec: str, form: str) -> None:
    raw = normalize(form, name).encode()
    mangled = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in raw)
    assert normalize("NFC", mend_name(mangled)) == name


@pytest.mark.parametrize(
    "name",
    [
        *NAMES, "a.txt", "Báo cáo Hà Nam.doc", "BC quý ½.doc", "café Müller.txt", "Zürich.pdf", "Ação São Paulo.pdf",
        "Ærø Ångström", "Überprüfung Größe.doc", "QĐ-UBND.doc", "a°b ±3.doc", "Señor Peña.doc", "報告.doc", "отчет.doc",
    ],
)  # fmt: skip
def test_other_names_stay(name: str) -> None:
    assert mend_name(name) == name


def raw_zip(raws: list[bytes]) -> bytes:
    plain = [b"%c" % (97 + number) * len(raw) for number, raw in enumerate(raws)]
    data = zip_of({name.decode(): str(number) for number, name in enumerate(plain)})
    for old, new in zip(plain, raws, strict=True):
        data = with_raw_names(data, old, new)
    return data


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_short_name_is_read_as_the_others_of_its_bundle(encoding: str, tmp_path: Path) -> None:
    names = ["Kế hoạch kiểm tra.doc", "Đề.doc", "Danh sách cán bộ.xls"]
    path = tmp_path / "gói.zip"
    path.write_bytes(raw_zip([encode(name, encoding) for name in names]))
    assert names_in(path) == names


def test_windows_1258_beside_utf8(tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    path.write_bytes(raw_zip([b"K\xea\xec hoa\xf2ch \xf0\xe2\xecu.doc", "Tờ trình.doc".encode()]))
    assert names_in(path) == ["Kế hoạch đấu.doc", "Tờ trình.doc"]


def test_a_name_stated_in_a_field_of_its_own(tmp_path: Path) -> None:
    import zipfile

    shown_as, name = b"B?o c?o \x82.txt", "Báo cáo ỹ.txt"
    info = zipfile.ZipInfo("x" * len(shown_as))
    field = b"\x01" + struct.pack("<L", zlib.crc32(shown_as)) + name.encode()
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    path = tmp_path / "gói.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "một")
    path.write_bytes(with_raw_names(path.read_bytes(), b"x" * len(shown_as), shown_as))
    assert names_in(path) == [name]
