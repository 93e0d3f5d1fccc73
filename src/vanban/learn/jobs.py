"""Runs jobs side by side in processes of their own, as many at once as there are cores for this one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any

Job = Callable[[], Any]
_JOBS: list[Job] = []


def run_jobs(jobs: Sequence[Job]) -> list[Any]:
    """Run jobs, started in their order, and give what each gives; the first error that one raises is raised here.

    A process gets what its job reads by its fork, not through a pipe: the rows of a corpus are a gigabyte.
    """
    if not jobs:
        return []
    _JOBS[:] = jobs
    try:
        with get_context("fork").Pool(min(len(jobs), len(os.sched_getaffinity(0)))) as pool:
            return pool.map(_run, range(len(jobs)), chunksize=1)
    finally:
        _JOBS.clear()


def _run(index: int) -> Any:
    return _JOBS[index]()
