"""Tables that plain text shows by tabs, by pipes, by white gaps, or one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from vanban.read import limits
from vanban.read.captions import is_note
from vanban.read.columns import fit_rows, is_mark, is_number, is_ordinal
from vanban.read.kinds import is_rule, is_upper
from vanban.read.markdown import plain_marks
from vanban.read.tables import count_header_rows, grid_of, has_header, names_column, numbers_rows
from vanban.text import leading_marker

_LOOK_AHEAD = 12  # lines of one cell
_PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*\|?)?\s*")
_GRID_RULE = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}")
_LEADER = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")


class Rows(NamedTuple):
    """Rows of cell texts, and the index of the line after them; no rows: the lines up to there are no table."""

    rows: list[list[str]]
    end: int
    has_header: bool = False  # the notation itself sets a header apart


# -- tabs --------------------------------------------------------------------------------------------------------------


def find_tab_rows(lines: Sequence[str], start: int, *, width: int | None = None) -> Rows | None:
    """Find the tab-separated rows that begin at a line; `width` is that of the part before, which this may continue."""
    if not (_is_tabular(lines[start]) or (width is not None and _is_rest_of_row(lines, start))):
        return None
    end = _end_of_tabs(lines, start)
    fields = [[_cell(field) for field in line.split("\t")] for line in lines[start:end] if line.strip()]
    first = next((place for place, row in enumerate(fields) if sum(map(bool, row)) > 1), len(fields))
    if first and not (width and _heads_group(fields[0])):  # a spreadsheet's lines of one cell: titles, notes
        return Rows([], min(start + first, end))
    while len(fields) > 1 and end > start + 1 and (not lines[end - 1].strip() or _is_note_row(fields[-1])):
        if lines[end - 1].strip():
            fields.pop()
        end -= 1
    fields = _without_empty_columns(fields, width or 0)
    columns = _common_width(fields)
    if len(fields) * columns > limits.TABLE_CELLS:
        return Rows([], end)
    rows = fit_rows(_whole_rows(fields, columns), columns)
    if width is not None and rows and width >= len(rows[0]) >= max(2, width // 2) and width >= 3:
        return Rows(rows, end)
    return Rows(rows if _is_table(rows) else [], end)


def _is_tabular(line: str) -> bool:
    if "\t" not in line:
        return False
    inner = line.strip()
    if "\t" in inner:
        return True
    return bool(inner) and line.strip(" ").count("\t") >= 2


def _is_rest_of_row(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line is the rest of a row's second cell, at the head of a page on which the table goes on."""
    return lines[index].startswith("\t") and index + 1 < len(lines) and _is_tabular(lines[index + 1])


def _cell(field: str) -> str:
    """Give a cell's text without marks, its stated line breaks kept."""
    lines = (" ".join(plain_marks(line).split()) for line in _BREAK.split(field))
    return "\n".join(line for line in lines if line)


def _end_of_tabs(lines: Sequence[str], start: int) -> int:
    """Find the line after the last row; lines without a tab that stand between rows belong to a cell of many lines."""
    end = start + 1
    while end < len(lines):
        if _begins_again(lines, start, end):
            while end > start + 1 and sum(map(bool, map(str.strip, lines[end - 1].split("\t")))) <= 1:
                end -= 1  # titles right above the next header
            break
        if _is_tabular(lines[end]):
            end += 1
            continue
        if _is_empty_row(lines, end):
            end += 2
            continue
        ahead = end
        while ahead < min(end + _LOOK_AHEAD, len(lines)) and lines[ahead].strip() and not _is_tabular(lines[ahead]):
            ahead += 1
        if ahead == end or ahead >= len(lines) or not _is_tabular(lines[ahead]):
            break
        if len(lines[start].split("\t")) < 3:  # two columns and prose between: no table
            break
        end = ahead + 1
    return end


