"""Processor time of a piece of work."""

from __future__ import annotations

import time
from collections.abc import Callable


def best_of(work: Callable[[], object], rounds: int = 3) -> float:
    """Give the seconds of processor time of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
