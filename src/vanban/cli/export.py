"""`vanban export`: tables of the archive as files."""

from __future__ import annotations

import argparse
from pathlib import Path

from vanban.cli.arguments import chosen_filters
from vanban.cli.output import number, say
from vanban.errors import EXIT_OK, UsageError
from vanban.export.tables import FORMATS, export
from vanban.store import open_archive


def run(options: argparse.Namespace) -> int:
    out = Path(options.out)
    suffix = out.suffix.lstrip(".").lower()
    if options.format is None and suffix and suffix not in FORMATS and not out.is_dir():
        known = ", ".join(FORMATS[:4])
        raise UsageError(f"--out {options.out}: không ghi được dạng .{suffix}; chọn đuôi {known} hoặc thêm --format")
    chosen = options.format or (suffix if suffix in FORMATS else "csv")
    with open_archive(options.db, create=False) as archive:
        written = export(archive, options.what, format=chosen, out=out, **chosen_filters(options))
    for path, count in written.items():
        say(f"{path}: {number(count)} dòng")
    return EXIT_OK
