"""Types of documents: codes of docs/annotation.md with their names and abbreviations."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.text import fold, nfc, squeeze


class DocType(NamedTuple):
    code: str  # "bao_cao"
    name: str  # "Báo cáo"
    abbreviation: str | None  # "BC", as in "12/BC-UBND"
    source: str


@cache
def doc_types() -> tuple[DocType, ...]:
    rows = read_rows("doc_types.tsv")
    return tuple(DocType(row["code"], row["name"], row["abbreviation"] or None, row["source"]) for row in rows)


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold(kind.name): kind.code for kind in doc_types()}


@cache
def _codes_by_abbreviation() -> dict[str, str]:
    return {kind.abbreviation: kind.code for kind in reversed(doc_types()) if kind.abbreviation}


def doc_type_of(name: str) -> str | None:
    """Give the code of a type by its name, whatever its case and diacritics."""
    return _codes_by_name().get(fold(squeeze(nfc(name))))


def doc_type_of_abbreviation(abbreviation: str) -> str | None:
    """Give the code that an abbreviation of a symbol stands for ("BC" of "BC-UBND"); case counts: "CT" is not "CTr"."""
    return _codes_by_abbreviation().get(abbreviation)
