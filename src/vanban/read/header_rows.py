"""Header rows of a table: how many of its first rows name the columns, and over which columns a name stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vanban.model import COLUMN_NUMBER
from vanban.read.builder import Grid, GridCell
from vanban.read.columns import is_mark, is_number, is_ordinal, is_year
from vanban.text import fold

MAX_HEADER_ROWS = 4
MAX_NAME = 80  # characters of a column's name
_ROW_NUMBER_WORDS = frozenset({"stt", "tt", "so tt", "s.t.t", "st t", "so thu tu"})
_HEADER_WORDS = re.compile(
    r"(?:noi dung|ghi chu|don vi|dvt|ten|ho va ten|ho ten|chi tieu|muc tieu|ket qua|thoi gian|ty le|so luong|tong so"
    r"|mo ta|nhiem vu|san pham|co quan|dia phuong|linh vuc|ke hoach|thuc hien|nam|thang|quy|luy ke|danh muc|tieu chi"
    r"|chuc vu|dia chi|kinh phi|tien do|nguon|loai|hinh thuc|trach nhiem|ngay|cong viec|so lieu|phan loai|von)\b"
)


def texts_of(grid: Grid) -> list[list[str]]:
    """Give the texts of a grid, row by row; "" where no cell starts."""
    texts = [[""] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        if cell.row < grid.n_rows and cell.column < grid.n_columns:
            texts[cell.row][cell.column] = cell.text
    return texts


def count_header_rows(grid: Grid) -> int:
    """Count the first rows that name the columns; what the grid states outranks the guess."""
    if grid.header_rows is not None:
        return grid.header_rows
    texts = texts_of(grid)
    if not texts or grid.n_columns < 2:
        return 0
    start = 1 if _is_banner(texts) else 0
    if not _may_be_header(texts, start):
        return 0
    spans = [c.row_span for c in grid.cells if c.row == start and c.row_span < grid.n_rows]
    count = start + min(max(spans, default=1), 3)
    while count < min(MAX_HEADER_ROWS, grid.n_rows):
        groups = _groups(grid, texts, count - 1)
        row = ["" if text == above else text for text, above in zip(texts[count], texts[count - 1], strict=True)]
        if not (_is_sub_header(row, groups) or _numbers_columns(texts[count])):
            break
        count += 1
    return count


def has_header(grid: Grid) -> bool:
    """Tell whether the grid plainly opens with a header of its own, not merely with some text."""
    if grid.header_rows:
        return True
    count = count_header_rows(grid)
    texts = texts_of(grid)
    if count == 0:
        return False
    if count > 1 or any(map(numbers_rows, texts[0])):
        return True
    filled = [text for text in texts[0] if text]
    named = sum(_HEADER_WORDS.match(fold(text)) is not None for text in filled)
    return 2 * named >= len(filled) or _stands_over_numbers(texts, count)


def numbers_rows(name: str) -> bool:
    """Tell whether a column's name says that it numbers the rows: "STT", "TT"."""
    return fold(name.strip(" .")) in _ROW_NUMBER_WORDS


def names_column(name: str) -> bool:
    """Tell whether a text is what columns are usually called: "STT", "Nội dung", "Ghi chú"."""
    return numbers_rows(name) or _HEADER_WORDS.match(fold(name)) is not None


def _is_banner(texts: list[list[str]]) -> bool:
    """Tell whether the first row is one text over a header that numbers its rows."""
    if len(texts) < 3 or sum(map(bool, texts[0])) != 1:
        return False
    return numbers_rows(texts[1][0])


def _may_be_header(texts: list[list[str]], row: int) -> bool:
    first, below = texts[row], texts[row + 1 :]
    filled = [text for text in first if text]
    if any(map(numbers_rows, first[:2])):
        return True
    if len(filled) < 2 or any(is_number(t) or is_mark(t) or len(t) > 120 for t in filled):
        return False
    if is_ordinal(first[0]):
        return False
    named = sum(map(names_column, filled))
    if 3 * len(filled) < 2 * len(first) and named < 3 and not (below and _splits_columns(below[0])):
        return False
    return bool(below) or named == len(filled)


def _splits_columns(row: list[str]) -> bool:
    """Tell whether a row under merged names numbers the columns, or parts them by years."""
    return _numbers_columns(row) or (not row[0] and sum(is_year(text) for text in row) >= 2)


def _stands_over_numbers(texts: list[list[str]], count: int) -> bool:
    body = texts[count:]
    for column, name in enumerate(texts[0]):
        cells = [row[column] for row in body if row[column]]
        if name and cells and all(is_number(cell) or is_mark(cell) for cell in cells):
            return True
    return False


def _groups(grid: Grid, texts: list[list[str]], row: int) -> list[bool]:
    """Tell for each column whether the header cell over it also stands over another column, or is empty."""
    owner: list[int | None] = [None] * grid.n_columns
    last: int | None = None
    for column in range(grid.n_columns):
        if texts[row][column] and not (last is not None and texts[row][column] == texts[row][last]):
            last = column
        owner[column] = last
    for cell in grid.cells:
        if cell.row <= row < cell.row + cell.row_span and (cell.column_span > 1 or cell.row < row):
            for column in range(cell.column, min(cell.column + cell.column_span, grid.n_columns)):
                owner[column] = cell.column
    return [owner[c] is None or owner.count(owner[c]) > 1 for c in range(grid.n_columns)]


def _is_sub_header(row: list[str], groups: list[bool]) -> bool:
    filled = [column for column, text in enumerate(row) if text]
    if not filled or filled[0] == 0 or not all(groups[column] or row[column][0] == "(" for column in filled):
        return False
    return not any(is_number(row[c]) or is_mark(row[c]) or len(row[c]) > MAX_NAME for c in filled)


def _numbers_columns(row: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3), or A B 1 2 3=1+2."""
    filled = [text for text in row if text]
    if len(filled) < 3 or len(filled) < len(row) - 1 or not all(COLUMN_NUMBER.fullmatch(t) for t in filled):
        return False
    numbers = [int(m.group()) for m in (re.search(r"\d{1,9}", text.split("=")[0]) for text in filled) if m]
    return len(numbers) >= 2 and all(b == a + 1 for a, b in pairwise(numbers))


def merge_header(cells: list[GridCell], count: int, n_columns: int) -> list[GridCell]:
    """Let header cells reach over the empty cells beside and below them, where the file states no merging."""
    if any(c.row_span > 1 or c.column_span > 1 for c in cells if c.row < count):
        return [c for c in cells if c.row >= count or c.pieces]
    texts = [[""] * n_columns for _ in range(count)]
    for cell in cells:
        if cell.row < count:
            texts[cell.row][cell.column] = cell.text
    merged: list[GridCell] = []
    for cell in cells:
        if cell.row >= count:
            merged.append(cell)
        elif cell.pieces:
            merged.append(_reach(cell, texts, count, n_columns))
    return merged


def _reach(cell: GridCell, texts: list[list[str]], count: int, n_columns: int) -> GridCell:
    below = [texts[row] for row in range(cell.row + 1, count)]
    if not any(row[cell.column] for row in below):
        return replace(cell, row_span=count - cell.row)
    end = cell.column + 1
    while end < n_columns and not texts[cell.row][end] and any(row[end] for row in below):
        end += 1
    return replace(cell, column_span=end - cell.column)
