"""Measure how many names in other words find their indicator of the lexicon, with and without vectors.

    python bench/indicator_ids.py

The table of names, half of it seen while the thresholds were chosen, is tests/extract/indicator_pairs.tsv.
"""

from __future__ import annotations

from pathlib import Path

from vanban.extract import indicator_ids

TABLE = Path(__file__).parent.parent / "tests" / "extract" / "indicator_pairs.tsv"


def measure(split: str, min_cosine: float) -> str:
    """Count one half of the table with a threshold for vectors; above 1 words alone decide."""
    indicator_ids.MIN_COSINE = min_cosine
    indicator_ids.find_indicator_id.cache_clear()
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:]]
    rows = [row for row in rows if row[0] == split]
    found = [(indicator_ids.find_indicator_id(name, unit), wanted) for _, unit, name, wanted in rows]
    given = [(match.id, wanted) for match, wanted in found if match.likeness]
    right = sum(got == wanted for got, wanted in given)
    known = sum(wanted != "-" for _, wanted in found)
    precision = right / len(given)
    return (
        f"{split:6} cosine {min_cosine:<5} right {right}/{known}, wrong {len(given) - right}, precision {precision:.3f}"
    )


if __name__ == "__main__":
    for half in ("tune", "check"):
        for threshold in (9.0, 0.8, 0.75, 0.705):
            print(measure(half, threshold))
