"""`vanban ingest` and `vanban retry`: progress on stderr, a summary at the end."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing

from tqdm import tqdm

from vanban.batch import Result, find_files, ingest, retry
from vanban.cli.output import number, say, say_json, warn
from vanban.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_SOME_FILES_FAILED, FileProblem, MissingDependencyError
from vanban.store import Archive, open_archive

_OUTCOMES = (
    ("new", "mới vào kho"),
    ("replaced", "phân tích lại bằng phiên bản mới"),
    ("same", "trùng nội dung với văn bản đã có"),
    ("unchanged", "đã có từ trước, không đổi"),
    ("opened", "gói tệp đã mở (các tệp trong đó tính riêng)"),
    ("failed", "lỗi"),
)
_SHOWN_PATHS = 3


def run(options: argparse.Namespace) -> int:
    _refuse_what_is_not_there(options)
    with open_archive(options.db) as archive:
        found = find_files(options.paths, without=archive.files)
        for problem in found.problems:
            warn(f"vanban: {problem}")
        return _take_in(archive, found.files, options, problems=found.problems, hidden=found.hidden)


def run_retry(options: argparse.Namespace) -> int:
    _refuse_what_is_not_there(options)
    with open_archive(options.db, create=False) as archive:
        files = retry(archive, failed=options.failed or not options.stale, stale=options.stale)
        return _take_in(archive, files, options, problems=(), hidden=0)


def _refuse_what_is_not_there(options: argparse.Namespace) -> None:
    for name, given in (
        ("--engine ray", options.engine == "ray"),
        ("--address", options.address is not None),
        ("--ocr always", options.ocr == "always"),
        ("--timeout", options.timeout is not None),
        ("--memory", options.memory is not None),
    ):
        if given:
            raise MissingDependencyError(f"{name}: chưa có trong bản này; bỏ tùy chọn này rồi chạy lại")
    if options.workers > 1:
        warn("vanban: bản này chạy một tiến trình; --workers không có tác dụng")


def _take_in(
    archive: Archive, files: list[str], options: argparse.Namespace, *, problems: Sequence[FileProblem], hidden: int
) -> int:
    counts: Counter[str] = Counter()
    reasons: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        reasons.setdefault((problem.problem, problem.remedy), []).append(problem.path)
    start, pages, interrupted = time.perf_counter(), 0, False
    try:
        with closing(ingest(archive, files)) as results:
            for result in _with_progress(results, len(files)):
                counts[result.outcome] += 1
                pages += result.pages
                if result.problem is not None:
                    reason = (result.problem.problem, result.problem.remedy)
                    reasons.setdefault(reason, []).append(result.path)
    except KeyboardInterrupt:
        interrupted = True
    duration_s = time.perf_counter() - start
    report = {
        "files": len(files),
        **{outcome: counts[outcome] for outcome, _ in _OUTCOMES},
        "not_found": len(problems),
        "hidden": hidden,
        "pages": pages,
        "duration_s": round(duration_s, 3),
        "interrupted": interrupted,
        "failures": [
            {"problem": problem, "remedy": remedy, "paths": paths} for (problem, remedy), paths in reasons.items()
        ],
    }
    if options.json:
        say_json(report)
    else:
        _say_report(report, archive.url)
    if interrupted:
        return EXIT_INTERRUPTED
    return EXIT_SOME_FILES_FAILED if reasons else EXIT_OK


def _with_progress(results: Iterator[Result], total: int) -> Iterator[Result]:
    pages = failed = 0
    live = sys.stderr.isatty()
    waiting: list[str] = []  # messages would tear the bar where it cannot be drawn anew
    form = "{l_bar}{bar}| {n_fmt}/{total_fmt} tệp [{elapsed}<{remaining}{postfix}]"
    pause_s = 0.2 if live else 10.0
    try:
        with tqdm(total=total, file=sys.stderr, desc="Đưa vào kho", bar_format=form, mininterval=pause_s) as bar:
            start = time.perf_counter()
            for result in results:
                pages += result.pages
                if result.problem is not None:
                    failed += 1
                    if live:
                        bar.write(_told(result), file=sys.stderr)
                    else:
                        waiting.append(_told(result))
                rate = pages / max(time.perf_counter() - start, 1e-9)
                bar.set_postfix_str(f"{rate:.1f} trang/s, {failed} lỗi", refresh=False)
                bar.update(0 if result.member else 1)
                yield result
    finally:
        for message in waiting:
            warn(message)


def _told(result: Result) -> str:
    problem = result.problem
    assert problem is not None
    return f"vanban: {FileProblem(result.path, problem.problem, remedy=problem.remedy, place=problem.place)}"


def _say_report(report: dict[str, object], url: str) -> None:
    if report["interrupted"]:
        say("Đã dừng giữa chừng, không mất gì: chạy lại cùng lệnh để làm tiếp.")
    duration_s, pages = float(str(report["duration_s"])), int(str(report["pages"]))
    rate = f", {pages / duration_s:.1f} trang/s" if pages and duration_s else ""
    say(f"{number(int(str(report['files'])))} tệp trong {duration_s:.1f} giây{rate} → {url}")
    for outcome, title in _OUTCOMES:
        if report[outcome]:
            say(f"  {number(int(str(report[outcome]))):>7}  {title}")
    if report["hidden"]:
        say(f"  {number(int(str(report['hidden']))):>7}  tệp, thư mục ẩn hoặc tạm, bỏ qua")
    failures = report["failures"]
    if isinstance(failures, list) and failures:
        say("Lỗi theo nguyên nhân:")
        for failure in sorted(failures, key=lambda found: -len(found["paths"])):
            say(f"  {len(failure['paths'])} × {failure['problem']}; {failure['remedy']}")
            for path in failure["paths"][:_SHOWN_PATHS]:
                say(f"      {path!r}" if any(sign in path for sign in "\r\n\t") else f"      {path}")
            if len(failure["paths"]) > _SHOWN_PATHS:
                say(f"      … và {len(failure['paths']) - _SHOWN_PATHS} tệp khác (xem: vanban status)")
