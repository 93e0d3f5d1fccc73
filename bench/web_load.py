"""Many readers at once: how long searches, lists and facets take while documents are taken in.

    .venv/bin/python bench/web_load.py --statements 100000 --readers 50 --seconds 20

Makes an archive of generated statements (kept in --folder for the next run), serves it by `vanban serve`, and lets
readers ask one thing after another, each over a connection of its own, while one process adds documents.
"""

from __future__ import annotations

import argparse
import asyncio
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
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from samples import LETTERHEAD, make_analysis

from vanban.lexicon.labels import TOPIC_NAMES
from vanban.lexicon.provinces import provinces_now
from vanban.model import Analysis
from vanban.store import open_archive

PORT = 8765
WORDS = (  # noqa: SIM905
    "thiếu nhân lực công nghệ thông tin cấp xã kinh phí hạ tầng đường truyền máy tính cũ phần mềm dữ liệu dùng chung "
    "thủ tục hành chính hồ sơ trực tuyến cán bộ kiêm nhiệm đào tạo tập huấn hướng dẫn bố trí đầu tư nâng cấp kết nối "
    "liên thông chậm khó khăn vướng mắc đề nghị sớm ban hành quy định cơ chế chính sách đất đai quy hoạch chuyển đổi số"
).split()
ASKED = (
    "thiếu nhân lực",
    "công nghệ thông tin",
    '"cấp xã"',
    "kinh phi",
    "CNTT",
    "đường truyền chậm",
    "de nghi ban hanh",
)
A_DOCUMENT = 100


def make(number: int) -> Analysis:
    """Give a report of 100 statements of random words."""
    dice = random.Random(number)
    topics, places = list(TOPIC_NAMES), [province.name for province in provinces_now()]
    said = []
    for _ in range(A_DOCUMENT):
        label = dice.choice(("result", "difficulty", "proposal", "solution", "other"))
        asked = "Bộ Khoa học và Công nghệ" if label == "proposal" else None
        said.append((" ".join(dice.choices(WORDS, k=25)) + ".", label, dice.choice(topics), asked))
    place = dice.choice(places)
    issued_on = LETTERHEAD.issued_on and LETTERHEAD.issued_on.replace(year=dice.randint(2020, 2026))
    letter = replace(LETTERHEAD, number=str(number), province=place, province_now=place, issued_on=issued_on)
    made = make_analysis(said, source=f"{number}.txt", letterhead=letter)
    return replace(made, document=replace(made.document, sha256=hashlib.sha256(f"load {number}".encode()).hexdigest()))


def fill(path: Path, documents: int) -> None:
    start = time.perf_counter()
    with open_archive(path) as archive:
        there = len(archive.documents()) if path.exists() else 0
        for number in range(there, documents):
            archive.add(make(number))
    print(f"archive of {documents * A_DOCUMENT} statements ready in {time.perf_counter() - start:.0f} s")


def addresses(dice: random.Random) -> tuple[str, str]:
    query = quote(dice.choice(ASKED))
    place = quote(dice.choice(("Lào Cai", "Cà Mau", "Đà Nẵng", "Nghệ An")))
    return dice.choice(
        (
            ("search", f"/api/v1/search?q={query}"),
            ("search in a province", f"/api/v1/search?q={query}&province={place}"),
            ("facets", f"/api/v1/facets?q={query}"),
            ("documents", f"/api/v1/documents?province={place}&size=20"),
            ("statements", f"/api/v1/statements?label=proposal&province={place}&size=20"),
            ("search page", f"/tim-kiem?q={query}"),
        )
    )


def read(reader: int, until: float, times: dict[str, list[float]], failures: list[str]) -> None:
    dice, connection = random.Random(reader), http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    while time.perf_counter() < until:
        kind, address = addresses(dice)
        start = time.perf_counter()
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 404):
                failures.append(f"{answer.status} {address}")
        except OSError as error:
            failures.append(f"{error} {address}")
            connection.close()
            continue
        if answer.status == 200:
            times[kind].append(time.perf_counter() - start)
        time.sleep(dice.uniform(0, 2))  # a person reads what was found


def write(path: Path, documents: int, until: float) -> int:
    """Add documents as an ingest does, one a second or so."""
    number = documents
    with open_archive(path) as archive:
        while time.perf_counter() < until:
            archive.add(make(number))
            number += 1
            time.sleep(0.5)
    return number - documents


async def ready() -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", PORT)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise SystemExit("the server did not start")


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "vanban-load")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    path, documents = options.folder / f"{options.statements}.db", options.statements // A_DOCUMENT
    fill(path, documents)
    command = [sys.executable, "-m", "vanban.cli", "serve", "--db", str(path), "--port", str(PORT)]
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    with subprocess.Popen(command, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
        try:
            asyncio.run(ready())
            read(0, time.perf_counter() + 3, defaultdict(list), failures)  # what is read once a process
            until = time.perf_counter() + options.seconds
            readers = [
                threading.Thread(target=read, args=(number, until, times, failures))
                for number in range(options.readers)
            ]
            for reader in readers:
                reader.start()
            added = write(path, documents, until)
            for reader in readers:
                reader.join()
        finally:
            server.terminate()
    every = [value for values in times.values() for value in values]
    print(f"{len(every)} answers to {options.readers} readers, {len(failures)} failures, {added} documents added")
    for kind, values in (*sorted(times.items()), ("all", every)):
        shares = " ".join(
            f"p{round(100 * part)} {1000 * percentile(values, part):6.0f} ms" for part in (0.5, 0.95, 0.99)
        )
        print(f"{kind:22} {len(values):6}  {shares}")
    for failure in failures[:5]:
        print(failure)


if __name__ == "__main__":
    main()
