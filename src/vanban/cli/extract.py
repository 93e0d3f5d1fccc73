"""`vanban extract`: the facts of files on stdout."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.cli.describe import describe
from vanban.cli.output import say, warn
from vanban.errors import EXIT_OK, EXIT_SOME_FILES_FAILED, FileProblem, UsageError
from vanban.model import Analysis, Document

if TYPE_CHECKING:
    from vanban.read.ocr import OcrMode

STDIN = "-"


def run(options: argparse.Namespace) -> int:
    from vanban.export import to_json

    day = _reference_date(options.reference_date)
    failed: list[FileProblem] = []
    found = _analyses(options.files, day, options.ocr, failed)
    if options.json:
        # one object at a time, so that a thousand files need no more memory than one
        before = "["
        for analysis in found:
            say(before + json.dumps(to_json(analysis, with_text=options.with_text), ensure_ascii=False, indent=1))
            before = ","
        say("]" if before == "," else "[]")
    else:
        for place, analysis in enumerate(found):
            if options.jsonl:
                say(json.dumps(to_json(analysis, with_text=options.with_text), ensure_ascii=False))
            else:
                say(("\n" if place else "") + describe(analysis, with_text=options.with_text))
    return EXIT_SOME_FILES_FAILED if failed else EXIT_OK


def _analyses(files: list[str], day: dt.date | None, ocr: OcrMode, failed: list[FileProblem]) -> Iterator[Analysis]:
    from vanban.analyse import analyse_document

    for give in _readers(files, ocr):
        try:
            yield analyse_document(give(), reference_date=day)
        except FileProblem as problem:
            warn(f"vanban: {problem}")
            failed.append(problem)


def _readers(files: list[str], ocr: OcrMode) -> Iterator[Callable[[], Document]]:
    """Give for each file, and for each member of a bundle, what reads it."""
    from vanban.read import read, read_bytes
    from vanban.read.bundle import bundle_kind, members, read_member

    for file in files:
        if file == STDIN:
            yield partial(read_bytes, sys.stdin.buffer.read(), source=STDIN, ocr=ocr)
        elif bundle_kind(Path(file)) is not None:
            for member in members(Path(file)):
                yield partial(read_member, member, ocr=ocr)
        else:
            yield partial(read, file, ocr=ocr)


def _reference_date(word: str | None) -> dt.date | None:
    if word is None:
        return None
    try:
        return dt.date.fromisoformat(word)
    except ValueError as error:
        raise UsageError(f"--reference-date {word!r}: viết theo dạng 2025-06-20") from error
