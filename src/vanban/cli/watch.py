"""`vanban watch`: takes in what arrives in a folder until it is stopped; a line for each file."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from vanban.batch import Result, core_count, watch
from vanban.batch.interrupts import all_interrupt
from vanban.batch.journal import Journal
from vanban.batch.metrics import Metrics
from vanban.cli.ingest import chosen_options
from vanban.cli.output import number, warn
from vanban.cli.progress import OUTCOMES, shown, told
from vanban.errors import EXIT_OK, UsageError
from vanban.store import open_archive

_TITLES = dict(OUTCOMES)


def run(options: argparse.Namespace) -> int:
    if options.engine == "ray":
        raise UsageError("watch chạy trên máy này; bỏ --engine ray")
    if not Path(options.folder).is_dir():
        is_file = Path(options.folder).exists()
        problem = "đây là tệp, không phải thư mục" if is_file else "không có thư mục này"
        raise UsageError(f"{options.folder}: {problem}; kiểm tra lại đường dẫn")
    workers = options.workers or core_count()
    taken = 0
    with all_interrupt(), open_archive(options.db) as archive:
        journal, metrics = Journal(options.log), Metrics(options.metrics, workers=workers)
        results = watch(
            archive,
            options.folder,
            interval_s=options.interval,
            workers=workers,
            options=chosen_options(options),
            refuse=lambda problem: warn(f"vanban: {problem}"),
        )
        warn(f"vanban: đang theo dõi {options.folder} → {archive.url}; dừng bằng Ctrl-C")
        try:
            with journal, metrics, closing(results):
                for result in results:
                    if result is not None:
                        journal.note(result)
                        metrics.note(result)
                        taken += result.outcome in ("new", "replaced")
                        _tell(result)
        except KeyboardInterrupt:
            warn(f"vanban: đã dừng theo dõi; {number(taken)} văn bản mới vào kho")
    return EXIT_OK


def _tell(result: Result) -> None:
    if result.problem is not None:
        warn(told(result))
    elif result.outcome != "unchanged":
        warn(f"vanban: {shown(result.path)}: {_TITLES[result.outcome]}")
