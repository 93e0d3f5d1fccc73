"""Bundles: members/s of a ZIP read as documents, beside bare unpacking and beside the same files read from the disk.

python bench/bundles.py [--members N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from timing import best_of

from vanban.read import read
from vanban.read.bundle import members, read_member

SENTENCE = "Các cơ quan, đơn vị tiếp tục rà soát, hoàn thiện hồ sơ và báo cáo kết quả theo quy định.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--members", type=int, default=300)
    count = parser.parse_args(arguments).members
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{number:04}.txt" for number in range(count)]
        for number, path in enumerate(files):
            path.write_text(f"BÁO CÁO\nSố {number}\n" + SENTENCE * 40, encoding="utf-8")
        bundle = folder / "gói.zip"
        with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as file:
            for path in files:
                file.write(path, f"thư mục/{path.name}")
        bare = best_of(lambda: unpack(bundle))
        listed = best_of(lambda: list(members(bundle)))
        whole = best_of(lambda: [read_member(member) for member in members(bundle)])
        plain = best_of(lambda: [read(path) for path in files])
    print(
        f"{count} members: bare zipfile {count / bare:.0f} members/s, listed by vanban {count / listed:.0f}, "
        f"read {count / whole:.0f}; the same files read from the disk {count / plain:.0f}"
    )
    return 0


def unpack(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as file:
        for name in file.namelist():
            file.read(name)


if __name__ == "__main__":
    sys.exit(main())
