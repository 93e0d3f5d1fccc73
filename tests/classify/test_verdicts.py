"""The second look at a label: what follows from the rules of annotation, whatever the judge found."""

from __future__ import annotations

import pytest

from vanban.analyse import find_structure
from vanban.classify.features import Context, find_contexts
from vanban.classify.requests import orders_outright
from vanban.classify.verdicts import (
    asks_all_the_same,
    choose_besides,
    decide_by_rule,
    lacks_its_sign,
    overrule,
    tells_a_failing,
    told_as_cause,
)
from vanban.read import read_text


def contexts(*paragraphs: str) -> list[Context]:
    document = read_text("\n\n".join(paragraphs), source="a.txt")
    structure = find_structure(document)
    return find_contexts(document, structure.outline, structure.sentences, structure.letterhead)


@pytest.mark.parametrize(
    ("paragraphs", "label", "asks"),
    [
        (("Hết năm.", "Ban quản lý đề nghị Sở Tài chính xếp lại các kiến nghị còn tồn."), "result", True),
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
    assert asks_all_the_same(contexts(*paragraphs)[-1], label, {"proposal": 0.1}) is asks


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
        ("Hết năm.", "Thuyền to phải chờ nước lên mới vào được.", 0.4, True),
        ("Hết năm.", "Thuyền to phải chờ nước lên mới vào được.", 0.6, False),
        ("Nguyên nhân thì có nhiều.", "Thuyền to phải chờ nước lên mới vào được.", 0.4, False),
        ("Hết năm.", "Do lòng sông cạn, thuyền to phải chờ.", 0.4, False),
        ("Nguyên nhân gồm:", "- Thuyền to phải chờ nước lên.", 0.4, False),
    ],
)
def test_a_cause_has_a_sign_or_is_certain(before: str, sentence: str, likely: float, *, lacks: bool) -> None:
    assert lacks_its_sign(contexts(before, sentence)[-1], "cause", {"cause": likely}) is lacks


@pytest.mark.parametrize(
    ("sentence", "label", "second", "decided"),
    [
        ("Xã đề ra nhiệm vụ mở bến mới, sửa bến cũ.", "result", "solution", "solution"),
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


@pytest.mark.parametrize(
    ("sentence", "label", "possible", "decided"),
    [
        ("Hạn chế: bến nhỏ, thuyền to phải chờ nước lên mới vào được.", "other", "difficulty", "difficulty"),
        ("Giải pháp khắc phục: nạo vét lòng sông, mở thêm một bến phụ.", "result", "solution", "solution"),
        ("Nguyên nhân: lòng sông cạn, tiền nạo vét về cuối năm.", "difficulty", "cause", "cause"),
        ("Giải pháp của người dân được ghi nhận tại 12 bến đò.", "result", "solution", None),
        ("Bến phụ đã để xảy ra hai vụ va chạm.", "result", "difficulty", "difficulty"),
        ("Bến phụ chưa để xảy ra vụ va chạm nào.", "result", "difficulty", None),
        ("Xã đã đề ra 5 nhiệm vụ và làm xong cả 5.", "result", "solution", None),
        ("Xã có 12/14 bến đạt chuẩn, 2 bến chưa đạt.", "result", "difficulty", "difficulty"),
        ("Xã có 12/14 bến đạt chuẩn, 2 bến xếp loại khá.", "result", "difficulty", None),
        ("Việc mở bến còn chậm, mới xong 3 bến.", "result", "difficulty", "difficulty"),
        ("Do lòng sông cạn, các chủ thuyền gặp rất nhiều khó khăn.", "other", "difficulty", "difficulty"),
        ("Xã đã tháo gỡ khó khăn cho các chủ thuyền.", "other", "difficulty", None),
        ("Nhiệm vụ trọng tâm năm tới là nạo vét lòng sông.", "result", "solution", "solution"),
        ("Nạo vét lòng sông từng là nhiệm vụ của Ban.", "result", "solution", None),
        ("Việc thu phí có nhiều chuyển biến rõ nét.", "other", "result", "result"),
        ("Việc thu phí có nhiều chuyển biến nhưng còn chậm.", "other", "result", None),
        ("Chủ tịch UBND xã đã báo cáo kết quả thu phí của các bến.", "result", "other", "other"),
        ("Chủ tịch UBND xã đã giao xong mặt bằng của các bến.", "result", "other", None),
        ("Do đó, thuyền to chưa vào được bến.", "cause", "difficulty", "difficulty"),
        ("Cử tri xã Bến Đá phản ánh thuyền to không vào được bến.", "proposal", "difficulty", "difficulty"),
        ("Cử tri xã Bến Đá phản ánh bến nhỏ, đề nghị mở rộng.", "proposal", "difficulty", None),
        ("Chủ tịch UBND huyện yêu cầu các xã rà soát lại sổ thuê bến.", "other", "solution", "solution"),
        ("Chủ tịch UBND huyện đã yêu cầu các xã rà soát lại sổ thuê bến.", "other", "solution", None),
    ],
)
def test_signs_decide_what_the_judge_holds_possible(
    sentence: str, label: str, possible: str, decided: str | None
) -> None:
    found = contexts("Hết năm.", sentence)[-1]
    assert decide_by_rule(found, label, {label: 0.7, possible: 0.22}) == decided


@pytest.mark.parametrize(
    ("sentence", "orders"),
    [
        ("UBND tỉnh cũng yêu cầu các sở, ngành công bố danh mục bến.", True),
        ("Giao Sở Giao thông vận tải chủ trì nạo vét lòng sông.", True),
        ("Thứ trưởng giao Cục Đường thủy sớm báo cáo.", True),
        ("Bến mới đáp ứng yêu cầu của xã đặt ra.", False),
        ("Theo yêu cầu, Sở Tài chính trình phương án.", False),
        ("UBND tỉnh đã giao Sở Tài chính trình phương án.", False),
        ("Các bến cũ vẫn mở cửa.", False),
    ],
)
def test_orders_outright(sentence: str, *, orders: bool) -> None:
    assert orders_outright(contexts("Hết năm.", sentence)[-1].words) is orders


def test_the_title_of_an_article_is_no_result() -> None:
    title, body = "Giao xã trông coi bến đò mới", "Bến đò mới mở cửa từ tháng 3, thu đủ phí."
    found = contexts(title, body, "Thuyền to vào được bến.")
    scores = {"result": 0.8, "other": 0.2}
    assert [decide_by_rule(c, "result", scores) for c in found] == ["other", None, None]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Người dân xã Đoài nhận bến đò mới", "other"),
        ("Người dân xã Đoài đã nhận bến đò mới.", None),
        ("- Đã nhận bến đò mới", None),
        ("Người dân đã nhận bến đò mới và " + "trồng cây hai bên đường vào bến, " * 4 + "làm rào quanh bến", None),
    ],
)
def test_a_subhead_or_caption_of_an_article_is_no_result(line: str, label: str | None) -> None:
    above = "Bến đò mới mở cửa từ tháng 3, thu đủ phí."
    found = contexts(above, line, "Thuyền to vào được bến.")
    assert decide_by_rule(found[1], "result", {"result": 0.8, "other": 0.2}) == label


