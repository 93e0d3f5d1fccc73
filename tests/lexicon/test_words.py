import unicodedata

import pytest

from vanban.lexicon.words import PhraseBook, split_words
from vanban.text import nfc

SPLIT = [
    ("Sở KH&CN, tỉnh", ["Sở", "KH", "&", "CN", ",", "tỉnh"], ["sở", "kh", "&", "cn", ",", "tỉnh"]),
    ("Hoà Bình – UỶ BAN", ["Hoà", "Bình", "–", "UỶ", "BAN"], ["hòa", "bình", "-", "ủy", "ban"]),
    ("a  b\u00a0c\td\n\ne", ["a", "b", "c", "\t", "d", "\n", "\n", "e"], ["a", "b", "c", "\t", "d", "\n", "\n", "e"]),
    (
        "**57-NQ/TW**",
        ["*", "*", "57", "-", "NQ", "/", "TW", "*", "*"],
        ["*", "*", "57", "-", "nq", "/", "tw", "*", "*"],
    ),
    ("", [], []),
    ("   ", [], []),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "forms", "keys"), SPLIT)
def test_split(text: str, forms: list[str], keys: list[str], form: str) -> None:
    words = split_words(nfc(unicodedata.normalize(form, text)))
    assert (words.forms, words.keys) == (forms, keys)
    assert [words.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == forms
    assert [words.forms[index] for index in words.capitals] == [f for f in forms if f[0].isupper()]


def test_index_at() -> None:
    words = split_words("một hai ba")
    assert [words.index_at(offset) for offset in (0, 1, 4, 5, 8, 10)] == [0, 1, 1, 2, 2, 3]


def test_the_longest_phrase_wins() -> None:
    book = PhraseBook([("Luật Đầu tư", 1), ("Luật Đầu tư công", 2), ("Luật Đầu tư", 3), ("văn hóa, thể thao", 4)])
    keys = split_words("theo Luật Đầu tư công và luật đầu tư; Văn hoá, Thể thao").keys
    assert book.longest(keys, 0) is None
    assert book.longest(keys, 1) == (5, 2)
    assert book.longest(keys, 6) == (9, 1)  # the value that came first stays
    assert book.longest(keys, 10) == (15, 4)
    assert book.longest(keys, len(keys)) is None


def test_candidates() -> None:
    book = PhraseBook([("Sở Y tế", 1), ("tỉnh", 2)])
    assert book.candidates(split_words("Tỉnh và Sở Y tế tỉnh")) == [0, 2, 5]
    assert "sở" in book
    assert "y" not in book
