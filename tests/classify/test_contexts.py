"""What is known of a sentence: what announces it, and where the text last turned."""

from __future__ import annotations

import pytest

from vanban.analyse import find_structure
from vanban.classify.features import BODY, Context, find_contexts
from vanban.classify.rules import (
    asks_all_the_same,
    decide_by_rule,
    lacks_its_sign,
    tells_a_failing,
    told_as_cause,
)
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


@pytest.mark.parametrize(
    ("paragraphs", "label", "asks"),
    [
        (("Sở đề nghị các xã:", "- Rà soát lại danh sách hộ thuê bến;"), "solution", True),
        (("Sở đề nghị các xã:", "- Đã rà soát xong danh sách hộ thuê bến;"), "solution", False),
        (("Sở đã đề nghị các xã:", "- Rà soát lại danh sách hộ thuê bến;"), "solution", False),
        (("Hết năm.", "Phần mềm đã cài xong ở 12 trạm, đề nghị Sở Y tế cấp tài khoản."), "result", True),
        (("Hết năm.", "Phần mềm đã cài xong ở 12 trạm, các trạm đã dùng."), "result", False),
        (("Hết năm.", "Tố cáo: giải quyết 13 vụ, kiến nghị xử lý 29 người."), "result", False),
        (("Hết năm.", "Cử tri kiến nghị các cơ quan chức năng sớm nạo vét bến."), "other", True),
        (("Hết năm.", "Kính đề nghị UBND tỉnh quan tâm, chỉ đạo./."), "other", False),
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


@pytest.mark.parametrize(
    ("before", "sentence", "likely", "lacks"),
    [
        ("Hết năm.", "Thuyền to phải chờ nước lên mới vào được.", 0.6, True),
        ("Hết năm.", "Thuyền to phải chờ nước lên mới vào được.", 0.85, False),
        ("Nguyên nhân thì có nhiều.", "Thuyền to phải chờ nước lên mới vào được.", 0.6, False),
        ("Hết năm.", "Do lòng sông cạn, thuyền to phải chờ.", 0.6, False),
        ("Nguyên nhân gồm:", "- Thuyền to phải chờ nước lên.", 0.6, False),
    ],
)
def test_a_cause_has_a_sign_or_is_certain(before: str, sentence: str, likely: float, *, lacks: bool) -> None:
    assert lacks_its_sign(contexts(before, sentence)[-1], "cause", {"cause": likely}) is lacks


@pytest.mark.parametrize(
    ("sentence", "lacks"),
    [
        ("Huyện đã giải quyết 27 kiến nghị về bến bãi.", True),
        ("Đề nghị Sở trả lời 27 kiến nghị về bến bãi.", False),
        ("Người thuê bến cần được nghe.", False),
    ],
)
def test_what_was_asked_before_is_no_proposal(sentence: str, *, lacks: bool) -> None:
    assert lacks_its_sign(contexts("Hết năm.", sentence)[-1], "proposal", {"proposal": 0.6}) is lacks


@pytest.mark.parametrize(
    ("sentence", "label", "second", "decided"),
    [
        ("Xã đề ra 5 nhiệm vụ: mở bến mới, sửa bến cũ.", "result", "solution", "solution"),
        ("UBND huyện giao Phòng Nội vụ xem lại những bến mà xã kiến nghị.", "proposal", "solution", "solution"),
        ("Đề nghị UBND huyện giao Phòng Nội vụ xem lại bến.", "proposal", "solution", None),
        ("Mặc dù còn nhiều khó khăn, bến vẫn mở cửa cả năm.", "difficulty", "result", "result"),
        ("Bến vẫn mở cửa cả năm nhưng phí thu còn chậm.", "difficulty", "result", None),
        ("Tuy nhiên, quy chế bến đã bộc lộ nhiều bất cập.", "result", "difficulty", "difficulty"),
        ("Tuy nhiên, bến đã mở cửa cả năm.", "result", "difficulty", None),
        ("Bến đã thu đủ phí 12 tháng.", "other", "result", "result"),
        ("Bến ở bên sông.", "other", "result", None),
    ],
)
def test_rules_of_annotation_decide_where_the_model_wavers(
    sentence: str, label: str, second: str, decided: str | None
) -> None:
    found = contexts("Hết năm.", sentence)[-1]
    assert decide_by_rule(found, label, {label: 0.6, second: 0.35}) == decided
    assert decide_by_rule(found, label, {label: 0.99, second: 0.01}) is None


@pytest.mark.parametrize(
    ("heading", "sentence", "decided"),
    [
        ("I. KẾT QUẢ", "Chỉ đạo các xã sửa bến cũ.", "result"),
        ("I. KẾT QUẢ", "Năm tới sẽ sửa bến cũ.", None),
        ("I. NHIỆM VỤ", "Chỉ đạo các xã sửa bến cũ.", None),
    ],
)
def test_a_verb_without_tense_takes_its_time_from_the_section(heading: str, sentence: str, decided: str | None) -> None:
    found = contexts(heading, "Bến mở cửa cả năm.", sentence, "II. KHÁC", "Không có gì.")[2]
    assert decide_by_rule(found, "solution", {"solution": 0.6, "result": 0.35}) == decided


def test_what_is_called_the_cause_is_a_cause() -> None:
    said = "Theo Ban quản lý, nguyên nhân bến còn chậm mở là lòng sông chưa được nạo vét."
    assert told_as_cause(contexts("Hết năm.", said)[-1], {"difficulty": 0.6, "cause": 0.3})
    plain = "Theo Ban quản lý, bến còn chậm mở, lòng sông chưa được nạo vét."
    assert not told_as_cause(contexts("Hết năm.", plain)[-1], {"difficulty": 0.6, "cause": 0.3})
