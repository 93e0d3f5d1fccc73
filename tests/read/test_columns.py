"""What columns hold, and rows with lost cells."""

import pytest

from vanban.read.columns import align_columns, cell_kind, fit_rows, is_mark, is_number, is_ordinal, profiles_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"), ("x", "mark"), ("✓", "mark"), ("97,8%", "number"), ("2.148.306", "number"), ("10-20", "number"),
        ("2025", "short"), ("Sở Y tế", "short"), ("Đã hoàn thành việc rà soát toàn bộ các trạm", "long"),
    ],
)  # fmt: skip
def test_cell_kind(text: str, kind: str) -> None:
    assert cell_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("3.1", True), ("IV", True), ("a)", True), ("-", True), ("Sở", False), ("2025", False)],
)
def test_is_ordinal(text: str, expected: bool) -> None:
    assert is_ordinal(text) is expected


def test_first_column_numbers_rows() -> None:
    assert cell_kind("1", first=True) == "ordinal"
    assert not is_number("2025")
    assert not is_mark("xã")


ROWS = [["1", "Trạm An", "x", "", "5"], ["2", "Trạm Bình", "x", "", "7"], ["3", "Viện Cát", "", "x", "9"]]


def test_row_with_a_lost_cell_is_put_where_it_fits() -> None:
    assert align_columns([["4", "Viện Đông", "x", "8"]], profiles_of(ROWS, 5)) == [0, 1, 2, 4]
    assert fit_rows([*ROWS, ["4", "Viện Đông", "x", "8"]], 5)[-1] == ["4", "Viện Đông", "x", "", "8"]


def test_short_and_long_rows() -> None:
    rows = fit_rows(
        [*ROWS, ["II", "NHÓM HAI"], ["5", "Trạm", "x", "", "6", "", ""], ["6", "Trạm", "x", "", "a", "b"]], 5
    )
    assert rows[3:] == [["II", "NHÓM HAI", "", "", ""], ["5", "Trạm", "x", "", "6"], ["6", "Trạm", "x", "", "a b"]]
