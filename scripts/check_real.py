"""Run a folder of real files, and files made to do harm, through `vanban ingest`: each must end stored or named.

python scripts/check_real.py [FOLDER ...]

Without folders: ../shared/real and ../shared/seeds beside the project, where they are. The archive is a temporary one.
Prints for each file what became of it; leaves with 1 where a file ended as neither.
"""

from __future__ import annotations

import argparse
import io
import json
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from vanban.cli.output import say

HOME = Path(__file__).parents[1]
FOLDERS = (HOME.parent / "shared" / "real", HOME.parent / "shared" / "seeds")
LEFT_OUT = (".py", ".json", ".jsonl", ".md")
QUERY = """
    SELECT p.path, p.state, p.document_id, p.error, p.problem, p.remedy,
        (SELECT COUNT(*) FROM notices n WHERE n.document_id = p.document_id)
    FROM paths p ORDER BY p.path
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    folders = [folder for folder in options.folders or FOLDERS if folder.is_dir()]
    if not folders:
        say("real files: no folder of them is there, skipped")
        return 0
    with tempfile.TemporaryDirectory() as name:
        hostile = Path(name) / "hostile"
        make_hostile(hostile)
        database = Path(name) / "kho.db"
        start = time.perf_counter()
        done = ingest([*folders, hostile], database)
        say(f"{json.dumps(done, ensure_ascii=False)}\n{time.perf_counter() - start:.0f} s")
        return 1 if show(database) else 0


def ingest(folders: list[Path], database: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "vanban.cli", "ingest", "--db", str(database), "--no-keep", "--json"]
    run = subprocess.run([*command, *map(str, folders)], stdout=subprocess.PIPE, text=True, check=False)
    summary: dict[str, object] = json.loads(run.stdout or "{}")
    summary.pop("failures", None)
    return {**summary, "exit": run.returncode}


def show(database: Path) -> int:
    """Print what became of each file; give how many ended neither stored nor with a named error."""
    connection = sqlite3.connect(database)
    rows = connection.execute(QUERY).fetchall()
    connection.close()
    neither = 0
    for path, state, document, error, problem, remedy, notices in rows:
        if state == "done":
            told = "stored" if document is not None else "bundle"
            told += f", {notices} notices" if notices else ""
        elif error and problem:
            told = f"{state}, {error}: {problem}; {remedy}"
        else:
            told, neither = f"NEITHER ({state})", neither + 1
        say(f"  {Path(path).name}: {told}")
    say(f"{len(rows)} files, {neither} neither stored nor with a named error")
    return neither


# -- files made to do harm ---------------------------------------------------------------------------------------------


def make_hostile(folder: Path) -> None:
    folder.mkdir()
    (folder / "bomb.png").write_bytes(bomb(40_000, 40_000))
    (folder / "huge.tif").write_bytes(huge_tiff(40_000, 40_000))
    (folder / "cut.jpg").write_bytes(cut_jpeg())
    (folder / "empty-pages.pdf").write_bytes(empty_pages(10_000))
    (folder / "cut.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 700)
    (folder / "climbs.zip").write_bytes(zip_of({"../../x.txt": b"leo ra", "a.txt": "Báo cáo tháng 6.".encode()}))
    nested = zip_of({"a.txt": "Báo cáo tháng 7.".encode()})
    for depth in range(40):
        nested = zip_of({f"{depth}.zip": nested})
    (folder / "nested.zip").write_bytes(nested)
    (folder / "zeros.zip").write_bytes(zip_of({"zeros.txt": b"\0" * (300 << 20)}))


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Make a PNG of some bytes that states a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (1 + width // 8) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def huge_tiff(width: int, height: int) -> bytes:
    """Make a TIFF of some bytes that states a size."""
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, width * height // 8)]  # fmt: skip
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + b"\0\0\0\0").ljust(400, b"\0")


def cut_jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((1200, 1600), 40).save(buffer, "JPEG")
    return buffer.getvalue()[: buffer.tell() // 2]


def empty_pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
