"""How storing and searching hold up as an archive grows to 100,000 documents and 2,000,000 statements.

    python bench/scale.py [--documents 100000] [--steps 5] [--queries 40] [--db URL]

Pages are made up with the words of the corpus at their own frequencies, and stored by the real store, one transaction a
document. After each step: documents stored a second of the store's own time, the size of the archive, and the time of
searches. For a file, times are of the processor, so that other work beside does not count; for a server, of the clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from store import LABELS, SENTENCES_A_PAGE

from vanban.model import Analysis, BlockKind, Citation, Indicator, Letterhead, Outline, Span, Statement
from vanban.read.builder import DocumentBuilder, Piece
from vanban.store import Archive, open_archive

ROOT = Path(__file__).resolve().parents[1]
TOPICS = ("nhan_luc", "kinh_phi", "ha_tang", "the_che", "du_lieu", "phan_mem")
PROVINCES = ("Lào Cai", "Đà Nẵng", "Cà Mau", "Sơn La", "Huế", "Gia Lai", "Nghệ An", "Đồng Tháp")
QUERIES = ("thiếu nhân lực", "kinh phí chưa bố trí", '"công nghệ thông tin"', "hạ tầng cấp xã", "đề nghị hướng dẫn")


class Words:
    """The words of the corpus, drawn as often as they stand there."""

    def __init__(self) -> None:
        counts: Counter[str] = Counter()
        for file in sorted((ROOT / "corpora/documents").glob("*.txt")):
            counts.update(word for word in file.read_text("utf-8").split() if word.isalpha())
        self.words, self.sums = list(counts), list(accumulate(counts.values()))

    def draw(self, dice: random.Random, count: int) -> str:
        return " ".join(dice.choices(self.words, cum_weights=self.sums, k=count))


def make_page(number: int, words: Words) -> Analysis:
    """Make up a report of one page."""
    dice = random.Random(number)
    builder = DocumentBuilder(f"{number}.txt", "text/plain")
    for _ in range(SENTENCES_A_PAGE):
        builder.add_block(BlockKind.PARAGRAPH, [Piece(words.draw(dice, 22) + ".")])
    document = builder.build(sha256=hashlib.sha256(str(number).encode()).hexdigest())
    text, spans = document.text, [block.span for block in document.blocks]
    province = dice.choice(PROVINCES)
    day = dt.date(2005 + number % 21, 1 + number % 12, 1)
    first = [Span(span.start, span.start + 20) for span in spans]
    return Analysis(
        document,
        Letterhead(
            "bao_cao",
            str(number),
            "BC-UBND",
            f"UBND {province}",
            issued_on=day,
            province=province,
            province_now=province,
        ),
        Outline((), (None,) * len(spans), (None,) * len(spans)),
        citations=tuple(Citation(s, s.of(text), "nghi_quyet", str(number % 900), 2024, "NQ-CP") for s in first[::5]),
        indicators=tuple(Indicator(s, s.of(text), period=(day, day)) for s in first[::5]),
        statements=tuple(
            Statement(s, s.of(text), dice.choice(LABELS), (dice.choice(TOPICS),), rule="rule") for s in spans
        ),
    )


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))] * 1000


def time_searches(archive: Archive, count: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """Time searches with and without filters, and with facets."""
    kinds: dict[str, Callable[[str], object]] = {
        "words": lambda query: archive.search(query),
        "and filters": lambda query: archive.search(query, label=["difficulty"], province=["Sơn La"]),
        "and facets": lambda query: archive.facets(query, label=["difficulty"]),
    }
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    for ask in kinds.values():  # what a process reads once is not a search's
        ask(QUERIES[0])
    for number in range(count):
        for kind, ask in kinds.items():
            start = clock()
            ask(QUERIES[number % len(QUERIES)])
            found[kind].append(clock() - start)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--db", help="an empty archive to fill; by default a file that is thrown away")
    options = parser.parse_args()
    clock = time.perf_counter if options.db else time.process_time
    words = Words()
    print(f"{'documents':>10}{'statements':>12}{'documents/s':>13}{'bytes/page':>12}   search, p50 / p95 in ms")
    with tempfile.TemporaryDirectory() as folder:
        url = options.db or str(Path(folder) / "scale.db")
        with open_archive(url) as archive:
            step = options.documents // options.steps
            for part in range(options.steps):
                seconds = 0.0
                for number in range(part * step, (part + 1) * step):
                    analysis = make_page(number, words)
                    start = clock()
                    archive.add(analysis)
                    seconds += clock() - start
                done = (part + 1) * step
                size = sum(path.stat().st_size for path in Path(folder).iterdir()) if not options.db else 0
                times = time_searches(archive, options.queries, clock)
                told = "   ".join(
                    f"{kind} {statistics.median(t) * 1000:.0f} / {percentile(t, 0.95):.0f}" for kind, t in times.items()
                )
                print(
                    f"{done:>10,}{done * SENTENCES_A_PAGE:>12,}{step / seconds:>13.0f}{size // done:>12,}   {told}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
