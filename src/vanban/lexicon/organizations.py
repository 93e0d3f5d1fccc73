"""What the names of organisations are made of: known bodies, fields of departments, opening words, posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from typing import NamedTuple

from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook

_JOINTS = re.compile(" và |, | - ")
_WORD_JOINTS = (" và ", " & ", ", ", " - ")
_LETTER_JOINTS = ("", "-", "&", ",", " và ")


class Head(NamedTuple):
    """Words that open the name of an organisation, or are the whole of it."""

    name: str  # written out: "Ủy ban nhân dân"
    tail: str  # what follows: area (a level or place), so, bo (a field), open, party; with "?": may follow; none
    symbol: str = ""  # of a known body: "VPCP"


class Department(NamedTuple):
    name: str  # "Khoa học và Công nghệ"
    symbol: str  # "SKHCN"


@cache
def head_book() -> PhraseBook[Head]:
    """Find what opens a name; a known body ("Bộ Chính trị") has no tail, unless offices of it are named by place."""
    heads: dict[str, Head] = {}
    for row in read_rows("organization_heads.tsv"):
        for name in (row["head"], *filter(None, row["aliases"].split("|"))):
            heads.setdefault(name, Head(row["head"], row["tail"]))
    for row in read_rows("central_bodies.tsv"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            tail = heads[name].tail.rstrip("?") + "?" if name in heads else "none"
            heads[name] = Head(row["name"], tail, row["symbol"])
    return PhraseBook(heads.items())


@cache
def department_book(of: str) -> PhraseBook[Department]:
    """Find the field that follows "Bộ" (of="bo") or "Sở" (of="so"), however its parts are joined."""
    rows = [row for row in read_rows("departments.tsv") if row["of"] == of]
    forms = [(name, row) for row in rows for name in (row["name"], *filter(None, row["aliases"].split("|")))]
    forms += [(form, row) for row in rows for form in _joined_otherwise(row["name"])]  # what is listed comes first
    return PhraseBook((form, Department(row["name"], row["symbol"])) for form, row in forms)


def _joined_otherwise(name: str) -> Iterator[str]:
    """Write a field with other words or signs between its parts; all or all but the first by letters ("LĐ-TB-XH")."""
    parts = _JOINTS.split(name)
    letters = ["".join(word[0] for word in part.split()).upper() for part in parts]
    words, signs = [_WORD_JOINTS] * (len(parts) - 1), [_LETTER_JOINTS] * (len(parts) - 1)
    for written, joints in ((parts, words), (letters, signs), ([parts[0], *letters[1:]], [*words[:1], *signs[1:]])):
        for joint in product(*joints):
            yield "".join(chain.from_iterable(zip(written, (*joint, ""), strict=True)))


@cache
def name_words() -> PhraseBook[str]:
    """Find words in small letters that stand inside the names of organisations."""
    return PhraseBook((row["words"], row["words"]) for row in read_rows("organization_words.tsv"))


@cache
def function_words() -> PhraseBook[str]:
    """Find verbs and function words, which end a name."""
    return PhraseBook((row["words"], row["words"]) for row in read_rows("function_words.tsv"))


@cache
def post_book() -> PhraseBook[str]:
    """Find posts ("Phó Giám đốc")."""
    return PhraseBook((row["words"], row["words"]) for row in read_rows("positions.tsv") if row["kind"] == "post")


@cache
def address_book() -> PhraseBook[str]:
    """Find forms of address, degrees and ranks ("ông", "PGS.TS", "Đại tá")."""
    return PhraseBook((row["words"], row["words"]) for row in read_rows("positions.tsv") if row["kind"] == "address")


@cache
def surnames() -> dict[str, str]:
    """Give family names with how common they are: frequent or rare."""
    return {row["surname"]: row["frequency"] for row in read_rows("surnames.tsv")}
