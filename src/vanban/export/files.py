"""Files that appear only when they are complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vanban.errors import UsageError


@contextmanager
def completed(path: Path) -> Iterator[Path]:
    """Give a path to write to that becomes `path` when all went well.

    Raises UsageError if it cannot be written.
    """
    part = path.parent / f".{path.name}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: không ghi được ({error.strerror}); chọn nơi khác bằng --out") from error
    finally:
        with suppress(OSError):
            part.unlink()
