"""What is known of a sentence: what announces it, and where the text last turned."""

from __future__ import annotations

import pytest

from vanban.analyse import find_structure
from vanban.classify.features import BODY, Context, announced_by, find_contexts
from vanban.read import read_text


def contexts(*paragraphs: str) -> list[Context]:
    document = read_text("\n\n".join(paragraphs), source="a.txt")
    structure = find_structure(document)
    return find_contexts(document, structure.outline, structure.sentences, structure.letterhead)


def test_a_line_with_a_colon_announces_the_paragraph_below_it_alone() -> None:
    found = contexts("Cử tri xã Đồng Trên, huyện Núi Nhỏ đề nghị:", "Mở lại bến đò cũ.", "Bến đò này dừng từ năm 2015.")
    assert [c.lead_in for c in found] == [None, "Cử tri xã Đồng Trên, huyện Núi Nhỏ đề nghị:", None]


def test_what_announces_a_list_is_known_to_the_lists_inside() -> None:
    found = contexts(
        "Thực hiện kế hoạch năm, Sở Nội vụ đề nghị các xã làm những việc sau:",
        "1. Về hồ sơ:",
        "- Sắp xếp hồ sơ theo năm.",
        "- Nộp hồ sơ về kho trước ngày 30/6.",
    )
    assert [c.outer_lead is not None for c in found] == [False, False, True, True]
    assert "ask.clause" in found[2].outer_cues


def test_turns_hold_to_the_next_turn_and_grow_far() -> None:
    found = contexts(
        "Đường mới dài 12 km. Tuy nhiên, mặt đường hẹp. Xe tải khó tránh nhau. Cống nhỏ. Nước tràn. Biển báo cũ.",
        "Nguyên nhân là vốn ít. Giá đá tăng.",
    )
    assert [c.turn for c in found] == ["", "", "diff", "diff", "diff", "diff", "diff", "cause"]
    assert [c.turned_near for c in found[2:6]] == [True, True, True, False]


def test_prose_that_names_an_act_first_is_no_letterhead() -> None:
    found = contexts(
        "Quyết định số 41/2011/QĐ-UBND về bến bãi ven sông đã được áp dụng ở 14 xã, giúp cho việc thuê bến có nền nếp, "
        "thu phí rõ ràng và hàng hóa lên xuống thuận tiện hơn so với những năm bến bãi còn tự phát. Tuy nhiên, qua mười "
        "năm, Quyết định này bộc lộ nhiều điểm cũ cần sửa."
    )
    assert [c.zone for c in found] == [BODY, BODY]


def test_what_stands_beside_a_cause_does_not_turn_away_from_it() -> None:
    found = contexts(
        "Nguyên nhân là bến cũ. Bên cạnh đó, người trông bến ít. Thuyền lại đông. Tuy nhiên, phí vẫn thu đủ. Sổ ghi đủ."
    )
    assert [c.turn for c in found] == ["", "cause", "cause", "cause", "diff"]


def test_numbers_of_rows_are_no_words() -> None:
    found = contexts("91 Mở lại bến đò cũ.", "92 Đề nghị Sở Tài chính cấp tiền sổ.", "93 Sửa cầu.", "12 bến còn mở.")
    assert [c.words for c in found] == [
        "mở lại bến đò cũ.", "đề nghị sở tài chính cấp tiền sổ.", "sửa cầu.", "12 bến còn mở."
    ]  # fmt: skip
    assert "ask.verb_start" in found[1].cues


@pytest.mark.parametrize(
    ("title", "announced"),
    [
        ("Khó khăn, vướng mắc trong quản lý các bến đò ngang ở vùng lòng hồ", ("difficulty",)),
        ("Ban hành quy định hướng dẫn mở bến", ()),
        ("Bến đò ngang vùng lòng hồ vượt qua một năm khó khăn chồng chất", ()),
        ("Bến đò gặp khó", ()),
        ("3. Bến đò ngang vùng lòng hồ: kết quả cả năm và tồn tại", ("result", "difficulty")),
    ],
)
def test_a_long_heading_announces_by_its_first_words(title: str, announced: tuple[str, ...]) -> None:
    assert announced_by(title) == announced
