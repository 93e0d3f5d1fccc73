from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle_files import rar_of, zip_of

from vanban.errors import EncryptedError, LimitError, ReadError, UnsupportedError
from vanban.read import limits
from vanban.read.bundle import members
from vanban.read.bundle_archive import SEVEN_ZIP

BSDTAR = shutil.which("bsdtar")
SEVEN = next(filter(None, map(shutil.which, SEVEN_ZIP)), None)
with_bsdtar = pytest.mark.skipif(BSDTAR is None, reason="needs bsdtar: apt-get install libarchive-tools")
with_7zip = pytest.mark.skipif(SEVEN is None, reason="needs 7-Zip: apt-get install 7zip")
FILES = {"a.txt": "một", "thư mục/b.txt": "hai"}
EXPECTED = {"gói.7z!/a.txt": "một", "gói.7z!/thư mục/b.txt": "hai"}
Programs = Callable[[str | None, str | None], None]


def told(path: Path, name: str = "gói.7z") -> dict[str, object]:
    found = members(path, source=name)
    return {m.path: type(m.problem) if m.problem is not None else m.data.decode() for m in found}


def make(folder: Path, *options: str, name: str = "gói.7z") -> Path:
    """Pack FILES with bsdtar."""
    for file, text in FILES.items():
        (folder / "x" / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / "x" / file).write_text(text)
    assert BSDTAR is not None
    subprocess.run([BSDTAR, *options, "-cf", str(folder / name), "-C", str(folder / "x"), *FILES], check=True)
    return folder / name


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Choose which programs there are."""

    def choose(bsdtar: str | None, seven: str | None) -> None:
        found = {"bsdtar": bsdtar, SEVEN_ZIP[0]: seven}
        monkeypatch.setattr("vanban.read.bundle_archive.shutil.which", found.get)

    return choose


@with_bsdtar
@pytest.mark.parametrize("options", [("--format=7zip",), ("-z",), ("-J",), ("-j",)])
def test_archives_through_bsdtar(tmp_path: Path, programs: Programs, options: tuple[str, ...]) -> None:
    path = make(tmp_path, *options)
    programs(BSDTAR, None)
    assert told(path) == EXPECTED


@with_bsdtar
@with_7zip
def test_archives_through_7zip(tmp_path: Path, programs: Programs) -> None:
    path = make(tmp_path, "--format=7zip")
    programs(None, SEVEN)
    assert told(path) == EXPECTED
    path.write_bytes(path.read_bytes()[:-30])
    assert set(told(path)) == {"gói.7z"}


@with_bsdtar
def test_rar(tmp_path: Path, programs: Programs) -> None:
    path = tmp_path / "gói.rar"
    path.write_bytes(rar_of({"a.txt": b"mot", "b\\c.txt": b"hai"}))
    programs(BSDTAR, None)
    assert told(path, "gói.rar") == {"gói.rar!/a.txt": "mot", "gói.rar!/b/c.txt": "hai"}


@with_bsdtar
def test_archive_in_a_zip_and_zip_in_an_archive(tmp_path: Path, programs: Programs) -> None:
    programs(BSDTAR, None)
    inner = rar_of({"c.zip": zip_of({"d.txt": "bốn"})})
    path = tmp_path / "ngoài.zip"
    path.write_bytes(zip_of({"trong.rar": inner, "a.txt": "một"}))
    assert told(path, "ngoài.zip") == {"ngoài.zip!/trong.rar!/c.zip!/d.txt": "bốn", "ngoài.zip!/a.txt": "một"}


@with_bsdtar
def test_torn_archive_gives_what_can_be_read(tmp_path: Path, programs: Programs) -> None:
    programs(BSDTAR, None)
    path = tmp_path / "gói.rar"
    path.write_bytes(rar_of({"a.txt": b"mot", "b.txt": b"hai" * 50})[:-80])
    found = told(path, "gói.rar")
    assert found["gói.rar!/a.txt"] == "mot" and found["gói.rar"] is ReadError


@with_bsdtar
def test_links_and_names_that_climb_out(tmp_path: Path, programs: Programs) -> None:
    make(tmp_path)
    (tmp_path / "x" / "l.txt").symlink_to("/etc/passwd")
    assert BSDTAR is not None
    command = [
        BSDTAR,
        "-P",
        "-czf",
        str(tmp_path / "g.tgz"),
        "-s",
        "|a.txt|../../a.txt|",
        "-C",
        str(tmp_path / "x"),
        "a.txt",
        "l.txt",
    ]
    subprocess.run(command, check=True)
    programs(BSDTAR, None)
    assert told(tmp_path / "g.tgz", "g") == {"g!/[..]/[..]/a.txt": ReadError, "g!/l.txt": UnsupportedError}


@with_bsdtar
@with_7zip
@pytest.mark.parametrize("options", [("-psecret",), ("-psecret", "-mhe=on")])
def test_archive_with_a_password(tmp_path: Path, programs: Programs, options: tuple[str, ...]) -> None:
    make(tmp_path)
    assert SEVEN is not None
    path = tmp_path / "mật.7z"
    subprocess.run([SEVEN, "a", *options, str(path), str(tmp_path / "x" / "a.txt")], check=True, capture_output=True)
    for bsdtar in (None, BSDTAR):
        programs(bsdtar, SEVEN)
        assert told(path, "mật.7z") == {"mật.7z": EncryptedError}


@with_bsdtar
def test_archive_that_swells(tmp_path: Path, programs: Programs) -> None:
    (tmp_path / "z.txt").write_bytes(b"\x00" * (30 << 20))
    assert BSDTAR is not None
    subprocess.run([BSDTAR, "-czf", str(tmp_path / "g.tgz"), "-C", str(tmp_path), "z.txt"], check=True)
    for choice in ((BSDTAR, None), (None, SEVEN)):
        if choice == (None, None):
            continue
        programs(*choice)
        assert told(tmp_path / "g.tgz", "g")["g"] is LimitError


def test_without_a_program(tmp_path: Path, programs: Programs) -> None:
    programs(None, None)
    path = tmp_path / "gói.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40)
    [problem] = members(path, source="gói.7z")
    assert isinstance(problem.problem, UnsupportedError)
    assert "apt-get install libarchive-tools" in problem.problem.remedy


def test_program_that_hangs_is_ended(tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bsdtar"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(limits, "UNPACK_S", 0.3)
    path = tmp_path / "gói.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40)
    start = time.perf_counter()
    for choice in ((str(program), None), (None, str(program))):
        programs(*choice)
        assert told(path) == {"gói.7z": LimitError}
    assert time.perf_counter() - start < 10
