"""OCR: how many characters come wrong, how many fields right, and how much work is added to bare Tesseract.

    python bench/ocr.py [--papers N] [--dpi N ...] [--kinds KIND ...] [FOLDER]

Pages of the corpus's test part are drawn and scanned (scan_pages.py); then read, each beside bare Tesseract on the same
picture. Time is of the processor, children included, one thread. With a folder of real scans that have a transcript
beside them (NAME.pdf and NAME.pdf.txt): characters wrong outside the lines that hold handwriting, fields right.

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
from collections import defaultdict
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
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200, 300])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["clean", "noisy", "askew"])
    parser.add_argument("--show", action="store_true", help="show what came wrong")
    options = parser.parse_args(arguments)
    if missing_part() is not None:
        print(f"OCR: {missing_part()} is missing, skipped")
        return 0
    if options.papers:
        measure_drawn(options.papers, options.dpi, options.kinds, show=options.show)
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


def fields_right(found: Letterhead, wanted: dict[str, str]) -> dict[str, bool]:
    right = {}
    for name, value in wanted.items():
        seen = getattr(found, name)
        forms = [fold_signs(str(form)).casefold().lstrip("0") for form in (seen, value)]
        right[name] = seen is not None and forms[0] == forms[1]
    return right


# -- drawn pages -------------------------------------------------------------------------------------------------------


def measure_drawn(papers: int, resolutions: list[int], kinds: list[str], *, show: bool) -> None:
    made = list(draw_papers(papers))
    warm = read_bytes(to_png(scan(made[0].pdf, "clean", dpi=100), 100), source="page.png")  # loads what is loaded once
    find_letterhead(warm)
    print(f"{len(made)} pages of the corpus's test part; goals: body {GOAL_BODY}, letterhead {GOAL_LETTERHEAD}")
    print("kind      dpi    body  letterhead  bare body   fields   tables   s/page  bare s   own work")
    spent = defaultdict(list)
    for kind in kinds:
        for dpi in resolutions:
            body, head, plain = Errors(0, 0), Errors(0, 0), Errors(0, 0)
            right, cells, times = [], Errors(0, 0), []
            for index, paper in enumerate(made):
                picture = to_png(scan(paper.pdf, kind, dpi=dpi, seed=index + 1), dpi)
                text, bare_s = timed(lambda picture=picture, dpi=dpi: read_bare(picture, dpi))
                document, whole_s = timed(lambda picture=picture: read_bytes(picture, source="page.png"))
                times.append((whole_s, bare_s))
                found = all_text(document)
                body = add(body, count_errors(paper.body, found, show=show))
                head = add(head, count_errors(paper.letterhead, found, show=show))
                plain = add(plain, count_errors(paper.body, text))
                fields = fields_right(find_letterhead(document), wanted_of(paper))
                right += fields.values()
                if show:
                    print(*(f"    {paper.name}: {name} missed" for name, is_right in fields.items() if not is_right))
                cells = add(cells, compare_tables(paper, document))
            whole, bare = (sum(column) / len(times) for column in zip(*times, strict=True))
            spent[dpi].append((whole, bare))
            tables = f"{1 - cells.rate:6.3f}" if cells.total else "     –"
            print(
                f"{kind:9} {dpi}  {body.rate:.4f}      {head.rate:.4f}     {plain.rate:.4f}   "
                f"{sum(right):3}/{len(right):3}   {tables}   {whole:6.2f}  {bare:6.2f}    {whole / bare - 1:+7.0%}"
            )
    for dpi, pairs in spent.items():
        whole, bare = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
        print(f"{dpi} dpi: {whole:.2f} s a page and core, {whole / bare - 1:+.0%} on top of bare Tesseract")


def wanted_of(paper: Paper) -> dict[str, str]:
    fields = paper.gold.document
    return {name: str(fields[name]) for name in FIELDS if fields[name]}


def compare_tables(paper: Paper, document: Document) -> Errors:
    """Count the cells of the drawn tables that do not come back in a row of the same cells."""
    read_cells = [cell for table in document.tables for row in rows_of(document, table) for cell in row]
    wrong = total = 0
    for table in paper.tables:
        for row in table:
            for cell in filter(None, map(fold_signs, row)):
                total += 1
                if cell in read_cells:
                    read_cells.remove(cell)
                else:
                    wrong += 1
    return Errors(wrong, total)


def rows_of(document: Document, table) -> list[list[str]]:  # type: ignore[no-untyped-def]
    rows = [table.columns(document.text), *table.rows(document.text)]
    return [[fold_signs(cell) for cell in row] for row in rows]


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


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Give what a work gives, and the processor's time for it, children included."""
    before = os.times()
    result = work()
    after = os.times()
    return result, sum(after[:4]) - sum(before[:4])


# -- real scans --------------------------------------------------------------------------------------------------------


def measure_real(folder: Path, *, show: bool) -> None:
    files = sorted(path.with_suffix("") for path in folder.rglob("*.txt") if path.with_suffix("").is_file())
    whole, right, total, spent = Errors(0, 0), 0, 0, []
    for path in files:
        truth = Path(f"{path}.txt").read_text(encoding="utf-8")
        document, seconds = timed(lambda path=path: read(path))
        spent.append(seconds / max(len(document.pages), 1))
        lines = [line for line in truth.splitlines() if not _WRITTEN.search(line.strip())]
        errors = count_errors(lines, all_text(document), show=show)
        whole = add(whole, errors)
        fields = fields_right(find_letterhead(document), wanted_in(truth))
        right, total = right + sum(fields.values()), total + len(fields)
        missed = ", ".join(name for name, is_right in fields.items() if not is_right)
        print(f"  {errors.rate:.4f}  {path.name}  {seconds:.1f} s{'  missed: ' + missed if missed else ''}")
    print(
        f"real scans: characters wrong {whole.rate:.4f} (goal {GOAL_REAL}), fields right {right}/{total} "
        f"(goal {GOAL_FIELDS:.0%}), {sum(spent) / max(len(spent), 1):.2f} s a page"
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
