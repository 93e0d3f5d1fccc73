"""What is known of a sentence: what announces it, and where the text last turned."""

from __future__ import annotations

import pytest

from vanban.analyse import find_structure
from vanban.classify.features import BODY, Context, find_contexts
from vanban.classify.rules import asks_all_the_same, tells_a_failing, told_as_cause
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


@pytest.mark.parametrize(
    ("paragraphs", "label", "asks"),
    [
        (("Sở đề nghị các xã:", "- Rà soát lại danh sách hộ thuê bến;"), "solution", True),
        (("Sở đề nghị các xã:", "- Đã rà soát xong danh sách hộ thuê bến;"), "solution", False),
        (("Sở đã đề nghị các xã:", "- Rà soát lại danh sách hộ thuê bến;"), "solution", False),
        (("Hết năm.", "Phần mềm đã cài xong ở 12 trạm, đề nghị Sở Y tế cấp tài khoản."), "result", True),
        (("Hết năm.", "Phần mềm đã cài xong ở 12 trạm, các trạm đã dùng."), "result", False),
        (("Hết năm.", "Tố cáo: giải quyết 13 vụ, kiến nghị xử lý 29 người."), "result", False),
    ],
)
def test_asks_by_the_rules_of_annotation(paragraphs: tuple[str, ...], label: str, *, asks: bool) -> None:
    assert asks_all_the_same(contexts(*paragraphs)[-1], label) is asks


@pytest.mark.parametrize(
    ("sentence", "possible", "told"),
    [
        ("Tuy nhiên, bến còn chật, thiếu người trông, thu phí chậm.", 0.2, True),
        ("Tuy nhiên, bến còn chật, thiếu người trông, thu phí chậm.", 0.05, False),
        ("Tuy nhiên, bến còn chật, thiếu người trông, thu phí chậm, cụ thể như sau:", 0.2, False),
        ("Bến có 12 người trông, thu phí hai lần mỗi ngày.", 0.2, False),
    ],
)
def test_plain_cues_of_a_failing_decide_where_the_model_is_torn(sentence: str, possible: float, *, told: bool) -> None:
    scores = {"other": 1 - possible, "difficulty": possible}
    assert tells_a_failing(contexts("Hết năm.", sentence)[-1], scores) is told


@pytest.mark.parametrize(
    ("heading", "sentence", "cause"),
    [
        ("2. Nguyên nhân", "- Bến xây từ lâu nên hay hỏng.", True),
        ("2. Nguyên nhân", "- Do đó bến hay phải đóng cửa.", False),
        ("2. Khó khăn và nguyên nhân", "- Bến xây từ lâu nên hay hỏng.", False),
        ("2. Khó khăn", "- Bến xây từ lâu nên hay hỏng.", False),
    ],
)
def test_a_failing_under_causes_is_a_cause(heading: str, sentence: str, *, cause: bool) -> None:
    found = contexts("I. KẾT QUẢ", "Bến mở cửa cả năm.", heading, sentence, "- Người trông bến ít.")
    assert told_as_cause(found[3], {"difficulty": 0.6, "cause": 0.3}) is cause
