"""Encodings from before Unicode: the tables hold what their standards say."""

from __future__ import annotations

import pytest

from vanban.lexicon.legacy import ENCODING_NAMES, load_font_names, load_letters
from vanban.text import nfc

SMALL = {
    nfc(base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    if not nfc(base + tone).isascii()
} | {"đ"}


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
def test_all_small_letters_are_there_once(encoding: str) -> None:
    codes = load_letters()[encoding]
    assert set(codes.values()) >= SMALL
    assert {len(code) for code in codes} == ({1, 2} if encoding == "vni" else {1})
    assert all(nfc(letter) == letter and len(letter) == 1 for letter in codes.values())


@pytest.mark.parametrize(
    ("encoding", "code", "letter"),
    [
        ("tcvn3", "AD", "ư"), ("tcvn3", "A7", "Đ"), ("tcvn3", "D5", "ế"), ("tcvn3", "C6", "ặ"), ("tcvn3", "B5", "à"),
        ("viscii", "DF", "ư"), ("viscii", "F0", "đ"), ("viscii", "02", "Ẳ"), ("viscii", "AA", "ế"),
        ("vps", "DC", "ư"), ("vps", "C7", "đ"), ("vps", "89", "ế"), ("vps", "F1", "Đ"),
        ("vni", "F6", "ư"), ("vni", "F1", "đ"), ("vni", "65E1", "ế"), ("vni", "41CB", "Ặ"), ("vni", "F6EF", "ự"),
    ],
)  # fmt: skip
def test_code(encoding: str, code: str, letter: str) -> None:
    assert load_letters()[encoding][bytes.fromhex(code)] == letter


def test_font_names() -> None:
    names = load_font_names()
    assert (".vn", "tcvn3") in names
    assert {encoding for _, encoding in names} == set(ENCODING_NAMES)
    assert all(begins == begins.lower() for begins, _ in names)
