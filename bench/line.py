"""How fast the whole line is, from file to stored rows: beside bare PDFium and bare pdfplumber text, in one run.

    python bench/line.py [--papers 60] [--pages 320] [--report-pages 20] [--printed | FILE.pdf …]

Draws documents of the corpus, and then dense reports as bench/read.py does (18 figures a page). With
`--printed` LibreOffice prints the documents instead (python-docx, DejaVu Serif Condensed, 13 pt). One core;
times are the process's own, models loaded before the clock starts and the collector calmed, as in workers of `ingest`.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from read import draw_paper, draw_report, read_with_pdfium, read_with_pdfplumber, read_with_vanban

from vanban.batch.template import calm_collector
from vanban.learn.corpus import GoldLine, load_corpus

_PRINTED_TOGETHER = 40  # of some hundreds at once LibreOffice leaves the last out
CORPUS = Path(__file__).parent.parent / "corpora" / "documents"


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
    parser.add_argument("--papers", type=int, default=60, help="documents of the corpus to draw or print")
    parser.add_argument("--printed", action="store_true", help="documents as LibreOffice prints them")
    parser.add_argument("--pages", type=int, default=320, help="dense pages to draw together")
    parser.add_argument("--report-pages", type=int, default=20, help="pages of one dense report")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.files:
            compare("given files", options.files, folder)
        elif options.printed:
            compare("as LibreOffice prints them", print_corpus(options.papers, folder), folder)
        else:
            compare("documents of the corpus", draw_corpus(options.papers, folder), folder)
            dense = [folder / f"{seed}.pdf" for seed in range(options.pages // options.report_pages)]
            for seed, path in enumerate(dense):
                path.write_bytes(draw_report(options.report_pages, tables=False, seed=seed))
            compare("dense reports", dense, folder)
            print(f"{'pages':>7}{'pages/s':>10}   whole line, the longer a dense report")
            for n_pages in (10, 100, 500):
                path = folder / f"long{n_pages}.pdf"
                path.write_bytes(draw_report(n_pages, tables=False, seed=n_pages))
                pages, seconds, _ = run_line([path], folder / f"long{n_pages}.db")
                print(f"{n_pages:>7}{pages / seconds:>10.1f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of this process, the drawing and pdfplumber included: {peak:.0f} MB")
    return 0


def draw_corpus(count: int, folder: Path) -> list[Path]:
    """Draw the first documents of the corpus; gives the files."""
    paths = []
    for gold in load_corpus(CORPUS)[:count]:
        blocks = [
            " ".join(line.text for line in block) if isinstance(block[0], GoldLine) else block for block in gold.blocks
        ]
        paths.append(folder / f"{gold.path.stem}.pdf")
        paths[-1].write_bytes(draw_paper(blocks))
    return paths


def print_corpus(count: int, folder: Path) -> list[Path]:
    """Write the first documents of the corpus as DOCX and let LibreOffice print them; gives the PDFs."""
    from docx import Document
    from docx.shared import Pt

    from vanban.read.libreoffice import find_office

    office = find_office()
    if office is None:
        sys.exit("LibreOffice is not installed")
    papers = []
    for gold in load_corpus(CORPUS)[:count]:
        paper = Document()
        paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "DejaVu Serif Condensed", Pt(13)
        for block in gold.blocks:
            if isinstance(block[0], GoldLine):
                paper.add_paragraph(" ".join(line.text for line in block))
                continue
            table = paper.add_table(rows=0, cols=max(map(len, block)), style="Table Grid")
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
        papers.append(folder / f"{gold.path.stem}.docx")
        paper.save(str(papers[-1]))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    for first in range(0, len(papers), _PRINTED_TOGETHER):
        lot = map(str, papers[first : first + _PRINTED_TOGETHER])
        subprocess.run([*command, *lot], check=True, capture_output=True, timeout=600)
    return [paper.with_suffix(".pdf") for paper in papers]


def compare(what: str, paths: Sequence[Path], folder: Path) -> None:
    """Print the rate of the whole line on some files beside those of bare readers."""
    run_line(paths[:3], folder / f"warm {what}.db")
    calm_collector()  # as in the workers of `ingest`
    pages, seconds, stations = run_line(paths, folder / f"{what}.db")
    data = [path.read_bytes() for path in paths]
    rate = pages / seconds
    print(f"{what}: {pages} pages in {len(paths)} files, one core")
    print(f"{'whole line':24}{rate:8.1f} pages/s")
    for name, spent in stations.items():
        print(f"  {name:22}{spent / pages * 1000:8.2f} ms a page")
    for reader, share in ((read_with_vanban, 1), (read_with_pdfium, 1), (read_with_pdfplumber, 8)):
        value = _rate(reader, data[::share])
        print(f"{reader.__name__:24}{value:8.1f} pages/s   whole line: {value / rate:.2f} times its time")
    print()


def _rate(reader: Callable[[bytes], int], data: Sequence[bytes]) -> float:
    start = time.process_time()
    pages = sum(map(reader, data))
    return pages / (time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main())
