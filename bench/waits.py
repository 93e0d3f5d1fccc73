"""How long workers of `ingest` wait for the process that has the archive.

    python bench/waits.py [--files 300] [--workers 2] [--sleep-ms 0]

Milliseconds a document, counted in each worker around the place where it waits: for its next file, and for the answer
whether that is known. --sleep-ms: workers sleep in place of reading and analysing, as if each had a core of its own. On
a busy machine all waits are longer: begin with `chrt -f 2` to be before other work.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from ingest import write_files

HOOK = """
import sys
if "vanban.batch.template" in sys.orig_argv:
    import hashlib, os, time
    from dataclasses import replace
    if os.sched_getscheduler(0) == os.SCHED_FIFO:  # below the process with the archive, which has little to do
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    from vanban.batch import channel, steps
    waits, first = {"Task": [], "bool": []}, []
    real_receive, real_exit, real_process = channel.Channel.receive, os._exit, steps.process
    def receive(self):
        start = time.perf_counter()
        message = real_receive(self)
        if type(message).__name__ in waits:
            waits[type(message).__name__].append(time.perf_counter() - start)
        return message
    def leave(code):
        if waits["bool"]:
            with open(os.environ["VANBAN_WAITS"], "a") as file:
                file.write(f"{len(waits['bool'])} {sum(waits['Task'][1:])} {sum(waits['bool'])}\\n")
        real_exit(code)
    def process(path, member=None, **options):
        if not first:
            first.append(real_process(path, member, **options))
            return first[0]
        time.sleep(float(os.environ["VANBAN_SLEEP_S"]))
        analysis = first[0].analysis
        digest = hashlib.sha256(open(path, "rb").read()).hexdigest()
        document = replace(analysis.document, sha256=digest)
        return first[0]._replace(path=path, analysis=replace(analysis, document=document))
    channel.Channel.receive, os._exit = receive, leave
    if float(os.environ["VANBAN_SLEEP_S"]):
        steps.process = process
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sleep-ms", type=float, default=0)
    options = parser.parse_args()
    from vanban.batch import Options, find_files, ingest
    from vanban.store import open_archive

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hook").mkdir()
        (folder / "hook" / "sitecustomize.py").write_text(HOOK)
        write_files(folder / "x", options.files, lines=20, seed=1)
        told = folder / "waits"
        os.environ |= {
            "PYTHONPATH": f"{folder / 'hook'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
            "VANBAN_WAITS": str(told),
            "VANBAN_SLEEP_S": str(options.sleep_ms / 1000),
        }
        with open_archive(folder / "kho.db") as archive:
            files = find_files([folder / "x"]).files
            results = ingest(archive, files, workers=options.workers, options=Options(keep=False))
            times = [time.perf_counter() for _ in results]
        time.sleep(0.5)  # until the workers are gone
        rows = [tuple(map(float, line.split())) for line in told.read_text().splitlines()]
        count = sum(row[0] for row in rows)
        task, answer = (1000 * sum(row[place] for row in rows) / count for place in (1, 2))
        skip = len(times) // 10
        run = 1000 * (times[-1] - times[skip]) / (len(times) - skip - 1)
        waits = f"wait {task:.1f} ms for a file, {answer:.1f} ms for the answer"
        print(f"{options.workers} workers: {waits}; run {run:.1f} ms a document")


if __name__ == "__main__":
    main()
