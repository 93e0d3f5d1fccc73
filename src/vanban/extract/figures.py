"""Find quantities in running text: percentages, money, counts, measures, ratios, ranges, ranks."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.extract.figure_rules import GRAMMAR
from vanban.extract.rules import lower
from vanban.model import Figure, Span

_MASK = "\x00"


def find_figures(text: str, *, blocked: Sequence[Span] = ()) -> list[Figure]:
    """Find every quantity outside the `blocked` spans, which are those of citations and dates.

    Text is NFC. Table cells are not told from prose here: the caller drops what stands in a table.
    """
    return GRAMMAR.find(_mask(lower(text), blocked), text)


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
