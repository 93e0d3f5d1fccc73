"""Synonyms: no form means two things, no abbreviation is a word, forms are found however they are typed."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from vanban.lexicon.rows import read_rows
from vanban.lexicon.synonyms import find_synonyms, form_words, spell_out
from vanban.text import canonical, fold, is_syllable, nfc

ROWS = [row["forms"].split("|") for row in read_rows("synonyms.tsv")]


def test_each_row_has_several_forms_and_no_form_stands_twice() -> None:
    assert len(ROWS) >= 150
    assert all(len(forms) >= 2 for forms in ROWS)
    counted = Counter(form_words(form) for forms in ROWS for form in forms)
    assert [form for form, count in counted.items() if count > 1] == []


def test_no_abbreviation_is_a_word_when_it_is_folded() -> None:
    short = [form for forms in ROWS for form in forms if form.isupper() and " " not in form]
    assert len(short) > 100
    shaped_alike = {"IIP", "IUU", "TYT"}  # the letters of a syllable, but no word
    assert {form for form in short if is_syllable(fold(form))} <= shaped_alike


FOUND = [
    ("CNTT", 1, ["công nghệ thông tin"]),
    ("cntt cấp xã", 1, ["công nghệ thông tin"]),
    ("công nghệ thông tin cấp xã", 4, ["cntt"]),
    ("cong nghe thong tin", 4, ["cntt"]),
    ("KH&CN", 2, ["khoa học và công nghệ", "khoa học công nghệ", "khcn"]),
    ("uỷ ban nhân dân xã", 4, ["ubnd"]),
    ("Ủy ban nhân dân", 4, ["ubnd"]),
    ("cds", 1, ["chuyển đổi số"]),
    # the longest form wins
    ("công nghệ thông tin và truyền thông", 7, ["cntt tt", "cntttt", "ict"]),
    # half of the diacritics is neither as spelled nor without
    ("công nghe thông tin", 0, []),
    # two syllables without diacritics mean too much
    ("so do", 0, []),
    ("Sổ đỏ", 2, None),
    ("heo", 1, ["lợn"]),
    ("lon", 0, []),
    ("", 0, []),
    ("thông tin", 0, []),
]


@pytest.mark.parametrize("normal", ["NFC", "NFD"])
@pytest.mark.parametrize(("typed", "count", "others"), FOUND, ids=[typed for typed, _, _ in FOUND])
def test_forms_are_found(typed: str, count: int, others: list[str] | None, normal: str) -> None:
    found = find_synonyms(form_words(canonical(nfc(unicodedata.normalize(normal, typed)))))
    assert (found[0] if found else 0) == count
    if others is not None:
        assert [" ".join(form) for form in (found[1] if found else ())] == others


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Nhân lực CNTT cấp xã", "nhân lực công nghệ thông tin cấp xã"),
        ("Đồng bào DTTS, KH&CN", "đồng bào dân tộc thiểu số khoa học và công nghệ"),
        ("ngành KHCN và ĐMST", "ngành khoa học công nghệ và đổi mới sáng tạo"),
        ("không có gì", "không có gì"),
        ("", ""),
    ],
)
def test_known_forms_are_written_in_full(text: str, full: str) -> None:
    assert " ".join(spell_out(form_words(text))) == full
