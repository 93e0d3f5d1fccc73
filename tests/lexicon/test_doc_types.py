from __future__ import annotations

from collections.abc import Callable

import pytest

from vanban.lexicon.doc_types import doc_type_of, doc_type_of_abbreviation, doc_types


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Báo cáo", "bao_cao"),
        ("TỜ TRÌNH", "to_trinh"),
        ("thông tư  liên tịch", "thong_tu_lien_tich"),
        ("Bộ luật", "bo_luat"),
        ("Chương trình hành động", "chuong_trinh"),
        ("Báo chí", None),
        ("", None),
    ],
)
def test_type_by_name(form: Callable[[str], str], name: str, code: str | None) -> None:
    assert doc_type_of(form(name)) == code


@pytest.mark.parametrize(
    ("abbreviation", "code"),
    [("BC", "bao_cao"), ("CT", "chi_thi"), ("CTr", "chuong_trinh"), ("NĐ", "nghi_dinh"), ("UBND", None), ("bc", None)],
)
def test_type_by_abbreviation(abbreviation: str, code: str | None) -> None:
    assert doc_type_of_abbreviation(abbreviation) == code


def test_every_row_says_where_it_comes_from() -> None:
    assert len(doc_types()) > 40
    assert all(kind.code and kind.name and kind.source for kind in doc_types())
