"""Word 97 files and legacy fonts: how fast, and how many letters come back right.

    python bench/legacy.py [FOLDER]

Characters/s of decoding, beside a bare str.translate; .doc files/s of one batch, beside bare LibreOffice on the same
files (which are made here). With a folder of real files that have a transcript beside them (NAME.EXT and NAME.EXT.txt):
the share of the transcript's letters with diacritics that are in what was read, by file and on average.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from vanban.errors import FileProblem
from vanban.lexicon.legacy import load_letters
from vanban.read import prepare, read
from vanban.read.legacy import Decoder, decode, looks_legacy
from vanban.read.libreoffice import can_write, find_office
from vanban.text import nfc

GOAL_MEAN, GOAL_LEAST = 0.99, 0.95
N_FILES = 20
SENTENCE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành và địa phương khẩn trương rà soát, hoàn thiện hồ sơ, bảo đảm tiến độ "
    "được giao; những khó khăn, vướng mắc phát sinh phải báo cáo kịp thời để tổng hợp, xử lý theo quy định. "
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="real files with transcripts beside them")
    options = parser.parse_args(arguments)
    measure_decoding()
    measure_batch()
    if options.folder is None:
        print("letters: no folder of real files given, skipped")
        return 0
    if not options.folder.is_dir():
        print(f"letters: {options.folder} is not there, skipped")
        return 0
    return 0 if measure_folder(options.folder) else 1


# -- letters -----------------------------------------------------------------------------------------------------------


class Letters(NamedTuple):
    total: int
    right: int
    missed: list[str]  # words of the transcript, those that were read in their place behind them

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


def measure_folder(folder: Path) -> bool:
    files = sorted(path.with_suffix("") for path in folder.rglob("*.txt") if path.with_suffix("").is_file())
    start = time.perf_counter()
    prepare(files)
    shares: list[float] = []
    for path in files:
        try:
            text = read(path).text
        except FileProblem as problem:
            print(f"  {problem}")
            shares.append(0.0)
            continue
        letters = compare(Path(f"{path}.txt").read_text(encoding="utf-8"), text)
        shares.append(letters.share)
        faults = f"  {'; '.join(letters.missed[:4])}" if letters.share < GOAL_MEAN else ""
        print(f"  {letters.share:.4f} of {letters.total:6}  {path.name}{faults}")
    mean, least = sum(shares) / max(len(shares), 1), min(shares, default=0.0)
    print(
        f"letters: mean {mean:.4f} (goal {GOAL_MEAN}), least {least:.4f} (goal {GOAL_LEAST}), {len(files)} files, "
        f"{time.perf_counter() - start:.1f} s"
    )
    return mean >= GOAL_MEAN and least >= GOAL_LEAST


def compare(truth: str, text: str) -> Letters:
    """Count the letters with diacritics that a text shares with its transcript, whatever their case.

    Words are aligned; words that were read in another place count as right, words that differ by their letters.
    """
    wanted, found = words_of(truth), words_of(text)
    matcher = SequenceMatcher(None, wanted, found, autojunk=len(wanted) > 3000)
    right, gaps, spare = 0, [], Counter[str]()
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            right += sum(map(count_marked, wanted[i:j]))
        else:
            gaps.append((wanted[i:j], found[k:m]))
            spare.update(found[k:m])
    missed: list[str] = []
    for left, there in gaps:
        rest = []
        for word in left:
            if spare[word]:
                spare[word] -= 1
                right += count_marked(word)
            else:
                rest.append(word)
        a, b = " ".join(rest), " ".join(word for word in there if spare[word])
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        same = sum(count_marked(a[block.a : block.a + block.size]) for block in blocks)
        right += same
        if same < count_marked(a):
            missed.append(f"{a[:60]} → {b[:60]}")
    return Letters(sum(map(count_marked, wanted)), right, missed)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", nfc(text).lower())


def count_marked(text: str) -> int:
    return sum(not char.isascii() for char in text)


# -- speed -------------------------------------------------------------------------------------------------------------


def encode(text: str, encoding: str) -> str:
    """Write a text as windows-1252 shows it in a legacy encoding."""
    codes = {letter: code.decode("cp1252", "replace") for code, letter in load_letters()[encoding].items()}
    return "".join(codes.get(char, codes.get(char.lower(), char)) for char in text)


def measure_decoding() -> None:
    text = SENTENCE * 2000
    lines = {name: [encode(SENTENCE, name)] * 2000 for name in ("tcvn3", "vni")}
    table = {ord(encode(letter, "tcvn3")): letter for letter in load_letters()["tcvn3"].values()}
    raw = encode(text, "tcvn3")
    bare = best_of(lambda: raw.translate(table))
    print(f"decoding, {len(raw):,} characters: bare str.translate {len(raw) / bare / 1e6:.1f} M characters/s")
    for name, parts in lines.items():
        size = sum(map(len, parts))
        plain = best_of(lambda parts=parts, name=name: decode("\n".join(parts), name))
        whole = best_of(lambda parts=parts, name=name: decide(parts, f".{name}"))
        guessed = best_of(lambda parts=parts: decide(parts, None))
        print(
            f"  {name:6} letters alone {size / plain / 1e6:.1f}, by font with all decisions {size / whole / 1e6:.1f}, "
            f"by statistics {size / guessed / 1e6:.1f} M characters/s"
        )
    look = best_of(lambda: looks_legacy(text))
    print(f"  text that is Unicode already, looked over: {len(text) / look / 1e6:.0f} M characters/s")


def decide(lines: list[str], font: str | None) -> None:
    names = {".tcvn3": ".VnTime", ".vni": "VNI-Times", None: None}
    decoder = Decoder()
    for line in lines:
        decoder.see(line, names[font])
    decoder.settle()
    for line in lines:
        decoder.decode(line, names[font])


def best_of(work, rounds: int = 3) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def measure_batch() -> None:
    office = find_office()
    if office is None or not can_write("docx"):
        print(".doc files: LibreOffice Writer is not installed, skipped")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = make_docs(folder, office)
        size = sum(path.stat().st_size for path in files) / len(files) / 1024
        bare = spend(lambda: run_office(office, folder, "docx", files))
        ahead = spend(lambda: prepare(files))
        reading = spend(lambda: [read(path) for path in files])
        whole = Spent(*map(sum, zip(ahead, reading, strict=True)))
        count = len(files)
        print(
            f".doc files, {count} of {size:.0f} KB in one run: bare LibreOffice {count / bare.passed:.1f} files/s, "
            f"turned {count / ahead.passed:.1f}, turned and read {count / whole.passed:.1f} files/s; seconds of the "
            f"processor a file: bare {bare.worked / count:.2f}, turned {ahead.worked / count:.2f}, "
            f"read {reading.worked / count:.2f}"
        )


class Spent(NamedTuple):
    """Seconds."""

    passed: float
    worked: float  # of the processor, that of programs called included


def spend(work: Callable[[], object]) -> Spent:
    before = os.times()
    work()
    after = os.times()
    return Spent(after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4]))


def make_docs(folder: Path, office: str) -> list[Path]:
    """Make .doc files of several pages in .VnTime out of RTF."""
    sources = []
    for number in range(N_FILES):
        body = "".join(f"\\f0 {number}.{k}. {escape(encode(SENTENCE * 3, 'tcvn3'))}\\par\n" for k in range(30))
        path = folder / f"{number:03}.rtf"
        path.write_text(f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 .VnTime;}}}}\n{body}}}", encoding="ascii")
        sources.append(path)
    run_office(office, folder, "doc", sources)
    return [shutil.move(folder / "out" / f"{path.stem}.doc", folder / f"{path.stem}.doc") for path in sources]


def run_office(office: str, folder: Path, target: str, files: list[Path]) -> None:
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", target,
         "--outdir", str(folder / "out"), *map(str, files)],
        check=True, capture_output=True,
    )  # fmt: skip


def escape(text: str) -> str:
    return "".join(char if char.isascii() else f"\\'{char.encode('cp1252')[0]:02x}" for char in text)


if __name__ == "__main__":
    sys.exit(main())
