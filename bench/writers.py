"""How many documents several processes store in one PostgreSQL archive at once.

    python bench/writers.py --db postgresql://…/EMPTY [--documents 150] [--writers 1 2 4]

The database must be empty; the archive is made in it. Documents have twenty statements and are made ready beforehand,
as workers do it; what is measured is the storing alone, and the processor time that it takes the writers.
"""

from __future__ import annotations

import argparse
import pickle
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from vanban.analyse import analyse_text
from vanban.model import Analysis
from vanban.store import open_archive
from vanban.store.draft import make_draft

PROSE = (
    "rà soát quy hoạch đất đai giải ngân vốn đầu tư công hạ tầng đường truyền cấp xã chuyển đổi số còn thiếu nhân lực"
)
WORDS = PROSE.split()
DIFFERENT = 20
WRITER = """
import pickle, sys, time
from vanban.store import open_archive
drafts = pickle.load(open(sys.argv[2], "rb"))
with open_archive(sys.argv[1]) as archive:
    archive.status()
    print("ready", flush=True)
    sys.stdin.readline()
    used = time.process_time()
    for draft in drafts:
        archive.store(draft, f"/bench/{draft.sha256}")
    print(time.process_time() - used, flush=True)
"""


def write_analysis(number: int) -> Analysis:
    dice = random.Random(number)
    said = [
        f"{n}. Kết quả {' '.join(dice.choices(WORDS, k=20))} đạt {dice.randint(1, 99)}% kế hoạch." for n in range(20)
    ]
    return analyse_text(f"Số: {number}/BC-UBND\n\nBÁO CÁO\n" + "\n".join(said))


def measure(url: str, analyses: list[Analysis], *, writers: int, count: int, first: int, folder: Path) -> None:
    """Store `count` documents for each writer, all at once, and print the rate."""
    started = []
    for writer in range(writers):
        drafts = []
        for number in range(count):
            analysis = analyses[number % len(analyses)]
            sha256 = f"{first + writer * count + number:064x}"
            drafts.append(
                make_draft(replace(analysis, document=replace(analysis.document, sha256=sha256)), "postgresql")
            )
        path = folder / f"{writer}.pickle"
        path.write_bytes(pickle.dumps(drafts))
        command = [sys.executable, "-c", WRITER, url, str(path)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.close()
    used_s = sum(float(process.stdout.readline()) for process in started if process.stdout is not None)
    seconds = time.perf_counter() - begun
    for process in started:
        process.wait()
    total = writers * count
    print(
        f"{writers:>3} writers{total / seconds:>10.1f} documents/s{1000 * used_s / total:>8.1f} ms of a writer each",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True)
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--writers", type=int, nargs="+", default=[1, 2, 1, 2])
    options = parser.parse_args()
    with open_archive(options.db) as archive:
        if archive.status()["documents"]:
            parser.error("the archive is not empty")
    analyses = [write_analysis(number) for number in range(DIFFERENT)]
    first = 0
    with tempfile.TemporaryDirectory() as folder:
        for writers in options.writers:
            measure(options.db, analyses, writers=writers, count=options.documents, first=first, folder=Path(folder))
            first += writers * options.documents


if __name__ == "__main__":
    main()
