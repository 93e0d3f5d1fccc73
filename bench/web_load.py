"""Many readers of the page at once, while documents are taken in: how long each kind of answer takes.

    python bench/web_load.py [--statements 1000000] [--readers 50] [--seconds 30] [--pause 2] [--db FILE.db]

The archive is the one of bench/search.py. It is served by `vanban serve`; every reader asks one thing after another
over a connection of its own and reads what came for up to `--pause` seconds, while this process adds documents. On a
busy machine the processor time of the server for each answer tells more than the time that passed.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from samples import full_analysis
from search import Asked, fill, make_files, make_queries, make_statements

from vanban.model import Analysis
from vanban.store import open_archive

PORT, QUERIES, PAUSE_S = 8765, 500, 1.0
LISTS = ("/api/v1/search", "/api/v1/documents", "/api/v1/statements")
KINDS = ("/api/v1/search", "/api/v1/search", "/api/v1/facets", "/api/v1/documents", "/api/v1/statements", "/tim-kiem")


def address_of(kind: str, asked: Asked) -> str:
    names = {"since": "from"}
    filters = {names.get(name, name): value for name, value in asked.filters.items()}
    wanted = {} if kind.endswith(("documents", "statements")) else {"q": asked.query}
    size = {"size": 20} if kind in LISTS else {}
    return f"{kind}?{urlencode({**wanted, **filters, **size})}"


class Readers:
    """Asks, and keeps how long each answer took."""

    def __init__(self, pause_s: float) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.failures: list[str] = []
        self._queries, self._pause_s = make_queries(QUERIES), pause_s

    def read(self, reader: int, until: float) -> None:
        dice = random.Random(reader)
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        while time.perf_counter() < until:
            kind = dice.choice(KINDS)
            address = address_of(kind, dice.choice(self._queries))
            start = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                self.times[kind].append(time.perf_counter() - start)
            else:
                self.failures.append(f"{answer.status} {address}")
            time.sleep(dice.uniform(0, self._pause_s))

    def tell(self) -> None:
        every = [value for values in self.times.values() for value in values]
        for kind, values in (*sorted(self.times.items()), ("all", every)):
            cuts = " ".join(f"p{part} {1000 * _percentile(values, part):7.0f} ms" for part in (50, 95, 99))
            print(f"{kind:22} {len(values):6}  {cuts}")
        for failure in self.failures[:5]:
            print(failure)


def _percentile(values: list[float], part: int) -> float:
    return sorted(values)[min(len(values) - 1, part * len(values) // 100)]


def take_in(db: str, until: float) -> int:
    """Add documents as an ingest does, one every second or so."""
    said, number = next(make_statements(20)), 0
    with open_archive(db) as archive:
        while time.perf_counter() < until:
            archive.add(_report(said, f"{time.time_ns()}"))
            number += 1
            time.sleep(PAUSE_S)
    return number


def _report(said: list[str], name: str) -> Analysis:
    made = full_analysis(source=f"{name}.txt")
    sha256 = hashlib.sha256((name + said[0]).encode()).hexdigest()
    return replace(made, document=replace(made.document, sha256=sha256))


def wait_for_server() -> None:
    for _ in range(1200):
        connection: Any = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("GET", "/api/v1/facets?q=kinh")  # reads the columns, once a process
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(db: str, readers: Readers, count: int, seconds: float) -> None:
    command = [sys.executable, "-m", "vanban.cli", "serve", "--db", db, "--port", str(PORT)]
    with subprocess.Popen(command) as server:
        try:
            wait_for_server()
            before, until = cpu_s(server.pid), time.perf_counter() + seconds
            threads = [threading.Thread(target=readers.read, args=(number, until)) for number in range(count)]
            for thread in threads:
                thread.start()
            added = take_in(db, until)
            for thread in threads:
                thread.join()
            used = cpu_s(server.pid) - before
        finally:
            server.terminate()
    answers = sum(map(len, readers.times.values()))
    print(
        f"{count} readers: {answers} answers, {len(readers.failures)} failures, {added} documents added; "
        f"{1000 * used / max(answers, 1):.0f} ms of processor time an answer"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=2.0)
    parser.add_argument("--db")
    options = parser.parse_args()
    readers = Readers(options.pause)
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or str(Path(folder, "archive.db"))
        with open_archive(db) as archive:
            if not archive.status()["documents"]:
                fill(archive, options.statements)
            make_files(archive)
        run(db, readers, options.readers, options.seconds)
    readers.tell()


if __name__ == "__main__":
    main()
