"""`vanban digest`: the compiled report as a Word or Excel file."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from vanban.cli.arguments import chosen_filters
from vanban.cli.output import number, say
from vanban.errors import EXIT_OK, UsageError
from vanban.store import open_archive


def run(options: argparse.Namespace) -> int:
    out = Path(options.out)
    suffix = out.suffix.lower()
    if suffix not in (".docx", ".xlsx"):
        raise UsageError(f"{out}: tên tệp phải kết thúc bằng .docx (Word) hoặc .xlsx (Excel)")
    from vanban.export.digest import build_digest
    from vanban.export.digest_docx import write_docx
    from vanban.export.digest_layout import Heading
    from vanban.export.digest_xlsx import write_xlsx
    from vanban.export.files import completed

    with open_archive(options.db, create=False) as archive:
        digest = build_digest(archive, made_on=dt.date.today(), **chosen_filters(options))
    heading = Heading(options.office, options.parent_office, options.place)
    with completed(out) as path:
        (write_docx if suffix == ".docx" else write_xlsx)(digest, path, heading)
    entries = [
        f"{number(sum(len(section.entries) for section in sections))} nội dung {what}"
        for what, sections in (("khó khăn", digest.difficulties), ("kiến nghị", digest.proposals))
        if sections
    ]
    measures = sum(len(part) for _, part in digest.measures)
    say(f"{out}: {', '.join(entries)}, {number(measures)} chỉ tiêu từ {number(len(digest.sources))} văn bản")
    return EXIT_OK
