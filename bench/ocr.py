"""OCR: how many characters come wrong, how many fields right, and how much work is added to bare Tesseract.

    python bench/ocr.py [--papers N] [--tables] [--dpi N ...] [--kinds KIND ...] [FOLDER]

Pages of the corpus's test part are drawn and scanned (scan_pages.py); then read, each beside bare Tesseract on the same
picture. Time is of the processor, one thread: our own, in Python, and that of Tesseract as we call it; own work is ours
beside bare Tesseract. Fields are right, blank, or wrong; what is written by hand may be blank, not wrong. With a folder
of real scans that have a transcript beside them (NAME.pdf and NAME.pdf.txt): characters wrong outside the lines that
hold handwriting, and fields.

The character error rate is of paragraphs: each is sought where it fits best in what was read, so that the order of
columns and what stands in stamps do not count. Tones may stand on either vowel (hoà, hòa); quotation marks are alike.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from PIL import Image
from scan_pages import KINDS, Paper, draw_papers, scan

from vanban.model import Document, Letterhead
from vanban.read import read, read_bytes
from vanban.read.tesseract import LANGUAGE, find_program, missing_part
from vanban.structure import find_letterhead
from vanban.text import canonical, nfc

GOAL_BODY, GOAL_LETTERHEAD, GOAL_REAL, GOAL_FIELDS, GOAL_S, GOAL_OWN = 0.01, 0.03, 0.06, 0.9, 3.0, 0.25
FIELDS = ("number", "symbol", "issued_on", "issuer")
_WRITTEN = re.compile(r"^Số\s*:|,? ngày .{0,12}tháng .{0,12}năm \d{4}$")  # lines that are filled in by hand
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "’": "'", "‘": "'"})
Result = TypeVar("Result")


class Errors(NamedTuple):
    wrong: int
    total: int

    @property
    def rate(self) -> float:
        return self.wrong / self.total if self.total else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="real scans with transcripts beside them")
    parser.add_argument("--papers", type=int, default=6, metavar="N")
    parser.add_argument("--tables", action="store_true", help="papers that hold a table below the title")
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200, 300])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["clean", "noisy", "askew"])
    parser.add_argument("--show", action="store_true", help="show what came wrong")
    options = parser.parse_args(arguments)
    if missing_part() is not None:
        print(f"OCR: {missing_part()} is missing, skipped")
        return 0
    if options.papers:
        made = list(draw_papers(options.papers, tables=options.tables))
        measure_drawn(made, options.dpi, options.kinds, show=options.show)
    if options.folder is None or not options.folder.is_dir():
        print("real scans: no folder of them given, skipped")
        return 0
    measure_real(options.folder, show=options.show)
    return 0


# -- characters --------------------------------------------------------------------------------------------------------


def fold_signs(text: str) -> str:
    text = nfc(" ".join(text.split()))
    tones = canonical(text)
    text = "".join(tone.upper() if char.isupper() else tone for tone, char in zip(tones, text, strict=True))
    return text.translate(_QUOTES)


def count_errors(truths: Iterable[str], text: str, *, show: bool = False) -> Errors:
    text = fold_signs(text)
    wrong = total = 0
    for truth in map(fold_signs, truths):
        if not truth:
            continue
        distance, place = distance_within(truth, text)
        wrong, total = wrong + distance, total + len(truth)
        if show and distance:
            print(f"    {distance:3}  {truth}\n         {text[max(place - len(truth) - 5, 0) : place]}")
    return Errors(wrong, total)


def distance_within(pattern: str, text: str) -> tuple[int, int]:
    """Give the least edit distance of a pattern to any part of a text, and where that part ends."""
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    steps = np.arange(len(letters) + 1)
    row = np.zeros(len(letters) + 1, dtype=np.int64)
    for place, char in enumerate(pattern, 1):
        best = np.concatenate(([place], np.minimum(row[:-1] + (letters != ord(char)), row[1:] + 1)))
        row = np.minimum.accumulate(best - steps) + steps
    end = int(row.argmin())
    return int(row[end]), end


def judge_fields(found: Letterhead, wanted: dict[str, str]) -> dict[str, str]:
    """Say of each field whether it is right, blank or wrong."""
    judged = {}
    for name, value in wanted.items():
        seen = getattr(found, name)
        forms = [fold_signs(str(form)).casefold().lstrip("0") for form in (seen, value)]
        judged[name] = "blank" if seen is None else "right" if forms[0] == forms[1] else "wrong"
    return judged


# -- drawn pages -------------------------------------------------------------------------------------------------------


class Work(NamedTuple):
    """Seconds of the processor for a page."""

    own: float  # in Python
    engine: float  # Tesseract, as we call it
    bare: float  # Tesseract on the picture as it is


def measure_drawn(made: list[Paper], resolutions: list[int], kinds: list[str], *, show: bool) -> None:
    warm = read_bytes(to_png(scan(made[0], "clean", dpi=100), 100), source="page.png")  # loads what is loaded once
    find_letterhead(warm)
    print(f"{len(made)} pages of the corpus's test part; goals: body {GOAL_BODY}, letterhead {GOAL_LETTERHEAD}")
    print("                                                 right      cells  seconds a page          own")
    print("kind      dpi    body  letterhead  bare body  blank wrong   right     own  engine    bare   work")
    spent = defaultdict(list)
    for kind in kinds:
        for dpi in resolutions:
            spent[dpi] += measure_kind(made, kind, dpi, show=show)
    for dpi, works in spent.items():
        own, engine, bare = (sum(column) / len(works) for column in zip(*works, strict=True))
        print(f"{dpi} dpi: {own + engine:.2f} s a page and core, own work {own / bare:.0%} of bare Tesseract")


def measure_kind(made: list[Paper], kind: str, dpi: int, *, show: bool) -> list[Work]:
    body, head, plain, cells = (Errors(0, 0) for _ in range(4))
    fields: Counter[str] = Counter()
    works = []
    for index, paper in enumerate(made):
        picture = to_png(scan(paper, kind, dpi=dpi, seed=index + 1), dpi)
        text, own, bare = timed(lambda picture=picture: read_bare(picture, dpi))
        document, own, engine = timed(lambda picture=picture: read_bytes(picture, source="page.png"))
        works.append(Work(own, engine, bare))
        found = all_text(document)
        body = add(body, count_errors(paper.body, found, show=show))
        head = add(head, count_errors(paper.letterhead if kind != "written" else (), found, show=show))
        plain = add(plain, count_errors(paper.body, text))
        judged = judge_fields(find_letterhead(document), wanted_of(paper))
        fields.update(judged.values())
        if show:
            print(*(f"    {paper.name}: {name} {state}" for name, state in judged.items() if state != "right"))
            print(*(f"    {notice.message}" for notice in document.notices if notice.code == "ocr_written"), sep="\n")
        cells = add(cells, compare_tables(paper, document, show=show))
    own, engine, bare = (sum(column) / len(works) for column in zip(*works, strict=True))
    tables = f"{cells.total - cells.wrong:4}/{cells.total:3}" if cells.total else "       –"
    times = f"{own:5.2f}   {engine:5.2f}   {bare:5.2f} {own / bare:5.0%}"
    print(
        f"{kind:8} {dpi:4}  {body.rate:.4f}      {head.rate:.4f}     {plain.rate:.4f}  "
        f"{fields['right']:3}{fields['blank']:4}{fields['wrong']:4} {tables}   {times}",
        flush=True,
    )
    return works


def wanted_of(paper: Paper) -> dict[str, str]:
    fields = paper.gold.document
    return {name: str(fields[name]) for name in FIELDS if fields[name]}


def compare_tables(paper: Paper, document: Document, *, show: bool = False) -> Errors:
    """Count the cells of the drawn tables that do not come back in a row of the same cells."""
    read_cells = [cell for table in document.tables for row in rows_of(document, table) for cell in row]
    wrong = total = 0
    for table in paper.tables:
        for row in table:
            for cell in filter(None, map(fold_cell, row)):
                total += 1
                if cell in read_cells:
                    read_cells.remove(cell)
                else:
                    wrong += 1
                    if show:
                        print(f"    no cell: {cell}")
    return Errors(wrong, total)


def rows_of(document: Document, table) -> list[list[str]]:  # type: ignore[no-untyped-def]
    rows = [table.columns(document.text), *table.rows(document.text)]
    return [[fold_cell(cell) for cell in row] for row in rows]


def fold_cell(text: str) -> str:
    """Give a cell's text with signs alike; an "X" that marks is an "x"."""
    text = fold_signs(text)
    return "x" if text == "X" else text


