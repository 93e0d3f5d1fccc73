"""How each file of a run is treated, and how much of the machine it may have."""

from __future__ import annotations

import os
from dataclasses import dataclass

from vanban.read.ocr import OcrMode

_BASE_S = 300.0
_S_PER_MB = 30.0  # of a scan, at a few seconds a page
_MOST_S = 4 * 3600.0
_MEMORY_MB, _LEAST_MEMORY_MB = 2048, 512


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for every file of a run.

    timeout_s: None gives each file 300 s and 30 s more for every MB. memory_mb: what a file may take beside the
    program itself; None is 2048, or the share of a worker where the machine has less.
    """

    ocr: OcrMode = "auto"
    timeout_s: float | None = None
    memory_mb: int | None = None
    allow_classified: bool = False
    keep: bool = True

    def time_for(self, size: int | None) -> float:
        """Give the seconds that a file of this size may take."""
        if self.timeout_s is not None:
            return self.timeout_s
        return min(_BASE_S + _S_PER_MB * (size or 0) / 2**20, _MOST_S)

    def memory_for(self, workers: int) -> int:
        """Give the MB that a file may take where so many are worked on at once."""
        if self.memory_mb is not None:
            return self.memory_mb
        machine_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20
        return int(max(_LEAST_MEMORY_MB, min(_MEMORY_MB, 0.8 * machine_mb / workers)))


def core_count() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
