"""Titles of laws, codes and ordinances, and the names under which document types are written."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vanban.lexicon.doc_types import doc_types
from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook


@cache
def law_book() -> PhraseBook[str]:
    """Find whole titles ("Luật Đất đai") with the code of their type."""
    return PhraseBook((row["title"], row["code"]) for row in read_rows("laws.tsv"))


@cache
def law_name_book() -> PhraseBook[str]:
    """Find the title of a law without "Luật", for lists ("các luật: Đất đai, Nhà ở")."""
    prefix = "Luật "
    return PhraseBook(
        (row["title"].removeprefix(prefix), row["code"])
        for row in read_rows("laws.tsv")
        if row["title"].startswith(prefix)
    )


class TypeName(NamedTuple):
    """A name under which a document type is written; `code` is empty for a name that only looks like one."""

    code: str
    is_abbreviation: bool = False


_LOOKALIKES = (
    "Nghị định thư",
    "Luật sư",
    "Luật gia",
    "Lệnh cấm",
    "Hướng dẫn viên",
    "Chương trình truyền hình",
    "Báo cáo viên",
)
_ABBREVIATIONS = (
    "NQ",
    "NĐ",
    "QĐ",
    "TT",
    "CT",
    "KH",
    "CV",
    "TB",
    "BC",
    "TTr",
    "KL",
    "CTr",
    "ĐA",
    "HD",
    "TTLT",
    "VB",
    "CĐ",
)


@cache
def type_name_book() -> PhraseBook[list[tuple[str, TypeName]]]:
    """Find a type's name or abbreviation, each with the form in which an abbreviation must stand ("CTr", not "ctr")."""
    by_phrase: dict[str, list[tuple[str, TypeName]]] = {}
    codes: dict[str, str] = {"VB": "van_ban"}
    for kind in doc_types():
        by_phrase.setdefault(kind.name.lower(), []).append(("", TypeName(kind.code)))
        if kind.abbreviation:
            codes.setdefault(kind.abbreviation, kind.code)
    for name in _LOOKALIKES:
        by_phrase[name.lower()] = [("", TypeName(""))]
    for abbreviation in _ABBREVIATIONS:
        by_phrase.setdefault(abbreviation.lower(), []).append((abbreviation, TypeName(codes[abbreviation], True)))
    return PhraseBook(by_phrase.items())
