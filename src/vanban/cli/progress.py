"""What a run of ingest shows: a bar on stderr while it goes, a summary at the end, a log and metrics on request."""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from tqdm import tqdm

from vanban.batch import Result
from vanban.batch.journal import Journal
from vanban.batch.metrics import Metrics
from vanban.cli.output import number, say, warn
from vanban.errors import FileProblem
from vanban.store.summary import without_details

OUTCOMES = (
    ("new", "mới vào kho"),
    ("replaced", "phân tích lại bằng phiên bản mới"),
    ("same", "trùng nội dung với văn bản đã có"),
    ("unchanged", "đã có từ trước, không đổi"),
    ("opened", "gói tệp đã mở (các tệp trong đó tính riêng)"),
    ("elsewhere", "đang do một lần chạy khác làm, bỏ qua"),
    ("failed", "lỗi"),
    ("quarantined", "cách ly: hai lần làm sập tiến trình đọc"),
)
_SHOWN_PATHS = 3
_KEPT_PATHS = 100  # of one reason, in --json; a run of a million files is not to fill the memory
_KEPT_MESSAGES = 1000


class Tally:
    """What a run has come to so far."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.pages = 0
        self.members = 0
        self.not_found = 0
        self.reasons: dict[tuple[str, str], list[str]] = {}
        self.reason_counts: Counter[tuple[str, str]] = Counter()
        self.said: dict[tuple[str, str], str] = {}  # as said of the first file, or what all have in common
        self._start = time.perf_counter()

    @property
    def duration_s(self) -> float:
        return time.perf_counter() - self._start

    @property
    def n_files(self) -> int:
        return self.outcomes.total() - self.members

    @property
    def failed(self) -> int:
        return self.outcomes["failed"] + self.outcomes["quarantined"]

    def refuse(self, problem: FileProblem, path: str | None = None) -> None:
        reason = (without_details(problem.problem), problem.remedy)
        self.reason_counts[reason] += 1
        if self.said.setdefault(reason, problem.problem) != problem.problem:
            self.said[reason] = reason[0]
        paths = self.reasons.setdefault(reason, [])
        if len(paths) < _KEPT_PATHS:
            paths.append(path or problem.path)

    def note(self, result: Result) -> None:
        self.outcomes[result.outcome] += 1
        self.members += result.member
        self.pages += result.pages
        if result.problem is not None:
            self.refuse(result.problem, result.path)

    def report(self, *, files: int, hidden: int, interrupted: bool) -> dict[str, Any]:
        return {
            "files": files,
            **{outcome: self.outcomes[outcome] for outcome, _ in OUTCOMES},
            "not_found": self.not_found,
            "hidden": hidden,
            "pages": self.pages,
            "duration_s": round(self.duration_s, 3),
            "interrupted": interrupted,
            "failures": [
                {"problem": self.said[reason], "remedy": reason[1], "count": count, "paths": self.reasons[reason]}
                for reason, count in self.reason_counts.most_common()
            ],
        }


def with_progress(results: Iterable[Result], total: int | None, tally: Tally) -> Generator[Result, None, None]:
    """Pass results on while a bar shows files, pages a second, failures and the time left."""
    live = sys.stderr.isatty()
    waiting: list[str] = []  # messages would tear the bar where it cannot be drawn anew
    form = "{l_bar}{bar}| {n_fmt}/{total_fmt} tệp [{elapsed}<còn {remaining}{postfix}]"
    if total is None:
        form = "{desc}: {n_fmt} tệp [{elapsed}{postfix}]"
    try:
        with tqdm(
            total=total,
            file=sys.stderr,
            desc="Đưa vào kho",
            bar_format=form,
            mininterval=0.2 if live else 10.0,
            miniters=0,  # drawn by the clock alone: thousands of members come before their bundle counts as a file
        ) as bar:
            for result in results:
                tally.note(result)
                if result.problem is not None and live:
                    bar.write(told(result), file=sys.stderr)
                elif result.problem is not None and len(waiting) < _KEPT_MESSAGES:
                    waiting.append(told(result))
                bar.set_postfix_str(_postfix(tally), refresh=False)
                bar.update(0 if result.member else 1)
                yield result
    finally:
        for message in waiting:
            warn(message)
        if tally.failed > len(waiting) == _KEPT_MESSAGES:
            warn(f"vanban: … và {number(tally.failed - _KEPT_MESSAGES)} lỗi khác (xem: vanban status --failed)")


def _postfix(tally: Tally) -> str:
    rate = tally.pages / max(tally.duration_s, 1e-9)
    share = 100 * tally.failed / max(1, tally.outcomes.total())
    progress = f"{rate:.1f} trang/s, {tally.failed} lỗi ({share:.1f}%)".replace(".", ",")
    return f"{progress}, {number(tally.members)} tệp trong gói" if tally.members else progress


def shown(path: str) -> str:
    """Give a path as it is; one that would break the line, quoted."""
    return path if path.isprintable() else repr(path)


def told(result: Result) -> str:
    problem = result.problem
    assert problem is not None
    return f"vanban: {FileProblem(result.path, problem.problem, remedy=problem.remedy, place=problem.place)}"


def recorded(results: Iterable[Result], options: argparse.Namespace, *, files: int, workers: int) -> Iterator[Result]:
    """Pass results on into the log and the metrics that were asked for."""
    with Journal(options.log) as journal, Metrics(options.metrics, files=files, workers=workers) as metrics:
        for result in results:
            journal.note(result)
            metrics.note(result)
            yield result


def say_report(report: dict[str, Any], url: str) -> None:
    if report["interrupted"]:
        say("Đã dừng giữa chừng, không mất gì: chạy lại cùng lệnh để làm tiếp.")
    duration_s, pages = report["duration_s"], report["pages"]
    rate = f", {number(round(pages / duration_s, 1))} trang/s" if pages and duration_s else ""
    say(f"{number(report['files'])} tệp trong {number(round(duration_s, 1))} giây{rate} → {url}")
    for outcome, title in OUTCOMES:
        if report[outcome]:
            say(f"  {number(report[outcome]):>7}  {title}")
    if report["not_found"]:
        say(f"  {number(report['not_found']):>7}  không mở được: không có, bị khóa, hoặc không phải tệp thường")
    if report["hidden"]:
        say(f"  {number(report['hidden']):>7}  tệp, thư mục ẩn hoặc tạm, bỏ qua")
    if report["failures"]:
        say("Lỗi theo nguyên nhân:")
    for failure in report["failures"]:
        say(f"  {failure['count']} × {failure['problem']}; {failure['remedy']}")
        for path in failure["paths"][:_SHOWN_PATHS]:
            say(f"      {shown(path)}")
        if failure["count"] > _SHOWN_PATHS:
            say(f"      … và {number(failure['count'] - _SHOWN_PATHS)} tệp khác (xem hết: vanban status --failed)")
    if report["failed"]:
        say(f"Sửa xong thì làm lại các tệp lỗi bằng: vanban retry --failed --db {shlex.quote(url)}")
    if report["quarantined"]:
        say(f"Thử lại các tệp bị cách ly: vanban retry --quarantined --db {shlex.quote(url)}")
