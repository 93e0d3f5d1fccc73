"""Reads the closed lists in `data/*.tsv`."""

from __future__ import annotations

import csv
from importlib import resources


def read_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of a list by column name; every list has a `source` column."""
    data = resources.files("vanban.lexicon").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(data.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
