"""Broken files by the thousand through the real `vanban ingest`: python tests/fuzz/mutate_files.py [--files 3000] [--seed 1] [--keep FOLDER]

Files of the demo corpus and what LibreOffice and Pillow make of them are damaged: bytes changed, cut, doubled, moved; in packages
also the parts inside, packed again whole. Every file must end as stored or as a named error; a fault of the program is printed
and, with --keep, kept. No temporary file may be left, no file written elsewhere, none of the files changed. Exit code 1 if any of it does
not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[2]
FAULT = "lỗi của chương trình"
CONVERTED = ("doc", "rtf", "odt", "html", "txt")
CONVERTED_SHEETS = ("xls", "ods")
MAX_SEED_BYTES = 400_000


def make_seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Give suffix and bytes of whole files of each kind."""
    demo = sorted((ROOT / "corpora/demo/files").iterdir(), key=lambda path: path.stat().st_size)
    words = [path for path in demo if path.suffix == ".docx"][:3]
    chosen = words + [path for path in demo if path.suffix == ".pdf"][:3]
    for suffix in CONVERTED if shutil.which("soffice") else ():
        convert(words[0], suffix, folder)
        chosen.append(folder / f"{words[0].stem}.{suffix}")
    chosen.append(write_sheet(folder / "bang.xlsx"))
    for suffix in CONVERTED_SHEETS if shutil.which("soffice") else ():
        convert(chosen[-1], suffix, folder)
    chosen += [folder / f"bang.{suffix}" for suffix in CONVERTED_SHEETS if (folder / f"bang.{suffix}").exists()]
    seeds = [(path.suffix[1:], path.read_bytes()) for path in chosen]
    seeds.append(("eml", write_mail(seeds[0], seeds[-1])))
    page = Image.new("L", (400, 200), 255)
    ImageDraw.Draw(page).text((20, 20), "BAO CAO 12/BC-UBND", fill=0)
    for kind in ("tiff", "png", "jpeg"):
        buffer = io.BytesIO()
        page.save(buffer, kind)
        seeds.append((kind, buffer.getvalue()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (suffix, data) in enumerate(seeds[:2]):
            archive.writestr(f"thư mục/văn bản {number}.{suffix}", data)
    seeds.append(("zip", packed.getvalue()))
    seeds.append(("csv", "STT;Chỉ tiêu;Kế hoạch;Thực hiện\n1;Tỷ lệ hồ sơ trực tuyến;80%;76,5%\n".encode("utf-8-sig")))
    return [(suffix, data) for suffix, data in seeds if len(data) <= MAX_SEED_BYTES]


def convert(file: Path, suffix: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def write_sheet(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch", "Thực hiện"])
    for number in range(1, 30):
        sheet.append([number, f"Tỷ lệ hồ sơ loại {number}", "%", 80, 70 + number / 2])
    sheet.merge_cells("A30:C30")
    book.save(path)
    return path


def write_mail(*attached: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Gửi báo cáo tháng 5", "a@vi-du.vn", "b@vi-du.vn"
    mail.set_content("Kính gửi Sở, xin gửi báo cáo. Kinh phí còn thiếu 2,5 tỷ đồng.")
    for suffix, data in attached:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"báo cáo.{suffix}")
    return mail.as_bytes()


def look_over(folder: Path) -> dict[str, bytes]:
    """Give what each file below a folder is, to compare later."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Damage bytes in one to six places."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not body:
            break
        at = chance.randrange(len(body))
        length = chance.choice((1, 1, 2, 4, 16, 200))
        match chance.randrange(6):
            case 0:
                body[at] = chance.randrange(256)
            case 1:
                body[at : at + length] = chance.randbytes(length)
            case 2:
                del body[at : at + length]
            case 3:
                body[at:at] = body[at : at + length] * chance.choice((1, 2, 50))
            case 4:
                body[at : at + length] = chance.choice((b"\x00", b"\xff", b"\x7f")) * length
            case _:
                del body[at if chance.random() < 0.2 else len(body) :]
    return bytes(body)


def mutate_package(data: bytes, chance: random.Random) -> bytes:
    """Damage one part of a ZIP package and pack it again, whole on the outside."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        broken = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutate(part, chance) if name == broken else part)
    return packed.getvalue()


def write_files(folder: Path, seeds: Sequence[tuple[str, bytes]], *, count: int, chance: random.Random) -> None:
    folder.mkdir()
    for number in range(count):
        suffix, data = seeds[number % len(seeds)]
        inside = data.startswith(b"PK") and chance.random() < 0.6
        made = mutate_package(data, chance) if inside else mutate(data, chance)
        (folder / f"{number:05}.{suffix}").write_bytes(made)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=int, default=60, help="seconds a file may take")
    parser.add_argument("--keep", type=Path, help="folder for files that showed a fault")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seeds = make_seeds(folder)
        write_files(folder / "files", seeds, count=options.files, chance=random.Random(options.seed))
        vanban = [sys.executable, "-m", "vanban.cli"]
        database = str(folder / "a.db")
        start = time.monotonic()
        command = [*vanban, "ingest", str(folder / "files"), "--db", database, "--timeout", str(options.timeout)]
        before = look_over(folder / "files")
        kept_apart = {name: folder / name for name in ("temp", "home", "here")}
        for place in kept_apart.values():
            place.mkdir()
        places = {"TMPDIR": str(kept_apart["temp"]), "HOME": str(kept_apart["home"])}
        ended = subprocess.run(
            command, capture_output=True, text=True, cwd=folder / "here", env={**os.environ, **places}
        )
        litter = [f"{name}: {left}" for name, place in kept_apart.items() for left in look_over(place)]
        if look_over(folder / "files") != before:
            litter.append("the files themselves were changed")
        seconds = time.monotonic() - start
        if ended.returncode not in (0, 4):
            print(ended.stderr[-3000:])
            return 1
        told = subprocess.run([*vanban, "status", "--db", database, "--json"], capture_output=True, text=True)
        status = json.loads(told.stdout)
        lines = [line for line in ended.stderr.splitlines() if line.startswith("vanban: ")]
        faults = [line for line in lines if FAULT in line]
        print(f"{options.files} files of {len(seeds)} seeds in {seconds:.0f} s")
        print(json.dumps(status.get("paths", status.get("states")), ensure_ascii=False))
        reasons = Counter(line.rsplit(": ", 1)[-1].split(";")[0][:80] for line in lines)
        for reason, number in reasons.most_common(40):
            print(f"{number:6}  {reason}")
        for line in faults:
            print("FAULT", line[:400])
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                file = Path(line.removeprefix("vanban: ").split(": ")[0].split("!/")[0])
                shutil.copy(file, options.keep / f"read-{options.seed}-{file.name}")
        for left in litter:
            print("LEFT", left)
    return 1 if faults or litter else 0


if __name__ == "__main__":
    raise SystemExit(main())
