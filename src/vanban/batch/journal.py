"""A line of JSON for every path that is through, appended to a file."""

from __future__ import annotations

import datetime as dt
import json
from typing import IO

from vanban.batch.desk import Result
from vanban.errors import UsageError


class Journal:
    """Use it with `with`; without a file it writes nothing."""

    def __init__(self, path: str | None) -> None:
        self._file: IO[str] | None = None
        if path is not None:
            try:
                self._file = open(path, "a", encoding="utf-8", buffering=1)  # noqa: PTH123, SIM115 - held until the end
            except OSError as error:
                raise UsageError(f"{path}: không ghi được nhật ký ({error.strerror}); xem lại --log") from error

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, result: Result) -> None:
        if self._file is None:
            return
        line: dict[str, object] = {
            "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "path": result.path,
            "outcome": result.outcome,
            "pages": result.pages,
            "duration_s": round(result.duration_s, 3),
        }
        if result.member:
            line["member"] = True
        if result.problem is not None:
            problem = result.problem
            line |= {"stage": result.stage, "error": type(problem).__name__, "place": problem.place}
            line |= {"problem": problem.problem, "remedy": problem.remedy}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
