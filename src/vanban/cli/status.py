"""`vanban status`: what is in, what failed and why, how fast."""

from __future__ import annotations

import argparse
from typing import Any

from vanban.batch.changes import Changes, find_changes
from vanban.cli.output import heading, number, say, say_json
from vanban.errors import EXIT_OK
from vanban.lexicon.labels import LABEL_NAMES, NOTICE_NAMES
from vanban.store import open_archive
from vanban.store.ledger import QUARANTINED, Failure, list_failures

_STATES = {
    "done": "đã vào kho",
    "waiting": "đang chờ",
    "running": "đang làm dở",
    "failed": "lỗi",
    "quarantined": "cách ly (hai lần làm sập tiến trình đọc; thử lại: vanban retry --quarantined)",
}
_FACTS = {
    "statements": "nhận định",
    "indicators": "chỉ tiêu",
    "citations": "viện dẫn",
    "figures": "số liệu",
    "dates": "mốc thời gian",
    "names": "tên riêng",
}


def run(options: argparse.Namespace) -> int:
    with open_archive(options.db, create=False) as archive:
        with archive.reading() as connection:
            failed = list(list_failures(connection))
        if options.failed:
            if options.json:
                say_json([_failure_json(failure) for failure in failed])
            else:
                _say_failed(failed)
            return EXIT_OK
        status = archive.status()
        changes = find_changes(archive)
    if options.json:
        status |= {"changed": changes.changed, "vanished": changes.vanished}
        say_json(status | {"failed": [_failure_json(failure) for failure in failed]})
        return EXIT_OK
    say(f"Kho {options.db}: {number(status['documents'])} văn bản, {number(status['pages'])} trang")
    _say_counts("Tệp", {_STATES.get(state, state): count for state, count in status["paths"].items()})
    _say_counts("Tệp đã vào kho mà nay khác trên đĩa", _named_changes(changes))
    _say_counts("Dữ kiện", {_FACTS[name]: count for name, count in status["facts"].items()})
    _say_counts("Nhận định", {LABEL_NAMES.get(label, label): count for label, count in status["labels"].items()})
    _say_counts("Phân tích bằng vanban", status["versions"])
    _say_counts("Lưu ý khi đọc tệp", _named_notices(status))
    if status["failures"]:
        say(heading("Lỗi theo nguyên nhân"))
        for failure in status["failures"]:
            say(f"  {number(failure['paths']):>7}  {failure['problem']}; {failure['remedy']}")
            say(f"           ví dụ: {failure['example']!r}")
        say("  Từng tệp: vanban status --failed; làm lại: vanban retry --failed")
    if status["pages_per_s"]:
        seconds = number(round(status["duration_s"], 1))
        say(f"\nTốc độ: {number(status['pages_per_s'])} trang/s ({seconds} giây đọc và phân tích)")
    return EXIT_OK


def _failure_json(failure: Failure) -> dict[str, Any]:
    return {**failure._asdict(), "updated_at": f"{failure.updated_at.isoformat()}Z"}


def _say_failed(failed: list[Failure]) -> None:
    """Say every file that is not in with its reason, a line each."""
    if not failed:
        say("Không có tệp lỗi.")
    for failure in failed:
        path = repr(failure.path) if any(sign in failure.path for sign in "\r\n\t") else failure.path
        reason = f"{failure.place}: {failure.problem}" if failure.place else f"{failure.problem}"
        state = f" ({_STATES['quarantined']})" if failure.state == QUARANTINED else ""
        say(f"{path}: {reason}; {failure.remedy}{state}")


def _named_changes(changes: Changes) -> dict[str, int]:
    """Give what has become of the files, with an example."""
    kinds = (
        ("đã sửa (chạy lại vanban ingest để nhận bản mới)", changes.changed, changes.changed_paths),
        ("không còn ở chỗ cũ (văn bản vẫn trong kho)", changes.vanished, changes.vanished_paths),
    )
    return {f"{name}, ví dụ {paths[0]!r}": count for name, count, paths in kinds if count}


def _named_notices(status: dict[str, Any]) -> dict[str, int]:
    """Give the notices by what their codes mean, each with the number of documents that have it."""
    documents = status["documents_with_notices"]
    return {
        f"{NOTICE_NAMES.get(code, 'khác')} ({code}; {number(documents[code])} văn bản)": count
        for code, count in status["notices"].items()
    }


def _say_counts(title: str, counts: dict[str, int]) -> None:
    if counts:
        say(heading(title))
        for name, count in counts.items():
            say(f"  {number(count):>9}  {name}")
