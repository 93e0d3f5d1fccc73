"""Two annotators: kappa, and documents that do not match."""

from pathlib import Path

import pytest

from vanban.errors import UsageError
from vanban.learn.agreement import cohen_kappa, compare_annotators

HEADER = "---\ngenre: x\nsector: x\nlevel: x\nabout: x\nyear: 2025\nsplit: train\nfacts: statements\n---\n"


def test_kappa_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("y", "y"), ("n", "n")]) == 1.0
    assert cohen_kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1.0)


def make(tmp_path: Path, first: str, second: str) -> tuple[Path, Path]:
    for name, body in (("one", first), ("two", second)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(HEADER + body, "utf-8")
    return tmp_path / "one", tmp_path / "two"


def test_same_lines_are_compared(tmp_path: Path) -> None:
    one = "r | Đã sửa xong cầu.\n\nd ha_tang | Đường còn hỏng.\n\n== places\nxã A\n"
    two = "r | Đã sửa xong cầu.\n\nc ha_tang | Đường còn hỏng.\n\n== places\nxã A\nxã B\n"
    pairs, total = compare_annotators(*make(tmp_path, one, two))
    assert pairs == [("result", "result"), ("difficulty", "cause")]
    assert (total.counts["places"].hits, total.counts["places"].found) == (1, 2)


def test_other_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a\.txt"):
        compare_annotators(*make(tmp_path, "r | Đã sửa.\n", "r | Đã xây.\n"))
