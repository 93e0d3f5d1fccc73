"""Reads the cells of a table of indicators: quantities, names, units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.extract.numerals import MULTIPLIERS, parse_digits
from vanban.lexicon.units import match_unit
from vanban.model import Figure, Span
from vanban.text import canonical

_SIGNS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "~": "~", "≈": "~"}
_PLAIN = re.compile(
    r"(?P<comparator>[<>]=?|[≥≤~≈])?\s?(?P<sign>[-+(])?\s?(?P<number>\d[\d.,]*)\)?\s?(?P<percent>%?)(?:\s?\([^()]{1,40}\))?\.?"
)
_RATIO = re.compile(r"(?P<a>\d[\d.,]*)\s?/\s?(?P<b>\d[\d.,]*)(?:\s?\([^()]{1,40}\))?")
_UNIT_IN_NAME = re.compile(
    r"\s*[(,]\s*(?:đvt:?|đơn vị(?: tính)?:?)?\s*(?P<unit>%|[^(),;:]{1,30}?)\s*\)?\s*$", re.IGNORECASE
)
_UNIT_CAPTION = re.compile(r"(?:đơn vị(?: tính)?|đvt|đv tính)\s*:\s*(?P<unit>[^)\n.;*]{1,30})", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|trong đó\s?:?|trđ\s?:)\s*", re.IGNORECASE)
_BEFORE_FIGURE = r"(?:(?:có|đạt|đạt tỉ lệ|phấn đấu|phấn đấu đạt|đảm bảo|bảo đảm|duy trì|hoàn thành|ít nhất|tối thiểu|trên|khoảng|từ|mỗi năm có)\s+){0,3}"
_FIGURE_OPENING = re.compile(rf"{_BEFORE_FIGURE}\d[\d.,]*\s?%?(?:\s+trở lên)?\s+(?=[^\W\d])")
_FIGURE_ENDING = re.compile(
    r",?\s(?:đạt|là|từ|trên|tối thiểu|ít nhất|đạt (?:từ|trên|ít nhất|tối thiểu)|dưới|còn)\s+\d[\d.,]*\s?%?(?:\s+trở lên)?\s*$"
)
_COUNT_HEAD = re.compile(r"(?:tổng )?số (?:lượng )?")
_RATE_HEAD = re.compile(r"(?:tỉ lệ|tỉ trọng|tốc độ tăng|mức độ hài lòng|chỉ số hài lòng)\b")
_MULTIPLIER = re.compile(rf"(?:(?:{'|'.join(MULTIPLIERS)}|1[.]?000)\s+)+")
MAX_PROSE = 240


@dataclass(frozen=True, slots=True)
class Quantity:
    value: Decimal
    value2: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None


def read_quantity(cell: str) -> Quantity | None:
    """Read the quantity that a cell holds: "97,8%", "1.250", "3/5", "trên 70%"; of a sentence, its first.

    None where it holds none.

    >>> read_quantity("≥ 95%")
    Quantity(value=Decimal('95'), value2=None, unit='%', comparator='>=')
    """
    text = cell.strip()
    if match := _PLAIN.fullmatch(text):
        value = parse_digits(match["number"].rstrip(".,"))
        if value is None:
            return None
        comparator = _SIGNS.get(match["comparator"] or "")
        return Quantity(
            -value if match["sign"] in ("-", "(") else value, None, "%" if match["percent"] else None, comparator
        )
    if ratio := _RATIO.fullmatch(text):
        first, second = parse_digits(ratio["a"].rstrip(".,")), parse_digits(ratio["b"].rstrip(".,"))
        return Quantity(first, second) if first is not None and second is not None else None
    if not any(ch.isdigit() for ch in text) or len(text) > MAX_PROSE:
        return None
    figure = next((f for f in cell_figures(text) if not _is_duration(f)), None)
    return Quantity(figure.value, figure.value2, figure.unit, figure.comparator) if figure else None


def cell_figures(text: str) -> list[Figure]:
    """Find the figures of a cell, those inside dates left out."""
    return find_figures(text, blocked=[date.span for date in find_dates(text)])


def clean_name(cell: str) -> tuple[str, str | None]:
    """Give the name without bullet, figure at its start or end, or unit at its end, and that unit.

    >>> clean_name("- Tỷ lệ hộ nghèo (%)")
    ('Tỷ lệ hộ nghèo', '%')
    """
    bullet = _BULLET.match(cell)
    name = cell[bullet.end() :] if bullet else cell
    unit = None
    match = _UNIT_IN_NAME.search(name)
    if match and match.start() and (unit := known_unit(match["unit"])):
        bracketed = match.group().lstrip().startswith("(")
        if bracketed or unit == "%" or not is_counted(unit):
            name = name[: match.start()]
        else:
            unit = None
    lowered = canonical(name)
    if (opening := _FIGURE_OPENING.match(lowered)) and opening.end() < len(name):
        name, lowered = name[opening.end() :], lowered[opening.end() :]
    if (ending := _FIGURE_ENDING.search(lowered)) and ending.start() > 2:
        name = name[: ending.start()]
    return " ".join(name.split()).strip(" ,;:."), unit


def known_unit(words: str) -> str | None:
    """Give the unit back if it is one of the lexicon: "triệu đồng", "%", "ha"; else None."""
    words = words.strip(" .*")
    if words == "%":
        return words
    lowered = words.lower()
    start = multiplier.end() if (multiplier := _MULTIPLIER.match(lowered)) else 0
    unit = match_unit(lowered, start)
    if unit is None:
        return None
    rest = lowered[start + len(unit.name) :].strip()
    return words if not rest or rest.startswith("/") or len(rest.split()) <= 1 else None


def is_counted(unit: str) -> bool:
    """Tell whether a unit is a noun that is counted, not a measure, money or a rate."""
    known = match_unit(unit.lower(), 0)
    return known is not None and known.kind == "count"


def header_unit(header: str) -> str | None:
    """Find the unit in brackets in a header: "Giải ngân (triệu đồng)"."""
    for match in reversed(list(re.finditer(r"\(([^()]{1,30})\)", header))):
        words = re.sub(r"^(?:đvt|đơn vị(?: tính)?)\s*:?\s*", "", match[1], flags=re.IGNORECASE)
        if unit := known_unit(words):
            return unit
    return None


def caption_unit(text: str, table: Span, title: Span | None) -> str | None:
    """Find the unit that the title or the lines above a table state: "Đơn vị tính: triệu đồng"."""
    above = text[max(0, table.start - 160) : table.start] + " " + (title.of(text) if title else "")
    matches = list(_UNIT_CAPTION.finditer(above))
    return matches[-1]["unit"].strip(" *_") if matches else None


def name_unit(name: str) -> str | None:
    """Tell the unit from the name: "Tỷ lệ …" is in percent, "Số bác sĩ …" counts bác sĩ."""
    lowered = canonical(name)
    if _RATE_HEAD.match(lowered):
        return "%"
    head = _COUNT_HEAD.match(lowered)
    if head is None:
        return None
    unit = match_unit(name.lower(), head.end())
    return name[head.end() : head.end() + len(unit.name)] if unit and unit.kind == "count" else None


def first_filled(values: Sequence[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _is_duration(figure: Figure) -> bool:
    return figure.kind == "measure" and (figure.unit or "").lower() in ("ngày", "tháng", "năm", "giờ", "phút", "tuần")