def all_text(document: Document) -> str:
    return "\n".join(block.span.of(document.text) for block in document.blocks)


def add(left: Errors, right: Errors) -> Errors:
    return Errors(left.wrong + right.wrong, left.total + right.total)


def to_png(image: Image.Image, dpi: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(dpi, dpi), compress_level=1)
    return buffer.getvalue()


def read_bare(picture: bytes, dpi: int) -> str:
    command = [find_program() or "tesseract", "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(dpi)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=picture, capture_output=True, env=environment, check=True)
    return done.stdout.decode("utf-8")


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """Give what a work gives, and the processor's time for it: of this process, and of its children."""
    before = os.times()
    result = work()
    after = os.times()
    own, children = (sum(after[place : place + 2]) - sum(before[place : place + 2]) for place in (0, 2))
    return result, own, children


# -- real scans --------------------------------------------------------------------------------------------------------


def measure_real(folder: Path, *, show: bool) -> None:
    files = sorted(path.with_suffix("") for path in folder.rglob("*.txt") if path.with_suffix("").is_file())
    whole, counts, spent = Errors(0, 0), Counter[str](), []
    for path in files:
        truth = Path(f"{path}.txt").read_text(encoding="utf-8")
        document, own, engine = timed(lambda path=path: read(path))
        seconds = own + engine
        spent.append(seconds / max(len(document.pages), 1))
        lines = [line for line in truth.splitlines() if not _WRITTEN.search(line.strip())]
        errors = count_errors(lines, all_text(document), show=show)
        whole = add(whole, errors)
        fields = judge_fields(find_letterhead(document), wanted_in(truth))
        counts.update(fields.values())
        missed = "".join(f"  {state}: {name}" for name, state in fields.items() if state != "right")
        told = sum(notice.code == "ocr_written" for notice in document.notices)
        print(
            f"  {errors.rate:.4f}  {path.name}  {own:.1f} + {engine:.1f} s{missed}{f'  told: {told}' if told else ''}"
        )
    print(
        f"real scans: characters wrong {whole.rate:.4f} (goal {GOAL_REAL}), fields right {counts['right']}, "
        f"blank {counts['blank']}, wrong {counts['wrong']} (goal {GOAL_FIELDS:.0%} right), "
        f"{sum(spent) / max(len(spent), 1):.2f} s a page"
    )


def wanted_in(truth: str) -> dict[str, str]:
    """Take the fields from the lines of a transcript."""
    wanted = {}
    number = re.search(r"^Số: ?(\d*)/?(\S+)$", truth, re.MULTILINE)
    if number:
        wanted["symbol"] = number[2].removeprefix("/")
        if number[1]:
            wanted["number"] = number[1]
    year = re.match(r"(\d{4})/(.+)", wanted.get("symbol", ""))
    if year:
        wanted["symbol"] = year[2]
    day = re.search(r"^\S.{1,30}, ngày (\d+) tháng (\d+) năm (\d{4})$", truth, re.MULTILINE)
    if day:
        wanted["issued_on"] = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    head = re.split("CỘNG H[OÒ]", truth)[0].split()
    if head:
        wanted["issuer"] = " ".join(head)
    return wanted


if __name__ == "__main__":
    sys.exit(main())
