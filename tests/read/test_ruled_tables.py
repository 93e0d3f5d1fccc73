"""Grids of ruling lines: merged cells, lines in pieces, borders that are missing."""

from itertools import pairwise

import pytest
from page_samples import line

from vanban.read.page_lines import Word, line_of
from vanban.read.pdf_rulings import Ruling, Rulings
from vanban.read.ruled_tables import RuledGrid, fill_grid, find_grids, join_rulings

XS, YS = [50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0, 160.0]


def rule(xs: list[float], ys: list[float]) -> Rulings:
    """Draw all lines of a grid, in pieces of one cell."""
    found = Rulings()
    for y in ys:
        found.horizontal += [Ruling(y, a, b) for a, b in pairwise(xs)]
    for x in xs:
        found.vertical += [Ruling(x, a, b) for a, b in pairwise(ys)]
    return found


def only(rulings: Rulings) -> RuledGrid:
    (grid,) = find_grids(rulings)
    return grid


def test_pieces_of_a_line_are_joined() -> None:
    pieces = [Ruling(100.2, 0, 50), Ruling(99.8, 52, 90), Ruling(100, 200, 240), Ruling(120, 0, 90)]
    joined = join_rulings(pieces)
    assert [(round(r.at), r.start, r.end) for r in joined] == [(100, 0, 90), (100, 200, 240), (120, 0, 90)]


def test_plain_grid() -> None:
    grid = only(rule(XS, YS))
    assert (grid.xs, grid.ys) == (XS, YS)
    assert grid.cells == [(r, c, 1, 1) for r in range(3) for c in range(3)]


def test_merged_cells() -> None:
    rulings = rule(XS, YS)
    rulings.vertical.remove(Ruling(250.0, 100.0, 120.0))  # the first row's second and third cell
    rulings.horizontal.remove(Ruling(120.0, 50.0, 150.0))  # the first column's first and second cell
    assert only(rulings).cells == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip


def test_borders_that_do_not_meet_make_no_column() -> None:
    rulings = rule(XS, YS)
    rulings.vertical.remove(Ruling(150.0, 140.0, 160.0))
    rulings.vertical.append(Ruling(154.0, 140.0, 160.0))
    assert only(rulings).xs == XS


def test_grid_without_outer_sides() -> None:
    rulings = rule(XS, YS)
    rulings.vertical = [r for r in rulings.vertical if r.at in (150.0, 250.0)]
    assert only(rulings).xs == XS


def test_double_lines_are_one() -> None:
    rulings = rule(XS, YS)
    rulings.vertical += [Ruling(r.at + 1.6, r.start, r.end) for r in rulings.vertical]
    assert [round(x) for x in only(rulings).xs] == [51, 151, 251, 351]


def test_frames_underlines_and_separators_are_no_grids() -> None:
    frame = rule([50, 250], [100, 200])
    frame.horizontal += [Ruling(60, 80, 180), Ruling(700, 85, 229)]
    assert find_grids(frame) == []
    assert find_grids(rule([50, 250], [100, 120, 140])) == []  # one column is text in a frame
    assert find_grids(Rulings([Ruling(100, 0, 200), Ruling(120, 0, 200)])) == []


def test_two_tables_on_a_page() -> None:
    rulings = rule(XS, YS)
    below = rule(XS, [300.0, 320.0, 340.0])
    rulings.horizontal += below.horizontal
    rulings.vertical += below.vertical
    assert [grid.ys[0] for grid in find_grids(rulings)] == [100, 300]


def test_words_go_to_their_cells() -> None:
    grid = only(rule(XS, YS))
    across = line_of([Word("Tên", 60, 104, 90, 116), Word("Số", 160, 104, 180, 116)], 1, size=10)
    lines = [
        across,
        line("Thu nội địa", 55, 132, size=8),
        line("trên địa bàn", 55, 138, size=5),
        line("12,5", 160, 132, size=8),
        line("Ngoài bảng", 55, 200),
    ]
    filled, rest = fill_grid(grid, lines, page=3)
    assert filled is not None
    assert [(c.row, c.column, c.text) for c in filled.cells if c.pieces] == [
        (0, 0, "Tên"), (0, 1, "Số"), (1, 0, "Thu nội địa trên địa bàn"), (1, 1, "12,5"),
    ]  # fmt: skip
    assert [ln.text for ln in rest] == ["Ngoài bảng"]
    assert (filled.n_rows, filled.n_columns, filled.page) == (3, 3, 3)


