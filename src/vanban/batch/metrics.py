"""The run in numbers that Prometheus reads: from a file (the textfile collector's) or from a port of this machine."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from vanban.batch.desk import Result
from vanban.errors import UsageError

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_WRITE_S = 5.0  # between two versions of the file


class Metrics:
    """Counts results. Use it with `with`; `target` is a file that ends in .prom, or a port."""

    def __init__(self, target: str | None, *, files: int | None = None, workers: int = 0) -> None:
        self.files, self.workers = files, workers
        self.outcomes: Counter[str] = Counter()
        self.pages, self.busy_s = 0, 0.0
        self._began, self._written = time.time(), 0.0
        self._path: Path | None = None
        self._server: ThreadingHTTPServer | None = None
        if target is not None and target.isdecimal():
            self._server = _serve(self, int(target))
        elif target is not None:
            self._path = Path(target)
            self._write()

    def __enter__(self) -> Metrics:
        return self

    def __exit__(self, *_: object) -> None:
        if self._path is not None:
            with suppress(UsageError):
                self._write()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def port(self) -> int | None:
        return self._server.server_address[1] if self._server is not None else None

    def note(self, result: Result) -> None:
        self.outcomes[result.outcome] += 1
        self.pages += result.pages
        self.busy_s += result.duration_s
        if self._path is not None and time.monotonic() - self._written > _WRITE_S:
            self._write()

    def text(self) -> str:
        """Give the numbers as Prometheus reads them."""
        lines = ["# HELP vanban_files_total Paths that are through, by outcome.", "# TYPE vanban_files_total counter"]
        lines += [f'vanban_files_total{{outcome="{name}"}} {n}' for name, n in sorted(self.outcomes.items())]
        for name, kind, help_, value in (
            ("pages_total", "counter", "Pages that went in.", self.pages),
            ("busy_seconds_total", "counter", "Seconds that workers spent reading and analysing.", self.busy_s),
            ("files_expected", "gauge", "Paths that were asked for.", self.files),
            ("workers", "gauge", "Worker processes.", self.workers),
            ("started_seconds", "gauge", "When the run began, Unix time.", self._began),
            ("seen_seconds", "gauge", "When these numbers were written, Unix time.", time.time()),
        ):
            if value is not None:
                lines += [
                    f"# HELP vanban_{name} {help_}",
                    f"# TYPE vanban_{name} {kind}",
                    f"vanban_{name} {value:.15g}",
                ]
        return "\n".join(lines) + "\n"

    def _write(self) -> None:
        """Put the file in place as a whole: who reads it never sees half."""
        assert self._path is not None
        self._written = time.monotonic()
        half = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            half.write_text(self.text(), "utf-8")
            half.replace(self._path)
        except OSError as error:
            raise UsageError(f"{self._path}: không ghi được số đo ({error.strerror}); xem lại --metrics") from error


def _serve(metrics: Metrics, port: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in ("/", "/metrics")
            body = metrics.text().encode() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: object) -> None:
            pass

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except (OSError, OverflowError) as error:
        raise UsageError(f"--metrics {port}: không mở được cổng này; chọn cổng khác") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
