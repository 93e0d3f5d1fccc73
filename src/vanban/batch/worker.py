"""What is done with one file, wherever that happens: here, in a process of its own or on another machine."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from vanban.batch.files import explain
from vanban.errors import FileProblem, ReadError
from vanban.model import Analysis
from vanban.read import read
from vanban.store.ledger import real_path


class Outcome(NamedTuple):
    """An analysis, or the problem and the stage at which it came up; can be sent between processes."""

    path: str
    analysis: Analysis | None
    problem: FileProblem | None
    stage: str  # read, analyse
    duration_s: float


def process(path: str) -> Outcome:
    """Read and analyse the file at a path of the ledger. Never raises but to stop the program."""
    from vanban.analyse import analyse_document  # models and lexicons: nothing for a run that finds all files known

    start = time.perf_counter()
    stage = "read"
    analysis, problem = None, None
    try:
        document = read(real_path(path), source=os.fsencode(real_path(path).name).decode("utf-8", "replace"))
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
