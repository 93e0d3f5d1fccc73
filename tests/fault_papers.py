"""Papers for the tests of faults."""

from __future__ import annotations

from pathlib import Path


def write_papers(folder: Path, count: int, *, lines: int) -> None:
    """Write reports of some lines each, no two alike."""
    folder.mkdir()
    for number in range(count):
        said = [f"{n}. Giải ngân đạt {number}{n}% kế hoạch; đề nghị bố trí {n + 2} tỷ đồng." for n in range(lines)]
        (folder / f"{number:02}.txt").write_text(f"BÁO CÁO\nSố {number}\n" + "\n".join(said), "utf-8")
