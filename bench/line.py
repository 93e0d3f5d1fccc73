"""How fast the whole line is, from file to stored rows: beside bare PDFium and bare pdfplumber text, in one run.

    python bench/line.py [--pages 320] [--report-pages 20] [FILE.pdf …]

Draws reports as bench/read.py does. One core; times are the process's own, models loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from read import draw_report, measure, read_with_pdfium, read_with_pdfplumber, read_with_vanban


def run_line(paths: Sequence[Path], database: Path) -> tuple[int, float, dict[str, float]]:
    """Analyse and store files; gives pages, seconds of processor time, and the seconds of each station."""
    from vanban.analyse import analyse_document
    from vanban.read import read
    from vanban.store import open_archive

    stations = dict.fromkeys(("read", "analyse", "store"), 0.0)
    pages = 0
    begin = time.process_time()
    with open_archive(str(database)) as archive:
        for path in paths:
            start = time.process_time()
            document = read(path)
            stations["read"] += (after_read := time.process_time()) - start
            analysis = analyse_document(document)
            stations["analyse"] += (after_analyse := time.process_time()) - after_read
            archive.add(analysis, paths=[str(path)])
            stations["store"] += time.process_time() - after_analyse
            pages += len(document.pages)
    return pages, time.process_time() - begin, stations


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="PDF files instead of drawn ones")
    parser.add_argument("--pages", type=int, default=320, help="pages to draw together")
    parser.add_argument("--report-pages", type=int, default=20, help="pages of one drawn report")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        paths = list(options.files)
        for seed in range(options.pages // options.report_pages if not paths else 0):
            paths.append(Path(folder) / f"{seed}.pdf")
            paths[-1].write_bytes(draw_report(options.report_pages, tables=False, seed=seed))
        run_line(paths[:1], Path(folder) / "warm.db")
        pages, seconds, stations = run_line(paths, Path(folder) / "line.db")
        data = [path.read_bytes() for path in paths]
        bare = {r.__name__: _rate(r, data) for r in (read_with_vanban, read_with_pdfium, read_with_pdfplumber)}
        rate = pages / seconds
        print(f"{pages} pages in {len(paths)} files, one core")
        print(f"{'whole line':24}{rate:8.1f} pages/s")
        for name, spent in stations.items():
            print(f"  {name:22}{spent / pages * 1000:8.2f} ms a page")
        for name, value in bare.items():
            print(f"{name:24}{value:8.1f} pages/s   whole line: {rate / value:.2f} times as fast")
        if not options.files:
            print(f"\n{'pages':>7}{'pages/s':>10}   whole line, the longer the document")
            for n_pages in (10, 100, 500):
                path = Path(folder) / f"long{n_pages}.pdf"
                path.write_bytes(draw_report(n_pages, tables=False, seed=n_pages))
                pages, seconds, _ = run_line([path], Path(folder) / f"long{n_pages}.db")
                print(f"{n_pages:>7}{pages / seconds:>10.1f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of this process, the drawing and pdfplumber included: {peak:.0f} MB")
    return 0


def _rate(reader: object, data: Sequence[bytes]) -> float:
    rates = [measure(reader, part) for part in data[:8]]  # type: ignore[arg-type]
    return len(rates) / sum(1 / rate for rate in rates)


if __name__ == "__main__":
    sys.exit(main())
