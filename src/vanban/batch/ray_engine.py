"""Take files in on a Ray cluster: a task is a handful of files, which its node takes in by workers of its own.

The tasks write straight to PostgreSQL, each document in one transaction, and keep the ledger there as any run does. So
a node that is lost costs nothing: Ray gives its tasks to another, and what was stored already is found to be in.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from vanban.batch.desk import Result
from vanban.batch.options import Options
from vanban.errors import MissingDependencyError, ReadError, UsageError, VanbanError
from vanban.store.postgresql import is_postgresql
from vanban.version import __version__

FILES_A_TASK = 16
TASKS_A_CORE = 3  # in flight: enough for no core to wait, few enough for the driver's memory
RETRIES = 5  # of a task whose node was lost
_PATIENCE_S = 660.0  # for paths of a lost node: after ten silent minutes its run is taken for dead
_PAUSE_S = 15.0
_DEFAULTS = Options()


def ingest_on_ray(
    url: str,
    files: Iterable[str],
    *,
    address: str | None = None,
    options: Options = _DEFAULTS,
    files_a_task: int = FILES_A_TASK,
    tasks_in_flight: int | None = None,
    patience_s: float = _PATIENCE_S,
) -> Generator[Result, None, None]:
    """Take in files, as the ledger names them, on the cluster at `address`; None starts one on this machine.

    `files` may be endless: only those of the tasks in flight are held. Results come in no certain order.
    Raises MissingDependencyError without Ray, UsageError where the archive is a file.
    """
    check_archive(url)
    ray = _import_ray()
    started_here = not ray.is_initialized()
    if started_here:
        ray.init(address=address, log_to_driver=False, include_dashboard=False if address is None else None)
    try:
        limit = tasks_in_flight or max(4, TASKS_A_CORE * int(ray.cluster_resources().get("CPU", 1)))
        cluster = _Cluster(ray, url, options, limit)
        abandoned: list[str] = []  # of nodes that were lost, for the rest of a moment
        for result in cluster.take_in(_chunks(files, files_a_task)):
            if result.outcome == "elsewhere" and not result.member:
                abandoned.append(result.path)
            else:
                yield result
        yield from _take_up(cluster, abandoned, files_a_task, patience_s)
    finally:
        if started_here:
            ray.shutdown()


def check_archive(url: str) -> None:
    """Raise UsageError for an archive that not all nodes can write to."""
    if not is_postgresql(url):
        raise UsageError("--engine ray cần kho PostgreSQL (--db postgresql://…): các nút của cụm cùng ghi vào kho")


class _Cluster:
    """The tasks in flight."""

    def __init__(self, ray: Any, url: str, options: Options, limit: int) -> None:
        self._ray, self._limit = ray, limit
        self._work = ray.remote(num_cpus=1, max_retries=RETRIES)(take_in_chunk)
        self._arguments = (url, options, __version__)
        self._in_flight: dict[Any, list[str]] = {}

    def take_in(self, chunks: Iterable[list[str]]) -> Iterator[Result]:
        for chunk in chunks:
            while len(self._in_flight) >= self._limit:
                yield from self._collect()
            self._in_flight[self._work.remote(chunk, *self._arguments)] = chunk
        while self._in_flight:
            yield from self._collect()

    def _collect(self) -> Iterator[Result]:
        done, _ = self._ray.wait(list(self._in_flight), num_returns=1)
        for task in done:
            chunk = self._in_flight.pop(task)
            try:
                yield from self._ray.get(task)
            except self._ray.exceptions.RayTaskError as error:
                cause = getattr(error, "cause", error)
                raise cause if isinstance(cause, VanbanError) else error from None
            except self._ray.exceptions.RayError as error:
                yield from (_lost(path, error) for path in chunk)


def take_in_chunk(files: list[str], url: str, options: Options, version: str) -> list[Result]:
    """Take in a handful of files; runs on a node of the cluster."""
    from vanban.batch.copies import fetched
    from vanban.batch.ingest import ingest
    from vanban.store import open_archive

    if version != __version__:
        raise UsageError(f"{os.uname().nodename}: nút này có vanban {__version__}, máy điều khiển có {version}")
    with open_archive(url, create=False) as archive, fetched(archive, files) as (here, refused):
        return [*refused, *ingest(archive, here, workers=1, options=options, crew=_node_crew(options))]


_CREWS: dict[int, Any] = {}  # of this process of the node; they end with it


def _node_crew(options: Options) -> Any:
    from vanban.batch.crew import Crew

    memory_mb = options.memory_for(os.cpu_count() or 1)
    if memory_mb not in _CREWS:
        _CREWS[memory_mb] = Crew(memory_mb=memory_mb)
    return _CREWS[memory_mb]


def _take_up(cluster: _Cluster, paths: list[str], files_a_task: int, patience_s: float) -> Iterator[Result]:
    """Take in the paths that another run held, once it is gone or done."""
    end = time.monotonic() + patience_s
    while paths:
        left: list[Result] = []
        for result in cluster.take_in(_chunks(paths, files_a_task)):
            if result.outcome == "elsewhere" and not result.member:
                left.append(result)
            else:
                yield result
        paths = [result.path for result in left]
        if left and time.monotonic() >= end:
            yield from left
            return
        if left:
            time.sleep(min(_PAUSE_S, patience_s))


def _chunks(files: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(files)
    while chunk := list(islice(rest, size)):
        yield chunk


def _lost(path: str, error: Exception) -> Result:
    reason = f"cụm Ray không làm xong tệp này ({type(error).__name__})"
    problem = ReadError(path, reason, remedy="chạy lại cùng lệnh để làm tiếp")
    return Result(path, "failed", problem=problem, stage="read")


def _import_ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise MissingDependencyError("--engine ray cần gói ray: pip install 'vanban[ray]'") from error
    return ray
