"""How fast `ingest` takes in many small documents: one core beside two, and the rate at the end beside the start.

    python bench/ingest.py [--files 10000] [--ratio-files 300] [--spare 0]

Documents are made up, one page each. One core: the whole run, parent and worker, held to one; two: held to two. What
two cores can give at best is what two processes do that have nothing in common. --spare: workers beside one a core.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROSE = (
    "thực hiện nhiệm vụ chuyển đổi số trên địa bàn tỉnh còn thiếu nhân lực kinh phí hạ tầng đường truyền cấp xã chưa "
    "đồng bộ các sở ngành rà soát quy hoạch đất đai giải ngân vốn đầu tư công đạt tỷ lệ thấp so với kế hoạch giao"
)
WORDS = PROSE.split()


def write_files(folder: Path, count: int, *, lines: int, seed: int) -> None:
    """Write reports of some sentences each, no two alike."""
    dice = random.Random(seed)
    folder.mkdir()
    for number in range(count):
        said = [
            f"{n}. Kết quả {' '.join(dice.choices(WORDS, k=20))} đạt {dice.randint(1, 99)}% kế hoạch."
            for n in range(1, lines + 1)
        ]
        head = f"Số: {number}/BC-UBND\n\nBÁO CÁO\nTình hình {' '.join(dice.choices(WORDS, k=6))}\n\n"
        (folder / f"{number:06}.txt").write_text(head + "\n".join(said) + "\n", "utf-8")


def run_on(cores: set[int], folder: Path, database: Path, *, spare: int) -> float:
    """Give files a second of a whole run, without the first tenth of the files, held to some cores."""
    code = (
        "import sys, time, os\n"
        "from vanban.batch import find_files, ingest, Options\n"
        "from vanban.store import open_archive\n"
        "files = find_files([sys.argv[1]]).files\n"
        "with open_archive(sys.argv[2]) as archive:\n"
        "    workers = len(os.sched_getaffinity(0)) + int(sys.argv[3])\n"
        "    start, times = None, []\n"
        "    for result in ingest(archive, files, workers=workers, options=Options(keep=False)):\n"
        "        times.append(time.perf_counter())\n"
        "    skip = len(times) // 10\n"
        "    print((len(times) - skip) / (times[-1] - times[skip - 1]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(database), str(spare)],
        preexec_fn=lambda: os.sched_setaffinity(0, cores), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return float(done.stdout)


def run_apart(cores: list[int], folder: Path) -> float:
    """Give files a second of processes that only read and analyse, one held to each core, each by itself."""
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from vanban.batch.template import warm_up\n"
        "from vanban.batch.worker import process\n"
        "warm_up()\n"
        "files = sorted(map(str, Path(sys.argv[1]).iterdir()))[:100]\n"
        "process(files[0])\n"
        "sys.stdin.readline()\n"
        "start = time.perf_counter()\n"
        "for file in files:\n"
        "    process(file)\n"
        "print(len(files) / (time.perf_counter() - start))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            preexec_fn=lambda core=core: os.sched_setaffinity(0, {core}),  # type: ignore[misc]
        )
        for core in cores
    ]  # fmt: skip
    time.sleep(8)  # until all are warm
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return sum(float(process.communicate()[0]) for process in running)


def report_cores(folder: Path, count: int, *, spare: int) -> None:
    """Rates of files a second, in turns so that a change of the machine's load meets both."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    source = folder / "ratio"
    write_files(source, count, lines=20, seed=1)
    one, two = [], []
    for turn in range(3):
        one.append(run_on({cores[0]}, source, folder / f"one{turn}.db", spare=spare))
        two.append(run_on(set(cores), source, folder / f"two{turn}.db", spare=spare))
    best_one, best_two = max(one), max(two)
    print(f"{count} documents of one page, best of 3, workers warm")
    print(f"  one core   {best_one:7.1f} files/s")
    print(f"  two cores  {best_two:7.1f} files/s   {best_two / best_one:.2f} times one core", flush=True)
    alone, apart = (max(run_apart(cores[:number], source) for _ in range(2)) for number in (1, 2))
    print(
        f"  nothing stored: {alone:.1f}, two apart {apart:.1f} files/s   {apart / alone:.2f} times one",
        flush=True,
    )


def report_flat(folder: Path, count: int) -> None:
    """Rate and memory of this process along one long run."""
    from vanban.batch import Options, core_count, find_files, ingest
    from vanban.store import open_archive

    source = folder / "many"
    write_files(source, count, lines=1, seed=2)
    files = find_files([source]).files
    part = max(1, count // 10)
    print(f"\n{count} small documents, {core_count()} workers")
    print(f"{'files':>8}{'files/s':>10}{'parent, ms a file':>20}{'peak MB of the parent':>24}", flush=True)
    rates: list[float] = []
    with open_archive(folder / "many.db") as archive:
        at, used = time.perf_counter(), time.process_time()
        results = ingest(archive, files, workers=core_count(), options=Options(keep=False))
        for number, _ in enumerate(results, 1):
            if number % part == 0:
                rates.append(part / (time.perf_counter() - at))
                peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                spent_ms = 1000 * (time.process_time() - used) / part
                print(f"{number:>8}{rates[-1]:>10.1f}{spent_ms:>20.1f}{peak_mb:>24.0f}", flush=True)
                at, used = time.perf_counter(), time.process_time()
        assert archive.status()["documents"] == count
    first, last = max(rates[1:3]), max(rates[-2:])  # the first part has the start of the workers in it
    print(f"rate at the end: {last / first:.2f} of that at the start")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--ratio-files", type=int, default=300)
    parser.add_argument("--spare", type=int, default=0, help="workers beside one a core, where cores are compared")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.ratio_files:
            report_cores(Path(folder), options.ratio_files, spare=options.spare)
        if options.files:
            report_flat(Path(folder), options.files)


if __name__ == "__main__":
    main()
