"""`vanban doctor`: what is installed, what is missing, and the one command that helps."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
from importlib import metadata
from typing import NamedTuple

from vanban.cli.output import say, say_json
from vanban.errors import EXIT_MISSING, EXIT_OK
from vanban.version import __version__


class Engine(NamedTuple):
    name: str
    purpose: str
    version: str | None  # None: missing
    remedy: str
    required: bool = True


# distribution → what it is for
_REQUIRED = {
    "sqlalchemy": "kho dữ liệu",
    "alembic": "nâng cấp kho dữ liệu",
    "pypdfium2": "chữ trong PDF",
    "pdfplumber": "bảng trong PDF",
    "python-docx": "tệp Word (.docx)",
    "lxml": "HTML và XML",
    "spacy": "nhận diện tên",
    "underthesea": "tách từ tiếng Việt",
    "scikit-learn": "phân loại nhận định",
    "skops": "đọc mô hình",
    "xlsxwriter": "xuất Excel",
    "tqdm": "thanh tiến độ",
}
_OPTIONAL = {
    "pyarrow": ("xuất Parquet", "pip install 'vanban[parquet]'"),
    "psycopg": ("kho PostgreSQL (bản sau)", "pip install 'vanban[postgresql]'"),
}
_PROGRAMS = {
    "soffice": ("tệp .doc, .rtf (bản sau)", ["--version"], "apt-get install libreoffice-writer"),
    "tesseract": ("ảnh quét (bản sau)", ["--version"], "apt-get install tesseract-ocr tesseract-ocr-vie"),
}
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
            commands = dict.fromkeys(engine.remedy for engine in missing if engine.required is required)
            if commands:
                say(f"{title}: {' && '.join(commands)}")
        if not missing:
            say("Đã đủ mọi thứ.")
    return EXIT_MISSING if any(engine.required for engine in missing) else EXIT_OK


def find_engines() -> list[Engine]:
    engines = [
        Engine("Python", "chạy chương trình", ".".join(map(str, sys.version_info[:3])), "cài Python 3.11 trở lên"),
        Engine("SQLite FTS5", "tìm kiếm toàn văn", _fts5(), "cài Python có SQLite biên dịch kèm FTS5"),
    ]
    engines += (
        Engine(name, purpose, _version(name), "pip install 'vanban[all]'") for name, purpose in _REQUIRED.items()
    )
    engines += (Engine(name, purpose, _version(name), remedy, False) for name, (purpose, remedy) in _OPTIONAL.items())
    engines += (
        Engine(name, purpose, _program_version(name, options), remedy, False)
        for name, (purpose, options, remedy) in _PROGRAMS.items()
    )
    return engines


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
