"""Find quantities in running text: percentages, money, counts, measures, ratios, ranges, ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.extract.figure_context import may_be_label
from vanban.extract.figure_rules import GRAMMAR
from vanban.extract.numerals import parse_digits
from vanban.extract.rules import lower
from vanban.lexicon.units import match_unit
from vanban.model import Figure, Span

_MASK = "\x00"
_BARE_NUMBER = re.compile(r"[0-9](?<![\w.,/:-][0-9])[0-9]{0,2}(?:\.[0-9]{3})+(?=[,;)\n]|[ \u00a0]\(|\.(?!\w)|\Z)")
_CHANGE = re.compile(
    r"(?<!\w)(?:tăng|giảm)[ \u00a0](?P<number>[0-9]{1,3}(?:\.[0-9]{3})*)(?=[ \u00a0]\([+\-–−]?[0-9][0-9,]{0,6}[ \u00a0]?%\))"
)
_NUMBER_OF = re.compile(r"(?<!\w)(?:tổng[ \u00a0])?số(?:[ \u00a0]lượng)?[ \u00a0]")
_SAID_AGAIN = re.compile(
    r"[ \u00a0]{0,3}\([ \u00a0]?(?:(?:bằng|viết)[ \u00a0](?:bằng[ \u00a0])?chữ[ \u00a0]?:?[ \u00a0]{0,3})?"
)
_REACH = 150  # characters over which a bare number still counts what was named before


def find_figures(text: str, *, blocked: Sequence[Span] = ()) -> list[Figure]:
    """Find every quantity outside the `blocked` spans, which are those of citations and dates.

    Text is NFC. Table cells are not told from prose here: the caller drops what stands in a table.
    """
    lowered = _mask(lower(text), blocked)
    figures = _drop_glosses(lowered, GRAMMAR.find(lowered, text))
    carried = list(_find_carried(text, lowered, figures))
    return sorted([*figures, *carried], key=lambda figure: figure.span) if carried else figures


def _drop_glosses(lowered: str, figures: Sequence[Figure]) -> list[Figure]:
    """Drop figures in brackets that say the one before again: "50% (năm mươi phần trăm)"."""
    kept = list(figures[:1])
    for figure in figures[1:]:
        before = kept[-1]
        said_again = (figure.kind, figure.amount) == (before.kind, before.amount) and (
            _SAID_AGAIN.fullmatch(lowered, before.span.end, figure.span.start)
        )
        if not said_again:
            kept.append(figure)
    return kept


def _mask(lowered: str, blocked: Sequence[Span]) -> str:
    """Overwrite spans, so that no number is read in them, nor the noun of one before them."""
    parts: list[str] = []
    position = 0
    for start, end in sorted(blocked):
        start = max(start, position)
        if end <= start:
            continue
        parts += (lowered[position:start], _MASK * (end - start))
        position = end
    return "".join((*parts, lowered[position:]))


def _find_carried(text: str, lowered: str, figures: Sequence[Figure]) -> Iterator[Figure]:
    """Find numbers without a noun that count what their sentence named: "… 12.345 hồ sơ, trong đó trực tuyến 11.002".

    Small ones only where a share says again how much it changed: "số vụ … tăng 18 (+7,8%)".
    """
    index = 0
    spans = {match.span() for match in _BARE_NUMBER.finditer(lowered)}
    if "%)" in lowered:
        spans |= {match.span("number") for match in _CHANGE.finditer(lowered)}
    for span in sorted(Span(*s) for s in spans):
        while index < len(figures) and figures[index].span.end <= span.start:
            index += 1
        if (index < len(figures) and figures[index].span.overlaps(span)) or may_be_label(lowered, span.start):
            continue
        unit = _named_before(text, lowered, span.start, figures[:index])
        value = parse_digits(lowered[span.start : span.end])
        if unit is not None and value is not None:
            yield Figure(span, span.of(text), "count", value, None, unit, None, value, score=0.5, rule="figure.carried")


def _named_before(text: str, lowered: str, start: int, figures: Sequence[Figure]) -> str | None:
    """Give the noun that a bare number counts: that of the count before it, or of "tổng số …", in the same sentence."""
    reach = max(start - _REACH, 0)
    sentence = max(lowered.rfind("\n", reach, start), lowered.rfind(". ", reach, start), reach - 1) + 1
    previous = figures[-1] if figures and figures[-1].span.start >= sentence else None
    if previous is not None and not (previous.kind == "percent" and _CHANGE.match(lowered, max(start - 5, 0))):
        return previous.unit if previous.kind == "count" and previous.value == previous.amount else None
    nearest: str | None = None
    for named in _NUMBER_OF.finditer(lowered, sentence, start):
        unit = match_unit(lowered, named.end())
        if unit is not None and unit.kind == "count":
            nearest = text[named.end() : named.end() + len(unit.name)]
    return nearest
