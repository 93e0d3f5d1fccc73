"""`vanban ingest` and `vanban retry`: progress on stderr, a summary at the end."""

from __future__ import annotations

import argparse
from contextlib import closing

from vanban.batch import Options, core_count, find_files, ingest, retry
from vanban.batch.interrupts import all_interrupt
from vanban.cli.output import say_json, warn
from vanban.cli.progress import Tally, recorded, say_report, with_progress
from vanban.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FILES_FAILED, MissingDependencyError
from vanban.store import Archive, open_archive


def run(options: argparse.Namespace) -> int:
    refuse_what_is_not_there(options)
    with all_interrupt(), open_archive(options.db) as archive:
        found = find_files(options.paths, without=archive.files)
        tally = Tally()
        for problem in found.problems:
            warn(f"vanban: {problem}")
            tally.refuse(problem)
        tally.not_found = len(found.problems)
        return _take_in(archive, found.files, options, tally, hidden=found.hidden)


def run_retry(options: argparse.Namespace) -> int:
    refuse_what_is_not_there(options)
    with all_interrupt(), open_archive(options.db, create=False) as archive:
        failed = options.failed or not (options.stale or options.quarantined)
        files = retry(archive, failed=failed, stale=options.stale, quarantined=options.quarantined)
        return _take_in(archive, files, options, Tally(), hidden=0)


def refuse_what_is_not_there(options: argparse.Namespace) -> None:
    for name, given in (("--engine ray", options.engine == "ray"), ("--address", options.address is not None)):
        if given:
            raise MissingDependencyError(f"{name}: chưa có trong bản này; bỏ tùy chọn này rồi chạy lại")


def chosen_options(options: argparse.Namespace) -> Options:
    return Options(
        ocr=options.ocr,
        timeout_s=options.timeout,
        memory_mb=options.memory,
        allow_classified=options.allow_classified,
        keep=not options.no_keep,
    )


def _take_in(archive: Archive, files: list[str], options: argparse.Namespace, tally: Tally, *, hidden: int) -> int:
    interrupted = False
    workers = options.workers or core_count()
    try:
        with closing(ingest(archive, files, workers=workers, options=chosen_options(options))) as results:
            seen = recorded(results, options, files=len(files), workers=workers)
            with closing(with_progress(seen, len(files), tally)) as shown:
                for _ in shown:
                    pass
    except KeyboardInterrupt:
        interrupted = True
    report = tally.report(files=len(files), hidden=hidden, interrupted=interrupted)
    if options.json:
        say_json(report)
    else:
        say_report(report, archive.url)
    if interrupted:
        return EXIT_INTERRUPTED
    return EXIT_SOME_FILES_FAILED if tally.reasons else EXIT_OK
