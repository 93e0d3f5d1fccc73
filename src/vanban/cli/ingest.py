"""`vanban ingest` and `vanban retry`: progress on stderr, a summary at the end."""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator
from contextlib import closing

from vanban.batch import Options, Result, core_count, find_files, ingest, retry
from vanban.batch.files import Found, own_files
from vanban.batch.interrupts import all_interrupt
from vanban.cli.output import say, say_json, warn
from vanban.cli.progress import Tally, recorded, say_report, with_progress
from vanban.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FILES_FAILED, FileProblem, UsageError
from vanban.store import Archive, open_archive
from vanban.store.ledger import enlist, is_remote, mark_failed, stored_path
from vanban.store.postgresql import without_password


def run(options: argparse.Namespace) -> int:
    if options.engine == "ray":
        return _run_on_ray(options)
    if options.address is not None:
        raise UsageError("--address chỉ dùng cùng --engine ray")
    with all_interrupt(), open_archive(options.db) as archive:
        found = find_files([path for path in options.paths if not is_remote(path)], without=own_files(archive))
        _add_remote(found, [path for path in options.paths if is_remote(path)])
        tally = Tally()
        for problem in found.problems:
            warn(f"vanban: {problem}")
            tally.refuse(problem, stored_path(problem.path))
        tally.not_found = len(found.problems)
        _note_refused(archive, found.problems)
        return _take_in(archive, found.files, options, tally, hidden=found.hidden)


def _add_remote(found: Found, addresses: list[str]) -> None:
    if addresses:
        from vanban.batch.remote_files import stream_files

        found.files = list(dict.fromkeys([*found.files, *stream_files(addresses, refuse=found.problems.append)]))


def _note_refused(archive: Archive, problems: list[FileProblem]) -> None:
    """Enter what is there and is no file that can be read, as a pipe or a locked folder, into the ledger."""
    there = [problem for problem in problems if os.path.lexists(problem.path)]
    if there:
        with archive.writing() as connection:
            enlist(connection, [stored_path(problem.path) for problem in there])
            for problem in there:
                mark_failed(connection, stored_path(problem.path), problem, stage="find", duration_s=0.0)


def run_retry(options: argparse.Namespace) -> int:
    if options.engine == "ray":
        raise UsageError("retry chạy trên máy này; trên cụm Ray hãy chạy lại vanban ingest, tệp đã xong được bỏ qua")
    with all_interrupt(), open_archive(options.db, create=False) as archive:
        failed = options.failed or not (options.stale or options.quarantined)
        files = retry(archive, failed=failed, stale=options.stale, quarantined=options.quarantined)
        if not files and not options.json:
            say(f"Không có tệp nào phải làm lại trong {without_password(archive.url)}.")
            return EXIT_OK
        return _take_in(archive, files, options, Tally(), hidden=0)


def _run_on_ray(options: argparse.Namespace) -> int:
    from vanban.batch.ray_engine import check_archive, ingest_on_ray
    from vanban.batch.remote_files import stream_files

    check_archive(options.db)
    with all_interrupt(), open_archive(options.db) as archive:
        tally = Tally()

        def refuse(problem: FileProblem) -> None:
            warn(f"vanban: {problem}")
            tally.refuse(problem, stored_path(problem.path))
            tally.not_found += 1

        files = stream_files(options.paths, refuse=refuse)
        results = ingest_on_ray(options.db, files, address=options.address, options=chosen_options(options))
        return _show(results, archive, options, tally, n_files=None, workers=0, hidden=0)


def chosen_options(options: argparse.Namespace) -> Options:
    return Options(
        ocr=options.ocr,
        timeout_s=options.timeout,
        memory_mb=options.memory,
        allow_classified=options.allow_classified,
        keep=not options.no_keep,
    )


def _take_in(archive: Archive, files: list[str], options: argparse.Namespace, tally: Tally, *, hidden: int) -> int:
    workers = options.workers or core_count()
    results: Generator[Result, None, None]
    if any(map(is_remote, files)):
        from vanban.batch.copies import ingest_anywhere

        results = ingest_anywhere(archive, files, workers=workers, options=chosen_options(options))
    else:
        results = ingest(archive, files, workers=workers, options=chosen_options(options))
    return _show(results, archive, options, tally, n_files=len(files), workers=workers, hidden=hidden)


def _show(
    results: Generator[Result, None, None], archive: Archive, options: argparse.Namespace, tally: Tally, *,
    n_files: int | None, workers: int, hidden: int,
) -> int:  # fmt: skip
    """Show a run while it goes and what it came to; `n_files` is None where nobody has counted them."""
    interrupted = False
    try:
        with closing(results):
            seen = recorded(results, options, files=n_files or 0, workers=workers)
            with closing(with_progress(seen, n_files, tally)) as shown:
                for _ in shown:
                    pass
        if archive.is_search_behind():
            archive.update_search()
    except KeyboardInterrupt:
        interrupted = True
    n_files = tally.n_files if n_files is None else n_files
    report = tally.report(files=n_files, hidden=hidden, interrupted=interrupted)
    if options.json:
        say_json(report)
    else:
        say_report(report, without_password(archive.url))
    if interrupted:
        return EXIT_INTERRUPTED
    return EXIT_SOME_FILES_FAILED if tally.reasons else EXIT_OK