def _begins_again(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a line repeats the header of the rows that began at `start`."""
    if end < start + 2:
        return False
    name = lines[end].strip().split("\t", 1)[0].strip("* ")
    if numbers_rows(name):
        return True
    return lines[end].strip() == lines[start].strip() and names_column(name)


def _is_empty_row(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line is a row of empty cells, after which the same table goes on."""
    if lines[index].strip() or lines[index].count("\t") < 2 or index + 1 >= len(lines):
        return False
    row = [cell.strip() for cell in lines[index + 1].split("\t")]
    filled = sum(map(bool, row))
    return len(row) >= 3 and not names_column(row[0]) and (filled > 1 or (filled == 1 and not row[0]))


def _heads_group(row: list[str]) -> bool:
    """Tell whether a row of one cell names the rows below it."""
    return not row[0] or is_upper(row[0]) or leading_marker(row[0]) is not None


def _is_note_row(row: list[str]) -> bool:
    return sum(map(bool, row)) <= 1 and len(row[0]) > 3 and (row[0].endswith(".") or is_note(row[0]))


def _without_empty_columns(fields: list[list[str]], least: int) -> list[list[str]]:
    """Cut the columns at the right end that hold nothing at all, beyond the first `least`."""
    used = max((place + 1 for row in fields for place, cell in enumerate(row) if cell), default=0)
    return [row[: max(used, least, 1)] for row in fields]


def _common_width(fields: list[list[str]]) -> int:
    """Give the number of columns: the header's, unless the rows plainly have more; else that of the widest tenth.

    Rows are often short, their empty ends cut off; they are hardly ever too long.
    """
    lengths = sorted((len(row) for row in fields), reverse=True)
    widest = lengths[len(lengths) // 10]
    header = len(fields[0])
    if not numbers_rows(fields[0][0]):
        return widest
    longer = sum(length > header for length in lengths)
    return widest if widest > header and longer >= max(2, 0.3 * len(fields)) else header


def _whole_rows(fields: list[list[str]], width: int) -> list[list[str]]:
    """Put rows together whose cells hold line breaks."""
    rows: list[list[str]] = []
    for row in fields:
        if rows and _goes_on(rows[-1], row, width):
            rows[-1][-1] = f"{rows[-1][-1]} {row[0]}".strip()
            rows[-1].extend(row[1:])
        else:
            rows.append(list(row))
    return rows


def _goes_on(open_row: list[str], row: list[str], width: int) -> bool:
    if len(row) == 1:
        return True
    if len(open_row) + len(row) - 1 > width or len(row) == width or not row[0]:
        return False
    last, first = open_row[-1], row[0]
    return not (is_ordinal(first) or is_number(first) or is_number(last) or is_mark(last))


def _is_table(rows: list[list[str]]) -> bool:
    if not rows or len(rows[0]) < 2:
        return False
    if _is_contents(rows) or _is_form(rows) or (len(rows) == 1 and not any(map(numbers_rows, rows[0]))):
        return False
    grid = grid_of(rows)
    if has_header(grid):
        return True
    if len(rows[0]) >= 3:
        return len(rows) >= 2
    if len(rows) < 3 or all(row[0] in "-+*•" or row[0].endswith((".", ")")) for row in rows):
        return False  # numbered paragraphs
    if any(row[0].endswith(":") for row in rows) or all(
        row[0].endswith((".", ")")) or row[0] in "-+*•" for row in rows
    ):
        return False  # fields of a form; numbered paragraphs
    return sum(bool(row[0] and row[1]) for row in rows) >= 0.7 * len(rows) or count_header_rows(grid) > 0


def _is_form(rows: list[list[str]]) -> bool:
    """Tell whether rows are fields to be filled in: "Họ và tên:" and the like."""
    filled = [cell for row in rows for cell in row if cell]
    return sum(cell.endswith(":") for cell in filled) >= (0.3 if len(rows[0]) == 2 else 0.5) * len(filled)


def _is_contents(rows: list[list[str]]) -> bool:
    """Tell whether rows are a table of contents: headings and the pages they stand on."""
    filled = [[cell for cell in row if cell] for row in rows]
    numbered = [row for row in filled if len(row) >= 2 and _is_page(row[-1])]
    if len(numbered) < 0.6 * len(rows):
        return False
    headed = sum(bool(_LEADER.search(" ".join(row))) or _is_titled(row) for row in numbered)
    pages = [int(row[-1]) for row in numbered]
    return headed >= 0.6 * len(numbered) and pages == sorted(pages)


def _is_page(cell: str) -> bool:
    return cell.isdecimal() and len(cell) < 6


def _is_titled(row: list[str]) -> bool:
    marker = leading_marker(row[0])
    return marker is not None and marker.kind != "bullet" and len(row[0]) > marker.length + 2


# -- pipes -------------------------------------------------------------------------------------------------------------


def find_pipe_rows(lines: Sequence[str], start: int) -> Rows | None:
    """Find the Markdown table that begins at a line: of pipes, or a grid whose rows are ruled off."""
    if _GRID_RULE.fullmatch(lines[start]):
        return _find_grid_rows(lines, start)
    end = start
    while end < len(lines) and "|" in lines[end] and (lines[end].lstrip().startswith("|") or _PIPE.search(lines[end])):
        end += 1
    ruled = any(_PIPE_RULE.fullmatch(line) for line in lines[start : min(start + 4, end)])
    if end - start < 2 or not (ruled or all(line.strip().startswith("|") for line in lines[start:end])):
        return Rows([], max(end, start + 1))
    rows = [_pipe_cells(line) for line in lines[start:end] if not _PIPE_RULE.fullmatch(line)]
    rows = [_once(row) for row in rows]
    if len(rows) * max(map(len, rows), default=0) > limits.TABLE_CELLS:
        return Rows([], end)
    while rows and not any(rows[0]):  # a converter's empty header
        rows.pop(0)
    if not rows or max(map(len, rows)) < 2:
        return Rows([], end)
    return Rows(fit_rows(rows, _common_width(rows)), end, ruled)


def _find_grid_rows(lines: Sequence[str], start: int) -> Rows:
    rows: list[list[str]] = []
    header = None
    opened = False
    end = start
    while end < len(lines) and lines[end].lstrip()[:1] in ("|", "+"):
        if _GRID_RULE.fullmatch(lines[end]):
            header = len(rows) if "=" in lines[end] else header
            opened = False
        else:
            cells = _pipe_cells(lines[end])
            if opened and len(cells) == len(rows[-1]):
                rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
            else:
                rows.append(cells)
            opened = True
        end += 1
    if len(rows) < 2 or len(rows) * max(map(len, rows)) > limits.TABLE_CELLS:
        return Rows([], max(end, start + 1))
    return Rows(fit_rows(rows, _common_width(rows)), end, header is not None)


def _pipe_cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [_cell(field).replace("\\|", "|") for field in _PIPE.split(line)]


def _once(row: list[str]) -> list[str]:
    """Give a text once that a converter repeats in every column it was merged over."""
    filled = {cell for cell in row if cell}
    if len(row) >= 3 and len(filled) == 1 and all(row[1:]) and len(row[0]) > 3 and not is_number(row[0]):
        return [row[0]] + [""] * (len(row) - 1)
    return row


# -- one cell a line ---------------------------------------------------------------------------------------------------


def find_stacked_rows(lines: Sequence[str], start: int) -> Rows | None:
    """Find a table of which every cell stands on a line of its own after a tab, where its row numbers give it away."""
    if not _opens_cell(lines[start]) or not numbers_rows(lines[start].strip()):
        return None
    cells: list[str] = []
    index = start
    while index < len(lines) and lines[index].strip():
        if _opens_cell(lines[index]):
            cells.append(_cell(lines[index]))
        elif len(lines[index]) <= 200:
            cells[-1] += " " + _cell(lines[index])
        else:
            break
        index += 1
    first = next((place for place, cell in enumerate(cells) if cell in ("1", "01", "I", "A")), 0)
    if first < 2 or (len(cells) - first) % first or len(cells) < 2 * first:
        return Rows([], index)
    rows = [cells[place : place + first] for place in range(0, len(cells), first)]
    return Rows(rows if all(is_ordinal(row[0]) for row in rows[1:]) else [], index)


def _opens_cell(line: str) -> bool:
    head = line.lstrip(" ")
    return head.startswith("\t") and "\t" not in head.strip()


# -- white gaps --------------------------------------------------------------------------------------------------------


def find_spaced_rows(lines: Sequence[str], start: int) -> Rows | None:
    """Find a table whose columns are kept apart by white space that runs down through its lines."""
    if len(_GAP.split(lines[start].strip())) < 3:
        return None
    end = start
    while end < len(lines) and lines[end].strip() and "\t" not in lines[end]:
        end += 1
    block = [line.rstrip() for line in lines[start:end] if not is_rule(line)]
    if sum(len(_GAP.split(line.strip())) >= 3 for line in block) < max(3, 0.4 * len(block)):
        return Rows([], end)
    rivers = _rivers(block)
    if len(rivers) < 2 or len(block) * len(rivers) > limits.TABLE_CELLS:
        return Rows([], end)
    cuts = [0, *rivers, max(map(len, block))]
    cells = [[_cell(line[a:b]) for a, b in pairwise(cuts)] for line in block]
    rows = _folded_rows(cells)
    return Rows(rows if len(rows) >= 2 and has_header(grid_of(rows)) else [], end)


def _rivers(block: list[str]) -> list[int]:
    """Find the positions at which nearly no line has a letter, one for each gap of at least two characters."""
    width = max(map(len, block))
    indent = min(len(line) - len(line.lstrip()) for line in block)
    inked = [0] * (width + 1)
    for line in block:
        for position, char in enumerate(line):
            inked[position] += not char.isspace()
    allowed = len(block) // 10
    rivers, begin = [], None
    for position in range(indent, width + 1):
        white = position < width and inked[position] <= allowed
        if white and begin is None:
            begin = position
        elif not white and begin is not None:
            if position - begin >= 2 and position < width:
                rivers.append(position - 1)
            begin = None
    return rivers


def _folded_rows(cells: list[list[str]]) -> list[list[str]]:
    """Put lines together that make one row: a row begins where the first column numbers it."""
    numbered = sum(is_ordinal(row[0]) for row in cells) >= 2
    rows: list[list[str]] = []
    for row in cells:
        begins = not rows or (is_ordinal(row[0]) if numbered and len(rows) > 1 else bool(row[0]))
        if numbered and len(rows) == 1 and not is_ordinal(row[0]):
            begins = False  # the lines of the header
        if begins:
            rows.append(list(row))
        else:
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], row, strict=True)]
    return rows
