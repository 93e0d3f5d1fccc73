"""What is done with one file, wherever that happens: here, in a process of its own or on another machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from vanban.batch.files import explain
from vanban.batch.options import Options
from vanban.batch.reading import mark_for
from vanban.errors import ClassifiedError, FileProblem, ReadError
from vanban.lexicon.labels import SECRECY_NAMES
from vanban.model import Analysis, Document
from vanban.read import read
from vanban.read.bundle import SEPARATOR, Member, read_member, split_path
from vanban.read.ocr import OcrMode
from vanban.store.draft import Draft, make_draft
from vanban.store.ledger import real_path
from vanban.store.rows import as_stored

_DEFAULTS = Options()


class Outcome(NamedTuple):
    """An analysis, or the problem and the stage at which it came up; can be sent between processes.

    `draft`: what the archive is to write, in place of the analysis it was made of.
    """

    path: str
    analysis: Analysis | None
    problem: FileProblem | None
    stage: str  # read, analyse
    duration_s: float
    draft: Draft | None = None


def process(
    path: str,
    member: Member | None = None,
    *,
    document: Document | None = None,
    options: Options = _DEFAULTS,
    enter: Callable[[str], object] = lambda stage: None,
) -> Outcome:
    """Read and analyse the file at a path of the ledger, or a bundle's member. Never raises but to stop the program.

    `document`: what was read from it before, which is only to be analysed. `enter` is called with each stage at its
    beginning.
    """
    from vanban.analyse import analyse_document  # models and lexicons: nothing for a run that finds all files known

    start = time.perf_counter()
    stage = "read"
    analysis: Analysis | None = None
    problem: FileProblem | None = None
    try:
        enter(stage)
        if document is not None:
            pass
        elif member is not None:
            document = read_member(member, ocr=options.ocr)
        else:
            document = read(real_path(path), source=source_name(path), ocr=options.ocr)
        stage = "analyse"
        enter(stage)
        document = as_stored(document)
        analysis = analyse_document(document)
        secrecy = analysis.letterhead.secrecy
        if secrecy is not None and not options.allow_classified:
            analysis, problem = None, _refuse(path, secrecy)
    except FileProblem as error:
        problem = error
    except OSError as error:
        problem = explain(error, real_path(path))
    except Exception as error:
        problem = name_fault(error, path)
    return Outcome(path, analysis, problem, stage, time.perf_counter() - start)


def name_fault(error: Exception, path: str) -> ReadError:
    """Make a problem of any exception: a fault of the program costs the file at which it came up and nothing else."""
    if isinstance(error, MemoryError):
        return ReadError(path, "không đủ bộ nhớ", remedy="chia nhỏ tệp, hoặc cho nhiều bộ nhớ hơn bằng --memory")
    reason = f"lỗi của chương trình: {type(error).__name__}: {error}"
    return ReadError(path, reason[:500], remedy="báo cho nhóm phát triển, kèm tệp này nếu được")


def made_ready(outcome: Outcome, dialect: str, ocr: OcrMode) -> Outcome:
    """Lay an analysis down as the rows that the archive is to write."""
    if outcome.analysis is None:
        return outcome
    reader = mark_for(outcome.analysis.document, ocr)
    return outcome._replace(analysis=None, draft=make_draft(outcome.analysis, dialect, reader=reader))


def _refuse(path: str, secrecy: str) -> ClassifiedError:
    return ClassifiedError(
        path,
        f"văn bản đóng dấu {SECRECY_NAMES.get(secrecy, secrecy)}, không đưa vào kho",
        remedy="không để văn bản mật trên máy thường; máy được phép lưu thì thêm --allow-classified",
    )


def source_name(path: str) -> str:
    """Give the name under which a file is kept: its own, or "bundle.zip!/a.docx" of a bundle's member."""
    real = real_path(path)
    parts = split_path(str(real))
    name = real.name if parts is None else f"{parts[0].name}{SEPARATOR}{parts[1]}"
    return os.fsencode(name).decode("utf-8", "replace")
