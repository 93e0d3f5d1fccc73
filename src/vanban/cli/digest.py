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
    parts = []
    if digest.difficulties:
        entries = sum(len(section.entries) for section in digest.difficulties)
        parts.append(f"{number(digest.n_difficulties)} khó khăn gộp thành {number(entries)} nội dung")
    if digest.proposals:
        parts.append(f"{number(digest.n_proposals)} kiến nghị")
    parts.append(f"{number(sum(len(part) for _, part in digest.measures))} chỉ tiêu")
    say(f"{out}: {', '.join(parts)} từ {number(len(digest.sources))} văn bản")
    return EXIT_OK
