"""`vanban backup` and `vanban verify`: a safe copy, and whether the archive is whole."""

from __future__ import annotations

import argparse
from collections import Counter

from vanban.cli.output import heading, number, say, say_json, warn
from vanban.errors import EXIT_CHECK_FAILED, EXIT_OK
from vanban.store import Problem, open_archive

_KINDS = {
    "database": "tệp cơ sở dữ liệu",
    "reference": "dòng chỉ tới chỗ trống",
    "missing": "thiếu nội dung",
    "count": "sai số lượng",
    "changed": "nội dung đã bị sửa",
    "span": "vị trí ngoài văn bản",
    "text": "câu chữ không khớp",
    "index": "chỉ mục tìm kiếm",
    "original": "bản gốc",
}
_SHOWN = 20  # problems of one kind


def run_backup(options: argparse.Namespace) -> int:
    with open_archive(options.db, create=False) as archive:
        done = archive.backup(options.out)
    if options.json:
        say_json(done._asdict())
    else:
        say(f"Đã sao lưu {number(done.documents)} văn bản và {number(done.originals)} bản gốc → {options.out}")
        say("Khôi phục: dùng chính tệp này làm kho (--db), hoặc vanban backup từ nó sang nơi khác.")
    if done.missing_originals:
        warn(f"vanban: {number(done.missing_originals)} bản gốc không còn ở chỗ lưu; xem vanban verify")
        return EXIT_CHECK_FAILED
    return EXIT_OK


def run_verify(options: argparse.Namespace) -> int:
    with open_archive(options.db, create=False) as archive:
        problems = archive.verify()
    if options.json:
        say_json([problem._asdict() for problem in problems])
    elif problems:
        _say_problems(problems)
    else:
        say(f"Kho {options.db} nguyên vẹn.")
    return EXIT_CHECK_FAILED if problems else EXIT_OK


def _say_problems(problems: list[Problem]) -> None:
    for kind, count in Counter(problem.kind for problem in problems).most_common():
        say(heading(f"{_KINDS.get(kind, kind)}: {number(count)} lỗi"))
        for problem in [problem for problem in problems if problem.kind == kind][:_SHOWN]:
            say(f"  {problem.place}: {problem.message}")
        if count > _SHOWN:
            say(f"  … và {number(count - _SHOWN)} lỗi khác (xem hết: vanban verify --json)")