def test_a_line_that_its_cell_cut_off_goes_back_to_it() -> None:
    grid = only(rule(XS, YS))
    below = grid.ys[1]
    lines = [
        line("Tên chỉ tiêu", 55, below - 8, size=8),
        line("(đơn vị: %)", 55, below + 7.1, size=8),
        line("Thu nội địa", 55, below + 8, size=8),
        line("12,5", 160, below + 8, size=8),
    ]
    filled, _ = fill_grid(grid, lines, page=1)
    assert filled is not None
    assert [(c.row, c.column, c.text) for c in filled.cells if c.pieces] == [
        (0, 0, "Tên chỉ tiêu (đơn vị: %)"), (1, 0, "Thu nội địa"), (1, 1, "12,5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "scanned", "rows"),
    [
        pytest.param(8.0, False, ["Kết quả thực hiện", "12,5"], id="the row was set lower"),
        pytest.param(7.0, False, ["Kết quả", "Thu phí", "12,5"], id="the row was set as high"),
        pytest.param(8.0, True, ["Kết quả", "thực hiện", "12,5"], id="a scan does not show what a cell hid"),
    ],
)
def test_a_line_cut_off_goes_back_also_where_nothing_stands_below_it(
    beside: float, scanned: bool, rows: list[str]
) -> None:
    grid = only(rule(XS, YS))
    below = grid.ys[1]
    second = rows[1] if len(rows) == 3 else "thực hiện"
    lines = [
        line("Kết quả", 55, below - 1.8, size=8),
        line(second, 55, below + 7.0, size=8),
        line("12,5", 160, below + beside, size=8),
    ]
    filled, _ = fill_grid(grid, lines, page=1, scanned=scanned)
    assert filled is not None
    assert [c.text for c in filled.cells if c.pieces] == rows


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Ngày", "05/8/20", "24"], "Ngày 05/8/2024"),
        (["05/8/20", "2", "4"], "05/8/20 2 4"),  # the second line is not full
        (["TRƯỜ", "NG HỌC"], "TRƯỜNG HỌC"),
        (["nghiêng", "nghiên,"], "nghiêng nghiên,"),
        (["1.234.5", "67"], "1.234.567"),
        (["1234567", "2025"], "1234567 2025"),
        (["77/KH-B", "QLDA"], "77/KH-BQLDA"),
        (["77/2024/Q", "H15"], "77/2024/QH15"),
        (["77/UBND", "xã"], "77/UBND xã"),
        (["77/KH-SXD", "2024"], "77/KH-SXD 2024"),
        (["14-CV/T", "U"], "14-CV/TU"),
    ],
)
def test_words_that_a_narrow_cell_broke(lines: list[str], text: str) -> None:
    shown = [line(text, 53.0, 112 + 12 * index, size=8) for index, text in enumerate(lines)]
    edge = max(part.x1 for part in shown if " " not in part.text) + 3.0
    grid = only(rule([50.0, edge, 250.0], [100.0, 150.0, 170.0]))
    filled, _ = fill_grid(grid, [*shown, line("Một ô rộng hơn nhiều", edge + 7, 112, size=8)], page=1)
    assert filled is not None
    assert filled.cells[0].text == text


def test_full_lines_of_whole_words_stay_apart() -> None:
    grid = only(rule([50.0, 83.0, 250.0], [100.0, 150.0, 170.0]))
    lines = [line("10/2025", 53.0, 112, size=8), line("11/2025", 53.0, 124, size=8), line("Ô bên", 90.0, 112, size=8)]
    filled, _ = fill_grid(grid, lines, page=1)
    assert filled is not None
    assert filled.cells[0].text == "10/2025 11/2025"


def test_an_empty_grid_is_no_table() -> None:
    lines = [line("Chỉ một ô", 55, 112, size=8)]
    filled, rest = fill_grid(only(rule(XS, YS)), lines, page=1)
    assert filled is None
    assert rest == lines
