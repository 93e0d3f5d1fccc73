"""What is done with one file, wherever that happens: here, in a process of its own or on another machine."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from vanban.batch.files import explain
from vanban.errors import FileProblem, ReadError
from vanban.model import Analysis
from vanban.read import read
from vanban.read.bundle import SEPARATOR, Member, read_member, split_path
from vanban.store.ledger import real_path


class Outcome(NamedTuple):
    """An analysis, or the problem and the stage at which it came up; can be sent between processes."""

    path: str
    analysis: Analysis | None
    problem: FileProblem | None
    stage: str  # read, analyse
    duration_s: float


def process(path: str, member: Member | None = None) -> Outcome:
    """Read and analyse the file at a path of the ledger, or a bundle's member. Never raises but to stop the program."""
    from vanban.analyse import analyse_document  # models and lexicons: nothing for a run that finds all files known

    start = time.perf_counter()
    stage = "read"
    analysis, problem = None, None
    try:
        document = read_member(member) if member is not None else read(real_path(path), source=source_name(path))
        stage = "analyse"
        analysis = analyse_document(document)
    except FileProblem as error:
        problem = error
    except OSError as error:
        problem = explain(error, real_path(path))
    except MemoryError:
        problem = ReadError(path, "không đủ bộ nhớ", remedy="chia nhỏ tệp hoặc chạy trên máy có nhiều bộ nhớ hơn")
    except Exception as error:  # a fault of the program costs this file and nothing else
        reason = f"lỗi của chương trình: {type(error).__name__}: {error}"
        problem = ReadError(path, reason[:500], remedy="báo cho nhóm phát triển, kèm tệp này nếu được")
    return Outcome(path, analysis, problem, stage, time.perf_counter() - start)


def source_name(path: str) -> str:
    """Give the name under which a file is kept: its own, or "bundle.zip!/a.docx" of a bundle's member."""
    real = real_path(path)
    parts = split_path(str(real))
    name = real.name if parts is None else f"{parts[0].name}{SEPARATOR}{parts[1]}"
    return os.fsencode(name).decode("utf-8", "replace")