def test_what_only_looked_like_a_cause_is_a_failing_rather_than_nothing() -> None:
    assert choose_besides("cause", {"cause": 0.5, "difficulty": 0.15, "other": 0.2}) == "difficulty"
    assert choose_besides("cause", {"cause": 0.5, "difficulty": 0.05, "other": 0.2}) == "other"
    assert choose_besides("proposal", {"proposal": 0.4, "difficulty": 0.15, "other": 0.2}) == "other"


def test_a_sentence_that_asks_outright_is_not_taken_for_one_that_tells_of_requests() -> None:
    found = contexts("Hết năm.", "Ban quản lý đề nghị Sở Tài chính xếp lại các kiến nghị còn tồn.")[-1]
    assert overrule(found, {"proposal": 0.9, "other": 0.1}, ["proposal", "other"]) == ["proposal", "other"]
    assert asks_all_the_same(found, "result", {"result": 0.99, "proposal": 0.01})
    assert not asks_all_the_same(found, "result", {"result": 0.999, "proposal": 0.001})


def test_a_failing_and_its_cause_together_outweigh_nothing() -> None:
    found = contexts("Hết năm.", "Thuyền to phải chờ nước lên mới vào bến.")[-1]
    torn = {"other": 0.45, "difficulty": 0.2, "cause": 0.2, "result": 0.15}
    assert decide_by_rule(found, "other", torn) == "difficulty"
    assert decide_by_rule(found, "other", {**torn, "cause": 0.05}) is None
    assert decide_by_rule(found, "other", {**torn, "difficulty": 0.05, "cause": 0.4}) is None


@pytest.mark.parametrize("label", ["result", "solution", "cause", "other"])
def test_a_question_tells_of_no_deed_whoever_finds_one(label: str) -> None:
    found = contexts("Hết năm.", "Thuyền to đã được đưa vào bến một cách thuận lợi hơn chưa?")[-1]
    assert overrule(found, {label: 0.5, "result": 0.4}, [label])[0] == "other"


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Hiện toàn bến còn thiếu hơn 40 người lái đò.", "difficulty"),
        ("Số phao neo đạt chuẩn chỉ có 12 chiếc.", "difficulty"),
        ("Số lái đò có chứng chỉ đạt 92%.", "other"),
        ("Ban quản lý đã nêu một số kiến nghị như: tỉnh cần cho nạo vét luồng; sớm lắp phao.", "proposal"),
    ],
)
def test_plain_words_of_want_and_of_requests(sentence: str, label: str) -> None:
    scores = {"other": 0.9, "difficulty": 0.05, "proposal": 0.05}
    assert overrule(contexts("Hết năm.", sentence)[-1], scores, ["other"])[0] == label


def test_rules_do_not_overrule_a_model_that_holds_their_label_impossible() -> None:
    found = contexts("Hết năm.", "Hiện toàn bến còn thiếu hơn 40 người lái đò.")[-1]
    assert overrule(found, {"other": 0.995, "difficulty": 0.005}, ["other"])[0] == "other"


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Ngày 08/8, UBND huyện đã ban hành Công văn số 412/UBND-VP chỉ đạo các bến tăng cường kiểm tra.", "result"),
        ("UBND huyện sẽ ban hành Công văn số 412/UBND-VP chỉ đạo các bến tăng cường kiểm tra.", "solution"),
    ],
)
def test_a_paper_sent_out_is_a_deed_whatever_it_orders(sentence: str, label: str) -> None:
    found = contexts("Hết năm.", sentence)[-1]
    assert overrule(found, {"solution": 0.6, "result": 0.1}, ["solution", "result"])[0] == label
